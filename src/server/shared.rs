//! What all connections of one relay share.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::config::Config;
use super::hub::Hub;
use super::intake::Intake;
use super::slots::Slots;
use super::store::Readers;
use super::sync::SyncRoom;

/// One relay, as its connections see it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) hub: Arc<Hub>,
    pub(crate) intake: Intake,
    pub(crate) readers: Readers,
    pub(crate) sync_room: SyncRoom,
    pub(crate) slots: Arc<Slots>,
    /// From here on nothing new is taken in.
    pub(crate) draining: CancellationToken,
    /// From here on connections are closed.
    pub(crate) closing: CancellationToken,
    /// Every connection and query that is still at work.
    pub(crate) tasks: TaskTracker,
    /// The NIP-11 document as it is sent.
    pub(crate) document: String,
}

impl Shared {
    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        i64::try_from(self.config.clock.now().secs()).unwrap_or(i64::MAX)
    }
}
