//! From what a person calls a chat, to the chat.

use nostr::key::PublicKey;

use super::heart::Heart;
use super::{ChatName, Error};
use crate::model::{ChatId, Link, MessageId};
use crate::store::{ChatRow, MessageRow, Person, Reader, StoreError};

/// What a [`ChatName`] turned out to be.
enum Named {
    Chat(ChatRow),
    Account(PublicKey),
    Nobody,
    Several,
}

fn look(store: &Reader<'_>, name: &str) -> Result<Named, StoreError> {
    if let Ok(id) = name.parse::<ChatId>() {
        return Ok(store.chat(&id)?.map_or(Named::Nobody, Named::Chat));
    }
    if let Ok(link) = Link::parse(name) {
        return Ok(Named::Account(link.account));
    }
    let mut people = store.contacts_named(name)?;
    Ok(match (people.len(), people.pop()) {
        (1, Some(person)) => Named::Account(person.account),
        (0, _) => Named::Nobody,
        _ => Named::Several,
    })
}

// The names are not repeated: errors end up in logs and on other people's screens.

fn unknown() -> Error {
    Error::not_found("there is no chat or contact of this name; add them by their link first")
}

fn several() -> Error {
    Error::input("several contacts have this name; name the chat by its id or npub instead")
}

impl Heart {
    /// The chat of this name. The chat with an account is made if there is none.
    pub(super) async fn chat_named(&self, name: &ChatName) -> Result<ChatRow, Error> {
        let me = self.me();
        let wanted = name.0.trim().to_owned();
        let found = self.store.read(move |store| look(store, &wanted)).await?;
        match found {
            Named::Chat(chat) => Ok(chat),
            Named::Account(account) => {
                let id = ChatId::of_people([&me, &account]);
                if let Some(chat) = self.store.read(move |store| store.chat(&id)).await? {
                    return Ok(chat);
                }
                Ok(self.store.write(move |tx| tx.chat_of(&me, [&account])).await?)
            }
            Named::Nobody => Err(unknown()),
            Named::Several => Err(several()),
        }
    }

    /// The person of this name; of a one-to-one chat or a request, the person in it.
    pub(super) async fn person_named(&self, name: &ChatName) -> Result<Person, Error> {
        let wanted = name.0.trim().to_owned();
        let found = self
            .store
            .read(move |store| {
                Ok(match look(store, &wanted)? {
                    Named::Account(account) => Ok(store.person(&account)?.ok_or(account)),
                    Named::Chat(chat) => {
                        let first = store.first_message(chat.key)?;
                        let mut people = store.chat_people(chat.key)?;
                        match (people.len(), first) {
                            (1, _) => Ok(Ok(people.remove(0))),
                            (_, Some(first)) => Ok(Ok(store.person_at(first.author)?)),
                            _ => Err(Named::Nobody),
                        }
                    }
                    other => Err(other),
                })
            })
            .await?;
        match found {
            Ok(Ok(person)) => Ok(person),
            Ok(Err(account)) => Ok(self.store.write(move |tx| tx.meet(&account)).await?),
            Err(Named::Several) => Err(several()),
            Err(_) => Err(unknown()),
        }
    }

    /// A message by any of its ids.
    pub(super) async fn message_named(&self, id: MessageId) -> Result<MessageRow, Error> {
        self.store
            .read(move |store| store.message(id))
            .await?
            .ok_or_else(|| Error::not_found("there is no message with this id"))
    }
}
