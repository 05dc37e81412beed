//! Going online, and "connect, fetch, answer, flush, and return when all is quiet".

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::heart::Heart;
use super::receive::KnownEnvelopes;
use super::{Error, Reply, Synced};
use crate::relay::{Purpose, Settled, Watch};

/// Longest that anybody may wait.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

impl Heart {
    /// Starts the tasks that use the network; once is enough.
    pub(super) async fn go_online(self: &Arc<Self>) -> Result<(), Error> {
        if !self.set_online() {
            return Ok(());
        }
        self.watch_own_mailbox();
        self.spawn(super::delivery::run(Arc::clone(self)));
        self.spawn(super::directory::run(Arc::clone(self)));
        self.spawn(super::chores::run(Arc::clone(self)));
        Ok(())
    }

    /// Watches one's own mailbox at one's own relays, whatever they are now.
    pub(super) fn watch_own_mailbox(&self) {
        if !self.is_online() {
            return;
        }
        self.pool.watch(Watch {
            mailbox: self.keys().clone(),
            purpose: Purpose::Account,
            relays: self.usable(&self.own_relays()),
            known: Arc::new(KnownEnvelopes(self.store.clone())),
        });
    }

    /// Connects, fetches, sends receipts, flushes the outbox; returns when all is quiet, or when
    /// the time is up.
    pub(super) async fn sync(self: &Arc<Self>, timeout_ms: u64) -> Result<Reply, Error> {
        let until = Instant::now() + Duration::from_millis(timeout_ms).min(LONGEST);
        let received = self.counts.received.load(Ordering::SeqCst);
        let sent = self.counts.sent.load(Ordering::SeqCst);
        self.go_online().await?;
        let now = self.clock.now();
        self.store.write(move |tx| tx.retry_all(now)).await?;
        let settled = timeout_at(until, self.everything_once()).await;
        let settled = match settled {
            Ok(settled) => settled?,
            Err(_) => Vec::new(),
        };
        let reached = settled.iter().any(|s| s.caught_up)
            || self.pool.status().iter().any(|s| {
                matches!(
                    s.state,
                    crate::model::RelayCondition::Connected | crate::model::RelayCondition::Slow
                )
            });
        let pending = self.store.read(|store| store.pending()).await?;
        Ok(Reply::Synced(Synced {
            received: self.counts.received.load(Ordering::SeqCst) - received,
            sent: self.counts.sent.load(Ordering::SeqCst) - sent,
            pending,
            reached,
        }))
    }

    /// Everything that can be done now: fetch, find addresses, flush, and again what that brought.
    async fn everything_once(self: &Arc<Self>) -> Result<Vec<Settled>, Error> {
        let (fetched, found) = tokio::join!(self.fetch_all(), async {
            super::directory::look_for_all(self, true).await
        });
        found?;
        let settled = fetched?;
        super::chores::receipts(self).await?;
        super::chores::news(self).await?;
        // What came may have brought addresses of people who wait for an answer.
        super::directory::look_for_all(self, true).await?;
        self.flush().await?;
        Ok(settled)
    }

    /// Compares everything at all relays, and waits until what came is stored.
    async fn fetch_all(self: &Arc<Self>) -> Result<Vec<Settled>, Error> {
        let settled = self.pool.resync().await;
        self.drained().await;
        Ok(settled)
    }

    /// Waits until nothing that is due now is left or under way.
    async fn flush(self: &Arc<Self>) -> Result<(), Error> {
        let mut under_way = self.under_way.subscribe();
        loop {
            self.outbox.notify_one();
            let now = self.clock.now();
            let due = self.store.read(move |store| store.due_publications(now, 1)).await?;
            if due.is_empty() && *under_way.borrow_and_update() == 0 {
                return Ok(());
            }
            if under_way.changed().await.is_err() {
                return Ok(());
            }
        }
    }
}
