//! The typefaces that travel with the program, and which characters need which.
//!
//! The system's own fonts come first when a character is looked for by mere fallback, so text is
//! cut into runs that name their family: Inter for Latin, Cyrillic and Greek, Vazirmatn for
//! Arabic script, Twemoji for emoji.

use iced::Font;
use iced::font::Weight;

/// Latin, Cyrillic, Greek; the default.
pub(crate) const TEXT: Font = Font::with_name("Inter");
/// Time stamps and labels that should carry a little more weight.
pub(crate) const MEDIUM: Font = Font { weight: Weight::Medium, ..TEXT };
/// Names, titles, buttons.
pub(crate) const STRONG: Font = Font { weight: Weight::Semibold, ..TEXT };
/// Digits that are compared: each as wide as the other, and none like another.
pub(crate) const DIGITS: Font =
    Font { weight: Weight::Medium, ..Font::with_name("JetBrains Mono") };
const ARABIC: Font = Font::with_name("Vazirmatn NL");
const EMOJI: Font = Font::with_name("Twemoji Mozilla");

/// The font files, to be loaded at start.
pub(crate) const FILES: [&[u8]; 7] = [
    include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../assets/fonts/Inter-Medium.otf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    include_bytes!("../../assets/fonts/Vazirmatn-NL-Regular.ttf"),
    include_bytes!("../../assets/fonts/Vazirmatn-NL-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/TwemojiMozilla.ttf"),
    include_bytes!("../../assets/fonts/JetBrainsMono-Medium.ttf"),
];

/// What a run of characters is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Inter, and the system's fonts for what it lacks.
    Other,
    /// Arabic, Persian, Urdu…
    Arabic,
    /// Pictures.
    Emoji,
}

impl Script {
    /// The font for it, in the weight of `base`.
    pub(crate) fn font(self, base: Font) -> Font {
        match self {
            Self::Other => base,
            // Two weights are bundled: Medium is drawn as Regular.
            Self::Arabic if base.weight == Weight::Medium => ARABIC,
            Self::Arabic => Font { weight: base.weight, ..ARABIC },
            Self::Emoji => EMOJI,
        }
    }
}

/// Cuts a text into runs of one script each. The runs, joined, are the text.
///
/// White space stays with the run before it, and punctuation with the Arabic word that it
/// touches: a word of two fonts would be laid out in the wrong order from right to left.
pub(crate) fn runs(text: &str) -> Vec<(Script, &str)> {
    let mut runs: Vec<(Script, &str)> = Vec::new();
    let mut start = 0;
    let mut current = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let script = script_of(c, next, current);
        if let (Some(now), Some(before)) = (script, current)
            && now != before
        {
            let cut = if now == Script::Arabic { touching(text, start, at) } else { at };
            if cut > start {
                runs.push((before, &text[start..cut]));
                start = cut;
            } else if let Some((Script::Arabic, run)) = runs.last().copied() {
                // Nothing was left between two Arabic words but their punctuation.
                start -= run.len();
                runs.pop();
            }
        }
        current = script.or(current);
    }
    if start < text.len() {
        runs.push((current.unwrap_or(Script::Other), &text[start..]));
    }
    runs
}

/// How many pictures a text is made of, if of nothing else.
pub(crate) fn pictures(text: &str) -> Option<usize> {
    let mut count = 0;
    let mut joined = false;
    let mut flag = false;
    for run in runs(text.trim()) {
        if run.0 != Script::Emoji && !run.1.trim().is_empty() {
            return None;
        }
        for c in run.1.chars() {
            let half = matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
            let belongs = joins(c) || joined || (half && flag) || c.is_whitespace();
            count += usize::from(!belongs);
            flag = half && !flag;
            joined = c == '\u{200D}';
        }
    }
    (count > 0).then_some(count)
}

fn script_of(c: char, next: Option<char>, current: Option<Script>) -> Option<Script> {
    if joins(c) {
        current
    } else if is_emoji(c, next) {
        Some(Script::Emoji)
    } else if is_arabic(c) {
        Some(Script::Arabic)
    } else if (c.is_whitespace() && current != Some(Script::Emoji))
        || (current == Some(Script::Arabic) && !c.is_alphanumeric())
    {
        current
    } else {
        Some(Script::Other)
    }
}

/// Where the punctuation begins that touches the word at `at`, not before `start`.
fn touching(text: &str, start: usize, at: usize) -> usize {
    let before = &text[start..at];
    if before.chars().any(|c| is_emoji(c, None) || joins(c)) {
        return at;
    }
    start + before.trim_end_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace()).len()
}

/// Joiners, selectors, skin tones, keycap and tag characters belong to what they follow.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}'
        | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

fn is_arabic(c: char) -> bool {
    matches!(c,
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Characters that are pictures by themselves (Unicode's Emoji_Presentation), and those that the
/// selector U+FE0F makes pictures.
fn is_emoji(c: char, next: Option<char>) -> bool {
    if next == Some('\u{FE0F}') || next == Some('\u{20E3}') {
        return true;
    }
    matches!(c,
        '\u{231A}' | '\u{231B}' | '\u{23E9}'..='\u{23EC}' | '\u{23F0}' | '\u{23F3}'
        | '\u{25FD}' | '\u{25FE}' | '\u{2614}' | '\u{2615}' | '\u{2648}'..='\u{2653}'
        | '\u{267F}' | '\u{2693}' | '\u{26A1}' | '\u{26AA}' | '\u{26AB}' | '\u{26BD}'
        | '\u{26BE}' | '\u{26C4}' | '\u{26C5}' | '\u{26CE}' | '\u{26D4}' | '\u{26EA}'
        | '\u{26F2}' | '\u{26F3}' | '\u{26F5}' | '\u{26FA}' | '\u{26FD}' | '\u{2705}'
        | '\u{270A}' | '\u{270B}' | '\u{2728}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2755}'
        | '\u{2757}' | '\u{2795}'..='\u{2797}' | '\u{27B0}' | '\u{27BF}' | '\u{2B1B}'
        | '\u{2B1C}' | '\u{2B50}' | '\u{2B55}' | '\u{1F004}' | '\u{1F0CF}' | '\u{1F18E}'
        | '\u{1F191}'..='\u{1F19A}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F201}'..='\u{1F265}'
        | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F7E0}'..='\u{1F7EB}'
        | '\u{1F900}'..='\u{1F9FF}' | '\u{1FA70}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scripts(text: &str) -> Vec<(Script, &str)> {
        runs(text)
    }

    #[test]
    fn text_is_cut_where_the_script_changes() {
        use Script::*;
        assert_eq!(scripts("Paid 🎉"), [(Other, "Paid "), (Emoji, "🎉")]);
        assert_eq!(scripts("سلام Omid"), [(Arabic, "سلام "), (Other, "Omid")]);
        assert_eq!(scripts("hello"), [(Other, "hello")]);
        assert_eq!(scripts("می\u{200C}خواهم"), [(Arabic, "می\u{200C}خواهم")]);
        assert!(scripts("").is_empty());
        assert_eq!(scripts("«سلام!» گفت."), [(Arabic, "«سلام!» گفت.")]);
        assert_eq!(scripts("Omid: «سلام»"), [(Other, "Omid: "), (Arabic, "«سلام»")]);
        assert_eq!(
            scripts("سلام… 🎉 سلام"),
            [(Arabic, "سلام… "), (Emoji, "🎉"), (Other, " "), (Arabic, "سلام")]
        );
    }

    #[test]
    fn pictures_are_counted_as_they_are_seen() {
        for (text, count) in [("👍", 1), ("👩‍👩‍👧👍🏽", 2), ("🇩🇪🇮🇷 ❤️\n", 3), ("1️⃣", 1)]
        {
            assert_eq!(pictures(text), Some(count), "{text}");
        }
        for text in ["", "  ", "👍 yes", "12"] {
            assert_eq!(pictures(text), None, "{text}");
        }
    }

    #[test]
    fn families_skin_tones_flags_and_keycaps_stay_whole() {
        for emoji in ["👩‍👩‍👧", "👍🏽", "🇩🇪", "❤️", "1️⃣", "🏴\u{E0067}\u{E0062}\u{E007F}"]
        {
            assert_eq!(scripts(emoji), [(Script::Emoji, emoji)], "{emoji}");
        }
        assert_eq!(scripts("7:40 ✓"), [(Script::Other, "7:40 ✓")]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_by_cutting(text in any::<String>()) {
            let joined: String = runs(&text).into_iter().map(|(_, run)| run).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn neighbours_differ(text in "[a-zا-ی🎉👍 «.!]{0,40}") {
            let runs = runs(&text);
            prop_assert!(runs.windows(2).all(|pair| pair[0].0 != pair[1].0));
        }
    }
}
