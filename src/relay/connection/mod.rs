//! One WebSocket connection to one relay: a handle that many tasks share, a task that reads and a
//! task that writes.
//!
//! It knows events, filters and NIP-42 keys, and nothing of what they are for. Every request has a
//! deadline; silence is followed by a probe, and a relay that answers nothing at all is dropped.

mod ask;
mod auth;
mod open;
mod reader;
mod subscription;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nostr::event::EventId;
use nostr::filter::Filter;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_util::sync::{CancellationToken, DropGuard};

pub(crate) use crate::model::Lost;
pub(crate) use ask::{Answer, Collected, End};
pub use open::OpenError;
pub(crate) use subscription::{Item, NegItem, Subscription};

use super::refusal::Refusal;
use crate::model::{Clock, RelayAddress};

/// A relay that sent nothing for so long is probed.
pub(crate) const QUIET: Duration = Duration::from_secs(45);
/// A probe that is not answered within this ends the connection.
pub(crate) const PROBE: Duration = Duration::from_secs(15);
/// Messages that wait for the socket.
const OUTGOING: usize = 64;

/// What was ignored, counted.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Wrong shapes, binary messages, oversized messages.
    pub(crate) odd: AtomicU64,
    /// Events for subscriptions that nobody opened, or that do not match their filter.
    pub(crate) foreign: AtomicU64,
    /// Events whose id is not their hash.
    pub(crate) forged: AtomicU64,
    /// NOTICEs.
    pub(crate) notices: AtomicU64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        write!(
            f,
            "{} odd, {} foreign, {} forged, {} notices",
            count(&self.odd),
            count(&self.foreign),
            count(&self.forged),
            count(&self.notices)
        )
    }
}

/// A shared handle. The connection closes when the last one is dropped.
#[derive(Clone)]
pub(crate) struct Connection {
    shared: Arc<Shared>,
    _last_one_closes: Arc<DropGuard>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connection").field(&self.shared.address).finish()
    }
}

struct Shared {
    address: RelayAddress,
    clock: Clock,
    outgoing: mpsc::Sender<Message>,
    routes: Mutex<Routes>,
    challenge: watch::Sender<Option<Arc<str>>>,
    proofs: Mutex<auth::Proofs>,
    proving: tokio::sync::Mutex<()>,
    /// Messages heard; every one is a sign of life.
    heard: watch::Sender<u64>,
    /// Answers to requests, whoever made them: all that is heard but NOTICE and AUTH.
    answers: watch::Sender<u64>,
    /// Since when the relay owes an answer to whatever it was asked last.
    owed: watch::Sender<Option<Instant>>,
    suspect: Notify,
    notice: watch::Sender<Option<Refusal>>,
    lost: watch::Sender<Option<Lost>>,
    end: CancellationToken,
    counts: Counts,
    latency_ms: AtomicU32,
    waiting: AtomicUsize,
    /// The relay refused something without saying what.
    names_nothing: AtomicBool,
    /// The socket is not read because somebody on this side is slow.
    held_up: AtomicBool,
}

/// Who gets which answer.
#[derive(Default)]
struct Routes {
    last_name: u64,
    oks: HashMap<EventId, Vec<WaitingOk>>,
    /// Refusals that name no event.
    nameless: Vec<String>,
    subs: HashMap<String, SubRoute>,
    negotiations: HashMap<String, mpsc::Sender<NegItem>>,
}

/// Somebody who waits for the OK to an event of so many bytes.
struct WaitingOk {
    size: usize,
    answer: oneshot::Sender<OkAnswer>,
}

impl Routes {
    /// A refusal that names no event is understood when there are as many of them as events that
    /// wait for an answer: then it is known which ones are refused.
    fn settle_nameless(&mut self) {
        for waiting in self.oks.values_mut() {
            waiting.retain(|one| !one.answer.is_closed());
        }
        // The answers to AUTH have no size; only events are refused in this way.
        let is_event = |waiting: &Vec<WaitingOk>| waiting.iter().any(|one| one.size > 0);
        let events = self.oks.values().filter(|waiting| is_event(waiting)).count();
        if self.nameless.len() < events {
            return;
        }
        let mut texts = std::mem::take(&mut self.nameless).into_iter();
        let refused = self.oks.extract_if(|_, waiting| is_event(waiting));
        for ((_, waiting), text) in refused.zip(&mut texts) {
            for one in waiting {
                let _ = one.answer.send(OkAnswer { taken: false, text: text.clone() });
            }
        }
    }
}

struct SubRoute {
    filters: Arc<[Filter]>,
    sink: mpsc::Sender<Item>,
}

/// `["OK", id, taken, text]`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OkAnswer {
    taken: bool,
    text: String,
}

impl Shared {
    fn routes(&self) -> MutexGuard<'_, Routes> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn proofs(&self) -> MutexGuard<'_, auth::Proofs> {
        self.proofs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the connection; the first reason stays.
    fn lose(&self, why: Lost) {
        self.lost.send_if_modified(|lost| {
            let first = lost.is_none();
            if first {
                *lost = Some(why);
            }
            first
        });
        self.end.cancel();
        // Whoever waits for an answer sees its channel close.
        *self.routes() = Routes::default();
    }
}

impl Connection {
    /// Why it ended, if it ended.
    pub(crate) fn why_lost(&self) -> Option<Lost> {
        self.shared.lost.borrow().clone()
    }

    /// Whether two handles are of one connection.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Whether it still stands.
    pub(crate) fn is_open(&self) -> bool {
        self.shared.lost.borrow().is_none()
    }

    /// Waits for its end.
    pub(crate) async fn lost(&self) -> Lost {
        let mut lost = self.shared.lost.subscribe();
        match lost.wait_for(Option::is_some).await {
            Ok(why) => why.clone().unwrap_or(Lost::Cut),
            Err(_) => Lost::Cut,
        }
    }

    fn lost_now(&self) -> Lost {
        self.why_lost().unwrap_or(Lost::Cut)
    }

    /// Closes it with a WebSocket close message.
    pub(crate) async fn close(&self) {
        let _ = self.shared.outgoing.try_send(Message::Close(None));
        self.shared.lose(Lost::ClosedHere);
    }

    /// What was ignored.
    pub(crate) fn counts(&self) -> &Counts {
        &self.shared.counts
    }

    /// Last round trip.
    pub(crate) fn latency_ms(&self) -> Option<u32> {
        Some(self.shared.latency_ms.load(Ordering::Relaxed)).filter(|ms| *ms != u32::MAX)
    }

    fn note_latency(&self, since: Instant) {
        let ms = u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX - 1);
        self.shared.latency_ms.store(ms, Ordering::Relaxed);
    }

    /// Waits until the relay has been asked something and has answered nothing for so long.
    pub(crate) async fn fallen_silent(&self, long: Duration) {
        let mut owed = self.shared.owed.subscribe();
        loop {
            let since = *owed.borrow_and_update();
            let enough = async {
                match since {
                    Some(at) => sleep_until(at + long).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                changed = owed.changed() => if changed.is_err() {
                    std::future::pending::<()>().await;
                },
                () = enough => {
                    if !self.is_held_up() {
                        return;
                    }
                    // The answer may have come, and nobody here has read it yet.
                    sleep(long).await;
                }
            }
        }
    }

    /// Asks for what any relay that is there can answer, also one that never says EOSE and has
    /// nothing else to say. Nothing follows from silence.
    pub(crate) fn ask_for_a_word(&self) {
        reader::ask_for_a_word(&self.shared);
    }

    /// Waits until the relay owes no answer.
    pub(crate) async fn spoken(&self) {
        let mut owed = self.shared.owed.subscribe();
        if owed.wait_for(Option::is_none).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    async fn send(&self, json: String) -> Result<(), Lost> {
        self.shared.owed.send_if_modified(|owed| {
            let first = owed.is_none();
            if first {
                *owed = Some(Instant::now());
            }
            first
        });
        self.send_unawaited(json).await
    }

    /// Sends what many relays leave without an answer: silence after it means nothing.
    async fn send_unawaited(&self, json: String) -> Result<(), Lost> {
        let message = Message::Text(Utf8Bytes::from(json));
        tokio::select! {
            biased;
            () = self.shared.end.cancelled() => Err(self.lost_now()),
            sent = self.shared.outgoing.send(message) => sent.map_err(|_| self.lost_now()),
        }
    }

    /// Whether the relay refused something without saying what.
    pub(crate) fn names_nothing(&self) -> bool {
        self.shared.names_nothing.load(Ordering::Relaxed)
    }

    /// Whether the silence is this side's own: somebody here does not read what has come.
    pub(crate) fn is_held_up(&self) -> bool {
        self.shared.held_up.load(Ordering::Relaxed)
    }

    /// After a silence: is the relay still there? Anything it says is a yes; without one the
    /// connection is dropped.
    pub(crate) async fn probe(&self) -> bool {
        if self.is_held_up() {
            return true;
        }
        let mut heard = self.shared.heard.subscribe();
        heard.mark_unchanged();
        self.shared.suspect.notify_one();
        let deadline = Instant::now() + PROBE + Duration::from_secs(1);
        tokio::select! {
            biased;
            () = self.shared.end.cancelled() => false,
            answer = timeout_at(deadline, heard.changed()) => {
                if matches!(answer, Ok(Ok(()))) || self.is_held_up() {
                    return true;
                }
                self.shared.lose(Lost::Stalled);
                false
            }
        }
    }
}
