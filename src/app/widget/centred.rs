//! Text in the middle of its room, on one line or on several.
//!
//! A centred `text` of iced lays a single line from right to left out as wide as its room, and
//! draws it beside its place. This one is only as wide as its words; whoever holds it puts it in
//! the middle, and it centres its own lines where there are several.

use iced::advanced::text::{self, Alignment};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::{Color, Font, Length, Rectangle, Size};

use super::super::Element;
use super::super::font;
use super::super::theme::Type;
use super::line::Setting;
use super::typeset::Typeset;

/// See the module.
pub(crate) struct Centred {
    words: String,
    kind: Type,
    font: Font,
    color: Color,
}

impl Centred {
    /// These words.
    pub(crate) fn new(words: impl Into<String>, kind: Type, color: Color) -> Self {
        Self { words: words.into(), kind, font: font::TEXT, color }
    }

    /// In another font.
    pub(crate) fn font(self, font: Font) -> Self {
        Self { font, ..self }
    }

    fn shape(&self, room: f32) -> Typeset {
        let setting = Setting::within(self.kind, self.font, room);
        let shaped = |setting| Typeset::new(&self.words, &[], self.color, setting);
        let alone = shaped(setting);
        if alone.paragraph().buffer().layout_runs().nth(1).is_none() {
            return alone;
        }
        shaped(Setting { align: Alignment::Center, ..setting })
    }
}

#[derive(Default)]
struct State {
    shaped: Option<(String, Font, f32, f32)>,
    text: Typeset,
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Centred {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size { width: Length::Shrink, height: Length::Shrink }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        _renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        layout::sized(limits, Length::Shrink, Length::Shrink, |limits| {
            let room = limits.max().width;
            let key = (self.words.clone(), self.font, self.kind.size, room);
            if state.shaped.as_ref() != Some(&key) {
                state.text = self.shape(room);
                state.shaped = Some(key);
            }
            state.text.size()
        })
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        _theme: &iced::Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let (text, at) = (state.text.paragraph(), layout.position());
        text::Renderer::fill_paragraph(renderer, text, at, self.color, *viewport);
    }

    fn operate(
        &mut self,
        _tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), &self.words);
    }
}

impl<'a, Message: 'a> From<Centred> for Element<'a, Message> {
    fn from(centred: Centred) -> Self {
        Self::new(centred)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::BODY;

    /// Left and right edge of each line.
    fn edges(words: &str, room: f32) -> Vec<(f32, f32)> {
        let text = Centred::new(words, BODY, Color::BLACK).shape(room);
        let runs = text.paragraph().buffer().layout_runs();
        let edge = |run: iced::advanced::graphics::text::cosmic_text::LayoutRun<'_>| {
            let left = run.glyphs.iter().map(|g| g.x).fold(f32::INFINITY, f32::min);
            let right = run.glyphs.iter().map(|g| g.x + g.w).fold(0.0, f32::max);
            (left, right)
        };
        runs.map(edge).collect()
    }

    #[test]
    fn a_persian_line_is_within_its_own_width() {
        let [(left, right)] = edges("۳ نفر", 500.0)[..] else { panic!("one line") };
        assert!(left.abs() < 1.0 && right < 60.0, "{left} to {right}");
    }

    #[test]
    fn several_lines_have_one_middle() {
        for words in ["one line, and then another", "یک خط و سپس خطی دیگر از آن"]
        {
            let lines = edges(words, 110.0);
            assert!(lines.len() > 1);
            let middle = |(left, right): &(f32, f32)| (left + right) / 2.0;
            let first = middle(&lines[0]);
            assert!(lines.iter().all(|line| (middle(line) - first).abs() < 3.0), "{lines:?}");
        }
    }
}
