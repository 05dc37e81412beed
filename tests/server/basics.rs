//! NIP-01: what is stored, what replaces what, what is found and in which order. NIP-11.

use nostr::key::Keys;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Client, event, hex_ids, json_of, note, relay, tag};

#[tokio::test]
async fn what_alice_publishes_bob_finds_as_she_wrote_it() {
    let relay = relay().await;
    let note = event(
        &Keys::generate(),
        1,
        0,
        vec![tag(["t", "owls", "x"]), tag(["emoji", "🦉"])],
        "quotes \" and \\, \u{8}\u{c}\n\t controls \u{1}\u{7f}, 中文, 🦉",
    );
    Client::connect(&relay).await.put(&note).await;
    let found = Client::connect(&relay).await.subscribe("s", &[json!({})]).await.unwrap();
    assert_eq!(found, [json_of(&note)]);
}

#[tokio::test]
async fn a_forged_id_or_signature_is_refused() {
    let relay = relay().await;
    let mut alice = Client::connect(&relay).await;
    let keys = Keys::generate();
    let mut forged = note(&keys, "one thing");
    forged.content = "another".into();
    alice.refused(&forged, "invalid").await;
    let mut unsigned = note(&keys, "one thing");
    unsigned.sig = note(&keys, "another").sig;
    alice.refused(&unsigned, "invalid").await;
    let mut stolen = note(&keys, "mine");
    stolen.pubkey = Keys::generate().public_key();
    alice.refused(&stolen, "invalid").await;
    assert!(alice.ask(json!({})).await.is_empty());
}

#[tokio::test]
async fn a_duplicate_is_taken_and_kept_once() {
    let relay = relay().await;
    let mut alice = Client::connect(&relay).await;
    let note = note(&Keys::generate(), "once");
    alice.put(&note).await;
    let (taken, why) = alice.publish(&note).await;
    assert!(taken && why.starts_with("duplicate: "), "{why}");
    assert_eq!(alice.ask(json!({})).await, hex_ids([&note]));
}

#[tokio::test]
async fn newest_first_and_the_lower_id_first_at_the_same_time() {
    let relay = relay().await;
    let mut alice = Client::connect(&relay).await;
    let keys = Keys::generate();
    let mut events: Vec<_> =
        (0..12).map(|n| event(&keys, 1, -i64::from(n / 4), vec![], &n.to_string())).collect();
    for event in &events {
        alice.put(event).await;
    }
    events.sort_by_key(|e| (std::cmp::Reverse(e.created_at), e.id));
    assert_eq!(alice.ask(json!({})).await, hex_ids(&events));
    assert_eq!(alice.ask(json!({"limit": 5})).await, hex_ids(&events[..5]));
    assert_eq!(alice.ask(json!({"kinds": [1], "limit": 5})).await, hex_ids(&events[..5]));
    // Several filters: each event once, the order over all of them.
    let filters = [json!({"limit": 3}), json!({"limit": 6}), json!({"kinds": [7]})];
    let both = alice.subscribe("s", &filters).await.unwrap();
    assert_eq!(crate::client::ids(&both), hex_ids(&events[..6]));
}

#[tokio::test]
async fn every_condition_narrows() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let (a, b) = (Keys::generate(), Keys::generate());
    let (ka, kb) = (a.public_key().to_hex(), b.public_key().to_hex());
    let one = event(&a, 1, -10, vec![tag(["t", "x"]), tag(["t", "y"]), tag(["p", &kb])], "");
    let two = event(&a, 7, -20, vec![tag(["e", &one.id.to_hex()]), tag(["t", "y", "z"])], "");
    let three = event(&b, 1, -30, vec![tag(["T", "x"]), tag(["title", "x"]), tag(["t"])], "");
    for event in [&one, &two, &three] {
        client.put(event).await;
    }
    let at = |after: i64| crate::client::NOW + after;
    for (filter, found) in [
        (json!({"ids": [two.id.to_hex()]}), vec![&two]),
        (json!({"authors": [ka]}), vec![&one, &two]),
        (json!({"authors": [ka, kb]}), vec![&one, &two, &three]),
        (json!({"kinds": [1]}), vec![&one, &three]),
        (json!({"authors": [kb], "kinds": [7]}), vec![]),
        (json!({"#t": ["y"]}), vec![&one, &two]),
        (json!({"#t": ["x", "y"]}), vec![&one, &two]),
        (json!({"#t": ["z"]}), vec![]),
        (json!({"#T": ["x"]}), vec![&three]),
        (json!({"kinds": [1], "#p": [kb]}), vec![&one]),
        (json!({"#e": [one.id.to_hex()]}), vec![&two]),
        (json!({"#t": ["y"], "#e": [one.id.to_hex()]}), vec![&two]),
        (json!({"since": at(-20)}), vec![&one, &two]),
        (json!({"until": at(-20)}), vec![&two, &three]),
        (json!({"since": at(-25), "until": at(-15), "#t": ["y"]}), vec![&two]),
        (json!({"since": at(-10), "until": at(-30)}), vec![]),
        (json!({"kinds": []}), vec![]),
        (json!({"limit": 0}), vec![]),
    ] {
        assert_eq!(client.ask(filter.clone()).await, hex_ids(found), "{filter}");
    }
}

#[tokio::test]
async fn of_a_replaceable_event_the_newest_stays() {
    let relay = relay().await;
    let mut alice = Client::connect(&relay).await;
    let keys = Keys::generate();
    for kind in [0, 3, 10050, 19_999] {
        let [old, new] = [-10, 0].map(|after| event(&keys, kind, after, vec![], "v"));
        alice.put(&old).await;
        alice.put(&new).await;
        assert_eq!(alice.ask(json!({"kinds": [kind]})).await, hex_ids([&new]), "{kind}");
        let (taken, why) = alice.publish(&old).await;
        assert!(taken && why.starts_with("duplicate: "), "{kind} {why}");
        assert_eq!(alice.ask(json!({"kinds": [kind]})).await, hex_ids([&new]), "{kind}");
        let other = event(&Keys::generate(), kind, -5, vec![], "v");
        alice.put(&other).await;
        assert_eq!(alice.ask(json!({"kinds": [kind]})).await, hex_ids([&new, &other]), "{kind}");
    }
}

#[tokio::test]
async fn at_the_same_time_the_lower_id_stays_whichever_comes_first() {
    let relay = relay().await;
    let mut alice = Client::connect(&relay).await;
    let keys = Keys::generate();
    for turned in [false, true] {
        let kind = if turned { 10_001 } else { 10_002 };
        let mut pair = ["a", "b"].map(|text| event(&keys, kind, 0, vec![], text));
        pair.sort_by_key(|e| e.id);
        let lower = pair[0].id.to_hex();
        if turned {
            pair.reverse();
        }
        for event in &pair {
            alice.publish(event).await;
        }
        assert_eq!(alice.ask(json!({"kinds": [kind]})).await, [lower]);
    }
}

#[tokio::test]
async fn an_addressable_event_is_one_for_each_identifier() {
    let relay = relay().await;
    let mut alice = Client::connect(&relay).await;
    let keys = Keys::generate();
    let make = |d: &str, after| event(&keys, 30_023, after, vec![tag(["d", d])], "v");
    let bare = event(&keys, 30_023, -9, vec![], "no d tag");
    let [old, new, other, empty] = [make("x", -3), make("x", -2), make("y", -4), make("", -1)];
    for event in [&bare, &old, &new, &other, &empty] {
        alice.put(event).await;
    }
    // No `d` tag is the same as an empty one.
    assert_eq!(alice.ask(json!({"kinds": [30_023]})).await, hex_ids([&empty, &new, &other]));
    let long = "d".repeat(500);
    alice.put(&make(&long, 0)).await;
    assert_eq!(alice.ask(json!({"#d": [long]})).await.len(), 1);
}

#[tokio::test]
async fn a_second_req_of_one_name_replaces_the_first_and_close_ends_it() {
    let relay = relay().await;
    let (mut alice, mut bob) = (Client::connect(&relay).await, Client::connect(&relay).await);
    let keys = Keys::generate();
    bob.subscribe("s", &[json!({"kinds": [1]})]).await.unwrap();
    bob.subscribe("s", &[json!({"kinds": [7]})]).await.unwrap();
    alice.put(&note(&keys, "not asked for any more")).await;
    let like = event(&keys, 7, 0, vec![], "+");
    alice.put(&like).await;
    assert_eq!(bob.live("s").await, like.id.to_hex());
    bob.send(json!(["CLOSE", "s"])).await;
    bob.settle().await;
    alice.put(&event(&keys, 7, 0, vec![], "-")).await;
    assert!(bob.settle().await.is_empty());
}

async fn http(relay: &hushwing::server::Relay, request: &str) -> (String, String) {
    let mut stream = TcpStream::connect(relay.local_addr()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body.to_owned())
}

#[tokio::test]
async fn the_relay_tells_its_limits() {
    let relay = relay().await;
    let get = "GET / HTTP/1.1\r\nHost: x\r\nAccept: application/nostr+json\r\n\r\n";
    let (head, body) = http(&relay, get).await;
    assert!(head.starts_with("http/1.1 200") && head.contains("application/nostr+json"), "{head}");
    assert!(head.contains("access-control-allow-origin: *"), "{head}");
    let told: Value = serde_json::from_str(&body).unwrap();
    for nip in [1, 9, 11, 40, 42, 70, 77] {
        assert!(told["supported_nips"].as_array().unwrap().contains(&json!(nip)), "{nip}");
    }
    assert_eq!(told["limitation"]["max_message_length"], 512 * 1024);
    assert_eq!(told["limitation"]["created_at_upper_limit"], 900);

    let (head, _) = http(&relay, "OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(head.contains("204") && head.contains("access-control-allow-methods"), "{head}");
    let (head, body) = http(&relay, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(head.starts_with("http/1.1 200") && body.contains("Nostr relay"), "{head}");
    let (head, _) = http(&relay, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(head.starts_with("http/1.1 404"), "{head}");
}
