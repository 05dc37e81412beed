//! When the power goes, what was acknowledged is there, whatever became of the rest.
//!
//! A child works on a store; at moments chosen by dice it is stopped in its tracks, and its files
//! are copied. What it had not synced by then is damaged in the copy as a disk may damage it: the
//! end of the log is cut off anywhere, bytes of it are turned, and so are pages of the database
//! that a checkpoint may be writing. Every copy must open, be sound, and hold every message that
//! the child had acknowledged.
//!
//! What is synced follows from how SQLite commits (<https://sqlite.org/wal.html>, and
//! `walformat.html` for the bytes): the one writer begins a transaction when the one before is
//! synced. So of all commits in the log only the last may be unsynced, and it is if nobody was
//! told of it. A page of which the synced log holds a copy is read from the log, so in the
//! database it may be anything.

use std::collections::BTreeMap;
use std::path::Path;

use nostr::event::EventId;
use nostr::key::Keys;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use super::crash::{Victim, dice, home_of_child, say};
use super::*;
use crate::model::{MessageId, Millis, Name};
use crate::store::folder::DATABASE;
use crate::store::{EnvelopePurpose, ME, NewEnvelope, NewMessage};

const WRITERS: u8 = 3;
const MOMENTS: usize = 12;
const DAMAGES: usize = 3;
const NOW: Millis = Millis(1_767_225_600_000);

fn id(writer: u8, number: u32) -> MessageId {
    let mut id = [writer; 32];
    id[..4].copy_from_slice(&number.to_be_bytes());
    MessageId(id)
}

fn bob() -> nostr::key::PublicKey {
    Keys::parse(&"3".repeat(64)).unwrap().public_key()
}

/// A message and its envelope, as `send` stores them.
fn write(tx: &Tx<'_>, writer: u8, number: u32) -> Result<(), StoreError> {
    let id = id(writer, number);
    let chat = tx.chat_of(&tx.account()?.keys.public_key(), [&bob()])?;
    tx.insert_message(&NewMessage {
        id,
        wording: (id, 0),
        chat: chat.key,
        author: ME,
        at: NOW.plus(number.into()),
        kind: 14,
        text: format!("owl {writer} {number} {}", "filling ".repeat(number as usize % 60)),
        reply_to: None,
        attachment: None,
        wrap: None,
        stored_at: NOW,
        timer: Default::default(),
    })?;
    let envelope = NewEnvelope {
        event: EventId::from_byte_array(id.0),
        json: "x".repeat(1000),
        one_time: None,
        addressee: tx.meet(&bob())?.key,
        message: Some(id),
        purpose: EnvelopePurpose::ForOthers,
        mailbox: None,
        lane: 0,
    };
    tx.enqueue(&envelope, &["wss://relay.example".parse().unwrap()], NOW)?;
    if number.is_multiple_of(60) {
        // The log is emptied soon after this.
        tx.erased();
    }
    Ok(())
}

#[test]
fn a_child_that_sends() {
    let Some((dir, options)) = home_of_child() else { return };
    let store = Store::open_blocking(dir, &passphrase("owl"), options).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let store = store.clone();
            scope.spawn(move || {
                for number in 1.. {
                    store.write_blocking(move |tx| write(tx, writer, number)).unwrap();
                    say(format_args!("{writer} {number}"));
                }
            });
        }
    });
}

/// The log of a stopped writer.
struct Log {
    bytes: Vec<u8>,
    page: usize,
    /// Each frame of the present log: the page that it holds, and whether it ends a commit.
    frames: Vec<(u32, bool)>,
}

impl Log {
    const HEAD: usize = 32;
    const FRAME_HEAD: usize = 24;

    fn read(bytes: Vec<u8>) -> Self {
        let number =
            |at: usize| bytes.get(at..at + 4).map(|b| u32::from_be_bytes(b.try_into().unwrap()));
        let page = number(8).map_or(0, |page| page as usize);
        let mut frames = Vec::new();
        let mut at = Self::HEAD;
        // Frames of an earlier round of the log carry another salt.
        while page > 0
            && at + Self::FRAME_HEAD + page <= bytes.len()
            && bytes[at + 8..at + 16] == bytes[16..24]
        {
            let (Some(of), Some(size)) = (number(at), number(at + 4)) else { break };
            frames.push((of, size > 0));
            at += Self::FRAME_HEAD + page;
        }
        Self { bytes, page, frames }
    }

    fn after(&self, frames: usize) -> usize {
        Self::HEAD + frames * (Self::FRAME_HEAD + self.page)
    }

    /// Where the last two commits end, in frames: the one before the last first.
    fn last_commits(&self) -> [usize; 2] {
        let ends = (1..).zip(&self.frames).filter(|(_, (_, ends))| *ends).map(|(n, _)| n);
        ends.fold([0, 0], |[_, last], this| [last, this])
    }
}

/// Everything that a disk held when its computer was stopped.
struct Copy {
    key: Vec<(std::ffi::OsString, Vec<u8>)>,
    database: Vec<u8>,
    log: Log,
}

impl Copy {
    fn of(folder: &Path) -> Self {
        let log_name = format!("{DATABASE}-wal");
        let mut copy = Self { key: Vec::new(), database: Vec::new(), log: Log::read(Vec::new()) };
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name();
            if !entry.file_type().unwrap().is_file() || name == *format!("{DATABASE}-shm") {
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            match name.to_str() {
                Some(DATABASE) => copy.database = bytes,
                Some(name) if name == log_name => copy.log = Log::read(bytes),
                _ => copy.key.push((name, bytes)),
            }
        }
        copy
    }

    /// What a started computer finds: the store is opened and must be sound. Returns how many
    /// messages there are of each writer.
    fn found(&self, database: &[u8], log: &[u8]) -> BTreeMap<u8, u32> {
        let home = Home::new();
        let folder = home.dir().path().to_owned();
        std::fs::create_dir(&folder).unwrap();
        for (name, bytes) in &self.key {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        std::fs::write(folder.join(DATABASE), database).unwrap();
        std::fs::write(folder.join(format!("{DATABASE}-wal")), log).unwrap();
        let store = home.open(&passphrase("owl")).unwrap();
        let found = store.read_blocking(|reader| {
            let check = |sql: &str| reader.sql().query_row(sql, [], |row| row.get::<_, String>(0));
            assert_eq!(check("PRAGMA integrity_check")?, "ok");
            let mut found = BTreeMap::new();
            for writer in 0..WRITERS {
                // None is missing between the first and the last, and none lacks its envelope.
                let mut number = 0;
                while let Some(row) = reader.message(id(writer, number + 1))? {
                    number += 1;
                    assert!(row.text.starts_with(&format!("owl {writer} {number} ")));
                }
                found.insert(writer, number);
            }
            let count = |table: &str| {
                let sql = format!("SELECT count(*) FROM {table}");
                reader.sql().query_row(&sql, [], |row| row.get::<_, u32>(0))
            };
            let all: u32 = found.values().sum();
            assert_eq!((count("messages")?, count("envelopes")?), (all, all), "half a write");
            Ok(found)
        });
        let found = found.unwrap();
        // It goes on working.
        store.write_blocking(|tx| put(tx, "after", 1)).unwrap();
        store.close_blocking();
        found
    }
}

fn turn_a_byte(bytes: &mut [u8]) {
    if !bytes.is_empty() {
        let at = dice(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << dice(8);
    }
}

#[test]
fn what_was_acknowledged_survives_a_power_cut() {
    let home = Home::new();
    let store = home.store();
    let made = store.write_blocking(|tx| {
        tx.found_account(&Keys::generate(), None, &Name::clean("Alice").unwrap(), NOW)
    });
    made.unwrap();
    store.close_blocking();
    let mut victim = Victim::start("power", "a_child_that_sends", &home);
    let pid = Pid::from_raw(victim.id().try_into().unwrap()).unwrap();
    let mut acknowledged: BTreeMap<u8, u32> = (0..WRITERS).map(|writer| (writer, 0)).collect();
    let (mut unsynced, mut in_checkpoint) = (0, 0);
    for _ in 0..MOMENTS {
        for _ in 0..=dice(60) {
            let line = victim.hear().expect("the child died by itself");
            let (writer, number) = line.split_once(' ').unwrap();
            acknowledged.insert(writer.parse().unwrap(), number.parse().unwrap());
        }
        kill_process(pid, Signal::STOP).unwrap();
        waitpid(Some(pid), WaitOptions::UNTRACED).unwrap();
        let copy = Copy::of(home.dir().path());
        kill_process(pid, Signal::CONT).unwrap();

        let all_there = |found: &BTreeMap<u8, u32>| {
            acknowledged.iter().all(|(writer, number)| found[writer] >= *number)
        };
        let Log { bytes, page, frames } = &copy.log;
        let cut = |frames| &bytes[..bytes.len().min(copy.log.after(frames))];
        let [before, last] = copy.log.last_commits();
        assert!(all_there(&copy.found(&copy.database, bytes)));
        // If nobody was told of the last commit, it may not be synced.
        let synced =
            if all_there(&copy.found(&copy.database, cut(before))) { before } else { last };
        unsynced += usize::from(synced < last || frames.len() > last);
        in_checkpoint += usize::from(synced > 0);
        for _ in 0..DAMAGES {
            let (mut database, mut log) = (copy.database.clone(), bytes.clone());
            // Before the first synced commit the head of the log may be new as well.
            let safe = if synced == 0 { 0 } else { copy.log.after(synced) }.min(log.len());
            if dice(2) == 0 {
                log.truncate(safe + dice((log.len() - safe + 1) as u64) as usize);
            }
            for _ in 0..dice(8) {
                turn_a_byte(&mut log[safe..]);
            }
            for (of, _) in frames.iter().take(synced) {
                let start = (*of as usize - 1) * page;
                // The first bytes are the salt of the whole file, the same in every version of it.
                let start = if *of == 1 { 16 } else { start };
                let end = (*of as usize * page).min(database.len());
                if start < end && dice(4) == 0 {
                    turn_a_byte(&mut database[start..end]);
                }
            }
            let found = copy.found(&database, &log);
            assert!(all_there(&found), "{found:?} of {acknowledged:?}");
        }
    }
    victim.kill();
    println!("{acknowledged:?}, {unsynced} unsynced, {in_checkpoint} with a log to read from");
    assert!(acknowledged.values().all(|number| *number > 0));
    assert!(in_checkpoint > 0);
}

/// Without these the story above would prove nothing: a copy cannot show whether the disk was
/// told to sync.
#[test]
fn the_disk_is_told_to_sync_before_anybody_is_told_of_a_commit() {
    let home = Home::new();
    let store = home.store();
    let settings = store.write_blocking(|tx| {
        let read = |name: &str| {
            let sql = format!("PRAGMA {name}");
            tx.sql().query_row(&sql, [], |row| row.get::<_, rusqlite::types::Value>(0))
        };
        Ok((read("synchronous")?, read("journal_mode")?))
    });
    let full = rusqlite::types::Value::Integer(2);
    assert_eq!(settings, Ok((full, rusqlite::types::Value::Text("wal".into()))));
    store.close_blocking();
}
