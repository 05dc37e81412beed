//! What the relay is told: its name, its limits, where its data lie.

use std::path::PathBuf;
use std::time::Duration;

use crate::model::{Clock, RelayAddress};

/// Where events are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// In memory, gone when the relay stops.
    Memory,
    /// In this folder, which is made if it does not exist.
    Dir(PathBuf),
}

/// How the relay behaves.
#[derive(Debug, Clone)]
pub struct Config {
    /// What NIP-11 calls the relay.
    pub name: String,
    /// The relay's public addresses. A client proves a key (NIP-42) for the address it dialled;
    /// the IP address of the connection and, on loopback, `localhost` count without being named.
    pub urls: Vec<RelayAddress>,
    /// Serve gift wraps (kinds 1059 and 21059) only to their authenticated addressee or one-time
    /// author.
    pub gate: bool,
    /// Log ids, keys and addresses too. Off unless somebody hunts an error.
    pub log_content: bool,
    /// What it refuses, all told in NIP-11.
    pub limits: Limits,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: "Hushwing relay".to_owned(),
            urls: Vec::new(),
            gate: true,
            log_content: false,
            limits: Limits::default(),
            clock: Clock::system(),
        }
    }
}

/// What the relay refuses. Rates are per connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Longest message from a client, in bytes.
    pub message_bytes: usize,
    /// Most tags of an event (at most [`crate::model::MAX_TAGS`]).
    pub event_tags: usize,
    /// Most open subscriptions of a connection.
    pub subscriptions: usize,
    /// Longest subscription id, in characters (NIP-01).
    pub subscription_id: usize,
    /// Most filters in a REQ.
    pub filters: usize,
    /// Most values in one filter, all its lists together.
    pub filter_values: usize,
    /// Most stored events that one filter gets, and what it gets without `limit`.
    pub results: usize,
    /// Events taken per second, in the long run.
    pub events_per_second: u32,
    /// Events taken at once.
    pub events_burst: u32,
    /// Other messages (REQ, CLOSE, AUTH, NEG-…) per second, in the long run.
    pub requests_per_second: u32,
    /// Other messages at once.
    pub requests_burst: u32,
    /// Refusals at once before a connection is closed; one is forgiven every 100 ms.
    pub refusals_burst: u32,
    /// Most keys that one connection may prove (NIP-42).
    pub auth_keys: usize,
    /// Most connections.
    pub connections: usize,
    /// Most connections from one address (IPv6: from one /64). Loopback is not counted, since
    /// proxies and onion services come from there.
    pub connections_per_address: usize,
    /// How far in the future an event may be dated, in seconds.
    pub future_seconds: i64,
    /// Most events that one NIP-77 session compares.
    pub sync_records: usize,
    /// Most NIP-77 sessions of a connection.
    pub sync_sessions: usize,
    /// Live events that wait for a slow reader, in bytes, before it is disconnected.
    pub outbox_bytes: usize,
    /// How long one write may take before the reader counts as gone.
    pub write_time: Duration,
    /// How long a connection may be silent before it is pinged; twice that ends it.
    pub ping_interval: Duration,
    /// How long one query may run.
    pub query_time: Duration,
    /// Largest database, in bytes. `None`: as large as the disk.
    pub database_bytes: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 512 * 1024,
            event_tags: crate::model::MAX_TAGS,
            subscriptions: 300,
            subscription_id: 64,
            filters: 20,
            filter_values: 2_000,
            results: 5_000,
            events_per_second: 1_000,
            events_burst: 5_000,
            requests_per_second: 100,
            requests_burst: 1_000,
            refusals_burst: 200,
            auth_keys: 512,
            connections: 12_000,
            connections_per_address: 256,
            future_seconds: 15 * 60,
            sync_records: 200_000,
            sync_sessions: 8,
            outbox_bytes: 8 * 1024 * 1024,
            write_time: Duration::from_secs(60),
            ping_interval: Duration::from_secs(45),
            query_time: Duration::from_secs(5),
            database_bytes: None,
        }
    }
}
