//! The one place where everything of a demo lies, and how it goes.
//!
//! A folder in the temporary one that only its owner can enter, with a lock that the system lets
//! go of when the demo ends, however it ends. What a killed demo left behind is known by that: its
//! lock is free. It knows nothing of what lies inside.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::DemoError;

const PREFIX: &str = "hushwing-demo-";
const LOCK: &str = "in-use";
/// How often a removal is tried: somebody may be writing a last file.
const TRIES: u32 = 20;

/// A folder that goes when this does.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes one in `place`.
    ///
    /// # Errors
    /// [`DemoError::Folder`].
    pub(super) fn make(place: &Path) -> Result<Self, DemoError> {
        let mut number = [0; 8];
        getrandom::fill(&mut number).map_err(|error| DemoError::Folder(error.into()))?;
        let path = place.join(format!("{PREFIX}{}", hex::encode(number)));
        private_dir(&path).map_err(DemoError::Folder)?;
        let lock = locked(&path).inspect_err(|_| drop(fs::remove_dir_all(&path)));
        Ok(Self { _lock: lock.map_err(DemoError::Folder)?, path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it and all that is inside.
    ///
    /// # Errors
    /// [`DemoError::Folder`]: something of it is still there.
    pub(super) fn remove(self) -> Result<(), DemoError> {
        remove(&self.path).map_err(DemoError::Folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.path) {
            tracing::error!(%error, "the demo's folder could not be removed");
        }
    }
}

/// Removes what demos that were killed have left in `place`. What cannot be removed stays: it is
/// somebody else's, or in use.
pub(super) fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        // Not through a link that somebody else laid there.
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) || !is_mine(&entry.path()) {
            continue;
        }
        if let Ok(_lock) = locked(&entry.path())
            && let Err(error) = remove(&entry.path())
        {
            tracing::warn!(%error, "an older demo's folder could not be removed");
        }
    }
}

/// Takes the lock of a folder, or fails at once.
fn locked(folder: &Path) -> io::Result<File> {
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(LOCK))?;
    file.try_lock()?;
    Ok(file)
}

fn remove(path: &Path) -> io::Result<()> {
    for _ in 1..TRIES {
        match fs::remove_dir_all(path) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
    fs::remove_dir_all(path)
}

#[cfg(unix)]
fn private_dir(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().create(path)
}

#[cfg(unix)]
fn is_mine(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir() && found.uid() == me)
}

#[cfg(not(unix))]
fn is_mine(_path: &Path) -> bool {
    true
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_is_its_owners_alone_and_goes_with_its_demo() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::make(place.path()).unwrap();
        let path = folder.path().to_owned();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        fs::create_dir(path.join("profile")).unwrap();
        fs::write(path.join("profile/file"), "x").unwrap();
        drop(folder);
        assert!(!path.exists());
        let folder = Folder::make(place.path()).unwrap();
        folder.remove().unwrap();
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_demo_left_is_swept_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let runs = Folder::make(place.path()).unwrap();
        let left = place.path().join("hushwing-demo-0123456789abcdef");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("profile"), "x").unwrap();
        let other = place.path().join("somebody-elses");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("file"), "x").unwrap();
        let link = place.path().join("hushwing-demo-link");
        std::os::unix::fs::symlink(&other, &link).unwrap();
        sweep(place.path());
        assert!(runs.path().exists() && !left.exists());
        assert!(link.is_symlink() && other.join("file").exists());
        assert!(!other.join(LOCK).exists());
    }
}
