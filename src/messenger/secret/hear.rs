//! What the other side of a secret chat says, inside the transaction that stores its ratchet.

use super::speak::{moved, timer_counts};
use super::{message_id, note, over, words};
use crate::envelope::kinds;
use crate::messenger::apply::Apply;
use crate::model::{Attachment, MessageId, Millis, Name, Note, Receipt, WhyOver};
use crate::secret::{Content, Id, Kind, Side, Target};
use crate::store::{
    ME, MessageRow, NewMessage, Person, ReactionRow, SecretChatRow, StoreError, Timer, Tombstone,
};

/// Most that a time ahead of this device's counts for, milliseconds (PROTOCOL 12).
const AHEAD: i64 = 15 * 60_000;
/// Reactions of one person that are kept here: what nobody reaches by hand.
const REACTIONS: u32 = 20_000;

impl Apply<'_, '_> {
    /// Takes what was opened. What cannot be read counts as received, and shows nothing.
    pub(super) fn hear(
        &mut self,
        chat: &mut SecretChatRow,
        person: &Person,
        content: &[u8],
    ) -> Result<(), StoreError> {
        let Ok(content) = Content::read(content) else { return Ok(()) };
        if content.wants_receipt() {
            self.tx.owe_secret_receipt(chat.chat, &content.id, false)?;
        }
        match &content.kind {
            Kind::Hello { timer, relays, name } => {
                // A side that set none has nothing against the other's.
                if *timer > 0 {
                    self.timer_set(chat, *timer, &content)?;
                }
                moved(chat, relays);
                self.tx.save_secret_chat(chat)?;
                self.changes.chats.insert(chat.chat);
                self.called(person, name.as_deref())
            }
            Kind::Text { text, answers, timer } => {
                self.heard(chat, person, &content, (text, None), (*answers, *timer))
            }
            Kind::File { answers, timer } => {
                let file = Attachment {
                    name: "File".into(),
                    media_type: String::new(),
                    size: 0,
                    state: "offered".into(),
                };
                self.heard(chat, person, &content, ("", Some(file)), (*answers, *timer))
            }
            Kind::Receipt { read, ids } => {
                let receipt = if *read { Receipt::Read } else { Receipt::Delivered };
                ids.iter().try_for_each(|id| self.told(chat, person, id, receipt))
            }
            Kind::Reaction { to, emoji } => self.reacted(chat, person, &content, *to, emoji),
            Kind::Edit { of, text } => self.reworded(chat, person, (of, &content), text),
            Kind::Delete { ids } => {
                for id in ids {
                    let (message, author) = (message_id(id), person.key);
                    // It may come after its deletion, or was taken back from the relays.
                    let gone = self.tx.tombstone(message, author)?.is_some();
                    if !gone && self.tx.message(message)?.is_none() {
                        chat.withdrawn = chat.withdrawn.saturating_add(1);
                        self.tx.save_secret_chat(chat)?;
                        self.changes.chats.insert(chat.chat);
                    }
                    self.tx.bury(message, author, Tombstone::ForGood)?;
                    self.tx.take_wording(chat.chat, message)?;
                    if let Some(row) = self.theirs(chat, person, id)? {
                        self.tx.remove_message(&row, false)?;
                        self.changes.gone.push((row.id, row.chat));
                        self.changes.chats.insert(row.chat);
                    }
                }
                Ok(())
            }
            Kind::Timer(secs) => {
                self.timer_set(chat, *secs, &content)?;
                self.tx.save_secret_chat(chat)?;
                self.changes.chats.insert(chat.chat);
                Ok(())
            }
            Kind::Relays(relays) => {
                if moved(chat, relays) {
                    self.tx.save_secret_chat(chat)?;
                    let relays = self.heart.usable(&chat.relays);
                    self.tx.add_relays_for_chat(chat.chat.lane(), &relays, self.now)?;
                }
                Ok(())
            }
            Kind::Close { differ } => {
                let why = if *differ { WhyOver::Differs } else { WhyOver::EndedThere };
                over(self.tx, chat, (why, self.now), &mut self.changes)
            }
            Kind::Words(step) => words::hear(self.tx, chat, *step, self.now, &mut self.changes),
            Kind::Unknown(_) => Ok(()),
        }
    }

    /// What the other side calls itself.
    fn called(&mut self, person: &Person, name: Option<&str>) -> Result<(), StoreError> {
        let Some(name) = name.and_then(|name| Name::clean(name).ok()) else { return Ok(()) };
        let mut person = self.tx.person_at(person.key)?;
        person.hushwing = true;
        person.claimed = Some(name);
        self.tx.save_person(&person)
    }

    /// They set the timer of new messages. The line lies among their messages by their clock.
    fn timer_set(
        &mut self,
        chat: &mut SecretChatRow,
        secs: u32,
        content: &Content,
    ) -> Result<(), StoreError> {
        // A clock that is far ahead does not decide for ever.
        let at = Millis(date(content).min(self.now.0.saturating_add(AHEAD)));
        if !timer_counts(chat, (secs, at)) {
            return Ok(());
        }
        chat.timer_at = at;
        if std::mem::replace(&mut chat.timer_secs, secs) == secs {
            return Ok(());
        }
        let what = Note::TimerSet { mine: false, secs };
        let at = self.believable(Millis(date(content)));
        note(self.tx, chat.chat, (what, at), &mut self.changes)
    }

    fn heard(
        &mut self,
        chat: &mut SecretChatRow,
        person: &Person,
        content: &Content,
        (text, attachment): (&str, Option<Attachment>),
        (answers, timer): (Option<Target>, Option<u32>),
    ) -> Result<(), StoreError> {
        let id = message_id(&content.id);
        // An id that is here already is somebody else's message, or this one again.
        if self.tx.message(id)?.is_some() {
            return Ok(());
        }
        if self.tx.tombstone(id, person.key)?.is_some() {
            chat.withdrawn = chat.withdrawn.saturating_sub(1);
            return self.tx.save_secret_chat(chat);
        }
        let at = Millis(date(content));
        let file = attachment.is_some();
        let message = NewMessage {
            id,
            wording: (id, 0),
            chat: chat.chat,
            author: person.key,
            at: self.believable(at),
            kind: if file { kinds::FILE } else { kinds::TEXT },
            text: text.to_owned(),
            reply_to: answers.map(|target| message_id(&target.id)),
            attachment,
            wrap: None,
            stored_at: self.heart.clock.now(),
            timer: Timer { secs: timer.unwrap_or(0), expires_at: None },
        };
        let key = self.tx.insert_message(&message)?;
        if let Some((at, text)) = self.tx.take_wording(chat.chat, id)?
            && !file
            && let Some(row) = self.tx.message_at(key)?
        {
            self.tx.reword(&row, id, 1, &text, self.now)?;
            self.tx.set_worded_at(key, at)?;
        }
        self.changes.received += 1;
        self.changes.message(key, chat.chat);
        Ok(())
    }

    /// Another wording. They come in any order, before their message too; the latest one stands.
    fn reworded(
        &mut self,
        chat: &SecretChatRow,
        person: &Person,
        (of, content): (&Id, &Content),
        text: &str,
    ) -> Result<(), StoreError> {
        let at = date(content);
        let id = message_id(of);
        let Some(row) = self.tx.message(id)? else {
            if self.tx.tombstone(id, person.key)?.is_none() {
                self.tx.keep_wording(chat.chat, id, at, text)?;
            }
            return Ok(());
        };
        let theirs = row.chat == chat.chat && row.author == person.key && row.kind == kinds::TEXT;
        if theirs && at > self.tx.worded_at(row.key)? {
            let version = row.version.saturating_add(1);
            self.tx.reword(&row, row.current, version, text, self.now)?;
            self.tx.set_worded_at(row.key, at)?;
            self.changes.message(row.key, row.chat);
        }
        Ok(())
    }

    /// A message of the other side in this chat.
    fn theirs(
        &self,
        chat: &SecretChatRow,
        person: &Person,
        id: &Id,
    ) -> Result<Option<MessageRow>, StoreError> {
        let row = self.tx.message(message_id(id))?;
        Ok(row.filter(|row| row.chat == chat.chat && row.author == person.key))
    }

    fn told(
        &mut self,
        chat: &SecretChatRow,
        person: &Person,
        id: &Id,
        receipt: Receipt,
    ) -> Result<(), StoreError> {
        let id = message_id(id);
        let Some(row) = self.tx.message(id)? else {
            // It has had its time here; its envelopes are done with too.
            return self.tx.finish_for(id, person.key);
        };
        if row.chat == chat.chat
            && row.author == ME
            && self.tx.add_receipt(row.id, person.key, receipt)?
        {
            self.tx.finish_for(row.id, person.key)?;
            self.changes.fading |= self.tx.start_timer(row.key, self.now)?;
            self.changes.state(row.key, row.chat);
        }
        Ok(())
    }

    fn reacted(
        &mut self,
        chat: &SecretChatRow,
        person: &Person,
        content: &Content,
        to: Target,
        emoji: &str,
    ) -> Result<(), StoreError> {
        let (target, at) = (message_id(&to.id), date(content));
        let author = if to.author == Side::Writer { person.key } else { ME };
        let row = self.tx.message(target)?;
        let fits = match &row {
            Some(row) => row.chat == chat.chat && row.author == author,
            // It may come after what was said of it, unless it is gone.
            None => {
                self.tx.tombstone(target, author)?.is_none()
                    && self.tx.count_reactions_by(person.key, REACTIONS)? < REACTIONS
            }
        };
        // They come in any order; the latest one stands, and one that was taken back is remembered.
        if !fits || self.tx.reacted_at(target, person.key)?.is_some_and(|last| last >= at) {
            return Ok(());
        }
        self.tx.remove_reactions(target, person.key)?;
        let id: MessageId = message_id(&content.id);
        let emoji = emoji.to_owned();
        self.tx.add_reaction(&ReactionRow { id, target, author: person.key, emoji }, at)?;
        if let Some(row) = row {
            self.changes.message(row.key, row.chat);
        }
        Ok(())
    }
}

/// When something was written, as its author says.
fn date(content: &Content) -> i64 {
    i64::try_from(content.at).unwrap_or(i64::MAX)
}
