//! Plain types that everyone speaks: no I/O, no SQL, no sockets.
//!
//! A type is here when two rooms of the house exchange it. Rows that leave the messenger
//! (for the window, the command line, the local socket) derive `Serialize` with the field
//! names that outside tools rely on.

mod chat;
mod clock;
mod contact;
mod event;
#[cfg(test)]
mod foreign_bytes;
mod id;
mod link;
mod message;
mod name;
pub(crate) mod npub;
mod profile;
mod reason;
mod relay_address;
mod relay_status;
mod secret;
mod secret_chat;
mod sentence;
mod state;
mod trouble;

pub use chat::*;
pub use clock::*;
pub use contact::*;
pub use event::*;
pub use id::*;
pub use link::*;
pub use message::*;
pub use name::*;
pub use npub::{npub, short_npub};
pub use profile::*;
pub use reason::Reason;
pub use relay_address::*;
pub use relay_status::*;
pub use secret::*;
pub use secret_chat::*;
pub use sentence::{sentence, why};
pub use state::*;
pub use trouble::*;
