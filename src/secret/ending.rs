//! The content of a rumor of kind 1463: an accept that came too late, or an offer that was refused.
//! Which of the two it is, says whose hash it names.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::cbor::{Map, Writer};
use super::error::Failure;
use super::offer::{ChatId, VERSION, decode};

/// Ends one unconfirmed chat (`taken`) or one open offer (`refused`), and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// The offer's.
    pub chat_id: ChatId,
    /// H(accept bytes) in `taken`, H(offer bytes) in `refused`.
    pub hash: [u8; 32],
}

impl Ending {
    /// The content of its rumor.
    pub fn content(&self) -> String {
        let mut map = Writer::new();
        map.uint(1, VERSION).bytes(2, &self.chat_id).bytes(3, &self.hash);
        STANDARD.encode(map.finish())
    }

    /// Reads what a rumor holds. The caller checks that its author is the other side's account.
    pub fn read(content: &str) -> Result<Self, Failure> {
        let content = decode(content)?;
        let map = Map::read(&content)?;
        if map.uint(1)? != VERSION {
            return Err(Failure::Unopened);
        }
        Ok(Self { chat_id: *map.bytes(2)?, hash: *map.bytes(3)? })
    }
}
