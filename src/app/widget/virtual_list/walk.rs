//! The keyboard among the rows. The list is one stop, at one row, and arrows go from row to row;
//! what can be pressed inside that row are the next stops, and inside no other.

use iced::advanced::widget::{Operation, operation};
use iced::keyboard::{self, key::Named};

use super::strip::Key;
use super::{Go, State};

/// Whether the keyboard is here, and at which row.
#[derive(Default)]
pub(super) struct Focus {
    /// At the row as a whole.
    pub(super) here: bool,
    /// At something inside the row.
    pub(super) inside: bool,
    pub(super) row: Option<Key>,
    /// It has just come from elsewhere.
    arrived: bool,
    /// Which of the rows that are seen it goes to, where it has none.
    toward: Toward,
    pub(super) told: Option<Key>,
}

#[derive(Default, Clone, Copy)]
enum Toward {
    Oldest,
    #[default]
    Newest,
}

impl Focus {
    /// The row that the keyboard is at, or in.
    pub(super) fn at(&self) -> Option<Key> {
        self.row.filter(|_| self.here || self.inside)
    }

    /// The pointer takes over, and needs no ring.
    pub(super) fn leave(&mut self) -> bool {
        let was = self.here || self.inside;
        (self.here, self.inside) = (false, false);
        was
    }

    fn anew(&mut self, toward: Toward) {
        self.row = None;
        self.toward = toward;
    }
}

impl operation::Focusable for Focus {
    fn is_focused(&self) -> bool {
        self.here
    }

    fn focus(&mut self) {
        self.arrived |= !self.here && !self.inside;
        self.here = true;
    }

    fn unfocus(&mut self) {
        self.here = false;
    }
}

impl State {
    /// The keyboard's row moves by so many of these; true if there is one.
    pub(super) fn step(&mut self, rows: &[Key], by: isize) -> bool {
        let now = self.focus.row.and_then(|key| rows.iter().position(|k| *k == key));
        let seen = || {
            let mut seen =
                self.strip.seen().filter_map(|slot| rows.iter().position(|k| *k == slot.key));
            match self.focus.toward {
                Toward::Oldest => seen.next(),
                Toward::Newest => seen.next_back(),
            }
        };
        let next = match now {
            Some(row) => row.saturating_add_signed(by).min(rows.len().saturating_sub(1)),
            None => match seen() {
                Some(row) => row,
                None => return false,
            },
        };
        self.focus.row = rows.get(next).copied();
        self.focus.row.is_some_and(|key| self.strip.reveal(&key))
    }

    /// Finds a row for the keyboard that has none, or whose row is gone; true if it found one.
    pub(super) fn settle(&mut self, rows: &[Key]) -> bool {
        if !self.focus.here || self.strip.is_waiting() {
            return false;
        }
        let arrived = std::mem::take(&mut self.focus.arrived);
        let row = self.focus.row;
        let unseen = arrived && !self.strip.seen().any(|slot| Some(slot.key) == row);
        if unseen || row.is_none_or(|key| !rows.contains(&key)) {
            if unseen {
                self.focus.anew(Toward::Newest);
            }
            return self.step(rows, 0);
        }
        false
    }

    /// A key, while the keyboard is at a row; true if it moved something.
    pub(super) fn walk(&mut self, key: &keyboard::Key, rows: &[Key]) -> bool {
        let keyboard::Key::Named(named) = key else { return false };
        let (go, toward) = match named {
            Named::ArrowUp => return self.step(rows, -1),
            Named::ArrowDown => return self.step(rows, 1),
            Named::PageUp => (Go::Pages(-1.0), Toward::Oldest),
            Named::PageDown => (Go::Pages(1.0), Toward::Newest),
            Named::Home => (Go::Start, Toward::Oldest),
            Named::End => (Go::End, Toward::Newest),
            _ => return false,
        };
        self.go(go);
        // Which row that is, is known when it is seen.
        self.focus.anew(toward);
        true
    }
}

/// Looks whether the keyboard is at something.
#[derive(Default)]
pub(super) struct Holds(pub(super) bool);

impl Operation for Holds {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(
        &mut self,
        _id: Option<&iced::advanced::widget::Id>,
        _bounds: iced::Rectangle,
        state: &mut dyn operation::Focusable,
    ) {
        self.0 |= state.is_focused();
    }
}
