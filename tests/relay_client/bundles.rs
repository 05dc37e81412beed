//! Many mailboxes on one connection: heard by a few subscriptions, however few a relay allows.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use hushwing::model::{Clock, RelayAddress};
use hushwing::relay::dialer::Dialer;
use hushwing::relay::{FromRelay, Known, Pool, PublishAs, Published, Purpose, Watch};
use hushwing::server::{Config, Data, Limits, Relay};
use nostr::event::{EventBuilder, EventId, FinalizeEvent, Kind, Tag};
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;
use tokio::sync::mpsc;

/// Longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A house that keeps nothing: so it is with secret mailboxes.
struct Nothing;

impl Known for Nothing {
    fn between(
        &self,
        _: Timestamp,
        _: Timestamp,
        _: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>> {
        Box::pin(async { Vec::new() })
    }
    fn has(&self, _: Vec<EventId>) -> BoxFuture<'_, Vec<EventId>> {
        Box::pin(async { Vec::new() })
    }
    fn era(&self) -> BoxFuture<'_, Option<u64>> {
        Box::pin(async { None })
    }
    fn read_through(&self, _: &RelayAddress) -> BoxFuture<'_, Option<Timestamp>> {
        Box::pin(async { None })
    }
    fn holds_little(&self) -> bool {
        true
    }
}

struct Reader {
    relay: Relay,
    pool: Pool,
    came: mpsc::Receiver<FromRelay>,
    known: Arc<dyn Known>,
}

impl Reader {
    async fn at(limits: Limits) -> Self {
        let config = Config { limits, ..Config::default() };
        let listen = "127.0.0.1:0".parse().unwrap();
        let relay = Relay::start(config, listen, Data::Memory).await.unwrap();
        let (pool, came) = Pool::new(Dialer::direct(), Clock::system());
        Self { relay, pool, came, known: Arc::new(Nothing) }
    }

    /// Reads a mailbox, or no longer.
    fn watch(&self, mailbox: &Keys, is_read: bool) {
        self.pool.watch(Watch {
            mailbox: mailbox.clone(),
            purpose: Purpose::Isolated(3),
            relays: if is_read { vec![self.relay.url()] } else { Vec::new() },
            known: Arc::clone(&self.known),
        });
    }

    /// Puts an envelope into a mailbox.
    async fn post(&self, mailbox: &Keys) -> EventId {
        let event = EventBuilder::new(Kind::GiftWrap, "sealed")
            .tags([Tag::public_key(mailbox.public_key())])
            .finalize(&Keys::generate())
            .unwrap();
        let json = serde_json::to_string(&event).unwrap();
        let relay = self.relay.url();
        let answer = self.pool.publish(&relay, Arc::from(json), event.id, PublishAs::Nobody).await;
        assert_eq!(answer, Published::Taken);
        event.id
    }

    /// Waits until all of these came, each for its mailbox.
    async fn hears(&mut self, mut wanted: HashSet<(PublicKey, EventId)>) {
        while !wanted.is_empty() {
            let next = tokio::time::timeout(PATIENCE, self.came.recv()).await;
            let next = next.unwrap_or_else(|_| panic!("{} were never heard", wanted.len()));
            if let Some(FromRelay::Event { mailbox, event, .. }) = next {
                wanted.remove(&(mailbox, event.event().id));
            }
        }
    }

    async fn caught_up(&mut self, mailboxes: usize) {
        let mut all = HashSet::new();
        while all.len() < mailboxes {
            let next = tokio::time::timeout(PATIENCE, self.came.recv()).await;
            let next = next.unwrap_or_else(|_| panic!("only {} caught up", all.len()));
            if let Some(FromRelay::CaughtUp { mailbox, complete, .. }) = next {
                assert!(complete);
                all.insert(mailbox);
            }
        }
    }

    /// What was there, and what comes, is heard in each of so many mailboxes.
    async fn hears_each_of(&mut self, mailboxes: usize) {
        let all: Vec<Keys> = (0..mailboxes).map(|_| Keys::generate()).collect();
        let mut early = HashSet::new();
        for mailbox in &all {
            early.insert((mailbox.public_key(), self.post(mailbox).await));
            self.watch(mailbox, true);
        }
        self.hears(early).await;
        let settled = tokio::time::timeout(PATIENCE, self.pool.quiet()).await.unwrap();
        assert!(settled.iter().all(|one| one.complete), "{settled:?}");
        let mut late = HashSet::new();
        for mailbox in &all {
            late.insert((mailbox.public_key(), self.post(mailbox).await));
        }
        self.hears(late).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_mailboxes_are_heard_where_a_connection_may_have_twelve_subscriptions() {
    let mut reader = Reader::at(Limits { subscriptions: 12, ..Limits::default() }).await;
    reader.hears_each_of(60).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_takes_no_lists_is_asked_for_each_mailbox() {
    // Two kinds and one mailbox.
    let mut reader = Reader::at(Limits { filter_values: 3, ..Limits::default() }).await;
    reader.hears_each_of(20).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn short_lists_are_tried_before_none() {
    let limits = Limits { filter_values: 9, subscriptions: 18, ..Limits::default() };
    let mut reader = Reader::at(limits).await;
    reader.hears_each_of(24).await;
}

/// A ratchet leaves mailboxes behind, and a relay lets a connection prove only so many keys.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mailboxes_may_change_more_often_than_a_connection_may_prove_keys() {
    let mut reader = Reader::at(Limits { auth_keys: 150, ..Limits::default() }).await;
    let stays = Keys::generate();
    reader.watch(&stays, true);
    reader.caught_up(1).await;
    for _ in 0..200 {
        let mailbox = Keys::generate();
        reader.watch(&mailbox, true);
        let posted = reader.post(&mailbox).await;
        reader.hears([(mailbox.public_key(), posted)].into()).await;
        reader.watch(&mailbox, false);
    }
    let posted = reader.post(&stays).await;
    reader.hears([(stays.public_key(), posted)].into()).await;
}
