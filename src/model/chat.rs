//! Conversations, as a list shows them.

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use super::{ChatId, MessageId, MessageState, Millis, SecretChat};

/// What sort of conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    /// NIP-17 with one other person.
    Ordinary,
    /// NIP-17 with several people.
    Room,
    /// Device to device.
    Secret,
    /// Notes to oneself.
    Saved,
}

/// Whether a chat can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatState {
    /// Yes.
    Open,
    /// A secret chat that was offered and not answered.
    Offered,
    /// A secret chat whose first messages are on the way.
    Waiting,
    /// The other side's keys changed.
    Changed,
    /// Over.
    Closed,
}

/// Newest message of a chat, for its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Which message.
    pub message: MessageId,
    /// Its first line, shortened; empty when it was deleted.
    pub text: String,
    /// When.
    pub at: Millis,
    /// Sent from here.
    pub mine: bool,
    /// Name of who sent it.
    pub from: String,
    /// Its ticks.
    pub state: MessageState,
}

/// A chat. Serialized as the command line's `chats` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// Which chat.
    pub chat: ChatId,
    /// What sort.
    pub kind: ChatKind,
    /// Contact's name, the room's subject or its people's names, "Saved messages".
    pub name: String,
    /// The other person, in a chat with one.
    #[serde(with = "super::npub::maybe")]
    pub contact: Option<PublicKey>,
    /// Everybody else in it (not oneself).
    #[serde(with = "super::npub::many")]
    pub people: Vec<PublicKey>,
    /// Incoming messages since the read position.
    pub unread: u32,
    /// Whether it can be written in.
    pub state: ChatState,
    /// Newest message.
    pub last: Option<Preview>,
    /// Text typed and not sent.
    pub draft: String,
    /// Kept at the top.
    pub pinned: bool,
    /// No notifications.
    pub muted: bool,
    /// Marked as unread by its reader, whatever was read; known to this device alone.
    #[serde(default)]
    pub marked: bool,
    /// How a secret chat stands; nothing for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Box<SecretChat>>,
    /// When it was begun on this device, for its place in a list while nothing was said; 0 when
    /// that is not known.
    #[serde(default)]
    pub begun_at: Millis,
}

impl Chat {
    /// The time by which lists put it: of its newest message, or else when it was begun.
    pub fn moment(&self) -> Millis {
        self.last.as_ref().map_or(self.begun_at, |last| last.at)
    }
}
