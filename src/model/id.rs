//! Names of chats and messages.

use std::fmt;
use std::str::FromStr;

use nostr::event::EventId;
use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A text that is not the lowercase hex of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id: ids are lowercase hexadecimal")]
pub struct BadId;

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// The bytes.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }

            /// From bytes of the right length.
            ///
            /// # Errors
            /// [`BadId`] for any other length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, BadId> {
                bytes.try_into().map(Self).map_err(|_| BadId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), hex::encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                if text.bytes().any(|b| b.is_ascii_uppercase()) {
                    return Err(BadId);
                }
                let mut bytes = [0; $len];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| BadId)?;
                Ok(Self(bytes))
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

hex_id!(
    /// A chat: 16 bytes, 32 hex digits. For NIP-17 chats it is computed from who takes part
    /// ([`ChatId::of_people`]), so it is the same on every device.
    ChatId, 16
);

hex_id!(
    /// A message: the id of the first rumor that carried it (an edit keeps it). 32 bytes.
    MessageId, 32
);

impl ChatId {
    /// The chat of these people, whoever of them asks: NIP-17's rule that "the set of `pubkey` and
    /// `p` tags defines a chat room". Order and repetition do not matter.
    ///
    /// One person: "Saved messages". Two: one to one. More: a room.
    pub fn of_people<'a>(people: impl IntoIterator<Item = &'a PublicKey>) -> Self {
        let mut people: Vec<[u8; 32]> = people.into_iter().map(|p| p.to_bytes()).collect();
        people.sort_unstable();
        people.dedup();
        let mut hash = Sha256::new();
        hash.update(b"hushwing/chat/1");
        for person in &people {
            hash.update(person);
        }
        let digest = hash.finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }
}

impl From<EventId> for MessageId {
    fn from(id: EventId) -> Self {
        Self(id.to_bytes())
    }
}

impl From<MessageId> for EventId {
    fn from(id: MessageId) -> Self {
        Self::from_byte_array(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::key::Keys;

    #[test]
    fn a_chat_is_who_takes_part() {
        let (a, b, c) = (
            Keys::generate().public_key(),
            Keys::generate().public_key(),
            Keys::generate().public_key(),
        );
        assert_eq!(ChatId::of_people([&a, &b]), ChatId::of_people([&b, &a, &b]));
        assert_ne!(ChatId::of_people([&a, &b]), ChatId::of_people([&a, &b, &c]));
        assert_ne!(ChatId::of_people([&a]), ChatId::of_people([&b]));
    }

    #[test]
    fn ids_are_lowercase_hex_of_one_length() {
        let id = ChatId([0xab; 16]);
        assert_eq!(id.to_string().parse::<ChatId>().unwrap(), id);
        assert!(id.to_string().to_uppercase().parse::<ChatId>().is_err());
        assert!("ab".parse::<ChatId>().is_err());
    }
}
