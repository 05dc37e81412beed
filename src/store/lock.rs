//! One process per profile.
//!
//! An advisory lock on an open file: the system drops it when the process ends, however it ends,
//! so nothing stale can keep a person out.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::error::StoreError;
use super::folder::LOCK;

/// Holds a profile until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says at once that another has it.
    ///
    /// # Errors
    /// [`StoreError::Held`], or the file cannot be made.
    pub(super) fn take(dir: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(dir.join(LOCK))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { _file: file }),
            Err(Errno::WOULDBLOCK) => Err(StoreError::Held),
            Err(error) => Err(error.into()),
        }
    }
}
