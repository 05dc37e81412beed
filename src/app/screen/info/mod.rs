//! The panel about a person or a room: names, key, who takes part, and what can be done.
//!
//! It knows one chat only; what is to be done is told to the parent as an [`Action`].

mod view;

use nostr::key::PublicKey;

use super::super::widget::qr::Qr;
use crate::messenger::{Acquaintance, Error};
use crate::model::{Chat, ChatKind, Contact, Name, npub};

pub(crate) use view::view;

/// The field for a name.
pub(crate) const NAME: &str = "info-name";

/// What the panel knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) chat: Chat,
    people: Option<Vec<Acquaintance>>,
    /// Somebody of the room who is looked at.
    person: Option<PublicKey>,
    /// The name that is being typed.
    name: Option<String>,
    /// The person's link as a code, while it is shown.
    code: Option<Qr>,
    wrong: Option<String>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The cross, or back to the chat in one pane.
    Closed,
    /// Back from a person to the room.
    BackPressed,
    /// No notices, or notices again.
    MutePressed,
    /// Kept at the top, or no more.
    PinPressed,
    /// Somebody of the room was pressed.
    PersonPressed(PublicKey),
    /// A chat with them.
    WritePressed,
    /// The pencil was pressed.
    RenamePressed,
    /// A name was typed.
    NameTyped(String),
    /// Enter, or the button.
    NameSaved,
    /// The name stays as it is.
    NameCancelled,
    /// Their key was pressed.
    KeyPressed,
    /// Their link was pressed.
    LinkPressed,
    /// Their link as a code, or no more.
    CodePressed,
    /// Keep them out.
    BlockPressed,
    /// Let them in again.
    UnblockPressed,
    /// Delete the chat.
    DeletePressed,
    /// A secret chat with them.
    SecretPressed,
    /// Another one in the place of this, which is over.
    AnewPressed,
    /// Compare safety numbers.
    ComparePressed,
    /// "End secret chat…".
    EndPressed,
}

/// What the parent is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Closes the panel.
    Close,
    /// Mutes or not.
    Mute(bool),
    /// Pins or not.
    Pin(bool),
    /// Opens the chat with somebody.
    Write(PublicKey),
    /// Gives somebody a name, or takes it away.
    Rename(PublicKey, Option<Name>),
    /// Puts text in the clipboard.
    Copy(String),
    /// Asks whether somebody shall be blocked.
    Block(PublicKey, String),
    /// Lets somebody in again.
    Unblock(PublicKey),
    /// Asks whether the chat shall be deleted.
    Delete,
    /// Begins a secret chat with somebody.
    Secret(PublicKey),
    /// Begins another one in the place of this.
    Anew,
    /// Compares safety numbers.
    Compare,
    /// Asks whether the secret chat shall end.
    End,
    /// Puts the cursor in a field.
    Focus(&'static str),
}

impl State {
    /// The panel about a chat; who takes part is read meanwhile.
    pub(crate) fn open(chat: Chat) -> Self {
        Self { chat, people: None, person: None, name: None, code: None, wrong: None }
    }

    /// Who takes part.
    pub(crate) fn people_read(&mut self, people: Vec<Acquaintance>) {
        self.people = Some(people);
    }

    /// Something is known better of somebody.
    pub(crate) fn told(&mut self, contact: &Contact) {
        let of = self.people.iter_mut().flatten();
        for person in of.filter(|p| p.contact.account == contact.account) {
            person.contact = contact.clone();
        }
    }

    /// Something could not be done.
    pub(crate) fn refused(&mut self, error: &Error) {
        self.wrong = Some(error.sentence.clone());
    }

    /// Whom the panel is about; nobody for a room as a whole.
    fn subject(&self) -> Option<&Acquaintance> {
        let who = self.person.or(self.chat.contact)?;
        self.people.as_ref()?.iter().find(|p| p.contact.account == who)
    }

    /// Esc: closes the innermost thing; false when there was none.
    pub(crate) fn escape(&mut self) -> bool {
        if self.name.take().is_some() || self.code.take().is_some() {
            return true;
        }
        self.person.take().is_some()
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        self.wrong = None;
        match message {
            Message::Closed => Action::Close,
            Message::BackPressed => {
                (self.person, self.name, self.code) = (None, None, None);
                Action::None
            }
            Message::MutePressed => Action::Mute(!self.chat.muted),
            Message::PinPressed => Action::Pin(!self.chat.pinned),
            Message::PersonPressed(person) => {
                self.person = Some(person);
                (self.name, self.code) = (None, None);
                Action::None
            }
            Message::NameTyped(name) => {
                self.name = Some(name);
                Action::None
            }
            Message::NameCancelled => {
                self.name = None;
                Action::None
            }
            Message::DeletePressed => Action::Delete,
            Message::AnewPressed => Action::Anew,
            Message::ComparePressed => Action::Compare,
            Message::EndPressed => Action::End,
            Message::WritePressed
            | Message::RenamePressed
            | Message::NameSaved
            | Message::KeyPressed
            | Message::LinkPressed
            | Message::CodePressed
            | Message::BlockPressed
            | Message::SecretPressed
            | Message::UnblockPressed => self.about_person(message),
        }
    }

    fn about_person(&mut self, message: Message) -> Action {
        let Some(Acquaintance { contact, link }) = self.subject().cloned() else {
            return Action::None;
        };
        let who = contact.account;
        match message {
            Message::WritePressed => Action::Write(who),
            Message::RenamePressed => {
                self.name = Some(if contact.named_here { contact.name } else { String::new() });
                Action::Focus(NAME)
            }
            Message::NameSaved => {
                let typed = self.name.take().unwrap_or_default();
                // An empty field takes the name away, and theirs is shown again.
                Action::Rename(who, Name::clean(&typed).ok())
            }
            Message::KeyPressed => Action::Copy(npub(&who)),
            Message::LinkPressed => Action::Copy(link),
            Message::CodePressed => {
                self.code = if self.code.is_some() { None } else { Qr::of(&link) };
                Action::None
            }
            Message::BlockPressed => Action::Block(who, contact.name),
            Message::SecretPressed => Action::Secret(who),
            Message::UnblockPressed => Action::Unblock(who),
            _ => Action::None,
        }
    }

    /// Whether the panel is about the chat as a whole.
    fn of_chat(&self) -> bool {
        self.person.is_none()
    }

    fn is_room(&self) -> bool {
        self.chat.kind == ChatKind::Room
    }
}

#[cfg(test)]
mod tests;
