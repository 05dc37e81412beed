//! Nostr events from outside, and how far each one has been checked.

use nostr::event::Event;

/// Most tags an event may carry. A room of ten people needs some fifteen.
pub const MAX_TAGS: usize = 2_000;

/// Largest event that is looked at, in bytes of JSON. Relays take 4 KB to 512 KB.
pub const MAX_EVENT_BYTES: usize = 1 << 20;

/// Why an event from outside is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// Over [`MAX_EVENT_BYTES`] or [`MAX_TAGS`].
    #[error("the event is larger than Hushwing accepts")]
    TooLarge,
    /// Not an event.
    #[error("the text is not a Nostr event")]
    Malformed,
    /// The id is not the hash of the content.
    #[error("the event's id is not the hash of what it says")]
    ForgedId,
    /// The signature does not fit.
    #[error("the event's signature is wrong")]
    BadSignature,
}

/// An event whose id is the hash of its content. The signature was **not** checked: a relay may
/// have put any 64 bytes there, so nothing but "seen before" may be decided from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashed(Event);

impl Hashed {
    /// Hashes the event itself, whatever id it claims (NIP-01).
    ///
    /// # Errors
    /// [`EventError::TooLarge`] or [`EventError::ForgedId`].
    pub fn check(event: Event) -> Result<Self, EventError> {
        if event.tags.len() > MAX_TAGS || event.content.len() > MAX_EVENT_BYTES {
            return Err(EventError::TooLarge);
        }
        if !event.verify_id() {
            return Err(EventError::ForgedId);
        }
        Ok(Self(event))
    }

    /// Reads JSON, its size first.
    ///
    /// # Errors
    /// Any [`EventError`] but the signature's.
    pub fn from_json(json: &str) -> Result<Self, EventError> {
        if json.len() > MAX_EVENT_BYTES {
            return Err(EventError::TooLarge);
        }
        Self::check(Event::from_json(json).map_err(|_| EventError::Malformed)?)
    }

    /// The event, still without a checked signature.
    pub fn event(&self) -> &Event {
        &self.0
    }

    /// Checks the signature too: some 30 µs.
    ///
    /// # Errors
    /// [`EventError::BadSignature`].
    pub fn verify(self) -> Result<Verified, EventError> {
        if self.0.verify_signature() { Ok(Verified(self.0)) } else { Err(EventError::BadSignature) }
    }
}

/// An event whose id and signature were both checked by hashing it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified(Event);

impl Verified {
    /// The event.
    pub fn event(&self) -> &Event {
        &self.0
    }

    /// The event, taken out.
    pub fn into_event(self) -> Event {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use nostr::event::{EventBuilder, FinalizeEvent, Kind};
    use nostr::key::Keys;

    fn signed() -> Event {
        EventBuilder::new(Kind::TextNote, "hello").finalize(&Keys::generate()).unwrap()
    }

    #[test]
    fn an_id_that_is_claimed_is_not_believed() {
        let mut event = signed();
        event.content = "something else".into();
        assert_eq!(Hashed::check(event), Err(EventError::ForgedId));
    }

    #[test]
    fn a_signature_of_another_event_is_refused() {
        let mut event = signed();
        event.sig = signed().sig;
        let hashed = Hashed::check(event).unwrap();
        assert_eq!(hashed.verify(), Err(EventError::BadSignature));
    }

    #[test]
    fn a_good_event_passes() {
        let event = signed();
        assert_eq!(Hashed::check(event.clone()).unwrap().verify().unwrap().event(), &event);
    }
}
