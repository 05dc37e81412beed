//! Every limit is refused in words that a program understands, and told in NIP-11.

use hushwing::server::Limits;
use nostr::key::Keys;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Client, event, note, standing, start, tag};

async fn relay(change: impl FnOnce(&mut Limits)) -> hushwing::server::Relay {
    let mut config = standing();
    change(&mut config.limits);
    start(config).await
}

#[tokio::test]
async fn a_long_message_is_refused_by_name_and_the_connection_goes_on() {
    let relay = relay(|limits| limits.message_bytes = 10_000).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    let long = note(&keys, &"x".repeat(10_000));
    assert!(client.refused(&long, "invalid").await.contains("10000"));
    client.send_text(format!("[\"REQ\",\"{}\"", "x".repeat(12_000))).await;
    let notice = client.next().await;
    assert_eq!(notice[0], "NOTICE");
    client.put(&note(&keys, &"x".repeat(9_000))).await;
}

#[tokio::test]
async fn a_message_beyond_all_measure_ends_the_connection() {
    let relay = relay(|limits| limits.message_bytes = 10_000).await;
    let mut client = Client::connect(&relay).await;
    client.send_text("x".repeat(20_001)).await;
    assert_eq!(client.closed().await.0, 1009);
}

#[tokio::test]
async fn tags_are_counted() {
    let relay = relay(|limits| limits.event_tags = 3).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    client.put(&event(&keys, 1, 0, vec![tag(["t", "x"]); 3], "")).await;
    client.refused(&event(&keys, 1, 0, vec![tag(["t", "x"]); 4], ""), "invalid").await;
}

#[tokio::test]
async fn subscriptions_filters_and_values_are_counted() {
    let relay = relay(|limits| {
        limits.subscriptions = 2;
        limits.filters = 2;
        limits.filter_values = 3;
    })
    .await;
    let mut client = Client::connect(&relay).await;
    client.subscribe("1", &[json!({"kinds": [1, 2, 3]}), json!({})]).await.unwrap();
    client.subscribe("2", &[json!({})]).await.unwrap();
    let refused = client.subscribe("3", &[json!({})]).await.unwrap_err();
    assert!(refused.starts_with("rate-limited: "), "{refused}");
    // Replacing takes no further place, closing gives one back.
    client.subscribe("2", &[json!({})]).await.unwrap();
    client.send(json!(["CLOSE", "1"])).await;
    client.subscribe("3", &[json!({})]).await.unwrap();

    let filters = [json!({}), json!({}), json!({})];
    let refused = client.subscribe("3", &filters).await.unwrap_err();
    assert!(refused.starts_with("invalid: ") && refused.contains('2'), "{refused}");
    let refused = client.subscribe("3", &[json!({"kinds": [1, 2, 3, 4]})]).await.unwrap_err();
    assert!(refused.starts_with("invalid: "), "{refused}");
}

#[tokio::test]
async fn a_subscription_id_has_a_length() {
    let relay = relay(|_| {}).await;
    let mut client = Client::connect(&relay).await;
    client.subscribe(&"é".repeat(64), &[json!({})]).await.unwrap();
    for id in [String::new(), "x".repeat(65)] {
        client.send(json!(["REQ", id, {}])).await;
        let notice = client.next().await;
        assert!(notice[1].as_str().unwrap().starts_with("invalid: "), "{notice}");
    }
}

#[tokio::test]
async fn one_filter_finds_so_many_at_once() {
    let relay = relay(|limits| limits.results = 3).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    for n in 0..5 {
        client.put(&event(&keys, 1, -n, vec![], "")).await;
    }
    assert_eq!(client.ask(json!({})).await.len(), 3);
    assert_eq!(client.ask(json!({"limit": 100})).await.len(), 3);
    assert_eq!(client.ask(json!({"limit": 2})).await.len(), 2);
}

#[tokio::test]
async fn events_and_requests_have_a_rate() {
    let relay = relay(|limits| {
        (limits.events_per_second, limits.events_burst) = (1, 3);
        (limits.requests_per_second, limits.requests_burst) = (1, 3);
    })
    .await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    let mut refused = 0;
    for n in 0..8 {
        let (taken, why) = client.publish(&note(&keys, &n.to_string())).await;
        assert!(taken || why.starts_with("rate-limited: "), "{why}");
        refused += usize::from(!taken);
    }
    assert!((1..=5).contains(&refused), "{refused}");
    let mut refused = 0;
    for _ in 0..8 {
        match client.subscribe("s", &[json!({})]).await {
            Ok(_) => {}
            Err(why) => {
                assert!(why.starts_with("rate-limited: "), "{why}");
                refused += 1;
            }
        }
    }
    assert!((1..=5).contains(&refused), "{refused}");
}

#[tokio::test]
async fn whoever_is_refused_again_and_again_is_shown_out() {
    let relay = relay(|limits| limits.refusals_burst = 20).await;
    let mut client = Client::connect(&relay).await;
    for _ in 0..200 {
        // Once it is shown out, its messages go nowhere.
        use futures_util::SinkExt;
        let nonsense = tokio_tungstenite::tungstenite::Message::text("nonsense");
        if client.socket.send(nonsense).await.is_err() {
            break;
        }
    }
    let (code, why) = client.closed().await;
    assert!(code == 1008 && why.starts_with("rate-limited: "), "{code} {why}");
}

#[tokio::test]
async fn keys_on_one_connection_are_counted() {
    let relay = relay(|limits| limits.auth_keys = 2).await;
    let mut client = Client::connect(&relay).await;
    let first = Keys::generate();
    client.prove(&first).await;
    client.prove(&Keys::generate()).await;
    client.prove(&first).await;
    let proof = client.proof(&Keys::generate(), &client.url, &client.challenge, 0);
    let (taken, why) = client.send_proof(&proof).await;
    assert!(!taken && why.starts_with("rate-limited: "), "{why}");
}

#[tokio::test]
async fn connections_are_counted_and_come_back() {
    let relay = relay(|limits| limits.connections = 2).await;
    let first = Client::connect(&relay).await;
    let _second = Client::connect(&relay).await;
    let mut third = TcpStream::connect(relay.local_addr()).await.unwrap();
    third.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut text = String::new();
    third.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 503") && text.contains("rate-limited: "), "{text}");
    drop(first);
    while relay.connections() > 1 {
        tokio::task::yield_now().await;
    }
    Client::connect(&relay).await;
}

#[tokio::test]
async fn a_query_that_takes_too_long_is_given_up() {
    let relay = relay(|limits| limits.query_time = std::time::Duration::ZERO).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    for n in 0..600 {
        client.put(&event(&keys, 1, -n, vec![tag(["t", "x"])], "")).await;
    }
    let why = client.subscribe("s", &[json!({"#t": ["x", "y"]})]).await.unwrap_err();
    assert!(why.starts_with("error: "), "{why}");
}

#[tokio::test]
async fn a_full_disk_is_said_so_and_what_is_there_is_still_served() {
    let relay = relay(|limits| limits.database_bytes = Some(400_000)).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    let text = "x".repeat(20_000);
    let mut taken = 0;
    let why = loop {
        let (ok, why) = client.publish(&event(&keys, 1, -taken, vec![], &text)).await;
        if !ok {
            break why;
        }
        taken += 1;
        assert!(taken < 100);
    };
    assert!(why.starts_with("error: ") && why.contains("no room"), "{why}");
    assert_eq!(client.ask(json!({})).await.len(), usize::try_from(taken).unwrap());
}

#[tokio::test]
async fn what_is_not_understood_is_answered() {
    let relay = relay(|_| {}).await;
    let mut client = Client::connect(&relay).await;
    for (message, answer, prefix) in [
        (json!(["REQ", "s", {"search": "x"}]), "CLOSED", "unsupported: "),
        (json!(["REQ", "s", {"ids": ["xyz"]}]), "CLOSED", "invalid: "),
        (json!(["REQ", "s"]), "CLOSED", "invalid: "),
        (json!(["COUNT", "s", {}]), "CLOSED", "unsupported: "),
        (json!(["HELLO"]), "NOTICE", "invalid: "),
        (json!({"REQ": 1}), "NOTICE", "invalid: "),
        (json!(["EVENT", {"id": "0".repeat(64), "kind": -1}]), "OK", "invalid: "),
    ] {
        client.send(message.clone()).await;
        let reply = client.next().await;
        assert_eq!(reply[0], answer, "{message}");
        let why = reply.as_array().and_then(|parts| parts.last()).and_then(Value::as_str);
        assert!(why.unwrap().starts_with(prefix), "{message} {reply}");
    }
}
