//! Stories about the built-in relay, told by a bare WebSocket client that knows nothing of it.

#![allow(clippy::unwrap_used)]

mod auth;
mod basics;
mod client;
mod deletion;
mod expiry;
mod hostile;
mod life;
mod limits;
mod live;
mod sync;
