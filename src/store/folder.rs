//! The folder of a profile: what is in it, and that nobody else reads it.
//!
//! Knows file names and permissions; knows nothing of what is inside the files.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::key_file;
use crate::model::{Found, ProfileDir};

/// The database's file; SQLite puts `-wal` and `-shm` beside it.
pub(super) const DATABASE: &str = "hushwing.db";
/// The lock's file.
pub(super) const LOCK: &str = "lock";
/// The local socket (`local::socket_path`).
const SOCKET: &str = "socket";
/// Files of the window, which is there before the profile is.
const WINDOW: &str = "window.";

/// What lies in a profile's folder. Changes nothing.
///
/// # Errors
/// [`StoreError::KeyMissing`], [`StoreError::Damaged`], [`StoreError::Newer`], or it cannot be read.
pub fn look(dir: &ProfileDir) -> Result<Found, StoreError> {
    match fs::metadata(dir.path()) {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => return Err(StoreError::NotAProfile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error.into()),
    }
    match key_file::read(dir.path())? {
        Some(wrapped) => Ok(wrapped.way()),
        // A creation that was cut short: see `key_file`.
        None if key_file::is_staged(dir.path()) => Ok(Found::Nothing),
        None if dir.path().join(DATABASE).exists() => Err(StoreError::KeyMissing),
        None => Ok(Found::Nothing),
    }
}

/// Makes the folder, or checks that an existing one holds nothing of anybody else's.
///
/// # Errors
/// [`StoreError::NotEmpty`], or it cannot be made.
pub(super) fn make(dir: &ProfileDir) -> Result<(), StoreError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir.path())?;
    for entry in fs::read_dir(dir.path())? {
        let name = entry?.file_name();
        let ours = name.to_str().is_some_and(|name| {
            name == LOCK
                || name == SOCKET
                || [WINDOW, "key", DATABASE].iter().any(|ours| name.starts_with(ours))
        });
        if !ours {
            return Err(StoreError::NotEmpty);
        }
    }
    keep_private(dir.path())
}

/// Its absolute path, so that it means the same after a change of the working directory, and so
/// that SQLite takes none for a URI.
pub(super) fn real(dir: &ProfileDir) -> Result<ProfileDir, StoreError> {
    Ok(ProfileDir::at(fs::canonicalize(dir.path())?))
}

/// Takes the folder away from everybody else, should a copy or a backup have opened it.
pub(super) fn keep_private(dir: &Path) -> Result<(), StoreError> {
    if fs::metadata(dir)?.mode() & 0o077 != 0 {
        fs::set_permissions(dir, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Makes the empty file of the database, so that it and what SQLite puts beside it are private.
pub(super) fn make_database_file(dir: &Path) -> Result<PathBuf, StoreError> {
    let path = dir.join(DATABASE);
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    Ok(path)
}

/// Removes the database of a creation that did not finish.
pub(super) fn remove_database(dir: &Path) -> Result<(), StoreError> {
    for end in ["", "-wal", "-shm", "-journal"] {
        match fs::remove_file(dir.join(format!("{DATABASE}{end}"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
