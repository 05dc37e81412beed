//! The headless half: two people who have talked, and nothing left behind.

use super::folder::Folder;
use super::stage::{Keys, Person, Stage};
use crate::messenger::{Before, Command, Messenger, Options, Reply};
use crate::model::{Chat, ChatKind, Message, MessageState, Unlock};

/// What a window would read, without a network.
async fn read(stage: &Stage, person: &Person) -> (Vec<Chat>, Vec<Message>) {
    let unlock = Unlock::Passphrase(stage.passphrase.clone());
    let options = Options { cheap_keys: true, ..Options::default() };
    let messenger = Messenger::open(person.dir.clone(), unlock, options).await.unwrap();
    let Reply::Chats(chats) = messenger.run(Command::Chats).await.unwrap() else { panic!() };
    let page = Command::History { chat: stage.chat.into(), limit: 100, before: Before::End };
    let Reply::Messages(rows) = messenger.run(page).await.unwrap() else { panic!() };
    messenger.stop().await;
    (chats, rows)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_have_talked_and_nothing_of_it_stays() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::make(place.path()).unwrap();
    let stage = Stage::set(folder.path(), Keys::Cheap).await.unwrap();
    let mut pages = Vec::new();
    for person in &stage.people {
        let (chats, rows) = read(&stage, person).await;
        assert!(rows.len() >= 10, "{}", person.name);
        assert!(rows.iter().any(|m| m.quote.as_ref().is_some_and(|q| !q.text.is_empty())));
        assert!(rows.iter().any(|m| !m.reactions.is_empty()));
        assert!(rows.iter().any(|m| m.edited && m.text.contains("9:40")));
        assert!(rows.iter().any(|m| m.mine && m.state == MessageState::Read), "{}", person.name);
        let now = crate::model::Clock::system().now();
        assert!(rows.iter().all(|m| m.at < now) && rows[0].at < now.plus(-20 * 3_600_000));
        let room = chats.iter().find(|chat| chat.kind == ChatKind::Room).unwrap();
        assert_eq!((room.name.as_str(), room.unread), (super::talk::ROOM, 1));
        pages.push(rows.into_iter().map(|m| (m.message, m.text)).collect::<Vec<_>>());
    }
    assert_eq!(pages[0], pages[1]);
    stage.strike().await;
    drop(folder);
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}
