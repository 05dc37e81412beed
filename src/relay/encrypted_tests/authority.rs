//! A certificate authority of the tests' own, and the certificates it signs.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

/// What the tests' servers are called: what they are dialled by.
pub(super) const HERE: [&str; 2] = ["localhost", "127.0.0.1"];

/// Somebody who vouches for servers.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub(super) struct Certificate {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Authority {
    pub(super) fn new() -> Self {
        Self::called("Somebody trusted")
    }

    pub(super) fn called(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Trust in this authority, and in nobody else.
    pub(super) fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        roots
    }

    /// Good for these names from 2000 to 2999.
    pub(super) fn certificate(&self, names: &[&str]) -> Certificate {
        self.certificate_for_years(names, 2000, 2999)
    }

    /// Good from the beginning of one year to that of another.
    pub(super) fn certificate_for_years(
        &self,
        names: &[&str],
        from: i32,
        until: i32,
    ) -> Certificate {
        let mut params = params(names);
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Certificate::new(certificate.der().clone(), &key)
    }
}

impl Certificate {
    fn new(certificate: CertificateDer<'static>, key: &KeyPair) -> Self {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Self { chain: vec![certificate], key }
    }

    /// Nobody vouches for it but itself: what `openssl req -x509` makes (an authority, too), or
    /// not one.
    pub(super) fn signed_by_itself(is_ca: IsCa) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = params(&HERE);
        params.is_ca = is_ca;
        let certificate = params.self_signed(&key).unwrap();
        Self::new(certificate.der().clone(), &key)
    }

    /// A server that shows this certificate and speaks these versions of TLS.
    pub(super) fn server(
        self,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Arc<ServerConfig> {
        Arc::new(self.config(versions))
    }

    /// The same, to be changed.
    pub(super) fn config(self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(self.chain, self.key)
            .unwrap()
    }
}

fn params(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap()
}
