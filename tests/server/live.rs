//! Live subscriptions: ephemeral events, the seam between stored and live, many readers.

use std::collections::HashSet;

use nostr::key::Keys;
use serde_json::json;

use crate::client::{Client, event, hex_ids, note, relay, standing, start, tag};

#[tokio::test]
async fn an_ephemeral_event_is_heard_live_and_not_kept() {
    let relay = relay().await;
    let (mut alice, mut bob) = (Client::connect(&relay).await, Client::connect(&relay).await);
    bob.subscribe("s", &[json!({"kinds": [20_001, 29_999]})]).await.unwrap();
    for kind in [20_001, 29_999] {
        let brief = event(&Keys::generate(), kind, 0, vec![], "typing");
        alice.put(&brief).await;
        assert_eq!(bob.live("s").await, brief.id.to_hex());
    }
    assert!(alice.ask(json!({"kinds": [20_001, 29_999]})).await.is_empty());
}

#[tokio::test]
async fn a_subscription_hears_what_fits_it_and_once() {
    let relay = relay().await;
    let (mut alice, mut bob) = (Client::connect(&relay).await, Client::connect(&relay).await);
    let keys = Keys::generate();
    let author = keys.public_key().to_hex();
    let wanted = event(&keys, 1, 0, vec![tag(["t", "owl"]), tag(["t", "wing"])], "");
    for (name, filters) in [
        ("ids", vec![json!({"ids": [wanted.id.to_hex()]})]),
        ("tags", vec![json!({"#t": ["owl", "wing"]}), json!({"#t": ["wing"], "kinds": [1]})]),
        ("authors", vec![json!({"authors": [author]}), json!({"authors": [author], "kinds": [1]})]),
        ("kinds", vec![json!({"kinds": [1, 7]})]),
        ("all", vec![json!({"limit": 0})]),
        (
            "not",
            vec![json!({"#t": ["owl"], "kinds": [7]}), json!({"until": 1}), json!({"ids": []})],
        ),
    ] {
        bob.subscribe(name, &filters).await.unwrap();
    }
    alice.put(&wanted).await;
    let heard = bob.settle().await;
    let mut names: Vec<_> = heard.iter().map(|m| m[1].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["all", "authors", "ids", "kinds", "tags"]);
}

/// Events are published all the while subscriptions are opened: each reader gets every event
/// exactly once, as a stored or as a live one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_falls_into_the_seam_between_stored_and_live() {
    const EVENTS: usize = 600;
    let relay = relay().await;
    let keys = Keys::generate();
    let events: Vec<_> = (0..EVENTS).map(|n| note(&keys, &n.to_string())).collect();
    let expected: HashSet<String> = hex_ids(&events).into_iter().collect();
    let address = relay.local_addr();
    let publisher = tokio::spawn(async move {
        let mut alice = Client::dial(address).await;
        for event in &events {
            alice.put(event).await;
        }
    });
    let mut readers = Vec::new();
    for _ in 0..12 {
        readers.push(tokio::spawn(async move {
            let mut reader = Client::dial(address).await;
            let stored = reader.subscribe("s", &[json!({"kinds": [1]})]).await.unwrap();
            let mut heard = crate::client::ids(&stored);
            while heard.len() < EVENTS {
                heard.push(reader.live("s").await);
            }
            assert!(reader.settle().await.is_empty(), "one came twice");
            heard
        }));
        tokio::task::yield_now().await;
    }
    publisher.await.unwrap();
    for reader in readers {
        let heard: HashSet<String> = reader.await.unwrap().into_iter().collect();
        assert_eq!(heard, expected);
    }
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_disconnected_and_the_others_are_not() {
    let mut config = standing();
    config.limits.outbox_bytes = 512 * 1024;
    let relay = start(config).await;
    let mut slow = Client::narrow(&relay).await;
    let mut quick = Client::connect(&relay).await;
    let mut alice = Client::connect(&relay).await;
    for n in 0..20 {
        slow.subscribe(&n.to_string(), &[json!({"kinds": [20_000]})]).await.unwrap();
    }
    quick.subscribe("s", &[json!({"kinds": [20_000]})]).await.unwrap();
    assert_eq!(relay.connections(), 3);
    let keys = Keys::generate();
    let text = "x".repeat(200_000);
    // Until the system's own buffers are full, and the relay's queue.
    let mut sent = 0;
    while relay.connections() == 3 {
        let brief = event(&keys, 20_000, 0, vec![], &format!("{sent}{text}"));
        alice.put(&brief).await;
        assert_eq!(quick.live("s").await, brief.id.to_hex());
        sent += 1;
        assert!(sent < 500, "100 MB wait for a reader that does not read");
    }
}
