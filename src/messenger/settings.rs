//! What a profile keeps of its owner's wishes, and what opens it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::heart::Heart;
use super::{Error, Progress, Reply, Settings};
use crate::model::{Found, Secret, Unlock};

/// Name of the wish in the store: minutes as four bytes, big-endian; zero is never.
const LOCK_AFTER: &str = "lock-after";
/// Whether what is copied from a secret chat is cleared: one byte.
const CLEAR_COPIED: &str = "clear-copied";
/// Where nobody chose.
const USUAL_MINUTES: u32 = 15;
/// A day.
const MOST_MINUTES: u32 = 24 * 60;
/// A relay that has not answered by then does not answer.
const TEST: Duration = Duration::from_secs(15);

impl Heart {
    /// What this profile keeps.
    pub(super) async fn settings(&self) -> Result<Reply, Error> {
        let kept = self.store.read(|store| store.meta(LOCK_AFTER)).await?;
        let minutes = kept
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(USUAL_MINUTES, u32::from_be_bytes)
            .min(MOST_MINUTES);
        let lock_after = (minutes > 0).then_some(minutes);
        let clear = self.store.read(|store| store.meta(CLEAR_COPIED)).await?;
        let clear_copied = clear.is_none_or(|byte| byte != [0]);
        let read_receipts = self.read_receipts();
        Ok(Reply::Settings(Settings { read_receipts, lock_after, clear_copied }))
    }

    /// Keeps whether what is copied from a secret chat leaves the clipboard after a minute.
    pub(super) async fn set_clear_copied(&self, on: bool) -> Result<Reply, Error> {
        self.store.write(move |tx| tx.set_meta(CLEAR_COPIED, &[u8::from(on)])).await?;
        self.settings().await
    }

    /// Keeps after how many idle minutes the window locks.
    pub(super) async fn set_lock_after(&self, minutes: Option<u32>) -> Result<Reply, Error> {
        if minutes.is_some_and(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
            return Err(Error::input(format!(
                "the window locks after one to {MOST_MINUTES} idle minutes, or never"
            )));
        }
        let bytes = minutes.unwrap_or(0).to_be_bytes();
        self.store.write(move |tx| tx.set_meta(LOCK_AFTER, &bytes)).await?;
        self.settings().await
    }

    pub(super) async fn change_read_receipts(&self, on: bool) -> Result<Reply, Error> {
        self.store.write(move |tx| tx.set_read_receipts(on)).await?;
        self.set_read_receipts(on);
        Ok(Reply::Done)
    }

    /// Seals the database key anew. Whoever needs the keyring as well goes on needing it.
    pub(super) async fn change_passphrase(&self, old: Secret, new: Secret) -> Result<Reply, Error> {
        let new = match self.store.unlocked_by()? {
            Found::Both => Unlock::Both(new),
            Found::Keyring | Found::Passphrase | Found::Nothing => Unlock::Passphrase(new),
        };
        self.store.change_unlock(self.unlock_by(old)?, new).await?;
        Ok(Reply::Done)
    }

    /// What opens this profile, with what was typed for it.
    pub(super) fn unlock_by(&self, passphrase: Secret) -> Result<Unlock, Error> {
        Ok(match self.store.unlocked_by()? {
            Found::Keyring => Unlock::Keyring,
            Found::Both => Unlock::Both(passphrase),
            Found::Passphrase | Found::Nothing => Unlock::Passphrase(passphrase),
        })
    }

    /// Asks every inbox relay anew.
    pub(super) async fn test_relays(self: &Arc<Self>) -> Result<Reply, Error> {
        self.go_online().await?;
        // Whoever is too late is shown as still being tried.
        let _ = tokio::time::timeout(TEST, self.pool.resync()).await;
        Ok(Reply::Relays(self.relay_rows()))
    }

    /// How far the account's messages have come.
    pub(super) fn progress(&self) -> Reply {
        Reply::Progress(Progress {
            received: self.counts.received.load(Ordering::SeqCst),
            caught_up: *self.caught_up.borrow(),
        })
    }
}
