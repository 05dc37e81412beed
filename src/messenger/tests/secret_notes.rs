//! The lines that a secret chat's conversation shows among its messages.

use super::secret::{secret_friends, verify};
use super::world::{Person, relay};
use crate::messenger::*;
use crate::model::*;

/// What a conversation shows: texts, and lines.
async fn shown(person: &Person, chat: ChatId) -> Vec<Result<String, Note>> {
    let stretch = Command::Stretch { chat: chat.into(), limit: 50, around: Around::End };
    match person.run(stretch).await {
        Reply::Stretch(stretch) => {
            let row = |row: Message| row.note.map_or(Ok(row.text), Err);
            stretch.messages.into_iter().map(row).collect()
        }
        other => panic!("{other:?}"),
    }
}

async fn row_of(person: &Person, chat: ChatId) -> Chat {
    person.chats().await.into_iter().find(|row| row.chat == chat).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_is_told_in_its_place_and_is_nobodys_message() {
    let relay = relay().await;
    let ((mut alice, here), (mut bob, there)) = secret_friends(&relay).await;
    alice.send(here, "hello").await;
    bob.sees(there, "hello").await;
    bob.run(Command::SetTimer { chat: there.into(), secs: 3600 }).await;
    // Twice the same is told once.
    bob.run(Command::SetTimer { chat: there.into(), secs: 3600 }).await;
    // Wires come in any order: the text waits for her to know.
    let known = async |messenger: &Messenger| {
        let find = Command::FindChat { chat: here.into() };
        let Ok(Reply::Chat(chat)) = messenger.run(find).await else { return None };
        (chat.secret?.timer_secs == 3600).then_some(())
    };
    alice.until("the timer", known).await;
    bob.send(there, "from now on").await;
    alice.sees(here, "from now on").await;
    verify(&alice, here, Verdict::Match).await;

    let timer = |mine| Err(Note::TimerSet { mine, secs: 3600 });
    let (hello, then) = (Ok("hello".to_owned()), Ok("from now on".to_owned()));
    let compared = Err(Note::Compared);
    let told = [Err(Note::Started), hello.clone(), timer(false), then.clone(), compared];
    assert_eq!(shown(&alice, here).await, told);
    assert_eq!(shown(&bob, there).await, [Err(Note::Started), hello, timer(true), then]);

    // No list, page or search has them, and nobody can answer one.
    assert_eq!(alice.texts(here).await, ["hello", "from now on"]);
    let chat = row_of(&alice, here).await;
    assert_eq!(chat.last.map(|last| last.text), Some("from now on".into()));
    assert_eq!(chat.unread, 1);
    let stretch = Command::Stretch { chat: here.into(), limit: 1, around: Around::End };
    let Reply::Stretch(stretch) = alice.run(stretch).await else { panic!() };
    let line = stretch.messages[0].message;
    let react = Command::React { message: line, emoji: "👍".into() };
    assert!(alice.messenger.run(react).await.is_err());

    // With its last message gone, the list shows the one before.
    let last = alice.history(here).await.pop().unwrap().message;
    alice.run(Command::Delete { message: last, for_both: false }).await;
    assert_eq!(row_of(&alice, here).await.last.map(|last| last.text), Some("hello".into()));

    alice.run(Command::CloseSecret { chat: here.into() }).await;
    let ended = Err(Note::Ended { why: WhyOver::EndedHere });
    assert_eq!(shown(&alice, here).await.last(), Some(&ended));
    super::secret::stands(&mut bob, ChatState::Closed).await;
    let ended = Err(Note::Ended { why: WhyOver::EndedThere });
    assert_eq!(shown(&bob, there).await.last(), Some(&ended));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_chat_in_its_place_lets_its_messages_disappear_as_well() {
    let relay = relay().await;
    let ((mut alice, here), (mut bob, there)) = secret_friends(&relay).await;
    alice.run(Command::SetTimer { chat: here.into(), secs: 3600 }).await;
    bob.run(Command::CloseSecret { chat: there.into() }).await;
    super::secret::stands(&mut alice, ChatState::Closed).await;
    let again =
        Command::OfferSecret { contact: super::secret::name(&bob), instead_of: Some(here.into()) };
    let Reply::Chat(new) = alice.run(again).await else { panic!() };
    assert_eq!(new.secret.map(|secret| secret.timer_secs), Some(3600));
    let there = super::secret::stands(&mut bob, ChatState::Open).await;
    alice.send(new.chat, "as before").await;
    assert_eq!(bob.sees(there, "as before").await.ttl_secs, 3600);
    // It may come after the text.
    let known = async |messenger: &Messenger| {
        let Ok(Reply::Chats(rows)) = messenger.run(Command::Chats).await else { return None };
        let row = rows.into_iter().find(|row| row.chat == there)?;
        (row.secret?.timer_secs == 3600).then_some(())
    };
    bob.until("the timer", known).await;
}
