//! What secret chats keep: this device's identity, other people's devices, where each chat stands,
//! its mailboxes, and what waits in it. The bytes of keys and ratchets are opaque here; `secret`
//! reads them. None of this is in any export, and nothing of it is told to one's other devices.

mod chats;
mod early;
mod farewells;
mod identities;
mod queue;
mod receipts;

pub use chats::{NewSecretChat, SecretChatRow, SecretMailbox, SecretRole};
pub use farewells::Farewell;
pub use identities::{DeviceSecret, IdentityKey, IdentityRow};
pub use queue::Queued;
pub use receipts::SecretReceipts;
