//! The ways in and how they change; who is kept out, and what is left on the disk.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use super::*;
use crate::model::Found;
use crate::store::{MemoryKeyring, folder};

/// A home, and a hand on the keyring of its desktop.
fn with_keyring() -> (Home, Arc<MemoryKeyring>) {
    let mut home = Home::new();
    let keyring = Arc::new(MemoryKeyring::new());
    home.options.keyring = keyring.clone();
    (home, keyring)
}

#[test]
fn each_of_three_ways_opens_what_it_closed_and_nothing_else() {
    for (unlock, found) in [
        (passphrase("owl"), Found::Passphrase),
        (Unlock::Keyring, Found::Keyring),
        (both("owl"), Found::Both),
    ] {
        let (home, keyring) = with_keyring();
        assert_eq!(folder::look(&home.dir()), Ok(Found::Nothing));
        home.create(&unlock).unwrap().close_blocking();
        assert_eq!(folder::look(&home.dir()), Ok(found));
        home.open(&unlock).unwrap().close_blocking();
        for other in [passphrase("owls"), Unlock::Keyring, both("owls"), both("")] {
            let refused = match (found, &other) {
                (Found::Keyring, Unlock::Keyring) => continue,
                (Found::Passphrase, Unlock::Passphrase(_)) | (Found::Both, Unlock::Both(_)) => {
                    StoreError::WrongPassphrase
                }
                _ => StoreError::OtherWay(found),
            };
            assert_eq!(refusal(home.open(&other)), refused);
        }
        keyring.lock(true);
        let away = home.open(&unlock).map(|store| store.close_blocking());
        keyring.lock(false);
        keyring.reset();
        let reset = home.open(&unlock).map(|store| store.close_blocking());
        if found == Found::Passphrase {
            assert_eq!((away, reset), (Ok(()), Ok(())));
        } else {
            assert_eq!(away, Err(StoreError::KeyringUnavailable));
            assert_eq!(reset, Err(StoreError::KeyringForgot));
        }
    }
}

#[test]
fn without_a_keyring_a_passphrase_is_required() {
    let (home, keyring) = with_keyring();
    keyring.lock(true);
    assert_eq!(refusal(home.create(&Unlock::Keyring)), StoreError::KeyringUnavailable);
    assert_eq!(refusal(home.create(&both("owl"))), StoreError::KeyringUnavailable);
    assert_eq!(refusal(home.create(&passphrase(""))), StoreError::EmptyPassphrase);
    assert_eq!(refusal(home.create(&both(""))), StoreError::EmptyPassphrase);
    assert_eq!(folder::look(&home.dir()), Ok(Found::Nothing));
    home.create(&passphrase("owl")).unwrap();
}

#[tokio::test]
async fn a_changed_passphrase_leaves_nothing_of_the_old_one() {
    let home = Home::new();
    let store = home.store();
    store.write(|tx| put(tx, "a", 1)).await.unwrap();
    let key_file = home.dir().path().join("key");
    let old = fs::read(&key_file).unwrap();
    // A second name keeps the old file reachable, as its blocks on the disk would be.
    let blocks = home.root.path().join("blocks");
    fs::hard_link(&key_file, &blocks).unwrap();

    let wrong = store.change_unlock(passphrase("hawk"), passphrase("kite")).await;
    assert_eq!(wrong, Err(StoreError::WrongPassphrase));
    let empty = store.change_unlock(passphrase("owl"), passphrase("")).await;
    assert_eq!(empty, Err(StoreError::EmptyPassphrase));
    assert_eq!(fs::read(&key_file).unwrap(), old);

    store.change_unlock(passphrase("owl"), passphrase("kite")).await.unwrap();
    assert_eq!(fs::read(&blocks).unwrap(), vec![0; old.len()]);
    assert_ne!(fs::read(&key_file).unwrap(), old);
    assert_eq!(store.verify(passphrase("owl")).await, Err(StoreError::WrongPassphrase));
    assert_eq!(store.verify(passphrase("kite")).await, Ok(()));
    store.close().await;
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::WrongPassphrase);
    assert_eq!(home.open(&passphrase("kite")).unwrap().read(count).await, Ok(1));
}

#[tokio::test]
async fn another_way_replaces_the_old_one_in_the_keyring_too() {
    let (home, keyring) = with_keyring();
    let store = home.create(&Unlock::Keyring).unwrap();
    assert_eq!(keyring.len(), 1);
    store.change_unlock(Unlock::Keyring, both("owl")).await.unwrap();
    assert_eq!((keyring.len(), store.unlocked_by()), (1, Ok(Found::Both)));
    store.change_unlock(both("owl"), passphrase("owl")).await.unwrap();
    assert_eq!((keyring.len(), store.unlocked_by()), (0, Ok(Found::Passphrase)));
    keyring.lock(true);
    let refused = store.change_unlock(passphrase("owl"), Unlock::Keyring).await;
    assert_eq!(refused, Err(StoreError::KeyringUnavailable));
    keyring.lock(false);
    assert_eq!((keyring.len(), store.unlocked_by()), (0, Ok(Found::Passphrase)));
    store.close().await;
    let closed = store.change_unlock(passphrase("owl"), Unlock::Keyring).await;
    assert_eq!(closed, Err(StoreError::Closed));
    home.open(&passphrase("owl")).unwrap();
}

#[test]
fn a_replacement_cut_short_anywhere_leaves_one_key_that_opens() {
    let home = Home::new();
    home.store().close_blocking();
    let file = |name: &str| home.dir().path().join(name);
    let old = fs::read(file("key")).unwrap();

    // Before the rename: the new one was written, the old one has its second name already.
    fs::write(file("key.new"), &old).unwrap();
    fs::hard_link(file("key"), file("key.old")).unwrap();
    assert_eq!(folder::look(&home.dir()), Ok(Found::Passphrase));
    home.open(&passphrase("owl")).unwrap().close_blocking();
    assert!(!file("key.new").exists() && !file("key.old").exists());

    // After the rename: the old one is still there.
    fs::write(file("key.old"), &old).unwrap();
    let blocks = home.root.path().join("blocks");
    fs::hard_link(file("key.old"), &blocks).unwrap();
    home.open(&passphrase("owl")).unwrap().close_blocking();
    assert!(!file("key.old").exists());
    assert_eq!(fs::read(blocks).unwrap(), vec![0; old.len()]);
    assert_eq!(fs::read(file("key")).unwrap(), old);
}

#[test]
fn a_creation_cut_short_is_no_profile_and_does_not_stand_in_the_way() {
    let home = Home::new();
    home.store().close_blocking();
    let file = |name: &str| home.dir().path().join(name);
    fs::rename(file("key"), file("key.new")).unwrap();
    assert_eq!(folder::look(&home.dir()), Ok(Found::Nothing));
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::NotAProfile);
    let store = home.create(&passphrase("kite")).unwrap();
    assert_eq!(store.read_blocking(count), Ok(0));
}

#[test]
fn nothing_is_ever_overwritten_by_a_creation() {
    let home = Home::new();
    let store = home.store();
    store.write_blocking(|tx| put(tx, "a", 1)).unwrap();
    assert_eq!(refusal(home.create(&passphrase("owl"))), StoreError::AlreadyThere);
    store.close_blocking();
    assert_eq!(refusal(home.create(&passphrase("owl"))), StoreError::AlreadyThere);

    fs::rename(home.dir().path().join("key"), home.root.path().join("key")).unwrap();
    assert_eq!(refusal(home.create(&passphrase("owl"))), StoreError::KeyMissing);
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::KeyMissing);
    fs::rename(home.root.path().join("key"), home.dir().path().join("key")).unwrap();
    assert_eq!(home.open(&passphrase("owl")).unwrap().read_blocking(count), Ok(1));
}

#[test]
fn a_folder_of_somebody_elses_files_is_left_alone() {
    let home = Home::new();
    fs::create_dir(home.dir().path()).unwrap();
    fs::set_permissions(home.dir().path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(home.dir().path().join("thesis.txt"), "years").unwrap();
    assert_eq!(refusal(home.create(&passphrase("owl"))), StoreError::NotEmpty);
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::NotAProfile);
    assert_eq!(fs::read_dir(home.dir().path()).unwrap().count(), 1);
    let mode = fs::metadata(home.dir().path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755);

    let file = ProfileDir::at(home.dir().path().join("thesis.txt"));
    let options = home.options.clone();
    let refused = Store::create_blocking(file, &passphrase("owl"), options, |_| Ok(()));
    assert_eq!(refusal(refused), StoreError::NotAProfile);
}

#[test]
fn only_its_owner_can_read_a_profile() {
    let home = Home::new();
    let store = home.store();
    store.write_blocking(|tx| put(tx, "a", 1)).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.dir().path()), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(home.dir().path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.file_name());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["hushwing.db", "hushwing.db-shm", "hushwing.db-wal", "key", "lock"]);
    store.close_blocking();
    // A copy or a backup may have opened it to everybody.
    fs::set_permissions(home.dir().path(), fs::Permissions::from_mode(0o755)).unwrap();
    home.open(&passphrase("owl")).unwrap();
    assert_eq!(mode(home.dir().path()), 0o700);
}

#[test]
fn one_at_a_time_holds_a_profile() {
    let home = Home::new();
    let store = home.store();
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::Held);
    // Not even with the wrong passphrase is there more to learn.
    assert_eq!(refusal(home.open(&passphrase("hawk"))), StoreError::Held);
    assert_eq!(folder::look(&home.dir()), Ok(Found::Passphrase));
    store.close_blocking();
    home.open(&passphrase("owl")).unwrap();
}

#[test]
fn a_damaged_key_file_is_said_to_be_damaged() {
    let home = Home::new();
    home.store().close_blocking();
    let path = home.dir().path().join("key");
    let good = fs::read(&path).unwrap();
    let mut longer = good.clone();
    longer.push(0);
    let newer = [&good[..8], &[2], &good[9..]].concat();
    for (bytes, refused) in [
        (Vec::new(), StoreError::Damaged),
        (good[..100].to_vec(), StoreError::Damaged),
        (longer, StoreError::Damaged),
        (vec![0xff; 1_000_000], StoreError::Damaged),
        (newer, StoreError::Newer),
    ] {
        fs::write(&path, &bytes).unwrap();
        assert_eq!(folder::look(&home.dir()), Err(refused.clone()));
        assert_eq!(refusal(home.open(&passphrase("owl"))), refused);
        assert_eq!(fs::read(&path).unwrap(), bytes, "left as it is");
    }
    fs::write(&path, good).unwrap();
    home.open(&passphrase("owl")).unwrap();
}

#[test]
fn a_damaged_database_is_said_to_be_damaged() {
    let home = Home::new();
    let store = home.store();
    for n in 0..200 {
        store.write_blocking(move |tx| put(tx, &format!("{n} {}", "x".repeat(500)), n)).unwrap();
    }
    store.close_blocking();
    let path = home.dir().path().join("hushwing.db");
    let good = fs::read(&path).unwrap();
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    for bytes in [Vec::new(), vec![7; 8192], good[..3000].to_vec(), flipped(0), flipped(100)] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::Damaged);
    }
    // Damage further in is met when that page is read.
    fs::write(&path, flipped(good.len() - 2000)).unwrap();
    let store = home.open(&passphrase("owl")).unwrap();
    let all = |r: &Reader<'_>| {
        let sql = "SELECT sum(length(key) + length(value)) FROM meta";
        Ok(r.sql().query_row(sql, [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read_blocking(all), Err(StoreError::Damaged));
    store.close_blocking();
    fs::remove_file(&path).unwrap();
    assert_eq!(refusal(home.open(&passphrase("owl"))), StoreError::Damaged);
    assert!(!path.exists(), "no empty profile in place of a lost one");
    fs::write(&path, good).unwrap();
    assert!(home.open(&passphrase("owl")).unwrap().read_blocking(all).unwrap() > 100_000);
}

#[test]
fn the_folder_holds_neither_key_nor_passphrase_nor_words() {
    let home = Home::new();
    let store = home.create(&passphrase("correct horse battery")).unwrap();
    store.write_blocking(|tx| put(tx, "a marker that nobody else writes", 1)).unwrap();
    let check = |when: &str| {
        for entry in fs::read_dir(home.dir().path()).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            for marker in ["correct horse", "marker that nobody", "SQLite format 3", "meta"] {
                let found = bytes.windows(marker.len()).any(|w| w == marker.as_bytes());
                assert!(!found, "{marker} {when}");
            }
        }
    };
    check("while open");
    store.close_blocking();
    check("when closed");
}

/// Told by the story below where to look; idle otherwise.
#[test]
fn a_child_that_may_not_write() {
    let Some(dir) = std::env::var_os("HUSHWING_TEST_READ_ONLY") else { return };
    let dir = ProfileDir::at(dir);
    assert_eq!(folder::look(&dir), Ok(Found::Passphrase));
    let options = StoreOptions::for_tests;
    let opened = Store::open_blocking(dir.clone(), &passphrase("owl"), options());
    assert_eq!(refusal(opened), StoreError::ReadOnly);
    let inside = ProfileDir::at(dir.path().join("another"));
    let made = Store::create_blocking(inside, &passphrase("owl"), options(), |_| Ok(()));
    assert_eq!(refusal(made), StoreError::ReadOnly);
}

#[test]
fn a_profile_that_may_only_be_read_is_refused_in_words() {
    use std::os::unix::process::CommandExt;
    let home = Home::new();
    home.store().close_blocking();
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    for entry in fs::read_dir(home.dir().path()).unwrap() {
        allow(&entry.unwrap().path(), 0o444);
    }
    allow(home.dir().path(), 0o555);
    allow(home.root.path(), 0o755);
    // Root may write everywhere; so its child is nobody, in a place where nobody can read.
    let program = home.root.path().join("test");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    allow(&program, 0o755);
    let mut child = std::process::Command::new(program);
    child
        .args(["--exact", "store::tests::keys::a_child_that_may_not_write"])
        .env("HUSHWING_TEST_READ_ONLY", home.dir().path())
        .current_dir(home.root.path());
    if rustix::process::getuid().is_root() {
        child.uid(65534).gid(65534);
    }
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    allow(home.dir().path(), 0o700);
}

/// Looks for a text in all of this process's memory. What is sought is given, and what is read is
/// kept, with every bit turned, so that neither is found.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn remembered(turned: &[u8]) -> usize {
    use std::io::{Read, Seek, SeekFrom};
    let mut memory = fs::File::open("/proc/self/mem").unwrap();
    let mut times = 0;
    for line in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let Some((range, rest)) = line.split_once(' ') else { continue };
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|at| u64::from_str_radix(at, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // Some ranges are not memory, or gone by now.
        if !rest.starts_with("rw")
            || memory.seek(SeekFrom::Start(from)).is_err()
            || memory.read_exact(&mut bytes).is_err()
        {
            continue;
        }
        bytes.iter_mut().for_each(|byte| *byte = !*byte);
        let begins = bytes.iter().enumerate().filter(|(_, byte)| **byte == turned[0]);
        times += begins.filter(|(at, _)| bytes[*at..].starts_with(turned)).count();
    }
    times
}

/// Alone in its process: many stores at once would overfill SQLCipher's guarded memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn an_open_store_does_not_keep_its_key_in_the_clear() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::keys::a_child_that_searches_its_memory", "--nocapture"])
        .env("HUSHWING_TEST_MEMORY", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{output:?}");
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn a_child_that_searches_its_memory() {
    if std::env::var_os("HUSHWING_TEST_MEMORY").is_none() {
        return;
    }
    let home = Home::new();
    let store = home.store();
    store.write_blocking(|tx| put(tx, "a", 1)).unwrap();
    let wrapped = crate::store::key_file::read(home.dir().path()).unwrap().unwrap();
    let key = wrapped.open(&passphrase("owl"), &*home.options.keyring).unwrap();
    let raw: Vec<u8> = key.expose().iter().map(|byte| !byte).collect();
    // The allocator writes into the beginning of what was freed; so the rest of it is sought.
    let hex: Vec<u8> = {
        let mut digits = zeroize::Zeroizing::new([0; 64]);
        hex::encode_to_slice(key.expose(), &mut digits[..]).unwrap();
        digits[24..].iter().map(|digit| !digit).collect()
    };
    assert_eq!((remembered(&raw), remembered(&hex)), (1, 0), "only in `key`");
    drop(key);
    assert_eq!((remembered(&raw), remembered(&hex)), (0, 0));
    store.close_blocking();
}
