//! One mailbox on one connection: new envelopes as they come, and the comparison that finds what
//! was missed.
//!
//! The live subscription asks for new envelopes with hardly any stored ones (`limit` 1) and a
//! `since` that lies weeks back, because wraps are backdated and may be published days after they
//! were signed. Everything stored is found by the id diff: NIP-77 where it works, paged REQs where
//! it does not. Both only ever hand out events that match the mailbox and hash to their id.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nostr::event::{EventId, Kind};
use nostr::filter::Filter;
use nostr::key::Keys;
use nostr::types::Timestamp;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::board::Board;
use super::connection::{Connection, End, Item, Lost, Subscription};
use super::known::Known;
use super::place::Place;
use super::recent::Recent;
use super::reconcile::{Reconciled, reconcile};
use super::refusal::{Refusal, RefusalClass};
use super::walk::{PAGE, Walk};
use super::{FromRelay, OVERLAP};
use crate::model::{Clock, Hashed};

/// How far back the live subscription reaches: longer than any wrap lives (PROTOCOL 1).
const LIVE: u64 = 35 * 24 * 3600;
/// Everything is compared again after so long by NIP-77, which costs next to nothing.
const AGAIN: Duration = Duration::from_secs(6 * 3600);
/// And after so long by pages, which transfer everything.
const AGAIN_PAGED: Duration = Duration::from_secs(24 * 3600);
/// Known ids that are compared at once.
const WINDOW: usize = 20_000;
/// Known ids of one second that are compared at once.
const MOST_KNOWN: usize = 1_000_000;
const DAY: u64 = 24 * 3600;
/// After a NOTICE that may be meant for the live subscription, a proper answer gets so long.
const GRACE: Duration = Duration::from_secs(1);
/// Latest time that is asked the store for.
const FOREVER: u64 = 253_402_300_799;
/// Ids in one REQ, at most.
const BATCH: usize = 100;
/// A live subscription that the relay closes is opened again, at most so often in a row.
const REOPENINGS: u32 = 5;

/// A watched mailbox, shared by its sessions at all relays.
pub(crate) struct Mailbox {
    pub(crate) keys: [Keys; 1],
    pub(crate) known: Arc<dyn Known>,
    /// Handed out already, by whichever relay.
    pub(crate) handed_out: Mutex<Recent>,
}

impl Mailbox {
    pub(crate) fn handed_out(&self) -> MutexGuard<'_, Recent> {
        self.handed_out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What of a mailbox at a relay survives a connection.
#[derive(Debug, Default)]
pub(crate) struct Carry {
    /// Ids in one REQ; halved when a relay chokes.
    batch: Option<usize>,
    /// Events after which connections were seen to freeze: a new one is opened before that.
    freezes_after: Option<usize>,
    /// A paged walk under way, and whether it is a full one.
    walk: Option<(Walk, bool)>,
    /// Ids that the relay names and does not serve.
    ghosts: HashSet<EventId>,
    /// When everything was last compared.
    full_at: Option<Instant>,
    /// The round for which that was.
    full_round: Option<u64>,
    /// Unix seconds up to which nothing can have been missed.
    seen_until: Option<u64>,
}

/// Why a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SessionEnd {
    /// With the connection.
    Lost(Lost),
    /// The relay does not serve this mailbox.
    Refused(String),
    /// On purpose, before the connection freezes.
    Fresh,
    /// The pool stops.
    Stopped,
}

/// One mailbox on one connection.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) mailbox: Arc<Mailbox>,
    pub(crate) place: Arc<Place>,
    pub(crate) board: Arc<Board>,
    pub(crate) carry: Arc<tokio::sync::Mutex<Carry>>,
    pub(crate) out: mpsc::Sender<FromRelay>,
    pub(crate) rounds: watch::Receiver<u64>,
    pub(crate) changed: watch::Sender<u64>,
    pub(crate) clock: Clock,
}

impl Session {
    /// Runs until the connection is lost or the relay refuses.
    pub(crate) async fn run(self) -> SessionEnd {
        match self.both().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn both(&self) -> Result<std::convert::Infallible, SessionEnd> {
        // Whoever waits for this session saw the round that is current now.
        let mut rounds = self.rounds.clone();
        rounds.mark_changed();
        let (live, newest) = self.open_live().await?;
        let gap = Notify::new();
        let mut synced = std::pin::pin!(self.stay_synced(rounds, newest, &gap));
        let end = tokio::select! {
            end = self.stay_live(live, &gap) => end,
            end = &mut synced => return end,
        };
        match end {
            // What came before the connection was lost is still handed out.
            Err(SessionEnd::Lost(_)) => synced.await,
            other => other,
        }
    }

    fn now(&self) -> u64 {
        self.clock.now().secs()
    }

    fn keys(&self) -> &[Keys] {
        &self.mailbox.keys
    }

    fn lost(&self) -> SessionEnd {
        SessionEnd::Lost(self.connection.why_lost().unwrap_or(Lost::Cut))
    }

    fn stored(&self) -> Filter {
        Filter::new().kind(Kind::GiftWrap).pubkey(self.keys()[0].public_key())
    }

    /// Hands an event out unless that was done.
    async fn hand_out(&self, event: Hashed) -> Result<bool, SessionEnd> {
        if !self.mailbox.handed_out().insert(event.event().id) {
            return Ok(false);
        }
        let event = FromRelay::Event {
            relay: self.place.address.clone(),
            mailbox: self.keys()[0].public_key(),
            event,
        };
        self.out.send(event).await.map_err(|_| SessionEnd::Stopped)?;
        Ok(true)
    }

    /// Hands out what was missed.
    async fn hand_out_found(&self, event: Hashed) -> Result<(), SessionEnd> {
        if self.hand_out(event).await? {
            self.board.found_one();
        }
        Ok(())
    }

    // ---- live ------------------------------------------------------------------------------

    fn live_filter(&self) -> Filter {
        Filter::new()
            .kinds([Kind::GiftWrap, Kind::from_u16(super::EPHEMERAL_WRAP)])
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
                    if is_news && stored {
                        served.push((at, id));
                    }
                }
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
    async fn wait_or_give_up(&self, refusal: &Refusal, tries: u32) -> Result<(), SessionEnd> {
        if refusal.is_for_good() || tries > REOPENINGS {
            return Err(SessionEnd::Refused(said(refusal)));
        }
        let wait = super::backoff::wait(tries + 1, super::backoff::chance());
        tokio::select! {
            () = sleep(wait) => Ok(()),
            lost = self.connection.lost() => Err(SessionEnd::Lost(lost)),
        }
    }

    /// Hands out what comes; opens the subscription again when the relay closes it.
    async fn stay_live(
        &self,
        mut live: Subscription,
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
                    live = self.open_live().await?.0;
                    // What came in between was not live.
                    gap.notify_one();
                }
                None => return Err(self.lost()),
            }
        }
    }

    // ---- comparison ------------------------------------------------------------------------

    async fn stay_synced(
        &self,
        mut rounds: watch::Receiver<u64>,
        mut served: Vec<(u64, EventId)>,
        gap: &Notify,
    ) -> Result<std::convert::Infallible, SessionEnd> {
        loop {
            let round = *rounds.borrow_and_update();
            let started = self.now();
            let since = self.since(round).await;
            let complete = self.compare(since, &std::mem::take(&mut served)).await?;
            let again = {
                let mut carry = self.carry.lock().await;
                if complete {
                    carry.seen_until = Some(started);
                }
                if since == 0 {
                    carry.full_at = Some(Instant::now());
                    carry.full_round = Some(round);
                }
                self.next_full(&carry)
            };
            self.tell_caught_up(round, complete).await?;
            tokio::select! {
                changed = rounds.changed() => changed.map_err(|_| SessionEnd::Stopped)?,
                () = sleep_until(again) => {}
                () = gap.notified() => {}
                lost = self.connection.lost() => return Err(SessionEnd::Lost(lost)),
            }
        }
    }

    async fn tell_caught_up(&self, round: u64, complete: bool) -> Result<(), SessionEnd> {
        let mailbox = self.keys()[0].public_key();
        let told = FromRelay::CaughtUp { relay: self.place.address.clone(), mailbox, complete };
        self.out.send(told).await.map_err(|_| SessionEnd::Stopped)?;
        self.board.caught_up(mailbox, round, complete);
        self.changed.send_modify(|n| *n += 1);
        Ok(())
    }

    fn next_full(&self, carry: &Carry) -> Instant {
        let every = if self.place.limits().may_negentropy() { AGAIN } else { AGAIN_PAGED };
        carry.full_at.map_or_else(Instant::now, |at| at + every)
    }

    /// From when on everything is compared: all of it the first time, when asked to, and every few
    /// hours; else what may have been missed since this mailbox was last live here.
    async fn since(&self, round: u64) -> u64 {
        let carry = self.carry.lock().await;
        let full_is_due = Instant::now() >= self.next_full(&carry);
        match carry.seen_until {
            Some(seen) if !full_is_due && carry.full_round >= Some(round) => {
                let gap = self.now().saturating_sub(seen);
                if gap > OVERLAP { 0 } else { seen.saturating_sub(OVERLAP) }
            }
            _ => 0,
        }
    }

    /// Finds and hands out what the relay holds and the house does not; whether that was all.
    async fn compare(&self, since: u64, served: &[(u64, EventId)]) -> Result<bool, SessionEnd> {
        let paged_before = self.carry.lock().await.walk.is_some();
        if !paged_before && self.place.limits().may_negentropy() {
            match self.compare_by_id(since, served).await? {
                Some(complete) => {
                    self.place.probed_negentropy(true);
                    return Ok(complete);
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
            let outcome =
                reconcile(&self.connection, self.keys(), &filter, &known, &must, max).await;
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

    /// Those of the ids that are worth fetching.
    async fn unknown(&self, mut ids: Vec<EventId>) -> Vec<EventId> {
        {
            let handed_out = self.mailbox.handed_out();
            ids.retain(|id| !handed_out.contains(id));
        }
        if ids.is_empty() {
            return ids;
        }
        let known: HashSet<EventId> =
            self.mailbox.known.has(ids.clone()).await.into_iter().collect();
        ids.retain(|id| !known.contains(id));
        ids
    }

    /// Fetches events by id; whether all came.
    async fn fetch(&self, ids: Vec<EventId>) -> Result<bool, SessionEnd> {
        let mut complete = true;
        let mut fetched = 0;
        let mut todo = ids;
        {
            let carry = self.carry.lock().await;
            todo.retain(|id| !carry.ghosts.contains(id));
        }
        while !todo.is_empty() {
            let size = {
                let carry = self.carry.lock().await;
                if carry.freezes_after.is_some_and(|most| fetched >= most) {
                    return Err(SessionEnd::Fresh);
                }
                carry.batch.unwrap_or(BATCH).clamp(1, carry.freezes_after.unwrap_or(BATCH))
            };
            let size = size.min(self.place.limits().max_limit().unwrap_or(BATCH)).max(1);
            let rest = todo.split_off(size.min(todo.len()));
            let batch = self.unknown(std::mem::replace(&mut todo, rest)).await;
            if batch.is_empty() {
                continue;
            }
            let filter = self.stored().ids(batch.iter().copied());
            let collected = self
                .connection
                .collect(Arc::from([filter]), self.keys(), batch.len(), self.place.patience())
                .await;
            let came: HashSet<EventId> = collected.events.iter().map(|e| e.event().id).collect();
            fetched += came.len();
            // Newest first within a batch; the relay may have any order.
            let mut events = collected.events;
            events.sort_by_key(|event| std::cmp::Reverse(event.event().created_at));
            for event in events {
                self.hand_out_found(event).await?;
            }
            let missing: Vec<EventId> =
                batch.iter().filter(|id| !came.contains(id)).copied().collect();
            match collected.end {
                End::Eose => {
                    self.place.saw_eose(true);
                    complete &= missing.is_empty();
                    self.note_ghosts(missing).await;
                }
                End::Silent | End::Flood | End::Closed(_) if missing.is_empty() => {}
                End::Silent | End::Flood | End::Closed(_) if batch.len() > 1 => {
                    self.choked(batch.len(), came.len()).await;
                    todo.extend(missing);
                }
                End::Silent | End::Flood => {
                    complete = false;
                    self.note_ghosts(missing).await;
                }
                End::Closed(refusal) => {
                    // One id at a time, and still no: this relay does not serve by id.
                    self.wait_or_give_up(&refusal, 1).await?;
                    complete = false;
                }
                End::Lost(lost) => {
                    self.froze(&lost, batch.len(), came.len(), fetched).await;
                    return Err(SessionEnd::Lost(lost));
                }
            }
        }
        Ok(complete)
    }

    async fn note_ghosts(&self, ids: Vec<EventId>) {
        let mut carry = self.carry.lock().await;
        if carry.ghosts.len() + ids.len() > WINDOW {
            carry.ghosts.clear();
        }
        carry.ghosts.extend(ids);
    }

    async fn choked(&self, asked: usize, came: usize) {
        let mut carry = self.carry.lock().await;
        carry.batch = Some(if came > 0 { came.min(asked / 2) } else { asked / 2 }.max(1));
    }

    /// The connection ended in the middle of a transfer.
    async fn froze(&self, lost: &Lost, asked: usize, came: usize, fetched: usize) {
        self.choked(asked, came).await;
        if *lost == Lost::Stalled && fetched > 0 {
            // Some networks let only so much through one connection.
            self.carry.lock().await.freezes_after = Some(fetched);
        }
    }

    /// By paged REQs. A walk that was interrupted goes on.
    async fn compare_by_page(&self, since: u64) -> Result<bool, SessionEnd> {
        let mut carry = self.carry.lock().await;
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
            self.carry.lock().await.walk = Some((walk, full));
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

fn said(refusal: &Refusal) -> String {
    match refusal.class {
        RefusalClass::AuthRequired => {
            "the relay does not let this mailbox in: it did not accept its key".to_owned()
        }
        RefusalClass::Restricted => format!("the relay serves only its members: {}", refusal.text),
        _ => format!("the relay refuses: {}", refusal.text),
    }
}
