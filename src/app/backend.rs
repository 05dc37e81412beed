//! The door between the window and the messenger.
//!
//! The window knows these two traits only, so that tests stand in for the messenger, and so that
//! everything that can wait is asynchronous: the UI's thread never does.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::local::{self, Server};
use crate::messenger::{Command, Error, ErrorKind, Event, Messenger, NewProfile, Options, Reply};
use crate::model::{Found, ProfileDir, RelayAddress, Unlock};
use crate::platform;

/// Something that will be known later.
pub type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A running messenger, as the window holds it.
pub type Heart = Arc<dyn Pulse>;

/// What lies before a messenger runs: finding, making and opening a profile.
pub trait Door: Send + Sync + 'static {
    /// What lies in the profile's folder.
    fn look(&self, dir: ProfileDir) -> Later<Result<Found, Error>>;

    /// Whether this computer has a keyring that can hold a profile's secret.
    fn has_keyring(&self) -> Later<bool>;

    /// Makes a profile and starts it.
    fn create(&self, new: NewProfile) -> Later<Result<Heart, Error>>;

    /// Opens a profile and starts it.
    fn open(&self, dir: ProfileDir, unlock: Unlock) -> Later<Result<Heart, Error>>;

    /// Starts the built-in relay of this profile ("this computer and its network") and tells the
    /// addresses under which others reach it. It runs until the program ends; asked again, it
    /// answers the same.
    fn host_relay(&self, dir: ProfileDir) -> Later<Result<Vec<RelayAddress>, Error>>;

    /// Starts the built-in relay if this profile was made with one.
    fn resume_relay(&self, dir: ProfileDir) -> Later<Result<(), Error>>;

    /// Where others reach this profile's built-in relay; nowhere if it does not run.
    fn own_relay(&self, _dir: ProfileDir) -> Later<Vec<RelayAddress>> {
        Box::pin(async { Vec::new() })
    }

    /// A second start of the app asks for this window, whether it is locked or not.
    fn raises(&self, _dir: &ProfileDir) -> BoxStream<'static, ()> {
        stream::empty().boxed()
    }

    /// Saves a picture where the person wants it. `None`: they left the dialog.
    fn save_picture(
        &self,
        name: String,
        png: Arc<Vec<u8>>,
    ) -> Later<Result<Option<PathBuf>, Error>>;
}

/// A running messenger.
pub trait Pulse: Send + Sync + 'static {
    /// Does one thing.
    fn run(&self, command: Command) -> Later<Result<Reply, Error>>;

    /// What changes from now on, in handfuls: many changes at once are one redraw. Ends when the
    /// messenger stops. A listener that fell behind hears [`Event::Reload`].
    fn events(&self) -> BoxStream<'static, Vec<Event>>;

    /// Commits what is under way and closes everything.
    fn stop(&self) -> Later<()>;
}

/// How long another command may hold the profile before the person hears of it.
const PATIENCE: Duration = Duration::from_secs(8);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(150);

/// Most events in one handful; more are one [`Event::Reload`].
const HANDFUL: usize = 512;
/// From one handful to the next at least. Each makes the window build and lay out itself anew, and
/// nobody sees more of them than this.
const PACE: Duration = Duration::from_millis(33);
/// What belongs together (a message, and its chat's row) is told one by one, within this.
const MOMENT: Duration = Duration::from_millis(2);

/// The real thing.
#[derive(Debug, Clone, Copy, Default)]
pub struct House;

impl Door for House {
    fn look(&self, dir: ProfileDir) -> Later<Result<Found, Error>> {
        Box::pin(async move { blocking(move || Messenger::look(&dir)).await })
    }

    fn has_keyring(&self) -> Later<bool> {
        Box::pin(async { keyring_is_there().await })
    }

    fn create(&self, new: NewProfile) -> Later<Result<Heart, Error>> {
        Box::pin(async move {
            let dir = new.dir.clone();
            let messenger = Messenger::create(new, online()).await?;
            Ok(Arc::new(Running::new(messenger, &dir)) as Heart)
        })
    }

    fn open(&self, dir: ProfileDir, unlock: Unlock) -> Later<Result<Heart, Error>> {
        Box::pin(async move {
            let messenger = open_patiently(&dir, &unlock).await?;
            if let Err(error) = super::hosting::settle(&dir, &messenger).await {
                tracing::warn!(%error, "the profile's own relay keeps its old address");
            }
            Ok(Arc::new(Running::new(messenger, &dir)) as Heart)
        })
    }

    fn host_relay(&self, dir: ProfileDir) -> Later<Result<Vec<RelayAddress>, Error>> {
        Box::pin(super::hosting::start(dir))
    }

    fn resume_relay(&self, dir: ProfileDir) -> Later<Result<(), Error>> {
        Box::pin(super::hosting::resume(dir))
    }

    fn own_relay(&self, dir: ProfileDir) -> Later<Vec<RelayAddress>> {
        Box::pin(super::hosting::reached(dir))
    }

    fn raises(&self, dir: &ProfileDir) -> BoxStream<'static, ()> {
        // Opened once it is listened to, inside the runtime; gone when nobody listens any more.
        let dir = dir.path().to_owned();
        let door = async move { local::serve_window(&dir) };
        stream::once(door)
            .filter_map(std::future::ready)
            .flat_map(|door| {
                let raises = door.raises();
                stream::unfold((door, raises), |(door, mut raises)| async move {
                    raises.recv().await.map(|_| ((), (door, raises)))
                })
            })
            .boxed()
    }

    fn save_picture(
        &self,
        name: String,
        png: Arc<Vec<u8>>,
    ) -> Later<Result<Option<PathBuf>, Error>> {
        Box::pin(async move {
            platform::save_picture(&name, &png).await.map_err(|error| {
                let why = format!("The picture could not be saved: {error}");
                Error::new(ErrorKind::Store, why)
            })
        })
    }
}

/// Opens a profile. A command that holds it for a moment is waited for.
async fn open_patiently(dir: &ProfileDir, unlock: &Unlock) -> Result<Messenger, Error> {
    let until = Instant::now() + PATIENCE;
    loop {
        match Messenger::open(dir.clone(), unlock.clone(), online()).await {
            Err(error) if error.kind == ErrorKind::Held && Instant::now() < until => {
                tokio::time::sleep(PAUSE).await;
            }
            opened => return opened,
        }
    }
}

/// The messenger of an unlocked window, and the socket by which commands of the same person reach
/// it meanwhile.
struct Running {
    messenger: Messenger,
    door: Mutex<Option<Server>>,
}

impl Running {
    fn new(messenger: Messenger, dir: &ProfileDir) -> Self {
        let socket = local::socket_path(dir.path());
        let door = local::serve(messenger.clone(), &socket)
            .inspect_err(|error| tracing::warn!(%error, "commands cannot reach this window"))
            .ok();
        Self { messenger, door: Mutex::new(door) }
    }

    fn door(&self) -> MutexGuard<'_, Option<Server>> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pulse for Running {
    fn run(&self, command: Command) -> Later<Result<Reply, Error>> {
        let messenger = self.messenger.clone();
        Box::pin(async move { messenger.run(command).await })
    }

    fn events(&self) -> BoxStream<'static, Vec<Event>> {
        handfuls(self.messenger.events())
    }

    fn stop(&self) -> Later<()> {
        let (messenger, door) = (self.messenger.clone(), self.door().take());
        Box::pin(async move {
            if let Some(door) = door {
                door.stop().await;
            }
            messenger.stop().await;
        })
    }
}

/// Events as the window hears them: the first of a quiet time at once, many no oftener than it can
/// show them, and of more than it can take in only that they were many.
fn handfuls(events: Receiver<Event>) -> BoxStream<'static, Vec<Event>> {
    let state = (events, Instant::now());
    stream::unfold(state, |(mut events, due)| async move {
        let mut some = vec![next(&mut events).await?];
        let end = due.max(Instant::now() + MOMENT);
        let more = async {
            while let Some(event) = next(&mut events).await {
                match some.len() {
                    0..HANDFUL => some.push(event),
                    _ => some = vec![Event::Reload],
                }
            }
        };
        // Where the messenger stopped, the next call ends.
        let _ = tokio::time::timeout_at(end, more).await;
        Some((some, (events, Instant::now() + PACE)))
    })
    .boxed()
}

/// Whoever falls behind reads everything anew.
async fn next(events: &mut Receiver<Event>) -> Option<Event> {
    match events.recv().await {
        Ok(event) => Some(event),
        Err(RecvError::Lagged(_)) => Some(Event::Reload),
        Err(RecvError::Closed) => None,
    }
}

fn online() -> Options {
    Options { online: true, ..Options::default() }
}

/// Runs what touches the disk on a thread that may wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(Error::new(
            ErrorKind::Internal,
            "Something went wrong inside Hushwing. Try again; the log has more.",
        )),
    }
}

/// Whether a keyring answers; it may ask the person to unlock it, so not on this thread.
async fn keyring_is_there() -> bool {
    tokio::task::spawn_blocking(Messenger::has_keyring).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::broadcast;

    use crate::messenger::Account;
    use crate::model::{ChatId, MessageId, Name, Secret};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_command_that_holds_the_profile_for_a_moment_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = ProfileDir::at(folder.path().join("profile"));
        let unlock = Unlock::Passphrase(Secret::new("four quiet owls".into()));
        let new = NewProfile {
            dir: dir.clone(),
            name: Name::clean("Lena").expect("a name"),
            unlock: unlock.clone(),
            account: Account::New,
            // Nobody listens there, and nothing leaves this computer.
            relays: Some(vec!["ws://127.0.0.1:1".parse().expect("an address")]),
        };
        let command = Messenger::create(new, Options::default()).await.expect("a profile");
        let mut opening = Box::pin(House.open(dir, unlock));
        // It is held now, so this is not done.
        let early = tokio::time::timeout(PAUSE * 2, &mut opening).await;
        assert!(early.is_err(), "opened although it was held");
        command.stop().await;
        let heart = opening.await.map_err(|error| error.sentence).expect("opened");
        heart.stop().await;
    }

    fn gone(number: u64) -> Event {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&number.to_be_bytes());
        Event::Gone { message: MessageId(id), chat: ChatId([7; 16]) }
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_heard_at_the_pace_of_a_screen_and_one_event_at_once() {
        let (tell, heard) = broadcast::channel(1_024);
        let mut handfuls = handfuls(heard);
        let start = Instant::now();
        tell.send(gone(0)).expect("a listener");
        tell.send(gone(1)).expect("a listener");
        assert_eq!(handfuls.next().await, Some(vec![gone(0), gone(1)]));
        assert!(start.elapsed() <= MOMENT * 2, "{:?}", start.elapsed());
        // One each millisecond, for a second.
        let burst = tokio::spawn(async move {
            for number in 2..1_002 {
                tell.send(gone(number)).expect("a listener");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        let (mut all, mut count) = (Vec::new(), 0);
        while let Some(some) = handfuls.next().await {
            all.extend(some);
            count += 1;
        }
        burst.await.expect("told");
        assert_eq!(all, (2..1_002).map(gone).collect::<Vec<_>>(), "each of them, in order");
        assert!(count <= 1 + start.elapsed().as_millis() / PACE.as_millis(), "{count}");
    }

    #[tokio::test(start_paused = true)]
    async fn more_than_can_be_shown_is_read_anew() {
        let (tell, heard) = broadcast::channel(1_024);
        let mut handfuls = handfuls(heard);
        for number in 0..=HANDFUL as u64 {
            tell.send(gone(number)).expect("a listener");
        }
        assert_eq!(handfuls.next().await, Some(vec![Event::Reload]));
    }
}
