//! One line of text that ends in "…" where it does not fit, each run in its own font.
//!
//! iced neither cuts text with an ellipsis nor picks the bundled emoji and Arabic fonts, so this
//! shapes the line itself, again only when the text or the width changes.

use std::ops::Range;

use iced::advanced::text::{self, LineHeight, Paragraph as _, Shaping, Span, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::{Color, Font, Length, Pixels, Rectangle, Size, Vector, alignment};

use super::super::font::{self, runs};
use super::super::matching::Words;
use super::super::theme::Type;
use super::super::{Element, direction, theme};

/// A shaped paragraph.
pub(super) type Paragraph = <iced::Renderer as text::Renderer>::Paragraph;

/// How a text is shaped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) kind: Type,
    pub(super) font: Font,
    pub(super) width: f32,
    pub(super) wrap: Wrapping,
    pub(super) align: text::Alignment,
}

impl Setting {
    /// On one line.
    pub(super) fn line(kind: Type, font: Font) -> Self {
        let (width, wrap) = (f32::INFINITY, Wrapping::None);
        Self { kind, font, width, wrap, align: text::Alignment::Default }
    }

    /// On as many lines as it needs in this width.
    pub(super) fn within(kind: Type, font: Font, width: f32) -> Self {
        Self { width, wrap: Wrapping::WordOrGlyph, ..Self::line(kind, font) }
    }
}

/// Shapes a text, each run in the font of its script.
pub(super) fn shape(words: &str, setting: Setting) -> Paragraph {
    shape_marked(words, (&[], Color::BLACK), setting)
}

/// Shapes a text, each run in the font of its script, with these places in another colour.
pub(super) fn shape_marked(
    words: &str,
    (marks, mark): (&[Range<usize>], Color),
    setting: Setting,
) -> Paragraph {
    let Setting { kind, font, width, wrap, align } = setting;
    let mut spans: Vec<Span<'_, (), Font>> = Vec::new();
    let mut at = 0;
    for (script, run) in runs(words) {
        let end = at + run.len();
        let inner = marks.iter().flat_map(|place| [place.start, place.end]);
        let mut cuts: Vec<usize> = inner.filter(|cut| *cut > at && *cut < end).collect();
        cuts.sort_unstable();
        cuts.push(end);
        for cut in cuts {
            let Some(part) = words.get(at..cut).filter(|part| !part.is_empty()) else { continue };
            let span = Span::new(part).font(script.font(font));
            let marked = marks.iter().any(|place| place.contains(&at));
            spans.push(if marked { span.color(mark) } else { span });
            at = cut;
        }
        at = end;
    }
    Paragraph::with_spans(text::Text {
        content: spans.as_slice(),
        bounds: Size::new(width, f32::INFINITY),
        size: Pixels(kind.size),
        line_height: LineHeight::Absolute(Pixels(kind.line)),
        font,
        align_x: align,
        align_y: alignment::Vertical::Top,
        shaping: Shaping::Advanced,
        wrapping: wrap,
    })
}

/// How wide words are on one line.
pub(crate) fn width(words: &str, kind: Type, font: Font) -> f32 {
    shape(words, Setting::line(kind, font)).min_width()
}

/// On how many lines words stand in a room of this width.
pub(crate) fn lines(words: &str, kind: Type, font: Font, room: f32) -> usize {
    let setting = Setting { wrap: Wrapping::Word, ..Setting::within(kind, font, room) };
    shape(words, setting).buffer().layout_runs().count()
}

/// See the module.
pub(crate) struct Line {
    words: String,
    kind: Type,
    font: Font,
    color: Color,
    width: Length,
    /// Places in the words, and their colour.
    marks: (Vec<Range<usize>>, Color),
}

impl Line {
    /// Body text in its own width; line breaks become spaces.
    pub(crate) fn new(words: &str, color: Color) -> Self {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let marks = (Vec::new(), color);
        Self { words, kind: theme::BODY, font: font::TEXT, color, width: Length::Shrink, marks }
    }

    /// With what was looked for in another colour.
    pub(crate) fn marked(mut self, words: &Words, color: Color) -> Self {
        self.marks = (words.places(&self.words), color);
        self
    }

    /// Another type style.
    pub(crate) fn kind(mut self, kind: Type) -> Self {
        self.kind = kind;
        self
    }

    /// Semibold.
    pub(crate) fn strong(mut self) -> Self {
        self.font = font::STRONG;
        self
    }

    /// Takes the width that is left.
    pub(crate) fn fill(mut self) -> Self {
        self.width = Length::Fill;
        self
    }
}

#[derive(Default)]
struct State {
    words: String,
    font: Font,
    size: f32,
    room: f32,
    whole: f32,
    cut: bool,
    marks: (Vec<Range<usize>>, Color),
    paragraph: Paragraph,
}

impl State {
    fn shape(&mut self, line: &Line, room: f32) {
        let same = self.words == line.words
            && self.font == line.font
            && self.size == line.kind.size
            && self.marks == line.marks;
        // What fitted once fits wherever it has its whole width, and what was cut for more room than
        // it took is cut alike where it has that.
        let fits = self.paragraph.min_width() <= room;
        if same && (self.room == room || (fits && (!self.cut || room < self.room))) {
            return;
        }
        let (marks, mark) = &line.marks;
        let setting = Setting::line(line.kind, line.font);
        let shaped = |words: &str| shape_marked(words, (marks, *mark), setting);
        self.paragraph = shaped(&line.words);
        self.whole = self.paragraph.min_width();
        self.cut = self.whole > room;
        if self.cut {
            let cuts: Vec<usize> = line.words.char_indices().map(|(at, _)| at).collect();
            let fits =
                cuts.partition_point(|at| shaped(&cut(&line.words, *at)).min_width() <= room);
            let at = cuts.get(fits.saturating_sub(1)).copied().unwrap_or(0);
            self.paragraph = shaped(&cut(&line.words, at));
        }
        (self.words, self.font, self.size) = (line.words.clone(), line.font, line.kind.size);
        self.marks.clone_from(&line.marks);
        self.room = room;
    }
}

fn cut(words: &str, at: usize) -> String {
    // A joiner left at the end would change the character before it.
    let kept = words.get(..at).unwrap_or_default();
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{200D}');
    format!("{kept}…")
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Line {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size { width: self.width, height: Length::Shrink }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        _renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        layout::sized(limits, self.width, Length::Shrink, |limits| {
            state.shape(self, limits.max().width);
            Size::new(state.paragraph.min_width(), self.kind.line)
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
        if layout.bounds().intersects(viewport) {
            let state = tree.state.downcast_ref::<State>();
            // At the side where lines begin, whatever the direction of these words.
            let rest = layout.bounds().width - state.paragraph.min_width();
            let begin = if direction::is_rtl() { rest.max(0.0) } else { 0.0 };
            let at = layout.position() + Vector::new(begin, 0.0);
            text::Renderer::fill_paragraph(renderer, &state.paragraph, at, self.color, *viewport);
        }
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

impl<'a, Message: 'a> From<Line> for Element<'a, Message> {
    fn from(line: Line) -> Self {
        Self::new(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(words: &str, room: f32) -> State {
        shaped_in(&Line::new(words, Color::BLACK), room)
    }

    fn shaped_in(line: &Line, room: f32) -> State {
        let mut state = State::default();
        state.shape(line, room);
        state
    }

    #[test]
    fn what_fits_is_not_cut() {
        let state = shaped("Ferry", 500.0);
        assert_eq!(state.whole, state.paragraph.min_width());
    }

    #[test]
    fn what_does_not_fit_ends_within_the_room() {
        for words in
            ["The ferry on Saturday leaves at 7:40", "کشتی شنبه ساعت هفت و چهل", "👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽"]
        {
            let state = shaped(words, 60.0);
            assert!(state.whole > 60.0, "{words}");
            assert!(state.paragraph.min_width() <= 60.0, "{words}");
        }
    }

    #[test]
    fn a_cut_line_is_not_cut_again_where_it_fits() {
        let line = Line::new("The ferry on Saturday leaves at 7:40", Color::BLACK);
        let mut state = State::default();
        state.shape(&line, 100.0);
        let shaped = state.paragraph.buffer().lines.as_ptr();
        let own = state.paragraph.min_width();
        for room in [own, 100.0, (own + 100.0) / 2.0] {
            state.shape(&line, room);
            assert_eq!(state.paragraph.buffer().lines.as_ptr(), shaped, "{room}");
            // As it would be cut for that room.
            assert_eq!(shaped_in(&line, room).paragraph.min_width(), own, "{room}");
        }
        state.shape(&line, own - 1.0);
        assert!(state.paragraph.min_width() < own);
    }

    #[test]
    fn a_line_that_was_cut_is_whole_again_in_a_wider_place() {
        let line = Line::new("The ferry on Saturday", Color::BLACK);
        let mut state = State::default();
        // However often it was laid out there.
        state.shape(&line, 50.0);
        state.shape(&line, 50.0);
        state.shape(&line, state.whole + 1.0);
        assert_eq!(state.paragraph.min_width(), state.whole);
        state.shape(&line, 50.0);
        assert!(state.paragraph.min_width() <= 50.0);
    }
}
