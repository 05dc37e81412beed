//! Lena's list, and what she does with it.

use super::*;
use crate::app::fixture::{self, chat_id, chats, message, message_id, person, request};
use crate::app::testing::{Held, calendar, clicked, key_pressed, simulate, simulate_in, tokens};
use crate::app::widget::rows::Step;
use crate::app::widget::virtual_list::View;
use crate::messenger::{ContactAdded, Error, ErrorKind, Event, Reply};
use crate::model::{ChatId, ChatKind, MessageState, RelayCondition, Stretch};
use iced::Size;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

pub(super) fn answer(state: &mut State, purpose: Purpose, reply: Reply) -> Actions {
    state.update(Message::Answered(Box::new(purpose), Ok(Box::new(reply))))
}

pub(super) fn refuse(state: &mut State, purpose: Purpose, sentence: &str) -> Actions {
    let error = Error::new(ErrorKind::Store, sentence);
    state.update(Message::Answered(Box::new(purpose), Err(error)))
}

pub(super) fn lena() -> State {
    let mut state = State::new(fixture::NOW, true);
    state.set_calendar(calendar());
    answer(&mut state, Purpose::Whoami, Reply::Me(fixture::me()));
    answer(&mut state, Purpose::Chats, Reply::Chats(chats()));
    answer(&mut state, Purpose::Requests, Reply::Requests(vec![request(0), request(1)]));
    let relay = fixture::relay(0, RelayCondition::Connected, "");
    answer(&mut state, Purpose::Relays, Reply::Relays(vec![relay]));
    state
}

pub(super) fn commands(actions: &Actions) -> Vec<&Command> {
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
pub(super) fn read_and_seen(state: &mut State, id: ChatId) -> Actions {
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
fn what_came_while_nobody_looked_stands_below_a_line() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    read_and_seen(&mut state, chat_id(0));
    let says =
        |state: &State| simulate(view(state, tokens(), WINDOW)).find(say!("new-messages")).is_ok();
    let come = |state: &mut State, number: i64| {
        let mut came = message(number, Some(0), "Are you there?");
        came.chat = chat_id(0);
        state.update(Message::Heard(vec![Event::Message(Box::new(came))]));
    };
    come(&mut state, 500);
    assert!(!says(&state), "they look");
    state.update(Message::FocusChanged(false));
    come(&mut state, 501);
    come(&mut state, 502);
    let divided = |state: &State| match &state.pane {
        Pane::Chat(open) => open.divider,
        _ => None,
    };
    assert_eq!(divided(&state), Some(message_id(501)));
    // It stays while they read, and stands elsewhere the next time.
    state.update(Message::FocusChanged(true));
    assert_eq!(divided(&state), Some(message_id(501)));
    state.update(Message::FocusChanged(false));
    come(&mut state, 503);
    assert_eq!(divided(&state), Some(message_id(503)));
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
fn a_chat_that_was_just_begun_stands_above_older_ones() {
    let mut state = lena();
    let begun = |number, ago: i64| {
        let chat = fixture::chat(number, ChatKind::Ordinary, &format!("New {number}"));
        Box::new(Chat { begun_at: Millis(fixture::NOW.0 - ago), ..chat })
    };
    state.update(Message::Heard(vec![Event::Chat(begun(60, -1)), Event::Chat(begun(61, -2))]));
    assert_eq!(shown(&state)[..3], ["Saved messages", "New 61", "New 60"]);
    // Begun before the oldest words, or nobody knows when: the last.
    let long_ago = 9_000 * 24 * 3_600_000;
    state.update(Message::Heard(vec![Event::Chat(begun(62, long_ago))]));
    assert_eq!(shown(&state).last().copied(), Some("New 62"));
}

#[test]
fn the_list_of_requests_gives_way_to_the_chats_when_one_is_opened() {
    let mut state = lena();
    state.update(Message::StrangersPressed);
    let actions = state.update(Message::NextChatPressed(true));
    assert!(!state.strangers && state.open_chat().is_some());
    assert!(actions.iter().any(|a| matches!(a, Action::Errand(Errand::Scroll(..)))));
    // Still there for whoever comes back.
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("requests")).is_ok());
}

#[test]
fn the_panel_takes_the_place_of_the_conversation_where_there_is_no_room_for_both() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    read_and_seen(&mut state, chat_id(0));
    state.update(Message::InfoToggled);
    let at = |width| Size::new(width, 800.0);
    for (width, both) in [(1100.0, true), (1099.0, false), (720.0, false), (640.0, false)] {
        let mut ui = simulate_in(view(&state, tokens(), at(width)), at(width));
        assert!(ui.find(say!("info-person")).is_ok(), "{width}");
        let composer = ui.find(iced_test::core::widget::Id::new(conversation::COMPOSER));
        assert_eq!(composer.is_ok(), both, "{width}");
    }
    // What is typed is not written to somebody who is not seen.
    let letter = |held: &mut Held, width| {
        let key = key_pressed(Key::Character("h".into()), Modifiers::empty());
        held.events(view(&state, tokens(), at(width)), [key])
    };
    let typed = |m: &Message| matches!(m, Message::Conversation(conversation::Message::Typed(_)));
    assert!(letter(&mut Held::sized(1280.0, 800.0), 1280.0).iter().any(typed));
    assert!(!letter(&mut Held::sized(1000.0, 800.0), 1000.0).iter().any(typed));
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
    let id = request(0).id;
    let actions = state.update(Message::Request(request::Message::AcceptPressed));
    assert!(matches!(commands(&actions)[..], [Command::Accept { .. }]));
    let added = ContactAdded { contact: fixture::contact(0), chat: chat_id(100) };
    answer(&mut state, Purpose::Accept(id), Reply::Contact(added));
    assert_eq!(state.requests.len(), 1);
    assert!(!state.strangers);
}

#[test]
fn a_stranger_is_blocked_only_after_a_question_and_can_be_let_in_again() {
    let mut state = lena();
    let who = request(0).id;
    state.update(Message::RequestPressed(request(0).chat));
    let actions = state.update(Message::Request(request::Message::BlockPressed));
    assert!(commands(&actions).is_empty());
    assert!(matches!(state.dialog, Some(Dialog::Question(Question::Block { .. }))));
    let actions = state.update(Message::Confirmed);
    assert!(matches!(commands(&actions)[..], [Command::Block { .. }]));
    let mut contact = fixture::contact(0);
    contact.blocked = true;
    let reply = Reply::Contact(ContactAdded { contact, chat: chat_id(100) });
    answer(&mut state, Purpose::Block(who), reply);
    assert_eq!(state.requests.len(), 1);
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("undo"));
    assert!(matches!(pressed[..], [Message::UnblockPressed(undone)] if undone == who));
}

#[test]
fn a_stranger_writes_alone_and_invites_to_a_room() {
    let mut state = lena();
    state.update(Message::StrangersPressed);
    let invitation = fixture::invitation();
    state.update(Message::Heard(vec![Event::Request(Box::new(invitation.clone()))]));
    assert_eq!(state.requests.len(), 3, "what they wrote alone is still there");
    let room = invitation.title();
    let pressed = clicked(view(&state, tokens(), WINDOW), room);
    assert!(matches!(pressed[..], [Message::RequestPressed(chat)] if chat == invitation.chat));
    state.update(Message::RequestPressed(invitation.chat));
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("invites-to-room")).is_ok());
    state.update(Message::RequestPressed(request(0).chat));
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("wants-to-write")).is_ok());
}

#[test]
fn a_quiet_night_says_so() {
    let mut state = lena();
    state.update(Message::StrangersPressed);
    answer(&mut state, Purpose::Requests, Reply::Requests(Vec::new()));
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("no-requests")).is_ok());
}

#[test]
fn nothing_is_told_to_a_stranger_by_looking() {
    let mut state = lena();
    let actions = state.update(Message::RequestPressed(chat_id(100)));
    // Only their words are read, here; no read mark.
    assert!(matches!(commands(&actions)[..], [Command::History { .. }]));
    let words = Reply::Messages(vec![message(0, Some(100), "Hello")]);
    let actions = answer(&mut state, Purpose::Words(chat_id(100)), words);
    assert!(actions.is_empty());
}

#[test]
fn a_thousand_strangers_are_one_row_in_the_list() {
    let mut state = lena();
    let many = (0..1000_u32)
        .map(|n| {
            let mut one = request(1);
            one.chat.0[..4].copy_from_slice(&n.to_le_bytes());
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
fn whoever_comes_back_from_settings_goes_on_writing() {
    use crate::app::screen::settings;
    for closes in [settings::Message::Closed, settings::Message::BackPressed] {
        let mut state = lena();
        state.update(Message::ChatPressed(chat_id(0)));
        state.open_settings(settings::Around {
            appearance: crate::app::appearance::Appearance::default(),
            found: crate::model::Found::Passphrase,
            folder: "/home/lena".into(),
            own_relay: Vec::new(),
        });
        let left = state.update(Message::Settings(closes));
        assert!(!state.shows_settings());
        assert!(matches!(left[..], [Action::Focus(conversation::COMPOSER)]), "{left:?}");
    }
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

/// Lena's list with so many more chats in it.
fn busy(more: u16) -> State {
    let mut state = lena();
    answer(&mut state, Purpose::Chats, Reply::Chats(fixture::chats_and(more)));
    state
}

#[test]
fn of_two_thousand_chats_only_those_that_are_seen_are_built() {
    let mut state = busy(2_000);
    let shown =
        |state: &State, name: &str| simulate(view(state, tokens(), WINDOW)).find(name).is_ok();
    assert!(shown(&state, "Somebody 3"));
    assert!(!shown(&state, "Somebody 900"));
    let offset = theme::ROW * 912.0;
    state.update(Message::Scrolled(Stand { offset, height: 900.0 }));
    assert!(!shown(&state, "Somebody 3"));
    // The view of this test stands at the top, so what is built far below is out of sight.
    let rows = state.row_count();
    assert_eq!(rows, 2_012);
}

#[test]
fn the_keyboard_walks_through_the_list_and_opens() {
    let mut state = busy(40);
    state.update(Message::Scrolled(Stand { offset: 0.0, height: 640.0 }));
    // First the entry for strangers, then the chats.
    state.update(Message::StepPressed(Step::Down));
    state.update(Message::StepPressed(Step::Down));
    let actions = state.update(Message::StepPressed(Step::Open));
    assert!(matches!(&state.pane, Pane::Chat(open) if open.chat.name == "Omid Karimi"));
    assert!(!actions.is_empty());
    // The end of the list is scrolled to.
    let actions = state.update(Message::StepPressed(Step::Last));
    let [Action::Errand(Errand::Scroll(_, y))] = actions[..] else { panic!("{actions:?}") };
    assert_eq!(y, walk::TOP + 52.0 * theme::ROW - 640.0);
    state.update(Message::StepPressed(Step::First));
    state.update(Message::StepPressed(Step::Open));
    assert!(state.strangers);
}

#[test]
fn the_menu_key_opens_the_rows_menu_and_esc_closes_it() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(2)));
    state.update(Message::StepPressed(Step::Menu));
    assert_eq!(state.menu, Some(Menu::Row(chat_id(2))));
    state.update(Message::EscapePressed);
    assert_eq!(state.menu, None);
    assert!(matches!(state.pane, Pane::Chat(_)));
    // A question asked in it leads back to the list.
    state.update(Message::StepPressed(Step::Menu));
    let name = "Mateo Ruiz".to_owned();
    let asks = Question::Delete { chat: chat_id(2), kind: ChatKind::Ordinary, name };
    state.update(Message::Asked(asks));
    let left = state.update(Message::DialogLeft);
    assert!(matches!(left[..], [Action::Focus(walk::LIST)]), "{left:?}");
}

#[test]
fn the_next_chat_is_one_key_away() {
    let mut state = lena();
    state.update(Message::NextChatPressed(true));
    assert_eq!(state.open_chat(), Some(chat_id(90)));
    state.update(Message::NextChatPressed(true));
    assert_eq!(state.open_chat(), Some(chat_id(0)));
    state.update(Message::NextChatPressed(false));
    assert_eq!(state.open_chat(), Some(chat_id(90)));
}

#[test]
fn a_row_is_pinned_muted_and_read_by_its_menu() {
    let mut state = lena();
    let night = chat_id(91);
    state.update(Message::RowMenuPressed(night));
    let actions = state.update(Message::MutePressed(night, true));
    assert!(matches!(
        commands(&actions)[..],
        [Command::SetChat { muted: Some(true), pinned: None, .. }]
    ));
    assert_eq!(state.menu, None);
    let actions = state.update(Message::PinPressed(night, true));
    assert!(matches!(commands(&actions)[..], [Command::SetChat { pinned: Some(true), .. }]));
    let actions = state.update(Message::ReadPressed(night));
    assert!(matches!(
        commands(&actions)[..],
        [Command::MarkRead { up_to, .. }] if *up_to == message_id(10_091)
    ));
}

#[test]
fn a_chat_is_marked_as_unread_until_it_is_opened() {
    let mut state = lena();
    let omid = chat_id(0);
    state.update(Message::RowMenuPressed(omid));
    let row = |state: &State| state.chats.iter().find(|c| c.chat == omid).cloned().unwrap();
    let pressed = clicked(menu::of_row(&state, &row(&state), tokens()), say!("menu-unread"));
    assert!(matches!(pressed[..], [Message::UnreadPressed(id)] if id == omid));
    let marks = |actions: &Actions| match commands(actions)[..] {
        [Command::MarkUnread { marked, .. }, ..] => Some(*marked),
        _ => None,
    };
    let actions = state.update(Message::UnreadPressed(omid));
    assert_eq!((marks(&actions), state.menu), (Some(true), None));
    let marked = Chat { marked: true, ..row(&state) };
    state.update(Message::Heard(vec![Event::Chat(Box::new(marked.clone()))]));
    assert_eq!(state.title().as_deref(), Some("(17) Lena Brandt"));
    // Its menu offers the opposite, and nobody is told that anything was read.
    assert!(simulate(menu::of_row(&state, &marked, tokens())).find(say!("menu-read")).is_ok());
    assert_eq!(marks(&state.update(Message::ReadPressed(omid))), Some(false));
    let actions = state.update(Message::ChatPressed(omid));
    assert_eq!(marks(&actions), Some(false));
}

#[test]
fn a_chat_is_deleted_only_after_a_question() {
    let mut state = lena();
    let (chat, kind) = (chat_id(91), ChatKind::Room);
    let question = Question::Delete { chat, kind, name: "Night Owls".into() };
    assert!(commands(&state.update(Message::Asked(question.clone()))).is_empty());
    {
        let mut ui = simulate(view(&state, tokens(), WINDOW));
        assert!(ui.find("Delete the chat “Night Owls”?").is_ok());
    }
    state.update(Message::EscapePressed);
    assert!(commands(&state.update(Message::Confirmed)).is_empty());
    state.update(Message::Asked(question));
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("chat-delete"));
    assert!(matches!(pressed[..], [Message::Confirmed]));
    let actions = state.update(Message::Confirmed);
    assert!(matches!(commands(&actions)[..], [Command::DeleteChat { .. }]));
    answer(&mut state, Purpose::Deleted, Reply::Done);
    assert!(state.has_notice());
}

#[test]
fn enter_in_a_question_changes_nothing() {
    let mut state = lena();
    let (chat, kind) = (chat_id(91), ChatKind::Room);
    let asks = Question::Delete { chat, kind, name: "Night Owls".into() };
    let actions = state.update(Message::Asked(asks));
    let [Action::Focus(field)] = actions[..] else { panic!("{actions:?}") };
    let mut held = Held::default();
    held.focus(view(&state, tokens(), WINDOW), field);
    let pressed = held.keys(view(&state, tokens(), WINDOW), &[Named::Enter]);
    assert!(matches!(pressed[..], [Message::DialogLeft]), "{pressed:?}");
    // And before a message is deleted.
    state.update(Message::DialogLeft);
    state.update(Message::ChatPressed(chat_id(0)));
    read_and_seen(&mut state, chat_id(0));
    let last = fixture::conversation().last().map(|m| m.message).unwrap();
    let asked = conversation::Message::DeletePressed(last);
    let actions = state.update(Message::Conversation(asked));
    let [Action::Focus(field)] = actions[..] else { panic!("{actions:?}") };
    held.focus(view(&state, tokens(), WINDOW), field);
    let pressed = held.keys(view(&state, tokens(), WINDOW), &[Named::Enter]);
    let cancelled =
        |m: &Message| matches!(m, Message::Conversation(conversation::Message::DialogCancelled));
    assert!(pressed.iter().any(cancelled), "{pressed:?}");
    let deleted = |m: &Message| {
        matches!(m, Message::Conversation(conversation::Message::DeleteConfirmed { .. }))
    };
    assert!(!pressed.iter().any(deleted), "{pressed:?}");
}

#[test]
fn a_question_of_the_conversation_stands_before_the_whole_window() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    read_and_seen(&mut state, chat_id(0));
    let last = fixture::conversation().last().map(|m| m.message).unwrap();
    let asked = conversation::Message::DeletePressed(last);
    state.update(Message::Conversation(asked));
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("delete-for-me"));
    let deleted = |m: &Message| {
        matches!(m, Message::Conversation(conversation::Message::DeleteConfirmed { .. }))
    };
    assert!(pressed.iter().any(deleted), "{pressed:?}");
    // The list lies behind it, out of reach: a press there only closes the question.
    let pressed = clicked(view(&state, tokens(), WINDOW), "Nadia Rahimi");
    assert!(!pressed.iter().any(|m| matches!(m, Message::ChatPressed(_))), "{pressed:?}");
}

#[test]
fn a_notice_lies_where_no_message_comes() {
    let mut state = lena();
    state.notice = Some(say!("accepted").to_owned());
    let wide = Size::new(1280.0, 800.0);
    let mut ui = simulate_in(view(&state, tokens(), wide), wide);
    let place = ui.find(say!("accepted")).unwrap().bounds();
    assert!(place.x + place.width < state.sidebar, "{place:?}");
    assert!(place.y + place.height < 800.0 - theme::STATUS_LINE, "{place:?}");
    drop(ui);
    state.update(Message::ChatPressed(chat_id(0)));
    let narrow = Size::new(600.0, 700.0);
    let mut ui = simulate_in(view(&state, tokens(), narrow), narrow);
    let place = ui.find(say!("accepted")).unwrap().bounds();
    assert!(place.y > theme::TOP_BAR && place.y < 200.0, "{place:?}");
}

#[test]
fn a_block_can_be_undone_from_its_notice() {
    let mut state = lena();
    let who = person(2);
    state.update(Message::Asked(Question::Block { who, name: "Mateo".into() }));
    let actions = state.update(Message::Confirmed);
    assert!(matches!(commands(&actions)[..], [Command::Block { .. }]));
    let mut contact = fixture::contact(2);
    contact.blocked = true;
    let reply = Reply::Contact(ContactAdded { contact, chat: chat_id(2) });
    answer(&mut state, Purpose::Blocked(who), reply);
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("undo"));
    assert!(matches!(pressed[..], [Message::UnblockPressed(undone)] if undone == who));
    // Another notice offers nothing.
    state.notice = Some("Something else".into());
    assert!(state.undo().is_none());
    state.notice = None;
    // Their chat, should it be open, says so.
    state.update(Message::ChatPressed(chat_id(2)));
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find(say!("person-blocked-hint")).is_ok());
    drop(ui);
    answer(
        &mut state,
        Purpose::Person,
        Reply::Contact(ContactAdded { contact: fixture::contact(2), chat: chat_id(2) }),
    );
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find(say!("person-blocked-hint")).is_err());
}

fn type_search(state: &mut State, text: &str) -> Actions {
    let actions = state.update(Message::Search(search::Message::Typed(text.into())));
    let due = actions.iter().find_map(|action| match action {
        Action::Errand(Errand::After(_, message)) => Some((**message).clone()),
        _ => None,
    });
    due.map(|due| state.update(due)).unwrap_or_default()
}

#[test]
fn people_chats_and_messages_are_found_together() {
    let mut state = lena();
    answer(&mut state, Purpose::Known, Reply::Contacts((0..6).map(fixture::contact).collect()));
    let actions = type_search(&mut state, "o");
    let [Action::Ask(Purpose::Found(ticket), Command::Search { chat: None, .. })] = actions[..]
    else {
        panic!("{actions:?}")
    };
    let reply = Reply::Messages(fixture::search_all("ferry", 3));
    answer(&mut state, Purpose::Found(ticket), reply);
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    for words in [
        say!("find-people"),
        say!("find-chats"),
        say!("find-messages"),
        "Omid Karimi",
        "Night Owls",
    ] {
        assert!(ui.find(words).is_ok(), "{words}");
    }
}

#[test]
fn a_hit_opens_its_chat_and_what_was_found_stays() {
    let mut state = lena();
    let actions = type_search(&mut state, "ferry");
    let [Action::Ask(purpose, _)] = &actions[..] else { panic!("{actions:?}") };
    answer(&mut state, purpose.clone(), Reply::Messages(fixture::search_all("ferry", 30)));
    let actions = state.update(Message::Search(search::Message::Entered));
    assert_eq!(state.open_chat(), Some(chat_id(91)));
    // The cursor stays in the search, so that the arrows do.
    assert!(!actions.iter().any(|action| matches!(action, Action::Focus(_))));
    assert!(state.search.is_active());
    // Down to the next.
    state.update(Message::StepPressed(Step::Down));
    assert_eq!(state.search.at(), 1);
    // Esc leaves the search, not the chat.
    state.update(Message::EscapePressed);
    assert!(!state.search.is_active());
    assert!(state.open_chat().is_some());
}

#[test]
fn somebody_without_a_chat_is_found_and_written_to() {
    let mut state = lena();
    let mut stray = fixture::contact(9);
    stray.name = "Zoë Grün".into();
    answer(&mut state, Purpose::Known, Reply::Contacts(vec![stray]));
    type_search(&mut state, "zoe");
    let actions = state.update(Message::Search(search::Message::Entered));
    assert!(matches!(commands(&actions)[..], [Command::FindChat { .. }]));
}

#[test]
fn the_title_counts_what_was_not_read_but_for_muted_chats() {
    let mut state = lena();
    // 12 of the night owls, 2 more and 2 strangers; the print shop is muted.
    assert_eq!(state.title().as_deref(), Some("(16) Lena Brandt"));
    answer(&mut state, Purpose::Chats, Reply::Chats(Vec::new()));
    answer(&mut state, Purpose::Requests, Reply::Requests(Vec::new()));
    assert_eq!(state.title().as_deref(), Some("Lena Brandt"));
}

#[test]
fn the_left_pane_is_dragged_within_its_bounds_and_remembered() {
    let mut state = lena();
    for (wanted, width) in [(350.4, 350.0), (100.0, 260.0), (9_000.0, 420.0)] {
        state.update(Message::GripDragged(wanted));
        assert_eq!(state.sidebar, width);
    }
    let actions = state.update(Message::GripDropped);
    assert!(matches!(actions[..], [Action::Errand(Errand::Width(420.0))]));
    state.set_sidebar(f32::NAN);
    assert_eq!(state.sidebar, theme::SIDEBAR);
}

#[test]
fn the_panel_about_a_room_names_its_people_and_one_of_them_is_written_to() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(91)));
    let actions = state.update(Message::InfoToggled);
    assert!(matches!(commands(&actions)[..], [Command::People { .. }]));
    let people = fixture::people_of(&chat_id(91).to_string());
    answer(&mut state, Purpose::People(chat_id(91)), Reply::People(people));
    let shown = clicked(view(&state, tokens(), WINDOW), "Calls themself quiet-lantern");
    let [Message::Info(pressed)] = &shown[..] else { panic!("{shown:?}") };
    state.update(Message::Info(pressed.clone()));
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("info-write"));
    let [Message::Info(pressed)] = &pressed[..] else { panic!("{pressed:?}") };
    let known = Reply::Contacts((0..6).map(fixture::contact).collect());
    answer(&mut state, Purpose::Known, known);
    state.update(Message::Info(pressed.clone()));
    assert_eq!(state.open_chat(), Some(chat_id(2)));
    // The panel follows.
    assert!(state.info.as_ref().is_some_and(|info| info.chat.chat == chat_id(2)));
}

#[test]
fn the_panel_stands_beside_or_instead_of_the_conversation() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    state.update(Message::InfoToggled);
    for (width, conversation) in [(1280.0, true), (900.0, false), (600.0, false)] {
        let window = Size::new(width, 700.0);
        let mut ui = simulate_in(view(&state, tokens(), window), window);
        assert!(ui.find(say!("info-person")).is_ok(), "{width}");
        assert_eq!(ui.find(say!("ordinary-hint")).is_ok(), conversation, "{width}");
    }
    state.update(Message::EscapePressed);
    assert!(state.info.is_none() && state.open_chat().is_some());
}

#[test]
fn without_a_relay_a_banner_says_why_and_tries_again() {
    let mut state = lena();
    let relay = fixture::relay(0, RelayCondition::Unreachable, "no answer");
    answer(&mut state, Purpose::Relays, Reply::Relays(vec![relay]));
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("away-try"));
    assert!(matches!(pressed[..], [Message::TryPressed]));
    let actions = state.update(Message::TryPressed);
    assert!(matches!(commands(&actions)[..], [Command::Sync { .. }]));
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("away-trying")).is_ok());
    let synced = crate::messenger::Synced::default();
    answer(&mut state, Purpose::Tried, Reply::Synced(synced));
    assert_eq!(state.notice.as_deref(), Some(say!("away-still")));
}

#[test]
fn the_status_line_tells_of_each_relay() {
    let mut state = lena();
    let relay = fixture::relay(0, RelayCondition::Unreachable, "no answer");
    let good = fixture::relay(1, RelayCondition::Connected, "");
    answer(&mut state, Purpose::Relays, Reply::Relays(vec![relay, good]));
    let pressed = clicked(view(&state, tokens(), WINDOW), "1 of 2 relays");
    assert!(matches!(pressed[..], [Message::RelaysPressed]));
    state.update(Message::RelaysPressed);
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find("no answer").is_ok());
}

#[test]
fn whoever_is_new_is_shown_their_link_and_how_to_add_a_friend() {
    let mut state = State::new(fixture::NOW, true);
    answer(&mut state, Purpose::Whoami, Reply::Me(fixture::me()));
    // Before the list is read nothing flashes up.
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("empty-title")).is_err());
    let saved = fixture::chat(90, ChatKind::Saved, "Saved messages");
    answer(&mut state, Purpose::Chats, Reply::Chats(vec![saved]));
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("empty-add"));
    assert!(matches!(pressed[..], [Message::NewChatPressed]));
}

#[test]
fn a_first_stranger_leaves_ones_own_link_where_it_is() {
    let mut state = State::new(fixture::NOW, true);
    answer(&mut state, Purpose::Whoami, Reply::Me(fixture::me()));
    answer(&mut state, Purpose::Chats, Reply::Chats(Vec::new()));
    state.update(Message::Heard(vec![Event::Request(Box::new(request(0)))]));
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("empty-title")).is_ok());
    // The only one is open at once.
    let actions = state.update(Message::StrangersPressed);
    assert!(matches!(&state.pane, Pane::Request(open) if open.request.id == request(0).id));
    assert!(commands(&actions).iter().any(|c| matches!(c, Command::History { .. })));
    // Of several the person chooses.
    let mut state = lena();
    state.update(Message::StrangersPressed);
    assert!(matches!(state.pane, Pane::Nothing));
}

#[test]
fn that_messages_wait_is_said_only_while_they_do() {
    let mut state = lena();
    let says =
        |state: &State| simulate(view(state, tokens(), WINDOW)).find(say!("no-chat-hint")).is_ok();
    assert!(!says(&state));
    let relay = fixture::relay(0, RelayCondition::Unreachable, "no answer");
    answer(&mut state, Purpose::Relays, Reply::Relays(vec![relay]));
    assert!(says(&state));
}

#[test]
fn the_windows_menu_has_everything_that_has_no_place_of_its_own() {
    let mut state = lena();
    state.update(Message::MainMenuPressed);
    let menu = || menu::main(&state, tokens());
    for (words, is) in [
        (say!("my-link"), Message::MyLinkPressed),
        (say!("new-room"), Message::NewRoomPressed),
        (say!("menu-saved"), Message::SavedPressed),
        (say!("requests"), Message::StrangersPressed),
        (say!("menu-settings"), Message::SettingsPressed),
        (say!("lock"), Message::LockPressed),
    ] {
        let pressed = clicked(menu(), words);
        assert_eq!(format!("{pressed:?}"), format!("{:?}", [is]));
    }
}

/// A word typed in a window, letter by letter; what is said is told.
fn type_in(held: &mut Held, state: &mut State, word: &str) -> Actions {
    let mut actions = Vec::new();
    for letter in word.chars() {
        let key = key_pressed(Key::Character(letter.to_string().into()), Modifiers::empty());
        let said = held.events(view(state, tokens(), WINDOW), [key]);
        actions.extend(said.into_iter().flat_map(|message| state.update(message)));
    }
    actions
}

fn draft(state: &mut State) -> String {
    match &mut state.pane {
        Pane::Chat(open) => open.draft_to_save().unwrap_or_default(),
        Pane::Nothing | Pane::Request(_) => panic!("no chat is open"),
    }
}

#[test]
fn what_is_typed_into_a_field_goes_nowhere_else() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    read_and_seen(&mut state, chat_id(0));
    let mut held = Held::default();
    // The search of the list, while a friend's chat is open.
    held.focus(view(&state, tokens(), WINDOW), search::FIELD);
    let actions = type_in(&mut held, &mut state, "ferry");
    assert_eq!(state.search.text(), "ferry");
    assert_eq!(draft(&mut state), "");
    assert!(!actions.iter().any(|a| matches!(a, Action::Focus(conversation::COMPOSER))));
    // A name in the panel beside it.
    state.update(Message::EscapePressed);
    state.update(Message::InfoToggled);
    let people = fixture::people_of(&chat_id(0).to_string());
    answer(&mut state, Purpose::People(chat_id(0)), Reply::People(people));
    state.update(Message::Info(info::Message::RenamePressed));
    held.focus(view(&state, tokens(), WINDOW), info::NAME);
    type_in(&mut held, &mut state, "Om");
    assert_eq!(draft(&mut state), "");
    // And the search of this chat.
    state.update(Message::EscapePressed);
    state.update(Message::Conversation(conversation::Message::SearchPressed));
    held.focus(view(&state, tokens(), WINDOW), conversation::SEARCH);
    type_in(&mut held, &mut state, "ferry");
    assert_eq!(draft(&mut state), "");
}

#[test]
fn what_is_typed_before_the_cursor_is_there_is_not_written_to_a_friend() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    let mut held = Held::default();
    state.update(Message::SearchPressed);
    type_in(&mut held, &mut state, "ferry");
    assert_eq!(state.search.text(), "ferry");
    assert_eq!(draft(&mut state), "");
    state.update(Message::EscapePressed);
    state.update(Message::NewChatPressed);
    type_in(&mut held, &mut state, "hu");
    // Ctrl+N once more.
    state.update(Message::NewChatPressed);
    type_in(&mut held, &mut state, "sh");
    let Some(Dialog::NewChat(dialog)) = &state.dialog else { panic!("no dialog") };
    assert_eq!(dialog.link(), "hush");
    assert_eq!(draft(&mut state), "");
    // With nothing else in use whoever types means to write.
    state.update(Message::EscapePressed);
    type_in(&mut held, &mut state, "Hi");
    assert_eq!(draft(&mut state), "Hi");
}

#[test]
fn esc_leaves_an_empty_search_before_it_leaves_the_chat() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    state.update(Message::SearchPressed);
    state.update(Message::EscapePressed);
    assert!(state.open_chat().is_some());
    state.update(Message::EscapePressed);
    assert!(state.open_chat().is_none());
}
