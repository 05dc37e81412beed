//! Secret chats over a relay: offer, accept, talk, and everything that comes between.

use super::world::{Person, relay};
use crate::messenger::*;
use crate::model::*;

/// Two people who have each other as contacts.
pub(crate) async fn friends(relay: &crate::server::Relay) -> (Person, Person) {
    let alice = Person::new("Alice", &[relay]).await;
    let bob = Person::new("Bob", &[relay]).await;
    alice.add(&bob).await;
    bob.add(&alice).await;
    (alice, bob)
}

pub(crate) async fn offer(from: &Person, to: &Person) -> Chat {
    match from.run(Command::OfferSecret { contact: name(to), instead_of: None }).await {
        Reply::Chat(chat) => chat,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn name(of: &Person) -> ChatName {
    ChatName(crate::model::npub::npub(&of.me.account))
}

/// Waits until somebody has a secret chat that stands so; gives its id.
pub(crate) async fn stands(person: &mut Person, state: ChatState) -> ChatId {
    person
        .until(&format!("a secret chat that is {state:?}"), async |messenger| {
            match messenger.run(Command::Chats).await {
                Ok(Reply::Chats(chats)) => chats
                    .into_iter()
                    .find(|chat| chat.kind == ChatKind::Secret && chat.state == state)
                    .map(|chat| chat.chat),
                _ => None,
            }
        })
        .await
}

pub(crate) async fn number(person: &Person, chat: ChatId) -> SafetyNumber {
    match person.run(Command::SafetyNumber { chat: chat.into() }).await {
        Reply::SafetyNumber(number) => number,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn verify(person: &Person, chat: ChatId, verdict: Verdict) -> bool {
    match person.run(Command::Verify { chat: chat.into(), verdict }).await {
        Reply::Verified(verified) => verified.verified,
        other => panic!("{other:?}"),
    }
}

/// Two people with a secret chat that stands, and its id on either side.
pub(crate) async fn secret_friends(
    relay: &crate::server::Relay,
) -> ((Person, ChatId), (Person, ChatId)) {
    let (mut alice, mut bob) = friends(relay).await;
    offer(&alice, &bob).await;
    let there = stands(&mut bob, ChatState::Open).await;
    let here = stands(&mut alice, ChatState::Open).await;
    ((alice, here), (bob, there))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_contact_answers_an_offer_by_itself_and_both_can_write() {
    let relay = relay().await;
    let (mut alice, mut bob) = friends(&relay).await;
    let chat = offer(&alice, &bob).await;
    assert_eq!((chat.kind, chat.state), (ChatKind::Secret, ChatState::Offered));
    // Typed before the chat stands: it waits, and goes.
    let early = alice.send(chat.chat, "before anybody answered").await;
    assert_eq!(early.state, MessageState::Waiting);

    let there = stands(&mut bob, ChatState::Open).await;
    let seen = bob.sees(there, "before anybody answered").await;
    assert_eq!(seen.message, early.message, "the same id on both sides");
    alice.reaches(early.message, MessageState::Delivered).await;

    for round in 0..5 {
        let text = format!("from bob {round}");
        let sent = bob.send(there, &text).await;
        alice.sees(chat.chat, &text).await;
        bob.reaches(sent.message, MessageState::Delivered).await;
        let text = format!("from alice {round}");
        alice.send(chat.chat, &text).await;
        bob.sees(there, &text).await;
    }
    assert_eq!(alice.history(chat.chat).await.len(), 11);
    // Nothing of it is in the ordinary chat.
    assert!(alice.texts(name(&bob)).await.is_empty());
    assert!(bob.texts(name(&alice)).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reply_reaction_edit_and_delete_arrive() {
    let relay = relay().await;
    let ((alice, here), (mut bob, there)) = secret_friends(&relay).await;
    let first = alice.send(here, "a question").await.message;
    bob.sees(there, "a question").await;
    let answer = Command::Send {
        chat: there.into(),
        text: "an answer".into(),
        reply_to: Some(first),
        ttl: None,
    };
    bob.run(answer).await;
    let mut alice = alice;
    let answer = alice.sees(here, "an answer").await;
    assert_eq!(answer.reply_to, Some(first));
    assert_eq!(answer.quote.map(|quote| quote.text), Some("a question".into()));

    alice.run(Command::React { message: answer.message, emoji: "👍".into() }).await;
    let reacted = |emoji: &'static str| {
        async move |messenger: &Messenger| match messenger
            .run(Command::Message { message: answer.message })
            .await
        {
            Ok(Reply::Messages(all)) => {
                all.into_iter().find(|m| m.reactions.contains_key(emoji) && m.reactions.len() == 1)
            }
            _ => None,
        }
    };
    bob.until("the reaction", reacted("👍")).await;
    // One reaction each: another takes its place.
    alice.run(Command::React { message: answer.message, emoji: "❤️".into() }).await;
    bob.until("the other reaction", reacted("❤️")).await;

    alice.run(Command::Edit { message: first, text: "a better question".into() }).await;
    let edited = bob.sees(there, "a better question").await;
    assert_eq!((edited.message, edited.edited), (first, true));
    // Only one's own.
    let foreign = Command::Edit { message: first, text: "mine now".into() };
    bob.refused(foreign).await;

    alice.run(Command::Delete { message: first, for_both: true }).await;
    bob.until("it is gone", async |messenger| {
        match messenger.run(Command::Message { message: first }).await {
            Ok(Reply::Messages(all)) if all.is_empty() => Some(()),
            _ => None,
        }
    })
    .await;
    assert_eq!(alice.texts(here).await, ["an answer"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_read_the_same_sixty_digits_and_verify() {
    let relay = relay().await;
    let ((alice, here), (bob, there)) = secret_friends(&relay).await;
    let (hers, his) = (number(&alice, here).await, number(&bob, there).await);
    assert_eq!(hers.digits, his.digits);
    assert_eq!(hers.digits.len(), 71, "twelve groups of five");
    assert!(!hers.verified);
    assert!(verify(&alice, here, Verdict::Scanned(his.qr.clone())).await);
    assert!(number(&alice, here).await.verified);
    let contact = alice.contacts().await.remove(0);
    assert!(contact.verified);
    assert!(!verify(&alice, here, Verdict::Revoke).await);
    // One's own code is not the other's.
    verify(&alice, here, Verdict::Scanned(hers.qr)).await;
    assert_eq!(
        alice.chats().await.iter().find(|c| c.chat == here).unwrap().state,
        ChatState::Closed
    );
    let mut bob = bob;
    assert_eq!(stands(&mut bob, ChatState::Closed).await, there);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_survives_restarts_and_weeks_offline() {
    let relay = relay().await;
    let ((alice, here), (bob, there)) = secret_friends(&relay).await;
    let folder = bob.leave().await;
    for n in 0..30 {
        alice.send(here, &format!("while bob is away {n}")).await;
    }
    let mut alice = alice.restart().await;
    alice.send(here, "after a restart").await;
    let mut bob = Person::reopen(folder).await;
    bob.sees(there, "after a restart").await;
    // In whatever order the relay serves them.
    bob.until("all of them", async |messenger| {
        let page = Command::History { chat: there.into(), limit: 100, before: Before::End };
        match messenger.run(page).await {
            Ok(Reply::Messages(all)) if all.len() == 31 => Some(()),
            _ => None,
        }
    })
    .await;
    let answer = bob.send(there, "all of them came").await.message;
    alice.sees(here, "all of them came").await;
    bob.reaches(answer, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_offer_is_a_request() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    let mut bob = Person::new("Bob", &[&relay]).await;
    alice.add(&bob).await;
    offer(&alice, &bob).await;
    let request = bob
        .until("a request", async |messenger| {
            match messenger.run(Command::Requests { limit: 10 }).await {
                Ok(Reply::Requests(requests)) => requests.into_iter().next(),
                _ => None,
            }
        })
        .await;
    assert_eq!(request.id, alice.me.account);
    assert!(bob.chats().await.iter().all(|chat| chat.kind != ChatKind::Secret));
    match bob.run(Command::OfferSecret { contact: name(&alice), instead_of: None }).await {
        Reply::Chat(chat) => assert_eq!(chat.state, ChatState::Waiting),
        other => panic!("{other:?}"),
    }
    let there = stands(&mut bob, ChatState::Open).await;
    let here = stands(&mut alice, ChatState::Open).await;
    alice.send(here, "now we talk").await;
    bob.sees(there, "now we talk").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_that_is_refused_gives_the_words_back() {
    let relay = relay().await;
    let mut alice = Person::new("Alice", &[&relay]).await;
    let mut bob = Person::new("Bob", &[&relay]).await;
    alice.add(&bob).await;
    let chat = offer(&alice, &bob).await.chat;
    alice.send(chat, "are you there?").await;
    bob.until("a request", async |messenger| {
        match messenger.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(requests)) => requests.into_iter().next(),
            _ => None,
        }
    })
    .await;
    let theirs = bob.requests().await.remove(0).chat;
    bob.run(Command::CloseSecret { chat: theirs.into() }).await;
    assert_eq!(stands(&mut alice, ChatState::Closed).await, chat);
    let closed = alice.chats().await.into_iter().find(|c| c.chat == chat).unwrap();
    assert_eq!(closed.draft, "are you there?");
    assert!(alice.texts(chat).await.is_empty());
    let again =
        Command::Send { chat: chat.into(), text: "hello?".into(), reply_to: None, ttl: None };
    let error = alice.refused(again).await;
    assert!(error.sentence.contains("over"), "{}", error.sentence);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_device_of_several_gets_the_chat_and_a_new_one_is_marked() {
    let relay = relay().await;
    let ((mut alice, here), (bob, there)) = secret_friends(&relay).await;
    alice.send(here, "only for this device").await;
    let mut bob = bob;
    bob.sees(there, "only for this device").await;

    // Another device of Bob's account knows nothing of it.
    let mut laptop = Person::restored("Bob", bob.words().await, &[&relay]).await;
    laptop.sync().await;
    assert!(laptop.chats().await.iter().all(|chat| chat.kind != ChatKind::Secret));

    // Alice's old offer is still in the account's mailbox. A device that is younger than an offer
    // never answers it unasked; answered anyway, it comes too late, and Alice is warned.
    laptop.add(&alice).await;
    let late = offer(&laptop, &alice).await;
    assert_eq!(late.state, ChatState::Waiting);
    assert_eq!(stands(&mut laptop, ChatState::Closed).await, late.chat);
    let row = alice.chats().await.into_iter().find(|c| c.chat == here).unwrap();
    assert!(row.secret.is_some_and(|s| s.rival && s.stage == SecretStage::Standing));

    // It offers: Alice has seen another device of Bob's before, so nothing is sent unasked.
    offer(&laptop, &alice).await;
    let changed = stands(&mut alice, ChatState::Changed).await;
    assert_ne!(changed, here);
    match alice.run(Command::OfferSecret { contact: name(&laptop), instead_of: None }).await {
        Reply::Chat(chat) => assert_eq!(chat.state, ChatState::Changed),
        other => panic!("{other:?}"),
    }
    let new = stands(&mut laptop, ChatState::Open).await;
    let waits = alice.send(changed, "is that you?").await;
    laptop.send(new, "it is").await;
    alice.sees(changed, "it is").await;
    assert_eq!(
        alice
            .history(changed)
            .await
            .into_iter()
            .find(|m| m.message == waits.message)
            .unwrap()
            .state,
        MessageState::Waiting
    );
    let (hers, his) = (number(&alice, changed).await, number(&laptop, new).await);
    assert_eq!(hers.digits, his.digits);
    assert_ne!(hers.digits, number(&alice, here).await.digits);
    verify(&alice, changed, Verdict::Match).await;
    laptop.sees(new, "is that you?").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_disappear_on_both_sides() {
    let relay = relay().await;
    let ((mut alice, here), (mut bob, there)) = secret_friends(&relay).await;
    let fading = Command::Send {
        chat: here.into(),
        text: "gone in a second".into(),
        reply_to: None,
        ttl: Some(1),
    };
    alice.run(fading).await;
    let seen = bob.sees(there, "gone in a second").await;
    assert_eq!(seen.expires_at, None, "not before it is read");
    bob.run(Command::MarkRead { chat: there.into(), up_to: seen.message }).await;
    for (person, chat) in [(&mut alice, here), (&mut bob, there)] {
        person
            .until("it is gone", async |messenger| {
                let page = Command::History { chat: chat.into(), limit: 10, before: Before::End };
                match messenger.run(page).await {
                    Ok(Reply::Messages(all)) if all.is_empty() => Some(()),
                    _ => None,
                }
            })
            .await;
        let found = Command::Search { text: "second".into(), chat: None, limit: 10 };
        assert!(matches!(person.run(found).await, Reply::Messages(all) if all.is_empty()));
    }
    // The chat's timer travels, and new messages take it.
    alice.run(Command::SetTimer { chat: here.into(), secs: 3_600 }).await;
    alice.send(here, "stays an hour").await;
    let kept = bob.sees(there, "stays an hour").await;
    bob.run(Command::MarkRead { chat: there.into(), up_to: kept.message }).await;
    bob.until("the timer runs", async |messenger| {
        match messenger.run(Command::Message { message: kept.message }).await {
            Ok(Reply::Messages(all)) => all.into_iter().find_map(|m| m.expires_at),
            _ => None,
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offers_that_cross_make_one_chat() {
    let relay = relay().await;
    let (mut alice, mut bob) = friends(&relay).await;
    let (hers, his) = tokio::join!(offer(&alice, &bob), offer(&bob, &alice));
    alice.send(hers.chat, "typed by alice").await;
    bob.send(his.chat, "typed by bob").await;
    let here = stands(&mut alice, ChatState::Open).await;
    let there = stands(&mut bob, ChatState::Open).await;
    alice.sees(here, "typed by bob").await;
    bob.sees(there, "typed by alice").await;
    for person in [&alice, &bob] {
        let open = person.chats().await;
        let open =
            open.iter().filter(|c| c.kind == ChatKind::Secret && c.state != ChatState::Closed);
        assert_eq!(open.count(), 1);
    }
}
