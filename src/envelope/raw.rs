//! Wraps of secret mailboxes: raw bytes, without seal, JSON or a second base64 (PROTOCOL 11).

use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;
use zeroize::Zeroizing;

use super::kind::kinds;
use super::open::{OpenError, decrypt_bytes};
use super::wrap::{Keep, WrapError, Wrapped, encrypt, finish};
use crate::model::{Millis, Verified};

/// Longest plaintext of a raw wrap: a ratchet wire.
pub const MAX_RAW: usize = 32_768;

/// Wraps bytes to a mailbox. They lapse at the relays after a month.
///
/// # Errors
/// [`WrapError::TooLong`], or no randomness.
pub fn wrap_raw(bytes: &[u8], mailbox: &PublicKey, now: Millis) -> Result<Wrapped, WrapError> {
    if bytes.len() > MAX_RAW {
        return Err(WrapError::TooLong);
    }
    let one_time = Keys::generate();
    let content = encrypt(&one_time, mailbox, bytes)?;
    finish(one_time, content, mailbox, Keep::AMonth, now)
}

/// Wraps bytes that relays pass on and do not keep, dated now.
///
/// # Errors
/// [`WrapError::TooLong`], or no randomness.
pub fn wrap_passing(bytes: &[u8], mailbox: &PublicKey, now: Millis) -> Result<Wrapped, WrapError> {
    if bytes.len() > MAX_RAW {
        return Err(WrapError::TooLong);
    }
    let one_time = Keys::generate();
    let event = EventBuilder::new(
        Kind::from_u16(kinds::EPHEMERAL_WRAP),
        encrypt(&one_time, mailbox, bytes)?,
    )
    .tag(Tag::custom("p", [mailbox.to_hex()]))
    .custom_created_at(Timestamp::from_secs(now.secs()))
    .finalize(&one_time)
    .map_err(|e| WrapError::Crypto(e.to_string()))?;
    let json = event.as_json();
    Ok(Wrapped { event, json, one_time })
}

/// Opens a wrap, lasting or passing, of a secret mailbox.
///
/// # Errors
/// [`OpenError`], the same for every way in which decryption can fail.
pub fn open_raw(wrap: &Verified, mailbox: &Keys) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let wrap = wrap.event();
    if ![kinds::GIFT_WRAP, kinds::EPHEMERAL_WRAP].contains(&wrap.kind.as_u16()) {
        return Err(OpenError::NotAWrap);
    }
    let plain = decrypt_bytes(mailbox, &wrap.pubkey, &wrap.content)?;
    if plain.len() > MAX_RAW { Err(OpenError::DoesNotOpen) } else { Ok(plain) }
}

/// Whether a mailbox's secret is a key at all: what `secret` asks of the curve.
pub fn is_mailbox_secret(bytes: &[u8; 32]) -> bool {
    nostr::key::SecretKey::from_slice(bytes).is_ok()
}
