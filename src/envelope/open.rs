//! Opening an envelope that came from outside.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nostr::event::{Event, UnsignedEvent};
use nostr::key::{Keys, PublicKey};
use nostr::nips::nip44::v2::{self, ConversationKey};
use zeroize::Zeroizing;

use super::kind::kinds;
use super::rumor::{Rumor, RumorError};
use crate::model::{EventError, Hashed, Verified};

/// Why an envelope does not open. Nothing of it reaches a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not a gift wrap.
    #[error("not a gift wrap")]
    NotAWrap,
    /// Wrong key, or damaged on the way.
    #[error("the envelope does not open with this key")]
    DoesNotOpen,
    /// Inside is no seal.
    #[error("inside the envelope is no seal")]
    NoSeal,
    /// The seal is forged.
    #[error("the seal is not valid: {0}")]
    Seal(#[from] EventError),
    /// Inside the seal is no rumor.
    #[error("inside the seal is no message")]
    NoRumor,
    /// Seal and rumor name different authors: somebody poses as somebody else.
    #[error("the seal and the message inside name different authors")]
    Impostor,
    /// The rumor is malformed.
    #[error(transparent)]
    Rumor(#[from] RumorError),
}

/// Opens an account or reply mailbox's envelope down to the rumor: some 0.3 ms of curve
/// arithmetic, so it belongs on worker threads.
///
/// # Errors
/// [`OpenError`], the same for every way in which decryption can fail.
pub fn open(wrap: &Verified, mailbox: &Keys) -> Result<Rumor, OpenError> {
    let wrap = wrap.event();
    if wrap.kind.as_u16() != kinds::GIFT_WRAP {
        return Err(OpenError::NotAWrap);
    }
    let json = decrypt(mailbox, &wrap.pubkey, &wrap.content)?;
    let seal = Event::from_json(&json).map_err(|_| OpenError::NoSeal)?;
    if seal.kind.as_u16() != kinds::SEAL {
        return Err(OpenError::NoSeal);
    }
    let seal = Hashed::check(seal)?.verify()?.into_event();
    let json = decrypt(mailbox, &seal.pubkey, &seal.content)?;
    let raw = UnsignedEvent::from_json(&json).map_err(|_| OpenError::NoRumor)?;
    if raw.pubkey != seal.pubkey {
        return Err(OpenError::Impostor);
    }
    Ok(Rumor::read(&raw)?)
}

fn decrypt(mailbox: &Keys, from: &PublicKey, content: &str) -> Result<String, OpenError> {
    let plain = decrypt_bytes(mailbox, from, content)?;
    std::str::from_utf8(&plain).map(str::to_owned).map_err(|_| OpenError::DoesNotOpen)
}

/// NIP-44 v2, from base64.
pub(super) fn decrypt_bytes(
    mailbox: &Keys,
    from: &PublicKey,
    content: &str,
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let payload = STANDARD.decode(content).map_err(|_| OpenError::DoesNotOpen)?;
    // Version 2 is the only one that NIP-44 defines today.
    if payload.first() != Some(&2) {
        return Err(OpenError::DoesNotOpen);
    }
    let key =
        ConversationKey::derive(mailbox.secret_key(), from).map_err(|_| OpenError::DoesNotOpen)?;
    let plain = v2::decrypt_to_bytes(&key, &payload).map_err(|_| OpenError::DoesNotOpen)?;
    Ok(Zeroizing::new(plain))
}
