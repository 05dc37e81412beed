//! One to one.

use super::world::*;
use crate::messenger::*;
use crate::model::*;

#[tokio::test(flavor = "multi_thread")]
async fn alice_writes_and_bob_answers() {
    let relay = relay().await;
    let (mut alice, mut bob, chat) = alice_and_bob(&relay).await;

    let ferry = alice.send(chat, "The ferry leaves at 7:40").await;
    let seen = bob.sees(chat, "The ferry leaves at 7:40").await;
    assert_eq!(
        (seen.message, seen.mine, seen.state),
        (ferry.message, false, MessageState::Received)
    );
    assert_eq!((seen.from, seen.from_name.as_str()), (alice.me.account, "Alice"));
    alice.reaches(ferry.message, MessageState::Delivered).await;

    let answer = Command::Send {
        chat: chat.into(),
        text: "Not at 8:10?".into(),
        reply_to: Some(ferry.message),
        ttl: None,
    };
    let answer = sent(bob.run(answer).await);
    let seen = alice.sees(chat, "Not at 8:10?").await;
    assert_eq!(seen.message, answer.message);
    assert_eq!(seen.reply_to, Some(ferry.message));
    assert_eq!(seen.quote.unwrap().text, "The ferry leaves at 7:40");
    assert_eq!(alice.texts(chat).await, bob.texts(chat).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_is_told_if_both_allow() {
    let relay = relay().await;
    let (mut alice, mut bob, chat) = alice_and_bob(&relay).await;
    let first = alice.send(chat, "one").await.message;
    bob.sees(chat, "one").await;
    let unread = |chats: Vec<Chat>| chats.iter().find(|c| c.chat == chat).map(|c| c.unread);
    assert_eq!(unread(bob.chats().await), Some(1));
    bob.run(Command::MarkRead { chat: chat.into(), up_to: first }).await;
    assert_eq!(unread(bob.chats().await), Some(0));
    alice.reaches(first, MessageState::Read).await;

    bob.run(Command::SetReadReceipts { on: false }).await;
    let second = alice.send(chat, "two").await.message;
    bob.sees(chat, "two").await;
    bob.run(Command::MarkRead { chat: chat.into(), up_to: second }).await;
    alice.reaches(second, MessageState::Delivered).await;
    bob.sync().await;
    alice.sync().await;
    alice.reaches(second, MessageState::Delivered).await;

    // Who does not tell is not shown either.
    alice.run(Command::SetReadReceipts { on: false }).await;
    alice.reaches(first, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_is_marked_as_unread_until_it_is_read() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let first = alice.send(chat, "one").await.message;
    bob.sees(chat, "one").await;
    let state = |chats: Vec<Chat>| {
        chats.iter().find(|c| c.chat == chat).map(|c| (c.unread, c.marked)).expect("the chat")
    };
    let mark = |marked| Command::MarkUnread { chat: chat.into(), marked };
    let read = |up_to| Command::MarkRead { chat: chat.into(), up_to };
    bob.run(read(first)).await;
    assert_eq!(state(bob.chats().await), (0, false));

    // Windows hear of it, and only of what changed.
    let mut events = bob.messenger.events();
    bob.run(mark(true)).await;
    bob.run(mark(true)).await;
    assert_eq!(state(bob.chats().await), (0, true));
    bob.run(mark(false)).await;
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Chat(told_of) = event {
            told.push(told_of.marked);
        }
    }
    assert_eq!(told, [true, false]);

    // Reading takes the mark away: what comes new, and what was read already.
    bob.run(mark(true)).await;
    let second = alice.send(chat, "two").await.message;
    bob.sees(chat, "two").await;
    assert_eq!(state(bob.chats().await), (1, true));
    bob.run(read(second)).await;
    assert_eq!(state(bob.chats().await), (0, false));
    bob.run(mark(true)).await;
    bob.run(read(first)).await;
    assert_eq!(state(bob.chats().await), (0, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_comes_and_goes() {
    let relay = relay().await;
    let (mut alice, mut bob, chat) = alice_and_bob(&relay).await;
    let message = alice.send(chat, "We have three seats").await.message;
    bob.sees(chat, "We have three seats").await;
    bob.run(Command::React { message, emoji: "🎉".into() }).await;
    let reacted = async |messenger: &Messenger, wanted: usize| match messenger
        .run(Command::Message { message })
        .await
    {
        Ok(Reply::Messages(all)) => all.first().filter(|m| m.reactions.len() == wanted).cloned(),
        _ => None,
    };
    let seen = alice.until("a reaction", async |m| reacted(m, 1).await).await;
    assert_eq!(seen.reactions["🎉"], vec![bob.me.account]);
    // Twice the same takes it back.
    bob.run(Command::React { message, emoji: "🎉".into() }).await;
    alice.until("no reaction", async |m| reacted(m, 0).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_to_oneself_are_saved_and_sent_to_own_relays_alone() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    let saved = alice.chats().await.into_iter().find(|c| c.kind == ChatKind::Saved).unwrap();
    assert_eq!(saved.name, "Saved messages");
    let note = alice.send(saved.chat, "Ferry timetable").await.message;
    alice.reaches(note, MessageState::Sent).await;
    assert_eq!(alice.texts(saved.chat).await, ["Ferry timetable"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_while_away_comes_once() {
    let relay = relay().await;
    let (mut alice, bob, chat) = alice_and_bob(&relay).await;
    let folder = bob.leave().await;
    let mut last = None;
    for n in 0..30 {
        last = Some(alice.send(chat, &format!("message {n}")).await.message);
    }
    alice.reaches(last.unwrap(), MessageState::Sent).await;
    alice.sync().await;
    let bob = Person::reopen(folder).await;
    bob.sync().await;
    let expected: Vec<String> = (0..30).map(|n| format!("message {n}")).collect();
    assert_eq!(bob.texts(chat).await, expected);
    let bob = bob.restart().await;
    let synced = bob.sync().await;
    assert_eq!(synced.received, 0, "nothing comes twice");
    assert_eq!(bob.texts(chat).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_newest_first() {
    let relay = relay().await;
    let (alice, _bob, chat) = alice_and_bob(&relay).await;
    for text in ["the pier at seven", "Über den Fluß", "the pier again", "می‌خواهم بروم"]
    {
        alice.send(chat, text).await;
    }
    let find = async |text: &str| match alice
        .run(Command::Search { text: text.into(), chat: None, limit: 10 })
        .await
    {
        Reply::Messages(all) => all.into_iter().map(|m| m.text).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(find("pier").await, ["the pier again", "the pier at seven"]);
    assert_eq!(find("uber").await, ["Über den Fluß"]);
    assert_eq!(find("خواهم").await, ["می‌خواهم بروم"]);
    assert!(find("\"*(").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_gets_a_sentence() {
    let relay = relay().await;
    let (alice, bob, chat) = alice_and_bob(&relay).await;
    let send = |text: &str| Command::Send {
        chat: chat.into(),
        text: text.into(),
        reply_to: None,
        ttl: None,
    };
    assert_eq!(alice.refused(send("  \n ")).await.kind, ErrorKind::Input);
    assert_eq!(alice.refused(send(&"x".repeat(70_000))).await.kind, ErrorKind::TooLong);
    let nobody = Command::Send {
        chat: ChatName("Nobody".into()),
        text: "x".into(),
        reply_to: None,
        ttl: None,
    };
    assert_eq!(alice.refused(nobody).await.kind, ErrorKind::NotFound);
    alice.run(Command::Block { id: ChatName("Bob".into()) }).await;
    assert!(alice.refused(send("x")).await.sentence.contains("unblock"));
    assert!(alice.history(chat).await.is_empty());
    drop(bob);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_read_around_any_place() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    let mut sent = Vec::new();
    for n in 0..9 {
        sent.push(alice.send(chat, &format!("letter {n}")).await.message);
    }
    bob.sees(chat, "letter 8").await;
    let read = async |around: Around, limit: u32| match bob
        .run(Command::Stretch { chat: chat.into(), limit, around })
        .await
    {
        Reply::Stretch(stretch) => {
            let texts: Vec<_> = stretch.messages.iter().map(|m| m.text.clone()).collect();
            let target = stretch.target.and_then(|id| sent.iter().position(|s| *s == id));
            (texts, stretch.before, stretch.after, target)
        }
        other => panic!("{other:?}"),
    };
    let letters =
        |range: std::ops::Range<u8>| range.map(|n| format!("letter {n}")).collect::<Vec<_>>();
    assert_eq!(read(Around::End, 3).await, (letters(6..9), 6, 0, None));
    assert_eq!(read(Around::FirstUnread, 3).await, (letters(0..3), 0, 6, Some(0)));
    assert_eq!(read(Around::Message(sent[4]), 3).await, (letters(3..6), 3, 3, Some(4)));
    assert_eq!(read(Around::Number(7), 3).await, (letters(6..9), 6, 0, Some(7)));
    assert_eq!(read(Around::Number(999), 3).await, (letters(7..9), 7, 0, Some(8)));
    assert_eq!(read(Around::Time(Millis(0)), 3).await, (letters(0..3), 0, 6, Some(0)));
    bob.run(Command::MarkRead { chat: chat.into(), up_to: sent[5] }).await;
    assert_eq!(read(Around::FirstUnread, 3).await, (letters(5..8), 5, 1, Some(6)));
    let place = match bob.run(Command::Message { message: sent[4] }).await {
        Reply::Messages(all) => all[0].position,
        other => panic!("{other:?}"),
    };
    assert_eq!(read(Around::Before(place), 3).await, (letters(1..4), 1, 5, None));
    assert_eq!(read(Around::After(place), 3).await, (letters(5..8), 5, 1, None));
    bob.run(Command::Delete { message: sent[0], for_both: false }).await;
    assert_eq!(read(Around::Before(place), 9).await, (letters(1..4), 0, 5, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_tells_its_way() {
    let relay = relay().await;
    let (mut alice, mut bob, chat) = alice_and_bob(&relay).await;
    let saved = alice.chats().await.into_iter().find(|c| c.kind == ChatKind::Saved).unwrap();
    let note = alice.send(saved.chat, "Ferry timetable").await.message;
    alice.reaches(note, MessageState::Sent).await;
    let Reply::Info(told) = alice.run(Command::MessageInfo { message: note }).await else {
        panic!("no info")
    };
    assert_eq!(told.deliveries.len(), 1, "{:?}", told.deliveries);
    assert!(told.deliveries[0].relay.starts_with("ws://127.0.0.1:"));
    let message = alice.send(chat, "The ferry leaves at 7:40").await.message;
    bob.sees(chat, "The ferry leaves at 7:40").await;
    alice.reaches(message, MessageState::Delivered).await;
    let info = async |person: &Person| match person.run(Command::MessageInfo { message }).await {
        Reply::Info(info) => info,
        other => panic!("{other:?}"),
    };
    // The receipt may be here before the relay's own answer.
    let told = alice
        .until("which relay took it", async |m| {
            match m.run(Command::MessageInfo { message }).await {
                Ok(Reply::Info(info)) if !info.deliveries.is_empty() => Some(info),
                _ => None,
            }
        })
        .await;
    assert_eq!(told.state, MessageState::Delivered);
    assert_eq!(told.receipts, [("Bob".to_owned(), Receipt::Delivered)]);
    // Who has it needs no relay for it any more; which relay holds it is still told.
    let held: Vec<_> = told.deliveries.iter().map(|d| (d.to.as_str(), d.relay.clone())).collect();
    assert_eq!(held, [("Bob", relay.url().to_string())]);
    assert_eq!(alice.sync().await.pending, 0);
    assert_eq!(told.edited_at, None);
    assert!(info(&bob).await.stored_at.is_some());
    alice.run(Command::Edit { message, text: "It leaves at 8:10".into() }).await;
    bob.sees(chat, "It leaves at 8:10").await;
    alice.reaches(message, MessageState::Delivered).await;
    let told = alice
        .until("which relay took the new wording", async |m| {
            match m.run(Command::MessageInfo { message }).await {
                Ok(Reply::Info(info)) if !info.deliveries.is_empty() => Some(info),
                _ => None,
            }
        })
        .await;
    assert_eq!(told.deliveries.len(), 1, "of the present wording alone: {:?}", told.deliveries);
    assert!(told.edited_at.is_some());
    assert!(info(&bob).await.edited_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_emoji_that_were_used_last_are_kept() {
    let relay = relay().await;
    let (alice, _bob, _chat) = alice_and_bob(&relay).await;
    for emoji in ["🎉", "🦉", "🎉"] {
        alice.run(Command::EmojiUsed { emoji: emoji.into() }).await;
    }
    let Reply::Emoji(recent) = alice.run(Command::RecentEmoji).await else { panic!("no emoji") };
    assert_eq!(recent, ["🎉", "🦉"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_was_just_begun_stands_first() {
    let relay = relay().await;
    let (alice, bob, chat) = alice_and_bob(&relay).await;
    alice.send(chat, "one").await;
    let carol = Person::new("Carol", &[&relay]).await;
    let begun = alice.add(&carol).await.chat;
    let order = async || alice.chats().await.iter().map(|c| c.chat).collect::<Vec<_>>();
    assert_eq!(order().await[..2], [begun, chat]);
    let people = [&bob, &carol].map(|p| ChatName(npub(&p.me.account))).to_vec();
    let Reply::Chat(room) = alice.run(Command::CreateRoom { people, subject: None }).await else {
        panic!()
    };
    assert!(room.begun_at.0 > 0);
    assert_eq!(order().await[..3], [room.chat, begun, chat]);
    // What is said later is newer; to add somebody twice begins nothing.
    alice.send(chat, "two").await;
    alice.add(&carol).await;
    assert_eq!(order().await[..3], [chat, room.chat, begun]);
    // Deleted, it begins anew.
    alice.run(Command::DeleteChat { chat: begun.into() }).await;
    alice.add(&carol).await;
    assert_eq!(order().await[..3], [begun, chat, room.chat]);
}
