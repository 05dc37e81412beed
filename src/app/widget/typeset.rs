//! A text of several lines, shaped so that all of it stays in its room.
//!
//! Where directions mix, the shaper leaves the first word of each run of another direction on its
//! line, however wide it is: a Persian message with a word of Latin would leave its bubble, or lose
//! its last line. Such texts are broken here. And a link is a run from left to right of its own,
//! else its last slash would stand before it in a line from right to left.
//!
//! For both, marks of direction are shaped that nobody wrote; places are of the text as it was
//! written nevertheless.

use std::ops::Range;

use iced::advanced::graphics::text::cosmic_text::{BufferLine, LayoutGlyph};
use iced::advanced::text::{Paragraph as _, Wrapping};
use iced::{Color, Point, Rectangle, Size};
use unicode_linebreak::linebreaks;

use super::line::{Paragraph, Setting, shape_marked};
use super::selection::{hit, rectangles, starts};

/// What a line begins with, so that it runs as the one that it was broken from (UAX #9).
const LEFT_TO_RIGHT: char = '\u{200E}';
const RIGHT_TO_LEFT: char = '\u{200F}';
/// Around what runs from left to right, whatever stands beside it.
const ISOLATE: char = '\u{2066}';
const END: char = '\u{2069}';
/// How much wider a joined letter may be where its word is cut, and it ends a row.
const CUT: f32 = 8.0;
/// What sums of widths may differ by.
const SLACK: f32 = 0.01;

/// See the module.
#[derive(Default)]
pub(super) struct Typeset {
    paragraph: Paragraph,
    source: Source,
    width: f32,
}

impl Typeset {
    /// Shapes words, of which these places are links of this colour.
    pub(super) fn new(words: &str, links: &[Range<usize>], color: Color, setting: Setting) -> Self {
        let shape = |source: &Source, setting: Setting| {
            let marks: Vec<_> = links.iter().map(|link| source.shaped(link)).collect();
            shape_marked(&source.text, (&marks, color), setting)
        };
        let links_here = if words.chars().any(is_rtl) { links } else { &[] };
        let mut source = Source::default();
        source.push_isolated(words, 0..words.len(), links_here);
        let paragraph = shape(&source, setting);
        if is_doubtful(&paragraph, setting.width) {
            let whole = Setting { wrap: Wrapping::None, width: f32::INFINITY, ..setting };
            let whole = shape(&source, whole);
            let room = setting.width + SLACK;
            if let Some((source, width)) = broken(words, links_here, &source, &whole, room) {
                let paragraph = shape(&source, Setting { wrap: Wrapping::None, ..setting });
                let width = width.max(paragraph.min_width());
                return Self { paragraph, source, width };
            }
        }
        let width = paragraph.min_width();
        Self { paragraph, source, width }
    }

    /// As it is drawn.
    pub(super) fn paragraph(&self) -> &Paragraph {
        &self.paragraph
    }

    /// The room it takes; in any between this and that it was made for, its lines break alike.
    pub(super) fn size(&self) -> Size {
        Size { width: self.width, ..self.paragraph.min_bounds() }
    }

    /// The place in the text that is nearest to a point.
    pub(super) fn hit(&self, at: Point) -> usize {
        let source = &self.source;
        let at = hit(self.paragraph.buffer(), &source.text, at);
        // Before the end of a line, which may be longer than what is shaped of it.
        let ends = source.text.get(at..).is_some_and(|rest| rest.starts_with('\n'));
        if ends { source.written_end(at) } else { source.written(at) }
    }

    /// What a range of the text covers.
    pub(super) fn rectangles(&self, range: &Range<usize>) -> Vec<Rectangle> {
        let shaped = self.source.shaped(range);
        rectangles(self.paragraph.buffer(), &self.source.text, &shaped)
    }
}

/// What is shaped, and what of it was written.
#[derive(Default)]
struct Source {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of what is shaped that was written.
struct Piece {
    /// Where it begins in what is shaped.
    at: usize,
    /// Where it was written.
    place: Range<usize>,
}

impl Source {
    fn push(&mut self, words: &str, place: Range<usize>) {
        let mut start = place.start;
        for part in words.get(place).unwrap_or_default().split_inclusive("\r\n") {
            let next = start + part.len();
            // The shaper takes both for the end of a line, and would show an empty one.
            let (kept, end) = match part.strip_suffix("\r\n") {
                Some(line) => (line, "\n"),
                None => (part, ""),
            };
            for (words, place) in [(kept, start..start + kept.len()), (end, next - end.len()..next)]
            {
                if !words.is_empty() {
                    self.pieces.push(Piece { at: self.text.len(), place });
                    self.text.push_str(words);
                }
            }
            start = next;
        }
    }

    /// A part of the text, with these places in it isolated.
    fn push_isolated(&mut self, words: &str, place: Range<usize>, links: &[Range<usize>]) {
        let mut at = place.start;
        for link in links {
            let (start, end) = (link.start.max(at), link.end.min(place.end));
            if start < end {
                self.push(words, at..start);
                self.text.push(ISOLATE);
                self.push(words, start..end);
                self.text.push(END);
                at = end;
            }
        }
        self.push(words, at..place.end);
    }

    /// Where that was written which is shaped here.
    fn written(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        match next.checked_sub(1).and_then(|before| self.pieces.get(before)) {
            Some(piece) => piece.place.start + (at - piece.at).min(piece.place.len()),
            None => self.pieces.first().map_or(0, |piece| piece.place.start),
        }
    }

    /// Where that ends which is shaped up to here.
    fn written_end(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.at < at);
        let before = next.checked_sub(1).and_then(|before| self.pieces.get(before));
        before.map_or(0, |piece| piece.place.start + (at - piece.at).min(piece.place.len()))
    }

    /// Where that is shaped which was written here.
    fn shaped(&self, place: &Range<usize>) -> Range<usize> {
        let first = self.pieces.partition_point(|piece| piece.place.end <= place.start);
        let next = self.pieces.partition_point(|piece| piece.place.start < place.end);
        let start = self.pieces.get(first).map_or(self.text.len(), |piece| {
            piece.at + place.start.saturating_sub(piece.place.start)
        });
        let end = next.checked_sub(1).and_then(|last| self.pieces.get(last));
        let end = end
            .map_or(0, |piece| piece.at + (place.end - piece.place.start).min(piece.place.len()));
        start..end.max(start)
    }
}

/// A letter from right to left, or a mark that turns what follows.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{08FF}' | '\u{200F}' | '\u{202B}' | '\u{202E}' | '\u{2067}'
        | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

fn glyphs(line: &BufferLine) -> impl Iterator<Item = &LayoutGlyph> {
    line.layout_opt().into_iter().flatten().flat_map(|row| &row.glyphs)
}

/// It has more than one direction, or numbers in a text from right to left.
fn is_mixed(line: &BufferLine) -> bool {
    let mut levels = glyphs(line).map(|glyph| glyph.level);
    levels.next().is_some_and(|first| levels.any(|level| level != first))
}

/// Whether lines may have been broken at wrong places.
fn is_doubtful(paragraph: &Paragraph, room: f32) -> bool {
    let rows = |line: &BufferLine| line.layout_opt().map_or(0, |rows| rows.len());
    let full = paragraph.min_width() > room;
    room.is_finite()
        && paragraph.buffer().lines.iter().any(|line| is_mixed(line) && (full || rows(line) > 1))
}

/// The text with its lines broken, and the width of the widest; nothing if every line that is too
/// long has but one direction. `whole` is that text shaped without breaks.
fn broken(
    words: &str,
    links: &[Range<usize>],
    source: &Source,
    whole: &Paragraph,
    room: f32,
) -> Option<(Source, f32)> {
    let lines = &whole.buffer().lines;
    let letters: Vec<Vec<(usize, f32)>> = lines.iter().map(letters).collect();
    let fits = |letters: &[(usize, f32)]| letters.iter().map(|(_, w)| w).sum::<f32>() <= room;
    if lines.iter().zip(&letters).all(|(line, letters)| fits(letters) || !is_mixed(line)) {
        return None;
    }
    let starts = starts(whole.buffer(), &source.text);
    let (mut set, mut widest) = (Source::default(), 0.0_f32);
    for (number, (line, letters)) in lines.iter().zip(&letters).enumerate() {
        let start = starts.get(number).copied().unwrap_or_default();
        let end = start + line.text().len();
        let place = |from: usize, to: usize| source.written(from)..source.written_end(to);
        if fits(letters) {
            set.push_isolated(words, place(start, end), links);
        } else {
            let rtl = line.shape_opt().is_some_and(|shape| shape.rtl);
            for (number, (row, width)) in rows(line.text(), letters, room).into_iter().enumerate() {
                if number > 0 {
                    set.text.push('\n');
                }
                set.text.push(if rtl { RIGHT_TO_LEFT } else { LEFT_TO_RIGHT });
                set.push_isolated(words, place(start + row.start, start + row.end), links);
                widest = widest.max(width);
            }
        }
        if let Some(next) = starts.get(number + 1) {
            set.push(words, place(end, *next));
        }
    }
    Some((set, widest))
}

/// Where each letter of a line begins, and how wide it is.
fn letters(line: &BufferLine) -> Vec<(usize, f32)> {
    let mut letters: Vec<(usize, f32)> = glyphs(line).map(|glyph| (glyph.start, glyph.w)).collect();
    letters.sort_by_key(|(start, _)| *start);
    // A letter may be drawn in several pieces.
    letters.dedup_by(|piece, whole| {
        let same = piece.0 == whole.0;
        whole.1 += if same { piece.1 } else { 0.0 };
        same
    });
    letters
}

/// Breaks a line where words end (UAX #14), and inside of words that are wider than the room.
/// Blanks at the end of a row are not part of it.
fn rows(line: &str, letters: &[(usize, f32)], room: f32) -> Vec<(Range<usize>, f32)> {
    let within = |place: Range<usize>| {
        let from = letters.partition_point(|(start, _)| *start < place.start);
        let to = letters.partition_point(|(start, _)| *start < place.end);
        letters.get(from..to).unwrap_or_default()
    };
    let width = |place: Range<usize>| within(place).iter().map(|(_, width)| width).sum::<f32>();
    let mut rows: Vec<(Range<usize>, f32)> = Vec::new();
    // The row, without and with the blanks at its end.
    let (mut row, mut inked, mut wide) = (0..0, 0.0, 0.0);
    let mut start = 0;
    for (stop, _) in linebreaks(line) {
        let word = start..start + line.get(start..stop).map_or(0, |word| word.trim_end().len());
        let own = width(word.clone());
        if !row.is_empty() && wide + own > room {
            rows.push((row.clone(), inked));
            (row, wide) = (start..start, 0.0);
        }
        if own > room {
            (row, wide) = (start..start, 0.0);
            for (letter, width) in within(word.clone()) {
                let joined = line.get(*letter..).is_some_and(|rest| rest.starts_with(is_rtl));
                let cut = if joined { CUT } else { 0.0 };
                if *letter > row.start && wide + width + cut > room {
                    rows.push((row.start..*letter, (wide + cut).min(room)));
                    (row, wide) = (*letter..*letter, 0.0);
                }
                wide += width;
            }
        } else {
            wide += own;
        }
        if !word.is_empty() {
            (row.end, inked) = (word.end, wide);
        }
        wide += width(word.end..stop);
        start = stop;
    }
    if !row.is_empty() {
        rows.push((row, inked));
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::font;
    use super::super::super::theme::BODY;
    use super::super::link::links;
    use super::*;

    fn typeset(words: &str, room: f32) -> Typeset {
        let places: Vec<_> = links(words).into_iter().map(|link| link.place).collect();
        Typeset::new(words, &places, Color::BLACK, Setting::within(BODY, font::TEXT, room))
    }

    /// How far anything that is seen leaves the room.
    fn beyond(text: &Typeset, room: f32) -> f32 {
        let runs = text.paragraph().buffer().layout_runs();
        let ends = runs.flat_map(|run| {
            let inked = move |glyph: &&LayoutGlyph| {
                run.text.get(glyph.start..glyph.end).is_some_and(|part| !part.trim().is_empty())
            };
            run.glyphs.iter().filter(inked).map(|glyph| (glyph.x + glyph.w - room).max(-glyph.x))
        });
        ends.fold(0.0, f32::max)
    }

    #[test]
    fn a_word_of_another_direction_goes_to_the_next_line() {
        for words in [
            "من امروز با Telegram و WhatsApp و Hushwing پیام فرستادم",
            "she said سلام دوست من to me",
            "see you at the قهوه\u{200C}خانه tomorrow",
            "in the market the woman said שלום and gave me سلام back, then we walked with Dana \
             (דנה) and her brother علی, even for the owl 🎉 and said להתראות and خداحافظ to all",
            "one line with שלום and emoji 🎉 שלום שלום until it wraps, להתראות خداحافظ 🎉 שלום",
        ] {
            for room in [100.0, 120.0, 140.0, 160.0, 200.0, 260.0, 434.0] {
                let text = typeset(words, room);
                assert!(beyond(&text, room) < 1.0, "{words} in {room}");
                assert!(text.size().width <= room + 1.0, "{words} in {room}");
            }
        }
    }

    #[test]
    fn what_was_written_is_found_in_what_is_shaped() {
        let words = "من امروز با Telegram و WhatsApp\r\nو Hushwing پیام فرستادم";
        let text = typeset(words, 100.0);
        for (at, word) in words.match_indices(char::is_alphabetic) {
            let place = at..at + word.len();
            let [found] = text.rectangles(&place)[..] else { panic!("{word} at {at}") };
            let near = text.hit(found.center());
            assert!(near == place.start || near == place.end, "{word} at {at}: {near}");
        }
    }

    #[test]
    fn a_link_has_its_last_slash_behind_it_whatever_the_direction() {
        let words = "ببین https://lakeloop.example/trails/ خوب است";
        let text = typeset(words, 500.0);
        let slash = words.rfind('/').unwrap();
        let x = |at: usize| text.rectangles(&(at..at + 1))[0].x;
        assert!(x(slash) > x(slash - 1), "{} after {}", x(slash), x(slash - 1));
        // The marks around it are not seen.
        let setting = Setting::within(BODY, font::TEXT, 500.0);
        let plain = shape_marked(words, (&[], Color::BLACK), setting).min_width();
        assert!((text.size().width - plain).abs() < 1.0, "{} {plain}", text.size().width);
    }

    #[test]
    fn a_link_that_is_broken_is_one_from_left_to_right_on_each_line() {
        let words = "ببین https://lakeloop.example/trails/of/the/north/ خوب است";
        let text = typeset(words, 120.0);
        let link = links(words).remove(0).place;
        assert!(text.rectangles(&link).len() > 1);
        assert!(beyond(&text, 120.0) < 1.0);
        for at in link.clone().skip(1) {
            let [before, here] = [at - 1, at].map(|at| text.rectangles(&(at..at + 1))[0]);
            assert!(here.x > before.x || here.y > before.y, "{at}: {before:?} {here:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(48))]
        #[test]
        fn all_that_is_written_is_seen(
            words in "(سلام |שלום |hello|و|a|12|7:40| |  |🎉|,|قهوه\u{200C}خانه | https://a[.]example/b/ |\n){0,24}",
            room in 90.0_f32..300.0,
        ) {
            let text = typeset(&words, room);
            prop_assert!(beyond(&text, room) < 1.0, "{} beyond {room}", beyond(&text, room));
            prop_assert!(text.size().width < room + 6.0, "but for a blank: {}", text.size().width);
            for (at, c) in words.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                prop_assert!(!text.rectangles(&(at..at + c.len_utf8())).is_empty(), "{c} at {at}");
            }
        }

        #[test]
        fn whatever_is_pointed_at_is_a_place_in_the_text(
            words in "[a-z اب🎉\n]{0,60}",
            (x, y) in (-50.0_f32..400.0, -50.0_f32..400.0),
        ) {
            let at = typeset(&words, 120.0).hit(Point::new(x, y));
            prop_assert!(words.is_char_boundary(at), "{at}");
        }
    }
}
