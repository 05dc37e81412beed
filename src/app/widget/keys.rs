//! Keys that mean something around a part of the window, wherever in it the keyboard is.

use iced::advanced::{Shell, mouse};
use iced::keyboard::{self, Key, Modifiers};
use iced::{Event, Rectangle};

use super::super::Element;
use super::wrap::{Wrap, Wrapped};

/// A key that was pressed.
#[derive(Debug)]
pub(crate) struct Press<'a> {
    /// Which.
    pub(crate) key: &'a Key,
    /// The Latin letter in its place, whatever the layout.
    pub(crate) latin: Option<char>,
    /// With what.
    pub(crate) modifiers: Modifiers,
    /// What it would type.
    pub(crate) text: Option<&'a str>,
}

/// Hears what nobody inside wanted.
pub(crate) fn after<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    on_key: impl Fn(Press<'_>) -> Option<Message> + 'a,
) -> Element<'a, Message> {
    Wrapped::new(content, Keys { first: false, on_key }).into()
}

/// Hears before anybody inside, who never hears what was wanted here.
pub(crate) fn before<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    on_key: impl Fn(Press<'_>) -> Option<Message> + 'a,
) -> Element<'a, Message> {
    Wrapped::new(content, Keys { first: true, on_key }).into()
}

struct Keys<F> {
    first: bool,
    on_key: F,
}

impl<Message, F: Fn(Press<'_>) -> Option<Message>> Wrap<Message> for Keys<F> {
    type State = ();

    fn update(
        &mut self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, &mut Shell<'_, Message>),
    ) {
        if !self.first {
            inner(event, shell);
        }
        hear(event, &self.on_key, shell);
        if self.first && !shell.is_event_captured() {
            inner(event, shell);
        }
    }
}

fn hear<Message>(
    event: &Event,
    on_key: impl Fn(Press<'_>) -> Option<Message>,
    shell: &mut Shell<'_, Message>,
) {
    if let Event::Keyboard(keyboard::Event::KeyPressed {
        key, physical_key, modifiers, text, ..
    }) = event
        && !shell.is_event_captured()
    {
        let press = Press {
            key,
            latin: key.to_latin(*physical_key),
            modifiers: *modifiers,
            text: text.as_deref(),
        };
        if let Some(message) = on_key(press) {
            shell.publish(message);
            shell.capture_event();
        }
    }
}
