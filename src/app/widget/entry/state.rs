//! What a field remembers, and how it follows the pointer and the arrows.

use std::time::Instant;

use iced::advanced::{input_method, mouse};
use iced::keyboard::key::{Key, Named};
use iced::widget::text_input::cursor;
use iced::{Event, Point, Rectangle, keyboard};

use super::super::selection::Selection;
use super::Inner;
use super::shown::Shown;

#[derive(Default)]
pub(super) struct State {
    pub(super) value: Shown,
    pub(super) placeholder: Shown,
    pub(super) preedit: Option<input_method::Preedit>,
    /// When the caret last moved, and the time of this frame.
    pub(super) moved: Option<(Instant, Instant)>,
    pub(super) was_focused: bool,
    /// The window has the keyboard.
    pub(super) away: bool,
    pub(super) shift: bool,
    click: Option<mouse::Click>,
    /// What the pointer began with, in bytes, while its button is down.
    drag: Option<Selection>,
}

impl State {
    pub(super) fn cursor(&self, inner: &Inner) -> cursor::State {
        // As many letters as there are, shown or hidden.
        inner.cursor().state(&self.value.value)
    }

    /// Follows the pointer in the shape that is shown. `inner` has heard the event already.
    pub(super) fn hear_mouse(
        &mut self,
        event: mouse::Event,
        at: Option<Point>,
        text: Rectangle,
        before: cursor::State,
        secure: bool,
        inner: &mut Inner,
    ) {
        let shown = &self.value;
        let (cursor::State::Index(focus) | cursor::State::Selection { end: focus, .. }) = before;
        let from = inner.is_focused().then_some(focus);
        let place = |at: Point| shown.nearest(at.x - text.x - shown.origin(text.width, from));
        let select = |inner: &mut Inner, selection: Selection| {
            let (from, to) = (shown.letters(selection.from), shown.letters(selection.to));
            if from == to { inner.move_cursor_to(to) } else { inner.select_range(from, to) }
        };
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let Some(at) = at else { return };
                let click = mouse::Click::new(at, mouse::Button::Left, self.click);
                let place = place(at);
                let chosen = match click.kind() {
                    mouse::click::Kind::Single if self.shift => {
                        let (cursor::State::Index(start) | cursor::State::Selection { start, .. }) =
                            before;
                        Selection { from: shown.byte(start), to: place }
                    }
                    mouse::click::Kind::Single => Selection { from: place, to: place },
                    mouse::click::Kind::Double if !secure => Selection::word(&shown.words, place),
                    mouse::click::Kind::Double | mouse::click::Kind::Triple => {
                        Selection::all(&shown.words)
                    }
                };
                select(inner, chosen);
                let holds = !secure || click.kind() == mouse::click::Kind::Single;
                self.drag = (holds && click.kind() != mouse::click::Kind::Triple).then_some(chosen);
                self.click = Some(click);
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => self.drag = None,
            mouse::Event::CursorMoved { position } => {
                let Some(begun) = self.drag else { return };
                let to = place(position);
                let word = self.click.is_some_and(|c| c.kind() == mouse::click::Kind::Double);
                let chosen = if word {
                    let here = Selection::word(&shown.words, to).range();
                    let first = begun.range();
                    if here.start < first.start {
                        Selection { from: first.end, to: here.start }
                    } else {
                        Selection { from: first.start, to: here.end.max(first.end) }
                    }
                } else {
                    Selection { from: begun.from, to }
                };
                select(inner, chosen);
            }
            _ => {}
        }
    }

    /// An arrow in a line from right to left: iced counts letters, people look at the screen.
    pub(super) fn turned(&self, event: &Event) -> Option<Event> {
        let Event::Keyboard(keyboard::Event::KeyPressed {
            key: Key::Named(key @ (Named::ArrowLeft | Named::ArrowRight)),
            ..
        }) = event
        else {
            return None;
        };
        if !self.value.is_rtl() {
            return None;
        }
        let other = if *key == Named::ArrowLeft { Named::ArrowRight } else { Named::ArrowLeft };
        let mut event = event.clone();
        if let Event::Keyboard(keyboard::Event::KeyPressed { key, modified_key, .. }) = &mut event {
            *key = Key::Named(other);
            *modified_key = Key::Named(other);
        }
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use iced::Size;
    use iced::widget::text_input::Value;

    use super::super::shown::tests::shown;
    use super::*;

    #[test]
    fn where_one_presses_the_caret_goes() {
        let line = shown("سلام");
        let mut state = State { value: shown("سلام"), ..State::default() };
        let mut inner = Inner::new();
        let text = Rectangle::new(Point::new(13.0, 12.0), Size::new(300.0, 20.0));
        let value = Value::new("سلام");
        for letter in 0..=4 {
            inner.focus();
            let before = inner.cursor().state(&value);
            let at = Point::new(13.0 + line.origin(300.0, None) + line.caret(letter), 20.0);
            let press = mouse::Event::ButtonPressed(mouse::Button::Left);
            state.click = None;
            state.hear_mouse(press, Some(at), text, before, false, &mut inner);
            assert_eq!(inner.cursor().state(&value), cursor::State::Index(letter));
        }
    }

    #[test]
    fn arrows_walk_as_the_eye_does() {
        let arrow = |key| {
            Event::Keyboard(keyboard::Event::KeyPressed {
                key: Key::Named(key),
                modified_key: Key::Named(key),
                physical_key: keyboard::key::Physical::Code(keyboard::key::Code::ArrowLeft),
                location: keyboard::Location::Standard,
                modifiers: keyboard::Modifiers::empty(),
                text: None,
                repeat: false,
            })
        };
        let persian = State { value: shown("سلام"), ..State::default() };
        assert_eq!(persian.turned(&arrow(Named::ArrowLeft)), Some(arrow(Named::ArrowRight)));
        assert_eq!(persian.turned(&arrow(Named::Home)), None);
        let english = State { value: shown("hello"), ..State::default() };
        assert_eq!(english.turned(&arrow(Named::ArrowLeft)), None);
    }
}
