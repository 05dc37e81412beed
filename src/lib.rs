//! Hushwing: a desktop messenger with secret chats.
//!
//! The map of the house. Arrows go one way:
//! `demo` → `app`, `cli` → `messenger` → `store`, `relay`, `envelope` → `model`.

// The fixtures of the examples are also those of the tests; they name the library.
#[cfg(test)]
extern crate self as hushwing;

/// The windows: all that is seen. Talks to `messenger` alone.
pub mod app;
/// The messenger without windows: for scripts, and for tests.
pub mod cli;
/// Two people's windows side by side, to try the program without an account.
pub mod demo;
/// Gift wraps and the rumors inside them (NIP-17, NIP-44, NIP-59). Pure.
pub mod envelope;
/// The door between a running Hushwing and the commands of the same person.
pub mod local;
/// The headless heart: commands in, events out; what a send or a receive *means*.
pub mod messenger;
/// Plain types that everyone speaks.
pub mod model;
#[cfg(test)]
#[path = "../tests/support/mutation.rs"]
mod mutation;
/// What the operating system lends: which way the network lies.
pub mod platform;
/// A client for any relay: dialer, connection, pool, sync, limits.
pub mod relay;
/// Secret chats: handshake, ratchet, safety number. Pure: randomness and time are arguments.
pub mod secret;
/// The built-in relay.
pub mod server;
/// The encrypted database: keys, schema and migrations, chats, messages, search, outbox, erasing.
pub mod store;
