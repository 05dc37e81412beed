//! What the messenger answers.

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use crate::model::{
    Chat, ChatId, Contact, Message, MessageId, MessageInfo, MessageState, RelayAddress,
    RelayStatus, Request, Secret, Stretch,
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

/// What became of a deletion. Serialized as the command line's `delete` row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// The message that is gone here.
    pub message: MessageId,
    /// How far the deletion has come.
    pub state: DeletionState,
}

/// How far a deletion has come. Here the message is gone in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeletionState {
    /// It was for this device alone.
    Deleted,
    /// For everybody, and still in the outbox.
    Queued,
    /// For everybody, and relays of all addressees have it.
    Sent,
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
    /// Messages and other envelopes that still wait: see [`Synced::pending`].
    pub pending: u64,
}

/// What a `sync` did. Serialized as the command line's `sync` row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synced {
    /// New messages stored.
    pub received: u64,
    /// Envelopes taken by a relay.
    pub sent: u64,
    /// What still waits: messages that are not `sent` yet or whose copy for one's own devices is
    /// not, each counted once; and reactions, deletions, receipts and relay lists that no relay
    /// has yet. While a message is `waiting` or `queued` it is not 0; what `failed` is not in it.
    pub pending: u64,
    /// Whether any relay could be reached.
    pub reached: bool,
    /// Relays that said nothing while others answered, and were not waited for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<RelayAddress>,
}

/// What a profile keeps of its owner's wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether read receipts are sent, and shown.
    pub read_receipts: bool,
    /// After how many idle minutes the window locks; `None`: never.
    pub lock_after: Option<u32>,
    /// Whether what is copied from a secret chat leaves the clipboard after a minute.
    pub clear_copied: bool,
}

/// How far the account's messages have come since this start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Messages that were stored.
    pub received: u64,
    /// The account's mailbox was read to its end at one relay at least.
    pub caught_up: bool,
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
    /// A stretch of a chat.
    Stretch(Stretch),
    /// What is known of a message's way.
    Info(MessageInfo),
    /// Emoji, newest first.
    Emoji(Vec<String>),
    /// What became of something sent.
    Sent(Sent),
    /// What became of a deletion.
    Deleted(Deleted),
    /// Strangers.
    Requests(Vec<Request>),
    /// Routes and health.
    Network(Network),
    /// What a sync did.
    Synced(Synced),
    /// What this profile keeps of its owner's wishes.
    Settings(Settings),
    /// How far the account's messages have come.
    Progress(Progress),
    /// What both people of a secret chat read to each other.
    SafetyNumber(super::SafetyNumber),
    /// How the other device of a secret chat stands.
    Verified(super::Verified),
}
