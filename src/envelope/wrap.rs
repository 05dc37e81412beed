//! Sealing and wrapping a rumor for one mailbox (NIP-59).
//!
//! `nostr`'s own builders use their own clock and randomness and throw the one-time key away;
//! the outbox needs that key to read an envelope back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nostr::event::{Event, EventBuilder, FinalizeEvent, Kind, Tag, UnsignedEvent};
use nostr::key::{Keys, PublicKey};
use nostr::nips::nip44::v2::{self, ConversationKey};
use nostr::types::Timestamp;

use super::kind::kinds;
use crate::model::Millis;

/// Longest plaintext that every NIP-44 client opens: longer ones use a prefix that older
/// clients do not know.
pub const MAX_PLAINTEXT: usize = 65_535;

/// Wraps and seals are dated back by up to two days (NIP-59).
pub const BACKDATE_SECS: u64 = 2 * 24 * 3600;

/// An envelope that is ready to go: exactly these bytes, now and in every retry.
#[derive(Debug, Clone)]
pub struct Wrapped {
    /// The gift wrap.
    pub event: Event,
    /// Its JSON: the bytes that travel.
    pub json: String,
    /// The key that signed it, used for nothing else.
    pub one_time: Keys,
}

/// Why a rumor cannot be wrapped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrapError {
    /// The text is longer than a message can be.
    #[error(
        "this text is too long for one message, which holds some 30,000 letters; shorten it or send \
         it in parts"
    )]
    TooLong,
    /// The system gave no randomness, or a key is no key.
    #[error("the message could not be encrypted: {0}")]
    Crypto(String),
}

/// Whether a wrap lapses at the relays by itself (NIP-40).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// For good: other devices and a restore read it.
    ForGood,
    /// 28 to 30 days, random.
    AMonth,
}

/// Seals `rumor` as `author` and wraps it to `mailbox` (an account: the seal is encrypted to it).
///
/// # Errors
/// [`WrapError::TooLong`], or no randomness.
pub fn wrap(
    rumor: &UnsignedEvent,
    author: &Keys,
    mailbox: &PublicKey,
    keep: Keep,
    now: Millis,
) -> Result<Wrapped, WrapError> {
    let seal = EventBuilder::new(
        Kind::from_u16(kinds::SEAL),
        encrypt(author, mailbox, rumor.as_json().as_bytes())?,
    )
    .custom_created_at(backdated(now)?)
    .finalize(author)
    .map_err(|e| WrapError::Crypto(e.to_string()))?;

    let one_time = Keys::generate();
    let content = encrypt(&one_time, mailbox, seal.as_json().as_bytes())?;
    finish(one_time, content, mailbox, keep, now)
}

/// Signs a gift wrap of this content with its one-time key.
pub(super) fn finish(
    one_time: Keys,
    content: String,
    mailbox: &PublicKey,
    keep: Keep,
    now: Millis,
) -> Result<Wrapped, WrapError> {
    let mut wrap = EventBuilder::new(Kind::from_u16(kinds::GIFT_WRAP), content)
        .tag(Tag::custom("p", [mailbox.to_hex()]))
        .custom_created_at(backdated(now)?);
    if keep == Keep::AMonth {
        let day = 24 * 3600;
        let lapses = now.secs() + 28 * day + random_below(2 * day)?;
        wrap = wrap.tag(Tag::custom("expiration", [lapses.to_string()]));
    }
    let event = wrap.finalize(&one_time).map_err(|e| WrapError::Crypto(e.to_string()))?;
    let json = event.as_json();
    Ok(Wrapped { event, json, one_time })
}

/// NIP-44 v2, in base64.
pub(super) fn encrypt(from: &Keys, to: &PublicKey, plaintext: &[u8]) -> Result<String, WrapError> {
    if plaintext.len() > MAX_PLAINTEXT {
        return Err(WrapError::TooLong);
    }
    let crypto = |e: nostr::error::Error| WrapError::Crypto(e.to_string());
    let key = ConversationKey::derive(from.secret_key(), to).map_err(crypto)?;
    let mut nonce = [0; 32];
    getrandom::fill(&mut nonce).map_err(|e| WrapError::Crypto(e.to_string()))?;
    Ok(STANDARD.encode(v2::encrypt_to_bytes_with_nonce(&key, plaintext, nonce).map_err(crypto)?))
}

fn backdated(now: Millis) -> Result<Timestamp, WrapError> {
    Ok(Timestamp::from_secs(now.secs().saturating_sub(random_below(BACKDATE_SECS)?)))
}

/// Uniform enough for dates: 64 random bits over a range of days.
fn random_below(end: u64) -> Result<u64, WrapError> {
    let random = getrandom::u64().map_err(|e| WrapError::Crypto(e.to_string()))?;
    Ok(random % end.max(1))
}
