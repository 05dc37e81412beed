//! How watched relays do, and how far each mailbox got: what people see, and what `quiet` waits for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nostr::key::PublicKey;

use crate::model::{Millis, Reason, RelayAddress, RelayCondition, RelayStatus, SLOW_MS};

use super::place::Place;

/// One watched relay.
#[derive(Debug)]
pub(crate) struct Board {
    state: Mutex<State>,
    found: AtomicU64,
}

#[derive(Debug)]
struct State {
    condition: RelayCondition,
    reason: Option<Reason>,
    /// When it is tried again.
    next_try: Option<Millis>,
    /// It has owed an answer for longer than anybody should wait without a word.
    mute: bool,
    mailboxes: HashMap<PublicKey, Progress>,
    shown: Option<RelayStatus>,
}

/// How far a mailbox got at a relay. The numbers are rounds of the pool: a round is opened by every
/// wish to have everything compared again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    caught_up: Option<u64>,
    complete: bool,
    failed: Option<u64>,
    reason: Option<Reason>,
}

impl Progress {
    /// Whether there is nothing to wait for in this round.
    pub(crate) fn is_settled(&self, round: u64) -> bool {
        self.caught_up >= Some(round) || self.failed >= Some(round)
    }

    /// Caught up in this round; whether completely.
    pub(crate) fn caught_up(&self, round: u64) -> Option<bool> {
        (self.caught_up >= Some(round)).then_some(self.complete)
    }

    /// Why it failed, if it did.
    pub(crate) fn reason(&self) -> Option<&Reason> {
        self.reason.as_ref()
    }
}

impl Board {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                condition: RelayCondition::Connecting,
                reason: None,
                next_try: None,
                mute: false,
                mailboxes: HashMap::new(),
                shown: None,
            }),
            found: AtomicU64::new(0),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A missed event was found: the connection was good for something.
    pub(crate) fn found_one(&self) {
        self.found.fetch_add(1, Ordering::Relaxed);
    }

    /// How many were found so far.
    pub(crate) fn found(&self) -> u64 {
        self.found.load(Ordering::Relaxed)
    }

    /// Sets which mailboxes are watched.
    pub(crate) fn set_mailboxes(&self, keys: &[PublicKey]) {
        let mut state = self.state();
        state.mailboxes.retain(|key, _| keys.contains(key));
        for key in keys {
            state.mailboxes.entry(*key).or_default();
        }
    }

    /// A mailbox (all of them for `None`) got everything in a round, or failed in it.
    pub(crate) fn caught_up(&self, mailbox: PublicKey, round: u64, complete: bool) {
        if let Some(progress) = self.state().mailboxes.get_mut(&mailbox) {
            *progress = Progress {
                caught_up: Some(round),
                complete,
                failed: progress.failed,
                reason: None,
            };
        }
    }

    /// See [`Self::caught_up`].
    pub(crate) fn failed(&self, mailbox: Option<PublicKey>, round: u64, reason: &Reason) {
        let mut state = self.state();
        for (key, progress) in &mut state.mailboxes {
            if mailbox.is_none_or(|mailbox| mailbox == *key) {
                progress.failed = Some(round);
                progress.reason = Some(reason.clone());
            }
        }
    }

    /// All mailboxes and how far they got.
    pub(crate) fn progress(&self) -> Vec<(PublicKey, Progress)> {
        self.state().mailboxes.iter().map(|(key, progress)| (*key, progress.clone())).collect()
    }

    /// Sets the condition; a reason where something is wrong.
    pub(crate) fn set(&self, condition: RelayCondition, reason: Option<Reason>) {
        let mut state = self.state();
        state.condition = condition;
        state.reason = reason;
        state.next_try = None;
    }

    /// It is away until then.
    pub(crate) fn set_away(&self, condition: RelayCondition, reason: Reason, next_try: Millis) {
        let mut state = self.state();
        state.condition = condition;
        state.reason = Some(reason);
        state.next_try = Some(next_try);
    }

    /// Whether the relay owes an answer for too long; it may still come.
    pub(crate) fn set_mute(&self, mute: bool) {
        self.state().mute = mute;
    }

    /// Whether the relay is not worth waiting for.
    pub(crate) fn is_mute(&self) -> bool {
        self.state().mute
    }

    /// For people to see.
    pub(crate) fn status(&self, place: &Place) -> RelayStatus {
        let state = self.state();
        Self::status_of(&state, place)
    }

    /// The status, if it differs from the last one that was asked for here (latency aside).
    pub(crate) fn news(&self, place: &Place) -> Option<RelayStatus> {
        let mut state = self.state();
        let status = Self::status_of(&state, place);
        let same = state.shown.as_ref().is_some_and(|shown| {
            shown.state == status.state
                && shown.reason == status.reason
                && shown.limits == status.limits
                && shown.limits_known == status.limits_known
        });
        if same {
            return None;
        }
        state.shown = Some(status.clone());
        Some(status)
    }

    fn status_of(state: &State, place: &Place) -> RelayStatus {
        let latency_ms = place.latency_ms();
        let late = latency_ms.is_some_and(|ms| ms > SLOW_MS);
        let (condition, reason) = match state.condition {
            RelayCondition::Connecting | RelayCondition::Connected if state.mute => {
                (RelayCondition::Unreachable, Some(Reason::Mute))
            }
            RelayCondition::Connected if late => (RelayCondition::Slow, Some(Reason::Late)),
            condition => (condition, state.reason.clone()),
        };
        RelayStatus {
            url: RelayAddress::clone(&place.address),
            state: condition,
            reason,
            limits: place.shown_limits(),
            limits_known: place.is_informed(),
            latency_ms,
            next_try: state.next_try,
            round_trips: place.round_trips(),
        }
    }
}
