//! Where people's mailboxes are: relay lists (NIP-17 kind 10050), found through hints, one's own
//! relays and index relays.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{join_all, select};
use futures_util::stream::FuturesUnordered;
use nostr::event::{Event, Kind};
use nostr::filter::Filter;
use nostr::key::PublicKey;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use super::Error;
use super::changes::Changes;
use super::heart::Heart;
use crate::envelope::kinds;
use crate::model::{Millis, RelayAddress};
use crate::relay::Fetched;
use crate::store::{Inbox, ME, Person, PersonKey};

/// A list that was found is looked for again after this, when its person is written to.
const FRESH: i64 = 6 * 3600 * 1000;
/// Waits between looks in vain: 5 s, 10 s … one hour.
const FIRST_WAIT: i64 = 5_000;
const LONGEST_WAIT: i64 = 3_600_000;
/// A list from further ahead is not believed: it could never be replaced.
const AHEAD: i64 = 15 * 60 * 1000;
/// Once somebody's list was found, a `sync` waits so long for the slower relays.
const OTHERS: Duration = Duration::from_secs(1);
/// Where a person waits, silent relays get so long once another one has answered.
const LIST_PATIENCE: Duration = Duration::from_secs(4);
/// A relay that may know who asks is asked as nobody alone for so long.
const AS_NOBODY: Duration = Duration::from_secs(1);
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

/// Runs until the end: looks for the mailboxes of people for whom something waits. Nobody waits
/// for the lookup of somebody else, nor for that of one's own list.
pub(super) async fn run(heart: Arc<Heart>) {
    let own = Arc::clone(&heart);
    heart.spawn(async move {
        if let Err(error) = own.adopt_own_list(&[], own.own_relays()).await {
            tracing::warn!(%error, "the own relay list could not be looked up");
        }
    });
    let mut under_way = FuturesUnordered::new();
    let mut busy: HashSet<PersonKey> = HashSet::new();
    loop {
        let next = match wanted(&heart, false).await {
            Ok((people, next)) => {
                for (person, inbox) in people {
                    let heart = Arc::clone(&heart);
                    if busy.insert(person.key) {
                        under_way.push(async move {
                            (person.key, look_for(&heart, &person, &inbox, None).await)
                        });
                    }
                }
                next
            }
            Err(error) => {
                tracing::warn!(%error, "people to look for could not be read");
                Some(heart.clock.now().plus(FIRST_WAIT))
            }
        };
        let pause = next.map_or(3_600_000, |due| (due.0 - heart.clock.now().0).max(500));
        tokio::select! {
            Some((person, looked)) = under_way.next(), if !under_way.is_empty() => {
                if let Err(error) = looked {
                    tracing::warn!(%error, "a relay list could not be looked up");
                    tokio::time::sleep(Duration::from_millis(FIRST_WAIT.unsigned_abs())).await;
                }
                busy.remove(&person);
            }
            () = heart.directory.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(pause.unsigned_abs())) => {}
        }
    }
}

/// Looks for everybody who is due (or, `at_once`, for everybody for whom something waits without
/// an address), and waits until that is done.
pub(super) async fn look_for_all(heart: &Arc<Heart>, at_once: bool) -> Result<(), Error> {
    let (people, _) = wanted(heart, at_once).await?;
    let patience = at_once.then_some(LIST_PATIENCE);
    let looked = people.iter().map(|(person, inbox)| look_for(heart, person, inbox, patience));
    join_all(looked).await.into_iter().collect()
}

/// People to be looked for now, and when to look for the next.
async fn wanted(
    heart: &Arc<Heart>,
    at_once: bool,
) -> Result<(Vec<(Person, Inbox)>, Option<Millis>), Error> {
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
    Ok((now_due, later.iter().map(|(_, inbox)| due(inbox)).min()))
}

/// Asks hints, own and index relays at once for somebody's list. The first list is used as soon as
/// it is there, and replaced by a newer one whenever a slower relay brings it. Returns when all
/// have answered, or soon after the first list came; with `patience`, silent relays are not waited
/// for longer than that once another one has answered.
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
    let (tell, mut told) = mpsc::channel(MOST_ASKED);
    for url in heart.usable(&ask) {
        let (asking, tell) = (Arc::clone(heart), tell.clone());
        let (key, account) = (person.key, person.account);
        // A task of its own: it goes on when nobody waits for it any more.
        heart.spawn(async move {
            let taken = look_at(&asking, &url, key, account).await;
            let _ = tell.send(taken).await;
        });
    }
    drop(tell);
    let late = patience.map(|patience| Instant::now() + patience);
    let mut found = false;
    let mut deadline: Option<Instant> = None;
    loop {
        let answer = match deadline {
            None => told.recv().await,
            Some(deadline) => timeout_at(deadline, told.recv()).await.ok().flatten(),
        };
        let Some(look) = answer.transpose()? else { break };
        found |= look.found;
        let enough = match look {
            Look { found: true, .. } => Some(Instant::now() + OTHERS),
            Look { answered: true, .. } => late,
            Look { .. } => None,
        };
        deadline = deadline.into_iter().chain(enough).min();
    }
    let (key, now) = (person.key, heart.clock.now());
    heart.store.write(move |tx| tx.looked_for_inbox(key, found, now)).await?;
    Ok(())
}

/// What became of asking one relay for somebody's list.
struct Look {
    /// There was one that names relays.
    found: bool,
    /// The relay told all it has.
    answered: bool,
}

/// Asks one relay for somebody's list and keeps it.
async fn look_at(
    heart: &Arc<Heart>,
    url: &RelayAddress,
    key: PersonKey,
    account: PublicKey,
) -> Result<Look, Error> {
    // Who looks for whom is told only where the person agreed to it.
    let (lists, answered) = lists_at(heart, url, account, heart.may_see_account(url)).await;
    let mut found = false;
    for (secs, list) in lists {
        found |= !list.is_empty();
        take_list(heart, key, secs, list).await?;
    }
    Ok(Look { found, answered })
}

/// What a relay has of an account's lists: asked as nobody, and as oneself, where that is allowed
/// and the relay says no to nobody or takes its time. Beside it, whether the relay told all.
pub(super) async fn lists_at(
    heart: &Arc<Heart>,
    url: &RelayAddress,
    account: PublicKey,
    as_oneself: bool,
) -> (Vec<(u64, Vec<RelayAddress>)>, bool) {
    let filter = Filter::new().author(account).kind(Kind::from_u16(kinds::INBOX_RELAYS)).limit(2);
    let mut as_nobody = pin!(heart.pool.fetch(url, vec![filter.clone()], None));
    let is_answer = |fetched: &Fetched| fetched.complete || !fetched.events.is_empty();
    let fetched = if as_oneself {
        let first = timeout(AS_NOBODY, &mut as_nobody).await.ok();
        let refused = first.is_some();
        match first.filter(is_answer) {
            Some(answer) => answer,
            None => {
                let myself = Some(heart.keys().clone());
                let as_myself = pin!(heart.pool.fetch(url, vec![filter], myself));
                if refused {
                    as_myself.await
                } else {
                    let (first, other) = select(as_nobody, as_myself).await.factor_first();
                    if is_answer(&first) { first } else { other.await }
                }
            }
        }
    } else {
        as_nobody.await
    };
    let latest = heart.clock.now().plus(AHEAD).secs();
    let answered = fetched.complete;
    let lists = fetched
        .events
        .into_iter()
        .filter_map(|event| read_list(event.verify().ok()?.event(), &account))
        .filter(|(secs, _)| *secs <= latest)
        .collect();
    (lists, answered)
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

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::event::{EventBuilder, FinalizeEvent, Tag};
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
