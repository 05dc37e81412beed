//! From the pool to the store: seen before? verify, open (on all cores), one transaction for a
//! whole batch, then tell. A batch is opened while the one before it is stored; they are stored in
//! the order in which they came.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use nostr::event::{EventId, Signature};
use nostr::key::PublicKey;
use nostr::types::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::Event;
use super::apply::{Apply, Arrived, Inside};
use super::changes::Changes;
use super::heart::Heart;
use crate::envelope::{kinds, open, open_raw};
use crate::model::{Hashed, RelayAddress};
use crate::relay::{FromRelay, Known};
use crate::store::{Store, StoreError};

/// Envelopes that share a transaction.
const BATCH: usize = 512;
/// A batch that meets a mistake is tried again so often, after 2, 4 and 8 seconds.
const RETRIES: u32 = 3;
/// Longest pause between two tries, while there is no room.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What tells two copies of an envelope apart: a relay can put any signature under a right id.
type Bytes = (EventId, Signature);

/// An envelope, who served it, and for which mailbox.
struct Served {
    relay: RelayAddress,
    mailbox: PublicKey,
    event: Hashed,
}

fn copy(envelope: &Served) -> Bytes {
    (envelope.event.event().id, envelope.event.event().sig)
}

/// Lets the pool ask what is here already.
pub(super) struct KnownEnvelopes {
    pub(super) store: Store,
    pub(super) mailbox: PublicKey,
}

impl Known for KnownEnvelopes {
    fn between(
        &self,
        since: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>> {
        Box::pin(async move {
            let seen = self
                .store
                .read(move |store| store.seen_between(since.as_secs(), until.as_secs(), most))
                .await;
            // Knowing nothing costs a second fetch and loses nothing.
            seen.unwrap_or_default()
                .into_iter()
                .map(|(secs, id)| (Timestamp::from_secs(secs), id))
                .collect()
        })
    }

    fn has(&self, ids: Vec<EventId>) -> BoxFuture<'_, Vec<EventId>> {
        Box::pin(async move {
            self.store
                .read(move |store| {
                    let mut known = Vec::new();
                    for id in ids {
                        if store.has_seen(&id)? {
                            known.push(id);
                        }
                    }
                    Ok(known)
                })
                .await
                .unwrap_or_default()
        })
    }

    fn read_through(&self, relay: &RelayAddress) -> BoxFuture<'_, Option<Timestamp>> {
        let (mailbox, relay) = (self.mailbox, relay.clone());
        Box::pin(async move {
            let began = self.store.read(move |store| store.read_through(&mailbox, &relay)).await;
            began.ok().flatten().map(Timestamp::from)
        })
    }
}

/// What the opening hands on to the storing, in order.
enum Step {
    /// A batch: what opened, and the copies that went into it.
    Store(Vec<Arrived>, Vec<Bytes>),
    /// A relay has shown all that it holds; since when it was read through from end to end, if
    /// that was done by pages.
    CaughtUp(PublicKey, RelayAddress, Option<Timestamp>),
    /// Somebody waits until everything before this is stored.
    Drained(oneshot::Sender<()>),
}

/// Runs as long as relays bring something. A wish in `drains` is granted when everything that was
/// in the channel before it is stored.
pub(super) async fn run(
    heart: Arc<Heart>,
    from_relays: mpsc::Receiver<FromRelay>,
    drains: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
) {
    // One batch may wait: the relays are slowed down when storing does not keep up.
    let (steps, to_store) = mpsc::channel(1);
    let receiving =
        Receiving { heart, in_hand: Mutex::default(), left_out: AtomicBool::new(false) };
    tokio::join!(receiving.open(from_relays, drains, steps), receiving.store(to_store));
}

struct Receiving {
    heart: Arc<Heart>,
    /// Copies on their way into the store. Several relays serve the same at the same time.
    in_hand: Mutex<HashSet<Bytes>>,
    /// Something that came was not stored. From then on no relay counts as read through: the next
    /// start reads all of it again.
    left_out: AtomicBool,
}

impl Receiving {
    fn in_hand(&self) -> MutexGuard<'_, HashSet<Bytes>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn open(
        &self,
        mut from_relays: mpsc::Receiver<FromRelay>,
        mut drains: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
        steps: mpsc::Sender<Step>,
    ) {
        let mut waiting = Vec::new();
        loop {
            let some = tokio::select! {
                biased;
                some = from_relays.recv_many(&mut waiting, BATCH) => some,
                Some(done) = drains.recv() => {
                    // The channel was empty just now.
                    let _ = steps.send(Step::Drained(done)).await;
                    continue;
                }
            };
            if some == 0 {
                return;
            }
            let mut envelopes = Vec::new();
            let mut caught_up = Vec::new();
            for item in waiting.drain(..) {
                match item {
                    FromRelay::Event { relay, mailbox, event } => {
                        envelopes.push(Served { relay, mailbox, event });
                    }
                    FromRelay::CaughtUp { relay, mailbox, read_through, .. } => {
                        caught_up.push(Step::CaughtUp(mailbox, relay, read_through));
                    }
                    FromRelay::Status(status) => {
                        let _ = self.heart.events.send(Event::Relay(status));
                    }
                }
            }
            let fresh = self.fresh(envelopes).await;
            if !fresh.is_empty() {
                let copies = fresh.iter().map(copy).collect();
                let (arrived, whole) = open_all(&self.heart, fresh).await;
                if !whole {
                    self.left_out.store(true, Ordering::SeqCst);
                }
                let _ = steps.send(Step::Store(arrived, copies)).await;
            }
            for step in caught_up {
                let _ = steps.send(step).await;
            }
        }
    }

    /// Those that are neither stored nor on their way, each copy once.
    async fn fresh(&self, mut envelopes: Vec<Served>) -> Vec<Served> {
        // Taken in hand before the store is asked: between the two nothing is lost sight of.
        {
            let mut in_hand = self.in_hand();
            envelopes.retain(|envelope| in_hand.insert(copy(envelope)));
        }
        if envelopes.is_empty() {
            return envelopes;
        }
        let me = self.heart.me();
        let ids: Vec<(EventId, bool)> =
            envelopes.iter().map(|e| (e.event.event().id, e.mailbox == me)).collect();
        let seen = self.heart.store.read(move |store| {
            let seen = |(id, mine): &(EventId, bool)| {
                if *mine { store.has_seen(id) } else { store.has_seen_secret(id) }
            };
            ids.iter().map(seen).collect::<Result<Vec<_>, _>>()
        });
        // Where the store cannot say, the storing will.
        let seen = seen.await.unwrap_or_default();
        let mut in_hand = self.in_hand();
        let mut seen = seen.into_iter().chain(std::iter::repeat(false));
        envelopes.retain(|envelope| {
            let fresh = !seen.next().unwrap_or(false);
            if !fresh {
                in_hand.remove(&copy(envelope));
            }
            fresh
        });
        envelopes
    }

    async fn store(&self, mut steps: mpsc::Receiver<Step>) {
        while let Some(step) = steps.recv().await {
            match step {
                Step::Store(arrived, copies) => {
                    self.store_batch(arrived).await;
                    let mut in_hand = self.in_hand();
                    for copy in &copies {
                        in_hand.remove(copy);
                    }
                }
                Step::CaughtUp(mailbox, relay, read_through) => {
                    if let Some(began) = read_through {
                        self.note_read_through(mailbox, relay, began).await;
                    }
                    self.heart.caught_up.send_replace(true);
                }
                Step::Drained(done) => {
                    let _ = done.send(());
                    continue;
                }
            }
            self.heart.chores.notify_one();
        }
    }

    /// Everything before this is committed.
    async fn note_read_through(&self, mailbox: PublicKey, relay: RelayAddress, began: Timestamp) {
        if self.left_out.load(Ordering::SeqCst) {
            return;
        }
        let note = self
            .heart
            .store
            .write(move |tx| tx.note_read_through(&mailbox, &relay, began.as_secs()));
        if let Err(error) = note.await {
            tracing::warn!(%error, "that a relay was read through could not be stored");
        }
    }

    /// Nothing is marked as seen until it is stored, so a full disk loses nothing: the relay still
    /// has it.
    async fn store_batch(&self, arrived: Vec<Arrived>) {
        let arrived = Arc::new(arrived);
        let mut tries = 0;
        while let Err(error) = store_together(&self.heart, &arrived).await {
            tracing::warn!(%error, "received envelopes could not be stored");
            let Some(pause) = pause_after(&error, tries) else {
                self.left_out.store(true, Ordering::SeqCst);
                return;
            };
            tries += 1;
            tokio::time::sleep(pause).await;
        }
    }
}

/// When to try a batch again that could not be stored for the `tries`th time, counted from 0.
/// Where a person can make room it is tried for ever, and the relays are held back meanwhile;
/// what is a mistake of ours must not hold back what can be stored.
fn pause_after(error: &StoreError, tries: u32) -> Option<Duration> {
    let curable = match error {
        StoreError::Full | StoreError::ReadOnly | StoreError::Busy | StoreError::Io(_) => true,
        StoreError::Closed => return None,
        _ => false,
    };
    let pause = Duration::from_secs(2 << tries.min(4)).min(LONGEST_PAUSE);
    (curable || tries < RETRIES).then_some(pause)
}

async fn store_together(heart: &Arc<Heart>, arrived: &Arc<Vec<Arrived>>) -> Result<(), StoreError> {
    let (for_store, arrived, now) = (Arc::clone(heart), Arc::clone(arrived), heart.clock.now());
    let changes = heart
        .store
        .write(move |tx| {
            let mut apply = Apply { heart: &for_store, tx, now, changes: Changes::default() };
            for one in arrived.iter() {
                apply.foretell(one)?;
            }
            for one in arrived.iter() {
                apply.arrived(one)?;
            }
            Ok(apply.changes)
        })
        .await?;
    heart.counts.received.fetch_add(changes.received, Ordering::SeqCst);
    let moved = changes.own_relays;
    heart.tell(changes).await;
    if moved && let Err(error) = heart.own_relays_moved().await {
        tracing::warn!(%error, "the relays of another own device could not be taken over");
    }
    heart.posted();
    Ok(())
}

/// Verifies and opens on all cores. What has no valid signature leaves no trace: a relay could
/// have put it there, and the true event may still come.
/// Says too whether all of them were looked at.
async fn open_all(heart: &Arc<Heart>, envelopes: Vec<Served>) -> (Vec<Arrived>, bool) {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let share = envelopes.len().div_ceil(cores).max(8);
    let mut shares = Vec::new();
    let mut rest = envelopes;
    while !rest.is_empty() {
        let next = rest.split_off(share.min(rest.len()));
        shares.push(std::mem::replace(&mut rest, next));
    }
    let work = shares.into_iter().map(|share| {
        let heart = Arc::clone(heart);
        tokio::task::spawn_blocking(move || {
            share
                .into_iter()
                .filter(|e| e.event.event().kind.as_u16() == kinds::GIFT_WRAP)
                .filter_map(|served| open_one(&heart, served))
                .collect::<Vec<_>>()
        })
    });
    let shares = join_all(work).await;
    let whole = shares.iter().all(Result::is_ok);
    let mut arrived: Vec<Arrived> = shares.into_iter().filter_map(Result::ok).flatten().collect();
    // In order of time, so that what has the same moment stands as it was written.
    arrived.sort_by_key(|a| a.rumor().map(|r| r.at));
    (arrived, whole)
}

/// Verifies and opens one envelope, with the key of its mailbox.
fn open_one(heart: &Heart, served: Served) -> Option<Arrived> {
    let Served { relay, mailbox, event } = served;
    let envelope = event.verify().ok()?;
    let (wrap, wrap_secs) = (envelope.event().id, envelope.event().created_at.as_secs());
    let mailbox = (mailbox != heart.me()).then_some(mailbox);
    let opened = match mailbox {
        None => open(&envelope, heart.keys()).map(|rumor| Inside::Rumor(Box::new(rumor))),
        Some(mailbox) => {
            // Its chat may be over.
            let one = heart.listening().get(&mailbox).cloned()?;
            if one.reply {
                open(&envelope, &one.keys).map(|rumor| Inside::Rumor(Box::new(rumor)))
            } else {
                open_raw(&envelope, &one.keys).map(Inside::Wire)
            }
        }
    };
    let inside = opened.map_err(|error| tracing::debug!(%error, "an envelope was dropped")).ok();
    Some(Arrived { wrap, wrap_secs, relay, mailbox, inside })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_waited_for_and_a_mistake_is_not() {
        for tries in [0, 3, 1_000] {
            assert!(pause_after(&StoreError::Full, tries).is_some_and(|p| p <= LONGEST_PAUSE));
        }
        assert_eq!(pause_after(&StoreError::NoSuchRow, 0), Some(Duration::from_secs(2)));
        assert_eq!(pause_after(&StoreError::NoSuchRow, RETRIES), None);
        assert_eq!(pause_after(&StoreError::Closed, 0), None);
    }
}
