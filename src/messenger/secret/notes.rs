//! Lines that a secret chat's conversation shows among its messages: what happened, and when.

use super::{message_id, new_id};
use crate::messenger::changes::Changes;
use crate::model::{Millis, Note};
use crate::store::{ChatKey, StoreError, Tx};

/// Puts a line into a conversation, in its place by time.
pub(super) fn note(
    tx: &Tx<'_>,
    chat: ChatKey,
    (note, at): (Note, Millis),
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let key = tx.insert_note((message_id(&new_id()?), note), chat, at)?;
    changes.message(key, chat);
    Ok(())
}
