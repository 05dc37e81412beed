//! What the built-in relay writes into its log: nothing of what passes through it, unless asked.
//! A test binary of its own, since the log belongs to the whole process.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use hushwing::server::{Config, Data, Relay};
use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::key::Keys;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

/// Publishes, asks, deletes and misbehaves a little; the words that must not be in a log.
async fn converse(config: Config) -> Vec<String> {
    let data = Data::Memory;
    let relay = Relay::start(config, "127.0.0.1:0".parse().unwrap(), data).await.unwrap();
    let url = relay.url().to_string();
    let stream = TcpStream::connect(relay.local_addr()).await.unwrap();
    let (mut socket, _) = tokio_tungstenite::client_async(&url, stream).await.unwrap();
    let hello = socket.next().await.unwrap().unwrap().into_text().unwrap();
    let challenge = serde_json::from_str::<Vec<String>>(&hello).unwrap()[1].clone();

    let keys = Keys::generate();
    let (author, marker) = (keys.public_key().to_hex(), "marker-that-is-nowhere-else".to_owned());
    let sign = |kind, content: &str, tags: Vec<[&str; 2]>| {
        let tags = tags.into_iter().map(|tag| Tag::parse(tag).unwrap());
        EventBuilder::new(Kind::from_u16(kind), content).tags(tags).finalize(&keys).unwrap()
    };
    let note = sign(1, &marker, vec![["t", &marker]]);
    let mut forged = sign(1, &marker, vec![]);
    forged.sig = note.sig;
    let proof = sign(22242, "", vec![["relay", &url], ["challenge", &challenge]]);
    let deletion = sign(5, "", vec![["e", &note.id.to_hex()]]);
    for text in [
        format!("[\"EVENT\",{}]", note.as_json()),
        format!("[\"EVENT\",{}]", forged.as_json()),
        format!("[\"AUTH\",{}]", proof.as_json()),
        format!("[\"REQ\",\"{marker}\",{{\"authors\":[\"{author}\"],\"#t\":[\"{marker}\"]}}]"),
        format!("[\"NEG-OPEN\",\"{marker}\",{{\"authors\":[\"{author}\"]}},\"61\"]"),
        format!("[\"EVENT\",{}]", deletion.as_json()),
        format!("[\"{marker}\"]"),
    ] {
        socket.send(Message::text(text)).await.unwrap();
    }
    // The notice about the last one is the last answer that is made here in order.
    while !socket.next().await.unwrap().unwrap().to_text().unwrap().starts_with("[\"NOTICE\"") {}
    drop(socket);
    relay.stop().await;
    vec![author, marker, note.id.to_hex(), challenge, "127.0.0.1".to_owned()]
}

#[tokio::test]
async fn nothing_that_passes_through_is_logged_unless_asked() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("hushwing=trace")
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let secrets = converse(Config::default()).await;
    let said = log.take();
    assert!(said.contains("connection opened"), "it does log: {said}");
    for secret in secrets {
        assert!(!said.contains(&secret), "{secret} is in the log:\n{said}");
    }

    let asked = Config { log_content: true, ..Config::default() };
    let [author, _, id, _, address] = converse(asked).await.try_into().unwrap();
    let said = log.take();
    assert!(said.contains(&author) && said.contains(&id) && said.contains(&address), "{said}");
}
