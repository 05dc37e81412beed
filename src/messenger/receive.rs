//! From the pool to the store: seen before? verify, open (on all cores), one transaction for a
//! whole batch, then tell.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::{BoxFuture, join_all};
use nostr::event::EventId;
use nostr::types::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::Event;
use super::apply::{Apply, Arrived};
use super::changes::Changes;
use super::heart::Heart;
use crate::envelope::{kinds, open};
use crate::model::Hashed;
use crate::relay::{FromRelay, Known};
use crate::store::{Store, StoreError};

/// Envelopes that share a transaction.
const BATCH: usize = 512;

/// Lets the pool ask what is here already.
pub(super) struct KnownEnvelopes(pub(super) Store);

impl Known for KnownEnvelopes {
    fn between(
        &self,
        since: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>> {
        Box::pin(async move {
            let seen = self
                .0
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
            self.0
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
}

/// Runs as long as relays bring something. A wish in `drains` is granted when everything that was
/// in the channel before it is stored.
pub(super) async fn run(
    heart: Arc<Heart>,
    mut from_relays: mpsc::Receiver<FromRelay>,
    mut drains: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
) {
    let mut waiting = Vec::new();
    loop {
        let some = tokio::select! {
            biased;
            some = from_relays.recv_many(&mut waiting, BATCH) => some,
            Some(done) = drains.recv() => {
                // The channel was empty just now.
                let _ = done.send(());
                continue;
            }
        };
        if some == 0 {
            return;
        }
        let mut envelopes = Vec::new();
        let mut caught_up = false;
        for item in waiting.drain(..) {
            match item {
                FromRelay::Event { event, .. } => envelopes.push(event),
                FromRelay::CaughtUp { .. } => caught_up = true,
                FromRelay::Status(status) => {
                    let _ = heart.events.send(Event::Relay(status));
                }
            }
        }
        if !envelopes.is_empty() {
            let mut tries = 0;
            // Nothing is marked as seen until it is stored, so a full disk loses nothing: the
            // relay still has it.
            while let Err(error) = batch(&heart, &envelopes).await {
                tracing::warn!(%error, "received envelopes could not be stored");
                if tries == 3 {
                    break;
                }
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_secs(1 << tries)).await;
            }
        }
        if caught_up {
            heart.caught_up.send_replace(true);
        }
        heart.chores.notify_one();
    }
}

async fn batch(heart: &Arc<Heart>, envelopes: &[Hashed]) -> Result<(), StoreError> {
    let ids: Vec<EventId> = envelopes.iter().map(|e| e.event().id).collect();
    let fresh: Vec<bool> = heart
        .store
        .read(move |store| ids.iter().map(|id| Ok(!store.has_seen(id)?)).collect())
        .await?;
    let fresh: Vec<Hashed> =
        envelopes.iter().zip(fresh).filter(|(_, fresh)| *fresh).map(|(e, _)| e.clone()).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let mut arrived = open_all(heart, fresh).await;
    // In order of time, so that what has the same moment stands as it was written.
    arrived.sort_by_key(|a| a.rumor.as_ref().map(|r| r.at));
    let (for_store, now) = (Arc::clone(heart), heart.clock.now());
    let changes = heart
        .store
        .write(move |tx| {
            let mut apply = Apply { heart: &for_store, tx, now, changes: Changes::default() };
            for one in &arrived {
                apply.foretell(one)?;
            }
            for one in &arrived {
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
async fn open_all(heart: &Arc<Heart>, envelopes: Vec<Hashed>) -> Vec<Arrived> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let share = envelopes.len().div_ceil(cores).max(8);
    let mut shares = Vec::new();
    let mut rest = envelopes;
    while !rest.is_empty() {
        let next = rest.split_off(share.min(rest.len()));
        shares.push(std::mem::replace(&mut rest, next));
    }
    let work = shares.into_iter().map(|share| {
        let keys = heart.keys().clone();
        tokio::task::spawn_blocking(move || {
            share
                .into_iter()
                .filter(|e| e.event().kind.as_u16() == kinds::GIFT_WRAP)
                .filter_map(|envelope| envelope.verify().ok())
                .map(|envelope| {
                    let event = envelope.event();
                    let (wrap, wrap_secs) = (event.id, event.created_at.as_secs());
                    let rumor = open(&envelope, &keys)
                        .map_err(|error| tracing::debug!(%error, "an envelope was dropped"))
                        .ok();
                    Arrived { wrap, wrap_secs, rumor }
                })
                .collect::<Vec<_>>()
        })
    });
    join_all(work).await.into_iter().filter_map(Result::ok).flatten().collect()
}
