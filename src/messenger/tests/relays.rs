//! Relays that serve the same twice, serve it broken, or know no NIP-77.

use nostr::event::Event as Wrap;
use nostr::key::Keys;

use super::bad_relay::{BadRelay, Manners, Neg};
use super::world::*;
use crate::envelope::{Keep, Letterhead, wrap};
use crate::messenger::*;
use crate::model::*;

fn url(relay: &BadRelay) -> RelayAddress {
    relay.url().parse().unwrap()
}

async fn bob_at(relays: &[&BadRelay]) -> Person {
    let urls = relays.iter().map(|relay| url(relay)).collect();
    let options =
        Options { cheap_keys: true, index_relays: Some(Vec::new()), ..Options::default() };
    Person::with("Bob", Account::New, urls, options).await
}

/// So many messages of one person, a second apart.
fn letters(eve: &Keys, to: &Person, number: i64) -> Vec<Wrap> {
    let now = Clock::system().now();
    (0..number)
        .map(|n| {
            let head = Letterhead {
                author: eve.public_key(),
                name: None,
                to: vec![to.me.account],
                at: now.plus((n - number) * 1_000),
                inbox: None,
            };
            let rumor = head.text(&format!("message {n}"), None, None, None);
            wrap(&rumor, eve, &to.me.account, Keep::ForGood, now).unwrap().event
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_relays_serve_is_stored_once_and_in_order_though_one_breaks_signatures() {
    let broken = BadRelay::listen(Manners::default()).await;
    let honest = BadRelay::listen(Manners::default()).await;
    let bob = bob_at(&[&broken, &honest]).await;
    let eve = Keys::generate();
    bob.run(Command::AddContact { link: npub(&eve.public_key()), name: None }).await;
    let letters = letters(&eve, &bob, 900);
    for (n, letter) in letters.iter().enumerate() {
        let mut copy = letter.clone();
        if n % 2 == 0 {
            copy.sig = letters[(n + 1) % letters.len()].sig;
        }
        broken.put_quietly(copy);
        honest.put_quietly(letter.clone());
    }
    let synced = bob.sync().await;
    assert_eq!(synced.received, 900);
    let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
    let newest: Vec<String> = (800..900).map(|n| format!("message {n}")).collect();
    assert_eq!(bob.texts(chat).await, newest);
    assert_eq!(bob.sync().await.received, 0);
}

/// Whether the mailbox was read whole by pages since the last time.
fn was_read_whole(relay: &BadRelay, questions_before: usize) -> bool {
    let questions = relay.heard_verb("REQ").split_off(questions_before);
    let mut pages = questions.iter().map(|(_, message)| &message[2]).filter(|filter| {
        filter["kinds"] == serde_json::json!([1059]) && filter["limit"].as_u64() > Some(1)
    });
    pages.any(|filter| filter.get("since").is_none())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_without_nip_77_is_not_read_whole_at_every_start() {
    let relay = BadRelay::listen(Manners { neg: Neg::Off, ..Manners::default() }).await;
    let bob = bob_at(&[&relay]).await;
    let eve = Keys::generate();
    bob.run(Command::AddContact { link: npub(&eve.public_key()), name: None }).await;
    for letter in letters(&eve, &bob, 20) {
        relay.put_quietly(letter);
    }
    assert_eq!(bob.sync().await.received, 20);
    assert!(was_read_whole(&relay, 0));

    let bob = bob.restart_offline().await;
    let before = relay.heard_verb("REQ").len();
    for letter in letters(&eve, &bob, 3) {
        relay.put_quietly(letter);
    }
    assert_eq!(bob.sync().await.received, 3);
    assert!(!was_read_whole(&relay, before));

    // Who is let in again may have written long ago.
    let eve = ChatName(npub(&eve.public_key()));
    bob.run(Command::Block { id: eve.clone() }).await;
    bob.run(Command::Unblock { id: eve }).await;
    let bob = bob.restart_offline().await;
    let before = relay.heard_verb("REQ").len();
    bob.sync().await;
    assert!(was_read_whole(&relay, before));
}
