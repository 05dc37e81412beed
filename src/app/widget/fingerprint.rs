//! Thirty-two bytes as a small picture of coloured squares. A decoration: two pictures may look
//! alike whose bytes differ, so nobody compares by it.

use iced::widget::image::{FilterMethod, Handle, Image};

use super::super::Element;

/// Squares of a side.
const SIDE: u32 = 12;
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
pub(crate) struct Fingerprint(Handle);

impl Fingerprint {
    /// Of these bytes.
    pub(crate) fn of(bytes: &[u8; 32]) -> Self {
        let rgba = (0..SIDE * SIDE).flat_map(|at| {
            let [red, green, blue] = COLOURS[colour(bytes, at)];
            [red, green, blue, 0xFF]
        });
        Self(Handle::from_rgba(SIDE, SIDE, rgba.collect::<Vec<_>>()))
    }

    /// As large as whole squares fit into so many logical pixels.
    pub(crate) fn view<'a, Message: 'a>(&self, most: f32) -> Element<'a, Message> {
        let size = SIDE as f32 * (most / SIDE as f32).floor().max(1.0);
        let picture = Image::new(self.0.clone()).filter_method(FilterMethod::Nearest);
        picture.width(size).height(size).into()
    }
}

/// Which colour a square has: by three bits, spread over all of the bytes; half of the squares are
/// ground.
fn colour(bytes: &[u8; 32], square: u32) -> usize {
    let first = square * 16 / 9;
    let bit = |at: u32| {
        let (byte, shift) = (at / 8 % 32, 7 - at % 8);
        usize::from(bytes.get(byte as usize).is_some_and(|byte| byte >> shift & 1 == 1))
    };
    let number = bit(first) * 4 + bit(first + 1) * 2 + bit(first + 2);
    number.saturating_sub(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(bytes: &[u8; 32]) -> Vec<usize> {
        (0..SIDE * SIDE).map(|square| colour(bytes, square)).collect()
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
