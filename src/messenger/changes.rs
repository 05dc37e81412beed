//! What a transaction changed, and how it is told to whoever listens.

use std::collections::BTreeSet;

use super::{Event, heart::Heart};
use crate::model::{ChatId, MessageId};
use crate::store::{ChatKey, MessageKey, Reader, StoreError};

/// More changes than this at once are told as [`Event::Reload`].
const TOO_MANY: usize = 400;

/// Gathered inside a transaction, told after its commit.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// New messages, or their text, quote or reactions changed.
    pub(super) messages: BTreeSet<MessageKey>,
    /// Only the ticks changed.
    pub(super) states: BTreeSet<MessageKey>,
    /// Messages that are gone.
    pub(super) gone: Vec<(MessageId, ChatKey)>,
    /// Chats whose row changed.
    pub(super) chats: BTreeSet<ChatKey>,
    /// Chats that are gone from the list.
    pub(super) chats_gone: Vec<ChatId>,
    /// How many messages were stored.
    pub(super) received: u64,
    /// Everything changed.
    pub(super) reload: bool,
    /// Another device of one's own changed the inbox relays.
    pub(super) own_relays: bool,
    /// Something that was left alone until now is wanted: the mailbox has to be compared again.
    pub(super) read_again: bool,
    /// Secret chats whose mailboxes may have changed.
    pub(super) secret_chats: BTreeSet<ChatKey>,
    /// Something has a time now at which it goes.
    pub(super) fading: bool,
}

impl Changes {
    /// A message is new or changed, and with it its chat's row.
    pub(super) fn message(&mut self, key: MessageKey, chat: ChatKey) {
        self.messages.insert(key);
        self.chats.insert(chat);
    }

    /// A message's ticks changed.
    pub(super) fn state(&mut self, key: MessageKey, chat: ChatKey) {
        self.states.insert(key);
        self.chats.insert(chat);
    }

    fn size(&self) -> usize {
        self.messages.len() + self.states.len() + self.gone.len() + self.chats.len()
    }

    /// The events, read from the store as it is now.
    fn events(&self, store: &Reader<'_>) -> Result<Vec<Event>, StoreError> {
        if self.reload || self.size() > TOO_MANY {
            return Ok(vec![Event::Reload]);
        }
        let mut events = Vec::new();
        for (message, chat) in &self.gone {
            let chat = store.chat_at(*chat)?.id;
            events.push(Event::Gone { message: *message, chat });
        }
        for key in &self.messages {
            if let Some(row) = store.message_at(*key)?
                && store.chat_at(row.chat)?.accepted
            {
                events.push(Event::Message(Box::new(store.shown_message(&row)?)));
            }
        }
        for key in self.states.difference(&self.messages) {
            if let Some(row) = store.message_at(*key)? {
                let chat = store.chat_at(row.chat)?.id;
                let state = store.state_of(&row)?;
                events.push(Event::State { message: row.id, chat, state });
            }
        }
        for key in &self.chats {
            let row = store.chat_at(*key)?;
            if row.accepted {
                events.push(Event::Chat(Box::new(store.shown_chat(&row)?)));
            } else if let Some(request) = super::requests::request(store, &row)? {
                events.push(Event::Request(Box::new(request)));
            }
        }
        events.extend(self.chats_gone.iter().map(|chat| Event::ChatGone { chat: *chat }));
        Ok(events)
    }
}

impl Heart {
    /// Tells everybody who listens. What cannot be read is told as "read everything anew".
    pub(super) async fn tell(&self, changes: Changes) {
        if changes.read_again {
            self.pool.compare_again();
        }
        // Offers lapse, too.
        if changes.fading || !changes.secret_chats.is_empty() {
            self.fading.notify_one();
        }
        if !changes.secret_chats.is_empty()
            && let Err(error) = self.secret_mailboxes_changed(changes.secret_chats.clone()).await
        {
            tracing::warn!(%error, "the mailboxes of a secret chat could not be read");
        }
        if self.events.receiver_count() == 0 {
            return;
        }
        let told = self.store.read(move |store| changes.events(store)).await;
        for event in told.unwrap_or_else(|_| vec![Event::Reload]) {
            // Nobody listening is no error.
            let _ = self.events.send(event);
        }
    }
}
