//! What the messenger answers.

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use crate::model::{
    Chat, ChatId, Contact, Message, MessageId, MessageState, RelayAddress, RelayStatus, Request,
    Secret,
};

/// Who this profile is. Serialized as the command line's `whoami` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The account.
    #[serde(rename = "npub", with = "crate::model::npub::one")]
    pub account: PublicKey,
    /// The name that messages carry.
    pub name: String,
    /// `hushwing:nprofile1…?name=…`, to hand to friends.
    pub link: String,
    /// Inbox relays.
    pub relays: Vec<RelayAddress>,
}

/// A contact and its chat. Serialized as the command line's `add` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAdded {
    /// Who, with the `contact` and `name` fields.
    #[serde(flatten)]
    pub contact: Contact,
    /// The chat with them.
    pub chat: ChatId,
}

/// Somebody in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquaintance {
    /// Who.
    #[serde(flatten)]
    pub contact: Contact,
    /// `hushwing:nprofile1…`, to hand on. It names their published relays and what they call
    /// themselves, never the name given to them here.
    pub link: String,
}

/// What became of something sent. Serialized as the command line's `send` row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The message that was sent, or that was changed.
    pub message: MessageId,
    /// Its state now.
    pub state: MessageState,
}

/// Routes and health. Nothing in it is private: no keys, names or addresses of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// `direct` (proxies come later).
    pub route: String,
    /// One inbox relay at least is connected.
    pub online: bool,
    /// Inbox relays.
    pub relays: Vec<RelayStatus>,
    /// Envelopes that no relay has taken yet.
    pub pending: u64,
}

/// What a `sync` did. Serialized as the command line's `sync` row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synced {
    /// New messages stored.
    pub received: u64,
    /// Envelopes taken by a relay.
    pub sent: u64,
    /// Envelopes that still wait.
    pub pending: u64,
    /// Whether any relay could be reached.
    pub reached: bool,
}

/// The answer to a [`super::Command`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "reply", content = "value")]
pub enum Reply {
    /// It is done.
    Done,
    /// Who this profile is.
    Me(Me),
    /// The account key.
    Key {
        /// Words or `ncryptsec`.
        form: super::KeyForm,
        /// The key itself.
        key: Secret,
    },
    /// Inbox relays.
    Relays(Vec<RelayStatus>),
    /// One contact.
    Contact(ContactAdded),
    /// All contacts.
    Contacts(Vec<Contact>),
    /// Everybody else in a chat.
    People(Vec<Acquaintance>),
    /// One chat.
    Chat(Chat),
    /// All chats.
    Chats(Vec<Chat>),
    /// Messages.
    Messages(Vec<Message>),
    /// What became of something sent.
    Sent(Sent),
    /// Strangers.
    Requests(Vec<Request>),
    /// Routes and health.
    Network(Network),
    /// What a sync did.
    Synced(Synced),
}
