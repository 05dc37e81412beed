//! Secret chats: what a step of the handshake, or a message in the ratchet, means for the chats here.
//!
//! `begin` offers and answers, `arrive` takes what relays bring, `hear` reads it, `speak` says
//! something, `mailboxes` listens, `check` compares devices, `notes` writes down what happened,
//! `fade` lets go of what has had its time. Everything that changes a ratchet does so in the
//! transaction that stores what came of it. The protocol itself is `crate::secret`'s; nothing about
//! it is decided here.

mod arrive;
mod begin;
mod check;
mod fade;
mod hear;
mod mailboxes;
mod notes;
mod speak;
mod typing;
mod words;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use zeroize::Zeroizing;

use super::changes::Changes;
use crate::model::{
    ChatKind, MessageId, Millis, Note, RelayAddress, Request, SecretStage, WhyOver,
};
use crate::secret::{Device, Id, Ratchet};
use crate::store::{
    ChatKey, ChatRow, EnvelopePurpose, ME, Reader, SecretChatRow, SecretRole, StoreError, Tx,
};

use self::notes::note;
pub use check::{SafetyNumber, Scanned, Verdict, Verified};
pub(super) use fade::{read, run as fade};
pub(super) use mailboxes::{KnownSecret, Listening};
pub(super) use typing::Activity;

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
///
/// It counts as old as the profile: an offer that was written since then was written to it too.
fn device(tx: &Tx<'_>, account: [u8; 32], born: Millis) -> Result<(Device, u64), StoreError> {
    if let Some(kept) = tx.device()? {
        let device = Device::restore(&kept.secret).map_err(|_| StoreError::Damaged)?;
        return Ok((device, kept.born_secs));
    }
    let device = Device::generate(account, &mut rng());
    tx.found_device(&device.save(), born)?;
    Ok((device, born.secs()))
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
        room: None,
    }))
}

/// What was typed and cannot be sent any more goes back to the composer.
fn give_back(tx: &Tx<'_>, chat: ChatKey, changes: &mut Changes) -> Result<(), StoreError> {
    let mut texts = Vec::new();
    for waiting in tx.queued(chat)? {
        tx.unqueue(waiting.place)?;
        let Some(row) = waiting.message.map(|id| tx.message(id)).transpose()?.flatten() else {
            continue;
        };
        if row.author == ME {
            texts.push(row.text.clone());
            tx.remove_message(&row, false)?;
            changes.gone.push((row.id, row.chat));
        }
    }
    if !texts.is_empty() {
        let draft = tx.chat_at(chat)?.draft;
        texts.extend((!draft.is_empty()).then_some(draft));
        tx.save_draft(chat, &texts.join("\n"))?;
    }
    Ok(())
}

/// A chat is over. Nothing that was secret in it is kept: its keys, mailboxes and what waited are
/// gone. What was typed and never sent goes back to the composer.
fn over(
    tx: &Tx<'_>,
    chat: &mut SecretChatRow,
    (why, now): (WhyOver, Millis),
    changes: &mut Changes,
) -> Result<(), StoreError> {
    give_back(tx, chat.chat, changes)?;
    let was = std::mem::replace(&mut chat.stage, SecretStage::Over);
    chat.why = why;
    chat.secret = Zeroizing::default();
    chat.words = Zeroizing::default();
    tx.save_secret_chat(chat)?;
    note(tx, chat.chat, (Note::Ended { why }, now), changes)?;
    match was {
        SecretStage::Offered => tx.drop_unsent(chat.chat.lane(), EnvelopePurpose::ForOthers)?,
        SecretStage::Accepted => tx.drop_unsent(chat.chat.lane(), EnvelopePurpose::Secret)?,
        SecretStage::Asked | SecretStage::Standing | SecretStage::Over => {}
    }
    // Whoever accepts an offer that was withdrawn is told so, as long as it can be accepted.
    let open = chat.role == SecretRole::Offerer
        && was == SecretStage::Offered
        && chat.until_secs > now.secs();
    let reply = if open { arrive::reply_of(tx, chat.chat)? } else { None };
    let reply: Vec<_> = reply.map(|reply| (reply.keys, reply.header)).into_iter().collect();
    tx.set_secret_mailboxes(chat.chat, &reply)?;
    tx.drop_secret_receipts(chat.chat)?;
    tx.drop_wordings(chat.chat)?;
    tx.forget_secret_copies(chat.chat.lane())?;
    changes.secret_chats.insert(chat.chat);
    changes.chats.insert(chat.chat);
    Ok(())
}

/// An offer that nobody will answer: its maker hears nothing.
pub(super) fn forget_offer(
    tx: &Tx<'_>,
    chat: ChatKey,
    now: Millis,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    match tx.secret_chat(chat)? {
        Some(mut row) if row.stage == SecretStage::Asked => {
            over(tx, &mut row, (WhyOver::EndedHere, now), changes)
        }
        _ => Ok(()),
    }
}

/// Connections that secret chats share at a relay, all together. Where the route isolates, chats on
/// different ones cannot be told to be one person's; without such a route the address tells anyway.
const CONNECTIONS: u64 = 8;

/// On which connection a chat's envelopes travel.
pub(super) fn group(lane: u64) -> u64 {
    lane % CONNECTIONS
}
