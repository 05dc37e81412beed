//! How fast a relay is written to: as fast as it goes, until it says "rate-limited"; from then on
//! at the speed that it was seen to take, a little faster with every quiet minute.

use std::time::Duration;

use tokio::time::Instant;

/// Slowest pace, events a minute.
const SLOWEST: f64 = 4.0;
/// At this pace, events a minute, no pacing is needed any more.
const FREE: f64 = 3_000.0;
/// Taken in one go at the start of a pace.
const BURST: f64 = 3.0;
const MINUTE: Duration = Duration::from_secs(60);

/// One relay's pace. Time comes in as an argument.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pace {
    /// Events a minute; `None`: free.
    per_minute: Option<f64>,
    /// May be negative: reserved by events that wait.
    tokens: f64,
    filled_at: Option<Instant>,
    changed_at: Option<Instant>,
    /// Events taken in the current minute.
    taken: u32,
    counting_since: Option<Instant>,
}

impl Pace {
    /// Reserves a place and says how long to wait for it.
    pub(crate) fn reserve(&mut self, now: Instant) -> Duration {
        self.speed_up(now);
        let Some(rate) = self.per_minute else { return Duration::ZERO };
        self.fill(rate, now);
        self.tokens -= 1.0;
        if self.tokens >= 0.0 {
            return Duration::ZERO;
        }
        MINUTE.mul_f64((-self.tokens / rate).min(1_000_000.0))
    }

    /// How long an event would wait now, without a place being reserved.
    pub(crate) fn queue(&mut self, now: Instant) -> Duration {
        let mut copy = self.clone();
        copy.reserve(now)
    }

    /// The relay took an event.
    pub(crate) fn took(&mut self, now: Instant) {
        if self.counting_since.is_none_or(|since| now.duration_since(since) >= MINUTE) {
            self.counting_since = Some(now);
            self.taken = 0;
        }
        self.taken = self.taken.saturating_add(1);
    }

    /// The relay said "rate-limited".
    pub(crate) fn refused(&mut self, now: Instant) {
        // A volley that was under way brings many refusals; they count as one.
        if self.changed_at.is_some_and(|at| now.duration_since(at) < Duration::from_secs(5))
            && self.per_minute.is_some()
        {
            return;
        }
        let seen = f64::from(self.taken);
        let slower = self.per_minute.map_or(seen.max(SLOWEST * 2.0), |rate| rate) / 2.0;
        self.per_minute = Some(slower.clamp(SLOWEST, FREE));
        self.tokens = self.tokens.min(0.0);
        self.filled_at = Some(now);
        self.changed_at = Some(now);
    }

    /// Events a minute, where the relay made us count.
    pub(crate) fn events_per_minute(&self) -> Option<u32> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        self.per_minute.map(|rate| rate as u32)
    }

    fn fill(&mut self, rate: f64, now: Instant) {
        let passed = self.filled_at.map_or(Duration::ZERO, |at| now.duration_since(at));
        self.filled_at = Some(now);
        self.tokens = (self.tokens + rate * passed.as_secs_f64() / 60.0).min(BURST);
    }

    fn speed_up(&mut self, now: Instant) {
        let (Some(mut rate), Some(mut at)) = (self.per_minute, self.changed_at) else { return };
        while now.duration_since(at) >= MINUTE && rate < FREE {
            self.fill(rate, now);
            rate *= 1.25;
            at += MINUTE;
        }
        self.changed_at = Some(at);
        self.per_minute = (rate < FREE).then_some(rate);
        if self.per_minute.is_none() {
            self.tokens = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_waits_until_a_relay_complains() {
        let now = Instant::now();
        let mut pace = Pace::default();
        for _ in 0..10_000 {
            assert_eq!(pace.reserve(now), Duration::ZERO);
        }
        assert_eq!(pace.events_per_minute(), None);
    }

    #[test]
    fn after_a_complaint_the_pace_is_half_of_what_was_taken() {
        let now = Instant::now();
        let mut pace = Pace::default();
        (0..40).for_each(|_| pace.took(now));
        pace.refused(now);
        pace.refused(now);
        assert_eq!(pace.events_per_minute(), Some(20), "a volley counts once");
        assert_eq!(pace.reserve(now), Duration::from_secs(3));
        assert_eq!(pace.reserve(now), Duration::from_secs(6));
    }

    #[test]
    fn quiet_minutes_make_it_faster_and_free_again() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.refused(now);
        let slow = pace.events_per_minute().unwrap();
        pace.reserve(now + MINUTE * 3);
        assert!(pace.events_per_minute().unwrap() > slow);
        pace.reserve(now + MINUTE * 60);
        assert_eq!(pace.events_per_minute(), None);
        assert_eq!(pace.reserve(now + MINUTE * 60), Duration::ZERO);
    }

    proptest! {
        /// Whatever happens, the waits handed out never let more through than the pace.
        #[test]
        fn the_pace_is_kept(taken in 0u32..200, count in 1u32..100) {
            let now = Instant::now();
            let mut pace = Pace::default();
            (0..taken).for_each(|_| pace.took(now));
            pace.refused(now);
            let rate = f64::from(pace.events_per_minute().unwrap());
            let mut last = Duration::ZERO;
            for n in 1..=count {
                let wait = pace.reserve(now);
                prop_assert!(wait >= last);
                prop_assert!(wait.as_secs_f64() >= f64::from(n) * 60.0 / (rate + 1.0) - 0.001);
                last = wait;
            }
        }
    }
}
