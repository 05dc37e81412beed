//! Why the demo does not go on.

use std::io;

use crate::app::AppError;
use crate::messenger::Error;
use crate::server::ServerError;

/// Why the demo did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Neither X11 nor Wayland is there.
    #[error(
        "there is no display (neither WAYLAND_DISPLAY nor DISPLAY is set): the demo opens two \
         windows, so start it from a desktop session; `hushwing cli` works without one"
    )]
    NoDisplay,
    /// The temporary folder cannot be made, filled or removed.
    #[error("the demo needs a temporary folder, and that failed ({0}); TMPDIR names another place")]
    Folder(io::Error),
    /// Threads, signals or the windows' processes cannot be started.
    #[error("the demo could not be started: {0}")]
    Start(io::Error),
    /// The relay does not listen.
    #[error("the demo's relay did not start: {0}")]
    Relay(#[from] ServerError),
    /// One of the two people could not be made, or was refused something.
    #[error("the demo could not be set up: {0}")]
    Person(#[from] Error),
    /// They wrote, and nothing arrived.
    #[error(
        "the two people of the demo did not hear of each other in time; the computer may be too \
         busy, so try again in a moment"
    )]
    Silence,
    /// A window ended with an error, which it has told.
    #[error("the demo ended because a window of it did not work")]
    Window,
    /// The program was started as a window of the demo, by somebody else than the demo.
    #[error("this is a part of `hushwing demo`; start that instead")]
    NoOrders,
    /// The window could not be opened.
    #[error(transparent)]
    App(#[from] AppError),
}
