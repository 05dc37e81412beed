//! Thirty-two bytes as a small picture of coloured squares. A decoration: two pictures may look
//! alike whose bytes differ, so nobody compares by it.

use iced::widget::image::{FilterMethod, Handle, Image};

use super::super::Element;

/// Squares of a side.
const SIDE: u32 = 12;
/// Radius of the corners, logical pixels.
const CORNER: f32 = 8.0;
/// The same by day and by night, as two people may sit beside each other with one of each.
const COLOURS: [[u8; 3]; 5] = [
    [0xE0, 0xF1, 0xEC],
    [0x9F, 0xD3, 0xC4],
    [0x3F, 0xA4, 0x8D],
    [0x0B, 0x66, 0x56],
    [0x06, 0x35, 0x2D],
];
/// The darkest, for what stands beside it.
pub(crate) const DARK: [u8; 3] = COLOURS[4];

/// A picture, ready to be shown.
#[derive(Debug, Clone)]
pub(crate) struct Fingerprint {
    picture: Handle,
    side: u32,
}

impl Fingerprint {
    /// Of these bytes, as large as whole squares fit into so many logical pixels.
    pub(crate) fn of(bytes: &[u8; 32], most: u32) -> Self {
        // Not enlarged by the renderer, which would put it at whole squares of the window.
        let large = (most / SIDE).max(1);
        let side = SIDE * large;
        let rgba = (0..side * side).flat_map(|at| {
            let (x, y) = (at % side / large, at / side / large);
            let [red, green, blue] = COLOURS[colour(bytes, y * SIDE + x)];
            [red, green, blue, cover(at % side, at / side, side)]
        });
        Self { picture: Handle::from_rgba(side, side, rgba.collect::<Vec<_>>()), side }
    }

    /// It, in its own size.
    pub(crate) fn view<'a, Message: 'a>(&self) -> Element<'a, Message> {
        let picture = Image::new(self.picture.clone()).filter_method(FilterMethod::Nearest);
        picture.width(self.side).height(self.side).into()
    }
}

/// How much of a pixel lies within the rounded corners, which the software renderer would not round.
fn cover(x: u32, y: u32, side: u32) -> u8 {
    let inwards = |at: u32| CORNER - (at.min(side - 1 - at) as f32 + 0.5);
    let (x, y) = (inwards(x).max(0.0), inwards(y).max(0.0));
    ((CORNER + 0.5 - x.hypot(y)).clamp(0.0, 1.0) * 255.0).round() as u8
}

/// Which colour a square has: by three bits from far apart, so that neighbours have nothing to do
/// with each other; half of the squares are ground.
fn colour(bytes: &[u8; 32], square: u32) -> usize {
    let first = square * 16 / 9;
    let bit = |further: u32| {
        let at = first + further;
        let (byte, shift) = (at / 8 % 32, 7 - at % 8);
        usize::from(bytes.get(byte as usize).is_some_and(|byte| byte >> shift & 1 == 1))
    };
    let number = bit(0) * 4 + bit(83) * 2 + bit(167);
    number.saturating_sub(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(bytes: &[u8; 32]) -> Vec<usize> {
        (0..SIDE * SIDE).map(|square| colour(bytes, square)).collect()
    }

    #[test]
    fn corners_are_cut_and_edges_are_not() {
        assert_eq!((cover(0, 0, 72), cover(71, 71, 72)), (0, 0));
        assert_eq!((cover(0, 36, 72), cover(36, 71, 72), cover(9, 9, 72)), (255, 255, 255));
    }

    #[test]
    fn every_byte_is_in_the_picture() {
        let plain = colours(&[0; 32]);
        assert!(plain.iter().all(|colour| *colour == 0));
        for byte in 0..32 {
            let mut bytes = [0; 32];
            bytes[byte] = 0xFF;
            assert_ne!(colours(&bytes), plain, "byte {byte}");
        }
        assert!(colours(&[0xFF; 32]).iter().all(|colour| *colour == COLOURS.len() - 1));
    }
}
