//! Paging at relays that lack NIP-77 and have caps and orders of their own.

use crate::bad_relay::{Manners, Neg, Order};
use crate::world::{DAY, NOW, Reader, envelope, fill};

fn paged(manners: Manners) -> Manners {
    Manners { neg: Neg::Off, ..manners }
}

#[tokio::test(start_paused = true)]
async fn relays_with_a_cap_are_read_to_the_end() {
    for cap in [1, 7, 100] {
        let manners = paged(Manners { cap: Some(cap), ..Manners::default() });
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 150);
        alice.watch(&["ws://a.local"]);
        assert!(alice.catch_up().await, "cap {cap}");
        alice.assert_has_all(&relay);
    }
}

#[tokio::test(start_paused = true)]
async fn relays_that_return_another_order_are_read_to_the_end() {
    for order in [Order::OldestFirst, Order::Shuffled] {
        let manners = paged(Manners { cap: Some(20), order, ..Manners::default() });
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 150);
        alice.watch(&["ws://a.local"]);
        assert!(alice.catch_up().await, "{order:?}");
        alice.assert_has_all(&relay);
    }
}

#[tokio::test(start_paused = true)]
async fn a_flood_within_one_second_does_not_hide_what_lies_below() {
    let manners = paged(Manners { cap: Some(20), ..Manners::default() });
    let (mut alice, relay) = Reader::at_one_relay(manners);
    for n in 0..15 {
        relay.put_quietly(envelope(alice.key(), NOW - 100, &format!("same second {n}")));
        relay.put_quietly(envelope(alice.key(), NOW - 200 - n, &format!("older {n}")));
    }
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
}

#[tokio::test(start_paused = true)]
async fn a_second_that_no_page_holds_is_told_as_incomplete() {
    let manners = paged(Manners { cap: Some(10), ..Manners::default() });
    let (mut alice, relay) = Reader::at_one_relay(manners);
    for n in 0..30 {
        relay.put_quietly(envelope(alice.key(), NOW - 100, &format!("same second {n}")));
    }
    let below = envelope(alice.key(), NOW - 200, "below");
    relay.put_quietly(below.clone());
    alice.watch(&["ws://a.local"]);
    assert!(!alice.catch_up().await);
    alice.wait_for(&below).await;
}

/// How far back the relay was read by pages, oldest question first to last; 0: everything.
fn read_back_to(relay: &crate::bad_relay::BadRelay) -> Vec<u64> {
    let questions = relay.heard_verb("REQ").into_iter().map(|(_, message)| message[2].clone());
    let pages = questions.filter(|filter| filter["limit"].as_u64() > Some(1));
    pages.map(|filter| filter["since"].as_u64().unwrap_or(0)).collect()
}

#[tokio::test(start_paused = true)]
async fn what_was_read_through_today_is_not_read_whole_by_the_next_process() {
    let (mut alice, relay) = Reader::at_one_relay(paged(Manners::default()));
    fill(&relay, alice.key(), 50);
    relay.put_quietly(envelope(alice.key(), NOW - 300 * DAY, "long ago"));
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
    alice.pool.stop().await;
    let before = read_back_to(&relay).len();

    alice.clock.advance(3_600_000);
    let new = envelope(alice.key(), NOW - DAY, "while nobody looked");
    relay.put_quietly(new.clone());
    let mut again = alice.again();
    again.watch(&["ws://a.local"]);
    assert!(again.catch_up().await);
    assert!(again.got.iter().any(|got| got.id == new.id));
    let read = read_back_to(&relay).split_off(before);
    assert!(!read.is_empty() && read.iter().all(|since| *since > NOW - 36 * DAY), "{read:?}");
    // This was no reading through: it does not put the next one off.
    again.pool.stop().await;
    let before = read_back_to(&relay).len();
    alice.clock.advance(23 * 3_600_000);
    let mut next_day = alice.again();
    next_day.watch(&["ws://a.local"]);
    assert!(next_day.catch_up().await);
    assert!(read_back_to(&relay).split_off(before).contains(&0), "everything, once a day");
}

#[tokio::test(start_paused = true)]
async fn a_reading_with_a_gap_does_not_count_as_one() {
    let manners = paged(Manners { cap: Some(10), ..Manners::default() });
    let (mut alice, relay) = Reader::at_one_relay(manners);
    for n in 0..30 {
        relay.put_quietly(envelope(alice.key(), NOW - 100, &format!("same second {n}")));
    }
    alice.watch(&["ws://a.local"]);
    assert!(!alice.catch_up().await);
    alice.pool.stop().await;
    let before = read_back_to(&relay).len();
    let mut again = alice.again();
    again.watch(&["ws://a.local"]);
    again.catch_up().await;
    assert!(read_back_to(&relay).split_off(before).contains(&0));
}

#[tokio::test(start_paused = true)]
async fn a_process_that_runs_for_long_reads_everything_a_day_after_the_last_time() {
    let (mut alice, relay) = Reader::at_one_relay(paged(Manners::default()));
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    alice.pool.stop().await;
    alice.clock.advance(20 * 3_600_000);
    let mut again = alice.again();
    again.watch(&["ws://a.local"]);
    again.catch_up().await;
    let hidden = envelope(alice.key(), NOW - 300 * DAY, "the relay told nobody of it");
    relay.put_quietly(hidden.clone());
    // The clock that dates envelopes stands; the one of deadlines runs by itself.
    alice.clock.advance(5 * 3_600_000);
    let soon = std::time::Duration::from_secs(5 * 3600);
    tokio::time::timeout(soon, again.wait_for(&hidden)).await.expect("it is read in time");
}

#[tokio::test(start_paused = true)]
async fn a_reading_that_was_interrupted_begins_anew_when_something_is_wanted_again() {
    let manners = Manners { cap: Some(10), cut_after: Some(40), ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(paged(manners));
    fill(&relay, alice.key(), 150);
    alice.watch(&["ws://a.local"]);
    while alice.got.len() < 60 {
        alice.next().await;
    }
    // The reading is past it, and has lost its connection at least once.
    let passed = alice.got[20].clone();
    alice.shelf.want_again(&passed);
    assert!(!alice.shelf.has_now(&passed));
    assert!(alice.catch_up().await);
    assert!(alice.shelf.has_now(&passed));
}
