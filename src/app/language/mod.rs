//! The language of the windows: every word that is shown comes through `say!`.
//!
//! Words live in `i18n/<code>/hushwing.ftl` (Fluent) and are built into the program. A word that
//! a language lacks is said in English. This room knows no screen.

/// Says a message of `i18n/<code>/hushwing.ftl` in the language of the moment: without arguments
/// a `&'static str`, with arguments a `String`.
macro_rules! say {
    ($id:literal) => { $crate::app::language::fixed($id) };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::app::language::formatted($id, &[
            $((stringify!($name), $crate::app::language::FluentValue::from($value))),+
        ])
    };
}

pub(crate) mod dates;
mod words;

use std::str::FromStr;

pub(crate) use fluent_bundle::FluentValue;
pub(crate) use words::{apart, fixed, formatted};

/// A language that the windows speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, which every other falls back to.
    English,
    /// Russian.
    Russian,
    /// Persian, from right to left.
    Persian,
}

/// A text that names no language of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the languages are en, ru and fa")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|l| l.code() == code).ok_or(UnknownLanguage)
    }
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Russian, Self::Persian];

    /// BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Persian => "fa",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Russian => "Русский",
            Self::Persian => "فارسی",
        }
    }

    /// Whether its lines, and with them the whole window, run from right to left.
    pub const fn is_rtl(self) -> bool {
        matches!(self, Self::Persian)
    }

    /// The first of the system's languages that is spoken here.
    pub fn of_system() -> Self {
        Self::first_of(sys_locale::get_locales())
    }

    fn first_of(locales: impl IntoIterator<Item = String>) -> Self {
        locales
            .into_iter()
            .find_map(|locale| locale.split(['-', '_', '.']).next()?.to_lowercase().parse().ok())
            .unwrap_or(Self::English)
    }

    const fn index(self) -> usize {
        match self {
            Self::English => 0,
            Self::Russian => 1,
            Self::Persian => 2,
        }
    }
}

// The program speaks one language at a time, and tasks on other threads speak it too. Tests run
// beside each other, so there each thread has its own.
#[cfg(not(test))]
mod current {
    use std::sync::atomic::{AtomicUsize, Ordering};

    static CURRENT: AtomicUsize = AtomicUsize::new(0);

    pub(super) fn get() -> usize {
        CURRENT.load(Ordering::Relaxed)
    }

    pub(super) fn set(index: usize) {
        CURRENT.store(index, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod current {
    use std::cell::Cell;

    thread_local! {
        static CURRENT: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn get() -> usize {
        CURRENT.get()
    }

    pub(super) fn set(index: usize) {
        CURRENT.set(index);
    }
}

/// The language of the moment.
pub(crate) fn current() -> Language {
    Language::ALL.get(current::get()).copied().unwrap_or(Language::English)
}

/// Speaks another language from now on.
pub(crate) fn speak(language: Language) {
    current::set(language.index());
}

/// The digits of the language of the moment, in a text that holds Latin ones.
pub(crate) fn digits(text: &str) -> String {
    digits_of(current(), text)
}

fn digits_of(language: Language, text: &str) -> String {
    match language {
        Language::English | Language::Russian => text.to_owned(),
        Language::Persian => text
            .chars()
            .map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x06F0 + d)).unwrap_or(c))
            .collect(),
    }
}

#[cfg(test)]
mod tests;
