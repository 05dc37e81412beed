//! What a list remembers from frame to frame: where it stands, where it is going, what it told.

use std::collections::HashMap;
use std::time::Duration;

use iced::Size;
use iced::advanced::widget::Tree;
use iced::time::Instant;

use super::bar::Bar;
use super::fling::Fling;
use super::strip::{Key, Slot, Strip};
use super::view::{Go, View};
use super::walk::Focus;
use super::{PAD, VirtualList};

/// Rows beside those laid out whose state is kept (selections, shaped text).
const KEPT: usize = 40;
/// How many ends a layer of rows has, see [`whole`].
const STEPS: u8 = 32;
/// How often it is told which rows are seen, while nothing else changes: whoever hears of it builds
/// the window anew, and under a turning wheel each frame shows another row.
pub(super) const TELLING: Duration = Duration::from_millis(100);
/// How long a row that was jumped to is lit, and how long that fades.
pub(super) const LIT: Duration = Duration::from_millis(900);
pub(super) const FADE: Duration = Duration::from_millis(400);

/// What the list remembers.
pub(super) struct State {
    pub(super) of: Option<[u8; 16]>,
    pub(super) strip: Strip,
    /// States of rows that are not shown.
    pub(super) trees: HashMap<Key, Tree>,
    pub(super) obeyed: u64,
    pub(super) told: Option<(View, Instant)>,
    pub(super) wants: Option<u64>,
    pub(super) bar: Bar,
    pub(super) fling: Fling,
    pub(super) focus: Focus,
    pub(super) lit: Option<(Key, Option<Instant>)>,
    /// How much of the light is left.
    pub(super) glow: f32,
    pub(super) moved: Moved,
    /// Where the first row stands.
    pub(super) place: Option<(Key, f32)>,
    /// How often that changed, counted round: see [`whole`].
    pub(super) step: u8,
}

/// What wheel, finger and thumb did since the last frame. A slow frame is followed by a dozen turns
/// of the wheel at once: laid out for each of them, the next frame would be slower still.
#[derive(Default)]
pub(super) struct Moved {
    /// Down by so many pixels.
    pub(super) by: f32,
    /// There is something to lay out.
    pub(super) anything: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            of: None,
            strip: Strip::new(PAD),
            trees: HashMap::new(),
            obeyed: 0,
            told: None,
            wants: None,
            bar: Bar::default(),
            fling: Fling::default(),
            focus: Focus::default(),
            lit: None,
            glow: 0.0,
            moved: Moved::default(),
            place: None,
            step: 0,
        }
    }
}

impl State {
    /// Takes over what the view says: whose list, which rows, where to go.
    pub(super) fn follow<Message>(&mut self, list: &VirtualList<'_, Message>, size: Size) {
        if self.of != Some(list.of) {
            let strip = Strip::new(list.pad);
            *self = Self { of: Some(list.of), strip, ..Self::default() };
            self.strip.set_from_top(list.from_top);
        }
        self.strip.set_view(size.height);
        self.strip.set_rows(&list.rows, list.before, list.after);
        if !self.strip.is_waiting() {
            self.wants = None;
        }
        if let Some((number, go)) = list.go
            && number > self.obeyed
        {
            self.obeyed = number;
            self.go(go);
        }
    }

    /// Counts that the rows stand elsewhere.
    pub(super) fn note_place(&mut self) {
        let place = self.strip.slots().first().map(|slot| (slot.key, slot.top.round()));
        if self.place != place {
            self.place = place;
            self.step = (self.step + 1) % STEPS;
        }
    }

    /// The view moves down by so many pixels, with the next frame.
    pub(super) fn turn(&mut self, pixels: f32) {
        self.wants = None;
        self.moved = Moved { by: self.moved.by + pixels, anything: true };
    }

    /// Does what was put off. True if there is something to lay out.
    pub(super) fn catch_up(&mut self) -> bool {
        let moved = std::mem::take(&mut self.moved);
        if moved.by != 0.0 {
            self.strip.scroll_by(moved.by);
        }
        moved.anything
    }

    pub(super) fn go(&mut self, go: Go) {
        self.fling.stop();
        self.moved = Moved::default();
        self.wants = None;
        match go {
            Go::End => self.wants = self.strip.drag_to(1.0),
            Go::Start => self.wants = self.strip.drag_to(0.0),
            Go::Pages(pages) => self.strip.scroll_by(pages * self.strip.view() * 0.9),
            Go::Reveal(key) => {
                self.strip.reveal(&key);
            }
            Go::To { key, share, lit } => {
                if self.focus.here {
                    self.focus.row = Some(key);
                }
                if self.strip.go_to(&key, share) && lit {
                    self.lit = Some((key, None));
                    self.glow = 1.0;
                }
            }
        }
    }

    pub(super) fn forget_far(&mut self, rows: &[Key]) {
        let slots = self.strip.slots();
        let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return };
        let near = first.row.saturating_sub(KEPT)..(last.row + KEPT).min(rows.len());
        let near: std::collections::HashSet<&Key> = rows[near].iter().collect();
        self.trees.retain(|key, _| near.contains(key));
    }

    pub(super) fn view(&self, rows: &[Key]) -> View {
        let seen = |slot: Option<&Slot>| slot.map(|slot| slot.key);
        let (wants_older, wants_newer) = (self.strip.wants_older(), self.strip.wants_newer());
        let stretch = rows.first().copied().zip(rows.last().copied());
        View {
            top: seen(self.strip.seen().next()),
            bottom: seen(self.strip.seen().next_back()),
            at_end: self.strip.at_end(),
            wants_older,
            wants_newer,
            wants: self.wants,
            stretch: stretch.filter(|_| wants_older || wants_newer),
        }
    }

    /// When this view is told; `None` if it was.
    pub(super) fn due(&self, view: View, now: Instant) -> Option<Instant> {
        let Some((told, at)) = self.told else { return Some(now) };
        if told == view {
            return None;
        }
        let moved_only = View { top: told.top, bottom: told.bottom, ..view } == told;
        Some(if moved_only { now.max(at + TELLING) } else { now })
    }

    /// The light on a row goes out. Says when to look again.
    pub(super) fn fade(&mut self, now: Instant) -> Option<Instant> {
        let (key, since) = self.lit?;
        let since = since.unwrap_or(now);
        self.lit = Some((key, Some(since)));
        let spent = now.saturating_duration_since(since);
        if spent >= LIT + FADE {
            self.lit = None;
            self.glow = 0.0;
            return None;
        }
        let fading = spent.saturating_sub(LIT);
        self.glow = 1.0 - fading.as_secs_f32() / FADE.as_secs_f32();
        Some(if spent < LIT { since + LIT } else { now + Duration::from_millis(33) })
    }
}
