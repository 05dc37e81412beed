//! The window in its states, as somebody has seen it: see `crate::app::photographs`.

use super::tests::{answer, lena, read_and_seen, refuse};
use super::*;
use crate::app::fixture::{self, chat_id, chats, message, people, people_of, person, request};
use crate::app::photographs::{Light, both, lights, photograph_made};
use crate::app::testing::calendar;
use crate::messenger::{ContactAdded, Reply};
use crate::model::{ChatKind, RelayCondition};

fn photographed_in(name: &str, lights: &[Light], make: impl Fn() -> State) {
    photograph_made(name, lights, make, &[], |state, light| {
        view(state, light.tokens(), light.size)
    });
}

fn photographed(name: &str, make: impl Fn() -> State) {
    photographed_in(name, &lights(), make);
}

/// Lena reads what Omid wrote.
fn talk() -> State {
    let mut state = lena();
    let id = chats()[1].chat;
    state.update(Message::ChatPressed(id));
    read_and_seen(&mut state, id);
    state
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
        let mut gone = fixture::relay(0, RelayCondition::Unreachable, "Nobody answers there.");
        gone.next_try = Some(fixture::NOW.plus(40_000));
        answer(&mut state, Purpose::Relays, Reply::Relays(vec![gone]));
        state
    });
}

#[test]
fn photographs_of_a_conversation() {
    photographed("conversation", talk);
    photographed("conversation-refused", || {
        let mut state = talk();
        let id = chats()[1].chat;
        let sent = Purpose::Send { chat: id, text: "A text that is too long".into() };
        refuse(&mut state, sent, "The text is too long for their relays.");
        state
    });
    let wide = Light::day(1280.0, 800.0);
    let doubled = [wide.doubled(), wide.night().persian().doubled()];
    photographed_in("list", &doubled, lena);
}

#[test]
fn photographs_of_strangers() {
    let strangers = || {
        let mut state = lena();
        state.update(Message::StrangersPressed);
        state
    };
    photographed("request", || {
        let mut state = strangers();
        state.update(Message::RequestPressed(chat_id(40)));
        let id = request(0).chat;
        state.update(Message::RequestPressed(id));
        answer(&mut state, Purpose::Words(id), Reply::Messages(Vec::new()));
        state
    });
    photographed_in("request-none", &both(800.0, 480.0), || {
        let mut state = strangers();
        answer(&mut state, Purpose::Requests, Reply::Requests(Vec::new()));
        state
    });
    let long = || {
        let mut stranger = request(0);
        stranger.name = "The one who printed the spring issue and folded all of it alone".into();
        let mut state = strangers();
        let (id, who) = (stranger.chat, stranger.id);
        answer(&mut state, Purpose::Requests, Reply::Requests(vec![stranger, request(1)]));
        state.update(Message::RequestPressed(id));
        let mut words = vec![
            message(0, Some(0), &request(0).text),
            message(1, Some(0), "The plan is here: https://springissue.example/fold"),
            message(2, Some(0), &"Anunbrokenwordofmanyletters".repeat(8)),
        ];
        for word in &mut words {
            word.from = who;
        }
        answer(&mut state, Purpose::Words(id), Reply::Messages(words));
        refuse(&mut state, Purpose::Accept(who), "The disk is full.");
        state
    };
    photographed_in("request-long", &both(900.0, 720.0), long);
    let invited = || {
        let (mut state, room) = (strangers(), fixture::invitation());
        let id = room.chat;
        answer(&mut state, Purpose::Requests, Reply::Requests(vec![room, request(0), request(1)]));
        state.update(Message::RequestPressed(id));
        state
    };
    photographed("request-room", invited);
}

#[test]
fn photographs_of_menus_and_questions() {
    let small = both(720.0, 520.0);
    photographed_in("menu", &small, || {
        let mut state = lena();
        state.update(Message::MainMenuPressed);
        state
    });
    photographed_in("menu-chat", &small, || {
        let mut state = lena();
        state.update(Message::RowMenuPressed(chat_id(2)));
        state
    });
    photographed_in("chat-delete", &both(640.0, 420.0), || {
        let mut state = talk();
        let (chat, kind) = (chat_id(0), ChatKind::Ordinary);
        state.update(Message::Asked(Question::Delete { chat, kind, name: "Omid Karimi".into() }));
        state
    });
    photographed_in("block", &both(640.0, 420.0), || {
        let mut state = talk();
        let name = "A person with a remarkably long name indeed".into();
        state.update(Message::Asked(Question::Block { who: person(7), name }));
        state
    });
    photographed_in("blocked", &both(900.0, 480.0), || {
        let mut state = talk();
        let mut contact = fixture::contact(0);
        contact.blocked = true;
        let added = ContactAdded { contact, chat: chat_id(0) };
        answer(&mut state, Purpose::Blocked(person(0)), Reply::Contact(added));
        state
    });
}

#[test]
fn photographs_of_a_search() {
    let looking = |words: &'static str| {
        move || {
            let mut state = talk();
            answer(&mut state, Purpose::Known, Reply::Contacts(people()));
            state.update(Message::SearchPressed);
            let asks = state.update(Message::Search(search::Message::Typed(words.into())));
            for ask in asks {
                let Action::Errand(Errand::After(_, due)) = ask else { continue };
                for asked in state.update(*due) {
                    let Action::Ask(purpose, Command::Search { text, limit, .. }) = asked else {
                        continue;
                    };
                    let found = fixture::search_all(&text, limit);
                    answer(&mut state, purpose, Reply::Messages(found));
                }
            }
            state
        }
    };
    // People, a chat, and messages.
    photographed_in("search", &both(900.0, 720.0), looking("o"));
    photographed_in("search-messages", &both(900.0, 520.0), looking("ferry"));
    photographed_in("search-nothing", &both(720.0, 420.0), looking("zeppelin"));
    let secret = looking("nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5");
    photographed_in("search-secret", &[Light::day(720.0, 420.0)], secret);
}

#[test]
fn photographs_of_dialogs() {
    photographed("new-chat", || {
        let mut state = lena();
        state.update(Message::NewChatPressed);
        state
    });
    photographed_in("new-chat-wrong", &both(720.0, 620.0), || {
        let mut state = lena();
        state.update(Message::NewChatPressed);
        answer(&mut state, Purpose::Known, Reply::Contacts(people()));
        state.update(Message::NewChat(new_chat::Message::LinkTyped("hello".into())));
        state.update(Message::NewChat(new_chat::Message::AddPressed));
        refuse(&mut state, Purpose::Add, "This is not a link to a person.");
        state
    });
    let room = || {
        let mut state = lena();
        state.update(Message::NewRoomPressed);
        state
    };
    photographed_in("new-room", &both(720.0, 620.0), || {
        let mut state = room();
        answer(&mut state, Purpose::Contacts, Reply::Contacts(people()));
        state.update(Message::NewRoom(new_room::Message::NameTyped("Night Owls".into())));
        for number in [1, 3, 5] {
            state.update(Message::NewRoom(new_room::Message::PersonPressed(person(number))));
        }
        state
    });
    photographed_in("new-room-nobody", &[Light::day(640.0, 520.0)], || {
        let mut state = room();
        answer(&mut state, Purpose::Contacts, Reply::Contacts(Vec::new()));
        state
    });
    photographed_in("my-link", &both(720.0, 640.0), || {
        let mut state = lena();
        state.update(Message::MyLinkPressed);
        state
    });
    photographed_in("relays", &both(720.0, 520.0), || {
        let mut state = lena();
        let away = |number, condition, reason, seconds: i64| {
            let mut relay = fixture::relay(number, condition, reason);
            relay.next_try = Some(fixture::NOW.plus(seconds * 1000));
            relay
        };
        let relays = vec![
            away(0, RelayCondition::Unreachable, "No answer.", 40),
            away(1, RelayCondition::Refused, "It wants to be paid.", 200),
            fixture::relay(2, RelayCondition::Connected, ""),
        ];
        answer(&mut state, Purpose::Relays, Reply::Relays(relays));
        state.update(Message::RelaysPressed);
        state
    });
}

#[test]
fn photographs_of_comparing() {
    use super::super::verify::{Want, tests as compared};
    use crate::messenger::Event;
    use crate::model::{SpokenWords, Standing};
    photographed("verify-home", || {
        let mut state = talk();
        let words = ["harbour", "lantern", "thimble", "frost"].map(str::to_owned);
        let words = SpokenWords::Words(words);
        let row = compared::chat(Some(Standing::NotCompared), words);
        let row = crate::model::Chat { chat: chat_id(77), ..row };
        state.update(Message::Heard(vec![Event::Chat(Box::new(row))]));
        state.compare(chat_id(77));
        let purpose = Purpose::Verify(chat_id(77), Want::Number);
        answer(&mut state, purpose, Reply::SafetyNumber(compared::number(false)));
        state
    });
}

#[test]
fn photographs_of_the_panel() {
    let about = |number: u8| {
        move || {
            let mut state = lena();
            state.update(Message::ChatPressed(chat_id(number)));
            answer(&mut state, Purpose::Known, Reply::Contacts(people()));
            state.update(Message::InfoToggled);
            let people = people_of(&chat_id(number).to_string());
            answer(&mut state, Purpose::People(chat_id(number)), Reply::People(people));
            state
        }
    };
    photographed_in("info", &both(1100.0, 640.0), about(2));
    photographed_in("info-room", &both(1100.0, 800.0), about(91));
    // Instead of the conversation where there is no room for both, and in one pane.
    photographed_in("info", &[Light::day(800.0, 560.0), Light::day(480.0, 560.0)], about(2));
    photographed_in("info-member", &[Light::day(480.0, 640.0)], || {
        let mut state = about(91)();
        state.update(Message::Info(info::Message::PersonPressed(person(2))));
        state.update(Message::Info(info::Message::RenamePressed));
        state
    });
    photographed_in("info-code", &[Light::day(480.0, 720.0).night()], || {
        let mut state = about(2)();
        state.update(Message::Info(info::Message::CodePressed));
        state
    });
    photographed_in("info-loading", &[Light::day(480.0, 360.0)], || {
        let mut state = lena();
        state.update(Message::ChatPressed(chat_id(2)));
        state.update(Message::InfoToggled);
        state
    });
}
