//! Stories of Olga, who offers, and Carl, who accepts; and what others try against them.

mod support;

mod attack;
mod cbor;
mod chat;
mod classical;
mod contents;
mod foreign_bytes;
mod handshake;
mod model;
mod primitives;
mod vectors;
mod wycheproof;

pub(in crate::secret) use contents::*;
pub(in crate::secret) use support::*;
