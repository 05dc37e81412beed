//! Changing and deleting.

use super::world::*;
use crate::messenger::*;
use crate::model::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_keeps_its_place_its_id_and_its_reactions() {
    let relay = relay().await;
    let (mut alice, mut bob, chat) = alice_and_bob(&relay).await;
    let first = alice.send(chat, "at 8:10").await.message;
    alice.send(chat, "the next line").await;
    bob.sees(chat, "the next line").await;
    bob.run(Command::React { message: first, emoji: "👍".into() }).await;
    alice.run(Command::Edit { message: first, text: "at 7:40".into() }).await;
    let seen = bob.sees(chat, "at 7:40").await;
    assert_eq!((seen.message, seen.edited), (first, true));
    alice.run(Command::Edit { message: first, text: "at 7:20".into() }).await;
    bob.sees(chat, "at 7:20").await;
    bob.sync().await;
    alice.sync().await;
    assert_eq!(bob.texts(chat).await, ["at 7:20", "the next line"]);
    assert_eq!(bob.history(chat).await[0].reactions.len(), 1);
    let delivered = alice.reaches(first, MessageState::Delivered).await;
    assert_eq!(delivered.text, "at 7:20");
    // Answers to the new wording find it too.
    let answer =
        Command::Send { chat: chat.into(), text: "yes".into(), reply_to: Some(first), ttl: None };
    bob.run(answer).await;
    assert_eq!(alice.sees(chat, "yes").await.reply_to, Some(first));
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_for_both_is_gone_on_both_sides_and_at_the_relay() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let regret = alice.send(chat, "I regret this").await.message;
    bob.sees(chat, "I regret this").await;
    bob.sync().await;
    alice.run(Command::Delete { message: regret, for_both: true }).await;
    bob.until("the message gone", async |m| {
        match m.run(Command::Message { message: regret }).await {
            Ok(Reply::Messages(all)) => all.is_empty().then_some(()),
            _ => None,
        }
    })
    .await;
    assert!(alice.texts(chat).await.is_empty());
    alice.sync().await;
    bob.sync().await;
    // Neither comes back, on this device or on a new one.
    let words = bob.words().await;
    let again = Person::restored("Bob", words, &[&relay]).await;
    again.sync().await;
    assert!(again.texts(chat).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_here_stays_there() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let message = alice.send(chat, "keep this").await.message;
    bob.sees(chat, "keep this").await;
    bob.run(Command::Delete { message, for_both: false }).await;
    assert!(bob.texts(chat).await.is_empty());
    let error = bob.refused(Command::Delete { message, for_both: true }).await;
    assert_eq!(error.kind, ErrorKind::NotFound);
    let bob = bob.restart().await;
    bob.sync().await;
    assert!(bob.texts(chat).await.is_empty());
    assert_eq!(alice.texts(chat).await, ["keep this"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_author_changes_or_deletes() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let message = alice.send(chat, "mine").await.message;
    bob.sees(chat, "mine").await;
    let edit = Command::Edit { message, text: "yours".into() };
    assert_eq!(bob.refused(edit).await.kind, ErrorKind::Input);
    let delete = Command::Delete { message, for_both: true };
    assert_eq!(bob.refused(delete).await.kind, ErrorKind::Input);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_chat_is_empty_and_starts_anew() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    alice.send(chat, "old").await;
    bob.sees(chat, "old").await;
    bob.run(Command::DeleteChat { chat: chat.into() }).await;
    assert!(bob.chats().await.iter().all(|c| c.chat != chat));
    alice.send(chat, "new").await;
    bob.sees(chat, "new").await;
    assert_eq!(bob.texts(chat).await, ["new"]);
    assert!(bob.chats().await.iter().any(|c| c.chat == chat));
}
