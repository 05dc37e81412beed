//! The built-in relay: a small Nostr relay (NIP-01, 09, 11, 40, 42, 70, 77) that serves gift wraps
//! only to those they are for. `hushwing relay` and the app start it, and so do the tests.
//!
//! It has its own SQLite file and its own sockets, and knows nothing of profiles, chats or keys:
//! what it stores is what any relay would see. It logs no content, key or address unless asked.
//!
//! An event's way through the house: [`connection`] reads and bounds it, [`intake`] checks its hash
//! and signature on threads of its own, [`store`] commits it in a batch, then the `OK` goes out and
//! [`hub`] hands it to the live subscriptions.

mod auth;
mod command;
mod config;
mod connection;
mod error;
mod file_limit;
mod filter;
mod gate;
mod http;
mod hub;
mod info;
mod intake;
mod listener;
mod outbox;
mod rate;
mod record;
mod refusal;
mod relay;
mod reply;
mod request;
mod shared;
mod slots;
mod store;
mod sync;

pub use command::{CommandOptions, command};
pub use config::{Config, Data, Limits};
pub use error::ServerError;
pub use file_limit::{FileLimit, raise_file_limit};
pub use relay::Relay;
