//! What the pool asks of the store: which envelopes are here already.

use futures_util::future::BoxFuture;
use nostr::event::EventId;
use nostr::key::PublicKey;
use nostr::types::Timestamp;

use crate::model::RelayAddress;
use crate::relay::Known;
use crate::store::Store;

/// Lets the pool ask what is here already.
pub(in crate::messenger) struct KnownEnvelopes {
    pub(in crate::messenger) store: Store,
    pub(in crate::messenger) mailbox: PublicKey,
}

impl Known for KnownEnvelopes {
    fn between(
        &self,
        since: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>> {
        Box::pin(async move {
            let seen = self
                .store
                .read(move |store| store.seen_between(since.as_secs(), until.as_secs(), most))
                .await;
            // Knowing nothing costs a second fetch and loses nothing.
            seen.unwrap_or_default()
                .into_iter()
                .map(|(secs, id)| (Timestamp::from_secs(secs), id))
                .collect()
        })
    }

    fn has(&self, ids: Vec<EventId>) -> BoxFuture<'_, Vec<EventId>> {
        Box::pin(async move {
            self.store
                .read(move |store| {
                    let mut known = Vec::new();
                    for id in ids {
                        if store.has_seen(&id)? {
                            known.push(id);
                        }
                    }
                    Ok(known)
                })
                .await
                .unwrap_or_default()
        })
    }

    fn era(&self) -> BoxFuture<'_, Option<u64>> {
        Box::pin(async move { self.store.read(|store| store.seen_era()).await.ok() })
    }

    fn read_through(&self, relay: &RelayAddress) -> BoxFuture<'_, Option<Timestamp>> {
        let (mailbox, relay) = (self.mailbox, relay.clone());
        Box::pin(async move {
            let began = self.store.read(move |store| store.read_through(&mailbox, &relay)).await;
            began.ok().flatten().map(Timestamp::from)
        })
    }
}
