//! Requests with an end: publish one event, collect what a filter matches now.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use nostr::event::EventId;
use nostr::filter::Filter;
use nostr::key::Keys;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout};

use super::{Connection, Item, Lost, OkAnswer, Shared, WaitingOk};
use crate::model::Hashed;
use crate::relay::refusal::{Refusal, RefusalClass};

/// Longest wait for the OK to an EVENT.
pub(crate) const OK_DEADLINE: Duration = Duration::from_secs(20);
/// A NOTICE names no request. It is taken for the answer to what still waits when so long after it
/// the relay has answered nobody properly.
const GRACE: Duration = Duration::from_secs(1);
/// Most that one collection holds, bytes.
const MAX_COLLECTED: usize = 16 << 20;
/// AUTHs that one request brings about, at most.
const MAX_PROOFS: usize = 4;

/// What became of a published event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Taken,
    Refused(Refusal),
    /// The relay is there, and does not answer.
    Silent,
    Lost(Lost),
}

/// How a collection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// EOSE: that was all.
    Eose,
    /// The relay is there, and never said EOSE.
    Silent,
    /// The relay closed the subscription, also after AUTH.
    Closed(Refusal),
    /// More events than asked for, or more than is held at once.
    Flood,
    Lost(Lost),
}

/// What a filter matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Collected {
    /// In the relay's order, duplicates included.
    pub(crate) events: Vec<Hashed>,
    pub(crate) end: End,
}

/// Counts a request while it waits for its answer.
struct Waiting<'a>(&'a Shared);

impl<'a> Waiting<'a> {
    fn new(shared: &'a Shared) -> Self {
        shared.waiting.fetch_add(1, Ordering::Relaxed);
        Self(shared)
    }

    fn is_alone(&self) -> bool {
        self.0.waiting.load(Ordering::Relaxed) == 1
    }

    /// A NOTICE that refuses something, after which the relay says nothing better to anybody.
    ///
    /// Where several requests wait it cannot be told which of them it means. A demand for AUTH is
    /// meant for all; anything else is believed for now only, so that nobody gives a message up
    /// because of another one.
    async fn refused_by_notice(&self, notices: &mut watch::Receiver<Option<Refusal>>) -> Refusal {
        loop {
            if notices.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
            let notice = notices.borrow_and_update().clone();
            let Some(refusal) = notice.filter(|n| n.class != RefusalClass::Unknown) else {
                continue;
            };
            // Now, and not later: those that it was given to wait no more.
            let alone = self.is_alone();
            let mut answers = self.0.answers.subscribe();
            while timeout(GRACE, answers.changed()).await.is_ok() {}
            return if alone || refusal.class.asks_who() {
                refusal
            } else {
                Refusal { class: RefusalClass::Error, ..refusal }
            };
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Roughly what an event takes in memory.
fn size(event: &Hashed) -> usize {
    let event = event.event();
    let tags: usize = event.tags.iter().flat_map(|t| t.as_slice()).map(|t| t.len() + 24).sum();
    event.content.len() + tags + 256
}

impl Connection {
    pub(super) fn await_ok(&self, id: EventId, size: usize) -> oneshot::Receiver<OkAnswer> {
        let (answer, receiver) = oneshot::channel();
        let mut routes = self.shared.routes();
        let waiting = routes.oks.entry(id).or_default();
        waiting.retain(|other| !other.answer.is_closed());
        waiting.push(WaitingOk { size, answer });
        receiver
    }

    /// Publishes the exact bytes of a signed event. `keys`, in this order, may be proven if the
    /// relay demands it.
    pub(crate) async fn publish(&self, id: EventId, json: &str, keys: &[Keys]) -> Answer {
        let mut keys = keys;
        let mut proofs = 0;
        loop {
            let before = keys.first().and_then(|k| self.proven_under(k.public_key()));
            let answer = self.publish_once(id, json).await;
            let Answer::Refused(refusal) = &answer else { return answer };
            if !self.prove_next(refusal, &mut keys, before, &mut proofs).await {
                return answer;
            }
        }
    }

    /// Proves the next key that may help; `false` if there is none.
    pub(crate) async fn prove_next(
        &self,
        refusal: &Refusal,
        keys: &mut &[Keys],
        mut before: Option<Arc<str>>,
        proofs: &mut usize,
    ) -> bool {
        if !refusal.class.asks_who()
            || (refusal.class == RefusalClass::Restricted && !self.was_challenged())
        {
            return false;
        }
        while let [key, rest @ ..] = *keys {
            *proofs += 1;
            if *proofs > MAX_PROOFS {
                return false;
            }
            if self.prove(key, before.take()).await.is_ok() {
                return true;
            }
            *keys = rest;
        }
        false
    }

    async fn publish_once(&self, id: EventId, json: &str) -> Answer {
        let waiting = Waiting::new(&self.shared);
        let mut notices = self.shared.notice.subscribe();
        let start = Instant::now();
        let mut answer = self.await_ok(id, json.len());
        if let Err(lost) = self.send(format!(r#"["EVENT",{json}]"#)).await {
            return Answer::Lost(lost);
        }
        let read = |ok: Result<OkAnswer, oneshot::error::RecvError>| match ok {
            Err(_) => Answer::Lost(self.lost_now()),
            Ok(ok) => {
                self.note_latency(start);
                let refusal = Refusal::read(&ok.text);
                if ok.taken { Answer::Taken } else { Answer::Refused(refusal) }
            }
        };
        tokio::select! {
            biased;
            ok = timeout(OK_DEADLINE, &mut answer) => {
                if let Ok(ok) = ok {
                    return read(ok);
                }
            }
            refusal = waiting.refused_by_notice(&mut notices) => return Answer::Refused(refusal),
        }
        if self.probe().await { Answer::Silent } else { Answer::Lost(self.lost_now()) }
    }

    /// Collects what filters match now, at most `most` events, each awaited for `patience`.
    /// `keys`, in this order, may be proven if the relay demands it.
    pub(crate) async fn collect(
        &self,
        filters: Arc<[Filter]>,
        keys: &[Keys],
        most: usize,
        patience: Duration,
    ) -> Collected {
        let mut keys = keys;
        let mut proofs = 0;
        loop {
            let before = keys.first().and_then(|k| self.proven_under(k.public_key()));
            let collected = self.collect_once(filters.clone(), most, patience).await;
            let End::Closed(refusal) = &collected.end else { return collected };
            if !self.prove_next(refusal, &mut keys, before, &mut proofs).await {
                return collected;
            }
        }
    }

    pub(super) async fn collect_once(
        &self,
        filters: Arc<[Filter]>,
        most: usize,
        patience: Duration,
    ) -> Collected {
        let waiting = Waiting::new(&self.shared);
        let mut notices = self.shared.notice.subscribe();
        let start = Instant::now();
        let mut events = Vec::new();
        let mut held = 0;
        let mut subscription = match self.subscribe(filters).await {
            Ok(subscription) => subscription,
            Err(lost) => return Collected { events, end: End::Lost(lost) },
        };
        let end = loop {
            tokio::select! {
                biased;
                item = timeout(patience, subscription.next()) => match item {
                    Ok(Some(Item::Event(event))) => {
                        held += size(&event);
                        if events.len() >= most || held > MAX_COLLECTED {
                            break End::Flood;
                        }
                        events.push(event);
                    }
                    Ok(Some(Item::Eose)) => {
                        if events.is_empty() {
                            self.note_latency(start);
                        }
                        break End::Eose;
                    }
                    Ok(Some(Item::Closed(refusal))) => break End::Closed(refusal),
                    Ok(None) => break End::Lost(self.lost_now()),
                    Err(_) if self.is_held_up() => {}
                    Err(_) if self.probe().await => break End::Silent,
                    Err(_) => break End::Lost(self.lost_now()),
                },
                refusal = waiting.refused_by_notice(&mut notices), if events.is_empty() => {
                    break End::Closed(refusal);
                }
            }
        };
        Collected { events, end }
    }
}

impl Connection {
    /// NOTICEs from now on.
    pub(crate) fn notices(&self) -> watch::Receiver<Option<Refusal>> {
        self.shared.notice.subscribe()
    }
}
