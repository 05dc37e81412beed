//! Whose profile this is, and its own inbox relays.

use nostr::key::{Keys, SecretKey};
use rusqlite::named_params;
use zeroize::Zeroizing;

use super::{Reader, StoreError, Tx};
use crate::model::{Millis, Name, RelayAddress, Secret};

/// The account of this profile.
#[derive(Clone)]
pub struct OwnAccount {
    /// Its keys.
    pub keys: Keys,
    /// The name that messages carry.
    pub name: Option<Name>,
    /// Whether read receipts are sent and shown.
    pub read_receipts: bool,
    /// When this profile was made.
    pub born: Millis,
}

/// One of one's own inbox relays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRelay {
    /// Where.
    pub url: RelayAddress,
    /// The person agreed to an unencrypted public address.
    pub unencrypted: bool,
}

impl Reader<'_> {
    /// The account.
    pub fn account(&self) -> Result<OwnAccount, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT secret, name, read_receipts, born FROM account WHERE one = 1",
        )?;
        let (secret, name, read_receipts, born) = find.query_row([], |row| {
            let secret = Zeroizing::new(row.get::<_, [u8; 32]>(0)?);
            Ok((secret, row.get::<_, String>(1)?, row.get(2)?, Millis(row.get(3)?)))
        })?;
        let secret = SecretKey::from_slice(&*secret).map_err(|_| StoreError::Damaged)?;
        Ok(OwnAccount {
            keys: Keys::new(secret),
            name: Name::clean(&name).ok(),
            read_receipts,
            born,
        })
    }

    /// The twelve words that the account was made from, if it was.
    pub fn account_words(&self) -> Result<Option<Secret>, StoreError> {
        let mut find = self.sql().prepare_cached("SELECT words FROM account WHERE one = 1")?;
        let words: String = find.query_row([], |row| row.get(0))?;
        Ok((!words.is_empty()).then(|| Secret::new(words)))
    }

    /// Inbox relays, in the order they were added.
    pub fn own_relays(&self) -> Result<Vec<OwnRelay>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT url, unencrypted FROM own_relays ORDER BY added, url")?;
        let rows =
            find.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
        let mut relays = Vec::new();
        for row in rows {
            let (url, unencrypted) = row?;
            let url = url.parse().map_err(|_| StoreError::Damaged)?;
            relays.push(OwnRelay { url, unencrypted });
        }
        Ok(relays)
    }

    /// Relays that may see the account key.
    pub fn allowed_account_auth(&self) -> Result<Vec<RelayAddress>, StoreError> {
        let mut find = self.sql().prepare_cached("SELECT url FROM allowed_auth")?;
        let rows = find.query_map([], |row| row.get::<_, String>(0))?;
        let mut all = Vec::new();
        for row in rows {
            all.extend(row?.parse::<RelayAddress>());
        }
        Ok(all)
    }

    /// A small value by name.
    pub fn meta(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        use rusqlite::OptionalExtension as _;
        let mut find = self.sql().prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(find.query_row([key], |row| row.get(0)).optional()?)
    }
}

impl Tx<'_> {
    /// Fills a new profile: the account, and row 1 of the people.
    pub fn found_account(
        &self,
        keys: &Keys,
        words: Option<&Secret>,
        name: &Name,
        now: Millis,
    ) -> Result<(), StoreError> {
        let secret = Zeroizing::new(keys.secret_key().to_secret_bytes());
        self.sql().execute(
            "INSERT INTO account (one, secret, words, name, born)
             VALUES (1, :secret, :words, :name, :born)",
            named_params! {
                ":secret": &secret[..],
                ":words": words.map_or("", Secret::expose),
                ":name": name.as_str(),
                ":born": now.0,
            },
        )?;
        self.sql().execute(
            "INSERT INTO people (id, account, given_name, accepted, hushwing)
             VALUES (1, ?1, ?2, 1, 1)",
            (keys.public_key().to_bytes(), name.as_str()),
        )?;
        Ok(())
    }

    /// Changes the name that messages carry.
    pub fn rename_account(&self, name: &Name) -> Result<(), StoreError> {
        self.sql().execute("UPDATE account SET name = ?1 WHERE one = 1", [name.as_str()])?;
        self.sql().execute("UPDATE people SET given_name = ?1 WHERE id = 1", [name.as_str()])?;
        Ok(())
    }

    /// Whether read receipts are sent and shown.
    pub fn set_read_receipts(&self, on: bool) -> Result<(), StoreError> {
        self.sql().execute("UPDATE account SET read_receipts = ?1 WHERE one = 1", [on])?;
        Ok(())
    }

    /// Adds an inbox relay, or changes the consent to one.
    pub fn add_own_relay(
        &self,
        url: &RelayAddress,
        unencrypted: bool,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.sql().execute(
            "INSERT INTO own_relays (url, unencrypted, added) VALUES (:url, :unencrypted, :now)
             ON CONFLICT (url) DO UPDATE SET unencrypted = max(unencrypted, excluded.unencrypted)",
            named_params! { ":url": url.as_str(), ":unencrypted": unencrypted, ":now": now.0 },
        )?;
        Ok(())
    }

    /// Takes over a list that another device of one's own made. Consent to an unencrypted relay is
    /// this device's own and stays.
    pub fn replace_own_relays(&self, list: &[RelayAddress], now: Millis) -> Result<(), StoreError> {
        for old in self.own_relays()? {
            if !list.contains(&old.url) {
                self.remove_own_relay(&old.url)?;
            }
        }
        for (nth, url) in (0..).zip(list) {
            self.add_own_relay(url, false, now.plus(nth))?;
        }
        Ok(())
    }

    /// Removes an inbox relay; says whether it was one.
    pub fn remove_own_relay(&self, url: &RelayAddress) -> Result<bool, StoreError> {
        Ok(self.sql().execute("DELETE FROM own_relays WHERE url = ?1", [url.as_str()])? > 0)
    }

    /// Lets a relay see the account key when it asks who publishes to somebody else, or no more.
    pub fn allow_account_auth(&self, url: &RelayAddress, allow: bool) -> Result<(), StoreError> {
        let sql = if allow {
            "INSERT OR IGNORE INTO allowed_auth (url) VALUES (?1)"
        } else {
            "DELETE FROM allowed_auth WHERE url = ?1"
        };
        self.sql().execute(sql, [url.as_str()])?;
        Ok(())
    }

    /// Keeps a small value by name.
    pub fn set_meta(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.sql().execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )?;
        Ok(())
    }
}
