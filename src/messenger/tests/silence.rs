//! Relays that take a connection and say nothing.

use std::net::TcpListener;

use super::world::*;
use crate::messenger::*;
use crate::model::*;

/// An address where the system takes connections and nobody ever answers.
fn silence() -> (TcpListener, RelayAddress) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap()).parse().unwrap();
    (listener, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_names_the_relay_that_says_nothing_and_does_the_rest() {
    let good = relay().await;
    let (_listener, silent) = silence();
    let (mut alice, bob, chat) = alice_and_bob(&good).await;
    bob.send(chat, "on the relay that works").await;
    bob.sync().await;
    assert!(alice.sync().await.silent.is_empty());
    alice.run(Command::AddRelay { url: silent.clone(), unencrypted: false }).await;
    alice.send(chat, "and back").await;
    let synced = alice.sync().await;
    assert_eq!(synced.silent, std::slice::from_ref(&silent));
    assert!(synced.reached);
    alice.sees(chat, "on the relay that works").await;
    bob.sync().await;
    assert!(bob.texts(chat).await.contains(&"and back".to_owned()));
    let Reply::Relays(rows) = alice.run(Command::Relays).await else { panic!() };
    let row = rows.iter().find(|row| row.url == silent).unwrap();
    assert_ne!(row.state, RelayCondition::Connected);
}
