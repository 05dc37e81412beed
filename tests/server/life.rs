//! Starting, stopping and starting again.

use futures_util::FutureExt;
use hushwing::server::{Config, Data, Relay, ServerError};
use nostr::key::Keys;
use serde_json::json;

use crate::client::{Client, here, hex_ids, note, standing, start, wrap};

#[tokio::test]
async fn what_was_taken_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::Dir(folder.path().to_owned());
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let (kept, gone, wrapped) = (note(&alice, "kept"), note(&alice, "gone"), wrap(&bob));
    let first = Relay::start(standing(), here(), data.clone()).await.unwrap();
    let mut client = Client::connect(&first).await;
    for event in [&kept, &gone, &wrapped] {
        client.put(event).await;
    }
    let request =
        crate::client::event(&alice, 5, 0, vec![crate::client::tag(["e", &gone.id.to_hex()])], "");
    client.put(&request).await;
    first.stop().await;

    let second = Relay::start(standing(), here(), data).await.unwrap();
    let mut client = Client::connect(&second).await;
    assert_eq!(client.ask(json!({"kinds": [1]})).await, hex_ids([&kept]));
    client.refused(&gone, "blocked").await;
    client.prove(&bob).await;
    assert_eq!(client.ask(json!({"kinds": [1059]})).await, hex_ids([&wrapped]));
}

#[tokio::test]
async fn a_stop_answers_what_came_and_closes_every_connection() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::Dir(folder.path().to_owned());
    let relay = Relay::start(standing(), here(), data.clone()).await.unwrap();
    let address = relay.local_addr();
    let mut idle = Client::connect(&relay).await;
    let mut busy = Client::connect(&relay).await;
    let keys = Keys::generate();
    for n in 0..50 {
        let note = note(&keys, &n.to_string());
        busy.send_text(format!("[\"EVENT\",{}]", note.as_json())).await;
    }
    let first = busy.next().await;
    assert_eq!(first[0], "OK");
    let stopping = tokio::spawn(relay.stop());
    assert_eq!(idle.closed().await.0, 1001);
    let mut taken = 1;
    let (code, _) = loop {
        match busy.receive().await {
            Ok(message) => {
                assert!(message[0] == "OK" && message[2] == true, "{message}");
                taken += 1;
            }
            Err(close) => break close,
        }
    };
    assert_eq!(code, 1001);
    drop((idle, busy));
    stopping.await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens any more");
    assert!(!folder.path().join("relay.sqlite-wal").exists(), "the log was written out");

    let again = Relay::start(standing(), here(), data).await.unwrap();
    let mut client = Client::connect(&again).await;
    let kept = client.ask(json!({})).await.len();
    assert!(kept >= taken, "{taken} were promised, {kept} are there");
}

#[tokio::test]
async fn a_signal_stops_it() {
    let relay = start(Config::default()).await;
    let mut client = Client::connect(&relay).await;
    let (signal, signalled) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(relay.serve_until(signalled.map(drop)));
    client.ask(json!({})).await;
    signal.send(()).unwrap();
    assert_eq!(client.closed().await.0, 1001);
    drop(client);
    serving.await.unwrap();
}

#[tokio::test]
async fn a_dropped_relay_lets_go_of_folder_and_port() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::Dir(folder.path().to_owned());
    let relay = Relay::start(standing(), here(), data.clone()).await.unwrap();
    let mut client = Client::connect(&relay).await;
    drop(relay);
    client.closed().await;
    // Its threads end on their own.
    loop {
        match Relay::start(standing(), here(), data.clone()).await {
            Ok(_) => break,
            Err(ServerError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::Dir(folder.path().to_owned());
    let relay = Relay::start(standing(), here(), data.clone()).await.unwrap();
    let error = Relay::start(standing(), here(), data).await.unwrap_err().to_string();
    assert!(error.contains("another relay is using"), "{error}");
    let error =
        Relay::start(standing(), relay.local_addr(), Data::Memory).await.unwrap_err().to_string();
    assert!(error.starts_with("cannot listen on 127.0.0.1:"), "{error}");
    assert_eq!(relay.url().to_string(), format!("ws://{}", relay.local_addr()));
}
