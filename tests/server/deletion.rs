//! NIP-09 and NIP-59: who may delete what, and that it stays away.

use nostr::event::Event;
use nostr::key::Keys;
use serde_json::json;

use crate::client::{Client, NOW, event, hex_ids, note, relay, tag, wrap, wrap_by};

fn deletion(by: &Keys, of: &Event) -> Event {
    let kind = of.kind.as_u16().to_string();
    event(by, 5, 0, vec![tag(["e", &of.id.to_hex()]), tag(["k", &kind])], "")
}

#[tokio::test]
async fn an_author_deletes_and_the_request_stays() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let alice = Keys::generate();
    let (gone, kept) = (note(&alice, "gone"), note(&alice, "kept"));
    for event in [&gone, &kept] {
        client.put(event).await;
    }
    let request = deletion(&alice, &gone);
    client.put(&request).await;
    assert_eq!(client.ask(json!({"kinds": [1]})).await, hex_ids([&kept]));
    assert_eq!(client.ask(json!({"kinds": [5]})).await, hex_ids([&request]));
    client.refused(&gone, "blocked").await;
    // Deleting the deletion changes nothing.
    client.put(&deletion(&alice, &request)).await;
    client.refused(&gone, "blocked").await;
}

#[tokio::test]
async fn nobody_deletes_what_belongs_to_others() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let [alice, bob, eve] = [Keys::generate(), Keys::generate(), Keys::generate()];
    let note = note(&alice, "stays");
    let wrap = wrap(&bob);
    let mention = event(&alice, 1, 0, vec![tag(["p", &eve.public_key().to_hex()])], "hi");
    for event in [&note, &wrap, &mention] {
        client.put(event).await;
        client.put(&deletion(&eve, event)).await;
        assert!(client.publish(event).await.1.starts_with("duplicate: "));
    }
}

#[tokio::test]
async fn an_addressee_deletes_a_wrap_and_so_does_its_author() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let (once, bob) = (Keys::generate(), Keys::generate());
    let (first, second) = (wrap_by(&once, &bob), wrap(&bob));
    for wrap in [&first, &second] {
        client.put(wrap).await;
    }
    client.put(&deletion(&bob, &second)).await;
    client.put(&deletion(&once, &first)).await;
    client.prove(&bob).await;
    assert!(client.ask(json!({"kinds": [1059]})).await.is_empty());
    client.refused(&first, "blocked").await;
    client.refused(&second, "blocked").await;
}

#[tokio::test]
async fn what_is_deleted_before_it_comes_stays_away() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let [alice, bob, eve] = [Keys::generate(), Keys::generate(), Keys::generate()];
    let (note, wrap) = (note(&alice, "late"), wrap(&bob));
    for request in [deletion(&alice, &note), deletion(&bob, &wrap)] {
        client.put(&request).await;
    }
    client.refused(&note, "blocked").await;
    client.refused(&wrap, "blocked").await;
    // But a stranger cannot keep it away.
    let other = event(&alice, 1, 0, vec![], "late too");
    client.put(&deletion(&eve, &other)).await;
    client.put(&other).await;
}

#[tokio::test]
async fn an_address_is_deleted_up_to_the_time_of_the_request() {
    let relay = relay().await;
    let mut client = Client::connect(&relay).await;
    let (alice, eve) = (Keys::generate(), Keys::generate());
    let author = alice.public_key().to_hex();
    let article = |after, d: &str| event(&alice, 30_023, after, vec![tag(["d", d])], "v");
    let request = |by: &Keys, after, address: &str| {
        event(by, 5, after, vec![tag(["a", address]), tag(["k", "30023"])], "")
    };
    let (old, other) = (article(-10, "x"), article(-10, "y"));
    client.put(&old).await;
    client.put(&other).await;
    client.put(&request(&eve, 0, &format!("30023:{author}:x"))).await;
    assert_eq!(client.ask(json!({"kinds": [30_023]})).await.len(), 2);

    client.put(&request(&alice, -5, &format!("30023:{author}:x"))).await;
    assert_eq!(client.ask(json!({"kinds": [30_023]})).await, hex_ids([&other]));
    client.refused(&article(-6, "x"), "blocked").await;
    let newer = article(-4, "x");
    client.put(&newer).await;
    assert_eq!(client.ask(json!({"kinds": [30_023], "#d": ["x"]})).await, hex_ids([&newer]));
    // An earlier request changes nothing about the newer version.
    client.put(&request(&alice, -8, &format!("30023:{author}:x"))).await;
    assert_eq!(client.ask(json!({"kinds": [30_023], "#d": ["x"]})).await, hex_ids([&newer]));

    let list = event(&alice, 10_050, -10, vec![], "");
    client.put(&list).await;
    client.put(&request(&alice, -9, &format!("10050:{author}:"))).await;
    assert!(client.ask(json!({"kinds": [10_050], "since": NOW - 100})).await.is_empty());
}
