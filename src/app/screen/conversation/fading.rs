//! How much of its time a message has left, and how that is shown on its bubble.

use std::time::Duration;

use iced::widget::{container, row};
use iced::{Center, Color, Length, padding};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::ring::ring;
use super::super::super::widget::{hint, label, style};
use super::super::super::{Element, font, lasting};
use crate::model::{Message, Millis};

/// A message burns when it has less than this left, milliseconds.
const BURNING: i64 = 60_000;
/// Steps of the bar.
const STEPS: u16 = 1_000;

/// How a message that will be gone stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fade {
    /// Its timer of so many seconds has not begun.
    Waits(u32),
    /// So many milliseconds are left, and so much of all, from 0 to 1.
    Left(i64, f32),
}

impl Fade {
    /// Of this message; nothing where it stays.
    pub(super) fn of(message: &Message, now: Millis) -> Option<Self> {
        let Some(at) = message.expires_at else {
            return (message.ttl_secs > 0).then_some(Self::Waits(message.ttl_secs));
        };
        let left = at.0.saturating_sub(now.0).max(0);
        let whole = i64::from(message.ttl_secs).saturating_mul(1000);
        let share = if whole > 0 { (left as f64 / whole as f64).min(1.0) as f32 } else { 1.0 };
        Some(Self::Left(left, share))
    }

    /// What is left of all, in its last minute.
    pub(super) fn burning(self) -> Option<f32> {
        match self {
            Self::Left(left, share) if left < BURNING => Some(share),
            Self::Left(..) | Self::Waits(_) => None,
        }
    }
}

/// How often a clock must be looked at for what is shown of this message. The last minute is
/// counted in seconds, and seen to begin.
pub(super) fn pulse(message: &Message, now: Millis) -> Option<Duration> {
    match Fade::of(message, now)? {
        Fade::Waits(_) => None,
        Fade::Left(left, _) => Some(Duration::from_secs(match left {
            ..70_000 => 1,
            70_000..600_000 => 10,
            _ => 60,
        })),
    }
}

/// Before the time of a message.
pub(super) fn mark<'a, M: 'a>(fade: Fade, mine: bool, t: Tokens) -> Element<'a, M> {
    let ink = if mine { t.bubble_out_meta } else { t.ink_3 };
    let ring_ink = if mine { Color::WHITE } else { t.accent };
    match fade {
        Fade::Waits(secs) => {
            let words = label(lasting::short(secs), theme::MICRO, font::TEXT, ink);
            let mark = row![ring(1.0, 12.0, ring_ink), words].spacing(4).align_y(Center);
            hint::below(mark, say!("fades-read", time = lasting::long(secs)), t)
        }
        Fade::Left(left, share) if fade.burning().is_none() => {
            let left = lasting::left(left);
            let words = label(left.clone(), theme::MICRO, font::TEXT, ink);
            let mark = row![ring(share, 12.0, ring_ink), words].spacing(4).align_y(Center);
            hint::below(mark, say!("fades-in", time = left), t)
        }
        Fade::Left(left, _) => {
            let words = label(lasting::clock(left), theme::CAPTION, font::STRONG, t.warn);
            let face = row![Icon::Flame.view(12.0, t.warn), words].spacing(4).align_y(Center);
            container(face).padding([1, 6]).style(move |_| style::rounded(t.warn_soft, 9)).into()
        }
    }
}

/// Under the text of a message that burns.
pub(super) fn bar<'a, M: 'a>(share: f32, mine: bool, t: Tokens) -> Element<'a, M> {
    let (fill, track) =
        if mine { (t.read_tick, t.bubble_out_chip) } else { (t.gold, t.accent_soft_2) };
    let left = (share.clamp(0.0, 1.0) * f32::from(STEPS)) as u16;
    let part = |of: u16, color: Color| {
        (of > 0).then(|| {
            let width = Length::FillPortion(of);
            container(style::gap(width, 3)).width(width).style(move |_| style::rounded(color, 2))
        })
    };
    let bar = row![].push(part(left, fill)).push(part(STEPS - left, track));
    container(bar).padding(padding::top(4).bottom(1)).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::fixture::{NOW, message};

    fn fading(ttl_secs: u32, left: Option<i64>) -> Message {
        let expires_at = left.map(|left| NOW.plus(left));
        Message { ttl_secs, expires_at, ..message(0, Some(1), "Page two") }
    }

    #[test]
    fn a_ring_is_full_until_the_timer_runs_and_then_empties() {
        assert_eq!(Fade::of(&fading(0, None), NOW), None);
        assert_eq!(Fade::of(&fading(3600, None), NOW), Some(Fade::Waits(3600)));
        let half = fading(3600, Some(1_800_000));
        assert_eq!(Fade::of(&half, NOW), Some(Fade::Left(1_800_000, 0.5)));
        // A timer of nobody knows how long is shown with what is left of it.
        assert_eq!(Fade::of(&fading(0, Some(9_000)), NOW), Some(Fade::Left(9_000, 1.0)));
        let past = Fade::of(&fading(60, Some(-9_000)), NOW);
        assert_eq!(past, Some(Fade::Left(0, 0.0)));
    }

    #[test]
    fn only_the_last_minute_burns_and_is_counted_in_seconds() {
        let burns = |left| Fade::of(&fading(3600, Some(left)), NOW).unwrap().burning().is_some();
        assert!(burns(59_000) && !burns(60_000));
        let pulse = |left| pulse(&fading(3600, left), NOW).map(|pulse| pulse.as_secs());
        assert_eq!(pulse(None), None);
        assert_eq!(pulse(Some(42_000)), Some(1));
        assert_eq!(pulse(Some(120_000)), Some(10));
        assert_eq!(pulse(Some(2_760_000)), Some(60));
    }

    proptest! {
        #[test]
        fn nothing_from_outside_makes_a_share_that_is_none(ttl: u32, at: i64, now: i64) {
            let mut message = fading(ttl, None);
            message.expires_at = Some(Millis(at));
            if let Some(Fade::Left(left, share)) = Fade::of(&message, Millis(now)) {
                prop_assert!(left >= 0 && (0.0..=1.0).contains(&share));
            }
        }
    }
}
