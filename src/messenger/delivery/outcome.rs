//! What comes of a try: the table in `docs/ARCHITECTURE.md` ("What comes of a try"), as a pure
//! function. It knows neither relays nor the store.

use crate::model::{Millis, Publication, Reason};
use crate::relay::{Published, ReadBack};
use crate::store::Outcome;

/// First wait after a try in vain, and the longest.
const WAIT: i64 = 5_000;
const LONGEST_WAIT: i64 = 10 * 60 * 1000;
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
