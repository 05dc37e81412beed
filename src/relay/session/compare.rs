//! What the relay holds and the house does not: by NIP-77.

use nostr::event::EventId;
use nostr::types::Timestamp;

use super::{Compared, Session, SessionEnd, WINDOW, said};
use crate::relay::reconcile::{Reconciled, reconcile};
use crate::relay::refusal::RefusalClass;

/// Known ids of one second that are compared at once.
const MOST_KNOWN: usize = 1_000_000;
const DAY: u64 = 24 * 3600;
/// Latest time that is asked the store for.
const FOREVER: u64 = 253_402_300_799;

impl Session {
    /// Finds and hands out what the relay holds and the house does not.
    pub(super) async fn compare(
        &self,
        since: u64,
        served: &[(u64, EventId)],
    ) -> Result<Compared, SessionEnd> {
        let paged_before = self.carried.carry.lock().await.walk.is_some();
        if !paged_before
            && !self.mailbox.known.holds_little()
            && self.place.limits().may_negentropy()
        {
            match self.compare_by_id(since, served).await? {
                Some(complete) => {
                    self.place.probed_negentropy(true);
                    return Ok(Compared::just_now(complete));
                }
                None => self.place.probed_negentropy(false),
            }
        }
        self.compare_by_page(since).await
    }

    /// By NIP-77, a window of time after the other, newest first. `None`: not possible here.
    async fn compare_by_id(
        &self,
        since: u64,
        served: &[(u64, EventId)],
    ) -> Result<Option<bool>, SessionEnd> {
        let mut until = FOREVER;
        let mut most = WINDOW;
        let mut complete = true;
        // Newest first: the last days, the last month, all the rest.
        let now = self.now();
        let steps = [now.saturating_sub(3 * DAY), now.saturating_sub(30 * DAY), since];
        loop {
            let step = steps.iter().find(|step| **step >= since && **step <= until);
            let (from, known) = self.window(*step.unwrap_or(&since), until, most).await;
            let here = |at: u64| at >= from && at <= until;
            let must: Vec<EventId> =
                served.iter().filter(|(at, _)| here(*at)).map(|(_, id)| *id).collect();
            let mut filter = self.stored();
            if from > 0 {
                filter = filter.since(Timestamp::from(from));
            }
            if until < FOREVER {
                filter = filter.until(Timestamp::from(until));
            }
            let max = self.place.limits().max_event();
            let outcome = tokio::select! {
                biased;
                outcome = reconcile(&self.connection, self.keys(), &filter, &known, &must, max) => {
                    outcome
                }
                // Relays that never heard of NIP-77 mostly say nothing to it.
                () = self.place.leaves_negentropy_out() => {
                    Reconciled::NoUse("the relay does not name NIP-77")
                }
            };
            match outcome {
                Reconciled::Needed(ids, all) => {
                    complete &= all;
                    complete &= self.fetch(ids).await?;
                }
                Reconciled::TooBig if most > 500 && known.len() > 500 => {
                    most /= 4;
                    continue;
                }
                Reconciled::TooBig | Reconciled::NoUse(_) => return Ok(None),
                Reconciled::Refused(refusal) if refusal.class == RefusalClass::AuthRequired => {
                    return Err(SessionEnd::Refused(said(&refusal)));
                }
                Reconciled::Refused(_) => return Ok(None),
                Reconciled::Lost(lost) => return Err(SessionEnd::Lost(lost)),
            }
            if from <= since {
                return Ok(Some(complete));
            }
            until = from - 1;
        }
    }

    /// The known ids up to `until`, and from when on they are all of them.
    async fn window(
        &self,
        since: u64,
        until: u64,
        most: usize,
    ) -> (u64, Vec<(Timestamp, EventId)>) {
        let at = Timestamp::from;
        let mut known = self.mailbox.known.between(at(since), at(until), most).await;
        if known.len() < most {
            return (since, known);
        }
        let oldest = known.iter().map(|(at, _)| at.as_secs()).min().unwrap_or(since);
        if known.iter().all(|(at, _)| at.as_secs() == oldest) {
            // More than a window within one second: take that second whole.
            let second = self.mailbox.known.between(at(oldest), at(oldest), MOST_KNOWN).await;
            return (oldest, second);
        }
        known.retain(|(at, _)| at.as_secs() > oldest);
        (oldest + 1, known)
    }
}
