//! The first run: a name, a passphrase, and where messages travel; or an account restored.

mod frame;
mod second;
mod view;

use super::super::language::{self, Language};
use super::super::strength::Strength;
use super::super::text;
use super::languages;
use crate::messenger::{Account, Error};
use crate::model::{MAX_NAME, Name, RelayAddress, Secret, Unlock};

pub(crate) use second::{
    Action as SecondAction, Message as SecondMessage, Origin, Second, view as second_view,
};
pub(crate) use view::{ADDRESS, KEY, NAME, view};

/// Shortest passphrase. Anybody who copies the profile can try as many as they like.
const SHORTEST: usize = 8;
/// Longest text in any of the fields, in bytes.
const LONGEST: usize = 4096;

/// Where messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Travel {
    /// The defaults.
    Public,
    /// An address of one's own.
    Own,
    /// The built-in relay.
    ThisComputer,
}

/// Relays of a new profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Relays {
    /// The defaults.
    Default,
    /// This one.
    Own(RelayAddress),
    /// The built-in one, still to be started.
    ThisComputer,
}

/// How an account comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyForm {
    /// Twelve words.
    Words,
    /// A locked key.
    Ncryptsec,
}

/// An account to restore, as typed.
#[derive(Debug)]
pub(super) struct Restore {
    form: KeyForm,
    key: Secret,
    password: Secret,
}

/// Sentences under the fields.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wrong {
    name: Option<String>,
    passphrase: Option<String>,
    address: Option<String>,
    key: Option<String>,
    password: Option<String>,
    whole: Option<String>,
}

/// What the screen knows.
#[derive(Debug)]
pub(crate) struct State {
    name: String,
    passphrase: Secret,
    /// Of the passphrase as it is now; `None` until it is measured.
    strength: Option<Strength>,
    tickets: u32,
    shown: bool,
    keyring: bool,
    travel: Travel,
    address: String,
    consent: bool,
    restore: Option<Restore>,
    wrong: Wrong,
    busy: bool,
    languages: languages::State,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// It is known whether there is a keyring.
    KeyringLooked(bool),
    /// The name was typed.
    NameTyped(String),
    /// The passphrase was typed.
    PassphraseTyped(Secret),
    /// A passphrase was measured; the number says which.
    Measured(u32, Strength),
    /// At the languages.
    Languages(languages::Message),
    /// Esc.
    EscapePressed,
    /// The eye was pressed.
    EyePressed,
    /// A way was chosen.
    TravelChosen(Travel),
    /// An arrow was pressed on the card of a way: to the next one, or before it.
    TravelStepped(i8),
    /// The relay's address was typed.
    AddressTyped(String),
    /// The person agreed, or not, to an unencrypted address.
    ConsentToggled(bool),
    /// "Restore", or "New account".
    RestorePressed,
    /// Words or a locked key.
    FormChosen(KeyForm),
    /// The words or the locked key were typed.
    KeyTyped(Secret),
    /// The locked key's password was typed.
    PasswordTyped(Secret),
    /// Enter, or the button.
    ContinuePressed,
}

/// What the parent is asked for.
#[derive(Debug)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Gives the keyboard to this.
    Focus(&'static str),
    /// Gives the keyboard to the first, and shows the second.
    FocusAndShow(&'static str, &'static str),
    /// Speaks this language.
    Speak(Language),
    /// Measures a passphrase, away from the window's thread.
    Measure {
        /// Which.
        ticket: u32,
        /// The passphrase.
        passphrase: Secret,
        /// What an attacker knows.
        name: String,
    },
    /// Makes the profile.
    Create {
        /// The name that messages carry.
        name: Name,
        /// How it is unlocked.
        unlock: Unlock,
        /// Whose it is.
        account: Account,
        /// Where messages travel.
        relays: Relays,
    },
}

fn nothing() -> Secret {
    Secret::new(String::new())
}

impl Default for State {
    fn default() -> Self {
        Self {
            name: String::new(),
            passphrase: nothing(),
            strength: None,
            tickets: 0,
            shown: false,
            keyring: false,
            travel: Travel::Public,
            address: String::new(),
            consent: false,
            restore: None,
            wrong: Wrong::default(),
            busy: false,
            languages: languages::State::default(),
        }
    }
}

impl State {
    /// The profile could not be made.
    pub(crate) fn refused(&mut self, error: &Error) {
        self.busy = false;
        self.wrong.whole = Some(error.sentence.clone());
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::KeyringLooked(there) => self.keyring = there,
            Message::NameTyped(name) => {
                self.wrong.name = None;
                if name.len() <= LONGEST {
                    let long = name.chars().count() > MAX_NAME;
                    self.wrong.name = long.then(|| say!("name-long").to_owned());
                    self.name = name.chars().take(MAX_NAME).collect();
                }
            }
            Message::PassphraseTyped(passphrase) => return self.passphrase_typed(passphrase),
            Message::Measured(ticket, strength) => {
                // An older one's strength is nobody's any more.
                if ticket == self.tickets && !self.passphrase.expose().is_empty() {
                    self.strength = Some(strength);
                }
            }
            Message::Languages(message) => {
                if let Some(chosen) = self.languages.update(message) {
                    // What is said under the fields was said in the old one.
                    self.wrong = Wrong::default();
                    return Action::Speak(chosen.unwrap_or_else(language::current));
                }
            }
            Message::EscapePressed => {
                self.languages.close();
            }
            Message::EyePressed => self.shown = !self.shown,
            Message::TravelChosen(travel) => {
                self.wrong.address = None;
                self.travel = travel;
                if travel == Travel::Own {
                    return Action::Focus(ADDRESS);
                }
            }
            Message::TravelStepped(by) => {
                self.wrong.address = None;
                let to = match (self.travel, by > 0) {
                    (Travel::Public, true) | (Travel::ThisComputer, false) => Travel::Own,
                    (Travel::Own, true) => Travel::ThisComputer,
                    (Travel::Own, false) => Travel::Public,
                    (at, _) => at,
                };
                self.travel = to;
                let card = view::card_of(to);
                return match to {
                    Travel::Own => Action::FocusAndShow(card, ADDRESS),
                    Travel::Public | Travel::ThisComputer => Action::Focus(card),
                };
            }
            Message::AddressTyped(address) => {
                self.wrong.address = None;
                self.consent = false;
                if address.len() <= LONGEST {
                    self.address = address;
                }
            }
            Message::ConsentToggled(consent) => {
                self.wrong.address = None;
                self.consent = consent;
            }
            Message::RestorePressed => {
                self.wrong = Wrong::default();
                self.restore = match self.restore {
                    Some(_) => None,
                    None => {
                        Some(Restore { form: KeyForm::Words, key: nothing(), password: nothing() })
                    }
                };
                return Action::Focus(if self.restore.is_some() { KEY } else { NAME });
            }
            Message::FormChosen(form) => {
                self.wrong.key = None;
                if let Some(restore) = &mut self.restore {
                    *restore = Restore { form, key: nothing(), password: nothing() };
                    return Action::Focus(KEY);
                }
            }
            Message::KeyTyped(key) => {
                self.wrong.key = None;
                if let Some(restore) = &mut self.restore
                    && key.expose().len() <= LONGEST
                {
                    restore.key = key;
                }
            }
            Message::PasswordTyped(password) => {
                self.wrong.password = None;
                if let Some(restore) = &mut self.restore
                    && password.expose().len() <= LONGEST
                {
                    restore.password = password;
                }
            }
            Message::ContinuePressed if self.busy => {}
            Message::ContinuePressed => return self.go_on(),
        }
        Action::None
    }

    fn passphrase_typed(&mut self, passphrase: Secret) -> Action {
        self.wrong.passphrase = None;
        if passphrase.expose().len() > LONGEST {
            return Action::None;
        }
        self.passphrase = passphrase;
        self.tickets = self.tickets.wrapping_add(1);
        if self.passphrase.expose().is_empty() {
            self.strength = None;
            return Action::None;
        }
        let passphrase = self.passphrase.clone();
        Action::Measure { ticket: self.tickets, passphrase, name: self.name.clone() }
    }

    /// Everything typed must be right; else each field says what is not.
    fn go_on(&mut self) -> Action {
        self.wrong = Wrong::default();
        let name = Name::clean(&self.name);
        if name.is_err() {
            self.wrong.name = Some(say!("name-missing").to_owned());
        }
        let unlock = self.unlock();
        let relays = self.relays();
        let account = self.account();
        match (name, unlock, account, relays) {
            (Ok(name), Some(unlock), Some(account), Some(relays)) => {
                self.busy = true;
                Action::Create { name, unlock, account, relays }
            }
            _ => self.first_wrong().map_or(Action::None, Action::Focus),
        }
    }

    /// The first field, from above, under which something is said.
    fn first_wrong(&self) -> Option<&'static str> {
        let wrong = &self.wrong;
        [
            (&wrong.key, view::KEY),
            (&wrong.password, view::PASSWORD),
            (&wrong.name, view::NAME),
            (&wrong.passphrase, view::PASSPHRASE),
            (&wrong.address, view::ADDRESS),
        ]
        .into_iter()
        .find_map(|(says, field)| says.as_ref().map(|_| field))
    }

    fn unlock(&mut self) -> Option<Unlock> {
        let length = self.passphrase.expose().chars().count();
        if length == 0 && self.keyring {
            return Some(Unlock::Keyring);
        }
        if length < SHORTEST {
            let says =
                if length == 0 { say!("passphrase-needed") } else { say!("passphrase-short") };
            self.wrong.passphrase = Some(says.to_owned());
            return None;
        }
        Some(Unlock::Passphrase(self.passphrase.clone()))
    }

    /// The typed address, where it is one that must be agreed to.
    pub(super) fn asks_consent(&self) -> bool {
        self.travel == Travel::Own
            && RelayAddress::typed(&self.address).is_ok_and(|a| a.needs_consent())
    }

    fn relays(&mut self) -> Option<Relays> {
        match self.travel {
            Travel::Public => Some(Relays::Default),
            Travel::ThisComputer => Some(Relays::ThisComputer),
            Travel::Own => match RelayAddress::typed(&self.address) {
                Ok(address) if address.needs_consent() && !self.consent => {
                    self.wrong.address = Some(say!("unencrypted").to_owned());
                    None
                }
                Ok(address) => Some(Relays::Own(address)),
                Err(error) => {
                    self.wrong.address = Some(text::not_a_relay(error));
                    None
                }
            },
        }
    }

    fn account(&mut self) -> Option<Account> {
        let Some(restore) = &self.restore else { return Some(Account::New) };
        let key = restore.key.expose().trim();
        if key.to_ascii_lowercase().contains("nsec1") {
            self.wrong.key = Some(say!("nsec-restore").to_owned());
            if let Some(restore) = &mut self.restore {
                restore.key = nothing();
            }
            return None;
        }
        match restore.form {
            KeyForm::Words => {
                let words = key.split_whitespace().count();
                if !matches!(words, 12 | 15 | 18 | 21 | 24) {
                    self.wrong.key = Some(say!("words-counted", words = words));
                    return None;
                }
                let joined = key.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                Some(Account::Words(Secret::new(joined)))
            }
            KeyForm::Ncryptsec => {
                if !key.starts_with("ncryptsec1") {
                    self.wrong.key = Some(say!("not-ncryptsec").to_owned());
                    return None;
                }
                if restore.password.expose().is_empty() {
                    self.wrong.password = Some(say!("password-missing").to_owned());
                    return None;
                }
                Some(Account::Ncryptsec {
                    text: Secret::new(key.to_owned()),
                    password: restore.password.clone(),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests;
