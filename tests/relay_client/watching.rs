//! What is sent to a mailbox arrives, whatever the relay does.

use std::time::Duration;

use hushwing::model::RelayCondition;
use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::key::Keys;
use nostr::types::Timestamp;

use crate::bad_relay::{Gate, Manners, Neg};
use crate::world::{DAY, NOW, Reader, Seen, envelope, fill};

#[tokio::test(start_paused = true)]
async fn what_waited_comes_first_and_what_is_new_comes_at_once() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    fill(&relay, alice.key(), 300);
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
    let new = envelope(alice.key(), NOW - DAY, "hello");
    relay.put(new.clone());
    alice.wait_for_at_once(&new).await;
    assert_eq!(alice.pool.limits(&crate::world::at("ws://a.local")).negentropy, Some(true));
}

#[tokio::test(start_paused = true)]
async fn an_envelope_that_was_published_days_after_it_was_signed_comes_at_once() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    let late = envelope(alice.key(), NOW - 10 * DAY, "my outbox was offline");
    relay.put(late.clone());
    alice.wait_for_at_once(&late).await;
}

#[tokio::test(start_paused = true)]
async fn what_came_while_away_is_found_though_it_is_backdated() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    fill(&relay, alice.key(), 20);
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    alice.net.remove("ws://a.local");
    relay.manners().cut_after = Some(0);
    relay.put(envelope(alice.key(), NOW, "this one cuts the connection"));
    alice.wait_for_condition(RelayCondition::Unreachable).await;
    alice.clock.advance(3_600_000);
    let backdated = envelope(alice.key(), NOW + 3_600 - 2 * DAY, "backdated by two days");
    relay.put_quietly(backdated.clone());
    relay.manners().cut_after = None;
    alice.net.put_back("ws://a.local", &relay);
    alice.wait_for(&backdated).await;
    alice.catch_up().await;
    alice.assert_has_all(&relay);
    assert_eq!(alice.repeats, 0, "known envelopes are not fetched again");
}

#[tokio::test(start_paused = true)]
async fn a_known_envelope_is_not_fetched_again() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    for event in fill(&relay, alice.key(), 200) {
        alice.shelf.put(&event);
    }
    let new = envelope(alice.key(), NOW - DAY, "new");
    relay.put_quietly(new.clone());
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    assert_eq!(alice.got, [new]);
    assert!(alice.repeats <= 1, "the live subscription may bring the newest");
}

#[tokio::test(start_paused = true)]
async fn advertised_and_broken_nip77_loses_nothing() {
    for neg in [
        Neg::Off,
        Neg::Closed,
        Neg::Err("blocked: this query is too big".into()),
        Neg::Err("closed: you took too long to respond!".into()),
        Neg::Err("error: negentropy is not for you".into()),
        Neg::Silence,
        Neg::Garbage,
        Neg::Fake,
    ] {
        let manners = Manners { neg: neg.clone(), cap: Some(50), ..Manners::default() };
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 160);
        alice.watch(&["ws://a.local"]);
        assert!(alice.catch_up().await, "{neg:?}");
        alice.assert_has_all(&relay);
        let status = alice.pool.status().remove(0);
        assert_eq!(status.limits.negentropy, Some(false), "{neg:?}");
        assert_eq!(status.state, RelayCondition::Connected);
    }
}

#[tokio::test(start_paused = true)]
async fn ids_that_the_relay_names_and_does_not_serve_start_no_storm() {
    let manners = Manners { neg: Neg::Ghosts(250), ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 10);
    alice.watch(&["ws://a.local"]);
    assert!(!alice.catch_up().await, "not complete: something is named and not served");
    alice.assert_has_all(&relay);
    let asked = relay.heard_verb("REQ").len();
    assert!(asked < 30, "{asked}");
    let pool = alice.pool.clone();
    let resync = tokio::spawn(async move { pool.resync().await });
    alice.catch_up().await;
    resync.await.unwrap();
    assert!(relay.heard_verb("REQ").len() < asked + 5, "asked for ghosts again");
}

#[tokio::test(start_paused = true)]
async fn a_cap_below_what_is_asked_for_by_id_hides_nothing() {
    let manners = Manners { cap: Some(30), ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 400);
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_never_sends_eose_is_read_all_the_same() {
    for neg in [Neg::Honest, Neg::Off] {
        let manners = Manners { no_eose: true, neg, ..Manners::default() };
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 120);
        alice.watch(&["ws://a.local"]);
        alice.catch_up().await;
        alice.assert_has_all(&relay);
        assert_eq!(relay.connections(), 1, "a relay that is there is not dropped");
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_asks_who_is_there_is_told_the_mailbox_and_nothing_else() {
    for neg in [Neg::Honest, Neg::Off] {
        let manners = Manners { read: Gate::Addressee, neg, ..Manners::default() };
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 30);
        alice.watch(&["ws://a.local"]);
        assert!(alice.catch_up().await);
        alice.assert_has_all(&relay);
        assert_eq!(relay.heard_auth(), [(1, alice.key().to_hex())]);
        let new = envelope(alice.key(), NOW, "hello");
        relay.put(new.clone());
        alice.wait_for_at_once(&new).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_challenge_is_not_answered_before_the_relay_demands_it() {
    let manners = Manners { challenge_at_once: true, ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 3);
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    assert_eq!(relay.heard_auth(), []);
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_looks_like_an_empty_mailbox_is_noticed() {
    let manners = Manners { challenge_at_once: true, read: Gate::Silent, ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 30);
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
}

#[tokio::test(start_paused = true)]
async fn an_auth_that_is_never_answered_is_taken_for_accepted() {
    let manners = Manners { read: Gate::Addressee, silent_auth: true, ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 30);
    let started = tokio::time::Instant::now();
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
    assert!(started.elapsed() < Duration::from_secs(5), "no deadline had to pass");
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_does_not_name_nip_77_is_read_by_pages_at_once() {
    let document = r#"{"supported_nips":[1,11]}"#;
    let information = Some(document.into());
    let manners = Manners { neg: Neg::Silence, information, ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    fill(&relay, alice.key(), 30);
    let started = tokio::time::Instant::now();
    alice.watch(&["ws://a.local"]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
    assert!(started.elapsed() < Duration::from_secs(5), "no deadline had to pass");
}

#[tokio::test(start_paused = true)]
async fn an_auth_that_is_asked_in_the_middle_is_given() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    relay.manners().read = Gate::Addressee;
    let missed = envelope(alice.key(), NOW, "nobody was let in when this came");
    relay.put_quietly(missed.clone());
    let pool = alice.pool.clone();
    tokio::spawn(async move { pool.resync().await });
    alice.wait_for_at_once(&missed).await;
    assert_eq!(relay.heard_auth(), [(1, alice.key().to_hex())]);
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_refuses_the_key_is_shown_as_refusing() {
    let manners = Manners { read: Gate::Addressee, refuse_auth: true, ..Manners::default() };
    let (mut alice, relay) = Reader::at_one_relay(manners);
    alice.watch(&["ws://a.local"]);
    let reason = alice.wait_for_condition(RelayCondition::Refused).await;
    assert!(reason.contains("does not let this mailbox in"), "{reason}");
    let settled = alice.pool.quiet().await;
    assert!(!settled[0].caught_up && !settled[0].reason.is_empty());
    assert!(relay.heard_auth().len() <= 2, "the door is not beaten in");
}

#[tokio::test(start_paused = true)]
async fn subscriptions_that_the_relay_closes_are_opened_again() {
    for (words, times) in [("error: shutting down idle subscription", 3), ("", 2)] {
        let manners = Manners { close_subs: Some((times, words.into())), ..Manners::default() };
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 10);
        alice.watch(&["ws://a.local"]);
        alice.catch_up().await;
        // The last closing may come after the first comparison.
        let pool = alice.pool.clone();
        tokio::spawn(async move { pool.resync().await });
        alice.catch_up().await;
        let new = envelope(alice.key(), NOW, "hello");
        relay.put(new.clone());
        alice.wait_for(&new).await;
        alice.assert_has_all(&relay);
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_blocks_the_mailbox_says_so() {
    let manners = Manners {
        close_subs: Some((1_000, "blocked: we do not carry this".into())),
        ..Manners::default()
    };
    let (mut alice, _relay) = Reader::at_one_relay(manners);
    alice.watch(&["ws://a.local"]);
    let reason = alice.wait_for_condition(RelayCondition::Refused).await;
    assert!(reason.contains("we do not carry this"), "{reason}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_freezes_after_some_kilobytes_is_resumed_on_new_ones() {
    for neg in [Neg::Honest, Neg::Off] {
        let manners = Manners { freeze_after: Some(18_000), neg, ..Manners::default() };
        let (mut alice, relay) = Reader::at_one_relay(manners);
        for event in 0..60 {
            let text = format!("{event} {}", "x".repeat(1_500));
            relay.put_quietly(envelope(alice.key(), NOW - event * 1_000, &text));
        }
        alice.watch(&["ws://a.local"]);
        alice.wait_for_number(60).await;
        alice.assert_has_all(&relay);
        assert!(relay.connections() > 4, "{}", relay.connections());
        assert!(relay.connections() < 30, "{}", relay.connections());
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_cut_in_the_middle_is_resumed() {
    for neg in [Neg::Honest, Neg::Off] {
        let manners = Manners { cut_after: Some(15), neg, ..Manners::default() };
        let (mut alice, relay) = Reader::at_one_relay(manners);
        fill(&relay, alice.key(), 60);
        alice.watch(&["ws://a.local"]);
        alice.wait_for_number(60).await;
        assert!(relay.connections() > 4);
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_is_connected_and_answers_nothing_is_dropped_and_dialed_again() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    relay.manners().dead = true;
    let reason = alice.wait_for_condition(RelayCondition::Unreachable).await;
    assert!(reason.contains("stopped answering"), "{reason}");
    let missed = envelope(alice.key(), NOW, "sent while it was dead");
    relay.put_quietly(missed.clone());
    relay.manners().dead = false;
    alice.wait_for(&missed).await;
    assert!(relay.connections() >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_accepts_and_says_nothing_is_called_unreachable_soon() {
    for manners in [
        Manners { no_handshake: true, ..Manners::default() },
        Manners { dead: true, ..Manners::default() },
        Manners { no_answer: true, challenge_at_once: true, ..Manners::default() },
    ] {
        let started = tokio::time::Instant::now();
        let (mut alice, relay) = Reader::at_one_relay(manners);
        alice.watch(&["ws://a.local"]);
        let reason = alice.wait_for_condition(RelayCondition::Unreachable).await;
        assert!(reason.contains("does not answer"), "{reason}");
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
        assert_eq!(alice.pool.mute().len(), 1);
        // It is still listened to.
        *relay.manners() = Manners::default();
        alice.wait_for_condition(RelayCondition::Connected).await;
        alice.catch_up().await;
        assert_eq!(alice.pool.mute(), []);
        assert_eq!(alice.pool.status()[0].state, RelayCondition::Connected);
    }
}

#[tokio::test(start_paused = true)]
async fn where_one_relay_has_answered_a_silent_one_is_not_waited_for() {
    for manners in [
        Manners { no_handshake: true, ..Manners::default() },
        Manners { dead: true, ..Manners::default() },
    ] {
        let mut alice = Reader::new();
        alice.net.add("ws://a.local", Manners::default());
        let silent = alice.net.add("ws://b.local", manners);
        let started = tokio::time::Instant::now();
        alice.watch(&["ws://a.local", "ws://b.local"]);
        let pool = alice.pool.clone();
        let quiet = tokio::spawn(async move { pool.resync().await });
        alice.catch_up().await;
        let settled = quiet.await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
        let seen: Vec<_> = settled.iter().map(|s| (s.relay.as_str(), s.caught_up)).collect();
        assert_eq!(seen, [("ws://a.local", true), ("ws://b.local", false)]);
        assert!(settled[1].reason.contains("does not answer"), "{}", settled[1].reason);
        // Alone it would be waited for, and what it says late is not lost.
        let late = envelope(alice.key(), NOW, "late");
        silent.put_quietly(late.clone());
        *silent.manners() = Manners::default();
        alice.wait_for(&late).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_only_ignores_nip_77_is_not_taken_for_a_silent_one() {
    let mut alice = Reader::new();
    alice.net.add("ws://a.local", Manners::default());
    let b = alice.net.add("ws://b.local", Manners { neg: Neg::Silence, ..Manners::default() });
    fill(&b, alice.key(), 30);
    alice.watch(&["ws://a.local", "ws://b.local"]);
    let pool = alice.pool.clone();
    let quiet = tokio::spawn(async move { pool.resync().await });
    alice.catch_up().await;
    alice.catch_up().await;
    assert!(quiet.await.unwrap().iter().all(|settled| settled.caught_up));
    alice.assert_has_all(&b);
    assert!(alice.statuses.iter().all(|status| status.state != RelayCondition::Unreachable));
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_never_sends_eose_and_has_nothing_new_is_not_taken_for_a_silent_one() {
    // Nothing at all, and nothing of the weeks that the live subscription reaches back.
    for age in [None, Some(60 * DAY)] {
        for neg in [Neg::Honest, Neg::Off, Neg::Silence] {
            let manners = Manners { no_eose: true, neg, ..Manners::default() };
            let (mut alice, relay) = Reader::at_one_relay(manners);
            for n in 0..3 {
                let stranger = Keys::generate().public_key();
                relay.put_quietly(envelope(stranger, NOW - n, "not for Alice"));
            }
            if let Some(age) = age {
                relay.put_quietly(envelope(alice.key(), NOW - age, "long ago"));
            }
            alice.watch(&["ws://a.local"]);
            let soon = tokio::time::timeout(Duration::from_secs(120), alice.catch_up());
            soon.await.expect("it is read");
            alice.assert_has_all(&relay);
            // A word is asked for, and no stream of other people's events.
            relay.put(envelope(Keys::generate().public_key(), NOW, "not for Alice either"));
            let new = envelope(alice.key(), NOW, "hello");
            relay.put(new.clone());
            alice.wait_for_at_once(&new).await;
            assert!(relay.heard_verb("CLOSE").iter().any(|(_, m)| m[1] == "heartbeat"));
            assert_eq!(relay.connections(), 1, "a relay that is there is not dropped");
            let seen = alice.statuses.iter().map(|status| status.state);
            assert!(seen.clone().all(|state| state != RelayCondition::Unreachable), "{age:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_without_anything_new_costs_no_deadline() {
    for neg in [Neg::Honest, Neg::Off] {
        let (mut alice, relay) = Reader::at_one_relay(Manners { neg, ..Manners::default() });
        relay.put_quietly(envelope(alice.key(), NOW - 60 * DAY, "long ago"));
        let started = tokio::time::Instant::now();
        alice.watch(&["ws://a.local"]);
        assert!(alice.catch_up().await);
        alice.assert_has_all(&relay);
        assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
        assert!(alice.statuses.iter().all(|s| s.state != RelayCondition::Unreachable));
        assert!(!relay.heard_verb("REQ").iter().any(|(_, m)| m[1] == "heartbeat"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_quiet_relay_that_answers_the_heartbeat_is_kept() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
    assert_eq!(relay.connections(), 1);
    let beats = relay.heard_verb("REQ").iter().filter(|(_, m)| m[1] == "heartbeat").count();
    assert!(beats > 50, "{beats}");
}

#[tokio::test(start_paused = true)]
async fn everything_is_compared_again_after_six_hours() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    let hidden = envelope(alice.key(), NOW - 300 * DAY, "the relay told nobody of it");
    relay.put_quietly(hidden.clone());
    let started = tokio::time::Instant::now();
    alice.wait_for(&hidden).await;
    assert!(started.elapsed() <= std::time::Duration::from_secs(6 * 3600 + 60));
}

#[tokio::test(start_paused = true)]
async fn ephemeral_envelopes_come_while_connected() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    let typing = EventBuilder::new(Kind::from_u16(21_059), "typing")
        .tag(Tag::public_key(alice.key()))
        .custom_created_at(Timestamp::from(NOW))
        .finalize(&Keys::generate())
        .unwrap();
    relay.put(typing.clone());
    alice.wait_for_at_once(&typing).await;
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_is_read_at_all_its_relays_and_no_longer_where_it_left() {
    let mut alice = Reader::new();
    let a = alice.net.add("ws://a.local", Manners::default());
    let b = alice.net.add("ws://b.local", Manners::default());
    a.put_quietly(envelope(alice.key(), NOW, "at a"));
    b.put_quietly(envelope(alice.key(), NOW, "at b"));
    alice.watch(&["ws://a.local", "ws://b.local"]);
    alice.wait_for_number(2).await;
    alice.pool.quiet().await;
    alice.watch(&["ws://b.local"]);
    while a.open() > 0 {
        tokio::task::yield_now().await;
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!((a.open(), b.open()), (0, 1));
    assert_eq!(b.connections(), 1, "the relay that stays is not disturbed");
    assert_eq!(alice.pool.status().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn quiet_waits_for_all_and_says_who_failed() {
    let mut alice = Reader::new();
    alice.net.add("ws://a.local", Manners::default());
    alice.watch(&["ws://a.local", "ws://gone.local"]);
    let pool = alice.pool.clone();
    let quiet = tokio::spawn(async move { pool.quiet().await });
    while !matches!(alice.next().await, Seen::CaughtUp { .. }) {}
    let settled = quiet.await.unwrap();
    let seen: Vec<_> = settled.iter().map(|s| (s.relay.as_str(), s.caught_up)).collect();
    assert_eq!(seen, [("ws://a.local", true), ("ws://gone.local", false)]);
    assert!(settled[1].reason.contains("no relay listens"), "{}", settled[1].reason);
    // A resync tries again at once, though the relay was just seen to be gone.
    alice.net.add("ws://gone.local", Manners::default());
    let pool = alice.pool.clone();
    let resync = tokio::spawn(async move { pool.resync().await });
    alice.catch_up().await;
    alice.catch_up().await;
    assert!(resync.await.unwrap().iter().all(|s| s.caught_up && s.complete));
}

#[tokio::test(start_paused = true)]
async fn stop_closes_everything() {
    let (mut alice, relay) = Reader::at_one_relay(Manners::default());
    alice.watch(&["ws://a.local"]);
    alice.catch_up().await;
    alice.pool.stop().await;
    while relay.open() > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn it_works_over_tcp_too() {
    let relay = crate::bad_relay::BadRelay::listen(Manners::default()).await;
    let mut alice =
        Reader::through(hushwing::relay::Dialer::direct(), crate::world::Net::default());
    fill(&relay, alice.key(), 50);
    alice.watch(&[&relay.url()]);
    assert!(alice.catch_up().await);
    alice.assert_has_all(&relay);
    alice.pool.stop().await;
}
