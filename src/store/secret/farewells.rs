//! Envelopes in secret mailboxes that relays should forget, and when to ask them (PROTOCOL 1).

use nostr::event::EventId;
use nostr::key::{Keys, SecretKey};
use zeroize::Zeroizing;

use crate::model::{Millis, RelayAddress};
use crate::store::{Reader, StoreError, Tx};

/// An envelope at a relay that should forget it.
pub struct Farewell {
    /// Which envelope.
    pub event: EventId,
    /// Where it lies.
    pub relay: RelayAddress,
    /// The mailbox, whose key signs the wish.
    pub mailbox: Keys,
    /// On which connections: its chat's number.
    pub lane: u64,
}

impl Reader<'_> {
    /// What is due at `now`.
    pub fn farewells(&self, now: Millis, most: u32) -> Result<Vec<Farewell>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT event, relay, secret, lane FROM farewells WHERE due > 0 AND due <= ?1 ORDER BY due LIMIT ?2",
        )?;
        let rows = find.query_map((now.0, most), |row| {
            let event = EventId::from_byte_array(row.get(0)?);
            let secret = Zeroizing::new(row.get::<_, Vec<u8>>(2)?);
            let lane = row.get::<_, i64>(3)?.unsigned_abs();
            Ok((event, row.get::<_, String>(1)?, SecretKey::from_slice(&secret).ok(), lane))
        })?;
        let mut all = Vec::new();
        for row in rows {
            let (event, relay, secret, lane) = row?;
            if let (Ok(relay), Some(secret)) = (relay.parse(), secret) {
                all.push(Farewell { event, relay, mailbox: Keys::new(secret), lane });
            }
        }
        Ok(all)
    }

    /// When the next one is due.
    pub fn next_farewell(&self) -> Result<Option<Millis>, StoreError> {
        let mut find = self.sql().prepare_cached("SELECT min(due) FROM farewells WHERE due > 0")?;
        let due: Option<i64> = find.query_row([], |row| row.get(0))?;
        Ok(due.map(Millis))
    }
}

impl Tx<'_> {
    /// Has a relay asked, at `due`, to forget an envelope.
    pub fn plan_farewell(&self, farewell: &Farewell, due: Millis) -> Result<(), StoreError> {
        let secret = Zeroizing::new(farewell.mailbox.secret_key().to_secret_bytes());
        self.sql()
            .prepare_cached(
                "INSERT OR IGNORE INTO farewells (event, relay, secret, lane, due)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((
                farewell.event.as_bytes(),
                farewell.relay.as_str(),
                &secret[..],
                i64::try_from(farewell.lane).unwrap_or(0),
                due.0,
            ))?;
        Ok(())
    }

    /// The relay could not be reached.
    pub fn put_off_farewell(&self, farewell: &Farewell, due: Millis) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("UPDATE farewells SET due = ?3 WHERE event = ?1 AND relay = ?2")?
            .execute((farewell.event.as_bytes(), farewell.relay.as_str(), due.0))?;
        Ok(())
    }

    /// It was asked; it is not asked twice.
    pub fn said_farewell(&self, farewell: &Farewell, now: Millis) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE farewells SET due = ?3, secret = x'' WHERE event = ?1 AND relay = ?2",
            )?
            .execute((farewell.event.as_bytes(), farewell.relay.as_str(), -now.0.max(1)))?;
        self.erased();
        Ok(())
    }
}
