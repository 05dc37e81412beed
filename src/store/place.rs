//! Where in its chat a message stands: how many are before it, and which stands at a place.
//!
//! Counted from `message_counts`, which keeps the messages of every span of some 4.7 hours: a
//! chat of a million messages has a few thousand spans, and never is a list skipped over to its
//! middle.

use rusqlite::{OptionalExtension as _, Row};

use super::{ChatKey, MessageKey, Reader, StoreError};
use crate::model::Millis;

/// Bits of a row number within one span.
const SPAN_BITS: u32 = 44;

fn span(key: MessageKey) -> i64 {
    key.0 >> SPAN_BITS
}

/// SQLite counts in signed numbers.
fn unsigned(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
}

impl Reader<'_> {
    /// How many messages a chat has.
    pub fn count_messages(&self, chat: ChatKey) -> Result<u64, StoreError> {
        let mut sum = self.sql().prepare_cached(
            "SELECT coalesce(sum(messages), 0) FROM message_counts WHERE chat = ?1",
        )?;
        Ok(sum.query_row([chat.0], |row| unsigned(row, 0))?)
    }

    /// How many messages of a chat stand before a place.
    pub fn count_before(&self, chat: ChatKey, key: MessageKey) -> Result<u64, StoreError> {
        let mut sum = self.sql().prepare_cached(
            "SELECT coalesce(sum(messages), 0) FROM message_counts WHERE chat = ?1 AND span < ?2",
        )?;
        let whole = sum.query_row((chat.0, span(key)), |row| unsigned(row, 0))?;
        let mut count = self.sql().prepare_cached(
            "SELECT count(*) FROM messages WHERE chat = ?1 AND id >= ?2 AND id < ?3",
        )?;
        let first = span(key) << SPAN_BITS;
        let rest = count.query_row((chat.0, first, key.0), |row| unsigned(row, 0))?;
        Ok(whole + rest)
    }

    /// The message that has so many before it; the newest when there are not as many.
    pub fn message_number(
        &self,
        chat: ChatKey,
        number: u64,
    ) -> Result<Option<MessageKey>, StoreError> {
        let mut spans = self.sql().prepare_cached(
            "SELECT span, messages FROM message_counts WHERE chat = ?1 ORDER BY span",
        )?;
        let mut rows = spans.query([chat.0])?;
        let mut before = 0_u64;
        while let Some(row) = rows.next()? {
            let (span, messages): (i64, u64) = (row.get(0)?, unsigned(row, 1)?);
            if number < before + messages {
                let mut find = self.sql().prepare_cached(
                    "SELECT id FROM messages WHERE chat = ?1 AND id >= ?2
                     ORDER BY id LIMIT 1 OFFSET ?3",
                )?;
                // Within one span only.
                let skip = i64::try_from(number - before).unwrap_or(i64::MAX);
                let found = find.query_row((chat.0, span << SPAN_BITS, skip), |row| row.get(0));
                return Ok(found.optional()?.map(MessageKey));
            }
            before += messages;
        }
        let mut newest = self
            .sql()
            .prepare_cached("SELECT id FROM messages WHERE chat = ?1 ORDER BY id DESC LIMIT 1")?;
        Ok(newest.query_row([chat.0], |row| row.get(0)).optional()?.map(MessageKey))
    }

    /// The oldest message of somebody else that was not read.
    pub fn first_unread(&self, chat: ChatKey) -> Result<Option<MessageKey>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT messages.id FROM messages WHERE messages.chat = ?1 AND author <> 1
               AND messages.id > (SELECT read_up_to FROM chats WHERE chats.id = ?1)
             ORDER BY messages.id LIMIT 1",
        )?;
        Ok(find.query_row([chat.0], |row| row.get(0)).optional()?.map(MessageKey))
    }

    /// The first message at or after a time; the newest when all are older.
    pub fn first_since(&self, chat: ChatKey, at: Millis) -> Result<Option<MessageKey>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT id FROM messages WHERE chat = ?1 AND id >= ?2 ORDER BY id LIMIT 1",
        )?;
        let found = find
            .query_row((chat.0, MessageKey::first_at(at).0), |row| row.get(0))
            .optional()?
            .map(MessageKey);
        match found {
            Some(key) => Ok(Some(key)),
            None => self.message_number(chat, u64::MAX),
        }
    }

    /// When a message came here, and when its present wording did, where that is known.
    pub fn times_of(
        &self,
        key: MessageKey,
    ) -> Result<(Option<Millis>, Option<Millis>), StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT stored_at, edited_at FROM messages WHERE id = ?1")?;
        let known = |at: i64| (at > 0).then_some(Millis(at));
        let times = find
            .query_row([key.0], |row| Ok((known(row.get(0)?), known(row.get(1)?))))
            .optional()?;
        Ok(times.unwrap_or((None, None)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;
    use crate::store::{connection, migrate};

    const CHAT: ChatKey = ChatKey(1);

    /// Two chats whose messages stand at these places.
    fn store(ours: &[i64], theirs: &[i64]) -> Connection {
        let mut db = connection::in_memory();
        migrate::run(&mut db).unwrap();
        db.execute_batch(
            "INSERT INTO people (id, account) VALUES (1, x'01'), (2, x'02');
             INSERT INTO chats (id, chat, kind) VALUES (1, x'01', 0), (2, x'02', 0);",
        )
        .unwrap();
        for (chat, keys) in [(1, ours), (2, theirs)] {
            for key in keys {
                db.execute(
                    "INSERT INTO messages (id, rumor, current, chat, author, kind, text)
                     VALUES (?1, CAST(?1 AS BLOB), x'', ?2, 2, 14, 'hi')",
                    (key, chat),
                )
                .unwrap();
            }
        }
        db
    }

    fn places() -> impl Strategy<Value = Vec<i64>> {
        // Within a span, at its edges, and far apart.
        let place = (0_i64..6, prop_oneof![0_i64..4, (1_i64 << 44) - 4..1_i64 << 44]);
        proptest::collection::btree_set(place.prop_map(|(s, r)| (s << 44) + r + 1), 0..30)
            .prop_map(|set| set.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn counting_by_spans_is_counting(
            places in places(),
            gone in proptest::collection::vec(any::<prop::sample::Index>(), 0..5),
        ) {
            let (ours, theirs): (Vec<_>, Vec<_>) = places.iter().partition(|p| *p % 3 != 0);
            let db = store(&ours, &theirs);
            let mut left = ours;
            for index in gone {
                if !left.is_empty() {
                    let id = left.remove(index.index(left.len()));
                    db.execute("DELETE FROM messages WHERE id = ?1", [id]).unwrap();
                }
            }
            let reader = Reader::new(&db);
            prop_assert_eq!(reader.count_messages(CHAT).unwrap(), left.len() as u64);
            for (number, key) in left.iter().enumerate() {
                let (number, key) = (number as u64, MessageKey(*key));
                prop_assert_eq!(reader.count_before(CHAT, key).unwrap(), number);
                prop_assert_eq!(reader.message_number(CHAT, number).unwrap(), Some(key));
            }
            let newest = left.last().copied().map(MessageKey);
            prop_assert_eq!(reader.message_number(CHAT, u64::MAX).unwrap(), newest);
            prop_assert_eq!(reader.first_unread(CHAT).unwrap(), left.first().copied().map(MessageKey));
        }
    }

    #[test]
    fn a_day_begins_with_its_first_message() {
        let at = |ms: i64| MessageKey::first_at(Millis(ms));
        let db = store(&[at(1_000).0, at(5_000_000).0 + 3], &[]);
        let reader = Reader::new(&db);
        assert_eq!(reader.first_since(CHAT, Millis(1_000)).unwrap(), Some(at(1_000)));
        let second = Some(MessageKey(at(5_000_000).0 + 3));
        assert_eq!(reader.first_since(CHAT, Millis(1_001)).unwrap(), second);
        assert_eq!(reader.first_since(CHAT, Millis(9_000_000)).unwrap(), second);
    }

    #[test]
    fn what_was_read_is_passed_over() {
        let db = store(&[10, 20, 30], &[]);
        db.execute("UPDATE chats SET read_up_to = 20", []).unwrap();
        let reader = Reader::new(&db);
        assert_eq!(reader.first_unread(CHAT).unwrap(), Some(MessageKey(30)));
        db.execute("UPDATE messages SET author = 1 WHERE id = 30", []).unwrap();
        assert_eq!(reader.first_unread(CHAT).unwrap(), None);
    }
}
