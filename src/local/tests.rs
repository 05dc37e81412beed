//! One process holds the profile, others ask it.

use std::future::Future;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::sync::{broadcast, watch};

use super::fake::Fake;
use super::unix::MAX_CONNECTIONS;
use super::*;
use crate::messenger::{Command, ErrorKind, KeyForm};
use crate::model::{ChatId, MessageId, MessageState, Secret};

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = socket_path(folder.path());
    (folder, path)
}

fn obliging() -> Fake {
    Fake::new(|_| Ok(Reply::Done))
}

fn ticked(byte: u8) -> Event {
    Event::State {
        message: MessageId([byte; 32]),
        chat: ChatId([byte; 16]),
        state: MessageState::Sent,
    }
}

#[tokio::test]
async fn what_is_asked_through_the_socket_is_answered_as_if_asked_directly() {
    let (_folder, path) = place();
    let fake = Fake::new(|command| match command {
        Command::Whoami => Err(Error::not_found("Nobody is here.")),
        _ => Ok(Reply::Done),
    });
    let server = serve(fake.clone(), &path).unwrap();
    let mut client = Client::connect(&path).await.unwrap();

    let error = client.run(&Command::Whoami).await.unwrap_err();
    assert_eq!(error, Error::not_found("Nobody is here."));
    let export = Command::Export {
        form: KeyForm::Words,
        passphrase: Secret::new("line\none \u{1F426} \"quoted\"".into()),
    };
    assert!(matches!(client.run(&export).await, Ok(Reply::Done)));
    assert_eq!(
        fake.asked(),
        [serde_json::to_string(&Command::Whoami).unwrap(), serde_json::to_string(&export).unwrap()]
    );
    server.stop().await;
}

#[tokio::test]
async fn the_socket_is_for_its_owner_alone_and_goes_with_the_server() {
    let (_folder, path) = place();
    let server = serve(obliging(), &path).unwrap();
    let mode = std::fs::symlink_metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    server.stop().await;
    assert!(!path.exists());
    assert!(Client::connect(&path).await.is_none());

    let server = serve(obliging(), &path).unwrap();
    drop(server);
    assert!(!path.exists());
}

#[tokio::test]
async fn a_leftover_is_replaced_but_a_living_server_and_other_files_are_not() {
    let (_folder, path) = place();
    // A process that died leaves its socket behind.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    assert!(Client::connect(&path).await.is_none());
    let server = serve(obliging(), &path).unwrap();
    assert!(Client::connect(&path).await.is_some());

    assert!(matches!(serve(obliging(), &path), Err(LocalError::Occupied)));
    assert!(Client::connect(&path).await.is_some(), "the first one still serves");
    server.stop().await;

    std::fs::write(&path, "precious").unwrap();
    assert!(matches!(serve(obliging(), &path), Err(LocalError::NotASocket)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
}

#[tokio::test]
async fn a_server_removes_only_its_own_socket() {
    let (folder, path) = place();
    let server = serve(obliging(), &path).unwrap();
    std::fs::rename(&path, folder.path().join("elsewhere")).unwrap();
    std::fs::write(&path, "somebody else's").unwrap();
    server.stop().await;
    assert!(path.exists());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_profile_may_lie_deeper_than_a_socket_address_is_long() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("d".repeat(120)).join("e".repeat(120));
    std::fs::create_dir_all(&deep).unwrap();
    let path = socket_path(&deep);
    let server = serve(obliging(), &path).unwrap();
    let mut client = Client::connect(&path).await.unwrap();
    assert!(client.run(&Command::Chats).await.is_ok());
    server.stop().await;
    assert!(!path.exists());
}

async fn say(stream: &mut BufReader<UnixStream>, line: &[u8]) -> String {
    stream.write_all(line).await.unwrap();
    stream.write_all(b"\n").await.unwrap();
    let mut answer = String::new();
    stream.read_line(&mut answer).await.unwrap();
    answer
}

async fn raw(path: &Path) -> BufReader<UnixStream> {
    BufReader::new(UnixStream::connect(path).await.unwrap())
}

#[tokio::test]
async fn nonsense_and_endless_lines_get_an_error_and_harm_nobody() {
    let (_folder, path) = place();
    let fake = obliging();
    let server = serve(fake.clone(), &path).unwrap();
    let mut stream = raw(&path).await;

    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    for line in [b"".as_slice(), b"hello", b"{\"command\":{\"do\":\"fly\"}}", b"\xff\xfe", &deep] {
        let answer = say(&mut stream, line).await;
        assert!(answer.starts_with(r#"{"error":{"kind":"input""#), "{answer}");
    }
    let answer = say(&mut stream, &vec![b'x'; wire::MAX_REQUEST + 1]).await;
    assert!(answer.contains("too long"), "{answer}");
    assert!(fake.asked().is_empty());

    let answer = say(&mut stream, br#"{"command":{"do":"chats"}}"#).await;
    assert_eq!(answer, "{\"reply\":{\"reply\":\"done\"}}\n");

    // One that never stops is cut off.
    let mut endless = UnixStream::connect(&path).await.unwrap();
    let block = vec![b'x'; 1 << 20];
    while endless.write_all(&block).await.is_ok() {}
    assert!(Client::connect(&path).await.unwrap().run(&Command::Chats).await.is_ok());
    server.stop().await;
}

#[tokio::test]
async fn an_error_about_a_line_never_quotes_it() {
    let (_folder, path) = place();
    let server = serve(obliging(), &path).unwrap();
    let mut stream = raw(&path).await;
    let line = br#"{"command":{"do":"export","form":"Nonsense","passphrase":"hunter2"}}"#;
    let answer = say(&mut stream, line).await;
    assert!(answer.starts_with(r#"{"error""#));
    assert!(!answer.contains("hunter2") && !answer.contains("Nonsense"), "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn many_ask_at_once_and_each_gets_the_own_answer() {
    let (_folder, path) = place();
    let fake = Fake::new(|command| match command {
        Command::Search { text, .. } => Err(Error::input(text.clone())),
        _ => Ok(Reply::Done),
    });
    let server = serve(fake, &path).unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for who in 0..20 {
        let path = path.clone();
        tasks.spawn(async move {
            let mut client = Client::connect(&path).await.unwrap();
            for turn in 0..20 {
                let text = format!("No {who}/{turn}.");
                let command = Command::Search { text: text.clone(), chat: None, limit: 1 };
                assert_eq!(client.run(&command).await.unwrap_err().sentence, text);
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn one_too_many_is_turned_away_with_a_reason_and_a_seat_comes_free() {
    let (_folder, path) = place();
    let server = serve(obliging(), &path).unwrap();
    let mut seated = Vec::new();
    for _ in 0..MAX_CONNECTIONS {
        let mut client = Client::connect(&path).await.unwrap();
        client.run(&Command::Chats).await.unwrap();
        seated.push(client);
    }
    let mut late = UnixStream::connect(&path).await.unwrap();
    let mut reason = String::new();
    late.read_to_string(&mut reason).await.unwrap();
    assert!(reason.contains("Too many"), "{reason}");

    drop(seated.pop());
    // The seat is free as soon as the server notices; every try before that is turned away.
    while Client::connect(&path).await.unwrap().run(&Command::Chats).await.is_err() {
        tokio::task::yield_now().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_watcher_hears_everything_from_its_start_to_the_end() {
    let (_folder, path) = place();
    let fake = obliging();
    let server = serve(fake.clone(), &path).unwrap();
    let client = Client::connect(&path).await.unwrap();
    let mut watch = client.watch().await.unwrap();
    for byte in 0..10 {
        fake.events.send(ticked(byte)).unwrap();
    }
    for byte in 0..10 {
        assert_eq!(watch.next().await, Some(ticked(byte)));
    }
    server.stop().await;
    assert_eq!(watch.next().await, None);
}

#[tokio::test]
async fn a_watcher_that_fell_behind_is_told_to_read_anew() {
    struct Lagging(broadcast::Sender<Event>);
    impl Answer for Lagging {
        async fn answer(&self, _: Command) -> Result<Reply, Error> {
            Ok(Reply::Done)
        }
        fn events(&self) -> broadcast::Receiver<Event> {
            let receiver = self.0.subscribe();
            for byte in 0..5 {
                self.0.send(ticked(byte)).unwrap();
            }
            receiver
        }
    }
    let (_folder, path) = place();
    let server = serve(Lagging(broadcast::channel(2).0), &path).unwrap();
    let mut watch = Client::connect(&path).await.unwrap().watch().await.unwrap();
    assert_eq!(watch.next().await, Some(Event::Reload));
    assert_eq!(watch.next().await, Some(ticked(3)));
    server.stop().await;
}

#[tokio::test]
async fn a_second_start_raises_the_window_of_the_first() {
    let (_folder, path) = place();
    let server = serve(obliging(), &path).unwrap();
    let mut second = Client::connect(&path).await.unwrap();
    assert_eq!(second.raise().await.unwrap_err().kind, ErrorKind::NotFound);

    let mut raises = server.raises();
    for _ in 0..20 {
        second.raise().await.unwrap();
    }
    assert_eq!(raises.recv().await, Some(Raise));
    drop(raises);
    assert_eq!(second.raise().await.unwrap_err().kind, ErrorKind::NotFound);
    server.stop().await;
}

/// Answers only once it is let.
struct Slow {
    begun: watch::Sender<bool>,
    let_go: watch::Receiver<bool>,
}

impl Answer for Slow {
    fn answer(&self, _: Command) -> impl Future<Output = Result<Reply, Error>> + Send {
        let mut let_go = self.let_go.clone();
        async move {
            self.begun.send_replace(true);
            let_go.wait_for(|go| *go).await.unwrap();
            Ok(Reply::Done)
        }
    }
    fn events(&self) -> broadcast::Receiver<Event> {
        broadcast::channel(1).1
    }
}

#[tokio::test]
async fn a_command_under_way_is_answered_before_the_server_is_gone() {
    let (_folder, path) = place();
    let (begun, mut has_begun) = watch::channel(false);
    let (go, let_go) = watch::channel(false);
    let server = serve(Slow { begun, let_go }, &path).unwrap();
    let mut client = Client::connect(&path).await.unwrap();
    let asked = tokio::spawn(async move { client.run(&Command::Chats).await });
    has_begun.wait_for(|begun| *begun).await.unwrap();
    let stopped = tokio::spawn(server.stop());
    while path.exists() {
        tokio::task::yield_now().await;
    }
    assert!(Client::connect(&path).await.is_none(), "nobody new gets in");
    go.send(true).unwrap();
    assert!(matches!(asked.await.unwrap(), Ok(Reply::Done)));
    stopped.await.unwrap();
}

#[tokio::test]
async fn somebody_who_is_cut_off_hears_a_sentence() {
    let (_folder, path) = place();
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    let mut client = Client::connect(&path).await.unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    drop(stream);
    let error = client.run(&Command::Chats).await.unwrap_err();
    assert!(error.sentence.contains("ended before it answered"), "{error}");
}
