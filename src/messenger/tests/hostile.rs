//! What strangers, relays and clocks may send: nothing breaks, nothing is lost, nobody is fooled.

use std::sync::Arc;

use nostr::event::{
    Event as NostrEvent, EventBuilder, FinalizeEvent, FinalizeUnsignedEvent, Kind, Tag,
    UnsignedEvent,
};
use nostr::key::Keys;
use nostr::nips::nip44::v2::{self, ConversationKey};

use super::world::*;
use crate::envelope::{EditOf, Keep, Letterhead, kinds, wrap};
use crate::messenger::*;
use crate::model::*;
use crate::relay::{Dialer, Pool, PublishAs, Published};
use crate::server::{Config, Data, Relay};

fn head(from: &Keys, to: &Person, at: Millis) -> Letterhead {
    Letterhead {
        author: from.public_key(),
        name: Name::clean("Somebody").ok(),
        to: vec![to.me.account],
        at,
        inbox: None,
    }
}

fn now() -> Millis {
    Clock::system().now()
}

/// Puts wraps into somebody's mailbox, as anybody on the internet can.
async fn post(relay: &Relay, wraps: Vec<(nostr::event::EventId, String)>) {
    let (pool, _from) = Pool::new(Dialer::direct(), Clock::system());
    let url = relay.url();
    for some in wraps.chunks(100) {
        let all = some
            .iter()
            .map(|(id, json)| pool.publish(&url, Arc::from(json.as_str()), *id, PublishAs::Nobody));
        for answer in futures_util::future::join_all(all).await {
            assert_eq!(answer, Published::Taken);
        }
    }
    pool.stop().await;
}

fn wrapped(rumor: &UnsignedEvent, from: &Keys, to: &Person) -> (nostr::event::EventId, String) {
    let wrapped = wrap(rumor, from, &to.me.account, Keep::ForGood, now()).unwrap();
    (wrapped.event.id, wrapped.json)
}

/// A gift wrap around any text whatever.
fn wrap_text(text: &str, to: &Person) -> (nostr::event::EventId, String) {
    use base64::Engine as _;
    let one_time = Keys::generate();
    let key = ConversationKey::derive(one_time.secret_key(), &to.me.account).unwrap();
    let sealed = v2::encrypt_to_bytes_with_nonce(&key, text.as_bytes(), [9; 32]).unwrap();
    let event: NostrEvent = EventBuilder::new(
        Kind::from_u16(kinds::GIFT_WRAP),
        base64::engine::general_purpose::STANDARD.encode(sealed),
    )
    .tag(Tag::custom("p", [to.me.account.to_hex()]))
    .finalize(&one_time)
    .unwrap();
    (event.id, event.as_json())
}

async fn accept(person: &Person, stranger: &Keys) {
    let link = npub(&stranger.public_key());
    person.run(Command::AddContact { link, name: None }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_are_wrong_by_years_bury_nothing() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let eve = Keys::generate();
    accept(&bob, &eve).await;
    let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
    let far_future =
        head(&eve, &bob, Millis(4_000_000_000_000)).text("from 2096", None, None, None);
    let far_past = head(&eve, &bob, Millis(1_000)).text("from 1970", None, None, None);
    post(&relay, vec![wrapped(&far_future, &eve, &bob), wrapped(&far_past, &eve, &bob)]).await;
    bob.sync().await;
    let before = now();
    for message in bob.history(chat).await {
        assert!((message.at.0 - before.0).abs() < 60_000, "{} stands where it came", message.text);
    }
    bob.send(chat, "and now").await;
    assert_eq!(bob.texts(chat).await.last().unwrap(), "and now");
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_envelopes_is_dropped_once_and_for_all() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let eve = Keys::generate();
    accept(&bob, &eve).await;
    let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let mut wraps = vec![
        wrap_text("hello", &bob),
        wrap_text("{}", &bob),
        wrap_text(&deep, &bob),
        wrap_text("\u{0}\u{202E}", &bob),
    ];
    let many = (0..2_500).map(|_| Tag::custom("x", ["y"]));
    let tags = EventBuilder::new(Kind::from_u16(kinds::TEXT), "many tags")
        .tags(many)
        .finalize_unsigned(eve.public_key());
    wraps.push(wrapped(&tags, &eve, &bob));
    let unknown = EventBuilder::new(Kind::from_u16(4_242), "?")
        .tag(Tag::public_key(bob.me.account))
        .finalize_unsigned(eve.public_key());
    wraps.push(wrapped(&unknown, &eve, &bob));
    let good = head(&eve, &bob, now()).text("good", None, None, None);
    wraps.push(wrapped(&good, &eve, &bob));
    post(&relay, wraps).await;
    bob.sync().await;
    assert_eq!(bob.texts(chat).await, ["good"]);
    let bob = bob.restart().await;
    assert_eq!(bob.sync().await.received, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_edits_or_deletes_what_is_not_theirs() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let message = alice.send(chat, "true").await.message;
    bob.sees(chat, "true").await;
    let eve = Keys::generate();
    accept(&bob, &eve).await;
    let eves = head(&eve, &bob, now());
    let edit = Some(EditOf { first: message.into(), version: 9 });
    let forged = [
        eves.text("false", None, edit, None),
        eves.delete(&[message.into()], kinds::TEXT, None),
        eves.receipt(Receipt::Read, &[message.into()]),
        eves.reaction(message.into(), "💩"),
    ];
    post(&relay, forged.iter().map(|r| wrapped(r, &eve, &bob)).collect()).await;
    bob.sync().await;
    let seen = bob.history(chat).await.remove(0);
    assert_eq!((seen.text.as_str(), seen.edited, seen.reactions.len()), ("true", false, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_the_wrong_order_ends_the_same() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let eve = Keys::generate();
    let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
    let letter = head(&eve, &bob, now());
    let first = letter.text("at 8:10", None, None, None).id.unwrap();
    let edit = letter.text("at 7:40", None, Some(EditOf { first, version: 1 }), None);
    let to_first = letter.reaction(first, "👍");
    let to_edit = letter.reaction(edit.id.unwrap(), "🎉");
    // As a new device may read them at a relay that does not serve them by time.
    for rumor in [to_edit, to_first, edit] {
        post(&relay, vec![wrapped(&rumor, &eve, &bob)]).await;
        bob.sync().await;
    }
    let seen = bob.history(chat).await.remove(0);
    assert_eq!((seen.message, seen.text.as_str()), (first.into(), "at 7:40"));
    assert_eq!(seen.reactions.len(), 2, "{:?}", seen.reactions);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_let_in_again_is_heard_on_every_device() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let eve = Keys::generate();
    accept(&bob, &eve).await;
    let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
    let mut phone = Person::restored("Bob", bob.words().await, &[&relay]).await;
    bob.run(Command::Block { id: ChatName(npub(&eve.public_key())) }).await;
    bob.sync().await;
    phone
        .until("the block", async |m| match m.run(Command::Contacts).await {
            Ok(Reply::Contacts(all)) => all.iter().any(|c| c.blocked).then_some(()),
            _ => None,
        })
        .await;
    // The phone drops this: it has not heard yet that Eve is about to be let in again.
    let letter = head(&eve, &bob, now()).text("and now?", None, None, None);
    post(&relay, vec![wrapped(&letter, &eve, &bob)]).await;
    phone.sync().await;
    assert!(phone.chats().await.iter().all(|c| c.last.is_none()));
    bob.run(Command::Unblock { id: ChatName(npub(&eve.public_key())) }).await;
    bob.sync().await;
    phone
        .until("the end of the block", async |m| match m.run(Command::Contacts).await {
            Ok(Reply::Contacts(all)) => all.iter().all(|c| !c.blocked).then_some(()),
            _ => None,
        })
        .await;
    phone.sync().await;
    assert_eq!(phone.texts(chat).await, ["and now?"]);
    // A new device reads everything at once, the message before the word that ended the block.
    let laptop = Person::restored("Bob", bob.words().await, &[&relay]).await;
    laptop.sync().await;
    assert_eq!(laptop.texts(chat).await, ["and now?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_names_others_is_not_for_this_mailbox() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let (eve, carol) = (Keys::generate(), Keys::generate());
    accept(&bob, &eve).await;
    accept(&bob, &carol).await;
    let letter = Letterhead { to: vec![carol.public_key()], ..head(&eve, &bob, now()) };
    let rumor = letter.text("for Carol's eyes", None, None, None);
    post(&relay, vec![wrapped(&rumor, &eve, &bob)]).await;
    bob.sync().await;
    for chat in bob.chats().await {
        assert!(bob.texts(chat.chat).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_strangers_bury_nobody() {
    let relay = relay().await;
    let (alice, bob, chat) = alice_and_bob(&relay).await;
    let flood = (0..1_000)
        .map(|n| {
            let eve = Keys::generate();
            let rumor = head(&eve, &bob, now()).text(&format!("buy {n}"), None, None, None);
            wrapped(&rumor, &eve, &bob)
        })
        .collect();
    post(&relay, flood).await;
    alice.send(chat, "still here?").await;
    alice.sync().await;
    bob.sync().await;
    assert_eq!(bob.requests().await.len(), 1_000);
    let chats = bob.chats().await;
    assert_eq!(chats.len(), 2, "Alice, and Saved messages");
    assert_eq!(chats[0].chat, chat);
    let search = Command::Search { text: "buy".into(), chat: None, limit: 10 };
    assert!(matches!(bob.run(search).await, Reply::Messages(hits) if hits.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_no_relay_of_the_addressee_takes_is_refused_at_once() {
    let mut config = Config::default();
    config.limits.message_bytes = 8_192;
    let small = Relay::start(config, "127.0.0.1:0".parse().unwrap(), Data::Memory).await.unwrap();
    let (mut alice, mut bob, chat) = alice_and_bob(&small).await;
    alice.send(chat, "short").await;
    bob.sees(chat, "short").await;
    alice.sync().await;
    let long =
        Command::Send { chat: chat.into(), text: "x".repeat(9_000), reply_to: None, ttl: None };
    let error = alice.refused(long).await;
    assert_eq!(error.kind, ErrorKind::TooLong);
    assert!(error.sentence.contains("8192"), "{}", error.sentence);
    assert_eq!(alice.texts(chat).await, ["short"], "nothing was stored");
    let fits = alice.send(chat, &"y".repeat(1_500)).await.message;
    alice.reaches(fits, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_and_deletes_find_their_message_in_any_order() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let eve = Keys::generate();
    accept(&bob, &eve).await;
    let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
    let letter = head(&eve, &bob, now());
    let first = letter.text("first", None, None, None);
    let id = first.compute_id();
    let edit = letter.text("second", None, Some(EditOf { first: id, version: 1 }), None);
    let farewell = letter.delete(&[id], kinds::TEXT, Some(edit.compute_id()));
    let third = letter.text("third", None, Some(EditOf { first: id, version: 2 }), None);
    let farewell2 = letter.delete(&[edit.compute_id()], kinds::TEXT, Some(third.compute_id()));
    let rumors = [first, edit, farewell, third, farewell2];
    // Every rotation, each in its own mailbox batch.
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [1, 4, 0, 2, 3], [3, 0, 1, 2, 4]] {
        let bob = Person::new("Bob", &[&relay]).await;
        accept(&bob, &eve).await;
        let chat = ChatId::of_people([&bob.me.account, &eve.public_key()]);
        for n in order {
            let mut rumor = rumors[n].clone();
            // The same story, told to this Bob.
            rumor.id = None;
            let retold = retell(&rumors, &rumor, &eve, &bob);
            post(&relay, vec![wrapped(&retold, &eve, &bob)]).await;
            bob.sync().await;
        }
        assert_eq!(bob.texts(chat).await, ["third"], "{order:?}");
        assert!(bob.history(chat).await[0].edited);
    }
    assert!(bob.texts(chat).await.is_empty());
}

/// The same rumor with another addressee: ids change with the `p` tag, so references do too.
fn retell(all: &[UnsignedEvent], one: &UnsignedEvent, eve: &Keys, to: &Person) -> UnsignedEvent {
    let swap = |rumor: &UnsignedEvent, known: &[(String, String)]| {
        let tags: Vec<Tag> = rumor
            .tags
            .iter()
            .map(|tag| {
                let parts: Vec<String> = tag
                    .as_slice()
                    .iter()
                    .map(|part| {
                        known
                            .iter()
                            .find(|(old, _)| old == part)
                            .map_or_else(|| part.clone(), |(_, new)| new.clone())
                    })
                    .collect();
                if parts[0] == "p" {
                    Tag::public_key(to.me.account)
                } else {
                    Tag::custom(parts[0].clone(), parts[1..].to_vec())
                }
            })
            .collect();
        EventBuilder::new(rumor.kind, rumor.content.clone())
            .tags(tags)
            .custom_created_at(rumor.created_at)
            .finalize_unsigned(eve.public_key())
    };
    let mut known: Vec<(String, String)> = Vec::new();
    for rumor in all {
        let new = swap(rumor, &known);
        known.push((rumor.compute_id().to_hex(), new.compute_id().to_hex()));
    }
    swap(one, &known)
}
