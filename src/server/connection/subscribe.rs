//! REQ and CLOSE: stored events page by page, then live ones.

use std::sync::Arc;

use tokio::task::AbortHandle;

use super::Session;
use super::read::Reader;
use crate::server::filter::Filter;
use crate::server::gate::Viewer;
use crate::server::hub::{Hub, Subscription};
use crate::server::refusal::Refusal;
use crate::server::reply;
use crate::server::shared::Shared;

/// Stored events are read in pages of about so many bytes, so that a slow reader holds one page
/// and not all it asked for.
const PAGE_BYTES: usize = 256 * 1024;
/// Most events of one page.
const PAGE_EVENTS: usize = 1_000;

/// A subscription, with the task that sends its stored events; both end when this is dropped.
pub(super) struct OpenSubscription {
    subscription: Arc<Subscription>,
    hub: Arc<Hub>,
    task: Option<AbortHandle>,
}

impl Drop for OpenSubscription {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
        self.hub.remove(&self.subscription);
    }
}

impl Reader {
    /// A REQ.
    pub(super) fn subscribe(&mut self, id: String, filters: Vec<Filter>) {
        if let Err(why) = self.open(id.clone(), filters) {
            // A REQ replaces its namesake, so that one is over too.
            self.close(&id);
            self.refuse_subscription(&id, &why);
        }
    }

    fn open(&mut self, id: String, filters: Vec<Filter>) -> Result<(), Refusal> {
        self.check_id(&id)?;
        let limits = &self.shared.config.limits;
        let viewer = self.session.viewer();
        for filter in &filters {
            filter.check(limits.filter_values)?;
            viewer.check(filter)?;
        }
        self.subscriptions.remove(&id);
        self.subscriptions.retain(|_, open| !open.subscription.is_closed());
        if self.subscriptions.len() >= limits.subscriptions {
            return Err(Refusal::rate_limited(format!(
                "this relay takes {} open subscriptions on one connection",
                limits.subscriptions
            )));
        }
        let nothing_stored = filters.iter().all(|f| f.limit == Some(0) || f.matches_nothing());
        let subscription =
            Arc::new(Subscription::new(Arc::clone(&self.session), reply::quoted(&id), filters));
        self.shared.hub.add(&subscription);
        let task = if nothing_stored {
            subscription.go_live(0);
            None
        } else {
            let answer = answer(
                Arc::clone(&self.shared),
                Arc::clone(&self.session),
                Arc::clone(&subscription),
                viewer,
            );
            Some(self.shared.tasks.spawn(answer).abort_handle())
        };
        let hub = Arc::clone(&self.shared.hub);
        self.subscriptions.insert(id, OpenSubscription { subscription, hub, task });
        Ok(())
    }

    /// A CLOSE.
    pub(super) fn close(&mut self, id: &str) {
        self.subscriptions.remove(id);
    }
}

/// Sends the stored events, newest first, then lets the live ones through.
async fn answer(
    shared: Arc<Shared>,
    session: Arc<Session>,
    subscription: Arc<Subscription>,
    viewer: Viewer,
) {
    let Ok(_turn) = session.answers.acquire().await else { return };
    if let Err(why) = send_stored(&shared, &session, &subscription, viewer).await {
        session.outbox.push(reply::closed(&subscription.quoted_id, &why));
        shared.hub.remove(&subscription);
    }
}

async fn send_stored(
    shared: &Shared,
    session: &Session,
    subscription: &Arc<Subscription>,
    viewer: Viewer,
) -> Result<(), Refusal> {
    let now = shared.now();
    let filters = subscription.filters().to_vec();
    let most = shared.config.limits.results;
    let found = shared.readers.look_up(filters, viewer, now, most).await?;
    let mut rest = found.items.as_slice();
    while !rest.is_empty() {
        session.outbox.room().await;
        let next = rest[..rest.len().min(PAGE_EVENTS)].to_vec();
        let (texts, looked_at) = shared.readers.page(next, now, PAGE_BYTES).await?;
        for text in texts {
            session.outbox.push(reply::event(&subscription.quoted_id, &text));
        }
        rest = &rest[looked_at..];
    }
    subscription.go_live(found.up_to);
    Ok(())
}
