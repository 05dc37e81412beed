//! The relays at which one's own mailbox lies.

mod view;

use super::super::super::text;
use super::{Action, Actions, Want};
use crate::messenger::{Command, Error};
use crate::model::RelayAddress;

pub(super) use view::view;

/// The field for a new relay.
pub(super) const ADDRESS: &str = "settings-relay";
/// Longest address that is looked at, in bytes.
const LONGEST: usize = 2048;

/// What the part knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The relay of which more is shown.
    pub(super) open: Option<RelayAddress>,
    pub(super) new: Option<New>,
    pub(super) testing: bool,
    /// They were tested, and nothing was pressed since.
    pub(super) tested: bool,
    pub(super) wrong: Option<String>,
    pub(super) copied: Option<String>,
}

/// A relay to be added, as typed.
#[derive(Debug, Default)]
pub(super) struct New {
    pub(super) address: String,
    pub(super) consent: bool,
    pub(super) wrong: Option<String>,
    pub(super) busy: bool,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    RowPressed(RelayAddress),
    AddPressed,
    AddressTyped(String),
    ConsentToggled,
    AddAsked,
    AddLeft,
    RemovePressed(RelayAddress),
    CopyPressed(String),
    TestPressed,
}

impl New {
    /// The address, where it is one that must be agreed to.
    pub(super) fn asks_consent(&self) -> bool {
        RelayAddress::typed(&self.address).is_ok_and(|address| address.needs_consent())
    }
}

impl State {
    pub(super) fn forget(&mut self) {
        *self = Self { testing: self.testing, ..Self::default() };
    }

    pub(super) fn update(&mut self, message: Message) -> Actions {
        (self.wrong, self.tested) = (None, false);
        match message {
            Message::RowPressed(url) => {
                self.open = if self.open.as_ref() == Some(&url) { None } else { Some(url) };
                self.copied = None;
            }
            Message::AddPressed => {
                self.new = Some(New::default());
                return vec![Action::Focus(ADDRESS)];
            }
            Message::AddressTyped(address) => {
                if let Some(new) = &mut self.new
                    && address.len() <= LONGEST
                {
                    *new = New { address, ..New::default() };
                }
            }
            Message::ConsentToggled => {
                if let Some(new) = &mut self.new {
                    new.consent = !new.consent;
                    new.wrong = None;
                }
            }
            Message::AddAsked => return self.add(),
            Message::AddLeft => self.new = None,
            Message::RemovePressed(url) => {
                return vec![Action::Ask(Want::Relay, Command::RemoveRelay { url })];
            }
            Message::CopyPressed(address) => {
                self.copied = Some(address.clone());
                return vec![Action::Copy(address)];
            }
            Message::TestPressed if self.testing => {}
            Message::TestPressed => {
                self.testing = true;
                return vec![Action::Ask(Want::Test, Command::TestRelays)];
            }
        }
        Vec::new()
    }

    fn add(&mut self) -> Actions {
        let Some(new) = &mut self.new else { return Vec::new() };
        if new.busy {
            return Vec::new();
        }
        match RelayAddress::typed(&new.address) {
            Ok(url) if url.needs_consent() && !new.consent => {
                new.wrong = Some(say!("unencrypted").to_owned());
                Vec::new()
            }
            Ok(url) => {
                new.busy = true;
                let command = Command::AddRelay { url, unencrypted: new.consent };
                vec![Action::Ask(Want::Relay, command)]
            }
            Err(error) => {
                new.wrong = Some(text::not_a_relay(error));
                Vec::new()
            }
        }
    }

    pub(super) fn changed(&mut self, answer: Result<(), Error>) {
        match (answer, &mut self.new) {
            (Ok(()), new) => {
                if new.as_ref().is_some_and(|new| new.busy) {
                    *new = None;
                }
                self.open = None;
            }
            (Err(error), Some(new)) if new.busy => {
                new.busy = false;
                new.wrong = Some(error.sentence);
            }
            (Err(error), _) => self.wrong = Some(error.sentence),
        }
    }

    pub(super) fn tested(&mut self, answer: Result<(), Error>) {
        self.testing = false;
        self.tested = answer.is_ok();
        self.wrong = answer.err().map(|error| error.sentence);
    }
}
