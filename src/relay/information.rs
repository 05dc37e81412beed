//! What a relay says of itself (NIP-11), over the dialer's own streams.
//!
//! Nothing in it is relied on: limits are believed because refusals would follow, promises are
//! probed, and what is not even promised is not waited for. Fields of a wrong type are read as if
//! they were missing.

use std::time::Duration;

use http_body_util::{BodyExt, Empty, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, HOST};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::time::timeout;

use super::dialer::Dialer;
use super::frame::is_flat;
use crate::model::{RelayAddress, RelayLimits};

/// Longest document that is read.
const MAX_DOCUMENT: usize = 128 * 1024;
/// Longest wait for all of it.
const DEADLINE: Duration = Duration::from_secs(10);

/// What of it is of use here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Information {
    /// The limits that it names.
    pub(crate) limits: RelayLimits,
    /// Whether NIP-77 is among the NIPs that it names; `None` if it names none at all.
    pub(crate) negentropy: Option<bool>,
}

/// Asks for the document; `None` if there is none, or none that can be read.
pub(crate) async fn ask(dialer: &Dialer, address: &RelayAddress) -> Option<Information> {
    timeout(DEADLINE, fetch(dialer, address)).await.ok().flatten()
}

async fn fetch(dialer: &Dialer, address: &RelayAddress) -> Option<Information> {
    let stream = dialer.dial(address).await.ok()?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let url = address.url();
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let request = Request::get(url.path())
        .header(HOST, host)
        .header(ACCEPT, "application/nostr+json")
        .body(Empty::<Bytes>::new())
        .ok()?;
    let body = async {
        let response = sender.send_request(request).await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        let body = Limited::new(response.into_body(), MAX_DOCUMENT).collect().await.ok()?;
        Some(body.to_bytes())
    };
    tokio::pin!(body);
    let mut connection = std::pin::pin!(connection);
    // The connection is driven here and ends with this future: no task is left behind.
    let body = tokio::select! {
        body = &mut body => body,
        _ = &mut connection => body.await,
    }?;
    read(&body)
}

/// Reads the document.
pub(crate) fn read(json: &[u8]) -> Option<Information> {
    if json.len() > MAX_DOCUMENT || !is_flat(json, 16, 4096) {
        return None;
    }
    let document: Value = serde_json::from_slice(json).ok()?;
    if !document.is_object() {
        return None;
    }
    let limitation = &document["limitation"];
    let number = |name: &str| positive(&limitation[name]);
    let yes = |name: &str| limitation[name].as_bool() == Some(true);
    let limits = RelayLimits {
        max_message_length: number("max_message_length"),
        max_content_length: number("max_content_length"),
        max_subscriptions: number("max_subscriptions"),
        max_limit: number("max_limit"),
        auth_required: yes("auth_required"),
        payment_required: yes("payment_required"),
        ..RelayLimits::default()
    };
    let nips = document["supported_nips"].as_array();
    let negentropy = nips.map(|nips| nips.iter().any(|nip| positive(nip) == Some(77)));
    Some(Information { limits, negentropy })
}

/// A whole number above zero, also where a relay wrote it as text or with a fraction.
fn positive(value: &Value) -> Option<usize> {
    let number = match value {
        Value::Number(n) => n.as_u64().or_else(|| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            n.as_f64().filter(|f| *f >= 1.0 && *f < 1e15).map(|f| f as u64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read() {
        let Information { limits, negentropy } = read(
            br#"{"name":"x","supported_nips":[1,77],"limitation":{"max_message_length":65535,
            "max_content_length":8196,"max_subscriptions":20,"max_limit":500,"auth_required":true,
            "payment_required":false}}"#,
        )
        .unwrap();
        assert_eq!(negentropy, Some(true));
        assert_eq!(limits.max_message_length, Some(65_535));
        assert_eq!(limits.max_content_length, Some(8_196));
        assert_eq!(limits.max_subscriptions, Some(20));
        assert_eq!(limits.max_limit, Some(500));
        assert!(limits.auth_required && !limits.payment_required);
        assert_eq!(limits.negentropy, None, "NIP-77 is probed, never believed");
    }

    #[test]
    fn wrong_types_are_missing_fields() {
        let Information { limits, negentropy } = read(
            br#"{"limitation":{"max_message_length":"65535","max_limit":-5,"max_subscriptions":[],
            "max_content_length":1e4,"auth_required":"yes"},"supported_nips":{"a":1}}"#,
        )
        .unwrap();
        assert_eq!(limits.max_message_length, Some(65_535));
        assert_eq!(limits.max_content_length, Some(10_000));
        assert_eq!(limits.max_limit, None);
        assert_eq!(limits.max_subscriptions, None);
        assert!(!limits.auth_required);
        assert_eq!(negentropy, None);
        assert_eq!(read(br#"{"limitation":7}"#), Some(Information::default()));
        let negentropy = |json: &str| read(json.as_bytes()).unwrap().negentropy;
        assert_eq!(negentropy(r#"{"supported_nips":["77",{}]}"#), Some(true));
        assert_eq!(negentropy(r#"{"supported_nips":[1,{},"x"]}"#), Some(false));
    }

    #[test]
    fn what_is_no_document_is_none() {
        assert_eq!(read(b"<html>"), None);
        assert_eq!(read(b"[]"), None);
        assert_eq!(read(&b"[".repeat(100_000)), None);
        assert_eq!(read(&vec![b' '; MAX_DOCUMENT + 1]), None);
    }
}
