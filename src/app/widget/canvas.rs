//! The conversation's ground: a quiet gradient from top to bottom.
//!
//! Its ends are so near to each other that all of it has some twenty shades. Painted as so many
//! plain bands it looks the same as a gradient, and costs the software renderer a fraction.

use iced::advanced::{Renderer as _, renderer};
use iced::{Background, Color, Rectangle};

use super::super::Element;
use super::super::theme::Tokens;
use super::wrap::{Wrap, Wrapped};

/// Puts the ground under something that fills its place.
pub(crate) fn canvas<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    Wrapped::new(content, Ground { top: t.canvas_top, bottom: t.canvas_bottom }).into()
}

struct Ground {
    top: Color,
    bottom: Color,
}

/// How many shades lie between two colours, both counted.
fn shades(top: Color, bottom: Color) -> u16 {
    let (top, bottom) = (top.into_rgba8(), bottom.into_rgba8());
    let most = top.iter().zip(bottom).map(|(a, b)| a.abs_diff(b)).max();
    u16::from(most.unwrap_or(0)) + 1
}

/// The bands from top to bottom: where each begins, where the next does, and its colour.
fn bands(top: Color, bottom: Color, height: f32) -> impl Iterator<Item = (f32, f32, Color)> {
    let count = shades(top, bottom);
    let edge = move |n: u16| (height * f32::from(n) / f32::from(count)).floor();
    (0..count).map(move |n| {
        let share = if count > 1 { f32::from(n) / f32::from(count - 1) } else { 0.0 };
        let mix = |a: f32, b: f32| a + (b - a) * share;
        let color =
            Color::from_rgb(mix(top.r, bottom.r), mix(top.g, bottom.g), mix(top.b, bottom.b));
        let end = if n + 1 == count { height } else { edge(n + 1) };
        (edge(n), end, color)
    })
}

impl<Message> Wrap<Message> for Ground {
    type State = ();

    fn draw_under(&self, renderer: &mut iced::Renderer, bounds: Rectangle, viewport: &Rectangle) {
        let Some(seen) = bounds.intersection(viewport) else { return };
        for (from, to, color) in bands(self.top, self.bottom, bounds.height) {
            // A pixel of overlap, so that nothing shines through between two bands.
            let band = Rectangle {
                y: bounds.y + from,
                height: (to - from + 1.0).min(bounds.height - from),
                ..bounds
            };
            if let Some(band) = band.intersection(&seen) {
                renderer.fill_quad(
                    renderer::Quad { bounds: band, ..renderer::Quad::default() },
                    Background::Color(color),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_bands_cover_the_ground_from_its_first_shade_to_its_last(
            a: [u8; 3], b: [u8; 3], height in 0.0_f32..4000.0,
        ) {
            let (top, bottom) =
                (Color::from_rgb8(a[0], a[1], a[2]), Color::from_rgb8(b[0], b[1], b[2]));
            let all: Vec<_> = bands(top, bottom, height).collect();
            prop_assert_eq!(all[0].0, 0.0);
            prop_assert_eq!(all[0].2.into_rgba8(), top.into_rgba8());
            let last = all[all.len() - 1];
            prop_assert_eq!(last.1, height);
            prop_assert_eq!(last.2.into_rgba8(), bottom.into_rgba8());
            for pair in all.windows(2) {
                prop_assert_eq!(pair[0].1, pair[1].0);
                let (a, b) = (pair[0].2.into_rgba8(), pair[1].2.into_rgba8());
                prop_assert!(a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 1));
            }
        }
    }
}
