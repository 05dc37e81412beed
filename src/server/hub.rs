//! Live subscriptions, and who is to hear of an event.
//!
//! Ten thousand subscriptions must not make every event ten thousand times as dear: each filter is
//! filed under its most telling condition (ids, else a tag, else authors, else kinds), and an event
//! looks only under what it has.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::connection::Session;
use super::filter::Filter;
use super::record::{Bytes32, Record};
use super::reply;

/// One subscription of one connection.
#[derive(Debug)]
pub(crate) struct Subscription {
    session: Arc<Session>,
    /// The id as a JSON string.
    pub(crate) quoted_id: String,
    filters: Vec<Filter>,
    stage: Mutex<Stage>,
}

/// Live events wait until the stored ones are through.
#[derive(Debug)]
enum Stage {
    /// Stored events are being sent. `None` for what has no place in the store.
    Stored(Vec<(Option<i64>, Arc<Record>)>),
    Live,
    Closed,
}

impl Subscription {
    /// A subscription whose stored events are still to be sent.
    pub(crate) fn new(session: Arc<Session>, quoted_id: String, filters: Vec<Filter>) -> Self {
        Self { session, quoted_id, filters, stage: Mutex::new(Stage::Stored(Vec::new())) }
    }

    /// What it asks for.
    pub(crate) fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// Hands over an event that it may want. `place` is the event's number in the store.
    fn offer(self: &Arc<Self>, place: Option<i64>, record: &Arc<Record>) {
        if !self.filters.iter().any(|f| !f.matches_nothing() && f.matches(record))
            || !self.session.may_see(record)
        {
            return;
        }
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *stage {
            Stage::Stored(waiting) => {
                if self.session.outbox.charge(record) {
                    waiting.push((place, Arc::clone(record)));
                }
            }
            Stage::Live => self.session.outbox.push_live(Arc::clone(self), Arc::clone(record)),
            Stage::Closed => {}
        }
    }

    /// All stored events up to this place were sent: says so, and goes on live. Nothing is sent
    /// twice, nothing is missed.
    pub(crate) fn go_live(self: &Arc<Self>, stored_up_to: i64) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let Stage::Stored(waiting) = &mut *stage else { return };
        self.session.outbox.push(reply::end_of_stored(&self.quoted_id));
        for (place, record) in std::mem::take(waiting) {
            self.session.outbox.refund(&record);
            if place.is_none_or(|place| place > stored_up_to) {
                self.session.outbox.push_live(Arc::clone(self), record);
            }
        }
        *stage = Stage::Live;
    }

    /// Whether it is over.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(*self.stage.lock().unwrap_or_else(PoisonError::into_inner), Stage::Closed)
    }

    /// Nothing more is handed over.
    fn close(&self) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if let Stage::Stored(waiting) = &*stage {
            for (_, record) in waiting {
                self.session.outbox.refund(record);
            }
        }
        *stage = Stage::Closed;
    }
}

/// Under what a filter is filed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Id(Bytes32),
    Tag(u8, String),
    Author(Bytes32),
    Kind(u16),
    Any,
}

fn keys(filter: &Filter) -> Vec<Key> {
    if filter.matches_nothing() {
        return Vec::new();
    }
    if let Some(ids) = &filter.ids {
        return ids.iter().copied().map(Key::Id).collect();
    }
    if let Some((letter, values)) = filter.tags.iter().min_by_key(|(_, values)| values.len()) {
        return values.iter().map(|value| Key::Tag(*letter, value.clone())).collect();
    }
    if let Some(authors) = &filter.authors {
        return authors.iter().copied().map(Key::Author).collect();
    }
    match &filter.kinds {
        Some(kinds) => kinds.iter().copied().map(Key::Kind).collect(),
        None => vec![Key::Any],
    }
}

/// All live subscriptions.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    filed: RwLock<HashMap<Key, Vec<Arc<Subscription>>>>,
}

impl Hub {
    /// Files a subscription: from now on it misses nothing.
    pub(crate) fn add(&self, subscription: &Arc<Subscription>) {
        let keys: HashSet<Key> = subscription.filters.iter().flat_map(keys).collect();
        let mut filed = self.filed.write().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            filed.entry(key).or_default().push(Arc::clone(subscription));
        }
    }

    /// Closes a subscription and takes it out.
    pub(crate) fn remove(&self, subscription: &Arc<Subscription>) {
        subscription.close();
        let mut filed = self.filed.write().unwrap_or_else(PoisonError::into_inner);
        for key in subscription.filters.iter().flat_map(keys) {
            if let Some(list) = filed.get_mut(&key) {
                list.retain(|other| !Arc::ptr_eq(other, subscription));
                if list.is_empty() {
                    filed.remove(&key);
                }
            }
        }
    }

    /// Tells everyone who asked. `place` is the event's number in the store, if it is kept.
    pub(crate) fn publish(&self, place: Option<i64>, record: &Arc<Record>) {
        let mut told: HashSet<*const Subscription> = HashSet::new();
        let filed = self.filed.read().unwrap_or_else(PoisonError::into_inner);
        if filed.is_empty() {
            return;
        }
        let tags = record.tags.iter().map(|(letter, value)| Key::Tag(*letter, value.clone()));
        let fixed = [
            Key::Id(record.id.to_bytes()),
            Key::Author(record.author),
            Key::Kind(record.kind),
            Key::Any,
        ];
        for key in fixed.into_iter().chain(tags) {
            for subscription in filed.get(&key).into_iter().flatten() {
                if told.insert(Arc::as_ptr(subscription)) {
                    subscription.offer(place, record);
                }
            }
        }
    }
}
