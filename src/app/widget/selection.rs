//! Selecting in a shaped text: from points to places in it, and back to rectangles.
//!
//! Places are bytes of the whole text. A text that runs both ways is marked letter by letter, so
//! one range may be several rectangles on one line.

use std::ops::Range;

use iced::advanced::graphics::text::cosmic_text::Buffer;
use iced::{Point, Rectangle};

/// What is selected: where it began, and where the pointer is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Selection {
    /// In the order of the text.
    pub(super) fn range(self) -> Range<usize> {
        self.from.min(self.to)..self.from.max(self.to)
    }

    /// Nothing is selected.
    pub(super) fn is_empty(self) -> bool {
        self.from == self.to
    }

    /// The word at a place, or the blank between two.
    pub(super) fn word(text: &str, at: usize) -> Self {
        let kind =
            |c: char| (c.is_alphanumeric() || c == '_' || c == '\u{200C}', c.is_whitespace());
        let at = floor(text, at);
        let here = text[at..].chars().next().or_else(|| text[..at].chars().next_back());
        let Some(here) = here.map(kind) else { return Self { from: at, to: at } };
        let before: usize =
            text[..at].chars().rev().take_while(|c| kind(*c) == here).map(char::len_utf8).sum();
        let after: usize =
            text[at..].chars().take_while(|c| kind(*c) == here).map(char::len_utf8).sum();
        Self { from: at - before, to: at + after }
    }

    /// The whole text.
    pub(super) fn all(text: &str) -> Self {
        Self { from: 0, to: text.len() }
    }

    /// What is selected of the text it was made for.
    pub(super) fn of(self, text: &str) -> &str {
        let range = self.range();
        text.get(floor(text, range.start)..floor(text, range.end)).unwrap_or_default()
    }
}

/// The beginning of the character that this byte belongs to.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Where each line of the buffer begins in the text it was shaped from. How lines end is looked
/// up there: what the buffer keeps of that is normalised.
fn starts(buffer: &Buffer, text: &str) -> Vec<usize> {
    let mut at = 0;
    let lines = buffer.lines.iter();
    lines
        .map(|line| {
            let start = at;
            at += line.text().len();
            let rest = text.get(at..).unwrap_or_default();
            at += match rest.chars().next() {
                Some('\r') if rest.starts_with("\r\n") => 2,
                Some(end) => end.len_utf8(),
                None => 0,
            };
            start
        })
        .collect()
}

/// The place in the text that is nearest to a point.
pub(super) fn hit(buffer: &Buffer, text: &str, at: Point) -> usize {
    let starts = starts(buffer, text);
    match buffer.hit(at.x, at.y.max(0.0)) {
        Some(cursor) => starts.get(cursor.line).copied().unwrap_or(0) + cursor.index,
        None if at.y <= 0.0 => 0,
        None => {
            let last = starts.len().saturating_sub(1);
            let length = buffer.lines.get(last).map_or(0, |line| line.text().len());
            starts.last().copied().unwrap_or(0) + length
        }
    }
}

/// What a range of the text covers.
pub(super) fn rectangles(buffer: &Buffer, text: &str, range: &Range<usize>) -> Vec<Rectangle> {
    let starts = starts(buffer, text);
    let mut found: Vec<Rectangle> = Vec::new();
    for run in buffer.layout_runs() {
        let start = starts.get(run.line_i).copied().unwrap_or(0);
        for glyph in run.glyphs {
            if start + glyph.end <= range.start || start + glyph.start >= range.end {
                continue;
            }
            match found.last_mut() {
                Some(last)
                    if last.y == run.line_top && (last.x + last.width - glyph.x).abs() < 0.5 =>
                {
                    last.width = glyph.x + glyph.w - last.x;
                }
                _ => found.push(Rectangle {
                    x: glyph.x,
                    y: run.line_top,
                    width: glyph.w,
                    height: run.line_height,
                }),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use iced::advanced::text::Wrapping;
    use proptest::prelude::*;

    use super::super::super::font;
    use super::super::super::theme::BODY;
    use super::super::line::{Paragraph, shape_marked};
    use super::*;

    fn shaped(text: &str, width: f32) -> Paragraph {
        let (marks, mark) = (&[], iced::Color::BLACK);
        shape_marked(text, marks, mark, BODY, font::TEXT, width, Wrapping::WordOrGlyph)
    }

    #[test]
    fn a_double_click_takes_a_word() {
        let text = "See you, دوست\u{200C}من 🎉";
        for (at, word) in [(1, "See"), (3, " "), (5, "you"), (7, ","), (11, "دوست\u{200C}من")]
        {
            assert_eq!(Selection::word(text, at).of(text), word, "{at}");
        }
        assert_eq!(Selection::word("", 0).of(""), "");
        assert_eq!(Selection::word("end", 3).of("end"), "end");
    }

    #[test]
    fn points_lead_to_places_on_every_line() {
        let text = "first line\r\nsecond\nthird";
        let paragraph = shaped(text, 500.0);
        let buffer = paragraph.buffer();
        assert_eq!(hit(buffer, text, Point::new(-5.0, -5.0)), 0);
        assert_eq!(hit(buffer, text, Point::new(-5.0, 30.0)), 12);
        assert_eq!(hit(buffer, text, Point::new(400.0, 50.0)), text.len());
        assert_eq!(hit(buffer, text, Point::new(400.0, 9_000.0)), text.len());
    }

    #[test]
    fn a_range_covers_each_of_its_lines() {
        let text = "one\ntwo\nthree";
        let paragraph = shaped(text, 500.0);
        let covered = rectangles(paragraph.buffer(), text, &(1..10));
        assert_eq!(covered.iter().map(|r| r.y).collect::<Vec<_>>(), [0.0, 20.0, 40.0]);
        assert!(rectangles(paragraph.buffer(), text, &(2..2)).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn whatever_is_pointed_at_is_a_place_in_the_text(
            text in "[a-z اب🎉\n]{0,60}",
            x in -50.0_f32..400.0,
            y in -50.0_f32..400.0,
        ) {
            let paragraph = shaped(&text, 120.0);
            let at = hit(paragraph.buffer(), &text, Point::new(x, y));
            prop_assert!(at <= text.len());
            let selection = Selection { from: 0, to: at };
            prop_assert!(text.starts_with(selection.of(&text)));
        }
    }
}
