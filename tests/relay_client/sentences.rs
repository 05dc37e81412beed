//! What is no relay says so in a sentence.

use hushwing::model::RelayCondition;
use hushwing::relay::Dialer;

use crate::bad_relay::Manners;
use crate::world::{Net, Reader};

async fn reason_for(http: &str) -> (RelayCondition, String) {
    let (mut alice, _relay) =
        Reader::at_one_relay(Manners { http: Some(http.into()), ..Manners::default() });
    alice.watch(&["ws://a.local"]);
    loop {
        alice.next().await;
        if let Some(status) = alice.statuses.last()
            && status.state != RelayCondition::Connecting
        {
            return (
                status.state,
                status.reason.as_ref().map(|reason| reason.to_string()).unwrap_or_default(),
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn web_servers_that_are_no_relays_say_so() {
    use RelayCondition::{Refused, Unreachable};
    for (http, condition, words) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi",
            Refused,
            "no relay (it answered HTTP 200)",
        ),
        (
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
            Refused,
            "no relay (it answered HTTP 404)",
        ),
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", Refused, "does not let us in"),
        ("HTTP/1.1 503 Oops\r\ncontent-length: 0\r\n\r\n", Unreachable, "in trouble"),
        ("SSH-2.0-OpenSSH_9.6\r\n\r\n", Refused, "not a relay"),
        ("HTTP/1.1 101 Switching Protocols\r\n\r\n", Refused, "no relay"),
        ("", Unreachable, "cut before the relay answered"),
    ] {
        let (seen, reason) = reason_for(http).await;
        assert_eq!(seen, condition, "{http:?}: {reason}");
        assert!(reason.contains(words), "{http:?}: {reason}");
    }
}

#[tokio::test]
async fn a_closed_port_says_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut alice = Reader::through(Dialer::direct(), Net::default());
    alice.watch(&[&format!("ws://127.0.0.1:{port}")]);
    let reason = alice.wait_for_condition(RelayCondition::Unreachable).await;
    assert!(reason.contains("no relay listens at this port"), "{reason}");
    alice.pool.stop().await;
}
