//! NIP-42: is this event a proof of its author's key, made for this connection?

use std::net::IpAddr;

use nostr::event::Event;
use url::{Host, Url};

use super::record::AUTH;
use super::refusal::Refusal;
use crate::model::RelayAddress;

/// How far a proof's time may be off, in seconds (NIP-42: some ten minutes).
const MOST_SECONDS_OFF: i64 = 600;

/// What a proof must fit.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) challenge: &'a str,
    /// The relay's own address on this connection.
    pub(crate) local: IpAddr,
    /// The relay's public addresses.
    pub(crate) urls: &'a [RelayAddress],
    /// Unix seconds.
    pub(crate) now: i64,
}

/// A challenge that nobody can guess.
///
/// # Errors
/// The system gave no randomness.
pub(crate) fn new_challenge() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// Checks everything but the signature.
pub(crate) fn check(event: &Event, expected: &Expected<'_>) -> Result<(), Refusal> {
    if event.kind.as_u16() != AUTH {
        return Err(Refusal::invalid("a proof of a key is of kind 22242"));
    }
    let at = i64::try_from(event.created_at.as_secs()).unwrap_or(i64::MAX);
    if at.abs_diff(expected.now) > MOST_SECONDS_OFF.unsigned_abs() {
        return Err(Refusal::invalid("the time of the proof is more than ten minutes off"));
    }
    if value(event, "challenge") != Some(expected.challenge) {
        return Err(Refusal::invalid("the proof answers another challenge"));
    }
    if !value(event, "relay").is_some_and(|relay| names_us(relay, expected)) {
        return Err(Refusal::invalid(
            "the proof names an address that this relay does not know as its own; its operator \
             can add it with --url",
        ));
    }
    Ok(())
}

fn value<'a>(event: &'a Event, name: &str) -> Option<&'a str> {
    let tag = event.tags.iter().find(|tag| tag.kind() == name)?;
    tag.content()
}

/// The host is what counts (NIP-42). The `Host` header of the connection would prove nothing: a
/// relay in the middle, replaying a proof made for itself, writes there what it likes.
fn names_us(relay: &str, expected: &Expected<'_>) -> bool {
    let Ok(url) = Url::parse(relay) else { return false };
    if !matches!(url.scheme(), "ws" | "wss") {
        return false;
    }
    let Some(host) = url.host() else { return false };
    let named = host.to_string();
    if expected.urls.iter().any(|own| own.host().eq_ignore_ascii_case(&named)) {
        return true;
    }
    let local = expected.local.to_canonical();
    let same = |ip: IpAddr| {
        let ip = ip.to_canonical();
        ip == local || (ip.is_loopback() && local.is_loopback())
    };
    match host {
        Host::Ipv4(ip) => same(ip.into()),
        Host::Ipv6(ip) => same(ip.into()),
        Host::Domain(name) => {
            local.is_loopback() && (name == "localhost" || name.ends_with(".localhost"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag};
    use nostr::key::Keys;
    use nostr::types::Timestamp;

    const NOW: i64 = 1_800_000_000;

    fn proof(kind: u16, at: i64, relay: &str, challenge: &str) -> Event {
        EventBuilder::new(Kind::from_u16(kind), "")
            .tags([
                Tag::parse(["relay", relay]).unwrap(),
                Tag::parse(["challenge", challenge]).unwrap(),
            ])
            .custom_created_at(Timestamp::from_secs(u64::try_from(at).unwrap()))
            .finalize(&Keys::generate())
            .unwrap()
    }

    fn fits(event: &Event, local: &str) -> bool {
        let urls = ["wss://relay.example".parse().unwrap()];
        let local = local.parse().unwrap();
        check(event, &Expected { challenge: "c", local, urls: &urls, now: NOW }).is_ok()
    }

    #[test]
    fn only_a_fresh_proof_for_this_challenge_fits() {
        let here = "ws://127.0.0.1:7777";
        assert!(fits(&proof(22242, NOW, here, "c"), "127.0.0.1"));
        assert!(fits(&proof(22242, NOW - 600, here, "c"), "127.0.0.1"));
        assert!(!fits(&proof(22242, NOW - 601, here, "c"), "127.0.0.1"));
        assert!(!fits(&proof(22242, NOW + 601, here, "c"), "127.0.0.1"));
        assert!(!fits(&proof(22242, NOW, here, "d"), "127.0.0.1"));
        assert!(!fits(&proof(1, NOW, here, "c"), "127.0.0.1"));
    }

    #[test]
    fn a_proof_for_another_relay_does_not_fit() {
        for (relay, local, ok) in [
            ("wss://relay.example/", "10.0.0.5", true),
            ("wss://RELAY.example:444/x", "10.0.0.5", true),
            ("wss://evil.example", "10.0.0.5", false),
            ("wss://relay.example.evil.example", "10.0.0.5", false),
            ("ws://10.0.0.5:7777", "10.0.0.5", true),
            ("ws://10.0.0.6:7777", "10.0.0.5", false),
            ("ws://localhost:7777", "127.0.0.1", true),
            ("ws://localhost:7777", "10.0.0.5", false),
            ("ws://[::1]:7777", "::ffff:127.0.0.1", true),
            ("ws://[::ffff:10.0.0.5]", "10.0.0.5", true),
            ("https://relay.example", "10.0.0.5", false),
            ("relay.example", "10.0.0.5", false),
            ("", "10.0.0.5", false),
        ] {
            assert_eq!(fits(&proof(22242, NOW, relay, "c"), local), ok, "{relay} at {local}");
        }
    }
}
