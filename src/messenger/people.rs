//! Contacts: adding, naming, listing.

use super::changes::Changes;
use super::heart::Heart;
use super::requests::let_in;
use super::{Acquaintance, ChatName, ContactAdded, Error, Reply};
use crate::model::{Link, Name, npub};
use crate::store::{News, Person, Reader, StoreError};

impl Heart {
    /// Adds a contact from a link. Somebody who is blocked stays blocked until they are unblocked.
    pub(super) async fn add_contact(
        &self,
        link: String,
        name: Option<Name>,
    ) -> Result<Reply, Error> {
        let link = Link::parse(&link).map_err(|e| Error::input(e.to_string()))?;
        if link.account == self.me() {
            return Err(Error::input(
                "this is your own link; give it to friends, and add theirs here",
            ));
        }
        let (me, now) = (self.me(), self.clock.now());
        let (added, changes) = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let mut person = tx.meet(&link.account)?;
                if name.is_some() {
                    person.given = name;
                }
                if person.claimed.is_none() {
                    person.claimed = link.name;
                }
                tx.save_person(&person)?;
                tx.add_hints(person.key, &link.hints)?;
                if !person.blocked {
                    let_in(tx, person.clone(), Some(now), &mut changes)?;
                }
                let chat = tx.chat_of(&me, [&link.account])?;
                if !person.blocked {
                    tx.begin_chat(chat.key, now)?;
                }
                changes.chats.insert(chat.key);
                let person = tx.person_at(person.key)?;
                Ok((ContactAdded { contact: person.contact(), chat: chat.id }, changes))
            })
            .await?;
        self.tell(changes).await;
        self.own_news_due();
        self.directory.notify_one();
        Ok(Reply::Contact(added))
    }

    /// Gives a contact another name.
    pub(super) async fn rename_contact(
        &self,
        account: nostr::key::PublicKey,
        name: Option<Name>,
    ) -> Result<Reply, Error> {
        self.change_person(ChatName(npub(&account)), move |tx, mut person, now, changes| {
            person.given = name;
            person.changed_at = now;
            tx.save_person(&person)?;
            tx.add_news(News::Person(person.account))?;
            changes.chats.extend(tx.chats_of(person.key)?.iter().map(|c| c.key));
            Ok(())
        })
        .await
    }

    /// Accepted and blocked people.
    pub(super) async fn contacts(&self) -> Result<Reply, Error> {
        let contacts = self
            .store
            .read(|store| Ok(store.contacts()?.iter().map(|p| p.contact()).collect()))
            .await?;
        Ok(Reply::Contacts(contacts))
    }

    /// Everybody else in a chat, by name.
    pub(super) async fn people_of(&self, chat: ChatName) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?.key;
        let mut people: Vec<Acquaintance> = self
            .store
            .read(move |store| {
                store.chat_people(chat)?.iter().map(|person| acquaintance(store, person)).collect()
            })
            .await?;
        people.sort_by_key(|person| person.contact.name.to_lowercase());
        Ok(Reply::People(people))
    }
}

/// Somebody with their link. Hints that were never published stay here: who gave them may have
/// meant them for one person.
fn acquaintance(store: &Reader<'_>, person: &Person) -> Result<Acquaintance, StoreError> {
    let inbox = store.inbox(person.key)?;
    let hints = if inbox.known { inbox.urls } else { Vec::new() };
    let link = Link { account: person.account, hints, name: person.claimed.clone() };
    Ok(Acquaintance { contact: person.contact(), link: link.write() })
}
