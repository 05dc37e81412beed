//! Why the relay cannot start or go on, in sentences for the person who started it.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the relay cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// `--listen` is no address.
    #[error("{0:?} is no address to listen on; one looks like 127.0.0.1:7777 or [::]:7777")]
    BadAddress(String),
    /// The port is taken or not allowed.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The data folder cannot be made or entered.
    #[error("cannot use the folder {path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another relay holds the folder.
    #[error("another relay is using the folder {0}; stop it first, or choose another folder")]
    InUse(PathBuf),
    /// The database may not be written.
    #[error("the relay may not write to {0}; check the permissions of the folder and its files")]
    ReadOnly(PathBuf),
    /// The disk is full.
    #[error("the disk that holds {0} is full")]
    Full(PathBuf),
    /// The file is no relay database.
    #[error("{0} is not a relay's database; move it away, or choose another folder")]
    Foreign(PathBuf),
    /// The file is damaged.
    #[error("{0} is damaged; move it away to start with an empty relay")]
    Damaged(PathBuf),
    /// Made by a later version.
    #[error("{path} was written by a newer Hushwing (format {found}, this one reads {known})")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Anything else that SQLite says.
    #[error("the relay's database {path} failed: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The runtime, a thread or a signal handler could not be made.
    #[error("the relay could not start: {0}")]
    Start(io::Error),
}

impl ServerError {
    /// Sorts what SQLite said into what a person can do about it.
    pub(crate) fn database(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly(path)
            }
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse(path),
            _ => Self::Database { path, source },
        }
    }
}
