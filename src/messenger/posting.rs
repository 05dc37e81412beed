//! From a rumor to the outbox: wrapped for everybody whom it is for, and stored in the transaction
//! that makes it true here. Knows nothing of what a rumor says.

use std::sync::Arc;

use nostr::event::{EventBuilder, EventId, FinalizeEvent, Kind, Tag, UnsignedEvent};
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;

use super::changes::Changes;
use super::heart::{Heart, off_thread};
use super::{Error, ErrorKind};
use crate::envelope::{Keep, WrapError, Wrapped, kinds, wrap};
use crate::model::{MessageId, Millis};
use crate::store::{
    ChatRow, EnvelopePurpose, ME, MessageRow, NewEnvelope, Person, PersonKey, StoreError, Tx,
};

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

/// What goes out together, with the change that it is about.
#[derive(Default)]
pub(super) struct Posting {
    rumors: Vec<(Vec<ForOne>, Option<MessageId>)>,
    /// An event that the account itself signs, for one's own relays.
    pub(super) own: Option<OwnEvent>,
}

impl Posting {
    /// Something that no message's ticks depend on.
    pub(super) fn of(wraps: Vec<ForOne>) -> Self {
        Self { rumors: vec![(wraps, None)], own: None }
    }
}

impl Heart {
    pub(super) async fn room(&self, chat: ChatRow) -> Result<Room, Error> {
        let key = chat.key;
        let people = self.store.read(move |store| store.chat_people(key)).await?;
        Ok(Room { chat, people })
    }

    /// Wraps a rumor for everybody in a room and for oneself. With the message whose ticks depend
    /// on it, what no relay takes is refused before anything is stored. Returns one's own wrap.
    pub(super) async fn wrap_into(
        &self,
        posting: &mut Posting,
        room: &Room,
        rumor: &UnsignedEvent,
        message: Option<MessageId>,
    ) -> Result<Option<EventId>, Error> {
        let people = room.people.iter().map(|p| (p.key, p.account)).collect();
        let wraps = self.wrap_each(people, rumor, Keep::ForGood).await?;
        if message.is_some() {
            self.check_fits(&wraps).await?;
        }
        let own = wraps.iter().find(|w| w.person == ME).map(|w| w.wrapped.event.id);
        posting.rumors.push((wraps, message));
        Ok(own)
    }

    /// Makes a change and puts what goes out with it into the outbox, in one transaction; then
    /// tells everybody and wakes those who publish.
    pub(super) async fn post<F>(self: &Arc<Self>, posting: Posting, change: F) -> Result<(), Error>
    where
        F: FnOnce(&Tx<'_>, &mut Changes) -> Result<(), StoreError> + Send + 'static,
    {
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                change(tx, &mut changes)?;
                for (wraps, message) in &posting.rumors {
                    heart.enqueue_all(tx, wraps, *message, now)?;
                }
                heart.enqueue_own(tx, posting.own, now)?;
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        Ok(())
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
                mailbox: None,
                lane: 0,
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
                mailbox: None,
                lane: 0,
            };
            tx.enqueue(&envelope, &self.own_relays(), now)?;
        }
        Ok(())
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
