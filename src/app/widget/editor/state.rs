//! What a field of several lines remembers, and when its caret is lit.

use std::time::{Duration, Instant};

use iced::advanced::widget::operation::Focusable;
use iced::advanced::{input_method, mouse};

use super::super::highlighter::Scripts;

/// The caret is seen and not seen for so long.
pub(super) const BLINK: Duration = Duration::from_millis(500);

/// Since when the keyboard is here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Focus {
    pub(super) since: Instant,
    pub(super) now: Instant,
    /// The window has it too.
    pub(super) here: bool,
}

impl Focus {
    pub(super) fn now() -> Self {
        let now = Instant::now();
        Self { since: now, now, here: true }
    }
}

pub(super) struct State {
    pub(super) focus: Option<Focus>,
    pub(super) preedit: Option<input_method::Preedit>,
    pub(super) click: Option<mouse::Click>,
    pub(super) dragging: bool,
    /// A part of a line that was scrolled.
    pub(super) part: f32,
    pub(super) scripts: Scripts,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focus.is_some()
    }

    fn focus(&mut self) {
        self.focus = Some(Focus::now());
    }

    fn unfocus(&mut self) {
        self.focus = None;
        self.dragging = false;
    }
}

/// Whether a caret that last moved at `since` is seen now.
pub(in super::super) fn is_lit(since: Instant, now: Instant) -> bool {
    // A frame may come a little before its time.
    const EARLY: Duration = Duration::from_millis(50);
    let gone = now.saturating_duration_since(since) + EARLY;
    (gone.as_millis() / BLINK.as_millis()).is_multiple_of(2)
}
