//! The address of a relay, checked and in one spelling.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Longest address that is accepted, in bytes.
pub const MAX_RELAY_ADDRESS: usize = 512;

/// A `wss://` or `ws://` address in one spelling: lowercase host, no default port, no user
/// information, query or fragment, no slash at the end.
///
/// ```
/// # use hushwing::model::RelayAddress;
/// let a: RelayAddress = "WSS://Relay.Example:443/".parse().unwrap();
/// assert_eq!(a.as_str(), "wss://relay.example");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelayAddress(String);

/// Why a text is no relay address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RelayAddressError {
    /// A secret key was pasted; relay addresses are published.
    #[error("{}", super::LinkError::SecretKey)]
    SecretKey,
    /// Nothing was typed.
    #[error("type the address of a relay; one looks like wss://relay.example")]
    Empty,
    /// Over [`MAX_RELAY_ADDRESS`].
    #[error("this relay address is too long")]
    TooLong,
    /// Not a URL at all.
    #[error("this is not a relay address; one looks like wss://relay.example")]
    NotAUrl,
    /// Another scheme, most often `https://`.
    #[error("a relay address starts with wss:// (or ws:// inside your own network)")]
    Scheme,
    /// No host.
    #[error("this relay address names no host")]
    NoHost,
    /// `user:password@`, a query or a fragment: never sent to a relay.
    #[error("a relay address carries no user name, password, query or fragment")]
    Extra,
}

impl RelayAddress {
    /// An address as a person types it: without a scheme it is encrypted (`wss://`), but for
    /// places that need no encryption, on this computer, in a network of one's own or in Tor.
    ///
    /// ```
    /// # use hushwing::model::RelayAddress;
    /// assert_eq!(RelayAddress::typed("relay.example").unwrap().as_str(), "wss://relay.example");
    /// assert_eq!(RelayAddress::typed("127.0.0.1:7610").unwrap().as_str(), "ws://127.0.0.1:7610");
    /// ```
    ///
    /// # Errors
    /// [`RelayAddressError::Empty`], and those of any address.
    pub fn typed(text: &str) -> Result<Self, RelayAddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(RelayAddressError::Empty);
        }
        if has_scheme(text) || super::is_secret_key(text) {
            return text.parse();
        }
        // An IPv6 address that stands alone.
        let host = match text.parse::<Ipv6Addr>() {
            Ok(ip) => format!("[{ip}]"),
            Err(_) => text.to_owned(),
        };
        let plain: Self = format!("ws://{host}").parse()?;
        if plain.is_private_place() || plain.is_onion() {
            return Ok(plain);
        }
        // A single word is more likely a slip than the name of a host.
        if plain.url().domain().is_some_and(|name| !name.contains('.')) {
            return Err(RelayAddressError::NotAUrl);
        }
        format!("wss://{host}").parse()
    }

    /// The address in its one spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the connection is encrypted (`wss://`).
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("wss://")
    }

    /// Host without port, IPv6 in brackets.
    pub fn host(&self) -> String {
        self.url().host_str().unwrap_or_default().to_owned()
    }

    /// Port, the scheme's default where none is written.
    pub fn port(&self) -> u16 {
        self.url().port_or_known_default().unwrap_or(443)
    }

    /// The same address as a parsed URL.
    pub fn url(&self) -> Url {
        // Built only by `from_str`, from a URL that parsed.
        Url::parse(&self.0).unwrap_or_else(|_| unreachable!("a RelayAddress is always a URL"))
    }

    /// Loopback, link-local and private ranges, `localhost` and `.local`: places that a stranger
    /// on the internet cannot watch.
    pub fn is_private_place(&self) -> bool {
        match self.url().host() {
            Some(Host::Ipv4(ip)) => private_v4(ip),
            Some(Host::Ipv6(ip)) => private_v6(ip),
            Some(Host::Domain(name)) => {
                name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local")
            }
            None => false,
        }
    }

    /// Tor hides and encrypts by itself, so `ws://` is no worse than `wss://` there.
    pub fn is_onion(&self) -> bool {
        self.host().ends_with(".onion")
    }

    /// It leads to the computer that asks: in somebody else's hands, to theirs.
    pub fn is_this_computer(&self) -> bool {
        match self.url().host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        }
    }

    /// `ws://` to a public address: anyone on the way sees which mailbox is read, so the person
    /// is asked first.
    pub fn needs_consent(&self) -> bool {
        !self.is_encrypted() && !self.is_private_place() && !self.is_onion()
    }
}

/// It says by itself how it is reached. `relay.example:7777` does not, though its host could be
/// taken for a scheme.
fn has_scheme(text: &str) -> bool {
    let known = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(scheme))
    };
    text.contains("://") || ["ws:", "wss:", "http:", "https:"].into_iter().any(known)
}

fn private_v4(ip: Ipv4Addr) -> bool {
    ip.is_loopback() || ip.is_private() || ip.is_link_local()
}

fn private_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return private_v4(v4);
    }
    ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
}

impl FromStr for RelayAddress {
    type Err = RelayAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if super::is_secret_key(text) {
            return Err(RelayAddressError::SecretKey);
        }
        // `Url` would quietly leave these out.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(RelayAddressError::NotAUrl);
        }
        if text.len() > MAX_RELAY_ADDRESS {
            return Err(RelayAddressError::TooLong);
        }
        let url = Url::parse(text).map_err(|_| RelayAddressError::NotAUrl)?;
        if !matches!(url.scheme(), "ws" | "wss") {
            return Err(RelayAddressError::Scheme);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(RelayAddressError::NoHost);
        }
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(RelayAddressError::Extra);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }
}

impl TryFrom<String> for RelayAddress {
    type Error = RelayAddressError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RelayAddress> for String {
    fn from(address: RelayAddress) -> Self {
        address.0
    }
}

impl fmt::Display for RelayAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<RelayAddress, RelayAddressError> {
        text.parse()
    }

    #[test]
    fn one_address_has_one_spelling() {
        for text in
            ["wss://A.example", "wss://a.example/", "WSS://a.EXAMPLE:443", " wss://a.example// "]
        {
            assert_eq!(parse(text).unwrap().as_str(), "wss://a.example", "{text}");
        }
        assert_eq!(parse("ws://a.example:7777/x/").unwrap().as_str(), "ws://a.example:7777/x");
    }

    #[test]
    fn what_is_no_relay_address_says_why() {
        assert_eq!(parse("https://a.example"), Err(RelayAddressError::Scheme));
        assert_eq!(parse("relay"), Err(RelayAddressError::NotAUrl));
        assert_eq!(parse("wss://u:p@a.example"), Err(RelayAddressError::Extra));
        assert_eq!(parse("wss://a.example/?key=1"), Err(RelayAddressError::Extra));
        assert_eq!(parse(&format!("wss://{}", "a".repeat(600))), Err(RelayAddressError::TooLong));
    }

    #[test]
    fn what_a_person_leaves_out_is_completed() {
        for (typed, whole) in [
            ("relay.example.org", "wss://relay.example.org"),
            (" Relay.Example:7777/chat ", "wss://relay.example:7777/chat"),
            ("93.184.216.34", "wss://93.184.216.34"),
            ("127.0.0.1:7610", "ws://127.0.0.1:7610"),
            ("192.168.1.4", "ws://192.168.1.4"),
            ("localhost:7610", "ws://localhost:7610"),
            ("localhost", "ws://localhost"),
            ("box.local:80", "ws://box.local"),
            ("abcdefgh.onion", "ws://abcdefgh.onion"),
            ("::1", "ws://[::1]"),
            ("[fe80::1]:9", "ws://[fe80::1]:9"),
            ("2001:db8::1", "wss://[2001:db8::1]"),
            ("ws://relay.example", "ws://relay.example"),
            ("wss://127.0.0.1", "wss://127.0.0.1"),
            ("WSS://relay.example", "wss://relay.example"),
        ] {
            let address = RelayAddress::typed(typed).unwrap();
            assert_eq!(address.as_str(), whole, "{typed}");
            // What was left out is never what one would have to agree to.
            assert!(!address.needs_consent() || typed.starts_with("ws:"), "{typed}");
        }
        let refused = |text: &str| RelayAddress::typed(text).unwrap_err();
        assert_eq!(refused("  "), RelayAddressError::Empty);
        assert_eq!(refused("relay"), RelayAddressError::NotAUrl);
        assert_eq!(refused("my relay.example"), RelayAddressError::NotAUrl);
        assert_eq!(refused("https://relay.example"), RelayAddressError::Scheme);
        assert_eq!(refused("user@relay.example"), RelayAddressError::Extra);
    }

    #[test]
    fn only_unencrypted_public_places_need_consent() {
        for (text, asks) in [
            ("ws://relay.example", true),
            ("ws://93.184.216.34", true),
            ("ws://[2001:db8::1]", true),
            ("ws://127.0.0.1:1", false),
            ("ws://192.168.1.4", false),
            ("ws://[::1]:9", false),
            ("ws://[fe80::1]", false),
            ("ws://box.local", false),
            ("ws://abcdefgh.onion", false),
            ("wss://relay.example", false),
        ] {
            assert_eq!(parse(text).unwrap().needs_consent(), asks, "{text}");
        }
    }
}
