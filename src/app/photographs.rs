//! Pictures of every screen in its states, compared with those that somebody has looked at.
//!
//! They lie in `tests/photographs`, reduced to a quarter: enough to see what moved, little enough
//! to keep. A picture that differs is written in full to `target/photographs`; when the change is
//! meant, look at it and take it over with `HUSHWING_PHOTOGRAPHS=keep cargo test photographs`.

use std::path::{Path, PathBuf};

use iced::Size;
use image::imageops::FilterType;
use image::{DynamicImage, RgbImage};

use super::Element;
use super::direction;
use super::language::{self, Language};
use super::testing::simulate_in;
use super::theme::{Accent, Mode, Tokens};

/// A side of the kept picture, in pixels for each logical pixel.
const REDUCED: f32 = 0.5;
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

/// Draws a screen in full size: where the picture lies.
fn draw<'a, Message: 'a>(
    name: &str,
    size: Size,
    mode: Mode,
    view: impl Into<Element<'a, Message>>,
) -> PathBuf {
    let folder = root().join("target/photographs");
    let path = folder.join(format!("{name}-tiny-skia.png"));
    // The simulator compares with what is there, and writes only what is not.
    let _ = std::fs::remove_file(&path);
    let theme = match mode {
        Mode::Light => iced::Theme::Light,
        Mode::Dark => iced::Theme::Dark,
    };
    let mut ui = simulate_in(direction::mirrored(view), size);
    let snapshot = ui.snapshot(&theme).unwrap();
    assert!(snapshot.matches_image(folder.join(name)).unwrap());
    assert!(path.exists(), "not drawn by tiny-skia: {}", path.display());
    path
}

fn reduced(picture: &DynamicImage, size: Size) -> RgbImage {
    let side = |side: f32| (side * REDUCED).round() as u32;
    picture.resize_exact(side(size.width), side(size.height), FilterType::Triangle).into_rgb8()
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
        let drawn = draw(&name, light.size, light.mode, view(*light));
        let now = reduced(&image::open(&drawn).unwrap(), light.size);
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
            different.push(format!("{name}: {difference} ‰, see {}", drawn.display()));
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
    use super::widget::body;
    let size = Size::new(200.0, 60.0);
    let t = Tokens::of(Mode::Light, Accent::Normal);
    let shown = |name, words| {
        let path = draw::<()>(name, size, Mode::Light, body(words, t.ink_1));
        reduced(&image::open(path).unwrap(), size)
    };
    let one = shown("proof-one", "The ferry leaves");
    assert_eq!(difference(&one, &shown("proof-same", "The ferry leaves")), 0);
    assert!(difference(&one, &shown("proof-other", "at seven forty")) > FEW);
}
