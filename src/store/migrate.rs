//! Bringing the tables up to date: numbered steps, forward only, each in one transaction.
//!
//! Step n lies in `schema/000n.sql`. A step that has shipped is never changed again.

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

/// The steps, oldest first.
const STEPS: &[&str] = &[include_str!("schema/0001.sql")];

/// Marks the file as ours ("HuWi"), inside the encryption.
const APPLICATION: i32 = 0x4875_5769;

/// What an opened file turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// Nothing in it yet.
    Empty,
    /// Ours, with so many steps done.
    Step(usize),
}

/// Looks without changing anything.
///
/// # Errors
/// [`StoreError::Newer`] when a later program wrote it, [`StoreError::NotAProfile`] when another
/// program did.
pub(super) fn age(db: &Connection) -> Result<Age, StoreError> {
    age_by(db, STEPS)
}

/// Takes the steps that are missing.
///
/// # Errors
/// As [`age`]; and whatever SQLite says, with the step that failed undone.
pub(super) fn run(db: &mut Connection) -> Result<(), StoreError> {
    run_by(db, STEPS)
}

fn age_by(db: &Connection, steps: &[&str]) -> Result<Age, StoreError> {
    let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, usize::try_from(version)) {
        (0, Ok(0)) if tables == 0 => Ok(Age::Empty),
        (APPLICATION, Ok(step)) if step > steps.len() => Err(StoreError::Newer),
        (APPLICATION, Ok(step)) if step > 0 => Ok(Age::Step(step)),
        _ => Err(StoreError::NotAProfile),
    }
}

fn run_by(db: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    let done = match age_by(db, steps)? {
        Age::Empty => 0,
        Age::Step(step) => step,
    };
    // A step that rebuilds a table would otherwise delete the rows that refer to it. This setting
    // cannot change inside a transaction; each step is checked as a whole instead.
    db.pragma_update(None, "foreign_keys", false)?;
    let outcome = steps.iter().enumerate().skip(done).try_for_each(|(n, sql)| step(db, n + 1, sql));
    db.pragma_update(None, "foreign_keys", true)?;
    outcome
}

fn step(db: &mut Connection, number: usize, sql: &str) -> Result<(), StoreError> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch(sql)?;
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", i64::try_from(number).map_err(StoreError::fault)?)?;
    let orphans = tx.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if orphans {
        return Err(StoreError::fault(format!("step {number} leaves orphans")));
    }
    Ok(tx.commit()?)
}
