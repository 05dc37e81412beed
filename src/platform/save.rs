//! Saving a picture where the person wants it: the desktop's own dialog, and without one a folder
//! where pictures are looked for.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use directories::UserDirs;

/// A dialog that ended before anybody could have seen it was never there: no desktop portal, and
/// no program that stands in for it.
const UNSEEN: Duration = Duration::from_millis(500);
/// Names that are tried: `owl.png`, `owl (2).png` …
const TRIES: u32 = 1_000;

/// Asks where to save, and saves. `None`: the person left the dialog.
///
/// # Errors
/// The place cannot be written, or there is none.
pub async fn save_picture(name: &str, png: &[u8]) -> io::Result<Option<PathBuf>> {
    let asked = Instant::now();
    let dialog = if may_ask() {
        let dialog = rfd::AsyncFileDialog::new().set_file_name(name).add_filter("PNG", &["png"]);
        dialog.save_file().await
    } else {
        None
    };
    match dialog {
        // The dialog itself asks before it names a file that is there.
        Some(file) => {
            let path = file.path().to_owned();
            std::fs::write(&path, png)?;
            Ok(Some(path))
        }
        None if asked.elapsed() >= UNSEEN => Ok(None),
        None => beside_others(&usual_folder()?, name, png).map(Some),
    }
}

/// Whether anything could show a dialog.
#[cfg(target_os = "linux")]
fn may_ask() -> bool {
    let bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR")
            .is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let path = std::env::var_os("PATH").unwrap_or_default();
    bus || std::env::split_paths(&path).any(|folder| folder.join("zenity").is_file())
}

#[cfg(not(target_os = "linux"))]
fn may_ask() -> bool {
    true
}

/// Pictures, else downloads, else home.
fn usual_folder() -> io::Result<PathBuf> {
    let none = || io::Error::new(io::ErrorKind::NotFound, "this system names no folder of yours");
    let dirs = UserDirs::new().ok_or_else(none)?;
    let folders = [dirs.picture_dir(), dirs.download_dir(), Some(dirs.home_dir())];
    folders.into_iter().flatten().find(|f| f.is_dir()).map(Path::to_owned).ok_or_else(none)
}

/// Writes a new file; one of the same name stays as it is.
fn beside_others(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "png"));
    for number in 1..=TRIES {
        let name =
            if number == 1 { format!("{stem}.{end}") } else { format!("{stem} ({number}).{end}") };
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_the_same_name_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let first = beside_others(folder.path(), "owl.png", b"one").unwrap();
        let second = beside_others(folder.path(), "owl.png", b"two").unwrap();
        assert_eq!(first, folder.path().join("owl.png"));
        assert_eq!(second, folder.path().join("owl (2).png"));
        assert_eq!(std::fs::read(first).unwrap(), b"one");
        assert_eq!(std::fs::read(second).unwrap(), b"two");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(beside_others(&folder.path().join("gone"), "owl.png", b"one").is_err());
    }
}
