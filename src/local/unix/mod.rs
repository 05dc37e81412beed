//! The local socket where Unix sockets exist.

mod address;
mod client;
mod peer;
mod server;
mod window;

pub use client::{Client, Watch};
pub use server::{Server, serve};
pub use window::{claim_window, raise_window, serve_window};

#[cfg(test)]
pub(super) use server::MAX_CONNECTIONS;
