//! The second half: one transaction for a whole batch, then tell. What cannot be stored is tried
//! again, and what never could be keeps every relay from counting as read through.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use nostr::key::PublicKey;
use nostr::types::Timestamp;
use tokio::sync::mpsc;

use super::{Receiving, Step};
use crate::messenger::apply::{Apply, Arrived};
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::model::RelayAddress;
use crate::store::StoreError;

/// A batch that meets a mistake is tried again so often, after 2, 4 and 8 seconds.
const RETRIES: u32 = 3;
/// Longest pause between two tries, while there is no room.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Receiving {
    pub(super) async fn store(&self, mut steps: mpsc::Receiver<Step>) {
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
