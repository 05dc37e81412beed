//! What hangs on messages: reactions, receipts that came, receipts and news that are due.

use std::collections::BTreeMap;

use nostr::key::PublicKey;
use rusqlite::OptionalExtension as _;

use super::{PersonKey, Reader, StoreError, Tx};
use crate::model::{ChatId, MessageId, Receipt};

/// Most reactions that one message carries: what a room of ten people can mean.
const MAX_REACTIONS: i64 = 200;

/// A reaction's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReactionRow {
    /// Its rumor.
    pub id: MessageId,
    /// First id of the message it is about.
    pub target: MessageId,
    /// Who reacted.
    pub author: PersonKey,
    /// With what.
    pub emoji: String,
}

/// Something that one's own other devices have not been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A person's row changed.
    Person(PublicKey),
    /// A chat was read further.
    Chat(ChatId),
}

fn number(receipt: Receipt) -> u8 {
    match receipt {
        Receipt::Delivered => 1,
        Receipt::Read => 2,
    }
}

fn receipt(number: u8) -> Receipt {
    if number >= 2 { Receipt::Read } else { Receipt::Delivered }
}

impl Reader<'_> {
    /// Who reacted to a message with what.
    pub fn reactions(
        &self,
        target: MessageId,
    ) -> Result<BTreeMap<String, Vec<PublicKey>>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT emoji, account FROM reactions JOIN people ON people.id = reactions.author
             WHERE target = ?1 AND emoji <> '' ORDER BY at",
        )?;
        let mut reactions: BTreeMap<String, Vec<PublicKey>> = BTreeMap::new();
        let rows = find.query_map([target.as_bytes()], |row| {
            Ok((row.get::<_, String>(0)?, PublicKey::from_byte_array(row.get(1)?)))
        })?;
        for row in rows {
            let (emoji, who) = row?;
            let people = reactions.entry(emoji).or_default();
            if !people.contains(&who) {
                people.push(who);
            }
        }
        Ok(reactions)
    }

    /// How many reactions somebody left here, counted up to `most`.
    pub fn count_reactions_by(&self, author: PersonKey, most: u32) -> Result<u32, StoreError> {
        let mut count = self.sql().prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM reactions WHERE author = ?1 LIMIT ?2)",
        )?;
        Ok(count.query_row((author.0, most), |row| row.get(0))?)
    }

    /// When somebody last reacted to a message, or took it back, as they say.
    pub fn reacted_at(
        &self,
        target: MessageId,
        author: PersonKey,
    ) -> Result<Option<i64>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT max(at) FROM reactions WHERE target = ?1 AND author = ?2")?;
        Ok(find.query_row((target.as_bytes(), author.0), |row| row.get(0))?)
    }

    /// A reaction by its rumor.
    pub fn reaction(&self, id: MessageId) -> Result<Option<ReactionRow>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT rumor, target, author, emoji FROM reactions WHERE rumor = ?1",
        )?;
        Ok(find
            .query_row([id.as_bytes()], |row| {
                Ok(ReactionRow {
                    id: MessageId(row.get(0)?),
                    target: MessageId(row.get(1)?),
                    author: PersonKey(row.get(2)?),
                    emoji: row.get(3)?,
                })
            })
            .optional()?)
    }

    /// Somebody's reactions of one sort to one message.
    pub fn reactions_by(
        &self,
        target: MessageId,
        author: PersonKey,
        emoji: &str,
    ) -> Result<Vec<MessageId>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT rumor FROM reactions WHERE target = ?1 AND author = ?2 AND emoji = ?3",
        )?;
        let ids = find
            .query_map((target.as_bytes(), author.0, emoji), |row| row.get(0).map(MessageId))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// What an addressee said of one's own messages under this rumor id.
    pub fn receipts(&self, rumor: MessageId) -> Result<Vec<(PersonKey, Receipt)>, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT person, kind FROM receipts WHERE rumor = ?1")?;
        let rows = find
            .query_map([rumor.as_bytes()], |row| {
                Ok((PersonKey(row.get(0)?), receipt(row.get(1)?)))
            })?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// Receipts that are due to one person: the person with the oldest, and up to `limit` ids.
    pub fn receipts_due(
        &self,
        limit: u32,
    ) -> Result<Option<(PersonKey, Receipt, Vec<MessageId>)>, StoreError> {
        let mut one = self.sql().prepare_cached("SELECT person, kind FROM receipts_due LIMIT 1")?;
        let Some((person, kind)) = one
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u8>(1)?)))
            .optional()?
        else {
            return Ok(None);
        };
        let mut find = self.sql().prepare_cached(
            "SELECT rumor FROM receipts_due WHERE person = ?1 AND kind = ?2 LIMIT ?3",
        )?;
        let ids = find
            .query_map((person, kind, limit), |row| row.get(0).map(MessageId))?
            .collect::<Result<_, _>>()?;
        Ok(Some((PersonKey(person), receipt(kind), ids)))
    }

    /// What one's own other devices have not been told, at most `limit` things.
    pub fn own_news(&self, limit: u32) -> Result<Vec<News>, StoreError> {
        let mut find = self.sql().prepare_cached("SELECT what FROM own_news LIMIT ?1")?;
        let rows = find.query_map([limit], |row| row.get::<_, Vec<u8>>(0))?;
        let mut news = Vec::new();
        for row in rows {
            let what = row?;
            match what.split_first() {
                Some((b'p', account)) => {
                    news.extend(PublicKey::from_slice(account).ok().map(News::Person));
                }
                Some((b'c', chat)) => news.extend(ChatId::from_slice(chat).ok().map(News::Chat)),
                _ => {}
            }
        }
        Ok(news)
    }
}

impl Tx<'_> {
    /// Keeps a reaction; says whether it was new. Its message need not be here yet.
    pub fn add_reaction(&self, reaction: &ReactionRow, at: i64) -> Result<bool, StoreError> {
        let mut insert = self.sql().prepare_cached(
            "INSERT OR IGNORE INTO reactions (rumor, target, author, emoji, at)
             SELECT ?1, ?2, ?3, ?4, ?5
             WHERE (SELECT count(*) FROM reactions WHERE target = ?2) < ?6",
        )?;
        let added = insert.execute((
            reaction.id.as_bytes(),
            reaction.target.as_bytes(),
            reaction.author.0,
            &reaction.emoji,
            at,
            MAX_REACTIONS,
        ))?;
        Ok(added > 0)
    }

    /// Takes all that somebody reacted to a message with back.
    pub fn remove_reactions(&self, target: MessageId, author: PersonKey) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM reactions WHERE target = ?1 AND author = ?2")?
            .execute((target.as_bytes(), author.0))?;
        self.erased();
        Ok(())
    }

    /// Takes a reaction back.
    pub fn remove_reaction(&self, id: MessageId) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM reactions WHERE rumor = ?1")?
            .execute([id.as_bytes()])?;
        self.erased();
        Ok(())
    }

    /// Notes what an addressee said; a stronger word stays. Says whether it was news.
    pub fn add_receipt(
        &self,
        rumor: MessageId,
        person: PersonKey,
        receipt: Receipt,
    ) -> Result<bool, StoreError> {
        let mut insert = self.sql().prepare_cached(
            "INSERT INTO receipts (rumor, person, kind) VALUES (?1, ?2, ?3)
             ON CONFLICT (rumor, person) DO UPDATE SET kind = excluded.kind
             WHERE excluded.kind > kind",
        )?;
        Ok(insert.execute((rumor.as_bytes(), person.0, number(receipt)))? > 0)
    }

    /// A receipt is to be sent for this rumor of this person; a stronger word stays.
    pub fn owe_receipt(
        &self,
        rumor: MessageId,
        person: PersonKey,
        receipt: Receipt,
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO receipts_due (rumor, person, kind) VALUES (?1, ?2, ?3)
                 ON CONFLICT (rumor) DO UPDATE SET kind = max(kind, excluded.kind)",
            )?
            .execute((rumor.as_bytes(), person.0, number(receipt)))?;
        Ok(())
    }

    /// The receipt was sent, or another device of one's own sent one at least as strong.
    pub fn settle_receipt(&self, rumor: MessageId, receipt: Receipt) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM receipts_due WHERE rumor = ?1 AND kind <= ?2")?
            .execute((rumor.as_bytes(), number(receipt)))?;
        Ok(())
    }

    /// A message was read on another device and is not here yet.
    pub fn add_read_ahead(&self, rumor: MessageId) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("INSERT OR IGNORE INTO read_ahead (rumor) VALUES (?1)")?
            .execute([rumor.as_bytes()])?;
        Ok(())
    }

    /// Whether a message that has just come was read on another device.
    pub fn take_read_ahead(&self, rumor: MessageId) -> Result<bool, StoreError> {
        let taken = self
            .sql()
            .prepare_cached("DELETE FROM read_ahead WHERE rumor = ?1")?
            .execute([rumor.as_bytes()])?;
        Ok(taken > 0)
    }

    /// One's own other devices should hear of this.
    pub fn add_news(&self, news: News) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("INSERT OR IGNORE INTO own_news (what) VALUES (?1)")?
            .execute([key(news)])?;
        Ok(())
    }

    /// They have been told.
    pub fn settle_news(&self, news: News) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM own_news WHERE what = ?1")?.execute([key(news)])?;
        Ok(())
    }
}

fn key(news: News) -> Vec<u8> {
    match news {
        News::Person(account) => [&b"p"[..], &account.to_bytes()].concat(),
        News::Chat(chat) => [&b"c"[..], chat.as_bytes()].concat(),
    }
}
