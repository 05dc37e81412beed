//! Bringing the tables up to date: numbered steps, forward only, each in one transaction.
//!
//! Step n lies in `schema/000n.sql`. A step that has shipped is never changed again.

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

/// The steps, oldest first.
const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
    include_str!("schema/0008.sql"),
    include_str!("schema/0009.sql"),
    include_str!("schema/0010.sql"),
];

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

#[cfg(test)]
mod tests {
    use super::*;

    const GROWING: &[&str] = &[
        "CREATE TABLE owl (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;",
        "CREATE TABLE nest (id INTEGER PRIMARY KEY, \
         owl INTEGER NOT NULL REFERENCES owl (id) ON DELETE CASCADE) STRICT;",
        // Rebuilding a table that others refer to, as SQLite's manual describes it.
        "CREATE TABLE owl2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL, \
         age INTEGER NOT NULL DEFAULT 0) STRICT; \
         INSERT INTO owl2 (id, name) SELECT id, name FROM owl; \
         DROP TABLE owl; ALTER TABLE owl2 RENAME TO owl;",
    ];

    fn empty() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        super::super::search::register(&db).unwrap();
        db
    }

    fn tables(db: &Connection) -> Vec<(String, String)> {
        let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
        let mut tables = db.prepare(sql).unwrap();
        let rows = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// From every older version one arrives at the very tables that a new profile gets.
    fn arrives_from_everywhere(steps: &[&str]) {
        let mut fresh = empty();
        run_by(&mut fresh, steps).unwrap();
        for begun in 0..=steps.len() {
            let mut db = empty();
            run_by(&mut db, &steps[..begun]).unwrap();
            run_by(&mut db, steps).unwrap();
            assert_eq!(tables(&db), tables(&fresh), "from version {begun}");
            assert_eq!(age_by(&db, steps), Ok(Age::Step(steps.len())));
            let sound: String =
                db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(sound, "ok");
            run_by(&mut db, steps).unwrap(); // nothing left to do
        }
    }

    #[test]
    fn every_older_version_becomes_the_newest() {
        arrives_from_everywhere(STEPS);
        arrives_from_everywhere(GROWING);
    }

    #[test]
    fn rows_survive_the_rebuilding_of_what_they_refer_to() {
        let mut db = empty();
        run_by(&mut db, &GROWING[..2]).unwrap();
        db.execute_batch("INSERT INTO owl VALUES (1, 'Tyto'); INSERT INTO nest VALUES (7, 1);")
            .unwrap();
        run_by(&mut db, GROWING).unwrap();
        let nests: i64 = db.query_row("SELECT count(*) FROM nest", [], |r| r.get(0)).unwrap();
        assert_eq!(nests, 1);
        assert!(db.execute("INSERT INTO nest VALUES (8, 99)", []).is_err(), "keys count again");
    }

    #[test]
    fn a_step_that_fails_or_leaves_orphans_is_undone_and_can_be_tried_again() {
        for broken in ["CREATE TABLE half (a); garbage", "DELETE FROM owl;"] {
            let mut db = empty();
            run_by(&mut db, &GROWING[..2]).unwrap();
            db.execute_batch("INSERT INTO owl VALUES (1, 'Tyto'); INSERT INTO nest VALUES (7, 1);")
                .unwrap();
            let before = tables(&db);
            assert!(run_by(&mut db, &[GROWING[0], GROWING[1], broken]).is_err());
            assert_eq!((tables(&db), age_by(&db, GROWING)), (before, Ok(Age::Step(2))));
            let owls: i64 = db.query_row("SELECT count(*) FROM owl", [], |r| r.get(0)).unwrap();
            assert_eq!(owls, 1);
            run_by(&mut db, GROWING).unwrap();
        }
    }

    #[test]
    fn a_newer_or_foreign_database_is_refused() {
        let mut db = empty();
        run_by(&mut db, GROWING).unwrap();
        assert_eq!(run_by(&mut db, &GROWING[..2]), Err(StoreError::Newer));
        let mut foreign = empty();
        foreign.execute_batch("CREATE TABLE recipe (a)").unwrap();
        assert_eq!(run(&mut foreign), Err(StoreError::NotAProfile));
        foreign.pragma_update(None, "user_version", 1).unwrap();
        assert_eq!(run(&mut foreign), Err(StoreError::NotAProfile));
    }
}
