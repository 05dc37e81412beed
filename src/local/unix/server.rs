//! The side that holds the profile.

use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fs, io};

use tokio::io::AsyncWriteExt;
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use super::address::Address;
use super::peer;
use crate::local::wire::{LineError, Lines, MAX_REQUEST, MAX_RESPONSE, Request, Response, line};
use crate::local::{Answer, LocalError, Raise};
use crate::messenger::{Error, ErrorKind, Event, Reply};

/// Most connections at once; one more is told to come again.
pub(in crate::local) const MAX_CONNECTIONS: usize = 512;
/// Commands under way get so long to end when the server stops.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// Pause after an `accept` that failed (no file descriptors left).
const BREATH: Duration = Duration::from_millis(100);

/// A running server. It ends with [`Server::stop`], or at once when it is dropped.
pub struct Server {
    socket: SocketFile,
    stop: CancellationToken,
    tasks: TaskTracker,
    window: Window,
}

/// Who is told to raise the window, once there is one.
type Window = Arc<Mutex<Option<mpsc::Sender<Raise>>>>;

/// Answers the same person's commands at `path`, until stopped. Must be called inside a runtime.
///
/// The caller must hold the profile's lock: a socket file that nobody answers at is taken for a
/// leftover of a process that died, and replaced.
///
/// # Errors
/// [`LocalError`]: somebody answers there, something else lies there, the system refuses.
pub fn serve<A: Answer>(answer: A, path: &Path) -> Result<Server, LocalError> {
    let address = Address::of(path)?;
    remove_leftover(path, &address)?;
    let listener = UnixListener::bind(address.path())?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    let socket = SocketFile::of(path)?;

    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    let window = Window::default();
    let house = Arc::new(House {
        answer,
        stop: stop.clone(),
        tasks: tasks.clone(),
        window: window.clone(),
    });
    tasks.spawn(accept(listener, house));
    Ok(Server { socket, stop, tasks, window })
}

impl Server {
    /// From now on somebody can raise a window. Until then, and after the receiver is dropped, a
    /// second start is told that there is none.
    pub fn raises(&self) -> mpsc::Receiver<Raise> {
        let (to, from) = mpsc::channel(4);
        *self.window.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
        from
    }

    /// Takes no more commands, lets those under way end, and removes the socket. To be called
    /// before the profile's lock is given up.
    pub async fn stop(self) {
        self.socket.remove();
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(LAST_WORDS, self.tasks.wait()).await.is_err() {
            warn!("commands of the local socket did not end in time");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
        self.socket.remove();
    }
}

/// The socket's file, known by more than its name, so that only our own is ever removed.
struct SocketFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl SocketFile {
    fn of(path: &Path) -> io::Result<Self> {
        let file = fs::symlink_metadata(path)?;
        Ok(Self { path: path.to_owned(), device: file.dev(), inode: file.ino() })
    }

    fn remove(&self) {
        let ours = fs::symlink_metadata(&self.path)
            .is_ok_and(|file| file.dev() == self.device && file.ino() == self.inode);
        if ours && let Err(error) = fs::remove_file(&self.path) {
            debug!(%error, "the local socket could not be removed");
        }
    }
}

fn remove_leftover(path: &Path, address: &Address) -> Result<(), LocalError> {
    let file = match fs::symlink_metadata(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if !file.file_type().is_socket() {
        return Err(LocalError::NotASocket);
    }
    match std::os::unix::net::UnixStream::connect(address.path()) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            Ok(fs::remove_file(path)?)
        }
        Err(error) => Err(error.into()),
        Ok(_) => Err(LocalError::Occupied),
    }
}

/// What all connections share.
struct House<A> {
    answer: A,
    stop: CancellationToken,
    tasks: TaskTracker,
    window: Window,
}

async fn accept<A: Answer>(listener: UnixListener, house: Arc<House<A>>) {
    let seats = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            biased;
            () = house.stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                warn!(%error, "the local socket cannot take a connection");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        if let Err(error) = peer::check(&stream) {
            warn!(%error, "refused at the local socket");
            continue;
        }
        let seat = Arc::clone(&seats).try_acquire_owned();
        let visit = Arc::clone(&house);
        house.tasks.spawn(async move {
            match seat {
                Ok(_seat) => Connection::new(stream, visit).run().await,
                Err(_) => turn_away(stream).await,
            }
        });
    }
}

async fn turn_away(mut stream: UnixStream) {
    let error = Error::new(ErrorKind::Internal, "Too many commands run at once; try again.");
    if let Ok(bytes) = line(&Response::Error(error), MAX_RESPONSE) {
        // Nothing else can be told to somebody who does not listen.
        let _ = stream.write_all(&bytes).await;
    }
}

struct Connection<A> {
    lines: Lines<tokio::net::unix::OwnedReadHalf>,
    to: OwnedWriteHalf,
    house: Arc<House<A>>,
}

impl<A: Answer> Connection<A> {
    fn new(stream: UnixStream, house: Arc<House<A>>) -> Self {
        let (from, to) = stream.into_split();
        Self { lines: Lines::new(from, MAX_REQUEST), to, house }
    }

    /// Answers line after line until the other end goes, or the server stops between two.
    async fn run(mut self) {
        loop {
            let stop = self.house.stop.clone();
            let next = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                next = self.lines.next() => next,
            };
            let response = match next {
                Ok(None) | Err(LineError::Broken) => return,
                Err(error @ LineError::TooLong(_)) => {
                    Response::Error(Error::input(format!("The command is too long: {error}.")))
                }
                Ok(Some(bytes)) => match serde_json::from_slice::<Request>(&bytes) {
                    Ok(Request::Command(command)) => {
                        match self.house.answer.answer(command).await {
                            Ok(reply) => Response::Reply(Box::new(reply)),
                            Err(error) => Response::Error(error),
                        }
                    }
                    Ok(Request::Watch(_)) => return self.watch().await,
                    Ok(Request::Raise(_)) => self.raise(),
                    // What serde says may quote the line, so it is not passed on.
                    Err(_) => Response::Error(Error::input(
                        "The running Hushwing does not know this command; both should be of the \
                         same version.",
                    )),
                },
            };
            if self.respond(&response).await.is_err() {
                return;
            }
        }
    }

    async fn respond(&mut self, response: &Response) -> Result<(), LineError> {
        let bytes = match line(response, MAX_RESPONSE) {
            Ok(bytes) => bytes,
            Err(_) => {
                let error = Error::input("The answer is too long; ask for fewer rows at a time.");
                line(&Response::Error(error), MAX_RESPONSE)?
            }
        };
        self.to.write_all(&bytes).await.map_err(|_| LineError::Broken)
    }

    fn raise(&self) -> Response {
        let window = self.house.window.lock().unwrap_or_else(PoisonError::into_inner);
        // A full channel means that it is being raised already.
        let told = window.as_ref().is_some_and(|window| {
            !matches!(window.try_send(Raise), Err(mpsc::error::TrySendError::Closed(_)))
        });
        if told {
            Response::Reply(Box::new(Reply::Done))
        } else {
            Response::Error(Error::not_found(
                "A command without a window holds this profile; end it to open the app.",
            ))
        }
    }

    /// Tells events until the other end goes or the server stops.
    async fn watch(mut self) {
        // Subscribed before the answer, so that nothing is missed after it.
        let mut events = self.house.answer.events();
        if self.respond(&Response::Reply(Box::new(Reply::Done))).await.is_err() {
            return;
        }
        let stop = self.house.stop.clone();
        loop {
            let event = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                // A watcher has nothing more to say: a line, an error or the end is the end.
                _ = self.lines.next() => return,
                event = events.recv() => match event {
                    Ok(event) => event,
                    Err(RecvError::Lagged(_)) => Event::Reload,
                    Err(RecvError::Closed) => return,
                },
            };
            let Ok(bytes) = line(&event, MAX_RESPONSE) else { continue };
            let written = tokio::select! {
                biased;
                () = stop.cancelled() => return,
                written = self.to.write_all(&bytes) => written,
            };
            if written.is_err() {
                return;
            }
        }
    }
}
