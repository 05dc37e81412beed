//! NIP-40: what expired is not taken, not served and not kept. Times that are too far off.

use hushwing::model::{Clock, Millis};
use hushwing::server::{Config, Data, Relay};
use nostr::event::Event;
use nostr::key::Keys;
use serde_json::json;

use crate::client::{Client, NOW, event, here, hex_ids, relay, start, tag};

fn expiring(at: i64) -> Event {
    event(&Keys::generate(), 1, 0, vec![tag(["expiration", &at.to_string()])], "brief-marker")
}

#[tokio::test]
async fn an_expired_event_is_not_taken() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    client.refused(&expiring(NOW), "invalid").await;
    client.refused(&expiring(NOW - 5), "invalid").await;
    client.put(&expiring(NOW + 1)).await;
    // What is no time is no expiration.
    client.put(&event(&Keys::generate(), 1, 0, vec![tag(["expiration", "soon"])], "")).await;
}

#[tokio::test]
async fn an_event_is_served_until_it_expires() {
    let clock = Clock::standing_at(Millis(NOW * 1000));
    let relay = start(Config { clock: clock.clone(), ..Config::default() }).await;
    let mut client = Client::connect(&relay).await;
    let brief = expiring(NOW + 60);
    client.put(&brief).await;
    clock.advance(59_000);
    assert_eq!(client.ask(json!({})).await, hex_ids([&brief]));
    assert_eq!(client.ask(json!({"ids": [brief.id.to_hex()]})).await, hex_ids([&brief]));
    clock.advance(1_000);
    assert!(client.ask(json!({})).await.is_empty());
    assert!(client.ask(json!({"ids": [brief.id.to_hex()]})).await.is_empty());
}

#[tokio::test]
async fn an_expired_event_leaves_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::Dir(folder.path().to_owned());
    let clock = Clock::standing_at(Millis(NOW * 1000));
    let config = Config { clock: clock.clone(), ..Config::default() };
    let relay = Relay::start(config, here(), data).await.unwrap();
    Client::connect(&relay).await.put(&expiring(NOW + 60)).await;
    assert!(on_disk(folder.path()), "it was written");
    clock.advance(60_000);
    relay.stop().await;
    assert!(!on_disk(folder.path()), "nothing of it is left");
}

fn on_disk(folder: &std::path::Path) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(12).any(|window| window == b"brief-marker")
    })
}

#[tokio::test]
async fn the_far_future_is_refused_and_the_past_is_not() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    client.refused(&event(&keys, 1, 901, vec![], ""), "invalid").await;
    client.put(&event(&keys, 1, 900, vec![], "")).await;
    client.put(&event(&keys, 1, -NOW, vec![], "the first second")).await;
    client.refused(&event(&keys, 1, i64::MAX - NOW, vec![], ""), "invalid").await;
}
