//! All relays at once: what the messenger uses.
//!
//! Connections are keyed by relay *and* purpose, so that reading one's own account, writing to
//! others and (later) each group of secret chats never meet on one.

mod consent;
mod lanes;
mod settling;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nostr::key::{Keys, PublicKey};
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::settling::Settled;
use super::board::Board;
use super::dialer::Dialer;
use super::known::{Known, ReadThrough};
use super::lane::Lane;
use super::place::Place;
use super::publishing::LaneKey;
use super::session::Mailbox;
use super::watcher::Watcher;
use crate::model::{Clock, Hashed, RelayAddress, RelayStatus};

/// What waits for the messenger before relays are slowed down.
const WAITING: usize = 256;
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
                let watched = self.start(&mut state, relay, watch.purpose);
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

    fn start(&self, state: &mut State, relay: &RelayAddress, purpose: Purpose) -> Watched {
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
            shown: purpose == Purpose::Account,
            bundled: purpose != Purpose::Account,
            end: end.clone(),
            carried: Mutex::default(),
        };
        self.inner.tracker.spawn(watcher.run());
        Watched { place, board, mailboxes: sender, end }
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

    /// How watched relays do, by address.
    pub fn status(&self) -> Vec<RelayStatus> {
        let state = self.state();
        // A relay stands as the account's own connection to it does.
        let own = state.watched.iter().filter(|((_, purpose), _)| *purpose == Purpose::Account);
        let mut all: Vec<_> =
            own.map(|(_, watched)| watched.board.status(&watched.place)).collect();
        all.sort_by(|a, b| a.url.cmp(&b.url));
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
