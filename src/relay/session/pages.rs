//! The same by paged REQs.

use std::collections::HashSet;
use std::sync::Arc;

use nostr::event::EventId;
use nostr::types::Timestamp;

use super::{REOPENINGS, Session, SessionEnd};
use crate::relay::connection::End;
use crate::relay::walk::{PAGE, Walk};

impl Session {
    /// By paged REQs. A walk that was interrupted goes on.
    pub(super) async fn compare_by_page(&self, since: u64) -> Result<bool, SessionEnd> {
        let mut carry = self.carried.carry.lock().await;
        let full = since == 0;
        let (mut walk, _) = match carry.walk.take() {
            Some((walk, was_full)) if was_full || !full => (walk, was_full),
            _ => {
                let limit = self.place.limits().max_limit().unwrap_or(PAGE);
                (Walk::new(since, limit), full)
            }
        };
        drop(carry);
        let outcome = self.walk(&mut walk).await;
        if outcome.is_err() && walk.question().is_some() {
            self.carried.carry.lock().await.walk = Some((walk, full));
            return outcome.map(|()| false);
        }
        outcome.map(|()| walk.is_complete())
    }

    async fn walk(&self, walk: &mut Walk) -> Result<(), SessionEnd> {
        let mut refusals = 0;
        while let Some(question) = walk.question() {
            let mut filter = self.stored().limit(question.limit);
            if let Some(since) = question.since {
                filter = filter.since(Timestamp::from(since));
            }
            if let Some(until) = question.until {
                filter = filter.until(Timestamp::from(until));
            }
            let most = question.limit.max(PAGE) * 4;
            let collected = self
                .connection
                .collect(Arc::from([filter]), self.keys(), most, self.place.patience())
                .await;
            let page: Vec<(u64, EventId)> = collected
                .events
                .iter()
                .map(|e| (e.event().created_at.as_secs(), e.event().id))
                .collect();
            let unknown: HashSet<EventId> =
                self.unknown(page.iter().map(|(_, id)| *id).collect()).await.into_iter().collect();
            for event in collected.events {
                if unknown.contains(&event.event().id) {
                    self.hand_out_found(event).await?;
                }
            }
            match collected.end {
                End::Eose => {
                    self.place.saw_eose(true);
                    walk.answer(&page);
                }
                End::Silent => {
                    self.place.saw_eose(false);
                    walk.doubt();
                    walk.answer(&page);
                }
                End::Flood => {
                    walk.smaller();
                    walk.partial_answer(&page);
                    refusals += 1;
                    if refusals > 2 * REOPENINGS {
                        return Err(SessionEnd::Refused("the relay floods this mailbox".into()));
                    }
                }
                End::Closed(refusal) => {
                    refusals += 1;
                    walk.smaller();
                    self.wait_or_give_up(&refusal, refusals).await?;
                }
                End::Lost(lost) => {
                    walk.partial_answer(&page);
                    walk.smaller();
                    return Err(SessionEnd::Lost(lost));
                }
            }
        }
        Ok(())
    }
}
