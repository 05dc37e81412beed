//! What a received rumor means, inside the transaction that marks its envelope as seen.

mod deletes;
mod reactions;
mod receipts;

use nostr::event::EventId;
use nostr::key::PublicKey;
use zeroize::Zeroizing;

use super::changes::Changes;
use super::heart::Heart;
use crate::envelope::{Content, EditOf, FileOffer, Rumor, kinds};
use crate::model::{Attachment, ChatKind, MessageId, Millis, Name, RelayAddress};
use crate::store::{ChatRow, ME, MessageRow, NewMessage, News, Person, StoreError, Tombstone, Tx};

/// Further ahead than this is not believed: clocks differ by minutes, not by hours.
const AHEAD: i64 = 15 * 60 * 1000;
/// 2015: before there was any of this.
const EARLIEST: i64 = 1_420_070_400_000;

/// An envelope that was opened.
pub(super) struct Arrived {
    pub(super) wrap: EventId,
    pub(super) wrap_secs: u64,
    /// Who served it.
    pub(super) relay: RelayAddress,
    /// The mailbox that it lay in, where that is not the account's.
    pub(super) mailbox: Option<PublicKey>,
    /// `None`: it does not open, or says nothing that can be read.
    pub(super) inside: Option<Inside>,
}

/// What was in an envelope.
pub(super) enum Inside {
    /// In the account's mailbox, or in an offer's.
    Rumor(Box<Rumor>),
    /// In a secret chat's.
    Wire(Zeroizing<Vec<u8>>),
}

impl Arrived {
    /// The rumor, where there is one.
    pub(super) fn rumor(&self) -> Option<&Rumor> {
        match &self.inside {
            Some(Inside::Rumor(rumor)) => Some(rumor),
            _ => None,
        }
    }
}

/// Works on one batch, in one transaction.
pub(super) struct Apply<'a, 'b> {
    pub(super) heart: &'a Heart,
    pub(super) tx: &'a Tx<'b>,
    pub(super) now: Millis,
    pub(super) changes: Changes,
}

impl Apply<'_, '_> {
    /// What is to be known of a batch before its envelopes are looked at one by one.
    pub(super) fn foretell(&mut self, arrived: &Arrived) -> Result<(), StoreError> {
        let me = self.heart.me();
        if let Some(rumor) = arrived.rumor()
            && arrived.mailbox.is_none()
            && rumor.author == me
            && let Content::OwnDevices(json) = &rumor.content
        {
            super::own_devices::foretell(self.heart, self.tx, json, self.now, &mut self.changes)?;
        }
        Ok(())
    }

    /// One envelope.
    pub(super) fn arrived(&mut self, arrived: &Arrived) -> Result<(), StoreError> {
        let mailbox = match &arrived.mailbox {
            None if self.tx.mark_seen(arrived.wrap_secs, &arrived.wrap)? => None,
            None => return Ok(()),
            Some(mailbox) => {
                // The chat may be over by now.
                let Some(mailbox) = self.tx.secret_mailbox(mailbox)? else { return Ok(()) };
                if !self.tx.mark_secret_seen(&arrived.wrap, self.now)? {
                    return self.came_again(&mailbox, (arrived.wrap, &arrived.relay));
                }
                Some(mailbox)
            }
        };
        let rumor = match (&arrived.inside, &mailbox) {
            (Some(Inside::Rumor(rumor)), _) => rumor,
            (Some(Inside::Wire(wire)), Some(mailbox)) => {
                return self.wire(mailbox, wire, (arrived.wrap, &arrived.relay));
            }
            _ => return Ok(()),
        };
        let me = self.heart.me();
        if rumor.author != me && !rumor.people.contains(&me) {
            return Ok(());
        }
        let author = self.tx.meet(&rumor.author)?;
        if author.blocked {
            return Ok(());
        }
        if mailbox.is_some() && !matches!(rumor.content, Content::Secret { .. }) {
            return Ok(());
        }
        let author = self.introduce(author, rumor)?;
        match &rumor.content {
            Content::Secret { step, content } => {
                if let Some(mailbox) = &mailbox {
                    self.opened(mailbox, (arrived.wrap, &arrived.relay))?;
                }
                let reply = mailbox.map(|mailbox| mailbox.chat);
                self.secret_step(&author, rumor, (*step, content), reply)
            }
            Content::Text { text, reply_to, edit, subject } => {
                let text = Text {
                    kind: kinds::TEXT,
                    text: text.clone(),
                    reply_to: reply_to.map(Into::into),
                    edit: *edit,
                    subject: subject.as_ref(),
                    attachment: None,
                };
                self.text(rumor, &author, text, arrived.wrap)
            }
            Content::File(file) => {
                let text = Text {
                    kind: kinds::FILE,
                    text: String::new(),
                    reply_to: None,
                    edit: None,
                    subject: None,
                    attachment: Some(attachment(file)),
                };
                self.text(rumor, &author, text, arrived.wrap)
            }
            Content::Reaction { target, emoji } => {
                self.reaction(rumor, &author, (*target).into(), emoji)
            }
            Content::Delete { targets, replaced_by } => {
                let replaced_by = replaced_by.map(Into::into);
                for (nth, target) in targets.iter().enumerate() {
                    self.delete(&author, (*target).into(), replaced_by, nth)?;
                }
                Ok(())
            }
            Content::Receipt { receipt, of } => {
                for id in of {
                    self.receipt(&author, (*id).into(), *receipt)?;
                }
                Ok(())
            }
            Content::OwnDevices(json) if author.key == ME => {
                super::own_devices::apply(self.heart, self.tx, json, self.now, &mut self.changes)
            }
            Content::OwnDevices(_) | Content::Unknown => Ok(()),
        }
    }

    /// Notes what a rumor says of its author.
    fn introduce(&mut self, mut author: Person, rumor: &Rumor) -> Result<Person, StoreError> {
        if author.key == ME {
            // Another device of one's own has moved the mailbox.
            if let Some(hint) = &rumor.inbox
                && hint.secs > self.heart.own_list_secs()
                && hint.secs <= self.now.plus(AHEAD).secs()
            {
                self.tx.set_meta("own-list-secs", &hint.secs.to_be_bytes())?;
                self.tx.replace_own_relays(&hint.relays, self.now)?;
                self.changes.own_relays = true;
            }
            return Ok(author);
        }
        let before = author.clone();
        author.hushwing |= rumor.hushwing;
        if rumor.name.is_some() {
            author.claimed.clone_from(&rumor.name);
        }
        if author != before {
            self.tx.save_person(&author)?;
        }
        if let Some(hint) = &rumor.inbox {
            // A list from the far future could never be replaced.
            let secs = hint.secs.min(self.now.plus(AHEAD).secs());
            if self.tx.set_inbox(author.key, secs, &hint.relays)? {
                self.add_relays(&author)?;
            }
        }
        Ok(author)
    }

    /// A person's mailbox was found: what waits for them goes there.
    fn add_relays(&mut self, person: &Person) -> Result<(), StoreError> {
        let relays = self.heart.usable(&self.tx.inbox(person.key)?.urls);
        for id in self.tx.add_relays_for(person.key, &relays, self.now)? {
            if let Some(row) = self.tx.message(id)? {
                self.changes.state(row.key, row.chat);
            }
        }
        Ok(())
    }

    /// Clocks are not believed beyond reason: such a message stands where it arrived.
    pub(super) fn believable(&self, at: Millis) -> Millis {
        if at.0 > self.now.0 + AHEAD || at.0 < EARLIEST { self.now } else { at }
    }

    fn text(
        &mut self,
        rumor: &Rumor,
        author: &Person,
        text: Text<'_>,
        wrap: EventId,
    ) -> Result<(), StoreError> {
        let id = MessageId::from(rumor.id);
        if self.tx.tombstone(id, author.key)?.is_some() {
            return Ok(());
        }
        if let Some(row) = self.tx.message(id)? {
            // The same message in another envelope: another relay, or a second wrapping.
            if row.author == author.key {
                self.tx.add_wrap(row.key, &wrap)?;
            }
            return Ok(());
        }
        let first = match text.edit {
            Some(edit) => self.tx.first_id(edit.first.into())?,
            None => id,
        };
        let version = text.edit.map_or(0, |edit| edit.version.max(1));
        if first != id {
            if let Some(row) = self.tx.message(first)? {
                return self.reword(&row, author, id, version, &text, wrap);
            }
            if self.tx.tombstone(first, author.key)? == Some(Tombstone::ForGood) {
                return self.tx.bury(id, author.key, Tombstone::ForGood);
            }
        }
        let chat = self.tx.chat_of(&self.heart.me(), &rumor.people)?;
        let message = NewMessage {
            id: first,
            wording: (id, version),
            chat: chat.key,
            author: author.key,
            at: self.believable(rumor.at),
            kind: text.kind,
            text: text.text,
            reply_to: text.reply_to,
            attachment: text.attachment,
            wrap: Some(wrap),
            stored_at: self.heart.clock.now(),
            timer: Default::default(),
        };
        let key = self.tx.insert_message(&message)?;
        self.changes.received += 1;
        self.changes.message(key, chat.key);
        if self.tx.take_read_ahead(id)? {
            self.tx.mark_read(chat.key, key)?;
        }
        if let Some(subject) = text.subject {
            self.tx.name_room(chat.key, subject, message.at)?;
        }
        let accepted = self.accept(&chat, author)?;
        if accepted {
            self.owe_receipt(author, id, key.at())?;
        } else if author.blocked {
            self.tx.hide_chat(chat.key, true)?;
        }
        Ok(())
    }

    /// Whether the chat is among the chats after this message of `author`.
    fn accept(&mut self, chat: &ChatRow, author: &Person) -> Result<bool, StoreError> {
        if chat.accepted {
            return Ok(true);
        }
        // A chat in which I wrote, on whatever device, counts as accepted; so does one that
        // somebody accepted began.
        if author.key == ME {
            self.tx.accept_chat(chat.key)?;
            if chat.kind == ChatKind::Ordinary
                && let Some(person) = self.tx.chat_people(chat.key)?.into_iter().next()
                && !person.accepted
            {
                super::requests::let_in(self.tx, person, None, &mut self.changes)?;
            }
            return Ok(true);
        }
        if author.accepted {
            self.tx.accept_chat(chat.key)?;
        }
        Ok(author.accepted)
    }

    fn reword(
        &mut self,
        row: &MessageRow,
        author: &Person,
        id: MessageId,
        version: u32,
        text: &Text<'_>,
        wrap: EventId,
    ) -> Result<(), StoreError> {
        // Only one's own messages: anybody else's edit is dropped.
        if row.author != author.key || row.kind != kinds::TEXT {
            return Ok(());
        }
        if (version, id) <= (row.version, row.current) {
            return self.tx.add_alias(id, row.id);
        }
        self.tx.bury(row.current, author.key, Tombstone::GaveWay)?;
        self.forget_wraps(row)?;
        if author.key == ME {
            self.tx.supersede(row.id)?;
        }
        self.tx.reword(row, id, version, &text.text, self.heart.clock.now())?;
        self.tx.set_wraps(row.key, Some(&wrap))?;
        self.changes.message(row.key, row.chat);
        self.owe_receipt(author, id, row.key.at())
    }

    fn takes_part(&self, person: &Person, row: &MessageRow) -> Result<bool, StoreError> {
        Ok(person.key == ME || self.tx.chat_people(row.chat)?.iter().any(|p| p.key == person.key))
    }
}

/// A text or file on its way in.
struct Text<'a> {
    kind: u16,
    text: String,
    reply_to: Option<MessageId>,
    edit: Option<EditOf>,
    subject: Option<&'a Name>,
    attachment: Option<Attachment>,
}

/// A name for a file that shows what it is, without paths or control characters.
fn attachment(file: &FileOffer) -> Attachment {
    let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = Name::clean(base).map_or_else(|_| "File".to_owned(), |n| n.as_str().to_owned());
    let media_type: String =
        file.media_type.chars().filter(|c| c.is_ascii_graphic()).take(100).collect();
    Attachment { name, media_type, size: file.size, state: "offered".into() }
}

/// What one's own other devices should hear of a chat that was read here.
pub(super) fn note_read(tx: &Tx<'_>, chat: &ChatRow) -> Result<(), StoreError> {
    tx.add_news(News::Chat(chat.id))
}
