//! What was said in a secret chat before it could be encrypted, in its order.

use rusqlite::OptionalExtension as _;
use zeroize::Zeroizing;

use crate::model::MessageId;
use crate::store::{ChatKey, Reader, StoreError, Tx};

/// Something that waits.
pub struct Queued {
    /// Its place.
    pub place: i64,
    /// The message whose ticks depend on it.
    pub message: Option<MessageId>,
    /// Its content, encoded.
    pub content: Zeroizing<Vec<u8>>,
}

impl Reader<'_> {
    /// The next thing that waits in a chat.
    pub fn next_queued(&self, chat: ChatKey) -> Result<Option<Queued>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT id, message, content FROM secret_queue WHERE chat = ?1 ORDER BY id LIMIT 1",
        )?;
        let next = find.query_row([chat.0], |row| {
            let message: Vec<u8> = row.get(1)?;
            Ok(Queued {
                place: row.get(0)?,
                message: MessageId::from_slice(&message).ok(),
                content: Zeroizing::new(row.get(2)?),
            })
        });
        Ok(next.optional()?)
    }

    /// Everything that waits in a chat, in its order.
    pub fn queued(&self, chat: ChatKey) -> Result<Vec<Queued>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT id, message, content FROM secret_queue WHERE chat = ?1 ORDER BY id",
        )?;
        let all = find.query_map([chat.0], |row| {
            let message: Vec<u8> = row.get(1)?;
            Ok(Queued {
                place: row.get(0)?,
                message: MessageId::from_slice(&message).ok(),
                content: Zeroizing::new(row.get(2)?),
            })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// Whether a message waits for its chat.
    pub fn is_queued(&self, message: MessageId) -> Result<bool, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM secret_queue WHERE message = ?1)")?;
        Ok(find.query_row([message.as_bytes()], |row| row.get(0))?)
    }

    /// How many messages wait in secret chats.
    pub fn count_queued(&self) -> Result<u64, StoreError> {
        let mut count =
            self.sql().prepare_cached("SELECT count(*) FROM secret_queue WHERE message <> x''")?;
        Ok(count.query_row([], |row| row.get::<_, i64>(0))?.try_into().unwrap_or(0))
    }
}

impl Tx<'_> {
    /// Has something wait behind what waits already.
    pub fn queue(
        &self,
        chat: ChatKey,
        message: Option<MessageId>,
        content: &[u8],
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO secret_queue (chat, message, content) VALUES (?1, ?2, ?3)",
            )?
            .execute((chat.0, message.as_ref().map_or(&[][..], |id| &id.0[..]), content))?;
        Ok(())
    }

    /// Has the hello of a chat go before everything that waits.
    pub fn hello_first(&self, chat: ChatKey, content: &[u8]) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO secret_queue (id, chat, content)
                 VALUES (min(0, coalesce((SELECT min(id) FROM secret_queue), 0)) - 1, ?1, ?2)",
            )?
            .execute((chat.0, content))?;
        Ok(())
    }

    /// It was encrypted, or is not wanted any more.
    pub fn unqueue(&self, place: i64) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM secret_queue WHERE id = ?1")?.execute([place])?;
        self.erased();
        Ok(())
    }

    /// Takes a message back that waits; says whether it did.
    pub fn unqueue_message(&self, message: MessageId) -> Result<bool, StoreError> {
        let gone = self
            .sql()
            .prepare_cached("DELETE FROM secret_queue WHERE message = ?1")?
            .execute([message.as_bytes()])?;
        self.erased();
        Ok(gone > 0)
    }

    /// Nothing waits in this chat any more.
    pub fn empty_queue(&self, chat: ChatKey) -> Result<(), StoreError> {
        self.sql().prepare_cached("DELETE FROM secret_queue WHERE chat = ?1")?.execute([chat.0])?;
        self.erased();
        Ok(())
    }
}
