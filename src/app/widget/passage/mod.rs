//! A message's text with its time and ticks: on the last line where they fit, else on a line of
//! their own, at the side where that line ends. The text can be selected and copied, and links in it can be pressed.

mod arrange;
mod state;

use iced::advanced::text;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{
    Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer,
};
use iced::{Background, Color, Event, Font, Length, Rectangle, Size, Vector};

use super::super::theme::{BODY, Type};
use super::super::{Element, direction, font};
use super::link::Link;
use crate::model::Secret;
use arrange::arrange;
use state::{OnCopy, OnLink, State};

/// See the module.
pub(crate) struct Passage<'a, Message> {
    words: &'a str,
    color: Color,
    kind: Type,
    font: Font,
    meta: Element<'a, Message>,
    selected: Color,
    link: Color,
    on_link: OnLink<Message>,
    on_copy: OnCopy<Message>,
}

impl<'a, Message> Passage<'a, Message> {
    /// A text and what stands at its end.
    pub(crate) fn new(words: &'a str, color: Color, meta: impl Into<Element<'a, Message>>) -> Self {
        Self {
            words,
            color,
            kind: BODY,
            font: font::TEXT,
            meta: meta.into(),
            selected: Color { a: 0.3, ..color },
            link: color,
            on_link: None,
            on_copy: None,
        }
    }

    /// Another type style.
    pub(crate) fn kind(mut self, kind: Type) -> Self {
        self.kind = kind;
        self
    }

    /// Another font.
    pub(crate) fn font(mut self, font: Font) -> Self {
        self.font = font;
        self
    }

    /// What is copied is handed over instead of lying in the clipboard for good.
    pub(crate) fn copied(mut self, on_copy: Option<fn(Secret) -> Message>) -> Self {
        self.on_copy = on_copy;
        self
    }

    /// The ground of what is selected.
    pub(crate) fn selected(mut self, color: Color) -> Self {
        self.selected = color;
        self
    }

    /// The colour of links, and what a press on one means; nothing while they are inert.
    pub(crate) fn links(mut self, color: Color, on_link: Option<fn(Link) -> Message>) -> Self {
        self.link = color;
        self.on_link = on_link;
        self
    }
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
        state.shape(self.words, (self.kind, self.font), self.link, room.width);
        let text = state.text.size();
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
        let at = state.origin(bounds);
        let mut fill = |place: Rectangle, color: Color| {
            let bounds = place + Vector::new(at.x, at.y);
            let quad = renderer::Quad { bounds, ..renderer::Quad::default() };
            renderer.fill_quad(quad, Background::Color(color));
        };
        if let Some(selection) = state.selection {
            for place in state.text.rectangles(&selection.range()) {
                fill(place, self.selected);
            }
        }
        // What does not lead anywhere does not look as if it did.
        let live = self.on_link.is_some();
        for (_, places) in state.links.iter().filter(|_| live) {
            for place in places {
                let y = (place.y + place.height * 0.86).round();
                fill(Rectangle { y, height: 1.0, ..*place }, self.link);
            }
        }
        let text = state.text.paragraph();
        text::Renderer::fill_paragraph(renderer, text, at, self.color, *viewport);
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
        let state = tree.state.downcast_mut::<State>();
        let origin = state.origin(layout.bounds());
        let at = cursor.position().map(|at| at - Vector::new(origin.x, origin.y));
        state.hear(event, at, origin, (self.on_link, self.on_copy), clipboard, shell);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        let origin = state.origin(layout.bounds());
        let at = cursor.position().map(|at| at - Vector::new(origin.x, origin.y));
        match at {
            _ if state.dragging => mouse::Interaction::Text,
            Some(at) if self.on_link.is_some() && state.link_at(at).is_some() => {
                mouse::Interaction::Pointer
            }
            Some(at) if state.is_text(at) => mouse::Interaction::Text,
            _ => mouse::Interaction::default(),
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
