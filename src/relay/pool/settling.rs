//! Comparing everything once more, and knowing when that is done or has failed.

use nostr::key::PublicKey;

use super::Pool;
use crate::model::{Reason, RelayAddress};

/// How one mailbox at one relay stands after [`Pool::quiet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Which relay.
    pub relay: RelayAddress,
    /// Which mailbox.
    pub mailbox: PublicKey,
    /// Everything was compared.
    pub caught_up: bool,
    /// And the relay served all that it named.
    pub complete: bool,
    /// Why not; empty when all is well.
    pub reason: String,
}

impl Pool {
    /// Has everything at all watched relays compared once more: what need not be fetched has become
    /// less.
    pub fn compare_again(&self) {
        self.inner.rounds.send_modify(|n| *n += 1);
    }

    /// Compares everything at all watched relays once more, and waits until that is done or has
    /// failed everywhere. What it found was sent before it returns.
    pub async fn resync(&self) -> Vec<Settled> {
        self.compare_again();
        self.nudge();
        self.quiet().await
    }

    /// Waits until every mailbox at every watched relay has either caught up or failed. Where one
    /// has caught up, a relay that has not said a word for some seconds is not waited for.
    pub async fn quiet(&self) -> Vec<Settled> {
        let round = *self.inner.rounds.borrow();
        let mut changed = self.inner.changed.subscribe();
        loop {
            changed.mark_unchanged();
            if let Some(settled) = self.settled(round) {
                return settled;
            }
            tokio::select! {
                _ = changed.changed() => {}
                () = self.inner.end.cancelled() => return Vec::new(),
            }
        }
    }

    fn settled(&self, round: u64) -> Option<Vec<Settled>> {
        let state = self.state();
        let mut all = Vec::new();
        let mut waits = false;
        for ((relay, _), watched) in &state.watched {
            let mute = watched.board.is_mute();
            for (mailbox, progress) in watched.board.progress() {
                let settled = progress.is_settled(round);
                if !settled && !mute {
                    return None;
                }
                waits |= !settled;
                let caught_up = progress.caught_up(round);
                let mute = Reason::Mute;
                let reason = if settled { progress.reason() } else { Some(&mute) };
                all.push(Settled {
                    relay: relay.clone(),
                    mailbox,
                    caught_up: caught_up.is_some(),
                    complete: caught_up.unwrap_or(false),
                    reason: reason.map(Reason::to_string).unwrap_or_default(),
                });
            }
        }
        if waits && !all.iter().any(|one| one.caught_up) {
            return None;
        }
        all.sort_by(|a, b| a.relay.cmp(&b.relay));
        Some(all)
    }
}
