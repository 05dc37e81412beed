//! The side of a command that finds the profile held.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tracing::{debug, warn};

use super::address::Address;
use super::peer;
use crate::local::wire::{LineError, Lines, MAX_REQUEST, MAX_RESPONSE, Request, Response, line};
use crate::messenger::{Command, Error, ErrorKind, Event, Reply};

/// How long an answer may take, beyond what the command itself asks for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to the Hushwing that holds the profile.
pub struct Client {
    path: PathBuf,
    lines: Lines<OwnedReadHalf>,
    to: OwnedWriteHalf,
}

impl Client {
    /// Finds whoever serves at `path`; nobody does when there is no socket, when it is a leftover,
    /// or when it belongs to another person.
    pub async fn connect(path: &Path) -> Option<Self> {
        let address = Address::of(path).ok()?;
        let stream = match UnixStream::connect(address.path()).await {
            Ok(stream) => stream,
            Err(error) => {
                debug!(%error, "nobody answers at the local socket");
                return None;
            }
        };
        if let Err(error) = peer::check(&stream) {
            warn!(%error, "the local socket is not used");
            return None;
        }
        let (from, to) = stream.into_split();
        Some(Self { path: path.to_owned(), lines: Lines::new(from, MAX_RESPONSE), to })
    }

    /// Has one thing done.
    ///
    /// # Errors
    /// What the messenger says, or that the other side went away.
    pub async fn run(&mut self, command: &Command) -> Result<Reply, Error> {
        let patience = match command {
            Command::Sync { timeout_ms } => PATIENCE + Duration::from_millis(*timeout_ms),
            _ => PATIENCE,
        };
        self.ask(&Request::Command(command.clone()), patience).await
    }

    /// Brings the app's window to the front.
    ///
    /// # Errors
    /// No window is there, or the other side went away.
    pub async fn raise(&mut self) -> Result<(), Error> {
        self.ask(&Request::Raise(true), PATIENCE).await.map(drop)
    }

    /// What changes from now on, over a connection of its own.
    ///
    /// # Errors
    /// The other side went away.
    pub async fn watch(&self) -> Result<Watch, Error> {
        let mut client = Self::connect(&self.path).await.ok_or_else(gone)?;
        client.ask(&Request::Watch(true), PATIENCE).await?;
        Ok(Watch { lines: client.lines, _to: client.to })
    }

    async fn ask(&mut self, request: &Request, patience: Duration) -> Result<Reply, Error> {
        let bytes = line(request, MAX_REQUEST)
            .map_err(|error| Error::new(ErrorKind::TooLong, sentence(&error)))?;
        let exchange = async {
            // One that is turned away hears the reason although it could not ask.
            let asked = self.to.write_all(&bytes).await;
            match self.lines.next().await {
                Ok(Some(answer)) => Ok(answer),
                Err(error @ LineError::TooLong(_)) => {
                    Err(Error::new(ErrorKind::Internal, sentence(&error)))
                }
                Ok(None) | Err(LineError::Broken) => {
                    debug!(asked = asked.is_ok(), "no answer at the local socket");
                    Err(gone())
                }
            }
        };
        let answer = tokio::time::timeout(patience, exchange).await.map_err(|_| silent())??;
        match serde_json::from_slice(&answer) {
            Ok(Response::Reply(reply)) => Ok(*reply),
            Ok(Response::Error(error)) => Err(error),
            Err(_) => Err(Error::new(
                ErrorKind::Internal,
                "The running Hushwing answers in words of another version; restart it.",
            )),
        }
    }
}

/// Events of the Hushwing that holds the profile.
pub struct Watch {
    lines: Lines<OwnedReadHalf>,
    /// Closing this half would say that nobody watches any more.
    _to: OwnedWriteHalf,
}

impl Watch {
    /// The next event; `None` when the other side ended. May be dropped while it waits.
    pub async fn next(&mut self) -> Option<Event> {
        match self.lines.next().await {
            // An event of a newer version: whatever it is, lists are better read anew.
            Ok(Some(bytes)) => Some(serde_json::from_slice(&bytes).unwrap_or(Event::Reload)),
            Err(LineError::TooLong(_)) => Some(Event::Reload),
            Ok(None) | Err(LineError::Broken) => None,
        }
    }
}

fn sentence(error: &LineError) -> String {
    format!("This is too much for one command: {error}.")
}

fn gone() -> Error {
    Error::new(
        ErrorKind::Internal,
        "The Hushwing that holds this profile ended before it answered; see whether it was done, \
         and try again.",
    )
}

fn silent() -> Error {
    Error::new(
        ErrorKind::Internal,
        "The Hushwing that holds this profile does not answer; close it and try again.",
    )
}
