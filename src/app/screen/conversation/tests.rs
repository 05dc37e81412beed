//! Lena talks with Omid.

use super::composer::pasted;
use super::told::APART;
use super::*;
use crate::app::fixture::{self, chat, conversation, message, message_id as id, numbered};
use crate::app::testing::{Held, calendar, clicked, key_pressed, simulate, tokens};
use crate::app::widget::tick;
use crate::messenger::Error;
use crate::model::{ChatKind, Message as Row, MessageState, Stretch};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

fn opened() -> State {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    assert_eq!(state.first_page(), Action::Read(Page::End));
    state.page_read(Page::End, whole(conversation()));
    seen(&mut state, 8, true);
    state
}

/// All that a chat has.
fn whole(messages: Vec<Row>) -> Stretch {
    Stretch { messages, ..Stretch::default() }
}

/// A stretch of a chat of a thousand messages.
fn stretch(range: std::ops::Range<i64>) -> Stretch {
    Stretch {
        before: range.start as u64,
        after: (1000 - range.end) as u64,
        messages: range.map(numbered).collect(),
        target: None,
    }
}

/// The list tells what is seen: everything down to this message.
fn seen(state: &mut State, bottom: i64, at_end: bool) -> Action {
    let bottom = Some(id(bottom).0);
    state.update(Message::Seen(View { bottom, top: bottom, at_end, ..View::default() }))
}

fn write(state: &mut State, words: &str) {
    assert_eq!(state.update(Message::Composer(pasted(words))), Action::None);
}

fn enter(state: &mut State) -> Action {
    state.update(Message::Composer(composer::Message::SendPressed))
}

#[test]
fn what_is_typed_is_sent_with_enter_and_the_field_is_empty_again() {
    let mut state = opened();
    write(&mut state, "  See you there 🎉\n");
    let sent = Action::Send { text: "See you there 🎉".into(), reply_to: None, ttl: None };
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
    let view = view(&state, None, &calendar, tokens(), 960.0, (false, false));
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
    let view = || view(&state, me, &calendar, tokens(), 960.0, (false, false));
    let mut ui = simulate(view());
    assert!(ui.find("Shall we meet at the pier at 7:20?").is_ok());
    assert!(ui.find("Not sent. Every relay refused it: too large.").is_ok());
    drop(ui);
    let pressed = clicked(view(), say!("try-again"));
    assert!(matches!(pressed[..], [Message::RetryPressed(m)] if m == id(8)));
    assert_eq!(
        tick::words(
            MessageState::Waiting,
            crate::model::Reason::from_sentence("Omid published no inbox relays yet.").as_ref()
        ),
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
    let sent = Action::Send { text: "Good".into(), reply_to: Some(id(0)), ttl: None };
    assert_eq!(enter(&mut state), sent);
    state.update(Message::ReplyPressed(id(0)));
    assert_eq!(state.escape(), Some(Action::FocusComposer));
    assert_eq!(state.escape(), None);
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
    assert_eq!(state.update(Message::DeletePressed(id(6))), Action::Focus(dialog::ANSWER));
    let calendar = calendar();
    let dialog = dialog_view(&state, &calendar, tokens()).unwrap();
    let pressed = clicked(dialog, say!("delete-for-all"));
    assert!(matches!(pressed[..], [Message::DeleteConfirmed { for_both: true }]));
    let action = state.update(Message::DeleteConfirmed { for_both: true });
    let delete = Action::Delete { message: id(6), for_both: true };
    assert_eq!(action, Action::All(vec![delete, Action::FocusComposer]));
    state.gone_told(id(6));
    assert!(state.history.get(id(6)).is_none());
}

#[test]
fn the_words_of_others_go_only_here() {
    let mut state = opened();
    state.update(Message::DeletePressed(id(0)));
    let calendar = calendar();
    let dialog = dialog_view(&state, &calendar, tokens()).unwrap();
    assert!(simulate(dialog).find(say!("delete-for-all")).is_err());
}

#[test]
fn an_answer_to_what_is_gone_is_an_ordinary_message() {
    let mut state = opened();
    state.update(Message::ReplyPressed(id(0)));
    state.gone_told(id(0));
    write(&mut state, "Good");
    assert_eq!(enter(&mut state), Action::Send { text: "Good".into(), reply_to: None, ttl: None });
}

#[test]
fn ones_own_words_are_looked_for_at_the_end_and_those_of_others_move_nothing() {
    let mut state = opened();
    let before = state.go;
    assert_eq!(state.told(message(20, Some(0), "On my way")), Action::None);
    assert_eq!(state.go, before);
    assert_eq!(state.told(message(22, None, "Good")), Action::None);
    assert_eq!(state.go, (before.0 + 1, Some(Go::End)));
}

#[test]
fn a_message_is_seen_coming_but_not_a_flood_nor_history() {
    let mut state = opened();
    assert_eq!(state.came, None);
    let start = Instant::now();
    state.told(message(20, Some(0), "On my way"));
    assert_eq!(state.came.map(|(id, _)| id), Some(id(20)));
    let mut now = start + APART * 2;
    state.note_coming(id(21), now);
    for n in 22..60 {
        now += APART / 4;
        state.note_coming(id(n), now);
    }
    assert_eq!(state.came.map(|(id, _)| id), Some(id(21)), "the first of many");
    state.note_coming(id(60), now + APART);
    assert_eq!(state.came.map(|(id, _)| id), Some(id(60)));
    // What only changed comes from nowhere.
    state.told(message(20, Some(0), "On my way, really"));
    assert_eq!(state.came.map(|(id, _)| id), Some(id(60)));
}

#[test]
fn what_is_seen_is_reported_once_and_nothing_further_down() {
    let mut state = opened();
    assert_eq!(state.newly_seen(), Some(id(4)));
    assert_eq!(state.newly_seen(), None);
    state.told(message(21, Some(0), "Unseen"));
    assert_eq!(state.newly_seen(), None);
    seen(&mut state, 21, true);
    assert_eq!(state.newly_seen(), Some(id(21)));
    seen(&mut state, 3, false);
    assert_eq!(state.newly_seen(), None);
}

#[test]
fn a_chat_opens_at_what_was_not_read() {
    let mut chat = chat(0, ChatKind::Ordinary, "Omid Karimi");
    chat.unread = 40;
    let mut state = State::open(chat);
    assert_eq!(state.first_page(), Action::Read(Page::FirstUnread));
    let page = Stretch { target: Some(id(960)), ..stretch(940..1000) };
    assert_eq!(state.page_read(Page::FirstUnread, page), Action::None);
    assert_eq!(state.divider, Some(id(960)));
    assert!(matches!(state.go.1, Some(Go::To { key, .. }) if key == id(960).0));
    let calendar = calendar();
    let view = view(&state, None, &calendar, tokens(), 960.0, (false, false));
    assert!(simulate(view).find(say!("new-messages")).is_ok());
}

#[test]
fn the_line_of_new_messages_stays_until_somebody_answers() {
    let mut chat = chat(0, ChatKind::Ordinary, "Omid Karimi");
    chat.unread = 1;
    let mut state = State::open(chat);
    state.first_page();
    let page = Stretch { target: Some(id(4)), ..whole(conversation()) };
    state.page_read(Page::FirstUnread, page);
    // More comes while nobody looks: it stays where the chat was opened.
    let more = message(20, Some(0), "And bring the tent");
    state.came_unseen(&more);
    state.told(more);
    assert_eq!(state.divider, Some(id(4)));
    // What changes in one's own words, or a tick, is no answer.
    let own = conversation().into_iter().rev().find(|m| m.mine).unwrap();
    state.told(own);
    assert_eq!(state.divider, Some(id(4)));
    state.told(message(21, None, "I will"));
    assert_eq!(state.divider, None);
    // What comes unseen after that stands below a line again.
    let later = message(22, Some(0), "Good");
    state.came_unseen(&later);
    state.told(later);
    assert_eq!(state.divider, Some(id(22)));
}

#[test]
fn a_chat_opens_at_a_hit() {
    let mut state = State::open_at(chat(0, ChatKind::Ordinary, "Omid Karimi"), id(500));
    assert_eq!(state.first_page(), Action::Read(Page::Message(id(500))));
    let page = Stretch { target: Some(id(500)), ..stretch(480..540) };
    state.page_read(Page::Message(id(500)), page);
    assert!(matches!(state.go.1, Some(Go::To { lit: true, .. })));
    // One that was deleted meanwhile: the end is better than nothing.
    let mut state = State::open_at(chat(0, ChatKind::Ordinary, "Omid Karimi"), id(500));
    state.first_page();
    let gone = Error::not_found("there is no message with this id");
    assert_eq!(state.page_failed(Page::Message(id(500)), &gone), Action::Read(Page::End));
}

#[test]
fn pages_are_read_one_at_a_time_and_the_last_wish_counts() {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    state.first_page();
    state.page_read(Page::End, stretch(940..1000));
    let older = Page::Older(numbered(940).position);
    let near = View { wants_older: true, ..View::default() };
    assert_eq!(state.update(Message::Seen(near)), Action::Read(older));
    assert_eq!(state.update(Message::Seen(near)), Action::None);
    // The scrollbar is dragged meanwhile, through many places.
    for number in [700, 400, 200] {
        let far = View { wants: Some(number), ..View::default() };
        assert_eq!(state.update(Message::Seen(far)), Action::None);
    }
    assert_eq!(state.page_read(older, stretch(880..940)), Action::Read(Page::Number(200)));
    state.page_read(Page::Number(200), stretch(180..240));
    assert_eq!(state.history.around(), (180, 760));
    let asks = Action::All(vec![Action::Read(Page::End), Action::FocusComposer]);
    assert_eq!(state.update(Message::EndPressed), asks);
}

#[test]
fn a_page_that_no_longer_fits_is_dropped() {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    state.first_page();
    state.page_read(Page::End, stretch(940..1000));
    let older = Page::Older(numbered(500).position);
    state.page_read(older, stretch(440..500));
    assert_eq!(state.history.messages().len(), 60);
}

#[test]
fn a_quote_leads_to_what_it_quotes() {
    let mut state = opened();
    let calendar = calendar();
    let pressed =
        clicked(view(&state, None, &calendar, tokens(), 960.0, (false, false)), "Omid Karimi");
    drop(pressed);
    assert_eq!(state.update(Message::QuotePressed(id(0))), Action::None);
    assert!(matches!(state.go.1, Some(Go::To { key, lit: true, .. }) if key == id(0).0));
    // What is not in memory is read.
    let asks = Action::Read(Page::Message(id(77)));
    assert_eq!(state.update(Message::QuotePressed(id(77))), asks);
    let gone = Error::not_found("there is no message with this id");
    assert_eq!(state.page_failed(Page::Message(id(77)), &gone), Action::None);
    assert_eq!(state.problem.as_deref(), Some(say!("quote-gone")));
}

#[test]
fn what_was_wrong_with_a_text_is_past_once_it_is_changed() {
    use iced::widget::text_editor::{Action as Touch, Motion};
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    let touch = |touch| Message::Composer(composer::Message::Edited(touch));
    let refuse = |state: &mut State| {
        state.sent("much too long", Err(&Error::input("Too long for one message.")));
        state.update(touch(Touch::SelectAll));
        state.update(touch(Touch::Move(Motion::DocumentStart)));
        assert!(state.problem.is_some(), "the text is still the one that was refused");
    };
    refuse(&mut state);
    state.update(touch(Touch::SelectAll));
    state.update(Message::Composer(composer::pasted("abc")));
    assert_eq!((state.problem.take(), state.composer.text()), (None, "abc".to_owned()));
    refuse(&mut state);
    state.update(Message::Composer(composer::Message::UndoPressed));
    assert_eq!(state.problem, None);
    refuse(&mut state);
    state.update(Message::Typed("d".to_owned()));
    assert_eq!(state.problem, None);
}

#[test]
fn a_link_is_opened_only_after_its_address_was_seen() {
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    let text = "https://paypal.example@evil.example/login";
    state.page_read(Page::End, whole(vec![message(0, Some(0), text)]));
    let calendar = calendar();
    {
        let mut ui = simulate(view(&state, None, &calendar, tokens(), 960.0, (false, false)));
        // The real host stands below.
        assert!(ui.find(say!("link-leads", host = "evil.example").as_str()).is_ok());
    }
    let pressed = clicked(view(&state, None, &calendar, tokens(), 960.0, (false, false)), text);
    let [Message::LinkPressed(link)] = &pressed[..] else { panic!("{pressed:?}") };
    assert_eq!(state.update(Message::LinkPressed(link.clone())), Action::Focus(dialog::ANSWER));
    let dialog = || dialog_view(&state, &calendar, tokens()).unwrap();
    assert!(simulate(dialog()).find("evil.example").is_ok());
    assert!(simulate(dialog()).find(say!("link-deceives")).is_ok());
    let confirmed = clicked(dialog(), say!("link-open"));
    assert!(matches!(confirmed[..], [Message::LinkConfirmed]));
    let opened = state.update(Message::LinkConfirmed);
    assert_eq!(opened, Action::All(vec![Action::Open(text.into()), Action::FocusComposer]));
    assert_eq!(state.update(Message::LinkConfirmed), Action::None);
}

#[test]
fn a_link_to_a_person_begins_a_chat() {
    let mut state = opened();
    let link = crate::app::widget::link::links("hushwing:nprofile1xyz").remove(0);
    let asks = Action::NewChat("hushwing:nprofile1xyz".into());
    assert_eq!(state.update(Message::LinkPressed(link)), asks);
}

#[test]
fn searching_goes_from_hit_to_hit() {
    let mut state = opened();
    assert_eq!(state.update(Message::SearchPressed), Action::Focus(SEARCH));
    let typed = state.update(Message::Search(search::Message::Typed("pier".into())));
    assert_eq!(typed, Action::Search("pier".into()));
    let hits = vec![state.history.get(id(6)).unwrap().clone(), numbered(1)];
    assert_eq!(state.searched("pier", &hits), Action::None);
    assert!(matches!(state.go.1, Some(Go::To { key, .. }) if key == id(6).0));
    let calendar = calendar();
    let bar = view(&state, None, &calendar, tokens(), 960.0, (false, false));
    assert!(simulate(bar).find("1 of 2").is_ok());
    assert!(state.escape().is_some());
    assert!(state.search.is_none());
}

#[test]
fn emoji_are_put_where_the_cursor_is_and_several_may_follow() {
    let mut state = opened();
    write(&mut state, "Paid");
    state.update(Message::PickerPressed(None));
    state.recent_read(vec!["🦉".into()]);
    for emoji in ["🎉", "🦉"] {
        let chosen = state.update(Message::Picker(emoji_picker::Message::Pressed(emoji)));
        assert_eq!(chosen, Action::Used(emoji.into()));
    }
    assert_eq!(state.composer.text(), "Paid🎉🦉");
    assert!(state.escape().is_some());
    // A reaction is one.
    state.update(Message::PickerPressed(Some(id(0))));
    let reacted = state.update(Message::Picker(emoji_picker::Message::Pressed("🎉")));
    assert!(matches!(reacted, Action::All(all) if all[0] == Action::React(id(0), "🎉".into())));
    assert!(state.picker.is_none());
}

#[test]
fn arrows_move_an_open_picker_and_nothing_behind_it() {
    let mut state = opened();
    write(&mut state, "Paid");
    state.update(Message::PickerPressed(None));
    let calendar = calendar();
    let mut window = Held::default();
    let shown = || view(&state, None, &calendar, tokens(), 960.0, (false, false));
    // Whoever pressed into the composer meanwhile, or walked among the messages.
    for stop in [COMPOSER, LIST] {
        window.frame(shown());
        window.focus(shown(), stop);
        window.frame(shown());
        for key in [Named::ArrowDown, Named::ArrowUp] {
            let said = window.events(shown(), [key_pressed(Key::Named(key), Modifiers::empty())]);
            let said: Vec<_> =
                said.iter().filter(|said| !matches!(said, Message::Seen(_))).collect();
            let one = matches!(said[..], [Message::Picker(emoji_picker::Message::Stepped(_))]);
            assert!(one, "{stop}: {said:?}");
        }
    }
}

#[test]
fn what_was_typed_is_undone_and_done_again() {
    let mut state = opened();
    write(&mut state, "half a thought");
    write(&mut state, " too much");
    state.update(Message::Composer(composer::Message::UndoPressed));
    assert_eq!(state.composer.text(), "half a thought");
    state.update(Message::Composer(composer::Message::RedoPressed));
    assert_eq!(state.composer.text(), "half a thought too much");
    // What was sent is not brought back by it.
    enter(&mut state);
    state.update(Message::Composer(composer::Message::UndoPressed));
    assert!(state.composer.is_blank());
}

#[test]
fn a_message_tells_its_way() {
    let mut state = opened();
    let asks = Action::All(vec![Action::Focus(dialog::ANSWER), Action::Info(id(6))]);
    assert_eq!(state.update(Message::InfoPressed(id(6))), asks);
    state.info_read(fixture::info(id(6)));
    let calendar = calendar();
    let view = || dialog_view(&state, &calendar, tokens()).unwrap();
    for words in [
        say!("info-sent"),
        say!("info-edited"),
        say!("state-sent"),
        "wss://relay2.example",
        say!("publication-refused"),
        "It takes no envelopes larger than 16 KB.",
    ] {
        assert!(simulate(view()).find(words).is_ok(), "{words}");
    }
    assert!(simulate(view()).find(say!("info-received")).is_err(), "it was written here");
}

#[test]
fn a_day_is_gone_to() {
    let mut state = opened();
    state.update(Message::DayPressed(fixture::NOW));
    state.update(Message::Day(dialog::DayMessage::Moved(-365)));
    let calendar = calendar();
    let pressed = clicked(dialog_view(&state, &calendar, tokens()).unwrap(), say!("day-go"));
    let [Message::Day(there)] = pressed[..] else { panic!("{pressed:?}") };
    let dialog::DayMessage::GoPressed(at) = there else { panic!("{there:?}") };
    assert_eq!(calendar.moment(at), "21 November 2025, 00:00");
    assert_eq!(state.update(Message::Day(there)), Action::Read(Page::Time(at)));
    assert!(state.dialog.is_none());
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
    let view = || view(&state, None, &calendar, tokens(), 960.0, (false, false));
    // The menu itself is an overlay; its content is looked at directly.
    let own = state.history.get(id(6)).unwrap();
    let others = state.history.get(id(0)).unwrap();
    assert!(matches!(
        clicked(menu::view(own, true, tokens()), say!("edit"))[..],
        [Message::EditPressed(_)]
    ));
    assert!(simulate(menu::view(others, true, tokens())).find(say!("edit")).is_err());
    let reacted = clicked(menu::view(others, true, tokens()), "👍");
    assert!(matches!(&reacted[..], [Message::ReactPressed(m, e)] if *m == id(0) && e == "👍"));
    drop(simulate(view()));
}

#[test]
fn a_room_names_who_speaks_once_in_a_run() {
    let mut state = State::open(chat(91, ChatKind::Room, "Night Owls"));
    let say = |n, from, text: &str| message(n, Some(from), text);
    state.page_read(
        Page::End,
        whole(vec![say(0, 2, "Projector is charged."), say(1, 2, "Who has the cable?")]),
    );
    let calendar = calendar();
    let first = &state.history.messages()[0];
    let second = &state.history.messages()[1];
    assert!(bubble::same_run(first, second, &calendar));
    let view = view(&state, None, &calendar, tokens(), 960.0, (false, false));
    assert!(simulate(view).find("Mateo Ruiz").is_ok());
}

/// The messages of one key in the field, with the keyboard in it.
fn pressed(
    state: &State,
    key: iced::keyboard::Key,
    modifiers: iced::keyboard::Modifiers,
) -> Vec<Message> {
    use iced::keyboard::{self, Key, Location, key};
    let code = match &key {
        Key::Character(c) if c == "z" => key::Physical::Code(key::Code::KeyZ),
        Key::Character(c) if c == "f" => key::Physical::Code(key::Code::KeyF),
        _ => key::Physical::Unidentified(key::NativeCode::Unidentified),
    };
    let calendar = calendar();
    let view = view(state, None, &calendar, tokens(), 960.0, (false, false));
    let view = crate::app::widget::keys::after(view, |press| unheard(state, &press));
    let mut ui = simulate(view);
    ui.click(iced::advanced::widget::Id::new(COMPOSER)).unwrap();
    ui.simulate([iced::Event::Keyboard(keyboard::Event::KeyPressed {
        key: key.clone(),
        modified_key: key,
        physical_key: code,
        location: Location::Standard,
        modifiers,
        text: None,
        repeat: false,
    })]);
    let typing = |m: &Message| matches!(m, Message::Composer(composer::Message::Edited(_)));
    ui.into_messages().filter(|m| !typing(m) && !matches!(m, Message::Seen(_))).collect()
}

#[test]
fn a_word_longer_than_the_field_goes_on_in_the_next_line() {
    let calendar = calendar();
    let height = |words: &str| {
        let mut state = opened();
        write(&mut state, words);
        let mut ui = simulate(view(&state, None, &calendar, tokens(), 960.0, (false, false)));
        ui.find(iced::advanced::widget::Id::new(COMPOSER)).unwrap().bounds().height
    };
    assert!(height(&"w".repeat(208)) > height("w"));
}

#[test]
fn a_shortcut_writes_nothing_into_the_field() {
    use iced::keyboard::{Key, Modifiers, key};
    use iced::widget::text_editor::{Binding, KeyPress, Status};
    let comma = |modifiers| {
        let key = Key::Character(",".into());
        composer::keys(
            KeyPress {
                key: key.clone(),
                modified_key: key,
                physical_key: key::Physical::Code(key::Code::Comma),
                modifiers,
                text: Some(",".into()),
                status: Status::Focused { is_hovered: false },
            },
            false,
        )
    };
    assert!(comma(Modifiers::CTRL).is_none());
    assert!(matches!(comma(Modifiers::empty()), Some(Binding::Insert(','))));
    // AltGr.
    assert!(matches!(comma(Modifiers::CTRL | Modifiers::ALT), Some(Binding::Insert(','))));
}

#[test]
fn keys_in_the_field_mean_what_they_say() {
    let mut state = opened();
    let key = |state: &State, name: Named| pressed(state, Key::Named(name), Modifiers::empty());
    let go = |messages: &[Message]| match messages {
        [Message::Composer(composer::Message::GoPressed(go))] => Some(*go),
        _ => None,
    };
    assert_eq!(go(&key(&state, Named::PageUp)), Some(Go::Pages(-1.0)));
    assert_eq!(go(&key(&state, Named::Home)), Some(Go::Start));
    assert!(matches!(
        key(&state, Named::ArrowUp)[..],
        [Message::Composer(composer::Message::UpPressed)]
    ));
    write(&mut state, "See you");
    // In a text they are of the text.
    assert_eq!(go(&key(&state, Named::Home)), None);
    assert!(key(&state, Named::ArrowUp).is_empty());
    assert!(matches!(
        key(&state, Named::Enter)[..],
        [Message::Composer(composer::Message::SendPressed)]
    ));
    let z = || Key::Character("z".into());
    assert!(matches!(
        pressed(&state, z(), Modifiers::COMMAND)[..],
        [Message::Composer(composer::Message::UndoPressed)]
    ));
    assert!(matches!(
        pressed(&state, z(), Modifiers::COMMAND | Modifiers::SHIFT)[..],
        [Message::Composer(composer::Message::RedoPressed)]
    ));
    let found = pressed(&state, Key::Character("f".into()), Modifiers::COMMAND);
    assert!(matches!(found[..], [Message::SearchPressed]));
}

/// A window with this conversation in it.
struct Window {
    state: State,
    held: Held,
}

impl Window {
    fn of(state: State) -> Self {
        let mut window = Self { state, held: Held::default() };
        window.see(|held, view| held.frame(view));
        window.focus(COMPOSER);
        window
    }

    /// Lets something happen, and takes in what is said; tells it, but for what is seen.
    fn see(
        &mut self,
        act: impl FnOnce(&mut Held, crate::app::Element<'_, Message>) -> Vec<Message>,
    ) -> Vec<Message> {
        let calendar = calendar();
        let pane = view(&self.state, None, &calendar, tokens(), 960.0, (false, false));
        let state = &self.state;
        let pane = crate::app::widget::keys::after(pane, |press| unheard(state, &press));
        let said = act(&mut self.held, pane);
        for message in &said {
            self.state.update(message.clone());
        }
        let quiet = |m: &Message| matches!(m, Message::Seen(_) | Message::Walked(_));
        said.into_iter().filter(|m| !quiet(m)).collect()
    }

    fn keys(&mut self, keys: &[Named]) -> Vec<Message> {
        self.see(|held, view| held.keys(view, keys))
    }

    fn letter(&mut self, letter: &str, modifiers: Modifiers) -> Vec<Message> {
        let key = key_pressed(Key::Character(letter.into()), modifiers);
        self.see(|held, view| held.events(view, [key]))
    }

    fn tab(&mut self, back: bool) {
        self.see(|held, view| {
            held.tab(view, back);
            Vec::new()
        });
        self.see(|held, view| held.frame(view));
    }

    fn focus(&mut self, id: &'static str) {
        self.see(|held, view| {
            held.focus(view, id);
            Vec::new()
        });
        self.see(|held, view| held.frame(view));
    }
}

#[test]
fn shift_tab_from_the_field_reaches_the_messages_as_one_and_arrows_walk_them() {
    let mut window = Window::of(opened());
    window.tab(true);
    assert_eq!(window.state.walking, Some(id(8)), "the newest that is seen");
    window.keys(&[Named::ArrowUp, Named::ArrowUp]);
    let second = window.state.walking;
    assert!(second.is_some() && second != Some(id(8)), "{second:?}");
    // Back by the same way, at the same message.
    window.tab(false);
    window.tab(true);
    assert!(window.state.walking.is_some());
    window.keys(&[Named::Home]);
    assert_eq!(window.state.walking, Some(id(0)));
    window.keys(&[Named::ArrowUp]);
    assert_eq!(window.state.walking, Some(id(0)));
    assert_eq!(window.state.escape(), Some(Action::FocusComposer));
    assert_eq!(window.state.escape(), None, "then the chat is left");
}

#[test]
fn keys_at_a_message_reply_copy_and_open_its_menu() {
    let mut window = Window::of(opened());
    window.tab(true);
    let none = Modifiers::empty();
    let copied = window.letter("c", Modifiers::COMMAND);
    assert!(matches!(copied[..], [Message::CopyPressed(m)] if m == id(8)), "{copied:?}");
    // Anything else is written, and is not lost.
    let typed = window.letter("s", none);
    assert!(matches!(&typed[..], [Message::Typed(text)] if text == "s"), "{typed:?}");
    window.focus(LIST);
    let opened = window.keys(&[Named::ContextMenu]);
    assert!(matches!(opened[..], [Message::MenuKeyPressed(m)] if m == id(8)));
    window.state.escape();
    let replied = window.letter("r", none);
    assert!(matches!(replied[..], [Message::ReplyPressed(m)] if m == id(8)), "{replied:?}");
    assert!(matches!(window.state.composer.mode, composer::Mode::Reply { .. }));
}

#[test]
fn a_menu_opened_by_keyboard_begins_at_its_first_item_and_gives_the_keyboard_back() {
    let mut window = Window::of(opened());
    window.tab(true);
    window.keys(&[Named::ContextMenu]);
    assert_eq!(window.state.menu, Some(id(8)));
    let chosen = window.keys(&[Named::Enter]);
    assert!(matches!(&chosen[..], [Message::ReactPressed(_, e)] if e == "👍"), "{chosen:?}");
    // The keyboard is at the message as before.
    assert_eq!(window.state.menu, None);
    window.keys(&[Named::ContextMenu]);
    // A failed message can be tried again first, and a letter goes to what begins with it.
    window.keys(&[Named::ArrowDown]);
    window.letter("d", Modifiers::empty());
    let chosen = window.keys(&[Named::Enter]);
    assert!(matches!(chosen[..], [Message::DeletePressed(m)] if m == id(8)), "{chosen:?}");
    window.focus(crate::app::widget::NOWHERE);
    assert_eq!(window.state.walking, Some(id(8)), "a dialog has the keyboard for a while");
    assert_eq!(window.state.update(Message::DialogCancelled), Action::Focus(LIST));
}

#[test]
fn the_first_key_down_in_a_menu_is_at_reply_and_its_keys_act() {
    let mut window = Window::of(opened());
    // By the pointer, and each time anew.
    let open = |window: &mut Window| {
        window.see(|held, view| held.frame(view));
        window.state.update(Message::MenuOpened(id(0)));
        window.see(|held, view| held.frame(view));
    };
    open(&mut window);
    let chosen = window.keys(&[Named::ArrowDown, Named::Enter]);
    assert!(matches!(chosen[..], [Message::ReplyPressed(m)] if m == id(0)), "{chosen:?}");
    open(&mut window);
    let chosen = window.keys(&[Named::ArrowRight, Named::ArrowRight, Named::Enter]);
    assert!(matches!(&chosen[..], [Message::ReactPressed(_, e)] if e == "😍"), "{chosen:?}");
    open(&mut window);
    let chosen = window.letter("c", Modifiers::COMMAND);
    assert!(matches!(chosen[..], [Message::CopyPressed(m)] if m == id(0)), "{chosen:?}");
    open(&mut window);
    let chosen = window.letter("r", Modifiers::empty());
    assert!(matches!(chosen[..], [Message::ReplyPressed(m)] if m == id(0)), "{chosen:?}");
}

#[test]
fn while_a_menu_is_open_no_key_goes_past_it() {
    let mut window = Window::of(opened());
    write(&mut window.state, "half a thought");
    window.state.update(Message::MenuOpened(id(6)));
    window.see(|held, view| held.frame(view));
    // Opened by the pointer it has no item yet, and Enter sends nothing.
    assert!(window.keys(&[Named::Enter]).is_empty());
    let chosen = window.keys(&[Named::End, Named::Space]);
    assert!(matches!(chosen[..], [Message::DeletePressed(m)] if m == id(6)), "{chosen:?}");
}

#[test]
fn what_can_be_pressed_in_the_message_comes_after_it_and_in_no_other() {
    let mut first = message(0, Some(0), "Look at this");
    first.reactions.insert("👍".into(), vec![fixture::me().account]);
    let mut second = message(1, Some(0), "And at this");
    second.reactions.insert("🦉".into(), vec![fixture::me().account]);
    let mut state = State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    state.page_read(Page::End, whole(vec![first, second]));
    let mut window = Window::of(state);
    window.tab(true);
    assert_eq!(window.state.walking, Some(id(1)));
    window.tab(false);
    let pressed = window.keys(&[Named::Enter]);
    assert!(matches!(&pressed[..], [Message::ReactPressed(m, e)] if *m == id(1) && e == "🦉"));
    assert_eq!(window.state.walking, Some(id(1)), "Esc leads to the field from here too");
    // The next is the field again, not the other message.
    window.tab(false);
    assert_eq!(window.state.walking, None);
    window.tab(true);
    window.keys(&[Named::ArrowUp]);
    window.tab(false);
    // Above the first message stands its day.
    let pressed = window.keys(&[Named::Enter]);
    assert!(matches!(pressed[..], [Message::DayPressed(_)]), "{pressed:?}");
}

#[test]
fn the_links_and_the_quote_of_a_message_are_in_its_menu() {
    let mut told = message(5, Some(0), "See https://ferry.example/times and hushwing:nprofile1xyz");
    told.reply_to = Some(id(0));
    told.quote = Some(crate::model::Quote { from: "Lena".into(), text: "Which one?".into() });
    let menu = || menu::view(&told, true, tokens());
    let opened = clicked(menu(), say!("open-link", host = "ferry.example").as_str());
    assert!(
        matches!(&opened[..], [Message::LinkPressed(l)] if l.address == "https://ferry.example/times")
    );
    let begun = clicked(menu(), say!("open-person"));
    assert!(matches!(&begun[..], [Message::LinkPressed(l)] if l.begins_chat()));
    let quoted = clicked(menu(), say!("show-quoted"));
    assert!(matches!(quoted[..], [Message::QuotePressed(m)] if m == id(0)));
}

#[test]
fn send_is_reached_by_keyboard_when_there_is_something_to_send() {
    let mut window = Window::of(opened());
    write(&mut window.state, "See you");
    window.tab(false);
    window.tab(false);
    let sent = window.keys(&[Named::Enter]);
    assert!(matches!(sent[..], [Message::Composer(composer::Message::SendPressed)]), "{sent:?}");
}
