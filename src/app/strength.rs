//! How long a passphrase would hold, computed here and nowhere else.
//!
//! zxcvbn counts the guesses that words, names, dates and patterns save an attacker. It keeps
//! pieces of the passphrase in memory that is not wiped; so does every field that it is typed in.

use zxcvbn::zxcvbn;

use crate::model::Secret;

/// Longest passphrase that is measured, in characters. What is longer is as strong as this part.
const LONGEST: usize = 72;

/// Four steps. Every guess at a profile costs 64 MiB and about a tenth of a second (Argon2id).
/// Whoever copied the profile and rents a thousand graphics cards tries some 10⁵ a second: half of
/// 10¹⁵ takes them a century and a half, half of 10¹¹ six days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Guessed by somebody who tries a little.
    Weak,
    /// Guessed by somebody who has some days and much money.
    Fair,
    /// Guessed only by a state that wants this one profile.
    Good,
    /// Not guessed.
    Strong,
}

impl Strength {
    /// Measures. `known` is what an attacker knows: the person's name. Takes milliseconds, so not
    /// on the window's thread.
    pub(crate) fn of(passphrase: &Secret, known: &str) -> Self {
        let text = passphrase.expose();
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        match zxcvbn(&text[..end], &[known, "hushwing"]).guesses_log10() {
            ..8.0 => Self::Weak,
            ..11.0 => Self::Fair,
            ..15.0 => Self::Good,
            _ => Self::Strong,
        }
    }

    /// How many of four steps.
    pub(crate) fn steps(self) -> usize {
        match self {
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Good => 3,
            Self::Strong => 4,
        }
    }

    /// In words.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Weak => say!("strength-weak"),
            Self::Fair => say!("strength-fair"),
            Self::Good => say!("strength-good"),
            Self::Strong => say!("strength-strong"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Strength {
        Strength::of(&Secret::new(text.into()), "Lena Brandt")
    }

    #[test]
    fn words_and_names_are_not_what_they_seem() {
        assert_eq!(of("password1"), Strength::Weak);
        assert_eq!(of("Lena Brandt"), Strength::Weak);
        assert_eq!(of("hushwing"), Strength::Weak);
        assert!(of("gravel") < Strength::Good);
        assert!(of("lantern gravel") < Strength::Strong);
        assert!(of("lantern gravel ferry") >= of("lantern gravel"));
        assert_eq!(of("lantern gravel ferry quilt ocean thimble"), Strength::Strong);
    }

    #[test]
    fn a_book_is_measured_by_its_beginning() {
        assert_eq!(of(&"ab".repeat(100_000)), of(&"ab".repeat(36)));
        assert_eq!(of(&"я".repeat(10_000)), of(&"я".repeat(72)));
    }
}
