//! Where each person's mailbox is: relay lists (NIP-17 kind 10050), newest wins, and "unknown" is
//! not the same as "none".

use rusqlite::{OptionalExtension as _, named_params};

use super::{PersonKey, Reader, StoreError, Tx};
use crate::model::{Millis, RelayAddress};

/// Most relays that are used of somebody's list. NIP-17 asks for one to three; a list of a hundred
/// would make every message a flood.
pub const MAX_INBOX_RELAYS: usize = 5;

/// Most hints that are kept for somebody.
const MAX_HINTS: usize = 8;

/// What is known of somebody's mailbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Whether a list was ever found.
    pub known: bool,
    /// When its author made it, Unix seconds.
    pub created_secs: u64,
    /// Its relays.
    pub urls: Vec<RelayAddress>,
    /// Where else a list may be found: from links and rumors.
    pub hints: Vec<RelayAddress>,
    /// When it was last looked for.
    pub looked_at: Millis,
    /// How often in vain since.
    pub tries: u32,
}

fn urls(json: &str) -> Vec<RelayAddress> {
    serde_json::from_str(json).unwrap_or_default()
}

fn json(urls: &[RelayAddress]) -> String {
    serde_json::to_string(urls).unwrap_or_else(|_| "[]".into())
}

impl Reader<'_> {
    /// What is known of somebody's mailbox.
    pub fn inbox(&self, person: PersonKey) -> Result<Inbox, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT known, created_secs, urls, hints, looked_at, tries FROM inboxes WHERE person = ?1",
        )?;
        let inbox = find
            .query_row([person.0], |row| {
                Ok(Inbox {
                    known: row.get(0)?,
                    created_secs: row.get::<_, i64>(1)?.try_into().unwrap_or(0),
                    urls: urls(row.get_ref(2)?.as_str()?),
                    hints: urls(row.get_ref(3)?.as_str()?),
                    looked_at: Millis(row.get(4)?),
                    tries: row.get(5)?,
                })
            })
            .optional()?;
        Ok(inbox.unwrap_or_default())
    }

    /// People for whom an envelope waits without any relay to go to.
    pub fn unreachable_people(&self) -> Result<Vec<PersonKey>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT DISTINCT addressee FROM envelopes
             WHERE json <> '' AND NOT EXISTS
                   (SELECT 1 FROM publications WHERE envelope = envelopes.id)",
        )?;
        let people =
            find.query_map([], |row| row.get(0).map(PersonKey))?.collect::<Result<_, _>>()?;
        Ok(people)
    }
}

impl Reader<'_> {
    /// People for whom something is in the outbox.
    pub fn people_written_to(&self) -> Result<Vec<PersonKey>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT DISTINCT addressee FROM envelopes WHERE json <> '' AND addressee <> 1",
        )?;
        let people =
            find.query_map([], |row| row.get(0).map(PersonKey))?.collect::<Result<_, _>>()?;
        Ok(people)
    }
}

impl Tx<'_> {
    /// Takes a list over if it is newer than the one here; says whether it was.
    pub fn set_inbox(
        &self,
        person: PersonKey,
        created_secs: u64,
        list: &[RelayAddress],
    ) -> Result<bool, StoreError> {
        let mut inbox = self.inbox(person)?;
        if inbox.known && inbox.created_secs >= created_secs {
            return Ok(false);
        }
        inbox.known = true;
        inbox.created_secs = created_secs;
        inbox.urls = list.iter().take(MAX_INBOX_RELAYS).cloned().collect();
        self.save_inbox(person, &inbox)?;
        Ok(true)
    }

    /// Remembers where else a list may be found.
    pub fn add_hints(&self, person: PersonKey, hints: &[RelayAddress]) -> Result<(), StoreError> {
        let mut inbox = self.inbox(person)?;
        let before = inbox.hints.len();
        for hint in hints {
            if !inbox.hints.contains(hint) && inbox.hints.len() < MAX_HINTS {
                inbox.hints.push(hint.clone());
            }
        }
        if inbox.hints.len() > before {
            inbox.tries = 0;
            self.save_inbox(person, &inbox)?;
        }
        Ok(())
    }

    /// Notes that a list was looked for, and whether anything was found.
    pub fn looked_for_inbox(
        &self,
        person: PersonKey,
        found: bool,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut inbox = self.inbox(person)?;
        inbox.looked_at = now;
        inbox.tries = if found { 0 } else { inbox.tries.saturating_add(1) };
        self.save_inbox(person, &inbox)
    }

    fn save_inbox(&self, person: PersonKey, inbox: &Inbox) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO inboxes (person, known, created_secs, urls, hints, looked_at, tries)
                 VALUES (:person, :known, :created, :urls, :hints, :looked, :tries)
                 ON CONFLICT (person) DO UPDATE SET known = excluded.known,
                   created_secs = excluded.created_secs, urls = excluded.urls,
                   hints = excluded.hints, looked_at = excluded.looked_at, tries = excluded.tries",
            )?
            .execute(named_params! {
                ":person": person.0,
                ":known": inbox.known,
                ":created": i64::try_from(inbox.created_secs).unwrap_or(i64::MAX),
                ":urls": json(&inbox.urls),
                ":hints": json(&inbox.hints),
                ":looked": inbox.looked_at.0,
                ":tries": inbox.tries,
            })?;
        Ok(())
    }
}
