//! The arithmetic of a long list: what lies where, and what stays where it is.
//!
//! Pure: heights come in by a function, places go out. Rows are known by key, oldest first; of
//! those that are not in memory only the number is known. What is read stays in its place by an
//! anchor, the edge of one row so far below the top of the view, and everything else is laid out
//! from there: whatever joins, goes or changes its height elsewhere moves nothing.

use std::collections::HashMap;

/// What a row is known by.
pub(crate) type Key = [u8; 32];

/// Height of a row while none was ever measured, in pixels.
const GUESS: f32 = 56.0;
/// Rounds to look for the place in: each comes nearer, and two are usual.
const ROUNDS: usize = 8;

/// An edge of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Edge {
    Top,
    Bottom,
}

/// What stays where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Anchor {
    /// The newest row at the bottom, and every one that joins after it.
    End,
    /// An edge of this row, so far below the top of the view.
    Row { key: Key, edge: Edge, at: f32 },
}

/// A row that is laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Slot {
    /// Which, counted among those in memory.
    pub(crate) row: usize,
    /// The same, by its key.
    pub(crate) key: Key,
    /// Its top, below the top of the view.
    pub(crate) top: f32,
    /// How high it is.
    pub(crate) height: f32,
}

impl Slot {
    /// Its bottom, below the top of the view.
    pub(crate) fn bottom(&self) -> f32 {
        self.top + self.height
    }
}

/// Where a scrollbar's thumb stands, as shares of its track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Thumb {
    /// 0 at the very first row, 1 at the very last.
    pub(crate) at: f32,
    /// The share of everything that is seen.
    pub(crate) size: f32,
}

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Strip {
    rows: Vec<Key>,
    before: u64,
    after: u64,
    heights: HashMap<Key, f32>,
    view: f32,
    anchor: Anchor,
    slots: Vec<Slot>,
    /// A number that the thumb was dragged to and that is not in memory.
    wanted: Option<f64>,
    /// Above the first row and below the last.
    pad: f32,
    /// What is short stands at the top, not at the bottom.
    from_top: bool,
}

impl Strip {
    /// Nothing yet, with so much room above the first row and below the last.
    pub(crate) fn new(pad: f32) -> Self {
        Self {
            rows: Vec::new(),
            before: 0,
            after: 0,
            heights: HashMap::new(),
            view: 0.0,
            anchor: Anchor::End,
            slots: Vec::new(),
            wanted: None,
            pad,
            from_top: false,
        }
    }

    /// What is in memory, and how many rows lie before and after it.
    pub(crate) fn set_rows(&mut self, rows: &[Key], before: u64, after: u64) {
        self.before = before;
        self.after = after;
        if self.rows == rows {
            return;
        }
        self.rows = rows.to_vec();
        let here: HashMap<Key, ()> = rows.iter().map(|key| (*key, ())).collect();
        self.heights.retain(|key, _| here.contains_key(key));
        let all = before + rows.len() as u64 + after;
        if let Some(number) = self.wanted
            && self.anchor_number(number.min(all.saturating_sub(1) as f64))
        {
            self.wanted = None;
            return;
        }
        if let Anchor::Row { key, .. } = self.anchor
            && !here.contains_key(&key)
        {
            self.anchor = self.next_best(&key, &here);
        }
    }

    /// Another row to hold on to, as the anchor is gone: one that was seen, below it if possible.
    fn next_best(&self, gone: &Key, here: &HashMap<Key, ()>) -> Anchor {
        let at = self.slots.iter().position(|slot| slot.key == *gone).unwrap_or(0);
        let below = self.slots.iter().skip(at);
        let above = self.slots.iter().take(at).rev();
        match (below.chain(above).find(|slot| here.contains_key(&slot.key)), self.rows.first()) {
            (Some(slot), _) => Anchor::Row { key: slot.key, edge: Edge::Bottom, at: slot.bottom() },
            (None, Some(first)) if self.after > 0 => {
                Anchor::Row { key: *first, edge: Edge::Top, at: self.pad }
            }
            (None, _) => Anchor::End,
        }
    }

    /// Whether what is short stands at the top.
    pub(crate) fn set_from_top(&mut self, from_top: bool) {
        self.from_top = from_top;
    }

    /// How high the view is.
    pub(crate) fn set_view(&mut self, height: f32) {
        self.view = height;
    }

    /// How high it is.
    pub(crate) fn view(&self) -> f32 {
        self.view
    }

    /// What is laid out, from top to bottom.
    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Lays out what is seen and `margin` pixels around it. `measure` tells the height of a row.
    pub(crate) fn place(&mut self, margin: f32, mut measure: impl FnMut(usize) -> f32) -> &[Slot] {
        self.slots.clear();
        let Some(last_row) = self.rows.len().checked_sub(1) else { return &self.slots };
        let mut known: HashMap<usize, f32> = HashMap::new();
        let mut height = |row: usize| *known.entry(row).or_insert_with(|| measure(row).max(0.0));
        let bottom = self.view - self.pad;
        let (row, top) = match self.anchor {
            Anchor::End => (last_row, bottom - height(last_row)),
            Anchor::Row { key, edge, at } => {
                let row = self.rows.iter().position(|k| *k == key).unwrap_or(last_row);
                match edge {
                    Edge::Top => (row, at),
                    Edge::Bottom => (row, at - height(row)),
                }
            }
        };
        // Rows [first, end) from `top` downwards to `low`.
        let (mut first, mut top, mut end, mut low) = (row, top, row + 1, top + height(row));
        for _ in 0..ROUNDS {
            while end <= last_row && low < self.view + margin {
                low += height(end);
                end += 1;
            }
            while first > 0 && top > -margin {
                first -= 1;
                top -= height(first);
            }
            let hanging = bottom - low;
            let sunk = top - self.pad;
            let by = if end > last_row && hanging > 0.0 {
                hanging
            } else if first == 0 && sunk > 0.0 && (end <= last_row || hanging < 0.0) {
                // Not further than the end allows: what is short stands at the bottom.
                -if end > last_row { sunk.min(-hanging) } else { sunk }
            } else {
                break;
            };
            top += by;
            low += by;
        }
        if self.from_top && first == 0 && end > last_row && low < self.view {
            top = top.min(self.pad);
        }
        let mut y = top;
        for row in first..end {
            let height = height(row);
            // Only what is near: a far anchor is passed over.
            if y + height >= -margin && y <= self.view + margin {
                self.slots.push(Slot { row, key: self.rows[row], top: y, height });
            }
            y += height;
        }
        for (row, height) in known {
            self.heights.insert(self.rows[row], height);
        }
        let at_end = end > last_row && low <= bottom + 0.5;
        let seen = self.seen().next().or(self.slots.first()).copied();
        self.anchor = match (at_end && self.after == 0, seen) {
            (true, _) | (_, None) => Anchor::End,
            (false, Some(slot)) => {
                Anchor::Row { key: slot.key, edge: Edge::Bottom, at: slot.bottom() }
            }
        };
        &self.slots
    }

    /// What is really seen.
    pub(crate) fn seen(&self) -> impl DoubleEndedIterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.bottom() > 0.0 && slot.top < self.view)
    }

    /// The newest row of all is seen, and those that join will be.
    pub(crate) fn at_end(&self) -> bool {
        self.anchor == Anchor::End
    }

    /// Rows that the thumb was dragged to are still to be read.
    pub(crate) fn is_waiting(&self) -> bool {
        self.wanted.is_some()
    }

    /// Moves the view down by so many pixels, or up.
    pub(crate) fn scroll_by(&mut self, pixels: f32) {
        self.wanted = None;
        let from = self.seen().next().or(self.slots.first()).copied();
        if let Some(slot) = from {
            let at = slot.bottom() - pixels;
            self.anchor = Anchor::Row { key: slot.key, edge: Edge::Bottom, at };
        }
    }

    /// Puts the top of a row at this share of the view's height. False if it is not in memory.
    pub(crate) fn go_to(&mut self, key: &Key, share: f32) -> bool {
        let here = self.rows.contains(key);
        if here {
            self.wanted = None;
            let at = (self.view * share).max(self.pad);
            self.anchor = Anchor::Row { key: *key, edge: Edge::Top, at };
        }
        here
    }

    /// Moves as little as is needed for a row to be seen whole. False if it is not in memory.
    pub(crate) fn reveal(&mut self, key: &Key) -> bool {
        match self.slots.iter().find(|slot| slot.key == *key).copied() {
            Some(slot) if slot.top < self.pad => self.go_to(key, 0.0),
            Some(slot) if slot.bottom() > self.view - self.pad => {
                let at = (self.view - self.pad).min(self.pad + slot.height);
                let at = if slot.height > self.view { at } else { self.view - self.pad };
                self.anchor = Anchor::Row { key: *key, edge: Edge::Bottom, at };
                true
            }
            Some(_) => true,
            None => self.go_to(key, 0.4),
        }
    }

    fn anchor_number(&mut self, number: f64) -> bool {
        let place = number - self.before as f64;
        let whole = place.floor();
        if whole < 0.0 || whole >= self.rows.len() as f64 {
            return false;
        }
        let key = self.rows[whole as usize];
        let height = self.height(&key, self.average());
        let at = -((place - whole) as f32) * height;
        self.anchor = Anchor::Row { key, edge: Edge::Top, at };
        true
    }

    fn height(&self, key: &Key, average: f32) -> f32 {
        self.heights.get(key).copied().unwrap_or(average)
    }

    /// What a row that was never laid out is taken for.
    fn average(&self) -> f32 {
        let known = self.heights.len();
        if known == 0 {
            return GUESS;
        }
        (self.heights.values().sum::<f32>() / known as f32).max(1.0)
    }

    /// Heights from the very first row on: of what lies before memory, in it, and after it.
    fn extents(&self) -> (f64, f64, f64) {
        let average = self.average();
        let here: f64 = self.rows.iter().map(|key| f64::from(self.height(key, average))).sum();
        let average = f64::from(average);
        (self.before as f64 * average, here, self.after as f64 * average)
    }

    /// Pixels between the top of the first row in memory and the top of the view.
    fn above(&self) -> f64 {
        let average = self.average();
        let Some(slot) = self.slots.first() else { return 0.0 };
        let rows = self.rows.iter().take(slot.row);
        let sum: f64 = rows.map(|key| f64::from(self.height(key, average))).sum();
        sum - f64::from(slot.top)
    }

    /// Pixels between the bottom of the view and the bottom of the last row in memory.
    fn below(&self) -> f64 {
        self.extents().1 - self.above() - f64::from(self.view)
    }

    /// Older rows should be read now.
    pub(crate) fn wants_older(&self) -> bool {
        self.before > 0 && !self.slots.is_empty() && self.above() < 2.0 * f64::from(self.view)
    }

    /// Newer rows should be read now.
    pub(crate) fn wants_newer(&self) -> bool {
        self.after > 0 && !self.slots.is_empty() && self.below() < 2.0 * f64::from(self.view)
    }

    /// Where the thumb stands; nothing when everything is seen.
    pub(crate) fn thumb(&self) -> Option<Thumb> {
        let (before, here, after) = self.extents();
        let (whole, view) = (before + here + after, f64::from(self.view));
        if whole <= view || self.slots.is_empty() {
            return None;
        }
        let at = if self.at_end() { 1.0 } else { (before + self.above()) / (whole - view) };
        Some(Thumb { at: at.clamp(0.0, 1.0) as f32, size: (view / whole).clamp(0.0, 1.0) as f32 })
    }

    /// The thumb was dragged to this share. Returns the number of the row that must be read for
    /// that, if it is not in memory: the view follows when it is.
    pub(crate) fn drag_to(&mut self, share: f32) -> Option<u64> {
        let (before, here, after) = self.extents();
        let (whole, view) = (before + here + after, f64::from(self.view));
        let y = f64::from(share.clamp(0.0, 1.0)) * (whole - view).max(0.0);
        self.wanted = None;
        if share >= 1.0 && self.after == 0 {
            self.anchor = Anchor::End;
            return None;
        }
        let all = self.before + self.rows.len() as u64 + self.after;
        let average = f64::from(self.average());
        let number = if y < before {
            y / average
        } else if y >= before + here || (after > 0.0 && y + view > before + here) {
            // From the end of what is in memory, so that both measures meet there.
            let from_end = (y + view - before - here).max(0.0) / average;
            let rows_in_view = view / average;
            (self.before as f64 + self.rows.len() as f64 + from_end - rows_in_view)
                .min(all as f64 - 1.0)
        } else {
            self.anchor_pixels(y - before);
            return None;
        };
        let number = number.max(0.0);
        if self.anchor_number(number) && (y >= before && number + view / average < all as f64) {
            // The last rows in memory: what follows is read as the view comes near them.
            return None;
        }
        self.wanted = Some(number);
        Some(number as u64)
    }

    /// Anchors at so many pixels below the top of the first row in memory.
    fn anchor_pixels(&mut self, pixels: f64) {
        let average = self.average();
        let mut y = 0.0;
        for key in &self.rows {
            let height = f64::from(self.height(key, average));
            if y + height > pixels {
                let at = (y - pixels) as f32;
                self.anchor = Anchor::Row { key: *key, edge: Edge::Top, at };
                return;
            }
            y += height;
        }
        self.anchor = Anchor::End;
    }
}

#[cfg(test)]
#[path = "strip_tests.rs"]
mod tests;
