//! The headless heart: commands in, events out; what a send or a receive *means*.
//!
//! The window, the command line and the tests speak to it in the same words: a [`Command`] gets
//! a [`Reply`] or an [`Error`], and whatever changes is told as an [`Event`]. It must not know how
//! anything looks, and it speaks no SQL and opens no sockets itself.

mod command;
mod error;
mod event;
mod handle;
mod reply;

pub use command::*;
pub use error::*;
pub use event::*;
pub use handle::*;
pub use reply::*;
