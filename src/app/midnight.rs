//! The day changes while a window is open.
//!
//! What the window says of times depends on the day alone ("Today", "Mon"), so it hears of a new
//! day and of nothing else: each thing that a window hears makes it draw itself anew.

use std::time::Duration;

use futures_util::stream::{self, Stream};
use iced::Subscription;

use super::calendar::Calendar;
use crate::model::{Clock, Millis};

/// Between two looks at the clock: it may be set, and computers sleep, so midnight is no timer.
const LOOK: Duration = Duration::from_secs(60);

/// The time, once whenever another day has begun.
pub(super) fn days() -> Subscription<Millis> {
    Subscription::run(|| days_of(Clock::system()))
}

fn days_of(clock: Clock) -> impl Stream<Item = Millis> {
    let known = clock.now();
    stream::unfold((clock, known), |(clock, known)| async move {
        loop {
            tokio::time::sleep(LOOK).await;
            let now = clock.now();
            if !Calendar::here(now).same_day(known, now) {
                return Some((now, (clock, now)));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::{FutureExt, StreamExt};

    use super::*;

    const HOUR: i64 = 3_600_000;

    #[tokio::test(start_paused = true)]
    async fn minutes_pass_in_silence_and_a_new_day_is_told_once() {
        let noon = Calendar::here(Millis(0)).noon();
        let clock = Clock::standing_at(noon);
        let mut days = pin!(days_of(clock.clone()));
        for _ in 0..11 {
            clock.advance(HOUR);
            assert!(days.next().now_or_never().is_none());
            tokio::time::sleep(LOOK * 2).await;
            assert!(days.next().now_or_never().is_none(), "still the same day");
        }
        clock.advance(2 * HOUR);
        assert_eq!(days.next().await, Some(noon.plus(13 * HOUR)));
        tokio::time::sleep(LOOK * 2).await;
        assert!(days.next().now_or_never().is_none(), "told already");
    }
}
