//! What the other side of a secret chat says, inside the transaction that stores its ratchet.

use super::speak::moved;
use super::{message_id, over};
use crate::envelope::kinds;
use crate::messenger::apply::Apply;
use crate::model::{Attachment, Millis, Name, Receipt};
use crate::secret::{Content, Id, Kind, Side, Target};
use crate::store::{
    ME, MessageRow, NewMessage, Person, ReactionRow, SecretChatRow, StoreError, Timer, Tombstone,
    WhyOver,
};

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
                chat.timer_secs = *timer;
                moved(chat, relays);
                self.tx.save_secret_chat(chat)?;
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
            Kind::Edit { of, text } => {
                let Some(row) = self.theirs(chat, person, of)? else { return Ok(()) };
                if row.kind == kinds::TEXT {
                    let version = row.version.saturating_add(1);
                    let now = self.heart.clock.now();
                    self.tx.reword(&row, row.current, version, text, now)?;
                    self.changes.message(row.key, row.chat);
                }
                Ok(())
            }
            Kind::Delete { ids } => {
                for id in ids {
                    // It may come after its deletion.
                    self.tx.bury(message_id(id), person.key, Tombstone::ForGood)?;
                    if let Some(row) = self.theirs(chat, person, id)? {
                        self.tx.remove_message(&row, false)?;
                        self.changes.gone.push((row.id, row.chat));
                        self.changes.chats.insert(row.chat);
                    }
                }
                Ok(())
            }
            Kind::Timer(secs) => {
                chat.timer_secs = *secs;
                self.tx.save_secret_chat(chat)?;
                self.changes.chats.insert(chat.chat);
                Ok(())
            }
            Kind::Relays(relays) => {
                if moved(chat, relays) {
                    self.tx.save_secret_chat(chat)?;
                    let relays = self.heart.usable(&chat.relays);
                    self.tx.add_relays_for_chat(chat.chat, &relays, self.now)?;
                }
                Ok(())
            }
            Kind::Close { differ } => {
                let why = if *differ { WhyOver::Differs } else { WhyOver::EndedThere };
                over(self.tx, chat, why)?;
                self.changes.secret_chats.insert(chat.chat);
                self.changes.chats.insert(chat.chat);
                Ok(())
            }
            // The spoken check is the window's; what is unknown shows nothing.
            Kind::Words(_) | Kind::Unknown(_) => Ok(()),
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

    fn heard(
        &mut self,
        chat: &SecretChatRow,
        person: &Person,
        content: &Content,
        (text, attachment): (&str, Option<Attachment>),
        (answers, timer): (Option<Target>, Option<u32>),
    ) -> Result<(), StoreError> {
        let id = message_id(&content.id);
        // An id that is here already is somebody else's message, or this one again.
        if self.tx.message(id)?.is_some() || self.tx.tombstone(id, person.key)?.is_some() {
            return Ok(());
        }
        let at = Millis(i64::try_from(content.at).unwrap_or(i64::MAX));
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
        self.changes.received += 1;
        self.changes.message(key, chat.chat);
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
        let Some(row) = self.tx.message(message_id(id))? else { return Ok(()) };
        if row.chat == chat.chat
            && row.author == ME
            && self.tx.add_receipt(row.id, person.key, receipt)?
        {
            self.tx.finish_for(row.id, person.key)?;
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
        let Some(row) = self.tx.message(message_id(&to.id))? else { return Ok(()) };
        let author = if to.author == Side::Writer { person.key } else { ME };
        if row.chat != chat.chat || row.author != author {
            return Ok(());
        }
        self.tx.remove_reactions(row.id, person.key)?;
        if !emoji.is_empty() {
            let reaction = ReactionRow {
                id: message_id(&content.id),
                target: row.id,
                author: person.key,
                emoji: emoji.to_owned(),
            };
            let at = i64::try_from(content.at).unwrap_or(i64::MAX);
            self.tx.add_reaction(&reaction, at)?;
        }
        self.changes.message(row.key, row.chat);
        Ok(())
    }
}
