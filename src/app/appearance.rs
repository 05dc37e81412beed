//! How the window looks: what must be known before anything is unlocked.
//!
//! A small plain file in the profile's folder, `window.toml`. Nothing private is in it, and
//! nothing is believed in it beyond its bounds: what cannot be read is as if it were not there.

use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use iced::{Point, Size};

use super::language::Language;
use super::theme::Mode;
use crate::model::ProfileDir;

const FILE: &str = "window.toml";
/// Beside it while it is written.
const NEW: &str = "window.toml.new";
/// Longest file that is read, in bytes.
const LONGEST: u64 = 4 * 1024;

/// Smallest and largest text, in percent.
pub(crate) const SIZES: std::ops::RangeInclusive<u16> = 80..=200;
/// From one size to the next.
pub(crate) const STEP: u16 = 10;
const USUAL: u16 = 100;

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Appearance {
    /// Light or dark; `None` follows the system.
    pub(crate) theme: Option<Mode>,
    /// Size of everything, in percent.
    pub(crate) percent: u16,
    /// What the window speaks; `None` for the system's language.
    pub(crate) language: Option<Language>,
    /// Where the window was last; `None` before it was anywhere.
    pub(crate) place: Option<Place>,
    /// The window filled the screen; `place` is where it was before.
    pub(crate) maximized: bool,
    /// Width of the left pane, in the pixels that the screens are laid out in.
    pub(crate) sidebar: Option<f32>,
    /// How much moves; `None` follows the system.
    pub(crate) motion: Option<Motion>,
}

/// How much moves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    /// Everything slides and fades as it should.
    All,
    /// Nothing does: everything is in its place at once.
    Less,
}

/// A window's place on the screen, in the system's logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) size: Size,
    /// Unknown where the system tells nobody (Wayland).
    pub(crate) corner: Option<Point>,
}

impl Default for Appearance {
    fn default() -> Self {
        Self {
            theme: None,
            percent: USUAL,
            language: None,
            place: None,
            maximized: false,
            sidebar: None,
            motion: None,
        }
    }
}

impl Appearance {
    /// What was kept, as far as it can be read.
    pub(crate) fn read(dir: &ProfileDir) -> Self {
        let mut text = String::new();
        let read = File::open(dir.path().join(FILE))
            .and_then(|file| file.take(LONGEST).read_to_string(&mut text));
        match read {
            Ok(_) => Self::parse(&text),
            Err(_) => Self::default(),
        }
    }

    fn parse(text: &str) -> Self {
        let Ok(table) = text.parse::<toml::Table>() else { return Self::default() };
        let word = |key: &str| table.get(key)?.as_str();
        let number = |key: &str| table.get(key)?.as_integer();
        let yes = |key: &str| table.get(key).and_then(toml::Value::as_bool) == Some(true);
        let percent =
            number("percent").map_or(USUAL, |n| u16::try_from(n.clamp(0, 1_000)).unwrap_or(USUAL));
        Self {
            theme: word("theme").and_then(|name| name.parse().ok()),
            percent: rounded(percent),
            language: word("language").and_then(|code| code.parse().ok()),
            place: place(number),
            maximized: yes("maximized"),
            motion: table.get("still").and_then(toml::Value::as_bool).map(Motion::of),
            sidebar: number("sidebar").filter(|n| (0..=10_000).contains(n)).map(|n| n as f32),
        }
    }

    fn write(&self) -> String {
        let mut text = String::new();
        // Numbers and plain words alone, so nothing needs to be escaped.
        let mut put = |key: &str, value: &dyn Display| text += &format!("{key} = {value}\n");
        if let Some(mode) = self.theme {
            put("theme", &format_args!("\"{}\"", mode.name()));
        }
        put("percent", &self.percent);
        if let Some(language) = self.language {
            put("language", &format_args!("\"{}\"", language.code()));
        }
        if let Some(place) = self.place {
            put("width", &whole(place.size.width));
            put("height", &whole(place.size.height));
            if let Some(corner) = place.corner {
                put("x", &whole(corner.x));
                put("y", &whole(corner.y));
            }
        }
        if self.maximized {
            put("maximized", &true);
        }
        if let Some(motion) = self.motion {
            put("still", &(motion == Motion::Less));
        }
        if let Some(width) = self.sidebar {
            put("sidebar", &whole(width));
        }
        text
    }

    /// Keeps it, whole or not at all, where a profile is.
    ///
    /// # Errors
    /// The folder is not there or cannot be written.
    pub(crate) fn keep(&self, dir: &ProfileDir) -> io::Result<()> {
        let (new, file) = (dir.path().join(NEW), dir.path().join(FILE));
        private(&new)?.write_all(self.write().as_bytes())?;
        fs::rename(new, file)
    }

    /// Whether anything slides or fades, where the system wishes for so much.
    pub(crate) fn moves(&self, system: Motion) -> bool {
        self.motion.unwrap_or(system) == Motion::All
    }

    /// So many steps larger, within the bounds.
    pub(crate) fn larger(&self, steps: i16) -> u16 {
        let step = i16::try_from(STEP).unwrap_or(10);
        rounded(self.percent.saturating_add_signed(steps.saturating_mul(step)))
    }

    /// The factor that everything is enlarged by.
    pub(crate) fn scale(&self) -> f32 {
        f32::from(self.percent) / 100.0
    }
}

impl Motion {
    /// Whether there shall be less.
    fn of(less: bool) -> Self {
        if less { Self::Less } else { Self::All }
    }
}

/// Within the bounds, and one of the steps.
fn rounded(percent: u16) -> u16 {
    let within = percent.clamp(*SIZES.start(), *SIZES.end());
    within / STEP * STEP
}

/// A window that is neither too small to be seen nor larger than any screen.
fn place<'a>(number: impl Fn(&'a str) -> Option<i64>) -> Option<Place> {
    let side = |key| number(key).filter(|n| (300..=10_000).contains(n)).map(|n| n as f32);
    let edge = |key| number(key).filter(|n| (-20_000..=20_000).contains(n)).map(|n| n as f32);
    let size = Size::new(side("width")?, side("height")?);
    let corner = edge("x").zip(edge("y")).map(|(x, y)| Point::new(x, y));
    Some(Place { size, corner })
}

fn whole(length: f32) -> i64 {
    length.round() as i64
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // A leftover of a write that was cut short, or a link that somebody laid there.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chosen() -> Appearance {
        Appearance {
            theme: Some(Mode::Dark),
            percent: 130,
            language: Some(Language::Persian),
            place: Some(Place {
                size: Size::new(900.0, 700.0),
                corner: Some(Point::new(-40.0, 12.0)),
            }),
            maximized: true,
            sidebar: Some(388.0),
            motion: Some(Motion::Less),
        }
    }

    #[test]
    fn what_is_chosen_is_kept_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let dir = ProfileDir::at(folder.path());
        assert_eq!(Appearance::read(&dir), Appearance::default());
        chosen().keep(&dir).unwrap();
        assert_eq!(Appearance::read(&dir), chosen());
        Appearance::default().keep(&dir).unwrap();
        assert_eq!(Appearance::read(&dir), Appearance::default());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(!folder.path().join(NEW).exists());
    }

    #[test]
    fn without_a_folder_nothing_is_kept_and_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let dir = ProfileDir::at(folder.path().join("not made yet"));
        assert!(chosen().keep(&dir).is_err());
        assert!(!dir.path().exists());
    }

    #[test]
    fn a_value_that_makes_no_sense_takes_no_other_with_it() {
        let read = Appearance::parse(
            "theme = 7\npercent = 100000\nlanguage = \"fa\"\nwidth = -3\nmaximized = 1\nsidebar = -7",
        );
        assert_eq!(read.theme, None);
        assert_eq!(read.percent, 200);
        assert_eq!(read.language, Some(Language::Persian));
        assert_eq!(read.place, None);
        assert_eq!((read.maximized, read.sidebar), (false, None));
    }

    #[test]
    fn a_book_in_its_place_is_not_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let long = format!("theme = \"dark\"\n# {}", "x".repeat(1 << 20));
        fs::write(folder.path().join(FILE), long).unwrap();
        let read = Appearance::read(&ProfileDir::at(folder.path()));
        assert_eq!(read.theme, Some(Mode::Dark));
    }

    #[test]
    fn what_is_chosen_here_counts_more_than_what_the_system_wishes() {
        let of = |motion| Appearance { motion, ..Appearance::default() };
        assert!(of(None).moves(Motion::All) && !of(None).moves(Motion::Less));
        assert!(of(Some(Motion::All)).moves(Motion::Less));
        assert!(!of(Some(Motion::Less)).moves(Motion::All));
        // Kept both ways, for "all" is not "as the system".
        for motion in [None, Some(Motion::All), Some(Motion::Less)] {
            assert_eq!(Appearance::parse(&of(motion).write()).motion, motion);
        }
    }

    proptest! {
        #[test]
        fn anything_can_lie_there(text in "\\PC*", bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Appearance::parse(&text);
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(FILE), bytes).unwrap();
            let read = Appearance::read(&ProfileDir::at(folder.path()));
            prop_assert!(SIZES.contains(&read.percent));
        }

        #[test]
        fn written_and_read_is_the_same(percent in 8_u16..=20, width in 300..=10_000, x in -20_000..=20_000) {
            let place = Place {
                size: Size::new(width as f32, 400.0),
                corner: Some(Point::new(x as f32, 0.0)),
            };
            let kept = Appearance { percent: percent * 10, place: Some(place), ..chosen() };
            prop_assert_eq!(Appearance::parse(&kept.write()), kept);
        }
    }
}
