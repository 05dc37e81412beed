//! Lays a text that is edited out so that all of it stays in its room, with the caret in sight.
//!
//! Where directions mix, the shaper leaves the first word of each run of another direction on its
//! line, however wide it is, and then loses the blank behind it. What is only read has its lines
//! broken by [`super::super::typeset`]; here a somewhat narrower room is looked for in which no such
//! word stands at the end of a line, and where there is none, lines are broken within words.

use iced::advanced::graphics::text::Editor;
use iced::advanced::graphics::text::cosmic_text::{Buffer, BufferLine, LayoutLine};
use iced::advanced::text::{Editor as _, LineHeight, Wrapping};
use iced::widget::text_editor::Action;
use iced::{Pixels, Size};

use super::super::super::font;
use super::super::super::theme::Type;
use super::super::highlighter::{Scripts, format};
use super::super::typeset::is_rtl;
use super::Content;

/// By what part of the room it is made narrower at a time, and how often at most.
const STEP: f32 = 0.02;
const STEPS: u8 = 12;
/// Bytes of a text beyond which no room will do, and looking for one takes too long.
const LONG: usize = 4_000;
/// What widths may differ by, in pixels.
const SLACK: f32 = 0.5;
/// How often at most a text is laid out anew to bring its caret into sight.
const TRIES: usize = 4;

/// How lines are broken.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fit {
    /// The room there is.
    room: f32,
    /// How often it was made narrower.
    steps: u8,
    /// Within words.
    anywhere: bool,
    /// How far from the left the narrower room begins.
    pub(super) left: f32,
}

impl Fit {
    fn of(room: f32) -> Self {
        Self { room, ..Self::default() }
    }

    fn width(self) -> f32 {
        (self.room * (1.0 - STEP * f32::from(self.steps))).floor().max(0.0)
    }

    /// What to try where a word stands out of this.
    fn next(self, long: bool) -> Self {
        if long || self.steps == STEPS {
            return Self { anywhere: true, ..Self::of(self.room) };
        }
        Self { steps: self.steps + 1, ..self }
    }
}

/// Whether a word is seen beyond the ends of its line.
fn stands_out(buffer: &Buffer, width: f32) -> bool {
    buffer.lines.iter().any(|line| {
        let inked = |at: usize, end: usize| {
            line.text().get(at..end).is_some_and(|part| !part.trim().is_empty())
        };
        let mut glyphs = rows(line).iter().flat_map(|row| &row.glyphs);
        glyphs.any(|glyph| {
            let out = glyph.x < -SLACK || glyph.x + glyph.w > width + SLACK;
            out && inked(glyph.start, glyph.end)
        })
    })
}

/// Shapes what is in sight of a room of this size, and gives the height of the whole, as far as it
/// is that of the room.
pub(super) fn lay_out(content: &Content, room: Size, kind: Type, scripts: &mut Scripts) -> f32 {
    let mut editor = content.editor_mut();
    let lines = || editor.buffer().lines.iter().map(BufferLine::text);
    let mixed = lines().any(|line| line.chars().any(is_rtl));
    let long = lines().map(str::len).sum::<usize>() > LONG;
    let moved = content.moved.take();
    let mut fit = content.fit.get();
    if !mixed || fit.room != room.width || (moved && fit.anywhere && !long) {
        fit = Fit::of(room.width);
    }
    shape(&mut editor, fit, room.height, kind, scripts);
    while mixed && !fit.anywhere && stands_out(editor.buffer(), fit.width()) {
        fit = fit.next(long);
        shape(&mut editor, fit, room.height, kind, scripts);
    }
    // Lines from right to left begin at the right.
    let from_right = |line: &BufferLine| line.shape_opt().is_none_or(|shape| shape.rtl);
    let right = mixed && editor.buffer().lines.iter().all(from_right);
    fit.left = if right { fit.room - fit.width() } else { 0.0 };
    content.fit.set(fit);
    for _ in 0..TRIES {
        let Some(lines) = amiss(&editor, room.height, kind.line, moved) else { break };
        editor.perform(Action::Scroll { lines });
        shape(&mut editor, fit, room.height, kind, scripts);
    }
    let lines = editor.buffer().lines.iter();
    let mut height = 0.0;
    for line in lines {
        height += rows(line).len().max(1) as f32 * kind.line;
        if height >= room.height {
            break;
        }
    }
    height.min(room.height)
}

fn shape(editor: &mut Editor, fit: Fit, height: f32, kind: Type, scripts: &mut Scripts) {
    // A word may be longer than the line.
    let wrapping = if fit.anywhere { Wrapping::Glyph } else { Wrapping::WordOrGlyph };
    let room = Size::new(fit.width(), height);
    let (size, line) = (Pixels(kind.size), LineHeight::Absolute(Pixels(kind.line)));
    editor.update(room, font::TEXT, size, line, wrapping, scripts);
    editor.highlight(font::TEXT, scripts, format);
}

/// What a line was broken into, as far as it is laid out.
fn rows(line: &BufferLine) -> &[LayoutLine] {
    line.layout_opt().map(Vec::as_slice).unwrap_or_default()
}

/// How many lines the view stands wrong: past the end of the text, or, once the caret moved, where
/// that is not in sight. The shaper looks for the caret before letters have their fonts, and takes
/// one behind a blank at which a line was broken for one at the beginning.
fn amiss(editor: &Editor, height: f32, line: f32, moved: bool) -> Option<i32> {
    let buffer = editor.buffer();
    let above = |to: usize| {
        buffer.lines.iter().take(to).map(|line| rows(line).len().max(1)).sum::<usize>() as f32
            * line
    };
    let scroll = buffer.scroll();
    let top = above(scroll.line) + scroll.vertical;
    let whole = above(buffer.lines.len());
    let cursor = editor.cursor().position;
    let caret = above(cursor.line)
        + buffer.lines.get(cursor.line).map_or(0, |line| row_of(rows(line), cursor.column)) as f32
            * line;
    let wanted = if moved && caret < top {
        caret
    } else if moved && caret + line > top + height {
        caret + line - height
    } else {
        top
    };
    let wanted = wanted.min(whole - height).max(0.0);
    let lines = ((wanted - top) / line).round() as i32;
    (lines != 0).then_some(lines)
}

/// The row of a line where the caret stands before this byte.
fn row_of(rows: &[LayoutLine], at: usize) -> usize {
    let holds = |row: &LayoutLine| row.glyphs.iter().any(|g| g.start <= at && at < g.end);
    let before = |row: &LayoutLine| row.glyphs.iter().all(|g| g.end <= at);
    rows.iter().position(holds).or_else(|| rows.iter().rposition(before)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use iced::advanced::text::Highlighter as _;
    use iced::widget::text_editor::{Edit, Motion};
    use proptest::prelude::*;

    use super::super::super::super::theme::BODY;
    use super::super::super::selection::caret;
    use super::*;

    const REAL: &str = "Yesterday in the market the woman said שלום and gave me سلام back, then we \
        walked to the old harbour with Dana (דנה) and her brother علی who had brought pomegranates, \
        bread and tea for everybody in the room, even for the owl 🎉 and then we said להתראות and \
        خداحافظ to all of them and took the last ferry home at 7:40 or so";

    struct Field(Content, Scripts, Size);

    impl Field {
        fn pasted(words: &str, room: Size) -> Self {
            let mut field = Self(Content::new(), Scripts::new(&()), room);
            field.lay_out();
            field.act(Action::Edit(Edit::Paste(Arc::new(words.to_owned()))));
            field
        }

        fn act(&mut self, action: Action) -> f32 {
            self.0.perform(action);
            self.lay_out()
        }

        fn lay_out(&mut self) -> f32 {
            lay_out(&self.0, self.2, BODY, &mut self.1)
        }

        /// How far anything that is seen leaves the room.
        fn beyond(&self) -> f32 {
            let (editor, fit) = (self.0.editor(), self.0.fit.get());
            let mut beyond = 0.0_f32;
            for run in editor.buffer().layout_runs() {
                for glyph in
                    run.glyphs.iter().filter(|g| !run.text[g.start..g.end].trim().is_empty())
                {
                    let x = glyph.x + fit.left;
                    beyond = beyond.max(-x).max(x + glyph.w - self.2.width);
                }
            }
            beyond
        }

        /// Whether the whole caret is in sight.
        fn shows_caret(&self) -> bool {
            let editor = self.0.editor();
            let at = editor.cursor().position;
            let caret = caret(editor.buffer(), at.line, at.column, 0.0);
            caret.is_some_and(|c| c.y > -1.0 && c.y + c.height < self.2.height + 1.0)
        }

        /// How many rows are in sight.
        fn rows(&self) -> usize {
            let editor = self.0.editor();
            let whole = |top: f32| top > -1.0 && top + BODY.line < self.2.height + 1.0;
            editor.buffer().layout_runs().filter(|run| whole(run.line_top)).count()
        }
    }

    #[test]
    fn words_of_another_direction_are_seen_whole() {
        for width in [180.0, 240.0, 300.0, 420.0, 560.0, 800.0] {
            for words in [REAL, "من امروز با Telegram و WhatsApp و Hushwing پیام فرستادم و رفتم"]
            {
                let field = Field::pasted(words, Size::new(width, 160.0));
                assert!(field.beyond() < 1.0, "{} beyond {width}", field.beyond());
                assert!(field.shows_caret(), "{width}");
            }
        }
        // What runs one way has the whole room.
        let plain = Field::pasted("see you tomorrow", Size::new(60.0, 160.0));
        assert_eq!(plain.0.fit.get(), Fit::of(60.0));
    }

    #[test]
    fn a_blank_between_two_words_of_a_line_is_seen() {
        for width in [240.0, 300.0, 420.0, 560.0, 800.0] {
            let field = Field::pasted(REAL, Size::new(width, 400.0));
            let editor = field.0.editor();
            for run in editor.buffer().layout_runs() {
                let mut seen: Vec<_> = run.glyphs.iter().map(|g| (g.start, g.end)).collect();
                seen.sort_unstable();
                let gap = seen.windows(2).find(|two| two[0].1 < two[1].0);
                assert_eq!(gap, None, "in {width}: {}", run.text);
            }
        }
    }

    #[test]
    fn a_long_word_of_another_direction_is_broken_sooner_than_hidden() {
        let words = "او نوشت Donaudampfschifffahrtsgesellschaft و رفت";
        let field = Field::pasted(words, Size::new(340.0, 160.0));
        assert!(field.beyond() < 1.0, "{}", field.beyond());
    }

    #[test]
    fn a_text_of_a_hundred_thousand_bytes_shows_its_end_and_its_start() {
        for words in [REAL.repeat(300), "one two three ".repeat(8_000)] {
            let mut field = Field::pasted(&words, Size::new(600.0, 160.0));
            assert!(field.shows_caret() && field.rows() == 8, "{} rows", field.rows());
            assert_eq!(field.act(Action::Move(Motion::DocumentStart)), 160.0);
            assert!(field.shows_caret() && field.rows() == 8, "{} rows", field.rows());
            assert_eq!(field.act(Action::Move(Motion::DocumentEnd)), 160.0);
            assert!(field.shows_caret() && field.rows() == 8, "{} rows", field.rows());
            // The wheel stops at the end.
            field.act(Action::Scroll { lines: 40 });
            assert_eq!(field.rows(), 8);
        }
    }

    #[test]
    fn the_wheel_leaves_the_caret_behind() {
        let mut field = Field::pasted(&REAL.repeat(4), Size::new(300.0, 160.0));
        field.act(Action::Scroll { lines: -12 });
        assert!(!field.shows_caret());
        field.act(Action::Move(Motion::Left));
        assert!(field.shows_caret());
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(24))]
        #[test]
        fn all_that_is_written_is_seen(
            words in "(سلام |שלום |hello|و|a|12|7:40| |  |🎉|,|قهوه\u{200C}خانه |\n){0,40}",
            width in 90.0_f32..400.0,
        ) {
            let mut field = Field::pasted(&words, Size::new(width, 160.0));
            prop_assert!(field.beyond() < 1.0, "{} beyond {width}", field.beyond());
            prop_assert!(field.shows_caret());
            field.act(Action::Move(Motion::DocumentStart));
            prop_assert!(field.shows_caret() && field.beyond() < 1.0);
        }
    }
}
