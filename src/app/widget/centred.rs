//! Words in the middle, whichever way they run.
//!
//! iced 0.14 draws a single centred line that runs from right to left beside its place, as far
//! off as the line is shorter than the room it had. So a single line is laid out as it comes and
//! stands where its parent puts it; only of several is each centred by iced.

use std::borrow::Cow;

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::{Color, Font, Length, Rectangle, Size};

use super::super::Element;
use super::super::theme::Type;
use super::label;

/// Words for the middle of a column; whoever holds them aligns them there.
pub(crate) fn centred<'a, Message: 'a>(
    words: impl Into<Cow<'a, str>>,
    kind: Type,
    font: Font,
    color: Color,
) -> Element<'a, Message> {
    let words = words.into();
    let one = label(words.clone(), kind, font, color).into();
    let several = label(words, kind, font, color).center().into();
    Element::new(Centred { ways: [one, several], line: kind.line })
}

struct Centred<'a, Message> {
    /// The same words: as one line, and as several.
    ways: [Element<'a, Message>; 2],
    line: f32,
}

/// Which of the two is shown.
#[derive(Default)]
struct Way(usize);

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Centred<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Way>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Way::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.ways.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.ways);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let [one, several] = &mut self.ways;
        let node = one.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        let is_one = node.size().height < self.line * 1.5;
        let (way, node) = if is_one {
            (0, node)
        } else {
            (1, several.as_widget_mut().layout(&mut tree.children[1], renderer, limits))
        };
        tree.state.downcast_mut::<Way>().0 = way;
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
        let way = tree.state.downcast_ref::<Way>().0;
        if let Some(inner) = layout.children().next() {
            let (shown, tree) = (self.ways[way].as_widget(), &tree.children[way]);
            shown.draw(tree, renderer, theme, style, inner, cursor, viewport);
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let way = tree.state.downcast_ref::<Way>().0;
        if let Some(inner) = layout.children().next() {
            let tree = &mut tree.children[way];
            self.ways[way].as_widget_mut().operate(tree, inner, renderer, operation);
        }
    }
}
