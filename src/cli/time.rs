//! Times as people read them. UTC, so that a line means the same wherever it is read.

use crate::model::Millis;

const DAY: i64 = 86_400_000;

/// `2026-11-21 23:36:34Z`.
pub(super) fn utc(at: Millis) -> String {
    let (year, month, day) = date(at.0.div_euclid(DAY));
    let seconds = at.0.rem_euclid(DAY) / 1000;
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar (Howard
/// Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that the leap
/// day is the last one).
fn date(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        for (at, text) in [
            (0, "1970-01-01 00:00:00Z"),
            (951_827_696_789, "2000-02-29 12:34:56Z"),
            (1_709_164_800_000, "2024-02-29 00:00:00Z"),
            (1_795_303_434_000, "2026-11-21 23:23:54Z"),
            (-1, "1969-12-31 23:59:59Z"),
        ] {
            assert_eq!(utc(Millis(at)), text);
        }
    }

    #[test]
    fn a_day_after_a_day_is_the_next_day() {
        let mut last = date(-800_000);
        for day in -799_999..800_000 {
            let next = date(day);
            let (y, m, d) = last;
            let leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
            let length = [31, 28 + i64::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                [usize::try_from(m - 1).unwrap()];
            let expected = match (m, d) {
                (12, 31) => (y + 1, 1, 1),
                (_, d) if d == length => (y, m + 1, 1),
                _ => (y, m, d + 1),
            };
            assert_eq!(next, expected, "day {day}");
            last = next;
        }
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        utc(Millis(i64::MAX));
        utc(Millis(i64::MIN));
    }
}
