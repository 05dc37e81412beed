//! The outbox at work: each envelope to each relay of its addressee, with what came of it.
//!
//! `next` is the table in `docs/ARCHITECTURE.md` ("What comes of a try"), as a pure function.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::changes::Changes;
use super::heart::Heart;
use super::secret;
use crate::model::{Millis, Publication, Reason, RelayAddress};
use crate::relay::{PublishAs, Published, Purpose, ReadBack};
use crate::store::{DuePublication, EnvelopeKey, EnvelopePurpose, Outcome, StoreError};

/// Tries that are under way at once, over all relays.
const UNDER_WAY: usize = 256;
/// Outcomes that share a transaction.
const TOGETHER: usize = 128;
/// First wait after a try in vain, and the longest.
const WAIT: i64 = 5_000;
const LONGEST_WAIT: i64 = 10 * 60 * 1000;
/// A relay that could not be reached, and that something waits for, is looked for at least so often.
/// The tries of each envelope grow more seldom than that.
const LOOK_FOR: Duration = Duration::from_secs(60);
/// When an envelope is looked for once more after it was seen at the relay.
const LOOK_AGAIN: i64 = 5 * 60 * 1000;
/// So often a relay may be without what it took before it is called a liar.
const ABSENCES: u32 = 3;
/// So many silences to "do you have it" until its OK has to do.
const SILENCES: u32 = 3;

/// What was learned at a relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Learned {
    /// The answer to a publish.
    Published(Published),
    /// The answer to "do you have it".
    ReadBack(ReadBack),
}

/// Where a publication stands before a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) status: Publication,
    pub(super) tries: u32,
    pub(super) absences: u32,
    /// It can be read back: a wrap whose one-time key is here.
    pub(super) readable: bool,
}

/// Doubles with each try in vain.
fn wait(tries: u32) -> i64 {
    WAIT.saturating_mul(1 << tries.min(10)).min(LONGEST_WAIT)
}

/// What follows from what was learned.
pub(super) fn next(before: Standing, learned: Learned, now: Millis) -> Outcome {
    let Standing { status, tries, absences, readable } = before;
    let outcome = |status, tries, absences, due, reason: Option<Reason>| Outcome {
        status,
        tries,
        absences,
        due,
        reason,
    };
    let again = |reason: Reason, at_least: i64| {
        let due = now.plus(wait(tries).max(at_least));
        outcome(Publication::Pending, tries.saturating_add(1), absences, Some(due), Some(reason))
    };
    match learned {
        Learned::Published(Published::Taken | Published::Duplicate) => {
            if readable {
                // Believed when it was seen there.
                outcome(Publication::Taken, 0, absences, Some(now), None)
            } else {
                outcome(Publication::Confirmed, 0, absences, None, None)
            }
        }
        Learned::Published(Published::Refused { for_good, text, wait, .. }) => {
            if has_had_it(&text) {
                // Only its author and its addressee can delete it: it was there.
                outcome(Publication::Confirmed, 0, absences, None, None)
            } else if for_good {
                let reason = Reason::Refused(Reason::words(&text));
                outcome(Publication::Refused, tries, absences, None, Some(reason))
            } else {
                let reason = match wait {
                    Some(_) => Reason::Paced,
                    None => Reason::RefusedForNow(Reason::words(&text)),
                };
                let wait = wait.map_or(0, |w| i64::try_from(w.as_millis()).unwrap_or(0));
                again(reason, wait)
            }
        }
        Learned::Published(Published::TooLarge { limit }) => {
            let reason = Some(Reason::TooLong(limit));
            outcome(Publication::Refused, tries, absences, None, reason)
        }
        Learned::Published(Published::Unreachable(reason)) => again(reason, 0),
        Learned::Published(Published::NoAnswer) => again(Reason::NoAnswer, 0),
        Learned::ReadBack(ReadBack::Found) if status == Publication::Confirmed => {
            outcome(Publication::Confirmed, 0, absences, None, None)
        }
        Learned::ReadBack(ReadBack::Found) => {
            outcome(Publication::Confirmed, 0, absences, Some(now.plus(LOOK_AGAIN)), None)
        }
        Learned::ReadBack(ReadBack::NotAllowed) => {
            outcome(Publication::Confirmed, 0, absences, None, None)
        }
        Learned::ReadBack(ReadBack::Absent) => {
            let absences = absences.saturating_add(1);
            // Seen there before, and gone now: its addressee may have fetched and deleted it. It
            // goes out once more, and stays confirmed: never a storm, never a wrong alarm.
            if status == Publication::Confirmed {
                let due = (absences < ABSENCES).then_some(now);
                return outcome(Publication::Confirmed, 0, absences, due, None);
            }
            if absences >= ABSENCES {
                let reason = Some(Reason::NeverKept);
                return outcome(Publication::Lost, 0, absences, None, reason);
            }
            let reason = Some(Reason::SentAgain);
            let due = now.plus(wait(absences));
            outcome(Publication::Pending, 0, absences, Some(due), reason)
        }
        Learned::ReadBack(ReadBack::NoAnswer) => {
            if tries >= SILENCES || status == Publication::Confirmed {
                outcome(Publication::Confirmed, 0, absences, None, None)
            } else {
                let due = now.plus(wait(tries));
                outcome(status, tries + 1, absences, Some(due), None)
            }
        }
    }
}

/// Refused because it was deleted there.
fn has_had_it(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("deleted") || text.contains("deletion")
}

type Place = (EnvelopeKey, RelayAddress);

/// Relays that could not be reached. Somebody looks for each of them, so that one that comes back
/// gets at once what waits for it.
#[derive(Default)]
struct Missing {
    /// So often each was looked for in vain.
    looks: HashMap<RelayAddress, u32>,
    under_way: FuturesUnordered<BoxFuture<'static, (RelayAddress, bool)>>,
}

impl Missing {
    /// A try found nobody there.
    fn add(&mut self, heart: &Arc<Heart>, relay: &RelayAddress) {
        if !self.looks.contains_key(relay) {
            self.looks.insert(relay.clone(), 0);
            self.look(heart, relay.clone());
        }
    }

    fn look(&mut self, heart: &Arc<Heart>, relay: RelayAddress) {
        let Some(looks) = self.looks.get_mut(&relay) else { return };
        *looks = looks.saturating_add(1);
        let (wait, heart) = (look_wait(*looks), Arc::clone(heart));
        self.under_way.push(Box::pin(async move {
            tokio::time::sleep(wait).await;
            let there = heart.pool.is_there(&relay).await;
            (relay, there)
        }));
    }

    /// A look ended, or the relay was seen otherwise: what waits for it is due, or it is looked for
    /// again while something waits.
    async fn looked(
        &mut self,
        heart: &Arc<Heart>,
        relay: RelayAddress,
        there: bool,
    ) -> Result<(), StoreError> {
        if there {
            self.looks.remove(&relay);
            let now = heart.clock.now();
            return heart.store.write(move |tx| tx.retry_at(&relay, now)).await;
        }
        let asked = relay.clone();
        if heart.store.read(move |store| store.waits_at(&asked)).await? {
            self.look(heart, relay);
        } else {
            self.looks.remove(&relay);
        }
        Ok(())
    }
}

/// Doubles with each look in vain, up to [`LOOK_FOR`].
fn look_wait(looks: u32) -> Duration {
    Duration::from_secs(1 << looks.min(6)).min(LOOK_FOR)
}

/// Runs until the end.
pub(super) async fn run(heart: Arc<Heart>) {
    let mut missing = Missing::default();
    let mut back = heart.back.subscribe();
    // Whatever was in the way may have gone while nothing ran.
    let start = heart.clock.now();
    if let Err(error) = heart.store.write(move |tx| tx.retry_all(start)).await {
        tracing::warn!(%error, "the outbox could not be read");
    }
    let mut under_way: FuturesUnordered<BoxFuture<'static, (DuePublication, Learned)>> =
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
                        began(&heart, &publication.relay);
                        let heart = Arc::clone(&heart);
                        under_way.push(Box::pin(async move {
                            let learned = act(&heart, &publication).await;
                            (publication, learned)
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
                for (due, learned) in &done {
                    if matches!(learned, Learned::Published(Published::Unreachable(_))) {
                        missing.add(&heart, &due.relay);
                    }
                }
                let places: Vec<Place> =
                    done.iter().map(|(p, _)| (p.envelope, p.relay.clone())).collect();
                if let Err(error) = record(&heart, done).await {
                    tracing::warn!(%error, "what relays answered could not be stored");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                for place in places {
                    ended(&heart, &place.1);
                    busy.remove(&place);
                }
            }
            Some((relay, there)) = missing.under_way.next(), if !missing.under_way.is_empty() => {
                if let Err(error) = missing.looked(&heart, relay, there).await {
                    tracing::warn!(%error, "what waits for a relay could not be read");
                }
            }
            Ok(relay) = back.recv() => {
                if missing.looks.contains_key(&relay) {
                    // The look that is under way goes on, and finds it there.
                    let now = heart.clock.now();
                    heart.pool.forget_failures(&relay).await;
                    let due = heart.store.write(move |tx| tx.retry_at(&relay, now)).await;
                    if let Err(error) = due {
                        tracing::warn!(%error, "what waits for a relay could not be read");
                    }
                }
            }
            () = heart.outbox.notified() => {}
            () = tokio::time::sleep(pause), if room > 0 => {}
        }
    }
}

fn began(heart: &Heart, relay: &RelayAddress) {
    heart.under_way.send_modify(|under_way| {
        under_way.entry(relay.clone()).or_insert_with(|| (0, Instant::now())).0 += 1;
    });
}

fn ended(heart: &Heart, relay: &RelayAddress) {
    heart.under_way.send_modify(|under_way| {
        if let Some((count, since)) = under_way.get_mut(relay) {
            *count -= 1;
            *since = Instant::now();
            if *count == 0 {
                under_way.remove(relay);
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
    match (due.status, &due.one_time) {
        (Publication::Taken | Publication::Confirmed, Some(one_time)) => {
            let whose = match due.purpose {
                EnvelopePurpose::Secret => Purpose::Isolated(secret::group(due.lane)),
                EnvelopePurpose::ForOthers | EnvelopePurpose::Own => Purpose::Account,
            };
            let author = Some(one_time.clone());
            Learned::ReadBack(heart.pool.read_back(&due.relay, due.event, author, whose).await)
        }
        _ => {
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
    done: Vec<(DuePublication, Learned)>,
) -> Result<(), StoreError> {
    let now = heart.clock.now();
    let mut outcomes = Vec::with_capacity(done.len());
    for (due, learned) in done {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::RefusalClass;
    use proptest::prelude::*;

    const NOW: Millis = Millis(1_700_000_000_000);

    fn fresh() -> Standing {
        Standing { status: Publication::Pending, tries: 0, absences: 0, readable: true }
    }

    fn step(before: Standing, learned: Learned) -> (Standing, Outcome) {
        let outcome = next(before, learned, NOW);
        let after = Standing {
            status: outcome.status,
            tries: outcome.tries,
            absences: outcome.absences,
            readable: before.readable,
        };
        (after, outcome)
    }

    fn refused(text: &str, for_good: bool) -> Learned {
        Learned::Published(Published::Refused {
            class: RefusalClass::Blocked,
            for_good,
            text: text.into(),
            wait: None,
        })
    }

    #[test]
    fn an_ok_alone_is_not_sent_where_it_can_be_read_back() {
        let (after, outcome) = step(fresh(), Learned::Published(Published::Taken));
        assert_eq!(after.status, Publication::Taken);
        assert_eq!(outcome.due, Some(NOW), "asked for at once");
        let (after, _) = step(after, Learned::ReadBack(ReadBack::Found));
        assert_eq!(after.status, Publication::Confirmed);
    }

    #[test]
    fn a_relay_that_never_stores_is_found_out_after_three_times() {
        let mut standing = fresh();
        for round in 0..3 {
            standing = step(standing, Learned::Published(Published::Taken)).0;
            let (after, outcome) = step(standing, Learned::ReadBack(ReadBack::Absent));
            standing = after;
            assert_eq!(outcome.due.is_none(), round == 2);
        }
        assert_eq!(standing.status, Publication::Lost);
    }

    #[test]
    fn an_addressee_that_deletes_starts_no_storm() {
        let mut standing = fresh();
        standing = step(standing, Learned::Published(Published::Taken)).0;
        standing = step(standing, Learned::ReadBack(ReadBack::Found)).0;
        let mut rounds = 0;
        loop {
            let (after, outcome) = step(standing, Learned::ReadBack(ReadBack::Absent));
            assert_eq!(after.status, Publication::Confirmed);
            standing = after;
            rounds += 1;
            if outcome.due.is_none() {
                break;
            }
        }
        assert!(rounds <= 3);
        let (after, _) = step(fresh(), refused("blocked: this event was deleted", true));
        assert_eq!(after.status, Publication::Confirmed);
    }

    #[test]
    fn a_relay_that_gates_is_believed() {
        let (taken, _) = step(fresh(), Learned::Published(Published::Taken));
        let (after, outcome) = step(taken, Learned::ReadBack(ReadBack::NotAllowed));
        assert_eq!((after.status, outcome.due), (Publication::Confirmed, None));
    }

    #[test]
    fn refused_for_now_is_tried_again_and_for_good_is_not() {
        let (_, outcome) = step(fresh(), refused("rate-limited: slow down", false));
        assert!(outcome.due.is_some_and(|due| due > NOW));
        let (after, outcome) = step(fresh(), refused("blocked: not here", true));
        assert_eq!((after.status, outcome.due), (Publication::Refused, None));
        assert!(outcome.reason.unwrap().to_string().contains("not here"));
    }

    fn learned() -> impl Strategy<Value = Learned> {
        prop_oneof![
            Just(Learned::Published(Published::Taken)),
            Just(Learned::Published(Published::Duplicate)),
            Just(Learned::Published(Published::NoAnswer)),
            Just(Learned::Published(Published::Unreachable(Reason::NoAnswer))),
            Just(refused("x", false)),
            Just(refused("x", true)),
        ]
    }

    fn looked() -> impl Strategy<Value = Learned> {
        prop_oneof![
            Just(Learned::ReadBack(ReadBack::Found)),
            Just(Learned::ReadBack(ReadBack::Absent)),
            Just(Learned::ReadBack(ReadBack::NotAllowed)),
            Just(Learned::ReadBack(ReadBack::NoAnswer)),
        ]
    }

    proptest! {
        /// Whatever relays answer, in whatever order: it ends, waits between failures, and a relay
        /// that was seen to have it never makes a message fail.
        #[test]
        fn every_history_ends_well(
            publishes in proptest::collection::vec(learned(), 60),
            looks in proptest::collection::vec(looked(), 60),
        ) {
            let mut standing = fresh();
            let mut was_found = false;
            let (mut published, mut looked) = (publishes.into_iter(), looks.into_iter());
            let mut taken = 0;
            for _ in 0..50 {
                let ask = match standing.status {
                    Publication::Pending => published.next(),
                    _ => looked.next(),
                }.unwrap();
                if matches!(ask, Learned::Published(Published::Taken | Published::Duplicate)) {
                    taken += 1;
                }
                let failed = matches!(ask, Learned::Published(Published::NoAnswer | Published::Unreachable(_)));
                was_found |= ask == Learned::ReadBack(ReadBack::Found);
                let (after, outcome) = step(standing, ask);
                if failed {
                    prop_assert!(outcome.due.unwrap().0 >= NOW.0 + WAIT);
                }
                standing = after;
                if outcome.due.is_none() {
                    break;
                }
            }
            prop_assert!(taken <= ABSENCES as usize + 1, "taken {taken} times");
            if was_found {
                prop_assert_eq!(standing.status, Publication::Confirmed);
            }
        }
    }
}
