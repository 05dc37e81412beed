//! Stories about a whole store: a folder, its keys, its threads.

mod crash;
mod engine;
mod erase;
mod keys;
mod outbox;
#[cfg(unix)]
mod power;
mod secret;
pub(crate) mod thief;

use tempfile::TempDir;

use super::{Reader, Store, StoreError, StoreOptions, Tx};
use crate::model::{ProfileDir, Secret, Unlock};

/// A folder that goes with the test, and what opens the profile in it.
struct Home {
    root: TempDir,
    options: StoreOptions,
}

impl Home {
    fn new() -> Self {
        Self { root: TempDir::new().unwrap(), options: StoreOptions::for_tests() }
    }

    fn dir(&self) -> ProfileDir {
        ProfileDir::at(self.root.path().join("profile"))
    }

    fn create(&self, unlock: &Unlock) -> Result<Store, StoreError> {
        Store::create_blocking(self.dir(), unlock, self.options.clone(), |_| Ok(()))
    }

    fn open(&self, unlock: &Unlock) -> Result<Store, StoreError> {
        Store::open_blocking(self.dir(), unlock, self.options.clone())
    }

    /// A profile with a passphrase, open.
    fn store(&self) -> Store {
        self.create(&passphrase("owl")).unwrap()
    }
}

fn passphrase(text: &str) -> Unlock {
    Unlock::Passphrase(Secret::new(text.to_owned()))
}

fn both(text: &str) -> Unlock {
    Unlock::Both(Secret::new(text.to_owned()))
}

/// A store comes without `Debug`, so the error is taken out by hand.
fn refusal(result: Result<Store, StoreError>) -> StoreError {
    match result {
        Ok(_) => panic!("a store was opened"),
        Err(error) => error,
    }
}

fn put(tx: &Tx<'_>, key: &str, value: i64) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, CAST(?2 AS BLOB))";
    tx.sql().prepare_cached(sql)?.execute((key, value))?;
    Ok(())
}

fn count(reader: &Reader<'_>) -> Result<i64, StoreError> {
    Ok(reader.sql().prepare_cached("SELECT count(*) FROM meta")?.query_row([], |r| r.get(0))?)
}
