//! A menu that opens where the right button was pressed, and stays within the window.
//!
//! By keyboard it opens at its first item. While it is open all keys are its own, so whatever had
//! the keyboard has it again when the menu is closed.

mod items;

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Overlay, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Event, Length, Point, Rectangle, Size, Vector, keyboard, touch};

use super::super::{Element, direction};
use items::{Choose, Items, Way};

/// See the module. Whether it is open is the owner's to know: `menu` is there, or is not.
pub(crate) struct ContextMenu<'a, Message> {
    content: Element<'a, Message>,
    menu: Option<Element<'a, Message>>,
    opened: Option<Message>,
    closed: Message,
    by_keys: bool,
}

impl<'a, Message> ContextMenu<'a, Message> {
    /// Something with a menu.
    pub(crate) fn new(
        content: impl Into<Element<'a, Message>>,
        menu: Option<Element<'a, Message>>,
        opened: Message,
        closed: Message,
    ) -> Self {
        Self { content: content.into(), menu, opened: Some(opened), closed, by_keys: false }
    }

    /// A button with a menu that drops down below it, opened by whoever owns the button.
    pub(crate) fn below(
        content: impl Into<Element<'a, Message>>,
        menu: Option<Element<'a, Message>>,
        closed: Message,
    ) -> Self {
        Self { content: content.into(), menu, opened: None, closed, by_keys: false }
    }

    /// The menu was asked for by keyboard: its first item has the keyboard.
    pub(crate) fn by_keys(self, by_keys: bool) -> Self {
        Self { by_keys, ..self }
    }

    fn parts(&self) -> Vec<&Element<'a, Message>> {
        std::iter::once(&self.content).chain(&self.menu).collect()
    }
}

#[derive(Default)]
struct State {
    /// Where the button was pressed, from the content's corner, so that it moves along when
    /// the content is scrolled; nowhere when a key or another button opened the menu.
    at: Option<Vector>,
    /// The menu is open, and this is how.
    open: Option<Opened>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    ByPointer,
    /// Its first item is still to be given the keyboard.
    ByKeys,
    AtItem,
}

impl<Message: Clone> Widget<Message, iced::Theme, iced::Renderer> for ContextMenu<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.parts().into_iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts());
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
        if let Some(inner) = layout.children().next() {
            let tree = &mut tree.children[0];
            self.content
                .as_widget_mut()
                .update(tree, event, inner, cursor, renderer, clipboard, shell, viewport);
        }
        if shell.is_event_captured() {
            return;
        }
        if let Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)) = event
            && let Some(opened) = &self.opened
            && let Some(at) = cursor.position_in(layout.bounds())
        {
            tree.state.downcast_mut::<State>().at = Some(at - Point::ORIGIN);
            shell.publish(opened.clone());
            shell.capture_event();
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
        let Tree { state, children, .. } = tree;
        let state = state.downcast_mut::<State>();
        let (first, rest) = children.split_first_mut()?;
        let inner = layout.children().next()?;
        if let (Some(menu), Some(tree)) = (self.menu.as_mut(), rest.first_mut()) {
            let content = self.content.as_widget_mut();
            let open = state.open.get_or_insert_with(|| {
                let mut items = Items::default();
                content.operate(first, inner, renderer, &mut items);
                if self.by_keys || items.at.is_some() { Opened::ByKeys } else { Opened::ByPointer }
            });
            // Without a pointer: near the corner where lines begin.
            let bounds = layout.bounds();
            let begin = |inset: f32| {
                if direction::is_rtl() { bounds.width - inset } else { inset }
            };
            let at = match self.opened {
                Some(_) if *open == Opened::ByPointer => {
                    state.at.unwrap_or(Vector::new(begin(0.0), 0.0))
                }
                Some(_) => Vector::new(begin(24.0), bounds.height.min(40.0)),
                None => Vector::new(begin(0.0), bounds.height),
            };
            let at = layout.position() + translation + at;
            let closed = self.closed.clone();
            return Some(overlay::Element::new(Box::new(Open { menu, tree, at, closed, open })));
        }
        state.open = None;
        self.content.as_widget_mut().overlay(first, inner, renderer, viewport, translation)
    }
}

struct Open<'a, 'b, Message> {
    menu: &'b mut Element<'a, Message>,
    tree: &'b mut Tree,
    at: Point,
    closed: Message,
    open: &'b mut Opened,
}

impl<Message> Open<'_, '_, Message> {
    /// Hands the keyboard on within the menu.
    fn go(&mut self, way: Way, layout: Layout<'_>, renderer: &iced::Renderer) {
        let mut items = Items::default();
        let menu = self.menu.as_widget_mut();
        menu.operate(self.tree, layout, renderer, &mut items);
        if let Some(to) = items.next(way) {
            menu.operate(self.tree, layout, renderer, &mut Choose::item(to));
        }
    }
}

/// Where a menu of this size opens: at the pointer, the way lines run, moved back into the window.
fn place(at: Point, menu: Size, window: Size, rtl: bool) -> Point {
    const EDGE: f32 = 8.0;
    let at = if rtl { at - Vector::new(menu.width, 0.0) } else { at };
    let held = |at: f32, size: f32, room: f32| at.min(room - size - EDGE).max(EDGE);
    Point::new(held(at.x, menu.width, window.width), held(at.y, menu.height, window.height))
}

impl<Message: Clone> Overlay<Message, iced::Theme, iced::Renderer> for Open<'_, '_, Message> {
    fn layout(&mut self, renderer: &iced::Renderer, bounds: Size) -> layout::Node {
        let limits = layout::Limits::with_compression(Size::ZERO, bounds, Size::new(true, true));
        let node = self.menu.as_widget_mut().layout(self.tree, renderer, &limits);
        let place = place(self.at, node.size(), bounds, direction::is_rtl());
        let node = node.move_to(place);
        if *self.open == Opened::ByKeys {
            *self.open = Opened::AtItem;
            self.go(Way::First, Layout::new(&node), renderer);
        }
        node
    }

    fn draw(
        &self,
        renderer: &mut iced::Renderer,
        theme: &iced::Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        let everywhere = Rectangle::with_size(Size::INFINITE);
        self.menu.as_widget().draw(self.tree, renderer, theme, style, layout, cursor, &everywhere);
    }

    fn operate(
        &mut self,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        self.menu.as_widget_mut().operate(self.tree, layout, renderer, operation);
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        let everywhere = Rectangle::with_size(Size::INFINITE);
        self.menu.as_widget_mut().update(
            self.tree,
            event,
            layout,
            cursor,
            renderer,
            clipboard,
            shell,
            &everywhere,
        );
        if shell.is_event_captured() {
            return;
        }
        // No key goes past the menu to whatever else has the keyboard.
        if let Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, text, .. }) = event {
            if let Some(way) = Way::of(key, *modifiers, text.as_deref()) {
                self.go(way, layout, renderer);
                shell.request_redraw();
            }
            shell.capture_event();
            return;
        }
        let elsewhere = !cursor.is_over(layout.bounds());
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_))
            | Event::Touch(touch::Event::FingerPressed { .. })
                if elsewhere =>
            {
                shell.publish(self.closed.clone());
                shell.capture_event();
            }
            Event::Mouse(mouse::Event::WheelScrolled { .. }) => shell.capture_event(),
            _ => {}
        }
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let everywhere = Rectangle::with_size(Size::INFINITE);
        self.menu.as_widget().mouse_interaction(self.tree, layout, cursor, &everywhere, renderer)
    }
}

impl<'a, Message: Clone + 'a> From<ContextMenu<'a, Message>> for Element<'a, Message> {
    fn from(menu: ContextMenu<'a, Message>) -> Self {
        Self::new(menu)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_stays_within_the_window() {
        let (menu, window) = (Size::new(200.0, 300.0), Size::new(700.0, 500.0));
        let place = |at, window, rtl| place(at, menu, window, rtl);
        assert_eq!(place(Point::new(50.0, 60.0), window, false), Point::new(50.0, 60.0));
        assert_eq!(place(Point::new(690.0, 490.0), window, false), Point::new(492.0, 192.0));
        // From right to left it opens to the left.
        assert_eq!(place(Point::new(450.0, 60.0), window, true), Point::new(250.0, 60.0));
        assert_eq!(place(Point::new(50.0, 60.0), window, true), Point::new(8.0, 60.0));
        // A window smaller than the menu shows its top.
        assert_eq!(
            place(Point::new(90.0, 90.0), Size::new(150.0, 150.0), false),
            Point::new(8.0, 8.0)
        );
    }
}
