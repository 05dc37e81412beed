//! Strangers: what they wrote is shown as plain text and nothing else happens until the person
//! lets them in. No receipts, nothing fetched.

use std::sync::Arc;

use super::changes::Changes;
use super::heart::Heart;
use super::{ChatName, ContactAdded, Error, Reply};
use crate::model::{ChatKind, Invitation, Millis, Receipt, Request, SecretStage};
use crate::store::{ChatRow, ME, News, Person, Reader, StoreError, Tx};

/// Longest text of a request in the list, in characters.
const TEXT: usize = 1_000;
/// Messages of one request that are counted.
const COUNTED: u32 = 100;
/// Wraps are dated back by up to two days (NIP-59); seconds, with an hour for clocks.
const BACKDATED: u64 = (2 * 24 + 1) * 3600;
/// Receipts that an accepted stranger is sent for what waited.
const BACKLOG: u32 = 400;

/// A request as lists show it; nothing for a chat that has none.
pub(super) fn request(store: &Reader<'_>, chat: &ChatRow) -> Result<Option<Request>, StoreError> {
    let Some(first) = store.first_message(chat.key)? else {
        return super::secret::request(store, chat);
    };
    let author = store.person_at(first.author)?;
    let shown: String = first.shown_text().chars().take(TEXT).collect();
    let room = match chat.kind {
        ChatKind::Room => {
            let room = store.shown_chat(chat)?;
            let others = u32::try_from(room.people.len()).unwrap_or(u32::MAX);
            Some(Invitation { name: room.name, people: others.saturating_add(1) })
        }
        ChatKind::Ordinary | ChatKind::Secret | ChatKind::Saved => None,
    };
    Ok(Some(Request {
        id: author.account,
        name: author.name(),
        text: shown,
        at: first.key.at(),
        chat: chat.id,
        messages: store.message_count(chat.key, COUNTED)?,
        room,
    }))
}

/// Lets somebody in: their chat, and rooms that they began, become chats.
pub(super) fn let_in(
    tx: &Tx<'_>,
    mut person: Person,
    now: Option<Millis>,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let was_accepted = person.accepted && !person.blocked;
    hear_again(tx, &mut person, changes)?;
    person.accepted = true;
    if let Some(now) = now {
        person.changed_at = now;
        tx.add_news(News::Person(person.account))?;
    }
    tx.save_person(&person)?;
    if was_accepted {
        return Ok(());
    }
    for chat in tx.chats_of(person.key)? {
        let began = tx.first_message(chat.key)?.is_none_or(|m| m.author == person.key);
        let alone = matches!(chat.kind, ChatKind::Ordinary | ChatKind::Secret);
        // An offer that came to nothing is no chat.
        let over = tx.secret_chat(chat.key)?.is_some_and(|s| s.stage == SecretStage::Over);
        if chat.accepted || over || (!alone && !began) {
            continue;
        }
        tx.accept_chat(chat.key)?;
        if person.hushwing && now.is_some() {
            for message in tx.unreceipted(chat.key, chat.last, 1, BACKLOG)? {
                tx.owe_receipt(message.current, message.author, Receipt::Delivered)?;
                tx.set_receipted(message.key, 1)?;
            }
        }
        changes.chats.insert(chat.key);
        changes
            .messages
            .extend(tx.page(chat.key, crate::store::Page::Newest, 50)?.iter().map(|m| m.key));
    }
    Ok(())
}

/// Blocks somebody: their chat goes off the lists, what they send from `since` on is dropped. Of
/// two blocks that both stand the earlier one counts.
pub(super) fn shut_out(
    tx: &Tx<'_>,
    mut person: Person,
    since: Millis,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let was_blocked = std::mem::replace(&mut person.blocked, true);
    person.blocked_at = if was_blocked { person.blocked_at.min(since) } else { since };
    tx.save_person(&person)?;
    for chat in tx.chats_of(person.key)? {
        let began = tx.first_message(chat.key)?.is_some_and(|m| m.author == person.key);
        let alone = matches!(chat.kind, ChatKind::Ordinary | ChatKind::Secret);
        if alone || (!chat.accepted && began) {
            tx.hide_chat(chat.key, true)?;
            changes.chats_gone.push(chat.id);
        }
    }
    Ok(())
}

/// What somebody wrote since they were blocked was dropped here, and is still at the relays, where
/// every other device of one's own finds it once the block has ended. So this one does too. Ends
/// the block, if there is one; the row is still to be saved.
pub(super) fn hear_again(
    tx: &Tx<'_>,
    person: &mut Person,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    if std::mem::take(&mut person.blocked) {
        tx.forget_seen(person.blocked_at.secs().saturating_sub(BACKDATED))?;
        changes.read_again = true;
    }
    Ok(())
}

impl Heart {
    /// Strangers, newest first.
    pub(super) async fn requests(&self, limit: u32) -> Result<Reply, Error> {
        let requests = self
            .store
            .read(move |store| {
                let mut requests = Vec::new();
                for chat in store.request_chats(limit)? {
                    requests.extend(request(store, &chat)?);
                }
                Ok(requests)
            })
            .await?;
        Ok(Reply::Requests(requests))
    }

    /// Lets a stranger in.
    pub(super) async fn accept(self: &Arc<Self>, id: ChatName) -> Result<Reply, Error> {
        let person = self.person_named(&id).await?.key;
        let reply = self
            .change_person(id, |tx, person, now, changes| let_in(tx, person, Some(now), changes))
            .await?;
        self.answer_offers_of(person).await?;
        Ok(reply)
    }

    /// Blocks somebody.
    pub(super) async fn block(&self, id: ChatName) -> Result<Reply, Error> {
        self.change_person(id, |tx, mut person, now, changes| {
            // A second block is no news.
            if !person.blocked {
                person.changed_at = now;
                tx.add_news(News::Person(person.account))?;
            }
            shut_out(tx, person, now, changes)
        })
        .await
    }

    /// Undoes a block. Whether they are a contact is as it was before.
    pub(super) async fn unblock(&self, id: ChatName) -> Result<Reply, Error> {
        self.change_person(id, |tx, mut person, now, changes| {
            hear_again(tx, &mut person, changes)?;
            person.changed_at = now;
            tx.save_person(&person)?;
            tx.add_news(News::Person(person.account))?;
            for chat in tx.chats_of(person.key)? {
                tx.hide_chat(chat.key, false)?;
                changes.chats.insert(chat.key);
            }
            Ok(())
        })
        .await
    }

    /// Deletes a request without an answer: its messages go, the stranger may write again.
    pub(super) async fn delete_request(&self, id: ChatName) -> Result<Reply, Error> {
        let (person, now) = (self.person_named(&id).await?, self.clock.now());
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                for chat in tx.chats_of(person.key)? {
                    let began = tx.first_message(chat.key)?.is_some_and(|m| m.author == person.key);
                    let offered = chat.kind == ChatKind::Secret;
                    if !chat.accepted && (began || offered) {
                        super::secret::forget_offer(tx, chat.key, now, &mut changes)?;
                        tx.empty_chat(chat.key)?;
                        changes.chats_gone.push(chat.id);
                    }
                }
                Ok(changes)
            })
            .await?;
        if changes.chats_gone.is_empty() {
            return Err(Error::not_found("there is no request from this person"));
        }
        self.tell(changes).await;
        Ok(Reply::Done)
    }

    /// Changes somebody's row and answers with it.
    pub(super) async fn change_person<F>(&self, id: ChatName, change: F) -> Result<Reply, Error>
    where
        F: FnOnce(&Tx<'_>, Person, Millis, &mut Changes) -> Result<(), StoreError> + Send + 'static,
    {
        let person = self.person_named(&id).await?;
        if person.key == ME {
            return Err(Error::input("this is your own account"));
        }
        let (me, now) = (self.me(), self.clock.now());
        let (added, changes) = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let key = person.key;
                change(tx, person, now, &mut changes)?;
                let person = tx.person_at(key)?;
                let chat = tx.chat_of(&me, [&person.account])?;
                Ok((ContactAdded { contact: person.contact(), chat: chat.id }, changes))
            })
            .await?;
        self.tell(changes).await;
        self.own_news_due();
        Ok(Reply::Contact(added))
    }
}
