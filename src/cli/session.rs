//! How a command reaches the messenger: through whoever holds the profile, or by holding it.

use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tracing::warn;

use super::Failure;
use super::args::Verb;
use super::passphrase::Passphrases;
use crate::local::{self, Client, Server, Watch};
use crate::messenger::{Command, Error, ErrorKind, Event, Messenger, Options, Reply};
use crate::model::{Found, ProfileDir, Unlock};

/// How long to wait for another command that holds the profile for a moment.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pause between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// A way to the messenger.
pub(super) enum Session {
    /// This process holds the profile.
    Own {
        /// The messenger.
        messenger: Messenger,
        /// Serves other commands meanwhile, in a command that stays.
        server: Option<Server>,
    },
    /// The app or another command holds it, and answers for it.
    Remote(Client),
}

impl Session {
    /// Asks whoever holds the profile; opens it if nobody does. No passphrase is needed in the
    /// first case.
    ///
    /// # Errors
    /// No profile, wrong passphrase, or somebody holds it and does not answer.
    pub(super) async fn open(
        dir: &ProfileDir,
        passphrases: &mut Passphrases,
        verb: &Verb,
    ) -> Result<Self, Failure> {
        let socket = local::socket_path(dir.path());
        let deadline = Instant::now() + PATIENCE;
        let mut unlock = None;
        loop {
            if let Some(client) = Client::connect(&socket).await {
                return Ok(Self::Remote(client));
            }
            let way = match &unlock {
                Some(way) => way,
                None => &*unlock.insert(way_in(dir, passphrases)?),
            };
            let options = Options { online: verb.connects(), ..Options::default() };
            match Messenger::open(dir.clone(), way.clone(), options).await {
                Ok(messenger) => {
                    // The messenger holds the lock, so a socket that is there is a leftover.
                    let server = verb.stays().then(|| local::serve(messenger.clone(), &socket));
                    let server = server.and_then(|server| {
                        server.inspect_err(|error| warn!(%error, "no local socket")).ok()
                    });
                    return Ok(Self::Own { messenger, server });
                }
                // Another command may hold it for a moment, or an app may be about to serve.
                Err(error) if error.kind == ErrorKind::Held => {
                    if Instant::now() >= deadline {
                        return Err(held());
                    }
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Whether this process holds the profile, so that what it does not send now waits until
    /// somebody opens the profile again.
    pub(super) fn owns(&self) -> bool {
        matches!(self, Self::Own { .. })
    }

    /// Has one thing done.
    ///
    /// # Errors
    /// What the messenger says.
    pub(super) async fn run(&mut self, command: Command) -> Result<Reply, Failure> {
        Ok(match self {
            Self::Own { messenger, .. } => messenger.run(command).await?,
            Self::Remote(client) => client.run(&command).await?,
        })
    }

    /// What changes from now on.
    ///
    /// # Errors
    /// Whoever holds the profile went away.
    pub(super) async fn events(&self) -> Result<Events, Failure> {
        Ok(match self {
            Self::Own { messenger, .. } => Events::Own(messenger.events()),
            Self::Remote(client) => Events::Remote(client.watch().await?),
        })
    }

    /// Ends what is under way; the socket goes before the lock does.
    pub(super) async fn finish(self) {
        if let Self::Own { messenger, server } = self {
            if let Some(server) = server {
                server.stop().await;
            }
            messenger.stop().await;
        }
    }
}

/// What the messenger tells by itself.
pub(super) enum Events {
    /// From our own messenger.
    Own(broadcast::Receiver<Event>),
    /// Through the local socket.
    Remote(Watch),
}

impl Events {
    /// The next event; `None` when nothing more can come. May be dropped while it waits.
    pub(super) async fn next(&mut self) -> Option<Event> {
        match self {
            Self::Own(events) => match events.recv().await {
                Ok(event) => Some(event),
                Err(RecvError::Lagged(_)) => Some(Event::Reload),
                Err(RecvError::Closed) => None,
            },
            Self::Remote(watch) => watch.next().await,
        }
    }
}

/// What opens this profile, asking for as little as it needs.
fn way_in(dir: &ProfileDir, passphrases: &mut Passphrases) -> Result<Unlock, Failure> {
    Ok(match Messenger::look(dir)? {
        Found::Nothing => {
            return Err(Failure::Refused(Error::not_found(format!(
                "There is no profile in {}; make one with `hushwing cli init --name NAME`.",
                dir.path().display()
            ))));
        }
        Found::Passphrase => Unlock::Passphrase(passphrases.existing()?),
        Found::Keyring => Unlock::Keyring,
        Found::Both => Unlock::Both(passphrases.existing()?),
    })
}

fn held() -> Failure {
    Failure::Refused(Error::new(
        ErrorKind::Held,
        "Another Hushwing is using this profile: a command that takes long, or one that hangs. \
         Try again in a moment, or end it.",
    ))
}

/// Asks for one thing and takes the value out of the one reply that fits.
macro_rules! ask {
    ($session:expr, $command:expr, $reply:ident) => {
        match $session.run($command).await {
            Ok($crate::messenger::Reply::$reply(value)) => Ok(value),
            Ok(_) => Err($crate::cli::Failure::odd_answer()),
            Err(failure) => Err(failure),
        }
    };
}
pub(super) use ask;

/// Has something done that has no result.
pub(super) async fn tell(session: &mut Session, command: Command) -> Result<(), Failure> {
    match session.run(command).await? {
        Reply::Done => Ok(()),
        _ => Err(Failure::odd_answer()),
    }
}
