//! What stands in, over and before a conversation, as somebody has seen it: see
//! `crate::app::photographs`. The whole window with one is photographed by the list's screen.

use iced::Point;

use super::composer::pasted;
use super::*;
use crate::app::calendar::Calendar;
use crate::app::fixture::{self, chat, chat_id, chats, conversation, message, message_id as id};
use crate::app::photographs::{Light, Touch, both, dragged, photograph_made};
use crate::app::testing::calendar;
use crate::app::widget::link;
use crate::messenger::Around;
use crate::model::{Chat, ChatKind, Message as Row, Stretch};

/// The calendar of a picture is as old as its conversation.
struct Sitter(State, Calendar);

fn photographed(name: &str, lights: &[Light], make: impl Fn() -> State, touches: &[Touch]) {
    let make = || Sitter(make(), calendar());
    photograph_made(name, lights, make, touches, |Sitter(state, calendar), light| {
        let me = Some(fixture::me().account);
        view(state, me, calendar, light.tokens(), light.size.width, (false, false))
    });
}

fn with(chat: Chat, stretch: Stretch) -> State {
    let mut state = State::open(Chat { unread: 0, draft: String::new(), ..chat });
    state.first_page();
    state.page_read(Page::End, stretch);
    state
}

fn saying(messages: Vec<Row>) -> State {
    let whole = Stretch { messages, ..Stretch::default() };
    let mut state = with(chat(0, ChatKind::Ordinary, "Omid Karimi"), whole);
    let bottom = state.history.messages().last().map(|m| m.message.0);
    state.update(Message::Seen(View { bottom, top: bottom, at_end: true, ..View::default() }));
    state
}

/// The last of what Lena and Omid wrote.
fn opened() -> State {
    saying(conversation().split_off(4))
}

fn room(chat: u8) -> State {
    let chat = chats().into_iter().find(|c| c.chat == chat_id(chat)).unwrap();
    let end = fixture::stretch(&chat.chat.to_string(), 24, Around::End).unwrap();
    with(chat, end)
}

#[test]
fn photographs_of_the_menu_of_a_message() {
    for (name, of) in [("message-menu-own", 6), ("message-menu-failed", 8), ("message-menu", 4)] {
        let make = || {
            let mut state = opened();
            state.update(Message::MenuOpened(id(of)));
            state
        };
        photographed(name, &both(560.0, 560.0), make, &[]);
    }
}

#[test]
fn photographs_of_choosing_an_emoji() {
    let looking = |text: &'static str| {
        move || {
            let mut state = opened();
            state.update(Message::PickerPressed(None));
            state.recent_read(["🦉", "👍", "🎉"].map(str::to_owned).to_vec());
            state.update(Message::Picker(emoji_picker::Message::Typed(text.into())));
            state
        }
    };
    photographed("emoji", &both(480.0, 560.0), looking(""), &[]);
    let day = [Light::day(480.0, 560.0)];
    photographed("emoji-search", &day, looking("bird"), &[]);
    photographed("emoji-nothing", &day, looking("zzzz"), &[]);
}

#[test]
fn photographs_of_answering_and_changing() {
    let answering = || {
        let mut state = opened();
        state.update(Message::ReplyPressed(id(4)));
        state.update(Message::Composer(pasted(
            "See you there. I’ll bring the thermos,\nand two cups",
        )));
        state
    };
    photographed("reply", &both(560.0, 480.0), answering, &[]);
    let changing = || {
        let mut state = opened();
        state.update(Message::EditPressed(id(6)));
        state
    };
    photographed("edit", &both(560.0, 480.0), changing, &[]);
    let long = || {
        let mut state = opened();
        state.update(Message::Composer(pasted(&"Another line of it\n".repeat(20))));
        state
    };
    photographed("composer-long", &[Light::day(560.0, 480.0)], long, &[]);
}

/// Caret and selection stand where the letters are, in either script and interface.
#[test]
fn photographs_of_the_caret() {
    use iced::widget::text_editor::Action;
    let press = Point::new(280.0, 330.0);
    let typed = |text: &'static str, selected: bool| {
        move || {
            let mut state = saying(Vec::new());
            state.update(Message::Composer(pasted(text)));
            if selected {
                let all = super::composer::Message::Edited(Action::SelectAll);
                state.update(Message::Composer(all));
            }
            state
        }
    };
    let lights = both(560.0, 360.0);
    let persian = "سلام، امروز ساعت میای؟";
    photographed("caret-persian", &lights, typed(persian, false), &dragged(press, press));
    photographed("caret-selected", &lights, typed(persian, true), &dragged(press, press));
    let mixed = "12:40 با Omid میام";
    photographed("caret-mixed", &lights, typed(mixed, false), &dragged(press, press));
}

#[test]
fn photographs_of_what_stands_before_a_conversation() {
    let linked = |text: &'static str| {
        move || {
            let mut state = saying(vec![message(0, Some(0), text)]);
            state.update(Message::LinkPressed(link::links(text).remove(0)));
            state
        }
    };
    let plain = linked("Trail notes: https://lakeloop.example/trails/upper?season=autumn");
    photographed("link", &both(600.0, 420.0), plain, &[]);
    let deceives = linked("https://paypal.example@evil.example/login looks odd");
    photographed("link-deceives", &both(600.0, 420.0), deceives, &[]);
    let delete = |of: i64| {
        move || {
            let mut state = opened();
            state.update(Message::DeletePressed(id(of)));
            state
        }
    };
    photographed("delete-own", &both(600.0, 420.0), delete(6), &[]);
    photographed("delete", &[Light::day(600.0, 420.0)], delete(4), &[]);
    let told = || {
        let mut state = opened();
        state.update(Message::InfoPressed(id(6)));
        state.info_read(fixture::info(id(6)));
        state
    };
    photographed("message-info", &both(600.0, 640.0), told, &[]);
    let untold = || {
        let mut state = opened();
        state.update(Message::InfoPressed(id(6)));
        state
    };
    photographed("message-info-loading", &[Light::day(600.0, 420.0)], untold, &[]);
    let day = || {
        let mut state = opened();
        state.update(Message::DayPressed(fixture::NOW));
        state
    };
    photographed("day", &both(600.0, 420.0), day, &[]);
}

#[test]
fn photographs_of_a_conversation_with_nothing_in_it() {
    let small = Light::day(480.0, 360.0);
    let loading = || State::open(chat(0, ChatKind::Ordinary, "Omid Karimi"));
    photographed("conversation-loading", &[small, small.night()], loading, &[]);
    photographed("conversation-empty", &both(480.0, 360.0), || saying(Vec::new()), &[]);
    let saved = || with(chat(90, ChatKind::Saved, "Saved messages"), Stretch::default());
    photographed("conversation-saved-empty", &[small], saved, &[]);
}

#[test]
fn photographs_of_a_room() {
    let all = Light::day(720.0, 1000.0);
    photographed("room", &[all, all.night().persian()], || room(92), &[]);
    let long = || {
        let name = "The people of the print shop who still owe somebody paper, ink or an answer";
        let mut state = room(92);
        state.chat.name = name.into();
        state.update(Message::ReplyPressed(state.history.messages()[10].message));
        state
    };
    photographed("room-long-name", &both(480.0, 420.0), long, &[]);
}

#[test]
fn photographs_of_finding_ones_place() {
    let unread = || {
        let mut chat = chats().into_iter().find(|c| c.chat == chat_id(92)).unwrap();
        chat.unread = 12;
        let mut state = State::open(chat);
        state.first_page();
        let first = fixture::stretch(&chat_id(92).to_string(), 40, Around::FirstUnread).unwrap();
        state.page_read(Page::FirstUnread, first);
        state
    };
    photographed("unread", &both(600.0, 480.0), unread, &[]);
    let searching = |words: &'static str, found: &'static [i64]| {
        move || {
            let mut state = saying(conversation());
            state.update(Message::SearchPressed);
            state.update(Message::Search(search::Message::Typed(words.into())));
            let hits = found.iter().map(|n| state.history.get(id(*n)).unwrap().clone());
            let hits: Vec<Row> = hits.collect();
            state.searched(words, &hits);
            state
        }
    };
    photographed("chat-search", &both(600.0, 480.0), searching("pier", &[6, 2]), &[]);
    let nothing = searching("zeppelin", &[]);
    photographed("chat-search-nothing", &[Light::day(600.0, 360.0)], nothing, &[]);
}

#[test]
fn photographs_of_words_that_are_selected() {
    // Over what Omid said, and back to front over what Lena did.
    let small = Light::day(560.0, 480.0);
    let touches = dragged(Point::new(300.0, 170.0), Point::new(60.0, 130.0));
    let said = || saying(conversation().drain(2..6).collect());
    photographed("selected", &[small, small.night()], said, &touches);
}

#[test]
fn photographs_of_a_conversation_at_double_size() {
    let wide = Light::day(1280.0, 800.0);
    let lights = [wide.doubled(), wide.night().persian().doubled()];
    photographed("conversation-alone", &lights, || saying(conversation()), &[]);
}
