//! How long to wait before a relay is tried again. Pure: chance is an argument.

use std::time::Duration;

/// First wait.
const FIRST: Duration = Duration::from_secs(1);
/// Longest wait.
pub(crate) const LONGEST: Duration = Duration::from_secs(300);

/// Doubles with every failure, between half and all of it by chance, so that a relay that comes
/// back is not met by everybody at once.
///
/// `failures` counts from 1; `chance` is any random number.
pub(crate) fn wait(failures: u32, chance: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    let full = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let half = full / 2;
    half + half.mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

/// A random number for [`wait`] from the system; the middle if it has none.
pub(crate) fn chance() -> u32 {
    getrandom::u32().unwrap_or(u32::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_stay_between_half_a_second_and_five_minutes(failures: u32, chance: u32) {
            let wait = wait(failures, chance);
            prop_assert!(wait >= FIRST / 2);
            prop_assert!(wait <= LONGEST);
        }

        #[test]
        fn more_failures_never_wait_less(failures in 0u32..1_000_000, chance: u32) {
            prop_assert!(wait(failures + 1, chance) >= wait(failures, chance));
        }
    }

    #[test]
    fn it_doubles_and_ends() {
        assert_eq!(wait(1, u32::MAX), Duration::from_secs(1));
        assert_eq!(wait(2, u32::MAX), Duration::from_secs(2));
        assert_eq!(wait(2, 0), Duration::from_secs(1));
        assert_eq!(wait(40, u32::MAX), LONGEST);
    }
}
