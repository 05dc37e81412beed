//! A list of rows of one height: only what is seen is built, and the keyboard walks through it.
//!
//! The arithmetic is pure. Two thousand chats cost what fifteen do.

use std::ops::Range;

use iced::advanced::widget::{Id, Operation, operation};
use iced::advanced::{Renderer as _, Shell, mouse, renderer};
use iced::keyboard::{self, Key, key::Named};
use iced::{Background, Border, Color, Event, Rectangle, Size, touch};

use super::super::Element;
use super::super::theme::Tokens;
use super::wrap::{Wrap, Wrapped};

/// Rows that are built beyond each edge of what is seen, so that a flick shows no gap.
const BEYOND: usize = 6;

/// Where a list stands: what was last told of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Stand {
    /// Pixels of the content above the view.
    pub(crate) offset: f32,
    /// Height of the view; zero before it was ever seen.
    pub(crate) height: f32,
}

impl Stand {
    /// As a scrollable tells it.
    pub(crate) fn of(viewport: iced::widget::scrollable::Viewport) -> Self {
        Self { offset: viewport.absolute_offset().y, height: viewport.bounds().height }
    }
}

/// Which rows are built, and how much room the others take.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Span {
    pub(crate) rows: Range<usize>,
    /// Pixels in place of the rows before.
    pub(crate) above: f32,
    /// Pixels in place of the rows after.
    pub(crate) below: f32,
}

/// The rows to build of `count` that are `row` pixels high, seen from `offset` (which may be
/// before the first) through `height`.
pub(crate) fn span(count: usize, row: f32, offset: f32, height: f32) -> Span {
    let whole = |pixels: f32| (pixels.max(0.0) / row).floor() as usize;
    // A list that grew shorter is seen from its new end.
    let seen = offset.min(count as f32 * row - height).max(0.0);
    let first = whole(seen).saturating_sub(BEYOND).min(count);
    let last = (whole(seen + height) + 1 + BEYOND).clamp(first, count);
    Span { above: first as f32 * row, below: (count - last) as f32 * row, rows: first..last }
}

/// Where the view must stand so that this stretch is seen whole; `None` where it is.
pub(crate) fn reveal(top: f32, size: f32, stand: Stand) -> Option<f32> {
    if top < stand.offset {
        Some(top)
    } else if stand.height > 0.0 && top + size > stand.offset + stand.height {
        Some(top + size - stand.height)
    } else {
        None
    }
}

/// What the keyboard wants of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    /// Open the row.
    Open,
    /// Open the row's menu.
    Menu,
}

impl Step {
    fn of(key: &Key, modifiers: keyboard::Modifiers) -> Option<Self> {
        if modifiers.command() || modifiers.alt() {
            return None;
        }
        let Key::Named(named) = key else { return None };
        Some(match named {
            Named::ArrowUp => Self::Up,
            Named::ArrowDown => Self::Down,
            Named::PageUp => Self::PageUp,
            Named::PageDown => Self::PageDown,
            Named::Home => Self::First,
            Named::End => Self::Last,
            Named::Enter | Named::Space => Self::Open,
            Named::ContextMenu => Self::Menu,
            Named::F10 if modifiers.shift() => Self::Menu,
            _ => return None,
        })
    }

    /// The row that the keyboard goes to; `None` where there is none to go to.
    pub(crate) fn from(self, at: usize, count: usize, page: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        Some(
            match self {
                Self::Up => at.saturating_sub(1),
                Self::Down => at + 1,
                Self::PageUp => at.saturating_sub(page.max(1)),
                Self::PageDown => at + page.max(1),
                Self::First => 0,
                Self::Last => last,
                Self::Open | Self::Menu => at,
            }
            .min(last),
        )
    }
}

/// Makes a column of rows one stop of the keyboard: arrows walk, Enter opens, the menu key opens
/// the row's menu. `at` is the row where the keyboard is, `top` what stands above the first.
pub(crate) fn walked<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    id: &'static str,
    at: Rectangle,
    t: Tokens,
    on_step: impl Fn(Step) -> Message + 'a,
) -> Element<'a, Message> {
    let walk = Walk { id: Id::new(id), at, color: t.accent, on_step: Box::new(on_step) };
    Wrapped::new(content, walk).into()
}

struct Walk<'a, Message> {
    id: Id,
    at: Rectangle,
    color: Color,
    on_step: Box<dyn Fn(Step) -> Message + 'a>,
}

/// Whether the keyboard is here.
#[derive(Debug, Default)]
struct State {
    focused: bool,
}

impl operation::Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

impl<Message> Wrap<Message> for Walk<'_, Message> {
    type State = State;

    fn draw_over(
        &self,
        state: &State,
        renderer: &mut iced::Renderer,
        bounds: Rectangle,
        viewport: &Rectangle,
    ) {
        let ring = Rectangle::new(
            bounds.position() + iced::Vector::new(self.at.x, self.at.y),
            Size::new(bounds.width - 2.0 * self.at.x, self.at.height),
        );
        if !state.focused || ring.intersection(viewport).is_none() {
            return;
        }
        renderer.fill_quad(
            renderer::Quad {
                bounds: ring,
                border: Border { color: self.color, width: 2.0, radius: 12.0.into() },
                ..renderer::Quad::default()
            },
            Background::Color(Color::TRANSPARENT),
        );
    }

    fn before(
        &mut self,
        state: &mut State,
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
    ) {
        if !state.focused {
            return;
        }
        match event {
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) => {
                if let Some(step) = Step::of(key, *modifiers) {
                    shell.publish((self.on_step)(step));
                    shell.capture_event();
                }
            }
            // The pointer takes over, and needs no ring.
            Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                state.focused = false;
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn operate(
        &mut self,
        state: &mut State,
        bounds: Rectangle,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        operation.focusable(Some(&self.id), bounds, state);
        inner(operation);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROW: f32 = 64.0;

    #[test]
    fn a_short_list_is_built_whole() {
        let all = Span { rows: 0..5, above: 0.0, below: 0.0 };
        assert_eq!(span(5, ROW, 0.0, 700.0), all);
        assert_eq!(span(0, ROW, 900.0, 700.0), Span { rows: 0..0, ..all });
    }

    #[test]
    fn a_row_half_seen_is_moved_into_view() {
        let stand = Stand { offset: 100.0, height: 300.0 };
        assert_eq!(reveal(64.0, ROW, stand), Some(64.0));
        assert_eq!(reveal(128.0, ROW, stand), None);
        assert_eq!(reveal(384.0, ROW, stand), Some(148.0));
    }

    #[test]
    fn the_keyboard_stays_within_the_list() {
        assert_eq!(Step::Up.from(0, 9, 5), Some(0));
        assert_eq!(Step::Down.from(8, 9, 5), Some(8));
        assert_eq!(Step::PageDown.from(2, 9, 5), Some(7));
        assert_eq!(Step::Last.from(2, 9, 5), Some(8));
        assert_eq!(Step::Down.from(0, 0, 5), None);
        // The list grew shorter under the keyboard.
        assert_eq!(Step::Open.from(20, 3, 5), Some(2));
    }

    proptest! {
        #[test]
        fn everything_seen_is_built_and_the_height_is_always_the_same(
            count in 0_usize..5_000, offset in -500.0_f32..400_000.0, height in 0.0_f32..2_000.0,
        ) {
            let span = span(count, ROW, offset, height);
            let built = span.rows.len() as f32 * ROW;
            prop_assert!((span.above + built + span.below - count as f32 * ROW).abs() < 0.5);
            // Never much more than the window holds.
            prop_assert!(span.rows.len() <= (height / ROW) as usize + 3 + 2 * BEYOND);
            // Every row that is in the view, wherever a list of this length can stand, is built.
            let most = (count as f32 * ROW - height).max(0.0);
            let offset = offset.clamp(0.0, most);
            for index in 0..count {
                let top = index as f32 * ROW;
                if top + ROW > offset && top < offset + height {
                    prop_assert!(span.rows.contains(&index), "{index} in {:?}", span.rows);
                }
            }
        }

        #[test]
        fn what_was_revealed_is_seen(
            index in 0_usize..3_000, offset in 0.0_f32..200_000.0, height in 64.0_f32..2_000.0,
        ) {
            let top = index as f32 * ROW;
            let offset = reveal(top, ROW, Stand { offset, height }).unwrap_or(offset);
            prop_assert!(top >= offset && top + ROW <= offset + height + 0.1);
        }
    }
}
