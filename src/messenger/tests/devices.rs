//! Two devices of one account.

use nostr::event::UnsignedEvent;
use nostr::nips::nip06::FromMnemonic as _;

use super::world::*;
use crate::envelope::{Keep, Letterhead, wrap};
use crate::messenger::*;
use crate::model::*;
use crate::relay::{Dialer, Pool, PublishAs, Published};
use crate::server::Relay;

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
async fn a_read_position_waits_for_a_message_that_comes_after_it() {
    let (one, two) = (relay().await, relay().await);
    let alice = Person::new("Alice", &[&one]).await;
    let words = alice.words().await;
    let bob = nostr::key::Keys::generate();
    alice.run(Command::AddContact { link: npub(&bob.public_key()), name: None }).await;
    alice.sync().await;
    let chat = ChatId::of_people([&alice.me.account, &bob.public_key()]);
    let at = Clock::system().now().plus(-60_000);
    let letter = |at| Letterhead {
        author: bob.public_key(),
        name: None,
        to: vec![alice.me.account],
        at,
        inbox: None,
    };
    let first = letter(at).text("read on the laptop", None, None, None);
    let second = letter(at.plus(1_000)).text("not read yet", None, None, None);
    // Another device of Alice's, which has the message, has read up to the first one.
    let told = format!(
        r#"{{"read":[{{"chat":"{chat}","message":"{}"}}]}}"#,
        MessageId::from(first.compute_id())
    );
    let keys = nostr::key::Keys::from_mnemonic(words.expose(), None).unwrap();
    let own = Letterhead { author: alice.me.account, ..letter(at.plus(2_000)) }.own_devices(&told);
    post(&one, &[(&own, &keys)], &alice).await;

    let phone = Person::restored("Alice", words, &[&one, &two]).await;
    phone.sync().await;
    let unread = async |phone: &Person| {
        phone.chats().await.into_iter().find(|c| c.chat == chat).map_or(0, |c| c.unread)
    };
    assert_eq!(unread(&phone).await, 0);
    // The newer message comes first, and is unread.
    post(&two, &[(&second, &bob)], &alice).await;
    phone.sync().await;
    assert_eq!(unread(&phone).await, 1);
    post(&two, &[(&first, &bob)], &alice).await;
    phone.sync().await;
    assert_eq!(phone.texts(chat).await, ["read on the laptop", "not read yet"]);
    assert_eq!(unread(&phone).await, 1, "the older one had been read");
}

/// Puts rumors into somebody's mailbox.
async fn post(relay: &Relay, rumors: &[(&UnsignedEvent, &nostr::key::Keys)], to: &Person) {
    let (pool, _from) = Pool::new(Dialer::direct(), Clock::system());
    for (rumor, by) in rumors {
        let now = Clock::system().now();
        let sealed = wrap(rumor, by, &to.me.account, Keep::ForGood, now).unwrap();
        let json = std::sync::Arc::from(sealed.json.as_str());
        let taken = pool.publish(&relay.url(), json, sealed.event.id, PublishAs::Nobody).await;
        assert_eq!(taken, Published::Taken);
    }
    pool.stop().await;
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
