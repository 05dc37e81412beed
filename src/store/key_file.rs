//! The file that keeps the sealed database key, and how it is replaced.
//!
//! | files            | means                                                                 |
//! |------------------|-----------------------------------------------------------------------|
//! | `key`            | a profile                                                             |
//! | `key.new` alone  | a creation that was cut short: nothing here is of use to anybody      |
//! | `key`, `key.new` | a replacement that was cut short before it counted                    |
//! | `key`, `key.old` | a replacement that counted and was cut short before the old was wiped |
//!
//! A replacement counts from one `rename` on. The old sealed key must not survive it (an old
//! passphrase would still open it), so its bytes are overwritten before its name goes. A file
//! system that copies on write, or a disk that remaps blocks, may keep them all the same.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use super::error::StoreError;
use super::wrap::{WRAPPED, Wrapped};

const KEY: &str = "key";
const NEW: &str = "key.new";
const OLD: &str = "key.old";

/// Reads the key file; `None` when there is none.
///
/// # Errors
/// [`StoreError::Damaged`], [`StoreError::Newer`], or it cannot be read.
pub(super) fn read(dir: &Path) -> Result<Option<Wrapped>, StoreError> {
    let file = match File::open(dir.join(KEY)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::with_capacity(WRAPPED + 1);
    file.take(WRAPPED as u64 + 1).read_to_end(&mut bytes)?;
    Wrapped::parse(&bytes).map(Some)
}

/// Whether a creation or replacement has begun.
pub(super) fn is_staged(dir: &Path) -> bool {
    dir.join(NEW).exists()
}

/// Writes a sealed key that does not count yet.
pub(super) fn stage(dir: &Path, wrapped: &Wrapped) -> Result<(), StoreError> {
    let path = dir.join(NEW);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(wrapped.as_bytes())?;
    file.sync_all()?;
    sync_dir(dir)
}

/// Makes the staged key count, and wipes the one that did until now.
pub(super) fn commit(dir: &Path) -> Result<(), StoreError> {
    let old = found(OpenOptions::new().write(true).open(dir.join(KEY)))?;
    if old.is_some() {
        // A second name, by which the old bytes are found again should this be cut short after
        // the rename. Where a file system knows no links, they are wiped below all the same.
        let _ = fs::hard_link(dir.join(KEY), dir.join(OLD));
    }
    fs::rename(dir.join(NEW), dir.join(KEY))?;
    sync_dir(dir)?;
    if let Some(old) = old {
        overwrite(&old)?;
    }
    tidy(dir)
}

/// Wipes what a replacement that was cut short left behind.
pub(super) fn tidy(dir: &Path) -> Result<(), StoreError> {
    wipe(dir, OLD)?;
    wipe(dir, NEW)
}

/// Overwrites a file and removes it, unless its bytes are those of the key that counts.
fn wipe(dir: &Path, name: &str) -> Result<(), StoreError> {
    let path = dir.join(name);
    let Some(doomed) = found(OpenOptions::new().write(true).open(&path))? else {
        return Ok(());
    };
    let counting = found(fs::metadata(dir.join(KEY)))?;
    let meta = doomed.metadata()?;
    let same = counting.is_some_and(|key| key.ino() == meta.ino() && key.dev() == meta.dev());
    if !same {
        overwrite(&doomed)?;
    }
    fs::remove_file(&path)?;
    sync_dir(dir)
}

fn overwrite(mut file: &File) -> io::Result<()> {
    file.write_all(&[0; WRAPPED])?;
    file.sync_all()
}

fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A name counts after a power cut only when its folder was synced too.
fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    Ok(File::open(dir)?.sync_all()?)
}
