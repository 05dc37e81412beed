//! The keyboard's way to everything that can be pressed: Tab reaches it, a ring shows where the
//! keyboard is, Enter and Space press.
//!
//! iced's own buttons know the mouse alone.

use iced::advanced::widget::{Id, Operation, operation};
use iced::advanced::{Renderer as _, Shell, mouse, renderer};
use iced::keyboard::{self, Key, key::Named};
use iced::{Background, Border, Color, Event, Rectangle, touch};

use super::super::Element;
use super::super::theme::Tokens;
use super::wrap::{Wrap, Wrapped};

/// Where the ring is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ring {
    /// Around, with a gap of 2 px: there must be room for it.
    Around,
    /// Within the edge, for rows that touch their neighbours.
    Within,
}

/// Something that Tab reaches; Enter and Space do the same as a click. By its name the keyboard
/// can be brought there.
pub(crate) fn named<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    id: Option<&'static str>,
    on_press: Message,
    ring: Ring,
    radius: f32,
    t: Tokens,
) -> Element<'a, Message> {
    let id = id.map(Id::new);
    let (on_key, is_reached) = (None, true);
    let focus = Focus { id, is_reached, on_press, on_key, ring, radius, color: t.accent };
    Wrapped::new(content, focus).into()
}

/// One of several of which one is chosen: `on_key` says what other keys mean here, Enter among
/// them; Space does the same as a click. Tab reaches the chosen one alone, and goes from there to
/// what belongs to it.
pub(crate) fn choice<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    id: &'static str,
    is_chosen: bool,
    on_press: Message,
    on_key: fn(Named) -> Option<Message>,
    radius: f32,
    t: Tokens,
) -> Element<'a, Message> {
    let (id, on_key, ring) = (Some(Id::new(id)), Some(on_key), Ring::Around);
    let focus =
        Focus { id, is_reached: is_chosen, on_press, on_key, ring, radius, color: t.accent };
    Wrapped::new(content, focus).into()
}

struct Focus<Message> {
    id: Option<Id>,
    /// The keyboard can come here.
    is_reached: bool,
    on_press: Message,
    on_key: Option<fn(Named) -> Option<Message>>,
    ring: Ring,
    radius: f32,
    color: Color,
}

/// Whether the keyboard is here.
#[derive(Debug, Default)]
pub(crate) struct State {
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

impl<Message: Clone> Wrap<Message> for Focus<Message> {
    type State = State;

    fn draw_over(
        &self,
        state: &State,
        renderer: &mut iced::Renderer,
        bounds: Rectangle,
        viewport: &Rectangle,
    ) {
        if !state.focused {
            return;
        }
        let (ring, radius) = match self.ring {
            Ring::Around => (bounds.expand(4.0), self.radius + 4.0),
            Ring::Within => (bounds, self.radius),
        };
        if ring.intersection(viewport).is_none() {
            return;
        }
        renderer.fill_quad(
            renderer::Quad {
                bounds: ring,
                border: Border { color: self.color, width: 2.0, radius: radius.into() },
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
        if let Some(on_key) = self.on_key
            && let Event::Keyboard(keyboard::Event::KeyPressed {
                key: Key::Named(key),
                modifiers,
                ..
            }) = event
            && modifiers.is_empty()
            && let Some(message) = on_key(*key)
        {
            shell.publish(message);
            shell.capture_event();
            return;
        }
        match event {
            Event::Keyboard(keyboard::Event::KeyPressed {
                key: Key::Named(Named::Enter | Named::Space),
                modifiers,
                repeat: false,
                ..
            }) if !modifiers.command() && !modifiers.alt() => {
                shell.publish(self.on_press.clone());
                shell.capture_event();
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
        if self.is_reached {
            operation.focusable(self.id.as_ref(), bounds, state);
        } else {
            state.focused = false;
        }
        inner(operation);
    }
}

/// What lies behind a dialog: it is seen, and the keyboard cannot reach it.
pub(crate) fn behind<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    out_of_reach: bool,
) -> Element<'a, Message> {
    Wrapped::new(content, Behind { out_of_reach, covered: false }).into()
}

/// What lies behind a page that covers it: it is kept as it is, but neither drawn nor reached.
pub(crate) fn covered<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    covered: bool,
) -> Element<'a, Message> {
    Wrapped::new(content, Behind { out_of_reach: covered, covered }).into()
}

struct Behind {
    out_of_reach: bool,
    covered: bool,
}

impl<Message> Wrap<Message> for Behind {
    type State = ();

    fn is_drawn(&self) -> bool {
        !self.covered
    }

    fn operate(
        &mut self,
        _state: &mut (),
        _bounds: Rectangle,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        if self.out_of_reach {
            inner(&mut Released(operation));
        } else {
            inner(operation);
        }
    }
}

/// Passes everything on but the keyboard, which it takes away from whatever has it.
pub(crate) struct Released<'a>(&'a mut dyn Operation);

impl<'a> Released<'a> {
    /// An operation that cannot give the keyboard to anything.
    pub(crate) fn of(operation: &'a mut dyn Operation) -> Self {
        Self(operation)
    }
}

impl Operation for Released<'_> {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.0.traverse(&mut |operation| operate(&mut Released(operation)));
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        self.0.container(id, bounds);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content_bounds: Rectangle,
        translation: iced::Vector,
        state: &mut dyn operation::Scrollable,
    ) {
        self.0.scrollable(id, bounds, content_bounds, translation, state);
    }

    fn focusable(
        &mut self,
        _id: Option<&Id>,
        _bounds: Rectangle,
        state: &mut dyn operation::Focusable,
    ) {
        state.unfocus();
    }

    fn text_input(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        state: &mut dyn operation::TextInput,
    ) {
        self.0.text_input(id, bounds, state);
    }

    fn text(&mut self, id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.0.text(id, bounds, text);
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn std::any::Any) {
        self.0.custom(id, bounds, state);
    }
}

#[cfg(test)]
mod tests {
    use iced::advanced::widget::operation::Focusable as _;
    use iced::keyboard::Location;
    use iced::keyboard::key::{NativeCode, Physical};

    use super::super::super::testing::tokens;
    use super::*;

    fn pressed(name: Named) -> Event {
        let key = Key::Named(name);
        Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key: Physical::Unidentified(NativeCode::Unidentified),
            location: Location::Standard,
            modifiers: keyboard::Modifiers::empty(),
            text: None,
            repeat: false,
        })
    }

    /// The messages of an event at something that has the keyboard, or has not.
    fn heard(focused: bool, event: &Event) -> (State, Vec<u8>) {
        let color = tokens().accent;
        let (ring, on_key) = (Ring::Around, None);
        let (id, is_reached, on_press) = (None, true, 7_u8);
        let mut focus = Focus { id, is_reached, on_press, on_key, ring, radius: 0.0, color };
        let mut state = State { focused };
        let mut messages = Vec::new();
        let mut shell = Shell::new(&mut messages);
        let at = Rectangle::with_size(iced::Size::new(10.0, 10.0));
        focus.before(&mut state, event, at, mouse::Cursor::Unavailable, &mut shell);
        (state, messages)
    }

    #[test]
    fn enter_and_space_press_what_has_the_keyboard() {
        assert_eq!(heard(true, &pressed(Named::Enter)).1, [7]);
        assert_eq!(heard(true, &pressed(Named::Space)).1, [7]);
        assert!(heard(true, &pressed(Named::Escape)).1.is_empty());
        assert!(heard(false, &pressed(Named::Enter)).1.is_empty());
    }

    #[test]
    fn the_pointer_takes_the_ring_away() {
        let click = Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left));
        assert!(!heard(true, &click).0.is_focused());
    }

    #[test]
    fn a_dialog_takes_the_keyboard_from_what_lies_behind() {
        let mut count = operation::focusable::count();
        let mut state = State { focused: true };
        let mut boxed = operation::black_box(&mut count);
        Released(&mut boxed).focusable(None, Rectangle::default(), &mut state);
        assert!(!state.is_focused());
    }
}
