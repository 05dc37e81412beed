//! Ticks: what the outbox and receipts say of a message, and why it is no further.

use super::outbox::publication;
use super::{ME, MessageRow, PersonKey, Reader, SecretChatRow, StoreError};
use crate::model::{
    Delivery, MessageState, Progress, Publication, Reason, Receipt, SecretStage, message_state,
};

impl Reader<'_> {
    /// A message's ticks.
    pub fn state_of(&self, row: &MessageRow) -> Result<MessageState, StoreError> {
        if row.author == ME { self.outgoing_state(row) } else { Ok(MessageState::Received) }
    }

    /// Ticks of a message of one's own: see [`message_state`].
    fn outgoing_state(&self, row: &MessageRow) -> Result<MessageState, StoreError> {
        // Said in a secret chat that does not stand yet, or may not be written in.
        if self.is_queued(row.id)? {
            return Ok(MessageState::Waiting);
        }
        let read_shown = self.account_shows_reads()?;
        let mut all: Vec<(PersonKey, Progress)> = Vec::new();
        for (person, receipt) in self.receipts(row.current)? {
            let receipt = if read_shown { receipt } else { Receipt::Delivered };
            all.push((person, Progress { receipt: Some(receipt), ..Progress::default() }));
        }
        let mut find = self.sql().prepare_cached(
            "SELECT e.addressee, p.status FROM envelopes e
             LEFT JOIN publications p ON p.envelope = e.id WHERE e.message = ?1",
        )?;
        let rows = find.query_map([row.id.as_bytes()], |r| {
            Ok((PersonKey(r.get(0)?), r.get::<_, Option<i64>>(1)?))
        })?;
        for row in rows {
            let (person, status) = row?;
            let progress = match all.iter_mut().find(|(p, _)| *p == person) {
                Some((_, progress)) => progress,
                None => {
                    all.push((person, Progress::default()));
                    match all.last_mut() {
                        Some((_, progress)) => progress,
                        None => continue,
                    }
                }
            };
            progress.publications.extend(status.map(publication));
        }
        // One's own copy speaks only where there is nobody else.
        if all.iter().any(|(person, _)| *person != super::ME) {
            all.retain(|(person, _)| *person != super::ME);
        }
        let all: Vec<Progress> = all.into_iter().map(|(_, progress)| progress).collect();
        Ok(message_state(&all))
    }

    /// What became of a message's envelopes at each relay. One's own copies count only where there
    /// is nobody else; a relay that had not taken it when its addressee did does not count.
    pub fn deliveries(&self, row: &MessageRow) -> Result<Vec<Delivery>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT e.addressee, p.relay, p.status, p.reason FROM envelopes e
             JOIN publications p ON p.envelope = e.id
             WHERE e.message = ?1 AND (e.addressee <> 1 OR NOT EXISTS
               (SELECT 1 FROM envelopes o WHERE o.message = ?1 AND o.addressee <> 1)
               AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.rumor = ?2))
             AND NOT (p.status = 0 AND EXISTS
               (SELECT 1 FROM receipts r WHERE r.rumor = ?2 AND r.person = e.addressee))
             ORDER BY e.addressee, p.relay",
        )?;
        let rows = find
            .query_map([row.id.as_bytes(), row.current.as_bytes()], |r| {
                Ok((PersonKey(r.get(0)?), r.get(1)?, publication(r.get(2)?), r.get(3)?))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        rows.into_iter()
            .map(|(to, relay, state, reason)| {
                let reason = Reason::from_kept(reason);
                Ok(Delivery { to: self.person_at(to)?.name(), relay, state, reason })
            })
            .collect()
    }

    fn account_shows_reads(&self) -> Result<bool, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT read_receipts FROM account WHERE one = 1")?;
        Ok(find.query_row([], |row| row.get(0))?)
    }

    /// Why a secret chat's offer, or the answer to one, is at no relay yet, if that is known.
    pub(super) fn step_reason(&self, chat: &SecretChatRow) -> Result<Option<Reason>, StoreError> {
        if !matches!(chat.stage, SecretStage::Offered | SecretStage::Accepted) {
            return Ok(None);
        }
        let mut find = self.sql().prepare_cached(
            "SELECT e.addressee, p.status, coalesce(p.reason, '') FROM envelopes e
             LEFT JOIN publications p ON p.envelope = e.id
             WHERE e.lane = ?1 AND e.lane <> 0 AND e.message = x'' ORDER BY p.tries DESC",
        )?;
        let lane = i64::try_from(chat.chat.lane()).unwrap_or(0);
        let tries: Vec<(PersonKey, Option<i64>, String)> = find
            .query_map([lane], |r| Ok((PersonKey(r.get(0)?), r.get(1)?, r.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let there = |status: Option<i64>| {
            matches!(status.map(publication), Some(Publication::Taken | Publication::Confirmed))
        };
        if tries.iter().any(|(_, status, _)| there(*status)) {
            return Ok(None);
        }
        match tries.iter().find(|(_, status, _)| status.is_none()) {
            Some((person, ..)) => Ok(Some(Reason::NotReachable(self.person_at(*person)?.name()))),
            None => Ok(tries.into_iter().find_map(|(.., kept)| Reason::from_kept(kept))),
        }
    }

    /// Why a message waits or failed.
    pub(super) fn reason_of(
        &self,
        row: &MessageRow,
        state: MessageState,
    ) -> Result<Option<Reason>, StoreError> {
        match state {
            MessageState::Waiting if self.is_queued(row.id)? => {
                let Some(chat) = self.secret_chat(row.chat)? else { return Ok(None) };
                Ok(Some(match chat.stage {
                    _ if chat.held => Reason::SecretChanged,
                    SecretStage::Standing => Reason::SecretFull,
                    _ => self.step_reason(&chat)?.unwrap_or(Reason::SecretNotYet),
                }))
            }
            MessageState::Waiting => {
                let mut find = self.sql().prepare_cached(
                    "SELECT addressee FROM envelopes e WHERE message = ?1 AND NOT EXISTS
                       (SELECT 1 FROM publications p WHERE p.envelope = e.id)
                     ORDER BY addressee DESC LIMIT 1",
                )?;
                use rusqlite::OptionalExtension as _;
                let person =
                    find.query_row([row.id.as_bytes()], |r| r.get(0).map(PersonKey)).optional()?;
                Ok(match person {
                    Some(super::ME) => Some(Reason::NoInboxRelay),
                    Some(person) => Some(Reason::NotReachable(self.person_at(person)?.name())),
                    None => None,
                })
            }
            MessageState::Queued | MessageState::Failed => {
                let mut find = self.sql().prepare_cached(
                    "SELECT p.reason FROM envelopes e JOIN publications p ON p.envelope = e.id
                     WHERE e.message = ?1 AND e.json <> '' AND p.reason <> ''
                     ORDER BY p.tries DESC LIMIT 1",
                )?;
                use rusqlite::OptionalExtension as _;
                let kept = find.query_row([row.id.as_bytes()], |r| r.get(0)).optional()?;
                Ok(kept.and_then(Reason::from_kept))
            }
            _ => Ok(None),
        }
    }
}
