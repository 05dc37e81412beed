//! What a blocked person wrote: dropped while the block stands, read again from the right day on
//! when it ends. Days pass by a clock that the story moves.

use std::sync::Arc;

use nostr::event::UnsignedEvent;
use nostr::key::Keys;
use nostr::nips::nip06::FromMnemonic as _;

use super::world::*;
use crate::envelope::{Keep, Letterhead, wrap};
use crate::messenger::*;
use crate::model::*;
use crate::relay::{Dialer, Pool, PublishAs, Published};
use crate::server::Relay;

const DAY: i64 = 24 * 3600 * 1000;

fn now() -> Millis {
    Clock::system().now()
}

fn letter(from: &Keys, to: &Person, at: Millis) -> Letterhead {
    Letterhead { author: from.public_key(), name: None, to: vec![to.me.account], at, inbox: None }
}

/// Puts a rumor into somebody's mailbox, in a wrap of that time.
async fn post(relay: &Relay, rumor: &UnsignedEvent, by: &Keys, to: &Person, at: Millis) {
    let (pool, _from) = Pool::new(Dialer::direct(), Clock::system());
    let sealed = wrap(rumor, by, &to.me.account, Keep::ForGood, at).unwrap();
    let json = Arc::from(sealed.json.as_str());
    let taken = pool.publish(&relay.url(), json, sealed.event.id, PublishAs::Nobody).await;
    assert_eq!(taken, Published::Taken);
    pool.stop().await;
}

/// What another device of the same account says about Eve.
async fn tell(relay: &Relay, person: &Person, eve: &Keys, name: &str, at: Millis) {
    let keys = Keys::from_mnemonic(person.words().await.expose(), None).unwrap();
    let json = format!(
        r#"{{"people":[{{"account":"{}","name":"{name}","accepted":true,"blocked":true,"at":{}}}]}}"#,
        npub(&eve.public_key()),
        at.0
    );
    post(relay, &letter(&keys, person, at).own_devices(&json), &keys, person, now()).await;
}

/// Somebody whose clock a test moves.
async fn alice_at(relay: &Relay, clock: &Clock) -> Person {
    let options = Options { clock: clock.clone(), ..options() };
    Person::with("Alice", Account::New, vec![relay.url()], options).await
}

async fn unblock(alice: &Person, eve: &Keys) {
    alice.run(Command::Unblock { id: ChatName(npub(&eve.public_key())) }).await;
    alice.sync().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_does_not_move_the_day_of_the_block() {
    let (relay, clock, eve) = (relay().await, Clock::standing_at(now()), Keys::generate());
    let alice = alice_at(&relay, &clock).await;
    let id = ChatName(npub(&eve.public_key()));
    alice.run(Command::AddContact { link: id.0.clone(), name: None }).await;
    alice.run(Command::Block { id }).await;
    let rumor = letter(&eve, &alice, now()).text("I am sorry", None, None, None);
    post(&relay, &rumor, &eve, &alice, now()).await;
    alice.sync().await;
    let chat = ChatId::of_people([&alice.me.account, &eve.public_key()]);
    assert!(alice.texts(chat).await.is_empty());

    clock.advance(10 * DAY);
    let name = Name::clean("Eve, do not answer").ok();
    alice.run(Command::RenameContact { account: eve.public_key(), name }).await;
    clock.advance(DAY);
    unblock(&alice, &eve).await;
    assert_eq!(alice.texts(chat).await, ["I am sorry"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_is_as_old_as_the_oldest_word_of_it() {
    let (relay, eve) = (relay().await, Keys::generate());
    let began = now();
    let clock = Clock::standing_at(began);
    let alice = alice_at(&relay, &clock).await;
    // While her clock is right, the relay lets her in.
    alice.sync().await;
    clock.advance(10 * DAY);
    // A new name from another device comes before the block itself.
    tell(&relay, &alice, &eve, "Eve", began.plus(9 * DAY)).await;
    alice.sync().await;
    let rumor = letter(&eve, &alice, now()).text("I am sorry", None, None, None);
    post(&relay, &rumor, &eve, &alice, now()).await;
    alice.sync().await;
    tell(&relay, &alice, &eve, "Mallory", began.plus(1)).await;
    alice.sync().await;
    let blocked = alice.contacts().await.remove(0);
    assert_eq!((blocked.name.as_str(), blocked.blocked), ("Eve", true));
    unblock(&alice, &eve).await;
    let chat = ChatId::of_people([&alice.me.account, &eve.public_key()]);
    assert_eq!(alice.texts(chat).await, ["I am sorry"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_device_finds_what_was_written_before_the_block() {
    let (relay, eve) = (relay().await, Keys::generate());
    let alice = Person::new("Alice", &[&relay]).await;
    let (written, blocked) = (now().plus(-20 * DAY), now().plus(-10 * DAY));
    let phone = Person::restored("Alice", alice.words().await, &[&relay]).await;
    tell(&relay, &phone, &eve, "Eve", blocked).await;
    phone.sync().await;
    let rumor = letter(&eve, &alice, written).text("before we quarrelled", None, None, None);
    post(&relay, &rumor, &eve, &alice, written).await;
    phone.sync().await;
    let chat = ChatId::of_people([&alice.me.account, &eve.public_key()]);
    assert!(phone.chats().await.iter().all(|c| c.last.is_none()));
    unblock(&phone, &eve).await;
    assert_eq!(phone.texts(chat).await, ["before we quarrelled"]);
}
