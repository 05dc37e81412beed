//! Deletions: of messages and reactions, by their authors alone.

use super::Apply;
use crate::messenger::posting::OwnEvent;
use crate::model::MessageId;
use crate::store::{ME, MessageRow, Person, StoreError, Tombstone};

/// Deletions that one rumor of somebody may ask for beforehand, of messages that are not here.
const UNKNOWN_DELETIONS: usize = 20;

impl Apply<'_, '_> {
    pub(super) fn delete(
        &mut self,
        author: &Person,
        target: MessageId,
        replaced_by: Option<MessageId>,
        nth: usize,
    ) -> Result<(), StoreError> {
        if let Some(reaction) = self.tx.reaction(target)? {
            if reaction.author == author.key {
                self.tx.remove_reaction(target)?;
                self.tx.bury(target, author.key, Tombstone::ForGood)?;
                if let Some(row) = self.tx.message(reaction.target)? {
                    self.changes.message(row.key, row.chat);
                }
            }
            return Ok(());
        }
        let stone = if replaced_by.is_some() { Tombstone::GaveWay } else { Tombstone::ForGood };
        let Some(row) = self.tx.message(target)? else {
            // It may come later than its deletion. Tombstones are kept per author, so nobody can
            // bury what is not theirs.
            if author.accepted || nth < UNKNOWN_DELETIONS {
                self.tx.bury(target, author.key, stone)?;
            }
            return Ok(());
        };
        if row.author != author.key {
            return Ok(());
        }
        // The edit is here already, and this is the farewell to the old wording.
        if replaced_by.is_some() && row.current != target {
            return self.tx.bury(target, author.key, Tombstone::GaveWay);
        }
        self.forget_wraps(&row)?;
        self.tx.bury(row.current, author.key, stone)?;
        self.tx.bury(row.id, author.key, stone)?;
        if author.key == ME {
            self.tx.supersede(row.id)?;
        }
        self.tx.remove_message(&row, replaced_by.is_some())?;
        self.changes.gone.push((row.id, row.chat));
        self.changes.chats.insert(row.chat);
        Ok(())
    }

    /// What was deleted goes from one's own mailbox at the relays too.
    pub(super) fn forget_wraps(&mut self, row: &MessageRow) -> Result<(), StoreError> {
        let event: Option<OwnEvent> =
            crate::messenger::posting::own_deletion(self.heart.keys(), &row.wraps, self.now)
                .map_err(|_| StoreError::Damaged)?;
        self.heart.enqueue_own(self.tx, event, self.now)
    }
}
