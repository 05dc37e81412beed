//! The messages of a conversation as rows of a list: days, runs, bubbles, menus.

use iced::widget::{Column, button, column, container, row};
use iced::{Bottom, Center, Fill, Right, border, padding};

use super::super::super::icon::Icon;
use super::super::super::widget::button::Press;
use super::super::super::widget::context_menu::ContextMenu;
use super::super::super::widget::focus::Ring;
use super::super::super::widget::motion::{Kind, Since, coming};
use super::super::super::widget::reveal::{Reveal, Side};
use super::super::super::widget::virtual_list::VirtualList;
use super::super::super::widget::{button as buttons, hint, label, style};
use super::super::super::{Element, direction, font};
use super::bubble::{self, Place, Presses, RUN_GAP, Shared, TURN_GAP, same_run};
use super::{LIST, Message, State, keys, menu, secret};
use crate::app::theme::{self, Tokens};
use crate::model::{ChatKind, MessageId, Note};

const PRESSES: Presses<Message> = Presses {
    react: Message::ReactPressed,
    retry: Message::RetryPressed,
    quote: Message::QuotePressed,
    link: Message::LinkPressed,
    copied: None,
};
const SECRET_PRESSES: Presses<Message> = Presses { copied: Some(Message::Copied), ..PRESSES };

/// All of them.
pub(super) fn view<'a>(state: &'a State, s: Shared<'a>) -> Element<'a, Message> {
    let rows = state.history.messages();
    if rows.is_empty() {
        // Nobody can say hello there.
        if state.loaded && !state.takes_words() {
            return style::gap(Fill, Fill);
        }
        let says = match (state.loaded, state.chat.kind) {
            (false, _) => say!("loading"),
            (true, ChatKind::Saved) => say!("saved-empty"),
            (true, _) => say!("chat-empty"),
        };
        return container(bubble::pill(says.to_owned(), None, s.t)).center(Fill).into();
    }
    let keys = rows.iter().map(|message| message.message.0).collect();
    let (before, after) = state.history.around();
    let (number, go) = state.go;
    VirtualList::new(state.chat.chat.0, (keys, before, after), move |at| one(state, s, at), s.t)
        .id(LIST)
        .on_view(Message::Seen)
        .passing(|key| is_line(state, key))
        .on_key(|key, press| keys::at_message(MessageId(key), &press))
        .on_walk(|key| Message::Walked(key.map(MessageId)))
        .go(go.map(|go| (number, go)))
        .into()
}

/// One of them, with what stands above it.
fn one<'a>(state: &'a State, s: Shared<'a>, at: usize) -> Element<'a, Message> {
    let t = s.t;
    let rows = state.history.messages();
    let Some(message) = rows.get(at) else { return style::gap(1, 1) };
    let divided = |at: usize| {
        state.divider.is_some() && rows.get(at).map(|message| message.message) == state.divider
    };
    let before = at.checked_sub(1).and_then(|at| rows.get(at));
    let after = rows.get(at + 1);
    let first = divided(at) || before.is_none_or(|before| !same_run(before, message, s.calendar));
    let last = divided(at + 1) || after.is_none_or(|after| !same_run(message, after, s.calendar));
    let bubble = match message.note {
        Some(note) => line(note, secret::first_name(&state.chat), t),
        None => said(state, s, Place { message, first, last }),
    };
    let new_day = before.is_none_or(|before| !s.calendar.same_day(before.at, message.at));
    let day = new_day.then(|| {
        let press = Message::DayPressed(message.at);
        container(bubble::pill(s.calendar.day(message.at), Some(press), t))
            .padding(padding::bottom(TURN_GAP))
    });
    let news = divided(at).then(|| container(bubble::news(t)).padding([4, 0]));
    let news = news.map(|news| container(news).padding(padding::bottom(TURN_GAP)));
    let gap = match (before.is_some(), first) {
        (false, _) => 0.0,
        (true, true) => TURN_GAP,
        (true, false) => RUN_GAP,
    };
    container(Column::new().push(day).push(news).push(bubble))
        .padding(padding::top(gap))
        .width(Fill)
        .into()
}

/// A message, with its menu.
fn said<'a>(state: &'a State, s: Shared<'a>, place: Place<'a>) -> Element<'a, Message> {
    let t = s.t;
    let Place { message, last, .. } = place;
    let id = message.message;
    let open = state.menu == Some(id);
    let menu = open.then(|| menu::view(message, state.takes_words(), t));
    let came = state.came.filter(|(came, _)| *came == id).map(|(_, when)| when);
    // As the ground is where new messages are.
    let ground = (t.canvas_bottom, direction::corners(bubble::corners(message.mine, last)));
    let presses = if state.chat.kind == ChatKind::Secret { &SECRET_PRESSES } else { &PRESSES };
    let bubble = bubble::bubble(place, s, Some(presses));
    let bubble = ContextMenu::new(
        coming(bubble, Kind::Bubble, Since::Then(came), ground, t),
        menu,
        Message::MenuOpened(id),
        Message::MenuClosed,
    )
    .by_keys(state.menu_by_keys);
    let side = if message.mine { Side::Start } else { Side::End };
    let bubble = Reveal::new(bubble, more(id, t), side, open);
    bubble::place(bubble.into(), place, s, Some(presses))
}

/// Something that happened, which nobody said: it has no menu, and cannot be answered.
fn line<'a>(note: Note, name: &str, t: Tokens) -> Element<'a, Message> {
    let (icon, says) = secret::words::note(note, name);
    let words = label(says, theme::CAPTION, font::MEDIUM, t.accent);
    let pill = container(row![icon.view(14.0, t.accent), words].spacing(7).align_y(Center))
        .padding([5, 12])
        .style(move |_| style::rounded(t.accent_soft, 13));
    container(pill).center_x(Fill).padding([0, 24]).into()
}

/// Whether this row is a line, which the keyboard passes over.
fn is_line(state: &State, key: [u8; 32]) -> bool {
    state.history.get(MessageId(key)).is_some_and(|message| message.note.is_some())
}

/// Opens the menu of the message beside it.
fn more<'a>(id: MessageId, t: Tokens) -> Element<'a, Message> {
    button(container(Icon::More.view(18.0, t.ink_2)).center(28))
        .padding(0)
        .on_press(Message::MenuOpened(id))
        .style(move |_, status| button::Style {
            background: match status {
                button::Status::Hovered | button::Status::Pressed => Some(t.pressed.into()),
                button::Status::Active | button::Status::Disabled => None,
            },
            border: border::rounded(14),
            ..button::Style::default()
        })
        .into()
}

/// The way to the newest message, with the number of those that were not read.
pub(super) fn jump<'a>(unread: u32, t: Tokens) -> Element<'a, Message> {
    let badge = (unread > 0).then(|| buttons::badge(unread, t.accent_fill));
    let arrow = button(container(Icon::Down.view(20.0, t.ink_2)).center(40)).padding(0).style(
        move |_, status| button::Style {
            background: Some(match status {
                button::Status::Hovered | button::Status::Pressed => t.pressed.into(),
                button::Status::Active | button::Status::Disabled => t.raised.into(),
            }),
            border: border::rounded(20).width(1).color(t.line),
            ..button::Style::default()
        },
    );
    let arrow = Press::new(arrow, Some(Message::EndPressed), Ring::Around, 20.0, t);
    let arrow = hint::above(arrow, say!("to-end"), t);
    container(column![].push(badge).push(arrow).spacing(4).align_x(Center))
        .width(Fill)
        .height(Fill)
        .align_x(Right)
        .align_y(Bottom)
        .padding(16)
        .into()
}
