//! "Is typing": said to people who are there, heard from them, and kept nowhere.

use std::collections::HashMap;
use std::sync::Arc;

use nostr::key::PublicKey;

use super::speak::keys_of;
use super::{group, ratchet};
use crate::envelope::{open_raw, wrap_passing};
use crate::messenger::heart::Heart;
use crate::messenger::{ChatName, Error, Event, Reply};
use crate::model::{Hashed, Millis, SecretStage};
use crate::relay::PublishAs;
use crate::secret::ChainNumber;
use crate::store::{ChatKey, StoreError};

/// Whoever was not heard for so long, milliseconds, is not there: nothing is said to them.
const THERE: i64 = 3 * 60_000;
/// It is said again after so long, milliseconds, while somebody goes on typing.
const AGAIN: i64 = 5_000;

/// What is known of the moment, and of nothing longer.
#[derive(Debug, Default)]
pub(in crate::messenger) struct Activity {
    /// When the other side of a chat was last heard.
    heard: HashMap<ChatKey, Millis>,
    /// When typing was last said in it.
    said: HashMap<ChatKey, Millis>,
    /// What the last typing that was heard gave as its time, Unix milliseconds.
    typed: HashMap<ChatKey, u64>,
}

impl Activity {
    /// The other side said something.
    pub(super) fn heard(&mut self, chat: ChatKey, now: Millis) {
        self.heard.insert(chat, now);
    }

    /// Whether it is to be said now that the person here types; it counts as said.
    fn says(&mut self, chat: ChatKey, now: Millis) -> bool {
        let within = |at: Option<&Millis>, most: i64| {
            at.is_some_and(|at| now.0.saturating_sub(at.0).unsigned_abs() < most.unsigned_abs())
        };
        let says = within(self.heard.get(&chat), THERE) && !within(self.said.get(&chat), AGAIN);
        if says {
            self.said.insert(chat, now);
        }
        says
    }
}

impl Heart {
    /// The person types in a secret chat. Nothing comes of it where nobody is there to see it.
    pub(in crate::messenger) async fn say_typing(
        self: &Arc<Self>,
        chat: ChatName,
    ) -> Result<Reply, Error> {
        let chat = self.secret_chat_named(&chat).await?;
        let now = self.clock.now();
        if chat.stage != SecretStage::Standing
            || chat.held
            || !self.is_online()
            || !self.activity().says(chat.chat, now)
        {
            return Ok(Reply::Done);
        }
        let state = ratchet(&chat)?;
        let wire = state.typing(now.0.max(0).unsigned_abs(), &mut super::rng());
        let (Some(wire), Some(mailbox)) = (wire, state.sending_mailbox()) else {
            return Ok(Reply::Done);
        };
        let mailbox = keys_of(&mailbox)?;
        let wrapped = wrap_passing(&wire, &mailbox.public_key(), now).map_err(StoreError::fault)?;
        let json: Arc<str> = Arc::from(wrapped.json.as_str());
        for relay in self.usable(&chat.relays) {
            let (heart, json, id) = (Arc::clone(self), Arc::clone(&json), wrapped.event.id);
            let group = group(chat.chat.lane());
            let by = PublishAs::Isolated { group, mailbox: Some(mailbox.clone()) };
            self.spawn(async move {
                // Once: it says nothing any more when it is late.
                let _ = heart.pool.publish(&relay, json, id, by).await;
            });
        }
        Ok(Reply::Done)
    }

    /// A passing envelope in a secret mailbox: somebody types. One at a time: whoever floods a
    /// mailbox with these waits for himself.
    pub(in crate::messenger) async fn hear_typing(&self, mailbox: &PublicKey, event: Hashed) {
        let Some(one) = self.listening().get(mailbox).cloned() else { return };
        let now = self.clock.now();
        let key = one.chat;
        let found = self.store.read(move |store| {
            let Some(person) = store.chat_people(key)?.into_iter().next() else { return Ok(None) };
            let chat = store.secret_chat(key)?;
            let Some(chat) = chat.filter(|c| c.stage == SecretStage::Standing && !person.blocked)
            else {
                return Ok(None);
            };
            let mailbox = store.secret_mailbox(&one.keys.public_key())?;
            let header = mailbox.and_then(|m| <[u8; 8]>::try_from(&m.header[..]).ok());
            Ok(header.map(|header| (chat, header, store.chat_at(key).map(|chat| chat.id), one)))
        });
        let Ok(Some((chat, header, Ok(id), one))) = found.await else { return };
        let Ok(envelope) = event.verify() else { return };
        let Ok(wire) = open_raw(&envelope, &one.keys) else { return };
        let Ok(state) = ratchet(&chat) else { return };
        let chain = ChainNumber(u64::from_be_bytes(header));
        let mut activity = self.activity();
        let last = activity.typed.get(&key).copied();
        if let Ok(at) = state.hear_typing(chain, &wire, last, now.0.max(0).unsigned_abs()) {
            activity.typed.insert(key, at);
            activity.heard(key, now);
            let _ = self.events.send(Event::Typing { chat: id });
        }
    }
}
