//! What a send means: a rumor, and one transaction that holds message and outbox.

use std::sync::Arc;

use super::changes::Changes;
use super::heart::Heart;
use super::posting::{Posting, Room};
use super::{ChatName, Error, ErrorKind, Reply, Sent};
use crate::envelope::{WrapError, kinds};
use crate::model::{ChatKind, MessageId, MessageState, Name};
use crate::store::{ME, NewMessage};

/// Longest text, in bytes. What really fits is said by the envelope; this only keeps nonsense out.
const MAX_TEXT: usize = 1 << 20;

impl Heart {
    /// The answer to whoever sent a message, or changed one.
    pub(super) async fn sent(&self, id: MessageId) -> Result<Reply, Error> {
        let state = self
            .store
            .read(move |store| match store.message(id)? {
                Some(row) => store.state_of(&row).map(Some),
                None => Ok(None),
            })
            .await?;
        let state = state.unwrap_or(MessageState::Queued);
        Ok(Reply::Sent(Sent { message: id, state }))
    }

    /// Queues a text.
    pub(super) async fn send(
        self: &Arc<Self>,
        chat: ChatName,
        text: String,
        reply_to: Option<MessageId>,
        ttl: Option<u32>,
    ) -> Result<Reply, Error> {
        check_text(&text)?;
        let room = self.room(self.chat_named(&chat).await?).await?;
        check_open(&room)?;
        let quoted = match reply_to {
            Some(id) => Some(self.message_said(id).await?),
            None => None,
        };
        if quoted.as_ref().is_some_and(|quoted| quoted.chat != room.chat.key) {
            return Err(Error::input("the message to reply to is in another chat"));
        }
        if room.chat.kind == ChatKind::Secret {
            return self.send_secret(room.chat.key, text, quoted, ttl).await;
        }
        if ttl.is_some() {
            return Err(Error::input(
                "only messages of secret chats disappear by themselves; start one with `secret`",
            ));
        }
        self.post_text(&room, text, quoted.map(|quoted| quoted.current)).await
    }

    /// Writes a text into a room, with the room's name if it is new.
    async fn post_text(
        self: &Arc<Self>,
        room: &Room,
        text: String,
        reply_to: Option<MessageId>,
    ) -> Result<Reply, Error> {
        let at = self.moment();
        // A room's name goes with its first message, when nobody else can know it yet.
        let first = room.chat.kind == ChatKind::Room && room.chat.last == Default::default();
        let subject = room.chat.subject.as_ref().filter(|_| first);
        let head = self.letterhead(room.accounts(self.me()), at);
        let rumor = head.text(&text, reply_to.map(Into::into), None, subject);
        let id = MessageId::from(rumor.compute_id());
        let mut posting = Posting::default();
        let wrap = self.wrap_into(&mut posting, room, &rumor, Some(id)).await?;
        let message = NewMessage {
            id,
            wording: (id, 0),
            chat: room.chat.key,
            author: ME,
            at,
            kind: kinds::TEXT,
            text,
            reply_to,
            attachment: None,
            wrap,
            stored_at: self.clock.now(),
            timer: Default::default(),
        };
        let direct = (room.chat.kind == ChatKind::Ordinary).then(|| room.people.first().cloned());
        let now = self.clock.now();
        self.post(posting, move |tx, changes| {
            let key = tx.insert_message(&message)?;
            tx.save_draft(message.chat, "")?;
            // Whoever writes in a chat has accepted it.
            tx.accept_chat(message.chat)?;
            if let Some(person) = direct.flatten()
                && !person.accepted
            {
                super::requests::let_in(tx, person, Some(now), changes)?;
            }
            tx.mark_read(message.chat, key)?;
            changes.message(key, message.chat);
            Ok(())
        })
        .await?;
        self.sent(id).await
    }

    /// Everything open for a message is tried again at once.
    pub(super) async fn retry(&self, id: MessageId) -> Result<Reply, Error> {
        let row = self.message_said(id).await?;
        let now = self.clock.now();
        let (first, key, chat) = (row.id, row.key, row.chat);
        self.store.write(move |tx| tx.retry(first, now)).await?;
        self.pool.nudge();
        let mut changes = Changes::default();
        changes.state(key, chat);
        self.tell(changes).await;
        self.posted();
        self.sent(first).await
    }

    /// Makes (or finds) a room.
    pub(super) async fn create_room(
        &self,
        people: Vec<ChatName>,
        subject: Option<Name>,
    ) -> Result<Reply, Error> {
        let mut accounts = Vec::new();
        for name in &people {
            let person = self.person_named(name).await?;
            if person.key != ME && !accounts.contains(&person.account) {
                accounts.push(person.account);
            }
        }
        if accounts.len() < 2 {
            return Err(Error::input("a room is for at least two other people"));
        }
        if accounts.len() >= crate::envelope::MAX_PEOPLE {
            return Err(Error::input("a room holds ten people, you among them"));
        }
        let (me, now) = (self.me(), self.clock.now());
        let (chat, key) = self
            .store
            .write(move |tx| {
                let row = tx.chat_of(&me, &accounts)?;
                tx.begin_chat(row.key, now)?;
                // A room in which somebody wrote keeps its name: it is found, not made.
                if let Some(subject) = &subject
                    && row.last == Default::default()
                {
                    tx.name_room(row.key, subject, now)?;
                }
                Ok((tx.shown_chat(&tx.chat_at(row.key)?)?, row.key))
            })
            .await?;
        let mut changes = Changes::default();
        changes.chats.insert(key);
        self.tell(changes).await;
        Ok(Reply::Chat(chat))
    }
}

/// Refuses a text that cannot be one.
pub(super) fn check_text(text: &str) -> Result<(), Error> {
    if text.chars().all(|c| c.is_whitespace() || crate::model::is_hidden(c)) {
        return Err(Error::input("there is no text to send"));
    }
    if text.len() > MAX_TEXT {
        return Err(Error::new(ErrorKind::TooLong, WrapError::TooLong.to_string()));
    }
    Ok(())
}

/// Refuses to write to somebody who is blocked.
pub(super) fn check_open(room: &Room) -> Result<(), Error> {
    if room.chat.kind == ChatKind::Ordinary
        && let Some(person) = room.people.iter().find(|p| p.blocked)
    {
        return Err(Error::input(format!(
            "you have blocked {}; unblock them to write to them",
            person.name()
        )));
    }
    Ok(())
}
