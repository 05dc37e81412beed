//! The first half: batches from the pool; what is fresh is verified and opened on all cores.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::join_all;
use nostr::event::EventId;
use tokio::sync::{mpsc, oneshot};

use super::{Receiving, Served, Step, copy};
use crate::envelope::{kinds, open, open_raw};
use crate::messenger::Event;
use crate::messenger::apply::{Arrived, Inside};
use crate::messenger::heart::Heart;
use crate::model::{RelayAddress, RelayCondition};
use crate::platform::in_background;
use crate::relay::FromRelay;

/// Envelopes that share a transaction.
const BATCH: usize = 512;
/// Passing envelopes of a batch that are looked at.
const TYPING: usize = 8;

impl Receiving {
    pub(super) async fn open(
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
            let mut typing = 0;
            for item in waiting.drain(..) {
                match item {
                    FromRelay::Event { mailbox, event, .. }
                        if event.event().kind.as_u16() == kinds::EPHEMERAL_WRAP =>
                    {
                        // At most a few, and none that anybody would miss.
                        if mailbox != self.heart.me() && typing < TYPING {
                            typing += 1;
                            self.heart.hear_typing(&mailbox, event).await;
                        }
                    }
                    FromRelay::Event { relay, mailbox, event } => {
                        envelopes.push(Served { relay, mailbox, event });
                    }
                    FromRelay::CaughtUp { relay, mailbox, read_through, .. } => {
                        caught_up.push(Step::CaughtUp(mailbox, relay, read_through));
                    }
                    FromRelay::Status(status) => {
                        if status.state == RelayCondition::Connected {
                            let _ = self.heart.back.send(status.url.clone());
                        }
                        let _ = self.heart.events.send(Event::Relay(status));
                    }
                }
            }
            let fresh = self.fresh(envelopes).await;
            if !fresh.is_empty() {
                let me = self.heart.me();
                let copies = fresh.iter().map(|one| copy(one, me)).collect();
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
        let me = self.heart.me();
        // Taken in hand before the store is asked: between the two nothing is lost sight of.
        {
            let mut in_hand = self.in_hand();
            envelopes.retain(|envelope| in_hand.insert(copy(envelope, me)));
        }
        if envelopes.is_empty() {
            return envelopes;
        }
        let ids: Vec<(EventId, Option<RelayAddress>)> =
            envelopes.iter().map(|e| (copy(e, me).0, copy(e, me).2)).collect();
        let seen = self.heart.store.read(move |store| {
            let seen = |(id, relay): &(EventId, Option<RelayAddress>)| match relay {
                None => store.has_seen(id),
                Some(relay) => store.is_done_with_secret(id, relay),
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
                in_hand.remove(&copy(envelope, me));
            }
            fresh
        });
        envelopes
    }
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
        // Thousands may come at once while somebody scrolls.
        in_background(move || {
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
