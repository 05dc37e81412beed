//! A command that sends something stays until it is on its way, for a few seconds at most. What
//! is not taken by then lies in the outbox and goes with the next command that connects.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::Failure;
use super::session::{Events, Session, ask};
use crate::messenger::{Command, Event, Sent};
use crate::model::{MessageId, MessageState, RelayCondition, RelayStatus};

/// How long a command stays for the network.
const PATIENCE: Duration = Duration::from_secs(5);
/// Once the addressee's relay has a message, the copies for one's own devices get so long.
const COPIES: Duration = Duration::from_secs(1);
/// Once all relays were tried, those that answer get so long to tell their limits (NIP-11).
const LIMITS: Duration = Duration::from_secs(2);
/// The outbox is looked at so often,
const GLANCE: Duration = Duration::from_millis(25);
/// and counts as at rest when nothing left it for so long.
const REST: Duration = Duration::from_millis(250);

/// What still waits. Only asked where this process publishes: otherwise 0.
pub(super) async fn pending(session: &mut Session) -> Result<u64, Failure> {
    if !session.owns() {
        return Ok(0);
    }
    Ok(ask!(session, Command::Network, Network)?.pending)
}

/// Waits until a relay of the addressee has the message (or nobody can ever get it), and gives
/// its state then. Both ways to the messenger wait: a script wants to know.
pub(super) async fn until_sent(
    session: &mut Session,
    events: &mut Events,
    sent: Sent,
) -> Result<Sent, Failure> {
    until_sent_within(session, events, sent, PATIENCE).await
}

pub(super) async fn until_sent_within(
    session: &mut Session,
    events: &mut Events,
    mut sent: Sent,
    patience: Duration,
) -> Result<Sent, Failure> {
    let deadline = Instant::now() + patience;
    while !decided(sent.state) {
        let Ok(Some(event)) = timeout_at(deadline, events.next()).await else { break };
        match event {
            Event::State { message, state, .. } if message == sent.message => sent.state = state,
            Event::Message(row) if row.message == sent.message => sent.state = row.state,
            Event::Reload => sent = now(session, sent).await?,
            _ => {}
        }
    }
    Ok(sent)
}

/// The same with the state that the message has now; unchanged if it is gone.
pub(super) async fn now(session: &mut Session, sent: Sent) -> Result<Sent, Failure> {
    let state = state_of(session, sent.message).await?.unwrap_or(sent.state);
    Ok(Sent { state, ..sent })
}

async fn state_of(
    session: &mut Session,
    message: MessageId,
) -> Result<Option<MessageState>, Failure> {
    let rows = ask!(session, Command::Message { message }, Messages)?;
    Ok(rows.first().map(|row| row.state))
}

fn decided(state: MessageState) -> bool {
    state >= MessageState::Sent || state == MessageState::Failed
}

/// Stays until the outbox is as empty as it was before the command, or a while has passed.
/// Through the local socket there is nothing to stay for: the other process goes on. Returns what
/// still waits.
pub(super) async fn flush(session: &mut Session, before: u64) -> Result<u64, Failure> {
    flush_within(session, before, PATIENCE).await
}

/// The same for the copies of a message that the addressee's relay has.
pub(super) async fn flush_copies(session: &mut Session, before: u64) -> Result<(), Failure> {
    flush_within(session, before, COPIES).await.map(|_| ())
}

async fn flush_within(
    session: &mut Session,
    before: u64,
    patience: Duration,
) -> Result<u64, Failure> {
    let start = Instant::now();
    let mut outbox = Outbox::new(before, patience);
    loop {
        let left = pending(session).await?;
        if outbox.is_quiet(left, start.elapsed()) {
            return Ok(left);
        }
        sleep(GLANCE).await;
    }
}

/// When a command has stayed long enough for its envelopes.
struct Outbox {
    /// Envelopes that waited before the command.
    before: u64,
    patience: Duration,
    /// The fewest seen so far, and when that was.
    fewest: u64,
    since: Duration,
}

impl Outbox {
    fn new(before: u64, patience: Duration) -> Self {
        Self { before, patience, fewest: u64::MAX, since: Duration::ZERO }
    }

    /// Whether there is nothing left to stay for, `elapsed` after the command.
    fn is_quiet(&mut self, pending: u64, elapsed: Duration) -> bool {
        if pending < self.fewest {
            (self.fewest, self.since) = (pending, elapsed);
        }
        // What waited before us may wait for somebody who cannot be reached at all.
        let at_rest = pending <= self.before && elapsed.saturating_sub(self.since) >= REST;
        pending == 0 || at_rest || elapsed >= self.patience
    }
}

/// How inbox relays do, once it is known of each whether it answers and what it takes, or a while
/// has passed.
pub(super) async fn until_tried(session: &mut Session) -> Result<Vec<RelayStatus>, Failure> {
    until_tried_within(session, PATIENCE, LIMITS).await
}

pub(super) async fn until_tried_within(
    session: &mut Session,
    patience: Duration,
    for_limits: Duration,
) -> Result<Vec<RelayStatus>, Failure> {
    let mut deadline = Instant::now() + patience;
    let mut all_tried = false;
    let mut events = session.events().await?;
    loop {
        // Asked after listening began, so that no change falls between.
        let relays = ask!(session, Command::Relays, Relays)?;
        let tried = relays.iter().all(|relay| relay.state != RelayCondition::Connecting);
        if relays.iter().all(is_plain) {
            return Ok(relays);
        }
        if tried && !std::mem::replace(&mut all_tried, true) {
            deadline = deadline.min(Instant::now() + for_limits);
        }
        loop {
            match timeout_at(deadline, events.next()).await {
                Ok(Some(Event::Relay(_) | Event::Reload)) => break,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return Ok(relays),
            }
        }
    }
}

/// Nothing more is to be learned of a relay right now.
fn is_plain(relay: &RelayStatus) -> bool {
    match relay.state {
        RelayCondition::Connecting => false,
        RelayCondition::Connected | RelayCondition::Slow => relay.limits_known,
        RelayCondition::Refused | RelayCondition::Unreachable => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet_after(before: u64, pending: impl Fn(u64) -> u64) -> u64 {
        let mut outbox = Outbox::new(before, PATIENCE);
        let quiet = |ms: &u64| outbox.is_quiet(pending(*ms), Duration::from_millis(*ms));
        (0..10_000).step_by(25).find(quiet).unwrap()
    }

    #[test]
    fn an_empty_outbox_is_not_waited_for() {
        assert_eq!(quiet_after(0, |_| 0), 0);
        assert_eq!(quiet_after(3, |_| 0), 0);
    }

    #[test]
    fn what_the_command_queued_is_waited_for() {
        assert_eq!(quiet_after(0, |ms| if ms < 600 { 2 } else { 0 }), 600);
        // Two old ones stay for ever; ours go after a while, then all is at rest.
        assert_eq!(quiet_after(2, |ms| if ms < 600 { 4 } else { 2 }), 850);
    }

    #[test]
    fn an_unreachable_relay_is_not_waited_for_for_ever() {
        assert_eq!(quiet_after(0, |_| 2), 5000);
        assert_eq!(quiet_after(2, |_| 2), 250);
    }
}
