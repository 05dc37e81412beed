//! The same by paged REQs.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use nostr::event::EventId;
use nostr::types::Timestamp;

use super::{AGAIN_PAGED, Compared, NEWEST, Paging, REOPENINGS, Session, SessionEnd};
use crate::model::Reason;
use crate::relay::connection::End;
use crate::relay::known::ReadThrough;
use crate::relay::walk::{PAGE, Walk};

impl Session {
    /// By paged REQs. A walk that was interrupted goes on.
    pub(super) async fn compare_by_page(&self, since: u64) -> Result<Compared, SessionEnd> {
        // Before the first question: what is forgotten from now on makes this walk count for nothing.
        let era = self.mailbox.known.era().await;
        let carried = self.walk_of(era).await;
        let age = if since == 0 { self.read_through_lately().await } else { None };
        let full = since == 0 && age.is_none();
        let mut paging = match carried {
            Some(paging) if paging.full || !full => paging,
            _ => {
                let limit = self.place.limits().max_limit().unwrap_or(PAGE);
                let since = age.map_or(since, |_| self.now().saturating_sub(NEWEST));
                Paging { walk: Walk::new(since, limit), full, began: self.now() }
            }
        };
        let outcome = self.walk(&mut paging.walk).await;
        if outcome.is_err() && paging.walk.question().is_some() {
            self.carried.carry.lock().await.walk = Some(paging);
            return outcome.map(|()| Compared::just_now(false));
        }
        let complete = paging.walk.is_complete();
        outcome.map(|()| Compared {
            complete,
            read_through: era
                .map(|era| ReadThrough { began: Timestamp::from(paging.began), era })
                .filter(|_| paging.full && complete),
            full_age: if paging.full { Duration::ZERO } else { age.unwrap_or_default() },
        })
    }

    /// The walk that was interrupted, if it is of this era. In a new one, what was walked past and
    /// handed out before may be wanted again.
    async fn walk_of(&self, era: Option<u64>) -> Option<Paging> {
        let mut carry = self.carried.carry.lock().await;
        let walk = carry.walk.take();
        let before = std::mem::replace(&mut carry.era, era);
        if before.is_none() || before == era {
            return walk;
        }
        self.handed_out().clear();
        None
    }

    /// How long ago everything at this relay was read through, if that was lately: by an earlier
    /// process, say.
    async fn read_through_lately(&self) -> Option<Duration> {
        let began = self.mailbox.known.read_through(&self.place.address).await?;
        // A moment that is still to come says that a clock was wrong.
        let age = Duration::from_secs(self.now().checked_sub(began.as_secs())?);
        Some(age).filter(|age| *age < AGAIN_PAGED)
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
                        return Err(SessionEnd::Refused(Reason::Floods));
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
