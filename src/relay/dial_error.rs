//! Why no connection could be opened, as sentences that a person can act on.

use std::io;

use rustls::CertificateError;

/// Why a relay's address could not be connected to. No IP addresses are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
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

    /// Reads an error of a TCP connection.
    pub(crate) fn from_tcp(error: &io::Error) -> Self {
        use io::ErrorKind::*;
        match error.kind() {
            ConnectionRefused => Self::Refused,
            HostUnreachable | NetworkUnreachable | AddrNotAvailable | NetworkDown => {
                Self::Unreachable
            }
            TimedOut => Self::NoAnswer,
            ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof => Self::Cut,
            // EMFILE and ENFILE have no stable kind.
            _ if matches!(error.raw_os_error(), Some(23 | 24)) => Self::TooManyOpen,
            _ => Self::Other,
        }
    }

    /// Reads an error of a TLS handshake.
    pub(crate) fn from_tls(error: &io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(inner) => Self::from_rustls(inner),
            None => match Self::from_tcp(error) {
                Self::Other => Self::Tls,
                other => other,
            },
        }
    }

    fn from_rustls(error: &rustls::Error) -> Self {
        use CertificateError as C;
        match error {
            rustls::Error::InvalidMessage(_) => Self::NotTls,
            rustls::Error::InvalidCertificate(certificate) => match certificate {
                C::Expired | C::ExpiredContext { .. } => Self::CertificateExpired,
                C::NotValidYet | C::NotValidYetContext { .. } => Self::CertificateNotYetValid,
                C::NotValidForName | C::NotValidForNameContext { .. } => Self::CertificateWrongName,
                // A signature that does not fit is one of somebody who took another's name.
                C::UnknownIssuer | C::BadSignature => Self::CertificateUnknownIssuer,
                C::Other(other) if is_an_authority(other) => Self::CertificateUnknownIssuer,
                C::Revoked => Self::CertificateRevoked,
                _ => Self::CertificateBroken,
            },
            rustls::Error::NoCertificatesPresented => Self::CertificateBroken,
            _ => Self::Tls,
        }
    }
}

/// Whether the server shows an authority's certificate as its own: what `openssl req -x509` makes,
/// and thus most people who sign for themselves.
fn is_an_authority(error: &rustls::OtherError) -> bool {
    // The verifier's own error type is not within reach; this is the name of its variant.
    error.to_string() == "CaUsedAsEndEntity"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tls(error: rustls::Error) -> DialError {
        DialError::from_tls(&io::Error::other(error))
    }

    #[test]
    fn each_trouble_with_tls_has_its_own_sentence() {
        use rustls::{AlertDescription, Error as E, InvalidMessage};
        for (error, seen) in [
            (E::InvalidCertificate(CertificateError::Expired), DialError::CertificateExpired),
            (
                E::InvalidCertificate(CertificateError::NotValidYet),
                DialError::CertificateNotYetValid,
            ),
            (
                E::InvalidCertificate(CertificateError::NotValidForName),
                DialError::CertificateWrongName,
            ),
            (
                E::InvalidCertificate(CertificateError::UnknownIssuer),
                DialError::CertificateUnknownIssuer,
            ),
            (
                E::InvalidCertificate(CertificateError::BadSignature),
                DialError::CertificateUnknownIssuer,
            ),
            (E::InvalidCertificate(CertificateError::Revoked), DialError::CertificateRevoked),
            (E::InvalidCertificate(CertificateError::BadEncoding), DialError::CertificateBroken),
            (E::NoCertificatesPresented, DialError::CertificateBroken),
            (E::InvalidMessage(InvalidMessage::InvalidContentType), DialError::NotTls),
            (E::AlertReceived(AlertDescription::HandshakeFailure), DialError::Tls),
        ] {
            assert_eq!(tls(error), seen);
        }
        assert_eq!(
            DialError::from_tls(&io::Error::from(io::ErrorKind::UnexpectedEof)),
            DialError::Cut
        );
    }

    #[test]
    fn each_trouble_of_the_network_has_its_own_sentence() {
        use io::ErrorKind as K;
        for (kind, seen) in [
            (K::ConnectionRefused, DialError::Refused),
            (K::HostUnreachable, DialError::Unreachable),
            (K::NetworkUnreachable, DialError::Unreachable),
            (K::TimedOut, DialError::NoAnswer),
            (K::ConnectionReset, DialError::Cut),
            (K::InvalidInput, DialError::Other),
        ] {
            assert_eq!(DialError::from_tcp(&io::Error::from(kind)), seen);
        }
        assert_eq!(DialError::from_tcp(&io::Error::from_raw_os_error(24)), DialError::TooManyOpen);
    }
}
