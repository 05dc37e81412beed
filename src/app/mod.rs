//! The windows: all that is seen. Talks to `messenger` alone: no SQL, no sockets, no keys.
//!
//! [`shell`] is the window and what it asks of the messenger; each room under [`screen`] shows
//! one thing and knows nothing of the others; [`widget`] holds what several of them show.

#[macro_use]
mod language;

pub mod backend;
mod calendar;
mod code;
mod direction;
mod font;
mod hosting;
mod icon;
mod matching;
mod screen;
mod shell;
mod text;
mod theme;
mod widget;

#[cfg(test)]
#[path = "../../examples/window/fixture.rs"]
#[allow(dead_code, reason = "the example uses the rest")]
mod fixture;
#[cfg(test)]
mod testing;

use std::sync::Arc;

use iced::{Size, window};

use crate::model::ProfileDir;
use backend::{Door, House};
use shell::Shell;

pub use language::{Language, UnknownLanguage};
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
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened: {0}. Is there a display (X11 or Wayland)?")]
pub struct AppError(#[from] iced::Error);

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
    let size = options.size.map_or(SIZE, |(w, h)| Size::new(w as f32, h as f32));
    let settings = window::Settings {
        size,
        min_size: Some(LEAST),
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
        .style(|shell, _| shell.style())
        .default_font(font::TEXT)
        .antialiasing(true)
        .window(settings);
    for file in font::FILES {
        app = app.font(file);
    }
    app.run()?;
    Ok(())
}
