//! The one style of everything that is said to a person: a capital first letter and a full stop.
//!
//! Errors inside the library are fragments, as is usual in Rust, so that one can quote another.
//! Where they leave it (the command line, the window, a relay's reason) they become sentences.

use std::io;

/// A fragment as a sentence. What is one already stays as it is. A first word that is a name or an
/// address (`wss://…`, `npub1…`) keeps its letters.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_word = first
        .trim_end_matches([',', ':', ';'])
        .chars()
        .all(|c| c.is_ascii_lowercase() || c == '\'');
    let mut said = String::with_capacity(text.len() + 1);
    let mut letters = text.chars();
    if let Some(letter) = letters.next() {
        said.push(if is_word { letter.to_ascii_uppercase() } else { letter });
        said.push_str(letters.as_str());
        if !text.ends_with(['.', '!', '?', '…']) {
            said.push('.');
        }
    }
    said
}

/// Why a file could not be read or written, in a person's words, to stand in brackets.
pub fn why(kind: io::ErrorKind) -> String {
    match kind {
        io::ErrorKind::NotFound => "it is not there".into(),
        io::ErrorKind::PermissionDenied => "its owner does not allow it".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::NotADirectory => "a part of its path is no folder".into(),
        io::ErrorKind::Other => "the system does not say why".into(),
        kind => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_becomes_a_sentence_and_a_sentence_stays() {
        for (said, sentence) in [
            ("there is no such entry", "There is no such entry."),
            ("no answer; try again", "No answer; try again."),
            ("The disk is full.", "The disk is full."),
            ("is there a display?", "Is there a display?"),
            ("wss://a.example is not there", "wss://a.example is not there."),
            ("npub1x is unknown", "npub1x is unknown."),
            ("it says \"no\"", "It says \"no\"."),
            ("", ""),
        ] {
            assert_eq!(super::sentence(said), sentence);
            assert_eq!(super::sentence(sentence), sentence);
        }
    }

    #[test]
    fn a_file_is_not_called_an_entity() {
        assert!(!why(io::ErrorKind::NotFound).contains("entity"));
    }
}
