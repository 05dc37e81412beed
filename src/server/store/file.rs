//! Opens the database: whose file it is, its format, its settings.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::server::config::Data;
use crate::server::error::ServerError;

/// "HwRl": marks a SQLite file as a relay's.
const APPLICATION_ID: i64 = 0x4877_526c;

/// The newest format.
const FORMAT: i64 = 1;

/// `i64::MAX` in `expires_at` means never. An `address` names what a replaceable event replaces
/// and is empty for others. `tag` holds what can be asked for with `#x` (see `write::tag_key`).
/// The two tables of deletions keep what was deleted from coming back, longer than the requests.
const SCHEMA: &str = "
CREATE TABLE event (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         BLOB    NOT NULL,
    author     BLOB    NOT NULL,
    kind       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL DEFAULT 9223372036854775807,
    address    BLOB    NOT NULL DEFAULT x'',
    json       TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_id ON event (id);
CREATE INDEX event_author ON event (author, kind, created_at);
CREATE INDEX event_kind ON event (kind, created_at);
CREATE INDEX event_time ON event (created_at);
CREATE INDEX event_expiry ON event (expires_at) WHERE expires_at < 9223372036854775807;
CREATE UNIQUE INDEX event_address ON event (address) WHERE address <> x'';

CREATE TABLE tag (
    event      INTEGER NOT NULL,
    value      BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    PRIMARY KEY (event, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_value ON tag (value, created_at, kind);

CREATE TABLE deleted_event (
    id     BLOB NOT NULL,
    author BLOB NOT NULL,
    PRIMARY KEY (id, author)
) STRICT, WITHOUT ROWID;

CREATE TABLE deleted_address (
    address BLOB    NOT NULL PRIMARY KEY,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The opened database: its writing connection, and how to get reading ones.
pub(crate) struct Database {
    path: PathBuf,
    pub(crate) writer: Handle,
    /// Held for as long as the relay runs: one relay per folder. In memory there is none.
    lock: Option<File>,
}

/// A connection of one's own, or the only one there is.
#[derive(Clone)]
pub(crate) struct Handle(Arc<Mutex<Connection>>);

impl Handle {
    fn new(connection: Connection) -> Self {
        Self(Arc::new(Mutex::new(connection)))
    }

    /// The connection. A panic while it was held left at most an open transaction behind, which
    /// the next use rolls back.
    pub(crate) fn get(&self) -> MutexGuard<'_, Connection> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        connection
    }
}

/// Opens or makes the database, at most so large.
pub(crate) fn open(data: &Data, most_bytes: Option<u64>) -> Result<Database, ServerError> {
    let (connection, path, lock) = match data {
        Data::Memory => {
            let path = PathBuf::from(":memory:");
            let connection = Connection::open_in_memory()
                .map_err(|error| ServerError::database(&path, error))?;
            (connection, path, None)
        }
        Data::Dir(folder) => {
            let lock = lock(folder)?;
            let path = folder.join("relay.sqlite");
            let connection = connect(&path)?;
            (connection, path, Some(lock))
        }
    };
    prepare(&connection, &path, most_bytes)?;
    Ok(Database { path, writer: Handle::new(connection), lock })
}

impl Database {
    /// A connection for reading. In memory there is only one connection for all.
    pub(crate) fn reader(&self) -> Result<Handle, ServerError> {
        if self.lock.is_none() {
            return Ok(self.writer.clone());
        }
        let connection = connect(&self.path)?;
        connection
            .execute_batch("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;")
            .map_err(|error| ServerError::database(&self.path, error))?;
        Ok(Handle::new(connection))
    }

    /// How many readers make sense.
    pub(crate) fn readers(&self) -> usize {
        if self.lock.is_none() { 1 } else { 2 }
    }
}

/// Makes the folder for nobody else: what lies there says who gets mail. One that is there already
/// is left as its owner made it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        maker.mode(0o700);
    }
    maker.create(folder)
}

fn lock(folder: &Path) -> Result<File, ServerError> {
    let trouble = |source| ServerError::Folder { path: folder.to_owned(), source };
    make_private(folder).map_err(trouble)?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("relay.lock"))
        .map_err(trouble)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ServerError::InUse(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(trouble(source)),
    }
}

fn connect(path: &Path) -> Result<Connection, ServerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| ServerError::database(path, error))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection
        .busy_timeout(Duration::from_secs(5))
        .map_err(|error| ServerError::database(path, error))?;
    Ok(connection)
}

fn prepare(
    connection: &Connection,
    path: &Path,
    most_bytes: Option<u64>,
) -> Result<(), ServerError> {
    let trouble = |error| ServerError::database(path, error);
    let number = |pragma: &str| -> rusqlite::Result<i64> {
        connection.pragma_query_value(None, pragma, |row| row.get(0))
    };
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(trouble)?;
    let ours = number("application_id").map_err(trouble)? == APPLICATION_ID;
    if tables > 0 && !ours {
        return Err(ServerError::Foreign(path.to_owned()));
    }
    let found = number("user_version").map_err(trouble)?;
    if found > FORMAT {
        return Err(ServerError::Newer { path: path.to_owned(), found, known: FORMAT });
    }
    // An OK is a promise, so a commit reaches the disk (FULL); what is deleted is overwritten, and
    // its pages are given back.
    connection
        .execute_batch(
            "PRAGMA auto_vacuum = INCREMENTAL;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;",
        )
        .map_err(trouble)?;
    if let Some(bytes) = most_bytes {
        let page = number("page_size").map_err(trouble)?.max(512);
        let pages = i64::try_from(bytes).unwrap_or(i64::MAX) / page;
        connection
            .pragma_update_and_check(None, "max_page_count", pages.max(1), |_| Ok(()))
            .map_err(trouble)?;
    }
    if found == 0 {
        connection
            .execute_batch(&format!(
                "BEGIN IMMEDIATE;
                 {SCHEMA}
                 PRAGMA application_id = {APPLICATION_ID};
                 PRAGMA user_version = {FORMAT};
                 COMMIT;"
            ))
            .map_err(trouble)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(folder: &Path) -> String {
        match open(&Data::Dir(folder.to_owned()), None) {
            Ok(_) => "opened".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_new_folder_is_made_and_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        assert_eq!(sentence(&inner), "opened");
        assert_eq!(sentence(&inner), "opened");
    }

    #[test]
    fn one_relay_per_folder() {
        let folder = tempfile::tempdir().unwrap();
        let _first = open(&Data::Dir(folder.path().to_owned()), None).unwrap();
        assert!(sentence(folder.path()).starts_with("another relay is using the folder"));
    }

    #[test]
    fn what_is_no_relay_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("relay.sqlite");
        std::fs::write(&path, b"my diary, and nothing that SQLite would know ".repeat(50)).unwrap();
        assert!(sentence(folder.path()).contains("is not a relay's database"));
        assert!(std::fs::read(&path).unwrap().starts_with(b"my diary"));

        std::fs::remove_file(&path).unwrap();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE diary (x)").unwrap();
        assert!(sentence(folder.path()).contains("is not a relay's database"));
    }

    #[test]
    fn a_newer_or_unreachable_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("relay.sqlite");
        assert_eq!(sentence(folder.path()), "opened");
        Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
        assert!(sentence(folder.path()).contains("newer Hushwing (format 99"));

        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(sentence(folder.path()).contains("may not write"));

        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(sentence(&file).starts_with("cannot use the folder"));
    }
}
