//! Gift wraps and the rumors inside them: NIP-17 on NIP-59 on NIP-44.
//!
//! Pure: bytes in, bytes out. It knows no store and no network, and decides nothing about
//! what a message means for a chat; that is the messenger's.

mod kind;
mod open;
mod raw;
mod rumor;
mod wrap;

pub use kind::*;
pub use open::*;
pub use raw::*;
pub use rumor::*;
pub use wrap::*;

#[cfg(test)]
mod tests;
