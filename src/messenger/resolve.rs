//! From what a person calls a chat, to the chat.

use nostr::key::PublicKey;

use super::heart::Heart;
use super::{ChatName, Error};
use crate::model::{ChatId, Link, LinkError, MessageId};
use crate::store::{ChatRow, MessageRow, Person, Reader, StoreError};

/// What a [`ChatName`] turned out to be.
enum Named {
    Chat(ChatRow),
    Account(PublicKey),
    Nobody,
    Several,
    Secret,
}

fn look(store: &Reader<'_>, me: &PublicKey, name: &str) -> Result<Named, StoreError> {
    if let Ok(id) = name.parse::<ChatId>() {
        return Ok(store.chat(&id)?.map_or(Named::Nobody, Named::Chat));
    }
    if let Ok(link) = Link::parse(name) {
        return Ok(Named::Account(link.account));
    }
    match Link::parse(name) {
        Err(LinkError::SecretKey) => return Ok(Named::Secret),
        _ if name.to_lowercase() == "saved messages" => {
            return Ok(store.chat(&ChatId::of_people([me]))?.map_or(Named::Nobody, Named::Chat));
        }
        _ => {}
    }
    let mut people = store.contacts_named(name)?;
    if people.is_empty() {
        let mut rooms = store.rooms_named(name)?;
        return Ok(match (rooms.len(), rooms.pop()) {
            (1, Some(room)) => Named::Chat(room),
            (0, _) => Named::Nobody,
            _ => Named::Several,
        });
    }
    Ok(match (people.len(), people.pop()) {
        (1, Some(person)) => Named::Account(person.account),
        (0, _) => Named::Nobody,
        _ => Named::Several,
    })
}

// The names are not repeated: errors end up in logs and on other people's screens.

fn unknown() -> Error {
    Error::not_found(
        "there is no chat or contact of this name: see `chats` for names and ids, `requests` for \
         strangers who wrote, or add them by their link",
    )
}

fn secret() -> Error {
    Error::input(LinkError::SecretKey.to_string())
}

fn several() -> Error {
    Error::input(
        "several contacts or rooms have this name; name the chat by its id or npub instead",
    )
}

impl Heart {
    /// The chat of this name. The chat with an account is made if there is none.
    pub(super) async fn chat_named(&self, name: &ChatName) -> Result<ChatRow, Error> {
        let me = self.me();
        let wanted = name.0.trim().to_owned();
        let found = self.store.read(move |store| look(store, &me, &wanted)).await?;
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
            Named::Secret => Err(secret()),
        }
    }

    /// The person of this name; of a one-to-one chat or a request, the person in it.
    pub(super) async fn person_named(&self, name: &ChatName) -> Result<Person, Error> {
        let (me, wanted) = (self.me(), name.0.trim().to_owned());
        let found = self
            .store
            .read(move |store| {
                Ok(match look(store, &me, &wanted)? {
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
            Err(Named::Secret) => Err(secret()),
            Err(_) => Err(unknown()),
        }
    }

    /// What somebody said, by any of its ids: no line about what happened.
    pub(super) async fn message_said(&self, id: MessageId) -> Result<MessageRow, Error> {
        let row = self.message_named(id).await?;
        match row.note {
            None => Ok(row),
            Some(_) => Err(Error::input("this says what happened, nobody wrote it")),
        }
    }

    /// A message, or a line among messages, by any of its ids.
    pub(super) async fn message_named(&self, id: MessageId) -> Result<MessageRow, Error> {
        self.store
            .read(move |store| store.message(id))
            .await?
            .ok_or_else(|| Error::not_found("there is no message with this id"))
    }
}
