//! One mailbox on one connection: new envelopes as they come, and the comparison that finds what
//! was missed.
//!
//! The live subscription asks for new envelopes with hardly any stored ones (`limit` 1) and a
//! `since` that lies weeks back, because wraps are backdated and may be published days after they
//! were signed. Everything stored is found by the id diff: NIP-77 where it works, paged REQs where
//! it does not. Both only ever hand out events that match the mailbox and hash to their id.

mod compare;
mod fetch;
mod live;
mod pages;

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nostr::event::{EventId, Kind};
use nostr::filter::Filter;
use nostr::key::Keys;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::board::Board;
use super::bundle::Bundle;
use super::connection::{Connection, Lost};
use super::known::{Known, ReadThrough};
use super::place::Place;
use super::recent::Recent;
use super::refusal::{Refusal, RefusalClass};
use super::walk::Walk;
use super::{FromRelay, OVERLAP};
use crate::model::{Clock, Hashed, Reason};

/// Everything is compared again after so long by NIP-77, which costs next to nothing.
const AGAIN: Duration = Duration::from_secs(6 * 3600);
/// And after so long by pages, which transfer everything.
const AGAIN_PAGED: Duration = Duration::from_secs(24 * 3600);
/// Where everything was read through within [`AGAIN_PAGED`], so much of the newest is read again,
/// seconds: longer than any wrap lives that may lapse (PROTOCOL 1).
const NEWEST: u64 = 35 * 24 * 3600;
/// Known ids that are compared at once.
const WINDOW: usize = 20_000;
/// Ids that are remembered as handed out.
const REMEMBERED: usize = 20_000;
/// A live subscription that the relay closes is opened again, at most so often in a row.
const REOPENINGS: u32 = 5;

/// A watched mailbox, shared by its sessions at all relays.
pub(crate) struct Mailbox {
    pub(crate) keys: [Keys; 1],
    pub(crate) known: Arc<dyn Known>,
}

/// What of a mailbox at a relay survives a connection.
#[derive(Debug)]
pub(crate) struct Carried {
    carry: tokio::sync::Mutex<Carry>,
    /// Handed out already, from this relay. Not shared with other relays: signatures are not
    /// checked here, so a relay that serves an event with a broken one must not keep the whole
    /// event of another relay away.
    handed_out: Mutex<Recent>,
}

impl Carried {
    pub(crate) fn new() -> Self {
        Self {
            carry: tokio::sync::Mutex::default(),
            handed_out: Mutex::new(Recent::new(REMEMBERED)),
        }
    }
}

/// See [`Carried`].
#[derive(Debug, Default)]
struct Carry {
    /// Ids in one REQ; halved when a relay chokes.
    batch: Option<usize>,
    /// Events after which connections were seen to freeze: a new one is opened before that.
    freezes_after: Option<usize>,
    /// A paged walk under way.
    walk: Option<Paging>,
    /// [`Known::era`] when it began, and when anything was last handed out for a walk.
    era: Option<u64>,
    /// Ids that the relay names and does not serve.
    ghosts: HashSet<EventId>,
    /// When everything was last compared.
    full_at: Option<Instant>,
    /// The round for which that was.
    full_round: Option<u64>,
    /// Unix seconds up to which nothing can have been missed.
    seen_until: Option<u64>,
}

/// A paged walk.
#[derive(Debug)]
struct Paging {
    walk: Walk,
    /// It reads everything.
    full: bool,
    /// When it began, Unix seconds.
    began: u64,
}

/// What came of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Compared {
    /// The relay served all that it named.
    complete: bool,
    /// Everything was read through by pages.
    read_through: Option<ReadThrough>,
    /// Everything counts as compared since so long ago.
    full_age: Duration,
}

impl Compared {
    fn just_now(complete: bool) -> Self {
        Self { complete, read_through: None, full_age: Duration::ZERO }
    }
}

/// Why a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SessionEnd {
    /// With the connection.
    Lost(Lost),
    /// The relay does not serve this mailbox.
    Refused(Reason),
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
    pub(crate) carried: Arc<Carried>,
    /// Those that it is heard together with.
    pub(crate) bundle: Option<Arc<Bundle>>,
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

    async fn both(&self) -> Result<Infallible, SessionEnd> {
        // Whoever waits for this session saw the round that is current now.
        let mut rounds = self.rounds.clone();
        rounds.mark_changed();
        let (live, newest) = self.go_live().await?;
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

    fn handed_out(&self) -> MutexGuard<'_, Recent> {
        self.carried.handed_out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lost(&self) -> SessionEnd {
        SessionEnd::Lost(self.connection.why_lost().unwrap_or(Lost::Cut))
    }

    fn stored(&self) -> Filter {
        Filter::new().kind(Kind::GiftWrap).pubkey(self.keys()[0].public_key())
    }

    /// Hands an event out unless that was done.
    async fn hand_out(&self, event: Hashed) -> Result<bool, SessionEnd> {
        if !self.handed_out().insert(event.event().id) {
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

    async fn stay_synced(
        &self,
        mut rounds: watch::Receiver<u64>,
        mut served: Vec<(u64, EventId)>,
        gap: &Notify,
    ) -> Result<Infallible, SessionEnd> {
        loop {
            let round = *rounds.borrow_and_update();
            let started = self.now();
            let since = self.since(round).await;
            self.forget_doubts(round, since).await;
            let compared = {
                let _turn = match &self.bundle {
                    Some(bundle) => bundle.turn().await,
                    None => None,
                };
                self.compare(since, &std::mem::take(&mut served)).await?
            };
            let again = {
                let mut carry = self.carried.carry.lock().await;
                if compared.complete {
                    carry.seen_until = Some(started);
                }
                if since == 0 {
                    let now = Instant::now();
                    carry.full_at = Some(now.checked_sub(compared.full_age).unwrap_or(now));
                    carry.full_round = Some(round);
                }
                self.next_full(&carry)
            };
            self.tell_caught_up(round, compared).await?;
            tokio::select! {
                changed = rounds.changed() => changed.map_err(|_| SessionEnd::Stopped)?,
                () = sleep_until(again) => {}
                () = gap.notified() => {}
                lost = self.connection.lost() => return Err(SessionEnd::Lost(lost)),
            }
        }
    }

    /// Before everything is compared again: what was named and not served is asked for again, and
    /// where somebody wished for it, also what was handed out and not kept (a full disk).
    async fn forget_doubts(&self, round: u64, since: u64) {
        let mut carry = self.carried.carry.lock().await;
        if since == 0 {
            carry.ghosts.clear();
        }
        if carry.full_round.is_some_and(|last| last < round) {
            self.handed_out().clear();
        }
    }

    async fn tell_caught_up(&self, round: u64, compared: Compared) -> Result<(), SessionEnd> {
        let mailbox = self.keys()[0].public_key();
        let complete = compared.complete;
        let told = FromRelay::CaughtUp {
            relay: self.place.address.clone(),
            mailbox,
            complete,
            read_through: compared.read_through,
        };
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
        let carry = self.carried.carry.lock().await;
        let full_is_due = Instant::now() >= self.next_full(&carry);
        match carry.seen_until {
            Some(seen) if !full_is_due && carry.full_round >= Some(round) => {
                let gap = self.now().saturating_sub(seen);
                if gap > OVERLAP { 0 } else { seen.saturating_sub(OVERLAP) }
            }
            _ => 0,
        }
    }
}

fn said(refusal: &Refusal) -> Reason {
    match refusal.class {
        RefusalClass::AuthRequired => Reason::NotLetIn,
        RefusalClass::Restricted => Reason::MembersOnly(refusal.text.clone()),
        _ => Reason::NotServed(refusal.text.clone()),
    }
}
