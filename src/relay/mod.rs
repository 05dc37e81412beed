//! A client for any Nostr relay: events and mailboxes, and nothing else.
//!
//! It must not know messages, chats or SQL. [`Pool`] is what the messenger uses; below it, from
//! the wire up: [`dialer`] opens connections, `frame` reads what a relay says, `connection` asks
//! and listens, `session` keeps one mailbox up to date on a connection, `watcher` keeps a
//! connection to a watched relay, `lane` opens one on demand, and `place` remembers what a relay
//! takes.

mod backoff;
mod board;
mod bundle;
mod connection;
mod dial_error;
pub mod dialer;
#[cfg(test)]
mod foreign_bytes;
mod frame;
mod information;
mod known;
mod lane;
mod limits;
mod pace;
mod place;
mod pool;
mod publishing;
mod recent;
mod reconcile;
mod refusal;
mod session;
mod walk;
mod watcher;

/// Stories about `wss://`.
#[cfg(test)]
mod encrypted_tests;

pub use connection::OpenError;
pub use dialer::{DialError, Dialer};
pub use known::{Known, ReadThrough};
pub use pool::{FromRelay, Pool, Purpose, Settled, Watch};
pub use publishing::{Fetched, PublishAs, Published, ReadBack};
pub use refusal::{Refusal, RefusalClass};

/// Ephemeral gift wrap (NIP-59).
pub const EPHEMERAL_WRAP: u16 = 21_059;

/// Wraps are backdated up to two days; so much older than the last sure moment is compared again,
/// seconds.
const OVERLAP: u64 = 2 * 24 * 3600 + 6 * 3600;
/// How far back a live subscription reaches, seconds: longer than any wrap lives (PROTOCOL 1).
const LIVE: u64 = 35 * 24 * 3600;
