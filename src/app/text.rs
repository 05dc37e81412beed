//! Words that depend on a value: states, sizes, sentences. All others are said where they stand.

use super::language::{self, Language};
use crate::messenger::{Error, ErrorKind};
use crate::model::{
    DialError, Lost, MessageState, OpenError, Reason, RelayAddressError, RelayCondition,
};

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

/// Why a relay, or a message at a relay, is no further. What only an earlier version knew stands as
/// it was kept.
pub(crate) fn reason(reason: &Reason) -> String {
    let fixed = match reason {
        Reason::Open(error) => return not_opened(*error),
        Reason::Lost(lost) => return cut_off(lost),
        Reason::MembersOnly(words) => return say!("why-members-only", words = words.as_str()),
        Reason::NotServed(words) => return say!("why-not-served", words = words.as_str()),
        Reason::Refused(words) => return say!("why-refused", words = words.as_str()),
        Reason::RefusedForNow(words) => return say!("why-refused-for-now", words = words.as_str()),
        Reason::TooLong(Some(limit)) => {
            return say!("why-too-long-for", size = size(*limit as u64));
        }
        Reason::NotReachable(name) => return say!("why-not-reachable", name = name.as_str()),
        Reason::Other(sentence) => return sentence.clone(),
        Reason::NotLetIn => say!("why-not-let-in"),
        Reason::Floods => say!("why-floods"),
        Reason::Mute => say!("why-mute"),
        Reason::Late => say!("why-late"),
        Reason::NotTried => say!("why-not-tried"),
        Reason::Paced => say!("why-paced"),
        Reason::TooLong(None) => say!("why-too-long"),
        Reason::NoAnswer => say!("why-silent"),
        Reason::NeverKept => say!("why-never-kept"),
        Reason::SentAgain => say!("why-sent-again"),
        Reason::NoInboxRelay => say!("why-no-inbox"),
        Reason::SecretNotYet => say!("why-secret-not-yet"),
        Reason::SecretChanged => say!("why-secret-changed"),
        Reason::SecretFull => say!("why-secret-full"),
    };
    fixed.to_owned()
}

/// Why there is no connection.
fn not_opened(error: OpenError) -> String {
    let fixed = match error {
        OpenError::NotARelay(status) => return say!("why-not-a-relay", status = status),
        OpenError::TurnedAway(status) => return say!("why-turned-away", status = status),
        OpenError::InTrouble(status) => return say!("why-in-trouble", status = status),
        OpenError::NotHttp => say!("why-not-http"),
        OpenError::Silent => say!("why-not-a-word"),
        OpenError::Cut => say!("why-cut-before"),
        OpenError::Dial(error) => match error {
            DialError::NameNotFound => say!("why-name-not-found"),
            DialError::Refused => say!("why-nobody-listens"),
            DialError::Unreachable => say!("why-no-way"),
            DialError::NoAnswer => say!("why-no-answer"),
            DialError::Cut => say!("why-cut-at-once"),
            DialError::NotTls => say!("why-not-tls"),
            DialError::CertificateExpired => say!("why-certificate-expired"),
            DialError::CertificateNotYetValid => say!("why-certificate-early"),
            DialError::CertificateWrongName => say!("why-certificate-name"),
            DialError::CertificateUnknownIssuer => say!("why-certificate-issuer"),
            DialError::CertificateRevoked => say!("why-certificate-revoked"),
            DialError::CertificateBroken => say!("why-certificate-broken"),
            DialError::Tls => say!("why-tls"),
            DialError::TooManyOpen => say!("why-too-many-open"),
            DialError::NeedsConsent => say!("why-unencrypted"),
            DialError::Other => say!("why-not-opened"),
        },
    };
    fixed.to_owned()
}

/// Why a connection ended.
fn cut_off(lost: &Lost) -> String {
    let fixed = match lost {
        Lost::ClosedThere(words) if !words.is_empty() => {
            return say!("why-closed-with", words = words.as_str());
        }
        Lost::ClosedThere(_) => say!("why-closed-there"),
        Lost::ClosedHere => say!("why-closed-here"),
        Lost::TooBig(_) => say!("why-message-too-big"),
        Lost::Cut => say!("why-cut"),
        Lost::Stalled => say!("why-stalled"),
        Lost::Garbage => say!("why-garbage"),
    };
    fixed.to_owned()
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

/// Why what was typed is no relay's address.
pub(crate) fn not_a_relay(error: RelayAddressError) -> String {
    match error {
        RelayAddressError::Empty => say!("address-missing").to_owned(),
        error => sentence(&error.to_string()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_said_in_the_language_of_the_window() {
        let expired = Reason::Open(OpenError::Dial(DialError::CertificateExpired));
        for english in [
            expired.clone(),
            Reason::Open(OpenError::TurnedAway(402)),
            Reason::Open(OpenError::NotHttp),
            Reason::Lost(Lost::ClosedThere(String::new())),
            Reason::Lost(Lost::Stalled),
            Reason::MembersOnly("come back with money.".into()),
            Reason::Mute,
            Reason::NotReachable("Bob".into()),
            Reason::SecretNotYet,
            Reason::SecretChanged,
            Reason::SecretFull,
        ] {
            assert_eq!(reason(&english), english.to_string());
        }
        language::speak(Language::Russian);
        assert!(reason(&expired).starts_with("Сертификат реле просрочен"));
        let refused = reason(&Reason::Refused("blocked: go away".into()));
        assert!(refused.starts_with("Реле отказывается") && refused.contains("go away"));
        language::speak(Language::Persian);
        assert!(reason(&Reason::TooLong(Some(65_536))).contains("۶۵"));
        // What was kept by an earlier version stays as it was.
        assert_eq!(reason(&Reason::Other("The relay is shy.".into())), "The relay is shy.");
        language::speak(Language::English);
    }
}
