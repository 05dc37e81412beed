//! Reading, writing, closing.

use std::sync::mpsc::channel;

use super::*;

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    let home = Home::new();
    let store = home.store();
    store.write(|tx| put(tx, "a", 1)).await.unwrap();
    store.close().await;
    assert_eq!(store.write(|tx| put(tx, "b", 1)).await, Err(StoreError::Closed));
    assert_eq!(store.read(count).await, Err(StoreError::Closed));
    store.close().await;
    let store = home.open(&passphrase("owl")).unwrap();
    assert_eq!(store.read(count).await, Ok(1));
}

#[tokio::test]
async fn a_profile_begins_with_its_first_rows_or_not_at_all() {
    let home = Home::new();
    let refused = Store::create(home.dir(), passphrase("owl"), home.options.clone(), |tx| {
        put(tx, "account", 1)?;
        Err(StoreError::Full)
    });
    assert_eq!(refusal(refused.await), StoreError::Full);
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::NotAProfile);
    let made = Store::create(home.dir(), passphrase("owl"), home.options.clone(), |tx| {
        put(tx, "account", 1)
    });
    assert_eq!(made.await.unwrap().read(count).await, Ok(1));
}

/// Holds the writer inside a write until `go` is used, so that what follows waits in the queue.
fn hold_the_writer(store: &Store) -> (std::thread::JoinHandle<()>, std::sync::mpsc::Sender<()>) {
    let (go, wait) = channel::<()>();
    let (inside, entered) = channel();
    let store = store.clone();
    let held = std::thread::spawn(move || {
        store
            .write_blocking(move |_| {
                inside.send(()).unwrap();
                wait.recv().unwrap();
                Ok(())
            })
            .unwrap();
    });
    entered.recv().unwrap();
    (held, go)
}

#[tokio::test]
async fn writes_that_share_a_commit_fail_alone() {
    let home = Home::new();
    let store = home.store();
    let (held, go) = hold_the_writer(&store);
    let good = store.write(|tx| put(tx, "good", 1));
    let bad = store.write(|tx| {
        put(tx, "bad", 1)?;
        Err::<(), _>(StoreError::NoSuchRow)
    });
    let broken = store.write(|tx| {
        put(tx, "broken", 1)?;
        tx.sql().execute("INSERT INTO meta (key, value) VALUES ('a', 'text')", [])?;
        Ok(())
    });
    let panics = store.write(|tx| -> Result<(), StoreError> {
        put(tx, "panics", 1)?;
        panic!("as this test wants it")
    });
    let late = store.write(|tx| put(tx, "late", 1));
    // Polled in this order, so queued in this order, behind the write that is held.
    let (good, bad, broken, panics, late, ()) =
        tokio::join!(biased; good, bad, broken, panics, late, async { go.send(()).unwrap() });
    held.join().unwrap();
    assert_eq!(good, Ok(()));
    assert_eq!(bad, Err(StoreError::NoSuchRow));
    assert!(matches!(broken, Err(StoreError::Fault(_))), "{broken:?}");
    assert!(matches!(panics, Err(StoreError::Fault(_))), "{panics:?}");
    assert_eq!(late, Ok(()));
    let keys = store
        .read(|r| {
            let mut keys = r.sql().prepare_cached("SELECT key FROM meta ORDER BY key")?;
            let keys = keys.query_map([], |row| row.get(0))?;
            Ok(keys.collect::<Result<Vec<String>, _>>()?)
        })
        .await;
    assert_eq!(keys.unwrap(), ["good", "late"]);
}

#[tokio::test]
async fn a_panic_in_a_read_harms_nobody() {
    let home = Home::new();
    let store = home.store();
    for _ in 0..10 {
        let panics = store.read(|_| -> Result<(), StoreError> { panic!("as this test wants it") });
        assert!(matches!(panics.await, Err(StoreError::Fault(_))));
    }
    assert_eq!(store.read(count).await, Ok(0));
}

#[tokio::test]
async fn a_read_sees_one_state_while_another_is_written() {
    let home = Home::new();
    let store = home.store();
    let (go, wait) = channel::<()>();
    let (seen, first) = channel();
    let reader = store.clone();
    let reading = tokio::spawn(async move {
        reader
            .read(move |r| {
                let before = count(r)?;
                seen.send(()).unwrap();
                wait.recv().unwrap();
                Ok((before, count(r)?))
            })
            .await
    });
    tokio::task::spawn_blocking(move || first.recv().unwrap()).await.unwrap();
    store.write(|tx| put(tx, "a", 1)).await.unwrap();
    assert_eq!(store.read(count).await, Ok(1), "another reader sees it");
    go.send(()).unwrap();
    assert_eq!(reading.await.unwrap(), Ok((0, 0)));
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let home = Home::new();
    let store = home.store();
    let tried = store.read(|r| Ok(r.sql().execute("DELETE FROM meta", [])?)).await;
    assert_eq!(tried, Err(StoreError::ReadOnly));
}

#[tokio::test]
async fn a_write_is_carried_out_although_nobody_waits_for_it() {
    let home = Home::new();
    let store = home.store();
    let (held, go) = hold_the_writer(&store);
    {
        let write = store.write(|tx| put(tx, "a", 1));
        tokio::pin!(write);
        assert!(futures_util::poll!(&mut write).is_pending());
    }
    go.send(()).unwrap();
    held.join().unwrap();
    store.write(|tx| put(tx, "b", 1)).await.unwrap();
    assert_eq!(store.read(count).await, Ok(2));
}

#[tokio::test]
async fn a_full_disk_is_said_and_survived() {
    let home = Home::new();
    let store = home.store();
    store.write(|tx| put(tx, "before", 1)).await.unwrap();
    store
        .write(|tx| {
            let pages: i64 = tx.sql().query_row("PRAGMA page_count", [], |r| r.get(0))?;
            tx.sql().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
            Ok(())
        })
        .await
        .unwrap();
    let big = "INSERT INTO meta (key, value) VALUES ('big', randomblob(1000000))";
    let full = store.write(move |tx| Ok(tx.sql().execute(big, [])?)).await;
    assert_eq!(full, Err(StoreError::Full));
    store
        .write(|tx| {
            tx.sql().query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(()))?;
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(store.write(move |tx| Ok(tx.sql().execute(big, [])?)).await, Ok(1));
    assert_eq!(store.read(count).await, Ok(2));
}

#[tokio::test]
async fn a_newer_profile_is_refused_and_untouched() {
    let home = Home::new();
    let store = home.store();
    store
        .write(|tx| {
            tx.sql().pragma_update(None, "user_version", 9999)?;
            put(tx, "from the future", 1)
        })
        .await
        .unwrap();
    store.close().await;
    let bytes = || std::fs::read(home.dir().path().join("hushwing.db")).unwrap();
    let before = bytes();
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::Newer);
    assert_eq!(bytes(), before);
}
