//! Something with a second thing beside it that shows itself under the pointer.

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Event, Length, Point, Rectangle, Size, Vector};

use super::super::Element;

/// Between the two.
const GAP: f32 = 4.0;

/// On which side the second thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Where lines begin.
    Start,
    /// Where they end.
    End,
}

/// See the module.
pub(crate) struct Reveal<'a, Message> {
    parts: [Element<'a, Message>; 2],
    side: Side,
    always: bool,
}

impl<'a, Message> Reveal<'a, Message> {
    /// `extra` shows itself beside `content` while the pointer is over either; always if so
    /// wished.
    pub(crate) fn new(
        content: impl Into<Element<'a, Message>>,
        extra: impl Into<Element<'a, Message>>,
        side: Side,
        always: bool,
    ) -> Self {
        Self { parts: [content.into(), extra.into()], side, always }
    }
}

#[derive(Default)]
struct State {
    hovered: bool,
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Reveal<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size { width: Length::Shrink, height: Length::Shrink }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let [content, extra] = &mut self.parts;
        let loose = limits.loose();
        let extra = extra.as_widget_mut().layout(&mut tree.children[1], renderer, &loose);
        let beside = extra.size().width + GAP;
        let content = content.as_widget_mut().layout(
            &mut tree.children[0],
            renderer,
            &loose.shrink(Size::new(beside, 0.0)),
        );
        let size = content.size();
        let middle = ((size.height - extra.size().height) / 2.0).max(0.0);
        let (content_x, extra_x) = match self.side {
            Side::Start => (beside, 0.0),
            Side::End => (0.0, size.width + GAP),
        };
        let height = size.height.max(extra.size().height);
        layout::Node::with_children(
            Size::new(size.width + beside, height),
            vec![
                content.move_to(Point::new(content_x, height - size.height)),
                extra.move_to(Point::new(extra_x, middle)),
            ],
        )
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
        let shown = self.always || tree.state.downcast_ref::<State>().hovered;
        let count = if shown { 2 } else { 1 };
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children());
        for ((part, tree), layout) in parts.take(count) {
            part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        // The keyboard has its own way to a message's menu: the second thing is the pointer's.
        if let Some(inner) = layout.children().next() {
            let tree = &mut tree.children[0];
            self.parts[0].as_widget_mut().operate(tree, inner, renderer, operation);
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
        let parts = self.parts.iter_mut().zip(&mut tree.children).zip(layout.children());
        for ((part, tree), layout) in parts {
            part.as_widget_mut()
                .update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        if let Event::Mouse(mouse::Event::CursorMoved { .. } | mouse::Event::CursorLeft) = event {
            let state = tree.state.downcast_mut::<State>();
            let hovered = cursor.is_over(layout.bounds());
            if state.hovered != hovered {
                state.hovered = hovered;
                shell.request_redraw();
            }
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
        let parts = self.parts.iter().zip(&tree.children).zip(layout.children());
        parts
            .map(|((part, tree), layout)| {
                part.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
            })
            .max()
            .unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
        overlay::from_children(&mut self.parts, tree, layout, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Reveal<'a, Message>> for Element<'a, Message> {
    fn from(reveal: Reveal<'a, Message>) -> Self {
        Self::new(reveal)
    }
}
