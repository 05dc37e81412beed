//! How fast the built-in relay is, beside what it is made of, measured in the same run:
//!
//! - `cargo bench --bench relay` prints events per second: signatures checked by one thread, rows
//!   inserted into plain SQLite, events published (until the `OK`), events read (`REQ`);
//! - `cargo bench --bench relay -- idle 10000` holds so many idle connections, each with a
//!   subscription, and prints the memory of one. The clients are a process of their own, since both
//!   ends of a connection are a file.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use hushwing::server::{Config, Data, Relay, raise_file_limit};
use nostr::event::{Event, EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::key::Keys;
use rusqlite::{Connection, TransactionBehavior, params};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

const EVENTS: usize = 10_000;
const CONNECTIONS: usize = 4;
/// As long as a short message in a gift wrap.
const CONTENT: usize = 1_200;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => throughput(EVENTS),
        // That it runs, not what it measures.
        ["--quick"] => throughput(500),
        ["idle", count] => idle(count.parse().unwrap()),
        ["idle-clients", address, count] => {
            idle_clients(address.parse().unwrap(), count.parse().unwrap());
        }
        _ => eprintln!("usage: cargo bench --bench relay [-- idle COUNT]"),
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}

fn rate(what: &str, count: usize, time: Duration) {
    let per_second = count as f64 / time.as_secs_f64();
    println!("{what:<52} {per_second:>10.0} events/s   ({count} in {time:.2?})");
}

/// Gift wraps in shape and size, with readable kinds so that no key has to be proved.
fn events(count: usize) -> Vec<Event> {
    let content = "x".repeat(CONTENT);
    let to = Keys::generate().public_key().to_hex();
    (0..count)
        .map(|_| {
            EventBuilder::new(Kind::from_u16(4), &content)
                .tag(Tag::parse(["p", &to]).unwrap())
                .finalize(&Keys::generate())
                .unwrap()
        })
        .collect()
}

fn throughput(count: usize) {
    let events = events(count);

    let start = Instant::now();
    assert!(events.iter().all(|event| event.verify().is_ok()));
    rate("hash and signature, one thread", count, start.elapsed());

    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    plain_sqlite(&folder.path().join("plain.sqlite"), &events);
    rate("plain SQLite, 512 rows a transaction, synced", count, start.elapsed());

    for (name, data) in
        [("in memory", Data::Memory), ("on disk", Data::Dir(folder.path().join("relay")))]
    {
        runtime().block_on(async {
            let mut config = Config::default();
            (config.limits.events_per_second, config.limits.events_burst) = (u32::MAX, u32::MAX);
            let relay = Relay::start(config, ([127, 0, 0, 1], 0).into(), data).await.unwrap();
            let address = relay.local_addr();

            let start = Instant::now();
            let share = count.div_ceil(CONNECTIONS);
            let parts =
                events.chunks(share).map(|part| tokio::spawn(publish(address, texts(part))));
            for part in parts.collect::<Vec<_>>() {
                part.await.unwrap();
            }
            rate(&format!("relay {name}: published, until OK"), count, start.elapsed());

            let start = Instant::now();
            let read = read_all(address).await;
            rate(&format!("relay {name}: stored events read"), read, start.elapsed());
            relay.stop().await;
        });
    }
}

fn texts(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| format!("[\"EVENT\",{}]", event.as_json())).collect()
}

fn plain_sqlite(path: &std::path::Path, events: &[Event]) {
    let mut db = Connection::open(path).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE event (id BLOB PRIMARY KEY, json TEXT NOT NULL);",
    )
    .unwrap();
    for batch in events.chunks(512) {
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        for event in batch {
            transaction
                .prepare_cached("INSERT INTO event (id, json) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![event.id.as_bytes(), event.as_json()])
                .unwrap();
        }
        transaction.commit().unwrap();
    }
}

async fn dial(address: SocketAddr) -> WebSocketStream<TcpStream> {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    tokio_tungstenite::client_async(format!("ws://{address}"), stream).await.unwrap().0
}

/// Sends all, and waits for an `OK` for each.
async fn publish(address: SocketAddr, texts: Vec<String>) {
    let (mut sink, mut stream) = dial(address).await.split();
    let mut open = texts.len();
    let sending = async {
        for text in texts {
            sink.feed(Message::text(text)).await.unwrap();
        }
        sink.flush().await.unwrap();
    };
    let reading = async {
        while open > 0 {
            let message = stream.next().await.unwrap().unwrap();
            let text = message.to_text().unwrap();
            if text.starts_with("[\"OK\"") {
                assert!(text.contains(",true,"), "{text}");
                open -= 1;
            }
        }
    };
    tokio::join!(sending, reading);
}

/// Reads as much as one filter gives: the relay's limit of 5,000.
async fn read_all(address: SocketAddr) -> usize {
    let mut socket = dial(address).await;
    socket.send(Message::text(r#"["REQ","s",{"kinds":[4]}]"#)).await.unwrap();
    let mut read = 0;
    loop {
        let message = socket.next().await.unwrap().unwrap();
        match message.to_text().unwrap() {
            text if text.starts_with("[\"EVENT\"") => read += 1,
            text if text.starts_with("[\"EOSE\"") => return read,
            _ => {}
        }
    }
}

/// Resident memory of this process in bytes; 0 where the system does not tell.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: Option<usize> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kib.unwrap_or_default() * 1024
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

fn idle(count: usize) {
    let files = raise_file_limit();
    if !files.is_enough_for(count) {
        println!("the system allows {:?} open files: too few for {count}", files.files);
        return;
    }
    runtime().block_on(async {
        let mut config = Config::default();
        config.limits.connections = count + 10;
        let folder = tempfile::tempdir().unwrap();
        let data = Data::Dir(folder.path().to_owned());
        let relay = Relay::start(config, ([127, 0, 0, 1], 0).into(), data).await.unwrap();
        // One connection first, so that what all share is not counted.
        drop(dial(relay.local_addr()).await);
        while relay.connections() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let before = memory();
        let mut clients = Command::new(std::env::current_exe().unwrap())
            .args(["idle-clients", &relay.local_addr().to_string(), &count.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(clients.stdout.take().unwrap()).lines();
        let mut tell = clients.stdin.take().unwrap();
        let mut line = || tokio::task::block_in_place(|| lines.next().unwrap().unwrap());
        let start = Instant::now();
        assert_eq!(line(), "connected");
        let per_connection = |after: usize| after.saturating_sub(before) / count.max(1);
        let report = |what: &str| {
            println!(
                "{} connections {what}: {} bytes each, {:.1} MB in all, {} threads",
                relay.connections(),
                per_connection(memory()),
                memory() as f64 / 1e6,
                threads(),
            );
        };
        println!("connected in {:.2?}", start.elapsed());
        report("idle");
        writeln!(tell, "subscribe").unwrap();
        assert_eq!(line(), "subscribed");
        report("idle, each with a subscription");
        let start = Instant::now();
        let part = events(1_000);
        let signing = start.elapsed();
        let start = Instant::now();
        publish(relay.local_addr(), texts(&part)).await;
        rate("published beside them", part.len(), start.elapsed());
        println!("(signing {count} events took {signing:.2?})");
        drop(tell);
        clients.wait().unwrap();
        relay.stop().await;
    });
}

/// The other side of `idle`: bare sockets, so that only the relay's memory is worth measuring.
fn idle_clients(address: SocketAddr, count: usize) {
    raise_file_limit();
    runtime().block_on(async {
        let mut sockets = Vec::with_capacity(count);
        for _ in 0..count {
            let mut socket = TcpStream::connect(address).await.unwrap();
            let upgrade = format!(
                "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\n\
                 Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                 Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            );
            socket.write_all(upgrade.as_bytes()).await.unwrap();
            read_until(&mut socket, b"\"AUTH\"").await;
            sockets.push(socket);
        }
        println!("connected");
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).unwrap();
        for (n, socket) in sockets.iter_mut().enumerate() {
            let request = format!(r##"["REQ","s",{{"kinds":[1],"#p":["{n:064x}"]}}]"##);
            // A masked text frame; the mask is zero. 64 + some bytes need the short length form.
            let mut frame = vec![0x81, 0x80 | u8::try_from(request.len()).unwrap()];
            frame.extend_from_slice(&[0; 4]);
            frame.extend_from_slice(request.as_bytes());
            socket.write_all(&frame).await.unwrap();
            read_until(socket, b"\"EOSE\"").await;
        }
        println!("subscribed");
        // Until the other side has seen enough.
        let _ = std::io::stdin().read_line(&mut line);
    });
}

async fn read_until(socket: &mut TcpStream, end: &[u8]) {
    let mut seen = Vec::new();
    let mut buffer = [0; 1024];
    while !seen.windows(end.len()).any(|window| window == end) {
        let read = socket.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0, "the relay closed an idle connection");
        seen.extend_from_slice(&buffer[..read]);
    }
}
