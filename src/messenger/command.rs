//! What can be asked of the messenger.

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use crate::model::{ChatId, MessageId, Millis, Name, Position, RelayAddress, Secret};

/// A chat as a person names it: its id, an `npub`, or a contact's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChatName(pub String);

impl From<ChatId> for ChatName {
    fn from(id: ChatId) -> Self {
        Self(id.to_string())
    }
}

/// How the account key leaves the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyForm {
    /// Twelve words (NIP-06). Only for accounts that were made from words.
    Words,
    /// `ncryptsec1…` (NIP-49), locked with the profile's passphrase.
    Ncryptsec,
}

/// Where a page of history begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Before {
    /// The newest messages.
    End,
    /// Those before this message.
    Message(MessageId),
    /// Those before this place.
    Position(Position),
    /// Those after this place (reading downwards).
    After(Position),
}

/// Which stretch of a chat is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Around {
    /// The newest messages.
    End,
    /// Around the first unread message; the newest when everything was read.
    FirstUnread,
    /// Around a message.
    Message(MessageId),
    /// Just before this place.
    Before(Position),
    /// Just after this place.
    After(Position),
    /// Around the first message of a time (Unix milliseconds).
    Time(Millis),
    /// Around the message that has so many before it.
    Number(u64),
}

/// A command. Every one is answered by exactly one [`super::Reply`] or [`super::Error`].
///
/// Commands travel over the local socket too, so everything in here is plain data.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub enum Command {
    /// → `Reply::Me`
    Whoami,
    /// Changes the name that new messages carry. → `Reply::Me`
    Rename {
        /// The new name.
        name: Name,
    },
    /// The account key, for somebody who typed the passphrase again. → `Reply::Key`
    Export {
        /// Words or `ncryptsec`.
        form: KeyForm,
        /// The profile's passphrase (any text where the profile has none).
        passphrase: Secret,
    },
    /// → `Reply::Relays`
    Relays,
    /// Adds an inbox relay. → `Reply::Relays`
    AddRelay {
        /// Where.
        url: RelayAddress,
        /// The person agreed to `ws://` to a public address.
        #[serde(default)]
        unencrypted: bool,
    },
    /// Removes an inbox relay. → `Reply::Relays`
    RemoveRelay {
        /// Where.
        url: RelayAddress,
    },
    /// Lets a relay see the account key when it asks who publishes (NIP-42). → `Reply::Done`
    AllowAccountAuth {
        /// Where.
        url: RelayAddress,
        /// Whether it may.
        allow: bool,
    },
    /// Adds a contact from an npub, nprofile, `nostr:` or `hushwing:` link. → `Reply::Contact`
    AddContact {
        /// The link.
        link: String,
        /// What to call them.
        name: Option<Name>,
    },
    /// Gives a contact another name, or takes the given one away. → `Reply::Contact`
    RenameContact {
        /// Who.
        account: PublicKey,
        /// What to call them.
        name: Option<Name>,
    },
    /// → `Reply::Contacts`
    Contacts,
    /// Everybody else in a chat, contacts or not, with what they can be handed on by.
    /// → `Reply::People`
    People {
        /// Which.
        chat: ChatName,
    },
    /// Newest first, pinned before all. → `Reply::Chats`
    Chats,
    /// One chat by what a person calls it. → `Reply::Chat`
    FindChat {
        /// Which.
        chat: ChatName,
    },
    /// Makes (or finds) the room of these people. → `Reply::Chat`
    CreateRoom {
        /// Everybody else: two to nine people, as contacts' names or npubs.
        people: Vec<ChatName>,
        /// Its name.
        subject: Option<Name>,
    },
    /// Queues a message. → `Reply::Sent`
    Send {
        /// Where.
        chat: ChatName,
        /// What.
        text: String,
        /// The message it answers.
        reply_to: Option<MessageId>,
        /// Its own timer in seconds, in a secret chat; without it the chat's.
        #[serde(default)]
        ttl: Option<u32>,
    },
    /// Offers a secret chat, or says yes to one that was offered. → `Reply::Chat`
    OfferSecret {
        /// With whom.
        contact: ChatName,
        /// A secret chat with them that is over: what was typed and never sent in it goes into the
        /// new one's composer.
        #[serde(default)]
        instead_of: Option<ChatName>,
    },
    /// Says no to an offered secret chat, or ends one. → `Reply::Done`
    CloseSecret {
        /// Which.
        chat: ChatName,
    },
    /// What new messages of a secret chat take for a timer, on both sides. → `Reply::Done`
    SetTimer {
        /// Which.
        chat: ChatName,
        /// Seconds; 0 for none.
        secs: u32,
    },
    /// What both people of a secret chat read to each other. → `Reply::SafetyNumber`
    SafetyNumber {
        /// Which.
        chat: ChatName,
    },
    /// What the person found when comparing. → `Reply::Verified`
    Verify {
        /// Which chat.
        chat: ChatName,
        /// What was found.
        verdict: super::Verdict,
    },
    /// Begins a check by four spoken words, or agrees to the one that the other person began. How
    /// it goes is in the chat's row. → `Reply::Chat`
    SpeakWords {
        /// Which chat.
        chat: ChatName,
    },
    /// Ends a check by spoken words, or puts away what it showed. → `Reply::Chat`
    StopWords {
        /// Which chat.
        chat: ChatName,
    },
    /// The person types in a secret chat: to be said with each key, and passed on within reason.
    /// → `Reply::Done`
    Typing {
        /// Which chat.
        chat: ChatName,
    },
    /// Reacts to a message, or takes the same reaction back. → `Reply::Sent`
    React {
        /// To which.
        message: MessageId,
        /// With what.
        emoji: String,
    },
    /// Changes a text message of one's own. → `Reply::Sent`
    Edit {
        /// Which.
        message: MessageId,
        /// The new text.
        text: String,
    },
    /// Deletes a message here, or for both if it is one's own. → `Reply::Deleted`
    Delete {
        /// Which.
        message: MessageId,
        /// Everywhere.
        for_both: bool,
    },
    /// Tries a failed or waiting message again at once. → `Reply::Sent`
    Retry {
        /// Which.
        message: MessageId,
    },
    /// Forgets a chat and everything in it, here. → `Reply::Done`
    DeleteChat {
        /// Which.
        chat: ChatName,
    },
    /// A page of messages, oldest first. → `Reply::Messages`
    History {
        /// Of which chat.
        chat: ChatName,
        /// How many at most (1 to 500).
        limit: u32,
        /// From where.
        before: Before,
    },
    /// A stretch of a chat with what lies around it. → `Reply::Stretch`
    Stretch {
        /// Of which chat.
        chat: ChatName,
        /// How many messages at most (1 to 500).
        limit: u32,
        /// Where.
        around: Around,
    },
    /// What is known of a message's way. → `Reply::Info`
    MessageInfo {
        /// Which.
        message: MessageId,
    },
    /// The emoji that were used last, newest first. → `Reply::Emoji`
    RecentEmoji,
    /// An emoji was used. → `Reply::Emoji`
    EmojiUsed {
        /// Which.
        emoji: String,
    },
    /// One message. → `Reply::Messages` with one, or none.
    Message {
        /// Which.
        message: MessageId,
    },
    /// Messages that contain these words, newest first. → `Reply::Messages`
    Search {
        /// The words.
        text: String,
        /// Only in this chat.
        chat: Option<ChatName>,
        /// How many at most.
        limit: u32,
    },
    /// The person has seen everything up to here. → `Reply::Done`
    MarkRead {
        /// In which chat.
        chat: ChatName,
        /// The newest message seen.
        up_to: MessageId,
    },
    /// Marks a chat as unread on this device, or takes the mark away. → `Reply::Done`
    MarkUnread {
        /// Which chat.
        chat: ChatName,
        /// Whether it is marked from now on.
        marked: bool,
    },
    /// Keeps what was typed and not sent. → `Reply::Done`
    SaveDraft {
        /// In which chat.
        chat: ChatName,
        /// The text; empty to forget it.
        text: String,
    },
    /// Pins or mutes. → `Reply::Done`
    SetChat {
        /// Which.
        chat: ChatName,
        /// Keep at the top.
        pinned: Option<bool>,
        /// No notifications.
        muted: Option<bool>,
    },
    /// Strangers, newest first. → `Reply::Requests`
    Requests {
        /// How many at most.
        limit: u32,
    },
    /// Lets a stranger in. → `Reply::Contact`
    Accept {
        /// Who: npub or the request's chat.
        id: ChatName,
    },
    /// Drops everything from somebody. → `Reply::Contact`
    Block {
        /// Who.
        id: ChatName,
    },
    /// Undoes a block. → `Reply::Contact`
    Unblock {
        /// Who.
        id: ChatName,
    },
    /// Deletes a request without an answer. → `Reply::Done`
    DeleteRequest {
        /// Who.
        id: ChatName,
    },
    /// Routes and health, nothing private in it. → `Reply::Network`
    Network,
    /// Connects, fetches, sends receipts, flushes the outbox; answers when all is quiet.
    /// → `Reply::Synced`
    Sync {
        /// Give up waiting after so many milliseconds.
        timeout_ms: u64,
    },
    /// Privacy: whether read receipts are sent (and shown). → `Reply::Done`
    SetReadReceipts {
        /// Whether.
        on: bool,
    },
    /// What this profile keeps of its owner's wishes. → `Reply::Settings`
    Settings,
    /// After how many idle minutes the window locks; `None`: never. → `Reply::Settings`
    SetLockAfter {
        /// One minute to a day.
        minutes: Option<u32>,
    },
    /// Whether what is copied from a secret chat leaves the clipboard after a minute.
    /// → `Reply::Settings`
    SetClearCopied {
        /// Whether.
        on: bool,
    },
    /// Another passphrase, or a first one where the keyring alone opened the profile.
    /// → `Reply::Done`
    ChangePassphrase {
        /// The one until now (any text where there is none).
        old: Secret,
        /// The one from now on.
        new: Secret,
    },
    /// Asks every inbox relay anew whether it answers, and tells when all have answered or have
    /// had their time. → `Reply::Relays`
    TestRelays,
    /// How far the account's messages have come since this start. → `Reply::Progress`
    Progress,
}
