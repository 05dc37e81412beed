//! People.

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use super::{Millis, Name};

/// Somebody known here. Serialized as the command line's `contacts` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their account.
    #[serde(rename = "contact", with = "super::npub::one")]
    pub account: PublicKey,
    /// What to call them: the name given here, else the one they call themselves, else the
    /// beginning of the npub.
    pub name: String,
    /// What they call themselves (a `name` tag on their rumors). A claim, not a fact.
    #[serde(default)]
    pub calls_themself: Option<Name>,
    /// Whether `name` was given by the person here.
    #[serde(default)]
    pub named_here: bool,
    /// Accepted: added, answered, or accepted from the requests.
    pub accepted: bool,
    /// Blocked: their messages are dropped.
    pub blocked: bool,
    /// Their safety number was compared (secret chats).
    pub verified: bool,
}

/// A stranger who wrote. Serialized as the command line's `requests` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Who wrote.
    #[serde(with = "super::npub::one")]
    pub id: PublicKey,
    /// What they call themselves, or the beginning of the npub.
    pub name: String,
    /// Their first message, as plain text.
    pub text: String,
    /// When it came.
    pub at: Millis,
    /// The chat it would become.
    pub chat: super::ChatId,
    /// How many messages they sent so far.
    pub messages: u32,
    /// The room that they invite to; nothing where they write to this account alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Invitation>,
}

impl Request {
    /// What a list calls it: the room, or who wrote.
    pub fn title(&self) -> &str {
        self.room.as_ref().map_or(&self.name, |room| &room.name)
    }
}

/// A room, as a request shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its name, or the names of everybody else in it.
    pub name: String,
    /// How many people are in it, oneself included.
    pub people: u32,
}
