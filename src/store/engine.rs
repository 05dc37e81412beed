//! The store as the rest of the house holds it: open, read, write, close.
//!
//! Nothing here runs on the caller's thread but the queueing. Knows nothing of tables.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::connection::{self, Role};
use super::error::StoreError;
use super::folder;
use super::keyring::{OsKeyring, SystemKeyring};
use super::lock::Lock;
use super::migrate::{self, Age};
use super::readers::{self, ReadQueue, Reader, read_job};
use super::wrap::{DatabaseKey, KeyCost, Wrapped, refuse_empty};
use super::writer::{self, Order, Tx, WriteQueue, write_job};
use super::{erase, key_file};
use crate::model::{Found, ProfileDir, Unlock};

/// How many threads read.
const READERS: usize = 3;

/// What differs between the app and a test.
#[derive(Clone)]
pub struct StoreOptions {
    /// What a guess at the passphrase costs, where a key is sealed anew.
    pub cost: KeyCost,
    /// The keyring.
    pub keyring: Arc<dyn SystemKeyring>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { cost: KeyCost::STANDARD, keyring: Arc::new(OsKeyring) }
    }
}

impl StoreOptions {
    /// Cheap keys and a keyring in memory.
    pub fn for_tests() -> Self {
        let keyring = Arc::new(super::keyring::MemoryKeyring::new());
        Self { cost: KeyCost::cheap_for_tests(), keyring }
    }
}

/// A profile's open database. Clones share it.
///
/// It is closed by [`Store::close`]. When the last clone goes without that, the threads finish
/// what is queued and end on their own, and only then is the profile free for another process.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    dir: ProfileDir,
    options: StoreOptions,
    queues: Mutex<Option<Queues>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// One change of the key at a time.
    key_change: Mutex<()>,
}

struct Queues {
    writes: WriteQueue,
    reads: ReadQueue,
}

impl Store {
    /// Makes a profile and opens it. `first` fills it, in one transaction with everything else:
    /// until that is committed there is no profile, and a creation that was cut short is
    /// forgotten by the next.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`], [`StoreError::NotEmpty`], [`StoreError::EmptyPassphrase`],
    /// [`StoreError::KeyringUnavailable`], [`StoreError::Held`], or the folder cannot be written.
    pub async fn create<F>(
        dir: ProfileDir,
        unlock: Unlock,
        options: StoreOptions,
        first: F,
    ) -> Result<Self, StoreError>
    where
        F: FnOnce(&Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    {
        off_thread(move || Self::create_blocking(dir, &unlock, options, first)).await
    }

    /// [`Store::create`] on this thread.
    ///
    /// # Errors
    /// As there.
    pub fn create_blocking<F>(
        dir: ProfileDir,
        unlock: &Unlock,
        options: StoreOptions,
        first: F,
    ) -> Result<Self, StoreError>
    where
        F: FnOnce(&Tx<'_>) -> Result<(), StoreError>,
    {
        refuse_empty(unlock)?;
        if folder::look(&dir)? != Found::Nothing {
            return Err(StoreError::AlreadyThere);
        }
        folder::make(&dir)?;
        let dir = folder::real(&dir)?;
        let lock = Arc::new(Lock::take(dir.path())?);
        // Again, now that nobody else can be at it.
        if folder::look(&dir)? != Found::Nothing {
            return Err(StoreError::AlreadyThere);
        }
        folder::remove_database(dir.path())?;
        key_file::tidy(dir.path())?;
        let key = DatabaseKey::random()?;
        let wrapped = Wrapped::seal(&key, unlock, options.cost, &*options.keyring)?;
        let made = key_file::stage(dir.path(), &wrapped)
            .and_then(|()| make_database(&dir, &key, first))
            .and_then(|db| key_file::commit(dir.path()).map(|()| db));
        match made {
            Ok(db) => Self::start(dir, options, &key, db, &lock),
            Err(error) => {
                wrapped.forget(&*options.keyring);
                // The first error is what the person should read; the next creation tidies too.
                let _ = folder::remove_database(dir.path());
                let _ = key_file::tidy(dir.path());
                Err(error)
            }
        }
    }

    /// Opens a profile and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::NotAProfile`], [`StoreError::WrongPassphrase`], [`StoreError::OtherWay`], the
    /// keyring's, [`StoreError::Held`], [`StoreError::Damaged`], [`StoreError::Newer`],
    /// [`StoreError::ReadOnly`], [`StoreError::Full`].
    pub async fn open(
        dir: ProfileDir,
        unlock: Unlock,
        options: StoreOptions,
    ) -> Result<Self, StoreError> {
        off_thread(move || Self::open_blocking(dir, &unlock, options)).await
    }

    /// [`Store::open`] on this thread.
    ///
    /// # Errors
    /// As there.
    pub fn open_blocking(
        dir: ProfileDir,
        unlock: &Unlock,
        options: StoreOptions,
    ) -> Result<Self, StoreError> {
        if folder::look(&dir)? == Found::Nothing {
            return Err(StoreError::NotAProfile);
        }
        let dir = folder::real(&dir)?;
        let lock = Arc::new(Lock::take(dir.path())?);
        folder::keep_private(dir.path())?;
        key_file::tidy(dir.path())?;
        let wrapped = key_file::read(dir.path())?.ok_or(StoreError::NotAProfile)?;
        let key = wrapped.open(unlock, &*options.keyring)?;
        let db = open_database(&dir, &key)?;
        Self::start(dir, options, &key, db, &lock)
    }

    fn start(
        dir: ProfileDir,
        options: StoreOptions,
        key: &DatabaseKey,
        db: Connection,
        lock: &Arc<Lock>,
    ) -> Result<Self, StoreError> {
        let path = dir.path().join(folder::DATABASE);
        let mut connections = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            let reader = connection::open(&path, key, Role::Reader)?;
            connection::settle(&reader, Role::Reader)?;
            connections.push(reader);
        }
        let (reads, mut threads) = readers::start(connections, lock)?;
        let (writes, thread) = writer::start(db, Arc::clone(lock))?;
        threads.push(thread);
        let inner = Inner {
            dir,
            options,
            queues: Mutex::new(Some(Queues { writes, reads })),
            threads: Mutex::new(threads),
            key_change: Mutex::new(()),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Changes something, in one transaction: committed, and safe from a power cut, when this
    /// returns `Ok`; undone when `f` returns an error or panics.
    ///
    /// Once called it is carried out, even if the future is dropped.
    ///
    /// # Errors
    /// What `f` returns; [`StoreError::Full`], [`StoreError::Closed`].
    pub async fn write<T, F>(&self, f: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (order, answer) = write_job(f);
        self.order(order)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// [`Store::write`] for callers without a runtime.
    ///
    /// # Errors
    /// As there.
    pub fn write_blocking<T, F>(&self, f: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (order, answer) = write_job(f);
        self.order(order)?;
        answer.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    /// Reads something: one state of the database, whatever is written meanwhile.
    ///
    /// # Errors
    /// What `f` returns; [`StoreError::Closed`].
    pub async fn read<T, F>(&self, f: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.ask(f)?.await.map_err(|_| StoreError::Closed)?
    }

    /// [`Store::read`] for callers without a runtime.
    ///
    /// # Errors
    /// As there.
    pub fn read_blocking<T, F>(&self, f: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.ask(f)?.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    /// Waits until nothing deleted before can be read from the log any more. See `erase`.
    ///
    /// # Errors
    /// [`StoreError::Full`], [`StoreError::Closed`].
    pub async fn scrub(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.order(Order::Scrub(reply))?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Finishes what is queued, empties the log, closes the database and lets go of the profile.
    /// Reads and writes after it get [`StoreError::Closed`]; closing twice is fine.
    pub async fn close(&self) {
        let store = self.clone();
        // Only a runtime that shuts down refuses; then the threads end on their own.
        let _ = tokio::task::spawn_blocking(move || store.close_blocking()).await;
    }

    /// [`Store::close`] on this thread.
    pub fn close_blocking(&self) {
        drop(self.inner.queues.lock().unwrap_or_else(PoisonError::into_inner).take());
        let mut threads = self.inner.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
    }

    /// Checks what opens the profile, for somebody who is asked again. Costs what a guess costs.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn verify(&self, unlock: Unlock) -> Result<(), StoreError> {
        let inner = Arc::clone(&self.inner);
        off_thread(move || inner.key(&unlock).map(drop)).await
    }

    /// Seals the database key anew: another passphrase, or another way. `old` has to open it.
    /// What opened it before opens it no more.
    ///
    /// # Errors
    /// As [`Store::verify`] for `old`, and [`StoreError::EmptyPassphrase`] or
    /// [`StoreError::KeyringUnavailable`] for `new`; then nothing has changed.
    pub async fn change_unlock(&self, old: Unlock, new: Unlock) -> Result<(), StoreError> {
        let inner = Arc::clone(&self.inner);
        off_thread(move || inner.change_unlock(&old, &new)).await
    }

    /// How the profile is unlocked.
    ///
    /// # Errors
    /// The key file cannot be read.
    pub fn unlocked_by(&self) -> Result<Found, StoreError> {
        folder::look(&self.inner.dir)
    }

    /// The profile's folder.
    pub fn dir(&self) -> &ProfileDir {
        &self.inner.dir
    }

    fn order(&self, order: Order) -> Result<(), StoreError> {
        let queues = self.inner.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queues = queues.as_ref().ok_or(StoreError::Closed)?;
        queues.writes.send(order).map_err(|_| StoreError::Closed)
    }

    fn ask<T, F>(&self, f: F) -> Result<oneshot::Receiver<Result<T, StoreError>>, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (job, answer) = read_job(f);
        let queues = self.inner.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queues = queues.as_ref().ok_or(StoreError::Closed)?;
        queues.reads.send(job).map_err(|_| StoreError::Closed)?;
        Ok(answer)
    }
}

impl Inner {
    fn key(&self, unlock: &Unlock) -> Result<(Wrapped, DatabaseKey), StoreError> {
        let wrapped = key_file::read(self.dir.path())?.ok_or(StoreError::KeyMissing)?;
        let key = wrapped.open(unlock, &*self.options.keyring)?;
        Ok((wrapped, key))
    }

    fn change_unlock(&self, old: &Unlock, new: &Unlock) -> Result<(), StoreError> {
        let _one_at_a_time = self.key_change.lock().unwrap_or_else(PoisonError::into_inner);
        refuse_empty(new)?;
        // A closed store does not hold the lock any more: another process may be at it.
        if self.queues.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            return Err(StoreError::Closed);
        }
        let keyring = &*self.options.keyring;
        let (before, key) = self.key(old)?;
        let after = Wrapped::seal(&key, new, self.options.cost, keyring)?;
        key_file::tidy(self.dir.path())?;
        let staged = key_file::stage(self.dir.path(), &after);
        if let Err(error) = staged {
            after.forget(keyring);
            return Err(error);
        }
        key_file::commit(self.dir.path())?;
        before.forget(keyring);
        Ok(())
    }
}

fn make_database<F>(dir: &ProfileDir, key: &DatabaseKey, first: F) -> Result<Connection, StoreError>
where
    F: FnOnce(&Tx<'_>) -> Result<(), StoreError>,
{
    let path = folder::make_database_file(dir.path())?;
    let mut db = connection::open(&path, key, Role::Writer)?;
    connection::settle(&db, Role::Writer)?;
    migrate::run(&mut db)?;
    let shared = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    first(&Tx::new(&shared))?;
    shared.commit()?;
    erase::empty_log(&db)?;
    Ok(db)
}

fn open_database(dir: &ProfileDir, key: &DatabaseKey) -> Result<Connection, StoreError> {
    let path = dir.path().join(folder::DATABASE);
    if !path.exists() {
        return Err(StoreError::Damaged);
    }
    let mut db = connection::open(&path, key, Role::Writer)?;
    if migrate::age(&db)? == Age::Empty {
        return Err(StoreError::Damaged);
    }
    connection::settle(&db, Role::Writer)?;
    migrate::run(&mut db)?;
    // A crash may have left deleted things in the log.
    erase::empty_log(&db)?;
    Ok(db)
}

/// Does it on a thread that has ended when this answers.
///
/// A thread of the runtime's pool would do as well, if it did not stay: OpenSSL leaves something in
/// each thread that used it, which goes when the thread does. Where the process ends at the same
/// moment, OpenSSL takes its tables down under that thread, and the process crashes at its exit.
async fn off_thread<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, StoreError> + Send + 'static,
{
    let apart = move || std::thread::scope(|scope| scope.spawn(work).join());
    let done = tokio::task::spawn_blocking(apart).await;
    done.ok().and_then(Result::ok).unwrap_or_else(|| Err(StoreError::fault("opening panicked")))
}
