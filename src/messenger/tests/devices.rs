//! Two devices of one account.

use super::world::*;
use crate::messenger::*;
use crate::model::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_device_knows_everything() {
    let relay = relay().await;
    let (alice, mut bob, chat) = alice_and_bob(&relay).await;
    alice.send(chat, "one").await;
    bob.sees(chat, "one").await;
    bob.send(chat, "two").await;
    let mut alice = alice;
    let two = alice.sees(chat, "two").await.message;
    alice.run(Command::MarkRead { chat: chat.into(), up_to: two }).await;
    alice
        .run(Command::RenameContact { account: bob.me.account, name: Name::clean("Bobby").ok() })
        .await;
    alice.sync().await;

    let mut phone = Person::restored("Alice", alice.words().await, &[&relay]).await;
    assert_eq!(phone.me.account, alice.me.account);
    phone.sync().await;
    assert_eq!(phone.texts(chat).await, ["one", "two"]);
    let row = phone.chats().await.into_iter().find(|c| c.chat == chat).unwrap();
    assert_eq!((row.name.as_str(), row.unread), ("Bobby", 0));
    assert!(phone.requests().await.is_empty());

    // What one writes, the other shows; and what Bob answers, both.
    let three = phone.send(chat, "three, from the phone").await.message;
    let seen = alice.sees(chat, "three, from the phone").await;
    assert!(seen.mine && seen.message == three);
    bob.sees(chat, "three, from the phone").await;
    phone.reaches(three, MessageState::Delivered).await;
    alice.reaches(three, MessageState::Delivered).await;
    alice.run(Command::Edit { message: three, text: "3".into() }).await;
    phone.sees(chat, "3").await;
    bob.sees(chat, "3").await;
    alice.run(Command::Delete { message: three, for_both: true }).await;
    phone
        .until("gone", async |m| match m.run(Command::Message { message: three }).await {
            Ok(Reply::Messages(all)) => all.is_empty().then_some(()),
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_and_accepts_follow_the_account() {
    let relay = relay().await;
    let alice = Person::new("Alice", &[&relay]).await;
    let mut phone = Person::restored("Alice", alice.words().await, &[&relay]).await;
    let mallory = Person::new("Mallory", &[&relay]).await;
    mallory.add(&alice).await;
    let chat = mallory.chat_with(&alice);
    mallory.send(chat, "hello").await;
    phone
        .until("a request", async |m| match m.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(all)) => all.into_iter().next(),
            _ => None,
        })
        .await;
    alice.run(Command::Block { id: ChatName(npub(&mallory.me.account)) }).await;
    alice.sync().await;
    phone
        .until("the block", async |m| match m.run(Command::Requests { limit: 10 }).await {
            Ok(Reply::Requests(all)) => all.is_empty().then_some(()),
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_comes_back_from_ncryptsec() {
    let relay = relay().await;
    let (alice, _bob, chat) = alice_and_bob(&relay).await;
    alice.send(chat, "remember me").await;
    alice.sync().await;
    let export = Command::Export { form: KeyForm::Ncryptsec, passphrase: secret("a passphrase") };
    let Reply::Key { key, .. } = alice.run(export).await else { panic!() };
    let wrong = Command::Export { form: KeyForm::Words, passphrase: secret("a guess") };
    assert_eq!(alice.refused(wrong).await.kind, ErrorKind::WrongPassphrase);
    let account = Account::Ncryptsec { text: key, password: secret("a passphrase") };
    let options = Options {
        online: true,
        cheap_keys: true,
        index_relays: Some(Vec::new()),
        ..Options::default()
    };
    let again = Person::with("Alice", account, vec![relay.url()], options).await;
    again.sync().await;
    assert_eq!(again.me.account, alice.me.account);
    assert_eq!(again.texts(chat).await, ["remember me"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_account_finds_its_mailbox_instead_of_moving_it() {
    let (one, two, index) = (relay().await, relay().await, relay().await);
    let mut alice = Person::with_index("Alice", &[&one], &index).await;
    let bob = Person::with_index("Bob", &[&one], &index).await;
    bob.add(&alice).await;
    alice.add(&bob).await;
    let chat = alice.chat_with(&bob);
    alice.send(chat, "before").await;
    alice.sync().await;
    let options = || Options {
        online: true,
        cheap_keys: true,
        index_relays: Some(vec![index.url()]),
        ..Options::default()
    };
    // No relay is chosen: the account's own are found.
    let words = alice.words().await;
    let phone = Person::with("Alice", Account::Words(words), Vec::new(), options()).await;
    assert_eq!(phone.me.relays, [one.url()]);
    phone.sync().await;
    assert_eq!(phone.texts(chat).await, ["before"]);

    // One that is chosen comes on top, and the first device hears of it.
    let words = alice.words().await;
    let mut tablet = Person::with("Alice", Account::Words(words), vec![two.url()], options()).await;
    tablet.sync().await;
    tablet.send(chat, "from the tablet").await;
    alice.sees(chat, "from the tablet").await;
    alice
        .until("the new relay", async |m| match m.run(Command::Whoami).await {
            Ok(Reply::Me(me)) => me.relays.contains(&two.url()).then_some(()),
            _ => None,
        })
        .await;
    alice.send(chat, "heard").await;
    tablet.sees(chat, "heard").await;
}
