//! One live subscription for the mailboxes that share a connection: relays allow ten or twenty of
//! them, and two hundred secret chats have some eighty mailboxes on each connection.
//!
//! A mailbox joins once it may be read, its key proven where the relay demands it; then a REQ that
//! names all keys takes the place of the one before. Who joined hears everything from the moment
//! [`Membership::joined`] says so. A relay that refuses a list of keys is asked for shorter ones,
//! and in the end for each by itself, as if there were no bundle. It knows keys and filters, and
//! nothing of what they are for; it only ever names keys that are on this connection anyway.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::future::select_all;
use nostr::event::Kind;
use nostr::filter::Filter;
use nostr::key::PublicKey;
use nostr::types::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use super::connection::{Connection, Item, Subscription};
use super::place::Place;
use super::refusal::Refusal;
use super::{EPHEMERAL_WRAP, LIVE};
use crate::model::Clock;

/// Events that wait for one mailbox before the socket is left unread.
const WAITING: usize = 16;
/// Keys that may be proven on one connection besides twice the ones that are read. Each step of a
/// ratchet needs another one, and relays count them.
const SPENT: usize = 128;

/// A mailbox that wants to be heard with the others.
struct Join {
    key: PublicKey,
    items: mpsc::Sender<Item>,
    done: oneshot::Sender<bool>,
}

/// The mailboxes of one connection, seen by each of them.
pub(crate) struct Bundle {
    joins: mpsc::UnboundedSender<Join>,
    turns: Arc<Semaphore>,
    /// Some mailboxes were heard together here.
    settled: AtomicBool,
    /// The relay wanted a key to be proven.
    asks: AtomicBool,
    /// Mailboxes that are read.
    mailboxes: AtomicUsize,
}

/// A mailbox's place in the bundle; dropping it leaves.
pub(crate) struct Membership {
    pub(crate) items: mpsc::Receiver<Item>,
    /// Whether everything new is heard from now on; `false`: not in this way.
    pub(crate) joined: oneshot::Receiver<bool>,
}

impl Bundle {
    /// A bundle, and the work that it takes until the connection ends.
    pub(crate) fn new(
        connection: Connection,
        place: Arc<Place>,
        clock: Clock,
    ) -> (Arc<Self>, impl Future<Output = ()> + Send) {
        let (joins, wanted) = mpsc::unbounded_channel();
        let bundle = Arc::new(Self {
            joins,
            turns: Arc::new(Semaphore::new(place.limits().max_questions())),
            settled: AtomicBool::new(false),
            asks: AtomicBool::new(false),
            mailboxes: AtomicUsize::new(0),
        });
        let work = Work {
            connection,
            place,
            clock,
            bundle: Arc::downgrade(&bundle),
            most: usize::MAX,
            members: HashMap::new(),
            groups: Vec::new(),
            queue: Vec::new(),
        };
        (bundle, work.run(wanted))
    }

    /// A turn to ask for something: only so many questions are open at once.
    pub(crate) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }

    /// Has a mailbox heard together with the others.
    pub(crate) fn join(&self, key: PublicKey) -> Membership {
        let (items, receiver) = mpsc::channel(WAITING);
        let (done, joined) = oneshot::channel();
        let _ = self.joins.send(Join { key, items, done });
        Membership { items: receiver, joined }
    }

    /// Whether others were heard together here, so that it is known how the relay does.
    pub(crate) fn is_settled(&self) -> bool {
        self.settled.load(Ordering::Relaxed)
    }

    /// Whether the relay wants every key to be proven.
    pub(crate) fn asks(&self) -> bool {
        self.asks.load(Ordering::Relaxed)
    }

    /// The relay let a mailbox be read; whether its key had to be proven.
    pub(crate) fn let_in(&self, proven: bool) {
        self.asks.fetch_or(proven, Ordering::Relaxed);
    }

    /// So many mailboxes are read here now.
    pub(crate) fn set_mailboxes(&self, count: usize) {
        self.mailboxes.store(count, Ordering::Relaxed);
    }

    /// Whether so many keys were proven that a new connection is better than another one.
    pub(crate) fn is_spent(&self, proven: usize) -> bool {
        proven > 2 * self.mailboxes.load(Ordering::Relaxed) + SPENT
    }
}

/// One REQ and the keys in it.
struct Group {
    keys: Vec<PublicKey>,
    live: Subscription,
}

/// A REQ that was sent, and has not said EOSE.
struct Opening {
    group: Group,
    /// Those that wait for it.
    joining: Vec<Join>,
    /// The one that it replaces.
    replaces: Option<usize>,
    deadline: Instant,
}

struct Work {
    connection: Connection,
    place: Arc<Place>,
    clock: Clock,
    bundle: std::sync::Weak<Bundle>,
    /// Most keys in one REQ, as refusals taught.
    most: usize,
    members: HashMap<PublicKey, mpsc::Sender<Item>>,
    groups: Vec<Group>,
    queue: Vec<Join>,
}

impl Work {
    async fn run(mut self, mut wanted: mpsc::UnboundedReceiver<Join>) {
        let mut opening: Option<Opening> = None;
        loop {
            if opening.is_none() && !self.queue.is_empty() {
                opening = match self.open().await {
                    Ok(opening) => opening,
                    Err(()) => return,
                };
                continue;
            }
            let deadline = opening.as_ref().map(|opening| opening.deadline);
            tokio::select! {
                join = wanted.recv() => match join {
                    Some(join) => {
                        self.queue.push(join);
                        while let Ok(join) = wanted.try_recv() {
                            self.queue.push(join);
                        }
                    }
                    None => return,
                },
                item = next(opening.as_mut()) => match item {
                    Some(Item::Event(event)) => self.route(Item::Event(event)).await,
                    Some(Item::Eose) => {
                        self.place.saw_eose(true);
                        self.opened(opening.take()).await;
                    }
                    Some(Item::Closed(_)) => self.refused(opening.take()),
                    None => return,
                },
                () = until(deadline) => {
                    // It may never say EOSE; or somebody here does not read what has come.
                    if self.connection.is_held_up() {
                        if let Some(opening) = &mut opening {
                            opening.deadline = Instant::now() + self.place.patience();
                        }
                    } else if self.connection.probe().await {
                        self.place.saw_eose(false);
                        self.opened(opening.take()).await;
                    } else {
                        return;
                    }
                }
                (n, item) = next_of(&mut self.groups) => match item {
                    Some(Item::Event(event)) => self.route(Item::Event(event)).await,
                    Some(Item::Eose) => {}
                    Some(Item::Closed(refusal)) => {
                        if let Some(opening) = &mut opening {
                            opening.replaces = match opening.replaces {
                                Some(replaced) if replaced == n => None,
                                Some(replaced) if replaced > n => Some(replaced - 1),
                                same => same,
                            };
                        }
                        self.closed(n, &refusal).await;
                    }
                    None => return,
                },
            }
        }
    }

    /// Sends a REQ for some that wait, and for those of a group that has room.
    async fn open(&mut self) -> Result<Option<Opening>, ()> {
        self.queue.retain(|join| !join.items.is_closed());
        self.members.retain(|_, items| !items.is_closed());
        for group in &mut self.groups {
            group.keys.retain(|key| self.members.contains_key(key));
        }
        self.groups.retain(|group| !group.keys.is_empty());
        let most = self.most.min(self.place.limits().max_keys());
        if most < 2 {
            // Each by itself.
            for join in self.queue.drain(..) {
                let _ = join.done.send(false);
            }
            return Ok(None);
        }
        if self.queue.is_empty() {
            return Ok(None);
        }
        let replaces = self.groups.iter().position(|group| group.keys.len() < most);
        let mut keys = replaces.map_or_else(Vec::new, |n| self.groups[n].keys.clone());
        let room = (most - keys.len()).min(self.queue.len());
        let joining: Vec<Join> = self.queue.drain(..room).collect();
        for join in &joining {
            self.members.insert(join.key, join.items.clone());
            if !keys.contains(&join.key) {
                keys.push(join.key);
            }
        }
        let since = self.clock.now().secs().saturating_sub(LIVE);
        let filter = Filter::new()
            .kinds([Kind::GiftWrap, Kind::from_u16(EPHEMERAL_WRAP)])
            .pubkeys(keys.iter().copied())
            .since(Timestamp::from(since))
            .limit(1);
        let live = self.connection.subscribe(Arc::from([filter])).await.map_err(|_| ())?;
        let deadline = Instant::now() + self.place.patience();
        Ok(Some(Opening { group: Group { keys, live }, joining, replaces, deadline }))
    }

    async fn opened(&mut self, opening: Option<Opening>) {
        let Some(Opening { group, joining, replaces, .. }) = opening else { return };
        // The old one is closed only now, and what it has brought is heard: nothing falls between
        // the two.
        match replaces.and_then(|n| self.groups.get_mut(n)) {
            Some(replaced) => {
                let mut old = std::mem::replace(replaced, group).live;
                while let Some(item) = old.waiting() {
                    self.route(item).await;
                }
            }
            None => self.groups.push(group),
        }
        if let Some(bundle) = self.bundle.upgrade() {
            bundle.settled.store(true, Ordering::Relaxed);
        }
        for join in joining {
            let _ = join.done.send(true);
        }
    }

    /// Not so many, or not these: who wanted to join is heard by itself. Those that were heard
    /// before still are.
    fn refused(&mut self, opening: Option<Opening>) {
        let Some(Opening { group, joining, .. }) = opening else { return };
        self.most = self.most.min(group.keys.len() / 2).max(1);
        for join in joining {
            self.members.remove(&join.key);
            let _ = join.done.send(false);
        }
    }

    /// The relay closed what was open: each of them looks for itself how to go on.
    async fn closed(&mut self, n: usize, refusal: &Refusal) {
        for key in self.groups.remove(n).keys {
            if let Some(items) = self.members.remove(&key) {
                let _ = items.send(Item::Closed(refusal.clone())).await;
            }
        }
    }

    /// To the mailbox that it is for.
    async fn route(&mut self, item: Item) {
        let Item::Event(event) = &item else { return };
        let of_here = event.event().tags.public_keys().find(|key| self.members.contains_key(key));
        let Some(items) = of_here.and_then(|key| self.members.get(&key)) else { return };
        // Who has left is not waited for.
        let _ = items.send(item).await;
    }
}

async fn next(opening: Option<&mut Opening>) -> Option<Item> {
    match opening {
        Some(opening) => opening.group.live.next().await,
        None => std::future::pending().await,
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

async fn next_of(groups: &mut [Group]) -> (usize, Option<Item>) {
    if groups.is_empty() {
        return std::future::pending().await;
    }
    let all = groups.iter_mut().map(|group| Box::pin(group.live.next()));
    let (item, n, _) = select_all(all).await;
    (n, item)
}
