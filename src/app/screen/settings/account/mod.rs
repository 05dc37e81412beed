//! Who one is: name, link, account key, passphrase, and where all that lies.

mod view;

use super::super::super::strength::Strength;
use super::{Action, Actions, Want, Wish};
use crate::messenger::{Command, Error, KeyForm, Me, Reply};
use crate::model::{Found, Name, Secret};

pub(super) use view::view;

/// Shortest passphrase; as at the first run.
pub(super) const SHORTEST: usize = 8;
/// Longest text in any of the fields, in bytes.
const LONGEST: usize = 4096;

/// The field that is ready when the account key is asked for.
pub(super) const KEY_PASSPHRASE: &str = "settings-key-passphrase";
/// The field that is ready when the passphrase is changed.
pub(super) const OLD_PASSPHRASE: &str = "settings-old-passphrase";
/// The same where there is none yet.
pub(super) const NEW_PASSPHRASE: &str = "settings-new-passphrase";

/// What the part knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(super) name: String,
    pub(super) name_says: Says,
    pub(super) key: Key,
    pub(super) change: Option<Change>,
    /// The passphrase was changed.
    pub(super) changed: bool,
    pub(super) folder_copied: bool,
    tickets: u32,
}

/// What is said under a field.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Says {
    #[default]
    Nothing,
    Busy,
    Done,
    Wrong(String),
}

/// The way of the account key to the screen.
#[derive(Debug, Default)]
pub(super) enum Key {
    /// Not asked for.
    #[default]
    Hidden,
    /// The passphrase is typed again.
    Asking { form: KeyForm, passphrase: Secret, shown: bool, says: Says },
    /// It is here, blind until asked.
    Told { form: KeyForm, key: Secret, shown: bool, copied: bool },
}

/// Another passphrase, as typed.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) old: Secret,
    pub(super) new: Secret,
    pub(super) shown: bool,
    pub(super) strength: Option<Strength>,
    pub(super) old_wrong: Option<String>,
    pub(super) new_wrong: Option<String>,
    pub(super) busy: bool,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    NameTyped(String),
    NameSaved,
    KeyPressed,
    FormChosen(KeyForm),
    KeyPassphraseTyped(Secret),
    KeyEyePressed,
    KeyAsked,
    RevealPressed,
    KeyCopied,
    KeyClosed,
    ChangePressed,
    OldTyped(Secret),
    NewTyped(Secret),
    ChangeEyePressed,
    ChangeAsked,
    ChangeLeft,
    FolderCopied(String),
}

fn nothing() -> Secret {
    Secret::new(String::new())
}

fn fits(secret: &Secret) -> bool {
    secret.expose().len() <= LONGEST
}

impl State {
    pub(super) fn new(me: Option<&Me>) -> Self {
        Self {
            name: me.map(|me| me.name.clone()).unwrap_or_default(),
            name_says: Says::Nothing,
            key: Key::Hidden,
            change: None,
            changed: false,
            folder_copied: false,
            tickets: 0,
        }
    }

    /// Nothing secret stays.
    pub(super) fn forget(&mut self) {
        self.key = Key::Hidden;
        self.change = None;
        self.changed = false;
        self.folder_copied = false;
        self.name_says = Says::Nothing;
    }

    pub(super) fn update(&mut self, message: Message, found: Found) -> Actions {
        match message {
            Message::NameTyped(name) => {
                if name.len() <= LONGEST {
                    self.name = name;
                    self.name_says = Says::Nothing;
                }
            }
            Message::NameSaved => return self.save_name(),
            Message::KeyPressed => {
                self.key = Key::Asking {
                    form: KeyForm::Words,
                    passphrase: nothing(),
                    shown: false,
                    says: Says::Nothing,
                };
                return vec![Action::Focus(KEY_PASSPHRASE)];
            }
            Message::FormChosen(chosen) => {
                if let Key::Asking { form, says, .. } = &mut self.key {
                    (*form, *says) = (chosen, Says::Nothing);
                }
            }
            Message::KeyPassphraseTyped(typed) => {
                if let Key::Asking { passphrase, says, .. } = &mut self.key
                    && fits(&typed)
                {
                    (*passphrase, *says) = (typed, Says::Nothing);
                }
            }
            Message::KeyEyePressed => {
                if let Key::Asking { shown, .. } = &mut self.key {
                    *shown = !*shown;
                }
            }
            Message::KeyAsked => return self.ask_key(found),
            Message::RevealPressed => {
                if let Key::Told { shown, .. } = &mut self.key {
                    *shown = !*shown;
                }
            }
            Message::KeyCopied => {
                if let Key::Told { key, copied, .. } = &mut self.key {
                    *copied = true;
                    return vec![Action::Wish(Wish::CopySecret(key.clone()))];
                }
            }
            Message::KeyClosed => self.key = Key::Hidden,
            Message::ChangePressed => {
                self.changed = false;
                self.change = Some(Change {
                    old: nothing(),
                    new: nothing(),
                    shown: false,
                    strength: None,
                    old_wrong: None,
                    new_wrong: None,
                    busy: false,
                });
                let first = if asks_old(found) { OLD_PASSPHRASE } else { NEW_PASSPHRASE };
                return vec![Action::Focus(first)];
            }
            Message::OldTyped(typed) => {
                if let Some(change) = &mut self.change
                    && fits(&typed)
                {
                    change.old = typed;
                    change.old_wrong = None;
                }
            }
            Message::NewTyped(typed) => return self.new_typed(typed),
            Message::ChangeEyePressed => {
                if let Some(change) = &mut self.change {
                    change.shown = !change.shown;
                }
            }
            Message::ChangeAsked => return self.ask_change(found),
            Message::ChangeLeft => self.change = None,
            Message::FolderCopied(path) => {
                self.folder_copied = true;
                return vec![Action::Copy(path)];
            }
        }
        Vec::new()
    }

    fn save_name(&mut self) -> Actions {
        match Name::clean(&self.name) {
            Ok(name) => {
                self.name_says = Says::Busy;
                vec![Action::Ask(Want::Name, Command::Rename { name })]
            }
            Err(_) => {
                self.name_says = Says::Wrong(say!("name-missing").to_owned());
                Vec::new()
            }
        }
    }

    fn ask_key(&mut self, found: Found) -> Actions {
        let Key::Asking { form, passphrase, says, .. } = &mut self.key else { return Vec::new() };
        if *says == Says::Busy {
            return Vec::new();
        }
        if asks_for_key(found, *form) && passphrase.expose().is_empty() {
            *says = Says::Wrong(say!("passphrase-missing").to_owned());
            return Vec::new();
        }
        *says = Says::Busy;
        let command = Command::Export { form: *form, passphrase: passphrase.clone() };
        vec![Action::Ask(Want::Key, command)]
    }

    fn new_typed(&mut self, typed: Secret) -> Actions {
        let Some(change) = &mut self.change else { return Vec::new() };
        if !fits(&typed) {
            return Vec::new();
        }
        change.new = typed;
        change.new_wrong = None;
        if change.new.expose().is_empty() {
            change.strength = None;
        }
        self.tickets = self.tickets.wrapping_add(1);
        vec![Action::Wish(Wish::Measure(self.tickets, change.new.clone()))]
    }

    /// A new passphrase was measured; an older one's strength is nobody's any more.
    pub(super) fn measured(&mut self, ticket: u32, strength: Strength) {
        if let Some(change) = &mut self.change
            && ticket == self.tickets
            && !change.new.expose().is_empty()
        {
            change.strength = Some(strength);
        }
    }

    fn ask_change(&mut self, found: Found) -> Actions {
        let Some(change) = &mut self.change else { return Vec::new() };
        if change.busy {
            return Vec::new();
        }
        if asks_old(found) && change.old.expose().is_empty() {
            change.old_wrong = Some(say!("passphrase-missing").to_owned());
        }
        if change.new.expose().chars().count() < SHORTEST {
            change.new_wrong = Some(say!("passphrase-short").to_owned());
        }
        if change.old_wrong.is_some() || change.new_wrong.is_some() {
            return Vec::new();
        }
        change.busy = true;
        let (old, new) = (change.old.clone(), change.new.clone());
        vec![Action::Ask(Want::Passphrase, Command::ChangePassphrase { old, new })]
    }

    pub(super) fn renamed(&mut self, answer: Result<Reply, Error>) {
        self.name_says = match answer {
            Ok(Reply::Me(me)) => {
                self.name = me.name;
                Says::Done
            }
            Ok(_) => Says::Nothing,
            Err(error) => Says::Wrong(error.sentence),
        };
    }

    pub(super) fn key_told(&mut self, answer: Result<Reply, Error>) -> Actions {
        let Key::Asking { says, .. } = &mut self.key else { return Vec::new() };
        match answer {
            Ok(Reply::Key { form, key }) => {
                self.key = Key::Told { form, key, shown: false, copied: false };
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => {
                *says = Says::Wrong(error.sentence);
                vec![Action::Focus(KEY_PASSPHRASE)]
            }
        }
    }

    pub(super) fn passphrase_changed(&mut self, answer: Result<Reply, Error>) {
        match answer {
            Ok(_) => {
                self.change = None;
                self.changed = true;
            }
            Err(error) => {
                if let Some(change) = &mut self.change {
                    change.busy = false;
                    change.old_wrong = Some(error.sentence);
                }
            }
        }
    }
}

/// Whether the passphrase is asked for before the key is told. Where the keyring alone opens the
/// profile there is none; a locked key needs one all the same.
pub(super) fn asks_for_key(found: Found, form: KeyForm) -> bool {
    found != Found::Keyring || form == KeyForm::Ncryptsec
}

/// Whether there is a passphrase that the new one replaces.
pub(super) fn asks_old(found: Found) -> bool {
    found != Found::Keyring
}
