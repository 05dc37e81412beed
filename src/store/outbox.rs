//! The outbox: envelopes with their exact bytes, and what each relay said to each.
//!
//! A row of `publications` is one envelope at one relay. `due` is when to act on it next; 0 when
//! nothing is left to do. Bytes and one-time key are wiped when no relay needs them any more, the
//! rows stay as long as they say something about a message's ticks.

use nostr::event::EventId;
use nostr::key::{Keys, SecretKey};
use rusqlite::{Row, named_params};
use zeroize::Zeroizing;

use super::{PersonKey, Reader, StoreError, Tx};
use crate::model::{MessageId, Millis, Publication, Reason, RelayAddress};

/// Row number of an envelope, never given to another: what a relay says about one that was withdrawn
/// meanwhile finds nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvelopeKey(pub(crate) i64);

impl EnvelopeKey {
    /// For keeping it elsewhere.
    pub fn to_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

/// What an envelope is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnvelopePurpose {
    /// For somebody else: published on a connection of its own, a throwaway key first.
    ForOthers,
    /// To one's own mailbox (copies, own-device news), or an event signed by the account itself
    /// (relay list, deletion): the account key may authenticate.
    Own,
    /// Of a secret chat: on connections that no account's traffic uses, as the mailbox itself.
    Secret,
}

impl EnvelopePurpose {
    fn number(self) -> i64 {
        match self {
            Self::ForOthers => 0,
            Self::Own => 1,
            Self::Secret => 2,
        }
    }

    fn of(number: i64) -> Self {
        match number {
            0 => Self::ForOthers,
            1 => Self::Own,
            _ => Self::Secret,
        }
    }
}

/// An envelope to put into the outbox.
#[derive(Debug, Clone)]
pub struct NewEnvelope {
    /// Event id.
    pub event: EventId,
    /// Exact bytes.
    pub json: String,
    /// The wrap's one-time key, if it is a wrap.
    pub one_time: Option<Keys>,
    /// Whose mailbox.
    pub addressee: PersonKey,
    /// The message whose ticks depend on it.
    pub message: Option<MessageId>,
    /// What for.
    pub purpose: EnvelopePurpose,
    /// The mailbox that it goes to, where its secret is ours: a secret chat's.
    pub mailbox: Option<Keys>,
    /// Which connections a secret chat's envelope goes on: its chat's number.
    pub lane: u64,
}

/// An envelope at one relay, due now.
#[derive(Clone)]
pub struct DuePublication {
    /// Which envelope.
    pub envelope: EnvelopeKey,
    /// At which relay.
    pub relay: RelayAddress,
    /// Event id.
    pub event: EventId,
    /// Exact bytes.
    pub json: String,
    /// The wrap's one-time key.
    pub one_time: Option<Keys>,
    /// What for.
    pub purpose: EnvelopePurpose,
    /// The mailbox that it goes to, where its secret is ours.
    pub mailbox: Option<Keys>,
    /// Which connections a secret chat's envelope goes on: its chat's number.
    pub lane: u64,
    /// How it stands.
    pub status: Publication,
    /// Tries in vain since it last got further.
    pub tries: u32,
    /// How often it was not there when read back.
    pub absences: u32,
    /// The message whose ticks depend on it.
    pub message: Option<MessageId>,
}

/// What came of one try at one relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it stands now.
    pub status: Publication,
    /// Tries in vain since it last got further.
    pub tries: u32,
    /// How often it was not there when read back.
    pub absences: u32,
    /// When to act next; `None` for never again.
    pub due: Option<Millis>,
    /// Why it is no further, if there is a reason.
    pub reason: Option<Reason>,
}

fn number(publication: Publication) -> i64 {
    match publication {
        Publication::Pending => 0,
        Publication::Taken => 1,
        Publication::Confirmed => 2,
        Publication::Lost => 3,
        Publication::Refused => 4,
    }
}

pub(super) fn publication(number: i64) -> Publication {
    match number {
        1 => Publication::Taken,
        2 => Publication::Confirmed,
        3 => Publication::Lost,
        4 => Publication::Refused,
        _ => Publication::Pending,
    }
}

fn due(row: &Row<'_>) -> rusqlite::Result<Option<DuePublication>> {
    let relay: String = row.get(1)?;
    let Ok(relay) = relay.parse() else { return Ok(None) };
    let one_time = Zeroizing::new(row.get::<_, Vec<u8>>(4)?);
    let mailbox = Zeroizing::new(row.get::<_, Vec<u8>>(10)?);
    let message: Vec<u8> = row.get(8)?;
    Ok(Some(DuePublication {
        envelope: EnvelopeKey(row.get(0)?),
        relay,
        event: EventId::from_byte_array(row.get(2)?),
        json: row.get(3)?,
        one_time: SecretKey::from_slice(&one_time).ok().map(Keys::new),
        purpose: EnvelopePurpose::of(row.get(5)?),
        mailbox: SecretKey::from_slice(&mailbox).ok().map(Keys::new),
        lane: row.get::<_, i64>(11)?.unsigned_abs(),
        status: publication(row.get(6)?),
        tries: row.get(7)?,
        absences: row.get(9)?,
        message: MessageId::from_slice(&message).ok(),
    }))
}

impl Reader<'_> {
    /// What is due at `now`, oldest envelope first.
    pub fn due_publications(
        &self,
        now: Millis,
        limit: u32,
    ) -> Result<Vec<DuePublication>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT p.envelope, p.relay, e.event, e.json, e.one_time, e.purpose, p.status, p.tries,
                    e.message, p.absences, e.mailbox, e.lane
             FROM publications p JOIN envelopes e ON e.id = p.envelope
             WHERE p.due > 0 AND p.due <= ?1 AND e.json <> '' ORDER BY p.due, p.envelope LIMIT ?2",
        )?;
        let rows = find.query_map((now.0, limit), due)?;
        let mut all = Vec::new();
        for row in rows {
            all.extend(row?);
        }
        Ok(all)
    }

    /// Relays at which something is due at `now`.
    pub fn due_relays(&self, now: Millis) -> Result<Vec<RelayAddress>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT DISTINCT p.relay FROM publications p JOIN envelopes e ON e.id = p.envelope
             WHERE p.due > 0 AND p.due <= ?1 AND e.json <> ''",
        )?;
        let rows = find.query_map([now.0], |row| row.get::<_, String>(0))?;
        let mut relays = Vec::new();
        for row in rows {
            relays.extend(row?.parse::<RelayAddress>().ok());
        }
        Ok(relays)
    }

    /// When the next publication is due.
    pub fn next_due(&self) -> Result<Option<Millis>, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT min(due) FROM publications WHERE due > 0")?;
        let next: Option<i64> = find.query_row([], |row| row.get(0))?;
        Ok(next.map(Millis))
    }

    /// Whether something waits for this relay that could not reach it.
    pub fn misses(&self, relay: &RelayAddress) -> Result<bool, StoreError> {
        Ok(!self.absences_at(Some(relay))?.is_empty())
    }

    /// As they are kept: the reasons for which something has reached this relay (or any) not at all
    /// yet.
    fn absences_at(&self, relay: Option<&RelayAddress>) -> Result<Vec<String>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT DISTINCT reason FROM publications
             WHERE due > 0 AND status = 0 AND (?1 IS NULL OR relay = ?1)",
        )?;
        let mut absences = Vec::new();
        for reason in find.query_map([relay.map(RelayAddress::as_str)], |row| row.get(0))? {
            let kept: String = reason?;
            if Reason::from_kept(kept.clone()).is_some_and(|reason| reason.is_absence()) {
                absences.push(kept);
            }
        }
        Ok(absences)
    }

    /// What is still on its way: messages that some addressee (or one's own other devices) cannot
    /// fetch yet, each counted once, and everything else (receipts, reactions, deletions, relay
    /// lists) that no relay has yet. As for the ticks, a relay has what was read back from it,
    /// where it can be read back. What every relay refused for good is not on its way.
    pub fn pending(&self) -> Result<u64, StoreError> {
        let mut count = self.sql().prepare_cached(
            "SELECT count(DISTINCT iif(message = x'', id, message)) FROM envelopes e
             WHERE json <> '' AND NOT EXISTS
               (SELECT 1 FROM publications p WHERE p.envelope = e.id AND p.status = 2)
               AND (EXISTS (SELECT 1 FROM publications p WHERE p.envelope = e.id AND p.due > 0)
                    OR NOT EXISTS (SELECT 1 FROM publications p WHERE p.envelope = e.id))",
        )?;
        let count: i64 = count.query_row([], |row| row.get(0))?;
        // What waits for its secret chat waits too.
        Ok(u64::try_from(count).unwrap_or(0) + self.count_queued()?)
    }
}

impl Tx<'_> {
    /// Puts an envelope into the outbox for these relays (none yet: it waits), to go at once.
    pub fn enqueue(
        &self,
        new: &NewEnvelope,
        relays: &[RelayAddress],
        now: Millis,
    ) -> Result<EnvelopeKey, StoreError> {
        let bytes = |keys: &Keys| Zeroizing::new(keys.secret_key().to_secret_bytes());
        let secret = new.one_time.as_ref().map(bytes);
        let mailbox = new.mailbox.as_ref().map(bytes);
        self.sql()
            .prepare_cached(
                "INSERT INTO envelopes
                   (event, json, one_time, addressee, message, purpose, mailbox, lane, created)
                 VALUES (:event, :json, :one_time, :addressee, :message, :purpose, :mailbox,
                         :lane, :created)",
            )?
            .execute(named_params! {
                ":event": new.event.as_bytes(),
                ":json": new.json,
                ":one_time": secret.as_ref().map_or(&[][..], |s| &s[..]),
                ":addressee": new.addressee.0,
                ":message": new.message.as_ref().map_or(&[][..], |id| &id.0[..]),
                ":purpose": new.purpose.number(),
                ":mailbox": mailbox.as_ref().map_or(&[][..], |s| &s[..]),
                ":lane": i64::try_from(new.lane).unwrap_or(0),
                ":created": now.0,
            })?;
        let key = EnvelopeKey(self.sql().last_insert_rowid());
        self.add_targets(key, relays, now)?;
        Ok(key)
    }

    fn add_targets(
        &self,
        envelope: EnvelopeKey,
        relays: &[RelayAddress],
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut insert = self.sql().prepare_cached(
            "INSERT OR IGNORE INTO publications (envelope, relay, due) VALUES (?1, ?2, ?3)",
        )?;
        for relay in relays {
            insert.execute((envelope.0, relay.as_str(), now.0))?;
        }
        Ok(())
    }

    /// Sends what is still open for somebody to these relays too: their list was found or moved.
    /// Returns the messages whose ticks may change.
    pub fn add_relays_for(
        &self,
        person: PersonKey,
        relays: &[RelayAddress],
        now: Millis,
    ) -> Result<Vec<MessageId>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT id, message FROM envelopes WHERE addressee = ?1 AND json <> ''",
        )?;
        let open: Vec<(i64, Vec<u8>)> = find
            .query_map([person.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut messages = Vec::new();
        for (envelope, message) in open {
            self.add_targets(EnvelopeKey(envelope), relays, now)?;
            messages.extend(MessageId::from_slice(&message));
        }
        Ok(messages)
    }

    /// Sends what is still open in a secret chat to these relays too: its other side has moved.
    pub fn add_relays_for_chat(
        &self,
        lane: u64,
        relays: &[RelayAddress],
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT id FROM envelopes WHERE purpose = 2 AND lane = ?1 AND lane <> 0 AND json <> ''",
        )?;
        let lane = i64::try_from(lane).unwrap_or(0);
        let open: Vec<i64> = find.query_map([lane], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for envelope in open {
            self.add_targets(EnvelopeKey(envelope), relays, now)?;
        }
        Ok(())
    }

    /// What a relay said. Nothing is due any more at an envelope whose bytes are gone.
    pub fn record(&self, at: &DuePublication, outcome: &Outcome) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE publications SET status = :status, tries = :tries, absences = :absences,
                   due = iif((SELECT json = '' FROM envelopes WHERE id = :envelope), 0, :due),
                   reason = :reason WHERE envelope = :envelope AND relay = :relay",
            )?
            .execute(named_params! {
                ":envelope": at.envelope.0,
                ":relay": at.relay.as_str(),
                ":status": number(outcome.status),
                ":tries": outcome.tries,
                ":absences": outcome.absences,
                ":due": outcome.due.map_or(0, |due| due.0.max(1)),
                ":reason": outcome.reason.as_ref().map(Reason::keep).unwrap_or_default(),
            })?;
        if outcome.due.is_none() { self.wipe_finished(at.envelope) } else { Ok(()) }
    }

    /// Wipes bytes and key once no relay is left to do; forgets rows that say nothing. An
    /// offer that no relay takes, or the answer to one, says why, and goes if its addressee moves.
    fn wipe_finished(&self, envelope: EnvelopeKey) -> Result<(), StoreError> {
        const DONE: &str =
            "NOT EXISTS (SELECT 1 FROM publications p WHERE p.envelope = ?1 AND p.due > 0)";
        self.sql()
            .prepare_cached(&format!(
                "DELETE FROM envelopes WHERE id = ?1 AND message = x'' AND {DONE} AND (
                   NOT EXISTS (SELECT 1 FROM secret_chats s
                     WHERE s.chat = envelopes.lane AND s.stage IN (0, 2))
                   OR EXISTS (SELECT 1 FROM publications p WHERE p.envelope = ?1 AND p.status = 2))"
            ))?
            .execute([envelope.0])?;
        // A failed message keeps its bytes, so that "try again" sends the same.
        self.sql()
            .prepare_cached(&format!(
                "UPDATE envelopes SET json = '', one_time = x'' WHERE id = ?1 AND {DONE} AND EXISTS
                   (SELECT 1 FROM publications p WHERE p.envelope = ?1 AND p.status = 2)"
            ))?
            .execute([envelope.0])?;
        Ok(())
    }

    /// Where the envelopes of a message in a secret chat may lie: with the mailbox, whose key can
    /// have them forgotten.
    pub fn secret_copies(&self, message: MessageId) -> Result<Vec<super::Farewell>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT e.event, p.relay, e.mailbox, e.lane FROM envelopes e
             JOIN publications p ON p.envelope = e.id
             WHERE e.message = ?1 AND e.mailbox <> x'' AND p.status IN (1, 2, 3)",
        )?;
        let rows = find.query_map([message.as_bytes()], |row| {
            let secret = Zeroizing::new(row.get::<_, Vec<u8>>(2)?);
            let event = EventId::from_byte_array(row.get(0)?);
            let lane = row.get::<_, i64>(3)?.unsigned_abs();
            Ok((event, row.get::<_, String>(1)?, SecretKey::from_slice(&secret).ok(), lane))
        })?;
        let mut all = Vec::new();
        for row in rows {
            let (event, relay, secret, lane) = row?;
            if let (Ok(relay), Some(secret)) = (relay.parse(), secret) {
                all.push(super::Farewell { event, relay, mailbox: Keys::new(secret), lane });
            }
        }
        Ok(all)
    }

    /// A secret chat is over: no key of its mailboxes is kept with what was sent long ago. What is
    /// still on its way keeps its own, since relays may ask for it.
    pub fn forget_secret_copies(&self, lane: u64) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "UPDATE envelopes SET mailbox = x''
                 WHERE purpose = 2 AND lane = ?1 AND lane <> 0 AND json = '' AND mailbox <> x''",
            )?
            .execute([i64::try_from(lane).unwrap_or(0)])?;
        self.erased();
        Ok(())
    }

    /// A secret chat is over before it stood: its offer (for others), or the answer to one (secret),
    /// goes nowhere any more if no relay took it. Whoever got it later would talk to nobody.
    pub fn drop_unsent(&self, lane: u64, purpose: EnvelopePurpose) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "DELETE FROM envelopes WHERE lane = ?1 AND lane <> 0 AND purpose = ?2
                   AND message = x'' AND NOT EXISTS
                   (SELECT 1 FROM publications p WHERE p.envelope = envelopes.id
                      AND p.status IN (1, 2))",
            )?
            .execute((i64::try_from(lane).unwrap_or(0), purpose.number()))?;
        self.erased();
        Ok(())
    }

    /// A receipt came: nothing of this message is left to do for this person. Bytes and key go;
    /// which relays have it stays, for those who ask.
    pub fn finish_for(&self, message: MessageId, person: PersonKey) -> Result<(), StoreError> {
        const THEIRS: &str = "message = ?1 AND addressee = ?2";
        let all = (message.as_bytes(), person.0);
        self.sql()
            .prepare_cached(&format!(
                "UPDATE publications SET due = 0
                 WHERE envelope IN (SELECT id FROM envelopes WHERE {THEIRS})"
            ))?
            .execute(all)?;
        self.sql()
            .prepare_cached(&format!(
                "UPDATE envelopes SET json = '', one_time = x'', mailbox = x'' WHERE {THEIRS}"
            ))?
            .execute(all)?;
        // It never went anywhere: it came to them in another wrapping.
        self.sql()
            .prepare_cached(&format!(
                "DELETE FROM envelopes WHERE {THEIRS} AND NOT EXISTS
                   (SELECT 1 FROM publications p WHERE p.envelope = envelopes.id)"
            ))?
            .execute(all)?;
        Ok(())
    }

    /// A new relay list of one's own is about to go out: the one before is withdrawn.
    pub fn drop_superseded_lists(&self) -> Result<(), StoreError> {
        if let Some(key) = self.meta("own-list-envelope")?
            && let Ok(key) = <[u8; 8]>::try_from(key)
        {
            self.sql().execute(
                "DELETE FROM envelopes WHERE id = ?1 AND message = x''",
                [i64::from_be_bytes(key)],
            )?;
        }
        Ok(())
    }

    /// The message was edited or deleted: what no relay has taken is withdrawn, what is done with is
    /// forgotten, and the rest no longer counts for its ticks.
    pub fn supersede(&self, message: MessageId) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached(
                "DELETE FROM envelopes WHERE message = ?1 AND (json = '' OR NOT EXISTS
                   (SELECT 1 FROM publications p WHERE p.envelope = envelopes.id
                     AND (p.status IN (1, 2, 3) OR p.tries > 0)))",
            )?
            .execute([message.as_bytes()])?;
        self.sql()
            .prepare_cached("UPDATE envelopes SET message = x'' WHERE message = ?1")?
            .execute([message.as_bytes()])?;
        Ok(())
    }

    /// Everything that is open for a message is due at once; says whether there was anything.
    pub fn retry(&self, message: MessageId, now: Millis) -> Result<bool, StoreError> {
        let changed = self.sql().execute(
            "UPDATE publications SET due = ?2, tries = 0, absences = 0,
               status = CASE WHEN status IN (3, 4) THEN 0 ELSE status END
             WHERE status <> 2 AND envelope IN
               (SELECT id FROM envelopes WHERE message = ?1 AND json <> '')",
            (message.as_bytes(), now.0),
        )?;
        Ok(changed > 0)
    }

    /// What could not reach this relay (or, without one, any relay) is due at once: it is there
    /// again, or may be. What a relay refused for now, or did not answer, goes on waiting: it was
    /// there, and asked for the wait.
    pub fn retry_unreached(
        &self,
        relay: Option<&RelayAddress>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut update = self.sql().prepare_cached(
            "UPDATE publications SET due = ?2
             WHERE due > ?2 AND status = 0 AND reason = ?3 AND (?1 IS NULL OR relay = ?1)",
        )?;
        for reason in self.absences_at(relay)? {
            update.execute((relay.map(RelayAddress::as_str), now.0, reason))?;
        }
        Ok(())
    }

    /// Everything that waits for a later try, or to be read back, is due at once: somebody asked for
    /// it.
    pub fn retry_all(&self, now: Millis) -> Result<(), StoreError> {
        self.sql()
            .execute("UPDATE publications SET due = ?1 WHERE due > ?1 AND status < 2", [now.0])?;
        Ok(())
    }
}
