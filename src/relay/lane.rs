//! A connection on demand: opened when something is to be published or looked up, shared by all
//! who want the same, closed when it was idle for a while.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nostr::key::Keys;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::backoff;
use super::connection::{Connection, OpenError};
use super::dialer::Dialer;
use crate::model::{Clock, RelayAddress};

/// An unused connection is closed after so long.
pub(crate) const IDLE: Duration = Duration::from_secs(60);
/// Most events under way at once.
const PUBLISHING: usize = 64;
/// Most questions under way at once: each is a subscription, and relays allow ten or twenty.
const ASKING: usize = 8;

/// One purpose at one relay.
pub(crate) struct Lane {
    address: RelayAddress,
    slot: tokio::sync::Mutex<Slot>,
    used: Mutex<Instant>,
    users: AtomicUsize,
    flights: Semaphore,
}

#[derive(Default)]
struct Slot {
    open: Option<(Connection, Keys)>,
    failures: u32,
    not_before: Option<(Instant, OpenError)>,
}

/// A connection in use, and the throwaway key that is its own.
pub(crate) struct InUse {
    pub(crate) connection: Connection,
    pub(crate) throwaway: Keys,
    _user: User,
}

/// Keeps the lane from being tidied away.
struct User(Arc<Lane>);

impl User {
    fn new(lane: Arc<Lane>) -> Self {
        lane.users.fetch_add(1, Ordering::AcqRel);
        Self(lane)
    }
}

impl Drop for User {
    fn drop(&mut self) {
        self.0.touch();
        self.0.users.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Lane {
    pub(crate) fn new(address: RelayAddress, publishes: bool) -> Self {
        Self {
            address,
            slot: tokio::sync::Mutex::default(),
            used: Mutex::new(Instant::now()),
            users: AtomicUsize::new(0),
            flights: Semaphore::new(if publishes { PUBLISHING } else { ASKING }),
        }
    }

    fn touch(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// A place among the requests under way.
    pub(crate) async fn flight(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.flights.acquire().await.ok()
    }

    /// The open connection, or a new one. After a failure the same answer is given for a while
    /// without trying, so that many callers do not knock at a closed door one by one.
    pub(crate) async fn connection(
        self: &Arc<Self>,
        dialer: &Dialer,
        clock: &Clock,
    ) -> Result<InUse, OpenError> {
        let user = User::new(self.clone());
        let (connection, throwaway) = self.open(dialer, clock).await?;
        Ok(InUse { connection, throwaway, _user: user })
    }

    async fn open(&self, dialer: &Dialer, clock: &Clock) -> Result<(Connection, Keys), OpenError> {
        let mut slot = self.slot.lock().await;
        if let Some((connection, keys)) = &slot.open
            && connection.is_open()
        {
            return Ok((connection.clone(), keys.clone()));
        }
        slot.open = None;
        if let Some((until, error)) = slot.not_before
            && Instant::now() < until
        {
            return Err(error);
        }
        match Connection::open(dialer, &self.address, clock).await {
            Ok(connection) => {
                // A key for AUTH that was never used before and never will be again.
                let keys = Keys::generate();
                *slot = Slot { open: Some((connection.clone(), keys.clone())), ..Slot::default() };
                Ok((connection, keys))
            }
            Err(error) => {
                slot.failures = slot.failures.saturating_add(1);
                let wait = backoff::wait(slot.failures, backoff::chance());
                slot.not_before = Some((Instant::now() + wait, error));
                Err(error)
            }
        }
    }

    /// Gives a connection up: the next caller opens another one, whoever uses this one goes on.
    pub(crate) async fn leave(&self, connection: &Connection) {
        let mut slot = self.slot.lock().await;
        if slot.open.as_ref().is_some_and(|(open, _)| open.is_same(connection)) {
            slot.open = None;
        }
    }

    /// The network came back: the next caller tries at once.
    pub(crate) async fn nudge(&self) {
        let mut slot = self.slot.lock().await;
        slot.not_before = None;
        slot.failures = 0;
    }

    /// Closes the connection if nobody used it for [`IDLE`]; `true` if the lane can be forgotten.
    pub(crate) async fn tidy(&self) -> bool {
        let idle = {
            let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
            self.users.load(Ordering::Acquire) == 0 && used.elapsed() >= IDLE
        };
        if !idle {
            return false;
        }
        let Ok(mut slot) = self.slot.try_lock() else { return false };
        if let Some((connection, _)) = slot.open.take() {
            connection.close().await;
        }
        slot.not_before.is_none_or(|(until, _)| Instant::now() >= until)
    }

    /// Closes the connection now.
    pub(crate) async fn close(&self) {
        if let Some((connection, _)) = self.slot.lock().await.open.take() {
            connection.close().await;
        }
    }
}
