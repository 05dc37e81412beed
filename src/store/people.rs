//! People: what is known of each account.

use nostr::key::PublicKey;
use rusqlite::{OptionalExtension as _, Row, named_params};

use super::{Reader, StoreError, Tx};
use crate::model::{Contact, Millis, Name, short_npub};

/// Row number of a person. Row 1 is oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey(pub(crate) i64);

/// Oneself.
pub const ME: PersonKey = PersonKey(1);

/// A person's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Row number.
    pub key: PersonKey,
    /// Account.
    pub account: PublicKey,
    /// The name given here.
    pub given: Option<Name>,
    /// The name they claim.
    pub claimed: Option<Name>,
    /// Added, answered or accepted.
    pub accepted: bool,
    /// Dropped.
    pub blocked: bool,
    /// Safety number compared.
    pub verified: bool,
    /// Seen writing with a Hushwing: receipts are understood.
    pub hushwing: bool,
    /// When the person here last changed any of this (for other devices: the later wins).
    pub changed_at: Millis,
    /// Since when what they wrote may have been dropped here, if they are blocked. 0: since ever.
    pub blocked_at: Millis,
}

impl Person {
    /// What to call them.
    pub fn name(&self) -> String {
        self.given
            .as_ref()
            .or(self.claimed.as_ref())
            .map_or_else(|| short_npub(&self.account), |n| n.as_str().to_owned())
    }

    /// The row that leaves the messenger.
    pub fn contact(&self) -> Contact {
        Contact {
            account: self.account,
            name: self.name(),
            calls_themself: self.claimed.clone(),
            named_here: self.given.is_some(),
            accepted: self.accepted,
            blocked: self.blocked,
            verified: self.verified,
        }
    }
}

const COLUMNS: &str = "id, account, given_name, claimed_name, accepted, blocked, verified, \
                       hushwing, changed_at, blocked_at";

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    let account: [u8; 32] = row.get(1)?;
    let name =
        |i| -> rusqlite::Result<Option<Name>> { Ok(Name::clean(row.get_ref(i)?.as_str()?).ok()) };
    Ok(Person {
        key: PersonKey(row.get(0)?),
        account: PublicKey::from_byte_array(account),
        given: name(2)?,
        claimed: name(3)?,
        accepted: row.get(4)?,
        blocked: row.get(5)?,
        verified: row.get(6)?,
        hushwing: row.get(7)?,
        changed_at: Millis(row.get(8)?),
        blocked_at: Millis(row.get(9)?),
    })
}

impl Reader<'_> {
    /// Somebody by account.
    pub fn person(&self, account: &PublicKey) -> Result<Option<Person>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM people WHERE account = ?1"))?;
        Ok(find.query_row([account.to_bytes()], person).optional()?)
    }

    /// Somebody by row number.
    pub fn person_at(&self, key: PersonKey) -> Result<Person, StoreError> {
        let mut find =
            self.sql().prepare_cached(&format!("SELECT {COLUMNS} FROM people WHERE id = ?1"))?;
        Ok(find.query_row([key.0], person)?)
    }

    /// Accepted and blocked people, by name.
    pub fn contacts(&self) -> Result<Vec<Person>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM people WHERE id <> 1 AND (accepted = 1 OR blocked = 1)
             ORDER BY CASE given_name WHEN '' THEN claimed_name ELSE given_name END COLLATE NOCASE"
        ))?;
        let people = find.query_map([], person)?.collect::<Result<_, _>>()?;
        Ok(people)
    }

    /// Contacts with exactly this name, whatever its case: names given here first, since anybody
    /// can claim any name.
    pub fn contacts_named(&self, name: &str) -> Result<Vec<Person>, StoreError> {
        let wanted = name.to_lowercase();
        let contacts = self.contacts()?;
        let given: Vec<Person> = contacts
            .iter()
            .filter(|p| p.given.as_ref().is_some_and(|n| n.as_str().to_lowercase() == wanted))
            .cloned()
            .collect();
        if !given.is_empty() {
            return Ok(given);
        }
        Ok(contacts
            .into_iter()
            .filter(|p| p.given.is_none() && p.name().to_lowercase() == wanted)
            .collect())
    }

    /// Everybody else in a chat, in a stable order.
    pub fn chat_people(&self, chat: super::ChatKey) -> Result<Vec<Person>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM people
             WHERE id IN (SELECT person FROM chat_people WHERE chat = ?1) ORDER BY account"
        ))?;
        let people = find.query_map([chat.0], person)?.collect::<Result<_, _>>()?;
        Ok(people)
    }
}

impl Tx<'_> {
    /// Finds somebody, or makes their row.
    pub fn meet(&self, account: &PublicKey) -> Result<Person, StoreError> {
        if let Some(person) = self.person(account)? {
            return Ok(person);
        }
        self.sql()
            .prepare_cached("INSERT INTO people (account) VALUES (?1)")?
            .execute([account.to_bytes()])?;
        self.person_at(PersonKey(self.sql().last_insert_rowid()))
    }

    /// Writes a person's row back.
    pub fn save_person(&self, person: &Person) -> Result<(), StoreError> {
        let text = |name: &Option<Name>| name.as_ref().map_or("", Name::as_str).to_owned();
        self.sql()
            .prepare_cached(
                "UPDATE people SET given_name = :given, claimed_name = :claimed,
                 accepted = :accepted, blocked = :blocked, verified = :verified,
                 hushwing = :hushwing, changed_at = :changed, blocked_at = :blocked_at
                 WHERE id = :id",
            )?
            .execute(named_params! {
                ":id": person.key.0,
                ":given": text(&person.given),
                ":claimed": text(&person.claimed),
                ":accepted": person.accepted,
                ":blocked": person.blocked,
                ":verified": person.verified,
                ":hushwing": person.hushwing,
                ":changed": person.changed_at.0,
                ":blocked_at": person.blocked_at.0,
            })?;
        Ok(())
    }
}
