//! The outbox at work: each envelope to each relay of its addressee, with what came of it.

mod missing;
mod outcome;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use nostr::key::Keys;
use tokio::time::{Instant, sleep_until};

use self::missing::{Look, Missing};
use self::outcome::{Learned, Standing, next};
use super::changes::Changes;
use super::heart::{Asked, Heart};
use super::secret;
use crate::model::{Millis, Publication, RelayAddress};
use crate::relay::{PublishAs, Published, Purpose};
use crate::store::{ChatKey, DuePublication, EnvelopeKey, EnvelopePurpose, StoreError};

/// Tries that are under way at once, over all relays.
const UNDER_WAY: usize = 256;
/// Outcomes that share a transaction.
const TOGETHER: usize = 128;

type Place = (EnvelopeKey, RelayAddress);

/// Runs until the end.
pub(super) async fn run(heart: Arc<Heart>) {
    let mut missing = Missing::default();
    let mut looks: FuturesUnordered<BoxFuture<'static, (RelayAddress, Look)>> =
        FuturesUnordered::new();
    let mut back = heart.back.subscribe();
    // Whatever was in the way may have gone while nothing ran.
    retry(&heart, None).await;
    let mut under_way: FuturesUnordered<BoxFuture<'static, (DuePublication, Instant, Learned)>> =
        FuturesUnordered::new();
    let mut busy: HashSet<Place> = HashSet::new();
    loop {
        let now = heart.clock.now();
        let room = UNDER_WAY.saturating_sub(busy.len());
        if room > 0 {
            match take(&heart, now, &busy, room).await {
                Ok(due) => {
                    for publication in due {
                        busy.insert((publication.envelope, publication.relay.clone()));
                        began(&heart, asked(&publication));
                        let heart = Arc::clone(&heart);
                        under_way.push(Box::pin(async move {
                            let began = Instant::now();
                            let learned = act(&heart, &publication).await;
                            (publication, began, learned)
                        }));
                    }
                }
                Err(error) => tracing::warn!(%error, "the outbox could not be read"),
            }
        }
        let next = heart.store.read(move |store| store.next_due()).await.ok().flatten();
        let pause = next.map_or(Duration::from_secs(3600), |due| {
            Duration::from_millis((due.0 - now.0).max(200).unsigned_abs())
        });
        let next_look = missing.next();
        tokio::select! {
            Some(first) = under_way.next(), if !under_way.is_empty() => {
                let mut done = vec![first];
                // Whatever else is ready shares the transaction.
                while done.len() < TOGETHER {
                    match futures_util::FutureExt::now_or_never(under_way.next()) {
                        Some(Some(one)) => done.push(one),
                        _ => break,
                    }
                }
                let mut found_since = HashSet::new();
                for (due, began, learned) in &done {
                    match learned {
                        Learned::Published(Published::Unreachable(_)) => {
                            if missing.unreachable(&due.relay, *began, Instant::now()) {
                                found_since.insert(due.relay.clone());
                            }
                        }
                        Learned::Published(_) => missing.answered(&due.relay),
                        Learned::ReadBack(_) => {}
                    }
                }
                let places: Vec<(Place, (RelayAddress, Asked))> = done
                    .iter()
                    .map(|(p, ..)| ((p.envelope, p.relay.clone()), asked(p)))
                    .collect();
                if let Err(error) = record(&heart, done).await {
                    tracing::warn!(%error, "what relays answered could not be stored");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                for relay in found_since {
                    retry(&heart, Some(relay)).await;
                }
                for (place, asked) in places {
                    ended(&heart, &asked);
                    busy.remove(&place);
                }
            }
            () = sleep_until(next_look.unwrap_or_else(Instant::now)), if next_look.is_some() => {
                for relay in missing.due(Instant::now()) {
                    looks.push(Box::pin(look(Arc::clone(&heart), relay)));
                }
            }
            Some((relay, found)) = looks.next(), if !looks.is_empty() => {
                missing.looked(&relay, found, Instant::now());
                if found == Look::There {
                    retry(&heart, Some(relay)).await;
                }
            }
            Ok(relay) = back.recv() => {
                if missing.seen(&relay, Instant::now()) {
                    heart.pool.forget_failures(&relay).await;
                    retry(&heart, Some(relay)).await;
                }
            }
            () = heart.outbox.notified() => {}
            () = tokio::time::sleep(pause), if room > 0 => {}
        }
    }
}

/// What could not reach this relay (or any) is due at once.
async fn retry(heart: &Arc<Heart>, relay: Option<RelayAddress>) {
    let now = heart.clock.now();
    let due = heart.store.write(move |tx| tx.retry_unreached(relay.as_ref(), now)).await;
    if let Err(error) = due {
        tracing::warn!(%error, "what waits for a relay could not be read");
    }
}

/// Looks for a relay, while something waits for it.
async fn look(heart: Arc<Heart>, relay: RelayAddress) -> (RelayAddress, Look) {
    let asked = relay.clone();
    let found = match heart.store.read(move |store| store.misses(&asked)).await {
        Ok(false) => Look::Unwanted,
        _ if heart.pool.is_there(&relay).await => Look::There,
        _ => Look::Away,
    };
    (relay, found)
}

/// Which relay is asked for what.
fn asked(due: &DuePublication) -> (RelayAddress, Asked) {
    let asked = if reader(due).is_some() { Asked::Show } else { Asked::Take };
    (due.relay.clone(), asked)
}

/// As whom it is read back, if it was taken and that is possible; else it is published.
fn reader(due: &DuePublication) -> Option<&Keys> {
    due.one_time
        .as_ref()
        .filter(|_| matches!(due.status, Publication::Taken | Publication::Confirmed))
}

fn began(heart: &Heart, asked: (RelayAddress, Asked)) {
    heart.under_way.send_modify(|under_way| {
        under_way.entry(asked).or_insert_with(|| (0, Instant::now())).0 += 1;
    });
}

fn ended(heart: &Heart, asked: &(RelayAddress, Asked)) {
    heart.under_way.send_modify(|under_way| {
        if let Some((count, since)) = under_way.get_mut(asked) {
            *count -= 1;
            *since = Instant::now();
            if *count == 0 {
                under_way.remove(asked);
            }
        }
    });
}

/// What is due and not under way.
async fn take(
    heart: &Arc<Heart>,
    now: Millis,
    busy: &HashSet<Place>,
    room: usize,
) -> Result<Vec<DuePublication>, StoreError> {
    let most = u32::try_from(room + busy.len()).unwrap_or(u32::MAX);
    let due = heart.store.read(move |store| store.due_publications(now, most)).await?;
    Ok(due
        .into_iter()
        .filter(|p| !busy.contains(&(p.envelope, p.relay.clone())))
        .take(room)
        .collect())
}

/// Publishes, or asks whether it is there.
async fn act(heart: &Arc<Heart>, due: &DuePublication) -> Learned {
    match reader(due) {
        Some(one_time) => {
            let whose = match due.purpose {
                EnvelopePurpose::Secret => Purpose::Isolated(secret::group(due.lane)),
                EnvelopePurpose::ForOthers | EnvelopePurpose::Own => Purpose::Account,
            };
            let author = Some(one_time.clone());
            Learned::ReadBack(heart.pool.read_back(&due.relay, due.event, author, whose).await)
        }
        None => {
            let by = match due.purpose {
                EnvelopePurpose::Own => PublishAs::Owner(heart.keys().clone()),
                EnvelopePurpose::ForOthers if heart.may_see_account(&due.relay) => {
                    PublishAs::NobodyOr(heart.keys().clone())
                }
                EnvelopePurpose::ForOthers => PublishAs::Nobody,
                EnvelopePurpose::Secret => PublishAs::Isolated {
                    group: secret::group(due.lane),
                    mailbox: due.mailbox.clone(),
                },
            };
            let json: Arc<str> = Arc::from(due.json.as_str());
            Learned::Published(heart.pool.publish(&due.relay, json, due.event, by).await)
        }
    }
}

async fn record(
    heart: &Arc<Heart>,
    done: Vec<(DuePublication, Instant, Learned)>,
) -> Result<(), StoreError> {
    let now = heart.clock.now();
    let mut outcomes = Vec::with_capacity(done.len());
    for (due, _, learned) in done {
        let before = Standing {
            status: due.status,
            tries: due.tries,
            absences: due.absences,
            readable: due.one_time.is_some() && due.purpose != EnvelopePurpose::Own,
        };
        let outcome = next(before, learned, now);
        if before.status == Publication::Pending
            && matches!(outcome.status, Publication::Taken | Publication::Confirmed)
            && due.absences == 0
        {
            heart.counts.sent.fetch_add(1, Ordering::SeqCst);
        }
        outcomes.push((due, outcome));
    }
    let changes = heart
        .store
        .write(move |tx| {
            let mut changes = Changes::default();
            for (due, outcome) in &outcomes {
                tx.record(due, outcome)?;
                // An offer, or the answer to one: its chat says how far it is.
                if due.message.is_none()
                    && let Some(chat) = ChatKey::of_lane(due.lane)
                    && tx.secret_stage(chat)?.is_some_and(|stage| !stage.is_settled())
                {
                    changes.chats.insert(chat);
                }
                if let Some(id) = due.message
                    && outcome.status != due.status
                    && let Some(row) = tx.message(id)?
                {
                    // Not before: what no relay has must not disappear here.
                    let sent =
                        matches!(outcome.status, Publication::Taken | Publication::Confirmed);
                    changes.fading |= sent && tx.start_timer(row.key, now)?;
                    changes.state(row.key, row.chat);
                }
            }
            Ok(changes)
        })
        .await?;
    heart.tell(changes).await;
    Ok(())
}
