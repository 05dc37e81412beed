//! Names that people chose, made safe to show.

use serde::{Deserialize, Serialize};

/// Longest name, in characters.
pub const MAX_NAME: usize = 64;

/// A name on one line: no control characters, no invisible or direction-changing characters
/// (they let one name pass for another), white space collapsed, at most [`MAX_NAME`] characters,
/// never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Nothing is left of it after cleaning.
    #[error("a name needs at least one visible character")]
    Empty,
    /// A secret key was pasted; names are shown to others.
    #[error("{}", super::LinkError::SecretKey)]
    SecretKey,
}

impl Name {
    /// Cleans what somebody typed or claimed.
    ///
    /// # Errors
    /// [`BadName`] when nothing visible is left, or a secret key was pasted.
    pub fn clean(text: &str) -> Result<Self, BadName> {
        if super::is_secret_key(text) {
            return Err(BadName::SecretKey);
        }
        let mut name = String::new();
        let mut marks = 0;
        let mut space = false;
        for c in text.chars().take(4 * MAX_NAME) {
            if c.is_whitespace() {
                space = !name.is_empty();
            } else if !is_hidden(c) {
                // A few combining marks belong to scripts; towers of them cover other rows.
                marks = if is_combining(c) { marks + 1 } else { 0 };
                if marks > 3 {
                    continue;
                }
                if space {
                    name.push(' ');
                    space = false;
                }
                name.push(c);
            }
        }
        let name: String = name.chars().take(MAX_NAME).collect();
        let name = name.trim_end().to_owned();
        if name.is_empty() { Err(BadName::Empty) } else { Ok(Self(name)) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control, format, bidi, tag and private characters, and blanks that are not white space.
/// The joiners U+200C and U+200D stay: Persian and emoji need them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

impl TryFrom<String> for Name {
    type Error = BadName;
    fn try_from(text: String) -> Result<Self, BadName> {
        Self::clean(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_hide_or_reverse_anything() {
        for (typed, shown) in [
            ("  Nadia \n Rahimi ", "Nadia Rahimi"),
            ("Nadia\u{202E}\u{200B}", "Nadia"),
            ("a\u{0}b\u{7}", "ab"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ] {
            assert_eq!(Name::clean(typed).unwrap().as_str(), shown);
        }
        assert_eq!(Name::clean("\u{202E}\u{3164} \t"), Err(BadName::Empty));
        let nsec = format!("nsec1{}", "q".repeat(58));
        assert_eq!(Name::clean(&nsec), Err(BadName::SecretKey));
    }

    #[test]
    fn a_name_is_short_and_has_no_towers() {
        assert_eq!(Name::clean(&"x".repeat(500)).unwrap().as_str().chars().count(), MAX_NAME);
        let tower = format!("Z{}", "\u{0301}".repeat(50));
        assert_eq!(Name::clean(&tower).unwrap().as_str().chars().count(), 4);
    }
}
