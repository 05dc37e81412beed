//! The reading threads: queries run here, off the async threads and with a deadline.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use super::file::Database;
use super::query::{self, Found, Item, Selection};
use crate::server::error::ServerError;
use crate::server::filter::Filter;
use crate::server::gate::Viewer;
use crate::server::refusal::Refusal;

/// How many steps of SQLite's machine pass between looks at the clock: well under a millisecond.
const STEPS: i32 = 10_000;

/// Why a query has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryError {
    /// It took too long.
    TooLong,
    /// The database failed.
    Failed,
    /// The relay is stopping.
    Stopping,
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        Self::error(match error {
            QueryError::TooLong => "the query took too long; ask for less",
            QueryError::Failed => "the relay could not read its database",
            QueryError::Stopping => "the relay is stopping",
        })
    }
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The way to the readers. When all are gone, the threads end.
#[derive(Debug)]
pub(crate) struct Readers {
    jobs: mpsc::Sender<Job>,
    query_time: Duration,
}

impl Readers {
    /// Starts the reading threads.
    pub(crate) fn start(
        database: &Database,
        query_time: Duration,
    ) -> Result<(Self, Vec<JoinHandle<()>>), ServerError> {
        let (jobs, queue) = mpsc::channel::<Job>(256);
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::new();
        for _ in 0..database.readers() {
            let (queue, handle) = (Arc::clone(&queue), database.reader()?);
            let thread = std::thread::Builder::new()
                .name("relay-read".to_owned())
                .spawn(move || {
                    loop {
                        let job =
                            queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
                        let Some(job) = job else { return };
                        // A fault in one query must not end the thread that serves all.
                        let done = std::panic::catch_unwind(AssertUnwindSafe(|| {
                            job(&mut handle.get());
                        }));
                        if done.is_err() {
                            tracing::error!("a query failed");
                        }
                    }
                })
                .map_err(ServerError::Start)?;
            threads.push(thread);
        }
        Ok((Self { jobs, query_time }, threads))
    }

    /// Runs something on a reading thread.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, QueryError> {
        let (sender, answer) = oneshot::channel();
        let query_time = self.query_time;
        let job: Job = Box::new(move |connection| {
            if sender.is_closed() {
                return; // Nobody waits for it any more.
            }
            let _ = sender.send(within(connection, query_time, work));
        });
        self.jobs.send(job).await.map_err(|_| QueryError::Stopping)?;
        answer.await.unwrap_or(Err(QueryError::Failed))
    }

    /// The places of all stored events that these filters find, newest first; at most so many for
    /// each filter.
    pub(crate) async fn look_up(
        &self,
        filters: Vec<Filter>,
        viewer: Viewer,
        now: i64,
        most: usize,
    ) -> Result<Found, QueryError> {
        self.run(move |db| {
            let selections = filters.iter().map(|filter| Selection {
                filter,
                viewer: &viewer,
                now,
                most: filter.limit.unwrap_or(most).min(most),
            });
            Found::look_up(db, selections)
        })
        .await
    }

    /// The texts of some of them, from the front: about so many bytes, and how many were looked at.
    pub(crate) async fn page(
        &self,
        items: Vec<Item>,
        now: i64,
        bytes: usize,
    ) -> Result<(Vec<String>, usize), QueryError> {
        self.run(move |db| query::page(db, &items, now, bytes)).await
    }
}

fn within<T>(
    connection: &mut Connection,
    time: Duration,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T, QueryError> {
    let deadline = Instant::now() + time;
    let _ = connection.progress_handler(STEPS, Some(move || Instant::now() > deadline));
    let result = work(connection);
    let _ = connection.progress_handler(0, None::<fn() -> bool>);
    result.map_err(|error| {
        if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) {
            return QueryError::TooLong;
        }
        tracing::warn!(%error, "a query failed");
        QueryError::Failed
    })
}
