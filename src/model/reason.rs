//! Why a relay, or a message at a relay, is no further: kinds with what belongs to them, so that the
//! window can say them in any language. The command line and everything that is JSON say them in
//! English.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Lost, OpenError, sentence};

/// Longest words of a relay about one message, in characters.
const QUOTED: usize = 120;

/// A reason. [`fmt::Display`] is the English sentence. Serialized as it is, it is meant for
/// [`Reason::keep`] alone; rows that leave the messenger carry the sentence ([`said`],
/// [`said_or_empty`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// There is no connection to the relay.
    Open(OpenError),
    /// The connection ended.
    Lost(Lost),
    /// The relay did not accept the mailbox's key.
    NotLetIn,
    /// The relay serves only its members; its words.
    MembersOnly(String),
    /// The relay refuses to serve the mailbox; its words.
    NotServed(String),
    /// The relay sends more than anybody can ask for.
    Floods,
    /// It takes a connection, or the question on it, and says nothing.
    Mute,
    /// It answers late.
    Late,
    /// Nobody has tried yet.
    NotTried,
    /// The relay refuses this message for good; its words.
    Refused(String),
    /// The relay refuses this message for now; its words.
    RefusedForNow(String),
    /// The relay takes only so many messages a minute.
    Paced,
    /// Too long for the relay, which takes so many bytes.
    TooLong(Option<usize>),
    /// The relay does not answer to this message.
    NoAnswer,
    /// The relay said that it took it, and does not have it.
    NeverKept,
    /// The same, and it is sent again.
    SentAgain,
    /// One's own mailbox is nowhere.
    NoInboxRelay,
    /// The mailbox of this person is not known.
    NotReachable(String),
    /// The secret chat does not stand yet.
    SecretNotYet,
    /// The secret chat is with another device than before, which nobody has looked at.
    SecretChanged,
    /// So much was said in the secret chat that its other side has to answer first.
    SecretFull,
    /// A sentence of which nothing more is known: kept by an earlier version, say.
    Other(String),
}

/// As it lies in the store: the sentence too, for whoever does not know the kind (any more).
#[derive(Serialize, Deserialize)]
struct Kept {
    kind: serde_json::Value,
    said: String,
}

impl Reason {
    /// A relay's words about one message, from outside: short, on one line.
    pub fn words(text: &str) -> String {
        text.chars().filter(|c| !super::is_hidden(*c)).take(QUOTED).collect()
    }

    /// Whether the relay could not be reached at all, so that it said neither yes nor no.
    pub fn is_absence(&self) -> bool {
        matches!(self, Self::Open(_) | Self::Lost(_))
    }

    /// For the store.
    pub fn keep(&self) -> String {
        let kind = serde_json::to_value(self).unwrap_or_default();
        let kept = Kept { kind, said: self.to_string() };
        serde_json::to_string(&kept).unwrap_or(kept.said)
    }

    /// From the store; nothing for nothing.
    pub fn from_kept(text: String) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        Some(match serde_json::from_str::<Kept>(&text) {
            Ok(kept) => serde_json::from_value(kept.kind).unwrap_or(Self::Other(kept.said)),
            Err(_) => Self::Other(text),
        })
    }

    /// From a sentence; nothing for an empty one.
    pub fn from_sentence(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::Other(text.to_owned()))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => f.write_str(&sentence(&error.to_string())),
            Self::Lost(lost) => f.write_str(&sentence(&lost.to_string())),
            Self::NotLetIn => {
                f.write_str("The relay does not let this mailbox in: it did not accept its key.")
            }
            Self::MembersOnly(words) => {
                f.write_str(&sentence(&format!("the relay serves only its members: {words}")))
            }
            Self::NotServed(words) => {
                f.write_str(&sentence(&format!("the relay refuses: {words}")))
            }
            Self::Floods => f.write_str("The relay floods this mailbox."),
            Self::Mute => f.write_str(
                "It does not answer; it may be down or overloaded, or something on the way holds \
                 its words back.",
            ),
            Self::Late => f.write_str("The relay answers late."),
            Self::NotTried => f.write_str("Not tried yet."),
            Self::Refused(words) => write!(f, "The relay refuses it: \"{words}\""),
            Self::RefusedForNow(words) => {
                write!(f, "The relay refuses it for now: \"{words}\"")
            }
            Self::Paced => f.write_str(
                "The relay refuses it for now: \"this relay takes only so many messages a minute\"",
            ),
            Self::TooLong(Some(limit)) => {
                write!(f, "Too long for the relay, which takes {limit} bytes.")
            }
            Self::TooLong(None) => f.write_str("Too long for the relay."),
            Self::NoAnswer => f.write_str("The relay does not answer."),
            Self::NeverKept => f.write_str("The relay said that it took it, and does not have it."),
            Self::SentAgain => f.write_str("The relay took it, and does not have it; sent again."),
            Self::NoInboxRelay => f.write_str("You have no inbox relay yet."),
            Self::NotReachable(name) => write!(
                f,
                "{name} is not reachable yet: no relay list of theirs was found. The message waits \
                 and goes by itself."
            ),
            Self::SecretNotYet => f.write_str(
                "The secret chat does not stand yet: the other device has not answered. The message \
                 waits and goes by itself.",
            ),
            Self::SecretChanged => f.write_str(
                "Nothing is sent to a device that was not there before: compare the safety number, \
                 or let it in.",
            ),
            Self::SecretFull => f.write_str(
                "A thousand messages were sent without an answer: the rest waits until the other \
                 device is there.",
            ),
            Self::Other(sentence) => f.write_str(sentence),
        }
    }
}

/// A reason in a row: its sentence, or null.
pub(super) mod said {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        reason: &Option<Reason>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        reason.as_ref().map(Reason::to_string).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Reason>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Reason::Other))
    }
}

/// A reason in a row: its sentence, or an empty text.
pub(super) mod said_or_empty {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        reason: &Option<Reason>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        reason.as_ref().map(Reason::to_string).unwrap_or_default().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Reason>, D::Error> {
        Ok(Reason::from_sentence(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DialError;

    #[test]
    fn a_kept_reason_comes_back_and_an_unknown_one_keeps_its_sentence() {
        for reason in [
            Reason::Open(OpenError::Dial(DialError::CertificateExpired)),
            Reason::Open(OpenError::TurnedAway(402)),
            Reason::Lost(Lost::ClosedThere("bye".into())),
            Reason::TooLong(Some(65_536)),
            Reason::NotReachable("Bob".into()),
            Reason::Mute,
        ] {
            assert_eq!(Reason::from_kept(reason.keep()), Some(reason));
        }
        let later = r#"{"kind":{"moon":"full"},"said":"The moon is full."}"#;
        let other = |text: &str| Some(Reason::Other(text.into()));
        assert_eq!(Reason::from_kept(later.into()), other("The moon is full."));
        assert_eq!(Reason::from_kept("An old sentence.".into()), other("An old sentence."));
        assert_eq!(Reason::from_kept(String::new()), None);
    }

    #[test]
    fn who_said_something_was_there() {
        for absence in [Reason::Open(OpenError::Cut), Reason::Lost(Lost::Cut)] {
            assert!(absence.is_absence());
            assert!(Reason::from_kept(absence.keep()).is_some_and(|kept| kept.is_absence()));
        }
        for answer in [Reason::Paced, Reason::RefusedForNow("no".into()), Reason::NoAnswer] {
            assert!(!answer.is_absence());
        }
    }

    #[test]
    fn a_relays_words_are_short_and_on_one_line() {
        assert_eq!(Reason::words("no\nway\u{202e}"), "noway");
        assert_eq!(Reason::words(&"x".repeat(1_000)).len(), QUOTED);
    }
}
