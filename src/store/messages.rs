//! Messages: inserting, editing, deleting, and finding one. Pages of them are in `history`.

use nostr::event::EventId;
use rusqlite::{OptionalExtension as _, Row, named_params};

use super::{ChatKey, PersonKey, Reader, StoreError, Tx};
use crate::model::{Attachment, MessageId, Millis, Note, Position};

/// Row number of a message, which is its place in time: milliseconds << 20, then the order of
/// arrival within the millisecond. 0 is before everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct MessageKey(pub(crate) i64);

const ORDER_BITS: u32 = 20;
/// Year 2109: what fits into 42 bits.
const LATEST: i64 = (1 << 42) - 1;

impl MessageKey {
    /// First place of a millisecond.
    pub fn first_at(at: Millis) -> Self {
        Self(at.0.clamp(0, LATEST) << ORDER_BITS)
    }

    /// The millisecond.
    pub fn at(self) -> Millis {
        Millis(self.0 >> ORDER_BITS)
    }

    /// As it leaves the messenger.
    pub fn position(self) -> Position {
        Position { at: self.at(), row: self.0 }
    }

    /// From outside.
    pub fn from_position(position: Position) -> Self {
        Self(position.row)
    }
}

/// A message to insert.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// First rumor id.
    pub id: MessageId,
    /// Rumor id of the wording that came, and how often it was edited by then.
    pub wording: (MessageId, u32),
    /// Where.
    pub chat: ChatKey,
    /// Who wrote it.
    pub author: PersonKey,
    /// When.
    pub at: Millis,
    /// Rumor kind: 14 or 15.
    pub kind: u16,
    /// The text.
    pub text: String,
    /// What it answers, as sent.
    pub reply_to: Option<MessageId>,
    /// A file.
    pub attachment: Option<Attachment>,
    /// The gift wrap in one's own mailbox that carried it.
    pub wrap: Option<EventId>,
    /// When it came here.
    pub stored_at: Millis,
    /// Its timer, and when it runs out if it runs already.
    pub timer: Timer,
}

/// A disappearing message's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timer {
    /// How long it is there once the timer runs, seconds; 0 for ever.
    pub secs: u32,
    /// When it goes, once the timer runs.
    pub expires_at: Option<Millis>,
}

/// A message's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Its place.
    pub key: MessageKey,
    /// First rumor id.
    pub id: MessageId,
    /// Rumor id of the present wording.
    pub current: MessageId,
    /// How often it was edited.
    pub version: u32,
    /// Where.
    pub chat: ChatKey,
    /// Who wrote it.
    pub author: PersonKey,
    /// Rumor kind.
    pub kind: u16,
    /// The text.
    pub text: String,
    /// What it answers.
    pub reply_to: Option<MessageId>,
    /// A file.
    pub attachment: Option<Attachment>,
    /// When it disappears.
    pub timer: Timer,
    /// Gift wraps in one's own mailbox that carried it.
    pub wraps: Vec<EventId>,
    /// What was said to its author: 0 nothing, 1 delivered, 2 read.
    pub receipted: u8,
    /// What happened, where this is a line and nobody's message.
    pub note: Option<Note>,
}

impl MessageRow {
    /// The text, or the name of the file.
    pub fn shown_text(&self) -> &str {
        match &self.attachment {
            Some(file) if self.text.is_empty() => &file.name,
            _ => &self.text,
        }
    }
}

/// Columns of a [`MessageRow`], in the order in which [`message`] reads them.
pub(super) const COLUMNS: &str = "id, rumor, current, version, chat, author, kind, text, reply_to, attachment, \
                       expires_at, wraps, receipted, ttl_secs, note";

/// See [`COLUMNS`].
pub(super) fn message(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    let reply_to: Vec<u8> = row.get(8)?;
    let wraps: Vec<u8> = row.get(11)?;
    let expires: i64 = row.get(10)?;
    Ok(MessageRow {
        key: MessageKey(row.get(0)?),
        id: MessageId(row.get(1)?),
        current: MessageId(row.get(2)?),
        version: row.get(3)?,
        chat: ChatKey(row.get(4)?),
        author: PersonKey(row.get(5)?),
        kind: row.get(6)?,
        text: row.get(7)?,
        reply_to: MessageId::from_slice(&reply_to).ok(),
        attachment: serde_json::from_str(row.get_ref(9)?.as_str()?).ok(),
        timer: Timer { secs: row.get(13)?, expires_at: (expires > 0).then_some(Millis(expires)) },
        wraps: wraps.chunks_exact(32).filter_map(|id| EventId::from_slice(id).ok()).collect(),
        receipted: row.get(12)?,
        note: serde_json::from_str(row.get_ref(14)?.as_str()?).ok(),
    })
}

/// Why a rumor must not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tombstone {
    /// Its author, or the person here, deleted it.
    ForGood,
    /// Another wording took its place.
    GaveWay,
}

impl Reader<'_> {
    /// A message by place.
    pub fn message_at(&self, key: MessageKey) -> Result<Option<MessageRow>, StoreError> {
        let mut find =
            self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM messages WHERE id = ?1"))?;
        Ok(find.query_row([key.0], message).optional()?)
    }

    /// A message by its first id or by that of any of its edits.
    pub fn message(&self, id: MessageId) -> Result<Option<MessageRow>, StoreError> {
        let id = self.first_id(id)?;
        let mut find = self
            .sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM messages WHERE rumor = ?1"))?;
        Ok(find.query_row([id.as_bytes()], message).optional()?)
    }

    /// The id that a message had at first.
    pub fn first_id(&self, id: MessageId) -> Result<MessageId, StoreError> {
        let mut find = self.sql().prepare_cached("SELECT first FROM aliases WHERE rumor = ?1")?;
        let first = find.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
        Ok(first.map_or(id, MessageId))
    }

    /// Whether this rumor of this author was deleted: for good, or to give way to an edit.
    pub fn tombstone(
        &self,
        rumor: MessageId,
        author: PersonKey,
    ) -> Result<Option<Tombstone>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT for_good FROM tombstones WHERE rumor = ?1 AND author = ?2")?;
        let for_good =
            find.query_row((rumor.as_bytes(), author.0), |row| row.get::<_, bool>(0)).optional()?;
        Ok(for_good.map(|good| if good { Tombstone::ForGood } else { Tombstone::GaveWay }))
    }
}

impl Tx<'_> {
    /// Inserts a message at its place in time and moves the chat's end and count with it.
    pub fn insert_message(&self, new: &NewMessage) -> Result<MessageKey, StoreError> {
        let key = self.free_place(new.at)?;
        self.sql()
            .prepare_cached(
                "INSERT INTO messages
                   (id, rumor, current, version, chat, author, kind, text, reply_to, attachment,
                    wraps, stored_at, ttl_secs, expires_at)
                 VALUES (:id, :rumor, :current, :version, :chat, :author, :kind, :text, :reply_to,
                         :attachment, :wraps, :stored_at, :ttl, :expires)",
            )?
            .execute(named_params! {
                ":id": key.0,
                ":rumor": new.id.as_bytes(),
                ":current": new.wording.0.as_bytes(),
                ":version": new.wording.1,
                ":chat": new.chat.0,
                ":author": new.author.0,
                ":kind": new.kind,
                ":text": new.text,
                ":reply_to": new.reply_to.as_ref().map_or(&[][..], |id| &id.0[..]),
                ":attachment": json(new.attachment.as_ref()),
                ":wraps": new.wrap.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]),
                ":stored_at": new.stored_at.0,
                ":ttl": new.timer.secs,
                ":expires": new.timer.expires_at.map_or(0, |at| at.0.max(1)),
            })?;
        self.sql()
            .prepare_cached(
                "UPDATE chats SET last = max(last, :id), hidden = 0,
                   unread = unread + (:author <> 1 AND :id > read_up_to) WHERE id = :chat",
            )?
            .execute(named_params! {
                ":id": key.0, ":author": new.author.0, ":chat": new.chat.0,
            })?;
        self.add_alias(new.wording.0, new.id)?;
        Ok(key)
    }

    /// Puts a line into a conversation. It is nobody's message: it counts as read, has no ticks, is
    /// not found by a search, and no list shows it as the newest.
    pub fn insert_note(
        &self,
        (id, note): (MessageId, Note),
        chat: ChatKey,
        at: Millis,
    ) -> Result<MessageKey, StoreError> {
        let key = self.free_place(at)?;
        let note = serde_json::to_string(&note).map_err(StoreError::fault)?;
        self.sql()
            .prepare_cached(
                "INSERT INTO messages (id, rumor, current, chat, author, kind, text, stored_at, note)
                 VALUES (:id, :rumor, :rumor, :chat, 1, 0, '', :at, :note)",
            )?
            .execute(named_params! {
                ":id": key.0,
                ":rumor": id.as_bytes(),
                ":chat": chat.0,
                ":at": at.0,
                ":note": note,
            })?;
        Ok(key)
    }

    /// First free place of a millisecond; the next millisecond when a million are taken.
    fn free_place(&self, at: Millis) -> Result<MessageKey, StoreError> {
        let first = MessageKey::first_at(at).0;
        let end = first + (1 << ORDER_BITS);
        let mut find =
            self.sql().prepare_cached("SELECT max(id) FROM messages WHERE id >= ?1 AND id < ?2")?;
        let taken: Option<i64> = find.query_row((first, end), |row| row.get(0))?;
        match taken {
            None => Ok(MessageKey(first.max(1))),
            Some(last) if last + 1 < end => Ok(MessageKey(last + 1)),
            Some(_) => self.free_place(at.plus(1)),
        }
    }

    /// Gives a message another wording, which came at `at`. The old one is overwritten.
    pub fn reword(
        &self,
        row: &MessageRow,
        current: MessageId,
        version: u32,
        text: &str,
        at: Millis,
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE messages SET current = ?2, version = ?3, text = ?4, receipted = 0,
                   edited_at = ?5 WHERE id = ?1",
            )?
            .execute((row.key.0, current.as_bytes(), version, text, at.0))?;
        self.erased();
        self.add_alias(current, row.id)
    }

    /// Later ids of an edited message lead to the first, also those of reactions that came before.
    pub fn add_alias(&self, rumor: MessageId, first: MessageId) -> Result<(), StoreError> {
        if rumor != first {
            self.sql()
                .prepare_cached("UPDATE reactions SET target = ?2 WHERE target = ?1")?
                .execute((rumor.as_bytes(), first.as_bytes()))?;
            self.sql()
                .prepare_cached("INSERT OR REPLACE INTO aliases (rumor, first) VALUES (?1, ?2)")?
                .execute((rumor.as_bytes(), first.as_bytes()))?;
        }
        Ok(())
    }

    /// Remembers that a gift wrap in one's own mailbox carried this message.
    pub fn add_wrap(&self, key: MessageKey, wrap: &EventId) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE messages SET wraps = CAST(wraps || ?2 AS BLOB)
                 WHERE id = ?1 AND instr(wraps, ?2) = 0 AND length(wraps) < 1024",
            )?
            .execute((key.0, wrap.as_bytes()))?;
        Ok(())
    }

    /// The gift wrap in one's own mailbox that carries the present wording.
    pub fn set_wraps(&self, key: MessageKey, wrap: Option<&EventId>) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE messages SET wraps = ?2 WHERE id = ?1")?
            .execute((key.0, wrap.map_or(&[][..], |id| &id.as_bytes()[..])))?;
        Ok(())
    }

    /// Marks that a message's author was told (1 delivered, 2 read).
    pub fn set_receipted(&self, key: MessageKey, kind: u8) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE messages SET receipted = max(receipted, ?2) WHERE id = ?1")?
            .execute((key.0, kind))?;
        Ok(())
    }

    /// Remembers that a rumor of this author must not come back.
    pub fn bury(
        &self,
        rumor: MessageId,
        author: PersonKey,
        stone: Tombstone,
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO tombstones (rumor, author, for_good) VALUES (?1, ?2, ?3)
                 ON CONFLICT (rumor, author) DO UPDATE SET for_good = max(for_good, ?3)",
            )?
            .execute((rumor.as_bytes(), author.0, stone == Tombstone::ForGood))?;
        Ok(())
    }

    /// Takes a message and all that hangs on it out of the database. Reactions stay when an edit
    /// is about to bring the message back.
    pub fn remove_message(&self, row: &MessageRow, keep_reactions: bool) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM messages WHERE id = ?1")?.execute([row.key.0])?;
        for id in [row.id, row.current] {
            for table in ["receipts", "receipts_due"] {
                self.sql()
                    .prepare_cached(&format!("DELETE FROM {table} WHERE rumor = ?1"))?
                    .execute([id.as_bytes()])?;
            }
        }
        if !keep_reactions {
            self.sql()
                .prepare_cached("DELETE FROM reactions WHERE target = ?1")?
                .execute([row.id.as_bytes()])?;
        }
        self.erased();
        self.find_last(row.chat)?;
        self.count_unread(row.chat)
    }

    /// Takes everything in a chat out of the database, and the chat off the lists.
    pub fn empty_chat(&self, chat: ChatKey) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM reactions WHERE target IN (SELECT rumor FROM messages WHERE chat = ?1)",
            "DELETE FROM receipts WHERE rumor IN (SELECT current FROM messages WHERE chat = ?1)",
            "DELETE FROM receipts_due WHERE rumor IN (SELECT current FROM messages WHERE chat = ?1)",
            "DELETE FROM envelopes WHERE message <> x''
               AND message IN (SELECT rumor FROM messages WHERE chat = ?1)",
            "INSERT OR REPLACE INTO tombstones (rumor, author, for_good)
               SELECT current, author, 1 FROM messages WHERE chat = ?1",
            "INSERT OR REPLACE INTO tombstones (rumor, author, for_good)
               SELECT rumor, author, 1 FROM messages WHERE chat = ?1",
            "DELETE FROM secret_early WHERE chat = ?1",
            "DELETE FROM messages WHERE chat = ?1",
            "UPDATE chats SET last = 0, unread = 0, marked = 0, draft = '', hidden = 1
               WHERE id = ?1",
        ] {
            self.sql().execute(sql, [chat.0])?;
        }
        self.erased();
        Ok(())
    }
}

fn json(attachment: Option<&Attachment>) -> String {
    attachment.and_then(|a| serde_json::to_string(a).ok()).unwrap_or_default()
}
