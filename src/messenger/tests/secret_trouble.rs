//! Secret chats when things go wrong: several devices, lost and disordered envelopes, restarts in
//! the middle, copied profiles, clocks, and people who mean harm.

use std::sync::Arc;

use nostr::key::Keys;

use super::secret::*;
use super::world::*;
use crate::envelope::{Keep, Letterhead, SecretStep, wrap, wrap_raw};
use crate::messenger::*;
use crate::model::*;
use crate::relay::{Dialer, Pool, PublishAs, Published};
use crate::secret::{Content, Device, Kind, OFFER_FOR, OpenOffer, ReplyMailbox};
use crate::server::{Config, Data, Relay};

fn now() -> Millis {
    Clock::system().now()
}

async fn row(person: &Person, chat: ChatId) -> Chat {
    match person.run(Command::FindChat { chat: chat.into() }).await {
        Reply::Chat(chat) => chat,
        other => panic!("{other:?}"),
    }
}

async fn about(person: &Person, chat: ChatId) -> SecretChat {
    *row(person, chat).await.secret.unwrap()
}

/// Waits until what is known of a secret chat is so.
async fn becomes(
    person: &mut Person,
    chat: ChatId,
    what: &str,
    is: impl Fn(&SecretChat) -> bool,
) -> SecretChat {
    person
        .until(what, async |messenger| {
            match messenger.run(Command::FindChat { chat: chat.into() }).await {
                Ok(Reply::Chat(Chat { secret: Some(secret), .. })) if is(&secret) => Some(*secret),
                _ => None,
            }
        })
        .await
}

fn secrets(chats: Vec<Chat>) -> Vec<Chat> {
    chats.into_iter().filter(|chat| chat.kind == ChatKind::Secret).collect()
}

/// Puts envelopes where anybody on the internet can.
async fn post(relay: &Relay, wraps: Vec<crate::envelope::Wrapped>) {
    let (pool, _from) = Pool::new(Dialer::direct(), Clock::system());
    for wrapped in wraps {
        let (url, json) = (relay.url(), Arc::from(wrapped.json.as_str()));
        let answer = pool.publish(&url, json, wrapped.event.id, PublishAs::Nobody).await;
        assert_eq!(answer, Published::Taken);
    }
    pool.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_devices_that_accept_the_first_gets_the_chat_and_the_other_is_told() {
    let relay = relay().await;
    let (mut alice, phone) = friends(&relay).await;
    let laptop = Person::restored("Bob", phone.words().await, &[&relay]).await;
    laptop.add(&alice).await;
    let phone = phone.leave().await;
    let laptop_folder = laptop.leave().await;
    // The offer is later than both devices, by seconds as it is dated.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let chat = offer_named(&alice, "Bob").await;
    alice.sync().await;
    let folder = alice.leave().await;
    // Both answer while Alice is away.
    let (mut phone, mut laptop) =
        (Person::reopen(phone).await, Person::reopen(laptop_folder).await);
    let first = stands(&mut phone, ChatState::Waiting).await;
    let second = stands(&mut laptop, ChatState::Waiting).await;
    phone.sync().await;
    laptop.sync().await;
    alice = Person::reopen(folder).await;
    alice.send(chat, "which of you is it?").await;
    let waits = |person: &Person, chat| {
        let messenger = person.messenger.clone();
        async move {
            match messenger.run(Command::FindChat { chat: ChatName::from(chat) }).await {
                Ok(Reply::Chat(chat)) => chat.secret.map(|secret| (secret.stage, secret.why)),
                _ => None,
            }
        }
    };
    // One stands, the other was taken; which one, the relay decided.
    let one = alice
        .until("one of the two devices has it", async |_| {
            let both = (waits(&phone, first).await?, waits(&laptop, second).await?);
            match both {
                ((SecretStage::Standing, _), (SecretStage::Over, WhyOver::Taken)) => Some(true),
                ((SecretStage::Over, WhyOver::Taken), (SecretStage::Standing, _)) => Some(false),
                _ => None,
            }
        })
        .await;
    let (winner, theirs) = if one { (&mut phone, first) } else { (&mut laptop, second) };
    winner.sees(theirs, "which of you is it?").await;
    // Alice is warned: the account has another device, or somebody else holds it.
    assert!(about(&alice, chat).await.rival);
}

/// Offers a chat to a contact of this name, who is not there.
async fn offer_named(from: &Person, name: &str) -> ChatId {
    let contact = ChatName(name.into());
    match from.run(Command::OfferSecret { contact, instead_of: None }).await {
        Reply::Chat(chat) => chat.chat,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_that_nobody_answers_lapses_and_gives_the_words_back() {
    let relay = relay().await;
    let bob = Person::new("Bob", &[&relay]).await;
    let clock = Clock::standing_at(now());
    let offline = Options { online: false, clock: clock.clone(), ..options() };
    let alice = Person::with("Alice", Account::New, vec![relay.url()], offline).await;
    alice.add(&bob).await;
    let chat = offer(&alice, &bob).await.chat;
    alice.send(chat, "one").await;
    alice.send(chat, "two").await;
    alice.run(Command::SaveDraft { chat: chat.into(), text: "three".into() }).await;
    let lapses = about(&alice, chat).await.lapses_at.unwrap();
    assert!(lapses.0 > clock.now().0);
    let folder = alice.leave().await;
    clock.advance(lapses.0 - clock.now().0 + 1_000);
    let offline = Options { online: false, clock, ..options() };
    let alice = Person::reopen_with(folder, offline).await;
    let closed = row(&alice, chat).await;
    assert_eq!(closed.state, ChatState::Closed);
    assert_eq!(closed.secret.unwrap().why, WhyOver::Lapsed);
    assert_eq!(closed.draft, "one\ntwo\nthree");
    assert!(alice.history(chat).await.is_empty());
    // "Start a new one" takes them along.
    let again = Command::OfferSecret { contact: name(&bob), instead_of: Some(chat.into()) };
    let Reply::Chat(new) = alice.run(again).await else { panic!() };
    assert_ne!(new.chat, chat);
    assert_eq!(row(&alice, new.chat).await.draft, "one\ntwo\nthree");
    assert_eq!(row(&alice, chat).await.draft, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_chats_with_one_person_stay_apart() {
    let relay = relay().await;
    let ((mut alice, first), (mut bob, there_first)) = secret_friends(&relay).await;
    let second = offer(&alice, &bob).await.chat;
    let there_second = bob
        .until("the other chat", async |messenger| match messenger.run(Command::Chats).await {
            Ok(Reply::Chats(chats)) => secrets(chats)
                .into_iter()
                .find(|c| c.state == ChatState::Open && c.chat != there_first)
                .map(|c| c.chat),
            _ => None,
        })
        .await;
    becomes(&mut alice, second, "it stands", |s| s.stage == SecretStage::Standing).await;
    alice.send(first, "in the first").await;
    alice.send(second, "in the second").await;
    bob.sees(there_first, "in the first").await;
    bob.sees(there_second, "in the second").await;
    bob.send(there_second, "answered there").await;
    alice.sees(second, "answered there").await;
    assert_eq!(alice.texts(first).await, ["in the first"]);
    // A name alone does not say which.
    let error = alice.refused(Command::SafetyNumber { chat: name(&bob) }).await;
    assert!(error.sentence.contains("several"), "{}", error.sentence);
    // The same two devices: the same number, and one verdict for both.
    assert_eq!(number(&alice, first).await.digits, number(&alice, second).await.digits);
    verify(&alice, first, Verdict::Match).await;
    assert_eq!(about(&alice, second).await.device, Some(Standing::Compared));
    // One ends, the other goes on.
    alice.run(Command::CloseSecret { chat: first.into() }).await;
    becomes(&mut bob, there_first, "it ended", |s| s.why == WhyOver::EndedThere).await;
    bob.send(there_second, "still here").await;
    alice.sees(second, "still here").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_in_any_order_ends_as_it_was_said() {
    let relay = relay().await;
    let ((mut alice, here), (bob, there)) = secret_friends(&relay).await;
    let folder = bob.leave().await;
    // Envelopes carry no order of their own: the relay serves them as it likes.
    let mut ids = Vec::new();
    for n in 0..8 {
        let id = alice.send(here, &format!("{n}")).await.message;
        ids.push(id);
        alice.run(Command::Edit { message: id, text: format!("{n}, better") }).await;
        alice.run(Command::Edit { message: id, text: format!("{n}, best") }).await;
        alice.run(Command::React { message: id, emoji: "👍".into() }).await;
        alice.run(Command::React { message: id, emoji: "🎉".into() }).await;
    }
    alice.run(Command::React { message: ids[3], emoji: "🎉".into() }).await;
    alice.run(Command::Delete { message: ids[5], for_both: true }).await;
    alice.sync().await;
    let mut bob = Person::reopen(folder).await;
    bob.sync().await;
    bob.sees(there, "7, best").await;
    let wanted: Vec<_> = (0..8).filter(|n| *n != 5).map(|n| format!("{n}, best")).collect();
    bob.until("all of it, as it was said last", async |messenger| {
        let page = Command::History { chat: there.into(), limit: 100, before: Before::End };
        let Ok(Reply::Messages(all)) = messenger.run(page).await else { return None };
        let texts: Vec<_> = all.iter().map(|m| m.text.clone()).collect();
        let settled = all.iter().all(|m| match m.reactions.keys().collect::<Vec<_>>()[..] {
            [] => m.message == ids[3],
            [emoji] => emoji == "🎉",
            _ => false,
        });
        (texts == wanted && settled).then_some(())
    })
    .await;
    assert_eq!(about(&bob, there).await.missing, 0);
    bob.send(there, "read it all").await;
    alice.sees(here, "read it all").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_relay_lost_is_named_and_the_chat_goes_on() {
    let first = relay().await;
    let listen = first.local_addr();
    let ((mut alice, here), (bob, there)) = secret_friends(&first).await;
    let folder = bob.leave().await;
    for n in 0..3 {
        let lost = alice.send(here, &format!("lost {n}")).await.message;
        alice.reaches(lost, MessageState::Sent).await;
    }
    // The relay comes back with nothing in it.
    first.stop().await;
    let _again = Relay::start(Config::default(), listen, Data::Memory).await.unwrap();
    let came = alice.send(here, "after the loss").await.message;
    alice.reaches(came, MessageState::Sent).await;
    let mut bob = Person::reopen(folder).await;
    bob.sees(there, "after the loss").await;
    // Receipts count as well.
    assert!(about(&bob, there).await.missing >= 3);
    let answer = bob.send(there, "three are missing").await.message;
    alice.sees(here, "three are missing").await;
    bob.reaches(answer, MessageState::Delivered).await;
    alice.send(here, "never mind").await;
    bob.sees(there, "never mind").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copied_profile_ends_the_chat_and_says_why() {
    let relay = relay().await;
    let ((mut alice, here), (bob, there)) = secret_friends(&relay).await;
    let folder = bob.leave().await;
    let copy = tempfile::tempdir().unwrap();
    copy_folder(folder.path(), copy.path());
    // The original goes on, then somebody starts the copy.
    let bob = Person::reopen(folder).await;
    let said = bob.send(there, "from the original").await.message;
    alice.sees(here, "from the original").await;
    let mut bob = bob;
    bob.reaches(said, MessageState::Delivered).await;
    bob.leave().await;
    let twin = Person::reopen(copy).await;
    twin.send(there, "from the copy").await;
    let over = becomes(&mut alice, here, "it is over", |s| s.stage == SecretStage::Over).await;
    assert_eq!(over.why, WhyOver::Copied);
    let send =
        Command::Send { chat: here.into(), text: "hello?".into(), reply_to: None, ttl: None };
    assert!(alice.refused(send).await.sentence.contains("over"));
    assert!(!alice.texts(here).await.contains(&"from the copy".into()));
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_state_survives_a_restart() {
    let relay = relay().await;
    let (alice, bob) = friends(&relay).await;
    alice.sync().await;
    bob.sync().await;
    let bob = bob.leave().await;
    // Offered, and typed into.
    let chat = offer_named(&alice, "Bob").await;
    alice.send(chat, "typed before").await;
    let alice = alice.restart().await;
    assert_eq!(row(&alice, chat).await.state, ChatState::Offered);
    alice.sync().await;
    let alice = alice.leave().await;
    // Accepted while Alice is away, and typed into.
    let mut bob = Person::reopen(bob).await;
    let there = stands(&mut bob, ChatState::Waiting).await;
    bob.send(there, "typed there").await;
    let bob = bob.restart().await;
    assert_eq!(row(&bob, there).await.state, ChatState::Waiting);
    bob.sync().await;
    let bob = bob.leave().await;
    // Standing on one side.
    let mut alice = Person::reopen(alice).await;
    stands(&mut alice, ChatState::Open).await;
    alice.sync().await;
    let mut alice = alice.restart().await;
    let mut bob = Person::reopen(bob).await;
    bob.sees(there, "typed before").await;
    alice.sees(chat, "typed there").await;
    // Standing on both.
    let mut bob = bob.restart().await;
    alice.send(chat, "and on").await;
    bob.sees(there, "and on").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timers_survive_restarts_and_clocks() {
    let relay = relay().await;
    let ((mut alice, here), (bob, there)) = secret_friends(&relay).await;
    let text = "disappears in an hour";
    let hour =
        Command::Send { chat: here.into(), text: text.into(), reply_to: None, ttl: Some(3_600) };
    let sent = match alice.run(hour).await {
        Reply::Sent(sent) => sent.message,
        other => panic!("{other:?}"),
    };
    let mut bob = bob;
    let came = bob.sees(there, text).await.message;
    bob.run(Command::MarkRead { chat: there.into(), up_to: came }).await;
    let running = alice.reaches(sent, MessageState::Read).await;
    assert!(running.expires_at.is_some());
    let (alice, bob) = (alice.leave().await, bob.leave().await);
    let at = |millis| Options {
        online: false,
        clock: Clock::standing_at(now().plus(millis)),
        ..options()
    };
    // A clock that was set back makes nobody wait for longer than the hour.
    let early = Person::reopen_with(alice, at(-86_400_000)).await;
    let shown = early.history(here).await.remove(0);
    let left = shown.expires_at.unwrap().0 - now().plus(-86_400_000).0;
    assert!(left <= 3_600_000, "{left}");
    let alice = early.leave().await;
    for (folder, chat) in [(alice, here), (bob, there)] {
        let late = Person::reopen_with(folder, at(3_600_001)).await;
        assert!(late.texts(chat).await.iter().all(|t| t != text));
        let find = Command::Search { text: "disappears".into(), chat: None, limit: 10 };
        assert!(matches!(late.run(find).await, Reply::Messages(all) if all.is_empty()));
        let preview = row(&late, chat).await.last;
        assert!(preview.is_none_or(|last| !last.text.contains("disappears")));
        let info = late.messenger.run(Command::MessageInfo { message: sent }).await;
        assert!(info.is_err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_left_does_not_disappear() {
    let relay = relay().await;
    let ((alice, here), _bob) = secret_friends(&relay).await;
    let folder = alice.leave().await;
    let clock = Clock::standing_at(now());
    let offline = || Options { online: false, clock: clock.clone(), ..options() };
    let alice = Person::reopen_with(folder, offline()).await;
    let short = Command::Send {
        chat: here.into(),
        text: "five seconds".into(),
        reply_to: None,
        ttl: Some(5),
    };
    alice.run(short).await;
    clock.advance(60_000);
    let alice = Person::reopen_with(alice.leave().await, offline()).await;
    assert_eq!(alice.texts(here).await, ["five seconds"], "no relay has it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_spoken_words_are_the_same_on_both_sides() {
    let relay = relay().await;
    let ((alice, here), (mut bob, there)) = secret_friends(&relay).await;
    alice.run(Command::SpeakWords { chat: here.into() }).await;
    assert_eq!(about(&alice, here).await.words, SpokenWords::Begun);
    becomes(&mut bob, there, "he is asked", |s| s.words == SpokenWords::Asked).await;
    // It goes on after a restart, on either side.
    let (mut alice, mut bob) = (alice.restart().await, bob.restart().await);
    bob.run(Command::SpeakWords { chat: there.into() }).await;
    let shown = |s: &SecretChat| matches!(s.words, SpokenWords::Words(_));
    let hers = becomes(&mut alice, here, "her words", shown).await.words;
    let his = becomes(&mut bob, there, "his words", shown).await.words;
    assert_eq!(hers, his);
    alice.run(Command::StopWords { chat: here.into() }).await;
    assert_eq!(about(&alice, here).await.words, SpokenWords::None);
    // Begun by both at once.
    bob.run(Command::StopWords { chat: there.into() }).await;
    tokio::join!(
        alice.run(Command::SpeakWords { chat: here.into() }),
        bob.run(Command::SpeakWords { chat: there.into() })
    );
    let again = becomes(&mut alice, here, "her words", shown).await.words;
    assert_eq!(again, becomes(&mut bob, there, "his words", shown).await.words);
    assert_ne!(again, hers);
    // Called off.
    alice.run(Command::StopWords { chat: here.into() }).await;
    alice.run(Command::SpeakWords { chat: here.into() }).await;
    becomes(&mut bob, there, "he is asked", |s| s.words == SpokenWords::Asked).await;
    bob.run(Command::StopWords { chat: there.into() }).await;
    becomes(&mut alice, here, "it was stopped", |s| s.words == SpokenWords::Stopped).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_is_seen_while_somebody_is_there() {
    let relay = relay().await;
    let ((mut alice, here), (mut bob, there)) = secret_friends(&relay).await;
    bob.send(there, "hello").await;
    alice.sees(here, "hello").await;
    alice.run(Command::Typing { chat: here.into() }).await;
    let typing = |event: &Event| matches!(event, Event::Typing { chat } if *chat == there);
    bob.hears("typing", typing).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_moved_inbox_is_told_and_nothing_is_lost_on_the_way() {
    let (old, new) = (relay().await, relay().await);
    let ((mut alice, here), (mut bob, there)) = secret_friends(&old).await;
    let folder = bob.leave().await;
    let add = Command::AddRelay { url: new.url(), unencrypted: false };
    alice.run(add).await;
    alice.run(Command::RemoveRelay { url: old.url() }).await;
    alice.sync().await;
    // Bob writes before he hears of it.
    let offline = Options { online: false, ..options() };
    bob = Person::reopen_with(folder, offline).await;
    bob.send(there, "to the old place").await;
    let mut bob = bob.restart().await;
    alice.sees(here, "to the old place").await;
    alice.send(here, "you found me").await;
    bob.sees(there, "you found me").await;
    let later = bob.send(there, "to the new place").await.message;
    alice.sees(here, "to the new place").await;
    let Reply::Info(info) = bob.run(Command::MessageInfo { message: later }).await else {
        panic!()
    };
    assert!(info.deliveries.iter().any(|d| d.relay == new.url().to_string()), "{info:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_offers_and_garbage_cost_nothing() {
    let relay = relay().await;
    let ((mut alice, here), (mut bob, there)) = secret_friends(&relay).await;
    let mallory = Keys::generate();
    let head = || Letterhead {
        author: mallory.public_key(),
        name: Name::clean("Mallory").ok(),
        to: vec![alice.me.account],
        at: now(),
        inbox: None,
    };
    let mut rng = getrandom::rand_core::UnwrapErr(getrandom::SysRng);
    let device = Device::generate(mallory.public_key().to_bytes(), &mut rng);
    let good = Keys::generate();
    let mut offers = vec!["nonsense".to_owned(), String::new(), "AAAA".repeat(4_000)];
    for n in 0..8 {
        // No point of the curve, where an answer would go.
        let public = if n == 0 { [0xff; 32] } else { good.public_key().to_bytes() };
        let reply = ReplyMailbox { secret: &good.secret_key().to_secret_bytes(), public };
        let relays = [relay.url().to_string()];
        let to = alice.me.account.to_bytes();
        let expiry = now().secs() + OFFER_FOR;
        let offer = OpenOffer::new(&device, to, expiry, &reply, &relays, &mut rng);
        offers.push(offer.content());
    }
    let mut wraps = Vec::new();
    for content in &offers {
        for step in [SecretStep::Offer, SecretStep::Accept, SecretStep::Taken] {
            let rumor = head().secret(step, content);
            wraps.push(wrap(&rumor, &mallory, &alice.me.account, Keep::AMonth, now()).unwrap());
        }
    }
    // Whoever runs the relay knows the mailboxes.
    let mailboxes: Vec<_> = alice.messenger.heart.listening().keys().copied().collect();
    assert!(!mailboxes.is_empty());
    for mailbox in mailboxes {
        for size in [1, 4_095, 4_096, 8_192, 32_768] {
            wraps.push(wrap_raw(&vec![1; size], &mailbox, now()).unwrap());
        }
    }
    post(&relay, wraps).await;
    alice.sync().await;
    // Five offers of a stranger are shown as requests, and nothing else came of it.
    let requests = alice.requests().await;
    assert_eq!(requests.len(), 5, "{requests:?}");
    assert!(requests.iter().all(|r| r.id == mallory.public_key()));
    assert_eq!(secrets(alice.chats().await).len(), 1);
    assert_eq!(about(&alice, here).await.stage, SecretStage::Standing);
    bob.send(there, "as if nothing was").await;
    alice.sees(here, "as if nothing was").await;
    alice.send(here, "indeed").await;
    bob.sees(there, "indeed").await;
    // Nor does she hear more of it.
    let id = ChatName(npub(&mallory.public_key()));
    alice.run(Command::DeleteRequest { id }).await;
    assert!(alice.requests().await.is_empty());
}

/// Waits until both sides have the same timer, which is any. Wires come in any order, so a text that
/// was written after a timer says nothing of it.
async fn one_timer(alice: (&mut Person, ChatId), bob: (&Person, ChatId)) -> u32 {
    let (alice, here) = alice;
    alice
        .until("hers and his", async |messenger| {
            let find = Command::FindChat { chat: here.into() };
            let Ok(Reply::Chat(Chat { secret: Some(hers), .. })) = messenger.run(find).await else {
                return None;
            };
            let his = about(bob.0, bob.1).await.timer_secs;
            (hers.timer_secs == his && his > 0).then_some(his)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timers_that_both_set_early_end_as_one() {
    let relay = relay().await;
    let (alice, bob) = friends(&relay).await;
    alice.sync().await;
    bob.sync().await;
    let bob = bob.leave().await;
    let chat = offer_named(&alice, "Bob").await;
    alice.run(Command::SetTimer { chat: chat.into(), secs: 3_600 }).await;
    alice.sync().await;
    let alice = alice.leave().await;
    let mut bob = Person::reopen(bob).await;
    let there = stands(&mut bob, ChatState::Waiting).await;
    // He has not heard of hers, nor she of his.
    bob.run(Command::SetTimer { chat: there.into(), secs: 60 }).await;
    bob.sync().await;
    let mut alice = Person::reopen(alice).await;
    stands(&mut alice, ChatState::Open).await;
    alice.send(chat, "which one is it?").await;
    bob.sees(there, "which one is it?").await;
    bob.send(there, "I do not know").await;
    alice.sees(chat, "I do not know").await;
    one_timer((&mut alice, chat), (&bob, there)).await;
    // At once, in a chat that stands.
    tokio::join!(
        alice.run(Command::SetTimer { chat: chat.into(), secs: 5 }),
        bob.run(Command::SetTimer { chat: there.into(), secs: 86_400 })
    );
    alice.send(chat, "and now?").await;
    bob.send(there, "now?").await;
    bob.sees(there, "and now?").await;
    alice.sees(chat, "now?").await;
    let secs = one_timer((&mut alice, chat), (&bob, there)).await;
    assert!([5, 86_400].contains(&secs));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relays_that_are_none_leave_it_to_the_accounts_list() {
    let relay = relay().await;
    let ((mut alice, here), (mut bob, there)) = secret_friends(&relay).await;
    alice.send(here, "before").await;
    bob.sees(there, "before").await;
    let chat = ChatName::from(there);
    let Reply::Chat(_) = bob.run(Command::FindChat { chat: chat.clone() }).await else { panic!() };
    let key = bob.messenger.heart.secret_chat_named(&chat).await.unwrap().chat;
    // A client of other manners names what is no relay, and nothing else.
    let odd = Kind::Relays(vec!["https://nowhere.example".into(), "nonsense".into()]);
    let content = Content { id: [7; 16], at: 1_790_000_000_000, kind: odd };
    let heart = &bob.messenger.heart;
    heart.store.write(move |tx| tx.queue(key, None, &content.write())).await.unwrap();
    bob.send(there, "moved to nowhere").await;
    alice.sees(here, "moved to nowhere").await;
    // It may come after the text.
    let named = async |messenger: &Messenger| {
        let hers = messenger.heart.secret_chat_named(&ChatName::from(here)).await.unwrap();
        hers.relays.is_empty().then_some(())
    };
    alice.until("no relay of his", named).await;
    alice.send(here, "still heard").await;
    bob.sees(there, "still heard").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_offers_that_cross_one_goes_on_and_the_rest_are_withdrawn() {
    let relay = relay().await;
    let (alice, bob) = friends(&relay).await;
    alice.sync().await;
    bob.sync().await;
    // Each offers without having heard of the other.
    let (hers, his) = (alice.leave().await, bob.leave().await);
    let offline = || Options { online: false, ..options() };
    let alice = Person::reopen_with(hers, offline()).await;
    let bob = Person::reopen_with(his, offline()).await;
    for _ in 0..3 {
        offer_named(&alice, "Bob").await;
        offer_named(&bob, "Alice").await;
    }
    let (mut alice, mut bob) = (alice.restart().await, bob.restart().await);
    let settled = async |messenger: &Messenger| {
        let Ok(Reply::Chats(chats)) = messenger.run(Command::Chats).await else { return None };
        let all: Vec<SecretChat> =
            secrets(chats).into_iter().filter_map(|c| c.secret).map(|s| *s).collect();
        let standing = all.iter().filter(|s| s.stage == SecretStage::Standing).count();
        (standing > 0).then_some(all)
    };
    let hers = alice.until("one stands", settled).await;
    let his = bob.until("one stands", settled).await;
    for all in [&hers, &his] {
        for over in all.iter().filter(|s| s.stage == SecretStage::Over) {
            assert_eq!(over.why, WhyOver::Superseded);
        }
    }
    // The lowest offer of all is one side's; the other side's are withdrawn but for those that it
    // went on in.
    let over = |all: &[SecretChat]| all.iter().filter(|s| s.stage == SecretStage::Over).count();
    assert!(
        over(&hers).max(over(&his)) > 0 && over(&hers).min(over(&his)) == 0,
        "{hers:?} {his:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_that_no_relay_takes_says_why_instead_of_waiting_for_an_answer() {
    let relay = relay().await;
    let limits = crate::server::Limits { message_bytes: 4096, ..Default::default() };
    let narrow = Config { limits, ..Default::default() };
    let narrow = Relay::start(narrow, "127.0.0.1:0".parse().unwrap(), Data::Memory).await.unwrap();
    let mut alice = Person::new("Alice", &[&relay]).await;
    let bob = Person::new("Bob", &[&narrow]).await;
    bob.sync().await;
    alice.add(&bob).await;
    let chat = offer(&alice, &bob).await.chat;
    let early = alice.send(chat, "are you there?").await.message;
    // In the relay's words, or by the limit that it tells.
    let too_long =
        |s: &SecretChat| matches!(s.reason, Some(Reason::TooLong(_) | Reason::Refused(_)));
    let known = becomes(&mut alice, chat, "a reason", too_long).await;
    let Reply::Messages(rows) = alice.run(Command::Message { message: early }).await else {
        panic!()
    };
    assert_eq!(rows[0].reason, known.reason, "and what waits for it says the same");
    // Nothing of it is left to send once it is withdrawn.
    alice.run(Command::CloseSecret { chat: chat.into() }).await;
    let done = becomes(&mut alice, chat, "over", |s| s.why == WhyOver::EndedHere).await;
    assert_eq!(done.reason, None);
    assert_eq!(alice.sync().await.pending, 0);
}
