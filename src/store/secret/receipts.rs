//! What the other device of a secret chat is still to be told: that messages came, or were read.

use crate::store::{ChatKey, Reader, StoreError, Tx};

/// Receipts for one chat.
pub struct SecretReceipts {
    /// Which chat.
    pub chat: ChatKey,
    /// Read, or only stored.
    pub read: bool,
    /// Ids of the other side's messages.
    pub ids: Vec<[u8; 16]>,
}

impl Reader<'_> {
    /// Some that are due, all of one chat and one sort.
    pub fn secret_receipts_due(&self, most: u32) -> Result<Option<SecretReceipts>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let mut first = self
            .sql()
            .prepare_cached("SELECT chat, read FROM secret_receipts_due ORDER BY chat LIMIT 1")?;
        let found =
            first.query_row([], |row| Ok((row.get(0)?, row.get::<_, bool>(1)?))).optional()?;
        let Some((chat, read)) = found else { return Ok(None) };
        let mut find = self.sql().prepare_cached(
            "SELECT id FROM secret_receipts_due WHERE chat = ?1 AND read = ?2 LIMIT ?3",
        )?;
        let ids = find.query_map((chat, read, most), |row| row.get(0))?;
        Ok(Some(SecretReceipts { chat: ChatKey(chat), read, ids: ids.collect::<Result<_, _>>()? }))
    }
}

impl Tx<'_> {
    /// Something of the other side's came, or was read.
    pub fn owe_secret_receipt(
        &self,
        chat: ChatKey,
        id: &[u8; 16],
        read: bool,
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO secret_receipts_due (chat, id, read) VALUES (?1, ?2, ?3)
                 ON CONFLICT (chat, id) DO UPDATE SET read = max(read, excluded.read)",
            )?
            .execute((chat.0, &id[..], read))?;
        Ok(())
    }

    /// They were told.
    pub fn settle_secret_receipts(&self, told: &SecretReceipts) -> Result<(), StoreError> {
        for id in &told.ids {
            self.sql()
                .prepare_cached(
                    "DELETE FROM secret_receipts_due WHERE chat = ?1 AND id = ?2 AND read = ?3",
                )?
                .execute((told.chat.0, &id[..], told.read))?;
        }
        Ok(())
    }

    /// Nobody of this chat is told anything more.
    pub fn drop_secret_receipts(&self, chat: ChatKey) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM secret_receipts_due WHERE chat = ?1")?
            .execute([chat.0])?;
        Ok(())
    }
}
