//! Stories about Alice, Bob and others, over an in-process relay: every layer is the real one.

#[path = "../../../tests/support/bad_relay.rs"]
#[allow(dead_code, unreachable_pub)]
mod bad_relay;
mod blocks;
mod chats;
mod devices;
mod edits;
mod hostile;
mod people;
mod relays;
mod rooms;
pub(crate) mod secret;
mod secret_forensics;
mod secret_linking;
mod secret_many;
#[cfg(target_os = "linux")]
mod secret_memory;
mod secret_notes;
mod secret_trouble;
mod settings;
mod silence;
mod waiting;
pub(crate) mod world;
