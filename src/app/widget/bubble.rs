//! A column that is as narrow as its widest part, with every other part stretched to that.
//!
//! A bubble wants this: the quote above and the time below follow the longest line, whichever
//! part it belongs to. iced's column would let a stretching part take all the room there is.

use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Event, Length, Point, Rectangle, Size, Vector};

use super::super::Element;

/// See the module.
pub(crate) struct Hug<'a, Message> {
    parts: Vec<Element<'a, Message>>,
    spacing: f32,
}

impl<'a, Message> Hug<'a, Message> {
    /// The parts from top to bottom.
    pub(crate) fn new(parts: Vec<Element<'a, Message>>, spacing: f32) -> Self {
        Self { parts, spacing }
    }
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Hug<'_, Message> {
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
        let room = limits.max();
        let narrow = layout::Limits::with_compression(Size::ZERO, room, Size::new(true, true));
        let mut widest = limits.min().width;
        for (part, tree) in self.parts.iter_mut().zip(&mut tree.children) {
            widest = widest.max(part.as_widget_mut().layout(tree, renderer, &narrow).size().width);
        }
        let exact = layout::Limits::with_compression(
            Size::new(widest, 0.0),
            Size::new(widest, room.height),
            Size::new(false, true),
        );
        let mut nodes = Vec::with_capacity(self.parts.len());
        let mut y = 0.0;
        for (part, tree) in self.parts.iter_mut().zip(&mut tree.children) {
            if !nodes.is_empty() {
                y += self.spacing;
            }
            let node =
                part.as_widget_mut().layout(tree, renderer, &exact).move_to(Point::new(0.0, y));
            y += node.size().height;
            nodes.push(node);
        }
        layout::Node::with_children(Size::new(widest, y), nodes)
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
        for ((part, tree), layout) in self.parts.iter().zip(&tree.children).zip(layout.children()) {
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
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            for ((part, tree), layout) in
                self.parts.iter_mut().zip(&mut tree.children).zip(layout.children())
            {
                part.as_widget_mut().operate(tree, layout, renderer, operation);
            }
        });
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
        for ((part, tree), layout) in
            self.parts.iter_mut().zip(&mut tree.children).zip(layout.children())
        {
            part.as_widget_mut()
                .update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        self.parts
            .iter()
            .zip(&tree.children)
            .zip(layout.children())
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

impl<'a, Message: 'a> From<Hug<'a, Message>> for Element<'a, Message> {
    fn from(hug: Hug<'a, Message>) -> Self {
        Self::new(hug)
    }
}
