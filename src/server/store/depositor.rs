//! The one writer: takes checked events, commits them in batches, answers, and tells the hub.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{ErrorCode, TransactionBehavior};
use tokio::sync::OwnedSemaphorePermit;

use super::file::{Database, Handle};
use super::write::{Outcome, store, sweep, tidy};
use crate::model::Clock;
use crate::server::connection::Session;
use crate::server::error::ServerError;
use crate::server::hub::Hub;
use crate::server::record::{DELETION, Record};
use crate::server::refusal::Refusal;
use crate::server::reply;

/// Most events of one transaction.
const BATCH: usize = 512;
/// How often expired events are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(30);
/// Most expired events removed in one transaction, so that publishers do not wait long.
const SWEEP_BATCH: usize = 2_000;

/// A checked event, and who waits for its `OK`.
pub(crate) struct Deposit {
    pub(crate) record: Arc<Record>,
    pub(crate) session: Arc<Session>,
    /// Given back with the answer.
    pub(crate) permit: OwnedSemaphorePermit,
}

/// The way to the writer. When all are gone, it finishes and closes the file.
#[derive(Clone)]
pub(crate) struct Depositor(SyncSender<Deposit>);

impl Depositor {
    /// Hands an event over; waits while the writer is behind.
    pub(crate) fn deposit(&self, deposit: Deposit) {
        if let Err(mpsc::SendError(deposit)) = self.0.send(deposit) {
            let why = Refusal::error("the relay is stopping");
            deposit.session.outbox.push(reply::refused(&deposit.record.id, &why));
        }
    }
}

/// Starts the writer's thread.
pub(crate) fn start_writer(
    database: Database,
    hub: Arc<Hub>,
    clock: Clock,
) -> Result<(Depositor, JoinHandle<()>), ServerError> {
    let (sender, queue) = mpsc::sync_channel(BATCH);
    let thread = std::thread::Builder::new()
        .name("relay-write".to_owned())
        .spawn(move || {
            let handle = database.writer.clone();
            Writer { handle, hub, clock, untidy: false }.run(&queue);
            // Only now may another relay use the folder.
            drop(database);
        })
        .map_err(ServerError::Start)?;
    Ok((Depositor(sender), thread))
}

struct Writer {
    handle: Handle,
    hub: Arc<Hub>,
    clock: Clock,
    /// Something was removed since the last tidying.
    untidy: bool,
}

impl Writer {
    fn run(mut self, queue: &mpsc::Receiver<Deposit>) {
        let mut next_sweep = Instant::now();
        loop {
            let now = Instant::now();
            if now >= next_sweep {
                self.sweep();
                next_sweep = now + SWEEP_EVERY;
            }
            match queue.recv_timeout(next_sweep.saturating_duration_since(now)) {
                Ok(first) => {
                    let mut batch = vec![first];
                    batch.extend(queue.try_iter().take(BATCH - 1));
                    self.write(batch);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.sweep();
    }

    fn write(&mut self, batch: Vec<Deposit>) {
        match self.commit(&batch) {
            Ok(outcomes) => self.answer(batch, outcomes),
            // One event may be the cause: the others need not suffer for it.
            Err(_) if batch.len() > 1 => {
                for deposit in batch {
                    self.write(vec![deposit]);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "an event could not be stored");
                let why = sentence(&error);
                for deposit in batch {
                    deposit.session.outbox.push(reply::refused(&deposit.record.id, &why));
                }
            }
        }
    }

    fn commit(&self, batch: &[Deposit]) -> rusqlite::Result<Vec<Outcome>> {
        let mut connection = self.handle.get();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcomes = batch
            .iter()
            .map(|deposit| store(&transaction, &deposit.record))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        transaction.commit()?;
        Ok(outcomes)
    }

    fn answer(&mut self, batch: Vec<Deposit>, outcomes: Vec<Outcome>) {
        for (Deposit { record, session, permit }, outcome) in batch.into_iter().zip(outcomes) {
            let id = &record.id;
            match outcome {
                Outcome::Stored(place) => {
                    self.untidy |= record.kind == DELETION;
                    // First the readers: whoever sees the OK may rely on them having it.
                    self.hub.publish(Some(place), &record);
                    session.outbox.push(reply::accepted(id, ""));
                }
                Outcome::Duplicate => {
                    session.outbox.push(reply::accepted(id, "duplicate: already have this event"))
                }
                Outcome::Superseded => session
                    .outbox
                    .push(reply::accepted(id, "duplicate: already have a newer version")),
                Outcome::Deleted => session.refuse_event(
                    id,
                    &Refusal::blocked("this event was deleted by its author or addressee"),
                ),
            }
            drop(permit);
        }
    }

    fn sweep(&mut self) {
        let now = i64::try_from(self.clock.now().secs()).unwrap_or(i64::MAX);
        loop {
            match self.sweep_some(now) {
                Ok(0) => break,
                Ok(_) => self.untidy = true,
                Err(error) => {
                    tracing::warn!(%error, "expired events could not be removed");
                    return;
                }
            }
        }
        if self.untidy {
            match tidy(&self.handle.get()) {
                Ok(()) => self.untidy = false,
                Err(error) => tracing::warn!(%error, "the database could not be tidied"),
            }
        }
    }

    fn sweep_some(&self, now: i64) -> rusqlite::Result<usize> {
        let mut connection = self.handle.get();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let swept = sweep(&transaction, now, SWEEP_BATCH)?;
        transaction.commit()?;
        Ok(swept)
    }
}

/// What a client is told when the database fails.
fn sentence(error: &rusqlite::Error) -> Refusal {
    Refusal::error(match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the relay has no room left",
        Some(ErrorCode::ReadOnly) => "the relay's database is read-only",
        _ => "the relay could not store the event",
    })
}
