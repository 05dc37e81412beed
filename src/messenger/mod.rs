//! The headless heart: commands in, events out; what a send or a receive *means*.
//!
//! The window, the command line and the tests speak to it in the same words: a [`Command`] gets
//! a [`Reply`] or an [`Error`], and whatever changes is told as an [`Event`]. It must not know how
//! anything looks, and it speaks no SQL and opens no sockets itself.

mod apply;
mod changes;
mod chores;
mod command;
mod compose;
mod defaults;
mod delivery;
mod directory;
mod error;
mod event;
mod handle;
mod heart;
mod keys;
mod own_devices;
mod own_list;
mod own_relays;
mod people;
mod posting;
mod reading;
mod receive;
mod reply;
mod requests;
mod resolve;
mod revise;
mod secret;
mod settings;
mod stretch;
mod sync;

pub use command::*;
pub use defaults::{DefaultRelays, default_relays};
pub use error::*;
pub use event::*;
pub use handle::*;
pub use reply::*;
pub use secret::{SafetyNumber, Scanned, Verdict, Verified};

#[cfg(test)]
pub(crate) mod tests;
