//! Secret chats between two devices: identity, handshake, ratchet, safety number, spoken words, as
//! docs/PROTOCOL.md, sections 9 to 13, has them and in its symbols.
//!
//! Pure: bytes in, bytes out. Randomness and time are arguments, nothing is stored or sent here, and
//! no other room of the house is known. What a relay, a rumor or a person is, others know; accounts
//! and mailboxes are 32 bytes here.
//!
//! A chat's life:
//!
//! ```text
//! O  OpenOffer::new ── content ──▶  C  Offer::read, Offer::accept
//! O  Accept::read, OpenOffer::open  ◀── content ──
//!    Ratchet::send, Ratchet::receive, on either side
//! ```
//!
//! Whatever comes from outside is bounded before it is read, and one error says no to all of it. The
//! secrets are wiped when they are dropped. What the crates beneath leave on the stack while they
//! compute is beyond our reach.

mod accept;
mod cbor;
mod content;
mod dh;
mod ending;
mod error;
mod handshake;
mod header;
mod identity;
mod kdf;
mod kem;
mod key;
mod mailbox;
mod offer;
mod ratchet;
mod safety_number;
mod saved;
mod seal;
#[cfg(test)]
mod tests;
mod typing;
mod wire;
mod words;

pub use accept::{Accept, Accepted};
pub use content::{Content, Id, Kind, Side, Target, Words};
pub use content::{DELETE, EMOJI, NAME, RECEIPT, TEXT, TIMER};
pub use ending::Ending;
pub use error::{Damaged, Failure, Unsent};
pub use header::CHAIN;
pub use identity::{Account, Device, IDENTITY, Identity};
pub use mailbox::MailboxSecret;
pub use offer::{ChatId, OFFER_FOR, Offer, OpenOffer, ReplyMailbox};
pub use ratchet::{ChainNumber, Opened, Ratchet, SKIPPED, SKIPPED_FOR, Sent, Watched};
pub use safety_number::{CODE, SafetyNumber, Scanned};
pub use typing::TYPING;
pub use wire::{CONTENT, SIZES};
pub use words::{Role, Step, WordsCheck};
