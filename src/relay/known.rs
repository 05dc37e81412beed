//! What the pool asks the rest of the house: which envelopes of a mailbox are here already.

use futures_util::future::BoxFuture;
use nostr::event::EventId;
use nostr::types::Timestamp;

use crate::model::RelayAddress;

/// A reading of all that a relay held for a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadThrough {
    /// When it began.
    pub began: Timestamp,
    /// [`Known::era`] when it began.
    pub era: u64,
}

/// The envelopes of one mailbox that need not be fetched (stored, dropped, or of blocked people).
///
/// It must count an envelope as known only once it is dealt with for good (committed), and never
/// because of an event whose signature is wrong: a relay can put any signature under a right id.
pub trait Known: Send + Sync + 'static {
    /// Those with `since <= created_at <= until`, **newest first**, at most `most`. `created_at` is
    /// the envelope's own (backdated) time.
    fn between(
        &self,
        since: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>>;

    /// Those of `ids` that are known.
    fn has(&self, ids: Vec<EventId>) -> BoxFuture<'_, Vec<EventId>>;

    /// A number that changes whenever something that was known is wanted again: no reading that
    /// began before counts. `None`: unknown for now.
    fn era(&self) -> BoxFuture<'_, Option<u64>>;

    /// When the reading began by which everything that this relay held was last read through
    /// ([`super::FromRelay::CaughtUp`] told so), and dealt with for good. `None`: never, or unknown.
    fn read_through(&self, relay: &RelayAddress) -> BoxFuture<'_, Option<Timestamp>>;

    /// The mailbox is emptied as it is read: a page is cheaper than any comparison, and relays allow
    /// only a few comparisons at a time.
    fn holds_little(&self) -> bool {
        false
    }
}
