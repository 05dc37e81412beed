//! One window per profile, locked or not.
//!
//! A lock on a small file says whose the window is, from the start of the program to its end;
//! the socket beside it takes one wish only: to come to the front. Both are there while nothing
//! is unlocked, so they know nothing of what lies in the profile.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use tokio::sync::broadcast;
use tokio::time::Instant;
use tracing::{debug, warn};

use super::{Client, Server, serve};
use crate::local::Answer;
use crate::messenger::{Command, Error, Event, Reply};

const LOCK: &str = "window.lock";
const SOCKET: &str = "window.socket";
/// How long the first window may take from its lock to its socket.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);

/// Locks that this process holds until it ends, by folder.
static HELD: LazyLock<Mutex<HashMap<PathBuf, File>>> = LazyLock::new(Mutex::default);

/// Makes the profile's window this process's own, until it ends. `false`: another has one. Where
/// no profile is yet, nothing is claimed and nobody is in the way.
pub fn claim_window(profile: &Path) -> bool {
    let Ok(folder) = fs::canonicalize(profile) else { return true };
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    if held.contains_key(&folder) {
        return true;
    }
    match take(&folder) {
        Ok(Some(lock)) => {
            held.insert(folder, lock);
            true
        }
        Ok(None) => false,
        Err(error) => {
            // A folder that cannot be written: the profile itself will say so.
            warn!(%error, "the window cannot be claimed");
            true
        }
    }
}

/// The lock; `None` when another process has it.
fn take(folder: &Path) -> std::io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    let file = options.open(folder.join(LOCK))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(Errno::WOULDBLOCK) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Takes wishes of a second start to see the window of this profile. `None` when another process
/// has the window, or nothing can be served there.
pub fn serve_window(profile: &Path) -> Option<Server> {
    if !profile.is_dir() || !claim_window(profile) {
        return None;
    }
    serve(Nobody, &profile.join(SOCKET))
        .inspect_err(|error| warn!(%error, "a second start cannot raise this window"))
        .ok()
}

/// Brings the window that another process has claimed to the front.
pub async fn raise_window(profile: &Path) -> bool {
    let (socket, until) = (profile.join(SOCKET), Instant::now() + PATIENCE);
    loop {
        if let Some(mut client) = Client::connect(&socket).await {
            match client.raise().await {
                Ok(()) => return true,
                Err(error) => debug!(%error, "the window does not come"),
            }
        }
        if Instant::now() >= until {
            return false;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Behind the window's own socket nobody answers: commands go to the profile's.
struct Nobody;

impl Answer for Nobody {
    async fn answer(&self, _command: Command) -> Result<Reply, Error> {
        Err(Error::input("This is the window's socket; commands go to the profile's."))
    }

    fn events(&self) -> broadcast::Receiver<Event> {
        broadcast::channel(1).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::Raise;

    #[test]
    fn where_no_profile_is_nobody_is_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let profile = folder.path().join("not yet");
        assert!(claim_window(&profile));
        assert!(!profile.exists());
    }

    #[test]
    fn a_window_is_claimed_once() {
        let folder = tempfile::tempdir().unwrap();
        let other = take(folder.path()).unwrap();
        assert!(other.is_some());
        assert!(!claim_window(folder.path()));
        drop(other);
        assert!(claim_window(folder.path()));
        // Its own claim is in nobody's way.
        assert!(claim_window(folder.path()));
    }

    #[tokio::test]
    async fn a_second_start_raises_a_window_whose_profile_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let server = serve_window(folder.path()).unwrap();
        let mut raises = server.raises();
        let (raised, heard) = tokio::join!(raise_window(folder.path()), raises.recv());
        assert!(raised);
        assert_eq!(heard, Some(Raise));

        let mut client = Client::connect(&folder.path().join(SOCKET)).await.unwrap();
        assert!(client.run(&Command::Whoami).await.is_err());
        server.stop().await;
        assert!(!folder.path().join(SOCKET).exists());
    }
}
