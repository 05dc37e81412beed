//! From the words of the command line to what is done, and back to an exit status.

use std::process::ExitCode;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::args::{Globals, Verb};
use super::output::Output;
use super::passphrase::Passphrases;
use super::session::Session;
use super::{Failure, chats, messages, people, place, profile, relays, secret, watch};
use crate::messenger::{ChatName, Command, Error, ErrorKind};

/// Threads: one may wait for a terminal while another hears signals.
const THREADS: usize = 2;
/// A command that was interrupted gets so long to put the terminal in order and to close the
/// profile. What was accepted lies in the store, whatever happens after that.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Does one command and says how it went: rows on standard output, a sentence on standard error.
pub fn run(globals: Globals, verb: Verb) -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return internal(format!("No threads can be started: {error}.")).report(),
    };
    let done = runtime.block_on(until_interrupted(globals, verb));
    // Nothing is left but a thread that may still wait for a terminal.
    runtime.shutdown_background();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn until_interrupted(globals: Globals, verb: Verb) -> Result<(), Failure> {
    // Listened for from the start: a prompt without echo relies on living through Ctrl-C.
    let mut signals = Signals::listen()?;
    let interrupted = CancellationToken::new();
    let output = Output::new(Box::new(std::io::stdout()), globals.json);
    debug!("signals are heard");
    // A task of its own, so that one that blocks at a terminal does not keep signals from us.
    let mut work = tokio::spawn(work(globals, verb, output, interrupted.clone()));
    let done = tokio::select! {
        done = &mut work => done,
        () = signals.next() => {
            interrupted.cancel();
            match tokio::time::timeout(LAST_WORDS, work).await {
                Ok(done) => done,
                Err(_) => return Err(Failure::Interrupted),
            }
        }
    };
    done.unwrap_or_else(|_| Err(internal("Something went wrong that should not; see -vv.")))
}

async fn work(
    globals: Globals,
    verb: Verb,
    mut output: Output,
    interrupted: CancellationToken,
) -> Result<(), Failure> {
    let done = act(globals, verb, &mut output, &interrupted).await;
    // Rows that were printed before something went wrong are still handed over.
    let handed_over = output.flush();
    done.and(handed_over)
}

async fn act(
    globals: Globals,
    mut verb: Verb,
    output: &mut Output,
    interrupted: &CancellationToken,
) -> Result<(), Failure> {
    let dir = place::profile_dir(&globals)?;
    let mut passphrases = Passphrases::new(globals.passphrase_file);
    match verb {
        Verb::Init(new) => return profile::init(dir, new, &mut passphrases, output).await,
        Verb::Restore(options) => {
            return profile::restore(dir, options, &mut passphrases, output).await;
        }
        // Read before the profile is opened: a slow writer must not hold it.
        Verb::Send { ref mut text, .. } => {
            let given = std::mem::take(text);
            let read = tokio::task::spawn_blocking(move || messages::text(given));
            *text = tokio::select! {
                biased;
                () = interrupted.cancelled() => return Err(Failure::Interrupted),
                read = read => read.map_err(|_| internal("Standard input was lost."))??,
            };
        }
        _ => {}
    }
    let mut session = tokio::select! {
        biased;
        // Being interrupted is how a watch ends, however early.
        () = interrupted.cancelled() => match verb {
            Verb::Watch => return Ok(()),
            _ => return Err(Failure::Interrupted),
        },
        session = Session::open(&dir, &mut passphrases, &verb) => session?,
    };
    let done = match verb {
        Verb::Export { words, .. } => {
            profile::export(&mut session, &dir, words, &mut passphrases, output).await
        }
        Verb::Watch => watch::watch(&mut session, output, interrupted).await,
        other => tokio::select! {
            biased;
            () = interrupted.cancelled() => Err(Failure::Interrupted),
            done = dispatch(&mut session, output, other) => done,
        },
    };
    session.finish().await;
    done
}

/// Commands that need nothing but the messenger and somewhere to print to.
pub(super) async fn dispatch(
    session: &mut Session,
    output: &mut Output,
    verb: Verb,
) -> Result<(), Failure> {
    let id = ChatName;
    match verb {
        Verb::Whoami => profile::whoami(session, output).await,
        Verb::Rename { name } => profile::rename(session, output, name).await,
        Verb::Relays { change } => relays::relays(session, output, change).await,
        Verb::Network => relays::network(session, output).await,
        Verb::Sync { timeout } => relays::sync(session, output, Duration::from_secs(timeout)).await,
        Verb::Add { link, name } => people::add(session, output, link, name).await,
        Verb::Contacts => people::contacts(session, output).await,
        Verb::Requests => people::requests(session, output).await,
        Verb::Accept { id: who } => {
            people::change(session, output, Command::Accept { id: id(who) }).await
        }
        Verb::Block { id: who } => {
            people::change(session, output, Command::Block { id: id(who) }).await
        }
        Verb::Unblock { id: who } => {
            people::change(session, output, Command::Unblock { id: id(who) }).await
        }
        Verb::DeleteRequest { id } => people::delete_request(session, output, id).await,
        Verb::Chats => chats::chats(session, output).await,
        Verb::Room { name, people } => chats::room(session, output, name, people).await,
        Verb::Read { chat } => chats::read(session, output, chat).await,
        Verb::DeleteChat { chat } => chats::delete(session, output, chat).await,
        Verb::Send { chat, text, reply_to, ttl } => {
            let command = Command::Send { chat: ChatName(chat), text, reply_to, ttl };
            messages::send(session, output, command).await
        }
        Verb::Retry { message } => {
            messages::send(session, output, Command::Retry { message }).await
        }
        Verb::Secret { contact } => secret::offer(session, output, id(contact)).await,
        Verb::SafetyNumber { chat } => secret::safety_number(session, output, id(chat)).await,
        Verb::Verify { chat, revoke, differ, let_in, code } => {
            let verdict = secret::verdict(revoke, differ, let_in, code);
            secret::verify(session, output, id(chat), verdict).await
        }
        Verb::Close { chat } => secret::close(session, output, id(chat)).await,
        Verb::Timer { chat, seconds } => secret::timer(session, output, id(chat), seconds).await,
        Verb::React { message, emoji } => {
            messages::change(session, output, Command::React { message, emoji }).await
        }
        Verb::Edit { message, text } => {
            messages::change(session, output, Command::Edit { message, text }).await
        }
        Verb::Delete { message, for_both } => {
            messages::delete(session, output, message, for_both).await
        }
        Verb::History { chat, limit, before } => {
            messages::history(session, output, chat, limit, before).await
        }
        Verb::Search { text, chat, limit } => {
            messages::search(session, output, text, chat, limit).await
        }
        // `act` has done these.
        Verb::Init(_) | Verb::Restore(_) | Verb::Export { .. } | Verb::Watch => {
            Err(internal("This command was lost on its way."))
        }
    }
}

fn internal(sentence: impl Into<String>) -> Failure {
    Failure::Refused(Error::new(ErrorKind::Internal, sentence))
}

/// Ctrl-C, and being asked to end.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind).map_err(|error| internal(format!("Signals cannot be heard: {error}.")))
        };
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    fn listen() -> Result<Self, Failure> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
