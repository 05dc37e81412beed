//! Finding typed words in names and texts, and where they stand, so that they can be marked.
//!
//! The messenger finds messages by its index; this is for what is in memory, and for marking. It
//! is as forgiving: case, accents and the several spellings of Arabic and Persian do not matter.

use std::ops::Range;

/// Words that were typed, ready to be looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words(Vec<String>);

/// Most words that are looked for.
const MOST: usize = 12;

impl Words {
    /// The words of a text.
    pub(crate) fn of(typed: &str) -> Self {
        let words = typed.split_whitespace().take(MOST);
        Self(words.map(folded).filter(|word| !word.is_empty()).collect())
    }

    /// There is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word begins a word of this text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        let spelled = Spelled::of(text);
        self.0.iter().all(|word| spelled.find(word).next().is_some())
    }

    /// Where they stand, in bytes of the text: in order, none touching another.
    pub(crate) fn places(&self, text: &str) -> Vec<Range<usize>> {
        let spelled = Spelled::of(text);
        let mut places: Vec<Range<usize>> =
            self.0.iter().flat_map(|word| spelled.find(word)).collect();
        places.sort_by_key(|place| place.start);
        let mut joined: Vec<Range<usize>> = Vec::new();
        for place in places {
            match joined.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => joined.push(place),
            }
        }
        joined
    }

    /// A stretch of at most so many characters with the first place in it, on one line.
    pub(crate) fn snippet(&self, text: &str, most: usize) -> String {
        /// Characters before the first place.
        const LEAD: usize = 18;
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = self.places(&line).first().map_or(0, |place| place.start);
        let before = line.get(..first).unwrap_or_default();
        let lead = before.chars().count().saturating_sub(LEAD);
        // From the beginning of a word, if one begins there.
        let from = before.char_indices().nth(lead).map_or(first, |(at, _)| at);
        let from = match before.get(from..).and_then(|rest| rest.find(' ')) {
            Some(space) if lead > 0 => from + space + 1,
            _ => from,
        };
        let rest = line.get(from..).unwrap_or_default();
        let mut snippet = String::from(if from > 0 { "…" } else { "" });
        snippet.extend(rest.chars().take(most));
        if rest.chars().nth(most).is_some() {
            snippet.push('…');
        }
        snippet
    }
}

/// A text in the one spelling that is compared, with the place of each character in the text.
struct Spelled {
    chars: Vec<(usize, char)>,
    end: usize,
}

impl Spelled {
    fn of(text: &str) -> Self {
        let spelled = text.char_indices().flat_map(|(at, c)| fold(c).map(move |c| (at, c)));
        Self { chars: spelled.collect(), end: text.len() }
    }

    /// Every place where a word begins with this.
    fn find<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let word: Vec<char> = word.chars().collect();
        (0..self.chars.len()).filter_map(move |from| {
            let here = self.chars.get(from..from + word.len())?;
            let inside = from > 0 && self.continues(from);
            if inside || !here.iter().map(|(_, c)| c).eq(&word) {
                return None;
            }
            let start = self.chars.get(from)?.0;
            let end = self.chars.get(from + word.len()).map_or(self.end, |(at, _)| *at);
            (end > start).then_some(start..end)
        })
    }

    /// Whether a letter continues the word before it; scripts without spaces never do.
    fn continues(&self, at: usize) -> bool {
        let letter = |at: usize| self.chars.get(at).is_some_and(|(_, c)| c.is_alphanumeric());
        let unspaced = self.chars.get(at).is_some_and(|(_, c)| *c >= '\u{0E00}');
        letter(at) && letter(at - 1) && !unspaced
    }
}

fn folded(word: &str) -> String {
    word.chars().flat_map(fold).collect()
}

/// One spelling for what people spell in several ways; nothing for what does not count.
fn fold(c: char) -> impl Iterator<Item = char> {
    let counts = !matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}' | '\u{00AD}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}');
    let c = match c {
        'ي' | 'ى' | 'ئ' => 'ی',
        'ك' => 'ک',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ة' | 'ۀ' => 'ه',
        '\u{0660}'..='\u{0669}' => digit(c, '\u{0660}'),
        '\u{06F0}'..='\u{06F9}' => digit(c, '\u{06F0}'),
        'ё' | 'Ё' => 'е',
        _ => c,
    };
    c.to_lowercase().filter(move |_| counts).map(plain)
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Latin letters without their accents (Latin-1 and Latin Extended-A).
fn plain(c: char) -> char {
    const PLAIN: [(&str, char); 18] = [
        ("àáâãäåāăą", 'a'),
        ("çćĉċč", 'c'),
        ("ďđ", 'd'),
        ("èéêëēĕėęě", 'e'),
        ("ĝğġģ", 'g'),
        ("ĥħ", 'h'),
        ("ìíîïĩīĭįı", 'i'),
        ("ĵ", 'j'),
        ("ķ", 'k'),
        ("ĺļľŀł", 'l'),
        ("ñńņňŉ", 'n'),
        ("òóôõöøōŏő", 'o'),
        ("ŕŗř", 'r'),
        ("śŝşš", 's'),
        ("ţťŧ", 't'),
        ("ùúûüũūŭůűų", 'u'),
        ("ýÿŷ", 'y'),
        ("źżž", 'z'),
    ];
    if c.is_ascii() || c > 'ž' {
        return c;
    }
    PLAIN.iter().find(|(all, _)| all.contains(c)).map_or(c, |(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_found_as_people_type_them() {
        for (typed, text, found) in [
            ("kar", "Omid Karimi", true),
            ("karimi om", "Omid Karimi", true),
            ("rimi", "Omid Karimi", false),
            ("cafe", "Café Zürich", true),
            ("елк", "У ЁЛКИ", true),
            ("كتاب", "کتاب", true),
            ("می\u{200C}خواهم", "میخواهم", true),
            ("12", "خانه ۱۲", true),
            ("京都", "東京都", true),
            ("łodz", "Łódź", true),
            ("", "anything", true),
        ] {
            assert_eq!(Words::of(typed).are_in(text), found, "{typed} in {text}");
        }
    }

    #[test]
    fn places_are_bytes_of_the_text_as_it_stands() {
        let text = "Der Fluß, über den Fluss";
        let places = Words::of("uber flu").places(text);
        let marked: Vec<&str> = places.into_iter().map(|place| &text[place]).collect();
        assert_eq!(marked, ["Flu", "über", "Flu"]);
    }

    #[test]
    fn a_snippet_begins_shortly_before_what_was_found() {
        let text = "We talked about the weather for hours, and then about the ferry at last";
        let snippet = Words::of("ferry").snippet(text, 20);
        assert_eq!(snippet, "…then about the ferry…");
        assert_eq!(Words::of("we").snippet("We meet", 20), "We meet");
        assert_eq!(Words::of("gone").snippet("one\n two", 20), "one two");
    }

    proptest! {
        #[test]
        fn places_can_always_be_cut_out(typed in ".{0,12}", text in ".{0,60}") {
            let words = Words::of(&typed);
            let places = words.places(&text);
            for place in &places {
                prop_assert!(text.get(place.clone()).is_some_and(|cut| !cut.is_empty()));
            }
            prop_assert!(places.windows(2).all(|two| two[0].end < two[1].start));
            let snippet = words.snippet(&text, 20);
            prop_assert!(snippet.chars().count() <= 22);
        }

        #[test]
        fn whatever_begins_a_word_is_found(text in "[a-zа-яё ]{1,40}", from in 0_usize..8, len in 1_usize..9) {
            let mut words = text.split_whitespace();
            let Some(word) = words.nth(from.min(text.split_whitespace().count().saturating_sub(1))) else {
                return Ok(());
            };
            let typed: String = word.chars().take(len).collect();
            prop_assert!(!Words::of(&typed).places(&text).is_empty());
        }
    }
}
