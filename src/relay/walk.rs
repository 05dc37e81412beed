//! Reads everything that a relay holds in a span of time by paged REQs, where NIP-77 is lacking or
//! faked. Pure: questions come out, pages go in.
//!
//! Pages are walked from the newest to the oldest with `until`. It is inclusive, so the last
//! second of a page is asked again and what was seen there is not counted. A relay that returns
//! fewer events than asked for may have reached its own cap or the end: only a page with nothing
//! new ends a span. A relay that returns a page in another order may have left out the newest or
//! any other events, so such a span is cut in two until its pieces fit.

use std::collections::HashSet;

use nostr::event::EventId;

/// Most pages of one walk.
const MAX_PAGES: u32 = 20_000;
/// Events asked for at once when nothing speaks against it.
pub(crate) const PAGE: usize = 500;

/// Fewest events asked for at once: of pages of one it could not be told whether a second holds
/// more.
const LEAST: usize = 2;

/// A question to the relay. Both ends are inclusive, Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) since: Option<u64>,
    pub(crate) until: Option<u64>,
    pub(crate) limit: usize,
}

/// A span still to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    since: u64,
    until: u64,
    /// Seen already, at `until`.
    edge: HashSet<EventId>,
}

/// A walk under way. Survives the connection: it goes on where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Walk {
    todo: Vec<Span>,
    limit: usize,
    largest: usize,
    pages: u32,
    complete: bool,
}

impl Walk {
    /// Everything not older than `since`.
    pub(crate) fn new(since: u64, limit: usize) -> Self {
        let all = Span { since, until: u64::MAX, edge: HashSet::new() };
        Self {
            todo: vec![all],
            limit: limit.clamp(LEAST, PAGE),
            largest: 0,
            pages: 0,
            complete: true,
        }
    }

    /// What to ask next; `None` when all is read.
    pub(crate) fn question(&self) -> Option<Question> {
        let span = self.todo.last()?;
        Some(Question {
            since: Some(span.since).filter(|since| *since > 0),
            until: Some(span.until).filter(|until| *until < u64::MAX),
            limit: self.limit,
        })
    }

    /// Whether everything was read, as far as can be known.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete && self.todo.is_empty()
    }

    /// Something is known to be missing.
    pub(crate) fn doubt(&mut self) {
        self.complete = false;
    }

    /// Asks for less at once.
    pub(crate) fn smaller(&mut self) {
        self.limit = (self.limit / 2).max(LEAST);
    }

    /// The answer to [`Self::question`], in the relay's order, ended by EOSE (or by a silence that
    /// is taken for one).
    pub(crate) fn answer(&mut self, page: &[(u64, EventId)]) {
        let Some(span) = self.todo.pop() else { return };
        self.pages += 1;
        if self.pages > MAX_PAGES {
            self.complete = false;
            self.todo.clear();
            return;
        }
        let distinct: HashSet<EventId> = page.iter().map(|(_, id)| *id).collect();
        self.largest = self.largest.max(distinct.len());
        let may_be_cut = distinct.len() >= self.largest.min(self.limit);
        if distinct.is_subset(&span.edge) {
            self.past_the_edge(span, !distinct.is_empty() && may_be_cut);
        } else if is_newest_first(page) {
            self.go_on_below(span, page);
        } else if may_be_cut {
            self.cut_in_two(span, page);
        }
    }

    /// What came before the connection was lost. Worth something only newest first.
    pub(crate) fn partial_answer(&mut self, page: &[(u64, EventId)]) {
        let fresh =
            self.todo.last().is_some_and(|s| page.iter().any(|(_, id)| !s.edge.contains(id)));
        if fresh
            && is_newest_first(page)
            && let Some(span) = self.todo.pop()
        {
            self.go_on_below(span, page);
        }
    }

    /// Nothing new at `until` or below, or nothing but that second fits into a page.
    fn past_the_edge(&mut self, span: Span, may_be_cut: bool) {
        if span.edge.is_empty() {
            return;
        }
        if may_be_cut && span.edge.len() > 1 {
            // More events within one second than a page holds: no filter reaches the rest.
            self.complete = false;
        }
        if span.until > span.since {
            self.todo.push(Span { until: span.until - 1, edge: HashSet::new(), ..span });
        }
    }

    fn go_on_below(&mut self, span: Span, page: &[(u64, EventId)]) {
        let Some(lowest) = page.iter().map(|(at, _)| *at).min() else { return };
        let lowest = lowest.clamp(span.since, span.until);
        let mut edge: HashSet<EventId> =
            page.iter().filter(|(at, _)| *at <= lowest).map(|(_, id)| *id).collect();
        if lowest == span.until {
            edge.extend(span.edge);
        }
        self.todo.push(Span { since: span.since, until: lowest, edge });
    }

    fn cut_in_two(&mut self, span: Span, page: &[(u64, EventId)]) {
        let times = || page.iter().map(|(at, _)| (*at).clamp(span.since, span.until));
        let (Some(low), Some(high)) = (times().min(), times().max()) else { return };
        let middle = low + (high - low) / 2;
        // Older half first on the stack, so that the newer one is read first.
        self.todo.push(Span { since: span.since, until: middle, edge: HashSet::new() });
        self.todo.push(Span { since: middle + 1, until: span.until, edge: span.edge });
    }
}

fn is_newest_first(page: &[(u64, EventId)]) -> bool {
    page.windows(2).all(|pair| pair[0].0 >= pair[1].0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: usize) -> EventId {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&(n as u64).to_be_bytes());
        EventId::from_byte_array(bytes)
    }

    /// A relay of these events, which returns at most `cap` of them.
    #[derive(Debug, Clone)]
    struct Relay {
        events: Vec<(u64, EventId)>,
        cap: usize,
        oldest_first: bool,
    }

    impl Relay {
        fn new(times: &[u64], cap: usize, oldest_first: bool) -> Self {
            let events = times.iter().enumerate().map(|(n, at)| (*at, id(n))).collect();
            Self { events, cap, oldest_first }
        }

        fn ask(&self, question: Question) -> Vec<(u64, EventId)> {
            let (since, until) = (question.since.unwrap_or(0), question.until.unwrap_or(u64::MAX));
            let mut page: Vec<_> =
                self.events.iter().filter(|e| (since..=until).contains(&e.0)).copied().collect();
            page.sort();
            if !self.oldest_first {
                page.sort_by_key(|(at, id)| (std::cmp::Reverse(*at), *id));
            }
            page.truncate(self.cap.min(question.limit));
            page
        }
    }

    fn read(relay: &Relay, since: u64) -> (HashSet<EventId>, Walk) {
        let mut walk = Walk::new(since, PAGE);
        let mut seen = HashSet::new();
        while let Some(question) = walk.question() {
            let page = relay.ask(question);
            seen.extend(page.iter().map(|(_, id)| *id));
            walk.answer(&page);
        }
        (seen, walk)
    }

    #[test]
    fn a_second_with_more_events_than_a_page_is_not_called_complete() {
        let mut times = vec![50; 30];
        times.extend([10, 90]);
        let (seen, walk) = read(&Relay::new(&times, 10, false), 0);
        assert!(seen.contains(&id(30)) && seen.contains(&id(31)), "the rest is still read");
        assert!(!walk.is_complete());
    }

    #[test]
    fn an_empty_relay_takes_one_question() {
        let relay = Relay::new(&[], 10, false);
        let mut walk = Walk::new(0, PAGE);
        walk.answer(&relay.ask(walk.question().unwrap()));
        assert_eq!(walk.question(), None);
        assert!(walk.is_complete());
    }

    #[test]
    fn what_came_before_the_connection_froze_is_not_asked_again() {
        let relay = Relay::new(&(0..100).collect::<Vec<_>>(), 100, false);
        let mut walk = Walk::new(0, PAGE);
        let mut seen = HashSet::new();
        let mut connections = 0;
        while let Some(question) = walk.question() {
            let page = relay.ask(question);
            let whole = page.len() <= 7;
            let arrived = &page[..page.len().min(7)];
            seen.extend(arrived.iter().map(|(_, id)| *id));
            if whole {
                walk.answer(arrived);
            } else {
                connections += 1;
                walk.partial_answer(arrived);
            }
        }
        assert_eq!(seen.len(), 100);
        assert!(connections > 10 && walk.is_complete());
    }

    proptest! {
        #[test]
        fn everything_is_read_from_relays_with_a_cap(
            times in proptest::collection::vec(0u64..200, 0..150), cap in LEAST..40, since in 0u64..100,
        ) {
            let relay = Relay::new(&times, cap, false);
            let (seen, walk) = read(&relay, since);
            let wanted: HashSet<_> = relay.events.iter().filter(|e| e.0 >= since).map(|e| e.1).collect();
            prop_assert!(seen.is_subset(&wanted));
            if walk.is_complete() {
                prop_assert_eq!(seen, wanted);
            } else {
                let most = (0..200).map(|t| times.iter().filter(|x| **x == t).count()).max();
                prop_assert!(most >= Some(cap), "incomplete without need");
            }
        }

        #[test]
        fn everything_is_read_from_relays_that_return_the_oldest(
            times in proptest::collection::hash_set(0u64..100_000, 0..150), cap in 2usize..40,
        ) {
            let times: Vec<_> = times.into_iter().collect();
            let relay = Relay::new(&times, cap, true);
            let (seen, walk) = read(&relay, 0);
            prop_assert!(walk.is_complete());
            prop_assert_eq!(seen.len(), times.len());
        }

        #[test]
        fn it_ends_whatever_the_relay_answers(
            pages in proptest::collection::vec(proptest::collection::vec((0u64..50, 0usize..100), 0..10), 1..200),
        ) {
            let mut walk = Walk::new(0, PAGE);
            let mut asked = 0;
            for page in pages.iter().cycle() {
                let Some(question) = walk.question() else { break };
                asked += 1;
                prop_assert!(asked < 100_000);
                let (since, until) = (question.since.unwrap_or(0), question.until.unwrap_or(u64::MAX));
                let page: Vec<_> = page.iter().filter(|e| (since..=until).contains(&e.0)).map(|e| (e.0, id(e.1))).collect();
                walk.answer(&page);
            }
        }
    }
}
