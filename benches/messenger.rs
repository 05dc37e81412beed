//! How fast the messenger is, beside what it is made of, measured in the same run:
//!
//! - `cargo bench --bench messenger -- catch-up [N]`: N waiting messages (10,000) fetched, opened
//!   and stored, beside opening alone on one thread;
//! - `… -- latency [N]`: `send` until the other messenger tells its window, beside the same bytes
//!   going back and forth over a loopback socket and a committed row of plain SQLite;
//! - `… -- store [N]`: pages and searches with N messages (a million) in the store, beside plain
//!   SQLite without encryption and without our code.
//!
//! Without arguments all three run.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hushwing::envelope::{Keep, Letterhead, open, wrap};
use hushwing::messenger::{
    Account, Before, ChatName, Command, Event, Messenger, NewProfile, Options, Reply,
};
use hushwing::model::{
    ChatId, Clock, Hashed, MessageId, Millis, Name, ProfileDir, Secret, Unlock, npub,
};
use hushwing::relay::{Dialer, Pool, PublishAs, Published};
use hushwing::server::{Config, Data, Relay};
use hushwing::store::{ME, NewMessage, Store, StoreOptions};
use nostr::key::Keys;
use tempfile::TempDir;

const SENDERS: usize = 20;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let count = |default: usize| {
        arguments.get(1).map_or(default, |n| n.parse().expect("a number of messages"))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match arguments.first().map(String::as_str) {
        Some("catch-up") => runtime.block_on(catch_up(count(10_000))),
        Some("latency") => runtime.block_on(latency(count(500))),
        Some("store") => runtime.block_on(store(count(1_000_000))),
        // That it runs, not what it measures.
        Some("--quick") => runtime.block_on(async {
            catch_up(300).await;
            latency(30).await;
            store(20_000).await;
        }),
        None => runtime.block_on(async {
            catch_up(10_000).await;
            latency(500).await;
            store(1_000_000).await;
        }),
        Some(_) => {
            eprintln!("usage: cargo bench --bench messenger [-- catch-up|latency|store [N]]")
        }
    }
}

/// Limits are for strangers; a bench is no stranger.
fn unlimited() -> Config {
    let mut config = Config::default();
    config.limits.events_per_second = 1_000_000;
    config.limits.events_burst = 1_000_000;
    config.limits.requests_per_second = 1_000_000;
    config.limits.requests_burst = 1_000_000;
    config
}

async fn relay() -> Relay {
    Relay::start(unlimited(), "127.0.0.1:0".parse().unwrap(), Data::Memory).await.unwrap()
}

fn secret() -> Unlock {
    Unlock::Passphrase(Secret::new("a passphrase".into()))
}

async fn person(name: &str, relay: &Relay) -> (Messenger, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let new = NewProfile {
        dir: ProfileDir::at(folder.path().join("profile")),
        name: Name::clean(name).unwrap(),
        unlock: secret(),
        account: Account::New,
        relays: Some(vec![relay.url()]),
    };
    let options = Options { online: true, cheap_keys: true, ..Options::default() };
    (Messenger::create(new, options).await.unwrap(), folder)
}

async fn link(messenger: &Messenger) -> (nostr::key::PublicKey, String) {
    match messenger.run(Command::Whoami).await.unwrap() {
        Reply::Me(me) => (me.account, me.link),
        other => panic!("{other:?}"),
    }
}

async fn add(messenger: &Messenger, link: String) {
    messenger.run(Command::AddContact { link, name: None }).await.unwrap();
}

async fn catch_up(count: usize) {
    let relay = relay().await;
    let (bob, folder) = person("Bob", &relay).await;
    let (account, _) = link(&bob).await;
    let senders: Vec<Keys> = (0..SENDERS).map(|_| Keys::generate()).collect();
    for sender in &senders {
        add(&bob, npub(&sender.public_key())).await;
    }
    bob.run(Command::Sync { timeout_ms: 60_000 }).await.unwrap();
    bob.stop().await;
    drop(bob);

    let now = Clock::system().now();
    let wraps: Vec<_> = (0..count)
        .map(|n| {
            let sender = &senders[n % SENDERS];
            let head = Letterhead {
                author: sender.public_key(),
                name: None,
                to: vec![account],
                at: now.plus(-600_000 + i64::try_from(n).unwrap()),
                inbox: None,
            };
            let text = format!("Message {n}: the ferry on Saturday leaves at 7:40, not at 8:10.");
            let rumor = head.text(&text, None, None, None);
            wrap(&rumor, sender, &account, Keep::ForGood, now).unwrap()
        })
        .collect();
    let (pool, _from) = Pool::new(Dialer::direct(), Clock::system());
    let url = relay.url();
    let start = Instant::now();
    for some in wraps.chunks(200) {
        let publishing = some.iter().map(|one| {
            let json: Arc<str> = Arc::from(one.json.as_str());
            pool.publish(&url, json, one.event.id, PublishAs::Nobody)
        });
        for answer in futures_util::future::join_all(publishing).await {
            assert_eq!(answer, Published::Taken);
        }
    }
    println!("publishing {count} envelopes, for the stage: {:.2?}", start.elapsed());

    let dir = ProfileDir::at(folder.path().join("profile"));
    let options = Options { cheap_keys: true, ..Options::default() };
    let bob = Messenger::open(dir.clone(), secret(), options).await.unwrap();
    let keys = {
        let words = bob
            .run(Command::Export {
                form: hushwing::messenger::KeyForm::Words,
                passphrase: Secret::new("a passphrase".into()),
            })
            .await
            .unwrap();
        let Reply::Key { key, .. } = words else { panic!() };
        use nostr::nips::nip06::FromMnemonic;
        Keys::from_mnemonic(key.expose(), None).unwrap()
    };
    let start = Instant::now();
    for one in &wraps {
        let event = Hashed::check(one.event.clone()).unwrap().verify().unwrap();
        open(&event, &keys).unwrap();
    }
    let raw = start.elapsed();

    let start = Instant::now();
    let Reply::Synced(synced) = bob.run(Command::Sync { timeout_ms: 600_000 }).await.unwrap()
    else {
        panic!()
    };
    let ours = start.elapsed();
    assert_eq!(synced.received, u64::try_from(count).unwrap());
    println!("catch-up: {count} waiting messages stored   {ours:>10.2?}");
    println!("raw: verify and open alone, one thread      {raw:>10.2?}");
    println!("ratio {:.2}\n", ours.as_secs_f64() / raw.as_secs_f64());
    bob.stop().await;
    pool.stop().await;
    relay.stop().await;
}

fn percentile(times: &mut [Duration], of: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * of / 100]
}

async fn latency(count: usize) {
    let relay = relay().await;
    let (alice, _a) = person("Alice", &relay).await;
    let (bob, _b) = person("Bob", &relay).await;
    let (alice_account, alice_link) = link(&alice).await;
    let (bob_account, bob_link) = link(&bob).await;
    add(&alice, bob_link).await;
    add(&bob, alice_link).await;
    let chat = ChatName::from(ChatId::of_people([&alice_account, &bob_account]));
    for messenger in [&alice, &bob] {
        messenger.run(Command::Sync { timeout_ms: 60_000 }).await.unwrap();
    }
    let mut events = bob.events();
    let mut times = Vec::new();
    for n in 0..count + 20 {
        let text = format!("message {n}");
        let start = Instant::now();
        let send =
            Command::Send { chat: chat.clone(), text: text.clone(), reply_to: None, ttl: None };
        alice.run(send).await.unwrap();
        loop {
            match events.recv().await {
                Ok(Event::Message(message)) if message.text == text => break,
                _ => {}
            }
        }
        // The first ones open connections.
        if n >= 20 {
            times.push(start.elapsed());
        }
    }
    let (p50, p99) = (percentile(&mut times, 50), percentile(&mut times, 99));
    let mut raw = raw_round(count);
    let (raw50, raw99) = (percentile(&mut raw, 50), percentile(&mut raw, 99));
    println!("send until the other side shows it          p50 {p50:>9.2?}  p99 {p99:>9.2?}");
    println!("raw: 2 KB over loopback, 2 SQLite commits    p50 {raw50:>9.2?}  p99 {raw99:>9.2?}");
    println!("ratio p50 {:.1}\n", p50.as_secs_f64() / raw50.as_secs_f64());
    alice.stop().await;
    bob.stop().await;
    relay.stop().await;
}

/// The least that delivery needs: a committed row on each side, and the bytes over the loopback to
/// a relay and on.
fn raw_round(count: usize) -> Vec<Duration> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let echo = std::thread::spawn(move || {
        let (mut peer, _) = listener.accept().unwrap();
        let mut bytes = [0; 2_048];
        while peer.read_exact(&mut bytes).is_ok() {
            peer.write_all(&bytes).unwrap();
        }
    });
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let db = rusqlite::Connection::open(folder.path().join("plain.db")).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x BLOB) STRICT;",
    )
    .unwrap();
    let mut bytes = [7; 2_048];
    let times = (0..count)
        .map(|_| {
            let start = Instant::now();
            db.execute("INSERT INTO t (x) VALUES (?1)", [&bytes[..]]).unwrap();
            stream.write_all(&bytes).unwrap();
            stream.read_exact(&mut bytes).unwrap();
            db.execute("INSERT INTO t (x) VALUES (?1)", [&bytes[..]]).unwrap();
            start.elapsed()
        })
        .collect();
    drop(stream);
    echo.join().unwrap();
    times
}

/// Words as frequent as in a language: few very common ones, many rare ones.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn text(&mut self) -> String {
        let words = 3 + self.next() % 10;
        (0..words)
            .map(|_| {
                let bits = self.next() % 16;
                format!("w{}", self.next() % (1 << bits.max(1)))
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

async fn store(count: usize) {
    const CHATS: usize = 200;
    let folder = tempfile::tempdir().unwrap();
    let dir = ProfileDir::at(folder.path().join("profile"));
    let cost = hushwing::store::KeyCost::cheap_for_tests();
    let options = StoreOptions { cost, ..StoreOptions::default() };
    let me = Keys::generate();
    let people: Vec<_> = (0..CHATS).map(|_| Keys::generate().public_key()).collect();
    let first = {
        let me = me.clone();
        move |tx: &hushwing::store::Tx<'_>| {
            tx.found_account(&me, None, &Name::clean("Me").unwrap(), Millis(1))
        }
    };
    let store = Store::create(dir.clone(), secret(), options, first).await.unwrap();
    let plain = rusqlite::Connection::open(folder.path().join("plain.db")).unwrap();
    plain
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
             CREATE TABLE messages (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, text TEXT NOT NULL);
             CREATE INDEX by_chat ON messages (chat, id);
             CREATE VIRTUAL TABLE words USING fts5(text, content='messages', content_rowid='id');",
        )
        .unwrap();
    let start = Instant::now();
    let mut words = Words(42);
    for part in 0..count.div_ceil(10_000) {
        let texts: Vec<String> =
            (0..10_000.min(count - part * 10_000)).map(|_| words.text()).collect();
        plain.execute_batch("BEGIN").unwrap();
        for (n, text) in texts.iter().enumerate() {
            let id = i64::try_from(part * 10_000 + n + 1).unwrap();
            let chat = id % i64::try_from(CHATS).unwrap();
            plain
                .prepare_cached("INSERT INTO messages (id, chat, text) VALUES (?1, ?2, ?3)")
                .unwrap()
                .execute((id, chat, text))
                .unwrap();
            plain
                .prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")
                .unwrap()
                .execute((id, text))
                .unwrap();
        }
        plain.execute_batch("COMMIT").unwrap();
        let (me, people) = (me.public_key(), people.clone());
        store
            .write(move |tx| {
                for (n, text) in texts.into_iter().enumerate() {
                    let nth = part * 10_000 + n;
                    let person = &people[nth % CHATS];
                    let chat = tx.chat_of(&me, [person])?;
                    if !chat.accepted {
                        tx.accept_chat(chat.key)?;
                    }
                    let mut id = [0; 32];
                    id[..8].copy_from_slice(&nth.to_be_bytes());
                    let author = if nth % 3 == 0 { ME } else { tx.meet(person)?.key };
                    tx.insert_message(&NewMessage {
                        id: MessageId(id),
                        wording: (MessageId(id), 0),
                        chat: chat.key,
                        author,
                        at: Millis(1_600_000_000_000 + i64::try_from(nth).unwrap() * 60_000),
                        kind: 14,
                        text,
                        reply_to: None,
                        attachment: None,
                        wrap: None,
                        stored_at: Millis(1_700_000_000_000),
                        timer: Default::default(),
                    })?;
                }
                Ok(())
            })
            .await
            .unwrap();
    }
    println!("filling two stores with {count} messages, for the stage: {:.2?}", start.elapsed());
    store.close().await;
    drop(store);
    let bytes = std::fs::metadata(dir.path().join("hushwing.db")).map_or(0, |m| m.len());
    println!("the store's file: {} MB", bytes / 1_000_000);

    let start = Instant::now();
    let options = Options { cheap_keys: true, ..Options::default() };
    let messenger = Messenger::open(dir, secret(), options).await.unwrap();
    let Reply::Chats(chats) = messenger.run(Command::Chats).await.unwrap() else { panic!() };
    println!("open (cheap passphrase) and list {} chats: {:.2?}", chats.len(), start.elapsed());

    let mut pages = Vec::new();
    for chat in &chats {
        let mut before = Before::End;
        for _ in 0..2 {
            let start = Instant::now();
            let page = Command::History { chat: chat.chat.into(), limit: 50, before };
            let Reply::Messages(page) = messenger.run(page).await.unwrap() else { panic!() };
            pages.push(start.elapsed());
            before = page.first().map_or(Before::End, |m| Before::Position(m.position));
        }
    }
    let mut raw_pages = Vec::new();
    for chat in 0..i64::try_from(CHATS).unwrap() {
        let start = Instant::now();
        let mut find = plain
            .prepare_cached(
                "SELECT id, text FROM messages WHERE chat = ?1 AND id < ?2 ORDER BY id DESC LIMIT 50",
            )
            .unwrap();
        let rows: Vec<(i64, String)> = find
            .query_map((chat, i64::MAX), |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        raw_pages.push(start.elapsed());
        assert!(!rows.is_empty());
    }
    report("a page of 50 messages", &mut pages, "plain SQLite, the rows alone", &mut raw_pages);

    let mut searches = Vec::new();
    let mut raw_searches = Vec::new();
    for word in ["w0", "w1", "w7", "w100", "w3000", "w20001", "w0 w1", "w5 w90", "nothing"] {
        let start = Instant::now();
        let search = Command::Search { text: word.into(), chat: None, limit: 50 };
        let Reply::Messages(hits) = messenger.run(search).await.unwrap() else { panic!() };
        searches.push(start.elapsed());
        let start = Instant::now();
        let mut find = plain
            .prepare_cached(
                "SELECT rowid, text FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT 50",
            )
            .unwrap();
        let rows: Vec<(i64, String)> = find
            .query_map([word], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        raw_searches.push(start.elapsed());
        assert!(hits.len() >= rows.len(), "{word}: words are found by their beginnings too");
    }
    report("a search, 50 hits", &mut searches, "plain SQLite, whole words", &mut raw_searches);
    messenger.stop().await;
}

fn report(what: &str, ours: &mut [Duration], raw_what: &str, raw: &mut [Duration]) {
    let (p50, most) = (percentile(ours, 50), percentile(ours, 100));
    let (raw50, raw_most) = (percentile(raw, 50), percentile(raw, 100));
    println!("{what:<40} p50 {p50:>9.2?}  most {most:>9.2?}");
    println!("raw: {raw_what:<35} p50 {raw50:>9.2?}  most {raw_most:>9.2?}");
    println!("ratio p50 {:.1}\n", p50.as_secs_f64() / raw50.as_secs_f64());
}
