//! A socket's address holds some hundred bytes, and profiles may lie deeper than that.

use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

/// Longest path that fits everywhere (`sun_path` has 104 to 108 bytes, one of them zero).
const LONGEST: usize = 100;

/// A path to the same file that is short enough. It is good for as long as this value lives.
pub(super) struct Address {
    path: PathBuf,
    /// Keeps `/proc/self/fd/N` pointing at the folder.
    _folder: Option<OwnedFd>,
}

impl Address {
    /// Finds a short way to `path`.
    ///
    /// # Errors
    /// The folder cannot be opened, or the path is too long and this system knows no other way.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        if path.as_os_str().len() <= LONGEST {
            return Ok(Self { path: path.to_owned(), _folder: None });
        }
        Self::through_the_folder(path)
    }

    #[cfg(target_os = "linux")]
    fn through_the_folder(path: &Path) -> io::Result<Self> {
        use rustix::fs::{Mode, OFlags};
        use std::os::fd::AsRawFd;

        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::Error::from(io::ErrorKind::InvalidFilename));
        };
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder = rustix::fs::open(folder, flags, Mode::empty())?;
        let path = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
        Ok(Self { path, _folder: Some(folder) })
    }

    #[cfg(not(target_os = "linux"))]
    fn through_the_folder(_path: &Path) -> io::Result<Self> {
        Err(io::Error::new(
            io::ErrorKind::InvalidFilename,
            "the profile's folder lies too deep for a socket; move it to a shorter path",
        ))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}
