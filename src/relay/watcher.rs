//! Keeps one connection to a watched relay: opens it, runs a session for each mailbox, opens it
//! again after a wait that grows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nostr::key::PublicKey;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, Id, JoinSet};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::FromRelay;
use super::backoff;
use super::board::Board;
use super::bundle::Bundle;
use super::connection::{Connection, Lost, OpenError};
use super::dialer::Dialer;
use super::place::Place;
use super::session::{Carried, Mailbox, Session, SessionEnd};
use crate::model::{Clock, Reason, RelayCondition};

/// A connection that lasted so long was a good one, whatever ended it.
const GOOD: Duration = Duration::from_secs(60);

/// A relay that owes an answer for so long is called mute.
const MUTE: Duration = Duration::from_secs(4);
/// After so long it is asked something else: one that never says EOSE, and has nothing of what it
/// was asked for, is silent too.
const DOUBTED: Duration = Duration::from_secs(2);

/// A mailbox and what of it survives a connection.
type CarriedBy = (Arc<Mailbox>, Arc<Carried>);

/// One purpose at one watched relay.
pub(crate) struct Watcher {
    pub(crate) place: Arc<Place>,
    pub(crate) board: Arc<Board>,
    pub(crate) dialer: Dialer,
    pub(crate) clock: Clock,
    pub(crate) out: mpsc::Sender<FromRelay>,
    pub(crate) rounds: watch::Receiver<u64>,
    pub(crate) nudges: watch::Receiver<u64>,
    pub(crate) changed: watch::Sender<u64>,
    pub(crate) mailboxes: watch::Receiver<Vec<Arc<Mailbox>>>,
    pub(crate) tracker: TaskTracker,
    /// Whether how this connection does is what people see of the relay.
    pub(crate) shown: bool,
    /// Whether its mailboxes are heard by one subscription.
    pub(crate) bundled: bool,
    pub(crate) end: CancellationToken,
    pub(crate) carried: Mutex<HashMap<PublicKey, CarriedBy>>,
}

/// How a connection ended, for the next one.
enum Ended {
    Stopped,
    Fresh,
    Lost(Reason),
    Refused(Reason),
}

impl Watcher {
    /// Runs until stopped.
    pub(crate) async fn run(mut self) {
        let end = self.end.clone();
        tokio::select! {
            biased;
            () = end.cancelled() => {}
            () = self.keep() => {}
        }
    }

    async fn keep(&mut self) {
        let mut failures = 0u32;
        loop {
            let round = *self.rounds.borrow();
            self.nudges.mark_unchanged();
            let before = (self.has_caught_up(), self.board.found());
            let started = Instant::now();
            self.show(RelayCondition::Connecting, None).await;
            let ended = match self.open().await {
                Ok(connection) => {
                    let ended = self.serve(&connection).await;
                    self.board.set_mute(false);
                    connection.close().await;
                    let ignored = connection.counts().to_string();
                    tracing::debug!(relay = %self.place.address, %ignored, "connection over");
                    ended
                }
                Err(error) if error.is_refusal() => Ended::Refused(Reason::Open(error)),
                Err(error) => Ended::Lost(Reason::Open(error)),
            };
            if started.elapsed() >= GOOD || (self.has_caught_up(), self.board.found()) > before {
                failures = 0;
            }
            let (condition, reason) = match ended {
                Ended::Stopped => return,
                Ended::Fresh => continue,
                Ended::Lost(reason) => (RelayCondition::Unreachable, reason),
                Ended::Refused(reason) => {
                    // Asking again soon changes nothing.
                    failures = failures.max(5);
                    (RelayCondition::Refused, reason)
                }
            };
            failures = failures.saturating_add(1);
            let wait = backoff::wait(failures, backoff::chance());
            // Not the reason: a relay's words may name keys.
            tracing::debug!(relay = %self.place.address, ?condition, ?wait, "relay lost");
            let next_try =
                self.clock.now().plus(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
            self.board.set_away(condition, reason.clone(), next_try);
            self.tell_news().await;
            self.board.failed(None, round, &reason);
            self.changed.send_modify(|n| *n += 1);
            tokio::select! {
                () = sleep(wait) => {}
                _ = self.nudges.changed() => failures = 0,
                // A wish to compare everything now is a wish to try now. One that came while this
                // attempt ran was not answered by it.
                _ = self.rounds.wait_for(|now| *now > round) => {}
            }
        }
    }

    async fn open(&self) -> Result<Connection, OpenError> {
        let mut opening =
            std::pin::pin!(Connection::open(&self.dialer, &self.place.address, &self.clock));
        tokio::select! {
            biased;
            opened = &mut opening => return opened,
            () = sleep(MUTE) => self.show_mute(true).await,
        }
        let opened = opening.await;
        self.board.set_mute(false);
        opened
    }

    async fn show_mute(&self, mute: bool) {
        self.board.set_mute(mute);
        self.tell_news().await;
        self.changed.send_modify(|n| *n += 1);
    }

    fn has_caught_up(&self) -> bool {
        let round = *self.rounds.borrow();
        self.board.progress().iter().any(|(_, progress)| progress.caught_up(round).is_some())
    }

    async fn show(&self, condition: RelayCondition, reason: Option<Reason>) {
        self.board.set(condition, reason);
        self.tell_news().await;
    }

    async fn tell_news(&self) {
        if self.shown
            && let Some(status) = self.board.news(&self.place)
        {
            let _ = self.out.send(FromRelay::Status(status)).await;
        }
    }

    fn inform(&self) {
        if self.place.wants_information() {
            let (place, dialer, end) = (self.place.clone(), self.dialer.clone(), self.end.clone());
            let changed = self.changed.clone();
            self.tracker.spawn(async move {
                tokio::select! {
                    // Whoever shows the limits learns that they came.
                    () = place.inform(&dialer) => changed.send_modify(|n| *n += 1),
                    () = end.cancelled() => {}
                }
            });
        }
    }

    /// What survived earlier connections; nothing if the mailbox was set anew.
    fn carried(&self, mailbox: &Arc<Mailbox>) -> Arc<Carried> {
        let mut all = self.carried.lock().unwrap_or_else(PoisonError::into_inner);
        let key = mailbox.keys[0].public_key();
        if let Some((same, carried)) = all.get(&key)
            && Arc::ptr_eq(same, mailbox)
        {
            return carried.clone();
        }
        let carried = Arc::new(Carried::new());
        all.insert(key, (mailbox.clone(), carried.clone()));
        carried
    }

    /// Runs a session for each mailbox until the connection ends.
    async fn serve(&mut self, connection: &Connection) -> Ended {
        self.show(RelayCondition::Connected, None).await;
        self.inform();
        let mut sessions = JoinSet::new();
        // Ends with this function.
        let mut working = JoinSet::new();
        let bundle = self.bundled.then(|| {
            let (place, clock) = (self.place.clone(), self.clock.clone());
            let (bundle, work) = Bundle::new(connection.clone(), place, clock);
            working.spawn(work);
            bundle
        });
        let mut running: HashMap<PublicKey, (Arc<Mailbox>, AbortHandle)> = HashMap::new();
        let mut names: HashMap<Id, PublicKey> = HashMap::new();
        let mut progress = self.changed.subscribe();
        let mut last_refusal = None;
        let (mut doubted, mut mute) = (false, false);
        self.mailboxes.mark_changed();
        loop {
            tokio::select! {
                biased;
                lost = connection.lost() => {
                    // They end by themselves, and hand out what came before.
                    while let Some(ended) = sessions.join_next().await {
                        if let Ok(SessionEnd::Fresh) = ended {
                            return Ended::Fresh;
                        }
                    }
                    return self.ended_by(lost);
                }
                changed = self.mailboxes.changed() => {
                    if changed.is_err() {
                        return Ended::Stopped;
                    }
                    let wanted = self.mailboxes.borrow_and_update().clone();
                    if wanted.is_empty() {
                        return Ended::Stopped;
                    }
                    if let Some(bundle) = &bundle {
                        bundle.set_mailboxes(wanted.len());
                    }
                    running.retain(|_, (mailbox, task)| {
                        let keep = wanted.iter().any(|w| Arc::ptr_eq(w, mailbox));
                        if !keep {
                            task.abort();
                        }
                        keep
                    });
                    for mailbox in wanted {
                        let key = mailbox.keys[0].public_key();
                        if running.contains_key(&key) {
                            continue;
                        }
                        let session = self.session(connection, mailbox.clone(), bundle.clone());
                        let task = sessions.spawn(session.run());
                        names.insert(task.id(), key);
                        running.insert(key, (mailbox, task));
                    }
                }
                Some(ended) = sessions.join_next_with_id() => {
                    let (id, end) = match ended {
                        Ok((id, end)) => (id, end),
                        // No longer watched.
                        Err(error) if error.is_cancelled() => continue,
                        Err(_) => return self.ended_by(Lost::ClosedHere),
                    };
                    let key = names.remove(&id);
                    match end {
                        SessionEnd::Stopped => return Ended::Stopped,
                        SessionEnd::Fresh => return Ended::Fresh,
                        SessionEnd::Refused(reason) => {
                            let round = *self.rounds.borrow();
                            self.board.failed(key, round, &reason);
                            self.changed.send_modify(|n| *n += 1);
                            last_refusal = Some(reason);
                        }
                        SessionEnd::Lost(_) => {}
                    }
                    // Another mailbox may still be served here.
                    if sessions.is_empty() {
                        if let Some(reason) = last_refusal {
                            return Ended::Refused(reason);
                        }
                        if let Some(lost) = connection.why_lost() {
                            return self.ended_by(lost);
                        }
                    }
                }
                () = connection.fallen_silent(MUTE), if !mute => {
                    mute = true;
                    self.show_mute(mute).await;
                }
                () = connection.fallen_silent(DOUBTED), if !doubted => {
                    doubted = true;
                    connection.ask_for_a_word();
                }
                () = connection.spoken(), if doubted => {
                    doubted = false;
                    if std::mem::take(&mut mute) {
                        self.show_mute(mute).await;
                    }
                }
                _ = progress.changed() => {
                    self.place.note_latency(connection.latency_ms());
                    self.tell_news().await;
                }
            }
        }
    }

    fn ended_by(&self, lost: Lost) -> Ended {
        Ended::Lost(Reason::Lost(lost))
    }

    fn session(
        &self,
        connection: &Connection,
        mailbox: Arc<Mailbox>,
        bundle: Option<Arc<Bundle>>,
    ) -> Session {
        Session {
            connection: connection.clone(),
            carried: self.carried(&mailbox),
            mailbox,
            bundle,
            place: self.place.clone(),
            board: self.board.clone(),
            out: self.out.clone(),
            rounds: self.rounds.clone(),
            changed: self.changed.clone(),
            clock: self.clock.clone(),
        }
    }
}
