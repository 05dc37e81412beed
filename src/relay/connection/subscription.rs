//! Open questions: REQ subscriptions and NIP-77 negotiations. Dropping one closes it.

use std::sync::Arc;

use nostr::filter::Filter;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::{Connection, Lost, SubRoute};
use crate::model::Hashed;
use crate::relay::refusal::Refusal;

/// Events that wait for the reader before the socket is left unread.
const WAITING: usize = 64;

/// What comes out of a subscription. Events match its filters, and their ids are their hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Event(Hashed),
    Eose,
    Closed(Refusal),
}

/// What comes out of a negotiation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NegItem {
    Message(Vec<u8>),
    Refused(Refusal),
}

/// An open REQ.
pub(crate) struct Subscription {
    name: String,
    items: mpsc::Receiver<Item>,
    connection: Connection,
}

impl Subscription {
    /// The next item; `None` after CLOSED or when the connection is lost.
    pub(crate) async fn next(&mut self) -> Option<Item> {
        self.items.recv().await
    }

    /// What has come already.
    pub(crate) fn waiting(&mut self) -> Option<Item> {
        self.items.try_recv().ok()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let shared = &self.connection.shared;
        if shared.routes().subs.remove(&self.name).is_some() {
            let close = format!(r#"["CLOSE","{}"]"#, self.name);
            let _ = shared.outgoing.try_send(Message::Text(Utf8Bytes::from(close)));
        }
    }
}

/// An open NEG-OPEN.
pub(crate) struct Negotiation {
    name: String,
    items: mpsc::Receiver<NegItem>,
    connection: Connection,
}

impl Negotiation {
    /// The relay's next message; `None` when the connection is lost.
    pub(crate) async fn next(&mut self) -> Option<NegItem> {
        self.items.recv().await
    }

    /// Answers it.
    pub(crate) async fn send(&self, message: &[u8]) -> Result<(), Lost> {
        let json = format!(r#"["NEG-MSG","{}","{}"]"#, self.name, hex::encode(message));
        self.connection.send_unawaited(json).await
    }
}

impl Drop for Negotiation {
    fn drop(&mut self) {
        let shared = &self.connection.shared;
        if shared.routes().negotiations.remove(&self.name).is_some() {
            let close = format!(r#"["NEG-CLOSE","{}"]"#, self.name);
            let _ = shared.outgoing.try_send(Message::Text(Utf8Bytes::from(close)));
        }
    }
}

impl Connection {
    /// Opens a REQ. Events that match none of the filters are dropped and counted.
    pub(crate) async fn subscribe(&self, filters: Arc<[Filter]>) -> Result<Subscription, Lost> {
        let (sink, items) = mpsc::channel(WAITING);
        let name = {
            let mut routes = self.shared.routes();
            routes.last_name += 1;
            let name = routes.last_name.to_string();
            let route = SubRoute { filters: filters.clone(), sink };
            routes.subs.insert(name.clone(), route);
            name
        };
        let mut json = format!(r#"["REQ","{name}""#);
        for filter in filters.iter() {
            json.push(',');
            json.push_str(&serde_json::to_string(filter).unwrap_or_else(|_| "{}".into()));
        }
        json.push(']');
        let subscription = Subscription { name, items, connection: self.clone() };
        self.send(json).await?;
        Ok(subscription)
    }

    /// Opens a NIP-77 negotiation.
    pub(crate) async fn negotiate(
        &self,
        filter: &Filter,
        message: &[u8],
    ) -> Result<Negotiation, Lost> {
        let (sink, items) = mpsc::channel(2);
        let name = {
            let mut routes = self.shared.routes();
            routes.last_name += 1;
            let name = routes.last_name.to_string();
            routes.negotiations.insert(name.clone(), sink);
            name
        };
        let negotiation = Negotiation { name, items, connection: self.clone() };
        let filter = serde_json::to_string(filter).unwrap_or_else(|_| "{}".into());
        let name = &negotiation.name;
        let json = format!(r#"["NEG-OPEN","{name}",{filter},"{}"]"#, hex::encode(message));
        self.send_unawaited(json).await?;
        Ok(negotiation)
    }
}
