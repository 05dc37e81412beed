//! The messenger without windows: for scripts, and for tests.
//!
//! Every command becomes one or a few words of the messenger, and its answer rows on standard
//! output: readable ones, or with `--json` one JSON object a line whose fields outside tools rely
//! on. What goes wrong is one sentence on standard error. This module must not know how anything
//! is stored or sent.

pub mod args;
mod chats;
mod clean;
mod failure;
mod human;
mod logging;
mod messages;
mod output;
mod passphrase;
mod people;
mod place;
mod profile;
mod publish;
mod relays;
mod run;
mod secret;
mod session;
mod time;
mod watch;

pub use failure::Failure;
pub use logging::start_logging;
pub use passphrase::from_file as secret_from_file;
pub use place::profile_dir;
pub use run::run;

/// Claims the window of this profile for this process. Where another process has one, that one
/// comes to the front, locked or not, and this answers `true`.
pub fn raise_other(profile: &crate::model::ProfileDir) -> bool {
    if crate::local::claim_window(profile.path()) {
        return false;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.is_ok_and(|runtime| runtime.block_on(crate::local::raise_window(profile.path())))
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
