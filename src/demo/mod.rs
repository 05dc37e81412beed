//! `hushwing demo`: two people's windows side by side, to try the program without an account.
//!
//! Two throwaway people who know each other talk through a throwaway relay on the loopback, by
//! the real messenger and without windows ([`stage`]); then each of them gets a window, which is
//! this program started again ([`windows`]). Everything lies in one temporary folder ([`folder`])
//! that goes when the demo ends, however it ends. Nothing leaves the computer.
//!
//! A window's process ends with the demo: it is held by a pipe that the system lets go of even
//! when the demo is killed ([`leash`]).

mod error;
mod folder;
mod leash;
mod signals;
mod stage;
mod talk;
mod windows;

pub use error::DemoError;
pub use leash::window;

use std::time::Duration;

use crate::app::{Language, Mode};
use folder::Folder;
use signals::Signals;
use stage::Stage;
use windows::Windows;

/// How the demo's windows look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Light or dark; `None` follows the system.
    pub theme: Option<Mode>,
    /// Width and height of each window; `None` for half of the screen.
    pub size: Option<(u32, u32)>,
    /// What they speak; `None` for the system's language.
    pub language: Option<Language>,
}

/// Longest wait for threads that still use the folder, after an interruption.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Sets the stage, opens both windows and stays until they are closed, or until it is told to end.
///
/// # Errors
/// A sentence: no display, no room in the temporary folder, a window that failed.
pub fn run(look: Look) -> Result<(), DemoError> {
    if !windows::display_is_named() {
        return Err(DemoError::NoDisplay);
    }
    let temporary = std::env::temp_dir();
    folder::sweep(&temporary);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(DemoError::Start)?;
    // Listened for before there is anything that would be left behind.
    let mut signals = runtime.block_on(async { Signals::listen() }).map_err(DemoError::Start)?;
    let folder = Folder::make(&temporary)?;
    let done = runtime.block_on(play(&folder, look, &mut signals));
    // After an interruption something may still write there.
    runtime.shutdown_timeout(LAST_WORDS);
    folder.remove()?;
    done
}

async fn play(folder: &Folder, look: Look, signals: &mut Signals) -> Result<(), DemoError> {
    say("Two people are being made up, and talk a little first …");
    let stage = tokio::select! {
        stage = Stage::set(folder.path(), stage::Keys::Real) => stage?,
        () = signals.next() => return Ok(()),
    };
    say(&format!(
        "Two windows open: {} and {}. Write from one to the other.\n\
         Should you lock one (Ctrl+L), the passphrase of both is: {}\n\
         Close both windows, or press Ctrl+C here, and all of it is gone.",
        stage.people[0].name,
        stage.people[1].name,
        stage.passphrase.expose(),
    ));
    let mut windows = Windows::open(&stage, look)?;
    let done = tokio::select! {
        done = windows.closed() => done,
        () = signals.next() => Ok(()),
    };
    windows.end().await;
    stage.strike().await;
    done
}

/// Tells the person at the terminal. Nobody may be there.
fn say(words: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{words}");
}

#[cfg(test)]
mod tests;
