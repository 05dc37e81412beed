//! What still waits, and what is looked at again.

use nostr::event::EventId;
use proptest::prelude::*;

use super::*;
use crate::model::{
    DialError, Lost, MessageId, MessageState, Millis, OpenError, Publication, Reason, RelayAddress,
};
use crate::store::{EnvelopePurpose, ME, NewEnvelope, NewMessage, Outcome};

const NOW: Millis = Millis(1_767_225_600_000);
const LATER: Millis = Millis(NOW.0 + 60_000);

fn relay(number: usize) -> RelayAddress {
    format!("wss://relay{number}.example").parse().unwrap()
}

fn envelope(tx: &Tx<'_>, number: u8, message: Option<MessageId>) -> NewEnvelope {
    let bob = nostr::key::Keys::parse(&"3".repeat(64)).unwrap().public_key();
    NewEnvelope {
        event: EventId::from_byte_array([number; 32]),
        json: "{}".into(),
        one_time: None,
        addressee: tx.meet(&bob).unwrap().key,
        message,
        purpose: EnvelopePurpose::ForOthers,
        mailbox: None,
        lane: 0,
    }
}

fn outcome(status: Publication, due: Option<Millis>) -> Outcome {
    Outcome { status, tries: 0, absences: 0, due, reason: None }
}

/// An answer of a relay, and whether the outbox goes on with it.
fn answers() -> impl Strategy<Value = (Publication, Option<Millis>)> {
    prop_oneof![
        Just((Publication::Pending, Some(NOW))),
        Just((Publication::Pending, Some(LATER))),
        Just((Publication::Taken, Some(LATER))),
        Just((Publication::Confirmed, Some(LATER))),
        Just((Publication::Confirmed, None)),
        Just((Publication::Lost, None)),
        Just((Publication::Refused, None)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever relays said: what shows a clock is pending, what has a tick or a red mark is not.
    #[test]
    fn pending_says_what_the_clocks_say(told in proptest::collection::vec(answers(), 0..3)) {
        let home = Home::new();
        let store = home.store();
        let (state, pending) = store.write_blocking(move |tx| {
            let me = nostr::key::Keys::generate();
            let name = crate::model::Name::clean("Alice").unwrap();
            tx.found_account(&me, None, &name, NOW)?;
            let id = MessageId([9; 32]);
            let to = envelope(tx, 1, Some(id));
            let bob = tx.person_at(to.addressee)?.account;
            let chat = tx.chat_of(&me.public_key(), [&bob])?;
            tx.insert_message(&NewMessage {
                id,
                wording: (id, 0),
                chat: chat.key,
                author: ME,
                at: NOW,
                kind: 14,
                text: "hello".into(),
                reply_to: None,
                attachment: None,
                wrap: None,
                stored_at: NOW,
                timer: Default::default(),
            })?;
            let relays: Vec<_> = (0..told.len()).map(relay).collect();
            tx.enqueue(&to, &relays, NOW)?;
            // One's own copy of the same message does not count twice.
            tx.enqueue(&NewEnvelope { addressee: ME, ..envelope(tx, 2, Some(id)) }, &[], NOW)?;
            let due = tx.due_publications(NOW, 10)?;
            for (at, (status, due)) in due.iter().zip(&told) {
                tx.record(at, &outcome(*status, *due))?;
            }
            let row = tx.message(id)?.unwrap();
            let both = tx.pending()?;
            tx.sql().execute("DELETE FROM envelopes WHERE addressee = 1", [])?;
            assert_eq!(both, 1);
            Ok((tx.state_of(&row)?, tx.pending()?))
        }).unwrap();
        let clock = matches!(state, MessageState::Waiting | MessageState::Queued);
        prop_assert_eq!(pending, u64::from(clock), "{:?}", state);
        store.close_blocking();
    }
}

#[test]
fn whoever_asks_for_another_try_gets_the_reading_back_too() {
    let home = Home::new();
    let store = home.store();
    let due = |store: &Store| store.read_blocking(|r| Ok(r.due_publications(NOW, 10)?.len()));
    store
        .write_blocking(|tx| {
            let waits = [
                (1, Publication::Pending),
                (2, Publication::Taken),
                // Seen there: the last look may well wait.
                (3, Publication::Confirmed),
            ];
            for (number, status) in waits {
                tx.enqueue(&envelope(tx, number, None), &[relay(1)], NOW)?;
                for at in tx.due_publications(NOW, 10)? {
                    tx.record(&at, &outcome(status, Some(LATER)))?;
                }
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(due(&store), Ok(0));
    assert_eq!(store.read_blocking(|r| r.pending()), Ok(2));
    store.write_blocking(|tx| tx.retry_all(NOW)).unwrap();
    assert_eq!(due(&store), Ok(2));
}

/// Envelopes at two relays, each with what became of it there: number, relay, outcome.
fn tried(store: &Store, told: Vec<(u8, usize, Publication, Option<Reason>)>) {
    let put = store.write_blocking(move |tx| {
        for (number, at, status, reason) in told {
            tx.enqueue(&envelope(tx, number, None), &[relay(at)], NOW)?;
            for due in tx.due_publications(NOW, 10)? {
                let outcome = Outcome { reason: reason.clone(), ..outcome(status, Some(LATER)) };
                tx.record(&due, &outcome)?;
            }
        }
        Ok(())
    });
    put.unwrap();
}

fn due_numbers(store: &Store) -> Vec<u8> {
    let due = store.read_blocking(|r| r.due_publications(NOW, 100)).unwrap();
    let mut numbers: Vec<u8> = due.iter().map(|d| d.event.as_bytes()[0]).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn only_what_never_reached_its_relay_goes_again_before_its_time() {
    let home = Home::new();
    let store = home.store();
    let refused = || Some(Reason::Open(OpenError::Dial(DialError::Refused)));
    tried(
        &store,
        vec![
            (1, 1, Publication::Pending, refused()),
            (2, 1, Publication::Pending, Some(Reason::Lost(Lost::ClosedThere("bye".into())))),
            (3, 1, Publication::Pending, Some(Reason::Paced)),
            (4, 1, Publication::Pending, Some(Reason::RefusedForNow("error: later".into()))),
            (5, 1, Publication::Pending, Some(Reason::NoAnswer)),
            (6, 1, Publication::Pending, Some(Reason::SentAgain)),
            (7, 1, Publication::Taken, None),
            (8, 2, Publication::Pending, refused()),
            (9, 1, Publication::Pending, Some(Reason::Other("An old sentence.".into()))),
        ],
    );
    assert!(due_numbers(&store).is_empty());
    let misses = |at| store.read_blocking(move |r| r.misses(&relay(at))).unwrap();
    assert!(misses(1) && misses(2) && !misses(3));
    store.write_blocking(|tx| tx.retry_unreached(Some(&relay(1)), NOW)).unwrap();
    assert_eq!(due_numbers(&store), [1, 2]);
    store.write_blocking(|tx| tx.retry_unreached(None, NOW)).unwrap();
    assert_eq!(due_numbers(&store), [1, 2, 8]);
}

#[test]
fn nobody_looks_for_a_relay_that_only_asked_for_patience() {
    let home = Home::new();
    let store = home.store();
    tried(&store, vec![(1, 1, Publication::Pending, Some(Reason::Paced))]);
    assert_eq!(store.read_blocking(|r| r.misses(&relay(1))), Ok(false));
}

#[test]
fn what_a_relay_says_of_a_withdrawn_envelope_is_not_believed_of_the_next() {
    let home = Home::new();
    let store = home.store();
    let withdrawn = MessageId([7; 32]);
    let next = store
        .write_blocking(move |tx| {
            tx.enqueue(&envelope(tx, 1, Some(withdrawn)), &[relay(1)], NOW)?;
            let asked = tx.due_publications(NOW, 10)?.remove(0);
            // While the relay is asked, its message is deleted, and the news of that takes its place.
            tx.supersede(withdrawn)?;
            tx.enqueue(&envelope(tx, 2, None), &[relay(1)], NOW)?;
            tx.record(&asked, &outcome(Publication::Confirmed, None))?;
            tx.due_publications(NOW, 10)
        })
        .unwrap();
    assert_eq!(next.iter().map(|due| due.event.as_bytes()[0]).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_step_of_a_chat_that_is_over_goes_nowhere_unless_a_relay_has_it() {
    let home = Home::new();
    let store = home.store();
    let left = store
        .write_blocking(|tx| {
            let step = |number, lane, purpose| {
                let step = NewEnvelope { lane, purpose, ..envelope(tx, number, None) };
                tx.enqueue(&step, &[relay(1)], NOW)
            };
            step(1, 5, EnvelopePurpose::Secret)?;
            // A relay took it: its addressee may have it.
            tx.record(&tx.due_publications(NOW, 1)?[0], &outcome(Publication::Taken, Some(NOW)))?;
            step(2, 5, EnvelopePurpose::Secret)?;
            step(3, 5, EnvelopePurpose::ForOthers)?;
            step(4, 6, EnvelopePurpose::Secret)?;
            step(5, 0, EnvelopePurpose::Secret)?;
            tx.drop_unsent(5, EnvelopePurpose::Secret)?;
            tx.drop_unsent(0, EnvelopePurpose::Secret)?;
            Ok(())
        })
        .map(|()| due_numbers(&store))
        .unwrap();
    assert_eq!(left, [1, 3, 4, 5]);
}
