//! The Double Ratchet with header encryption, and a KEM in every step (docs/PROTOCOL.md, section 11).
//!
//! Nothing here changes in place: sending and receiving give the state that comes next beside what
//! they made, and the old one stands until the caller has stored the new one. So a failure changes
//! nothing, whatever it is, and a crash neither loses a message nor uses a key twice.

mod chains;
mod receive;
mod saved;
mod send;
mod state;
#[cfg(test)]
pub(super) mod tests;

pub use chains::{ChainNumber, SKIPPED, SKIPPED_FOR};
pub use receive::Opened;
pub use send::Sent;
pub use state::{Ratchet, Watched};
