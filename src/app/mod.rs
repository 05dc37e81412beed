//! The windows: all that is seen. Talks to `messenger` alone: no SQL, no sockets, no keys.
//!
//! [`shell`] is the window and what it asks of the messenger; each room under [`screen`] shows
//! one thing and knows nothing of the others; [`widget`] holds what several of them show.

#[macro_use]
mod language;

mod appearance;
pub mod backend;
mod calendar;
mod code;
mod direction;
mod display;
mod font;
mod handed;
mod hosting;
mod icon;
mod lasting;
mod matching;
mod midnight;
mod opening;
mod screen;
mod shell;
mod side;
mod strength;
mod text;
mod theme;
mod widget;

#[cfg(test)]
#[path = "../../examples/window/fixture.rs"]
#[allow(dead_code, reason = "the example uses the rest")]
mod fixture;
#[cfg(test)]
mod photographs;
#[cfg(test)]
mod testing;

use std::sync::Arc;

use iced::{Size, window};

use crate::model::{ChatId, ProfileDir, Secret};
use appearance::Appearance;
use backend::{Door, House};
use shell::Shell;

pub use handed::Handed;
pub use language::{Language, UnknownLanguage};
pub use side::Side;
pub use theme::{Mode, UnknownMode};

/// Anything that can be shown.
pub(crate) type Element<'a, Message> = iced::Element<'a, Message>;

/// Size of a first window.
const SIZE: Size = Size::new(1280.0, 800.0);
/// Smaller than this nothing fits.
const LEAST: Size = Size::new(420.0, 420.0);

/// How the window starts.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Whose window it is.
    pub profile: ProfileDir,
    /// Light or dark; `None` follows the system.
    pub theme: Option<Mode>,
    /// Width and height of the window, logical pixels; `None` for the usual size.
    pub size: Option<(u32, u32)>,
    /// What the window speaks; `None` for the system's language.
    pub language: Option<Language>,
    /// What opens the profile, where it was handed over; else it is asked for.
    pub passphrase: Handed<Secret>,
    /// The chat that is open at first.
    pub chat: Option<ChatId>,
    /// Which half of the screen the window stands in, where windows can choose.
    pub side: Option<Side>,
}

impl AppOptions {
    /// The usual window of this profile.
    pub fn of(profile: ProfileDir) -> Self {
        Self {
            profile,
            theme: None,
            size: None,
            language: None,
            passphrase: Handed::nothing(),
            chat: None,
            side: None,
        }
    }

    /// Size of the window at its start, in the system's logical pixels.
    fn first_size(&self, appearance: &Appearance) -> Size {
        match (self.size, self.side) {
            (Some((w, h)), _) => Size::new(w as f32, h as f32),
            (None, Some(_)) => side::half(SIZE),
            (None, None) => appearance.place.map_or(SIZE, |place| place.size),
        }
    }
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Neither X11 nor Wayland answers.
    #[error(
        "the window could not be opened: no display answers (X11 or Wayland); start Hushwing from \
         a desktop session, or use `hushwing cli`"
    )]
    NoDisplay,
    /// Nothing can draw on it.
    #[error("the window could not be opened: {0}")]
    Toolkit(#[from] iced::Error),
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// There is no display, or nothing that can draw on it.
pub fn run(options: AppOptions) -> Result<(), AppError> {
    run_with(options, House)
}

/// As [`run`], through another door than the real messenger's: for photographs and trials.
///
/// # Errors
/// As [`run`].
pub fn run_with(options: AppOptions, door: impl Door) -> Result<(), AppError> {
    let door: Arc<dyn Door> = Arc::new(door);
    let appearance = Appearance::read(&options.profile);
    // iced takes both in the pixels that the screens are laid out in.
    let scale = appearance.scale();
    let position = match options.side {
        Some(side) => side.position(options.size.is_some()),
        None => appearance
            .place
            .and_then(|place| place.corner)
            .map_or(window::Position::Default, window::Position::Specific),
    };
    let settings = window::Settings {
        size: options.first_size(&appearance) * (1.0 / scale),
        position,
        maximized: options.size.is_none() && options.side.is_none() && appearance.maximized,
        min_size: Some(LEAST * (1.0 / scale.max(1.0).sqrt())),
        icon: icon::window_icon(),
        exit_on_close_request: false,
        #[cfg(target_os = "linux")]
        platform_specific: window::settings::PlatformSpecific {
            application_id: "hushwing".to_owned(),
            ..Default::default()
        },
        ..window::Settings::default()
    };
    let start = move || Shell::start(options.clone(), door.clone());
    let mut app = iced::application(start, Shell::update, Shell::view)
        .title(Shell::title)
        .subscription(Shell::subscription)
        .theme(Shell::theme)
        .scale_factor(Shell::scale)
        .style(|shell, _| shell.style())
        .default_font(font::TEXT)
        .antialiasing(true)
        .window(settings);
    for file in font::FILES {
        app = app.font(file);
    }
    display::with_display(|| app.run()).ok_or(AppError::NoDisplay)??;
    Ok(())
}
