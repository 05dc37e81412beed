//! The id diff of NIP-77: which events a relay holds in a window of time and this side does not.
//!
//! Advertised is not believed: the first answer has a deadline, and an answer that leaves out an
//! event which the relay itself has just served is called a fake.

use std::time::Duration;

use negentropy::{Id, Negentropy, NegentropyStorageVector};
use nostr::event::EventId;
use nostr::filter::Filter;
use nostr::key::Keys;
use nostr::types::Timestamp;
use tokio::sync::watch;
use tokio::time::timeout;

use super::connection::{Connection, Lost, NegItem};
use super::refusal::{Refusal, RefusalClass};

/// Longest wait for each answer.
const ANSWER: Duration = Duration::from_secs(12);
/// Most messages back and forth.
const MAX_ROUNDS: usize = 2_000;
/// Most ids of one diff; what is beyond is found by the next one.
const MAX_NEEDED: usize = 200_000;
/// Longest message of ours, bytes before hex.
const FRAME: usize = 60_000;

/// How a reconciliation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reconciled {
    /// The relay holds these and this side does not; `bool`: these are all.
    Needed(Vec<EventId>, bool),
    /// The relay finds the window too large.
    TooBig,
    /// NIP-77 is off, broken or faked here.
    NoUse(&'static str),
    /// The relay refuses, also after AUTH.
    Refused(Refusal),
    Lost(Lost),
}

/// Compares what matches `filter` at the relay with what is known here. `served`: events in the
/// window which the relay has just served and which are not known, so that it must name them.
pub(crate) async fn reconcile(
    connection: &Connection,
    keys: &[Keys],
    filter: &Filter,
    known: &[(Timestamp, EventId)],
    served: &[EventId],
    max_message: Option<usize>,
) -> Reconciled {
    let mut keys = keys;
    let mut proofs = 0;
    loop {
        let before = keys.first().and_then(|k| connection.proven_under(k.public_key()));
        let outcome = negotiate(connection, filter, known, served, max_message).await;
        let Reconciled::Refused(refusal) = &outcome else { return outcome };
        if !connection.prove_next(refusal, &mut keys, before, &mut proofs).await {
            return outcome;
        }
    }
}

async fn negotiate(
    connection: &Connection,
    filter: &Filter,
    known: &[(Timestamp, EventId)],
    served: &[EventId],
    max_message: Option<usize>,
) -> Reconciled {
    let frame = max_message.map_or(FRAME, |max| (max.saturating_sub(1024) / 2).clamp(4096, FRAME));
    let Some(mut side) = our_side(known, frame as u64) else {
        return Reconciled::NoUse("the ids known here cannot be compared");
    };
    let Ok(first) = side.initiate() else {
        return Reconciled::NoUse("the ids known here cannot be compared");
    };
    let mut notice = std::pin::pin!(unknown_verb(connection.notices()));
    let mut negotiation = match connection.negotiate(filter, &first).await {
        Ok(negotiation) => negotiation,
        Err(lost) => return Reconciled::Lost(lost),
    };
    let (mut have, mut need) = (Vec::new(), Vec::new());
    for round in 0..MAX_ROUNDS {
        let answer = async {
            loop {
                match timeout(ANSWER, negotiation.next()).await {
                    Err(_) if connection.is_held_up() => {}
                    answer => return answer,
                }
            }
        };
        let item = tokio::select! {
            biased;
            item = answer => item,
            () = &mut notice, if round == 0 => {
                return Reconciled::NoUse("NIP-77 is switched off at this relay");
            }
        };
        let message = match item {
            Ok(Some(NegItem::Message(message))) => message,
            Ok(Some(NegItem::Refused(refusal))) => return refused(refusal),
            Ok(None) => {
                return match connection.why_lost() {
                    Some(lost) => Reconciled::Lost(lost),
                    None => Reconciled::NoUse("the relay ended the comparison"),
                };
            }
            Err(_) if connection.probe().await => {
                return Reconciled::NoUse("the relay does not answer NIP-77");
            }
            Err(_) => {
                return Reconciled::Lost(connection.why_lost().unwrap_or(Lost::Stalled));
            }
        };
        let next = side.reconcile_with_ids(&message, &mut have, &mut need);
        have.clear();
        match next {
            Err(_) => return Reconciled::NoUse("the relay's NIP-77 answers make no sense"),
            Ok(_) if need.len() > MAX_NEEDED => {
                need.truncate(MAX_NEEDED);
                return Reconciled::Needed(plain(need), false);
            }
            Ok(None) => return done(plain(need), known, served),
            Ok(Some(message)) => {
                if let Err(lost) = negotiation.send(&message).await {
                    return Reconciled::Lost(lost);
                }
            }
        }
    }
    Reconciled::NoUse("the relay's NIP-77 answers never end")
}

fn our_side(
    known: &[(Timestamp, EventId)],
    frame: u64,
) -> Option<Negentropy<'static, NegentropyStorageVector>> {
    let mut storage = NegentropyStorageVector::with_capacity(known.len());
    for (at, id) in known {
        storage.insert(at.as_secs(), Id::from_byte_array(id.to_bytes())).ok()?;
    }
    storage.seal().ok()?;
    Negentropy::owned(storage, frame).ok()
}

/// A relay without NIP-77 may complain in a NOTICE, which names no subscription.
async fn unknown_verb(mut notices: watch::Receiver<Option<Refusal>>) {
    loop {
        if notices.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        let Some(notice) = notices.borrow_and_update().clone() else { continue };
        let text = notice.text.to_ascii_lowercase();
        if ["neg", "unknown", "unrecogni", "invalid", "unsupported", "bad msg", "could not parse"]
            .iter()
            .any(|word| text.contains(word))
        {
            return;
        }
    }
}

fn refused(refusal: Refusal) -> Reconciled {
    let text = refusal.text.to_ascii_lowercase();
    if refusal.class.asks_who() {
        Reconciled::Refused(refusal)
    } else if refusal.class == RefusalClass::TooLarge
        || ["too big", "too many", "too large"].iter().any(|word| text.contains(word))
    {
        Reconciled::TooBig
    } else {
        Reconciled::NoUse("the relay refuses NIP-77")
    }
}

fn plain(ids: Vec<Id>) -> Vec<EventId> {
    ids.into_iter().map(|id| EventId::from_byte_array(id.to_bytes())).collect()
}

fn done(needed: Vec<EventId>, known: &[(Timestamp, EventId)], served: &[EventId]) -> Reconciled {
    // What was served may have become known here meanwhile.
    let is_hidden =
        |id: &EventId| !needed.contains(id) && !known.iter().any(|(_, known)| known == id);
    if served.iter().any(is_hidden) {
        return Reconciled::NoUse("the relay's NIP-77 hides events that it holds");
    }
    Reconciled::Needed(needed, true)
}
