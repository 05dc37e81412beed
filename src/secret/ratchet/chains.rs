//! What is received in one chain: numbers whose messages have come, and keys for those that have not.

use crate::secret::error::Failure;
use crate::secret::header::{CHAIN, Facts};
use crate::secret::kdf::advance;
use crate::secret::key::{ChainKey, HeaderKey, MessageKey};
use crate::secret::seal::R;

/// Keys of missing messages that a chat keeps, over all chains; the oldest make room.
pub const SKIPPED: usize = 2000;
/// Seconds for which such a key is kept: 30 days.
pub const SKIPPED_FOR: u64 = 30 * 24 * 60 * 60;

/// Which receiving chain of a chat, counted from 0. It goes with a mailbox for as long as that is
/// watched: the next chain keeps its number when it becomes the current one, and then an older one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainNumber(pub u64);

/// A number of a chain.
pub(super) enum Slot {
    /// Skipped at this time (Unix seconds): its message may still come.
    Kept(MessageKey, u64),
    /// Its message came, in the wire with this r.
    Used([u8; R]),
    /// Its key was given up.
    Gone,
}

impl Slot {
    fn duplicate(&self) -> Self {
        match self {
            Self::Kept(mk, since) => Self::Kept(mk.duplicate(), *since),
            Self::Used(r) => Self::Used(*r),
            Self::Gone => Self::Gone,
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        matches!(self, Self::Kept(..))
    }
}

/// A receiving chain, with a place for each of its numbers that was passed.
pub(super) struct Received {
    pub(super) hk: HeaderKey,
    pub(super) facts: Facts,
    pub(super) slots: Vec<Slot>,
}

impl Received {
    pub(super) fn duplicate(&self) -> Self {
        let slots = self.slots.iter().map(Slot::duplicate).collect();
        Self { hk: self.hk.duplicate(), facts: self.facts, slots }
    }

    /// Nr.
    pub(super) fn next(&self) -> u16 {
        // A chain has at most a thousand.
        u16::try_from(self.slots.len()).unwrap_or(CHAIN)
    }

    /// How many may still come.
    pub(super) fn kept(&self) -> usize {
        self.slots.iter().filter(|slot| slot.is_kept()).count()
    }

    /// The key of a number that was passed.
    pub(super) fn passed(&self, n: u16, r: &[u8; R]) -> Result<&MessageKey, Failure> {
        match self.slots.get(usize::from(n)) {
            Some(Slot::Kept(mk, _)) => Ok(mk),
            Some(Slot::Used(same)) if same == r => Err(Failure::Unopened),
            Some(Slot::Gone) => Err(Failure::Late),
            // Used already in another wire, or beyond the end that the peer itself announced.
            Some(Slot::Used(_)) | None => Err(Failure::Forked),
        }
    }

    /// The message of number `n` came: its key is wiped.
    pub(super) fn done(&mut self, n: u16, r: &[u8; R]) {
        match self.slots.get_mut(usize::from(n)) {
            Some(slot) => *slot = Slot::Used(*r),
            None => self.slots.push(Slot::Used(*r)),
        }
    }

    /// Keeps keys for all numbers below `end` that were not reached yet; gives the chain key there.
    pub(super) fn skip(&mut self, mut ck: ChainKey, end: u16, now: u64) -> ChainKey {
        while self.next() < end {
            let (mk, following) = advance(&ck);
            self.slots.push(Slot::Kept(mk, now));
            ck = following;
        }
        ck
    }

    /// Gives up the first `count` keys; how many there were.
    pub(super) fn give_up(&mut self, count: usize) -> usize {
        let kept = self.slots.iter_mut().filter(|slot| slot.is_kept());
        kept.take(count).map(|slot| *slot = Slot::Gone).count()
    }

    /// Gives up every key that was kept for longer than [`SKIPPED_FOR`].
    pub(super) fn forget(&mut self, now: u64) -> bool {
        let mut any = false;
        for slot in &mut self.slots {
            if matches!(slot, Slot::Kept(_, since) if now.saturating_sub(*since) > SKIPPED_FOR) {
                *slot = Slot::Gone;
                any = true;
            }
        }
        any
    }
}
