//! The second half: one transaction for a whole batch, then tell. What cannot be stored is tried
//! again, and what never could be keeps every relay from counting as read through.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use nostr::key::PublicKey;
use tokio::sync::mpsc;

use super::{Receiving, Step};
use crate::messenger::apply::{Apply, Arrived};
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::model::RelayAddress;
use crate::relay::ReadThrough;
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
                    let own = mailbox == self.heart.me();
                    if own && let Some(read_through) = read_through {
                        self.note_read_through(mailbox, relay, read_through).await;
                    }
                    // Secret mailboxes have nothing that another device of one's own would say.
                    if own {
                        self.heart.caught_up.send_replace(true);
                    }
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
    async fn note_read_through(
        &self,
        mailbox: PublicKey,
        relay: RelayAddress,
        ReadThrough { began, era }: ReadThrough,
    ) {
        if self.left_out.load(Ordering::SeqCst) {
            return;
        }
        let note = self
            .heart
            .store
            .write(move |tx| tx.note_read_through(&mailbox, &relay, began.as_secs(), era));
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
    use std::sync::Mutex;
    use std::sync::atomic::AtomicBool;

    use nostr::event::EventId;
    use nostr::key::Keys;
    use nostr::types::Timestamp;

    use super::*;
    use crate::model::{Clock, Name, ProfileDir, Secret, Unlock};
    use crate::relay::{Dialer, Pool};
    use crate::store::{KeyCost, Store, StoreOptions};

    const BEGAN: Timestamp = Timestamp::from_secs(1_700_000_000);

    /// The half that stores, and the store under it. Its relay never comes into it.
    struct Stage {
        receiving: Arc<Receiving>,
        relay: RelayAddress,
        _folder: tempfile::TempDir,
    }

    impl Stage {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let dir = ProfileDir::at(folder.path().join("profile"));
            let unlock = Unlock::Passphrase(Secret::new("owl".into()));
            let options =
                StoreOptions { cost: KeyCost::cheap_for_tests(), ..StoreOptions::default() };
            let (clock, name) = (Clock::system(), Name::clean("Alice").unwrap());
            let now = clock.now();
            let store = Store::create(dir, unlock, options, move |tx| {
                tx.found_account(&Keys::generate(), None, &name, now)
            });
            let store = store.await.unwrap();
            let account = store.read(|store| store.account()).await.unwrap();
            let (pool, _) = Pool::new(Dialer::direct(), clock.clone());
            let (drains, _) = mpsc::unbounded_channel();
            let heart = Heart::new(store, account, clock, pool, Vec::new(), drains);
            let (in_hand, left_out) = (Mutex::default(), AtomicBool::new(false));
            let receiving = Arc::new(Receiving { heart, in_hand, left_out });
            let relay = "wss://relay.example".parse().unwrap();
            Self { receiving, relay, _folder: folder }
        }

        fn store(&self) -> &Store {
            &self.receiving.heart.store
        }

        async fn sql(&self, sql: &'static str) {
            self.store().write(move |tx| Ok(tx.sql().execute_batch(sql)?)).await.unwrap();
        }

        /// A batch of one envelope that says nothing.
        fn batch(&self, nth: u8) -> Step {
            let wrap = EventId::from_byte_array([nth; 32]);
            let relay = self.relay.clone();
            let arrived =
                Arrived { wrap, wrap_secs: 1_700_000_000, relay, mailbox: None, inside: None };
            Step::Store(vec![arrived], Vec::new())
        }

        /// The relay says that this was all.
        fn caught_up(&self) -> Step {
            self.caught_up_in(0)
        }

        /// The same, by a reading that began in this era.
        fn caught_up_in(&self, era: u64) -> Step {
            let read = ReadThrough { began: BEGAN, era };
            Step::CaughtUp(self.receiving.heart.me(), self.relay.clone(), Some(read))
        }

        /// Runs until all of this is dealt with.
        async fn run(&self, steps: Vec<Step>) {
            let (sender, to_store) = mpsc::channel(steps.len());
            for step in steps {
                sender.try_send(step).ok().unwrap();
            }
            drop(sender);
            self.receiving.store(to_store).await;
        }

        async fn read_through(&self) -> Option<u64> {
            let (me, relay) = (self.receiving.heart.me(), self.relay.clone());
            self.store().read(move |store| store.read_through(&me, &relay)).await.unwrap()
        }

        async fn has_seen(&self, nth: u8) -> bool {
            let wrap = EventId::from_byte_array([nth; 32]);
            self.store().read(move |store| store.has_seen(&wrap)).await.unwrap()
        }
    }

    // Time is paused: the waits between two tries pass at once.

    #[tokio::test(start_paused = true)]
    async fn a_relay_counts_as_read_through_when_all_of_it_is_stored() {
        let stage = Stage::new().await;
        stage.run(vec![stage.batch(1), stage.batch(2), stage.caught_up()]).await;
        assert!(stage.has_seen(1).await && stage.has_seen(2).await);
        assert_eq!(stage.read_through().await, Some(BEGAN.as_secs()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_relay_of_which_a_batch_was_not_stored_does_not_count_as_read_through() {
        let stage = Stage::new().await;
        stage
            .sql(
                "CREATE TRIGGER fault BEFORE INSERT ON seen WHEN hex(new.event) LIKE '01%'
                 BEGIN SELECT RAISE(ABORT, 'a mistake of ours'); END",
            )
            .await;
        stage.run(vec![stage.batch(1), stage.batch(2), stage.caught_up()]).await;
        assert!(!stage.has_seen(1).await && stage.has_seen(2).await, "the rest is not held back");
        assert_eq!(stage.read_through().await, None);
        // Nor later, by a walk that skips what another relay brought and nobody stored.
        stage.sql("DROP TRIGGER fault").await;
        stage.run(vec![stage.batch(3), stage.caught_up()]).await;
        assert_eq!(stage.read_through().await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_reading_that_began_before_a_block_ended_does_not_count() {
        let stage = Stage::new().await;
        let era = stage.store().read(|store| store.seen_era()).await.unwrap();
        stage.run(vec![stage.batch(1)]).await;
        // The walk went past what the block had dropped; then the block ended; then the walk did.
        stage.store().write(|tx| tx.forget_seen(0)).await.unwrap();
        stage.run(vec![stage.caught_up_in(era)]).await;
        assert!(!stage.has_seen(1).await);
        assert_eq!(stage.read_through().await, None);
        // The next one sees it.
        let era = stage.store().read(|store| store.seen_era()).await.unwrap();
        stage.run(vec![stage.batch(1), stage.caught_up_in(era)]).await;
        assert_eq!(stage.read_through().await, Some(BEGAN.as_secs()));
    }

    #[tokio::test(start_paused = true)]
    async fn while_the_disk_is_full_a_relay_waits_to_count_as_read_through() {
        let stage = Stage::new().await;
        stage.sql("CREATE TABLE ballast (bytes BLOB NOT NULL) STRICT").await;
        let fill = stage.store().write(|tx| {
            let db = tx.sql();
            let pages: i64 = db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            db.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
            // Each envelope needs a page that is not there.
            db.execute_batch(
                "CREATE TRIGGER heavy AFTER INSERT ON seen
                 BEGIN INSERT INTO ballast (bytes) VALUES (zeroblob(100000)); END",
            )?;
            Ok(())
        });
        fill.await.unwrap();
        let running = {
            let (receiving, (sender, to_store)) = (stage.receiving.clone(), mpsc::channel(2));
            sender.try_send(stage.batch(1)).ok().unwrap();
            sender.try_send(stage.caught_up()).ok().unwrap();
            tokio::spawn(async move { receiving.store(to_store).await })
        };
        // Many tries later.
        tokio::time::sleep(Duration::from_secs(600)).await;
        assert!(!running.is_finished() && !stage.has_seen(1).await);
        assert_eq!(stage.read_through().await, None);
        let make_room = stage.store().write(|tx| {
            Ok(tx.sql().query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(()))?)
        });
        make_room.await.unwrap();
        running.await.unwrap();
        assert!(stage.has_seen(1).await);
        assert_eq!(stage.read_through().await, Some(BEGAN.as_secs()));
    }

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
