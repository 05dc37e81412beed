//! What waits to be written to one connection: bounded, and shared by everything that answers it.
//!
//! Answers and stored events are produced only while there is room. Live events come when they
//! come: a reader that lets them pile up beyond the limit is disconnected.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::hub::Subscription;
use super::record::Record;

/// Above so many waiting bytes, nothing is produced that can wait.
const ROOM: usize = 512 * 1024;

/// What one queued item costs beside its text.
const OVERHEAD: usize = 64;

/// One item to write.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// A message.
    Text(String),
    /// A live event; its text is shared by all subscriptions until it is written.
    Live(Arc<Subscription>, Arc<Record>),
    /// The last thing: a WebSocket close with this code and reason.
    Close(u16, &'static str),
}

impl Outgoing {
    /// What it weighs while it waits.
    pub(crate) fn weight(&self) -> usize {
        OVERHEAD
            + match self {
                Self::Text(text) => text.len(),
                Self::Live(_, record) => record.json.len(),
                Self::Close(..) => 0,
            }
    }
}

/// The queue of one connection.
#[derive(Debug)]
pub(crate) struct Outbox {
    queue: UnboundedSender<Outgoing>,
    waiting: AtomicUsize,
    most_live: usize,
    room: Notify,
    overflow: Notify,
}

impl Outbox {
    /// A queue that bears so many bytes of live events, and its reading end.
    pub(crate) fn new(most_live: usize) -> (Self, UnboundedReceiver<Outgoing>) {
        let (queue, end) = mpsc::unbounded_channel();
        let outbox = Self {
            queue,
            waiting: AtomicUsize::new(0),
            most_live,
            room: Notify::new(),
            overflow: Notify::new(),
        };
        (outbox, end)
    }

    /// Queues an answer. Whoever produces many waits for [`room`](Self::room) first.
    pub(crate) fn push(&self, text: String) {
        self.enqueue(Outgoing::Text(text));
    }

    /// Queues the last thing that is written.
    pub(crate) fn close(&self, code: u16, reason: &'static str) {
        self.enqueue(Outgoing::Close(code, reason));
    }

    /// Queues a live event, or gives the reader up.
    pub(crate) fn push_live(&self, subscription: Arc<Subscription>, record: Arc<Record>) {
        if self.charge(&record) {
            // The receiver is gone only when the connection is.
            let _ = self.queue.send(Outgoing::Live(subscription, record));
        }
    }

    /// Counts a live event that waits elsewhere; false if that is too much.
    pub(crate) fn charge(&self, record: &Record) -> bool {
        let weight = OVERHEAD + record.json.len();
        let fits = self.waiting.fetch_add(weight, Ordering::AcqRel) + weight <= self.most_live;
        if !fits {
            self.waiting.fetch_sub(weight, Ordering::AcqRel);
            self.overflow.notify_one();
        }
        fits
    }

    /// Undoes [`charge`](Self::charge).
    pub(crate) fn refund(&self, record: &Record) {
        self.written(OVERHEAD + record.json.len());
    }

    fn enqueue(&self, item: Outgoing) {
        self.waiting.fetch_add(item.weight(), Ordering::AcqRel);
        // The receiver is gone only when the connection is.
        let _ = self.queue.send(item);
    }

    /// So many bytes wait no longer.
    pub(crate) fn written(&self, weight: usize) {
        let before = self.waiting.fetch_sub(weight, Ordering::AcqRel);
        if before >= ROOM && before - weight < ROOM {
            self.room.notify_waiters();
        }
    }

    /// Waits until something may be produced.
    pub(crate) async fn room(&self) {
        loop {
            let notified = self.room.notified();
            tokio::pin!(notified);
            // Listening starts before looking, so that no change between the two is missed.
            notified.as_mut().enable();
            if self.waiting.load(Ordering::Acquire) < ROOM {
                return;
            }
            notified.await;
        }
    }

    /// Waits until the reader has to be given up.
    pub(crate) async fn overflowed(&self) {
        self.overflow.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Poll;

    #[tokio::test]
    async fn room_is_made_by_writing() {
        let (outbox, mut end) = Outbox::new(1 << 20);
        outbox.room().await;
        outbox.push("x".repeat(ROOM));
        let mut room = std::pin::pin!(outbox.room());
        assert!(futures_util::poll!(room.as_mut()).is_pending());
        outbox.written(end.recv().await.unwrap().weight());
        assert_eq!(futures_util::poll!(room), Poll::Ready(()));
    }
}
