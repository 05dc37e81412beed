//! Going online, and "connect, fetch, answer, flush, and return when all is quiet".

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::heart::{Asked, Heart, UnderWay};
use super::receive::KnownEnvelopes;
use super::{Error, Reply, Synced};
use crate::model::{RelayAddress, RelayCondition};
use crate::relay::{Purpose, Settled, Watch};

/// Longest that anybody may wait.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// A relay that takes no envelope for so long is not waited for where others answer.
const SILENT: Duration = Duration::from_secs(4);
/// A relay that has taken an envelope and does not show it is not waited for longer than this. It
/// is not dumb, and may first want to know who asks, and answer that slowly or never.
const UNSHOWN: Duration = Duration::from_secs(15);
/// How often that is looked at.
const GLANCE: Duration = Duration::from_millis(500);

impl Heart {
    /// Starts the tasks that use the network; once is enough.
    pub(super) async fn go_online(self: &Arc<Self>) -> Result<(), Error> {
        if !self.set_online() {
            return Ok(());
        }
        self.watch_own_mailbox();
        self.listen_to_secret_chats().await?;
        self.fading.notify_one();
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
            known: Arc::new(KnownEnvelopes { store: self.store.clone(), mailbox: self.me() }),
        });
    }

    /// Connects, fetches, sends receipts, flushes the outbox; returns when all is quiet, or when
    /// the time is up.
    pub(super) async fn sync(self: &Arc<Self>, timeout_ms: u64) -> Result<Reply, Error> {
        let until = Instant::now() + Duration::from_millis(timeout_ms).min(LONGEST);
        let received = self.counts.received.load(Ordering::SeqCst);
        let sent = self.counts.sent.load(Ordering::SeqCst);
        // What has had its time goes first, so that it is neither sent nor answered.
        self.let_go().await?;
        self.go_online().await?;
        let now = self.clock.now();
        self.store.write(move |tx| tx.retry_all(now)).await?;
        let done = timeout_at(until, self.everything_once()).await;
        let (settled, mut silent) = match done {
            Ok(done) => done?,
            Err(_) => Default::default(),
        };
        let status = self.pool.status();
        let reached = settled.iter().any(|s| s.caught_up)
            || status
                .iter()
                .any(|s| matches!(s.state, RelayCondition::Connected | RelayCondition::Slow));
        silent.extend(self.pool.mute());
        silent.sort();
        silent.dedup();
        let pending = self.store.read(|store| store.pending()).await?;
        Ok(Reply::Synced(Synced {
            received: self.counts.received.load(Ordering::SeqCst) - received,
            sent: self.counts.sent.load(Ordering::SeqCst) - sent,
            pending,
            reached,
            silent,
        }))
    }

    /// Everything that can be done now: fetch, find addresses, flush, and again what that brought.
    /// Returns how the own relays stand, and which relays took nothing.
    async fn everything_once(self: &Arc<Self>) -> Result<(Vec<Settled>, Vec<RelayAddress>), Error> {
        let sent = self.counts.sent.load(Ordering::SeqCst);
        let (fetched, found) = tokio::join!(self.fetch_all(), async {
            super::directory::look_for_all(self, true).await
        });
        found?;
        let settled = fetched?;
        super::chores::receipts(self).await?;
        super::chores::news(self).await?;
        // What came may have brought addresses of people who wait for an answer.
        super::directory::look_for_all(self, true).await?;
        let others_answer = settled.iter().any(|s| s.caught_up);
        let silent = self.flush(sent, others_answer).await?;
        Ok((settled, silent))
    }

    /// Compares everything at all relays, and waits until what came is stored.
    async fn fetch_all(self: &Arc<Self>) -> Result<Vec<Settled>, Error> {
        let settled = self.pool.resync().await;
        self.drained().await;
        Ok(settled)
    }

    /// Waits until nothing that is due now is left or under way. Where others answer, relays that
    /// say nothing are not waited for: it returns which. What they have not taken stays in the
    /// outbox.
    async fn flush(
        self: &Arc<Self>,
        sent_before: u64,
        others_answer: bool,
    ) -> Result<Vec<RelayAddress>, Error> {
        let mut changed = self.under_way.subscribe();
        loop {
            self.outbox.notify_one();
            let now = self.clock.now();
            let due = self.store.read(move |store| store.due_relays(now)).await?;
            let under_way = changed.borrow_and_update().clone();
            if due.is_empty() && under_way.is_empty() {
                return Ok(Vec::new());
            }
            let at = Instant::now();
            let is_silent =
                |relay: &RelayAddress| is_late(&under_way, relay, at) && !self.pool.is_paced(relay);
            let others_answer =
                others_answer || self.counts.sent.load(Ordering::SeqCst) > sent_before;
            let busy = under_way.keys().map(|(relay, _)| relay);
            if others_answer && due.iter().chain(busy).all(is_silent) {
                return Ok(under_way.into_keys().map(|(relay, _)| relay).collect());
            }
            if let Ok(Err(_)) = timeout(GLANCE, changed.changed()).await {
                return Ok(Vec::new());
            }
        }
    }
}

/// Whether nothing more is to be expected of a relay: it is asked for something, and all of that
/// has had its time.
fn is_late(under_way: &UnderWay, relay: &RelayAddress, now: Instant) -> bool {
    let late = |(asked, patience)| {
        let (_, since) = under_way.get(&(relay.clone(), asked))?;
        Some(now.saturating_duration_since(*since) >= patience)
    };
    let mut asked = [(Asked::Take, SILENT), (Asked::Show, UNSHOWN)].into_iter().filter_map(late);
    asked.next().is_some_and(|first| first && asked.all(|late| late))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_that_has_taken_something_gets_longer_to_show_it() {
        let (relay, start) =
            ("wss://relay.example".parse::<RelayAddress>().unwrap(), Instant::now());
        let after = |asked: &[Asked], waited: Duration| {
            let entry = |asked: &Asked| ((relay.clone(), *asked), (1, start));
            is_late(&asked.iter().map(entry).collect(), &relay, start + waited)
        };
        let (take, show, both) = ([Asked::Take], [Asked::Show], [Asked::Take, Asked::Show]);
        let moment = Duration::from_millis(1);
        assert!(!after(&[], UNSHOWN), "nothing is asked, so it may be about to be");
        assert!(after(&take, SILENT) && !after(&take, SILENT - moment));
        assert!(after(&show, UNSHOWN) && !after(&show, UNSHOWN - moment));
        assert!(after(&both, UNSHOWN) && !after(&both, UNSHOWN - moment));
    }
}
