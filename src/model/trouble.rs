//! What goes wrong between here and a relay: no connection, no relay behind it, or an end. English
//! fragments that a person can act on; no IP addresses are in them.

use serde::{Deserialize, Serialize};

/// Why a relay's address could not be connected to. No IP addresses are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialError {
    /// The name does not resolve.
    #[error("there is no computer of this name; check the address, or the internet connection")]
    NameNotFound,
    /// Nobody listens at the port.
    #[error("the computer is there, but no relay listens at this port")]
    Refused,
    /// No way to it.
    #[error("there is no way to this address from here; check the internet connection")]
    Unreachable,
    /// Silence.
    #[error("no answer; the relay may be down, or something on the way blocks it")]
    NoAnswer,
    /// Connected, then cut.
    #[error(
        "the connection was cut at once; something on the way may block this relay: try another \
         network, or another relay"
    )]
    Cut,
    /// The address says `wss://`, the other side does not speak TLS.
    #[error("this port does not speak TLS; the address may need ws:// instead of wss://")]
    NotTls,
    /// `notAfter` is past.
    #[error(
        "the relay's certificate has expired; its operator has to renew it, unless this computer's \
         clock is wrong"
    )]
    CertificateExpired,
    /// `notBefore` is ahead.
    #[error("the relay's certificate is not valid yet; check this computer's clock")]
    CertificateNotYetValid,
    /// The certificate is another host's.
    #[error(
        "the relay's certificate belongs to another name; check the address, somebody may be in \
         between"
    )]
    CertificateWrongName,
    /// Self-signed, signed by somebody unknown, or not by whom it says.
    #[error(
        "nobody known vouches for the relay's certificate; somebody may be in between: ask its \
         operator, or choose another relay"
    )]
    CertificateUnknownIssuer,
    /// Withdrawn by its issuer.
    #[error("the relay's certificate was withdrawn by its issuer; choose another relay")]
    CertificateRevoked,
    /// Any other trouble with the certificate.
    #[error("the relay's certificate is broken; its operator has to replace it")]
    CertificateBroken,
    /// Any other trouble with TLS.
    #[error(
        "no encrypted connection could be agreed on with this relay; its software may be too old: ask \
         its operator, or choose another relay"
    )]
    Tls,
    /// This computer is out of sockets.
    #[error("this computer has too many connections open")]
    TooManyOpen,
    /// `ws://` to a public address that nobody agreed to.
    #[error(
        "connections to this relay are not encrypted, so anyone on the way sees which mailbox is \
         read; it is not used unless you allow it"
    )]
    NeedsConsent,
    /// Any other trouble of the operating system.
    #[error("the connection could not be opened")]
    Other,
}

impl DialError {
    /// Whether the other side answered and said no (or spoke the wrong language), so that trying
    /// again soon is of little use.
    pub fn is_refusal(self) -> bool {
        !matches!(
            self,
            Self::NameNotFound
                | Self::Refused
                | Self::Unreachable
                | Self::NoAnswer
                | Self::Cut
                | Self::TooManyOpen
                | Self::Other
        )
    }
}

/// Why there is no WebSocket at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenError {
    /// No connection.
    #[error(transparent)]
    Dial(#[from] DialError),
    /// A web server that knows no WebSocket here.
    #[error("there is a web server, but no relay (it answered HTTP {0}); check the address")]
    NotARelay(u16),
    /// A relay, or what stands before it, that lets nobody in.
    #[error("the relay does not let us in (it answered HTTP {0})")]
    TurnedAway(u16),
    /// A relay, or what stands before it, in trouble.
    #[error("the relay is in trouble (it answered HTTP {0})")]
    InTrouble(u16),
    /// No HTTP at all.
    #[error(
        "what answers at this address is not a relay; check the address, its ws:// or wss:// included"
    )]
    NotHttp,
    /// Connected, and silent.
    #[error("something answers at this address, but does not say a word; it may be no relay")]
    Silent,
    /// Cut during the handshake.
    #[error("the connection was cut before the relay answered")]
    Cut,
}

impl OpenError {
    /// Whether the other side answered and said no.
    pub fn is_refusal(self) -> bool {
        match self {
            Self::Dial(error) => error.is_refusal(),
            Self::NotARelay(_) | Self::TurnedAway(_) | Self::NotHttp => true,
            Self::InTrouble(_) | Self::Silent | Self::Cut => false,
        }
    }
}

/// Why a connection ended, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// This side closed it.
    #[error("the connection was closed here")]
    ClosedHere,
    /// The relay closed it, with its words.
    #[error("the relay closed the connection{}", after_colon(.0))]
    ClosedThere(String),
    /// WebSocket close code 1009: what was sent last is too big for it.
    /// The size is that of the largest event that waited for an answer, in bytes of JSON.
    #[error("the relay closed the connection because a message was too big for it")]
    TooBig(usize),
    /// Cut in the middle.
    #[error("the connection was cut")]
    Cut,
    /// Connected, and silent.
    #[error("the relay stopped answering")]
    Stalled,
    /// What it sends is no WebSocket, no UTF-8 or far too large.
    #[error("the relay sent something that is no Nostr message")]
    Garbage,
}

fn after_colon(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": {text}") }
}
