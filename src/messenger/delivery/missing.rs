//! Relays that could not be reached, and when to look for each: bookkeeping alone, time is an
//! argument. It knows neither the network nor what waits.
//!
//! Whoever comes back gets at once what waits for it. But "it takes a connection" is not "it takes
//! an envelope": a relay that accepts everybody and cuts every publish is there at each look. So the
//! waits go on growing until a publish was answered and a quiet while has passed.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::RelayAddress;

/// First wait; it doubles with every look.
const FIRST: Duration = Duration::from_secs(2);
/// Longest wait, and how long a relay that answers again must have been left alone until its past
/// is forgotten. The tries of each envelope grow more seldom than that.
const LONGEST: Duration = Duration::from_secs(60);

/// What a look found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The relay takes a connection: what waits for it is due.
    There,
    /// It does not.
    Away,
    /// Nothing waits for it any more.
    Unwanted,
}

/// All relays that are looked for, or were lately.
#[derive(Debug, Default)]
pub(super) struct Missing {
    relays: HashMap<RelayAddress, Search>,
}

#[derive(Debug)]
struct Search {
    stage: Stage,
    /// How often it was looked for.
    looks: u32,
    /// How often something was tried because it was seen otherwise.
    sightings: u32,
    /// When the last of these was.
    sighted: Option<Instant>,
    /// When it was last found, by a look or otherwise.
    found: Option<Instant>,
    /// When anything was last done about it.
    last: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// To be looked for then.
    Waits(Instant),
    /// Somebody looks.
    Looking,
    /// It was found, and what waits is tried.
    Tried,
    /// It has answered, or nothing waits.
    Settled,
}

/// The wait after so many.
fn wait(times: u32) -> Duration {
    FIRST.saturating_mul(1 << times.min(16)).min(LONGEST)
}

impl Missing {
    /// A try that began at `began` could not reach this relay. Whether it is to be tried again at
    /// once: the relay was found meanwhile, so that this try says nothing about it.
    pub(super) fn unreachable(
        &mut self,
        relay: &RelayAddress,
        began: Instant,
        now: Instant,
    ) -> bool {
        self.relays.retain(|_, search| {
            search.stage != Stage::Settled || now.saturating_duration_since(search.last) < LONGEST
        });
        let search = self.relays.entry(relay.clone()).or_insert(Search {
            stage: Stage::Settled,
            looks: 0,
            sightings: 0,
            sighted: None,
            found: None,
            last: now,
        });
        if search.found.is_some_and(|found| began < found) {
            return true;
        }
        if matches!(search.stage, Stage::Tried | Stage::Settled) {
            search.stage = Stage::Waits(now + wait(search.looks));
        }
        false
    }

    /// A publish was answered, whatever the answer was.
    pub(super) fn answered(&mut self, relay: &RelayAddress) {
        if let Some(search) = self.relays.get_mut(relay)
            && search.stage == Stage::Tried
        {
            search.stage = Stage::Settled;
        }
    }

    /// The relay was connected for another reason. Whether what waits for it is to be tried now.
    pub(super) fn seen(&mut self, relay: &RelayAddress, now: Instant) -> bool {
        let Some(search) = self.relays.get_mut(relay) else { return false };
        if !matches!(search.stage, Stage::Waits(_) | Stage::Looking)
            || search.sighted.is_some_and(|at| now < at + wait(search.sightings))
        {
            return false;
        }
        search.sightings = search.sightings.saturating_add(1);
        search.sighted = Some(now);
        search.found = Some(now);
        search.last = now;
        // A look that is under way goes on, and will find it there.
        if search.stage != Stage::Looking {
            search.stage = Stage::Tried;
        }
        true
    }

    /// When the next look is due.
    pub(super) fn next(&self) -> Option<Instant> {
        let waits = self.relays.values().filter_map(|search| match search.stage {
            Stage::Waits(until) => Some(until),
            _ => None,
        });
        waits.min()
    }

    /// The relays to look for now. Each look ends with [`Missing::looked`].
    pub(super) fn due(&mut self, now: Instant) -> Vec<RelayAddress> {
        let mut due = Vec::new();
        for (relay, search) in &mut self.relays {
            if matches!(search.stage, Stage::Waits(until) if until <= now) {
                search.stage = Stage::Looking;
                search.looks = search.looks.saturating_add(1);
                search.last = now;
                due.push(relay.clone());
            }
        }
        due
    }

    /// A look ended.
    pub(super) fn looked(&mut self, relay: &RelayAddress, found: Look, now: Instant) {
        if let Some(search) = self.relays.get_mut(relay)
            && search.stage == Stage::Looking
        {
            search.last = now;
            if found == Look::There {
                search.found = Some(now);
            }
            search.stage = match found {
                Look::There => Stage::Tried,
                Look::Away => Stage::Waits(now + wait(search.looks)),
                Look::Unwanted => Stage::Settled,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 3600);

    fn relay() -> RelayAddress {
        "wss://relay.example".parse().unwrap()
    }

    /// A relay whose every look ends at once like this, and whose every publish is cut. How often
    /// it is looked for within a day, and how long the last wait was.
    fn a_day_of(found: Look) -> (u32, Duration) {
        let (mut missing, start) = (Missing::default(), Instant::now());
        let (mut looks, mut last, mut longest) = (0, start, Duration::ZERO);
        missing.unreachable(&relay(), start, start);
        while let Some(now) = missing.next().filter(|at| *at < start + DAY) {
            assert_eq!(missing.due(now), [relay()]);
            (looks, longest, last) = (looks + 1, longest.max(now - last), now);
            missing.looked(&relay(), found, now);
            missing.unreachable(&relay(), now, now);
        }
        (looks, longest)
    }

    #[test]
    fn who_takes_a_connection_and_cuts_every_publish_is_looked_for_once_a_minute() {
        for found in [Look::There, Look::Away] {
            let (looks, longest) = a_day_of(found);
            assert!((1_440..1_450).contains(&looks), "{found:?}: {looks}");
            assert_eq!(longest, LONGEST);
        }
    }

    #[test]
    fn the_first_looks_come_quickly_and_so_do_those_of_the_next_outage() {
        let (mut missing, mut now) = (Missing::default(), Instant::now());
        for _outage in 0..3 {
            missing.unreachable(&relay(), now, now);
            for seconds in [2, 4, 8] {
                assert_eq!(missing.next(), Some(now + Duration::from_secs(seconds)));
                now += Duration::from_secs(seconds);
                assert_eq!(missing.due(now), [relay()]);
                let back = seconds == 8;
                missing.looked(&relay(), if back { Look::There } else { Look::Away }, now);
            }
            missing.answered(&relay());
            now += LONGEST;
        }
        // One that answers now and then, and is gone again at once, has no fresh start.
        missing.unreachable(&relay(), now, now);
        now += FIRST;
        missing.due(now);
        missing.looked(&relay(), Look::There, now);
        missing.answered(&relay());
        missing.unreachable(&relay(), now, now);
        assert_eq!(missing.next(), Some(now + 2 * FIRST));
    }

    #[test]
    fn whoever_sees_it_come_back_need_not_wait_for_the_next_look() {
        let (mut missing, mut now) = (Missing::default(), Instant::now());
        assert!(!missing.seen(&relay(), now), "nothing waits for it");
        missing.unreachable(&relay(), now, now);
        for _ in 0..10 {
            now = missing.next().unwrap();
            missing.due(now);
            missing.looked(&relay(), Look::Away, now);
        }
        now += Duration::from_secs(1);
        assert!(missing.seen(&relay(), now));
        assert_eq!(missing.next(), None);
        // It comes and goes, and takes nothing.
        missing.unreachable(&relay(), now, now);
        assert!(!missing.seen(&relay(), now + Duration::from_secs(1)));
    }

    #[test]
    fn a_try_from_before_the_relay_was_found_does_not_put_the_next_one_off() {
        let (mut missing, start) = (Missing::default(), Instant::now());
        assert!(!missing.unreachable(&relay(), start, start));
        let found = missing.next().unwrap();
        missing.due(found);
        missing.looked(&relay(), Look::There, found);
        let soon = found + Duration::from_millis(1);
        assert!(missing.unreachable(&relay(), start, soon), "it began before");
        assert_eq!(missing.next(), None);
        assert!(!missing.unreachable(&relay(), found, soon), "it began when the relay was there");
        assert!(missing.next().is_some());
    }

    #[derive(Debug, Clone, Copy)]
    enum Happens {
        Unreachable,
        Answered,
        Seen,
        Looked(Look),
    }

    /// Things that happen one after the other, each so many milliseconds after the one before: all
    /// in a hurry, or all at leisure.
    fn histories() -> impl Strategy<Value = Vec<(u64, Happens)>> {
        prop_oneof![Just(50u64), Just(3_000), Just(90_000)].prop_flat_map(|longest| {
            let what = prop_oneof![
                4 => Just(Happens::Unreachable),
                2 => Just(Happens::Answered),
                2 => Just(Happens::Seen),
                4 => Just(Happens::Looked(Look::There)),
                1 => Just(Happens::Looked(Look::Away)),
                1 => Just(Happens::Looked(Look::Unwanted)),
            ];
            proptest::collection::vec((0..longest, what), 1..100)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever a relay does, it is neither looked for nor served in a storm. The quickest that
        /// it can bring about is four looks (2 + 4 + 8 + 16 seconds), an answer, a quiet minute, and
        /// the same again; sightings are bounded the same way.
        #[test]
        fn a_day_has_only_so_many_looks(history in histories()) {
            let (mut missing, start) = (Missing::default(), Instant::now());
            let (mut now, mut looks, mut sightings, mut under_way) = (start, 0u32, 0u32, 0u32);
            // Else a history of no length would have no end.
            let steps = history.iter().cycle().take(5_000);
            for (gap, what) in steps {
                now += Duration::from_millis(*gap);
                if now >= start + DAY {
                    break;
                }
                let due = u32::try_from(missing.due(now).len()).unwrap();
                (looks, under_way) = (looks + due, under_way + due);
                prop_assert!(under_way <= 1, "two looks at once");
                match what {
                    Happens::Unreachable => {
                        missing.unreachable(&relay(), now, now);
                    }
                    Happens::Answered => missing.answered(&relay()),
                    Happens::Seen => sightings += u32::from(missing.seen(&relay(), now)),
                    Happens::Looked(found) => {
                        missing.looked(&relay(), *found, now);
                        under_way = 0;
                    }
                }
                if under_way == 0 {
                    prop_assert!(missing.next().is_none_or(|next| next <= now + LONGEST));
                }
            }
            let most = |lasted: Duration| 6 + lasted.as_secs() * 4 / (2 + 4 + 8 + 16 + 60);
            let lasted = now - start;
            prop_assert!(u64::from(looks) <= most(lasted), "{looks} looks in {lasted:?}");
            let most = 6 + lasted.as_secs() * 4 / (4 + 8 + 16 + 60);
            prop_assert!(u64::from(sightings) <= most, "{sightings} sightings in {lasted:?}");
        }
    }
}
