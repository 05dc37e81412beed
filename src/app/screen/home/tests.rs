//! Lena's list, and what she does with it.

use super::*;
use crate::app::fixture::{self, chat_id, chats, message, message_id, person, request};
use crate::app::testing::{calendar, clicked, simulate, simulate_in, tokens};
use crate::app::widget::virtual_list::View;
use crate::messenger::{ContactAdded, ErrorKind};
use crate::model::{ChatKind, MessageState, RelayCondition, Stretch};
use iced::Size;

fn answer(state: &mut State, purpose: Purpose, reply: Reply) -> Actions {
    state.update(Message::Answered(Box::new(purpose), Ok(Box::new(reply))))
}

fn refuse(state: &mut State, purpose: Purpose, sentence: &str) -> Actions {
    let error = Error::new(ErrorKind::Store, sentence);
    state.update(Message::Answered(Box::new(purpose), Err(error)))
}

fn lena() -> State {
    let mut state = State::new(fixture::NOW, true);
    state.set_calendar(calendar());
    answer(&mut state, Purpose::Whoami, Reply::Me(fixture::me()));
    answer(&mut state, Purpose::Chats, Reply::Chats(chats()));
    answer(&mut state, Purpose::Requests, Reply::Requests(vec![request(0), request(1)]));
    let relay = fixture::relay(0, RelayCondition::Connected, "");
    answer(&mut state, Purpose::Relays, Reply::Relays(vec![relay]));
    state
}

fn commands(actions: &Actions) -> Vec<&Command> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Ask(_, command) => Some(command),
            _ => None,
        })
        .collect()
}

fn shown(state: &State) -> Vec<&str> {
    state.chats.iter().map(|c| c.name.as_str()).collect()
}

const WINDOW: Size = Size::new(1280.0, 1000.0);

#[test]
fn everything_is_read_once_the_events_are_listened_to() {
    let mut state = State::new(fixture::NOW, true);
    let actions = state.update(Message::Listening);
    assert!(matches!(
        commands(&actions)[..],
        [Command::Whoami, Command::Chats, Command::Requests { .. }, Command::Relays]
    ));
}

#[test]
fn the_list_shows_people_words_and_times() {
    let state = lena();
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    for words in ["Omid Karimi", "19:12", "You:", "Draft:", "Message requests", "Connected", "12"] {
        assert!(ui.find(words).is_ok(), "{words}");
    }
    assert_eq!(state.name(), Some("Lena Brandt"));
}

/// The newest page comes, and the list tells that all of it is seen.
fn read_and_seen(state: &mut State, id: ChatId) -> Actions {
    let messages = fixture::conversation();
    let bottom = messages.last().map(|m| m.message.0);
    let page = Purpose::Page(id, conversation::Page::End);
    let stretch = Stretch { messages, ..Stretch::default() };
    answer(state, page, Reply::Stretch(stretch));
    let view = View { bottom, at_end: true, ..View::default() };
    state.update(Message::Conversation(conversation::Message::Seen(view)))
}

#[test]
fn a_pressed_row_opens_its_chat_and_reads_its_newest_page() {
    let mut state = lena();
    let pressed = clicked(view(&state, tokens(), WINDOW), "Omid Karimi");
    let [Message::ChatPressed(id)] = pressed[..] else { panic!("not pressed") };
    let actions = state.update(Message::ChatPressed(id));
    assert!(matches!(
        commands(&actions)[..],
        [Command::Stretch { around: crate::messenger::Around::End, .. }]
    ));
    let actions = read_and_seen(&mut state, id);
    // Seen in a window with the keyboard: read.
    assert!(matches!(commands(&actions)[..], [Command::MarkRead { .. }]));
}

#[test]
fn nothing_is_read_in_a_window_without_the_keyboard() {
    let mut state = lena();
    state.update(Message::FocusChanged(false));
    state.update(Message::ChatPressed(chat_id(0)));
    let actions = read_and_seen(&mut state, chat_id(0));
    assert!(commands(&actions).is_empty());
    let actions = state.update(Message::FocusChanged(true));
    assert!(matches!(commands(&actions)[..], [Command::MarkRead { .. }]));
}

#[test]
fn news_moves_a_chat_up_below_the_pinned_ones() {
    let mut state = lena();
    let mut told = chats().into_iter().find(|c| c.name == "Jonas Weil").unwrap();
    if let Some(last) = &mut told.last {
        last.at = Millis(fixture::NOW.0 + 1);
    }
    state.update(Message::Heard(vec![Event::Chat(Box::new(told))]));
    assert_eq!(shown(&state)[..2], ["Saved messages", "Jonas Weil"]);
}

#[test]
fn ticks_change_in_the_row_too() {
    let mut state = lena();
    let (chat, message) = (chat_id(0), message_id(10_000));
    let told = Event::State { message, chat, state: MessageState::Read };
    state.update(Message::Heard(vec![told]));
    let row = state.chats.iter().find(|c| c.chat == chat).unwrap();
    assert_eq!(row.last.as_ref().map(|l| l.state), Some(MessageState::Read));
}

#[test]
fn too_much_to_tell_one_by_one_is_read_anew() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    read_and_seen(&mut state, chat_id(0));
    let actions = state.update(Message::Heard(vec![Event::Reload]));
    assert_eq!(commands(&actions).len(), 5);
}

#[test]
fn what_was_typed_is_kept_when_another_chat_is_opened() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    let typed = conversation::Message::Composer(conversation::composer::pasted("half a thought"));
    state.update(Message::Conversation(typed));
    let actions = state.update(Message::ChatPressed(chat_id(1)));
    assert!(matches!(
        commands(&actions)[..],
        [Command::SaveDraft { text, .. }, Command::Stretch { .. }] if text == "half a thought"
    ));
    // And it is there again.
    state.update(Message::ChatPressed(chat_id(0)));
    assert!(matches!(&state.pane, Pane::Chat(open) if open.chat.draft == "half a thought"));
}

#[test]
fn a_text_refused_after_its_chat_was_left_becomes_its_draft() {
    let mut state = lena();
    let purpose = Purpose::Send { chat: chat_id(3), text: "too long".into() };
    let actions = refuse(&mut state, purpose, "This is too long.");
    assert!(matches!(
        commands(&actions)[..],
        [Command::SaveDraft { text, .. }] if text == "too long"
    ));
    assert!(state.has_notice());
}

#[test]
fn a_link_becomes_a_contact_and_its_chat_is_opened() {
    let mut state = lena();
    state.update(Message::NewChatPressed);
    state.update(Message::NewChat(new_chat::Message::LinkTyped("hushwing:nprofile1x".into())));
    let actions = state.update(Message::NewChat(new_chat::Message::AddPressed));
    assert!(matches!(commands(&actions)[..], [Command::AddContact { .. }]));
    let added = ContactAdded { contact: fixture::contact(1), chat: chat_id(1) };
    let actions = answer(&mut state, Purpose::Add, Reply::Contact(added));
    assert!(state.dialog.is_none());
    assert!(matches!(commands(&actions)[..], [Command::Stretch { .. }]));
}

#[test]
fn a_chat_that_the_list_does_not_know_yet_is_asked_for() {
    let mut state = lena();
    let added = ContactAdded { contact: fixture::contact(1), chat: chat_id(55) };
    let actions = answer(&mut state, Purpose::Add, Reply::Contact(added));
    assert!(matches!(commands(&actions)[..], [Command::FindChat { .. }]));
    let chat = fixture::chat(55, ChatKind::Ordinary, "Somebody new");
    answer(&mut state, Purpose::Room, Reply::Chat(chat));
    assert!(matches!(&state.pane, Pane::Chat(open) if open.chat.chat == chat_id(55)));
}

#[test]
fn a_malformed_link_is_said_in_the_dialog() {
    let mut state = lena();
    state.update(Message::NewChatPressed);
    state.update(Message::NewChat(new_chat::Message::LinkTyped("hello".into())));
    state.update(Message::NewChat(new_chat::Message::AddPressed));
    refuse(&mut state, Purpose::Add, "This is not a link to a person.");
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find("This is not a link to a person.").is_ok());
}

#[test]
fn a_stranger_is_read_and_let_in() {
    let mut state = lena();
    state.update(Message::StrangersPressed);
    let pressed = clicked(view(&state, tokens(), WINDOW), "Henrik Dahl");
    let [Message::RequestPressed(id)] = pressed[..] else { panic!("not pressed") };
    state.update(Message::RequestPressed(id));
    let actions = state.update(Message::Request(request::Message::AcceptPressed));
    assert!(matches!(commands(&actions)[..], [Command::Accept { .. }]));
    let added = ContactAdded { contact: fixture::contact(0), chat: chat_id(100) };
    answer(&mut state, Purpose::Accept(id), Reply::Contact(added));
    assert_eq!(state.requests.len(), 1);
    assert!(!state.strangers);
}

#[test]
fn nothing_is_told_to_a_stranger_by_looking() {
    let mut state = lena();
    let actions = state.update(Message::RequestPressed(person(100)));
    // Only their words are read, here; no read mark.
    assert!(matches!(commands(&actions)[..], [Command::History { .. }]));
    let words = Reply::Messages(vec![message(0, Some(100), "Hello")]);
    let actions = answer(&mut state, Purpose::Words(person(100)), words);
    assert!(actions.is_empty());
}

#[test]
fn a_thousand_strangers_are_one_row_in_the_list() {
    let mut state = lena();
    let many = (0..1000)
        .map(|n| {
            let mut one = request(1);
            one.messages = n;
            one
        })
        .collect();
    answer(&mut state, Purpose::Requests, Reply::Requests(many));
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find("999+").is_ok());
    assert!(ui.find("Omid Karimi").is_ok());
}

#[test]
fn esc_closes_from_the_inside_out() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    state.update(Message::NewChatPressed);
    state.update(Message::EscapePressed);
    assert!(state.dialog.is_none() && matches!(state.pane, Pane::Chat(_)));
    state.update(Message::EscapePressed);
    assert!(matches!(state.pane, Pane::Nothing));
}

#[test]
fn a_narrow_window_shows_one_pane_with_a_way_back() {
    let mut state = lena();
    let narrow = Size::new(600.0, 500.0);
    assert!(simulate_in(view(&state, tokens(), narrow), narrow).find("Nadia Rahimi").is_ok());
    state.update(Message::ChatPressed(chat_id(0)));
    assert!(simulate_in(view(&state, tokens(), narrow), narrow).find("Nadia Rahimi").is_err());
    state.update(Message::Conversation(conversation::Message::BackPressed));
    assert!(matches!(state.pane, Pane::Nothing));
}

#[test]
fn ones_link_is_copied_whole() {
    let mut state = lena();
    state.update(Message::MyLinkPressed);
    let actions = state.update(Message::MyLink(my_link::Message::CopyPressed));
    assert!(matches!(&actions[..], [Action::Copy(link)] if *link == fixture::me().link));
}

#[test]
fn a_chat_that_is_gone_is_closed() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    state.update(Message::Heard(vec![Event::ChatGone { chat: chat_id(0) }]));
    assert!(matches!(state.pane, Pane::Nothing));
    assert!(!shown(&state).contains(&"Omid Karimi"));
}

// ---- photographs: see `crate::app::photographs` ------------------------------------------------

fn photographed(name: &str, state: impl Fn() -> State) {
    use crate::app::photographs::{lights, photograph};
    let states: Vec<State> = lights()
        .iter()
        .map(|light| {
            crate::app::language::speak(light.language);
            state()
        })
        .collect();
    for (light, state) in lights().into_iter().zip(&states) {
        photograph(name, &[light], |light| view(state, light.tokens(), light.size));
    }
}

#[test]
fn photographs_of_the_list() {
    photographed("list", lena);
    photographed("list-empty", || {
        let mut state = State::new(fixture::NOW, true);
        state.set_calendar(calendar());
        answer(&mut state, Purpose::Whoami, Reply::Me(fixture::me()));
        answer(&mut state, Purpose::Chats, Reply::Chats(Vec::new()));
        answer(&mut state, Purpose::Relays, Reply::Relays(Vec::new()));
        state
    });
    photographed("list-loading", || {
        let mut state = State::new(fixture::NOW, true);
        state.set_calendar(calendar());
        state
    });
    photographed("list-offline", || {
        let mut state = lena();
        let gone = fixture::relay(0, RelayCondition::Unreachable, "Nobody answers there.");
        answer(&mut state, Purpose::Relays, Reply::Relays(vec![gone]));
        state
    });
}

#[test]
fn photographs_of_a_conversation() {
    let talk = || {
        let mut state = lena();
        let id = chats()[1].chat;
        state.update(Message::ChatPressed(id));
        read_and_seen(&mut state, id);
        state
    };
    photographed("conversation", talk);
    photographed("conversation-refused", || {
        let mut state = talk();
        let id = chats()[1].chat;
        let sent = Purpose::Send { chat: id, text: "A text that is too long".into() };
        refuse(&mut state, sent, "The text is too long for their relays.");
        state
    });
}

#[test]
fn photographs_of_dialogs_and_strangers() {
    photographed("new-chat", || {
        let mut state = lena();
        state.update(Message::NewChatPressed);
        state
    });
    photographed("request", || {
        let mut state = lena();
        state.update(Message::StrangersPressed);
        state.update(Message::RequestPressed(person(40)));
        let id = request(0).id;
        state.update(Message::RequestPressed(id));
        answer(&mut state, Purpose::Words(id), Reply::Messages(Vec::new()));
        state
    });
}
