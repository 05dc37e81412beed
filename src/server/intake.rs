//! Checks events by hash and signature on threads of their own, and passes them on to the store.
//!
//! What waits here is bounded in bytes for all connections together: a connection that has no
//! permit yet is not read from.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use nostr::event::Event;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::connection::Session;
use super::error::ServerError;
use super::hub::Hub;
use super::record::{Record, is_ephemeral};
use super::refusal::Refusal;
use super::reply;
use super::store::{Deposit, Depositor};
use crate::model::{EventError, Hashed, Verified};

/// Bytes of messages that may be on their way into the store at once.
const MOST_WAITING: usize = 32 * 1024 * 1024;

/// Events that one thread takes at a time: enough to make waking it worthwhile.
const BATCH: usize = 32;

enum Job {
    Publish(Publish),
    Proof { event: Event, answer: oneshot::Sender<Result<(), Refusal>> },
}

/// An event that a client published, until it is answered.
pub(crate) struct Publish {
    pub(crate) event: Event,
    pub(crate) session: Arc<Session>,
    /// Its share of what may wait, given back once it is answered.
    pub(crate) permit: OwnedSemaphorePermit,
}

/// The way in.
#[derive(Debug)]
pub(crate) struct Intake {
    jobs: mpsc::Sender<Job>,
    budget: Arc<Semaphore>,
}

impl Intake {
    /// Starts as many threads as there are processors, at most four.
    pub(crate) fn start(
        hub: Arc<Hub>,
        depositor: Depositor,
    ) -> Result<(Self, Vec<JoinHandle<()>>), ServerError> {
        let (jobs, queue) = mpsc::channel(256);
        let queue = Arc::new(Mutex::new(queue));
        let count = std::thread::available_parallelism().map_or(2, usize::from).clamp(1, 4);
        let mut threads = Vec::with_capacity(count);
        for _ in 0..count {
            let (queue, hub, depositor) = (Arc::clone(&queue), Arc::clone(&hub), depositor.clone());
            let thread = std::thread::Builder::new()
                .name("relay-verify".to_owned())
                .spawn(move || work(&queue, &hub, &depositor))
                .map_err(ServerError::Start)?;
            threads.push(thread);
        }
        Ok((Self { jobs, budget: Arc::new(Semaphore::new(MOST_WAITING)) }, threads))
    }

    /// Waits until a message of so many bytes may come in.
    pub(crate) async fn permit(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let bytes = u32::try_from(bytes.clamp(1, MOST_WAITING)).unwrap_or(u32::MAX);
        Arc::clone(&self.budget).acquire_many_owned(bytes).await.ok()
    }

    /// Takes an event in; its session gets the `OK`.
    pub(crate) async fn publish(&self, publish: Publish) {
        if let Err(mpsc::error::SendError(Job::Publish(publish))) =
            self.jobs.send(Job::Publish(publish)).await
        {
            let why = Refusal::error("the relay is stopping");
            publish.session.outbox.push(reply::refused(&publish.event.id, &why));
        }
    }

    /// Checks the hash and signature of a proof of a key.
    pub(crate) async fn verify(&self, event: Event) -> Result<(), Refusal> {
        let (answer, verdict) = oneshot::channel();
        let stopping = || Refusal::error("the relay is stopping");
        self.jobs.send(Job::Proof { event, answer }).await.map_err(|_| stopping())?;
        verdict.await.unwrap_or_else(|_| Err(stopping()))
    }

    /// Waits until everything that was taken in is answered.
    pub(crate) async fn drained(&self) {
        let _all = self.permit(MOST_WAITING).await;
    }
}

fn work(queue: &Mutex<mpsc::Receiver<Job>>, hub: &Hub, depositor: &Depositor) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            if queue.blocking_recv_many(&mut batch, BATCH) == 0 {
                return;
            }
        }
        for job in batch.drain(..) {
            // A fault in checking one event must not end the thread that checks all.
            let done = std::panic::catch_unwind(AssertUnwindSafe(|| check(job, hub, depositor)));
            if done.is_err() {
                tracing::error!("checking an event failed");
            }
        }
    }
}

fn check(job: Job, hub: &Hub, depositor: &Depositor) {
    match job {
        Job::Proof { event, answer } => {
            // The connection may be gone by now.
            let _ = answer.send(verify(event).map(drop));
        }
        Job::Publish(Publish { event, session, permit }) => {
            let id = event.id;
            match verify(event) {
                Err(why) => session.refuse_event(&id, &why),
                Ok(verified) => {
                    let record = Arc::new(Record::from_verified(verified));
                    if is_ephemeral(record.kind) {
                        hub.publish(None, &record);
                        session.outbox.push(reply::accepted(&id, ""));
                    } else {
                        depositor.deposit(Deposit { record, session, permit });
                    }
                }
            }
        }
    }
}

fn verify(event: Event) -> Result<Verified, Refusal> {
    Hashed::check(event).and_then(Hashed::verify).map_err(|error| match error {
        EventError::ForgedId => Refusal::invalid("the id is not the hash of the event"),
        EventError::BadSignature => Refusal::invalid("the signature is wrong"),
        EventError::TooLarge => Refusal::invalid("the event is too large"),
        EventError::Malformed => Refusal::invalid("this is not an event"),
    })
}
