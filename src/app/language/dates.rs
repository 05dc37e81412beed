//! Names of days and months, and the calendar that the language counts them by.

use icu_calendar::Iso;
use icu_calendar::cal::Persian;
use jiff::civil::Date;

use super::{Language, current, digits};

/// A day of the language's own calendar.
struct Day {
    day: u8,
    month: u8,
    year: i32,
}

/// Persian dates are of the solar Hijri calendar, all others Gregorian.
fn day_of(date: Date) -> Day {
    let gregorian = Day {
        day: date.day().unsigned_abs(),
        month: date.month().unsigned_abs(),
        year: i32::from(date.year()),
    };
    match current() {
        Language::English | Language::Russian => gregorian,
        Language::Persian => {
            match icu_calendar::Date::try_new_iso(gregorian.year, gregorian.month, gregorian.day) {
                Ok(iso) => persian(iso),
                Err(_) => gregorian,
            }
        }
    }
}

fn persian(iso: icu_calendar::Date<Iso>) -> Day {
    let date = iso.to_calendar(Persian);
    Day {
        day: date.day_of_month().0,
        month: date.month().ordinal,
        year: date.year().extended_year(),
    }
}

/// "Monday".
pub(crate) fn weekday(date: Date) -> &'static str {
    match date.weekday().to_monday_one_offset() {
        1 => say!("weekday-1"),
        2 => say!("weekday-2"),
        3 => say!("weekday-3"),
        4 => say!("weekday-4"),
        5 => say!("weekday-5"),
        6 => say!("weekday-6"),
        _ => say!("weekday-7"),
    }
}

/// "Mon".
pub(crate) fn weekday_short(date: Date) -> &'static str {
    match date.weekday().to_monday_one_offset() {
        1 => say!("weekday-short-1"),
        2 => say!("weekday-short-2"),
        3 => say!("weekday-short-3"),
        4 => say!("weekday-short-4"),
        5 => say!("weekday-short-5"),
        6 => say!("weekday-short-6"),
        _ => say!("weekday-short-7"),
    }
}

fn month(month: u8) -> &'static str {
    match month {
        1 => say!("month-1"),
        2 => say!("month-2"),
        3 => say!("month-3"),
        4 => say!("month-4"),
        5 => say!("month-5"),
        6 => say!("month-6"),
        7 => say!("month-7"),
        8 => say!("month-8"),
        9 => say!("month-9"),
        10 => say!("month-10"),
        11 => say!("month-11"),
        _ => say!("month-12"),
    }
}

fn month_short(month: u8) -> &'static str {
    match month {
        1 => say!("month-short-1"),
        2 => say!("month-short-2"),
        3 => say!("month-short-3"),
        4 => say!("month-short-4"),
        5 => say!("month-short-5"),
        6 => say!("month-short-6"),
        7 => say!("month-short-7"),
        8 => say!("month-short-8"),
        9 => say!("month-short-9"),
        10 => say!("month-short-10"),
        11 => say!("month-short-11"),
        _ => say!("month-short-12"),
    }
}

/// "3 Nov".
pub(crate) fn short(date: Date) -> String {
    let Day { day, month, .. } = day_of(date);
    say!("day-short", day = day, month = month_short(month))
}

/// "3 November".
pub(crate) fn long(date: Date) -> String {
    let Day { day, month: m, .. } = day_of(date);
    say!("day-long", day = day, month = month(m))
}

/// "3 November 2026".
pub(crate) fn with_year(date: Date) -> String {
    let Day { day, month: m, year } = day_of(date);
    // A year has no thousands mark and no plural: it is text.
    say!("day-year", day = day, month = month(m), year = digits(&year.to_string()))
}

/// "03.11.2026", for narrow places.
pub(crate) fn numbers(date: Date) -> String {
    let Day { day, month, year } = day_of(date);
    match current() {
        Language::English | Language::Russian => format!("{day:02}.{month:02}.{year:04}"),
        Language::Persian => digits(&format!("{year:04}/{month:02}/{day:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::speak;
    use super::*;

    #[test]
    fn a_persian_year_begins_in_spring() {
        speak(Language::Persian);
        let day = day_of(jiff::civil::date(2026, 3, 21));
        assert_eq!((day.day, day.month, day.year), (1, 1, 1405));
        assert_eq!(numbers(jiff::civil::date(2026, 3, 20)), "۱۴۰۴/۱۲/۲۹");
    }
}
