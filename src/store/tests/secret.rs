//! What secret chats keep: in which order things wait, what is remembered, and what is not.

use nostr::event::EventId;
use nostr::key::Keys;
use zeroize::Zeroizing;

use super::*;
use crate::model::{ChatId, MessageId, Millis, Name, RelayAddress, SecretStage, WhyOver};
use crate::store::{
    ChatKey, Farewell, ME, MessageKey, NewMessage, NewSecretChat, ReactionRow, SecretRole, Timer,
};

const NOW: Millis = Millis(1_700_000_000_000);

async fn stage() -> (Home, Store, ChatKey) {
    let home = Home::new();
    let (account, friend) = (Keys::generate(), Keys::generate().public_key());
    let first =
        move |tx: &Tx<'_>| tx.found_account(&account, None, &Name::clean("Me").unwrap(), Millis(1));
    let (dir, options) = (home.dir(), home.options.clone());
    let store = Store::create(dir, passphrase("owl"), options, first).await.unwrap();
    let begin = store.write(move |tx| {
        let person = tx.meet(&friend)?.key;
        let new = NewSecretChat {
            id: ChatId([1; 16]),
            person,
            accepted: true,
            stage: SecretStage::Standing,
            role: SecretRole::Offerer,
            offer: [2; 32],
            pairing: [3; 16],
            secret: Zeroizing::new(b"a ratchet".to_vec()),
            identity: None,
            held: false,
            relays: Vec::new(),
            until_secs: 0,
            began: NOW,
        };
        Ok(tx.begin_secret_chat(&new)?.key)
    });
    let chat = begin.await.unwrap();
    (home, store, chat)
}

fn text(chat: ChatKey, n: u8, secs: u32) -> NewMessage {
    let id = MessageId([n; 32]);
    NewMessage {
        id,
        wording: (id, 0),
        chat,
        author: ME,
        at: NOW,
        kind: 14,
        text: "hello".into(),
        reply_to: None,
        attachment: None,
        wrap: None,
        stored_at: NOW,
        timer: Timer { secs, expires_at: None },
    }
}

#[tokio::test]
async fn what_waits_goes_in_its_order_and_a_hello_before_it() {
    let (_home, store, chat) = stage().await;
    let order = store.write(move |tx| {
        tx.queue(chat, None, b"one")?;
        tx.queue(chat, Some(MessageId([7; 32])), b"two")?;
        tx.hello_first(chat, b"hello")?;
        assert!(tx.is_queued(MessageId([7; 32]))?);
        assert_eq!(tx.count_queued()?, 1);
        let mut order = Vec::new();
        while let Some(next) = tx.next_queued(chat)? {
            order.push(next.content.to_vec());
            tx.unqueue(next.place)?;
        }
        Ok(order)
    });
    assert_eq!(order.await.unwrap(), [&b"hello"[..], b"one", b"two"]);
}

#[tokio::test]
async fn the_latest_of_early_wordings_stands_and_another_chat_cannot_take_it() {
    let (_home, store, chat) = stage().await;
    let id = MessageId([9; 32]);
    let taken = store.write(move |tx| {
        tx.keep_wording(chat, id, 20, "later")?;
        tx.keep_wording(chat, id, 10, "earlier")?;
        assert_eq!(tx.take_wording(ChatKey(chat.0 + 1), id)?, None);
        let taken = tx.take_wording(chat, id)?;
        assert_eq!(tx.take_wording(chat, id)?, None);
        // Bounded: nobody fills the store with wordings of messages that never come.
        for n in 0..=255_u8 {
            tx.keep_wording(chat, MessageId([n; 32]), 1, "x")?;
        }
        let count: i64 =
            tx.sql().query_row("SELECT count(*) FROM secret_early", [], |row| row.get(0))?;
        assert_eq!(count, 200);
        Ok(taken)
    });
    assert_eq!(taken.await.unwrap(), Some((20, "later".into())));
}

#[tokio::test]
async fn a_reaction_that_was_taken_back_is_remembered_and_not_shown() {
    let (_home, store, _) = stage().await;
    let target = MessageId([4; 32]);
    let check = store.write(move |tx| {
        let reaction = |n, emoji: &str| ReactionRow {
            id: MessageId([n; 32]),
            target,
            author: ME,
            emoji: emoji.into(),
        };
        tx.add_reaction(&reaction(1, "👍"), 10)?;
        assert_eq!(tx.reactions(target)?.len(), 1);
        tx.remove_reactions(target, ME)?;
        tx.add_reaction(&reaction(2, ""), 20)?;
        assert!(tx.reactions(target)?.is_empty());
        assert_eq!(tx.reacted_at(target, ME)?, Some(20));
        Ok(())
    });
    check.await.unwrap();
}

#[tokio::test]
async fn each_relay_is_asked_to_forget_an_envelope_once() {
    let (_home, store, chat) = stage().await;
    let event = EventId::from_byte_array([5; 32]);
    let check = store.write(move |tx| {
        let farewell = |relay: &str| Farewell {
            event,
            relay: relay.parse::<RelayAddress>().unwrap(),
            mailbox: Keys::generate(),
            lane: chat.lane(),
        };
        let (one, two) = (farewell("wss://one.example"), farewell("wss://two.example"));
        assert!(tx.mark_secret_seen(&event, NOW)? && !tx.mark_secret_seen(&event, NOW)?);
        // What did not open is left where it is, and looked at no more.
        assert!(tx.is_done_with_secret(&event, &one.relay)?);
        tx.mark_secret_opened(&event)?;
        assert!(!tx.is_done_with_secret(&event, &one.relay)?);
        tx.plan_farewell(&one, NOW)?;
        assert_eq!(tx.farewells(NOW, 10)?.len(), 1);
        tx.said_farewell(&one, NOW)?;
        tx.plan_farewell(&one, NOW)?;
        assert!(tx.farewells(NOW, 10)?.is_empty() && tx.next_farewell()?.is_none());
        assert!(tx.is_done_with_secret(&event, &one.relay)?);
        assert!(!tx.is_done_with_secret(&event, &two.relay)?);
        tx.plan_farewell(&two, NOW.plus(1))?;
        assert_eq!(tx.next_farewell()?, Some(NOW.plus(1)));
        let keys: i64 = tx.sql().query_row(
            "SELECT count(*) FROM farewells WHERE secret <> x''",
            [],
            |row| row.get(0),
        )?;
        assert_eq!(keys, 1, "no key is kept for what was said");
        tx.forget_secret_seen(NOW.plus(1))?;
        assert!(!tx.is_done_with_secret(&event, &one.relay)?);
        Ok(())
    });
    check.await.unwrap();
}

#[tokio::test]
async fn a_timer_starts_once_and_no_clock_makes_it_longer() {
    let (_home, store, chat) = stage().await;
    let check = store.write(move |tx| {
        let fading = tx.insert_message(&text(chat, 1, 60))?;
        let staying = tx.insert_message(&text(chat, 2, 0))?;
        assert!(tx.expired(NOW.plus(1_000_000), 10)?.is_empty(), "it does not run yet");
        assert!(tx.start_timer(fading, NOW)?);
        assert!(!tx.start_timer(fading, NOW.plus(30_000))?);
        assert!(!tx.start_timer(staying, NOW)?);
        assert_eq!(tx.next_expiry()?, Some(NOW.plus(60_000)));
        assert!(tx.expired(NOW.plus(59_999), 10)?.is_empty());
        let gone: Vec<MessageKey> =
            tx.expired(NOW.plus(60_000), 10)?.into_iter().map(|row| row.key).collect();
        assert_eq!(gone, [fading]);
        // The clock is set back by a day.
        let back = NOW.plus(-86_400_000);
        tx.shorten_timers(back)?;
        assert_eq!(tx.next_expiry()?, Some(back.plus(60_000)));
        Ok(())
    });
    check.await.unwrap();
}

#[tokio::test]
async fn a_chats_row_comes_back_as_it_was_written() {
    let (_home, store, chat) = stage().await;
    let check = store.write(move |tx| {
        let mut row = tx.secret_chat(chat)?.unwrap();
        assert_eq!((row.stage, &row.secret[..]), (SecretStage::Standing, &b"a ratchet"[..]));
        row.stage = SecretStage::Over;
        row.why = WhyOver::Copied;
        row.secret = Zeroizing::default();
        row.answer = Some([7; 32]);
        row.transcript = Some([8; 32]);
        row.relays = vec!["wss://a.example".parse().unwrap()];
        (row.timer_secs, row.missing, row.lost, row.withdrawn) = (5, 6, 7, 8);
        (row.held, row.rival) = (true, true);
        row.words = Zeroizing::new(b"words".to_vec());
        tx.save_secret_chat(&row)?;
        let read = tx.secret_chat(chat)?.unwrap();
        assert_eq!((read.stage, read.why), (SecretStage::Over, WhyOver::Copied));
        assert!(read.secret.is_empty() && read.held && read.rival);
        assert_eq!((read.answer, read.transcript), (row.answer, row.transcript));
        assert_eq!(read.relays, row.relays);
        let counts = (read.timer_secs, read.missing, read.lost, read.withdrawn);
        assert_eq!(counts, (5, 6, 7, 8));
        assert_eq!(&read.words[..], b"words");
        Ok(())
    });
    check.await.unwrap();
}
