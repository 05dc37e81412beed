//! How a command ends when it does not end well.

use std::process::ExitCode;

use super::clean;
use crate::messenger::{Error, ErrorKind};
use crate::model::sentence;

/// Why a command was not done: a sentence for standard error, and an exit status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The command's words do not fit together. Status 2.
    #[error("{0}")]
    Usage(String),
    /// The messenger, a file or the terminal says no. Status 1.
    #[error("{0}")]
    Refused(Error),
    /// `sync` reached no relay. Status 3.
    #[error("No relay could be reached; see `hushwing cli relays` for the reasons.")]
    NoRelay,
    /// Interrupted from the keyboard: nothing to say. Status 130, as shells expect.
    #[error("Interrupted.")]
    Interrupted,
}

impl Failure {
    /// Something is wrong with what was given.
    pub(super) fn input(sentence: impl Into<String>) -> Self {
        Self::Refused(Error::input(sentence))
    }

    /// The messenger answered with something else than what was asked for.
    pub(super) fn odd_answer() -> Self {
        Self::Refused(Error::new(
            ErrorKind::Internal,
            "The running Hushwing answers in words of another version; restart it.",
        ))
    }

    /// The exit status.
    pub fn status(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Refused(_) => 1,
            Self::NoRelay => 3,
            Self::Interrupted => 130,
        }
    }

    /// Says it on standard error and gives the exit status.
    pub fn report(&self) -> ExitCode {
        if *self != Self::Interrupted {
            use std::io::Write;
            // A closed standard error leaves nobody to tell.
            let _ =
                writeln!(std::io::stderr(), "{}", clean::one_line(&sentence(&self.to_string())));
        }
        ExitCode::from(self.status())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_its_status() {
        assert_eq!(Failure::Usage(String::new()).status(), 2);
        assert_eq!(Failure::input("x").status(), 1);
        assert_eq!(Failure::NoRelay.status(), 3);
        assert_eq!(Failure::Interrupted.status(), 130);
    }
}
