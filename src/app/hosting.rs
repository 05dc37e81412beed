//! "This computer and its network": the built-in relay inside the window's process.
//!
//! It keeps its own folder beside the profile's, which holds nothing but the profile; that the
//! folder is there means that the profile was made with a relay of its own, so it starts with the
//! profile from then on.

use std::path::PathBuf;

use crate::messenger::{Error, ErrorKind};
use crate::model::{ProfileDir, RelayAddress};

/// Where the profile's own relay keeps its data.
fn folder(dir: &ProfileDir) -> PathBuf {
    let mut name = dir.path().file_name().unwrap_or_default().to_owned();
    name.push("-relay");
    dir.path().with_file_name(name)
}

/// Starts the relay, or finds it running. Answers with the addresses that others reach.
///
/// # Errors
/// The relay cannot listen or keep its data.
pub(crate) async fn start(dir: ProfileDir) -> Result<Vec<RelayAddress>, Error> {
    let _ = folder(&dir);
    Err(Error::new(
        ErrorKind::Network,
        "This build cannot run a relay of its own. Choose public relays or your own.",
    ))
}

/// Starts the relay if this profile has one.
///
/// # Errors
/// As [`start`].
pub(crate) async fn resume(dir: ProfileDir) -> Result<(), Error> {
    if folder(&dir).is_dir() { start(dir).await.map(drop) } else { Ok(()) }
}
