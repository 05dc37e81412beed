//! NIP-42, NIP-59 and NIP-70: who may read a gift wrap, who may publish a protected event.

use hushwing::server::Config;
use nostr::key::Keys;
use serde_json::json;

use crate::client::{
    Client, NOW, event, hex_ids, note, relay, standing, start, tag, wrap, wrap_by,
};

#[tokio::test]
async fn a_gift_wrap_is_served_to_its_addressee_alone() {
    let relay = relay().await;
    let [bob, eve] = [Keys::generate(), Keys::generate()];
    let bob_hex = bob.public_key().to_hex();
    let wrap = wrap(&bob);
    let mut anybody = Client::connect(&relay).await;
    anybody.put(&wrap).await;

    let mailbox = json!({"kinds": [1059], "#p": [bob_hex]});
    let why = anybody.subscribe("s", std::slice::from_ref(&mailbox)).await.unwrap_err();
    assert!(why.starts_with("auth-required: "), "{why}");
    let why = anybody.subscribe("s", &[json!({"#p": [bob_hex]})]).await.unwrap_err();
    assert!(why.starts_with("auth-required: "), "{why}");
    // Filters that do not name the kind simply do not find it.
    assert!(anybody.ask(json!({})).await.is_empty());
    assert!(anybody.ask(json!({"ids": [wrap.id.to_hex()]})).await.is_empty());
    assert!(anybody.ask(json!({"authors": [wrap.pubkey.to_hex()]})).await.is_empty());

    let mut stranger = Client::connect(&relay).await;
    stranger.prove(&eve).await;
    let why = stranger.subscribe("s", std::slice::from_ref(&mailbox)).await.unwrap_err();
    assert!(why.starts_with("restricted: "), "{why}");
    assert!(stranger.ask(json!({"kinds": [1059]})).await.is_empty());
    assert!(stranger.ask(json!({"#p": [bob_hex]})).await.is_empty());
    assert!(stranger.ask(json!({"ids": [wrap.id.to_hex()]})).await.is_empty());

    let mut addressee = Client::connect(&relay).await;
    addressee.prove(&bob).await;
    for filter in [mailbox, json!({"kinds": [1059]}), json!({}), json!({"ids": [wrap.id.to_hex()]})]
    {
        assert_eq!(addressee.ask(filter.clone()).await, hex_ids([&wrap]), "{filter}");
    }
}

#[tokio::test]
async fn its_one_time_author_may_read_a_wrap_back() {
    let relay = relay().await;
    let (once, bob) = (Keys::generate(), Keys::generate());
    let wrap = wrap_by(&once, &bob);
    let mut sender = Client::connect(&relay).await;
    sender.put(&wrap).await;
    sender.prove(&once).await;
    assert_eq!(sender.ask(json!({"ids": [wrap.id.to_hex()]})).await, hex_ids([&wrap]));
    let by_author = json!({"kinds": [1059], "authors": [once.public_key().to_hex()]});
    assert_eq!(sender.ask(by_author).await, hex_ids([&wrap]));
}

#[tokio::test]
async fn live_wraps_go_to_those_they_are_for() {
    let relay = relay().await;
    let [bob, eve] = [Keys::generate(), Keys::generate()];
    let mut addressee = Client::connect(&relay).await;
    let mut stranger = Client::connect(&relay).await;
    addressee.prove(&bob).await;
    stranger.prove(&eve).await;
    for client in [&mut addressee, &mut stranger] {
        client.subscribe("all", &[json!({})]).await.unwrap();
        client.subscribe("wraps", &[json!({"kinds": [1059, 21059]})]).await.unwrap();
    }
    let mut sender = Client::connect(&relay).await;
    let stored = wrap(&bob);
    let typing =
        event(&Keys::generate(), 21059, 0, vec![tag(["p", &bob.public_key().to_hex()])], "typing");
    sender.put(&stored).await;
    sender.put(&typing).await;
    for wrap in [&stored, &typing] {
        assert_eq!(addressee.live("all").await, wrap.id.to_hex());
        assert_eq!(addressee.live("wraps").await, wrap.id.to_hex());
    }
    assert!(stranger.settle().await.is_empty());
}

#[tokio::test]
async fn a_key_proved_later_opens_a_standing_subscription() {
    let relay = relay().await;
    let bob = Keys::generate();
    let (mut alice, mut reader) = (Client::connect(&relay).await, Client::connect(&relay).await);
    reader.subscribe("all", &[json!({})]).await.unwrap();
    alice.put(&wrap(&bob)).await;
    assert!(reader.settle().await.is_empty());
    reader.prove(&bob).await;
    let second = wrap(&bob);
    alice.put(&second).await;
    assert_eq!(reader.live("all").await, second.id.to_hex());
}

#[tokio::test]
async fn one_connection_proves_several_keys() {
    let relay = relay().await;
    let mailboxes: Vec<Keys> = (0..200).map(|_| Keys::generate()).collect();
    let wraps: Vec<_> = mailboxes.iter().map(wrap).collect();
    let mut reader = Client::connect(&relay).await;
    let mut alice = Client::connect(&relay).await;
    for (keys, wrap) in mailboxes.iter().zip(&wraps) {
        alice.put(wrap).await;
        reader.prove(keys).await;
    }
    let all: Vec<_> = mailboxes.iter().map(|keys| keys.public_key().to_hex()).collect();
    let mut expected = hex_ids(&wraps);
    expected.sort();
    assert_eq!(reader.ask(json!({"kinds": [1059], "#p": all})).await, expected);
    // One key that was not proved: refused, rather than served in part.
    let other = Keys::generate().public_key().to_hex();
    let filter = json!({"kinds": [1059], "#p": [all[0], other]});
    assert!(reader.subscribe("s", &[filter]).await.unwrap_err().starts_with("restricted: "));
}

#[tokio::test]
async fn a_proof_is_for_this_relay_this_connection_and_this_moment() {
    let relay = relay().await;
    let bob = Keys::generate();
    let mut client = Client::connect(&relay).await;
    let (url, challenge) = (client.url.clone(), client.challenge.clone());
    let mut forged = client.proof(&bob, &url, &challenge, 0);
    forged.sig = client.proof(&bob, &url, &challenge, 1).sig;
    for bad in [
        client.proof(&bob, "wss://other.example", &challenge, 0),
        client.proof(&bob, &url, "another", 0),
        client.proof(&bob, &url, &challenge, -601),
        client.proof(&bob, &url, &challenge, 601),
        note(&bob, "no proof at all"),
        forged,
    ] {
        let (taken, why) = client.send_proof(&bad).await;
        assert!(!taken && why.starts_with("invalid: "), "{why}");
    }
    let why = client.subscribe("s", &[json!({"kinds": [1059]})]).await.unwrap_err();
    assert!(why.starts_with("auth-required: "), "nothing was proved: {why}");
    client.prove(&bob).await;
    client.subscribe("s", &[json!({"kinds": [1059]})]).await.unwrap();
}

#[tokio::test]
async fn a_relay_behind_a_name_takes_proofs_for_that_name() {
    let urls = vec!["wss://relay.example".parse().unwrap()];
    let relay = start(Config { urls, ..standing() }).await;
    let mut client = Client::connect(&relay).await;
    let proof = client.proof(&Keys::generate(), "wss://relay.example/", &client.challenge, 0);
    assert!(client.send_proof(&proof).await.0);
}

#[tokio::test]
async fn a_proof_is_never_published() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let proof = client.proof(&Keys::generate(), &client.url, &client.challenge, 0);
    client.refused(&proof, "invalid").await;
    assert!(client.ask(json!({"kinds": [22242]})).await.is_empty());
}

#[tokio::test]
async fn an_open_relay_serves_wraps_to_all() {
    let relay = start(Config { gate: false, ..standing() }).await;
    let mut client = Client::connect(&relay).await;
    let bob = Keys::generate();
    let wrap = wrap(&bob);
    client.put(&wrap).await;
    let filter = json!({"kinds": [1059], "#p": [bob.public_key().to_hex()], "since": NOW - 1});
    assert_eq!(client.ask(filter).await, hex_ids([&wrap]));
}

#[tokio::test]
async fn a_protected_event_is_taken_from_its_author_alone() {
    let relay = relay().await;
    let (alice, eve) = (Keys::generate(), Keys::generate());
    let protected = event(&alice, 1, 0, vec![tag(["-"])], "members only");
    let mut client = Client::connect(&relay).await;
    client.refused(&protected, "auth-required").await;
    client.prove(&eve).await;
    client.refused(&protected, "restricted").await;
    client.prove(&alice).await;
    client.put(&protected).await;
}
