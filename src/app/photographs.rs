//! Pictures of every screen in its states, compared with those that somebody has looked at.
//!
//! They lie in `tests/photographs`, reduced to half their size: enough to see what moved, little
//! enough to keep. A picture that differs is written in full to `target/photographs`; when the change is
//! meant, look at it and take it over with `HUSHWING_PHOTOGRAPHS=keep cargo test photographs`.

use std::path::Path;
use std::sync::Once;

use iced::advanced::clipboard;
use iced::advanced::renderer::{Headless as _, Style};
use iced::{Color, Event, Pixels, Point, Size, mouse, window};
use iced_test::runtime::{UserInterface, user_interface};
use image::{RgbImage, RgbaImage};

use super::language::{self, Language};
use super::testing::simulate;
use super::theme::{Accent, Mode, Tokens};
use super::widget::body;
use super::{Element, direction, font};

/// Logical pixels of a side that become one of the kept picture.
const REDUCED: u32 = 2;
/// A pixel differs when one of its channels does by more than this.
const NEAR: u8 = 28;
/// Edges may fall a little differently: so many pixels of the kept picture may differ. A word that
/// moved is more.
const FEW: usize = 40;

/// How a screen is photographed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Light {
    pub(crate) mode: Mode,
    pub(crate) language: Language,
    pub(crate) size: Size,
    /// Pixels of a side for each logical one: the text size of settings.
    pub(crate) scale: f32,
}

/// What the pointer does before the picture is taken: where, and what.
pub(crate) type Touch = (Point, mouse::Event);

impl Light {
    /// By day, in English.
    pub(crate) fn day(width: f32, height: f32) -> Self {
        let size = Size::new(width, height);
        Self { mode: Mode::Light, language: Language::English, size, scale: 1.0 }
    }

    /// By night.
    pub(crate) fn night(self) -> Self {
        Self { mode: Mode::Dark, ..self }
    }

    /// In Persian.
    pub(crate) fn persian(self) -> Self {
        Self { language: Language::Persian, ..self }
    }

    /// At a text size of 200 %: half of the room, drawn twice as large.
    pub(crate) fn doubled(self) -> Self {
        Self { size: self.size * 0.5, scale: 2.0, ..self }
    }

    pub(crate) fn tokens(self) -> Tokens {
        Tokens::of(self.mode, Accent::Normal)
    }

    fn name(self) -> String {
        let mode = match self.mode {
            Mode::Light => "light",
            Mode::Dark => "dark",
        };
        let (width, height) = (self.size.width * self.scale, self.size.height * self.scale);
        let scale = if self.scale > 1.0 { "-doubled" } else { "" };
        format!("{mode}-{}-{width}x{height}{scale}", self.language.code())
    }
}

/// The usual window by day, by night, in Persian, and narrow in Russian.
pub(crate) fn lights() -> [Light; 4] {
    let wide = Light::day(1280.0, 800.0);
    // A window of 1280 by 800 at 200 %, or a small one.
    let narrow = Light { language: Language::Russian, ..Light::day(640.0, 400.0) };
    [wide, wide.night(), wide.night().persian(), narrow]
}

/// For a small thing: by day, and by night in Persian.
pub(crate) fn both(width: f32, height: f32) -> [Light; 2] {
    let day = Light::day(width, height);
    [day, day.night().persian()]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A screen in this light, as it is seen.
pub(crate) fn seen<'a, Message: 'a>(
    light: Light,
    view: impl Into<Element<'a, Message>>,
) -> RgbaImage {
    draw(light, &[], view)
}

/// Draws a screen, after the pointer has done something.
fn draw<'a, Message: 'a>(
    light: Light,
    touches: &[Touch],
    view: impl Into<Element<'a, Message>>,
) -> RgbaImage {
    // The simulator loads the fonts; it always draws at twice the size, which takes four times
    // as long, so the rest is done here.
    static FONTS: Once = Once::new();
    FONTS.call_once(|| drop(simulate(Element::<()>::from(body("", Color::BLACK)))));
    let (theme, ground) = match light.mode {
        Mode::Light => (iced::Theme::Light, Color::WHITE),
        Mode::Dark => (iced::Theme::Dark, Color::BLACK),
    };
    let renderer = iced::Renderer::new(font::TEXT, Pixels(16.0), Some("tiny-skia"));
    let mut renderer = futures_util::FutureExt::now_or_never(renderer).flatten().unwrap();
    let (mut cursor, mut messages) = (mouse::Cursor::Unavailable, Vec::new());
    let mut ui = UserInterface::build(
        direction::mirrored(view),
        light.size,
        user_interface::Cache::default(),
        &mut renderer,
    );
    let redraw = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
    let touched = touches.iter().map(|(at, event)| (Some(*at), Event::Mouse(*event)));
    for (at, event) in [(None, redraw.clone())].into_iter().chain(touched) {
        cursor = at.map_or(cursor, mouse::Cursor::Available);
        let _ = ui.update(&[event], cursor, &mut renderer, &mut clipboard::Null, &mut messages);
    }
    if !touches.is_empty() {
        let _ = ui.update(&[redraw], cursor, &mut renderer, &mut clipboard::Null, &mut messages);
    }
    let style = Style { text_color: Color::BLACK };
    ui.draw(&mut renderer, &theme, &style, cursor);
    let pixels = light.size * light.scale;
    let pixels = Size::new(pixels.width as u32, pixels.height as u32);
    let rgba = renderer.screenshot(pixels, light.scale, ground);
    RgbaImage::from_raw(pixels.width, pixels.height, rgba).unwrap()
}

/// Half as wide and half as high: each pixel is the mean of four. Plain loops, because this is
/// never optimised, and `image` takes longer for it than the drawing.
fn reduced(picture: &RgbaImage) -> RgbImage {
    let (width, height) = (picture.width() / REDUCED, picture.height() / REDUCED);
    let (line, raw) = (picture.width() as usize * 4, picture.as_raw().as_slice());
    let mut small = Vec::with_capacity((width * height * 3) as usize);
    let mut above = 0;
    for _ in 0..height {
        let mut at = above;
        for _ in 0..width {
            for channel in at..at + 3 {
                let (upper, lower) = (channel, channel + line);
                let sum = u32::from(raw[upper])
                    + u32::from(raw[upper + 4])
                    + u32::from(raw[lower])
                    + u32::from(raw[lower + 4]);
                small.push(((sum + 2) / 4) as u8);
            }
            at += 8;
        }
        above += 2 * line;
    }
    RgbImage::from_raw(width, height, small).unwrap()
}

/// How many pixels differ.
fn difference(one: &RgbImage, other: &RgbImage) -> usize {
    if one.dimensions() != other.dimensions() {
        return usize::MAX;
    }
    if one.as_raw() == other.as_raw() {
        return 0;
    }
    let differs = |(a, b): &(&image::Rgb<u8>, &image::Rgb<u8>)| {
        a.0.iter().zip(&b.0).any(|(a, b)| a.abs_diff(*b) > NEAR)
    };
    one.pixels().zip(other.pixels()).filter(differs).count()
}

/// Photographs a screen in every light, and compares. The view is made anew for each.
pub(crate) fn photograph<'a, Message: 'a>(
    name: &str,
    lights: &[Light],
    view: impl Fn(Light) -> Element<'a, Message>,
) {
    let mut album = Album::default();
    for light in lights {
        language::speak(light.language);
        album.add(name, *light, &draw(*light, &[], view(*light)));
    }
    album.end();
}

/// The same of something that keeps words, and so is made in the language of each light; and the
/// pointer may do something first.
pub(crate) fn photograph_made<State, Message>(
    name: &str,
    lights: &[Light],
    make: impl Fn() -> State,
    touches: &[Touch],
    view: impl for<'a> Fn(&'a State, Light) -> Element<'a, Message>,
) {
    let mut album = Album::default();
    for light in lights {
        language::speak(light.language);
        let state = make();
        album.add(name, *light, &draw(*light, touches, view(&state, *light)));
    }
    album.end();
}

/// The pointer draws a line with its button pressed.
pub(crate) fn dragged(from: Point, to: Point) -> Vec<Touch> {
    let moved = |position| (position, mouse::Event::CursorMoved { position });
    let left = mouse::Button::Left;
    let (down, up) = (mouse::Event::ButtonPressed(left), mouse::Event::ButtonReleased(left));
    vec![moved(from), (from, down), moved(to), (to, up)]
}

/// Pictures that are compared with those that were kept.
#[derive(Default)]
struct Album {
    different: Vec<String>,
}

impl Album {
    fn add(&mut self, name: &str, light: Light, drawn: &RgbaImage) {
        let name = format!("{name}-{}", light.name());
        let now = reduced(drawn);
        let kept = root().join("tests/photographs").join(format!("{name}.png"));
        let difference = match image::open(&kept) {
            Ok(before) => difference(&before.into_rgb8(), &now),
            Err(_) => usize::MAX,
        };
        if difference <= FEW {
            return;
        }
        let folder = root().join("target/photographs");
        std::fs::create_dir_all(&folder).unwrap();
        let full = folder.join(format!("{name}.png"));
        drawn.save(&full).unwrap();
        if std::env::var_os("HUSHWING_PHOTOGRAPHS").is_some_and(|wish| wish == "keep") {
            std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
            now.save(&kept).unwrap();
        } else {
            self.different.push(format!("{name}: {difference} pixels, see {}", full.display()));
        }
    }

    fn end(self) {
        language::speak(Language::English);
        assert!(
            self.different.is_empty(),
            "{:#?}\nLook at them; if they are as they should be: \
             HUSHWING_PHOTOGRAPHS=keep cargo test photographs",
            self.different,
        );
    }
}

#[test]
fn a_moved_word_is_a_different_picture() {
    let light = Light::day(200.0, 60.0);
    let t = light.tokens();
    let shown = |words| reduced(&draw::<()>(light, &[], body(words, t.ink_1)));
    let one = shown("The ferry leaves");
    assert_eq!(difference(&one, &shown("The ferry leaves")), 0);
    assert!(difference(&one, &shown("at seven forty")) > FEW);
}
