//! What goes wrong in the store, as sentences that a person can act on.
//!
//! Nothing private is in here: no paths, no values, no SQL. `rusqlite`'s own errors are not kept,
//! because some of them carry the text of the statement, and one statement carries the key.

use std::io;

use rusqlite::ErrorCode;

use crate::model::{Found, why};

/// Why the store could not do something. `Display` is the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The passphrase (or what it is combined with) does not open the key.
    #[error("this passphrase does not open the profile")]
    WrongPassphrase,
    /// A passphrase of no characters.
    #[error("choose a passphrase: an empty one protects nothing")]
    EmptyPassphrase,
    /// The profile is opened in another way than the one tried.
    #[error("{}", other_way(.0))]
    OtherWay(Found),
    /// No profile in this folder.
    #[error("there is no Hushwing profile in this folder")]
    NotAProfile,
    /// A profile should be made where one lies already.
    #[error("there is a profile in this folder already")]
    AlreadyThere,
    /// A profile should be made among somebody's other files.
    #[error("this folder holds other files; choose an empty one for the profile")]
    NotEmpty,
    /// A database without the key file that opens it.
    #[error("the profile's key file is missing; put it back from a backup of the whole folder")]
    KeyMissing,
    /// The key file or the database cannot be what was written.
    #[error("the profile is damaged; put it back from a backup of the whole folder")]
    Damaged,
    /// Made by a later version of this program.
    #[error("this profile was last used by a newer Hushwing; install that version to open it")]
    Newer,
    /// No space left.
    #[error("the disk is full; nothing was lost, but nothing can be saved until there is space")]
    Full,
    /// The folder or the file system forbids writing.
    #[error("the profile's folder cannot be written to; check its owner and permissions")]
    ReadOnly,
    /// Another process uses this profile.
    #[error("another Hushwing has this profile open")]
    Held,
    /// No keyring, or a locked one.
    #[error("the system keyring cannot be reached or is locked")]
    KeyringUnavailable,
    /// The keyring answers, but has no secret for this profile.
    #[error("the system keyring no longer holds this profile's secret")]
    KeyringForgot,
    /// Something else held the database for too long.
    #[error("the profile's database is busy; try again")]
    Busy,
    /// The store was closed.
    #[error("the profile is closed")]
    Closed,
    /// A row that should be there is not.
    #[error("there is no such entry")]
    NoSuchRow,
    /// The operating system refused.
    #[error("reading or writing the profile failed: {}", why(*.0))]
    Io(io::ErrorKind),
    /// A mistake in this program; the fault has SQLite's number.
    #[error("the store met a mistake of its own ({0})")]
    Fault(Fault),
}

/// A mistake of ours, for developers: SQLite's number, and in debug builds its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// SQLite's extended result code; 0 when the mistake was not seen by SQLite.
    pub code: i32,
    /// What SQLite or the type conversion said. Always empty in release builds: words may quote
    /// data.
    pub detail: String,
}

impl Fault {
    pub(super) fn new(code: i32, detail: impl std::fmt::Display) -> Self {
        let detail = if cfg!(debug_assertions) { detail.to_string() } else { String::new() };
        Self { code, detail }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "code {}", self.code)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

impl StoreError {
    /// A mistake of ours that SQLite did not see.
    pub(crate) fn fault(detail: impl std::fmt::Display) -> Self {
        Self::Fault(Fault::new(0, detail))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match error {
            E::SqliteFailure(code, words) => from_code(code, &words.unwrap_or_default()),
            // Not `sql`: see the top of this file.
            E::SqlInputError { error, msg, .. } => from_code(error, &msg),
            E::QueryReturnedNoRows => Self::NoSuchRow,
            E::InvalidPath(_) | E::NulError(_) => Self::Io(io::ErrorKind::InvalidInput),
            other => Self::fault(other),
        }
    }
}

/// SQLITE_IOERR_SHMSIZE and SQLITE_IOERR_SHMMAP.
const SHM_SIZE: i32 = 4874;
const SHM_MAP: i32 = 5386;

fn from_code(error: rusqlite::ffi::Error, words: &str) -> StoreError {
    match error.code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged,
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::CannotOpen => StoreError::Io(io::ErrorKind::NotFound),
        ErrorCode::OutOfMemory => StoreError::Io(io::ErrorKind::OutOfMemory),
        // The log's index cannot grow: there is no other reason for that than a full disk. (Writing
        // itself says DiskFull.)
        ErrorCode::SystemIoFailure if matches!(error.extended_code, SHM_SIZE | SHM_MAP) => {
            StoreError::Full
        }
        ErrorCode::SystemIoFailure => StoreError::Io(io::ErrorKind::Other),
        _ => StoreError::Fault(Fault::new(error.extended_code, words)),
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            kind => Self::Io(kind),
        }
    }
}

impl From<rustix::io::Errno> for StoreError {
    fn from(error: rustix::io::Errno) -> Self {
        io::Error::from(error).into()
    }
}

fn other_way(found: &Found) -> &'static str {
    match found {
        Found::Nothing => "there is no Hushwing profile in this folder",
        Found::Passphrase => "this profile is opened with a passphrase",
        Found::Keyring => "this profile is opened by the system keyring, without a passphrase",
        Found::Both => "this profile needs the system keyring and a passphrase",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    #[test]
    fn an_error_never_quotes_the_statement() {
        let db = Connection::open_in_memory().unwrap();
        let error = db.execute_batch("PRAGMA key = \"x'5ec2e7'\" garbage").unwrap_err();
        assert!(format!("{error:?}").contains("5ec2e7"), "the trap this guards against is gone");
        let error = StoreError::from(error);
        assert!(!format!("{error:?} {error}").contains("5ec2e7"), "{error:?}");
    }

    #[test]
    fn a_full_disk_is_named_as_such() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("PRAGMA max_page_count = 3; CREATE TABLE t(x);").unwrap();
        let error = db.execute("INSERT INTO t VALUES (zeroblob(100000))", []).unwrap_err();
        assert_eq!(StoreError::from(error), StoreError::Full);
        assert_eq!(StoreError::from(io::Error::from(io::ErrorKind::StorageFull)), StoreError::Full);
    }

    #[test]
    fn so_is_one_that_has_no_room_for_the_index_of_the_log() {
        let failure = rusqlite::ffi::Error::new(SHM_SIZE);
        assert_eq!(from_code(failure, ""), StoreError::Full);
    }

    #[test]
    fn a_missing_row_is_no_fault() {
        let db = Connection::open_in_memory().unwrap();
        let error = db.query_row("SELECT 1 WHERE 0", [], |_| Ok(())).unwrap_err();
        assert_eq!(StoreError::from(error), StoreError::NoSuchRow);
    }
}
