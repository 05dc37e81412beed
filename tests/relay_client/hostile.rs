//! Relays that send what they should not.

use hushwing::model::RelayCondition;
use nostr::event::Event;
use serde_json::json;

use crate::bad_relay::{Manners, Neg, Raw};
use crate::world::{NOW, Reader, envelope, envelope_by, fill};

fn raw(text: impl Into<String>) -> Raw {
    Raw::Text(text.into())
}

fn served(event: &Event) -> Raw {
    raw(json!(["EVENT", "{sub}", event]).to_string())
}

#[tokio::test(start_paused = true)]
async fn noise_around_good_envelopes_is_ignored() {
    for neg in [Neg::Honest, Neg::Off] {
        let (mut alice, relay) =
            Reader::at_one_relay(Manners { neg, twice: true, ..Manners::default() });
        let bob = nostr::key::Keys::generate();
        let mut forged = serde_json::to_value(envelope(alice.key(), NOW, "forged")).unwrap();
        forged["content"] = json!("something else");
        let other = envelope(bob.public_key(), NOW, "for somebody else");
        let mine = envelope(alice.key(), NOW, "under a subscription that nobody opened");
        let deep = format!("[\"EVENT\",\"{{sub}}\",{}{}]", "[".repeat(50_000), "]".repeat(50_000));
        let tags = format!("{{\"tags\":[{}[]]}}", "[\"p\"],".repeat(200_000));
        relay.manners().before_stored = vec![
            served(&other),
            raw(json!(["EVENT", "{sub}", forged]).to_string()),
            raw(json!(["EVENT", "no such subscription", mine]).to_string()),
            raw(deep),
            raw(format!("[\"EVENT\",\"{{sub}}\",{tags}]")),
            raw(format!("[\"NOTICE\",\"{}\"]", "x".repeat(2 << 20))),
            raw("not json at all"),
            raw("[]"),
            raw("{\"EVENT\":1}"),
            raw("[\"EVENT\",\"{sub}\"]"),
            raw("[\"OK\",7,\"yes\"]"),
            raw("[\"EOSE\"]"),
            raw("[\"HELLO\",\"{sub}\"]"),
            raw(json!(["NOTICE", "welcome, friend"]).to_string()),
            Raw::Binary(vec![0xff; 1000]),
        ];
        fill(&relay, alice.key(), 20);
        alice.watch(&["ws://a.local"]);
        assert!(alice.catch_up().await);
        alice.assert_has_all(&relay);
        assert_eq!(alice.got.len(), 20, "and nothing else came");
        assert_eq!(alice.repeats, 0);
        assert_eq!(relay.connections(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_utf8_ends_the_connection_and_a_new_one_goes_on() {
    let manners = Manners { before_stored: vec![Raw::NotUtf8], ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 5);
    alice.watch(&["ws://a.local"]);
    let reason = alice.wait_for_condition(RelayCondition::Unreachable).await;
    assert!(reason.contains("no Nostr message"), "{reason}");
    relay.manners().before_stored.clear();
    alice.wait_for_number(5).await;
}

#[tokio::test(start_paused = true)]
async fn a_message_beyond_all_measure_ends_the_connection() {
    let huge = raw(format!("[\"NOTICE\",\"{}\"]", "x".repeat(5 << 20)));
    let manners = Manners { before_stored: vec![huge], ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    alice.watch(&["ws://a.local"]);
    alice.wait_for_condition(RelayCondition::Unreachable).await;
    relay.manners().before_stored.clear();
    assert!(alice.catch_up().await);
}

#[tokio::test(start_paused = true)]
async fn a_notice_instead_of_an_answer_to_the_subscription_is_understood() {
    let manners = Manners {
        req_notice: Some("blocked: this relay does not carry gift wraps".into()),
        ..Manners::default()
    };
    let (mut alice, _relay) = Reader::at_one_relay(manners);
    alice.watch(&["ws://a.local"]);
    let reason = alice.wait_for_condition(RelayCondition::Refused).await;
    assert!(reason.contains("does not carry gift wraps"), "{reason}");
}

#[tokio::test(start_paused = true)]
async fn a_broken_copy_at_one_relay_does_not_keep_the_whole_one_away() {
    let mut alice = Reader::new();
    let evil = alice.net.add("ws://evil.local", Manners::default());
    let good = alice.net.add("ws://good.local", Manners::default());
    let whole = envelope(alice.key(), NOW, "hello");
    let mut broken = whole.clone();
    broken.sig = envelope(alice.key(), NOW, "another").sig;
    evil.put_quietly(broken.clone());
    alice.watch(&["ws://evil.local"]);
    alice.wait_for(&broken).await;
    // The signature is found to be wrong, so it is not kept.
    alice.shelf.take_away(&broken);
    alice.got.clear();
    good.put_quietly(whole.clone());
    alice.watch(&["ws://evil.local", "ws://good.local"]);
    alice.wait_for(&whole).await;
    assert_eq!(alice.got, [whole]);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_is_slow_for_minutes_slows_the_relay_down_and_loses_nothing() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    for n in 0..2_000 {
        relay.put(envelope_by(&author(), alice.key(), NOW, &format!("flood {n}")));
        if n % 100 == 0 {
            tokio::task::yield_now().await;
        }
    }
    let pool = alice.pool.clone();
    let resync = tokio::spawn(async move { pool.resync().await });
    tokio::time::sleep(std::time::Duration::from_secs(600)).await;
    alice.wait_for_number(2_000).await;
    alice.catch_up().await;
    assert!(resync.await.unwrap()[0].caught_up);
    assert_eq!(relay.connections(), 1, "a slow reader is not a dead relay");
    assert_eq!(alice.pool.status()[0].limits.negentropy, Some(true));
}

fn author() -> nostr::key::Keys {
    use std::sync::OnceLock;
    static AUTHOR: OnceLock<nostr::key::Keys> = OnceLock::new();
    AUTHOR.get_or_init(nostr::key::Keys::generate).clone()
}
