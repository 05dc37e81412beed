//! Selecting in a shaped text: from points to places in it, and back to rectangles and the caret.
//!
//! Places are bytes of the whole text. A text that runs both ways is marked letter by letter, so
//! one range may be several rectangles on one line.

use std::ops::Range;

use iced::advanced::graphics::text::cosmic_text::{Buffer, LayoutGlyph, LayoutRun};
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
pub(super) fn starts(buffer: &Buffer, text: &str) -> Vec<usize> {
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
    covered(buffer, |line, glyph| {
        let start = starts.get(line).copied().unwrap_or(0);
        start + glyph.end > range.start && start + glyph.start < range.end
    })
}

/// What lies between two places, each a line of the buffer and a byte in it.
pub(super) fn between(buffer: &Buffer, from: (usize, usize), to: (usize, usize)) -> Vec<Rectangle> {
    covered(buffer, |line, glyph| (line, glyph.end) > from && (line, glyph.start) < to)
}

fn covered(buffer: &Buffer, is_marked: impl Fn(usize, &LayoutGlyph) -> bool) -> Vec<Rectangle> {
    /// Letters this near stand side by side.
    const TOUCH: f32 = 0.5;
    let mut found: Vec<Rectangle> = Vec::new();
    for run in buffer.layout_runs() {
        for glyph in run.glyphs.iter().filter(|glyph| is_marked(run.line_i, glyph)) {
            let here =
                Rectangle { x: glyph.x, y: run.line_top, width: glyph.w, height: run.line_height };
            match found.last_mut() {
                Some(last) if last.y == here.y && (last.x + last.width - here.x).abs() < TOUCH => {
                    last.width = here.x + here.width - last.x;
                }
                // From right to left.
                Some(last) if last.y == here.y && (here.x + here.width - last.x).abs() < TOUCH => {
                    last.width += last.x - here.x;
                    last.x = here.x;
                }
                _ => found.push(here),
            }
        }
    }
    found
}

/// Where the caret stands before a byte of a line; nothing when that is out of sight. An empty line
/// has it at `empty`.
///
/// Where the direction changes, a place has two edges: the caret stays with the letter before it,
/// which is the one just typed.
pub(super) fn caret(buffer: &Buffer, line: usize, at: usize, empty: f32) -> Option<Rectangle> {
    let runs = || buffer.layout_runs().filter(|run| run.line_i == line);
    let run = runs()
        .find(|run| run.glyphs.iter().any(|glyph| glyph.start <= at && at < glyph.end))
        // Blanks where a line is broken are on neither side of it; other rows are out of sight.
        .or_else(|| {
            let ends = |run: &LayoutRun<'_>| run.glyphs.iter().map(|glyph| glyph.end).max();
            let blank = |from, run: &LayoutRun<'_>| is_blank(run.text, from, at);
            runs().filter(|run| ends(run).is_none_or(|end| end <= at && blank(end, run))).last()
        })
        .or_else(|| {
            let starts = |run: &LayoutRun<'_>| run.glyphs.iter().map(|glyph| glyph.start).min();
            runs().find(|run| starts(run).is_some_and(|start| is_blank(run.text, at, start)))
        })?;
    let x = Edges::of(&run).at(at).unwrap_or(empty);
    Some(Rectangle { x, y: run.line_top, width: 1.0, height: run.line_height })
}

fn is_blank(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|part| part.trim().is_empty())
}

/// Where the caret stands before each of these bytes of a line that is not broken: the line is gone
/// through once for all of them.
pub(super) fn carets(buffer: &Buffer, line: usize, places: &[usize]) -> Vec<f32> {
    let run = buffer.layout_runs().find(|run| run.line_i == line);
    let edges = run.as_ref().map(Edges::of);
    let x = |at: &usize| edges.as_ref().and_then(|edges| edges.at(*at)).unwrap_or(0.0);
    places.iter().map(x).collect()
}

/// Where the letters of a line begin and end.
struct Edges<'a> {
    text: &'a str,
    /// In the order of the text.
    clusters: Vec<Cluster>,
}

/// What is drawn as one: a letter in several pieces, or several letters.
struct Cluster {
    start: usize,
    end: usize,
    left: f32,
    right: f32,
    rtl: bool,
}

impl Cluster {
    /// How far along it, in the direction of its script.
    fn along(&self, part: f32) -> f32 {
        let part = if self.rtl { 1.0 - part } else { part };
        self.left + (self.right - self.left) * part
    }
}

impl<'a> Edges<'a> {
    fn of(run: &LayoutRun<'a>) -> Self {
        let cluster = |glyph: &LayoutGlyph| Cluster {
            start: glyph.start,
            end: glyph.end,
            left: glyph.x,
            right: glyph.x + glyph.w,
            rtl: glyph.level.is_rtl(),
        };
        let mut clusters: Vec<Cluster> = run.glyphs.iter().map(cluster).collect();
        clusters.sort_by_key(|cluster| cluster.start);
        clusters.dedup_by(|piece, whole| {
            let same = piece.start == whole.start;
            if same {
                whole.left = whole.left.min(piece.left);
                whole.right = whole.right.max(piece.right);
            }
            same
        });
        Self { text: run.text, clusters }
    }

    /// Before this byte; nothing on an empty line.
    fn at(&self, at: usize) -> Option<f32> {
        let next = self.clusters.partition_point(|cluster| cluster.start < at);
        let before = next.checked_sub(1).and_then(|before| self.clusters.get(before));
        if let Some(cluster) = before.filter(|cluster| at <= cluster.end) {
            let letters =
                |to: usize| self.text.get(cluster.start..to).map_or(0, |s| s.chars().count());
            let part = letters(at) as f32 / letters(cluster.end).max(1) as f32;
            return Some(cluster.along(part));
        }
        let after = self.clusters.get(next).filter(|cluster| cluster.start == at);
        // Blanks at the end of a line are not drawn.
        let last = || self.clusters.last().map(|cluster| cluster.along(1.0));
        after.map(|cluster| cluster.along(0.0)).or_else(last)
    }
}

#[cfg(test)]
mod tests {
    use iced::advanced::text::Paragraph as _;
    use proptest::prelude::*;

    use super::super::super::font;
    use super::super::super::theme::BODY;
    use super::super::line::{Paragraph, Setting, shape};
    use super::*;

    fn shaped(text: &str, width: f32) -> Paragraph {
        shape(text, Setting::within(BODY, font::TEXT, width))
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

    #[test]
    fn the_caret_walks_the_way_the_script_is_written() {
        let walk = |text: &str| -> Vec<f32> {
            let paragraph = shaped(text, 500.0);
            let places = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            places.map(|at| caret(paragraph.buffer(), 0, at, 0.0).unwrap().x).collect()
        };
        assert!(walk("See you").windows(2).all(|two| two[0] < two[1]));
        assert!(walk("سلام دنیا").windows(2).all(|two| two[0] > two[1]));
        // At the ends of what is drawn.
        let width = shaped("سلام دنیا", 500.0).min_bounds().width;
        let walk = walk("سلام دنیا");
        assert!((walk[0] - width).abs() < 1.0, "{walk:?} in {width}");
        assert!(walk.last().unwrap().abs() < 1.0, "{walk:?}");
    }

    #[test]
    fn a_phone_number_before_persian_words_has_its_caret() {
        // iced's own editor ends the program here: the first letter is not the leftmost.
        let text = "12 سلام";
        let paragraph = shaped(text, 500.0);
        let at = |at| caret(paragraph.buffer(), 0, at, 0.0).unwrap().x;
        assert!(at(0) < at(1) && at(1) < at(2), "digits run from left to right");
        assert!(at(text.len()) < at(0));
    }

    #[test]
    fn an_empty_line_has_its_caret_where_it_is_told() {
        let paragraph = shaped("one\n\ntwo", 500.0);
        assert_eq!(caret(paragraph.buffer(), 1, 0, 77.0).unwrap().x, 77.0);
        assert_eq!(caret(paragraph.buffer(), 7, 0, 77.0), None);
    }

    #[test]
    fn what_is_selected_from_right_to_left_is_one_piece() {
        let text = "سلام دنیا";
        let paragraph = shaped(text, 500.0);
        let all = between(paragraph.buffer(), (0, 0), (0, text.len()));
        assert_eq!(all.len(), 1);
        assert!((all[0].width - paragraph.min_bounds().width).abs() < 1.0);
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(48))]
        #[test]
        fn where_one_points_the_caret_stands(
            text in "(سلام|دنیا|abc|12| |لا){1,6}",
            part in 0.0_f32..1.0,
        ) {
            let paragraph = shaped(&text, 2000.0);
            let buffer = paragraph.buffer();
            let x = paragraph.min_bounds().width * part;
            let at = hit(buffer, &text, Point::new(x, 5.0));
            let caret = caret(buffer, 0, at, 0.0).unwrap();
            // Beside the letter that was pointed at, or at the other edge of where directions meet.
            let run = buffer.layout_runs().next().unwrap();
            let near = run.glyphs.iter().any(|glyph| {
                let edge = (caret.x - glyph.x).abs() < 1.0 || (caret.x - glyph.x - glyph.w).abs() < 1.0;
                edge && (glyph.start == at || glyph.end == at)
            });
            let inside = run.glyphs.iter().any(|glyph| glyph.start < at && at < glyph.end);
            prop_assert!(near || inside, "{at} at {}", caret.x);
        }

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
