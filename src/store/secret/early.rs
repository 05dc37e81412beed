//! Another wording may come before what it rewords, and in any order: the latest one stands.

use rusqlite::OptionalExtension as _;

use crate::model::MessageId;
use crate::store::{ChatKey, MessageKey, Reader, StoreError, Tx};

/// Wordings of one chat that wait for their messages.
const MOST: u32 = 200;

impl Reader<'_> {
    /// When a message's present wording was written, as its author says; 0 for the first.
    pub fn worded_at(&self, message: MessageKey) -> Result<i64, StoreError> {
        let mut find = self.sql().prepare_cached("SELECT worded_at FROM messages WHERE id = ?1")?;
        Ok(find.query_row([message.0], |row| row.get(0)).optional()?.unwrap_or(0))
    }
}

impl Tx<'_> {
    /// Notes when a message's present wording was written.
    pub fn set_worded_at(&self, message: MessageKey, at: i64) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE messages SET worded_at = ?2 WHERE id = ?1")?
            .execute((message.0, at))?;
        Ok(())
    }

    /// Keeps a wording whose message has not come.
    pub fn keep_wording(
        &self,
        chat: ChatKey,
        message: MessageId,
        at: i64,
        text: &str,
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO secret_early (message, chat, at, text)
                 SELECT ?1, ?2, ?3, ?4
                 WHERE (SELECT count(*) FROM secret_early WHERE chat = ?2) < ?5
                 ON CONFLICT (message) DO UPDATE SET at = excluded.at, text = excluded.text
                   WHERE excluded.at > at AND chat = excluded.chat",
            )?
            .execute((message.as_bytes(), chat.0, at, text, MOST))?;
        self.erased();
        Ok(())
    }

    /// The wording that came before this message, and when it was written.
    pub fn take_wording(
        &self,
        chat: ChatKey,
        message: MessageId,
    ) -> Result<Option<(i64, String)>, StoreError> {
        let mut take = self.sql().prepare_cached(
            "DELETE FROM secret_early WHERE message = ?1 AND chat = ?2 RETURNING at, text",
        )?;
        let taken = take
            .query_row((message.as_bytes(), chat.0), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if taken.is_some() {
            self.erased();
        }
        Ok(taken)
    }

    /// Nothing of this chat waits any more.
    pub fn drop_wordings(&self, chat: ChatKey) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM secret_early WHERE chat = ?1")?.execute([chat.0])?;
        self.erased();
        Ok(())
    }
}
