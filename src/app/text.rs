//! Words that depend on a value: states, sizes, sentences. All others are said where they stand.

use super::language::{self, Language};
use crate::messenger::{Error, ErrorKind};
use crate::model::{MessageState, RelayCondition};

/// What a message's ticks mean.
pub(crate) fn state(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => say!("state-waiting"),
        MessageState::Queued => say!("state-queued"),
        MessageState::Sent => say!("state-sent"),
        MessageState::Delivered => say!("state-delivered"),
        MessageState::Read => say!("state-read"),
        MessageState::Failed => say!("state-failed"),
        MessageState::Received => say!("state-received"),
    }
}

/// How a relay does.
pub(crate) fn condition(condition: RelayCondition) -> &'static str {
    match condition {
        RelayCondition::Connected => say!("relay-connected"),
        RelayCondition::Connecting => say!("relay-connecting"),
        RelayCondition::Refused => say!("relay-refused"),
        RelayCondition::Unreachable => say!("relay-unreachable"),
        RelayCondition::Slow => say!("relay-slow"),
    }
}

/// The condition of the relays: how many answer of how many.
pub(crate) fn relays(connected: usize, all: usize) -> String {
    match (connected, all) {
        (_, 0) => say!("relays-none").to_owned(),
        (1, 1) => say!("connected").to_owned(),
        _ => say!("relays-connected", connected = connected, all = all),
    }
}

/// A capital at the beginning and a full stop at the end.
pub(crate) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

/// An error as the window says it. The messenger speaks English; where the kind says all, other
/// languages have words of their own, and else the English sentence stands behind what failed.
pub(crate) fn error(error: &Error) -> String {
    let sentence = sentence(&error.sentence);
    if language::current() == Language::English {
        return sentence;
    }
    match error.kind {
        ErrorKind::WrongPassphrase => say!("error-passphrase").to_owned(),
        ErrorKind::Held => say!("error-held").to_owned(),
        ErrorKind::NeedsConsent => say!("error-consent").to_owned(),
        ErrorKind::Input => say!("error-input", sentence = sentence),
        ErrorKind::NotFound => say!("error-not-found", sentence = sentence),
        ErrorKind::TooLong => say!("error-too-long", sentence = sentence),
        ErrorKind::Network => say!("error-network", sentence = sentence),
        ErrorKind::Store => say!("error-store", sentence = sentence),
        ErrorKind::Internal => say!("error-internal", sentence = sentence),
    }
}

/// Bytes as people read them.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => say!("size-bytes", count = bytes),
        1_000..1_000_000 => {
            say!("size-kilobytes", size = language::digits(&(bytes / 1_000).to_string()))
        }
        _ => {
            let size = format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
            say!("size-megabytes", size = language::digits(&size))
        }
    }
}
