//! The local socket where Unix sockets exist.

mod address;
mod client;
mod peer;
mod server;

pub use client::{Client, Watch};
pub use server::{Server, serve};

#[cfg(test)]
pub(super) use server::MAX_CONNECTIONS;
