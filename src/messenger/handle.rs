//! The messenger as the rest of the house holds it.

use tokio::sync::broadcast;

use super::{Command, Error, Event, Reply};
use crate::model::{Clock, Found, Name, ProfileDir, RelayAddress, Secret, Unlock};

/// Which account a new profile gets.
#[derive(Debug, Clone)]
pub enum Account {
    /// A new one, made here from twelve words.
    New,
    /// An existing one, from its words (NIP-06).
    Words(Secret),
    /// An existing one, from `ncryptsec1…` (NIP-49) and the password that opens it.
    Ncryptsec {
        /// The locked key.
        text: Secret,
        /// What opens it.
        password: Secret,
    },
}

/// What a new profile is made of.
#[derive(Debug, Clone)]
pub struct NewProfile {
    /// Where it will lie.
    pub dir: ProfileDir,
    /// The name that messages carry.
    pub name: Name,
    /// How it will be unlocked.
    pub unlock: Unlock,
    /// Whose it is.
    pub account: Account,
    /// Inbox relays; `None` for the defaults in `assets/relays.toml`.
    pub relays: Option<Vec<RelayAddress>>,
}

/// What differs between the app, the command line and a test.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the time comes from.
    pub clock: Clock,
    /// Index relays to look relay lists up at; `None` for the defaults.
    pub index_relays: Option<Vec<RelayAddress>>,
    /// Connect and stay connected. Without it, only commands that need the network connect.
    pub online: bool,
    /// Cheap key derivation, for tests alone.
    pub cheap_keys: bool,
}

/// A running messenger. Clones share it; it stops when [`Messenger::stop`] is called or the last
/// clone goes.
#[derive(Clone)]
pub struct Messenger {}

impl Messenger {
    /// What lies in a profile's folder.
    ///
    /// # Errors
    /// The folder cannot be read, or what lies there is no profile.
    pub fn look(_dir: &ProfileDir) -> Result<Found, Error> {
        Ok(Found::Nothing)
    }

    /// Makes a profile and starts it.
    ///
    /// # Errors
    /// There is one already, the folder cannot be written, the words or the key are wrong.
    pub async fn create(_new: NewProfile, _options: Options) -> Result<Self, Error> {
        Err(Error::input("not built yet"))
    }

    /// Opens a profile and starts it.
    ///
    /// # Errors
    /// Wrong passphrase, no profile, another process holds it, damaged or too new.
    pub async fn open(_dir: ProfileDir, _unlock: Unlock, _options: Options) -> Result<Self, Error> {
        Err(Error::input("not built yet"))
    }

    /// Does one thing.
    ///
    /// # Errors
    /// A sentence that a person can act on.
    pub async fn run(&self, _command: Command) -> Result<Reply, Error> {
        Err(Error::input("not built yet"))
    }

    /// What changes from now on. A receiver that falls behind should read everything anew, as for
    /// [`Event::Reload`].
    pub fn events(&self) -> broadcast::Receiver<Event> {
        broadcast::channel(1).1
    }

    /// Commits what is under way, closes connections and the database.
    pub async fn stop(&self) {}
}
