//! The program itself: what it exits with and what it writes where, while a stand-in for the
//! messenger holds the profile.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command as Process, Output, Stdio};
use std::sync::{Arc, Mutex};

use hushwing::local::{self, Answer, Server};
use hushwing::messenger::{Command, Error, ErrorKind, Event, Me, Reply, Sent, Synced};
use hushwing::model::{ChatId, MessageId, MessageState};
use nostr::key::Keys;
use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::broadcast;

/// Remembers texts that were sent; reaches no relay.
#[derive(Clone)]
struct StandIn {
    texts: Arc<Mutex<Vec<String>>>,
    events: broadcast::Sender<Event>,
}

impl Answer for StandIn {
    async fn answer(&self, command: Command) -> Result<Reply, Error> {
        Ok(match command {
            Command::Whoami => Reply::Me(Me {
                account: Keys::parse(&"3".repeat(64)).unwrap().public_key(),
                name: "Nadia".into(),
                link: "hushwing:nprofile1x".into(),
                relays: Vec::new(),
            }),
            Command::Send { text, .. } => {
                self.texts.lock().unwrap().push(text);
                Reply::Sent(Sent { message: MessageId([1; 32]), state: MessageState::Sent })
            }
            Command::Sync { .. } => Reply::Synced(Synced { pending: 1, ..Synced::default() }),
            _ => return Err(Error::new(ErrorKind::NotFound, "Nobody is called \u{1B}[31mBob.")),
        })
    }

    fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }
}

struct Profile {
    folder: tempfile::TempDir,
    stand_in: StandIn,
    server: Option<Server>,
    runtime: tokio::runtime::Runtime,
}

impl Profile {
    fn held() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let stand_in = StandIn { texts: Arc::default(), events: broadcast::channel(16).0 };
        let serve = async { local::serve(stand_in.clone(), &local::socket_path(folder.path())) };
        let server = Some(runtime.block_on(serve).unwrap());
        Self { folder, stand_in, server, runtime }
    }

    fn release(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.stop());
        }
    }

    fn process(&self, words: &[&str]) -> Process {
        process(self.folder.path(), words)
    }

    fn run(&self, words: &[&str]) -> Output {
        self.process(words).output().unwrap()
    }
}

fn process(dir: &Path, words: &[&str]) -> Process {
    let mut process = Process::new(env!("CARGO_BIN_EXE_hushwing"));
    process.arg("cli").args(words).arg("--profile-dir").arg(dir).stdin(Stdio::null());
    process
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn one_sentence(output: &Output) -> &str {
    let text = text(&output.stderr);
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_end()
}

#[test]
fn a_result_goes_to_standard_output_and_nothing_to_standard_error() {
    let output = Profile::held().run(&["whoami", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(row["name"], "Nadia");
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

#[test]
fn what_goes_wrong_is_one_harmless_sentence_and_a_status() {
    let profile = Profile::held();
    let output = profile.run(&["chats"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert_eq!(one_sentence(&output), "Nobody is called ␛[31mBob.");

    let output = profile.run(&["fly"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let output = profile.run(&["whoami", "--profile", "other"]);
    assert_eq!(output.status.code(), Some(2));
    one_sentence(&output);

    let output = profile.run(&["sync", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    one_sentence(&output);
    assert!(text(&output.stdout).contains(r#""pending":1"#));
}

#[test]
fn without_a_profile_a_sentence_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = process(folder.path(), &["whoami"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(one_sentence(&output).contains("cli init"));
}

#[test]
fn a_text_comes_from_standard_input() {
    let profile = Profile::held();
    let send = |input: &[u8]| {
        let mut child = profile
            .process(&["send", "nadia", "-", "--json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that has read enough may close its end first.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    };
    let output = send("line one\nline two \u{1F989}\n".as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(r#""state":"sent""#));
    assert_eq!(*profile.stand_in.texts.lock().unwrap(), ["line one\nline two \u{1F989}"]);

    for refused in [b"\xff\xfe".to_vec(), Vec::new(), vec![b'x'; (1 << 20) + 10]] {
        let output = send(&refused);
        assert_eq!(output.status.code(), Some(1));
        one_sentence(&output);
    }
    assert_eq!(profile.stand_in.texts.lock().unwrap().len(), 1);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let profile = Profile::held();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut process = profile.process(&["whoami", "--json"]);
    let output = process.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let output = output.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
}

/// A `watch` that has printed its first event.
fn watching(profile: &Profile) -> (Child, BufReader<ChildStdout>) {
    let mut process = profile.process(&["watch", "--json"]);
    let mut child = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while profile.stand_in.events.receiver_count() == 0 {
        std::thread::yield_now();
    }
    let event = Event::Gone { message: MessageId([1; 32]), chat: ChatId([2; 16]) };
    profile.stand_in.events.send(event).unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert!(line.starts_with(r#"{"event":"gone","message":"0101"#), "{line}");
    (child, lines)
}

#[test]
fn a_watch_ends_well_when_it_is_interrupted_or_asked_to_end() {
    let profile = Profile::held();
    for signal in [Signal::INT, Signal::TERM] {
        let (child, mut lines) = watching(&profile);
        kill_process(Pid::from_child(&child), signal).unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
        while profile.stand_in.events.receiver_count() > 0 {
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_watch_says_when_the_holder_of_the_profile_ends() {
    let mut profile = Profile::held();
    let (child, _lines) = watching(&profile);
    profile.release();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    one_sentence(&output);
}

#[test]
fn other_commands_end_at_once_when_they_are_interrupted() {
    let profile = Profile::held();
    let mut process = profile.process(&["send", "nadia", "-"]);
    let mut child =
        process.stdin(Stdio::piped()).stderr(Stdio::piped()).arg("-vvv").spawn().unwrap();
    // It waits for standard input, which stays open (`wait` would close it). Its first word in the log says that signals
    // are heard.
    let mut log = BufReader::new(child.stderr.take().unwrap());
    log.read_line(&mut String::new()).unwrap();
    let _open = child.stdin.take();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(profile.stand_in.texts.lock().unwrap().is_empty());
}

#[test]
fn the_demo_says_why_it_does_not_start_and_leaves_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = |words: &[&str]| {
        let mut process = Process::new(env!("CARGO_BIN_EXE_hushwing"));
        process.args(words).stdin(Stdio::null()).env("TMPDIR", temporary.path());
        for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            process.env_remove(display);
        }
        process.output().unwrap()
    };
    let output = demo(&["demo", "--theme", "dark", "--size", "500x500"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(one_sentence(&output).contains("no display"));
    // It makes its own people up.
    let output = demo(&["demo", "--profile", "mine"]);
    assert_eq!(output.status.code(), Some(2));
    one_sentence(&output);
    // A part of it that was started by hand.
    let output = demo(&["demo-window", "--profile-dir", "/nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    one_sentence(&output);
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
}
