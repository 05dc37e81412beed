//! Where a text and the time at its end lie: arithmetic alone.

use iced::{Size, Vector};

/// Between the text and the time beside it.
const GAP: f32 = 12.0;

/// Where text and time lie: (whole size, left edge of the text, place of the time).
pub(super) fn arrange(
    text: Size,
    last_line: f32,
    rtl: bool,
    meta: Size,
    room: Size<f32>,
    least: f32,
) -> (Size, f32, Vector) {
    // Nothing stands at its end, so nothing keeps it away.
    let gap = if meta.width > 0.0 { GAP } else { 0.0 };
    let beside = last_line + gap + meta.width <= room.width;
    let natural = if beside {
        Size::new(text.width.max(last_line + gap + meta.width), text.height.max(meta.height))
    } else {
        Size::new(text.width.max(meta.width), text.height + meta.height)
    };
    let size = Size::new(natural.width.max(least).min(room.width), natural.height);
    // A text from right to left has its time where its last line ends: at the left.
    let (left, time) =
        if rtl { (size.width - text.width, 0.0) } else { (0.0, size.width - meta.width) };
    (size, left, Vector::new(time, size.height - meta.height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_has_its_time_beside_it() {
        let (size, _, place) = arrange(
            Size::new(100.0, 20.0),
            100.0,
            false,
            Size::new(40.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!(size, Size::new(152.0, 20.0));
        assert_eq!(place, Vector::new(112.0, 6.0));
    }

    #[test]
    fn a_full_last_line_pushes_the_time_below() {
        let (size, _, place) = arrange(
            Size::new(390.0, 40.0),
            380.0,
            false,
            Size::new(40.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!(size, Size::new(390.0, 54.0));
        assert_eq!(place, Vector::new(350.0, 40.0));
    }

    #[test]
    fn persian_keeps_to_the_right_and_has_its_time_at_the_left() {
        let (size, left, place) = arrange(
            Size::new(30.0, 20.0),
            30.0,
            true,
            Size::new(60.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!((size, left), (Size::new(102.0, 20.0), 72.0));
        assert_eq!(place, Vector::new(0.0, 6.0));
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_room_or_covers_the_text(
            text in (0.0_f32..400.0, 1_u8..9), last in 0.0_f32..1.0, rtl: bool,
            meta in 10.0_f32..90.0, least in 0.0_f32..400.0,
        ) {
            let whole = Size::new(text.0, f32::from(text.1) * 20.0);
            let last_line = last * text.0;
            let meta = Size::new(meta, 14.0);
            let (size, left, place) =
                arrange(whole, last_line, rtl, meta, Size::new(400.0, 999.0), least);
            prop_assert!(size.width <= 400.0 && size.width >= whole.width.min(400.0));
            prop_assert!(left >= 0.0 && left + whole.width <= size.width + 0.01);
            prop_assert!(place.x >= 0.0 && place.y >= 0.0);
            let below = place.y >= whole.height - 0.01;
            let beside = if rtl {
                place.x + meta.width <= left + whole.width - last_line + 0.01
            } else {
                place.x >= left + last_line
            };
            let beside = beside && place.y >= whole.height - 20.0;
            prop_assert!(below || beside);
        }
    }
}
