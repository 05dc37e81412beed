//! What has gone is nowhere: not in the profile, opened with its key and read page by page with its
//! log, and not at the relay.

use std::path::Path;

use super::secret::secret_friends;
use super::world::{Person, options};
use crate::messenger::*;
use crate::model::*;
use crate::server::{Config, Data, Relay};
use crate::store::tests::thief::stolen;

/// A word that nothing else contains and whose first letters nothing else begins with: the index
/// lists words by their beginnings too.
const MARKER: &str = "жщ777quinquereme";
const TRACE: &str = "жщ";
/// What stays, so that the search is known to find.
const STAYS: &str = "цъ888trireme";

fn found(pages: &[Vec<u8>], trace: &str) -> usize {
    let times = |page: &Vec<u8>| {
        page.windows(trace.len()).filter(|window| *window == trace.as_bytes()).count()
    };
    pages.iter().map(times).sum()
}

fn of(folder: &tempfile::TempDir) -> Vec<Vec<u8>> {
    stolen(&ProfileDir::at(folder.path().join("profile")), "a passphrase")
}

/// A piece of each envelope that the relay holds in secret mailboxes, as its file has it.
fn envelopes(data: &Path, accounts: &[String]) -> Vec<Vec<u8>> {
    let db = rusqlite::Connection::open(data.join("relay.sqlite")).unwrap();
    let mut all = db.prepare("SELECT json FROM event WHERE kind = 1059").unwrap();
    let jsons = all.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let jsons = jsons.map(Result::unwrap);
    let secret = jsons.filter(|json| !accounts.iter().any(|account| json.contains(account)));
    secret.map(|json| json.as_bytes()[400..480].to_vec()).collect()
}

/// How many of the envelopes lie in any file of the relay.
fn lying_around(data: &Path, envelopes: &[Vec<u8>]) -> usize {
    let files: Vec<Vec<u8>> = std::fs::read_dir(data)
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap_or_default())
        .collect();
    let lies = |piece: &&Vec<u8>| {
        files.iter().any(|file| file.windows(piece.len()).any(|window| window == &piece[..]))
    };
    envelopes.iter().filter(lies).count()
}

struct Stage {
    relay: Relay,
    data: tempfile::TempDir,
    clock: Clock,
    alice: (Person, ChatId),
    bob: (Person, ChatId),
}

async fn stage() -> Stage {
    let data = tempfile::tempdir().unwrap();
    let clock = Clock::standing_at(now());
    let config = Config { clock: clock.clone(), ..Config::default() };
    let listen = "127.0.0.1:0".parse().unwrap();
    let relay = Relay::start(config, listen, Data::Dir(data.path().to_owned())).await.unwrap();
    let (alice, bob) = secret_friends(&relay).await;
    Stage { relay, data, clock, alice, bob }
}

/// Alice says the word, Bob reads it, answers it, reacts to it, and finds it.
async fn said(stage: &mut Stage, ttl: Option<u32>) -> MessageId {
    let (alice, here) = (&mut stage.alice.0, stage.alice.1);
    let (bob, there) = (&mut stage.bob.0, stage.bob.1);
    alice.send(here, &format!("the {STAYS} sails")).await;
    let text = format!("a {MARKER} at night");
    let send = Command::Send { chat: here.into(), text: text.clone(), reply_to: None, ttl };
    let Reply::Sent(sent) = alice.run(send).await else { panic!() };
    let came = bob.sees(there, &text).await;
    bob.run(Command::React { message: came.message, emoji: "⛵".into() }).await;
    let answer = Command::Send {
        chat: there.into(),
        text: "seen".into(),
        reply_to: Some(came.message),
        ttl: None,
    };
    bob.run(answer).await;
    let answered = alice.sees(here, "seen").await;
    assert_eq!(answered.quote.map(|quote| quote.text), Some(text));
    let find = Command::Search { text: "жщ777".into(), chat: None, limit: 9 };
    assert!(matches!(bob.run(find).await, Reply::Messages(all) if all.len() == 1));
    sent.message
}

/// Nothing of it is shown, and nothing quotes it.
async fn nothing_shows_it(person: &Person, chat: ChatId) {
    let shown = format!("{:?}", person.history(chat).await);
    assert!(shown.contains(STAYS) && !shown.contains(MARKER), "{shown}");
    let list = format!("{:?}", person.chats().await);
    assert!(!list.contains(MARKER), "{list}");
    let find = Command::Search { text: "жщ777".into(), chat: None, limit: 9 };
    assert!(matches!(person.run(find).await, Reply::Messages(all) if all.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_for_both_is_nowhere() {
    let mut stage = stage().await;
    let message = said(&mut stage, None).await;
    let Stage { relay, data, alice: (alice, here), bob: (mut bob, there), .. } = stage;
    let gone = async |messenger: &Messenger| {
        let page = Command::History { chat: there.into(), limit: 9, before: Before::End };
        let Ok(Reply::Messages(all)) = messenger.run(page).await else { return None };
        all.iter().all(|m| m.message != message).then_some(())
    };
    alice.run(Command::Delete { message, for_both: true }).await;
    bob.until("it is gone there too", gone).await;
    for (person, chat) in [(&alice, here), (&bob, there)] {
        nothing_shows_it(person, chat).await;
        person.messenger.heart.store.scrub().await.unwrap();
    }
    // While the program runs, its log included; and after it has ended.
    for person in [&alice, &bob] {
        let pages = stolen(&person.dir(), "a passphrase");
        assert_eq!(found(&pages, TRACE), 0);
        assert!(found(&pages, STAYS) > 0);
    }
    for folder in [alice.leave().await, bob.leave().await] {
        assert_eq!(found(&of(&folder), TRACE), 0);
    }
    drop((relay, data));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_had_its_time_is_nowhere_and_the_relay_has_forgotten_it() {
    let mut stage = stage().await;
    let message = said(&mut stage, Some(3_600)).await;
    let Stage { relay, data, clock, alice: (mut alice, here), bob: (bob, there) } = stage;
    let accounts = [alice.me.account.to_hex(), bob.me.account.to_hex()];
    bob.run(Command::MarkRead { chat: there.into(), up_to: message }).await;
    alice.reaches(message, MessageState::Read).await;
    alice.sync().await;
    bob.sync().await;
    let held = || envelopes(data.path(), &accounts);
    let envelopes = held();
    assert!(envelopes.len() > 4, "{}", envelopes.len());
    assert_eq!(lying_around(data.path(), &envelopes), envelopes.len(), "the search finds");
    let folders = [(alice.leave().await, here), (bob.leave().await, there)];
    for (folder, _) in &folders {
        assert!(found(&of(folder), TRACE) > 0, "the search finds");
    }
    let later = |millis| Options { clock: Clock::standing_at(now().plus(millis)), ..options() };
    // What was read is deleted at the relay within ten minutes.
    clock.advance(11 * 60_000);
    let mut online = Vec::new();
    for (folder, chat) in folders {
        online.push((Person::reopen_with(folder, later(11 * 60_000)).await, chat));
    }
    let forgotten = async || {
        // The last receipts may have been read only now.
        while held().iter().filter(|piece| envelopes.contains(piece)).count() > 2 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), forgotten()).await.unwrap();
    for (person, chat) in online {
        let folder = person.leave().await;
        let late = Person::reopen_with(folder, Options { online: false, ..later(3_600_001) }).await;
        nothing_shows_it(&late, chat).await;
        let folder = late.leave().await;
        assert_eq!(found(&of(&folder), TRACE), 0);
        assert!(found(&of(&folder), STAYS) > 0);
    }
    let deleted: Vec<Vec<u8>> = {
        let left = held();
        envelopes.into_iter().filter(|piece| !left.contains(piece)).collect()
    };
    relay.stop().await;
    assert_eq!(lying_around(data.path(), &deleted), 0, "of {}", deleted.len());
}

fn now() -> Millis {
    Clock::system().now()
}
