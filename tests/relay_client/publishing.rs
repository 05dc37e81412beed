//! Publishing, reading back and looking up at relays that lie, ask, refuse and stay silent.

use std::sync::Arc;
use std::time::Duration;

use hushwing::model::RelayAddress;
use hushwing::relay::{PublishAs, Published, Purpose, ReadBack, RefusalClass};
use nostr::event::{Event, EventBuilder, FinalizeEvent, Kind};
use nostr::filter::Filter;
use nostr::key::Keys;

use crate::bad_relay::{BadRelay, Gate, Manners, Taking, no_such_id};
use crate::world::{NOW, Reader, at, envelope, envelope_by};

fn sender(manners: Manners) -> (Reader, BadRelay, RelayAddress) {
    let (reader, relay) = Reader::at_one_relay(manners);
    (reader, relay, at("ws://a.local"))
}

fn bytes(event: &Event) -> Arc<str> {
    serde_json::to_string(event).unwrap().into()
}

async fn publish(alice: &Reader, event: &Event, by: PublishAs) -> Published {
    alice.pool.publish(&at("ws://a.local"), bytes(event), event.id, by).await
}

fn to_bob(text: &str) -> Event {
    envelope(Keys::generate().public_key(), NOW, text)
}

#[tokio::test(start_paused = true)]
async fn an_envelope_is_taken_once_and_known_the_second_time() {
    let (alice, relay, _) = sender(Manners::default());
    let event = to_bob("hello");
    assert_eq!(publish(&alice, &event, PublishAs::Nobody).await, Published::Taken);
    assert_eq!(relay.stored(), std::slice::from_ref(&event));
    assert_eq!(publish(&alice, &event, PublishAs::Nobody).await, Published::Duplicate);
    assert_eq!(relay.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn many_envelopes_go_over_one_connection_at_once() {
    let (alice, relay, address) = sender(Manners::default());
    let author = Keys::generate();
    let events: Vec<Event> =
        (0..300).map(|n| envelope_by(&author, alice.key(), NOW, &format!("message {n}"))).collect();
    let all = events.iter().map(|event| {
        let (pool, address, json, id) =
            (alice.pool.clone(), address.clone(), bytes(event), event.id);
        async move { pool.publish(&address, json, id, PublishAs::Nobody).await }
    });
    let outcomes = futures_util::future::join_all(all).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Published::Taken));
    assert_eq!(relay.stored().len(), 300);
    assert_eq!(relay.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn ok_true_and_never_stored_is_found_out_by_reading_back() {
    let (alice, _relay, address) = sender(Manners { taking: Taking::Lie, ..Manners::default() });
    let author = Keys::generate();
    let event = envelope_by(&author, Keys::generate().public_key(), NOW, "hello");
    assert_eq!(publish(&alice, &event, PublishAs::Nobody).await, Published::Taken);
    let seen = alice.pool.read_back(&address, event.id, Some(author), Purpose::Account).await;
    assert_eq!(seen, ReadBack::Absent);
}

#[tokio::test(start_paused = true)]
async fn what_is_stored_is_read_back() {
    let (alice, relay, address) = sender(Manners::default());
    let author = Keys::generate();
    let event = envelope_by(&author, Keys::generate().public_key(), NOW, "hello");
    publish(&alice, &event, PublishAs::Nobody).await;
    let seen = alice.pool.read_back(&address, event.id, Some(author), Purpose::Account).await;
    assert_eq!(seen, ReadBack::Found);
    assert_eq!(relay.heard_auth(), [], "nobody asked");
    assert_eq!(relay.connections(), 2, "reading back has a connection of its own");
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_lets_authors_read_is_asked_as_the_one_time_author() {
    for read in [Gate::Silent, Gate::Addressee] {
        let manners = Manners {
            read: read.clone(),
            authors_read: true,
            challenge_at_once: true,
            ..Manners::default()
        };
        let (alice, relay, address) = sender(manners);
        let author = Keys::generate();
        let event = envelope_by(&author, Keys::generate().public_key(), NOW, "hello");
        publish(&alice, &event, PublishAs::Nobody).await;
        let seen =
            alice.pool.read_back(&address, event.id, Some(author.clone()), Purpose::Account).await;
        assert_eq!(seen, ReadBack::Found, "{read:?}");
        assert_eq!(relay.heard_auth(), [(2, author.public_key().to_hex())]);
        // Now that it is known to let authors read, absence means something.
        let seen =
            alice.pool.read_back(&address, no_such_id(), Some(author), Purpose::Account).await;
        assert_eq!(seen, ReadBack::Absent, "{read:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_only_the_addressee_may_read_nothing_can_be_said() {
    for read in [Gate::Silent, Gate::Addressee] {
        let manners = Manners { read: read.clone(), challenge_at_once: true, ..Manners::default() };
        let (alice, _relay, address) = sender(manners);
        let author = Keys::generate();
        let event = envelope_by(&author, Keys::generate().public_key(), NOW, "hello");
        publish(&alice, &event, PublishAs::Nobody).await;
        let seen = alice.pool.read_back(&address, event.id, Some(author), Purpose::Account).await;
        assert_eq!(seen, ReadBack::NotAllowed, "{read:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn silence_is_no_answer_and_the_connection_stays() {
    let (alice, relay, address) = sender(Manners { taking: Taking::Silence, ..Manners::default() });
    let event = to_bob("hello");
    assert_eq!(publish(&alice, &event, PublishAs::Nobody).await, Published::NoAnswer);
    relay.manners().taking = Taking::Honest;
    assert_eq!(publish(&alice, &event, PublishAs::Nobody).await, Published::Taken);
    assert_eq!(relay.connections(), 1);
    relay.manners().no_answer = true;
    assert_eq!(
        alice.pool.read_back(&address, event.id, None, Purpose::Account).await,
        ReadBack::NoAnswer
    );
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_died_is_unreachable() {
    let (alice, relay, _) = sender(Manners::default());
    publish(&alice, &to_bob("first"), PublishAs::Nobody).await;
    relay.manners().dead = true;
    let outcome = publish(&alice, &to_bob("second"), PublishAs::Nobody).await;
    assert!(
        matches!(&outcome, Published::Unreachable(why) if why.to_string().contains("stopped answering"))
    );
    relay.manners().dead = false;
    assert_eq!(publish(&alice, &to_bob("third"), PublishAs::Nobody).await, Published::Taken);
}

#[tokio::test(start_paused = true)]
async fn a_notice_without_an_id_is_understood() {
    let notice = Taking::Notice("ERROR: bad event: blocked by policy".into());
    let (alice, _relay, _) = sender(Manners { taking: notice, ..Manners::default() });
    let started = tokio::time::Instant::now();
    match publish(&alice, &to_bob("hello"), PublishAs::Nobody).await {
        Published::Refused { class: RefusalClass::Error, text, .. } => {
            assert!(text.contains("blocked by policy"));
        }
        other => panic!("{other:?}"),
    }
    assert!(started.elapsed() < Duration::from_secs(5), "no deadline had to pass");
}

#[tokio::test(start_paused = true)]
async fn a_notice_is_an_answer_to_all_that_wait_for_one() {
    let words = "auth-required: this relay does not show gift wraps to strangers";
    for challenge_at_once in [true, false] {
        let manners =
            Manners { req_notice: Some(words.into()), challenge_at_once, ..Manners::default() };
        let (alice, relay, address) = sender(manners);
        let started = tokio::time::Instant::now();
        let looks = (0..8).map(|_| {
            let author = Keys::generate();
            alice.pool.read_back(&address, no_such_id(), Some(author), Purpose::Account)
        });
        for seen in futures_util::future::join_all(looks).await {
            assert_eq!(seen, ReadBack::NotAllowed);
        }
        assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
        assert_eq!(relay.heard_auth().len(), if challenge_at_once { 8 } else { 0 });
    }
}

#[tokio::test(start_paused = true)]
async fn a_notice_that_may_mean_another_message_gives_none_up() {
    let notice = Taking::Notice("blocked: no gift wraps from here".into());
    let (alice, relay, _) = sender(Manners { taking: notice, ..Manners::default() });
    let started = tokio::time::Instant::now();
    let events: Vec<Event> = (0..5).map(|n| to_bob(&format!("message {n}"))).collect();
    let all = events.iter().map(|event| publish(&alice, event, PublishAs::Nobody));
    for outcome in futures_util::future::join_all(all).await {
        assert!(
            matches!(&outcome, Published::Refused { for_good: false, text, .. }
                if text.contains("no gift wraps")),
            "{outcome:?}"
        );
    }
    assert!(started.elapsed() < Duration::from_secs(5), "no deadline had to pass");
    assert_eq!(relay.heard_verb("EVENT").len(), 5);
    // Alone, it can mean nothing else.
    let outcome = publish(&alice, &events[1], PublishAs::Nobody).await;
    assert!(matches!(outcome, Published::Refused { for_good: true, .. }), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn refusals_say_whether_they_are_for_good() {
    for (words, class, for_good) in [
        ("blocked: no", RefusalClass::Blocked, true),
        ("invalid: bad", RefusalClass::Invalid, true),
        ("pow: difficulty 26 is less than 30", RefusalClass::Pow, true),
        ("error: could not connect to the database", RefusalClass::Error, false),
        ("go away", RefusalClass::Unknown, false),
    ] {
        let (alice, _relay, _) =
            sender(Manners { taking: Taking::Refuse(words.into()), ..Manners::default() });
        let outcome = publish(&alice, &to_bob("hello"), PublishAs::Nobody).await;
        let text = words.to_owned();
        assert_eq!(outcome, Published::Refused { class, for_good, text, wait: None });
    }
}

#[tokio::test(start_paused = true)]
async fn a_size_that_was_refused_is_not_tried_again() {
    for words in ["invalid: event too large", "message too long: max 5000 bytes"] {
        let manners = Manners { max_size: Some((5_000, words.into())), ..Manners::default() };
        let (alice, relay, _) = sender(manners);
        let long = to_bob(&"x".repeat(6_000));
        let Published::TooLarge { limit: Some(limit) } =
            publish(&alice, &long, PublishAs::Nobody).await
        else {
            panic!()
        };
        assert!(limit < bytes(&long).len());
        assert_eq!(relay.heard_verb("EVENT").len(), 1);
        let outcome = publish(&alice, &long, PublishAs::Nobody).await;
        assert!(matches!(outcome, Published::TooLarge { .. }));
        assert_eq!(relay.heard_verb("EVENT").len(), 1, "refused here, not there");
        assert_eq!(publish(&alice, &to_bob("short"), PublishAs::Nobody).await, Published::Taken);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_names_no_event_is_understood() {
    let words = "invalid: 280 characters should be enough for anybody";
    let manners =
        Manners { nameless: true, max_size: Some((5_000, words.into())), ..Manners::default() };
    let (alice, relay, _) = sender(manners);
    let started = tokio::time::Instant::now();
    let (long, longer) = (to_bob(&"x".repeat(6_000)), to_bob(&"x".repeat(7_000)));
    let short = to_bob("short");
    let (first, second, third) = tokio::join!(
        publish(&alice, &long, PublishAs::Nobody),
        publish(&alice, &short, PublishAs::Nobody),
        publish(&alice, &longer, PublishAs::Nobody),
    );
    assert!(matches!(first, Published::TooLarge { .. }), "{first:?}");
    assert_eq!(second, Published::Taken, "what is named is not mistaken for the other");
    assert!(matches!(third, Published::TooLarge { .. }), "{third:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "no deadline had to pass");
    // 280 is no limit to believe in.
    assert_eq!(publish(&alice, &to_bob("short again"), PublishAs::Nobody).await, Published::Taken);
    assert_eq!(relay.connections(), 2, "a connection on which something was refused is left");
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_the_relay_tells_is_kept() {
    let document = r#"{"limitation":{"max_message_length":4096,"max_content_length":"2000"}}"#;
    let manners = Manners { information: Some(document.into()), ..Manners::default() };
    let (alice, relay, address) = sender(manners);
    publish(&alice, &to_bob("short"), PublishAs::Nobody).await;
    while alice.pool.limits(&address).max_message_length.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for text in ["x".repeat(5_000), "ü".repeat(2_001)] {
        let outcome = publish(&alice, &to_bob(&text), PublishAs::Nobody).await;
        assert_eq!(outcome, Published::TooLarge { limit: Some(4_096 - 10) });
    }
    assert_eq!(
        publish(&alice, &to_bob(&"x".repeat(1_999)), PublishAs::Nobody).await,
        Published::Taken
    );
    assert_eq!(relay.heard_verb("EVENT").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_connection_closed_for_size_is_a_size_refusal() {
    let (alice, relay, _) = sender(Manners { close_over: Some(5_000), ..Manners::default() });
    let outcome = publish(&alice, &to_bob(&"x".repeat(9_000)), PublishAs::Nobody).await;
    assert!(matches!(outcome, Published::TooLarge { limit: Some(limit) } if limit > 9_000));
    assert_eq!(publish(&alice, &to_bob("short"), PublishAs::Nobody).await, Published::Taken);
    assert_eq!(relay.connections(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_counts_is_written_to_more_slowly() {
    let (alice, relay, _) = sender(Manners { per_minute: Some(20), ..Manners::default() });
    let mut taken = 0;
    let mut told_to_wait = 0;
    for n in 0..60 {
        let event = to_bob(&format!("message {n}"));
        loop {
            match publish(&alice, &event, PublishAs::Nobody).await {
                Published::Taken => break,
                Published::Refused { class: RefusalClass::RateLimited, for_good, wait, .. } => {
                    assert!(!for_good);
                    told_to_wait += 1;
                    tokio::time::sleep(wait.unwrap_or(Duration::from_secs(10))).await;
                }
                other => panic!("{other:?}"),
            }
        }
        taken += 1;
    }
    assert_eq!(taken, 60);
    assert!(told_to_wait < 10, "{told_to_wait}");
    let attempts = relay.heard_verb("EVENT").len();
    assert!(attempts < 80, "{attempts} attempts for 60 messages");
    assert!(alice.pool.limits(&at("ws://a.local")).events_per_minute.is_some());
}

#[tokio::test(start_paused = true)]
async fn writing_to_somebody_proves_a_throwaway_key_at_most() {
    let (alice, relay, _) = sender(Manners { write: Gate::AnyKey, ..Manners::default() });
    assert_eq!(publish(&alice, &to_bob("one"), PublishAs::Nobody).await, Published::Taken);
    assert_eq!(publish(&alice, &to_bob("two"), PublishAs::Nobody).await, Published::Taken);
    let proven = relay.heard_auth();
    assert_eq!(proven.len(), 1);
    assert_ne!(proven[0].1, alice.key().to_hex());
}

#[tokio::test(start_paused = true)]
async fn the_account_key_is_proven_only_where_allowed_and_on_another_connection() {
    let (alice, relay, _) = sender(Manners::default());
    relay.manners().write = Gate::Keys(vec![alice.key()]);
    let event = to_bob("hello");
    let outcome = publish(&alice, &event, PublishAs::Nobody).await;
    assert!(
        matches!(
            outcome,
            Published::Refused { class: RefusalClass::Restricted, for_good: true, .. }
        ),
        "{outcome:?}"
    );
    assert!(relay.heard_auth().iter().all(|(_, key)| *key != alice.key().to_hex()));
    let account = PublishAs::NobodyOr(alice.mailbox.clone());
    assert_eq!(publish(&alice, &event, account).await, Published::Taken);
    let proven = relay.heard_auth();
    let as_account: Vec<_> =
        proven.iter().filter(|(_, key)| *key == alice.key().to_hex()).collect();
    let as_nobody: Vec<_> = proven.iter().filter(|(_, key)| *key != alice.key().to_hex()).collect();
    assert_eq!((as_account.len(), as_nobody.len()), (1, 1));
    assert_ne!(as_account[0].0, as_nobody[0].0, "never on one connection");
}

#[tokio::test(start_paused = true)]
async fn reading_writing_and_looking_up_never_share_a_connection() {
    let (mut alice, relay, address) = sender(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    let author = Keys::generate();
    let event = envelope_by(&author, Keys::generate().public_key(), NOW, "hello");
    publish(&alice, &event, PublishAs::Nobody).await;
    alice.pool.read_back(&address, event.id, Some(author), Purpose::Account).await;
    alice.pool.fetch(&address, vec![Filter::new().kind(Kind::from_u16(10_050))], None).await;
    publish(&alice, &to_bob("mine"), PublishAs::Owner(alice.mailbox.clone())).await;
    let of = |verb: &str, sign: &str| -> Vec<usize> {
        let heard = relay.heard_verb(verb).into_iter();
        heard.filter(|(_, m)| m.to_string().contains(sign)).map(|(n, _)| n).collect()
    };
    let reading = of("REQ", &alice.key().to_hex())[0];
    let writing = of("EVENT", &event.id.to_hex())[0];
    let reading_back = of("REQ", &event.id.to_hex())[0];
    let looking_up = of("REQ", "10050")[0];
    let owner = relay.heard_verb("EVENT")[1].0;
    let mut all = vec![reading, writing, reading_back, looking_up, owner];
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed_after_a_minute_and_opened_again() {
    let (alice, relay, _) = sender(Manners::default());
    publish(&alice, &to_bob("one"), PublishAs::Nobody).await;
    tokio::time::sleep(Duration::from_secs(40)).await;
    assert_eq!(relay.open(), 1);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(relay.open(), 0);
    assert_eq!(publish(&alice, &to_bob("two"), PublishAs::Nobody).await, Published::Taken);
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_comes_back_is_used_at_once_when_told_so() {
    let (alice, relay, _) = sender(Manners::default());
    alice.net.remove("ws://a.local");
    let event = to_bob("hello");
    let outcome = publish(&alice, &event, PublishAs::Nobody).await;
    assert!(matches!(outcome, Published::Unreachable(_)));
    alice.net.put_back("ws://a.local", &relay);
    let outcome = publish(&alice, &event, PublishAs::Nobody).await;
    assert!(matches!(outcome, Published::Unreachable(_)), "not knocked at again so soon");
    alice.pool.nudge();
    tokio::task::yield_now().await;
    assert_eq!(publish(&alice, &event, PublishAs::Nobody).await, Published::Taken);
}

#[tokio::test(start_paused = true)]
async fn unencrypted_public_relays_are_not_touched_without_consent() {
    let mut alice = Reader::new();
    let address = at("ws://relay.example");
    let relay = alice.net.add("ws://relay.example", Manners::default());
    let event = to_bob("hello");
    let by = PublishAs::Nobody;
    let outcome = alice.pool.publish(&address, bytes(&event), event.id, by.clone()).await;
    assert!(
        matches!(&outcome, Published::Unreachable(why) if why.to_string().contains("not encrypted"))
    );
    assert_eq!(
        alice.pool.read_back(&address, event.id, None, Purpose::Account).await,
        ReadBack::NoAnswer
    );
    assert!(!alice.pool.fetch(&address, vec![Filter::new()], None).await.complete);
    alice.watch(&["ws://relay.example"]);
    let reason = alice.wait_for_condition(hushwing::model::RelayCondition::Refused).await;
    assert!(reason.contains("not encrypted"), "{reason}");
    assert_eq!(relay.connections(), 0);
    alice.pool.allow_unencrypted(&address);
    let outcome = alice.pool.publish(&address, bytes(&event), event.id, by).await;
    assert_eq!(outcome, Published::Taken);
    assert!(alice.catch_up().await);
}

#[tokio::test(start_paused = true)]
async fn relay_lists_are_looked_up() {
    let (alice, relay, address) = sender(Manners { twice: true, ..Manners::default() });
    let bob = Keys::generate();
    let list = EventBuilder::new(Kind::from_u16(10_050), "").finalize(&bob).unwrap();
    relay.put_quietly(list.clone());
    relay.put_quietly(to_bob("something else"));
    let filter = Filter::new().kind(Kind::from_u16(10_050)).author(bob.public_key());
    let found = alice.pool.fetch(&address, vec![filter.clone()], None).await;
    assert!(found.complete && found.reason.is_empty());
    assert_eq!(found.events.iter().map(|e| e.event()).collect::<Vec<_>>(), [&list]);
    relay.manners().read = Gate::Keys(vec![bob.public_key()]);
    let found = alice.pool.fetch(&address, vec![filter.clone()], None).await;
    assert!(!found.complete && found.reason.contains("not on the list"), "{}", found.reason);
    let found = alice.pool.fetch(&address, vec![filter], Some(bob)).await;
    assert_eq!(found.events.len(), 1);
}
