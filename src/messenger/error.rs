//! What goes wrong, as sentences that a person can act on.

use serde::{Deserialize, Serialize};

use crate::model::sentence;

/// Why a command could not be done. `Display` is the sentence; nothing private is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{sentence}")]
pub struct Error {
    /// What sort of thing went wrong, for programs.
    pub kind: ErrorKind,
    /// What to do about it, for people.
    pub sentence: String,
}

/// What sort of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// The command's words are off.
    Input,
    /// No such chat, message or contact.
    NotFound,
    /// Somebody must be asked first (`ws://` to a public address).
    NeedsConsent,
    /// The passphrase does not open this profile.
    WrongPassphrase,
    /// The profile cannot be read or written: full disk, read-only, damaged, too new.
    Store,
    /// Another process holds the profile's lock.
    Held,
    /// No relay could be reached, or none would take it.
    Network,
    /// The text can never fit.
    TooLong,
    /// Something that should not happen; the log has more.
    Internal,
}

impl Error {
    /// An error with its sentence; a fragment is made one ([`sentence`]).
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Self { kind, sentence: sentence(&text.into()) }
    }

    /// The command's words are off.
    pub fn input(sentence: impl Into<String>) -> Self {
        Self::new(ErrorKind::Input, sentence)
    }

    /// No such thing.
    pub fn not_found(sentence: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, sentence)
    }
}
