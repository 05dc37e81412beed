//! What a send means: rumor, wraps, and one transaction that holds message and outbox.

use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag, UnsignedEvent};
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;

use super::changes::Changes;
use super::heart::{Heart, off_thread};
use super::{ChatName, Error, ErrorKind, Reply, Sent};
use crate::envelope::{EditOf, Keep, WrapError, Wrapped, kinds, wrap};
use crate::model::{ChatKind, MessageId, Millis, Name};
use crate::store::{
    ChatRow, EnvelopePurpose, ME, MessageRow, NewEnvelope, NewMessage, Person, PersonKey,
    ReactionRow, StoreError, Tombstone, Tx,
};

/// Longest text, in bytes. What really fits is said by the envelope; this only keeps nonsense out.
const MAX_TEXT: usize = 1 << 20;
/// Longest reaction, in bytes.
const MAX_EMOJI: usize = 64;
/// `["EVENT", …]` around an event.
const FRAME: usize = 16;

/// A wrap for one addressee.
pub(super) struct ForOne {
    pub(super) person: PersonKey,
    pub(super) wrapped: Wrapped,
}

impl From<WrapError> for Error {
    fn from(error: WrapError) -> Self {
        match error {
            WrapError::TooLong => Self::new(ErrorKind::TooLong, error.to_string()),
            WrapError::Crypto(_) => Self::new(ErrorKind::Internal, error.to_string()),
        }
    }
}

/// A chat and who is to get what is written in it: everybody else, and oneself.
pub(super) struct Room {
    pub(super) chat: ChatRow,
    pub(super) people: Vec<Person>,
}

impl Room {
    /// The `p` tags: everybody else, or oneself in "Saved messages".
    pub(super) fn accounts(&self, me: PublicKey) -> Vec<PublicKey> {
        if self.people.is_empty() {
            vec![me]
        } else {
            self.people.iter().map(|p| p.account).collect()
        }
    }
}

impl Heart {
    pub(super) async fn room(&self, chat: ChatRow) -> Result<Room, Error> {
        let key = chat.key;
        let people = self.store.read(move |store| store.chat_people(key)).await?;
        Ok(Room { chat, people })
    }

    /// Wraps a rumor for everybody in a room and for oneself.
    pub(super) async fn wrap_for(
        &self,
        room: &Room,
        rumor: &UnsignedEvent,
        keep: Keep,
    ) -> Result<Vec<ForOne>, Error> {
        let people = room.people.iter().map(|p| (p.key, p.account)).collect();
        self.wrap_each(people, rumor, keep).await
    }

    /// Wraps a rumor for these people and for oneself.
    pub(super) async fn wrap_each(
        &self,
        mut people: Vec<(PersonKey, PublicKey)>,
        rumor: &UnsignedEvent,
        keep: Keep,
    ) -> Result<Vec<ForOne>, Error> {
        people.push((ME, self.me()));
        let (keys, now, rumor) = (self.keys().clone(), self.clock.now(), rumor.clone());
        off_thread(move || {
            people
                .into_iter()
                .map(|(person, account)| {
                    let wrapped = wrap(&rumor, &keys, &account, keep, now)?;
                    Ok(ForOne { person, wrapped })
                })
                .collect()
        })
        .await
    }

    /// Refuses what no relay of an addressee takes, before anything is stored.
    async fn check_fits(&self, wraps: &[ForOne]) -> Result<(), Error> {
        let people: Vec<PersonKey> = wraps.iter().map(|w| w.person).filter(|p| *p != ME).collect();
        let inboxes = self
            .store
            .read(move |store| {
                people.iter().map(|p| Ok((*p, store.inbox(*p)?))).collect::<Result<Vec<_>, _>>()
            })
            .await?;
        for (person, inbox) in inboxes {
            let relays = self.usable(&inbox.urls);
            let Some(size) = wraps.iter().find(|w| w.person == person) else { continue };
            let size = size.wrapped.json.len() + FRAME;
            let limits = relays.iter().map(|r| self.pool.limits(r).max_message_length);
            let most = limits.map(|most| most.unwrap_or(usize::MAX)).max();
            if let Some(most) = most
                && size > most
            {
                return Err(Error::new(
                    ErrorKind::TooLong,
                    format!(
                        "this text is too long for the relays of its addressee: encrypted it is \
                         {size} bytes, and they take {most}; shorten it or send it in parts"
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Puts wraps into the outbox: to each addressee's relays, one's own copy to one's own.
    pub(super) fn enqueue_all(
        &self,
        tx: &Tx<'_>,
        wraps: &[ForOne],
        message: Option<MessageId>,
        now: Millis,
    ) -> Result<(), StoreError> {
        for one in wraps {
            let mine = one.person == ME;
            let relays =
                if mine { self.own_relays() } else { self.usable(&tx.inbox(one.person)?.urls) };
            let envelope = NewEnvelope {
                event: one.wrapped.event.id,
                json: one.wrapped.json.clone(),
                one_time: Some(one.wrapped.one_time.clone()),
                addressee: one.person,
                message,
                purpose: if mine { EnvelopePurpose::Own } else { EnvelopePurpose::ForOthers },
            };
            tx.enqueue(&envelope, &relays, now)?;
            if mine {
                // It will come back from one's own relays, and is no news then.
                tx.mark_seen(one.wrapped.event.created_at.as_secs(), &one.wrapped.event.id)?;
            }
        }
        Ok(())
    }

    /// The outbox has something to do, and perhaps an address is missing.
    pub(super) fn posted(&self) {
        self.outbox.notify_one();
        self.directory.notify_one();
    }

    async fn sent(&self, id: MessageId) -> Result<Reply, Error> {
        let state = self
            .store
            .read(move |store| match store.message(id)? {
                Some(row) => store.state_of(&row).map(Some),
                None => Ok(None),
            })
            .await?;
        let state = state.unwrap_or(crate::model::MessageState::Queued);
        Ok(Reply::Sent(Sent { message: id, state }))
    }

    /// Queues a text.
    pub(super) async fn send(
        self: &std::sync::Arc<Self>,
        chat: ChatName,
        text: String,
        reply_to: Option<MessageId>,
    ) -> Result<Reply, Error> {
        check_text(&text)?;
        let room = self.room(self.chat_named(&chat).await?).await?;
        check_open(&room)?;
        let reply_to = match reply_to {
            Some(id) => {
                let quoted = self.message_named(id).await?;
                if quoted.chat != room.chat.key {
                    return Err(Error::input("the message to reply to is in another chat"));
                }
                Some(quoted.current)
            }
            None => None,
        };
        self.post_text(&room, &text, reply_to, None).await
    }

    /// Writes a text into a room, with the room's name if it is new.
    pub(super) async fn post_text(
        self: &std::sync::Arc<Self>,
        room: &Room,
        text: &str,
        reply_to: Option<MessageId>,
        subject: Option<&Name>,
    ) -> Result<Reply, Error> {
        let at = self.moment();
        // A room's name goes with its first message, when nobody else can know it yet.
        let first = room.chat.kind == ChatKind::Room && room.chat.last == Default::default();
        let subject = subject.or(room.chat.subject.as_ref().filter(|_| first));
        let head = self.letterhead(room.accounts(self.me()), at);
        let rumor = head.text(text, reply_to.map(Into::into), None, subject);
        let id = MessageId::from(rumor.compute_id());
        let wraps = self.wrap_for(room, &rumor, Keep::ForGood).await?;
        self.check_fits(&wraps).await?;
        let own_wrap = wraps.iter().find(|w| w.person == ME).map(|w| w.wrapped.event.id);
        let message = NewMessage {
            id,
            wording: (id, 0),
            chat: room.chat.key,
            author: ME,
            at,
            kind: kinds::TEXT,
            text: text.to_owned(),
            reply_to,
            attachment: None,
            wrap: own_wrap,
            stored_at: self.clock.now(),
        };
        let direct = (room.chat.kind == ChatKind::Ordinary).then(|| room.people.first().cloned());
        let heart = std::sync::Arc::clone(self);
        let now = self.clock.now();
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let key = tx.insert_message(&message)?;
                heart.enqueue_all(tx, &wraps, Some(id), now)?;
                tx.save_draft(message.chat, "")?;
                // Whoever writes in a chat has accepted it.
                tx.accept_chat(message.chat)?;
                if let Some(person) = direct.flatten()
                    && !person.accepted
                {
                    super::requests::let_in(tx, person, Some(now), &mut changes)?;
                }
                tx.mark_read(message.chat, key)?;
                changes.message(key, message.chat);
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        self.sent(id).await
    }

    /// Reacts, or takes the same reaction back.
    pub(super) async fn react(
        self: &std::sync::Arc<Self>,
        id: MessageId,
        emoji: String,
    ) -> Result<Reply, Error> {
        let emoji = emoji.trim().to_owned();
        let worded = |c: char| c.is_control() || c.is_whitespace() || c.is_alphabetic();
        if emoji.is_empty() || emoji.len() > MAX_EMOJI || emoji.chars().any(worded) {
            return Err(Error::input("a reaction is one emoji"));
        }
        let row = self.message_named(id).await?;
        let room = self.room_of(&row).await?;
        check_open(&room)?;
        let mine = {
            let (target, emoji) = (row.id, emoji.clone());
            self.store.read(move |store| store.reactions_by(target, ME, &emoji)).await?
        };
        let at = self.moment();
        let head = self.letterhead(room.accounts(self.me()), at);
        let rumor = if mine.is_empty() {
            head.reaction(row.current.into(), &emoji)
        } else {
            let taken_back: Vec<_> = mine.iter().map(|id| (*id).into()).collect();
            head.delete(&taken_back, kinds::REACTION, None)
        };
        let wraps = self.wrap_for(&room, &rumor, Keep::ForGood).await?;
        let reaction =
            ReactionRow { id: rumor.compute_id().into(), target: row.id, author: ME, emoji };
        let heart = std::sync::Arc::clone(self);
        let now = self.clock.now();
        let (key, chat) = (row.key, row.chat);
        self.store
            .write(move |tx| {
                if mine.is_empty() {
                    tx.add_reaction(&reaction, at.0)?;
                }
                for id in mine {
                    tx.remove_reaction(id)?;
                    tx.bury(id, ME, Tombstone::ForGood)?;
                }
                heart.enqueue_all(tx, &wraps, None, now)
            })
            .await?;
        let mut changes = Changes::default();
        changes.message(key, chat);
        self.tell(changes).await;
        self.posted();
        self.sent(row.id).await
    }

    async fn room_of(&self, row: &MessageRow) -> Result<Room, Error> {
        let chat = row.chat;
        let chat = self.store.read(move |store| store.chat_at(chat)).await?;
        self.room(chat).await
    }

    /// Changes a text of one's own: the new wording with the same time, and a delete of the old,
    /// so that other clients see the same (NIP-17).
    pub(super) async fn edit(
        self: &std::sync::Arc<Self>,
        id: MessageId,
        text: String,
    ) -> Result<Reply, Error> {
        check_text(&text)?;
        let row = self.message_named(id).await?;
        if row.author != ME || row.kind != kinds::TEXT {
            return Err(Error::input("only text messages of your own can be changed"));
        }
        let room = self.room_of(&row).await?;
        check_open(&room)?;
        if row.text == text {
            return self.sent(row.id).await;
        }
        let version = row.version.saturating_add(1);
        let head = self.letterhead(room.accounts(self.me()), row.key.at());
        let edit = Some(EditOf { first: row.id.into(), version });
        let rumor = head.text(&text, row.reply_to.map(Into::into), edit, None);
        let current = MessageId::from(rumor.compute_id());
        let head = self.letterhead(room.accounts(self.me()), self.moment());
        let delete = head.delete(&[row.current.into()], kinds::TEXT, Some(current.into()));
        let wraps = self.wrap_for(&room, &rumor, Keep::ForGood).await?;
        self.check_fits(&wraps).await?;
        let deletes = self.wrap_for(&room, &delete, Keep::ForGood).await?;
        let old_wraps = self.own_deletion(&row)?;
        let own_wrap = wraps.iter().find(|w| w.person == ME).map(|w| w.wrapped.event.id);
        let heart = std::sync::Arc::clone(self);
        let now = self.clock.now();
        let (key, chat, first) = (row.key, row.chat, row.id);
        self.store
            .write(move |tx| {
                tx.supersede(row.id)?;
                tx.bury(row.current, ME, Tombstone::GaveWay)?;
                tx.reword(&row, current, version, &text, now)?;
                tx.set_wraps(row.key, own_wrap.as_ref())?;
                heart.enqueue_all(tx, &wraps, Some(row.id), now)?;
                heart.enqueue_all(tx, &deletes, None, now)?;
                heart.enqueue_own(tx, old_wraps, now)
            })
            .await?;
        let mut changes = Changes::default();
        changes.message(key, chat);
        self.tell(changes).await;
        self.posted();
        self.sent(first).await
    }

    /// Deletes a message here, or for everybody if it is one's own.
    pub(super) async fn delete(
        self: &std::sync::Arc<Self>,
        id: MessageId,
        for_both: bool,
    ) -> Result<Reply, Error> {
        let row = self.message_named(id).await?;
        if for_both && row.author != ME {
            return Err(Error::input(
                "only messages of your own can be deleted for both; without --for-both it is deleted here",
            ));
        }
        let room = self.room_of(&row).await?;
        let mut wraps = Vec::new();
        let mut deletion = None;
        if for_both {
            let head = self.letterhead(room.accounts(self.me()), self.moment());
            let mut targets = vec![row.current.into()];
            if row.id != row.current {
                targets.push(row.id.into());
            }
            let rumor = head.delete(&targets, row.kind, None);
            wraps = self.wrap_for(&room, &rumor, Keep::ForGood).await?;
            deletion = self.own_deletion(&row)?;
        }
        let heart = std::sync::Arc::clone(self);
        let now = self.clock.now();
        let (first, chat) = (row.id, row.chat);
        self.store
            .write(move |tx| {
                tx.supersede(row.id)?;
                tx.bury(row.current, row.author, Tombstone::ForGood)?;
                tx.bury(row.id, row.author, Tombstone::ForGood)?;
                tx.remove_message(&row, false)?;
                heart.enqueue_all(tx, &wraps, None, now)?;
                heart.enqueue_own(tx, deletion, now)
            })
            .await?;
        let mut changes = Changes::default();
        changes.gone.push((first, chat));
        changes.chats.insert(chat);
        self.tell(changes).await;
        self.posted();
        Ok(Reply::Sent(Sent { message: first, state: crate::model::MessageState::Queued }))
    }

    /// The deletion of a message's envelopes in one's own mailbox (NIP-59: the addressee may).
    pub(super) fn own_deletion(&self, row: &MessageRow) -> Result<Option<OwnEvent>, Error> {
        own_deletion(self.keys(), &row.wraps, self.clock.now())
            .map_err(|e| Error::new(ErrorKind::Internal, e))
    }

    /// Puts an event that the account itself signed into the outbox, for one's own relays.
    pub(super) fn enqueue_own(
        &self,
        tx: &Tx<'_>,
        event: Option<OwnEvent>,
        now: Millis,
    ) -> Result<(), StoreError> {
        if let Some(OwnEvent { id, json }) = event {
            let envelope = NewEnvelope {
                event: id,
                json,
                one_time: None,
                addressee: ME,
                message: None,
                purpose: EnvelopePurpose::Own,
            };
            tx.enqueue(&envelope, &self.own_relays(), now)?;
        }
        Ok(())
    }

    /// Everything open for a message is tried again at once.
    pub(super) async fn retry(&self, id: MessageId) -> Result<Reply, Error> {
        let row = self.message_named(id).await?;
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
                tx.accept_chat(row.key)?;
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

/// An event that the account itself signed.
pub(super) struct OwnEvent {
    pub(super) id: nostr::event::EventId,
    pub(super) json: String,
}

impl OwnEvent {
    /// Signs an event as the account.
    pub(super) fn sign(
        keys: &Keys,
        kind: u16,
        tags: Vec<Tag>,
        at_secs: u64,
    ) -> Result<Self, String> {
        let event = EventBuilder::new(Kind::from_u16(kind), "")
            .tags(tags)
            .custom_created_at(Timestamp::from_secs(at_secs))
            .finalize(keys)
            .map_err(|e| e.to_string())?;
        Ok(Self { id: event.id, json: event.as_json() })
    }
}

/// NIP-09 for envelopes in one's own mailbox; nothing for none.
pub(super) fn own_deletion(
    keys: &Keys,
    wraps: &[nostr::event::EventId],
    now: Millis,
) -> Result<Option<OwnEvent>, String> {
    if wraps.is_empty() {
        return Ok(None);
    }
    let mut tags: Vec<Tag> = wraps.iter().map(|id| Tag::event(*id)).collect();
    tags.push(Tag::custom("k", [kinds::GIFT_WRAP.to_string()]));
    OwnEvent::sign(keys, kinds::DELETE, tags, now.secs()).map(Some)
}

fn check_text(text: &str) -> Result<(), Error> {
    if text.chars().all(|c| c.is_whitespace() || crate::model::is_hidden(c)) {
        return Err(Error::input("there is no text to send"));
    }
    if text.len() > MAX_TEXT {
        return Err(Error::new(ErrorKind::TooLong, WrapError::TooLong.to_string()));
    }
    Ok(())
}

fn check_open(room: &Room) -> Result<(), Error> {
    if room.chat.kind == ChatKind::Ordinary
        && let Some(person) = room.people.iter().find(|p| p.blocked)
    {
        return Err(Error::input(format!(
            "{} is blocked; unblock them to write to them",
            person.name()
        )));
    }
    Ok(())
}
