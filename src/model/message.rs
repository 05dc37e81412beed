//! Messages, as a conversation shows them.

use std::collections::BTreeMap;

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use super::{ChatId, MessageId, MessageState, Millis, Reason, WhyOver};

/// A place in a chat: messages are ordered by time, then by the order in which they were stored.
/// Pages are read by this key, never by counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// When it was sent.
    pub at: Millis,
    /// Row number here.
    pub row: i64,
}

/// A file that a message carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Name as sent.
    pub name: String,
    /// Media type.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// `offered`, `fetching`, `here`, `failed`.
    pub state: String,
}

/// What a reply quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Who wrote it.
    pub from: String,
    /// Its text, shortened; empty when it is not here or was deleted.
    pub text: String,
}

/// An envelope of a message at one relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Whose mailbox it is for.
    pub to: String,
    /// At which relay.
    pub relay: String,
    /// What became of it there.
    pub state: super::Publication,
    /// Why it is no further, if there is a reason. A sentence in JSON.
    #[serde(with = "super::reason::said_or_empty")]
    pub reason: Option<Reason>,
}

/// What is known of a message's way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageInfo {
    /// Which message.
    pub message: MessageId,
    /// When it was sent, by its author's clock, Unix milliseconds.
    pub at: Millis,
    /// When it came into this store, if that was kept.
    pub stored_at: Option<Millis>,
    /// When its present wording came, if it was changed and that was kept.
    pub edited_at: Option<Millis>,
    /// Ticks.
    pub state: MessageState,
    /// Why it waits or failed, if there is a reason. A sentence in JSON.
    #[serde(default, with = "super::reason::said")]
    pub reason: Option<Reason>,
    /// What became of its envelopes, one's own copies aside.
    pub deliveries: Vec<Delivery>,
    /// Who said to have it, or to have read it.
    pub receipts: Vec<(String, super::Receipt)>,
}

/// A stretch of a chat and what lies around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Oldest first, without gaps.
    pub messages: Vec<Message>,
    /// How many older ones the chat has.
    pub before: u64,
    /// How many newer ones.
    pub after: u64,
    /// The message that was asked for: the first unread, the one at a date or at a place.
    pub target: Option<MessageId>,
}

/// Something that happened in a secret chat, which its conversation shows as a line among the
/// messages. Each device keeps its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Note {
    /// The chat stands.
    Started,
    /// Somebody set the timer of new messages.
    TimerSet {
        /// The person here did.
        mine: bool,
        /// Seconds; 0 for none.
        secs: u32,
    },
    /// The person found the fingerprints to match.
    Compared,
    /// The person took "they match" back.
    Revoked,
    /// The person let another device in without comparing.
    LetIn,
    /// The chat is over.
    Ended {
        /// Why.
        why: WhyOver,
    },
}

/// A message. Serialized as the command line's `history` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which message.
    pub message: MessageId,
    /// In which chat.
    pub chat: ChatId,
    /// Who wrote it.
    #[serde(with = "super::npub::one")]
    pub from: PublicKey,
    /// Name of who wrote it.
    pub from_name: String,
    /// Written by this account, on this or another device.
    pub mine: bool,
    /// When it was sent, Unix milliseconds.
    pub at: Millis,
    /// The text.
    pub text: String,
    /// Ticks.
    pub state: MessageState,
    /// Why it waits or failed, if there is a reason. A sentence in JSON.
    #[serde(default, with = "super::reason::said")]
    pub reason: Option<Reason>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// What that message says, if it is here.
    pub quote: Option<Quote>,
    /// Whether its author changed it later.
    pub edited: bool,
    /// Who reacted with what.
    #[serde(with = "super::npub::by_emoji")]
    pub reactions: BTreeMap<String, Vec<PublicKey>>,
    /// When it disappears, Unix milliseconds.
    pub expires_at: Option<Millis>,
    /// How long it is there once its timer runs, seconds; 0 for ever.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ttl_secs: u32,
    /// What happened, where this is a line and nobody's message. The command line shows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Its place in the chat.
    pub position: Position,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(secs: &u32) -> bool {
    *secs == 0
}
