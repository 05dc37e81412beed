//! What a list is told, and what it tells: where to go, what is seen, what should be read.

use super::strip::Key;

/// Where the list is told to go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Go {
    /// To the newest row.
    End,
    /// To the oldest.
    Start,
    /// A row's top to this share of the view; lit for a moment if so wished.
    To {
        /// Which row.
        key: Key,
        /// Where in the view.
        share: f32,
        /// Whether it is lit.
        lit: bool,
    },
    /// Views up (less than 0) or down.
    Pages(f32),
    /// No further than needed for this row to be seen.
    Reveal(Key),
}

/// What is seen, and what should be read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct View {
    /// The oldest row that is seen.
    pub(crate) top: Option<Key>,
    /// The newest row that is seen.
    pub(crate) bottom: Option<Key>,
    /// The newest of all is seen, and those that join will be.
    pub(crate) at_end: bool,
    /// Older rows should be read.
    pub(crate) wants_older: bool,
    /// Newer rows should be read.
    pub(crate) wants_newer: bool,
    /// Rows around the one that has so many before it should be read.
    pub(crate) wants: Option<u64>,
    /// Of which stretch more should be read: its ends, so that another one is another view.
    pub(crate) stretch: Option<(Key, Key)>,
}
