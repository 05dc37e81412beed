//! Bytes that no honest client sends. The relay answers or hangs up, and others notice nothing.

use futures_util::SinkExt;
use hushwing::server::Relay;
use nostr::key::Keys;
use proptest::prelude::*;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, note, relay};

/// An honest client is served.
async fn still_serves(relay: &Relay) {
    let mut client = Client::connect(relay).await;
    let note = note(&Keys::generate(), "still here");
    client.put(&note).await;
    assert!(client.ask(json!({})).await.contains(&note.id.to_hex()));
}

/// A WebSocket as bare bytes.
async fn raw(relay: &Relay) -> TcpStream {
    let mut stream = TcpStream::connect(relay.local_addr()).await.unwrap();
    let upgrade = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 101"));
    stream
}

/// The code of the close frame that the relay sends.
async fn close_code(mut stream: TcpStream) -> u16 {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let mut rest = bytes.as_slice();
    while let [first, length, tail @ ..] = rest {
        let (length, body) = match length & 0x7f {
            126 => (usize::from(u16::from_be_bytes([tail[0], tail[1]])), &tail[2..]),
            length => (usize::from(length), tail),
        };
        if first & 0x0f == 8 {
            return u16::from_be_bytes([body[0], body[1]]);
        }
        rest = &body[length..];
    }
    0
}

#[tokio::test]
async fn text_that_is_no_text_ends_the_connection() {
    let relay = relay().await;
    let mut stream = raw(&relay).await;
    // A masked text frame of two bytes that are not UTF-8.
    stream.write_all(&[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]).await.unwrap();
    assert_eq!(close_code(stream).await, 1007);
    still_serves(&relay).await;
}

#[tokio::test]
async fn frames_that_break_the_rules_end_the_connection() {
    let relay = relay().await;
    for frame in [
        // Not masked; reserved bits; an unknown opcode; a fragmented ping.
        vec![0x81, 0x02, b'[', b']'],
        vec![0xf1, 0x80, 0, 0, 0, 0],
        vec![0x83, 0x80, 0, 0, 0, 0],
        vec![0x09, 0x80, 0, 0, 0, 0],
    ] {
        let mut stream = raw(&relay).await;
        stream.write_all(&frame).await.unwrap();
        assert_eq!(close_code(stream).await, 1002, "{frame:?}");
    }
    still_serves(&relay).await;
}

#[tokio::test]
async fn a_frame_that_claims_to_be_endless_is_not_waited_for() {
    let relay = relay().await;
    let mut stream = raw(&relay).await;
    let mut frame = vec![0x81, 0xff];
    frame.extend_from_slice(&(1_u64 << 62).to_be_bytes());
    frame.extend_from_slice(&[0; 4]);
    stream.write_all(&frame).await.unwrap();
    assert_eq!(close_code(stream).await, 1009);
    still_serves(&relay).await;
}

#[tokio::test]
async fn fragments_without_end_are_cut_off() {
    let relay = relay().await;
    let mut stream = raw(&relay).await;
    let mut fragment = vec![0x01, 0xff];
    fragment.extend_from_slice(&100_000_u64.to_be_bytes());
    fragment.extend_from_slice(&[0; 4]);
    fragment.extend_from_slice(&vec![b'x'; 100_000]);
    let mut sent = 0;
    while stream.write_all(&fragment).await.is_ok() {
        fragment[0] = 0x00;
        sent += 1;
        assert!(sent < 200, "20 MB of one message were taken");
    }
    still_serves(&relay).await;
}

#[tokio::test]
async fn binary_frames_are_refused() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    client.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    let notice = client.next().await;
    assert!(notice[1].as_str().unwrap().starts_with("invalid: "), "{notice}");
    client.put(&note(&Keys::generate(), "goes on")).await;
}

#[tokio::test]
async fn pings_are_answered_and_floods_of_them_are_not() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    for _ in 0..100_000 {
        if client.socket.send(Message::Ping(Default::default())).await.is_err() {
            break;
        }
    }
    assert_eq!(client.closed().await.0, 1008);
    still_serves(&relay).await;
}

#[tokio::test]
async fn nesting_without_end_is_an_error_and_no_crash() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    for text in [
        "[".repeat(500_000),
        format!("[\"REQ\",\"s\",{}", "{\"a\":".repeat(80_000)),
        format!("[\"EVENT\",{{\"tags\":{}", "[".repeat(400_000)),
        format!("[\"NEG-OPEN\",\"s\",{{}},{}", "[".repeat(400_000)),
    ] {
        client.send_text(text).await;
        let answer = client.next().await;
        assert!(matches!(answer[0].as_str(), Some("NOTICE" | "CLOSED" | "NEG-ERR")), "{answer}");
    }
    still_serves(&relay).await;
}

#[tokio::test]
async fn a_head_without_end_is_cut_off() {
    let relay = relay().await;
    let mut stream = TcpStream::connect(relay.local_addr()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    let mut sent = 0;
    while stream.write_all(b"X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n").await.is_ok() {
        sent += 1;
        assert!(sent < 500_000, "25 MB of a head were taken");
    }
    still_serves(&relay).await;
}

#[tokio::test]
async fn values_that_mean_something_in_sql_are_just_values() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    for value in ["'; DROP TABLE event; --", "\u{0}", "%", "x' OR '1'='1", "\u{202e}"] {
        let tagged =
            crate::client::event(&keys, 1, 0, vec![crate::client::tag(["t", value])], value);
        client.put(&tagged).await;
        assert_eq!(client.ask(json!({"#t": [value]})).await, [tagged.id.to_hex()]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever comes, the relay answers something or hangs up, and goes on.
    #[test]
    fn any_text_is_survived(texts in prop::collection::vec(message(), 1..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let relay = relay().await;
            let mut client = Client::connect(&relay).await;
            for text in texts {
                client.send_text(text).await;
            }
            still_serves(&relay).await;
        });
    }
}

/// Text that is nearly a message.
fn message() -> impl Strategy<Value = String> {
    let verb = prop::sample::select(vec![
        "EVENT",
        "REQ",
        "CLOSE",
        "AUTH",
        "COUNT",
        "NEG-OPEN",
        "NEG-MSG",
        "NEG-CLOSE",
        "",
    ]);
    let part = prop_oneof![
        ".{0,40}".prop_map(|text| json!(text).to_string()),
        any::<i64>().prop_map(|n| n.to_string()),
        Just("{}".to_owned()),
        Just("null".to_owned()),
        Just("[[],[[]]]".to_owned()),
        Just("\"6100\"".to_owned()),
        "[a-z#]{1,8}".prop_map(|key| format!("{{{}:[1,\"x\",null]}}", json!(key))),
        any::<(i64, u64)>().prop_map(|(a, b)| format!("{{\"since\":{a},\"limit\":{b}}}")),
        ".{0,20}",
    ];
    (verb, prop::collection::vec(part, 0..5)).prop_map(|(verb, parts)| {
        format!("[{}]", [vec![json!(verb).to_string()], parts].concat().join(","))
    })
}
