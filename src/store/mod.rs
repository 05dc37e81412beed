//! The encrypted database: where profiles lie, keys, schema and migrations, search, erasing.
//!
//! The only room that speaks SQL about a person's data. It knows nothing of relays, envelopes or
//! windows: rows in, rows out. From below to above:
//!
//! - [`folder`] makes the folder of a profile and looks into it, `lock` lets one process hold it;
//! - `wrap` seals the random database key, `key_file` keeps it, `keyring` lends the system's;
//! - `connection` opens SQLCipher, `migrate` brings the tables up to date;
//! - `writer` and `readers` are the threads; `engine` joins them into a [`Store`];
//! - `secret` keeps what secret chats need, `erase` makes deleted things unreadable, [`search`] turns typed words into a query.

pub mod folder;
pub mod search;

mod account;
mod chats;
mod connection;
mod engine;
mod erase;
mod error;
mod history;
mod inboxes;
mod key_file;
mod keyring;
mod lock;
mod marks;
mod messages;
mod migrate;
mod outbox;
mod people;
mod place;
mod readers;
mod secret;
mod seen;
mod ticks;
mod timers;
mod wrap;
mod writer;

pub use account::{OwnAccount, OwnRelay};
pub use chats::{ChatKey, ChatRow, first_line};
pub use engine::{Store, StoreOptions};
pub use error::{Fault, StoreError};
pub use history::Page;
pub use inboxes::{Inbox, MAX_INBOX_RELAYS};
pub use keyring::{MemoryKeyring, OsKeyring, RingSecret, SystemKeyring};
pub use marks::{News, ReactionRow};
pub use messages::{MessageKey, MessageRow, NewMessage, Timer, Tombstone};
pub use outbox::{DuePublication, EnvelopeKey, EnvelopePurpose, NewEnvelope, Outcome};
pub use people::{ME, Person, PersonKey};
pub use readers::Reader;
pub use secret::{
    DeviceSecret, Farewell, IdentityKey, IdentityRow, NewSecretChat, Queued, SecretChatRow,
    SecretMailbox, SecretReceipts, SecretRole,
};
pub use wrap::KeyCost;
pub use writer::Tx;

#[cfg(test)]
pub(crate) mod tests;
