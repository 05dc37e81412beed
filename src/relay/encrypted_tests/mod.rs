//! Stories about `wss://`: it works, and what is broken is told in words.

mod authority;
mod front;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use nostr::event::{Event, EventBuilder, EventId, FinalizeEvent, Kind, Tag};
use nostr::filter::Filter;
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;
use rcgen::{BasicConstraints, IsCa};
use rustls::version::{TLS12, TLS13};
use rustls::{ProtocolVersion, SupportedProtocolVersion};
use tokio::sync::mpsc;

use self::authority::{Authority, Certificate, HERE};
use self::front::Front;
use super::{
    DialError, Dialer, FromRelay, Known, Pool, PublishAs, Published, Purpose, ReadBack, Watch,
    information,
};
use crate::model::{Clock, Hashed, RelayAddress, RelayCondition};
use crate::server::{Config, Data, Relay};

const BOTH: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];

/// A house in which nothing is known yet.
struct Nothing;

impl Known for Nothing {
    fn between(
        &self,
        _: Timestamp,
        _: Timestamp,
        _: usize,
    ) -> BoxFuture<'_, Vec<(Timestamp, EventId)>> {
        Box::pin(async { Vec::new() })
    }

    fn has(&self, _: Vec<EventId>) -> BoxFuture<'_, Vec<EventId>> {
        Box::pin(async { Vec::new() })
    }

    fn era(&self) -> BoxFuture<'_, Option<u64>> {
        Box::pin(async { Some(0) })
    }

    fn read_through(&self, _: &RelayAddress) -> BoxFuture<'_, Option<Timestamp>> {
        Box::pin(async { None })
    }
}

fn watch(mailbox: &Keys, relay: &RelayAddress) -> Watch {
    Watch {
        mailbox: mailbox.clone(),
        purpose: Purpose::Account,
        relays: vec![relay.clone()],
        known: Arc::new(Nothing),
    }
}

fn envelope(author: &Keys, to: PublicKey, content: &str) -> Event {
    let builder = EventBuilder::new(Kind::GiftWrap, content).tag(Tag::public_key(to));
    builder.finalize(author).unwrap()
}

async fn event(from: &mut mpsc::Receiver<FromRelay>) -> Event {
    loop {
        if let FromRelay::Event { event, .. } = from.recv().await.unwrap() {
            return Hashed::event(&event).clone();
        }
    }
}

async fn caught_up(from: &mut mpsc::Receiver<FromRelay>) -> Vec<Event> {
    let mut events = Vec::new();
    loop {
        match from.recv().await.unwrap() {
            FromRelay::Event { event, .. } => events.push(Hashed::event(&event).clone()),
            FromRelay::CaughtUp { complete, .. } => {
                assert!(complete);
                return events;
            }
            FromRelay::Status(_) => {}
        }
    }
}

/// Alice writes to Bob through a relay that gates mailboxes, over TLS all the way.
async fn story(versions: &[&'static SupportedProtocolVersion], agreed: ProtocolVersion) {
    let authority = Authority::new();
    let front = Front::new().await;
    let address = front.address();
    let config = Config { urls: vec![address.clone()], ..Config::default() };
    let relay = Relay::start(config, "127.0.0.1:0".parse().unwrap(), Data::Memory).await.unwrap();
    let front = front.before(relay.local_addr(), authority.certificate(&HERE).server(versions));

    let dialer = Dialer::trusting(authority.roots());
    let (alice, _from_alice) = Pool::new(dialer.clone(), Clock::system());
    let (bob, mut from_relay) = Pool::new(dialer.clone(), Clock::system());
    let (author, mailbox) = (Keys::generate(), Keys::generate());

    // More than one record of TLS (16 KiB) in both directions.
    let long = envelope(&author, mailbox.public_key(), &"owl ".repeat(20_000));
    let json: Arc<str> = long.as_json().into();
    let by = PublishAs::Nobody;
    assert_eq!(alice.publish(&address, json, long.id, by).await, Published::Taken);
    let read_back =
        alice.read_back(&address, long.id, Some(author.clone()), Purpose::Account).await;
    assert_eq!(read_back, ReadBack::Found);

    bob.watch(watch(&mailbox, &address));
    assert_eq!(caught_up(&mut from_relay).await, [long]);
    let told = information::ask(&dialer, &address).await.expect("NIP-11 goes the same way");
    assert!(told.limits.max_message_length.is_some());

    let live = envelope(&author, mailbox.public_key(), "and one more");
    let json: Arc<str> = live.as_json().into();
    let by = PublishAs::Nobody;
    assert_eq!(alice.publish(&address, json, live.id, by).await, Published::Taken);
    assert_eq!(event(&mut from_relay).await, live);

    let list = EventBuilder::new(Kind::from_u16(10_050), "").finalize(&mailbox).unwrap();
    let json: Arc<str> = list.as_json().into();
    let by = PublishAs::Owner(mailbox.clone());
    assert_eq!(bob.publish(&address, json, list.id, by).await, Published::Taken);
    let lists = Filter::new().author(mailbox.public_key()).kind(Kind::from_u16(10_050));
    let found = alice.fetch(&address, vec![lists], None).await;
    assert!(found.complete, "{}", found.reason);
    assert_eq!(found.events.iter().map(|e| e.event().id).collect::<Vec<_>>(), [list.id]);

    alice.stop().await;
    bob.stop().await;
    relay.stop().await;
    let handshakes = front.agreed();
    assert!(handshakes.len() >= 4, "every lane has a connection of its own");
    assert!(handshakes.iter().all(|(version, _)| *version == agreed), "{handshakes:?}");
}

#[tokio::test]
async fn a_conversation_over_tls_1_3() {
    story(&BOTH, ProtocolVersion::TLSv1_3).await;
}

#[tokio::test]
async fn a_conversation_with_a_server_that_knows_only_tls_1_3() {
    story(&[&TLS13], ProtocolVersion::TLSv1_3).await;
}

#[tokio::test]
async fn a_conversation_with_a_server_that_knows_only_tls_1_2() {
    story(&[&TLS12], ProtocolVersion::TLSv1_2).await;
}

#[tokio::test]
async fn a_server_known_by_its_number_alone_is_dialled_and_told_what_is_spoken() {
    let authority = Authority::new();
    let mut tls = authority.certificate(&["127.0.0.1"]).config(&BOTH);
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let front = Front::new().await.before("127.0.0.1:9".parse().unwrap(), Arc::new(tls));
    let dialer = Dialer::trusting(authority.roots());
    dialer.dial(&front.address_by_number()).await.map(drop).unwrap();
    // A WebSocket begins with HTTP/1.1; a server that prefers HTTP/2 must not choose it.
    while front.agreed().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(front.agreed()[0].1.as_deref(), Some(&b"http/1.1"[..]));
}

/// What a person reads about an address: by watching it, and for publishing to it.
async fn read_about(dialer: Dialer, address: &RelayAddress) -> (RelayCondition, String) {
    let (pool, _from_relay) = Pool::new(dialer, Clock::system());
    let note = EventBuilder::new(Kind::TextNote, "").finalize(&Keys::generate()).unwrap();
    let json: Arc<str> = note.as_json().into();
    let published = pool.publish(address, json, note.id, PublishAs::Nobody).await;
    pool.watch(watch(&Keys::generate(), address));
    let settled = pool.quiet().await;
    let status = pool.status().remove(0);
    pool.stop().await;

    assert!(!settled[0].caught_up);
    let reason = status.reason.expect("a reason");
    assert_eq!(published, Published::Unreachable(reason.clone()));
    let reason = reason.to_string();
    assert_eq!(settled[0].reason, reason);
    // The sentence may be shown, copied and logged: it has nothing of this computer in it.
    for of_this_computer in ["127.0.0.1", "localhost", "::1", &address.port().to_string()] {
        assert!(!reason.contains(of_this_computer), "{reason}");
    }
    (status.state, reason)
}

/// Expects this of an address: the error, what is wrong, what a person can do.
async fn assert_told(
    dialer: &Dialer,
    address: &RelayAddress,
    error: DialError,
    what: &str,
    to_do: &str,
) {
    assert_eq!(dialer.dial(address).await.err(), Some(error));
    let (condition, reason) = read_about(dialer.clone(), address).await;
    let expected =
        if error.is_refusal() { RelayCondition::Refused } else { RelayCondition::Unreachable };
    assert_eq!(condition, expected, "{reason}");
    assert!(reason.contains(what) && reason.contains(to_do), "{reason}");
}

/// A server with this certificate, and nobody behind it.
async fn showing(certificate: Certificate) -> Front {
    Front::new().await.saying("", certificate.server(&BOTH))
}

#[tokio::test]
async fn an_expired_certificate_says_so() {
    let authority = Authority::new();
    let front = showing(authority.certificate_for_years(&HERE, 2000, 2001)).await;
    let dialer = Dialer::trusting(authority.roots());
    let error = DialError::CertificateExpired;
    assert_told(&dialer, &front.address(), error, "has expired", "operator has to renew it").await;
}

#[tokio::test]
async fn a_certificate_of_the_future_says_so() {
    let authority = Authority::new();
    let front = showing(authority.certificate_for_years(&HERE, 2998, 2999)).await;
    let dialer = Dialer::trusting(authority.roots());
    let error = DialError::CertificateNotYetValid;
    assert_told(&dialer, &front.address(), error, "not valid yet", "computer's clock").await;
}

#[tokio::test]
async fn another_hosts_certificate_says_so() {
    let authority = Authority::new();
    let front = showing(authority.certificate(&["relay.example"])).await;
    let dialer = Dialer::trusting(authority.roots());
    let error = DialError::CertificateWrongName;
    for address in [front.address(), front.address_by_number()] {
        assert_told(&dialer, &address, error, "another name", "check the address").await;
    }
}

#[tokio::test]
async fn a_certificate_for_the_name_is_none_for_the_number() {
    let authority = Authority::new();
    let front = showing(authority.certificate(&["localhost"])).await;
    let dialer = Dialer::trusting(authority.roots());
    assert!(dialer.dial(&front.address()).await.is_ok());
    let error = DialError::CertificateWrongName;
    assert_eq!(dialer.dial(&front.address_by_number()).await.err(), Some(error));
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_says_so() {
    let authority = Authority::new();
    let front = showing(authority.certificate(&HERE)).await;
    let error = DialError::CertificateUnknownIssuer;
    // The program itself, somebody who trusts another, and another of the same name.
    for dialer in [
        Dialer::direct(),
        Dialer::trusting(Authority::called("Somebody else").roots()),
        Dialer::trusting(Authority::new().roots()),
    ] {
        let (what, to_do) = ("known vouches", "ask its operator");
        assert_told(&dialer, &front.address(), error, what, to_do).await;
    }
}

#[tokio::test]
async fn a_certificate_that_vouches_for_itself_says_so() {
    let error = DialError::CertificateUnknownIssuer;
    let (what, to_do) = ("known vouches", "choose another relay");
    for is_ca in [IsCa::NoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        let front = showing(Certificate::signed_by_itself(is_ca)).await;
        assert_told(&Dialer::direct(), &front.address(), error, what, to_do).await;
    }
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_of_the_handshake_says_so() {
    let authority = Authority::new();
    let dialer = Dialer::trusting(authority.roots());
    // In the middle of a record's head, of the first answer, of the certificate.
    for (bytes, version) in [(3, &TLS13), (60, &TLS13), (400, &TLS13), (60, &TLS12), (400, &TLS12)]
    {
        let tls = authority.certificate(&HERE).server(&[version]);
        let front = Front::new().await.cut_after(bytes, tls);
        let error = DialError::Cut;
        assert_told(&dialer, &front.address(), error, "was cut", "another network").await;
    }
}

#[tokio::test]
async fn a_server_without_tls_says_so() {
    let error = DialError::NotTls;
    let (what, to_do) = ("does not speak TLS", "ws:// instead of wss://");
    for words in
        [&b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"[..], b"SSH-2.0-OpenSSH_9.6\r\n"]
    {
        let front = Front::new().await.saying_plainly(words);
        assert_told(&Dialer::direct(), &front.address(), error, what, to_do).await;
    }
}

#[tokio::test]
async fn a_relay_without_tls_says_so() {
    let relay = Relay::start(Config::default(), "127.0.0.1:0".parse().unwrap(), Data::Memory)
        .await
        .unwrap();
    let address = format!("wss://127.0.0.1:{}", relay.local_addr().port()).parse().unwrap();
    let (what, to_do) = ("does not speak TLS", "ws:// instead of wss://");
    assert_told(&Dialer::direct(), &address, DialError::NotTls, what, to_do).await;
    relay.stop().await;
}

#[tokio::test]
async fn a_server_that_shares_no_way_of_encrypting_says_so() {
    // An alert that says so (handshake_failure, protocol_version): what old servers answer.
    for alert in [&[21, 3, 3, 0, 2, 2, 40][..], &[21, 3, 1, 0, 2, 2, 70]] {
        let front = Front::new().await.saying_plainly(alert);
        let (what, to_do) = ("encrypted connection could be agreed on", "ask its operator");
        assert_told(&Dialer::direct(), &front.address(), DialError::Tls, what, to_do).await;
    }
}

#[tokio::test]
async fn a_server_that_insists_on_http_2_says_so() {
    let authority = Authority::new();
    let mut tls = authority.certificate(&HERE).config(&BOTH);
    tls.alpn_protocols = vec![b"h2".to_vec()];
    let front = Front::new().await.saying("", Arc::new(tls));
    let dialer = Dialer::trusting(authority.roots());
    let what = "encrypted connection could be agreed on";
    assert_told(&dialer, &front.address(), DialError::Tls, what, "another relay").await;
}

#[tokio::test]
async fn what_is_no_relay_behind_its_tls_says_so() {
    let authority = Authority::new();
    let dialer = Dialer::trusting(authority.roots());
    for (words, condition, what) in [
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            RelayCondition::Refused,
            "no relay (it answered HTTP 404); check the address",
        ),
        ("* OK IMAP4 ready\r\n\r\n", RelayCondition::Refused, "is not a relay; check the address"),
        ("", RelayCondition::Unreachable, "cut before the relay answered"),
    ] {
        let tls = authority.certificate(&HERE).server(&BOTH);
        let front = Front::new().await.saying(words, tls);
        let (seen, reason) = read_about(dialer.clone(), &front.address()).await;
        assert_eq!(seen, condition, "{words}: {reason}");
        assert!(reason.contains(what), "{words}: {reason}");
    }
}

#[tokio::test]
async fn a_relay_with_tls_that_is_dialled_without_says_so() {
    let authority = Authority::new();
    let tls = authority.certificate(&HERE).server(&BOTH);
    let front = Front::new().await.before("127.0.0.1:9".parse().unwrap(), tls);
    let (condition, reason) = read_about(Dialer::direct(), &front.plain_address()).await;
    assert_eq!(condition, RelayCondition::Refused);
    assert!(reason.contains("is not a relay") && reason.contains("wss://"), "{reason}");
}
