//! This device, and the devices of people.

use rusqlite::{OptionalExtension as _, Row};
use zeroize::Zeroizing;

use crate::model::{Millis, Standing};
use crate::store::{PersonKey, Reader, StoreError, Tx};

/// This device's secret keys, as `secret` writes them, and when they were made (Unix seconds).
pub struct DeviceSecret {
    /// The bytes.
    pub secret: Zeroizing<Vec<u8>>,
    /// When they were made.
    pub born_secs: u64,
}

/// Row number of a device's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdentityKey(pub(crate) i64);

fn number(standing: Standing) -> i64 {
    match standing {
        Standing::NotCompared => 0,
        Standing::Accepted => 1,
        Standing::Compared => 2,
        Standing::Differs => 3,
    }
}

fn standing(number: i64) -> Standing {
    match number {
        0 => Standing::NotCompared,
        1 => Standing::Accepted,
        2 => Standing::Compared,
        _ => Standing::Differs,
    }
}

/// A device of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRow {
    /// Row number.
    pub key: IdentityKey,
    /// Whose.
    pub person: PersonKey,
    /// `ID` of docs/PROTOCOL.md, section 10: 96 bytes.
    pub identity: [u8; 96],
    /// When it was first seen.
    pub met: Millis,
    /// What is known of it.
    pub standing: Standing,
}

const COLUMNS: &str = "id, person, identity, met, standing";

fn identity(row: &Row<'_>) -> rusqlite::Result<IdentityRow> {
    Ok(IdentityRow {
        key: IdentityKey(row.get(0)?),
        person: PersonKey(row.get(1)?),
        identity: row.get(2)?,
        met: Millis(row.get(3)?),
        standing: standing(row.get(4)?),
    })
}

impl Reader<'_> {
    /// This device, if it ever had a secret chat.
    pub fn device(&self) -> Result<Option<DeviceSecret>, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT secret, born_secs FROM device WHERE one = 1")?;
        let row = find.query_row([], |row| {
            let secret = Zeroizing::new(row.get::<_, Vec<u8>>(0)?);
            Ok(DeviceSecret { secret, born_secs: row.get::<_, i64>(1)?.try_into().unwrap_or(0) })
        });
        Ok(row.optional()?)
    }

    /// A device by its row number.
    pub fn identity_at(&self, key: IdentityKey) -> Result<IdentityRow, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM identities WHERE id = ?1"))?;
        Ok(find.query_row([key.0], identity)?)
    }

    /// Every device ever seen of somebody, oldest first.
    pub fn identities_of(&self, person: PersonKey) -> Result<Vec<IdentityRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM identities WHERE person = ?1 ORDER BY id"
        ))?;
        Ok(find.query_map([person.0], identity)?.collect::<Result<_, _>>()?)
    }
}

impl Tx<'_> {
    /// Keeps this device's secret keys, made just now.
    pub fn found_device(&self, secret: &[u8], now: Millis) -> Result<(), StoreError> {
        self.sql().execute(
            "INSERT INTO device (one, secret, born_secs) VALUES (1, ?1, ?2)",
            (secret, i64::try_from(now.secs()).unwrap_or(i64::MAX)),
        )?;
        Ok(())
    }

    /// Finds a device of somebody, or makes its row.
    pub fn meet_identity(
        &self,
        person: PersonKey,
        bytes: &[u8; 96],
        now: Millis,
    ) -> Result<IdentityRow, StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT OR IGNORE INTO identities (person, identity, met) VALUES (?1, ?2, ?3)",
            )?
            .execute((person.0, &bytes[..], now.0))?;
        let mut find = self
            .sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM identities WHERE identity = ?1"))?;
        let row = find.query_row([&bytes[..]], identity)?;
        // An identity names its account, so it cannot be two people's.
        if row.person == person {
            Ok(row)
        } else {
            Err(StoreError::fault("a device of two people"))
        }
    }

    /// What the person found out about a device; their contact counts as verified while some
    /// device of theirs was compared and none was found different.
    pub fn set_standing(&self, key: IdentityKey, standing: Standing) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE identities SET standing = ?2 WHERE id = ?1")?
            .execute((key.0, number(standing)))?;
        self.sql()
            .prepare_cached(
                "UPDATE people SET verified =
                   EXISTS (SELECT 1 FROM identities WHERE person = people.id AND standing = 2)
                   AND NOT EXISTS
                     (SELECT 1 FROM identities WHERE person = people.id AND standing = 3)
                 WHERE id = (SELECT person FROM identities WHERE id = ?1)",
            )?
            .execute([key.0])?;
        Ok(())
    }
}
