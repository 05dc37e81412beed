//! Keys that mean something around a part of the window, wherever in it the keyboard is.

use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers};
use iced::{Event, Length, Rectangle, Size, Vector};

use super::super::Element;

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

/// See the module.
pub(crate) struct Keys<'a, Message> {
    content: Element<'a, Message>,
    first: bool,
    on_key: Box<dyn Fn(Press<'_>) -> Option<Message> + 'a>,
}

impl<'a, Message> Keys<'a, Message> {
    /// Hears what nobody inside wanted.
    pub(crate) fn after(
        content: impl Into<Element<'a, Message>>,
        on_key: impl Fn(Press<'_>) -> Option<Message> + 'a,
    ) -> Self {
        Self { content: content.into(), first: false, on_key: Box::new(on_key) }
    }

    /// Hears before anybody inside, who never hears what was wanted here.
    pub(crate) fn before(
        content: impl Into<Element<'a, Message>>,
        on_key: impl Fn(Press<'_>) -> Option<Message> + 'a,
    ) -> Self {
        Self { first: true, ..Self::after(content, on_key) }
    }

    fn hear(&self, event: &Event, shell: &mut Shell<'_, Message>) {
        if let Event::Keyboard(keyboard::Event::KeyPressed {
            key,
            physical_key,
            modifiers,
            text,
            ..
        }) = event
            && !shell.is_event_captured()
        {
            let press = Press {
                key,
                latin: key.to_latin(*physical_key),
                modifiers: *modifiers,
                text: text.as_deref(),
            };
            if let Some(message) = (self.on_key)(press) {
                shell.publish(message);
                shell.capture_event();
            }
        }
    }
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Keys<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let node = self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        layout::Node::with_children(node.size(), vec![node])
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &iced::Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        if let Some(inner) = layout.children().next() {
            let tree = &tree.children[0];
            self.content.as_widget().draw(tree, renderer, theme, style, inner, cursor, viewport);
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        if let Some(inner) = layout.children().next() {
            let tree = &mut tree.children[0];
            self.content.as_widget_mut().operate(tree, inner, renderer, operation);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if self.first {
            self.hear(event, shell);
            if shell.is_event_captured() {
                return;
            }
        }
        if let Some(inner) = layout.children().next() {
            let tree = &mut tree.children[0];
            self.content
                .as_widget_mut()
                .update(tree, event, inner, cursor, renderer, clipboard, shell, viewport);
        }
        if !self.first {
            self.hear(event, shell);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        layout.children().next().map_or_else(mouse::Interaction::default, |inner| {
            let tree = &tree.children[0];
            self.content.as_widget().mouse_interaction(tree, inner, cursor, viewport, renderer)
        })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
        let inner = layout.children().next()?;
        let tree = &mut tree.children[0];
        self.content.as_widget_mut().overlay(tree, inner, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Keys<'a, Message>> for Element<'a, Message> {
    fn from(keys: Keys<'a, Message>) -> Self {
        Self::new(keys)
    }
}
