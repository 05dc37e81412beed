//! Publishing, reading back and looking up: what is asked of a relay in passing, each on a lane of
//! its own, so that it does not tell the relay who asks.

use std::sync::Arc;
use std::time::Duration;

use nostr::event::EventId;
use nostr::filter::Filter;
use nostr::key::{Keys, PublicKey};

use super::connection::{Answer, Collected, End, Lost};
use super::pool::{Pool, Purpose};
use super::refusal::{Refusal, RefusalClass};
use crate::model::{Hashed, Reason, RelayAddress};

/// Most events of one lookup.
const MAX_FETCHED: usize = 1_000;
/// A publish that the relay calls too fast is repeated so often before the caller gets it back.
const REPEATS: u32 = 2;

/// As whom an event is published, should the relay ask (NIP-42).
#[derive(Clone)]
pub enum PublishAs {
    /// A throwaway key at most: writing to somebody else.
    Nobody,
    /// A throwaway key first; this key, on a connection of its own, if that is not enough. Only
    /// where the person allowed it for this relay: it tells the relay who writes to whom.
    NobodyOr(Keys),
    /// This key, on a connection of its own: one's own relay list, copies to oneself.
    Owner(Keys),
    /// On a connection of this group of secret chats: as the mailbox that is written to, or with a
    /// throwaway key where its secret is not ours.
    Isolated {
        /// Which group.
        group: u64,
        /// The mailbox.
        mailbox: Option<Keys>,
    },
}

/// What became of an event at a relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// `OK true`. Not proof that it was stored.
    Taken,
    /// The relay has it already: as good as taken.
    Duplicate,
    /// `OK false`, or a NOTICE that can mean nothing else.
    Refused {
        /// What about.
        class: RefusalClass,
        /// The same bytes will be refused again.
        for_good: bool,
        /// The relay's words, from outside.
        text: String,
        /// Do not try again before.
        wait: Option<Duration>,
    },
    /// Too long for this relay; `limit`: the longest event in bytes of JSON that may fit.
    TooLarge {
        /// Bytes of event JSON.
        limit: Option<usize>,
    },
    /// No connection, or it was lost before the answer.
    Unreachable(Reason),
    /// The relay is there, and does not answer.
    NoAnswer,
}

/// Whether a relay really holds an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBack {
    /// It does.
    Found,
    /// It does not, though it would let us see it.
    Absent,
    /// It lets only the addressee see it: nothing can be said.
    NotAllowed,
    /// No connection or no answer.
    NoAnswer,
}

/// What a relay holds for some filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Distinct, in the relay's order. Signatures are not checked.
    pub events: Vec<Hashed>,
    /// The relay said that this is all.
    pub complete: bool,
    /// Why it may not be all; empty if it is.
    pub reason: String,
}

/// Which connection is used. Nothing that would link two of them shares one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum LaneKey {
    Publish(Purpose),
    Owner(PublicKey),
    ReadBack(Purpose),
    Lookup(Option<PublicKey>),
}

impl LaneKey {
    /// Whether events are published on it, and not only questions asked.
    pub(crate) fn publishes(&self) -> bool {
        matches!(self, Self::Publish(_) | Self::Owner(_))
    }
}

impl Pool {
    /// Publishes the exact bytes of a signed event. Many may be under way at once; they are paced
    /// where the relay wants that. Returns when the relay answered or a deadline passed.
    pub async fn publish(
        &self,
        relay: &RelayAddress,
        json: Arc<str>,
        id: EventId,
        by: PublishAs,
    ) -> Published {
        let place = self.place(relay);
        let limits = place.limits();
        if limits.is_too_large(json.len(), || content_chars(&json)) {
            return Published::TooLarge { limit: limits.max_event() };
        }
        let first = match &by {
            PublishAs::Owner(keys) => {
                return self
                    .publish_on(LaneKey::Owner(keys.public_key()), relay, &json, id, Some(keys))
                    .await;
            }
            PublishAs::Isolated { group, mailbox } => {
                let lane = LaneKey::Publish(Purpose::Isolated(*group));
                return self.publish_on(lane, relay, &json, id, mailbox.as_ref()).await;
            }
            PublishAs::Nobody | PublishAs::NobodyOr(_) => {
                let lane = LaneKey::Publish(Purpose::Account);
                self.publish_on(lane, relay, &json, id, None).await
            }
        };
        match (&first, by) {
            (Published::Refused { class, .. }, PublishAs::NobodyOr(keys)) if class.asks_who() => {
                self.publish_on(LaneKey::Owner(keys.public_key()), relay, &json, id, Some(&keys))
                    .await
            }
            _ => first,
        }
    }

    async fn publish_on(
        &self,
        lane: LaneKey,
        relay: &RelayAddress,
        json: &str,
        id: EventId,
        keys: Option<&Keys>,
    ) -> Published {
        let place = self.place(relay);
        let lane = match self.lane(relay, lane) {
            Ok(lane) => lane,
            Err(error) => return Published::Unreachable(Reason::Open(error.into())),
        };
        let Some(_flight) = lane.flight().await else {
            return Published::Unreachable(Reason::Lost(Lost::ClosedHere));
        };
        let mut repeats = 0;
        loop {
            if let Err(wait) = place.wait_for_turn().await {
                return Published::Refused {
                    class: RefusalClass::RateLimited,
                    for_good: false,
                    text: "this relay takes only so many messages a minute".into(),
                    wait: Some(wait),
                };
            }
            let in_use = match self.connect(&lane).await {
                Ok(in_use) => in_use,
                Err(error) => return Published::Unreachable(Reason::Open(error)),
            };
            self.inform(&place);
            let throwaway = std::slice::from_ref(&in_use.throwaway);
            let keys = keys.map_or(throwaway, std::slice::from_ref);
            let answer = in_use.connection.publish(id, json, keys).await;
            place.note_latency(in_use.connection.latency_ms());
            if in_use.connection.names_nothing() {
                // Such relays also slow a connection down with everything that they refuse on it.
                lane.leave(&in_use.connection).await;
            }
            match answer {
                Answer::Taken => {
                    place.took();
                    return Published::Taken;
                }
                Answer::Silent => return Published::NoAnswer,
                Answer::Lost(Lost::TooBig(largest)) if json.len() >= largest => {
                    let refusal = Refusal { class: RefusalClass::TooLarge, text: String::new() };
                    place.refused(&refusal, json.len());
                    return Published::TooLarge { limit: place.limits().max_event() };
                }
                Answer::Lost(lost) => return Published::Unreachable(Reason::Lost(lost)),
                Answer::Refused(refusal) => {
                    place.refused(&refusal, json.len());
                    match refusal.class {
                        RefusalClass::Duplicate => return Published::Duplicate,
                        RefusalClass::TooLarge => {
                            return Published::TooLarge { limit: place.limits().max_event() };
                        }
                        RefusalClass::RateLimited if repeats < REPEATS => repeats += 1,
                        class => {
                            return Published::Refused {
                                class,
                                for_good: refusal.is_for_good(),
                                text: refusal.text,
                                wait: None,
                            };
                        }
                    }
                }
            }
        }
    }

    /// Asks whether a relay really holds an event, as its one-time author where the relay wants to
    /// know who asks, on a connection of those whose event it is.
    pub async fn read_back(
        &self,
        relay: &RelayAddress,
        id: EventId,
        as_author: Option<Keys>,
        whose: Purpose,
    ) -> ReadBack {
        let place = self.place(relay);
        let Ok(lane) = self.lane(relay, LaneKey::ReadBack(whose)) else {
            return ReadBack::NoAnswer;
        };
        let Some(_flight) = lane.flight().await else { return ReadBack::NoAnswer };
        let Ok(in_use) = self.connect(&lane).await else { return ReadBack::NoAnswer };
        let connection = &in_use.connection;
        let keys = as_author.as_slice();
        let filter: Arc<[Filter]> = Arc::from([Filter::new().id(id).limit(1)]);
        let before = keys.first().and_then(|k| connection.proven_under(k.public_key()));
        let mut seen = connection.collect(filter.clone(), keys, 2, place.patience()).await;
        let proven = |k: &Keys| connection.proven_under(k.public_key()).is_some();
        // A gate may look like an empty mailbox to those who have not said who they are.
        if seen.events.is_empty()
            && seen.end == End::Eose
            && connection.was_challenged()
            && let [key] = keys
            && !proven(key)
            && connection.prove(key, before).await.is_ok()
        {
            seen = connection.collect(filter, keys, 2, place.patience()).await;
        }
        let is_author = keys.first().is_some_and(proven);
        if !seen.events.is_empty() {
            if is_author {
                place.let_author_read();
            }
            return ReadBack::Found;
        }
        match seen.end {
            End::Eose if !connection.was_challenged() => ReadBack::Absent,
            End::Eose if is_author && place.authors_may_read() => ReadBack::Absent,
            End::Eose => ReadBack::NotAllowed,
            End::Closed(refusal) if refusal.is_for_good() => ReadBack::NotAllowed,
            End::Closed(_) | End::Silent | End::Flood | End::Lost(_) => ReadBack::NoAnswer,
        }
    }

    /// Looks something up: relay lists at index relays, and the like. Without `auth` a throwaway
    /// key is proven at most.
    pub async fn fetch(
        &self,
        relay: &RelayAddress,
        filters: Vec<Filter>,
        auth: Option<Keys>,
    ) -> Fetched {
        let failed = |reason: String| Fetched { events: Vec::new(), complete: false, reason };
        let place = self.place(relay);
        let lane = match self.lane(relay, LaneKey::Lookup(auth.as_ref().map(Keys::public_key))) {
            Ok(lane) => lane,
            Err(error) => return failed(error.to_string()),
        };
        let Some(_flight) = lane.flight().await else {
            return failed(Lost::ClosedHere.to_string());
        };
        let in_use = match self.connect(&lane).await {
            Ok(in_use) => in_use,
            Err(error) => return failed(error.to_string()),
        };
        let keys = auth.unwrap_or_else(|| in_use.throwaway.clone());
        let Collected { mut events, end } = in_use
            .connection
            .collect(Arc::from(filters), &[keys], MAX_FETCHED, place.patience())
            .await;
        let mut seen = std::collections::HashSet::new();
        events.retain(|event| seen.insert(event.event().id));
        let reason = match &end {
            End::Eose => String::new(),
            End::Silent => "the relay never said that this is all".into(),
            End::Closed(refusal) => format!("the relay refuses: {}", refusal.text),
            End::Flood => "the relay sent more than was asked for".into(),
            End::Lost(lost) => lost.to_string(),
        };
        Fetched { events, complete: end == End::Eose, reason }
    }
}

/// Characters of the event's content; as many as there are bytes if that cannot be told.
fn content_chars(json: &str) -> usize {
    #[derive(serde::Deserialize)]
    struct Content {
        content: String,
    }
    serde_json::from_str::<Content>(json).map_or(json.len(), |c| c.content.chars().count())
}
