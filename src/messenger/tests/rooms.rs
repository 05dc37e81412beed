//! Rooms: every message with several `p` tags belongs to its room, never to a one-to-one chat.

use super::world::*;
use crate::messenger::*;
use crate::model::*;

#[tokio::test(flavor = "multi_thread")]
async fn three_people_talk_in_a_room() {
    let relay = relay().await;
    let (alice, mut bob, direct) = alice_and_bob(&relay).await;
    let mut carol = Person::new("Carol", &[&relay]).await;
    alice.add(&carol).await;
    carol.add(&alice).await;
    let create = Command::CreateRoom {
        people: vec![ChatName("Bob".into()), ChatName("Carol".into())],
        subject: Name::clean("Night Owls").ok(),
    };
    let Reply::Chat(room) = alice.run(create).await else { panic!() };
    assert_eq!((room.kind, room.people.len()), (ChatKind::Room, 2));
    alice.send(room.chat, "Who brings the projector?").await;
    bob.sees(room.chat, "Who brings the projector?").await;
    carol.sees(room.chat, "Who brings the projector?").await;
    let named = |chats: Vec<Chat>| chats.into_iter().find(|c| c.chat == room.chat).unwrap().name;
    assert_eq!(named(bob.chats().await), "Night Owls");
    // Bob and Carol never met, and hear each other here.
    bob.send(room.chat, "I do").await;
    let heard = carol.sees(room.chat, "I do").await;
    assert_eq!((heard.from, heard.from_name.as_str()), (bob.me.account, "Bob"));
    assert!(bob.texts(direct).await.is_empty() && alice.texts(direct).await.is_empty());
    assert!(carol.requests().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_in_a_room_speaks_for_all() {
    let relay = relay().await;
    let (mut alice, mut bob, _) = alice_and_bob(&relay).await;
    let carol = Person::new("Carol", &[&relay]).await;
    alice.add(&carol).await;
    carol.add(&alice).await;
    // Carol's relay list has to be out before she goes, or nobody finds her.
    carol.sync().await;
    let folder = carol.leave().await;
    let people = vec![ChatName("Bob".into()), ChatName("Carol".into())];
    let Reply::Chat(room) = alice.run(Command::CreateRoom { people, subject: None }).await else {
        panic!()
    };
    let message = alice.send(room.chat, "all here?").await.message;
    bob.sees(room.chat, "all here?").await;
    bob.sync().await;
    alice.sync().await;
    alice.reaches(message, MessageState::Sent).await;
    let carol = Person::reopen(folder).await;
    carol.sync().await;
    alice.reaches(message, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_of_strangers_is_a_request() {
    let relay = relay().await;
    let (mallory, _other, _) = alice_and_bob(&relay).await;
    let mut carol = Person::new("Carol", &[&relay]).await;
    mallory.add(&carol).await;
    let people = vec![ChatName("Bob".into()), ChatName("Carol".into())];
    let subject = Name::clean("Lottery").ok();
    let Reply::Chat(room) = mallory.run(Command::CreateRoom { people, subject }).await else {
        panic!()
    };
    mallory.send(room.chat, "Free money").await;
    let request = carol
        .until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(all)) => all.into_iter().next(),
            _ => None,
        })
        .await;
    assert_eq!(request.id, mallory.me.account);
    assert_eq!(request.room, Some(Invitation { name: "Lottery".into(), people: 3 }));
    carol.run(Command::Accept { id: ChatName(request.chat.to_string()) }).await;
    assert!(carol.chats().await.iter().any(|c| c.chat == room.chat));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_has_three_to_ten_people() {
    let relay = relay().await;
    let (alice, _bob, _) = alice_and_bob(&relay).await;
    let room = |people: Vec<ChatName>| Command::CreateRoom { people, subject: None };
    assert_eq!(alice.refused(room(vec![ChatName("Bob".into())])).await.kind, ErrorKind::Input);
    let many = (0..10).map(|_| ChatName(npub(&nostr::key::Keys::generate().public_key())));
    assert_eq!(alice.refused(room(many.collect())).await.kind, ErrorKind::Input);
}
