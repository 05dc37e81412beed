//! Receipts: what is owed for what comes, and what addressees and one's own other devices say.

use super::Apply;
use crate::model::{MessageId, Millis, Receipt};
use crate::store::{ME, Person, StoreError};

/// Receipts older than this have lapsed at the relays, so nobody can tell whether another device
/// of one's own sent them. One day less than a wrap lives.
const RECEIPTS_LIVE: i64 = 27 * 24 * 3600 * 1000;

impl Apply<'_, '_> {
    /// A receipt goes to accepted people with a Hushwing, for what is not older than receipts live.
    pub(super) fn owe_receipt(
        &mut self,
        author: &Person,
        id: MessageId,
        at: Millis,
    ) -> Result<(), StoreError> {
        let young = at.0 > self.heart.born().0 - RECEIPTS_LIVE;
        if author.key != ME && author.accepted && author.hushwing && young {
            self.tx.owe_receipt(id, author.key, Receipt::Delivered)?;
            if let Some(row) = self.tx.message(id)? {
                self.tx.set_receipted(row.key, 1)?;
            }
        }
        Ok(())
    }

    pub(super) fn receipt(
        &mut self,
        author: &Person,
        id: MessageId,
        receipt: Receipt,
    ) -> Result<(), StoreError> {
        if author.key == ME {
            // Another device of one's own told somebody: this one need not, and what was read
            // there is read here.
            self.tx.settle_receipt(id, receipt)?;
            if let Some(row) = self.tx.message(id)?
                && row.author != ME
            {
                self.tx.set_receipted(row.key, if receipt == Receipt::Read { 2 } else { 1 })?;
                if receipt == Receipt::Read && self.tx.mark_read(row.chat, row.key)? {
                    self.changes.chats.insert(row.chat);
                }
            }
            return Ok(());
        }
        let Some(row) = self.tx.message(id)? else { return Ok(()) };
        if row.author != ME || !self.takes_part(author, &row)? {
            return Ok(());
        }
        if self.tx.add_receipt(id, author.key, receipt)? && id == row.current {
            self.tx.finish_for(row.id, author.key)?;
            self.changes.state(row.key, row.chat);
        }
        Ok(())
    }
}
