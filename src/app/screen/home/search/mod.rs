//! Looking for people, chats and messages at once.
//!
//! People and chats are in memory and found at once; messages are asked for when nothing more was
//! typed for a moment, and an answer that is late for what stands in the field is nobody's.

mod view;

use nostr::key::PublicKey;

use super::super::super::matching::Words;
use super::super::super::theme;
use super::super::super::widget::rows::Stand;
use crate::model::{Chat, ChatId, ChatKind, Contact, Link, Message as Row, MessageId, npub};

pub(super) use view::{field, top_of, view};

/// The field.
pub(crate) const FIELD: &str = "search";
/// Nothing more was typed for so long, in milliseconds.
pub(super) const PAUSE: u64 = 150;
/// Messages of the first page.
const PAGE: u32 = 30;
/// Most messages that are found; whoever needs more types another word.
pub(super) const MOST: u32 = 500;
/// Most people, and chats, that are shown.
const SHOWN: usize = 30;
/// Longest text that is looked for, in bytes.
const LONGEST: usize = 8 * 1024;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub(crate) struct State {
    text: String,
    words: Words,
    /// Counts what was typed.
    ticket: u64,
    /// Somebody's link stands in the field.
    link: Option<PublicKey>,
    /// A secret key was pasted.
    secret: bool,
    people: Found<Contact>,
    chats: Found<Chat>,
    messages: Vec<Row>,
    /// So many messages were asked for.
    limit: u32,
    /// More messages may be found.
    more: bool,
    /// The messages of what stands in the field are here.
    answered: bool,
    /// They could not be read.
    wrong: Option<String>,
    at: usize,
}

/// The first of what was found, and how many there are.
#[derive(Debug)]
struct Found<T> {
    shown: Vec<T>,
    all: usize,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { shown: Vec::new(), all: 0 }
    }
}

impl<T> Found<T> {
    fn of(found: impl Iterator<Item = T>) -> Self {
        let mut all = 0;
        let mut shown = Vec::new();
        for one in found {
            if all < SHOWN {
                shown.push(one);
            }
            all += 1;
        }
        Self { shown, all }
    }
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// Something was typed.
    Typed(String),
    /// A moment passed since this was typed.
    Due(u64),
    /// Something that was found was pressed.
    Pressed(usize),
    /// Enter.
    Entered,
    /// The cross was pressed.
    Cleared,
}

/// What the parent is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// To come back with this when a moment has passed.
    Later(u64),
    /// To look for these words among messages.
    Messages {
        /// What was typed last when this was asked.
        ticket: u64,
        text: String,
        limit: u32,
    },
    /// To open the chat with somebody.
    Person(PublicKey),
    /// To open a chat.
    Chat(ChatId),
    /// To open a chat at a message.
    Place(ChatId, MessageId),
    /// To add whom the link in the field names.
    Add(String),
    /// To show the list from its beginning.
    ToTop,
}

/// One thing that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hit<'a> {
    Link(PublicKey),
    Person(&'a Contact),
    Chat(&'a Chat),
    Message(&'a Row),
}

impl State {
    /// Something stands in the field.
    pub(super) fn is_active(&self) -> bool {
        !self.text.is_empty() || self.secret
    }

    /// What stands in the field.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Nothing is looked for any more.
    pub(super) fn clear(&mut self) {
        *self = Self { ticket: self.ticket + 1, ..Self::default() };
    }

    /// Where the keyboard is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn walk_to(&mut self, at: usize) {
        self.at = at;
    }

    /// What happened here becomes what the parent has to do.
    pub(super) fn update(&mut self, message: Message, known: &Known<'_>) -> Vec<Ask> {
        match message {
            Message::Typed(text) => self.typed(text, known),
            Message::Due(ticket) if ticket == self.ticket && !self.words.is_empty() => {
                vec![self.ask()]
            }
            Message::Due(_) => Vec::new(),
            Message::Pressed(at) => self.open(at),
            Message::Entered => self.open(self.at),
            Message::Cleared => {
                self.clear();
                vec![Ask::ToTop]
            }
        }
    }

    fn typed(&mut self, text: String, known: &Known<'_>) -> Vec<Ask> {
        self.clear();
        if crate::model::is_secret_key(&text) {
            // Somebody's secret key, most likely their own: it is not kept.
            drop(crate::model::Secret::new(text));
            self.secret = true;
            return vec![Ask::ToTop];
        }
        if text.len() > LONGEST {
            return Vec::new();
        }
        self.words = Words::of(&text);
        self.text = text;
        self.link = Link::parse(self.text.trim()).ok().map(|link| link.account);
        self.look(known);
        vec![Ask::ToTop, Ask::Later(self.ticket)]
    }

    /// Looks through what is in memory.
    pub(super) fn look(&mut self, known: &Known<'_>) {
        if self.words.is_empty() {
            return;
        }
        let (words, typed) = (&self.words, self.text.trim());
        let named = |contact: &&Contact| {
            words.are_in(&contact.name)
                || contact.calls_themself.as_ref().is_some_and(|name| words.are_in(name.as_str()))
                || (typed.starts_with("npub1") && npub(&contact.account).starts_with(typed))
                || self.link == Some(contact.account)
        };
        self.people = Found::of(known.people.iter().filter(named).cloned());
        let rooms =
            known.chats.iter().filter(|c| c.contact.is_none() || c.kind == ChatKind::Secret);
        self.chats = Found::of(rooms.filter(|chat| words.are_in(&chat.name)).cloned());
        // Somebody known needs not be added.
        if self.people.shown.iter().any(|p| Some(p.account) == self.link && !p.blocked) {
            self.link = None;
        }
    }

    fn ask(&mut self) -> Ask {
        self.limit = if self.limit == 0 { PAGE } else { (self.limit * 3).min(MOST) };
        self.more = false;
        Ask::Messages { ticket: self.ticket, text: self.text.clone(), limit: self.limit }
    }

    /// Messages were found, newest first.
    pub(super) fn found(&mut self, ticket: u64, messages: Vec<Row>) {
        if ticket == self.ticket {
            self.more = messages.len() >= self.limit as usize && self.limit < MOST;
            self.messages = messages;
            self.answered = true;
        }
    }

    /// Messages could not be looked through.
    pub(super) fn failed(&mut self, ticket: u64, sentence: String) {
        if ticket == self.ticket {
            self.answered = true;
            self.wrong = Some(sentence);
        }
    }

    /// A message is gone.
    pub(super) fn gone(&mut self, message: MessageId) {
        self.messages.retain(|m| m.message != message);
    }

    /// The view moved: near the end more is asked for.
    pub(super) fn seen(&mut self, stand: Stand) -> Vec<Ask> {
        let end = top_of(self, self.count());
        let near = stand.offset + stand.height > end - 4.0 * theme::ROW;
        if self.more && near { vec![self.ask()] } else { Vec::new() }
    }

    fn hits(&self) -> impl Iterator<Item = Hit<'_>> {
        let link = self.link.map(Hit::Link).into_iter();
        link.chain(self.people.shown.iter().map(Hit::Person))
            .chain(self.chats.shown.iter().map(Hit::Chat))
            .chain(self.messages.iter().map(Hit::Message))
    }

    /// How many things were found.
    pub(super) fn count(&self) -> usize {
        usize::from(self.link.is_some())
            + self.people.shown.len()
            + self.chats.shown.len()
            + self.messages.len()
    }

    /// Nothing was found, and nothing will be.
    fn is_in_vain(&self) -> bool {
        self.count() == 0 && (self.answered || self.words.is_empty()) && !self.secret
    }

    /// Opens what was found.
    pub(super) fn open(&self, at: usize) -> Vec<Ask> {
        let ask = self.hits().nth(at).map(|hit| match hit {
            Hit::Link(_) => Ask::Add(self.text.trim().to_owned()),
            Hit::Person(person) => Ask::Person(person.account),
            Hit::Chat(chat) => Ask::Chat(chat.chat),
            Hit::Message(message) => Ask::Place(message.chat, message.message),
        });
        ask.into_iter().collect()
    }
}

/// What is looked through at once.
pub(super) struct Known<'a> {
    pub(super) people: &'a [Contact],
    pub(super) chats: &'a [Chat],
}

#[cfg(test)]
mod tests;
