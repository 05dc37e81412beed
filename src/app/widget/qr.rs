//! A text, or plain bytes, as a square of black and white, for another device's camera.
//!
//! Dark on light in both themes, with the quiet zone of four modules that readers need
//! (ISO/IEC 18004); one pixel of the picture is one module, enlarged without smoothing.

use std::io::Cursor;

use iced::widget::image::{FilterMethod, Handle, Image};
use iced::widget::{container, container::Style};
use iced::{Color, border};
use image::{GrayImage, ImageFormat, Luma};
use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};

use super::super::Element;

/// Light modules around.
const QUIET: u32 = 4;
/// Pixels of a module in a saved picture.
const PRINTED: u32 = 12;

const DARK: u8 = 0x12;
const LIGHT: u8 = 0xFF;

/// A code, ready to be shown.
#[derive(Debug, Clone)]
pub(crate) struct Qr {
    modules: GrayImage,
    handle: Handle,
}

impl Qr {
    /// The code of a text; `None` where it is too long for any.
    pub(crate) fn of(text: &str) -> Option<Self> {
        // A screen is neither torn nor dirty: the least correction has the largest modules.
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let modules = modules(&code)?;
        let rgba = modules.pixels().flat_map(|Luma([v])| [*v, *v, *v, 0xFF]).collect::<Vec<_>>();
        let (side, _) = modules.dimensions();
        Some(Self { handle: Handle::from_rgba(side, side, rgba), modules })
    }

    /// The code of these bytes, as they are: in one segment of byte mode, which every reader gives
    /// back unchanged; for [`bare`](Self::bare) in so many logical pixels. What is dark has this
    /// colour, and what is light is left to the ground.
    pub(crate) fn of_bytes(bytes: &[u8], dark: [u8; 3], most: f32) -> Option<Self> {
        let bits = (1..=40).find_map(|version| {
            let mut bits = Bits::new(Version::Normal(version));
            bits.push_byte_data(bytes).ok()?;
            bits.push_terminator(EcLevel::L).ok()?;
            Some(bits)
        })?;
        let modules = modules(&QrCode::with_bits(bits, EcLevel::L).ok()?)?;
        // The software renderer puts a picture that it enlarges at whole pixels of the picture:
        // this one is as large as it is shown.
        let (side, _) = modules.dimensions();
        let large = whole(side, most) as u32;
        let [red, green, blue] = dark;
        let pixel = |at: u32| {
            let (x, y) = (at % (side * large), at / (side * large));
            match modules.get_pixel(x / large, y / large) {
                Luma([LIGHT]) => [0; 4],
                Luma(_) => [red, green, blue, 0xFF],
            }
        };
        let rgba = (0..(side * large).pow(2)).flat_map(pixel).collect::<Vec<_>>();
        Some(Self { handle: Handle::from_rgba(side * large, side * large, rgba), modules })
    }

    /// The code as large as whole modules fit into `most` logical pixels, on its own light ground.
    pub(crate) fn view<'a, Message: 'a>(&self, most: f32) -> Element<'a, Message> {
        container(self.bare(most))
            .padding(8)
            .style(|_| Style {
                background: Some(Color::WHITE.into()),
                border: border::rounded(14),
                ..Style::default()
            })
            .into()
    }

    /// The same without its ground: it stands on something light.
    pub(crate) fn bare<'a, Message: 'a>(&self, most: f32) -> Element<'a, Message> {
        let side = self.modules.width();
        let size = side as f32 * whole(side, most);
        let code = Image::new(self.handle.clone()).filter_method(FilterMethod::Nearest);
        code.width(size).height(size).into()
    }

    /// The code as a picture file (PNG), large enough to be printed.
    pub(crate) fn png(&self) -> Option<Vec<u8>> {
        let side = self.modules.width() * PRINTED;
        let picture = GrayImage::from_fn(side, side, |x, y| {
            *self.modules.get_pixel(x / PRINTED, y / PRINTED)
        });
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png).ok()?;
        Some(file.into_inner())
    }
}

/// How many logical pixels a module has where so many of them stand in so many pixels.
fn whole(side: u32, most: f32) -> f32 {
    (most / side as f32).floor().max(1.0)
}

/// One pixel for each module, the quiet zone around them.
fn modules(code: &QrCode) -> Option<GrayImage> {
    let width = u32::try_from(code.width()).ok()?;
    let side = width + 2 * QUIET;
    let mut modules = GrayImage::from_pixel(side, side, Luma([LIGHT]));
    for (at, color) in (0..).zip(code.to_colors()) {
        if color == qrcode::Color::Dark {
            modules.put_pixel(at % width + QUIET, at / width + QUIET, Luma([DARK]));
        }
    }
    Some(modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader makes of a picture.
    fn read(png: &[u8]) -> String {
        let picture = image::load_from_memory(png).unwrap().into_luma8();
        let (width, height) = picture.dimensions();
        let mut seen =
            rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
                picture.get_pixel(x as u32, y as u32).0[0]
            });
        seen.detect_grids()[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_finds_the_link_in_the_saved_picture() {
        let link = format!("hushwing:nprofile1{}?name=Lena%20Brandt", "qqsxsa5u3".repeat(24));
        let png = Qr::of(&link).unwrap().png().unwrap();
        assert_eq!(read(&png), link);
    }

    #[test]
    fn the_quiet_zone_is_light() {
        let code = Qr::of("hushwing:npub1").unwrap();
        let side = code.modules.width();
        for at in 0..side {
            for edge in 0..QUIET {
                for (x, y) in [(at, edge), (edge, at), (at, side - 1 - edge), (side - 1 - edge, at)]
                {
                    assert_eq!(code.modules.get_pixel(x, y).0[0], LIGHT);
                }
            }
        }
        assert_eq!(code.modules.get_pixel(QUIET, QUIET).0[0], DARK);
    }

    #[test]
    fn a_book_is_no_code() {
        assert!(Qr::of(&"x".repeat(10_000)).is_none());
        assert!(Qr::of_bytes(&[b'x'; 10_000], [DARK; 3], 200.0).is_none());
    }
}
