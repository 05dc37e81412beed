//! Reactions, of those who take part in the chat.

use super::Apply;
use crate::envelope::Rumor;
use crate::model::MessageId;
use crate::store::{Person, ReactionRow, StoreError};

/// Reactions of a stranger that are kept while what they react to is unknown.
const STRANGERS_REACTIONS: u32 = 100;

impl Apply<'_, '_> {
    pub(super) fn reaction(
        &mut self,
        rumor: &Rumor,
        author: &Person,
        target: MessageId,
        emoji: &str,
    ) -> Result<(), StoreError> {
        let id = MessageId::from(rumor.id);
        if emoji.is_empty() || self.tx.tombstone(id, author.key)?.is_some() {
            return Ok(());
        }
        let target = self.tx.first_id(target)?;
        let row = self.tx.message(target)?;
        let may = match &row {
            Some(row) => self.takes_part(author, row)?,
            // Its message may still be on the way, and who is a stranger on a new device may turn
            // out to be none: their reactions are kept within reason.
            None => {
                author.accepted
                    || (!author.blocked
                        && self.tx.count_reactions_by(author.key, STRANGERS_REACTIONS)?
                            < STRANGERS_REACTIONS)
            }
        };
        if !may {
            return Ok(());
        }
        let reaction = ReactionRow { id, target, author: author.key, emoji: emoji.to_owned() };
        if self.tx.add_reaction(&reaction, rumor.at.0)?
            && let Some(row) = row
        {
            self.changes.message(row.key, row.chat);
        }
        Ok(())
    }
}
