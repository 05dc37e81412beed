//! Ids seen lately, bounded.

use std::collections::HashSet;

use nostr::event::EventId;

/// Remembers at least the last `size` ids and forgets those before twice as many.
#[derive(Debug, Clone)]
pub(crate) struct Recent {
    young: HashSet<EventId>,
    old: HashSet<EventId>,
    size: usize,
}

impl Recent {
    pub(crate) fn new(size: usize) -> Self {
        Self { young: HashSet::new(), old: HashSet::new(), size: size.max(1) }
    }

    /// Remembers an id; `false` if it was there.
    pub(crate) fn insert(&mut self, id: EventId) -> bool {
        if self.contains(&id) {
            return false;
        }
        if self.young.len() >= self.size {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id)
    }

    pub(crate) fn contains(&self, id: &EventId) -> bool {
        self.young.contains(id) || self.old.contains(id)
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_remembers_the_last_ones_and_stays_small(ids in proptest::collection::vec(0u8..40, 0..200), size in 1usize..20) {
            let mut recent = Recent::new(size);
            let mut inserted = Vec::new();
            for n in ids {
                let id = EventId::from_byte_array([n; 32]);
                if recent.insert(id) {
                    inserted.push(id);
                }
                prop_assert!(recent.young.len() + recent.old.len() <= 2 * size);
                for id in inserted.iter().rev().take(size) {
                    prop_assert!(recent.contains(id));
                }
            }
        }
    }
}
