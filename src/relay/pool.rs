//! All relays at once: what the messenger uses.
//!
//! Connections are keyed by relay *and* purpose, so that reading one's own account, writing to
//! others and (later) each group of secret chats never meet on one.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nostr::key::{Keys, PublicKey};
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::board::Board;
use super::connection::OpenError;
use super::dialer::{DialError, Dialer};
use super::known::{Known, ReadThrough};
use super::lane::{InUse, Lane};
use super::place::Place;
use super::publishing::LaneKey;
use super::session::Mailbox;
use super::watcher::Watcher;
use crate::model::{Clock, Hashed, Reason, RelayAddress, RelayStatus};

/// What waits for the messenger before relays are slowed down.
const WAITING: usize = 256;
/// Idle connections are looked for so often.
const TIDY: Duration = Duration::from_secs(10);
/// Longest wait for the tasks at the end.
const FAREWELL: Duration = Duration::from_secs(3);

/// Who shares a connection while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// The account's own mailbox.
    Account,
    /// A group of secret chats.
    Isolated(u64),
}

/// A mailbox and where it is watched.
#[derive(Clone)]
pub struct Watch {
    /// The mailbox; its key is proven where a relay demands it.
    pub mailbox: Keys,
    /// Who shares its connections.
    pub purpose: Purpose,
    /// At which relays. None: no longer.
    pub relays: Vec<RelayAddress>,
    /// What need not be fetched.
    pub known: Arc<dyn Known>,
}

/// What relays bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromRelay {
    /// An envelope for a mailbox. Its id was checked, its signature was not. It may come again.
    Event {
        /// Who served it.
        relay: RelayAddress,
        /// For whom.
        mailbox: PublicKey,
        /// The envelope.
        event: Hashed,
    },
    /// Everything that a relay holds for a mailbox was compared, and what was unknown was sent
    /// before this.
    CaughtUp {
        /// Which relay.
        relay: RelayAddress,
        /// Which mailbox.
        mailbox: PublicKey,
        /// Whether the relay served all that it named.
        complete: bool,
        /// All of it was read through by pages, without a gap: to be kept for
        /// [`Known::read_through`] once everything before this is dealt with, unless
        /// [`Known::era`] has changed since.
        read_through: Option<ReadThrough>,
    },
    /// A watched relay's condition changed.
    Status(RelayStatus),
}

/// How one mailbox at one relay stands after [`Pool::quiet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Which relay.
    pub relay: RelayAddress,
    /// Which mailbox.
    pub mailbox: PublicKey,
    /// Everything was compared.
    pub caught_up: bool,
    /// And the relay served all that it named.
    pub complete: bool,
    /// Why not; empty when all is well.
    pub reason: String,
}

/// Clones share all connections.
#[derive(Clone)]
pub struct Pool {
    inner: Arc<Inner>,
}

struct Inner {
    dialer: Dialer,
    clock: Clock,
    out: mpsc::Sender<FromRelay>,
    state: Mutex<State>,
    /// Opened by every wish to compare everything again.
    rounds: watch::Sender<u64>,
    nudges: watch::Sender<u64>,
    /// Counts whatever `quiet` may wait for.
    changed: watch::Sender<u64>,
    tracker: TaskTracker,
    end: CancellationToken,
}

#[derive(Default)]
struct State {
    places: HashMap<RelayAddress, Arc<Place>>,
    lanes: HashMap<(RelayAddress, LaneKey), Arc<Lane>>,
    watched: HashMap<(RelayAddress, Purpose), Watched>,
    allowed: HashSet<RelayAddress>,
    tidying: bool,
}

struct Watched {
    place: Arc<Place>,
    board: Arc<Board>,
    mailboxes: watch::Sender<Vec<Arc<Mailbox>>>,
    end: CancellationToken,
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pool")
    }
}

impl Pool {
    /// A pool, and what its relays bring. The receiver must be read: when it is full, the relays
    /// are slowed down.
    pub fn new(dialer: Dialer, clock: Clock) -> (Self, mpsc::Receiver<FromRelay>) {
        let (out, from_relays) = mpsc::channel(WAITING);
        let inner = Inner {
            dialer,
            clock,
            out,
            state: Mutex::default(),
            rounds: watch::Sender::new(1),
            nudges: watch::Sender::new(0),
            changed: watch::Sender::new(0),
            tracker: TaskTracker::new(),
            end: CancellationToken::new(),
        };
        let pool = Self { inner: Arc::new(inner) };
        (pool, from_relays)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person agreed to `ws://` to a public address.
    pub fn allow_unencrypted(&self, relay: &RelayAddress) {
        self.state().allowed.insert(relay.clone());
        self.nudge();
    }

    fn check_consent(state: &State, relay: &RelayAddress) -> Result<(), DialError> {
        if relay.needs_consent() && !state.allowed.contains(relay) {
            return Err(DialError::NeedsConsent);
        }
        Ok(())
    }

    pub(crate) fn place(&self, relay: &RelayAddress) -> Arc<Place> {
        let mut state = self.state();
        Self::place_in(&mut state, relay)
    }

    fn place_in(state: &mut State, relay: &RelayAddress) -> Arc<Place> {
        state
            .places
            .entry(relay.clone())
            .or_insert_with(|| Arc::new(Place::new(relay.clone())))
            .clone()
    }

    // ---- watching --------------------------------------------------------------------------

    /// Sets at which relays a mailbox is watched, replacing what was set for it before.
    pub fn watch(&self, watch: Watch) {
        let key = watch.mailbox.public_key();
        let mut state = self.state();
        let mailbox = state
            .watched
            .iter()
            .filter(|((_, purpose), _)| *purpose == watch.purpose)
            .flat_map(|(_, watched)| watched.mailboxes.borrow().clone())
            .find(|m| m.keys[0].public_key() == key && Arc::ptr_eq(&m.known, &watch.known))
            .unwrap_or_else(|| {
                Arc::new(Mailbox { keys: [watch.mailbox.clone()], known: watch.known.clone() })
            });
        let wanted: HashSet<RelayAddress> = watch.relays.iter().cloned().collect();
        for relay in &wanted {
            let at = (relay.clone(), watch.purpose);
            if !state.watched.contains_key(&at) {
                let watched = self.start(&mut state, relay);
                state.watched.insert(at.clone(), watched);
            }
        }
        state.watched.retain(|(relay, purpose), watched| {
            let here = *purpose == watch.purpose && wanted.contains(relay);
            let mut mailboxes = watched.mailboxes.borrow().clone();
            let was = mailboxes.iter().position(|m| m.keys[0].public_key() == key);
            match (was, here) {
                (Some(n), true) if Arc::ptr_eq(&mailboxes[n], &mailbox) => return true,
                (Some(n), true) => mailboxes[n] = mailbox.clone(),
                (Some(n), false) => drop(mailboxes.remove(n)),
                (None, true) => mailboxes.push(mailbox.clone()),
                (None, false) => return true,
            }
            let keys: Vec<PublicKey> = mailboxes.iter().map(|m| m.keys[0].public_key()).collect();
            watched.board.set_mailboxes(&keys);
            let empty = mailboxes.is_empty();
            watched.mailboxes.send_replace(mailboxes);
            if empty {
                watched.end.cancel();
            }
            !empty
        });
        drop(state);
        self.inner.changed.send_modify(|n| *n += 1);
    }

    fn start(&self, state: &mut State, relay: &RelayAddress) -> Watched {
        let place = Self::place_in(state, relay);
        let board = Arc::new(Board::new());
        let (sender, mailboxes) = watch::channel(Vec::new());
        let end = self.inner.end.child_token();
        let watcher = Watcher {
            place: place.clone(),
            board: board.clone(),
            dialer: self.careful_dialer(),
            clock: self.inner.clock.clone(),
            out: self.inner.out.clone(),
            rounds: self.inner.rounds.subscribe(),
            nudges: self.inner.nudges.subscribe(),
            changed: self.inner.changed.clone(),
            mailboxes,
            tracker: self.inner.tracker.clone(),
            end: end.clone(),
            carried: Mutex::default(),
        };
        self.inner.tracker.spawn(watcher.run());
        Watched { place, board, mailboxes: sender, end }
    }

    /// Refuses `ws://` to public addresses that nobody agreed to, at every attempt.
    fn careful_dialer(&self) -> Dialer {
        Dialer::through(Careful(Arc::downgrade(&self.inner)))
    }

    // ---- lanes -----------------------------------------------------------------------------

    pub(crate) fn lane(&self, relay: &RelayAddress, key: LaneKey) -> Result<Arc<Lane>, DialError> {
        let mut state = self.state();
        Self::check_consent(&state, relay)?;
        if !std::mem::replace(&mut state.tidying, true) {
            self.inner.tracker.spawn(tidy(Arc::downgrade(&self.inner)));
        }
        let publishes = key.publishes();
        let lane = state
            .lanes
            .entry((relay.clone(), key))
            .or_insert_with(|| Arc::new(Lane::new(relay.clone(), publishes)));
        Ok(lane.clone())
    }

    pub(crate) async fn connect(&self, lane: &Arc<Lane>) -> Result<InUse, OpenError> {
        tokio::select! {
            biased;
            () = self.inner.end.cancelled() => Err(OpenError::Cut),
            opened = lane.connection(&self.inner.dialer, &self.inner.clock) => opened,
        }
    }

    /// Asks a relay for its NIP-11 in the background, if that was not done lately.
    pub(crate) fn inform(&self, place: &Arc<Place>) {
        if place.wants_information() {
            let (place, dialer) = (place.clone(), self.inner.dialer.clone());
            let (end, changed) = (self.inner.end.clone(), self.inner.changed.clone());
            self.inner.tracker.spawn(async move {
                tokio::select! {
                    () = place.inform(&dialer) => changed.send_modify(|n| *n += 1),
                    () = end.cancelled() => {}
                }
            });
        }
    }

    // ---- waiting ---------------------------------------------------------------------------

    /// The network came back: whatever waits to be tried again is tried now.
    pub fn nudge(&self) {
        self.inner.nudges.send_modify(|n| *n += 1);
        let lanes: Vec<_> = self.state().lanes.values().cloned().collect();
        if !lanes.is_empty() && !self.inner.end.is_cancelled() {
            self.inner.tracker.spawn(async move {
                for lane in lanes {
                    lane.nudge().await;
                }
            });
        }
    }

    /// A relay was connected for another reason: whoever publishes there tries at once.
    pub async fn forget_failures(&self, relay: &RelayAddress) {
        let lanes: Vec<_> = {
            let state = self.state();
            let here = state.lanes.iter().filter(|((at, _), _)| at == relay);
            here.map(|(_, lane)| lane.clone()).collect()
        };
        for lane in lanes {
            lane.nudge().await;
        }
    }

    /// Tries whether a relay is there for publishing, whatever was found a moment ago.
    pub async fn is_there(&self, relay: &RelayAddress) -> bool {
        let Ok(lane) = self.lane(relay, LaneKey::Publish) else { return false };
        lane.nudge().await;
        self.connect(&lane).await.is_ok()
    }

    /// Has everything at all watched relays compared once more: what need not be fetched has become
    /// less.
    pub fn compare_again(&self) {
        self.inner.rounds.send_modify(|n| *n += 1);
    }

    /// Compares everything at all watched relays once more, and waits until that is done or has
    /// failed everywhere. What it found was sent before it returns.
    pub async fn resync(&self) -> Vec<Settled> {
        self.compare_again();
        self.nudge();
        self.quiet().await
    }

    /// Waits until every mailbox at every watched relay has either caught up or failed. Where one
    /// has caught up, a relay that has not said a word for some seconds is not waited for.
    pub async fn quiet(&self) -> Vec<Settled> {
        let round = *self.inner.rounds.borrow();
        let mut changed = self.inner.changed.subscribe();
        loop {
            changed.mark_unchanged();
            if let Some(settled) = self.settled(round) {
                return settled;
            }
            tokio::select! {
                _ = changed.changed() => {}
                () = self.inner.end.cancelled() => return Vec::new(),
            }
        }
    }

    fn settled(&self, round: u64) -> Option<Vec<Settled>> {
        let state = self.state();
        let mut all = Vec::new();
        let mut waits = false;
        for ((relay, _), watched) in &state.watched {
            let mute = watched.board.is_mute();
            for (mailbox, progress) in watched.board.progress() {
                let settled = progress.is_settled(round);
                if !settled && !mute {
                    return None;
                }
                waits |= !settled;
                let caught_up = progress.caught_up(round);
                let mute = Reason::Mute;
                let reason = if settled { progress.reason() } else { Some(&mute) };
                all.push(Settled {
                    relay: relay.clone(),
                    mailbox,
                    caught_up: caught_up.is_some(),
                    complete: caught_up.unwrap_or(false),
                    reason: reason.map(Reason::to_string).unwrap_or_default(),
                });
            }
        }
        if waits && !all.iter().any(|one| one.caught_up) {
            return None;
        }
        all.sort_by(|a, b| a.relay.cmp(&b.relay));
        Some(all)
    }

    /// How watched relays do, by address.
    pub fn status(&self) -> Vec<RelayStatus> {
        let state = self.state();
        let mut all: Vec<_> =
            state.watched.values().map(|watched| watched.board.status(&watched.place)).collect();
        all.sort_by(|a, b| a.url.cmp(&b.url));
        all.dedup_by(|a, b| a.url == b.url);
        all
    }

    /// Watched relays that owe an answer for longer than anybody should wait without a word.
    pub fn mute(&self) -> Vec<RelayAddress> {
        let state = self.state();
        let mute = state.watched.iter().filter(|(_, watched)| watched.board.is_mute());
        mute.map(|((relay, _), _)| relay.clone()).collect()
    }

    /// Whether events wait on this side, so as not to come faster than a relay takes them.
    pub fn is_paced(&self, relay: &RelayAddress) -> bool {
        self.place(relay).is_paced()
    }

    /// What is known of a relay's limits, watched or not.
    pub fn limits(&self, relay: &RelayAddress) -> crate::model::RelayLimits {
        self.place(relay).shown_limits()
    }

    /// Closes all connections and ends all tasks.
    pub async fn stop(&self) {
        self.inner.end.cancel();
        let lanes: Vec<_> = self.state().lanes.drain().map(|(_, lane)| lane).collect();
        for lane in lanes {
            lane.close().await;
        }
        self.inner.tracker.close();
        let _ = timeout(FAREWELL, self.inner.tracker.wait()).await;
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.end.cancel();
    }
}

/// The pool's dialer for relays that somebody else named.
struct Careful(std::sync::Weak<Inner>);

impl super::dialer::Route for Careful {
    fn dial<'a>(
        &'a self,
        address: &'a RelayAddress,
    ) -> futures_util::future::BoxFuture<'a, Result<super::dialer::Stream, DialError>> {
        Box::pin(async move {
            let inner = self.0.upgrade().ok_or(DialError::Other)?;
            {
                let state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
                Pool::check_consent(&state, address)?;
            }
            let dialer = inner.dialer.clone();
            drop(inner);
            dialer.dial(address).await
        })
    }
}

/// Closes connections that nobody uses any more.
async fn tidy(pool: std::sync::Weak<Inner>) {
    let Some(end) = pool.upgrade().map(|inner| inner.end.clone()) else { return };
    let mut ticks = interval(TIDY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = end.cancelled() => return,
        }
        let Some(inner) = pool.upgrade() else { return };
        let lanes: Vec<_> = {
            let state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.lanes.iter().map(|(key, lane)| (key.clone(), lane.clone())).collect()
        };
        for (key, lane) in lanes {
            if !lane.tidy().await {
                continue;
            }
            let mut state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
            // Two: the map's and this one. Nobody took it meanwhile.
            if Arc::strong_count(&lane) == 2 {
                state.lanes.remove(&key);
            }
        }
    }
}
