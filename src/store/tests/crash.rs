//! Killed at any moment, the store opens and holds every write that was acknowledged.
//!
//! A story starts this very test program again as a child (`a_child_…`, idle without its
//! variable), lets it work, and kills it as `kill -9` does. Moments are chosen by dice: by how many
//! lines the child has written, or by a delay in which nothing is waited for.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::*;
use crate::model::Found;
use crate::store::folder;

const PLACE: &str = "HUSHWING_TEST_CRASH";
const WRITERS: i64 = 4;

pub(super) fn home_of_child() -> Option<(ProfileDir, StoreOptions)> {
    let dir = std::env::var_os(PLACE)?;
    Some((ProfileDir::at(dir), StoreOptions::for_tests()))
}

pub(super) fn say(words: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    // The parent may be gone already.
    let _ = writeln!(out, "\nsay {words}").and_then(|()| out.flush());
}

pub(super) fn dice(below: u64) -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    u64::from_le_bytes(bytes) % below
}

pub(super) struct Victim {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Victim {
    pub(super) fn start(room: &str, story: &str, home: &Home) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("store::tests::{room}::{story}"), "--nocapture"])
            .env(PLACE, home.dir().path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// What the child said next; `None` when it is dead and everything was heard.
    pub(super) fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.lines.read_line(&mut line).unwrap() > 0 {
            // A line without its end was cut off by death.
            if let Some(said) = line.strip_suffix('\n').and_then(|line| line.strip_prefix("say ")) {
                return Some(said.to_owned());
            }
            line.clear();
        }
        None
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::iter::from_fn(|| self.hear()).collect()
    }
}

#[test]
fn a_child_that_writes() {
    let Some((dir, options)) = home_of_child() else { return };
    let store = Store::open_blocking(dir, &passphrase("owl"), options).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let store = store.clone();
            scope.spawn(move || {
                loop {
                    let key = format!("{writer}");
                    let done = store.write_blocking(move |tx| {
                        let read = "SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM meta \
                                    WHERE key = ?1";
                        let mut read = tx.sql().prepare_cached(read)?;
                        let n = read.query_row([&key], |r| r.get(0)).unwrap_or(0) + 1;
                        put(tx, &key, n)?;
                        put(tx, &format!("{writer}/{n}"), n)?;
                        Ok(n)
                    });
                    say(format_args!("{writer} {}", done.unwrap()));
                }
            });
        }
    });
}

#[test]
fn every_acknowledged_write_survives() {
    let home = Home::new();
    home.store().close_blocking();
    let mut acknowledged = BTreeMap::<i64, i64>::new();
    for _ in 0..12 {
        let mut victim = Victim::start("crash", "a_child_that_writes", &home);
        let mut heard: Vec<String> = Vec::new();
        for _ in 0..=dice(120) {
            heard.push(victim.hear().expect("the child died by itself"));
        }
        heard.extend(victim.kill());
        for line in heard {
            let (writer, n) = line.split_once(' ').unwrap();
            acknowledged.insert(writer.parse().unwrap(), n.parse().unwrap());
        }
        let store = home.open(&passphrase("owl")).unwrap();
        for (writer, acknowledged) in &mut acknowledged {
            let writer = *writer;
            let (last, rows) = store
                .read_blocking(move |r| {
                    let sql = "SELECT CAST(CAST(value AS TEXT) AS INTEGER), \
                               (SELECT count(*) FROM meta WHERE key GLOB ?2) \
                               FROM meta WHERE key = ?1";
                    let sought = (writer.to_string(), format!("{writer}/*"));
                    Ok(r.sql().query_row(sql, sought, |row| {
                        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
                    })?)
                })
                .unwrap();
            assert_eq!(last, rows, "half a write");
            // The one under way may have been committed without a chance to say so.
            assert!((*acknowledged..=*acknowledged + 1).contains(&last), "{acknowledged} {last}");
            *acknowledged = last;
        }
        let sound = store.read_blocking(|r| {
            Ok(r.sql().query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?)
        });
        assert_eq!(sound.as_deref(), Ok("ok"));
        store.close_blocking();
    }
    assert!(acknowledged.values().sum::<i64>() > 100);
}

#[test]
fn a_child_that_changes_the_passphrase() {
    let Some((dir, options)) = home_of_child() else { return };
    let tokio = tokio::runtime::Runtime::new().unwrap();
    let current = (1..3).find_map(|n| {
        let store = Store::open_blocking(dir.clone(), &passphrase(&n.to_string()), options.clone());
        store.ok().map(|store| (n, store))
    });
    let (mut n, store) = current.unwrap();
    say(format_args!("{n}"));
    loop {
        let (old, new) = (n.to_string(), (3 - n).to_string());
        tokio.block_on(store.change_unlock(passphrase(&old), passphrase(&new))).unwrap();
        n = 3 - n;
        say(format_args!("{n}"));
    }
}

#[test]
fn a_change_of_passphrase_happens_or_does_not() {
    let home = Home::new();
    home.create(&passphrase("1")).unwrap().close_blocking();
    for _ in 0..12 {
        let mut victim = Victim::start("crash", "a_child_that_changes_the_passphrase", &home);
        let mut last = String::new();
        for _ in 0..=dice(6) {
            last = victim.hear().expect("the child died by itself");
        }
        std::thread::sleep(Duration::from_micros(dice(3000)));
        if let Some(line) = victim.kill().pop() {
            last = line;
        }
        let opens = |n: &str| home.open(&passphrase(n)).map(|store| store.close_blocking());
        let other = if last == "1" { "2" } else { "1" };
        let (this, that) = (opens(&last), opens(other));
        assert!(this.is_ok() != that.is_ok(), "{this:?} {that:?}");
        let refused = this.err().or(that.err());
        assert_eq!(refused, Some(StoreError::WrongPassphrase));
        for left in ["key.new", "key.old"] {
            assert!(!home.dir().path().join(left).exists());
        }
    }
}

#[test]
fn a_child_that_makes_a_profile() {
    let Some((dir, options)) = home_of_child() else { return };
    say(format_args!("begun"));
    let made = Store::create_blocking(dir, &passphrase("owl"), options, |tx| put(tx, "account", 1));
    let store = made.unwrap();
    say(format_args!("made"));
    loop {
        store.read_blocking(count).unwrap();
    }
}

#[test]
fn a_profile_is_made_whole_or_not_at_all() {
    let mut outcomes = BTreeMap::new();
    for _ in 0..20 {
        let home = Home::new();
        let mut victim = Victim::start("crash", "a_child_that_makes_a_profile", &home);
        assert_eq!(victim.hear().as_deref(), Some("begun"));
        std::thread::sleep(Duration::from_micros(dice(25_000)));
        let said = victim.kill();
        let found = folder::look(&home.dir()).unwrap();
        let store = match found {
            Found::Nothing => {
                assert!(said.is_empty(), "it was said to be made");
                let again = home.options.clone();
                let first = |tx: &Tx<'_>| put(tx, "account", 1);
                Store::create_blocking(home.dir(), &passphrase("owl"), again, first)
            }
            _ => home.open(&passphrase("owl")),
        };
        assert_eq!(store.unwrap().read_blocking(count), Ok(1));
        *outcomes.entry(format!("{found:?}")).or_insert(0) += 1;
    }
    println!("{outcomes:?}");
}
