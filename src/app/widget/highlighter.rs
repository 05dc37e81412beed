//! Gives emoji and Arabic script in an editor the fonts that travel with the program.

use std::ops::Range;

use iced::Font;
use iced::advanced::text::Highlighter;
use iced::advanced::text::highlighter::Format;

use super::super::font::{self, Script, runs};

/// Cuts each line into runs of one script.
#[derive(Debug)]
pub(crate) struct Scripts {
    line: usize,
}

impl Highlighter for Scripts {
    type Settings = ();
    type Highlight = Script;
    type Iterator<'a> = std::vec::IntoIter<(Range<usize>, Script)>;

    fn new(_settings: &()) -> Self {
        Self { line: 0 }
    }

    fn update(&mut self, _settings: &()) {}

    fn change_line(&mut self, line: usize) {
        self.line = self.line.min(line);
    }

    fn highlight_line(&mut self, line: &str) -> Self::Iterator<'_> {
        self.line += 1;
        let mut at = 0;
        let mut found = Vec::new();
        for (script, run) in runs(line) {
            let range = at..at + run.len();
            at = range.end;
            if script != Script::Other {
                found.push((range, script));
            }
        }
        found.into_iter()
    }

    fn current_line(&self) -> usize {
        self.line
    }
}

/// The font of a run.
pub(crate) fn format(script: &Script) -> Format<Font> {
    Format { color: None, font: Some(script.font(font::TEXT)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_inter_lacks_is_marked() {
        let mut scripts = Scripts::new(&());
        let found: Vec<_> = scripts.highlight_line("Paid 🎉 and سلام").collect();
        assert_eq!(found, [(5..9, Script::Emoji), (14..22, Script::Arabic)]);
        assert_eq!(scripts.current_line(), 1);
        scripts.change_line(0);
        assert_eq!(scripts.current_line(), 0);
    }
}
