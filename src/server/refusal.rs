//! Refusals with NIP-01's machine-readable prefixes.

use std::borrow::Cow;
use std::fmt;

/// The word that a client's program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prefix {
    Invalid,
    Blocked,
    RateLimited,
    Restricted,
    AuthRequired,
    Unsupported,
    Closed,
    Error,
}

impl Prefix {
    fn word(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Blocked => "blocked",
            Self::RateLimited => "rate-limited",
            Self::Restricted => "restricted",
            Self::AuthRequired => "auth-required",
            Self::Unsupported => "unsupported",
            Self::Closed => "closed",
            Self::Error => "error",
        }
    }
}

/// Why something is refused: a word for the program, a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) prefix: Prefix,
    text: Cow<'static, str>,
}

macro_rules! shorthand {
    ($($name:ident => $prefix:ident),*) => {$(
        pub(crate) fn $name(text: impl Into<Cow<'static, str>>) -> Self {
            Self { prefix: Prefix::$prefix, text: text.into() }
        }
    )*};
}

impl Refusal {
    shorthand!(
        invalid => Invalid, blocked => Blocked, rate_limited => RateLimited,
        restricted => Restricted, auth_required => AuthRequired, unsupported => Unsupported,
        closed => Closed, error => Error
    );
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.prefix.word(), self.text)
    }
}
