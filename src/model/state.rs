//! A message's state, computed from its outbox rows and receipts and never stored beside them
//! (the table in `docs/ARCHITECTURE.md`, "A message's state").
//!
//! The order of strength: a receipt outranks everything that a relay says; a relay's answer
//! outranks waiting. Nothing here lowers what a receipt has raised, so relays that lie, delete,
//! duplicate or fall silent cannot make a delivered message look lost.

use serde::{Deserialize, Serialize};

/// What the ticks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    /// Every relay refused for good, or the text can never fit. Red mark.
    Failed,
    /// Nothing could be sent yet: not reachable yet. Clock, with the reason in words.
    Waiting,
    /// In the outbox; no relay of the addressee has taken it. Clock.
    Queued,
    /// A relay of the addressee took it. One tick.
    Sent,
    /// The other device says that it stored it. Two ticks.
    Delivered,
    /// The other person read it. Two ticks in the read colour.
    Read,
    /// Incoming.
    Received,
}

/// What became of one envelope at one relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Publication {
    /// Not answered yet, or refused for now.
    Pending,
    /// `OK true`, and it could not be read back yet where the relay should allow it.
    Taken,
    /// Taken, and read back by id, or the relay serves it to nobody but the addressee.
    Confirmed,
    /// `OK true`, but it was not there when read back, again and again.
    Lost,
    /// Refused for good.
    Refused,
}

/// What a receipt of the addressee said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Receipt {
    /// Stored by the other device.
    Delivered,
    /// Read by the other person.
    Read,
}

/// How far a message has come for one addressee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// One entry for each relay of the addressee; none while no relay is known.
    pub publications: Vec<Publication>,
    /// The strongest receipt.
    pub receipt: Option<Receipt>,
}

impl Progress {
    /// State towards this one addressee.
    pub fn state(&self) -> MessageState {
        match self.receipt {
            Some(Receipt::Read) => return MessageState::Read,
            Some(Receipt::Delivered) => return MessageState::Delivered,
            None => {}
        }
        let any = |p| self.publications.contains(&p);
        if self.publications.is_empty() {
            MessageState::Waiting
        } else if any(Publication::Confirmed) {
            MessageState::Sent
        } else if any(Publication::Taken) || any(Publication::Pending) {
            MessageState::Queued
        } else {
            MessageState::Failed
        }
    }
}

/// State of a message of one's own: the weakest of its addressees, since a tick speaks for all.
/// One who can never be reached makes it `failed` only when nobody got it; otherwise the message
/// stands at the weakest of the others, and the message's details name who is missing.
pub fn message_state(addressees: &[Progress]) -> MessageState {
    let states = addressees.iter().map(Progress::state);
    states
        .clone()
        .filter(|s| *s != MessageState::Failed)
        .min()
        .or_else(|| states.min())
        // No addressee is left to wait for: written on another device and read from the relay.
        .unwrap_or(MessageState::Sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn publication() -> impl Strategy<Value = Publication> {
        prop_oneof![
            Just(Publication::Pending),
            Just(Publication::Taken),
            Just(Publication::Confirmed),
            Just(Publication::Lost),
            Just(Publication::Refused),
        ]
    }

    fn progress() -> impl Strategy<Value = Progress> {
        (
            proptest::collection::vec(publication(), 0..4),
            proptest::option::of(prop_oneof![Just(Receipt::Delivered), Just(Receipt::Read)]),
        )
            .prop_map(|(publications, receipt)| Progress { publications, receipt })
    }

    proptest! {
        #[test]
        fn delivered_is_never_said_without_a_receipt(p in progress()) {
            let says = matches!(p.state(), MessageState::Delivered | MessageState::Read);
            prop_assert_eq!(says, p.receipt.is_some());
        }

        #[test]
        fn no_relay_lowers_what_a_receipt_raised(mut p in progress(), more in publication()) {
            p.receipt = Some(Receipt::Delivered);
            p.publications.push(more);
            prop_assert_eq!(p.state(), MessageState::Delivered);
        }

        #[test]
        fn one_tick_needs_one_confirmed_relay(p in progress()) {
            if p.state() == MessageState::Sent {
                prop_assert!(p.publications.contains(&Publication::Confirmed));
            }
        }

        #[test]
        fn failed_means_nobody_can_get_it(all in proptest::collection::vec(progress(), 1..5)) {
            if message_state(&all) == MessageState::Failed {
                prop_assert!(all.iter().all(|p| p.state() == MessageState::Failed));
            }
        }

        #[test]
        fn a_room_is_no_further_than_its_slowest(all in proptest::collection::vec(progress(), 1..5)) {
            let state = message_state(&all);
            prop_assert!(all.iter().all(|p| p.state() >= state || p.state() == MessageState::Failed));
        }
    }

    #[test]
    fn a_message_from_another_device_is_sent() {
        assert_eq!(message_state(&[]), MessageState::Sent);
    }
}
