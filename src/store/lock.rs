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
    file: File,
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
            Ok(()) => Ok(Self { file }),
            Err(Errno::WOULDBLOCK) => Err(StoreError::Held),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for Lock {
    /// Closing the file is not enough: a program that this process is just starting has a copy of
    /// it for a moment, and would keep the lock until then.
    fn drop(&mut self) {
        if let Err(error) = flock(&self.file, FlockOperation::Unlock) {
            tracing::warn!("letting go of the profile failed: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn letting_go_counts_although_a_child_still_has_the_file() {
        let dir = TempDir::new().unwrap();
        let lock = Lock::take(dir.path()).unwrap();
        assert!(matches!(Lock::take(dir.path()), Err(StoreError::Held)));
        let childs = lock.file.try_clone().unwrap();
        drop(lock);
        drop(Lock::take(dir.path()).unwrap());
        drop(childs);
    }
}
