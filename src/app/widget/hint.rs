//! A few words beside what the pointer rests on.
//!
//! They go as soon as anything is typed or pressed, and come back when the pointer does: whoever
//! has found a button needs its name no more, and it may cover what the button has opened.

use std::time::Duration;

use iced::advanced::{Shell, mouse};
use iced::widget::{container, text::IntoFragment, tooltip};
use iced::{Color, Event, Rectangle, keyboard, touch};

use super::super::Element;
use super::super::theme::Tokens;
use super::wrap::{Wrap, Wrapped};
use super::{caption, style};

/// The pointer rests for so long.
const REST: Duration = Duration::from_millis(350);
/// Between the words and what they are about.
const GAP: f32 = 4.0;

/// Words below something.
pub(crate) fn below<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    words: impl IntoFragment<'a>,
    t: Tokens,
) -> Element<'a, Message> {
    at(content, words, tooltip::Position::Bottom, GAP, t)
}

/// Words above something: at the bottom of the window there is no room below, and they would be
/// moved over what they are about.
pub(crate) fn above<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    words: impl IntoFragment<'a>,
    t: Tokens,
) -> Element<'a, Message> {
    at(content, words, tooltip::Position::Top, GAP, t)
}

/// Words below something within a box whose edge lies so far below it.
pub(crate) fn below_edge<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    words: impl IntoFragment<'a>,
    edge: f32,
    t: Tokens,
) -> Element<'a, Message> {
    at(content, words, tooltip::Position::Bottom, edge + GAP, t)
}

fn at<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    words: impl IntoFragment<'a>,
    at: tooltip::Position,
    gap: f32,
    t: Tokens,
) -> Element<'a, Message> {
    let tip = container(caption(words, Color::WHITE)).padding([6, 10]).max_width(320);
    let tip = tooltip(content, tip, at).gap(gap).delay(REST).style(move |_| style::tooltip(t));
    Wrapped::new(tip, Quiet).into()
}

struct Quiet;

/// Whether something was typed or pressed since the pointer came.
#[derive(Debug, Default)]
struct Hushed(bool);

impl<Message> Wrap<Message> for Quiet {
    type State = Hushed;

    fn shows_overlay(&self, state: &Hushed) -> bool {
        !state.0
    }

    fn before(
        &mut self,
        state: &mut Hushed,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
    ) {
        let hushed = match event {
            Event::Keyboard(keyboard::Event::KeyPressed { .. })
            | Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. }) => true,
            Event::Mouse(_) => state.0 && cursor.is_over(bounds),
            _ => return,
        };
        if std::mem::replace(&mut state.0, hushed) != hushed {
            shell.request_redraw();
        }
    }
}

#[cfg(test)]
mod tests {
    use iced::Point;
    use iced::keyboard::Modifiers;

    use super::super::super::testing::key_pressed;
    use super::*;

    /// What becomes of the words when this happens with the pointer over them, or beside.
    fn after(state: &mut Hushed, event: &Event, over: bool) -> bool {
        let bounds = Rectangle::with_size(iced::Size::new(36.0, 36.0));
        let at = if over { Point::new(9.0, 9.0) } else { Point::new(90.0, 90.0) };
        let mut messages: Vec<()> = Vec::new();
        let mut shell = Shell::new(&mut messages);
        let cursor = mouse::Cursor::Available(at);
        Quiet.before(state, event, bounds, cursor, &mut shell);
        Wrap::<()>::shows_overlay(&Quiet, state)
    }

    #[test]
    fn words_go_when_something_is_typed_or_pressed_and_come_back_with_the_pointer() {
        let moved = Event::Mouse(mouse::Event::CursorMoved { position: Point::ORIGIN });
        let pressed = Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left));
        let typed = key_pressed(keyboard::Key::Character("h".into()), Modifiers::empty());
        for event in [pressed, typed] {
            let mut state = Hushed::default();
            assert!(after(&mut state, &moved, true));
            assert!(!after(&mut state, &event, true));
            assert!(!after(&mut state, &moved, true), "it has not gone away");
            assert!(after(&mut state, &moved, false));
            assert!(after(&mut state, &moved, true));
        }
    }
}
