//! Where people's mailboxes are: relay lists (NIP-17 kind 10050), found through hints, one's own
//! relays and index relays, and one's own list, left there for others.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use nostr::event::{Event, Kind, Tag};
use nostr::filter::Filter;
use nostr::key::PublicKey;

use super::changes::Changes;
use super::compose::OwnEvent;
use super::heart::Heart;
use super::{Error, ErrorKind};
use crate::envelope::kinds;
use crate::model::{Millis, RelayAddress};
use crate::store::{EnvelopePurpose, Inbox, ME, NewEnvelope, Person, PersonKey};

/// A list that was found is looked for again after this, when its person is written to.
const FRESH: i64 = 6 * 3600 * 1000;
/// Waits between looks in vain: 5 s, 10 s … one hour.
const FIRST_WAIT: i64 = 5_000;
const LONGEST_WAIT: i64 = 3_600_000;
/// A list from further ahead is not believed: it could never be replaced.
const AHEAD: i64 = 15 * 60 * 1000;
/// One's own list is looked for so long when an account is restored.
const OWN_LIST_PATIENCE: Duration = Duration::from_secs(15);
/// Somebody's list is looked for so long where a person waits, if any relay answers.
const LIST_PATIENCE: Duration = Duration::from_secs(4);
/// Relays that are asked for one list.
const MOST_ASKED: usize = 12;
/// Most relays that are read of a list.
const MOST_LISTED: usize = 10;

/// When somebody's list should be looked for (again).
fn due(inbox: &Inbox) -> Millis {
    if inbox.looked_at.0 == 0 {
        return Millis(0);
    }
    let wait = if inbox.known {
        FRESH
    } else {
        FIRST_WAIT.saturating_mul(1 << inbox.tries.min(12)).min(LONGEST_WAIT)
    };
    inbox.looked_at.plus(wait)
}

/// What somebody's list says; `None` when it is none of theirs.
fn read_list(event: &Event, account: &PublicKey) -> Option<(u64, Vec<RelayAddress>)> {
    if event.pubkey != *account || event.kind.as_u16() != kinds::INBOX_RELAYS {
        return None;
    }
    let mut relays: Vec<RelayAddress> = Vec::new();
    for tag in event.tags.iter() {
        if let [name, url, ..] = tag.as_slice()
            && name == "relay"
            && let Ok(url) = url.parse::<RelayAddress>()
            && !relays.contains(&url)
            && relays.len() < MOST_LISTED
        {
            relays.push(url);
        }
    }
    Some((event.created_at.as_secs(), relays))
}

/// Runs until the end: looks for the mailboxes of people for whom something waits.
pub(super) async fn run(heart: Arc<Heart>) {
    if let Err(error) = heart.adopt_own_list(&[], heart.own_relays()).await {
        tracing::warn!(%error, "the own relay list could not be looked up");
    }
    loop {
        let next = match look_for_all(&heart, false).await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "relay lists could not be looked up");
                Some(heart.clock.now().plus(FIRST_WAIT))
            }
        };
        let pause = next.map_or(3_600_000, |due| (due.0 - heart.clock.now().0).max(500));
        tokio::select! {
            () = heart.directory.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(pause.unsigned_abs())) => {}
        }
    }
}

/// Looks for everybody who is due (or, `at_once`, for everybody for whom something waits without
/// an address). Returns when to look next.
pub(super) async fn look_for_all(
    heart: &Arc<Heart>,
    at_once: bool,
) -> Result<Option<Millis>, Error> {
    let now = heart.clock.now();
    let people = heart
        .store
        .read(move |store| {
            let mut all = Vec::new();
            for key in store.unreachable_people()? {
                all.push((store.person_at(key)?, store.inbox(key)?));
            }
            for key in store.people_written_to()? {
                let inbox = store.inbox(key)?;
                if inbox.known {
                    all.push((store.person_at(key)?, inbox));
                }
            }
            Ok(all)
        })
        .await?;
    let (now_due, later): (Vec<_>, Vec<_>) = people
        .into_iter()
        .filter(|(person, _)| person.key != ME)
        .partition(|(_, inbox)| (at_once && !inbox.known) || due(inbox) <= now);
    let patience = at_once.then_some(LIST_PATIENCE);
    let looked = now_due.iter().map(|(person, inbox)| look_for(heart, person, inbox, patience));
    for result in join_all(looked).await {
        result?;
    }
    let retried = heart
        .store
        .read(|store| {
            let mut next: Option<Millis> = None;
            for key in store.unreachable_people()? {
                let due = due(&store.inbox(key)?);
                next = Some(next.map_or(due, |n| n.min(due)));
            }
            Ok(next)
        })
        .await?;
    Ok(later.iter().map(|(_, inbox)| due(inbox)).chain(retried).min())
}

/// Asks hints, own and index relays at once for somebody's list; the newest wins. With `patience`,
/// relays are not waited for longer than that once another one has answered.
async fn look_for(
    heart: &Arc<Heart>,
    person: &Person,
    inbox: &Inbox,
    patience: Option<Duration>,
) -> Result<(), Error> {
    let mut ask: Vec<RelayAddress> = Vec::new();
    let known = inbox.urls.iter().chain(&inbox.hints).cloned();
    for url in known.chain(heart.own_relays()).chain(heart.index_relays.iter().cloned()) {
        if !ask.contains(&url) && ask.len() < MOST_ASKED {
            ask.push(url);
        }
    }
    let filter =
        Filter::new().author(person.account).kind(Kind::from_u16(kinds::INBOX_RELAYS)).limit(2);
    // A list is taken as soon as it is found; a slow relay is not waited for, but heard.
    let asked = heart.usable(&ask).into_iter().map(|url| {
        let (heart, filter) = (Arc::clone(heart), filter.clone());
        let (key, account) = (person.key, person.account);
        async move {
            let mut fetched = heart.pool.fetch(&url, vec![filter.clone()], None).await;
            // Who looks for whom is told only where the person agreed to it.
            if fetched.events.is_empty() && !fetched.complete && heart.may_see_account(&url) {
                let as_myself = Some(heart.keys().clone());
                fetched = heart.pool.fetch(&url, vec![filter], as_myself).await;
            }
            let (mut found, answered) = (false, fetched.complete);
            for event in fetched.events {
                let Ok(event) = event.verify() else { continue };
                if let Some((secs, list)) = read_list(event.event(), &account)
                    && secs <= heart.clock.now().plus(AHEAD).secs()
                {
                    found |= !list.is_empty();
                    take_list(&heart, key, secs, list).await?;
                }
            }
            Ok::<_, Error>((found, answered))
        }
    });
    let (mut found, mut answered) = (false, false);
    let mut asked: FuturesUnordered<_> = asked.collect();
    let enough = async {
        match patience {
            Some(patience) => tokio::time::sleep(patience).await,
            None => std::future::pending().await,
        }
    };
    let mut enough = std::pin::pin!(enough);
    let mut late = false;
    while !(late && answered) {
        tokio::select! {
            one = asked.next() => {
                let Some(one) = one else { break };
                let (has_found, has_answered) = one?;
                found |= has_found;
                answered |= has_answered;
            }
            () = &mut enough, if !late => late = true,
        }
    }
    let (key, now) = (person.key, heart.clock.now());
    heart.store.write(move |tx| tx.looked_for_inbox(key, found, now)).await?;
    Ok(())
}

/// Keeps a list if it is newer, and sends what waits.
async fn take_list(
    heart: &Arc<Heart>,
    person: PersonKey,
    secs: u64,
    list: Vec<RelayAddress>,
) -> Result<(), Error> {
    let usable = heart.usable(&list);
    let now = heart.clock.now();
    let changes = heart
        .store
        .write(move |tx| {
            let mut changes = Changes::default();
            let newer = tx.set_inbox(person, secs, &list)?;
            if newer {
                for id in tx.add_relays_for(person, &usable, now)? {
                    if let Some(row) = tx.message(id)? {
                        changes.state(row.key, row.chat);
                    }
                }
            }
            Ok(changes)
        })
        .await?;
    heart.tell(changes).await;
    heart.outbox.notify_one();
    Ok(())
}

/// The newest list of an account that any of these relays has.
async fn newest_list(
    heart: &Arc<Heart>,
    account: PublicKey,
    ask: Vec<RelayAddress>,
) -> Option<(u64, Vec<RelayAddress>)> {
    let filter = Filter::new().author(account).kind(Kind::from_u16(kinds::INBOX_RELAYS)).limit(2);
    let asked = heart.usable(&ask).into_iter().map(|url| {
        let (heart, filter) = (Arc::clone(heart), filter.clone());
        async move { heart.pool.fetch(&url, vec![filter], None).await.events }
    });
    let latest = heart.clock.now().plus(AHEAD).secs();
    join_all(asked)
        .await
        .into_iter()
        .flatten()
        .filter_map(|event| read_list(event.verify().ok()?.event(), &account))
        .filter(|(secs, list)| *secs <= latest && !list.is_empty())
        .max_by_key(|(secs, _)| *secs)
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
        let looked = newest_list(self, self.me(), ask);
        let found = tokio::time::timeout(OWN_LIST_PATIENCE, looked).await.ok().flatten();
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

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::event::{EventBuilder, FinalizeEvent};
    use nostr::key::Keys;

    #[test]
    fn a_list_is_read_only_if_it_is_theirs() {
        let (alice, mallory) = (Keys::generate(), Keys::generate());
        let list = |keys: &Keys, urls: &[&str]| {
            EventBuilder::new(Kind::from_u16(kinds::INBOX_RELAYS), "")
                .tags(urls.iter().map(|u| Tag::custom("relay", [*u])))
                .finalize(keys)
                .unwrap()
        };
        let good =
            list(&alice, &["wss://a.example", "WSS://A.example/", "nonsense", "ws://[::1]:1"]);
        let (_, urls) = read_list(&good, &alice.public_key()).unwrap();
        assert_eq!(urls.len(), 2);
        assert!(read_list(&list(&mallory, &["wss://evil"]), &alice.public_key()).is_none());
    }

    #[test]
    fn what_was_not_found_is_looked_for_less_and_less_often() {
        let mut inbox = Inbox { looked_at: Millis(1), ..Inbox::default() };
        let mut last = 0;
        for tries in 1..20 {
            inbox.tries = tries;
            let wait = due(&inbox).0;
            assert!(wait >= last && wait <= LONGEST_WAIT + 1);
            last = wait;
        }
        assert_eq!(due(&Inbox::default()), Millis(0));
    }
}
