//! Nothing is lost: no list yet, no relay, relays that move.

use super::world::*;
use crate::messenger::*;
use crate::model::*;
use crate::server::{Config, Data, Relay};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_list_the_message_waits_and_goes_when_it_appears() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    // Bob's key exists; Bob has never been seen anywhere.
    let bob_keys = nostr::key::Keys::generate();
    let link = npub(&bob_keys.public_key());
    let Reply::Contact(added) = alice.run(Command::AddContact { link, name: None }).await else {
        panic!()
    };
    let waiting = alice.send(added.chat, "are you there?").await;
    assert_eq!(waiting.state, MessageState::Waiting);
    let shown = alice.history(added.chat).await.remove(0);
    assert!(shown.reason.unwrap().to_string().contains("not reachable yet"));
    assert_eq!(alice.sync().await.pending, 1);

    use nostr::nips::nip19::ToBech32;
    use nostr::nips::nip49::{EncryptedSecretKey, KeySecurity};
    let locked = EncryptedSecretKey::new(bob_keys.secret_key(), "pw", 4, KeySecurity::Unknown)
        .unwrap()
        .to_bech32()
        .unwrap();
    let account = Account::Ncryptsec { text: secret(&locked), password: secret("pw") };
    let options = Options {
        online: true,
        cheap_keys: true,
        index_relays: Some(Vec::new()),
        ..Options::default()
    };
    let bob = Person::with("Bob", account, vec![relay.url()], options).await;
    bob.sync().await;
    alice.sync().await;
    alice.reaches(waiting.message, MessageState::Sent).await;
    bob.sync().await;
    let request = bob.requests().await.remove(0);
    assert_eq!(request.text, "are you there?");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_at_different_relays_find_each_other() {
    let (one, two, index) = (relay().await, relay().await, relay().await);
    let mut alice = Person::with_index("Alice", &[&one], &index).await;
    let mut bob = Person::with_index("Bob", &[&two], &index).await;
    bob.sync().await;
    // The link has no hints: only the index relay knows where Bob is.
    let link = npub(&bob.me.account);
    let Reply::Contact(added) = alice.run(Command::AddContact { link, name: None }).await else {
        panic!()
    };
    let hello = alice.send(added.chat, "found you").await.message;
    alice.reaches(hello, MessageState::Sent).await;
    bob.until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
        Ok(Reply::Requests(all)) => all.into_iter().next(),
        _ => None,
    })
    .await;
    bob.send(added.chat, "so you did").await;
    alice.sees(added.chat, "so you did").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_finds_its_way_without_any_index_relay() {
    let (one, two) = (relay().await, relay().await);
    let mut alice = Person::new("Alice", &[&one]).await;
    let mut bob = Person::new("Bob", &[&two]).await;
    bob.add(&alice).await;
    let chat = bob.chat_with(&alice);
    bob.send(chat, "hello from afar").await;
    alice
        .until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(all)) => all.into_iter().next(),
            _ => None,
        })
        .await;
    let answer = alice.send(chat, "hello yourself").await.message;
    bob.sees(chat, "hello yourself").await;
    alice.reaches(answer, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_down_costs_time_and_no_message() {
    let folder = tempfile::tempdir().unwrap();
    let start = async |listen: String| {
        let data = Data::Dir(folder.path().to_owned());
        Relay::start(Config::default(), listen.parse().unwrap(), data).await.unwrap()
    };
    let down = start("127.0.0.1:0".into()).await;
    let address = down.local_addr();
    let (mut alice, mut bob, chat) = alice_and_bob(&down).await;
    alice.send(chat, "one").await;
    bob.sees(chat, "one").await;
    down.stop().await;
    let two = alice.send(chat, "two").await;
    assert_eq!(two.state, MessageState::Queued);
    let error_free = alice.sync().await;
    assert!(error_free.pending >= 1);
    let again = start(address.to_string()).await;
    alice.sync().await;
    bob.sync().await;
    bob.sees(chat, "two").await;
    alice.reaches(two.message, MessageState::Delivered).await;
    assert_eq!(bob.texts(chat).await, ["one", "two"]);
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_friends_relay_goes_as_soon_as_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let start = async |listen: String| {
        let data = Data::Dir(folder.path().to_owned());
        Relay::start(Config::default(), listen.parse().unwrap(), data).await.unwrap()
    };
    let (mine, theirs) = (relay().await, start("127.0.0.1:0".into()).await);
    let address = theirs.local_addr();
    // In a standing clock no later try ever falls due: only the relay's coming back can help.
    let options = Options {
        online: true,
        cheap_keys: true,
        index_relays: Some(Vec::new()),
        clock: Clock::standing_at(Clock::system().now()),
    };
    let mut alice = Person::with("Alice", Account::New, vec![mine.url()], options).await;
    let mut bob = Person::new("Bob", &[&theirs]).await;
    // His list is there when she looks for it: no second look falls due either.
    bob.sync().await;
    let added = alice.add(&bob).await;
    alice.send(added.chat, "one").await;
    bob.until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
        Ok(Reply::Requests(all)) => all.into_iter().next(),
        _ => None,
    })
    .await;
    theirs.stop().await;
    let two = alice.send(added.chat, "two").await.message;
    alice
        .until("a try in vain", async |m| {
            match m.run(Command::MessageInfo { message: two }).await {
                Ok(Reply::Info(info)) => info.deliveries.into_iter().find(|d| d.reason.is_some()),
                _ => None,
            }
        })
        .await;
    let again = start(address.to_string()).await;
    alice.reaches(two, MessageState::Sent).await;
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_moves_is_found() {
    let (old, new) = (relay().await, relay().await);
    let (mut alice, mut bob, chat) = alice_and_bob(&old).await;
    alice.send(chat, "one").await;
    bob.sees(chat, "one").await;
    bob.run(Command::AddRelay { url: new.url(), unencrypted: false }).await;
    bob.run(Command::RemoveRelay { url: old.url() }).await;
    bob.sync().await;
    // Bob's next message says where Bob is now.
    bob.send(chat, "I have moved").await;
    alice.sees(chat, "I have moved").await;
    let two = alice.send(chat, "two").await.message;
    bob.sees(chat, "two").await;
    alice.reaches(two, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn relays_are_added_with_care() {
    let relay = relay().await;
    let alice = Person::new("Alice", &[&relay]).await;
    let public: RelayAddress = "ws://relay.example".parse().unwrap();
    let add = Command::AddRelay { url: public.clone(), unencrypted: false };
    assert_eq!(alice.refused(add).await.kind, ErrorKind::NeedsConsent);
    let last = Command::RemoveRelay { url: relay.url() };
    assert_eq!(alice.refused(last).await.kind, ErrorKind::Input);
    let unknown = Command::RemoveRelay { url: public };
    assert_eq!(alice.refused(unknown).await.kind, ErrorKind::NotFound);
}
