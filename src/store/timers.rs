//! Disappearing messages: when a message's time begins, and which ones are over.

use super::messages::{COLUMNS, message};
use super::{MessageKey, MessageRow, Reader, StoreError, Tx};
use crate::model::Millis;

impl Reader<'_> {
    /// Messages whose time is over at `now`, the oldest first.
    pub fn expired(&self, now: Millis, most: u32) -> Result<Vec<MessageRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM messages WHERE expires_at > 0 AND expires_at <= ?1
             ORDER BY expires_at LIMIT ?2"
        ))?;
        Ok(find.query_map((now.0, most), message)?.collect::<Result<_, _>>()?)
    }

    /// Whether a timer runs for longer than its whole time from `now`: the clock was set back.
    pub fn has_timers_too_long(&self, now: Millis) -> Result<bool, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM messages
                            WHERE expires_at > 0 AND expires_at > ?1 + ttl_secs * 1000)",
        )?;
        Ok(find.query_row([now.0], |row| row.get(0))?)
    }

    /// When the next message goes.
    pub fn next_expiry(&self) -> Result<Option<Millis>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT min(expires_at) FROM messages WHERE expires_at > 0")?;
        let next: Option<i64> = find.query_row([], |row| row.get(0))?;
        Ok(next.map(Millis))
    }
}

impl Tx<'_> {
    /// A message's time begins, if it has one and did not begin before; says whether it did.
    pub fn start_timer(&self, key: MessageKey, now: Millis) -> Result<bool, StoreError> {
        let started = self
            .sql()
            .prepare_cached(
                "UPDATE messages SET expires_at = ?2 + ttl_secs * 1000
                 WHERE id = ?1 AND ttl_secs > 0 AND expires_at = 0",
            )?
            .execute((key.0, now.0))?;
        Ok(started > 0)
    }

    /// The incoming messages of a chat up to a place were read: their time begins. Returns them.
    pub fn start_timers_read(
        &self,
        chat: super::ChatKey,
        up_to: MessageKey,
        now: Millis,
    ) -> Result<Vec<MessageKey>, StoreError> {
        let mut start = self.sql().prepare_cached(
            "UPDATE messages SET expires_at = ?3 + ttl_secs * 1000
             WHERE chat = ?1 AND id <= ?2 AND author <> 1 AND ttl_secs > 0 AND expires_at = 0
             RETURNING id",
        )?;
        let rows = start.query_map((chat.0, up_to.0, now.0), |row| row.get(0).map(MessageKey))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// After the clock was set back, no message stays longer than its whole time from now.
    pub fn shorten_timers(&self, now: Millis) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE messages SET expires_at = ?1 + ttl_secs * 1000
                 WHERE expires_at > ?1 + ttl_secs * 1000",
            )?
            .execute([now.0])?;
        Ok(())
    }
}
