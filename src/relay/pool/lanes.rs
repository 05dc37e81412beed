//! Connections on demand: opened, found again, and closed when nobody uses them.

use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{Inner, Pool, Purpose};
use crate::model::RelayAddress;
use crate::relay::connection::OpenError;
use crate::relay::dialer::DialError;
use crate::relay::lane::{InUse, Lane};
use crate::relay::publishing::LaneKey;

/// Idle connections are looked for so often.
const TIDY: Duration = Duration::from_secs(10);

impl Pool {
    pub(crate) fn lane(&self, relay: &RelayAddress, key: LaneKey) -> Result<Arc<Lane>, DialError> {
        let mut state = self.state();
        Self::check_consent(&state, relay)?;
        if !std::mem::replace(&mut state.tidying, true) {
            self.inner.tracker.spawn(tidy(Arc::downgrade(&self.inner)));
        }
        let publishes = key.publishes();
        let lane = state
            .lanes
            .entry((relay.clone(), key))
            .or_insert_with(|| Arc::new(Lane::new(relay.clone(), publishes)));
        Ok(lane.clone())
    }

    pub(crate) async fn connect(&self, lane: &Arc<Lane>) -> Result<InUse, OpenError> {
        tokio::select! {
            biased;
            () = self.inner.end.cancelled() => Err(OpenError::Cut),
            opened = lane.connection(&self.inner.dialer, &self.inner.clock) => opened,
        }
    }

    /// The network came back: whatever waits to be tried again is tried now.
    pub fn nudge(&self) {
        self.inner.nudges.send_modify(|n| *n += 1);
        let lanes: Vec<_> = self.state().lanes.values().cloned().collect();
        if !lanes.is_empty() && !self.inner.end.is_cancelled() {
            self.inner.tracker.spawn(async move {
                for lane in lanes {
                    lane.nudge().await;
                }
            });
        }
    }

    /// A relay was connected for another reason: whoever publishes there tries at once.
    pub async fn forget_failures(&self, relay: &RelayAddress) {
        let lanes: Vec<_> = {
            let state = self.state();
            let here = state.lanes.iter().filter(|((at, _), _)| at == relay);
            here.map(|(_, lane)| lane.clone()).collect()
        };
        for lane in lanes {
            lane.nudge().await;
        }
    }

    /// Tries whether a relay is there for publishing, whatever was found a moment ago.
    pub async fn is_there(&self, relay: &RelayAddress) -> bool {
        let publish = LaneKey::Publish(Purpose::Account);
        let Ok(lane) = self.lane(relay, publish) else { return false };
        lane.nudge().await;
        let there = self.connect(&lane).await.is_ok();
        if there {
            // Other lanes to it need not wait either.
            self.forget_failures(relay).await;
        }
        there
    }
}

/// Closes connections that nobody uses any more.
async fn tidy(pool: Weak<Inner>) {
    let Some(end) = pool.upgrade().map(|inner| inner.end.clone()) else { return };
    let mut ticks = interval(TIDY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = end.cancelled() => return,
        }
        let Some(inner) = pool.upgrade() else { return };
        let lanes: Vec<_> = {
            let state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.lanes.iter().map(|(key, lane)| (key.clone(), lane.clone())).collect()
        };
        for (key, lane) in lanes {
            if !lane.tidy().await {
                continue;
            }
            let mut state = inner.state.lock().unwrap_or_else(PoisonError::into_inner);
            // Two: the map's and this one. Nobody took it meanwhile.
            if Arc::strong_count(&lane) == 2 {
                state.lanes.remove(&key);
            }
        }
    }
}
