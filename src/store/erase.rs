//! What should be gone is gone: the recipe, and the part of it that runs.
//!
//! A deleted row leaves copies in three places, and each has its remedy:
//!
//! 1. the free space of its page: `PRAGMA secure_delete = ON` overwrites it (`connection`);
//! 2. the full-text index, which only notes that the row is gone: its own setting
//!    `INSERT INTO t(t, rank) VALUES ('secure-delete', 1)` in the schema takes the words out;
//! 3. the write-ahead log, which holds older pages: `wal_checkpoint(TRUNCATE)` after the commit.
//!
//! So a method that deletes calls [`super::Tx::erased`], and the log is emptied as soon as no
//! writes wait; `Store::scrub` waits for that. Pages are encrypted throughout: this is about
//! somebody who has the key too.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::error::StoreError;

/// The log is emptied when no write came for so long: a burst of deletions pays once.
const QUIET: Duration = Duration::from_millis(20);

/// But not later than this after the first deletion, however busy the writer is.
const LATEST: Duration = Duration::from_secs(1);

/// How long the writer may stand still for readers of older pages; then it tries again.
const STANDSTILL: Duration = Duration::from_millis(100);

/// Deletions whose traces are still in the log, and who waits for them to go.
#[derive(Default)]
pub(super) struct Scrubs {
    since: Option<Instant>,
    waiting: Vec<oneshot::Sender<Result<(), StoreError>>>,
}

impl Scrubs {
    /// Something was deleted.
    pub(super) fn note(&mut self) {
        self.since.get_or_insert_with(Instant::now);
    }

    /// Somebody wants to know when it is gone.
    pub(super) fn ask(&mut self, reply: oneshot::Sender<Result<(), StoreError>>) {
        self.note();
        self.waiting.push(reply);
    }

    /// How long to wait for another write before the log is emptied; `None`: nothing to do.
    pub(super) fn wait(&self) -> Option<Duration> {
        self.since.map(|_| QUIET)
    }

    /// Whether the log has to be emptied although writes keep coming.
    pub(super) fn overdue(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() > LATEST)
    }

    /// Empties the log, or leaves everything as it is when readers are in the way.
    pub(super) fn attempt(&mut self, db: &Connection) {
        match empty_log(db) {
            Err(StoreError::Busy) => {
                // Not at every write from now on.
                self.since = Some(Instant::now());
            }
            outcome => {
                self.since = None;
                self.waiting.drain(..).for_each(|reply| {
                    let _ = reply.send(outcome.clone());
                });
            }
        }
    }

    /// The last chance, when the store closes.
    pub(super) fn finish(&mut self, db: &Connection) {
        let outcome = empty_log(db);
        self.waiting.drain(..).for_each(|reply| {
            let _ = reply.send(outcome.clone());
        });
    }
}

/// Moves every page of the log into the database and cuts the log to nothing.
///
/// # Errors
/// [`StoreError::Busy`] while a reader still needs older pages.
pub(super) fn empty_log(db: &Connection) -> Result<(), StoreError> {
    let usual: i64 = db.query_row("PRAGMA busy_timeout", [], |row| row.get(0))?;
    db.busy_timeout(STANDSTILL)?;
    let busy = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
    db.busy_timeout(Duration::from_millis(usual.unsigned_abs()))?;
    if busy? { Err(StoreError::Busy) } else { Ok(()) }
}

/// The full-text tables that would keep the words of what was deleted: those without
/// `secure-delete`, and those with `contentless_delete`, which it does not reach.
///
/// # Errors
/// Whatever SQLite says.
#[cfg(test)]
pub(super) fn forgetful_indexes(db: &Connection) -> Result<Vec<String>, StoreError> {
    let sql =
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5%'";
    let mut tables = db.prepare(sql)?;
    let tables = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut forgetful = Vec::new();
    for table in tables {
        let (name, sql): (String, String) = table?;
        let config = format!("SELECT 1 FROM \"{name}_config\" WHERE k = 'secure-delete' AND v = 1");
        if sql.contains("contentless_delete") || !db.prepare(&config)?.exists([])? {
            forgetful.push(name);
        }
    }
    Ok(forgetful)
}
