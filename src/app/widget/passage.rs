//! A message's text with its time and ticks: on the last line where they fit, else on a line of
//! their own at the right.

use iced::advanced::text::{self, Paragraph as _, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Color, Event, Length, Rectangle, Size, Vector};

use super::super::theme::BODY;
use super::super::{Element, direction, font};
use super::line::{Paragraph, shape};

/// Between the text and the time beside it.
const GAP: f32 = 12.0;

/// See the module.
pub(crate) struct Passage<'a, Message> {
    words: &'a str,
    color: Color,
    meta: Element<'a, Message>,
}

impl<'a, Message> Passage<'a, Message> {
    /// A text and what stands at its end.
    pub(crate) fn new(words: &'a str, color: Color, meta: impl Into<Element<'a, Message>>) -> Self {
        Self { words, color, meta: meta.into() }
    }
}

#[derive(Default)]
struct State {
    words: String,
    room: f32,
    paragraph: Paragraph,
    /// The last line runs from right to left.
    rtl: bool,
    last_line: f32,
}

impl State {
    fn shape(&mut self, words: &str, room: f32) {
        if self.words == words && self.room == room {
            return;
        }
        self.paragraph = shape(words, BODY, font::TEXT, room, Wrapping::WordOrGlyph);
        (self.last_line, self.rtl) = self
            .paragraph
            .buffer()
            .layout_runs()
            .last()
            .map_or((0.0, false), |r| (r.line_w, r.rtl));
        self.words = words.to_owned();
        self.room = room;
    }
}

/// Where text and time lie: (whole size, left edge of the text, place of the time).
fn arrange(
    text: Size,
    last_line: f32,
    rtl: bool,
    meta: Size,
    room: Size<f32>,
    least: f32,
) -> (Size, f32, Vector) {
    let beside = !rtl && last_line + GAP + meta.width <= room.width;
    let natural = if beside {
        Size::new(text.width.max(last_line + GAP + meta.width), text.height.max(meta.height))
    } else {
        Size::new(text.width.max(meta.width), text.height + meta.height)
    };
    let size = Size::new(natural.width.max(least).min(room.width), natural.height);
    let left = if rtl { size.width - text.width } else { 0.0 };
    (size, left, Vector::new(size.width - meta.width, size.height - meta.height))
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Passage<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.meta)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.meta));
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
        let loose = layout::Limits::new(Size::ZERO, room);
        let meta = self.meta.as_widget_mut().layout(&mut tree.children[0], renderer, &loose);
        let state = tree.state.downcast_mut::<State>();
        state.shape(self.words, room.width);
        let text = state.paragraph.min_bounds();
        let (size, _, place) =
            arrange(text, state.last_line, state.rtl, meta.size(), room, limits.min().width);
        layout::Node::with_children(size, vec![meta.translate(place)])
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
        let bounds = layout.bounds();
        if !bounds.intersects(viewport) {
            return;
        }
        let state = tree.state.downcast_ref::<State>();
        let left = if state.rtl { bounds.width - state.paragraph.min_width() } else { 0.0 };
        let at = bounds.position() + Vector::new(left, 0.0);
        text::Renderer::fill_paragraph(renderer, &state.paragraph, at, self.color, *viewport);
        if let Some(meta) = layout.children().next() {
            let child = &tree.children[0];
            self.meta.as_widget().draw(child, renderer, theme, style, meta, cursor, viewport);
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), self.words);
        if let Some(meta) = layout.children().next() {
            let child = &mut tree.children[0];
            operation.traverse(&mut |operation| {
                self.meta.as_widget_mut().operate(child, meta, renderer, operation);
            });
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
        if let Some(meta) = layout.children().next() {
            let child = &mut tree.children[0];
            self.meta
                .as_widget_mut()
                .update(child, event, meta, cursor, renderer, clipboard, shell, viewport);
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
        let meta = layout.children().next()?;
        let child = &mut tree.children[0];
        self.meta.as_widget_mut().overlay(child, meta, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Passage<'a, Message>> for Element<'a, Message> {
    fn from(passage: Passage<'a, Message>) -> Self {
        direction::upright(Element::new(passage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_text_has_its_time_beside_it() {
        let (size, _, place) = arrange(
            Size::new(100.0, 20.0),
            100.0,
            false,
            Size::new(40.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!(size, Size::new(152.0, 20.0));
        assert_eq!(place, Vector::new(112.0, 6.0));
    }

    #[test]
    fn a_full_last_line_pushes_the_time_below() {
        let (size, _, place) = arrange(
            Size::new(390.0, 40.0),
            380.0,
            false,
            Size::new(40.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!(size, Size::new(390.0, 54.0));
        assert_eq!(place, Vector::new(350.0, 40.0));
    }

    #[test]
    fn persian_keeps_to_the_right() {
        let (size, left, _) = arrange(
            Size::new(30.0, 20.0),
            30.0,
            true,
            Size::new(60.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!((size.width, left), (60.0, 30.0));
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_room_or_covers_the_text(
            text in (0.0_f32..400.0, 1_u8..9), last in 0.0_f32..1.0, rtl: bool,
            meta in 10.0_f32..90.0, least in 0.0_f32..400.0,
        ) {
            let whole = Size::new(text.0, f32::from(text.1) * 20.0);
            let last_line = last * text.0;
            let meta = Size::new(meta, 14.0);
            let (size, left, place) =
                arrange(whole, last_line, rtl, meta, Size::new(400.0, 999.0), least);
            prop_assert!(size.width <= 400.0 && size.width >= whole.width.min(400.0));
            prop_assert!(left >= 0.0 && left + whole.width <= size.width + 0.01);
            prop_assert!(place.x >= 0.0 && place.y >= 0.0);
            let below = place.y >= whole.height - 0.01;
            let beside = place.x >= left + last_line && place.y >= whole.height - 20.0;
            prop_assert!(below || beside);
        }
    }
}
