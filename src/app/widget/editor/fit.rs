//! Lays a text that is edited out so that all of it stays in its room, with the caret in sight.
//!
//! Where directions mix, the shaper leaves the first word of each run of another direction on its
//! line, however wide it is. What is only read has its lines broken by [`super::super::typeset`];
//! here they are broken in a narrower room, by as much as such words stand out of it.

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

/// Largest part of the room that is left for words that stand out; where it is not enough, lines
/// are broken within words.
const MOST: f32 = 0.4;
/// What widths may differ by, in pixels.
const SLACK: f32 = 0.5;
/// How often at most a text is laid out anew to bring its caret into sight.
const TRIES: usize = 4;

/// How lines are broken.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fit {
    /// The room they are broken for, with both margins.
    room: f32,
    /// Where words of lines from right to left stand out.
    pub(super) left: f32,
    /// Where words of lines from left to right do.
    right: f32,
    /// Within words.
    anywhere: bool,
}

impl Fit {
    /// The whole room is not that of the text.
    pub(super) fn has_margins(self) -> bool {
        self.left + self.right > 0.0
    }

    fn width(self) -> f32 {
        (self.room - self.left - self.right).max(0.0)
    }

    /// With margins for all that stands out of these; the same where nothing does.
    fn widened(self, buffer: &Buffer) -> Self {
        let rows =
            buffer.lines.iter().flat_map(|line| rows(line).iter().map(move |row| (line, row)));
        let (mut left, mut right) = (self.left, self.right);
        for (line, row) in rows {
            let inked = |at: &usize, end: usize| {
                line.text().get(*at..end).is_some_and(|part| !part.trim().is_empty())
            };
            for glyph in row.glyphs.iter().filter(|glyph| inked(&glyph.start, glyph.end)) {
                left = left.max((-glyph.x - SLACK).ceil());
                right = right.max((glyph.x + glyph.w - self.width() - SLACK).ceil());
            }
        }
        if left + right > self.room * MOST {
            return Self { room: self.room, left: 0.0, right: 0.0, anywhere: true };
        }
        Self { left, right, ..self }
    }
}

/// Shapes what is in sight of a room of this size, and gives the height of the whole, as far as it
/// is that of the room.
pub(super) fn lay_out(content: &Content, room: Size, kind: Type, scripts: &mut Scripts) -> f32 {
    let mut editor = content.editor_mut();
    let mixed = editor.buffer().lines.iter().any(|line| line.text().chars().any(is_rtl));
    let mut fit = content.fit.get();
    if !mixed || fit.room != room.width {
        fit = Fit { room: room.width, ..Fit::default() };
    }
    shape(&mut editor, fit, room.height, kind, scripts);
    while mixed && !fit.anywhere {
        let widened = fit.widened(editor.buffer());
        if widened == fit {
            break;
        }
        fit = widened;
        shape(&mut editor, fit, room.height, kind, scripts);
    }
    content.fit.set(fit);
    let moved = content.moved.take();
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
                let fit = field.0.fit.get();
                assert!(fit.width() > width * 0.5 && !fit.anywhere, "{fit:?} of {width}");
                assert!(field.shows_caret(), "{width}");
            }
        }
        // What runs one way has the whole room.
        assert!(
            !Field::pasted("see you tomorrow", Size::new(60.0, 160.0)).0.fit.get().has_margins()
        );
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
