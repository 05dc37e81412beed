//! Which secret mailboxes are read, and at which relays: one's own, on connections of their own.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use nostr::event::EventId;
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;

use super::group;
use crate::messenger::heart::Heart;
use crate::model::RelayAddress;
use crate::relay::{Known, Purpose, Watch};
use crate::store::{ChatKey, SecretMailbox, StoreError};

/// Where the relays are kept that were one's own: with when they were last, Unix seconds.
const FORMER: &str = "secret-relays";
/// No wrap lives longer, seconds.
const LIVES: u64 = 30 * 24 * 3600;
/// Former relays that are read.
const MOST_FORMER: usize = 5;

/// A secret mailbox that is read.
#[derive(Clone)]
pub(in crate::messenger) struct Listening {
    /// Its keys.
    pub(in crate::messenger) keys: Keys,
    /// Whose.
    pub(in crate::messenger) chat: ChatKey,
    /// It is an offer's reply mailbox: sealed rumors come there, and no wires.
    pub(in crate::messenger) reply: bool,
}

/// What the pool may know of secret mailboxes: nothing that it could compare with a relay. That would
/// tell the relay what else is here.
pub(in crate::messenger) struct KnownSecret;

impl Known for KnownSecret {
    fn between(
        &self,
        _: Timestamp,
        _: Timestamp,
        _: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>> {
        Box::pin(async { Vec::new() })
    }

    fn has(&self, _: Vec<EventId>) -> BoxFuture<'_, Vec<EventId>> {
        // Whoever has it should forget it, so each relay's copy is looked at once.
        Box::pin(async { Vec::new() })
    }

    fn era(&self) -> BoxFuture<'_, Option<u64>> {
        Box::pin(async { None })
    }

    fn read_through(&self, _: &RelayAddress) -> BoxFuture<'_, Option<Timestamp>> {
        Box::pin(async { None })
    }

    fn holds_little(&self) -> bool {
        true
    }
}

impl Heart {
    /// Reads every secret mailbox, at one's own relays as they are now.
    pub(in crate::messenger) async fn listen_to_secret_chats(&self) -> Result<(), StoreError> {
        let all = self.store.read(|store| store.secret_mailboxes()).await?;
        self.remember_relays(all.is_empty()).await?;
        let listening: HashMap<PublicKey, Listening> = all.into_iter().map(entry).collect();
        let before = std::mem::replace(&mut *self.listening(), listening.clone());
        for gone in before.into_iter().filter(|(key, _)| !listening.contains_key(key)) {
            self.watch_secret(&gone.1, &[]);
        }
        let relays = self.secret_relays();
        for one in listening.values() {
            self.watch_secret(one, &relays);
        }
        Ok(())
    }

    /// Reads the mailboxes of these chats as they are now.
    pub(in crate::messenger) async fn secret_mailboxes_changed(
        &self,
        chats: BTreeSet<ChatKey>,
    ) -> Result<(), StoreError> {
        let wanted = chats.clone();
        let now: HashMap<PublicKey, Listening> = self
            .store
            .read(move |store| {
                let mut all = HashMap::new();
                for chat in wanted {
                    all.extend(store.secret_mailboxes_of(chat)?.into_iter().map(entry));
                }
                Ok(all)
            })
            .await?;
        let (gone, new) = {
            let mut listening = self.listening();
            let gone: Vec<_> = listening
                .iter()
                .filter(|(key, one)| chats.contains(&one.chat) && !now.contains_key(key))
                .map(|(key, one)| (*key, one.clone()))
                .collect();
            for (key, _) in &gone {
                listening.remove(key);
            }
            let new: Vec<_> =
                now.into_iter().filter(|(key, _)| !listening.contains_key(key)).collect();
            listening.extend(new.iter().cloned());
            (gone, new)
        };
        let relays = self.secret_relays();
        for (_, one) in &new {
            self.watch_secret(one, &relays);
        }
        for (_, one) in &gone {
            self.watch_secret(one, &[]);
        }
        Ok(())
    }

    /// Where secret mailboxes are read: one's own relays, and those that were among them lately. The
    /// other sides may not have heard of the move, and write there until they have.
    fn secret_relays(&self) -> Vec<RelayAddress> {
        let mut relays = self.own_relays();
        let former = self.former_relays().clone();
        relays.extend(former.into_iter().filter(|url| !self.own_relays().contains(url)));
        self.usable(&relays)
    }

    /// Notes which relays are one's own now, and which were within the life of a wrap.
    async fn remember_relays(&self, none: bool) -> Result<(), StoreError> {
        let (own, now) = (self.own_relays(), self.clock.now().secs());
        let former = self
            .store
            .write(move |tx| {
                let kept = if none { None } else { tx.meta(FORMER)? };
                let kept: Option<Vec<(RelayAddress, u64)>> =
                    kept.and_then(|json| serde_json::from_slice(&json).ok());
                let mut all = kept.unwrap_or_default();
                all.retain(|(url, at)| !own.contains(url) && at.saturating_add(LIVES) > now);
                all.truncate(MOST_FORMER);
                let former: Vec<RelayAddress> = all.iter().map(|(url, _)| url.clone()).collect();
                if !none {
                    all.extend(own.into_iter().map(|url| (url, now)));
                    let json = serde_json::to_vec(&all).map_err(StoreError::fault)?;
                    tx.set_meta(FORMER, &json)?;
                }
                Ok(former)
            })
            .await?;
        *self.former_relays() = former;
        Ok(())
    }

    fn watch_secret(&self, one: &Listening, relays: &[RelayAddress]) {
        if !self.is_online() {
            return;
        }
        self.pool.watch(Watch {
            mailbox: one.keys.clone(),
            purpose: Purpose::Isolated(group(one.chat.lane())),
            relays: relays.to_vec(),
            known: Arc::clone(&self.known_secret) as Arc<dyn Known>,
        });
    }
}

fn entry(mailbox: SecretMailbox) -> (PublicKey, Listening) {
    let SecretMailbox { keys, chat, header } = mailbox;
    (keys.public_key(), Listening { keys, chat, reply: header.is_empty() })
}
