//! Settings: a page over the whole window, with its parts at the side.
//!
//! Pure, like the list: what happens goes in, what has to be asked comes out as [`Action`]s.

mod about;
mod account;
mod looks;
mod nav;
mod network;
mod parts;
mod privacy;
mod view;

use std::path::PathBuf;

use super::super::appearance::{Appearance, Motion};
use super::super::language::Language;
use super::super::strength::Strength;
use super::super::theme::Mode;
use super::languages;
use super::my_link::Picture;
use crate::messenger::{Command, Error, Me, Reply, Settings};
use crate::model::{Found, RelayAddress, Secret};

pub(crate) use view::view;

/// What settings know of what lies outside the messenger.
#[derive(Debug, Clone)]
pub(crate) struct Around {
    /// How the window looks.
    pub(crate) appearance: Appearance,
    /// What opens the profile.
    pub(crate) found: Found,
    /// Where it lies.
    pub(crate) folder: PathBuf,
    /// Where others reach the relay of this computer, if one runs.
    pub(crate) own_relay: Vec<RelayAddress>,
}

/// The parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pane {
    Account,
    Privacy,
    Network,
    Appearance,
    Language,
    About,
}

/// Nothing larger or smaller was chosen for so long, in milliseconds: then it is applied.
const PAUSE: u64 = 900;

/// What the page knows.
#[derive(Debug)]
pub(crate) struct State {
    /// What was chosen at the side; in a narrow window nothing is at first.
    pane: Option<Pane>,
    pub(crate) around: Around,
    /// What the profile keeps; `None` until it is read.
    kept: Option<Settings>,
    account: account::State,
    privacy: privacy::State,
    network: network::State,
    /// The size that was chosen last and is not applied yet: the button that was pressed would move
    /// away from under the pointer.
    percent: Option<u16>,
    /// Counts the sizes that were chosen.
    tickets: u32,
    languages: languages::State,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// A part was chosen.
    PaneChosen(Pane),
    /// The arrow back: to the parts in a narrow window, else to the chats.
    BackPressed,
    /// The page was left.
    Closed,
    /// One's own link was asked for.
    LinkPressed,
    /// In the account.
    Account(account::Message),
    /// In privacy.
    Privacy(privacy::Message),
    /// In the network.
    Network(network::Message),
    /// Light, dark, or as the system.
    ThemeChosen(Option<Mode>),
    /// Another size of everything.
    PercentChosen(u16),
    /// Less motion or all of it; `None` follows the system.
    MotionChosen(Option<Motion>),
    /// At the languages.
    Languages(languages::Message),
    /// A new passphrase was measured.
    Measured(u32, Strength),
    /// A moment passed since this size was chosen.
    PercentDue(u32),
}

impl Message {
    /// The account key shall be shown.
    pub(crate) fn show_key() -> Self {
        Self::Account(account::Message::KeyPressed)
    }
}

/// What an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// What the profile keeps.
    Kept,
    /// People, of whom some are blocked.
    People,
    /// Another name.
    Name,
    /// The account key.
    Key,
    /// Another passphrase.
    Passphrase,
    /// A relay more or less.
    Relay,
    /// A test of the relays.
    Test,
}

/// What only the window can do.
#[derive(Debug, Clone)]
pub(crate) enum Wish {
    /// Open this page.
    Open,
    /// Look otherwise.
    Look(Look),
    /// Put a secret in the clipboard, for a minute.
    CopySecret(Secret),
    /// Put words of a secret chat in the clipboard, for a minute if the person wants it so.
    CopyOfSecretChat(Secret),
    /// The profile is opened in this way from now on.
    OpenedBy(Found),
    /// The profile's wishes are these.
    Kept(Settings),
    /// Measure a new passphrase; the number says which.
    Measure(u32, Secret),
    /// Save a picture of the link.
    Save(Picture),
}

/// One change of how the window looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Look {
    /// Light, dark, or as the system.
    Theme(Option<Mode>),
    /// The size of everything, in percent.
    Percent(u16),
    /// Less motion or all of it; `None` follows the system.
    Motion(Option<Motion>),
    /// A step larger.
    Larger,
    /// A step smaller.
    Smaller,
    /// What it speaks.
    Language(Option<Language>),
}

/// What the parent has to do.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Ask the messenger, and tell the answer.
    Ask(Want, Command),
    /// Put text in the clipboard.
    Copy(String),
    /// Put the cursor in a field.
    Focus(&'static str),
    /// Have the window do it.
    Wish(Wish),
    /// Tell this after so many milliseconds.
    Later(u64, Box<Message>),
    /// Show one's own link.
    MyLink,
    /// Go back to the chats.
    Close,
}

/// What one event makes the parent do.
pub(crate) type Actions = Vec<Action>;

impl State {
    /// The page, and what it wants to know first.
    pub(crate) fn open(around: Around, me: Option<&Me>) -> (Self, Actions) {
        let state = Self {
            pane: None,
            around,
            kept: None,
            account: account::State::new(me),
            privacy: privacy::State::default(),
            network: network::State::default(),
            percent: None,
            tickets: 0,
            languages: languages::State::default(),
        };
        let wants = vec![
            Action::Ask(Want::Kept, Command::Settings),
            Action::Ask(Want::People, Command::Contacts),
        ];
        (state, wants)
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Actions {
        match message {
            Message::PaneChosen(pane) => {
                self.leave_pane();
                self.pane = Some(pane);
                self.resize()
            }
            Message::BackPressed => {
                let mut actions = self.resize();
                actions.extend(self.escape());
                actions
            }
            Message::Closed => {
                let mut actions = self.resize();
                actions.push(Action::Close);
                actions
            }
            Message::LinkPressed => vec![Action::MyLink],
            Message::Account(message @ account::Message::KeyPressed) => {
                self.pane = Some(Pane::Account);
                self.account.update(message, self.around.found)
            }
            Message::Account(message) => self.account.update(message, self.around.found),
            Message::Privacy(message) => self.privacy.update(message, &mut self.kept),
            Message::Network(message) => self.network.update(message),
            Message::ThemeChosen(theme) => vec![Action::Wish(Wish::Look(Look::Theme(theme)))],
            Message::PercentChosen(percent) => {
                self.tickets = self.tickets.wrapping_add(1);
                self.percent = Some(percent);
                vec![Action::Later(PAUSE, Box::new(Message::PercentDue(self.tickets)))]
            }
            Message::MotionChosen(motion) => vec![Action::Wish(Wish::Look(Look::Motion(motion)))],
            Message::PercentDue(ticket) if ticket == self.tickets => self.resize(),
            Message::PercentDue(_) => Vec::new(),
            Message::Languages(message) => {
                let chosen = self.languages.update(message);
                let look = |language| Action::Wish(Wish::Look(Look::Language(language)));
                chosen.map(look).into_iter().collect()
            }
            Message::Measured(ticket, strength) => {
                self.account.measured(ticket, strength);
                Vec::new()
            }
        }
    }

    /// Makes everything as large as was chosen, if it is not yet.
    fn resize(&mut self) -> Actions {
        let chosen = self.percent.take();
        chosen.map(|percent| Action::Wish(Wish::Look(Look::Percent(percent)))).into_iter().collect()
    }

    /// One step back: out of a part in a narrow window, else out of the page. In a wide one the
    /// part stays chosen, so leaving it is leaving the page.
    fn escape(&mut self) -> Actions {
        if self.languages.close() {
            return Vec::new();
        }
        self.leave_pane();
        match self.pane.take() {
            Some(_) => Vec::new(),
            None => vec![Action::Close],
        }
    }

    /// Secrets that were shown or typed are not there when one comes back.
    fn leave_pane(&mut self) {
        self.languages.close();
        self.account.forget();
        self.network.forget();
    }

    /// The languages hang down.
    pub(crate) fn list_is_open(&self) -> bool {
        self.languages.is_open()
    }

    /// How the relays do is shown.
    pub(crate) fn shows_relays(&self) -> bool {
        self.pane == Some(Pane::Network)
    }

    /// The messenger answered.
    pub(crate) fn answered(&mut self, want: Want, answer: Result<Reply, Error>) -> Actions {
        match (want, answer) {
            (Want::Kept, Ok(Reply::Settings(kept))) => {
                self.kept = Some(kept);
                return vec![Action::Wish(Wish::Kept(kept))];
            }
            (Want::People, Ok(Reply::Contacts(people))) => self.privacy.people_read(people),
            (Want::People, Ok(Reply::Contact(_))) => {
                return vec![Action::Ask(Want::People, Command::Contacts)];
            }
            (Want::Kept | Want::People, Err(error)) => {
                self.privacy.refused(&error);
                // What could not be kept is shown as it is.
                return vec![Action::Ask(Want::Kept, Command::Settings)]
                    .into_iter()
                    .filter(|_| self.kept.take().is_some())
                    .collect();
            }
            (Want::Name, answer) => self.account.renamed(answer),
            (Want::Key, answer) => return self.account.key_told(answer),
            (Want::Passphrase, answer) => {
                let changed = answer.is_ok();
                self.account.passphrase_changed(answer);
                if changed && self.around.found == Found::Keyring {
                    self.around.found = Found::Passphrase;
                    return vec![Action::Wish(Wish::OpenedBy(Found::Passphrase))];
                }
            }
            (Want::Relay, answer) => self.network.changed(answer.map(drop)),
            (Want::Test, answer) => self.network.tested(answer.map(drop)),
            (Want::Kept | Want::People, Ok(_)) => {}
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
