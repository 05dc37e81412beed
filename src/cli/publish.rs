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
/// The outbox is looked at so often,
const GLANCE: Duration = Duration::from_millis(25);
/// and counts as at rest when nothing left it for so long.
const REST: Duration = Duration::from_millis(250);

/// Envelopes that no relay has taken yet. Only asked where this process publishes.
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
/// Through the local socket there is nothing to stay for: the other process goes on.
pub(super) async fn flush(session: &mut Session, before: u64) -> Result<(), Failure> {
    flush_within(session, before, PATIENCE).await
}

/// The same for the copies of a message that the addressee's relay has.
pub(super) async fn flush_copies(session: &mut Session, before: u64) -> Result<(), Failure> {
    flush_within(session, before, COPIES).await
}

async fn flush_within(
    session: &mut Session,
    before: u64,
    patience: Duration,
) -> Result<(), Failure> {
    if !session.owns() {
        return Ok(());
    }
    let start = Instant::now();
    let (mut last, mut since) = (u64::MAX, start);
    loop {
        let pending = pending(session).await?;
        if pending < last {
            (last, since) = (pending, Instant::now());
        }
        // What waited before us may wait for somebody who cannot be reached at all.
        let at_rest = pending <= before && since.elapsed() >= REST;
        if pending == 0 || at_rest || start.elapsed() >= patience {
            return Ok(());
        }
        sleep(GLANCE).await;
    }
}

/// Stays until it is known of every relay whether it answers, or a while has passed.
pub(super) async fn until_tried(
    session: &mut Session,
    mut relays: Vec<RelayStatus>,
) -> Result<Vec<RelayStatus>, Failure> {
    if !session.owns() {
        return Ok(relays);
    }
    let deadline = Instant::now() + PATIENCE;
    let mut events = session.events().await?;
    loop {
        // Asked again after listening began, so that no change falls between.
        relays = ask!(session, Command::Relays, Relays).unwrap_or(relays);
        if relays.iter().all(|relay| relay.state != RelayCondition::Connecting) {
            return Ok(relays);
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
