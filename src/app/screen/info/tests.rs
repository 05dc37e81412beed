//! What the panel says and does.

use super::*;
use crate::app::fixture::{self, chat_id, people_of, person};
use crate::app::testing::{clicked, simulate, tokens};

fn about(number: u8) -> State {
    let chat = fixture::chats().into_iter().find(|c| c.chat == chat_id(number)).unwrap();
    let people = people_of(&chat.chat.to_string());
    let mut state = State::open(chat);
    state.people_read(people);
    state
}

fn press(state: &mut State, words: &str) -> Action {
    let me = fixture::me();
    let messages = clicked(view(state, Some(&me), tokens(), false), words);
    let [message] = &messages[..] else { panic!("{words}: {messages:?}") };
    let message = message.clone();
    state.update(message)
}

#[test]
fn a_person_is_renamed_and_their_own_name_stays_in_sight() {
    let mut state = about(2);
    assert_eq!(press(&mut state, say!("info-rename")), Action::Focus(NAME));
    assert_eq!(state.name.as_deref(), Some("Mateo Ruiz"));
    state.update(Message::NameTyped("  Teo ".into()));
    let renamed = press(&mut state, say!("info-save"));
    assert_eq!(renamed, Action::Rename(person(2), Name::clean("Teo").ok()));
    let me = fixture::me();
    let mut ui = simulate(view(&state, Some(&me), tokens(), false));
    assert!(ui.find("Calls themself quiet-lantern").is_ok());
    drop(ui);
    // An empty field takes the given name away.
    state.update(Message::RenamePressed);
    state.update(Message::NameTyped(" ".into()));
    assert_eq!(state.update(Message::NameSaved), Action::Rename(person(2), None));
}

#[test]
fn key_and_link_are_copied_and_the_link_is_shown_as_a_code() {
    let mut state = about(0);
    assert_eq!(press(&mut state, say!("info-key")), Action::Copy(npub(&person(0))));
    assert_eq!(press(&mut state, say!("info-link")), Action::Copy(fixture::me().link));
    press(&mut state, say!("info-code"));
    assert!(state.code.is_some());
    assert!(state.escape());
    assert!(state.code.is_none() && !state.escape());
}

#[test]
fn a_chat_is_muted_pinned_blocked_and_deleted() {
    let mut state = about(0);
    assert_eq!(press(&mut state, say!("menu-mute")), Action::Mute(true));
    assert_eq!(press(&mut state, say!("menu-pin")), Action::Pin(true));
    let block = Action::Block(person(0), "Omid Karimi".into());
    assert_eq!(press(&mut state, say!("menu-block")), block);
    assert_eq!(press(&mut state, say!("menu-delete")), Action::Delete);
    let mut blocked = fixture::contact(0);
    blocked.blocked = true;
    state.told(&blocked);
    assert_eq!(press(&mut state, say!("person-unblock")), Action::Unblock(person(0)));
}

#[test]
fn a_room_leads_to_its_people_and_back() {
    let mut state = about(91);
    press(&mut state, "Nadia Rahimi");
    assert_eq!(press(&mut state, say!("info-write")), Action::Write(person(1)));
    assert!(state.escape());
    let mut ui = {
        let me = Box::leak(Box::new(fixture::me()));
        simulate(view(&state, Some(me), tokens(), false))
    };
    for words in [say!("you"), "Nadia Rahimi", "6 people"] {
        assert!(ui.find(words).is_ok(), "{words}");
    }
}

#[test]
fn what_could_not_be_done_is_said() {
    let mut state = about(0);
    state.refused(&Error::input("The name is too long."));
    let mut ui = simulate(view(&state, None, tokens(), true));
    assert!(ui.find("The name is too long.").is_ok());
}
