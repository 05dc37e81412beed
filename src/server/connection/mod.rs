//! One connection, from the upgrade to the close: a single task that reads, writes and watches,
//! plus one for each question that is being answered.

mod read;
mod subscribe;
mod write;

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::extract::ws::WebSocket;
use futures_util::StreamExt;
use nostr::event::EventId;
use tokio::sync::{Notify, Semaphore};

use self::read::Reader;
use super::auth;
use super::config::Limits;
use super::gate::Viewer;
use super::outbox::Outbox;
use super::rate::Bucket;
use super::record::{Bytes32, Record};
use super::refusal::{Prefix, Refusal};
use super::reply;
use super::shared::Shared;

/// How long writing the close may take.
const CLOSE_TIME: Duration = Duration::from_secs(2);

/// How long the client's own close is waited for.
const LINGER: Duration = Duration::from_millis(300);

/// Questions of one connection that are answered at once; the others wait.
const ANSWERS_AT_ONCE: usize = 4;

/// Refusals forgiven per second.
const FORGIVEN_PER_SECOND: u32 = 10;

/// The longest message that is read at all. Those beyond the limit, but not beyond this, are
/// refused by name instead of ending the connection.
pub(crate) fn longest_read(limits: &Limits) -> usize {
    limits.message_bytes.saturating_mul(2)
}

/// What a connection shares with those who answer it.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) outbox: Outbox,
    viewer: RwLock<Viewer>,
    /// Something came since the last ping.
    heard: AtomicBool,
    patience: Mutex<Bucket>,
    fed_up: Notify,
    /// Bounds how much is looked up and paged for this connection at once.
    answers: Semaphore,
}

impl Session {
    /// Whether this event may be handed to the client.
    pub(crate) fn may_see(&self, record: &Record) -> bool {
        self.viewer.read().unwrap_or_else(PoisonError::into_inner).may_see(record)
    }

    /// The keys that the client has proved by now.
    fn viewer(&self) -> Viewer {
        self.viewer.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds a proved key, unless there are so many already.
    fn prove(&self, key: Bytes32, most: usize) -> Result<(), Refusal> {
        let mut viewer = self.viewer.write().unwrap_or_else(PoisonError::into_inner);
        if viewer.keys.contains(&key) {
            return Ok(());
        }
        if viewer.keys.len() >= most {
            return Err(Refusal::rate_limited(format!(
                "this relay takes {most} keys on one connection"
            )));
        }
        viewer.keys.push(key);
        Ok(())
    }

    /// Answers an event with a refusal.
    pub(crate) fn refuse_event(&self, id: &EventId, why: &Refusal) {
        self.outbox.push(reply::refused(id, why));
        self.note(why);
    }

    /// Whoever is refused again and again is shown out. Being asked for a proof, and faults of the
    /// relay, do not count.
    fn note(&self, why: &Refusal) {
        if !matches!(why.prefix, Prefix::AuthRequired | Prefix::Error) {
            self.annoyed();
        }
    }

    fn annoyed(&self) {
        let mut patience = self.patience.lock().unwrap_or_else(PoisonError::into_inner);
        if !patience.take(Instant::now()) {
            self.fed_up.notify_one();
        }
    }
}

/// Why a connection ends, with the WebSocket close that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client left, or the network did.
    Gone,
    /// The relay stops.
    Stopping,
    /// The client does not read.
    TooSlow,
    /// Refused too often.
    FedUp,
    /// A message beyond all limits.
    TooLong,
    /// Not UTF-8.
    NotText,
    /// Not a WebSocket.
    Broken,
}

impl End {
    /// RFC 6455, section 7.4.1.
    fn close(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Gone => None,
            Self::Stopping => Some((1001, "the relay is stopping")),
            Self::TooSlow => Some((1008, "rate-limited: events pile up because you do not read")),
            Self::FedUp => Some((1008, "rate-limited: too many refused messages")),
            Self::TooLong => Some((1009, "invalid: the message is too long")),
            Self::NotText => Some((1007, "invalid: the message is not UTF-8")),
            Self::Broken => Some((1002, "invalid: this is not a WebSocket message")),
        }
    }
}

/// Serves one connection until it ends.
pub(crate) async fn run(shared: Arc<Shared>, remote: IpAddr, local: IpAddr, socket: WebSocket) {
    let limits = &shared.config.limits;
    let Ok(challenge) = auth::new_challenge() else {
        tracing::error!("the system gave no randomness; a connection was refused");
        return;
    };
    let (outbox, queue) = Outbox::new(limits.outbox_bytes);
    let session = Arc::new(Session {
        outbox,
        viewer: RwLock::new(Viewer { gate: shared.config.gate, keys: Vec::new() }),
        heard: AtomicBool::new(true),
        patience: Mutex::new(Bucket::full(
            FORGIVEN_PER_SECOND,
            limits.refusals_burst,
            Instant::now(),
        )),
        fed_up: Notify::new(),
        answers: Semaphore::new(ANSWERS_AT_ONCE),
    });
    session.outbox.push(reply::challenge(&challenge));
    log(&shared, remote, "connection opened");

    let (sink, mut stream) = socket.split();
    let mut writing = std::pin::pin!(write::run(sink, queue, &session, limits));
    let mut reader = Reader::new(Arc::clone(&shared), Arc::clone(&session), challenge, local);
    let end = tokio::select! {
        end = reader.run(&mut stream) => end,
        () = &mut writing => End::Gone,
        () = session.outbox.overflowed() => End::TooSlow,
        () = session.fed_up.notified() => End::FedUp,
        () = shared.draining.cancelled() => End::Stopping,
    };
    if end == End::Stopping {
        // What was taken in is still answered.
        tokio::select! {
            () = &mut writing => {}
            () = shared.closing.cancelled() => {}
        }
    }
    drop(reader);
    if let Some((code, reason)) = end.close() {
        session.outbox.close(code, reason);
        let _ = tokio::time::timeout(CLOSE_TIME, &mut writing).await;
        // Reading on lets the close arrive: unread bytes would turn it into a reset.
        let rest = async { while let Some(Ok(_)) = stream.next().await {} };
        let _ = tokio::time::timeout(LINGER, rest).await;
    }
    log(&shared, remote, "connection closed");
}

fn log(shared: &Shared, remote: IpAddr, what: &'static str) {
    if shared.config.log_content {
        tracing::info!(%remote, open = shared.slots.taken(), "{what}");
    } else {
        tracing::debug!(open = shared.slots.taken(), "{what}");
    }
}

impl Session {
    fn hear(&self) {
        self.heard.store(true, Ordering::Relaxed);
    }

    /// Whether anything came since this was last asked.
    fn was_heard(&self) -> bool {
        self.heard.swap(false, Ordering::Relaxed)
    }
}
