//! The line of a field as it is shown, and where its letters are.
//!
//! It knows letters and places, not who has the keyboard or the pointer.

use iced::advanced::text::Paragraph as _;
use iced::widget::text_input::Value;

use super::super::super::theme::Type;
use super::super::super::{direction, font};
use super::super::line::{Paragraph, Setting, shape};
use super::super::selection::carets;

/// A line as it is shown.
pub(super) struct Shown {
    pub(super) value: Value,
    pub(super) words: String,
    size: f32,
    pub(super) paragraph: Paragraph,
    /// Before each letter, and at the end: looked up for every event, so it is found once.
    stops: Vec<Stop>,
}

/// A place between two letters.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Stop {
    /// So many bytes are before it.
    byte: usize,
    /// Where the caret stands.
    x: f32,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            value: Value::new(""),
            words: String::new(),
            size: 0.0,
            paragraph: Paragraph::default(),
            stops: vec![Stop::default()],
        }
    }
}

impl Shown {
    pub(super) fn shape(&mut self, value: Value, kind: Type) {
        let words = value.to_string();
        if self.words == words && self.size == kind.size {
            return;
        }
        self.paragraph = shape(&words, Setting::line(kind, font::TEXT));
        let mut bytes = vec![0];
        let mut at = 0;
        for letter in 0..value.len() {
            at += value.select(letter, letter + 1).to_string().len();
            bytes.push(at);
        }
        let places = carets(self.paragraph.buffer(), 0, &bytes);
        let stops = bytes.into_iter().zip(places).map(|(byte, x)| Stop { byte, x });
        self.stops = stops.collect();
        (self.value, self.words, self.size) = (value, words, kind.size);
    }

    pub(super) fn is_rtl(&self) -> bool {
        self.paragraph.buffer().layout_runs().next().is_some_and(|run| run.rtl)
    }

    fn stop(&self, letters: usize) -> Stop {
        self.stops.get(letters).or(self.stops.last()).copied().unwrap_or_default()
    }

    /// How many bytes so many letters are.
    pub(super) fn byte(&self, letters: usize) -> usize {
        self.stop(letters).byte
    }

    /// How many letters these bytes are.
    pub(super) fn letters(&self, byte: usize) -> usize {
        self.stops.partition_point(|stop| stop.byte < byte).min(self.value.len())
    }

    /// Where the caret is before this letter, counted from the beginning of the line.
    pub(super) fn caret(&self, letters: usize) -> f32 {
        self.stop(letters).x
    }

    /// The place whose caret is nearest to a point on the line.
    pub(super) fn nearest(&self, x: f32) -> usize {
        let far = |stop: &&Stop| (stop.x - x).abs();
        let nearest = self.stops.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        nearest.map_or(0, |stop| stop.byte)
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
        shown.shape(Value::new(words), FIELD);
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

    #[test]
    fn a_long_line_is_looked_up_and_not_measured_again() {
        // Measured letter by letter for each place, this would take hours.
        let words = "hello سلام 👩‍👩‍👧 ".repeat(3_600);
        let line = shown(&words);
        let letters = Value::new(&words).len();
        assert!(letters > 45_000 && line.stops.len() == letters + 1);
        assert_eq!(line.byte(letters), words.len());
        for letter in (0..=letters).step_by(997) {
            assert_eq!(line.letters(line.byte(letter)), letter);
            let near = line.letters(line.nearest(line.caret(letter)));
            assert!((line.caret(near) - line.caret(letter)).abs() < 0.01, "{letter}: {near}");
            let x = line.origin(80.0, Some(letter)) + line.caret(letter);
            assert!((-0.5..=80.0).contains(&x), "{letter}: {x}");
        }
    }
}
