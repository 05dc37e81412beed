//! Paging at relays that lack NIP-77 and have caps and orders of their own.

use crate::bad_relay::{Manners, Neg, Order};
use crate::world::{NOW, Reader, envelope, fill};

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
