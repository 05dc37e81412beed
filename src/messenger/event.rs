//! What the messenger tells by itself.

use serde::{Deserialize, Serialize};

use crate::model::{Chat, ChatId, Message, MessageId, MessageState, RelayStatus, Request};

/// Something changed. Serialized as a line of `hushwing cli watch`: `event` and the row's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "event")]
pub enum Event {
    /// A message is new, or its text, reactions or quote changed.
    Message(Box<Message>),
    /// A message's ticks changed.
    State {
        /// Which message.
        message: MessageId,
        /// In which chat.
        chat: ChatId,
        /// Its state now.
        state: MessageState,
    },
    /// A message is gone.
    Gone {
        /// Which message.
        message: MessageId,
        /// In which chat.
        chat: ChatId,
    },
    /// A chat is new, or its row changed.
    Chat(Box<Chat>),
    /// The other person types in a secret chat; shown for some seconds.
    Typing {
        /// In which chat.
        chat: ChatId,
    },
    /// A chat was deleted here.
    ChatGone {
        /// Which chat.
        chat: ChatId,
    },
    /// A stranger wrote.
    Request(Box<Request>),
    /// A relay's condition changed.
    Relay(RelayStatus),
    /// So much changed (a long catch-up, a restore) that lists are better read anew.
    Reload,
}
