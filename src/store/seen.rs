//! Envelopes that need not be fetched or opened again.

use nostr::event::EventId;
use nostr::key::PublicKey;
use rusqlite::OptionalExtension as _;

use super::{Reader, StoreError, Tx};
use crate::model::{Millis, RelayAddress};

/// Under which name the number of times is kept that something seen was forgotten.
const ERA: &str = "seen-era";

impl Reader<'_> {
    /// Whether this envelope was dealt with.
    pub fn has_seen(&self, event: &EventId) -> Result<bool, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT EXISTS (SELECT 1 FROM seen WHERE event = ?1)")?;
        Ok(find.query_row([event.as_bytes()], |row| row.get(0))?)
    }

    /// Envelopes dated from `since` up to and including `until`, newest first, at most `limit`.
    pub fn seen_between(
        &self,
        since: u64,
        until: u64,
        limit: usize,
    ) -> Result<Vec<(u64, EventId)>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT created_secs, event FROM seen WHERE created_secs BETWEEN ?1 AND ?2
             ORDER BY created_secs DESC, event DESC LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = find
            .query_map((secs(since), secs(until), limit), |row| {
                let id: [u8; 32] = row.get(1)?;
                Ok((row.get::<_, i64>(0)?.try_into().unwrap_or(0), EventId::from_byte_array(id)))
            })?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// How often something that was seen has been forgotten: a reading of a mailbox that began
    /// before the last time may have passed it over.
    pub fn seen_era(&self) -> Result<u64, StoreError> {
        let bytes = self.meta(ERA)?.and_then(|bytes| bytes.try_into().ok());
        Ok(bytes.map_or(0, u64::from_be_bytes))
    }

    /// When the reading began by which everything that a relay held for a mailbox came here, Unix
    /// seconds; `None` if there was none.
    pub fn read_through(
        &self,
        mailbox: &PublicKey,
        relay: &RelayAddress,
    ) -> Result<Option<u64>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT began_secs FROM walks WHERE mailbox = ?1 AND relay = ?2")?;
        let began: Option<i64> =
            find.query_row((mailbox.to_bytes(), relay.as_str()), |row| row.get(0)).optional()?;
        Ok(began.and_then(|secs| secs.try_into().ok()))
    }
}

impl Tx<'_> {
    /// Has envelopes dated from `since` on fetched and opened once more. What they brought is here
    /// already, and does not come twice; what was dropped then may be wanted now.
    pub fn forget_seen(&self, since: u64) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM seen WHERE created_secs >= ?1")?
            .execute([secs(since)])?;
        // Everything has to be read again, and what is being read now does not count.
        self.sql().prepare_cached("DELETE FROM walks")?.execute([])?;
        self.set_meta(ERA, &self.seen_era()?.wrapping_add(1).to_be_bytes())
    }

    /// Everything that a relay held for a mailbox when a reading began, in this era
    /// ([`Reader::seen_era`]), is here. To be called only when that is so: when all of it is
    /// committed. A reading of an earlier era counts for nothing.
    pub fn note_read_through(
        &self,
        mailbox: &PublicKey,
        relay: &RelayAddress,
        began: u64,
        era: u64,
    ) -> Result<(), StoreError> {
        if era != self.seen_era()? {
            return Ok(());
        }
        self.sql()
            .prepare_cached(
                "INSERT OR REPLACE INTO walks (mailbox, relay, began_secs) VALUES (?1, ?2, ?3)",
            )?
            .execute((mailbox.to_bytes(), relay.as_str(), secs(began)))?;
        Ok(())
    }

    /// Marks an envelope; says whether it was new.
    pub fn mark_seen(&self, created_secs: u64, event: &EventId) -> Result<bool, StoreError> {
        let mut insert = self
            .sql()
            .prepare_cached("INSERT OR IGNORE INTO seen (created_secs, event) VALUES (?1, ?2)")?;
        Ok(insert.execute((secs(created_secs), event.to_bytes()))? > 0)
    }
}

/// Envelopes of secret mailboxes. Nothing here is ever compared with a relay.
impl Tx<'_> {
    /// Marks an envelope; says whether it was new.
    pub fn mark_secret_seen(&self, event: &EventId, now: Millis) -> Result<bool, StoreError> {
        let mut insert = self
            .sql()
            .prepare_cached("INSERT OR IGNORE INTO secret_seen (event, at) VALUES (?1, ?2)")?;
        Ok(insert.execute((event.as_bytes(), now.0))? > 0)
    }

    /// It opened.
    pub fn mark_secret_opened(&self, event: &EventId) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE secret_seen SET opened = 1 WHERE event = ?1")?
            .execute([event.as_bytes()])?;
        Ok(())
    }

    /// Forgets what has lapsed at every relay.
    pub fn forget_secret_seen(&self, before: Millis) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM secret_seen WHERE at < ?1")?.execute([before.0])?;
        self.sql()
            .prepare_cached("DELETE FROM farewells WHERE due < 0 AND -due < ?1")?
            .execute([before.0])?;
        Ok(())
    }
}

impl Reader<'_> {
    /// Whether nothing is left to do about this envelope of a secret mailbox at this relay: it was
    /// dealt with, and if it opened the relay was told to forget it.
    pub fn is_done_with_secret(
        &self,
        event: &EventId,
        relay: &RelayAddress,
    ) -> Result<bool, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM secret_seen WHERE event = ?1 AND (opened = 0
               OR EXISTS (SELECT 1 FROM farewells WHERE event = ?1 AND relay = ?2)))",
        )?;
        Ok(find.query_row((event.as_bytes(), relay.as_str()), |row| row.get(0))?)
    }

    /// Whether this envelope of a secret mailbox opened.
    pub fn has_opened_secret(&self, event: &EventId) -> Result<bool, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM secret_seen WHERE event = ?1 AND opened = 1)",
        )?;
        Ok(find.query_row([event.as_bytes()], |row| row.get(0))?)
    }
}

fn secs(secs: u64) -> i64 {
    i64::try_from(secs).unwrap_or(i64::MAX)
}
