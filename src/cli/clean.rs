//! Text of strangers on a terminal. Control characters move the cursor, change the title, answer
//! to the program that runs next; direction marks let one text pass for another. All of them are
//! shown instead of obeyed.

use std::fmt::Write;

use crate::model::is_hidden;

/// The text on one line, harmless.
pub(super) fn one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut shown, c);
    }
    shown
}

/// The text on as many lines as it has, each behind `indent`, harmless. No newline at the end.
pub(super) fn block(text: &str, indent: &str) -> String {
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let shown: Vec<String> = lines.map(|line| format!("{indent}{}", one_line(line))).collect();
    shown.join("\n")
}

/// The same JSON with everything escaped that a terminal might obey. JSON escapes only what lies
/// below U+0020 by itself; such characters stand inside strings alone, so this loses nothing.
pub(super) fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut units = [0; 2];
    for c in text.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut units) {
                // Writing to a `String` does not fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

fn push(shown: &mut String, c: char) {
    match c {
        '\t' => shown.push_str("    "),
        // The pictures of control characters (U+2400) are made for this.
        '\0'..='\u{1F}' => shown.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('?')),
        '\u{7F}' => shown.push('\u{2421}'),
        c if is_hidden(c) => {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        }
        c => shown.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Plenty of what does harm, between ordinary text.
    fn hostile() -> impl Strategy<Value = String> {
        let c = prop_oneof![
            any::<char>(),
            proptest::char::range('\0', '\u{9F}'),
            proptest::char::range('\u{2000}', '\u{206F}'),
            Just('\u{1B}'),
            Just('"'),
            Just('\\'),
        ];
        proptest::collection::vec(c, 0..60).prop_map(|all| all.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_line_stays_one_line_and_nothing_in_it_is_obeyed(text in hostile()) {
            prop_assert!(!one_line(&text).chars().any(is_hidden));
        }

        #[test]
        fn a_block_has_the_lines_of_its_text_and_each_is_indented(text in hostile()) {
            let shown = block(&text, "  ");
            prop_assert_eq!(shown.split('\n').count(), text.split('\n').count());
            prop_assert!(shown.split('\n').all(|line| line.starts_with("  ")));
            prop_assert!(!shown.chars().any(|c| c != '\n' && is_hidden(c)));
        }

        #[test]
        fn harmless_text_is_left_alone(text in "[ -~а-яא-ת]{0,40}") {
            prop_assert_eq!(one_line(&text), text);
        }

        #[test]
        fn json_keeps_its_meaning_and_does_no_harm(text in hostile()) {
            let line = json(&serde_json::to_string(&text).unwrap());
            prop_assert!(!line.chars().any(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }

    #[test]
    fn an_escape_sequence_is_shown() {
        assert_eq!(one_line("\u{1B}]0;owned\u{7}"), "␛]0;owned␇");
        assert_eq!(one_line("a\u{9B}2Jb"), "a\\u{9b}2Jb");
        assert_eq!(one_line("gpj\u{202E}exe"), "gpj\\u{202e}exe");
        assert_eq!(block("one\r\ntwo\u{7F}", "  "), "  one\n  two␡");
    }

    #[test]
    fn joiners_that_scripts_and_emoji_need_stay() {
        for text in ["می\u{200C}خواهم", "👩\u{200D}🚀", "❤\u{FE0F}"] {
            assert_eq!(one_line(text), text);
        }
    }
}
