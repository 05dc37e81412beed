//! A token bucket: a rate in the long run, a burst at once.

use std::time::Instant;

/// Fills at `per_second` up to `burst`; every [`take`](Bucket::take) costs one.
#[derive(Debug)]
pub(crate) struct Bucket {
    per_second: f64,
    burst: f64,
    level: f64,
    at: Instant,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn full(per_second: u32, burst: u32, now: Instant) -> Self {
        let burst = f64::from(burst);
        Self { per_second: f64::from(per_second), burst, level: burst, at: now }
    }

    /// Takes one if there is one.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.level = (self.level + passed * self.per_second).min(self.burst);
        if self.level < 1.0 {
            return false;
        }
        self.level -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn a_burst_passes_and_the_next_waits() {
        let start = Instant::now();
        let mut bucket = Bucket::full(10, 3, start);
        assert!((0..3).all(|_| bucket.take(start)));
        assert!(!bucket.take(start));
        assert!(bucket.take(start + Duration::from_millis(101)));
        assert!(!bucket.take(start + Duration::from_millis(101)));
    }

    proptest! {
        #[test]
        fn never_more_than_burst_and_rate_allow(
            rate in 1u32..50, burst in 1u32..20, steps in prop::collection::vec(0u64..400, 1..200),
        ) {
            let start = Instant::now();
            let mut bucket = Bucket::full(rate, burst, start);
            let (mut now, mut taken) = (start, 0u32);
            for step in steps {
                now += Duration::from_millis(step);
                taken += u32::from(bucket.take(now));
                let allowed = f64::from(burst)
                    + f64::from(rate) * now.duration_since(start).as_secs_f64();
                prop_assert!(f64::from(taken) <= allowed + 1e-6);
            }
        }
    }
}
