//! A network in memory, a reader with its shelf, and envelopes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hushwing::model::{Clock, Hashed, Millis, Reason, RelayAddress, RelayCondition, RelayStatus};
use hushwing::relay::dialer::{DialError, Dialer, Route, Stream};
use hushwing::relay::{FromRelay, Known, Pool, Purpose, ReadThrough, Watch};
use nostr::event::{Event, EventBuilder, EventId, FinalizeEvent, Kind, Tag};
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;
use tokio::sync::mpsc;

use crate::bad_relay::{BadRelay, Manners};

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// 1 January 2026.
pub const NOW: u64 = 1_767_225_600;
pub const DAY: u64 = 24 * 3600;

/// Relays by address, reached through pipes.
#[derive(Clone, Default)]
pub struct Net(Arc<Mutex<HashMap<RelayAddress, BadRelay>>>);

impl Net {
    pub fn add(&self, address: &str, manners: Manners) -> BadRelay {
        let relay = BadRelay::new(manners);
        self.0.lock().unwrap().insert(at(address), relay.clone());
        relay
    }

    pub fn remove(&self, address: &str) {
        self.0.lock().unwrap().remove(&at(address));
    }

    pub fn put_back(&self, address: &str, relay: &BadRelay) {
        self.0.lock().unwrap().insert(at(address), relay.clone());
    }
}

impl Route for Net {
    fn dial<'a>(&'a self, address: &'a RelayAddress) -> Boxed<'a, Result<Stream, DialError>> {
        Box::pin(async move {
            let relay = self.0.lock().unwrap().get(address).cloned();
            let pipe = relay.ok_or(DialError::Refused)?.pipe();
            Ok(Box::new(pipe) as Stream)
        })
    }
}

pub fn at(address: &str) -> RelayAddress {
    address.parse().unwrap()
}

/// What a reader has stored: shared with the pool.
#[derive(Clone, Default)]
pub struct Shelf(
    Arc<Mutex<BTreeMap<EventId, Timestamp>>>,
    Arc<Mutex<HashMap<RelayAddress, Timestamp>>>,
    Arc<AtomicU64>,
);

impl Shelf {
    pub fn put(&self, event: &Event) -> bool {
        self.0.lock().unwrap().insert(event.id, event.created_at).is_none()
    }
}

impl Shelf {
    pub fn take_away(&self, event: &Event) {
        self.0.lock().unwrap().remove(&event.id);
    }

    pub fn has_now(&self, event: &Event) -> bool {
        self.0.lock().unwrap().contains_key(&event.id)
    }

    /// Wants something again that was on the shelf, from the next reading on.
    pub fn want_again(&self, event: &Event) {
        self.take_away(event);
        self.1.lock().unwrap().clear();
        self.2.fetch_add(1, Ordering::SeqCst);
    }
}

impl Known for Shelf {
    fn between(
        &self,
        since: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> Boxed<'_, Vec<(Timestamp, EventId)>> {
        let mut found: Vec<_> = self
            .0
            .lock()
            .unwrap()
            .iter()
            .filter(|(_, at)| **at >= since && **at <= until)
            .map(|(id, at)| (*at, *id))
            .collect();
        found.sort_by_key(|(at, id)| (std::cmp::Reverse(*at), *id));
        found.truncate(most);
        Box::pin(std::future::ready(found))
    }

    fn has(&self, ids: Vec<EventId>) -> Boxed<'_, Vec<EventId>> {
        let shelf = self.0.lock().unwrap();
        let found = ids.into_iter().filter(|id| shelf.contains_key(id)).collect();
        Box::pin(std::future::ready(found))
    }

    fn era(&self) -> Boxed<'_, Option<u64>> {
        Box::pin(std::future::ready(Some(self.2.load(Ordering::SeqCst))))
    }

    fn read_through(&self, relay: &RelayAddress) -> Boxed<'_, Option<Timestamp>> {
        Box::pin(std::future::ready(self.1.lock().unwrap().get(relay).copied()))
    }
}

/// Somebody who reads one mailbox and stores what comes.
pub struct Reader {
    pub net: Net,
    pub pool: Pool,
    pub clock: Clock,
    pub mailbox: Keys,
    pub shelf: Shelf,
    pub statuses: Vec<RelayStatus>,
    pub got: Vec<Event>,
    /// How often something came that was on the shelf already.
    pub repeats: usize,
    from_relays: mpsc::Receiver<FromRelay>,
    known: Arc<dyn Known>,
}

/// What [`Reader::next`] saw.
pub enum Seen {
    Event,
    CaughtUp { complete: bool },
    Status,
}

impl Reader {
    pub fn new() -> Self {
        let net = Net::default();
        Self::through(Dialer::through(net.clone()), net)
    }

    pub fn through(dialer: Dialer, net: Net) -> Self {
        let clock = Clock::standing_at(Millis::from_secs(NOW));
        let (pool, from_relays) = Pool::new(dialer, clock.clone());
        let shelf = Shelf::default();
        let known: Arc<dyn Known> = Arc::new(shelf.clone());
        Self {
            net,
            pool,
            clock,
            mailbox: Keys::generate(),
            shelf,
            statuses: Vec::new(),
            got: Vec::new(),
            repeats: 0,
            from_relays,
            known,
        }
    }

    /// The same reader in another process: the shelf stayed, and nothing else.
    pub fn again(&self) -> Self {
        let (pool, from_relays) = Pool::new(Dialer::through(self.net.clone()), self.clock.clone());
        Self {
            net: self.net.clone(),
            pool,
            clock: self.clock.clone(),
            mailbox: self.mailbox.clone(),
            shelf: self.shelf.clone(),
            statuses: Vec::new(),
            got: Vec::new(),
            repeats: 0,
            from_relays,
            known: Arc::new(self.shelf.clone()),
        }
    }

    /// One relay, watched.
    pub fn at_one_relay(manners: Manners) -> (Self, BadRelay) {
        let reader = Self::new();
        let relay = reader.net.add("ws://a.local", manners);
        (reader, relay)
    }

    pub fn key(&self) -> PublicKey {
        self.mailbox.public_key()
    }

    pub fn watch(&self, relays: &[&str]) {
        self.pool.watch(Watch {
            mailbox: self.mailbox.clone(),
            purpose: Purpose::Account,
            relays: relays.iter().map(|r| at(r)).collect(),
            known: self.known.clone(),
        });
    }

    /// The next thing, stored.
    pub async fn next(&mut self) -> Seen {
        match self.from_relays.recv().await.expect("the pool is gone") {
            FromRelay::Event { mailbox, event, .. } => {
                assert_eq!(mailbox, self.key());
                let event: Event = Hashed::event(&event).clone();
                assert!(event.tags.public_keys().any(|key| key == self.key()));
                if self.shelf.put(&event) {
                    self.got.push(event.clone());
                } else {
                    self.repeats += 1;
                }
                Seen::Event
            }
            FromRelay::CaughtUp { relay, complete, read_through, .. } => {
                if let Some(ReadThrough { began, era }) = read_through
                    && era == self.shelf.2.load(Ordering::SeqCst)
                {
                    self.shelf.1.lock().unwrap().insert(relay, began);
                }
                Seen::CaughtUp { complete }
            }
            FromRelay::Status(status) => {
                self.statuses.push(status);
                Seen::Status
            }
        }
    }

    /// Reads until a relay says that this is all; whether it was complete.
    pub async fn catch_up(&mut self) -> bool {
        loop {
            if let Seen::CaughtUp { complete } = self.next().await {
                return complete;
            }
        }
    }

    /// Reads until this event came.
    pub async fn wait_for(&mut self, event: &Event) {
        while !self.got.iter().any(|got| got.id == event.id) {
            self.next().await;
        }
    }

    /// Reads until this event came, which must not take a deadline or a round of comparing.
    pub async fn wait_for_at_once(&mut self, event: &Event) {
        let started = tokio::time::Instant::now();
        self.wait_for(event).await;
        // The time is the tests' own: paused, and moved on by deadlines alone.
        assert!(started.elapsed() < std::time::Duration::from_secs(5), "it came late");
    }

    /// Reads until so many different events came.
    pub async fn wait_for_number(&mut self, number: usize) {
        while self.got.len() < number {
            self.next().await;
        }
    }

    /// Reads until a relay's condition is this; its sentence.
    pub async fn wait_for_condition(&mut self, condition: RelayCondition) -> String {
        loop {
            if let Some(last) = self.statuses.last()
                && last.state == condition
            {
                return last.reason.as_ref().map(Reason::to_string).unwrap_or_default();
            }
            self.next().await;
        }
    }

    /// Everything that a relay stores for this reader has come.
    pub fn assert_has_all(&self, relay: &BadRelay) {
        let got: HashSet<EventId> = self.got.iter().map(|e| e.id).collect();
        let missing = relay
            .stored()
            .iter()
            .filter(|e| e.tags.public_keys().any(|key| key == self.key()))
            .filter(|e| !got.contains(&e.id))
            .count();
        assert_eq!(missing, 0, "of {}", relay.stored().len());
    }
}

/// An envelope, signed by a key of its own.
pub fn envelope(to: PublicKey, created_at: u64, content: &str) -> Event {
    envelope_by(&Keys::generate(), to, created_at, content)
}

pub fn envelope_by(author: &Keys, to: PublicKey, created_at: u64, content: &str) -> Event {
    EventBuilder::new(Kind::GiftWrap, content)
        .tag(Tag::public_key(to))
        .custom_created_at(Timestamp::from(created_at))
        .finalize(author)
        .unwrap()
}

/// Puts so many envelopes of the last two days into a relay.
pub fn fill(relay: &BadRelay, to: PublicKey, number: u64) -> Vec<Event> {
    let author = Keys::generate();
    (0..number)
        .map(|n| {
            let event =
                envelope_by(&author, to, NOW - 2 * DAY * (n + 1) / number, &format!("message {n}"));
            relay.put_quietly(event.clone());
            event
        })
        .collect()
}
