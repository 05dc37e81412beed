//! Times as people say them: "19:12", "Yesterday", "Mon", "3 November".

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::language::{dates, digits};
use crate::model::Millis;

/// What day it is, and where.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    zone: TimeZone,
    now: Millis,
}

impl Calendar {
    /// The computer's own time zone, read once: asking for it opens files.
    pub(crate) fn here(now: Millis) -> Self {
        static ZONE: LazyLock<TimeZone> = LazyLock::new(TimeZone::system);
        Self { zone: ZONE.clone(), now }
    }

    /// A zone of one's choice.
    #[cfg(test)]
    pub(crate) fn at(now: Millis, zone: TimeZone) -> Self {
        Self { zone, now }
    }

    /// Twelve o'clock of its day.
    #[cfg(test)]
    pub(crate) fn noon(&self) -> Millis {
        let noon = self.date(self.now).at(12, 0, 0, 0).to_zoned(self.zone.clone()).expect("noon");
        Millis(noon.timestamp().as_millisecond())
    }

    fn zoned(&self, at: Millis) -> Zoned {
        // Far times from outside are held at the ends that the calendar knows.
        let bounds = Timestamp::MIN.as_millisecond()..=Timestamp::MAX.as_millisecond();
        let held = at.0.clamp(*bounds.start(), *bounds.end());
        Timestamp::from_millisecond(held)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }

    fn date(&self, at: Millis) -> Date {
        self.zoned(at).date()
    }

    fn days_ago(&self, at: Millis) -> i32 {
        (self.date(self.now) - self.date(at)).get_days()
    }

    /// Hours and minutes.
    pub(crate) fn time(&self, at: Millis) -> String {
        let at = self.zoned(at);
        digits(&format!("{:02}:{:02}", at.hour(), at.minute()))
    }

    /// Short, for a row of the list: the time today, a weekday within the week, else a date.
    pub(crate) fn row(&self, at: Millis) -> String {
        let date = self.date(at);
        match self.days_ago(at) {
            0 => self.time(at),
            1..=6 => dates::weekday_short(date).to_owned(),
            _ if date.year() == self.date(self.now).year() => dates::short(date),
            _ => dates::numbers(date),
        }
    }

    /// The day, for the pill between messages.
    pub(crate) fn day(&self, at: Millis) -> String {
        let date = self.date(at);
        match self.days_ago(at) {
            0 => say!("today").to_owned(),
            1 => say!("yesterday").to_owned(),
            2..=6 => dates::weekday(date).to_owned(),
            _ if date.year() == self.date(self.now).year() => dates::long(date),
            _ => dates::with_year(date),
        }
    }

    /// The day with its year.
    pub(crate) fn date_in_full(&self, at: Millis) -> String {
        dates::with_year(self.date(at))
    }

    /// The day with its year, and the time.
    pub(crate) fn moment(&self, at: Millis) -> String {
        say!("moment", date = self.date_in_full(at), time = self.time(at))
    }

    /// The first moment of the day.
    pub(crate) fn start_of_day(&self, at: Millis) -> Millis {
        let start = self.zoned(at).start_of_day();
        start.map_or(at, |start| Millis(start.timestamp().as_millisecond()))
    }

    /// Whether two times fall on one day here.
    pub(crate) fn same_day(&self, a: Millis, b: Millis) -> bool {
        self.date(a) == self.date(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    fn calendar() -> Calendar {
        Calendar::at(at("2026-11-21T20:00:00Z"), TimeZone::UTC)
    }

    #[test]
    fn a_row_says_as_little_as_is_needed() {
        let c = calendar();
        for (time, says) in [
            ("2026-11-21T07:05:00Z", "07:05"),
            ("2026-11-20T23:59:00Z", "Fri"),
            ("2026-11-15T12:00:00Z", "Sun"),
            ("2026-11-14T12:00:00Z", "14 Nov"),
            ("2025-12-31T12:00:00Z", "31.12.2025"),
        ] {
            assert_eq!(c.row(at(time)), says, "{time}");
        }
    }

    #[test]
    fn a_pill_names_the_day() {
        let c = calendar();
        for (time, says) in [
            ("2026-11-21T00:00:00Z", "Today"),
            ("2026-11-20T00:00:00Z", "Yesterday"),
            ("2026-11-16T00:00:00Z", "Monday"),
            ("2026-03-02T00:00:00Z", "2 March"),
            ("2019-03-02T00:00:00Z", "2 March 2019"),
        ] {
            assert_eq!(c.day(at(time)), says, "{time}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_here_and_not_in_greenwich() {
        let tehran = TimeZone::fixed(jiff::tz::offset(3));
        let c = Calendar::at(at("2026-11-21T20:00:00Z"), tehran);
        assert_eq!(c.time(at("2026-11-21T22:30:00Z")), "01:30");
        assert!(!c.same_day(at("2026-11-21T20:30:00Z"), at("2026-11-21T21:30:00Z")));
    }

    #[test]
    fn times_beyond_the_calendar_do_no_harm() {
        let c = calendar();
        for far in [i64::MIN, i64::MAX, 0] {
            assert!(!c.row(Millis(far)).is_empty());
            assert!(!c.day(Millis(far)).is_empty());
        }
    }
}
