//! Opening SQLCipher: the key, and every setting that makes the database safe and quick.
//!
//! Knows nothing of tables or threads.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::search;
use super::wrap::DatabaseKey;

/// How long a statement waits for a lock. Only our own connections compete, and never for long.
const BUSY: Duration = Duration::from_secs(5);

/// Prepared statements kept per connection; the whole store has fewer different ones.
const STATEMENTS: usize = 192;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The one that writes. Makes the file when it is missing.
    Writer,
    /// One of those that read: every attempt to write fails.
    Reader,
}

/// Opens the file with its key. Nothing in it is changed, not even by closing.
///
/// # Errors
/// [`StoreError::Damaged`] when the key does not fit: it was unwrapped with authentication, so
/// the file is not what was written.
pub(super) fn open(path: &Path, key: &DatabaseKey, role: Role) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if role == Role::Writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let db = Connection::open_with_flags(path, flags)?;
    // By default SQLCipher prints warnings, among them every wrong key, on standard error.
    db.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))?;
    db.busy_timeout(BUSY)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    search::register(&db)?;
    give_key(&db, key)?;
    // Temporary tables and sorts would otherwise reach the disk unencrypted.
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // The first read is what tries the key.
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(db)
}

/// A database in memory with our functions, for the tests of queries.
#[cfg(test)]
pub(super) fn in_memory() -> Connection {
    let db = Connection::open_in_memory().expect("memory");
    search::register(&db).expect("functions");
    db
}

/// The settings of a database that may be written to. After the version was checked.
///
/// - `synchronous=FULL` with WAL: what was acknowledged survives a power cut.
/// - `cipher_memory_security` stays off: it locks and wipes every allocation of SQLite, at several
///   times the cost, while the keys lie in SQLCipher's own locked heap either way.
/// - `recursive_triggers`: without it a row that `REPLACE` removes fires no trigger, and its words
///   would stay in the search index.
/// - `mmap_size` has no say: SQLCipher has to decrypt pages into its cache. So the cache is what
///   decides about speed, and it only grows as pages are used.
pub(super) fn settle(db: &Connection, role: Role) -> Result<(), StoreError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    match role {
        Role::Writer => {
            let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
            if mode != "wal" {
                return Err(StoreError::fault(format!("journal mode {mode}")));
            }
            db.execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; \
                 PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON; \
                 PRAGMA cache_size = -8000;",
            )?;
            // A log that a burst made large is cut back at the next reset.
            db.query_row("PRAGMA journal_size_limit = 4194304", [], |_| Ok(()))?;
            db.query_row("PRAGMA wal_autocheckpoint = 1000", [], |_| Ok(()))?;
        }
        Role::Reader => db.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -6000;")?,
    }
    Ok(())
}

fn give_key(db: &Connection, key: &DatabaseKey) -> Result<(), StoreError> {
    let mut text = Zeroizing::new(String::with_capacity(96));
    text.push_str("PRAGMA key = \"x'");
    let mut digits = Zeroizing::new([0u8; 64]);
    hex::encode_to_slice(key.expose(), &mut digits[..]).map_err(StoreError::fault)?;
    text.push_str(std::str::from_utf8(&digits[..]).map_err(StoreError::fault)?);
    text.push_str("'\"");
    db.query_row(&text, [], |_| Ok(())).or_else(no_rows)?;
    // SQLite copies the text of a statement and frees the copies as they are. A statement of the
    // same shape and no meaning (there is no `kez`) is given the same memory; a test looks.
    let blank = format!("PRAGMA kez = \"x'{}'\"", "0".repeat(64));
    db.query_row(&blank, [], |_| Ok(())).or_else(no_rows)?;
    Ok(())
}

fn no_rows(error: rusqlite::Error) -> Result<(), StoreError> {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        other => Err(other.into()),
    }
}
