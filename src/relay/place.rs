//! What is remembered of one relay, whatever connection it is spoken to on.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::dialer::Dialer;
use super::information;
use super::limits::Limits;
use super::pace::Pace;
use super::refusal::{Refusal, RefusalClass};
use crate::model::{ROUND_TRIPS, RelayAddress, RelayLimits};

/// NIP-11 is asked for again after so long.
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// Longest wait for a place in a relay's pace; beyond it the caller keeps the event.
const LONGEST_QUEUE: Duration = Duration::from_secs(30);
/// EOSE is awaited for so long after the last event.
const PATIENCE: Duration = Duration::from_secs(15);
/// The same at a relay that was seen never to send it.
const SHORT_PATIENCE: Duration = Duration::from_secs(3);

/// One relay.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) address: RelayAddress,
    state: Mutex<State>,
    /// Whether NIP-77 is among what its NIP-11 names, once that was read.
    names_negentropy: watch::Sender<Option<bool>>,
}

#[derive(Debug, Default)]
struct State {
    limits: Limits,
    pace: Pace,
    asked_at: Option<Instant>,
    informed: bool,
    never_eose: bool,
    authors_may_read: bool,
    latency_ms: Option<u32>,
    round_trips: VecDeque<u32>,
}

impl Place {
    pub(crate) fn new(address: RelayAddress) -> Self {
        Self { address, state: Mutex::default(), names_negentropy: watch::Sender::new(None) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether NIP-11 should be asked for now; says so to one caller only.
    pub(crate) fn wants_information(&self) -> bool {
        let mut state = self.state();
        let stale = state.asked_at.is_none_or(|at| at.elapsed() >= FRESH);
        if stale {
            state.asked_at = Some(Instant::now());
        }
        stale
    }

    /// Asks for NIP-11 and keeps the limits.
    pub(crate) async fn inform(&self, dialer: &Dialer) {
        let told = information::ask(dialer, &self.address).await;
        if let Some(told) = told {
            self.state().limits.tell(told.limits);
            self.names_negentropy.send_replace(told.negentropy);
        }
        self.state().informed = true;
    }

    /// NIP-11 was asked for, and came or will not come.
    pub(crate) fn is_informed(&self) -> bool {
        self.state().informed
    }

    /// Waits until the relay's NIP-11 leaves NIP-77 out; for ever where it was seen to work.
    pub(crate) async fn leaves_negentropy_out(&self) {
        let mut named = self.names_negentropy.subscribe();
        let left_out = named.wait_for(|named| *named == Some(false)).await.is_ok();
        if !left_out || self.limits().negentropy_works() {
            std::future::pending::<()>().await;
        }
    }

    /// A copy of the limits.
    pub(crate) fn limits(&self) -> Limits {
        self.state().limits.clone()
    }

    /// For people to see.
    pub(crate) fn shown_limits(&self) -> RelayLimits {
        let state = self.state();
        state.limits.shown(state.pace.events_per_minute())
    }

    /// NIP-77 was tried.
    pub(crate) fn probed_negentropy(&self, works: bool) {
        self.state().limits.probed_negentropy(works);
    }

    /// Waits for a place in the relay's pace; `Err` is how long that would take, if too long.
    pub(crate) async fn wait_for_turn(&self) -> Result<(), Duration> {
        let wait = {
            let mut state = self.state();
            let now = Instant::now();
            let wait = state.pace.queue(now);
            if wait > LONGEST_QUEUE {
                return Err(wait);
            }
            state.pace.reserve(now)
        };
        if !wait.is_zero() {
            sleep(wait).await;
        }
        Ok(())
    }

    /// Whether an event would have to wait for its place in the relay's pace.
    pub(crate) fn is_paced(&self) -> bool {
        !self.state().pace.queue(Instant::now()).is_zero()
    }

    /// The relay took an event.
    pub(crate) fn took(&self) {
        self.state().pace.took(Instant::now());
    }

    /// The relay refused an event of so many bytes.
    pub(crate) fn refused(&self, refusal: &Refusal, json: usize) {
        let mut state = self.state();
        match refusal.class {
            RefusalClass::RateLimited => state.pace.refused(Instant::now()),
            RefusalClass::TooLarge => state.limits.refused_size(json, &refusal.text),
            _ => {}
        }
    }

    /// How long EOSE is awaited.
    pub(crate) fn patience(&self) -> Duration {
        if self.state().never_eose { SHORT_PATIENCE } else { PATIENCE }
    }

    /// EOSE came, or did not.
    pub(crate) fn saw_eose(&self, came: bool) {
        self.state().never_eose = !came;
    }

    /// The relay was seen to let one-time authors read what they wrote.
    pub(crate) fn authors_may_read(&self) -> bool {
        self.state().authors_may_read
    }

    /// See [`Self::authors_may_read`].
    pub(crate) fn let_author_read(&self) {
        self.state().authors_may_read = true;
    }

    /// Last round trip.
    pub(crate) fn latency_ms(&self) -> Option<u32> {
        self.state().latency_ms
    }

    /// Notes a round trip.
    pub(crate) fn note_latency(&self, ms: Option<u32>) {
        let Some(ms) = ms else { return };
        let mut state = self.state();
        state.latency_ms = Some(ms);
        // The same number again is most likely the same round trip, asked for twice.
        if state.round_trips.back() != Some(&ms) {
            state.round_trips.push_back(ms);
        }
        if state.round_trips.len() > ROUND_TRIPS {
            state.round_trips.pop_front();
        }
    }

    /// The last round trips, milliseconds, oldest first.
    pub(crate) fn round_trips(&self) -> Vec<u32> {
        self.state().round_trips.iter().copied().collect()
    }
}
