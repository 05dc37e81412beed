//! A bare Nostr client, and shorthands for events.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hushwing::model::{Clock, Millis};
use hushwing::server::{Config, Data, Relay};
use nostr::event::{Event, EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::key::Keys;
use nostr::types::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// Long enough for a busy machine; only a failing test waits for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The time at which most stories play.
pub(crate) const NOW: i64 = 1_800_000_000;

pub(crate) fn here() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

/// A configuration whose clock stands at [`NOW`].
pub(crate) fn standing() -> Config {
    Config { clock: Clock::standing_at(Millis(NOW * 1000)), ..Config::default() }
}

pub(crate) async fn start(config: Config) -> Relay {
    Relay::start(config, here(), Data::Memory).await.unwrap()
}

/// A relay in memory whose clock stands.
pub(crate) async fn relay() -> Relay {
    start(standing()).await
}

pub(crate) fn tag<const N: usize>(parts: [&str; N]) -> Tag {
    Tag::parse(parts).unwrap()
}

/// An event of this kind, so many seconds after [`NOW`].
pub(crate) fn event(keys: &Keys, kind: u16, after: i64, tags: Vec<Tag>, content: &str) -> Event {
    EventBuilder::new(Kind::from_u16(kind), content)
        .tags(tags)
        .custom_created_at(Timestamp::from_secs(u64::try_from(NOW + after).unwrap()))
        .finalize(keys)
        .unwrap()
}

pub(crate) fn note(keys: &Keys, content: &str) -> Event {
    event(keys, 1, 0, vec![], content)
}

/// A gift wrap from this one-time key.
pub(crate) fn wrap_by(once: &Keys, to: &Keys) -> Event {
    event(once, 1059, 0, vec![tag(["p", &to.public_key().to_hex()])], "sealed")
}

pub(crate) fn wrap(to: &Keys) -> Event {
    wrap_by(&Keys::generate(), to)
}

pub(crate) fn json_of(event: &Event) -> Value {
    serde_json::from_str(&event.as_json()).unwrap()
}

pub(crate) fn ids(events: &[Value]) -> Vec<String> {
    events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn hex_ids<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<String> {
    events.into_iter().map(|event| event.id.to_hex()).collect()
}

pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<TcpStream>,
    pub(crate) challenge: String,
    pub(crate) url: String,
    set_aside: VecDeque<Value>,
}

impl Client {
    pub(crate) async fn connect(relay: &Relay) -> Self {
        Self::dial(relay.local_addr()).await
    }

    pub(crate) async fn dial(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).await.unwrap(), address).await
    }

    /// A client for which the system keeps as little as it can.
    pub(crate) async fn narrow(relay: &Relay) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let address = relay.local_addr();
        Self::over(socket.connect(address).await.unwrap(), address).await
    }

    async fn over(stream: TcpStream, address: SocketAddr) -> Self {
        let url = format!("ws://{address}");
        let (socket, _) = tokio_tungstenite::client_async(&url, stream).await.unwrap();
        let mut client = Self { socket, challenge: String::new(), url, set_aside: VecDeque::new() };
        let hello = client.next().await;
        assert_eq!(hello[0], "AUTH");
        client.challenge = hello[1].as_str().unwrap().to_owned();
        client
    }

    pub(crate) async fn send_text(&mut self, text: impl Into<String>) {
        self.socket.send(Message::text(text.into())).await.unwrap();
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.send_text(message.to_string()).await;
    }

    /// The next message as it comes.
    pub(crate) async fn next(&mut self) -> Value {
        if let Some(message) = self.set_aside.pop_front() {
            return message;
        }
        self.receive().await.expect("the relay closed the connection")
    }

    /// The next message from the socket; the close as an error.
    pub(crate) async fn receive(&mut self) -> Result<Value, (u16, String)> {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.expect("the relay is silent");
            match message {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Err((frame.code.into(), frame.reason.to_string()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => return Err((0, format!("{other:?}"))),
            }
        }
    }

    /// Reads until the relay closes: its code and reason.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        loop {
            if let Err(close) = self.receive().await {
                return close;
            }
        }
    }

    /// The next message that fits; others keep for later.
    pub(crate) async fn find(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.set_aside.iter().position(&fits) {
            return self.set_aside.remove(at).unwrap();
        }
        loop {
            let message = self.receive().await.expect("the relay closed the connection");
            if fits(&message) {
                return message;
            }
            self.set_aside.push_back(message);
        }
    }

    async fn ok(&mut self, id: &str) -> (bool, String) {
        let ok = self.find(|m| m[0] == "OK" && m[1] == id).await;
        (ok[2].as_bool().unwrap(), ok[3].as_str().unwrap().to_owned())
    }

    /// Publishes, and waits for the answer.
    pub(crate) async fn publish(&mut self, event: &Event) -> (bool, String) {
        self.send_text(format!("[\"EVENT\",{}]", event.as_json())).await;
        self.ok(&event.id.to_hex()).await
    }

    /// Publishes what has to be taken.
    pub(crate) async fn put(&mut self, event: &Event) {
        assert_eq!(self.publish(event).await, (true, String::new()));
    }

    /// Publishes what has to be refused with this word.
    pub(crate) async fn refused(&mut self, event: &Event, prefix: &str) -> String {
        let (taken, why) = self.publish(event).await;
        assert!(!taken && why.starts_with(&format!("{prefix}: ")), "{taken} {why}");
        why
    }

    pub(crate) fn proof(&self, keys: &Keys, relay: &str, challenge: &str, after: i64) -> Event {
        event(keys, 22242, after, vec![tag(["relay", relay]), tag(["challenge", challenge])], "")
    }

    pub(crate) async fn send_proof(&mut self, proof: &Event) -> (bool, String) {
        self.send_text(format!("[\"AUTH\",{}]", proof.as_json())).await;
        self.ok(&proof.id.to_hex()).await
    }

    /// Proves a key.
    pub(crate) async fn prove(&mut self, keys: &Keys) {
        let proof = self.proof(keys, &self.url, &self.challenge, 0);
        assert_eq!(self.send_proof(&proof).await, (true, String::new()));
    }

    pub(crate) async fn subscribe(
        &mut self,
        id: &str,
        filters: &[Value],
    ) -> Result<Vec<Value>, String> {
        let mut request = vec![json!("REQ"), json!(id)];
        request.extend_from_slice(filters);
        self.send(Value::Array(request)).await;
        let mut events = Vec::new();
        loop {
            let message = self
                .find(|m| matches!(m[0].as_str(), Some("EVENT" | "EOSE" | "CLOSED")) && m[1] == id)
                .await;
            match message[0].as_str().unwrap() {
                "EVENT" => events.push(message[2].clone()),
                "EOSE" => return Ok(events),
                _ => return Err(message[2].as_str().unwrap().to_owned()),
            }
        }
    }

    /// Asks once: the ids of the stored events.
    pub(crate) async fn ask(&mut self, filter: Value) -> Vec<String> {
        let events = self.subscribe("ask", &[filter]).await.unwrap();
        self.send(json!(["CLOSE", "ask"])).await;
        ids(&events)
    }

    /// The next live event of a subscription.
    pub(crate) async fn live(&mut self, id: &str) -> String {
        let message = self.find(|m| m[0] == "EVENT" && m[1] == id).await;
        message[2]["id"].as_str().unwrap().to_owned()
    }

    /// A round trip: whatever the relay had to say before has come by now.
    pub(crate) async fn settle(&mut self) -> Vec<Value> {
        self.send(json!(["REQ", "settle", {"limit": 0}])).await;
        let mut before = Vec::from(std::mem::take(&mut self.set_aside));
        loop {
            let message = self.next().await;
            if message == json!(["EOSE", "settle"]) {
                self.send(json!(["CLOSE", "settle"])).await;
                return before;
            }
            if message[1] != "settle" {
                before.push(message);
            }
        }
    }
}
