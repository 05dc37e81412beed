//! Chats: who takes part, how far they are read, and the rows of the chat list.

use nostr::key::PublicKey;
use rusqlite::{OptionalExtension as _, Row, named_params};

use super::{ME, MessageKey, Reader, SecretChatRow, StoreError, Tx};
use crate::model::{
    Chat, ChatId, ChatKind, ChatState, Millis, Name, Preview, SecretChat, SecretStage, SpokenWords,
};

/// Row number of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChatKey(pub(crate) i64);

impl ChatKey {
    /// Tells the connections of one secret chat from those of others.
    pub fn lane(self) -> u64 {
        self.0.unsigned_abs()
    }

    /// The chat whose lane this is; none for what belongs to no secret chat.
    pub fn of_lane(lane: u64) -> Option<Self> {
        i64::try_from(lane).ok().filter(|lane| *lane > 0).map(Self)
    }
}

/// A chat's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatRow {
    /// Row number.
    pub key: ChatKey,
    /// Which chat.
    pub id: ChatId,
    /// What sort.
    pub kind: ChatKind,
    /// The room's name, if it has one.
    pub subject: Option<Name>,
    /// Whether it is among the chats; otherwise it is a request.
    pub accepted: bool,
    /// Newest message, 0 for none.
    pub last: MessageKey,
    /// Incoming messages after the read position.
    pub unread: u32,
    /// Everything up to here was seen by the person.
    pub read_up_to: MessageKey,
    /// Typed and not sent.
    pub draft: String,
    /// Kept at the top.
    pub pinned: bool,
    /// No notifications.
    pub muted: bool,
    /// The person wants to come back to it.
    pub marked: bool,
    /// When the person began it here; 0 for not known.
    pub begun_at: Millis,
}

const COLUMNS: &str = "id, chat, kind, subject, accepted, last, unread, read_up_to, draft, pinned, muted, marked, begun_at";

/// Longest preview, in characters.
const PREVIEW: usize = 120;

fn chat(row: &Row<'_>) -> rusqlite::Result<ChatRow> {
    Ok(ChatRow {
        key: ChatKey(row.get(0)?),
        id: ChatId(row.get(1)?),
        kind: match row.get::<_, i64>(2)? {
            1 => ChatKind::Room,
            2 => ChatKind::Secret,
            3 => ChatKind::Saved,
            _ => ChatKind::Ordinary,
        },
        subject: Name::clean(row.get_ref(3)?.as_str()?).ok(),
        accepted: row.get(4)?,
        last: MessageKey(row.get(5)?),
        unread: row.get(6)?,
        read_up_to: MessageKey(row.get(7)?),
        draft: row.get(8)?,
        pinned: row.get(9)?,
        muted: row.get(10)?,
        marked: row.get(11)?,
        begun_at: Millis(row.get(12)?),
    })
}

/// The first line, shortened.
pub fn first_line(text: &str, most: usize) -> String {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(most).collect();
    if short.len() < text.trim().len() {
        short.push('…');
    }
    short
}

impl Reader<'_> {
    /// A chat by id.
    pub fn chat(&self, id: &ChatId) -> Result<Option<ChatRow>, StoreError> {
        let mut find =
            self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM chats WHERE chat = ?1"))?;
        Ok(find.query_row([id.as_bytes()], chat).optional()?)
    }

    /// A chat by row number.
    pub fn chat_at(&self, key: ChatKey) -> Result<ChatRow, StoreError> {
        let mut find =
            self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM chats WHERE id = ?1"))?;
        Ok(find.query_row([key.0], chat)?)
    }

    /// The chat list: pinned first, then newest first; a chat in which nothing was said stands
    /// where it was begun.
    pub fn chats(&self) -> Result<Vec<ChatRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM chats WHERE accepted = 1 AND hidden = 0
             ORDER BY pinned DESC, CASE last WHEN 0 THEN begun_at << 20 ELSE last END DESC, id DESC"
        ))?;
        let chats = find.query_map([], chat)?.collect::<Result<_, _>>()?;
        Ok(chats)
    }

    /// Chats that strangers began, newest first.
    pub fn request_chats(&self, limit: u32) -> Result<Vec<ChatRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM chats WHERE accepted = 0 AND hidden = 0 AND (last > 0 OR kind = 2)
             ORDER BY max(last, coalesce(
               (SELECT began << 20 FROM secret_chats WHERE chat = chats.id), 0)) DESC LIMIT ?1"
        ))?;
        let chats = find.query_map([limit], chat)?.collect::<Result<_, _>>()?;
        Ok(chats)
    }

    /// How many requests there are.
    pub fn request_count(&self) -> Result<u32, StoreError> {
        let mut count = self.sql().prepare_cached(
            "SELECT count(*) FROM chats
             WHERE accepted = 0 AND hidden = 0 AND (last > 0 OR kind = 2)",
        )?;
        Ok(count.query_row([], |row| row.get(0))?)
    }

    /// Every chat that somebody takes part in.
    pub fn chats_of(&self, person: super::PersonKey) -> Result<Vec<ChatRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM chats WHERE id IN
               (SELECT chat FROM chat_people WHERE person = ?1)"
        ))?;
        let chats = find.query_map([person.0], chat)?.collect::<Result<_, _>>()?;
        Ok(chats)
    }

    /// Rooms of exactly this name, whatever its case.
    pub fn rooms_named(&self, name: &str) -> Result<Vec<ChatRow>, StoreError> {
        let wanted = name.to_lowercase();
        let named = |chat: &ChatRow| {
            chat.subject.as_ref().is_some_and(|subject| subject.as_str().to_lowercase() == wanted)
        };
        Ok(self.chats()?.into_iter().filter(named).collect())
    }

    /// A chat as lists show it.
    pub fn shown_chat(&self, row: &ChatRow) -> Result<Chat, StoreError> {
        let people = self.chat_people(row.key)?;
        let name = match row.kind {
            ChatKind::Saved => "Saved messages".to_owned(),
            ChatKind::Room => row.subject.as_ref().map_or_else(
                || people.iter().map(|p| p.name()).collect::<Vec<_>>().join(", "),
                |s| s.as_str().to_owned(),
            ),
            ChatKind::Ordinary | ChatKind::Secret => {
                people.first().map(super::Person::name).unwrap_or_default()
            }
        };
        let last = match self.message_at(row.last)? {
            Some(message) => Some(Preview {
                message: message.id,
                text: first_line(message.shown_text(), PREVIEW),
                at: message.key.at(),
                mine: message.author == ME,
                from: self.person_at(message.author)?.name(),
                state: self.state_of(&message)?,
            }),
            None => None,
        };
        let alone = matches!(row.kind, ChatKind::Ordinary | ChatKind::Secret);
        let secret = match row.kind {
            ChatKind::Secret => self.secret_chat(row.key)?,
            _ => None,
        };
        Ok(Chat {
            chat: row.id,
            kind: row.kind,
            name,
            contact: people.first().filter(|_| alone).map(|p| p.account),
            people: people.iter().map(|p| p.account).collect(),
            unread: row.unread,
            state: secret.as_ref().map_or(ChatState::Open, state_of_secret),
            last,
            draft: row.draft.clone(),
            pinned: row.pinned,
            muted: row.muted,
            marked: row.marked,
            secret: secret.map(|secret| self.shown_secret(&secret).map(Box::new)).transpose()?,
            begun_at: row.begun_at,
        })
    }
}

/// Whether a secret chat can be written in.
fn state_of_secret(secret: &SecretChatRow) -> ChatState {
    match secret.stage {
        SecretStage::Over => ChatState::Closed,
        _ if secret.held => ChatState::Changed,
        SecretStage::Offered | SecretStage::Asked => ChatState::Offered,
        SecretStage::Accepted => ChatState::Waiting,
        SecretStage::Standing => ChatState::Open,
    }
}

impl Reader<'_> {
    fn shown_secret(&self, row: &SecretChatRow) -> Result<SecretChat, StoreError> {
        let device = row.identity.map(|device| self.identity_at(device)).transpose()?;
        let open = matches!(row.stage, SecretStage::Offered | SecretStage::Asked);
        Ok(SecretChat {
            stage: row.stage,
            why: row.why,
            device: device.map(|device| device.standing),
            held: row.held,
            timer_secs: row.timer_secs,
            rival: row.rival,
            lapses_at: open.then(|| Millis::from_secs(row.until_secs)),
            reason: self.step_reason(row)?,
            missing: row.missing.saturating_sub(row.withdrawn),
            lost: row.lost,
            words: words_of(&row.words),
        })
    }
}

/// What is shown of a spoken check stands before the first zero; what runs it comes after.
fn words_of(kept: &[u8]) -> SpokenWords {
    kept.iter()
        .position(|byte| *byte == 0)
        .and_then(|end| serde_json::from_slice(kept.get(..end)?).ok())
        .unwrap_or_default()
}

impl Tx<'_> {
    /// Finds the NIP-17 chat of these people (oneself may be among them), or makes it.
    pub fn chat_of<'a>(
        &self,
        me: &PublicKey,
        people: impl IntoIterator<Item = &'a PublicKey>,
    ) -> Result<ChatRow, StoreError> {
        let others: Vec<&PublicKey> = people.into_iter().filter(|p| *p != me).collect();
        let id = ChatId::of_people(others.iter().copied().chain([me]));
        if let Some(chat) = self.chat(&id)? {
            return Ok(chat);
        }
        let mut members = Vec::new();
        for account in others {
            let person = self.meet(account)?;
            if !members.contains(&person.key) {
                members.push(person.key);
            }
        }
        let kind = match members.len() {
            0 => 3,
            1 => 0,
            _ => 1,
        };
        self.sql()
            .prepare_cached("INSERT INTO chats (chat, kind, accepted) VALUES (?1, ?2, ?3)")?
            .execute((id.as_bytes(), kind, kind == 3))?;
        let key = ChatKey(self.sql().last_insert_rowid());
        for person in members {
            self.sql()
                .prepare_cached("INSERT INTO chat_people (chat, person) VALUES (?1, ?2)")?
                .execute((key.0, person.0))?;
        }
        self.chat_at(key)
    }

    /// Takes a chat among the chats, out of the requests; it is shown again if it was hidden.
    pub fn accept_chat(&self, chat: ChatKey) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE chats SET accepted = 1, hidden = 0 WHERE id = ?1")?
            .execute([chat.0])?;
        Ok(())
    }

    /// As [`Self::accept_chat`], where a person begins a chat: in a list it then stands by that time
    /// until something is said in it. One that is on the list already stays where it is.
    pub fn begin_chat(&self, chat: ChatKey, at: Millis) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE chats SET accepted = 1, hidden = 0,
                   begun_at = CASE WHEN begun_at = 0 OR hidden = 1 THEN ?2 ELSE begun_at END
                 WHERE id = ?1",
            )?
            .execute((chat.0, at.0))?;
        Ok(())
    }

    /// Takes a chat off every list until something new comes (or for good, while blocked).
    pub fn hide_chat(&self, chat: ChatKey, hidden: bool) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE chats SET hidden = ?2 WHERE id = ?1")?
            .execute((chat.0, hidden))?;
        Ok(())
    }

    /// Names a room; the newest name stands, whatever order they come in.
    pub fn name_room(&self, chat: ChatKey, subject: &Name, at: Millis) -> Result<bool, StoreError> {
        let changed = self.sql().execute(
            "UPDATE chats SET subject = ?2, subject_at = ?3
             WHERE id = ?1 AND kind = 1 AND subject_at <= ?3 AND subject <> ?2",
            (chat.0, subject.as_str(), at.0),
        )?;
        Ok(changed > 0)
    }

    /// Keeps what was typed and not sent.
    pub fn save_draft(&self, chat: ChatKey, text: &str) -> Result<(), StoreError> {
        let changed = self
            .sql()
            .execute("UPDATE chats SET draft = ?2 WHERE id = ?1 AND draft <> ?2", (chat.0, text))?;
        if changed > 0 {
            self.erased();
        }
        Ok(())
    }

    /// Pins or mutes.
    pub fn set_chat(
        &self,
        chat: ChatKey,
        pinned: Option<bool>,
        muted: Option<bool>,
    ) -> Result<(), StoreError> {
        self.sql().execute(
            "UPDATE chats SET pinned = coalesce(:pinned, pinned), muted = coalesce(:muted, muted)
             WHERE id = :id",
            named_params! { ":id": chat.0, ":pinned": pinned, ":muted": muted },
        )?;
        Ok(())
    }

    /// Marks a chat as unread, or takes the mark away; says whether that was news.
    pub fn mark_chat(&self, chat: ChatKey, marked: bool) -> Result<bool, StoreError> {
        let changed = self
            .sql()
            .prepare_cached("UPDATE chats SET marked = ?2 WHERE id = ?1 AND marked <> ?2")?
            .execute((chat.0, marked))?;
        Ok(changed > 0)
    }

    /// The person has seen everything up to `place`; says whether that was news. A mark that says
    /// otherwise goes.
    pub fn mark_read(&self, chat: ChatKey, place: MessageKey) -> Result<bool, StoreError> {
        let moved = self
            .sql()
            .prepare_cached(
                "UPDATE chats SET read_up_to = ?2, marked = 0 WHERE id = ?1 AND read_up_to < ?2",
            )?
            .execute((chat.0, place.0))?
            > 0;
        if moved {
            self.count_unread(chat)?;
        }
        Ok(moved)
    }

    /// Counts anew, after a read position moved or messages went.
    pub fn count_unread(&self, chat: ChatKey) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE chats SET unread = (SELECT count(*) FROM messages
                   WHERE chat = ?1 AND messages.id > chats.read_up_to AND author <> 1)
                 WHERE id = ?1",
            )?
            .execute([chat.0])?;
        Ok(())
    }

    /// Finds the newest message anew, after one went.
    pub fn find_last(&self, chat: ChatKey) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                // Kind 0 is a line, not a message.
                "UPDATE chats SET last = coalesce((SELECT m.id FROM messages m
                   WHERE m.chat = ?1 AND m.kind <> 0 ORDER BY m.id DESC LIMIT 1), 0) WHERE id = ?1",
            )?
            .execute([chat.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::first_line;

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(first_line("  hello", 20), "hello");
        assert_eq!(first_line("one\ntwo", 20), "one…");
        assert_eq!(first_line("abcdef", 3), "abc…");
    }
}
