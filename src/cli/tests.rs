//! Commands against a stand-in for the messenger, through the local socket.

mod rows;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clap::Parser;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::rows::*;
use super::args::{Arguments, Door, Verb};
use super::output::Output;
use super::session::Session;
use super::{Failure, human, publish, run, watch};
use crate::local::fake::Fake;
use crate::local::{self, Client, Server};
use crate::messenger::{Before, Command, Error, ErrorKind, Event, Reply, Sent, Synced, Verdict};
use crate::model::*;

/// Every command that goes through a session, one or more ways.
const COMMANDS: &[&[&str]] = &[
    &["whoami"],
    &["rename", "Nadia"],
    &["relays"],
    &["relays", "add", "ws://127.0.0.1:7447"],
    &["relays", "remove", "ws://127.0.0.1:7447"],
    &["add", "npub1x", "--name", "Nadia"],
    &["contacts"],
    &["chats"],
    &["room", "Owls", "a", "b"],
    &["send", "nadia", "hello", "--reply-to", M],
    &["secret", "nadia"],
    &["safety-number", "nadia"],
    &["verify", "nadia"],
    &["close", "nadia"],
    &["timer", "nadia", "60"],
    &["react", M, "👍"],
    &["edit", M, "better"],
    &["delete", M],
    &["delete", M, "--for-both"],
    &["retry", M],
    &["history", "nadia", "--limit", "1"],
    &["search", "owl", "--chat", "nadia"],
    &["read", "nadia"],
    &["delete-chat", "nadia"],
    &["requests"],
    &["accept", "npub1x"],
    &["block", "npub1x"],
    &["unblock", "npub1x"],
    &["delete-request", "npub1x"],
    &["network"],
    &["sync", "--timeout", "7"],
];

fn verb(words: &[&str]) -> Verb {
    let line = ["hushwing", "cli"].iter().chain(words);
    match Arguments::try_parse_from(line).unwrap().door {
        Some(Door::Cli(options)) => options.verb,
        other => panic!("{other:?}"),
    }
}

/// Standard output of a test.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A profile that `fake` holds, and a command's way to it.
struct Held {
    _folder: tempfile::TempDir,
    server: Server,
    session: Session,
}

async fn held_by(fake: &Fake) -> Held {
    let folder = tempfile::tempdir().unwrap();
    let path = local::socket_path(folder.path());
    let server = local::serve(fake.clone(), &path).unwrap();
    let session = Session::Remote(Client::connect(&path).await.unwrap());
    Held { _folder: folder, server, session }
}

async fn say(fake: &Fake, words: &[&str], json: bool) -> (String, Result<(), Failure>) {
    let mut held = held_by(fake).await;
    let paper = Paper::default();
    let mut output = Output::new(Box::new(paper.clone()), json);
    let done = run::dispatch(&mut held.session, &mut output, verb(words)).await;
    output.flush().unwrap();
    drop(output);
    let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    (text, done)
}

async fn rows(words: &[&str]) -> Vec<Value> {
    let fake = Fake::new(|command| answer(command, "Nadia"));
    let (text, done) = say(&fake, words, true).await;
    done.unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Fields and types that outside tools rely on. More fields may follow, none may go.
#[tokio::test]
async fn json_rows_have_the_fields_that_tools_rely_on() {
    use Kind::*;
    #[derive(Debug, Clone, Copy)]
    enum Kind {
        Text,
        MaybeText,
        Number,
        MaybeNumber,
        Bool,
        List,
        Object,
    }
    let sent: &[(&str, Kind)] = &[("message", Text), ("state", Text)];
    let added: &[(&str, Kind)] = &[("contact", Text), ("chat", Text), ("name", Text)];
    let person: &[(&str, Kind)] = &[
        ("contact", Text),
        ("name", Text),
        ("accepted", Bool),
        ("blocked", Bool),
        ("verified", Bool),
    ];
    let chat: &[(&str, Kind)] = &[
        ("chat", Text),
        ("kind", Text),
        ("name", Text),
        ("contact", MaybeText),
        ("unread", Number),
        ("state", Text),
    ];
    let relay: &[(&str, Kind)] = &[
        ("url", Text),
        ("state", Text),
        ("reason", Text),
        ("limits", Object),
        ("latency_ms", MaybeNumber),
    ];
    let me: &[(&str, Kind)] = &[("npub", Text), ("name", Text), ("link", Text), ("relays", List)];
    let message: &[(&str, Kind)] = &[
        ("message", Text),
        ("chat", Text),
        ("from", Text),
        ("mine", Bool),
        ("at", Number),
        ("text", Text),
        ("state", Text),
        ("reply_to", MaybeText),
        ("edited", Bool),
        ("reactions", Object),
        ("expires_at", MaybeNumber),
        ("attachments", List),
    ];
    let request: &[(&str, Kind)] = &[("id", Text), ("name", Text), ("text", Text), ("at", Number)];
    let synced: &[(&str, Kind)] = &[("received", Number), ("sent", Number), ("pending", Number)];
    for words in COMMANDS {
        let fields: &[(&str, Kind)] = match words[0] {
            "whoami" | "rename" => me,
            "relays" => relay,
            "add" | "accept" | "block" | "unblock" => added,
            "contacts" => person,
            "chats" | "room" | "secret" => chat,
            "safety-number" => {
                &[("digits", Text), ("qr", Text), ("verified", Bool), ("state", Text)]
            }
            "verify" => &[("verified", Bool)],
            "close" | "timer" => &[("chat", Text)],
            "send" | "react" | "edit" | "delete" | "retry" => sent,
            "history" | "search" => message,
            "requests" => request,
            "sync" => synced,
            "read" => &[("chat", Text), ("message", MaybeText)],
            "delete-chat" => &[("chat", Text), ("deleted", Bool)],
            "delete-request" => &[("id", Text), ("deleted", Bool)],
            "network" => &[("route", Text), ("online", Bool), ("pending", Number)],
            other => panic!("{other} has no row"),
        };
        let rows = rows(words).await;
        assert_eq!(rows.len(), 1, "{words:?}");
        for (field, kind) in fields {
            let value = rows[0].get(field).unwrap_or_else(|| panic!("{words:?} lacks {field}"));
            let fits = match kind {
                Text => value.is_string(),
                MaybeText => value.is_string() || value.is_null(),
                Number => value.is_i64() || value.is_u64(),
                MaybeNumber => value.is_number() || value.is_null(),
                Bool => value.is_boolean(),
                List => value.is_array(),
                Object => value.is_object(),
            };
            assert!(fits, "{words:?}: {field} is {value}, not {kind:?}");
        }
    }
}

#[tokio::test]
async fn json_values_are_written_as_documented() {
    let history = &rows(&["history", "nadia"]).await[0];
    assert_eq!(history["message"], M);
    assert_eq!(history["chat"], C);
    assert!(history["from"].as_str().unwrap().starts_with("npub1"));
    assert_eq!(history["at"], 1_795_303_434_000_i64);
    assert_eq!(history["state"], "received");
    assert_eq!(history["reply_to"], M);
    assert_eq!(history["expires_at"], Value::Null);
    assert_eq!(history["reactions"]["Nadia"][0], history["from"]);
    let file = &history["attachments"][0];
    assert_eq!((file["size"].as_u64(), &file["state"]), (Some(7), &Value::from("here")));
    assert!(file["name"].is_string() && file["type"].is_string());

    let chats = &rows(&["chats"]).await[0];
    assert_eq!((&chats["kind"], &chats["state"]), (&"ordinary".into(), &"open".into()));
    assert!(chats["contact"].as_str().unwrap().starts_with("npub1"));
    assert_eq!(rows(&["relays"]).await[0]["state"], "connected");
    assert_eq!(rows(&["whoami"]).await[0]["relays"][0], "ws://127.0.0.1:7447");
    assert!(rows(&["requests"]).await[0]["id"].as_str().unwrap().starts_with("npub1"));
}

#[test]
fn the_words_in_state_and_kind_are_those_of_the_table() {
    let word = |value: Value| value.as_str().unwrap().to_owned();
    let states = [
        MessageState::Waiting,
        MessageState::Queued,
        MessageState::Sent,
        MessageState::Delivered,
        MessageState::Read,
        MessageState::Failed,
        MessageState::Received,
    ];
    assert_eq!(
        states.map(|state| word(serde_json::to_value(state).unwrap())),
        ["waiting", "queued", "sent", "delivered", "read", "failed", "received"]
    );
    let kinds = [ChatKind::Ordinary, ChatKind::Room, ChatKind::Secret, ChatKind::Saved];
    assert_eq!(
        kinds.map(|kind| word(serde_json::to_value(kind).unwrap())),
        ["ordinary", "room", "secret", "saved"]
    );
    let events = [
        (Event::Message(Box::new(message("hi"))), "message"),
        (Event::State { message: id(), chat: chat_id(), state: MessageState::Read }, "state"),
        (Event::Chat(Box::new(chat("x"))), "chat"),
        (Event::Chat(Box::new(secret("x"))), "chat"),
        (Event::Typing { chat: chat_id() }, "typing"),
        (Event::Request(Box::new(request("x"))), "request"),
        (Event::Relay(relay("")), "relay"),
    ];
    for (event, name) in events {
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["event"], name);
        // It crosses the local socket, so it must be read back as it was written.
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }
}

#[tokio::test]
async fn commands_ask_the_messenger_for_what_they_say() {
    let asked = |words: &'static [&'static str]| async move {
        let fake = Fake::new(|command| answer(command, "Nadia"));
        say(&fake, words, true).await.1.unwrap();
        fake.asked()
    };
    let to_json = |command: Command| serde_json::to_string(&command).unwrap();
    assert_eq!(
        asked(&["send", "nadia", "hello", "--reply-to", M]).await,
        [to_json(Command::Send {
            chat: crate::messenger::ChatName("nadia".into()),
            text: "hello".into(),
            reply_to: Some(id()),
            ttl: None,
        })]
    );
    let nadia = || crate::messenger::ChatName("nadia".into());
    let verify = |verdict| [to_json(Command::Verify { chat: nadia(), verdict })];
    for (flag, verdict) in [
        (&["verify", "nadia"][..], Verdict::Match),
        (&["verify", "nadia", "--revoke"], Verdict::Revoke),
        (&["verify", "nadia", "--differ"], Verdict::Differ),
        (&["verify", "nadia", "--let-in"], Verdict::LetIn),
        (&["verify", "nadia", "--code", "CAI="], Verdict::Scanned("CAI=".into())),
    ] {
        let fake = Fake::new(|command| answer(command, "Nadia"));
        say(&fake, flag, true).await.1.unwrap();
        assert_eq!(fake.asked(), verify(verdict));
    }
    assert_eq!(
        asked(&["timer", "nadia", "60"]).await,
        [to_json(Command::SetTimer { chat: nadia(), secs: 60 })]
    );
    assert_eq!(
        asked(&["delete", M, "--for-both"]).await,
        [to_json(Command::Delete { message: id(), for_both: true })]
    );
    assert_eq!(
        asked(&["sync", "--timeout", "7"]).await,
        [to_json(Command::Sync { timeout_ms: 7000 })]
    );
    assert_eq!(
        asked(&["read", "nadia"]).await,
        [
            to_json(Command::FindChat { chat: crate::messenger::ChatName("nadia".into()) }),
            to_json(Command::History { chat: chat_id().into(), limit: 1, before: Before::End }),
            to_json(Command::MarkRead { chat: chat_id().into(), up_to: id() }),
        ]
    );
}

#[tokio::test]
async fn strangers_words_are_shown_and_not_obeyed() {
    for json in [false, true] {
        for words in COMMANDS {
            let fake = Fake::new(|command| answer(command, HOSTILE));
            let (text, done) = say(&fake, words, json).await;
            done.unwrap();
            assert!(
                !text.chars().any(|c| c != '\n' && is_hidden(c)),
                "{words:?} (json: {json}): {text:?}"
            );
        }
    }
    for event in [
        Event::Message(Box::new(message(HOSTILE))),
        Event::Chat(Box::new(chat(HOSTILE))),
        Event::Request(Box::new(request(HOSTILE))),
        Event::Relay(relay(HOSTILE)),
    ] {
        let text = human::event(&event);
        assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)), "{text:?}");
    }
}

#[tokio::test]
async fn people_get_short_aligned_lines() {
    let fake = Fake::new(|command| match command {
        Command::History { .. } => Ok(Reply::Messages(vec![message("hello\nworld")])),
        other => answer(other, "Nadia"),
    });
    let (text, _) = say(&fake, &["history", "nadia"], false).await;
    assert_eq!(
        text,
        format!(
            "2026-11-21 23:23:54Z  received   {M}  (edited)  Nadia\n    > Bob: two lines\n    \
             hello\n    world\n    [7 bytes, application/pdf] plan.pdf\n    👍 1\n"
        )
    );
    let (text, _) = say(&fake, &["chats"], false).await;
    assert_eq!(text, format!("{C}  ordinary  open         3 new  Nadia\n"));
    let (text, _) = say(&fake, &["relays"], false).await;
    assert_eq!(text, "connected        3 ms  ws://127.0.0.1:7447\n    Nadia\n");
}

#[tokio::test]
async fn a_long_history_is_read_in_pages_and_printed_oldest_first() {
    const ALL: i64 = 1234;
    let fake = Fake::new(|command| {
        let Command::History { limit, before, .. } = command else { panic!("{command:?}") };
        let end = match before {
            Before::End => ALL,
            Before::Position(position) => position.row,
            other => panic!("{other:?}"),
        };
        let rows = (0.max(end - i64::from(*limit))..end).map(|row| {
            let position = Position { at: Millis(row), row };
            Message { position, at: Millis(row), ..message("hi") }
        });
        Ok(Reply::Messages(rows.collect()))
    });
    for (limit, first) in [("1100", ALL - 1100), ("500", ALL - 500), ("5000", 0)] {
        let (text, done) = say(&fake, &["history", "nadia", "--limit", limit], true).await;
        done.unwrap();
        let at: Vec<i64> = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["at"].as_i64().unwrap())
            .collect();
        assert_eq!(at, (first..ALL).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_sync_without_any_relay_says_so_by_its_status_and_still_prints() {
    let fake = Fake::new(|_| Ok(Reply::Synced(Synced { pending: 4, ..Synced::default() })));
    let (text, done) = say(&fake, &["sync"], true).await;
    assert!(text.contains(r#""pending":4"#));
    assert_eq!(done, Err(Failure::NoRelay));
    let fake = Fake::new(|_| Err(Error::new(ErrorKind::Network, "No.")));
    assert_eq!(say(&fake, &["sync"], true).await.1, Err(Failure::NoRelay));
    let fake = Fake::new(|_| Err(Error::new(ErrorKind::Store, "The disk is full.")));
    assert_eq!(say(&fake, &["sync"], true).await.1.unwrap_err().status(), 1);
}

#[tokio::test]
async fn an_unencrypted_relay_at_a_public_address_is_explained() {
    let fake = Fake::new(|_| Err(Error::new(ErrorKind::NeedsConsent, "Ask first.")));
    let failure = say(&fake, &["relays", "add", "ws://a.example"], true).await.1.unwrap_err();
    assert_eq!(failure.status(), 1);
    assert!(failure.to_string().contains("--unencrypted"), "{failure}");
}

#[tokio::test]
async fn a_sentence_of_the_messenger_is_the_failure_and_an_odd_answer_is_one_too() {
    let fake = Fake::new(|_| Err(Error::not_found("Nobody here is called Bob.")));
    let (text, done) = say(&fake, &["send", "Bob", "hi"], true).await;
    assert_eq!(text, "");
    assert_eq!(done.unwrap_err().to_string(), "Nobody here is called Bob.");
    let fake = Fake::new(|_| Ok(Reply::Done));
    assert_eq!(say(&fake, &["whoami"], true).await.1, Err(Failure::odd_answer()));
}

#[tokio::test]
async fn send_waits_for_the_tick_of_its_own_message() {
    let other = MessageId([9; 32]);
    let state = |message, state| Event::State { message, chat: chat_id(), state };
    // The event is told after the answer, as the network would.
    let (told, mut tell) = mpsc::unbounded_channel();
    let fake = Fake::new(move |command| match command {
        Command::Send { .. } => {
            told.send(()).unwrap();
            Ok(Reply::Sent(Sent { message: id(), state: MessageState::Queued }))
        }
        other => answer(other, "Nadia"),
    });
    let events = fake.events.clone();
    let network = tokio::spawn(async move {
        tell.recv().await.unwrap();
        events.send(state(other, MessageState::Delivered)).unwrap();
        events.send(state(id(), MessageState::Waiting)).unwrap();
        events.send(state(id(), MessageState::Sent)).unwrap();
    });
    let (text, done) = say(&fake, &["send", "nadia", "hello"], true).await;
    done.unwrap();
    assert_eq!(text, format!("{{\"message\":\"{M}\",\"state\":\"sent\"}}\n"));
    network.await.unwrap();
}

#[tokio::test]
async fn one_who_gives_up_waiting_knows_the_last_state() {
    let fake = Fake::new(|command| answer(command, "Nadia"));
    let mut held = held_by(&fake).await;
    let mut events = held.session.events().await.unwrap();
    let sent = Sent { message: id(), state: MessageState::Queued };
    let last = Event::State { message: id(), chat: chat_id(), state: MessageState::Waiting };
    fake.events.send(last).unwrap();
    let patience = Duration::from_millis(200);
    let sent = publish::until_sent_within(&mut held.session, &mut events, sent, patience).await;
    assert_eq!(sent.unwrap().state, MessageState::Waiting);
}

#[tokio::test]
async fn relays_are_shown_with_their_limits_as_soon_as_these_are_told() {
    let (told, mut tell) = mpsc::unbounded_channel();
    let informed = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (inside, outside) = (informed.clone(), informed);
    let fake = Fake::new(move |command| {
        let limits_known = inside.load(std::sync::atomic::Ordering::SeqCst);
        told.send(()).unwrap();
        let mut row = relay("");
        row.limits_known = limits_known;
        row.limits.negentropy = limits_known.then_some(true);
        assert!(matches!(command, Command::Relays));
        Ok(Reply::Relays(vec![row]))
    });
    let events = fake.events.clone();
    let network = tokio::spawn(async move {
        tell.recv().await.unwrap();
        outside.store(true, std::sync::atomic::Ordering::SeqCst);
        events.send(Event::Relay(relay(""))).unwrap();
        tell
    });
    let (text, done) = say(&fake, &["relays"], true).await;
    done.unwrap();
    let row: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&row["limits_known"], &row["limits"]["negentropy"]), (&true.into(), &true.into()));
    network.await.unwrap();
}

#[tokio::test]
async fn a_relay_that_never_tells_its_limits_is_shown_without_them() {
    let fake =
        Fake::new(|_| Ok(Reply::Relays(vec![RelayStatus { limits_known: false, ..relay("") }])));
    let mut held = held_by(&fake).await;
    let (patience, for_limits) = (Duration::from_secs(3600), Duration::from_millis(50));
    let rows = publish::until_tried_within(&mut held.session, patience, for_limits).await.unwrap();
    let row = serde_json::to_value(&rows[0]).unwrap();
    assert_eq!(row["limits"]["negentropy"], Value::Null, "nobody has tried it");
    assert_eq!(row["limits_known"], false);
}

#[tokio::test]
async fn a_deletion_says_what_was_done() {
    assert_eq!(rows(&["delete", M]).await[0]["state"], "deleted", "nothing is sent");
    let row = &rows(&["delete", M, "--for-both"]).await[0];
    assert_eq!((&row["message"], &row["state"]), (&M.into(), &"queued".into()));
    let fake = Fake::new(|command| answer(command, "Nadia"));
    assert_eq!(say(&fake, &["delete", M], false).await.0, format!("deleted    {M}\n"));
}

#[tokio::test]
async fn watch_prints_an_event_a_line_until_interrupted() {
    let fake = Fake::new(|command| answer(command, "Nadia"));
    let mut held = held_by(&fake).await;
    let paper = Paper::default();
    let mut output = Output::new(Box::new(paper.clone()), true);
    let interrupted = CancellationToken::new();
    let stop = interrupted.clone();
    let events = fake.events.clone();
    let people = async move {
        while events.receiver_count() == 0 {
            tokio::task::yield_now().await;
        }
        events.send(Event::Message(Box::new(message("hello")))).unwrap();
        events.send(Event::Relay(relay(""))).unwrap();
        let lines = || paper.0.lock().unwrap().iter().filter(|byte| **byte == b'\n').count();
        while lines() < 2 {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        paper
    };
    let (done, paper) =
        tokio::join!(watch::watch(&mut held.session, &mut output, &interrupted), people);
    done.unwrap();
    let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&rows[0]["event"], &rows[0]["text"]), (&"message".into(), &"hello".into()));
    assert_eq!((&rows[1]["event"], &rows[1]["state"]), (&"relay".into(), &"connected".into()));
}

#[tokio::test]
async fn watch_says_when_there_is_nothing_left_to_watch() {
    let fake = Fake::new(|command| answer(command, "Nadia"));
    let Held { _folder, server, mut session } = held_by(&fake).await;
    let mut output = Output::new(Box::new(Paper::default()), true);
    let interrupted = CancellationToken::new();
    let events = fake.events.clone();
    let end = async move {
        while events.receiver_count() == 0 {
            tokio::task::yield_now().await;
        }
        server.stop().await;
    };
    let (done, ()) = tokio::join!(watch::watch(&mut session, &mut output, &interrupted), end);
    assert!(done.unwrap_err().to_string().contains("nothing to watch"));
}
