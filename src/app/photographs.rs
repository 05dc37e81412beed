//! Pictures of every screen in its states, compared with those that somebody has looked at.
//!
//! They lie in `tests/photographs`, reduced to half their size: enough to see what moved, little
//! enough to keep. A picture that differs is written in full to `target/photographs`; when the change is
//! meant, look at it and take it over with `HUSHWING_PHOTOGRAPHS=keep cargo test photographs`.

use std::path::Path;
use std::sync::Once;

use iced::advanced::clipboard;
use iced::advanced::renderer::{Headless as _, Style};
use iced::{Color, Event, Pixels, Size, mouse, window};
use iced_test::runtime::{UserInterface, user_interface};
use image::{DynamicImage, RgbImage};

use super::language::{self, Language};
use super::testing::simulate;
use super::theme::{Accent, Mode, Tokens};
use super::widget::body;
use super::{Element, direction, font};

/// Logical pixels of a side that become one of the kept picture.
const REDUCED: u32 = 2;
/// A pixel differs when one of its channels does by more than this.
const NEAR: u8 = 28;
/// Letters and edges may fall a little differently: so many of a thousand pixels may differ.
const FEW: usize = 2;

/// How a screen is photographed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Light {
    pub(crate) mode: Mode,
    pub(crate) language: Language,
    pub(crate) size: Size,
}

impl Light {
    pub(crate) fn tokens(self) -> Tokens {
        Tokens::of(self.mode, Accent::Normal)
    }

    fn name(self) -> String {
        let mode = match self.mode {
            Mode::Light => "light",
            Mode::Dark => "dark",
        };
        format!("{mode}-{}-{}x{}", self.language.code(), self.size.width, self.size.height)
    }
}

/// The usual window by day, by night, and narrow in Persian.
pub(crate) fn lights() -> [Light; 4] {
    let wide = Size::new(1280.0, 800.0);
    let light = |mode, language, size| Light { mode, language, size };
    [
        light(Mode::Light, Language::English, wide),
        light(Mode::Dark, Language::English, wide),
        light(Mode::Dark, Language::Persian, wide),
        // A window of 1280 by 800 at 200 %, or a small one.
        light(Mode::Light, Language::Russian, Size::new(640.0, 400.0)),
    ]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Draws a screen, one pixel for each logical one.
fn draw<'a, Message: 'a>(
    size: Size,
    mode: Mode,
    view: impl Into<Element<'a, Message>>,
) -> RgbImage {
    // The simulator loads the fonts; it always draws at twice the size, which takes four times
    // as long, so the rest is done here.
    static FONTS: Once = Once::new();
    FONTS.call_once(|| drop(simulate(Element::<()>::from(body("", Color::BLACK)))));
    let (theme, ground) = match mode {
        Mode::Light => (iced::Theme::Light, Color::WHITE),
        Mode::Dark => (iced::Theme::Dark, Color::BLACK),
    };
    let renderer = iced::Renderer::new(font::TEXT, Pixels(16.0), Some("tiny-skia"));
    let mut renderer = futures_util::FutureExt::now_or_never(renderer).flatten().unwrap();
    let (nowhere, mut messages) = (mouse::Cursor::Unavailable, Vec::new());
    let mut ui = UserInterface::build(
        direction::mirrored(view),
        size,
        user_interface::Cache::default(),
        &mut renderer,
    );
    let redraw = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
    let _ = ui.update(&[redraw], nowhere, &mut renderer, &mut clipboard::Null, &mut messages);
    let style = Style { text_color: Color::BLACK };
    ui.draw(&mut renderer, &theme, &style, nowhere);
    let pixels = Size::new(size.width as u32, size.height as u32);
    let rgba = renderer.screenshot(pixels, 1.0, ground);
    let picture = image::RgbaImage::from_raw(pixels.width, pixels.height, rgba).unwrap();
    DynamicImage::from(picture).into_rgb8()
}

fn reduced(picture: &RgbImage) -> RgbImage {
    image::imageops::thumbnail(picture, picture.width() / REDUCED, picture.height() / REDUCED)
}

/// How many of a thousand pixels differ.
fn difference(one: &RgbImage, other: &RgbImage) -> usize {
    if one.dimensions() != other.dimensions() {
        return 1000;
    }
    let differs = |(a, b): &(&image::Rgb<u8>, &image::Rgb<u8>)| {
        a.0.iter().zip(&b.0).any(|(a, b)| a.abs_diff(*b) > NEAR)
    };
    let all = one.pixels().len().max(1);
    one.pixels().zip(other.pixels()).filter(differs).count() * 1000 / all
}

/// Photographs a screen in every light, and compares. The view is made anew for each.
pub(crate) fn photograph<'a, Message: 'a>(
    name: &str,
    lights: &[Light],
    view: impl Fn(Light) -> Element<'a, Message>,
) {
    let keep = std::env::var_os("HUSHWING_PHOTOGRAPHS").is_some_and(|wish| wish == "keep");
    let mut different = Vec::new();
    for light in lights {
        language::speak(light.language);
        let name = format!("{name}-{}", light.name());
        let drawn = draw(light.size, light.mode, view(*light));
        let now = reduced(&drawn);
        let kept = root().join("tests/photographs").join(format!("{name}.png"));
        let difference = match image::open(&kept) {
            Ok(before) => difference(&before.into_rgb8(), &now),
            Err(_) => 1000,
        };
        if difference <= FEW {
            continue;
        }
        if keep {
            std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
            now.save(&kept).unwrap();
        } else {
            let folder = root().join("target/photographs");
            std::fs::create_dir_all(&folder).unwrap();
            let full = folder.join(format!("{name}.png"));
            drawn.save(&full).unwrap();
            different.push(format!("{name}: {difference} ‰, see {}", full.display()));
        }
    }
    language::speak(Language::English);
    assert!(
        different.is_empty(),
        "{different:#?}\nLook at them; if they are as they should be: \
         HUSHWING_PHOTOGRAPHS=keep cargo test photographs",
    );
}

#[test]
fn a_moved_word_is_a_different_picture() {
    let size = Size::new(200.0, 60.0);
    let t = Tokens::of(Mode::Light, Accent::Normal);
    let shown = |words| reduced(&draw::<()>(size, Mode::Light, body(words, t.ink_1)));
    let one = shown("The ferry leaves");
    assert_eq!(difference(&one, &shown("The ferry leaves")), 0);
    assert!(difference(&one, &shown("at seven forty")) > FEW);
}
