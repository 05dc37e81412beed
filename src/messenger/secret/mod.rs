//! Secret chats: what a step of the handshake, or a message in the ratchet, means for the chats here.
//!
//! `begin` offers and answers, `arrive` takes what relays bring, `hear` reads it, `speak` says
//! something, `mailboxes` listens, `check` compares devices, `fade` lets go of what has had its time.
//! Everything that changes a ratchet does so in the transaction that stores what came of it. The
//! protocol itself is `crate::secret`'s; nothing about it is decided here.

mod arrive;
mod begin;
mod check;
mod fade;
mod hear;
mod mailboxes;
mod speak;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use zeroize::Zeroizing;

use crate::model::{ChatKind, MessageId, Millis, RelayAddress, Request};
use crate::secret::{Device, Id, Ratchet};
use crate::store::{ChatRow, Reader, SecretChatRow, StoreError, Tx};

pub use check::{SafetyNumber, Verdict, Verified};
pub(super) use fade::{read, run as fade};
pub(super) use mailboxes::{KnownSecret, Listening};

/// The system's randomness. A system without any is none that this program can run on.
fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// A message's id here: the 16 bytes that its author chose, and zeros. Both sides show the same.
pub(super) fn message_id(id: &Id) -> MessageId {
    let mut bytes = [0; 32];
    let (first, _) = bytes.split_at_mut(id.len());
    first.copy_from_slice(id);
    MessageId(bytes)
}

/// The 16 bytes that its author chose.
fn own_id(message: MessageId) -> Id {
    let mut id = Id::default();
    let (first, _) = message.0.split_at(id.len());
    id.copy_from_slice(first);
    id
}

/// A new message's id.
fn new_id() -> Result<Id, StoreError> {
    let mut id = Id::default();
    getrandom::fill(&mut id).map_err(StoreError::fault)?;
    Ok(id)
}

/// This device, made now if it is the first time.
fn device(tx: &Tx<'_>, account: [u8; 32], now: Millis) -> Result<(Device, u64), StoreError> {
    if let Some(kept) = tx.device()? {
        let device = Device::restore(&kept.secret).map_err(|_| StoreError::Damaged)?;
        return Ok((device, kept.born_secs));
    }
    let device = Device::generate(account, &mut rng());
    tx.found_device(&device.save(), now)?;
    Ok((device, now.secs()))
}

fn ratchet(chat: &SecretChatRow) -> Result<Ratchet, StoreError> {
    Ratchet::restore(&chat.secret).map_err(|_| StoreError::Damaged)
}

/// Addresses that somebody named: those that are any.
fn addresses(relays: &[String]) -> Vec<RelayAddress> {
    relays.iter().filter_map(|url| url.parse().ok()).collect()
}

/// A stranger who offers a secret chat and has written nothing.
pub(super) fn request(store: &Reader<'_>, chat: &ChatRow) -> Result<Option<Request>, StoreError> {
    if chat.kind != ChatKind::Secret {
        return Ok(None);
    }
    let (Some(secret), Some(person)) =
        (store.secret_chat(chat.key)?, store.chat_people(chat.key)?.into_iter().next())
    else {
        return Ok(None);
    };
    Ok(Some(Request {
        id: person.account,
        name: person.name(),
        text: "Wants to start a secret chat.".into(),
        at: secret.began,
        chat: chat.id,
        messages: 0,
    }))
}

/// Nothing that was secret in the chat is kept: its keys, mailboxes and what waited are gone.
fn over(
    tx: &Tx<'_>,
    chat: &mut SecretChatRow,
    why: crate::store::WhyOver,
) -> Result<(), StoreError> {
    chat.stage = crate::store::SecretStage::Over;
    chat.why = why;
    chat.secret = Zeroizing::default();
    tx.save_secret_chat(chat)?;
    tx.set_secret_mailboxes(chat.chat, &[])?;
    tx.drop_secret_receipts(chat.chat)
}
