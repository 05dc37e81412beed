//! What was deleted is in no file any more, not even for somebody who has the key.

use std::fs;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::store::connection::{self, Role};
use crate::store::search::tests::TABLES;
use crate::store::wrap::DatabaseKey;
use crate::store::{erase, key_file};

const LETTERS: usize = 500;

const DOOMED: usize = 250;

/// A word that nothing else contains. The index leaves out what a word shares with its neighbour,
/// and lists words by their first letters too; so the doomed one begins like no other.
fn marker(n: usize) -> String {
    if n == DOOMED { "жщ777quinquereme".into() } else { format!("z{}quinquereme", 100_000 + n) }
}

/// Found in the text, in the index of whole words, and in those of two letters and more.
const TRACE: &str = "жщ";

fn key_of(home: &Home) -> DatabaseKey {
    let wrapped = key_file::read(home.dir().path()).unwrap().unwrap();
    wrapped.open(&passphrase("owl"), &*home.options.keyring).unwrap()
}

/// How often traces of the doomed letter are found, and how often some trace of the others.
fn copies(home: &Home) -> (usize, usize) {
    let mut copies = (0, 0);
    for page in thief::pages(home.dir().path(), &key_of(home)) {
        let count =
            |trace: &str| page.windows(trace.len()).filter(|w| *w == trace.as_bytes()).count();
        copies.0 += count(TRACE);
        copies.1 += count("quinquereme");
    }
    copies
}

/// As a conversation grows: one transaction a letter.
async fn write_letters(store: &Store, tables: &'static str) {
    store.write(move |tx| Ok(tx.sql().execute_batch(tables)?)).await.unwrap();
    for n in 0..LETTERS {
        let text = format!("Letter {n} speaks of the {} and of the sea", marker(n));
        let insert = "INSERT INTO letter (chat, text) VALUES (7, ?1)";
        store.write(move |tx| Ok(tx.sql().prepare_cached(insert)?.execute([text])?)).await.unwrap();
    }
}

async fn delete_one(store: &Store) {
    let doomed = i64::try_from(DOOMED + 1).unwrap();
    let deleted = store
        .write(move |tx| {
            tx.erased();
            Ok(tx.sql().execute("DELETE FROM letter WHERE id = ?1", [doomed])?)
        })
        .await;
    assert_eq!(deleted, Ok(1));
}

#[tokio::test]
async fn a_deleted_letter_leaves_no_copy() {
    let home = Home::new();
    let store = home.store();
    write_letters(&store, TABLES).await;
    let (before, _) = copies(&home);
    assert!(before >= 5, "text, index, and three lists of prefixes; found {before}");
    delete_one(&store).await;
    store.scrub().await.unwrap();
    let (doomed, others) = copies(&home);
    assert_eq!(doomed, 0);
    assert!(others > LETTERS, "the others are all there: {others}");
    assert_eq!(fs::metadata(home.dir().path().join("hushwing.db-wal")).unwrap().len(), 0);
}

#[tokio::test]
async fn an_edited_letter_leaves_no_copy_of_the_old_text() {
    let home = Home::new();
    let store = home.store();
    write_letters(&store, TABLES).await;
    let doomed = i64::try_from(DOOMED + 1).unwrap();
    store
        .write(move |tx| {
            tx.erased();
            Ok(tx.sql().execute("UPDATE letter SET text = 'new' WHERE id = ?1", [doomed])?)
        })
        .await
        .unwrap();
    store.scrub().await.unwrap();
    assert_eq!(copies(&home).0, 0);
}

#[tokio::test]
async fn each_part_of_the_recipe_is_needed() {
    // Without the index's own setting.
    let home = Home::new();
    let store = home.store();
    let forgetful = TABLES.replace("('secure-delete', 1)", "('secure-delete', 0)");
    write_letters(&store, Box::leak(forgetful.into_boxed_str())).await;
    delete_one(&store).await;
    store.scrub().await.unwrap();
    assert!(copies(&home).0 > 0);

    // Without overwriting free space.
    let home = Home::new();
    let store = home.store();
    let careless = |tx: &Tx<'_>| {
        tx.sql().query_row("PRAGMA secure_delete = OFF", [], |_| Ok(()))?;
        Ok(())
    };
    store.write(careless).await.unwrap();
    write_letters(&store, TABLES).await;
    delete_one(&store).await;
    store.scrub().await.unwrap();
    assert!(copies(&home).0 > 0);
}

#[tokio::test]
async fn without_being_asked_the_log_is_emptied_after_a_deletion() {
    let home = Home::new();
    let store = home.store();
    write_letters(&store, TABLES).await;
    delete_one(&store).await;
    let log = home.dir().path().join("hushwing.db-wal");
    // No call to `scrub`: the writer does it once it is idle.
    let emptied = async {
        while fs::metadata(&log).unwrap().len() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), emptied).await.expect("the log stays");
    assert_eq!(copies(&home).0, 0);
}

#[tokio::test]
async fn closing_empties_the_log_and_so_does_opening_after_a_crash() {
    let home = Home::new();
    let store = home.store();
    write_letters(&store, TABLES).await;
    delete_one(&store).await;
    store.close().await;
    assert_eq!(copies(&home).0, 0);

    // A crash right after the deletion: the files as they are then, elsewhere.
    let home = Home::new();
    let store = home.store();
    write_letters(&store, TABLES).await;
    let crashed = Home { root: TempDir::new().unwrap(), options: home.options.clone() };
    fs::create_dir(crashed.dir().path()).unwrap();
    let deleted =
        store.write(|tx| Ok(tx.sql().execute("DELETE FROM letter WHERE id = ?1", [251])?)).await;
    assert_eq!(deleted, Ok(1));
    for file in ["key", "hushwing.db", "hushwing.db-wal"] {
        fs::copy(home.dir().path().join(file), crashed.dir().path().join(file)).unwrap();
    }
    assert!(copies(&crashed).0 > 0);
    let opened = crashed.open(&passphrase("owl")).unwrap();
    assert_eq!(copies(&crashed).0, 0);
    drop(opened);
}

#[tokio::test]
async fn a_reader_of_older_pages_delays_the_scrub_and_nothing_else() {
    let home = Home::new();
    let store = home.store();
    write_letters(&store, TABLES).await;
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let (inside, entered) = std::sync::mpsc::channel();
    let reading = {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .read(move |r| {
                    count(r)?;
                    inside.send(()).unwrap();
                    wait.recv().unwrap();
                    Ok(())
                })
                .await
        })
    };
    tokio::task::spawn_blocking(move || entered.recv().unwrap()).await.unwrap();
    delete_one(&store).await;
    let scrub = store.scrub();
    tokio::pin!(scrub);
    assert!(futures_util::poll!(&mut scrub).is_pending());
    for n in 0..20 {
        store.write(move |tx| put(tx, &n.to_string(), n)).await.unwrap();
    }
    assert!(futures_util::poll!(&mut scrub).is_pending());
    go.send(()).unwrap();
    reading.await.unwrap().unwrap();
    scrub.await.unwrap();
    assert_eq!(copies(&home).0, 0);
}

/// The schema as it is: a table added later must not forget the recipe.
#[test]
fn every_index_of_the_schema_is_told_to_forget() {
    let home = Home::new();
    home.store().close_blocking();
    let path = home.dir().path().join("hushwing.db");
    let db: Connection = connection::open(&path, &key_of(&home), Role::Writer).unwrap();
    assert_eq!(erase::forgetful_indexes(&db), Ok(Vec::new()));
    db.execute_batch("CREATE VIRTUAL TABLE careless USING fts5(words, content = '')").unwrap();
    assert_eq!(erase::forgetful_indexes(&db), Ok(vec!["careless".to_owned()]));
    db.execute_batch("INSERT INTO careless (careless, rank) VALUES ('secure-delete', 1)").unwrap();
    assert_eq!(erase::forgetful_indexes(&db), Ok(Vec::new()));
    db.execute_batch(
        "CREATE VIRTUAL TABLE keeper USING fts5(words, content = '', contentless_delete = 1);
         INSERT INTO keeper (keeper, rank) VALUES ('secure-delete', 1);",
    )
    .unwrap();
    assert_eq!(erase::forgetful_indexes(&db), Ok(vec!["keeper".to_owned()]));
}

/// The same with the real tables: a message with all that hangs on it, a draft, and a whole chat.
#[tokio::test]
async fn a_deleted_message_a_draft_and_a_deleted_chat_leave_no_copy() {
    use crate::model::{MessageId, Millis, Name};
    use crate::store::{ChatKey, ME, MessageKey, NewMessage};
    use nostr::key::Keys;

    let home = Home::new();
    let (me, friend) = (Keys::generate(), Keys::generate().public_key());
    let account = me.clone();
    let first =
        move |tx: &Tx<'_>| tx.found_account(&account, None, &Name::clean("Me").unwrap(), Millis(1));
    let dir = home.dir();
    let store = Store::create(dir, passphrase("owl"), home.options.clone(), first).await.unwrap();
    let write = async |text: String, n: u8| -> (ChatKey, MessageKey) {
        let me = me.public_key();
        store
            .write(move |tx| {
                let chat = tx.chat_of(&me, [&friend])?.key;
                let id = MessageId([n; 32]);
                let key = tx.insert_message(&NewMessage {
                    id,
                    wording: (id, 0),
                    chat,
                    author: ME,
                    at: Millis(1_700_000_000_000),
                    kind: 14,
                    text,
                    reply_to: None,
                    attachment: None,
                    wrap: None,
                    stored_at: Millis(1_700_000_000_000),
                    timer: Default::default(),
                })?;
                Ok((chat, key))
            })
            .await
            .unwrap()
    };
    for n in 0..200 {
        write(format!("Letter {n} of the {}", marker(n.into())), n).await;
    }
    let (chat, doomed) = write(format!("This is the {}", marker(DOOMED)), 201).await;
    store
        .write(move |tx| tx.save_draft(chat, &format!("about the {}", marker(DOOMED))))
        .await
        .unwrap();
    // Files are read one after the other: the log must not be emptied in between.
    store.scrub().await.unwrap();
    let (before, _) = copies(&home);
    assert!(before >= 3, "text, index and draft: {before}");
    store
        .write(move |tx| {
            tx.save_draft(chat, "")?;
            let row = tx.message_at(doomed)?.unwrap();
            tx.remove_message(&row, false)
        })
        .await
        .unwrap();
    store.scrub().await.unwrap();
    let (gone, others) = copies(&home);
    assert_eq!(gone, 0);
    assert!(others > 200, "{others}");

    store.write(move |tx| tx.empty_chat(chat)).await.unwrap();
    store.scrub().await.unwrap();
    assert_eq!(copies(&home).1, 0, "nothing of the whole chat");
}
