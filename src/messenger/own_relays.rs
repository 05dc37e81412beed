//! One's own inbox relays: adding, removing, how they do.

use std::sync::Arc;

use super::heart::Heart;
use super::{Error, ErrorKind, Network, Reply};
use crate::model::{Reason, RelayAddress, RelayCondition, RelayStatus};

/// More inbox relays than this make every friend's message slower (NIP-17 asks for one to three).
const MOST: usize = 5;

/// The sentence that asks for consent.
pub(super) fn consent(url: &RelayAddress) -> Error {
    Error::new(
        ErrorKind::NeedsConsent,
        format!(
            "{url} is not encrypted and not in your own network: everybody on the way sees which \
             mailbox you read. Use wss:// if the relay has it, or agree to this"
        ),
    )
}

impl Heart {
    /// How inbox relays do.
    pub(super) fn relay_rows(&self) -> Vec<RelayStatus> {
        let known = self.pool.status();
        self.own_relays()
            .into_iter()
            .map(|url| {
                known.iter().find(|status| status.url == url).cloned().unwrap_or_else(|| {
                    RelayStatus {
                        limits: self.pool.limits(&url),
                        limits_known: false,
                        url,
                        state: RelayCondition::Connecting,
                        reason: (!self.is_online()).then_some(Reason::NotTried),
                        latency_ms: None,
                        next_try: None,
                        round_trips: Vec::new(),
                    }
                })
            })
            .collect()
    }

    /// Adds an inbox relay, and tells everybody by a new list.
    pub(super) async fn add_relay(
        self: &Arc<Self>,
        url: RelayAddress,
        unencrypted: bool,
    ) -> Result<Reply, Error> {
        if url.needs_consent() && !unencrypted {
            return Err(consent(&url));
        }
        let own = self.own_relays();
        if !own.contains(&url) && own.len() >= MOST {
            return Err(Error::input(format!(
                "{MOST} inbox relays are the most; remove one first"
            )));
        }
        let (new, now) = (url.clone(), self.clock.now());
        self.store.write(move |tx| tx.add_own_relay(&new, unencrypted, now)).await?;
        self.relays_changed(None).await
    }

    /// Removes an inbox relay. The last one stays: without any, nobody could write.
    pub(super) async fn remove_relay(self: &Arc<Self>, url: RelayAddress) -> Result<Reply, Error> {
        let own = self.own_relays();
        if !own.contains(&url) {
            return Err(Error::not_found(format!("{url} is not among your inbox relays")));
        }
        if own.len() == 1 {
            return Err(Error::input(
                "this is your only inbox relay: without one nobody can write to you; add another first",
            ));
        }
        let old = url.clone();
        self.store.write(move |tx| tx.remove_own_relay(&old).map(|_| ())).await?;
        self.relays_changed(Some(url)).await
    }

    async fn relays_changed(
        self: &Arc<Self>,
        given_up: Option<RelayAddress>,
    ) -> Result<Reply, Error> {
        self.own_relays_moved().await?;
        self.publish_list(given_up).await?;
        Ok(Reply::Relays(self.relay_rows()))
    }

    /// Lets a relay see the account key when it asks who publishes, or no more.
    pub(super) async fn allow_account_auth(
        self: &Arc<Self>,
        url: RelayAddress,
        allow: bool,
    ) -> Result<Reply, Error> {
        self.store.write(move |tx| tx.allow_account_auth(&url, allow)).await?;
        self.reload_relays().await?;
        // Who could not be found may be found there now.
        let heart = Arc::clone(self);
        self.spawn(async move {
            if heart.is_online()
                && let Err(error) = super::directory::look_for_all(&heart, true).await
            {
                tracing::warn!(%error, "relay lists could not be looked up");
            }
        });
        self.outbox.notify_one();
        Ok(Reply::Done)
    }

    /// Routes and health, nothing private in it.
    pub(super) async fn network(&self) -> Result<Reply, Error> {
        let relays = self.relay_rows();
        let pending = self.store.read(|store| store.pending()).await?;
        let online = relays
            .iter()
            .any(|r| matches!(r.state, RelayCondition::Connected | RelayCondition::Slow));
        Ok(Reply::Network(Network { route: "direct".into(), online, relays, pending }))
    }
}
