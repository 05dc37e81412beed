//! Strangers, contacts, blocks.

use super::world::*;
use crate::messenger::*;
use crate::model::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_waits_at_the_door() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    let mut mallory = Person::new("Mallory\u{202E}", &[&relay]).await;
    mallory.add(&alice).await;
    let chat = alice.chat_with(&mallory);
    let hello = mallory.send(chat, "Hello, I am your bank").await.message;
    let request = alice
        .until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(all)) => all.into_iter().next(),
            _ => None,
        })
        .await;
    assert_eq!(request.id, mallory.me.account);
    assert_eq!(
        (request.name.as_str(), request.text.as_str()),
        ("Mallory", "Hello, I am your bank")
    );
    assert!(alice.chats().await.iter().all(|c| c.chat != chat), "not among the chats");
    // No receipt is sent.
    alice.sync().await;
    mallory.sync().await;
    mallory.reaches(hello, MessageState::Sent).await;

    alice.run(Command::Accept { id: ChatName(npub(&mallory.me.account)) }).await;
    assert!(alice.requests().await.is_empty());
    assert!(alice.chats().await.iter().any(|c| c.chat == chat));
    mallory.reaches(hello, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answering_lets_in() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    let mut bob = Person::new("Bob", &[&relay]).await;
    bob.add(&alice).await;
    let chat = bob.chat_with(&alice);
    bob.send(chat, "It is me").await;
    alice
        .until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(all)) => all.into_iter().next(),
            _ => None,
        })
        .await;
    alice.send(chat, "Come in").await;
    bob.sees(chat, "Come in").await;
    assert!(alice.requests().await.is_empty());
    assert!(alice.contacts().await.iter().any(|c| c.account == bob.me.account && c.accepted));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_blocked_show_nothing() {
    let relay = relay().await;
    let (alice, mut mallory, chat) = alice_and_bob(&relay).await;
    let before = alice.send(chat, "last word").await;
    mallory.sees(chat, "last word").await;
    alice.run(Command::Block { id: ChatName("Bob".into()) }).await;
    assert!(alice.chats().await.iter().all(|c| c.chat != chat));
    let shout = mallory.send(chat, "let me in").await.message;
    mallory.reaches(shout, MessageState::Sent).await;
    alice.sync().await;
    assert!(alice.requests().await.is_empty());
    assert_eq!(alice.texts(chat).await, ["last word"]);
    let unblocked = alice.run(Command::Unblock { id: ChatName(npub(&mallory.me.account)) }).await;
    let Reply::Contact(added) = unblocked else { panic!() };
    assert!(!added.contact.blocked);
    assert!(alice.chats().await.iter().any(|c| c.chat == chat));
    let _ = before;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_blocked_wrote_comes_to_all_devices_alike_when_the_block_ends() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let mut alice = alice;
    alice.run(Command::Block { id: ChatName("Bob".into()) }).await;
    let unheard = bob.send(chat, "are you there?").await.message;
    bob.reaches(unheard, MessageState::Sent).await;
    alice.sync().await;
    alice.run(Command::Block { id: ChatName(npub(&bob.me.account)) }).await;
    assert!(alice.texts(chat).await.is_empty());
    // Nobody asks for it: the mailbox is compared again by itself.
    alice.run(Command::Unblock { id: ChatName(npub(&bob.me.account)) }).await;
    alice.sees(chat, "are you there?").await;
    alice.sync().await;
    let phone = Person::restored("Alice", alice.words().await, &[&relay]).await;
    phone.sync().await;
    assert_eq!(phone.texts(chat).await, alice.texts(chat).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_request_is_gone_and_may_come_again() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    let bob = Person::new("Bob", &[&relay]).await;
    bob.add(&alice).await;
    let chat = bob.chat_with(&alice);
    bob.send(chat, "one").await;
    let waiting = async |m: &Messenger| match m.run(Command::Requests { limit: 10 }).await {
        Ok(Reply::Requests(all)) => all.into_iter().next(),
        _ => None,
    };
    alice.until("a request", waiting).await;
    alice.run(Command::DeleteRequest { id: ChatName(npub(&bob.me.account)) }).await;
    assert!(alice.requests().await.is_empty());
    bob.send(chat, "two").await;
    let request = alice.until("another", waiting).await;
    assert_eq!(request.text, "two");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_key_pasted_as_a_link_is_refused() {
    let relay = relay().await;
    let alice = Person::new("Alice", &[&relay]).await;
    use nostr::nips::nip19::ToBech32;
    let nsec = nostr::key::Keys::generate().secret_key().to_bech32().unwrap();
    let error = alice.refused(Command::AddContact { link: nsec.clone(), name: None }).await;
    assert!(error.sentence.contains("SECRET") && !error.sentence.contains(&nsec[..20]));
    let own = alice.me.link.clone();
    let error = alice.refused(Command::AddContact { link: own, name: None }).await;
    assert!(error.sentence.contains("your own"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_contacts_of_one_name_are_not_mixed_up() {
    let relay = relay().await;
    let alice = Person::new("Alice", &[&relay]).await;
    for _ in 0..2 {
        let bob = Person::new("Bob", &[&relay]).await;
        alice.add(&bob).await;
    }
    let send =
        Command::Send { chat: ChatName("bob".into()), text: "x".into(), reply_to: None, ttl: None };
    assert!(alice.refused(send).await.sentence.contains("Several"));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_a_room_are_named_and_can_be_handed_on() {
    let relay = relay().await;
    let (alice, bob, chat) = alice_and_bob(&relay).await;
    let carol = Person::new("Carol", &[&relay]).await;
    alice.add(&carol).await;
    let private = Name::clean("My dentist").ok();
    alice.run(Command::RenameContact { account: bob.me.account, name: private }).await;
    let people = [&bob, &carol].map(|p| ChatName(npub(&p.me.account))).to_vec();
    let Reply::Chat(room) = alice.run(Command::CreateRoom { people, subject: None }).await else {
        panic!()
    };
    let ask = async |chat: ChatName| match alice.run(Command::People { chat }).await {
        Reply::People(people) => people,
        other => panic!("{other:?}"),
    };
    let people = ask(room.chat.into()).await;
    let names: Vec<&str> = people.iter().map(|p| p.contact.name.as_str()).collect();
    assert_eq!(names, ["Carol", "My dentist"]);
    let bobs = Link::parse(&people[1].link).unwrap();
    assert_eq!(bobs.account, bob.me.account);
    // What one calls somebody is nobody else's business.
    assert!(bobs.name.is_none_or(|name| name.as_str() == "Bob"), "{}", people[1].link);
    assert!(!people[1].link.contains("dentist"));
    assert_eq!(ask(chat.into()).await.len(), 1);
    let gone = Command::People { chat: ChatName("Nobody".into()) };
    assert_eq!(alice.refused(gone).await.kind, ErrorKind::NotFound);
}
