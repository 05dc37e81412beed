//! The threads that read: each with a connection of its own, all fed by one queue.
//!
//! Every read sees one state of the database from its beginning to its end, whatever is written
//! meanwhile. Knows nothing of tables.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::error::StoreError;
use super::lock::Lock;

/// The database as a reader sees it. Every query of the store is a method on this.
pub struct Reader<'a> {
    db: &'a Connection,
}

impl<'a> Reader<'a> {
    pub(super) fn new(db: &'a Connection) -> Self {
        Self { db }
    }

    /// The connection. Prepare with `prepare_cached`, never with `prepare`: parsing costs more
    /// than most queries here, and values always go in as parameters.
    pub(crate) fn sql(&self) -> &'a Connection {
        self.db
    }
}

/// One read, with its answer inside.
pub(super) type Read = Box<dyn FnOnce(&Connection) + Send>;

/// The way into the queue. The threads end when the last sender is gone and the queue is empty.
pub(super) type ReadQueue = Sender<Read>;

/// Wraps a closure so that it answers, and so that a panic in it harms nobody else.
pub(super) fn read_job<T, F>(f: F) -> (Read, oneshot::Receiver<Result<T, StoreError>>)
where
    T: Send + 'static,
    F: FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let job = move |db: &Connection| {
        if reply.is_closed() {
            return; // nobody waits any more
        }
        // A receiver that went away meanwhile is no mistake.
        let _ = reply.send(in_snapshot(db, f));
    };
    (Box::new(job), answer)
}

fn in_snapshot<T, F>(db: &Connection, f: F) -> Result<T, StoreError>
where
    F: FnOnce(&Reader<'_>) -> Result<T, StoreError>,
{
    let snapshot = db.unchecked_transaction()?;
    let outcome = catch_unwind(AssertUnwindSafe(|| f(&Reader::new(db))))
        .unwrap_or_else(|_| Err(StoreError::fault("a read panicked")));
    drop(snapshot); // there is nothing to commit
    outcome
}

/// Starts one thread per connection.
pub(super) fn start(
    connections: Vec<Connection>,
    lock: &Arc<Lock>,
) -> Result<(ReadQueue, Vec<JoinHandle<()>>), StoreError> {
    let (queue, jobs) = channel();
    let jobs = Arc::new(Mutex::new(jobs));
    let mut threads = Vec::new();
    for db in connections {
        let (jobs, lock) = (Arc::clone(&jobs), Arc::clone(lock));
        let thread = std::thread::Builder::new().name("store reader".into());
        threads.push(thread.spawn(move || {
            while let Some(job) = next(&jobs) {
                job(&db);
            }
            drop(db);
            drop(lock); // after the connection: another process may come in now
        })?);
    }
    Ok((queue, threads))
}

fn next(jobs: &Mutex<Receiver<Read>>) -> Option<Read> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
