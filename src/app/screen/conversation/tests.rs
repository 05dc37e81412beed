//! Lena talks with Omid.

use super::composer::pasted;
use super::*;
use crate::app::fixture::{self, chat, conversation, message, message_id as id, numbered};
use crate::app::testing::{calendar, clicked, simulate, tokens};
use crate::app::widget::tick;
use crate::model::ChatKind;

fn opened() -> State {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    state.page_read(Page::End, conversation());
    state
}

fn write(state: &mut State, words: &str) {
    assert_eq!(state.update(Message::Composer(pasted(words))), Action::None);
}

fn enter(state: &mut State) -> Action {
    state.update(Message::Composer(composer::Message::SendPressed))
}

fn place(from_top: f32, from_end: f32) -> Place {
    Place { from_top, from_end, content: from_top + from_end + 600.0 }
}

#[test]
fn what_is_typed_is_sent_with_enter_and_the_field_is_empty_again() {
    let mut state = opened();
    write(&mut state, "  See you there 🎉\n");
    let sent = Action::Send { text: "See you there 🎉".into(), reply_to: None };
    assert_eq!(enter(&mut state), sent);
    assert!(state.composer.is_blank());
    assert_eq!(enter(&mut state), Action::None);
}

#[test]
fn what_could_not_be_sent_comes_back_with_the_reason() {
    let mut state = opened();
    write(&mut state, "a very long text");
    enter(&mut state);
    state.sent("a very long text", Err(&Error::input("This is too long. Send it in parts.")));
    assert_eq!(state.composer.text(), "a very long text");
    let calendar = calendar();
    let view = view(&state, None, &calendar, tokens(), 960.0, false);
    assert!(simulate(view).find("This is too long. Send it in parts.").is_ok());
}

#[test]
fn what_was_begun_meanwhile_is_not_overwritten() {
    let mut state = opened();
    write(&mut state, "first");
    enter(&mut state);
    write(&mut state, "second");
    state.sent("first", Err(&Error::input("No.")));
    assert_eq!(state.composer.text(), "second");
}

#[test]
fn every_state_has_its_words_and_a_failed_message_its_button() {
    let state = opened();
    let calendar = calendar();
    let me = Some(fixture::me().account);
    let view = || view(&state, me, &calendar, tokens(), 960.0, false);
    let mut ui = simulate(view());
    assert!(ui.find("Shall we meet at the pier at 7:20?").is_ok());
    assert!(ui.find("Not sent. Every relay refused it: too large.").is_ok());
    drop(ui);
    let pressed = clicked(view(), say!("try-again"));
    assert!(matches!(pressed[..], [Message::RetryPressed(m)] if m == id(8)));
    assert_eq!(
        tick::words(MessageState::Waiting, Some("Omid published no inbox relays yet.")),
        "Waiting. Omid published no inbox relays yet."
    );
}

#[test]
fn ticks_follow_what_the_messenger_tells() {
    let mut state = opened();
    state.state_told(id(6), MessageState::Read);
    assert_eq!(state.history.get(id(6)).map(|m| m.state), Some(MessageState::Read));
    assert_eq!(state.update(Message::RetryPressed(id(8))), Action::Retry(id(8)));
}

#[test]
fn an_answer_quotes_and_esc_leaves_it() {
    let mut state = opened();
    assert_eq!(state.update(Message::ReplyPressed(id(0))), Action::FocusComposer);
    write(&mut state, "Good");
    let sent = Action::Send { text: "Good".into(), reply_to: Some(id(0)) };
    assert_eq!(enter(&mut state), sent);
    state.update(Message::ReplyPressed(id(0)));
    assert!(state.escape());
    assert!(!state.escape());
}

#[test]
fn a_change_gives_the_draft_back() {
    let mut state = opened();
    write(&mut state, "half a thought");
    assert_eq!(state.update(Message::EditPressed(id(6))), Action::FocusComposer);
    assert_eq!(state.composer.text(), "Shall we meet at the pier at 7:20?");
    write(&mut state, " Or at 7?");
    let changed = "Shall we meet at the pier at 7:20? Or at 7?".to_owned();
    assert_eq!(enter(&mut state), Action::Edit(id(6), changed));
    assert_eq!(state.composer.text(), "half a thought");
}

#[test]
fn nobody_changes_the_words_of_others() {
    let mut state = opened();
    assert_eq!(state.update(Message::EditPressed(id(0))), Action::None);
    // ↑ finds the last of one's own.
    let up = Message::Composer(composer::Message::UpPressed);
    assert_eq!(state.update(up), Action::FocusComposer);
    assert!(
        matches!(state.composer.mode, composer::Mode::Edit { message, .. } if message == id(8))
    );
}

#[test]
fn deleting_asks_first() {
    let mut state = opened();
    assert_eq!(state.update(Message::DeletePressed(id(6))), Action::LeaveFields);
    let calendar = calendar();
    let view = view(&state, None, &calendar, tokens(), 960.0, false);
    let pressed = clicked(view, say!("delete-for-all"));
    assert!(matches!(pressed[..], [Message::DeleteConfirmed { for_both: true }]));
    let action = state.update(Message::DeleteConfirmed { for_both: true });
    assert_eq!(action, Action::Delete { message: id(6), for_both: true });
    state.gone_told(id(6));
    assert!(state.history.get(id(6)).is_none());
}

#[test]
fn the_words_of_others_go_only_here() {
    let mut state = opened();
    state.update(Message::DeletePressed(id(0)));
    let calendar = calendar();
    let view = view(&state, None, &calendar, tokens(), 960.0, false);
    assert!(simulate(view).find(say!("delete-for-all")).is_err());
}

#[test]
fn an_answer_to_what_is_gone_is_an_ordinary_message() {
    let mut state = opened();
    state.update(Message::ReplyPressed(id(0)));
    state.gone_told(id(0));
    write(&mut state, "Good");
    assert_eq!(enter(&mut state), Action::Send { text: "Good".into(), reply_to: None });
}

#[test]
fn news_is_shown_at_the_end_and_counted_where_one_reads_further_up() {
    let mut state = opened();
    assert_eq!(state.told(message(20, Some(0), "On my way")), Action::ToEnd);
    state.scrolled_to(place(900.0, 500.0));
    let held = state.told(message(21, Some(0), "Nearly there"));
    assert_eq!(held, Action::Hold(Hold::View { content: 2000.0, from_end: 500.0 }));
    assert_eq!(state.below, 1);
    // One's own words are always looked for at the end.
    assert_eq!(state.told(message(22, None, "Good")), Action::ToEnd);
}

#[test]
fn what_is_seen_is_reported_once_and_only_at_the_end() {
    let mut state = opened();
    assert_eq!(state.newly_seen(), Some(id(4)));
    assert_eq!(state.newly_seen(), None);
    state.scrolled_to(place(900.0, 500.0));
    state.told(message(21, Some(0), "Unseen"));
    assert_eq!(state.newly_seen(), None);
    state.scrolled_to(place(1400.0, 0.0));
    assert_eq!(state.newly_seen(), Some(id(21)));
}

#[test]
fn older_pages_are_read_one_at_a_time_near_the_top() {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    state.page_read(Page::End, (100..150).map(numbered).collect());
    let before = Before::Position(numbered(100).position);
    let asks = Action::Read(Page::Older, before);
    assert_eq!(state.scrolled_to(place(100.0, 3000.0)), asks);
    assert_eq!(state.scrolled_to(place(90.0, 3010.0)), Action::None);
    // Nothing fell off: the view, anchored at its end, does not move.
    let page = (50..100).map(numbered).collect();
    assert_eq!(state.page_read(Page::Older, page), Action::None);
    assert_eq!(state.scrolled_to(place(1000.0, 3000.0)), Action::None);
}

#[test]
fn when_the_newest_fall_off_the_view_is_held_and_the_way_back_is_known() {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    state.page_read(Page::End, (950..1000).map(numbered).collect());
    for page in 1..6 {
        state.page_read(Page::Older, (950 - page * 50..1000 - page * 50).map(numbered).collect());
    }
    let held = state.page_read(Page::Older, (650..700).map(numbered).collect());
    assert!(matches!(held, Action::Hold(Hold::Top { .. })));
    assert!(!state.history.at_end());
    // Messages of that time are not reported as read by news from the end.
    assert_eq!(state.newly_seen(), None);
    assert_eq!(state.update(Message::EndPressed), Action::Read(Page::End, Before::End));
}

#[test]
fn a_draft_is_saved_once_it_changed() {
    let mut chat = chat(0, ChatKind::Ordinary, "Omid Karimi");
    chat.draft = "half a".into();
    let mut state = State::open(chat);
    assert_eq!(state.draft_to_save(), None);
    write(&mut state, " thought");
    assert!(state.has_unsaved_draft());
    assert_eq!(state.draft_to_save().as_deref(), Some("half a thought"));
    assert!(!state.has_unsaved_draft());
}

#[test]
fn a_message_has_a_menu_with_what_can_be_done() {
    let mut state = opened();
    state.update(Message::MenuOpened(id(6)));
    let calendar = calendar();
    let view = || view(&state, None, &calendar, tokens(), 960.0, false);
    // The menu itself is an overlay; its content is looked at directly.
    let own = state.history.get(id(6)).unwrap();
    let others = state.history.get(id(0)).unwrap();
    assert!(matches!(
        clicked(menu::view(own, tokens()), say!("edit"))[..],
        [Message::EditPressed(_)]
    ));
    assert!(simulate(menu::view(others, tokens())).find(say!("edit")).is_err());
    let reacted = clicked(menu::view(others, tokens()), "👍");
    assert!(matches!(&reacted[..], [Message::ReactPressed(m, e)] if *m == id(0) && e == "👍"));
    drop(simulate(view()));
}

#[test]
fn a_room_names_who_speaks_once_in_a_run() {
    let mut state = State::open(chat(91, ChatKind::Room, "Night Owls"));
    let say = |n, from, text: &str| message(n, Some(from), text);
    state.page_read(
        Page::End,
        vec![say(0, 2, "Projector is charged."), say(1, 2, "Who has the cable?")],
    );
    let calendar = calendar();
    let first = &state.history.messages()[0];
    let second = &state.history.messages()[1];
    assert!(bubble::same_run(first, second, &calendar));
    let view = view(&state, None, &calendar, tokens(), 960.0, false);
    assert!(simulate(view).find("Mateo Ruiz").is_ok());
}
