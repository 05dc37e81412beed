//! The door between a running Hushwing and the commands of the same person: a Unix socket in the
//! profile's folder, so that no command is refused because the app holds the profile. A second one
//! takes the wish of a second start of the app: that the window of the first comes to the front.
//!
//! One JSON line asks, one JSON line answers (`wire`). Only the person who runs the server gets
//! in. The first socket is there only while the profile is unlocked, the second as long as the
//! window is. This module must not know what a
//! command means: whoever can [`Answer`] is served.

#[cfg(not(unix))]
mod elsewhere;
mod error;
#[cfg(unix)]
mod unix;
#[cfg_attr(not(unix), allow(dead_code))]
mod wire;

use std::future::Future;
use std::path::{Path, PathBuf};

use tokio::sync::broadcast;

#[cfg(not(unix))]
pub use elsewhere::{Client, Server, Watch, claim_window, raise_window, serve, serve_window};
pub use error::LocalError;
#[cfg(unix)]
pub use unix::{Client, Server, Watch, claim_window, raise_window, serve, serve_window};

use crate::messenger::{Command, Error, Event, Messenger, Reply};

/// A second start of the app asks the first one to come to the front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raise;

/// Whoever answers commands: the messenger, or a stand-in of a test.
pub trait Answer: Send + Sync + 'static {
    /// Does one thing. It is run to its end even if the asker goes away.
    fn answer(&self, command: Command) -> impl Future<Output = Result<Reply, Error>> + Send;

    /// What changes from now on.
    fn events(&self) -> broadcast::Receiver<Event>;
}

impl Answer for Messenger {
    async fn answer(&self, command: Command) -> Result<Reply, Error> {
        self.run(command).await
    }

    fn events(&self) -> broadcast::Receiver<Event> {
        Self::events(self)
    }
}

/// Where the socket of a profile lies.
pub fn socket_path(profile: &Path) -> PathBuf {
    profile.join("socket")
}

#[cfg(test)]
#[cfg(unix)]
pub(crate) mod fake;
#[cfg(test)]
#[cfg(unix)]
mod tests;
