//! NIP-77: comparing sets of events by fingerprints.
//!
//! A session holds the times and ids of what its filter finds (40 bytes each); how many a session
//! may hold, and all sessions of the relay together, is bounded.

use std::sync::Arc;
use std::time::Instant;

use negentropy::{Id, Negentropy, NegentropyStorageVector};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::refusal::Refusal;
use super::store::Item;

/// Records that all sessions of the relay may hold: 80 MB.
const MOST_RECORDS: usize = 2_000_000;

/// Largest answer in bytes, before hex doubles it: fits where messages may have 128 KiB.
const FRAME: u64 = 60_000;

/// The room that all sessions share.
#[derive(Debug)]
pub(crate) struct SyncRoom(Arc<Semaphore>);

impl Default for SyncRoom {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_RECORDS)))
    }
}

impl SyncRoom {
    /// Room for so many records, if there is.
    pub(crate) fn take(&self, records: usize) -> Option<OwnedSemaphorePermit> {
        let records = u32::try_from(records.max(1)).ok()?;
        Arc::clone(&self.0).try_acquire_many_owned(records).ok()
    }
}

/// One comparison.
pub(crate) struct SyncSession {
    state: Negentropy<'static, NegentropyStorageVector>,
    /// When it was last heard of.
    pub(crate) used: Instant,
    _room: OwnedSemaphorePermit,
}

impl SyncSession {
    /// A session over these events.
    pub(crate) fn new(items: &[Item], room: OwnedSemaphorePermit) -> Result<Self, Refusal> {
        let failed = |_| Refusal::error("the comparison could not be prepared");
        let mut storage = NegentropyStorageVector::with_capacity(items.len());
        for item in items {
            let at = u64::try_from(item.created_at).unwrap_or(0);
            storage.insert(at, Id::from_byte_array(item.id)).map_err(failed)?;
        }
        storage.seal().map_err(failed)?;
        let state = Negentropy::owned(storage, FRAME).map_err(failed)?;
        Ok(Self { state, used: Instant::now(), _room: room })
    }

    /// Answers one message, given in hex.
    pub(crate) fn answer(&mut self, message: &str) -> Result<Vec<u8>, Refusal> {
        self.used = Instant::now();
        let bytes =
            hex::decode(message).map_err(|_| Refusal::invalid("the message is not hexadecimal"))?;
        self.state
            .reconcile(&bytes)
            .map_err(|_| Refusal::invalid("this is not a negentropy message"))
    }
}
