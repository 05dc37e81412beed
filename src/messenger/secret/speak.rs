//! Saying something in a secret chat: it waits in the queue, and goes out as soon as the chat lets it.

use std::sync::Arc;

use nostr::key::{Keys, SecretKey};
use zeroize::Zeroizing;

use super::arrive::relays_of;
use super::{addresses, message_id, new_id, note, own_id, ratchet, rng};
use crate::envelope::{kinds, wrap_raw};
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::messenger::{Deleted, DeletionState, Error, ErrorKind, Reply};
use crate::model::{MessageId, Millis, Note, SecretStage};
use crate::secret::{Content, Kind, MailboxSecret, Side, TEXT, TIMER, Target, Unsent};
use crate::store::{
    ChatKey, EnvelopePurpose, ME, MessageRow, NewEnvelope, NewMessage, ReactionRow, SecretChatRow,
    StoreError, Timer, Tombstone, Tx,
};

/// Most receipts in one message.
const RECEIPTS: u32 = 400;

/// A mailbox's keys.
pub(super) fn keys_of(secret: &MailboxSecret) -> Result<Keys, StoreError> {
    SecretKey::from_slice(secret.expose()).map(Keys::new).map_err(StoreError::fault)
}

fn kind_of(content: Kind, at: Millis) -> Result<Content, StoreError> {
    Ok(Content { id: new_id()?, at: at.0.max(0).unsigned_abs(), kind: content })
}

/// Whose message a row is, seen by the other side.
fn target(row: &MessageRow) -> Target {
    let author = if row.author == ME { Side::Writer } else { Side::Reader };
    Target { author, id: own_id(row.id) }
}

/// Something to say, encoded.
pub(super) fn written(kind: Kind, at: Millis) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    Ok(kind_of(kind, at)?.write())
}

/// Has something said once the chat lets it; nobody's ticks depend on it.
pub(super) fn queue(tx: &Tx<'_>, chat: ChatKey, kind: Kind, at: Millis) -> Result<(), StoreError> {
    tx.queue(chat, None, &written(kind, at)?)
}

impl Heart {
    /// Seals what waits in a chat, as far as the chat lets it, into the outbox.
    pub(super) fn flush_secret(
        &self,
        tx: &Tx<'_>,
        chat: &mut SecretChatRow,
        now: Millis,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        if chat.stage != SecretStage::Standing || chat.held {
            return Ok(());
        }
        let Some(person) = tx.chat_people(chat.chat)?.into_iter().next() else { return Ok(()) };
        let relays = relays_of(self, tx, person.key, &chat.relays)?;
        let mut state = None;
        while let Some(waiting) = tx.next_queued(chat.chat)? {
            let before = match state.take() {
                Some(state) => state,
                None => ratchet(chat)?,
            };
            let Some(mailbox) = before.sending_mailbox() else { break };
            let sent = match before.send(&waiting.content, &mut rng()) {
                Ok(sent) => sent,
                // It waits for the other side.
                Err(Unsent::ChainFull | Unsent::Unconfirmed) => break,
                Err(Unsent::TooLong | Unsent::BadKey) => {
                    tx.unqueue(waiting.place)?;
                    state = Some(before);
                    continue;
                }
            };
            let mailbox = keys_of(&mailbox)?;
            let wrapped =
                wrap_raw(&sent.wire, &mailbox.public_key(), now).map_err(StoreError::fault)?;
            let envelope = NewEnvelope {
                event: wrapped.event.id,
                json: wrapped.json,
                one_time: Some(wrapped.one_time),
                addressee: person.key,
                message: waiting.message,
                purpose: EnvelopePurpose::Secret,
                mailbox: Some(mailbox),
                lane: chat.chat.lane(),
            };
            tx.enqueue(&envelope, &relays, now)?;
            tx.unqueue(waiting.place)?;
            // Each state is written with the envelope that it made, and both are committed together.
            chat.secret = sent.ratchet.save();
            tx.save_secret_chat(chat)?;
            if let Some(row) = waiting.message.map(|id| tx.message(id)).transpose()?.flatten() {
                changes.state(row.key, row.chat);
            }
            state = Some(sent.ratchet);
        }
        Ok(())
    }

    /// A secret chat that something can be said in.
    async fn secret_chat_to_write(&self, chat: ChatKey) -> Result<SecretChatRow, Error> {
        let row = self.store.read(move |store| store.secret_chat(chat)).await?;
        let row = row.ok_or_else(|| Error::not_found("this is no secret chat"))?;
        if row.stage == SecretStage::Over {
            return Err(Error::new(
                ErrorKind::Input,
                "this secret chat is over, nothing can be sent in it; start a new one with `secret`",
            ));
        }
        Ok(row)
    }

    /// Queues something and makes a change, in one transaction.
    async fn say<F>(
        self: &Arc<Self>,
        chat: ChatKey,
        message: Option<MessageId>,
        content: Content,
        change: F,
    ) -> Result<(), Error>
    where
        F: FnOnce(&Tx<'_>, &mut Changes) -> Result<(), StoreError> + Send + 'static,
    {
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                change(tx, &mut changes)?;
                // As the change has left it.
                let Some(mut row) = tx.secret_chat(chat)? else {
                    return Err(StoreError::NoSuchRow);
                };
                tx.queue(chat, message, &content.write())?;
                heart.flush_secret(tx, &mut row, now, &mut changes)?;
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        Ok(())
    }

    /// A text, with a timer of its own or the chat's.
    pub(in crate::messenger) async fn send_secret(
        self: &Arc<Self>,
        chat: ChatKey,
        text: String,
        answers: Option<MessageRow>,
        ttl: Option<u32>,
    ) -> Result<Reply, Error> {
        let row = self.secret_chat_to_write(chat).await?;
        check_text(&text)?;
        let secs = ttl.unwrap_or(row.timer_secs);
        check_timer(secs)?;
        let at = self.moment();
        let kind = Kind::Text {
            text: text.clone(),
            answers: answers.as_ref().map(target),
            timer: (secs > 0).then_some(secs),
        };
        let content = kind_of(kind, at)?;
        let id = message_id(&content.id);
        let message = NewMessage {
            id,
            wording: (id, 0),
            chat,
            author: ME,
            at,
            kind: kinds::TEXT,
            text,
            reply_to: answers.map(|row| row.id),
            attachment: None,
            wrap: None,
            stored_at: self.clock.now(),
            timer: Timer { secs, expires_at: None },
        };
        self.say(chat, Some(id), content, move |tx, changes| {
            let key = tx.insert_message(&message)?;
            tx.save_draft(message.chat, "")?;
            tx.mark_read(message.chat, key)?;
            changes.message(key, message.chat);
            Ok(())
        })
        .await?;
        self.sent(id).await
    }

    /// A reaction; the same again takes it back, another takes its place.
    pub(in crate::messenger) async fn react_secret(
        self: &Arc<Self>,
        row: MessageRow,
        emoji: String,
    ) -> Result<Reply, Error> {
        self.secret_chat_to_write(row.chat).await?;
        let (id, again) = (row.id, emoji.clone());
        let mine = self.store.read(move |store| store.reactions_by(id, ME, &again)).await?;
        let shown = if mine.is_empty() { emoji } else { String::new() };
        let at = self.moment();
        let content = kind_of(Kind::Reaction { to: target(&row), emoji: shown.clone() }, at)?;
        let reaction = message_id(&content.id);
        self.say(row.chat, None, content, move |tx, changes| {
            tx.remove_reactions(row.id, ME)?;
            if !shown.is_empty() {
                let new = ReactionRow { id: reaction, target: row.id, author: ME, emoji: shown };
                tx.add_reaction(&new, at.0)?;
            }
            changes.message(row.key, row.chat);
            Ok(())
        })
        .await?;
        self.sent(id).await
    }

    /// Another wording of a text of one's own.
    pub(in crate::messenger) async fn edit_secret(
        self: &Arc<Self>,
        row: MessageRow,
        text: String,
    ) -> Result<Reply, Error> {
        self.secret_chat_to_write(row.chat).await?;
        check_text(&text)?;
        let id = row.id;
        let (at, now) = (self.moment(), self.clock.now());
        let content = kind_of(Kind::Edit { of: own_id(row.id), text: text.clone() }, at)?;
        self.say(row.chat, None, content, move |tx, changes| {
            tx.reword(&row, row.current, row.version.saturating_add(1), &text, now)?;
            changes.message(row.key, row.chat);
            Ok(())
        })
        .await?;
        self.sent(id).await
    }

    /// Takes a message of one's own away on both sides, at the relays too; or one from here alone.
    pub(in crate::messenger) async fn delete_secret(
        self: &Arc<Self>,
        row: MessageRow,
        for_both: bool,
    ) -> Result<Reply, Error> {
        let message = row.id;
        let (heart, now, at) = (Arc::clone(self), self.clock.now(), self.moment());
        let content = kind_of(Kind::Delete { ids: vec![own_id(row.id)] }, at)?;
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let waited = tx.unqueue_message(row.id)?;
                unqueue_edits(tx, &row)?;
                if for_both {
                    // What was not fetched yet is withdrawn.
                    for copy in tx.secret_copies(row.id)? {
                        tx.plan_farewell(&copy, now)?;
                    }
                    tx.supersede(row.id)?;
                    changes.fading = true;
                }
                tx.bury(row.id, row.author, Tombstone::ForGood)?;
                tx.remove_message(&row, false)?;
                changes.gone.push((row.id, row.chat));
                changes.chats.insert(row.chat);
                if let Some(mut secret) = tx.secret_chat(row.chat)?
                    && for_both
                    && !waited
                    && secret.stage != SecretStage::Over
                {
                    tx.queue(row.chat, None, &content.write())?;
                    heart.flush_secret(tx, &mut secret, now, &mut changes)?;
                }
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        let state = if for_both { DeletionState::Queued } else { DeletionState::Deleted };
        Ok(Reply::Deleted(Deleted { message, state }))
    }

    /// What new messages of a chat take for a timer, on both sides; 0 for none.
    pub(in crate::messenger) async fn set_timer(
        self: &Arc<Self>,
        chat: ChatKey,
        secs: u32,
    ) -> Result<(), Error> {
        check_timer(secs)?;
        let before = self.secret_chat_to_write(chat).await?;
        // Later than the one that counts, whatever clock that was written by.
        let at = Millis(self.moment().0.max(before.timer_at.0.saturating_add(1)));
        let content = kind_of(Kind::Timer(secs), at)?;
        let now = self.clock.now();
        self.say(chat, None, content, move |tx, changes| {
            if let Some(mut row) = tx.secret_chat(chat)?
                && timer_counts(&row, (secs, at))
            {
                row.timer_at = at;
                if std::mem::replace(&mut row.timer_secs, secs) != secs {
                    note(tx, chat, (Note::TimerSet { mine: true, secs }, now), changes)?;
                }
                tx.save_secret_chat(&row)?;
            }
            changes.chats.insert(chat);
            Ok(())
        })
        .await
    }

    /// Tells every standing chat where wires go from now on.
    pub(in crate::messenger) async fn tell_secret_chats_where(
        self: &Arc<Self>,
    ) -> Result<(), Error> {
        let relays = self.named_relays();
        if relays.is_empty() {
            return Ok(());
        }
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                for mut chat in tx.secret_chats_at(SecretStage::Standing)? {
                    queue(tx, chat.chat, Kind::Relays(relays.clone()), now)?;
                    heart.flush_secret(tx, &mut chat, now, &mut changes)?;
                }
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        Ok(())
    }

    /// Says what is due: that messages came, or were read. Answers whether there may be more.
    pub(in crate::messenger) async fn send_secret_receipts(
        self: &Arc<Self>,
    ) -> Result<bool, Error> {
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let told = self
            .store
            .write(move |tx| {
                let Some(due) = tx.secret_receipts_due(RECEIPTS)? else { return Ok(None) };
                let mut changes = Changes::default();
                tx.settle_secret_receipts(&due)?;
                if let Some(mut chat) = tx.secret_chat(due.chat)?
                    && chat.stage != SecretStage::Over
                {
                    let receipt = Kind::Receipt { read: due.read, ids: due.ids };
                    queue(tx, due.chat, receipt, now)?;
                    heart.flush_secret(tx, &mut chat, now, &mut changes)?;
                }
                Ok(Some(changes))
            })
            .await?;
        let Some(changes) = told else { return Ok(false) };
        self.tell(changes).await;
        self.posted();
        Ok(true)
    }
}

/// Other wordings of a message that is about to go are not said any more.
pub(super) fn unqueue_edits(tx: &Tx<'_>, row: &MessageRow) -> Result<(), StoreError> {
    if row.author != ME {
        return Ok(());
    }
    let id = own_id(row.id);
    for waiting in tx.queued(row.chat)? {
        let content = Content::read(&waiting.content);
        if content.is_ok_and(|c| matches!(c.kind, Kind::Edit { of, .. } if of == id)) {
            tx.unqueue(waiting.place)?;
        }
    }
    Ok(())
}

fn check_text(text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(Error::input("an empty text is not sent"));
    }
    if text.len() > TEXT {
        return Err(Error::new(
            ErrorKind::TooLong,
            format!(
                "this text is too long for a secret chat: it has {} bytes, and {TEXT} fit; shorten \
                 it or send it in parts",
                text.len()
            ),
        ));
    }
    Ok(())
}

fn check_timer(secs: u32) -> Result<(), Error> {
    if secs > TIMER {
        return Err(Error::input("a timer is a year at most"));
    }
    Ok(())
}

/// One's own relays and timer, as a hello names them, and when it is written. With a timer it counts
/// as set anew.
pub(super) fn hello(heart: &Heart, chat: &mut SecretChatRow, now: Millis) -> (Kind, Millis) {
    let mut at = now;
    if chat.timer_secs > 0 {
        at = Millis(now.0.max(chat.timer_at.0));
        chat.timer_at = at;
    }
    let kind = Kind::Hello {
        timer: chat.timer_secs,
        relays: heart.named_relays(),
        name: heart.name().map(|name| name.as_str().to_owned()),
    };
    (kind, at)
}

/// Whether a timer counts that was written then: the later one does, and of two of one time the
/// shorter, so that both sides agree whatever came first (PROTOCOL 12).
pub(super) fn timer_counts(chat: &SecretChatRow, (secs, at): (u32, Millis)) -> bool {
    at > chat.timer_at || (at == chat.timer_at && secs < chat.timer_secs)
}

/// The other side's relays. Where none of them can be one, wires go where its account's list says.
pub(super) fn moved(chat: &mut SecretChatRow, relays: &[String]) -> bool {
    let relays = addresses(relays);
    let news = relays != chat.relays;
    if news {
        chat.relays = relays;
    }
    news
}
