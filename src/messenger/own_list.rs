//! One's own relay list (NIP-17 kind 10050): taken over from one's other devices, and left where
//! others find it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use nostr::event::Tag;
use tokio::time::{Instant, timeout_at};

use super::directory::lists_at;
use super::heart::Heart;
use super::posting::OwnEvent;
use super::{Error, ErrorKind};
use crate::envelope::kinds;
use crate::model::RelayAddress;
use crate::store::{EnvelopePurpose, ME, NewEnvelope};

/// One's own list is looked for so long when an account is restored.
const OWN_LIST_PATIENCE: Duration = Duration::from_secs(15);
/// Once one's own list was found, slower relays get so long to bring a newer one.
const OWN_LIST_OTHERS: Duration = Duration::from_secs(3);

/// The newest list of one's own that any of these relays has. Once there is one, the slower relays
/// get a moment to bring a newer one.
async fn newest_own_list(
    heart: &Arc<Heart>,
    ask: Vec<RelayAddress>,
) -> Option<(u64, Vec<RelayAddress>)> {
    let me = heart.me();
    // They hold one's own mailbox, or one's own list: they know the account.
    let asked = heart.usable(&ask).into_iter().map(|url| async move {
        let (lists, _) = lists_at(heart, &url, me, true).await;
        lists.into_iter().filter(|(_, list)| !list.is_empty()).max_by_key(|(secs, _)| *secs)
    });
    let mut asked: FuturesUnordered<_> = asked.collect();
    let mut newest: Option<(u64, Vec<RelayAddress>)> = None;
    let mut deadline = Instant::now() + OWN_LIST_PATIENCE;
    while let Ok(Some(answer)) = timeout_at(deadline, asked.next()).await {
        if let Some(list) = answer {
            if newest.is_none() {
                deadline = deadline.min(Instant::now() + OWN_LIST_OTHERS);
            }
            newest = newest.filter(|(secs, _)| *secs >= list.0).or(Some(list));
        }
    }
    newest
}

impl Heart {
    /// Looks whether another device of one's own has made a newer list, and takes it over.
    /// `mine` are relays that this device adds to it. Index relays are asked, and `ask`. Returns
    /// whether there was one.
    pub(super) async fn adopt_own_list(
        self: &Arc<Self>,
        mine: &[RelayAddress],
        ask: Vec<RelayAddress>,
    ) -> Result<bool, Error> {
        let ask = ask.into_iter().chain(self.index_relays.iter().cloned()).collect();
        let found = newest_own_list(self, ask).await;
        let Some((secs, mut list)) = found.filter(|(secs, _)| *secs > self.own_list_secs()) else {
            return Ok(false);
        };
        for url in mine {
            if !list.contains(url) {
                list.push(url.clone());
            }
        }
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                tx.set_meta("own-list-secs", &secs.to_be_bytes())?;
                tx.replace_own_relays(&list, now)
            })
            .await?;
        self.own_relays_moved().await?;
        Ok(true)
    }

    /// One's own relays are others than before: watch those, and send open copies there.
    pub(super) async fn own_relays_moved(self: &Arc<Self>) -> Result<(), Error> {
        self.reload_relays().await?;
        self.watch_own_mailbox();
        let (own, now) = (self.usable(&self.own_relays()), self.clock.now());
        self.store.write(move |tx| tx.add_relays_for(ME, &own, now)).await?;
        self.listen_to_secret_chats().await?;
        self.tell_secret_chats_where().await?;
        self.outbox.notify_one();
        Ok(())
    }

    /// Leaves one's own relay list at one's own relays, at index relays, and at those that were
    /// just given up.
    pub(super) async fn publish_list(
        self: &Arc<Self>,
        given_up: Option<RelayAddress>,
    ) -> Result<(), Error> {
        let own = self.own_relays();
        let tags = own.iter().map(|url| Tag::custom("relay", [url.as_str()])).collect();
        let now = self.clock.now();
        let last = self.own_list_secs();
        // Two changes within a second: the later must be newer.
        let secs = now.secs().max(last + 1);
        let list = OwnEvent::sign(self.keys(), kinds::INBOX_RELAYS, tags, secs)
            .map_err(|e| Error::new(ErrorKind::Internal, e))?;
        let mut targets = self.usable(&own);
        for url in self.index_relays.iter().cloned().chain(given_up) {
            if !targets.contains(&url) {
                targets.push(url);
            }
        }
        self.store
            .write(move |tx| {
                tx.set_meta("own-list-secs", &secs.to_be_bytes())?;
                tx.drop_superseded_lists()?;
                let envelope = NewEnvelope {
                    event: list.id,
                    json: list.json,
                    one_time: None,
                    addressee: ME,
                    message: None,
                    purpose: EnvelopePurpose::Own,
                    mailbox: None,
                    lane: 0,
                };
                let key = tx.enqueue(&envelope, &targets, now)?;
                tx.set_meta("own-list-envelope", &key.to_bytes())
            })
            .await?;
        self.set_own_list_secs(secs);
        self.posted();
        Ok(())
    }
}
