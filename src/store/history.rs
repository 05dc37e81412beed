//! Messages as people read them: pages of a chat, search, and one as a conversation shows it.

use rusqlite::OptionalExtension as _;

use super::chats::first_line;
use super::messages::{COLUMNS, message};
use super::{ChatKey, ME, MessageKey, MessageRow, Reader, StoreError};
use crate::model::{ChatId, Message, Quote};

/// Which part of a chat a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The newest.
    Newest,
    /// Those just before a place.
    Before(MessageKey),
    /// Those just after a place.
    After(MessageKey),
}

/// Longest quote, in characters.
const QUOTE: usize = 160;

impl Reader<'_> {
    /// A page of a conversation, oldest first: messages, and the lines among them.
    pub fn page(
        &self,
        chat: ChatKey,
        page: Page,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StoreError> {
        self.read_page(chat, page, limit, "")
    }

    /// A page of a chat's messages alone, oldest first.
    pub fn page_of_messages(
        &self,
        chat: ChatKey,
        page: Page,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StoreError> {
        self.read_page(chat, page, limit, "AND kind <> 0")
    }

    fn read_page(
        &self,
        chat: ChatKey,
        page: Page,
        limit: u32,
        only: &str,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let (place, order, compare) = match page {
            Page::Newest => (i64::MAX, "DESC", "<"),
            Page::Before(key) => (key.0, "DESC", "<"),
            Page::After(key) => (key.0, "ASC", ">"),
        };
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM messages WHERE chat = ?1 AND id {compare} ?2 {only}
             ORDER BY id {order} LIMIT ?3"
        ))?;
        let mut rows: Vec<MessageRow> =
            find.query_map((chat.0, place, limit), message)?.collect::<Result<_, _>>()?;
        if order == "DESC" {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Messages after a place that somebody else wrote and whose author has not been told `kind`
    /// (1 delivered, 2 read), up to and including `up_to`.
    pub fn unreceipted(
        &self,
        chat: ChatKey,
        up_to: MessageKey,
        kind: u8,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM messages
             WHERE chat = ?1 AND id <= ?2 AND author <> 1 AND receipted < ?3
             ORDER BY id DESC LIMIT ?4"
        ))?;
        let rows =
            find.query_map((chat.0, up_to.0, kind, limit), message)?.collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// A chat's first message.
    pub fn first_message(&self, chat: ChatKey) -> Result<Option<MessageRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM messages WHERE chat = ?1 ORDER BY id LIMIT 1"
        ))?;
        Ok(find.query_row([chat.0], message).optional()?)
    }

    /// How many messages a chat has, counted up to `most`.
    pub fn message_count(&self, chat: ChatKey, most: u32) -> Result<u32, StoreError> {
        let mut count = self.sql().prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM messages WHERE chat = ?1 LIMIT ?2)",
        )?;
        Ok(count.query_row((chat.0, most), |row| row.get(0))?)
    }

    /// Messages that contain these words, newest first. Nothing for a text without words, nothing
    /// of strangers or blocked people.
    pub fn search(
        &self,
        text: &str,
        chat: Option<ChatKey>,
        limit: u32,
    ) -> Result<Vec<MessageRow>, StoreError> {
        let query = match chat {
            Some(chat) => super::search::fts_query_in(text, chat.0),
            None => super::search::fts_query(text),
        };
        let Some(query) = query else { return Ok(Vec::new()) };
        // The row number is the place in time, so the index walked backwards gives newest first;
        // CROSS JOIN keeps it the outer loop, which stops at the limit.
        let columns: Vec<String> =
            COLUMNS.split(',').map(|column| format!("m.{}", column.trim())).collect();
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {} FROM message_words w CROSS JOIN messages m ON m.id = w.rowid
             CROSS JOIN chats c ON c.id = m.chat
             WHERE message_words MATCH ?1 AND c.accepted = 1 AND c.hidden = 0
             ORDER BY w.rowid DESC LIMIT ?2",
            columns.join(", ")
        ))?;
        let rows = find.query_map((query, limit), message)?.collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// A message as conversations show it.
    pub fn shown_message(&self, row: &MessageRow) -> Result<Message, StoreError> {
        let author = self.person_at(row.author)?;
        let quote = match row.reply_to {
            Some(id) => Some(match self.message(id)? {
                Some(quoted) => Quote {
                    from: self.person_at(quoted.author)?.name(),
                    text: first_line(quoted.shown_text(), QUOTE),
                },
                None => Quote { from: String::new(), text: String::new() },
            }),
            None => None,
        };
        let reply_to = row.reply_to.map(|id| self.first_id(id)).transpose()?;
        let state = self.state_of(row)?;
        let chat: [u8; 16] = self
            .sql()
            .prepare_cached("SELECT chat FROM chats WHERE id = ?1")?
            .query_row([row.chat.0], |r| r.get(0))?;
        Ok(Message {
            message: row.id,
            chat: ChatId(chat),
            from: author.account,
            from_name: author.name(),
            mine: row.author == ME,
            at: row.key.at(),
            text: row.text.clone(),
            state,
            reason: self.reason_of(row, state)?,
            reply_to,
            quote,
            edited: row.version > 0,
            reactions: self.reactions(row.id)?,
            expires_at: row.timer.expires_at,
            attachments: row.attachment.iter().cloned().collect(),
            ttl_secs: row.timer.secs,
            note: row.note,
            position: row.key.position(),
        })
    }
}
