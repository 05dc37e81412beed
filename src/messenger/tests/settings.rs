//! What a profile keeps of its owner's wishes.

use super::world::*;
use crate::messenger::*;
use crate::model::*;

fn settings(reply: Reply) -> Settings {
    match reply {
        Reply::Settings(settings) => settings,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_are_kept_over_a_restart() {
    let relay = relay().await;
    let alice = Person::new("Alice", &[&relay]).await;
    let first = settings(alice.run(Command::Settings).await);
    assert_eq!(first, Settings { read_receipts: true, lock_after: Some(15), clear_copied: true });
    alice.run(Command::SetLockAfter { minutes: Some(5) }).await;
    alice.run(Command::SetReadReceipts { on: false }).await;
    alice.run(Command::SetClearCopied { on: false }).await;
    let alice = alice.restart().await;
    let kept = settings(alice.run(Command::Settings).await);
    assert_eq!(kept, Settings { read_receipts: false, lock_after: Some(5), clear_copied: false });
    let never = settings(alice.run(Command::SetLockAfter { minutes: None }).await);
    assert_eq!(never.lock_after, None);
    for minutes in [0, 24 * 60 + 1, u32::MAX] {
        let error = alice.refused(Command::SetLockAfter { minutes: Some(minutes) }).await;
        assert_eq!(error.kind, ErrorKind::Input);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_passphrase_opens_from_now_on_and_the_old_one_no_more() {
    let relay = relay().await;
    let alice = Person::new("Alice", &[&relay]).await;
    let change =
        |old: &str, new: &str| Command::ChangePassphrase { old: secret(old), new: secret(new) };
    let error = alice.refused(change("not this", "owls over roofs")).await;
    assert_eq!(error.kind, ErrorKind::WrongPassphrase);
    let error = alice.refused(change("a passphrase", "")).await;
    assert_eq!(error.kind, ErrorKind::Input);
    alice.run(change("a passphrase", "owls over roofs")).await;

    let export =
        |passphrase: &str| Command::Export { form: KeyForm::Words, passphrase: secret(passphrase) };
    let error = alice.refused(export("a passphrase")).await;
    assert_eq!(error.kind, ErrorKind::WrongPassphrase);
    assert!(matches!(alice.run(export("owls over roofs")).await, Reply::Key { .. }));

    // And so it is for whoever opens the profile.
    alice.run(change("owls over roofs", "a passphrase")).await;
    alice.restart().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_of_the_relays_tells_which_one_answers() {
    let (one, two) = (relay().await, relay().await);
    let mut alice = Person::new("Alice", &[&one, &two]).await;
    let gone = two.url();
    two.stop().await;
    let rows = alice
        .until("one answers and one does not", async |m| {
            let Ok(Reply::Relays(rows)) = m.run(Command::TestRelays).await else { return None };
            let condition = |url| rows.iter().find(|r| r.url == url).map(|r| r.state);
            let good = condition(one.url()) == Some(RelayCondition::Connected);
            (good && condition(gone.clone()) == Some(RelayCondition::Unreachable)).then_some(rows)
        })
        .await;
    assert_eq!(rows.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_account_tells_how_far_it_is() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    for text in ["one", "two", "three"] {
        alice.send(chat, text).await;
        bob.sees(chat, text).await;
    }
    alice.sync().await;
    let mut phone = Person::restored("Alice", alice.words().await, &[&relay]).await;
    let progress = phone
        .until("the mailbox is read", async |m| match m.run(Command::Progress).await {
            Ok(Reply::Progress(progress)) if progress.caught_up && progress.received >= 3 => {
                Some(progress)
            }
            _ => None,
        })
        .await;
    assert_eq!(progress.received, 3);
}
