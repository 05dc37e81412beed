//! The window with secret chats, as somebody has seen it: see `crate::app::photographs`.

use super::super::tests::{answer, lena};
use super::super::*;
use super::*;
use crate::app::fixture::{
    self, chat_id, people, person, secret_chat, secret_conversation, secret_request, standing,
};
use crate::app::photographs::{Light, both, lights, photograph_made};
use crate::app::screen::conversation;
use crate::app::widget::virtual_list::View;
use crate::messenger::{Acquaintance, Event, Reply};
use crate::model::{
    ChatState, Message as Row, MessageState, SecretChat, SecretStage, Standing, Stretch, WhyOver,
};

fn photographed(name: &str, lights: &[Light], make: impl Fn() -> State) {
    photograph_made(name, lights, make, &[], |state, light| {
        view::view(state, light.tokens(), light.size)
    });
}

/// Lena's list with a secret chat in it, which is open.
fn open(chat: Chat, messages: Vec<Row>) -> State {
    let mut state = lena();
    state.look_at(fixture::NOW);
    let id = chat.chat;
    state.keep(chat);
    state.update(Message::ChatPressed(id));
    let bottom = messages.last().map(|message| message.message.0);
    let top = messages.first().map(|message| message.message.0);
    let stretch = Stretch { messages, ..Stretch::default() };
    answer(&mut state, Purpose::Page(id, conversation::Page::End), Reply::Stretch(stretch));
    let view = View { bottom, top, at_end: true, ..View::default() };
    state.update(Message::Conversation(conversation::Message::Seen(view)));
    state
}

fn talk() -> State {
    open(secret_chat(), secret_conversation())
}

fn with(change: impl Fn(&mut Chat, &mut SecretChat)) -> Chat {
    let (mut chat, mut secret) = (secret_chat(), standing(3600));
    change(&mut chat, &mut secret);
    chat.secret = Some(Box::new(secret));
    chat
}

fn told(state: &mut State, message: conversation::secret::Message) {
    state.update(Message::Conversation(conversation::Message::Secret(message)));
}

#[test]
fn photographs_of_a_secret_chat() {
    photographed("secret", &lights(), talk);
    let wide = Light::day(1280.0, 800.0);
    photographed("secret", &[wide.doubled(), wide.night().persian().doubled()], talk);
    let verified = || {
        let mut state =
            open(with(|_, secret| secret.device = Some(Standing::Compared)), secret_conversation());
        state.update(Message::Heard(vec![Event::Typing { chat: chat_id(30) }]));
        state
    };
    photographed("secret-verified", &[wide.night()], verified);
    let alone = Light::day(480.0, 640.0);
    photographed("secret-alone", &[alone, alone.night().persian()], talk);
}

#[test]
fn photographs_of_a_changed_key() {
    let changed = || {
        let chat = with(|chat, secret| {
            (chat.state, secret.held) = (ChatState::Changed, true);
        });
        let mut messages = secret_conversation();
        messages.truncate(4);
        for message in messages.iter_mut().filter(|m| m.mine && m.note.is_none()) {
            (message.state, message.expires_at) = (MessageState::Waiting, None);
        }
        open(chat, messages)
    };
    photographed("secret-changed", &lights(), changed);
    let wide = Light::day(1280.0, 800.0);
    photographed("secret-changed", &[wide.doubled()], changed);
    photographed("secret-changed-alone", &both(420.0, 720.0), changed);
    let behind = || {
        let mut state = changed();
        told(&mut state, conversation::secret::Message::BehindPressed);
        state
    };
    photographed("secret-behind", &both(1000.0, 560.0), behind);
    let asked = || {
        let mut state = changed();
        told(&mut state, conversation::secret::Message::LetInPressed);
        state
    };
    photographed("secret-let-in", &both(900.0, 640.0), asked);
}

#[test]
fn photographs_of_secret_chats_that_do_not_stand() {
    let small = both(960.0, 480.0);
    let own = || {
        let mut mine = fixture::message(1, None, "It is about the interview.");
        (mine.state, mine.chat) = (MessageState::Waiting, chat_id(30));
        vec![mine]
    };
    let offered = || {
        let chat = with(|chat, secret| {
            (chat.state, secret.stage) = (ChatState::Offered, SecretStage::Offered);
            (secret.device, secret.timer_secs) = (None, 0);
            secret.lapses_at = Some(fixture::NOW.plus(12 * 86_400_000));
        });
        open(chat, own())
    };
    photographed("secret-offered", &small, offered);
    photographed("secret-asked", &small, || {
        let chat = with(|chat, secret| {
            (chat.state, secret.stage) = (ChatState::Offered, SecretStage::Asked);
            (chat.last, secret.timer_secs) = (None, 0);
        });
        open(chat, Vec::new())
    });
    photographed("secret-over", &small, || {
        let chat = with(|chat, secret| {
            (chat.state, secret.stage) = (ChatState::Closed, SecretStage::Over);
            (secret.why, secret.lost) = (WhyOver::Copied, 2);
            chat.draft = "One more thing".into();
        });
        let mut messages = secret_conversation();
        messages.truncate(2);
        let why = WhyOver::Copied;
        let ended = crate::model::Note::Ended { why };
        let at = fixture::message(29, None, "");
        messages.push(Row { note: Some(ended), chat: chat_id(30), ..at });
        open(chat, messages)
    });
    photographed("secret-lines", &both(960.0, 640.0), || {
        let chat = with(|chat, secret| {
            chat.name = "Maximiliana-Alexandrina of the remarkably long name indeed".into();
            (secret.rival, secret.missing, secret.lost) = (true, 3, 1);
            secret.device = Some(Standing::Accepted);
        });
        open(chat, secret_conversation().split_off(3))
    });
}

#[test]
fn photographs_of_timers() {
    use conversation::secret::Message as Secret;
    use conversation::secret::timer::{OwnMessage, Whose};
    let day = Light::day(1100.0, 640.0);
    photographed("secret-timer", &[day, day.night().persian()], || {
        let mut state = talk();
        told(&mut state, Secret::TimerPressed(Whose::Chat));
        state
    });
    photographed("secret-timer-next", &[day.night()], || {
        let mut state = talk();
        told(&mut state, Secret::TimerChosen(Whose::Next, Some(30)));
        told(&mut state, Secret::TimerPressed(Whose::Next));
        state
    });
    photographed("secret-timer-own", &both(900.0, 560.0), || {
        let mut state = talk();
        told(&mut state, Secret::OwnTimerPressed(Whose::Chat));
        told(&mut state, Secret::OwnTimer(OwnMessage::Typed("0".into())));
        told(&mut state, Secret::OwnTimer(OwnMessage::SetPressed));
        state
    });
}

#[test]
fn photographs_of_beginning_and_ending_a_secret_chat() {
    use conversation::secret::Message as Secret;
    let small = both(900.0, 640.0);
    photographed("secret-menu", &small, || {
        let mut state = talk();
        told(&mut state, Secret::MenuPressed);
        state
    });
    photographed("secret-end", &small, || {
        let mut state = talk();
        told(&mut state, Secret::EndPressed);
        state
    });
    photographed("secret-again", &[Light::day(900.0, 640.0)], || {
        let mut state = talk();
        state.update(Message::SecretPressed(person(1)));
        state
    });
    photographed("secret-new", &small, || {
        let mut state = lena();
        state.update(Message::NewSecretPressed);
        answer(&mut state, Purpose::Known, Reply::Contacts(people()));
        state
    });
    photographed("secret-request", &small, || {
        let (mut state, request) = (lena(), secret_request());
        let id = request.chat;
        answer(&mut state, Purpose::Requests, Reply::Requests(vec![request]));
        state.update(Message::StrangersPressed);
        answer(&mut state, Purpose::Words(id), Reply::Messages(Vec::new()));
        state
    });
    photographed("secret-info", &both(1100.0, 640.0), || {
        let mut state = talk();
        state.update(Message::InfoToggled);
        let nadia = Acquaintance { contact: fixture::contact(1), link: fixture::me().link };
        answer(&mut state, Purpose::People(chat_id(30)), Reply::People(vec![nadia]));
        state
    });
}
