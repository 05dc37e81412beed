//! A relay as the list, its banner and settings show it: how it does, how fast it answered, and
//! when it is tried again.
//!
//! Pure: the time is an argument. Whoever shows a countdown asks [`pulse`] how often to look.

use std::time::Duration;

use iced::widget::{Row, container};
use iced::{Bottom, Color};

use super::super::Element;
use super::super::theme::Tokens;
use super::super::widget::style;
use crate::model::{Millis, ROUND_TRIPS, RelayCondition, RelayStatus, SLOW_MS};

/// The seconds of the last minute are counted; before that one looks so often.
const SELDOM: Duration = Duration::from_secs(10);
const SECOND: Duration = Duration::from_secs(1);
/// Height of the bars.
const HIGH: f32 = 20.0;
const LOW: f32 = 4.0;

/// Whether it answers.
pub(crate) fn answers(relay: &RelayStatus) -> bool {
    matches!(relay.state, RelayCondition::Connected | RelayCondition::Slow)
}

/// Whether it is away, and may come back.
fn is_away(relay: &RelayStatus) -> bool {
    matches!(relay.state, RelayCondition::Refused | RelayCondition::Unreachable)
}

/// What one calls a relay: its address without what all addresses have.
pub(crate) fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/')
}

/// A dot for how it does: green, amber while it may still come, red when it says no.
pub(crate) fn dot<'a, Message: 'a>(condition: RelayCondition, t: Tokens) -> Element<'a, Message> {
    coloured(match condition {
        RelayCondition::Connected => t.ok,
        RelayCondition::Slow | RelayCondition::Connecting => t.gold,
        RelayCondition::Refused | RelayCondition::Unreachable => t.danger_fill,
    })
}

/// A dot of 8 px.
pub(crate) fn coloured<'a, Message: 'a>(color: Color) -> Element<'a, Message> {
    container(style::gap(8, 8)).style(move |_| style::rounded(color, 4)).into()
}

/// A relay that was away and is tried again is as it was, but being tried: else everything that
/// tells of it would come and go with every try.
pub(crate) fn follow(before: Option<&RelayStatus>, now: RelayStatus) -> RelayStatus {
    match before {
        Some(before) if is_away(before) && now.state == RelayCondition::Connecting => {
            RelayStatus { next_try: None, ..before.clone() }
        }
        _ => now,
    }
}

/// Milliseconds until the first of those that are away is tried again; 0 while one is.
fn left(relays: &[RelayStatus], now: Millis) -> Option<i64> {
    let away = relays.iter().filter(|relay| is_away(relay));
    away.map(|relay| relay.next_try.map_or(0, |at| at.0.saturating_sub(now.0).max(0))).min()
}

/// "Next try in 40 s", for the first of those that are away.
pub(crate) fn next_try(relays: &[RelayStatus], now: Millis) -> Option<String> {
    // Whole seconds, rounded up: nothing is tried while it says one.
    let seconds = left(relays, now)?.saturating_add(999) / 1000;
    Some(match seconds {
        0 => say!("trying-again").to_owned(),
        1..=60 => say!("next-try-seconds", count = seconds),
        _ => say!("next-try-minutes", count = (seconds + 59) / 60),
    })
}

/// How often these words change; `None` where they do not by themselves.
pub(crate) fn pulse(relays: &[RelayStatus], now: Millis) -> Option<Duration> {
    match left(relays, now)? {
        // What comes of it is told.
        0 => None,
        1..=61_000 => Some(SECOND),
        _ => Some(SELDOM),
    }
}

/// The last round trips as bars, the newest last, amber where they were slow; nothing where there
/// is nothing to compare.
pub(crate) fn bars<'a, Message: 'a>(
    relay: &RelayStatus,
    t: Tokens,
) -> Option<Element<'a, Message>> {
    let trips = &relay.round_trips;
    if trips.len() < 2 {
        return None;
    }
    let missing = ROUND_TRIPS.saturating_sub(trips.len());
    let bar = |(height, color): (f32, Color)| {
        let bar = container(style::gap(3, height)).style(move |_| style::rounded(color, 1.5));
        Element::<'a, Message>::from(bar)
    };
    let empty = std::iter::repeat_n((LOW, t.line), missing);
    let measured = trips.iter().map(|ms| (tall(*ms), if *ms > SLOW_MS { t.gold } else { t.ok }));
    Some(Row::with_children(empty.chain(measured).map(bar)).spacing(1).align_y(Bottom).into())
}

/// Height of a bar: people tell 30 ms from 300, not 3,000 from 3,270.
fn tall(ms: u32) -> f32 {
    let share = (ms as f32 / 10.0).ln_1p() / (SLOW_MS as f32 / 10.0).ln_1p();
    LOW + (HIGH - LOW) * share.min(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::fixture::{NOW, relay};
    use RelayCondition::{Connected, Connecting, Refused, Unreachable};

    fn away(number: usize, seconds: i64) -> RelayStatus {
        let next_try = Some(NOW.plus(seconds * 1000));
        RelayStatus { next_try, ..relay(number, Unreachable, "No answer.") }
    }

    #[test]
    fn a_relay_is_called_by_its_host() {
        assert_eq!(host("wss://relay.example/"), "relay.example");
        assert_eq!(host("ws://192.168.1.4:7447"), "192.168.1.4:7447");
        assert_eq!(host("wss://relay.example/inbox"), "relay.example/inbox");
    }

    #[test]
    fn the_first_that_is_tried_again_is_counted_down_to() {
        let connected = relay(0, Connected, "");
        let says = |relays: &[RelayStatus], now| next_try(relays, now);
        assert_eq!(says(std::slice::from_ref(&connected), NOW), None);
        let relays = [connected, away(1, 200), away(2, 40)];
        assert_eq!(says(&relays, NOW), Some(say!("next-try-seconds", count = 40)));
        assert_eq!(says(&relays, NOW.plus(1)), Some(say!("next-try-seconds", count = 40)));
        assert_eq!(says(&relays, NOW.plus(39_500)), Some(say!("next-try-seconds", count = 1)));
        assert_eq!(says(&relays, NOW.plus(40_000)), Some(say!("trying-again").to_owned()));
        assert_eq!(says(&relays[..2], NOW), Some(say!("next-try-minutes", count = 4)));
    }

    #[test]
    fn nobody_looks_at_the_clock_when_nothing_is_counted() {
        assert_eq!(pulse(&[relay(0, Connected, "")], NOW), None);
        assert_eq!(pulse(&[relay(0, Connecting, "")], NOW), None);
        assert_eq!(pulse(&[relay(0, Unreachable, "")], NOW), None, "it is being tried");
        assert_eq!(pulse(&[away(0, 200)], NOW), Some(SELDOM));
        assert_eq!(pulse(&[away(0, 200), away(1, 40)], NOW), Some(SECOND));
        assert_eq!(pulse(&[away(0, 40)], NOW.plus(41_000)), None);
    }

    #[test]
    fn a_relay_that_is_tried_again_does_not_come_and_go() {
        let trying = relay(0, Connecting, "");
        let before = away(0, 40);
        let after = follow(Some(&before), trying.clone());
        assert_eq!((after.state, after.next_try), (Unreachable, None));
        assert_eq!(follow(None, trying.clone()), trying);
        // One that was connected is really being connected anew.
        assert_eq!(follow(Some(&relay(0, Connected, "")), trying.clone()), trying);
        let refused = relay(0, Refused, "It wants to be paid.");
        assert_eq!(follow(Some(&before), refused.clone()), refused);
    }

    proptest! {
        #[test]
        fn slower_is_never_shorter(one: u32, other: u32) {
            let (less, more) = (one.min(other), one.max(other));
            prop_assert!(tall(less) <= tall(more));
            prop_assert!((LOW..=HIGH).contains(&tall(more)));
        }
    }
}
