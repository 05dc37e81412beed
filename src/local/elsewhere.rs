//! Systems without Unix sockets: nobody serves, and nobody is found serving.

use std::path::Path;

use tokio::sync::mpsc;

use super::{Answer, LocalError, Raise};
use crate::messenger::{Command, Error, Event, Reply};

/// Never made here: [`serve`] says why.
pub struct Server(std::convert::Infallible);

impl Server {
    /// Unreachable: there is no server.
    pub fn raises(&self) -> mpsc::Receiver<Raise> {
        match self.0 {}
    }

    /// Unreachable: there is no server.
    pub async fn stop(self) {
        match self.0 {}
    }
}

/// Serves nobody.
///
/// # Errors
/// Always [`LocalError::NotHere`].
pub fn serve<A: Answer>(_answer: A, _path: &Path) -> Result<Server, LocalError> {
    Err(LocalError::NotHere)
}

/// Never made here: [`Client::connect`] finds nobody.
pub struct Client(std::convert::Infallible);

impl Client {
    /// Nobody serves.
    pub async fn connect(_path: &Path) -> Option<Self> {
        None
    }

    /// Unreachable: there is no client.
    ///
    /// # Errors
    /// None.
    pub async fn run(&mut self, _command: &Command) -> Result<Reply, Error> {
        match self.0 {}
    }

    /// Unreachable: there is no client.
    ///
    /// # Errors
    /// None.
    pub async fn raise(&mut self) -> Result<(), Error> {
        match self.0 {}
    }

    /// Unreachable: there is no client.
    ///
    /// # Errors
    /// None.
    pub async fn watch(&self) -> Result<Watch, Error> {
        match self.0 {}
    }
}

/// Never made here.
pub struct Watch(std::convert::Infallible);

impl Watch {
    /// Unreachable: there is nothing to watch.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0 {}
    }
}

/// Nobody can be in the way.
pub fn claim_window(_profile: &Path) -> bool {
    true
}

/// Serves nobody.
pub fn serve_window(_profile: &Path) -> Option<Server> {
    None
}

/// Finds nobody.
pub async fn raise_window(_profile: &Path) -> bool {
    false
}
