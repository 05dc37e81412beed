//! One widget around another: everything goes through to the content, but for what the wrapper
//! takes upon itself.
//!
//! iced asks a wrapper to pass on eleven methods by hand; here that is done once.

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{
    Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer,
};
use iced::{Event, Length, Rectangle, Size, Vector};

use super::super::Element;

/// What a wrapper does beside passing on.
pub(crate) trait Wrap<Message> {
    /// What it remembers from frame to frame.
    type State: Default + 'static;

    /// The place of the content, once laid out, can be changed.
    fn laid_out(&self, node: layout::Node) -> layout::Node {
        node
    }

    /// Whether the content is drawn at all.
    fn is_drawn(&self) -> bool {
        true
    }

    /// How far from its place the content is drawn.
    fn shift(&self, _state: &Self::State) -> Vector {
        Vector::ZERO
    }

    /// Whether what the content lays over everything is shown.
    fn shows_overlay(&self, _state: &Self::State) -> bool {
        true
    }

    /// Draws under the content.
    fn draw_under(
        &self,
        _renderer: &mut iced::Renderer,
        _bounds: Rectangle,
        _viewport: &Rectangle,
    ) {
    }

    /// Draws over the content.
    fn draw_over(
        &self,
        _state: &Self::State,
        _renderer: &mut iced::Renderer,
        _bounds: Rectangle,
        _viewport: &Rectangle,
    ) {
    }

    /// Hears an event, before the content does, which does not hear what was captured here.
    fn before(
        &mut self,
        _state: &mut Self::State,
        _event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
        _shell: &mut Shell<'_, Message>,
    ) {
    }

    /// Passes an event on: `inner` tells the content.
    fn update(
        &mut self,
        state: &mut Self::State,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, &mut Shell<'_, Message>),
    ) {
        self.before(state, event, bounds, cursor, shell);
        if !shell.is_event_captured() {
            inner(event, shell);
        }
    }

    /// Passes an operation on: `inner` asks the content.
    fn operate(
        &mut self,
        _state: &mut Self::State,
        _bounds: Rectangle,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        inner(operation);
    }
}

/// The state in a type of its own: iced takes `()` for a widget without any.
struct Kept<S>(S);

/// A wrapper with its content.
pub(crate) struct Wrapped<'a, Message, W> {
    content: Element<'a, Message>,
    wrap: W,
}

impl<'a, Message, W: Wrap<Message>> Wrapped<'a, Message, W> {
    /// Puts a wrapper around something.
    pub(crate) fn new(content: impl Into<Element<'a, Message>>, wrap: W) -> Self {
        Self { content: content.into(), wrap }
    }
}

impl<Message, W: Wrap<Message>> Widget<Message, iced::Theme, iced::Renderer>
    for Wrapped<'_, Message, W>
{
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Kept<W::State>>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Kept(W::State::default()))
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let child = &mut tree.children[0];
        self.wrap.laid_out(self.content.as_widget_mut().layout(child, renderer, limits))
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
        if !self.wrap.is_drawn() {
            return;
        }
        self.wrap.draw_under(renderer, layout.bounds(), viewport);
        let child = &tree.children[0];
        let Kept(state) = tree.state.downcast_ref();
        let draw = |renderer: &mut iced::Renderer, viewport: &Rectangle| {
            self.content.as_widget().draw(child, renderer, theme, style, layout, cursor, viewport);
            self.wrap.draw_over(state, renderer, layout.bounds(), viewport);
        };
        let shift = self.wrap.shift(state);
        if shift == Vector::ZERO {
            draw(renderer, viewport);
        } else {
            renderer.with_translation(shift, |renderer| draw(renderer, &(*viewport - shift)));
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let Self { content, wrap } = self;
        let Tree { state, children, .. } = tree;
        let mut inner = |operation: &mut dyn Operation| {
            content.as_widget_mut().operate(&mut children[0], layout, renderer, operation);
        };
        let Kept(state) = state.downcast_mut();
        wrap.operate(state, layout.bounds(), operation, &mut inner);
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
        let Self { content, wrap } = self;
        let Tree { state, children, .. } = tree;
        let mut inner = |event: &Event, shell: &mut Shell<'_, Message>| {
            let (content, child) = (content.as_widget_mut(), &mut children[0]);
            content.update(child, event, layout, cursor, renderer, clipboard, shell, viewport);
        };
        let Kept(state) = state.downcast_mut();
        wrap.update(state, event, layout.bounds(), cursor, shell, &mut inner);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let child = &tree.children[0];
        self.content.as_widget().mouse_interaction(child, layout, cursor, viewport, renderer)
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
        let Kept(state) = state.downcast_ref();
        if !self.wrap.shows_overlay(state) {
            return None;
        }
        let content = self.content.as_widget_mut();
        content.overlay(&mut children[0], layout, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a, W: Wrap<Message> + 'a> From<Wrapped<'a, Message, W>>
    for Element<'a, Message>
{
    fn from(wrapped: Wrapped<'a, Message, W>) -> Self {
        Self::new(wrapped)
    }
}
