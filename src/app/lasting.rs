//! How long something lasts, in words: "1 hour", "46 min", "0:42".

use super::language::digits;

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;
const WEEK: u32 = 7 * DAY;

/// What a length of time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
    Weeks,
}

impl Unit {
    /// From the shortest on.
    pub(crate) const ALL: [Self; 5] =
        [Self::Seconds, Self::Minutes, Self::Hours, Self::Days, Self::Weeks];

    /// How many seconds one of it has.
    pub(crate) const fn secs(self) -> u32 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => MINUTE,
            Self::Hours => HOUR,
            Self::Days => DAY,
            Self::Weeks => WEEK,
        }
    }

    /// What it is called where its number stands beside it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seconds => say!("unit-seconds"),
            Self::Minutes => say!("unit-minutes"),
            Self::Hours => say!("unit-hours"),
            Self::Days => say!("unit-days"),
            Self::Weeks => say!("unit-weeks"),
        }
    }

    /// The longest of which so many seconds are a whole number.
    pub(crate) fn of(secs: u32) -> (Self, u32) {
        let fits = |unit: &Self| secs >= unit.secs() && secs.is_multiple_of(unit.secs());
        let unit = Self::ALL.into_iter().rev().find(fits).unwrap_or(Self::Seconds);
        (unit, secs / unit.secs())
    }
}

/// "1 hour".
pub(crate) fn long(secs: u32) -> String {
    let (unit, count) = Unit::of(secs);
    match unit {
        Unit::Seconds => say!("time-seconds", count = count),
        Unit::Minutes => say!("time-minutes", count = count),
        Unit::Hours => say!("time-hours", count = count),
        Unit::Days => say!("time-days", count = count),
        Unit::Weeks => say!("time-weeks", count = count),
    }
}

/// "1 h".
pub(crate) fn short(secs: u32) -> String {
    let (unit, count) = Unit::of(secs);
    brief(unit, count)
}

fn brief(unit: Unit, count: u32) -> String {
    match unit {
        Unit::Seconds => say!("short-seconds", count = count),
        Unit::Minutes => say!("short-minutes", count = count),
        Unit::Hours => say!("short-hours", count = count),
        Unit::Days => say!("short-days", count = count),
        Unit::Weeks => say!("short-weeks", count = count),
    }
}

/// What is left of something, in one unit: "46 min". What has just begun is whole.
pub(crate) fn left(millis: i64) -> String {
    let secs = seconds(millis);
    let rounded = |unit: Unit| (secs + unit.secs() / 2) / unit.secs();
    let minutes = secs.div_ceil(MINUTE);
    if secs < MINUTE {
        brief(Unit::Seconds, secs)
    } else if minutes < 60 {
        brief(Unit::Minutes, minutes)
    } else if rounded(Unit::Hours) < 24 {
        brief(Unit::Hours, rounded(Unit::Hours).max(1))
    } else {
        brief(Unit::Days, rounded(Unit::Days).max(1))
    }
}

/// The last minute of something: "0:42".
pub(crate) fn clock(millis: i64) -> String {
    let secs = seconds(millis);
    digits(&format!("{}:{:02}", secs / MINUTE, secs % MINUTE))
}

/// Begun seconds.
fn seconds(millis: i64) -> u32 {
    u32::try_from(millis.max(0).unsigned_abs().div_ceil(1000)).unwrap_or(u32::MAX - WEEK)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::language::{Language, speak};
    use super::*;

    #[test]
    fn a_timer_is_said_in_its_longest_unit() {
        for (secs, says, shortly) in [
            (5, "5 seconds", "5 s"),
            (60, "1 minute", "1 min"),
            (90, "90 seconds", "90 s"),
            (3600, "1 hour", "1 h"),
            (8 * 3600, "8 hours", "8 h"),
            (86_400, "1 day", "1 d"),
            (4 * 604_800, "4 weeks", "4 wk"),
        ] {
            assert_eq!((long(secs).as_str(), short(secs).as_str()), (says, shortly));
        }
    }

    #[test]
    fn plurals_are_those_of_the_language() {
        speak(Language::Russian);
        for (secs, says) in [
            (60, "1 минута"),
            (120, "2 минуты"),
            (300, "5 минут"),
            (21 * 60, "21 минута"),
            (86_400, "1 день"),
            (2 * 86_400, "2 дня"),
        ] {
            assert_eq!(long(secs), says);
        }
        speak(Language::Persian);
        assert_eq!(clock(42_000), "۰:۴۲");
        speak(Language::English);
    }

    #[test]
    fn what_is_left_begins_whole_and_ends_at_nothing() {
        for (millis, says) in [
            (3_600_000, "1 h"),
            (3_599_000, "1 h"),
            (46 * 60_000 - 1, "46 min"),
            (60_000, "1 min"),
            (59_000, "59 s"),
            (7 * 86_400_000, "7 d"),
        ] {
            assert_eq!(left(millis), says, "{millis}");
        }
        assert_eq!(clock(42_000), "0:42");
        assert_eq!(clock(41_001), "0:42");
        assert_eq!(clock(-5), "0:00");
    }

    proptest! {
        #[test]
        fn any_length_can_be_said(millis: i64, secs: u32) {
            prop_assert!(!left(millis).is_empty() && !clock(millis).is_empty());
            let (unit, count) = Unit::of(secs);
            prop_assert_eq!(unit.secs() * count, secs);
        }
    }
}
