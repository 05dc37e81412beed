//! Chats and messages, read: lists, pages, search, read positions, drafts.

use std::sync::Arc;

use super::changes::Changes;
use super::heart::Heart;
use super::{Before, ChatName, Error, Reply};
use crate::model::{ChatKind, MessageId, Receipt, WhyOver};
use crate::store::{MessageKey, MessageRow, Page, Reader, StoreError};

/// Largest page.
const MOST: u32 = 500;
/// Messages that one "read up to here" sends receipts for.
const READ_AT_ONCE: u32 = 400;
/// Longest draft, in bytes.
const MAX_DRAFT: usize = 1 << 20;

fn shown(store: &Reader<'_>, rows: &[MessageRow]) -> Result<Reply, StoreError> {
    let messages = rows.iter().map(|row| store.shown_message(row)).collect::<Result<_, _>>()?;
    Ok(Reply::Messages(messages))
}

impl Heart {
    /// The chat list.
    pub(super) async fn chats(&self) -> Result<Reply, Error> {
        let chats = self
            .store
            .read(|store| store.chats()?.iter().map(|row| store.shown_chat(row)).collect())
            .await?;
        Ok(Reply::Chats(chats))
    }

    /// One chat.
    pub(super) async fn find_chat(&self, name: ChatName) -> Result<Reply, Error> {
        let row = self.chat_named(&name).await?;
        let chat = self.store.read(move |store| store.shown_chat(&row)).await?;
        Ok(Reply::Chat(chat))
    }

    /// A page of a chat's messages, oldest first.
    pub(super) async fn history(
        &self,
        chat: ChatName,
        limit: u32,
        before: Before,
    ) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?.key;
        let page = match before {
            Before::End => Page::Newest,
            Before::Message(id) => Page::Before(self.message_named(id).await?.key),
            Before::Position(position) => Page::Before(MessageKey::from_position(position)),
            Before::After(position) => Page::After(MessageKey::from_position(position)),
        };
        let limit = limit.clamp(1, MOST);
        let read = move |store: &Reader<'_>| -> Result<Reply, StoreError> {
            shown(store, &store.page_of_messages(chat, page, limit)?)
        };
        Ok(self.store.read(read).await?)
    }

    /// One message.
    pub(super) async fn one_message(&self, id: MessageId) -> Result<Reply, Error> {
        Ok(self.store.read(move |store| shown(store, store.message(id)?.as_slice())).await?)
    }

    /// Messages that contain these words, newest first. Strangers' are not among them.
    pub(super) async fn search(
        &self,
        text: String,
        chat: Option<ChatName>,
        limit: u32,
    ) -> Result<Reply, Error> {
        let chat = match chat {
            Some(name) => Some(self.chat_named(&name).await?.key),
            None => None,
        };
        let limit = limit.clamp(1, MOST);
        Ok(self.store.read(move |store| shown(store, &store.search(&text, chat, limit)?)).await?)
    }

    /// The person has seen everything up to a message: the count goes down, its authors hear of
    /// it if both sides allow, and so do one's own other devices.
    pub(super) async fn mark_read(&self, chat: ChatName, up_to: MessageId) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?;
        let message = self.message_named(up_to).await?;
        if message.chat != chat.key {
            return Err(Error::input("this message is in another chat"));
        }
        let (tells, accepted) = (self.read_receipts(), chat.accepted);
        let (key, now) = (chat.key, self.clock.now());
        let news = self
            .store
            .write(move |tx| {
                let news = tx.mark_read(chat.key, message.key)?;
                let unmarked = tx.mark_chat(chat.key, false)?;
                if chat.kind == ChatKind::Secret {
                    super::secret::read(tx, chat.key, message.key, (tells, now))?;
                    return Ok(news || unmarked);
                }
                if !accepted {
                    return Ok(news || unmarked);
                }
                if news {
                    super::apply::note_read(tx, &chat)?;
                }
                if tells {
                    for row in tx.unreceipted(chat.key, message.key, 2, READ_AT_ONCE)? {
                        let author = tx.person_at(row.author)?;
                        if author.accepted && author.hushwing && !author.blocked {
                            tx.owe_receipt(row.current, row.author, Receipt::Read)?;
                        }
                        tx.set_receipted(row.key, 2)?;
                    }
                }
                Ok(news || unmarked)
            })
            .await?;
        if news {
            let mut changes = Changes::default();
            changes.chats.insert(key);
            self.tell(changes).await;
        }
        self.own_news_due();
        self.fading.notify_one();
        Ok(Reply::Done)
    }

    /// Marks a chat as unread, or takes the mark away. Nobody else hears of it.
    pub(super) async fn mark_unread(&self, chat: ChatName, marked: bool) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?.key;
        if self.store.write(move |tx| tx.mark_chat(chat, marked)).await? {
            let mut changes = Changes::default();
            changes.chats.insert(chat);
            self.tell(changes).await;
        }
        Ok(Reply::Done)
    }

    /// Keeps what was typed and not sent.
    pub(super) async fn save_draft(&self, chat: ChatName, text: String) -> Result<Reply, Error> {
        if text.len() > MAX_DRAFT {
            return Err(Error::input("this draft is too long to be kept"));
        }
        let chat = self.chat_named(&chat).await?.key;
        self.store.write(move |tx| tx.save_draft(chat, &text)).await?;
        let mut changes = Changes::default();
        changes.chats.insert(chat);
        self.tell(changes).await;
        Ok(Reply::Done)
    }

    /// Pins or mutes.
    pub(super) async fn set_chat(
        &self,
        chat: ChatName,
        pinned: Option<bool>,
        muted: Option<bool>,
    ) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?.key;
        self.store.write(move |tx| tx.set_chat(chat, pinned, muted)).await?;
        let mut changes = Changes::default();
        changes.chats.insert(chat);
        self.tell(changes).await;
        Ok(Reply::Done)
    }

    /// Forgets a chat and everything in it, here.
    pub(super) async fn delete_chat(self: &Arc<Self>, chat: ChatName) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?;
        let key = chat.key;
        if chat.kind == ChatKind::Secret {
            self.close_secret(key, WhyOver::EndedHere).await?;
        }
        self.store.write(move |tx| tx.empty_chat(key)).await?;
        let changes = Changes { chats_gone: vec![chat.id], ..Changes::default() };
        self.tell(changes).await;
        Ok(Reply::Done)
    }
}
