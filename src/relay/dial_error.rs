//! Reads why no connection could be opened from what the system and TLS say.

use std::io;

use rustls::CertificateError;

pub use crate::model::DialError;

impl DialError {
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
