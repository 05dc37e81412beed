//! What `benches/window/run` needs and no script can do in time: a profile with a million messages,
//! and a friend who writes thousands at once.
//!
//!     window-stage fill FOLDER MESSAGES RELAY [long]   makes FOLDER/profile and its secrets
//!     window-stage arrive FOLDER COUNT RELAY           the friend sends so many to the profile
//!
//! FOLDER then holds `profile`, `passphrase`, `friend.words` and `owner` (an npub). A tenth of the
//! messages is in the chat with the friend, the newest of the list; the rest is in 199 others. `long`: nine
//! tenths are in that chat.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use hushwing::envelope::{Keep, Letterhead, wrap};
use hushwing::model::{
    Clock, MessageId, Millis, Name, ProfileDir, RelayAddress, Secret, Unlock, npub,
};
use hushwing::relay::{Dialer, Pool, PublishAs, Published};
use hushwing::store::{ME, NewMessage, Person, Store, StoreOptions, Tx};
use nostr::key::{Keys, PublicKey};
use nostr::nips::nip06::FromMnemonic;

const PASSPHRASE: &str = "owls count every message";
const CHATS: usize = 200;
/// Rows of one transaction.
const PART: usize = 10_000;
/// Between two messages, milliseconds.
const APART: i64 = 20_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match words[..] {
        ["fill", folder, count, relay, ref how @ ..] => {
            let long = how == ["long"];
            let (count, relay) = (count.parse().unwrap(), relay.parse().unwrap());
            runtime.block_on(fill(folder.as_ref(), count, relay, long));
        }
        ["arrive", folder, count, relay] => {
            let (count, relay) = (count.parse().unwrap(), relay.parse().unwrap());
            runtime.block_on(arrive(folder.as_ref(), count, relay));
        }
        _ => eprintln!("see benches/window/stage.rs"),
    }
}

/// A file that only its owner reads.
fn keep(folder: &Path, name: &str, text: &str) {
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(folder.join(name))
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn new_words() -> bip39::Mnemonic {
    let mut entropy = [0; 16];
    getrandom::fill(&mut entropy).unwrap();
    bip39::Mnemonic::from_entropy(&entropy).unwrap()
}

/// Sentences of frequent and rare words, the same in every run.
struct Sentences(u64);

impl Sentences {
    fn next(&mut self) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn text(&mut self) -> String {
        let list = bip39::Language::English.word_list();
        let long = if self.next().is_multiple_of(12) { 40 } else { 12 };
        let words = 2 + self.next() % long;
        let mut text = String::new();
        for _ in 0..words {
            let bits = 1 + self.next() % 11;
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(list[self.next() % (1 << bits)]);
        }
        text
    }
}

async fn fill(folder: &Path, count: usize, relay: RelayAddress, long: bool) {
    std::fs::create_dir_all(folder).unwrap();
    let friend_words = new_words().to_string();
    let friend = Keys::from_mnemonic(&friend_words, None).unwrap().public_key();
    let me = Keys::generate();
    let mut people = vec![friend];
    people.extend((1..CHATS).map(|_| Keys::generate().public_key()));
    let first = {
        let me = me.clone();
        move |tx: &Tx<'_>| {
            tx.found_account(&me, None, &Name::clean("Lena Brandt").unwrap(), Millis(1))?;
            tx.add_own_relay(&relay, false, Millis(1))?;
            Ok(())
        }
    };
    let unlock = Unlock::Passphrase(Secret::new(PASSPHRASE.into()));
    let dir = ProfileDir::at(folder.join("profile"));
    let store = Store::create(dir, unlock, StoreOptions::default(), first).await.unwrap();
    let start = Instant::now();
    let began = Clock::system().now().plus(-APART * i64::try_from(count).unwrap());
    let mut sentences = Sentences(42);
    for part in 0..count.div_ceil(PART) {
        let rows: Vec<Row> = (part * PART..count.min((part + 1) * PART))
            .map(|nth| Row {
                nth,
                // Every tenth is with the friend, or (long) with another; the last one is with the
                // friend.
                person: match (count - 1 - nth) % 10 {
                    0 if !long => 0,
                    0..9 if long => 0,
                    _ => 1 + nth % (CHATS - 1),
                },
                at: began.plus(APART * i64::try_from(nth).unwrap()),
                mine: sentences.next() % 5 < 2,
                text: sentences.text(),
            })
            .collect();
        let (me, people) = (me.public_key(), people.clone());
        let last = part + 1 == count.div_ceil(PART);
        store.write(move |tx| write(tx, &me, &people, rows, last)).await.unwrap();
    }
    store.close().await;
    keep(folder, "passphrase", PASSPHRASE);
    keep(folder, "friend.words", &friend_words);
    keep(folder, "owner", &npub(&me.public_key()));
    println!("{count} messages in {:.0?}", start.elapsed());
}

struct Row {
    nth: usize,
    person: usize,
    at: Millis,
    mine: bool,
    text: String,
}

fn write(
    tx: &Tx<'_>,
    me: &PublicKey,
    people: &[PublicKey],
    rows: Vec<Row>,
    last: bool,
) -> Result<(), hushwing::store::StoreError> {
    for row in rows {
        let account = &people[row.person];
        let chat = tx.chat_of(me, [account])?;
        let known = tx.meet(account)?;
        if !chat.accepted {
            tx.accept_chat(chat.key)?;
            let name =
                if row.person == 0 { "Omid".into() } else { format!("Friend {}", row.person) };
            let name = Some(Name::clean(&name).unwrap());
            tx.save_person(&Person { given: name, accepted: true, ..known.clone() })?;
        }
        let mut id = [0; 32];
        id[..8].copy_from_slice(&row.nth.to_be_bytes());
        tx.insert_message(&NewMessage {
            id: MessageId(id),
            wording: (MessageId(id), 0),
            chat: chat.key,
            author: if row.mine { ME } else { known.key },
            at: row.at,
            kind: 14,
            text: row.text,
            reply_to: None,
            attachment: None,
            wrap: None,
            stored_at: row.at,
            timer: Default::default(),
        })?;
    }
    if last {
        // All of it was read long ago.
        for account in people {
            let chat = tx.chat_of(me, [account])?;
            tx.mark_read(chat.key, chat.last)?;
        }
    }
    Ok(())
}

async fn arrive(folder: &Path, count: usize, relay: RelayAddress) {
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    let friend = Keys::from_mnemonic(read("friend.words").trim(), None).unwrap();
    let to = PublicKey::parse(read("owner").trim()).unwrap();
    let now = Clock::system().now();
    let mut sentences = Sentences(7);
    let wraps: Vec<_> = (0..count)
        .map(|nth| {
            let head = Letterhead {
                author: friend.public_key(),
                name: None,
                to: vec![to],
                at: now.plus(i64::try_from(nth).unwrap()),
                inbox: None,
            };
            let rumor = head.text(&sentences.text(), None, None, None);
            wrap(&rumor, &friend, &to, Keep::ForGood, now).unwrap()
        })
        .collect();
    println!("ready {}", now.0 + i64::try_from(count).unwrap() - 1);
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let (pool, _from) = Pool::new(Dialer::direct(), Clock::system());
    let start = Instant::now();
    for some in wraps.chunks(100) {
        let publishing = some.iter().map(|one| {
            let json: Arc<str> = Arc::from(one.json.as_str());
            pool.publish(&relay, json, one.event.id, PublishAs::Nobody)
        });
        for answer in futures_util::future::join_all(publishing).await {
            assert_eq!(answer, Published::Taken);
        }
    }
    println!("{:.3}", start.elapsed().as_secs_f64());
    pool.stop().await;
}
