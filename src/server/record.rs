//! A checked event in the shape that the relay stores, matches and serves.

use nostr::event::EventId;
use nostr::key::PublicKey;

use crate::model::Verified;

/// A key or id.
pub(crate) type Bytes32 = [u8; 32];

/// A gift wrap (NIP-59).
pub(crate) const GIFT_WRAP: u16 = 1059;
/// A gift wrap that is not stored (NIP-59).
pub(crate) const EPHEMERAL_WRAP: u16 = 21059;
/// A deletion request (NIP-09).
pub(crate) const DELETION: u16 = 5;
/// Proof of a key (NIP-42), never published.
pub(crate) const AUTH: u16 = 22242;

/// Whether only addressee and author may see events of this kind.
pub(crate) fn is_gated(kind: u16) -> bool {
    matches!(kind, GIFT_WRAP | EPHEMERAL_WRAP)
}

/// NIP-01: never stored.
pub(crate) fn is_ephemeral(kind: u16) -> bool {
    (20_000..30_000).contains(&kind)
}

/// NIP-01: one for each author and kind.
pub(crate) fn is_replaceable(kind: u16) -> bool {
    matches!(kind, 0 | 3) || (10_000..20_000).contains(&kind)
}

/// NIP-01: one for each author, kind and `d` tag.
pub(crate) fn is_addressable(kind: u16) -> bool {
    (30_000..40_000).contains(&kind)
}

/// An event whose hash and signature were checked.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) id: EventId,
    pub(crate) author: Bytes32,
    pub(crate) created_at: i64,
    pub(crate) kind: u16,
    /// Tags with a single letter and a value; only these can be asked for (NIP-01).
    pub(crate) tags: Vec<(u8, String)>,
    /// Unix seconds (NIP-40), `i64::MAX` for never.
    pub(crate) expires_at: i64,
    /// Value of the first `d` tag, empty without one.
    pub(crate) identifier: String,
    /// The event as it is served.
    pub(crate) json: String,
}

impl Record {
    /// Takes a checked event apart.
    pub(crate) fn from_verified(verified: Verified) -> Self {
        let event = verified.into_event();
        let mut tags = Vec::new();
        let mut identifier = None;
        for tag in event.tags.iter() {
            let parts = tag.as_slice();
            let Some(name) = parts.first() else { continue };
            if name == "d" && identifier.is_none() {
                identifier = Some(parts.get(1).cloned().unwrap_or_default());
            }
            if let ([letter], Some(value)) = (name.as_bytes(), parts.get(1))
                && letter.is_ascii_alphabetic()
            {
                tags.push((*letter, value.clone()));
            }
        }
        Self {
            id: event.id,
            author: event.pubkey.to_bytes(),
            created_at: i64::try_from(event.created_at.as_secs()).unwrap_or(i64::MAX),
            kind: event.kind.as_u16(),
            tags,
            expires_at: expiration(&event.tags),
            identifier: identifier.unwrap_or_default(),
            json: event.as_json(),
        }
    }

    /// Values of all tags of this letter.
    pub(crate) fn values(&self, letter: u8) -> impl Iterator<Item = &str> {
        self.tags.iter().filter(move |(l, _)| *l == letter).map(|(_, value)| value.as_str())
    }

    /// Whether this key is among the `p` tags.
    pub(crate) fn is_addressed_to(&self, key: &Bytes32) -> bool {
        self.values(b'p').any(|value| key_from_hex(value).as_ref() == Some(key))
    }
}

/// NIP-40's tag in Unix seconds. A value that is no number is no expiration.
pub(crate) fn expiration(tags: &nostr::event::Tags) -> i64 {
    tags.iter()
        .map(|tag| tag.as_slice())
        .find(|parts| parts.first().is_some_and(|name| name == "expiration"))
        .and_then(|parts| parts.get(1)?.parse::<u64>().ok())
        .map_or(i64::MAX, |secs| i64::try_from(secs).unwrap_or(i64::MAX))
}

/// 64 lowercase hex digits.
pub(crate) fn key_from_hex(text: &str) -> Option<Bytes32> {
    if text.len() != 64 || text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    PublicKey::from_hex(text).ok().map(|key| key.to_bytes())
}
