//! New envelopes as they come.

use std::sync::Arc;
use std::time::Duration;

use nostr::event::{EventId, Kind};
use nostr::filter::Filter;
use nostr::types::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::{REOPENINGS, Session, SessionEnd, said};
use crate::relay::bundle::Membership;
use crate::relay::connection::{Item, Subscription};
use crate::relay::refusal::{Refusal, RefusalClass};
use crate::relay::{EPHEMERAL_WRAP, LIVE, backoff};

/// Stored events that are remembered for the comparison.
const MOST_SERVED: usize = 1_000;
/// After a NOTICE that may be meant for the live subscription, a proper answer gets so long.
const GRACE: Duration = Duration::from_secs(1);

/// A live subscription: one's own, or a place in one with others.
pub(super) enum Live {
    Own(Subscription),
    Shared(Membership),
}

impl Live {
    async fn next(&mut self) -> Option<Item> {
        match self {
            Self::Own(subscription) => subscription.next().await,
            Self::Shared(membership) => membership.items.recv().await,
        }
    }
}

impl Session {
    /// Opens the live subscription, in one with the connection's other mailboxes where they share
    /// one. The ids are those of stored events that were not known.
    pub(super) async fn go_live(&self) -> Result<(Live, Vec<(u64, EventId)>), SessionEnd> {
        let Some(bundle) = &self.bundle else {
            let (live, served) = self.open_live().await?;
            return Ok((Live::Own(live), served));
        };
        let _turn = bundle.turn().await;
        if bundle.is_spent(self.connection.proven()) {
            return Err(SessionEnd::Fresh);
        }
        let key = self.keys()[0].public_key();
        if bundle.is_settled() {
            if let [keys] = self.keys()
                && bundle.asks()
                && self.connection.proven_under(key).is_none()
            {
                // Where it does not help, the relay says why when it is asked.
                let _ = self.connection.prove(keys, None).await;
            }
            let mut membership = bundle.join(key);
            if self.joined(&mut membership, &mut Ok(None)).await? {
                return Ok((Live::Shared(membership), Vec::new()));
            }
        }
        let mut closings = 0;
        loop {
            let (live, served) = self.open_live().await?;
            bundle.let_in(self.connection.proven_under(key).is_some());
            let mut membership = bundle.join(key);
            // Its own goes on until it is heard with the others.
            let mut own = Ok(Some(live));
            if self.joined(&mut membership, &mut own).await? {
                while let Ok(Some(live)) = &mut own
                    && let Some(Item::Event(event)) = live.waiting()
                {
                    self.hand_out(event).await?;
                }
                return Ok((Live::Shared(membership), served));
            }
            match own {
                Ok(Some(live)) => return Ok((Live::Own(live), served)),
                Ok(None) => return Err(self.lost()),
                Err(refusal) => {
                    closings += 1;
                    self.wait_or_give_up(&refusal, closings).await?;
                }
            }
        }
    }

    /// Waits until a mailbox is heard with the others, and hands out what comes meanwhile; whether
    /// it came to that. `own` is what it is heard by until then, or why it was closed.
    async fn joined(
        &self,
        membership: &mut Membership,
        own: &mut Result<Option<Subscription>, Refusal>,
    ) -> Result<bool, SessionEnd> {
        loop {
            let item = tokio::select! {
                biased;
                lost = self.connection.lost() => return Err(SessionEnd::Lost(lost)),
                item = membership.items.recv() => match item {
                    Some(item) => item,
                    None => return Ok(false),
                },
                item = async {
                    match own {
                        Ok(Some(live)) => live.next().await,
                        _ => std::future::pending().await,
                    }
                } => match item {
                    Some(Item::Closed(refusal)) => {
                        *own = Err(refusal);
                        continue;
                    }
                    Some(item) => item,
                    None => {
                        *own = Ok(None);
                        continue;
                    }
                },
                joined = &mut membership.joined => return Ok(joined.unwrap_or(false)),
            };
            match item {
                Item::Event(event) => {
                    self.hand_out(event).await?;
                }
                Item::Eose => {}
                // Closed again before it was said to be open.
                Item::Closed(_) => return Ok(false),
            }
        }
    }

    fn live_filter(&self) -> Filter {
        Filter::new()
            .kinds([Kind::GiftWrap, Kind::from_u16(EPHEMERAL_WRAP)])
            .pubkey(self.keys()[0].public_key())
            .since(Timestamp::from(self.now().saturating_sub(LIVE)))
            .limit(1)
    }

    /// Opens the live subscription, authenticating where the relay demands it, and reads what it
    /// serves up to EOSE. The ids are those of stored events that were not known.
    async fn open_live(&self) -> Result<(Subscription, Vec<(u64, EventId)>), SessionEnd> {
        let mut keys = self.keys();
        let mut proofs = 0;
        let mut tries = 0;
        let key = self.keys()[0].public_key();
        loop {
            let before = self.connection.proven_under(key);
            let mut live = self
                .connection
                .subscribe(Arc::from([self.live_filter()]))
                .await
                .map_err(SessionEnd::Lost)?;
            let (served, closed) = self.read_to_eose(&mut live).await?;
            match closed {
                Some(refusal) => {
                    if self.connection.prove_next(&refusal, &mut keys, before, &mut proofs).await {
                        continue;
                    }
                    tries += 1;
                    self.wait_or_give_up(&refusal, tries).await?;
                }
                // Some relays serve a gated mailbox as if it were empty, to everyone who has not
                // said who they are.
                None if served.is_empty()
                    && before.is_none()
                    && self.connection.was_challenged()
                    && proofs == 0 =>
                {
                    proofs += 1;
                    if let [key] = self.keys()
                        && self.connection.prove(key, before).await.is_err()
                    {
                        return Ok((live, served));
                    }
                }
                None => return Ok((live, served)),
            }
        }
    }

    async fn read_to_eose(
        &self,
        live: &mut Subscription,
    ) -> Result<(Vec<(u64, EventId)>, Option<Refusal>), SessionEnd> {
        let mut served = Vec::new();
        let mut noticed = None;
        let mut notices = self.connection.notices();
        loop {
            // A NOTICE names no subscription: it may be meant for this one, if nothing better comes.
            let patience = if noticed.is_some() { GRACE } else { self.place.patience() };
            let item = tokio::select! {
                biased;
                item = timeout(patience, live.next()) => item,
                notice = next_refusal(&mut notices), if noticed.is_none() => {
                    noticed = Some(notice);
                    continue;
                }
            };
            match item {
                Ok(Some(Item::Event(event))) => {
                    noticed = None;
                    let (at, id) = (event.event().created_at.as_secs(), event.event().id);
                    let stored = event.event().kind == Kind::GiftWrap;
                    // Handed out here; the comparison has to find it only if it was news.
                    let is_news = self.hand_out(event).await?;
                    if is_news && stored && served.len() < MOST_SERVED {
                        served.push((at, id));
                    }
                }
                Err(_) if self.connection.is_held_up() => {}
                Err(_) if noticed.is_some() => return Ok((served, noticed)),
                Ok(Some(Item::Eose)) => {
                    self.place.saw_eose(true);
                    break;
                }
                Ok(Some(Item::Closed(refusal))) => return Ok((served, Some(refusal))),
                Ok(None) => return Err(self.lost()),
                Err(_) if self.connection.probe().await => {
                    self.place.saw_eose(false);
                    break;
                }
                Err(_) => return Err(self.lost()),
            }
        }
        Ok((served, None))
    }

    /// Waits a little where the relay's refusal is for now, ends where it is for good.
    pub(super) async fn wait_or_give_up(
        &self,
        refusal: &Refusal,
        tries: u32,
    ) -> Result<(), SessionEnd> {
        if refusal.is_for_good() || tries > REOPENINGS {
            return Err(SessionEnd::Refused(said(refusal)));
        }
        let wait = backoff::wait(tries + 1, backoff::chance());
        tokio::select! {
            () = sleep(wait) => Ok(()),
            lost = self.connection.lost() => Err(SessionEnd::Lost(lost)),
        }
    }

    /// Hands out what comes; opens the subscription again when the relay closes it.
    pub(super) async fn stay_live(
        &self,
        mut live: Live,
        gap: &Notify,
    ) -> Result<std::convert::Infallible, SessionEnd> {
        let mut closings = 0;
        loop {
            match live.next().await {
                Some(Item::Event(event)) => {
                    closings = 0;
                    self.hand_out(event).await?;
                }
                Some(Item::Eose) => {}
                Some(Item::Closed(refusal)) => {
                    closings += 1;
                    if !refusal.class.asks_who() {
                        self.wait_or_give_up(&refusal, closings).await?;
                    } else if closings > REOPENINGS {
                        return Err(SessionEnd::Refused(said(&refusal)));
                    }
                    live = self.go_live().await?.0;
                    // What came in between was not live.
                    gap.notify_one();
                }
                None => return Err(self.lost()),
            }
        }
    }
}

/// The next NOTICE that refuses something.
async fn next_refusal(notices: &mut watch::Receiver<Option<Refusal>>) -> Refusal {
    loop {
        if notices.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        let notice = notices.borrow_and_update().clone();
        if let Some(refusal) = notice.filter(|n| n.class != RefusalClass::Unknown) {
            return refusal;
        }
    }
}
