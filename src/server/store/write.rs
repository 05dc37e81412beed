//! What storing one event means: duplicates, replacements (NIP-01), deletions (NIP-09, NIP-59) and
//! expiry (NIP-40), inside the writer's transaction.

use std::cmp::Reverse;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::server::record::{
    Bytes32, DELETION, GIFT_WRAP, Record, is_addressable, is_replaceable, key_from_hex,
};

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Stored under this number, which grows from event to event.
    Stored(i64),
    /// It was here already.
    Duplicate,
    /// A newer version is here.
    Superseded,
    /// Its author or addressee deleted it.
    Deleted,
}

/// Values up to this length are indexed as they are.
const LONGEST_PLAIN: usize = 64;

/// A tag as it is indexed: the letter, then the value, shorter where that loses nothing that
/// matters (keys as bytes, long values as their hash). Equal tags have equal keys, others have not.
pub(crate) fn tag_key(letter: u8, value: &str) -> Vec<u8> {
    let mut key = vec![letter];
    append_value(&mut key, value);
    key
}

fn append_value(key: &mut Vec<u8>, value: &str) {
    if let Some(bytes) = key_from_hex(value) {
        key.push(0);
        key.extend_from_slice(&bytes);
    } else if value.len() <= LONGEST_PLAIN {
        key.push(1);
        key.extend_from_slice(value.as_bytes());
    } else {
        key.push(2);
        key.extend_from_slice(&Sha256::digest(value.as_bytes()));
    }
}

/// What a replaceable or addressable event replaces (NIP-01).
fn address(kind: u16, author: &Bytes32, identifier: &str) -> Vec<u8> {
    let mut address = kind.to_be_bytes().to_vec();
    address.extend_from_slice(author);
    if is_addressable(kind) {
        append_value(&mut address, identifier);
    }
    address
}

/// Stores one event inside the open transaction.
pub(crate) fn store(db: &Connection, record: &Record) -> rusqlite::Result<Outcome> {
    let id = record.id.as_bytes();
    if db.prepare_cached("SELECT 1 FROM event WHERE id = ?1")?.exists([id])? {
        return Ok(Outcome::Duplicate);
    }
    if record.kind != DELETION && is_deleted(db, record)? {
        return Ok(Outcome::Deleted);
    }
    let mut own_address = Vec::new();
    if is_replaceable(record.kind) || is_addressable(record.kind) {
        own_address = address(record.kind, &record.author, &record.identifier);
        if let Some(kept_out) = make_way(db, record, &own_address)? {
            return Ok(kept_out);
        }
    }
    db.prepare_cached(
        "INSERT INTO event (id, author, kind, created_at, expires_at, address, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        id,
        record.author,
        record.kind,
        record.created_at,
        record.expires_at,
        own_address,
        record.json
    ])?;
    let seq = db.last_insert_rowid();
    {
        let mut insert = db.prepare_cached(
            "INSERT OR IGNORE INTO tag (event, value, created_at, kind) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (letter, value) in &record.tags {
            let key = tag_key(*letter, value);
            insert.execute(params![seq, key, record.created_at, record.kind])?;
        }
    }
    if record.kind == DELETION {
        delete(db, record)?;
    }
    Ok(Outcome::Stored(seq))
}

/// Removes the older version of a replaceable event; or says why the new one has to stay out.
fn make_way(
    db: &Connection,
    record: &Record,
    own_address: &[u8],
) -> rusqlite::Result<Option<Outcome>> {
    let deleted_until = db
        .prepare_cached("SELECT until FROM deleted_address WHERE address = ?1")?
        .query_row([own_address], |row| row.get::<_, i64>(0))
        .optional()?;
    if deleted_until.is_some_and(|until| record.created_at <= until) {
        return Ok(Some(Outcome::Deleted));
    }
    let other = db
        .prepare_cached(
            "SELECT seq, created_at, id FROM event WHERE address = ?1 AND address <> x''",
        )?
        .query_row([own_address], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Bytes32>(2)?))
        })
        .optional()?;
    if let Some((seq, created_at, id)) = other {
        // At the same time, the lower id stays (NIP-01).
        if (created_at, Reverse(&id)) > (record.created_at, Reverse(record.id.as_bytes())) {
            return Ok(Some(Outcome::Superseded));
        }
        remove(db, seq)?;
    }
    Ok(None)
}

/// Whether somebody who may delete this event did.
fn is_deleted(db: &Connection, record: &Record) -> rusqlite::Result<bool> {
    let mut deleters = db.prepare_cached("SELECT author FROM deleted_event WHERE id = ?1")?;
    let mut rows = deleters.query([record.id.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let deleter: Bytes32 = row.get(0)?;
        if deleter == record.author
            || (record.kind == GIFT_WRAP && record.is_addressed_to(&deleter))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn remove(db: &Connection, seq: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM tag WHERE event = ?1")?.execute([seq])?;
    db.prepare_cached("DELETE FROM event WHERE seq = ?1")?.execute([seq])?;
    Ok(())
}

/// NIP-09: the author deletes by id or address; NIP-59: so does the addressee of a gift wrap.
/// What is not here yet is remembered, so that it stays away.
fn delete(db: &Connection, request: &Record) -> rusqlite::Result<()> {
    for id in request.values(b'e').filter_map(key_from_hex) {
        let target = db
            .prepare_cached("SELECT seq, kind, author FROM event WHERE id = ?1")?
            .query_row([&id], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, u16>(1)?, row.get::<_, Bytes32>(2)?))
            })
            .optional()?;
        if let Some((seq, kind, author)) = target {
            let allowed = author == request.author
                || (kind == GIFT_WRAP && is_tagged(db, seq, &request.author)?);
            // Deleting a deletion has no effect (NIP-09).
            if kind == DELETION || !allowed {
                continue;
            }
            remove(db, seq)?;
        }
        db.prepare_cached("INSERT OR IGNORE INTO deleted_event (id, author) VALUES (?1, ?2)")?
            .execute([&id, &request.author])?;
    }
    for value in request.values(b'a') {
        let Some(target) = own_address(value, &request.author) else { continue };
        let older = db
            .prepare_cached(
                "SELECT seq FROM event
                 WHERE address = ?1 AND address <> x'' AND created_at <= ?2",
            )?
            .query_row(params![target, request.created_at], |row| row.get::<_, i64>(0))
            .optional()?;
        if let Some(seq) = older {
            remove(db, seq)?;
        }
        db.prepare_cached(
            "INSERT INTO deleted_address (address, until) VALUES (?1, ?2)
             ON CONFLICT (address) DO UPDATE SET until = max(until, excluded.until)",
        )?
        .execute(params![target, request.created_at])?;
    }
    Ok(())
}

fn is_tagged(db: &Connection, seq: i64, key: &Bytes32) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM tag WHERE event = ?1 AND value = ?2")?
        .exists(params![seq, tag_key(b'p', &hex::encode(key))])
}

/// The address in an `a` tag (`kind:author:identifier`), if it is the deleter's own.
fn own_address(value: &str, deleter: &Bytes32) -> Option<Vec<u8>> {
    let mut parts = value.splitn(3, ':');
    let kind: u16 = parts.next()?.parse().ok()?;
    let author = key_from_hex(parts.next()?)?;
    let identifier = parts.next().unwrap_or_default();
    let may = author == *deleter && (is_replaceable(kind) || is_addressable(kind));
    may.then(|| address(kind, &author, identifier))
}

/// Removes what expired by now, at most `most` events. How many there were.
pub(crate) fn sweep(db: &Connection, now: i64, most: usize) -> rusqlite::Result<usize> {
    let expired = {
        let mut select = db.prepare_cached(
            "SELECT seq FROM event
             WHERE expires_at < 9223372036854775807 AND expires_at <= ?1 LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = select.query_map(params![now, most], |row| row.get::<_, i64>(0))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()?
    };
    for seq in &expired {
        remove(db, *seq)?;
    }
    Ok(expired.len())
}

/// Gives free pages back to the system, and leaves nothing of what was deleted in the log.
pub(crate) fn tidy(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("PRAGMA incremental_vacuum(4096)")?;
    // Answers with a row; readers at work only make it do less.
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_differ_have_keys_that_differ() {
        let key = "ab".repeat(32);
        let raw = "x".repeat(32);
        let hex_of_raw = hex::encode(&raw);
        let long = "y".repeat(65);
        let upper = key.to_uppercase();
        let values = [key.as_str(), &raw, &hex_of_raw, &long, "", "x", &upper];
        let keys: std::collections::HashSet<_> = values.iter().map(|v| tag_key(b't', v)).collect();
        assert_eq!(keys.len(), values.len());
        assert_ne!(tag_key(b'e', &key), tag_key(b'p', &key));
    }
}
