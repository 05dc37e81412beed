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
mod session;
mod time;
mod watch;

pub use failure::Failure;
pub use logging::start_logging;
pub use passphrase::from_file as secret_from_file;
pub use place::profile_dir;
pub use run::run;

/// Brings the window that holds this profile to the front, if there is one.
pub fn raise_other(profile: &crate::model::ProfileDir) -> bool {
    let path = crate::local::socket_path(profile.path());
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return false;
    };
    runtime.block_on(async {
        match crate::local::Client::connect(&path).await {
            Some(mut client) => client.raise().await.is_ok(),
            None => false,
        }
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
