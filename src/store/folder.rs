//! The folder of a profile: where it lies, what is in it, and that nobody else reads it.
//!
//! Knows file names and permissions; knows nothing of what is inside the files.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::key_file;
use crate::model::{Found, ProfileDir};

/// The database's file; SQLite puts `-wal` and `-shm` beside it.
pub(super) const DATABASE: &str = "hushwing.db";
/// The lock's file.
pub(super) const LOCK: &str = "lock";
/// The local socket, where its path is short enough.
const SOCKET: &str = "socket";

/// Longest path of a Unix socket that every system takes: macOS has 104 bytes with the final zero,
/// Linux 108.
const MAX_SOCKET_PATH: usize = 103;

/// Longest name of a profile, in characters.
const MAX_NAME: usize = 64;

/// The profile of this name (`--profile`) in the platform's folder for data.
///
/// # Errors
/// [`StoreError::ProfileName`] for a name that could lead elsewhere, [`StoreError::NoDataDir`].
pub fn named(name: &str) -> Result<ProfileDir, StoreError> {
    let name = valid_name(name)?;
    let dirs = directories::ProjectDirs::from("", "", "hushwing").ok_or(StoreError::NoDataDir)?;
    Ok(ProfileDir::at(dirs.data_local_dir().join("profiles").join(name)))
}

/// The profile that is opened when none is named.
///
/// # Errors
/// [`StoreError::NoDataDir`].
pub fn default_profile() -> Result<ProfileDir, StoreError> {
    named("default")
}

fn valid_name(name: &str) -> Result<&str, StoreError> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_');
    let edges = [name.chars().next(), name.chars().next_back()];
    // No dot or space at either end: `..`, hidden folders, and what Windows drops silently.
    let plain_edges = edges.iter().all(|c| c.is_some_and(|c| c != '.' && c != ' '));
    if plain_edges && name.chars().count() <= MAX_NAME && name.chars().all(good) {
        Ok(name)
    } else {
        Err(StoreError::ProfileName)
    }
}

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
            name == LOCK || name == SOCKET || name.starts_with("key") || name.starts_with(DATABASE)
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

/// Where a profile's local socket lies: in the profile, or, when that path is longer than sockets
/// may be, under a name made from it in a private folder of this user. The same for every process.
///
/// # Errors
/// The profile does not exist, or the private folder is not private.
pub fn socket_path(dir: &ProfileDir) -> Result<PathBuf, StoreError> {
    let real = fs::canonicalize(dir.path())?;
    let inside = real.join(SOCKET);
    if inside.as_os_str().len() <= MAX_SOCKET_PATH {
        return Ok(inside);
    }
    let digest = Sha256::digest(real.as_os_str().as_encoded_bytes());
    let name = format!("{}.sock", hex::encode(&digest[..16]));
    let user = rustix::process::getuid().as_raw();
    let runtime = directories::BaseDirs::new().and_then(|d| d.runtime_dir().map(Path::to_owned));
    let short = |path: &PathBuf| path.as_os_str().len() + 1 + name.len() <= MAX_SOCKET_PATH;
    let private = runtime
        .map(|runtime| runtime.join("hushwing"))
        .filter(short)
        .unwrap_or_else(|| Path::new("/tmp").join(format!("hushwing-{user}")));
    make_private(&private, user)?;
    Ok(private.join(name))
}

/// `/tmp` is shared: somebody else may have put a folder, or a link, of that name there.
fn make_private(path: &Path, user: u32) -> Result<(), StoreError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    let meta = fs::symlink_metadata(path)?;
    if meta.is_dir() && meta.uid() == user && meta.mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(StoreError::Io(io::ErrorKind::PermissionDenied))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;
    use tempfile::TempDir;

    #[test]
    fn a_profiles_name_leads_nowhere_else() {
        for good in ["default", "Work 2", "надя", "a", "a.b_c-d", "علی"] {
            assert_eq!(valid_name(good), Ok(good));
        }
        let long = "x".repeat(MAX_NAME + 1);
        for bad in
            ["", ".", "..", "../x", "a/b", "/etc", "a\\b", ".hidden", "x.", " x", "x ", "a\0"]
                .into_iter()
                .chain([long.as_str(), "a\nb", "C:", "a\u{202E}b"])
        {
            assert_eq!(valid_name(bad), Err(StoreError::ProfileName), "{bad:?}");
        }
        let dir = named("work").unwrap();
        assert!(dir.path().ends_with("hushwing/profiles/work"), "{dir:?}");
        assert_ne!(default_profile().unwrap(), dir);
    }

    #[test]
    fn a_socket_can_be_bound_however_long_the_folders_name_is() {
        let root = TempDir::new().unwrap();
        for depth in [0, 1, 5] {
            let dir = root.path().join(vec!["x".repeat(100); depth].join("/")).join("profile");
            fs::create_dir_all(&dir).unwrap();
            let path = socket_path(&ProfileDir::at(&dir)).unwrap();
            assert!(path.as_os_str().len() <= MAX_SOCKET_PATH);
            assert_eq!(path.starts_with(fs::canonicalize(&dir).unwrap()), depth == 0);
            // The same folder under another name has the same socket.
            let link = root.path().join(format!("link{depth}"));
            std::os::unix::fs::symlink(&dir, &link).unwrap();
            assert_eq!(socket_path(&ProfileDir::at(link)).unwrap(), path);
            drop(UnixListener::bind(&path).unwrap());
            fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn a_shared_folder_that_is_not_private_is_refused() {
        let root = TempDir::new().unwrap();
        let user = rustix::process::getuid().as_raw();
        let path = root.path().join("hushwing");
        make_private(&path, user).unwrap();
        make_private(&path, user).unwrap();
        assert!(make_private(&path, user + 1).is_err(), "somebody else's");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        assert!(make_private(&path, user).is_err(), "open to others");
        let link = root.path().join("link");
        std::os::unix::fs::symlink(root.path(), &link).unwrap();
        assert!(make_private(&link, user).is_err(), "a link");
    }
}
