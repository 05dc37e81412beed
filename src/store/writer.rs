//! The thread that writes.
//!
//! Writes that wait together share one transaction and so one sync of the disk; each runs inside a
//! savepoint, so that its failure, or its panic, undoes it alone. Nobody is answered before the
//! commit. Knows nothing of tables.
//!
//! Two limits come with sharing. A constraint that is checked at commit only (`DEFERRABLE
//! INITIALLY DEFERRED`) would fail everybody's writes: the schema has none. When the disk is full,
//! SQLite may undo the whole transaction: then everybody in it is told so.

use std::cell::Cell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::erase::Scrubs;
use super::error::StoreError;
use super::lock::Lock;
use super::readers::Reader;

/// Writes that share one transaction, at most.
const TOGETHER: usize = 128;

/// No further write joins a transaction that has lasted so long: those in it wait for the commit.
const LONG: Duration = Duration::from_millis(20);

/// The database inside a transaction. Every change of the store is a method on this.
pub struct Tx<'a> {
    reader: Reader<'a>,
    erased: Cell<bool>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(db: &'a Connection) -> Self {
        Self { reader: Reader::new(db), erased: Cell::new(false) }
    }

    /// Notes that this transaction deleted or overwrote something that must become unreadable.
    /// The log, which still holds old pages, is then emptied soon after the commit.
    pub fn erased(&self) {
        self.erased.set(true);
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

/// What the thread is asked for.
pub(super) enum Order {
    /// A write.
    Write(Box<dyn Write>),
    /// Empty the log.
    Scrub(oneshot::Sender<Result<(), StoreError>>),
}

/// The way into the queue. The thread ends when the last sender is gone and the queue is empty.
pub(super) type WriteQueue = Sender<Order>;

/// One write: first run, then, once the outcome of the commit is known, answered.
pub(super) trait Write: Send {
    fn run(&mut self, tx: &Tx<'_>) -> Result<(), StoreError>;
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A write that ran, and the outcome of its own part.
type Done = (Box<dyn Write>, Result<(), StoreError>);

struct Job<T, F> {
    work: Option<F>,
    value: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Write for Job<T, F>
where
    T: Send,
    F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> Result<(), StoreError> {
        let work = self.work.take().ok_or_else(|| StoreError::fault("a write ran twice"))?;
        self.value = Some(work(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let Self { value, reply, .. } = *self;
        let outcome =
            committed.and_then(|()| value.ok_or_else(|| StoreError::fault("a write did not run")));
        // A caller that went away meanwhile is no mistake: the write stands.
        let _ = reply.send(outcome);
    }
}

/// Wraps a closure so that it answers.
pub(super) fn write_job<T, F>(f: F) -> (Order, oneshot::Receiver<Result<T, StoreError>>)
where
    T: Send + 'static,
    F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Order::Write(Box::new(Job { work: Some(f), value: None, reply })), answer)
}

/// Starts the thread. It closes the connection, with an empty log, when it ends.
pub(super) fn start(
    db: Connection,
    lock: Arc<Lock>,
) -> Result<(WriteQueue, JoinHandle<()>), StoreError> {
    let (queue, orders) = channel();
    let thread = std::thread::Builder::new().name("store writer".into());
    let handle = thread.spawn(move || {
        Writer { db: &db, scrubs: Scrubs::default() }.serve(&orders);
        if let Err(error) = db.close() {
            tracing::error!("closing the database failed: {}", StoreError::from(error.1));
        }
        drop(lock); // after the connection: another process may come in now
    })?;
    Ok((queue, handle))
}

struct Writer<'a> {
    db: &'a Connection,
    scrubs: Scrubs,
}

impl Writer<'_> {
    fn serve(mut self, orders: &Receiver<Order>) {
        loop {
            let order = match self.scrubs.wait() {
                None => match orders.recv() {
                    Ok(order) => order,
                    Err(_) => break,
                },
                Some(wait) => match orders.recv_timeout(wait) {
                    Ok(order) => order,
                    Err(RecvTimeoutError::Timeout) => {
                        self.scrubs.attempt(self.db);
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                },
            };
            self.take(order, orders);
            if self.scrubs.overdue() {
                self.scrubs.attempt(self.db);
            }
        }
        self.scrubs.finish(self.db);
    }

    /// One order and the writes that wait behind it.
    fn take(&mut self, order: Order, orders: &Receiver<Order>) {
        let first = match order {
            Order::Write(write) => write,
            Order::Scrub(reply) => return self.scrubs.ask(reply),
        };
        let mut jobs = Vec::new();
        let committed = match self.transaction(first, orders, &mut jobs) {
            Ok(erased) => {
                if erased {
                    self.scrubs.note();
                }
                Ok(())
            }
            Err(error) => Err(error),
        };
        for (job, outcome) in jobs {
            job.answer(outcome.and(committed.clone()));
        }
    }

    /// Runs the jobs and commits. `jobs` gets each one with the outcome of its own part.
    fn transaction(
        &mut self,
        first: Box<dyn Write>,
        orders: &Receiver<Order>,
        jobs: &mut Vec<Done>,
    ) -> Result<bool, StoreError> {
        let begun = Instant::now();
        let db = self.db;
        let shared = match rusqlite::Transaction::new_unchecked(db, TransactionBehavior::Immediate)
        {
            Ok(shared) => shared,
            Err(error) => {
                let error = StoreError::from(error);
                jobs.push((first, Err(error.clone())));
                return Err(error);
            }
        };
        let tx = Tx::new(db);
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let outcome = apart(&tx, &mut *job);
            let undone = db.is_autocommit();
            jobs.push((job, outcome.clone()));
            if undone {
                // SQLite undid everything, and `shared` has nothing left to undo.
                return Err(outcome.err().unwrap_or_else(|| StoreError::fault("no transaction")));
            }
            if jobs.len() < TOGETHER && begun.elapsed() < LONG {
                next = self.next_write(orders);
            }
        }
        let erased = tx.erased.get();
        shared.commit()?;
        Ok(erased)
    }

    fn next_write(&mut self, orders: &Receiver<Order>) -> Option<Box<dyn Write>> {
        loop {
            match orders.try_recv().ok()? {
                Order::Write(write) => return Some(write),
                Order::Scrub(reply) => self.scrubs.ask(reply),
            }
        }
    }
}

/// Runs one write in a savepoint of its own.
fn apart(tx: &Tx<'_>, job: &mut dyn Write) -> Result<(), StoreError> {
    let db = tx.sql();
    db.prepare_cached("SAVEPOINT one")?.execute([])?;
    let outcome = catch_unwind(AssertUnwindSafe(|| job.run(tx)))
        .unwrap_or_else(|_| Err(StoreError::fault("a write panicked")));
    let settled = outcome.and_then(|()| Ok(db.prepare_cached("RELEASE one")?.execute([])?));
    if settled.is_err() && !db.is_autocommit() {
        db.prepare_cached("ROLLBACK TO one")?.execute([])?;
        db.prepare_cached("RELEASE one")?.execute([])?;
    }
    settled.map(|_| ())
}
