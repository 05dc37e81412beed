//! Stories about Hushwing's relay client and relays that misbehave.
//!
//! Most run over pipes in memory with paused time, so that deadlines of minutes pass at once and
//! nothing depends on the machine's speed.

#![allow(clippy::unwrap_used)]

#[path = "../support/bad_relay.rs"]
#[allow(dead_code, unreachable_pub)]
mod bad_relay;
mod bundles;
mod hostile;
mod pages;
mod publishing;
mod sentences;
mod watching;
#[allow(unreachable_pub)]
mod world;
