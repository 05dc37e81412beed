//! Envelopes by their ids.

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::future::join_all;
use nostr::event::EventId;

use super::{Session, SessionEnd, WINDOW};
use crate::relay::connection::{Collected, End, Lost};

/// Questions under way at once while nothing goes wrong.
const ABREAST: usize = 3;

impl Session {
    /// Those of the ids that are worth fetching.
    pub(super) async fn unknown(&self, mut ids: Vec<EventId>) -> Vec<EventId> {
        {
            let handed_out = self.handed_out();
            ids.retain(|id| !handed_out.contains(id));
        }
        if ids.is_empty() {
            return ids;
        }
        let known: HashSet<EventId> =
            self.mailbox.known.has(ids.clone()).await.into_iter().collect();
        ids.retain(|id| !known.contains(id));
        ids
    }

    /// Fetches events by id; whether all came.
    pub(super) async fn fetch(&self, ids: Vec<EventId>) -> Result<bool, SessionEnd> {
        let mut complete = true;
        let mut fetched = 0;
        let mut todo = ids;
        {
            let carry = self.carried.carry.lock().await;
            todo.retain(|id| !carry.ghosts.contains(id));
        }
        while !todo.is_empty() {
            let (size, width) = self.stride(fetched).await?;
            let mut batches = Vec::new();
            while batches.len() < width && !todo.is_empty() {
                let rest = todo.split_off(size.min(todo.len()));
                let batch = self.unknown(std::mem::replace(&mut todo, rest)).await;
                if !batch.is_empty() {
                    batches.push(self.ask_for(batch));
                }
            }
            let mut lost = None;
            for (batch, collected) in join_all(batches).await {
                fetched += collected.events.len();
                let (missing, end) = self.take(&batch, collected).await?;
                match end {
                    End::Eose | End::Silent | End::Flood | End::Closed(_) if missing.is_empty() => {
                    }
                    // A relay may have a cap of its own, below what was asked for.
                    End::Eose if missing.len() < batch.len() => todo.extend(missing),
                    End::Eose => {
                        complete = false;
                        self.note_ghosts(missing).await;
                    }
                    End::Silent | End::Flood | End::Closed(_) if batch.len() > 1 => {
                        self.choked(batch.len(), batch.len() - missing.len()).await;
                        todo.extend(missing);
                    }
                    End::Silent | End::Flood => {
                        complete = false;
                        self.note_ghosts(missing).await;
                    }
                    End::Closed(refusal) => {
                        // One id at a time, and still no: this relay does not serve by id.
                        self.wait_or_give_up(&refusal, 1).await?;
                        complete = false;
                    }
                    End::Lost(why) => {
                        self.choked(batch.len(), batch.len() - missing.len()).await;
                        lost = Some(why);
                    }
                }
            }
            if let Some(lost) = lost {
                if lost == Lost::Stalled && fetched > 0 {
                    // Some networks let only so much through one connection.
                    self.carried.carry.lock().await.freezes_after = Some(fetched);
                }
                return Err(SessionEnd::Lost(lost));
            }
        }
        Ok(complete)
    }

    /// How many ids to ask for at once, and how many such questions.
    async fn stride(&self, fetched: usize) -> Result<(usize, usize), SessionEnd> {
        let carry = self.carried.carry.lock().await;
        if carry.freezes_after.is_some_and(|most| fetched >= most) {
            return Err(SessionEnd::Fresh);
        }
        let most = self.place.limits().max_ids();
        let size = carry.batch.unwrap_or(most).min(carry.freezes_after.unwrap_or(most));
        let size = size.min(most).max(1);
        let in_trouble = carry.batch.is_some() || carry.freezes_after.is_some();
        Ok((size, if in_trouble { 1 } else { ABREAST }))
    }

    async fn ask_for(&self, batch: Vec<EventId>) -> (Vec<EventId>, Collected) {
        let filter = self.stored().ids(batch.iter().copied()).limit(batch.len());
        // Some relays send everything twice.
        let most = batch.len() * 2;
        let patience = self.place.patience();
        let collected =
            self.connection.collect(Arc::from([filter]), self.keys(), most, patience).await;
        (batch, collected)
    }

    /// Hands out what came, newest first; what is missing.
    async fn take(
        &self,
        batch: &[EventId],
        collected: Collected,
    ) -> Result<(Vec<EventId>, End), SessionEnd> {
        let Collected { mut events, end } = collected;
        let came: HashSet<EventId> = events.iter().map(|e| e.event().id).collect();
        events.sort_by_key(|event| std::cmp::Reverse(event.event().created_at));
        for event in events {
            self.hand_out_found(event).await?;
        }
        if end == End::Eose {
            self.place.saw_eose(true);
        }
        Ok((batch.iter().filter(|id| !came.contains(id)).copied().collect(), end))
    }

    async fn note_ghosts(&self, ids: Vec<EventId>) {
        let mut carry = self.carried.carry.lock().await;
        if carry.ghosts.len() + ids.len() > WINDOW {
            carry.ghosts.clear();
        }
        carry.ghosts.extend(ids);
    }

    async fn choked(&self, asked: usize, came: usize) {
        let mut carry = self.carried.carry.lock().await;
        carry.batch = Some(if came > 0 { came.min(asked / 2) } else { asked / 2 }.max(1));
    }
}
