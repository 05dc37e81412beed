//! The line of a field as it is shown, and where its letters are.
//!
//! It knows letters and places, not who has the keyboard or the pointer.

use iced::advanced::text::{Paragraph as _, Wrapping};
use iced::widget::text_input::Value;

use super::super::super::theme::Type;
use super::super::super::{direction, font};
use super::super::line::{Paragraph, shape_marked};
use super::super::selection::caret;

/// A line as it is shown.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) words: String,
    size: f32,
    pub(super) paragraph: Paragraph,
}

impl Shown {
    pub(super) fn shape(&mut self, words: String, kind: Type) {
        if self.words == words && self.size == kind.size {
            return;
        }
        let (marks, mark) = (&[], iced::Color::BLACK);
        let room = f32::INFINITY;
        self.paragraph = shape_marked(&words, marks, mark, kind, font::TEXT, room, Wrapping::None);
        (self.words, self.size) = (words, kind.size);
    }

    pub(super) fn is_rtl(&self) -> bool {
        self.paragraph.buffer().layout_runs().next().is_some_and(|run| run.rtl)
    }

    /// How many bytes so many letters are.
    pub(super) fn byte(&self, letters: usize) -> usize {
        Value::new(&self.words).until(letters).to_string().len()
    }

    /// How many letters these bytes are.
    pub(super) fn letters(&self, byte: usize) -> usize {
        Value::new(self.words.get(..byte).unwrap_or(&self.words)).len()
    }

    /// Where the caret is before this letter, counted from the beginning of the line.
    pub(super) fn caret(&self, letters: usize) -> f32 {
        let at = self.byte(letters);
        caret(self.paragraph.buffer(), 0, at, 0.0).map_or(0.0, |caret| caret.x)
    }

    /// The place whose caret is nearest to a point on the line.
    pub(super) fn nearest(&self, x: f32) -> usize {
        let far = |letters: &usize| (self.caret(*letters) - x).abs();
        let letters = (0..=self.letters(self.words.len())).min_by(|a, b| far(a).total_cmp(&far(b)));
        self.byte(letters.unwrap_or(0))
    }

    /// Where the line begins in a room of this width, with the caret in sight.
    pub(super) fn origin(&self, room: f32, at: Option<usize>) -> f32 {
        let width = self.paragraph.min_width();
        if width <= room {
            return if direction::is_rtl() { room - width } else { 0.0 };
        }
        let begin = if self.is_rtl() { room - width } else { 0.0 };
        let Some(at) = at else { return begin };
        let caret = begin + self.caret(at);
        begin - (caret - (room - 1.0)).max(0.0) - caret.min(0.0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::app::theme::FIELD;

    pub(in super::super) fn shown(words: &str) -> Shown {
        let mut shown = Shown::default();
        shown.shape(words.to_owned(), FIELD);
        shown
    }

    #[test]
    fn the_caret_stands_beside_the_letter_in_either_script() {
        let line = shown("سلام");
        assert!(line.is_rtl());
        assert!(line.caret(0) > line.caret(1) && line.caret(1) > line.caret(2));
        assert!(line.caret(4).abs() < 1.0, "the end is at the left");
        let line = shown("Omid");
        assert!(line.caret(0).abs() < 1.0 && line.caret(4) > line.caret(3));
    }

    #[test]
    fn a_long_line_keeps_its_caret_in_sight() {
        for words in ["a line that is far longer than the field", "خطی که از این میدان بلندتر است"]
        {
            let line = shown(words);
            let letters = Value::new(words).len();
            for at in 0..=letters {
                let x = line.origin(80.0, Some(at)) + line.caret(at);
                assert!((-0.5..=80.0).contains(&x), "{words} {at}: {x}");
            }
        }
        // Without the keyboard it shows its beginning.
        let line = shown("خطی که از این میدان بلندتر است");
        assert!((line.origin(80.0, None) + line.caret(0) - 80.0).abs() < 1.0);
    }
}
