//! Somebody unknown who wrote, or invites to a room: what they say as plain text, and what to do
//! about it.
//!
//! Nothing is fetched and nothing is told to them before they are let in.

use iced::widget::{Column, column, container, row, scrollable};
use iced::{Center, Fill, padding};

use super::super::calendar::Calendar;
use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::widget::button::{self as buttons, Weight};
use super::super::widget::canvas::canvas;
use super::super::widget::centred::Centred;
use super::super::widget::line::Line;
use super::super::widget::{avatar, body, caption, label, style};
use super::super::{Element, font};
use super::conversation::bubble::{self, Place, RUN_GAP, Shared, TURN_GAP, same_run};
use crate::model::{Message as Row, Request, npub};

/// Messages of a stranger that are shown.
pub(crate) const SHOWN: u32 = 50;

/// What the screen knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) request: Request,
    messages: Vec<Row>,
    busy: bool,
    wrong: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    /// Let in.
    AcceptPressed,
    /// Kept out for good.
    BlockPressed,
    /// Thrown away.
    DeletePressed,
    /// Left for the list (one pane).
    Left,
}

/// What the parent is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Lets them in.
    Accept,
    /// Asks whether to keep them out.
    Block,
    /// Throws the request away.
    Delete,
    /// Leaves it as it is.
    Leave,
}

impl State {
    /// A request that is being looked at.
    pub(crate) fn open(request: Request) -> Self {
        Self { request, messages: Vec::new(), busy: false, wrong: None }
    }

    /// They offer a secret chat, and have written nothing.
    pub(crate) fn is_secret(&self) -> bool {
        offers_secret(&self.request)
    }

    /// What they wrote.
    pub(crate) fn messages_read(&mut self, messages: Vec<Row>) {
        self.messages = messages;
    }

    /// It could not be done.
    pub(crate) fn refused(&mut self, error: &crate::messenger::Error) {
        self.busy = false;
        self.wrong = Some(error.sentence.clone());
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        let action = match message {
            Message::Left => return Action::Leave,
            _ if self.busy => return Action::None,
            Message::AcceptPressed => Action::Accept,
            // Asked about first: nothing is under way yet.
            Message::BlockPressed => return Action::Block,
            Message::DeletePressed => Action::Delete,
        };
        self.begin();
        action
    }

    /// What was decided is under way.
    pub(crate) fn begin(&mut self) {
        self.busy = true;
        self.wrong = None;
    }
}

/// Whether a stranger offers a secret chat. In that nothing can be written before it is accepted,
/// and in every other request something was.
pub(crate) fn offers_secret(request: &Request) -> bool {
    request.messages == 0 && request.room.is_none()
}

/// What a request says, for its row.
pub(crate) fn says(request: &Request) -> &str {
    if offers_secret(request) { say!("secret-request") } else { &request.text }
}

fn card<'a>(request: &'a Request, calendar: &Calendar, t: Tokens) -> Element<'a, Message> {
    let fact = |icon: Icon, words: String| {
        row![icon.view(18.0, t.ink_2), label(words, theme::SMALL, font::TEXT, t.ink_2)]
            .spacing(10)
            .align_y(Center)
    };
    let people = request
        .room
        .as_ref()
        .map(|room| fact(Icon::Users, say!("room-with-you", count = room.people)));
    let secret =
        offers_secret(request).then(|| fact(Icon::Lock, say!("secret-device-fact").to_owned()));
    let facts = Column::new().push(people).push(secret).spacing(11);
    let (day, time) = (calendar.day(request.at), calendar.time(request.at));
    let since = match offers_secret(request) {
        true => say!("secret-offered", day = day, time = time),
        false => say!("first-wrote", day = day, time = time),
    };
    let key = npub(&request.id);
    let key =
        format!("{}…{}", key.get(..16).unwrap_or(&key), key.get(key.len() - 8..).unwrap_or(""));
    let (wants, proves) = match &request.room {
        Some(_) => (say!("invites-to-room"), say!("room-proves-nothing")),
        None if offers_secret(request) => (say!("wants-secret"), say!("name-proves-nothing")),
        None => (say!("wants-to-write"), say!("name-proves-nothing")),
    };
    let strong = |words| Line::new(words, t.ink_1).kind(theme::TITLE).strong();
    let room = request.room.as_ref();
    let content = column![
        avatar::request(request, 76.0),
        style::gap(1, 14),
        // However long the names are, what they want is said below or between them.
        column![
            strong(&request.name),
            Centred::new(wants, theme::TITLE, t.ink_1).font(font::STRONG)
        ]
        .push(room.map(|room| strong(&room.name)))
        .align_x(Center),
        style::gap(1, 1),
        Centred::new(proves, theme::BODY, t.ink_2),
        style::gap(1, 20),
        style::divider(t.line),
        style::gap(1, 17),
        container(facts.push(fact(Icon::Key, key)).push(fact(Icon::Inbox, since))).width(Fill),
    ]
    .align_x(Center);
    let card = container(content)
        .padding(padding::all(29).bottom(24))
        .max_width(480)
        .style(move |_| style::card(t));
    container(card).center_x(Fill).padding(padding::all(24).top(36)).into()
}

fn words<'a>(state: &'a State, s: Shared<'a>) -> Element<'a, Message> {
    if state.messages.is_empty() && state.is_secret() {
        return Column::new().into();
    }
    if state.messages.is_empty() {
        // Before the page is read, or where it cannot be: the first message came with the request.
        let t = s.t;
        let bubble = container(body(state.request.text.as_str(), t.ink_1))
            .padding([8, 13])
            .max_width(460)
            .style(move |_| style::card(t));
        return container(bubble).padding([0, 24]).into();
    }
    let mut list = Column::new();
    for (at, message) in state.messages.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| state.messages.get(at));
        let after = state.messages.get(at + 1);
        let first = before.is_none_or(|before| !same_run(before, message, s.calendar));
        let last = after.is_none_or(|after| !same_run(message, after, s.calendar));
        let place = Place { message, first, last };
        if before.is_none_or(|before| !s.calendar.same_day(before.at, message.at)) {
            list = list.push(
                container(bubble::pill(s.calendar.day(message.at), None, s.t))
                    .padding(padding::vertical(TURN_GAP)),
            );
        }
        let bubble = bubble::place(bubble::bubble(place, s, None), place, s, None);
        list =
            list.push(container(bubble).padding(padding::top(if first { 0.0 } else { RUN_GAP })));
    }
    list.into()
}

/// The whole pane.
pub(crate) fn view<'a>(
    state: &'a State,
    calendar: &'a Calendar,
    t: Tokens,
    pane: f32,
    alone: bool,
) -> Element<'a, Message> {
    let request = &state.request;
    let t = if state.is_secret() { t.secret() } else { t };
    let back = alone.then(|| buttons::icon(Icon::back(), say!("back"), t.ink_2, t, Message::Left));
    let (under, note) = match &request.room {
        Some(_) => (say!("not-in-room"), say!("room-request-note")),
        None if state.is_secret() => (say!("secret-request"), say!("secret-request-note")),
        None => (say!("not-a-contact"), say!("request-note")),
    };
    let header = container(
        row![]
            .push(back)
            .push(avatar::request(request, 36.0))
            .push(column![
                Line::new(request.title(), t.ink_1).kind(theme::HEADER).strong().fill(),
                caption(under, t.ink_2),
            ])
            .spacing(12)
            .align_y(Center),
    )
    .padding([0, 16])
    // With the line below.
    .center_y(theme::TOP_BAR - 1.0)
    .width(Fill)
    .style(move |_| style::ground(t.surface));
    let room = request.room.is_some();
    // Nothing of theirs runs out before they are let in.
    let now = request.at;
    let shared = Shared { t, calendar, me: None, room, people: &[], pane, now };
    let content = scrollable(
        column![card(request, calendar, t), words(state, shared)].padding(padding::bottom(24)),
    )
    .direction(style::thin())
    .style(move |_, status| style::scroll(t, status))
    .width(Fill)
    .height(Fill);
    let press = |message| (!state.busy).then_some(message);
    let buttons = row![
        buttons::text(say!("delete"), Weight::Ghost, t, press(Message::DeletePressed)),
        buttons::with_icon(
            Icon::Ban,
            say!("block"),
            Weight::DangerOutline,
            t,
            press(Message::BlockPressed)
        ),
        buttons::with_icon(
            Icon::Check,
            say!("accept"),
            Weight::Primary,
            t,
            press(Message::AcceptPressed)
        ),
    ]
    .spacing(10);
    let says = match &state.wrong {
        Some(wrong) => label(wrong.as_str(), theme::SMALL, font::TEXT, t.danger),
        None => label(note, theme::SMALL, font::TEXT, t.ink_2),
    };
    let foot: Element<'_, Message> = if pane < 720.0 {
        column![says, container(buttons).align_right(Fill)].spacing(10).into()
    } else {
        row![says.width(Fill), buttons].spacing(16).align_y(Center).into()
    };
    column![
        header,
        style::divider(t.line),
        canvas(container(content).height(Fill).width(Fill), t),
        style::divider(t.line),
        container(foot).padding([16, 24]).width(Fill).style(move |_| style::ground(t.surface)),
    ]
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::app::testing::{calendar, clicked, simulate, tokens};

    #[test]
    fn a_stranger_is_shown_with_their_words_before_anything_is_read() {
        let state = State::open(fixture::request(0));
        let calendar = calendar();
        let mut ui = simulate(view(&state, &calendar, tokens(), 900.0, false));
        assert!(ui.find(fixture::request(0).text.as_str()).is_ok());
        assert!(ui.find(say!("name-proves-nothing")).is_ok());
    }

    #[test]
    fn a_long_name_hides_nothing_of_what_they_want() {
        let mut request = fixture::request(0);
        request.name = "W".repeat(64);
        let state = State::open(request);
        let calendar = calendar();
        let mut ui = simulate(view(&state, &calendar, tokens(), 900.0, false));
        let place = ui.find(say!("wants-to-write")).unwrap().bounds();
        assert!(place.width > 100.0 && place.x >= 0.0 && place.x + place.width <= 900.0);
    }

    #[test]
    fn an_invitation_says_who_to_which_room_and_how_many_are_there() {
        let state = State::open(fixture::invitation());
        let calendar = calendar();
        let mut ui = simulate(view(&state, &calendar, tokens(), 900.0, false));
        for says in [say!("invites-to-room"), &say!("room-with-you", count = 6)] {
            assert!(ui.find(says).is_ok(), "{says}");
        }
        assert!(ui.find(say!("wants-to-write")).is_err());
        drop(ui);
        let view = view(&state, &calendar, tokens(), 900.0, false);
        assert_eq!(clicked(view, say!("accept")), [Message::AcceptPressed]);
    }

    #[test]
    fn each_button_says_what_was_pressed() {
        let state = State::open(fixture::request(0));
        let calendar = calendar();
        for (words, message) in [
            (say!("accept"), Message::AcceptPressed),
            (say!("block"), Message::BlockPressed),
            (say!("delete"), Message::DeletePressed),
        ] {
            let view = view(&state, &calendar, tokens(), 900.0, false);
            assert_eq!(clicked(view, words), [message]);
        }
    }

    #[test]
    fn one_decision_at_a_time() {
        let mut state = State::open(fixture::request(0));
        assert_eq!(state.update(Message::AcceptPressed), Action::Accept);
        assert_eq!(state.update(Message::BlockPressed), Action::None);
        state.refused(&crate::messenger::Error::input("The disk is full."));
        assert_eq!(state.update(Message::BlockPressed), Action::Block);
        // A question only: whoever thinks better of it can still let them in.
        assert_eq!(state.update(Message::AcceptPressed), Action::Accept);
    }
}
