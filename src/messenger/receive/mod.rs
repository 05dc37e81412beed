//! From the pool to the store: seen before? verify, open (on all cores), one transaction for a
//! whole batch, then tell. A batch is opened while the one before it is stored; they are stored in
//! the order in which they came.

mod known;
mod open;
mod store;

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nostr::event::{EventId, Signature};
use nostr::key::PublicKey;
use tokio::sync::{mpsc, oneshot};

pub(super) use known::KnownEnvelopes;

use super::apply::Arrived;
use super::heart::Heart;
use crate::model::{Hashed, RelayAddress};
use crate::relay::{FromRelay, ReadThrough};

/// What tells two copies of an envelope apart: a relay can put any signature under a right id. In
/// secret mailboxes the relay does too: each that has it is asked to forget it.
type Bytes = (EventId, Signature, Option<RelayAddress>);

/// An envelope, who served it, and for which mailbox.
struct Served {
    relay: RelayAddress,
    mailbox: PublicKey,
    event: Hashed,
}

fn copy(envelope: &Served, me: PublicKey) -> Bytes {
    let event = envelope.event.event();
    let relay = (envelope.mailbox != me).then(|| envelope.relay.clone());
    (event.id, event.sig, relay)
}

/// What the opening hands on to the storing, in order.
enum Step {
    /// A batch: what opened, and the copies that went into it.
    Store(Vec<Arrived>, Vec<Bytes>),
    /// A relay has shown all that it holds; how it was read through from end to end, if that was
    /// done by pages.
    CaughtUp(PublicKey, RelayAddress, Option<ReadThrough>),
    /// Somebody waits until everything before this is stored.
    Drained(oneshot::Sender<()>),
}

/// Runs as long as relays bring something. A wish in `drains` is granted when everything that was
/// in the channel before it is stored.
pub(super) async fn run(
    heart: Arc<Heart>,
    from_relays: mpsc::Receiver<FromRelay>,
    drains: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
) {
    // One batch may wait: the relays are slowed down when storing does not keep up.
    let (steps, to_store) = mpsc::channel(1);
    let receiving =
        Receiving { heart, in_hand: Mutex::default(), left_out: AtomicBool::new(false) };
    tokio::join!(receiving.open(from_relays, drains, steps), receiving.store(to_store));
}

struct Receiving {
    heart: Arc<Heart>,
    /// Copies on their way into the store. Several relays serve the same at the same time.
    in_hand: Mutex<HashSet<Bytes>>,
    /// Something that came was not stored. From then on no relay counts as read through: the next
    /// start reads all of it again.
    left_out: AtomicBool,
}

impl Receiving {
    fn in_hand(&self) -> MutexGuard<'_, HashSet<Bytes>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
