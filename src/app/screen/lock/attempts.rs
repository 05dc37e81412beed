//! Wrong passphrases cost time, and more with each.
//!
//! Whoever stands at somebody's window is slowed down here; whoever copied the profile is slowed
//! down by Argon2id alone.

use std::time::{Duration, Instant};

/// Slips of the finger that cost nothing more.
const FREE: u32 = 2;
/// Longest pause.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// Wrong passphrases since the last right one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attempts {
    wrong: u32,
    until: Option<Instant>,
}

impl Attempts {
    /// One more was wrong.
    pub(super) fn count(&mut self, now: Instant) {
        self.wrong = self.wrong.saturating_add(1);
        let pause = pause(self.wrong);
        self.until = (!pause.is_zero()).then(|| now + pause);
    }

    /// How many were wrong.
    pub(super) fn wrong(&self) -> u32 {
        self.wrong
    }

    /// Until the next may be tried.
    pub(super) fn left(&self, now: Instant) -> Option<Duration> {
        let left = self.until?.saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }
}

/// The pause after so many wrong ones: two seconds after the third, then twice as long each time.
fn pause(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE) {
        None | Some(0) => Duration::ZERO,
        Some(more) => Duration::from_secs(1 << more.min(16)).min(LONGEST),
    }
}

/// `4:05`, rounded up so that it never says zero.
pub(super) fn clock(left: Duration) -> String {
    let secs = left.as_millis().div_ceil(1000);
    format!("{}:{:02}", secs / 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_slips_cost_nothing_and_then_each_costs_more() {
        let seconds: Vec<u64> = (0..12).map(|wrong| pause(wrong).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(pause(u32::MAX), LONGEST);
    }

    #[test]
    fn a_pause_ends() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..3 {
            attempts.count(now);
        }
        assert_eq!(attempts.left(now), Some(Duration::from_secs(2)));
        assert_eq!(
            attempts.left(now + Duration::from_millis(1500)),
            Some(Duration::from_millis(500))
        );
        assert_eq!(attempts.left(now + Duration::from_secs(2)), None);
    }

    #[test]
    fn what_is_left_is_said_in_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(245)), "4:05");
        assert_eq!(clock(Duration::from_millis(1)), "0:01");
    }

    proptest! {
        #[test]
        fn a_pause_never_grows_shorter(wrong in 0_u32..100) {
            prop_assert!(pause(wrong) <= pause(wrong + 1));
        }
    }
}
