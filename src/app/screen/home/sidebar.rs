//! The left pane: chats, strangers or what was found, and how the relays do.

use iced::widget::{Column, column, container, keyed_column, row, scrollable};
use iced::{Center, Color, Fill, Rectangle, Size, padding};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::centred::Centred;
use super::super::super::widget::context_menu::ContextMenu;
use super::super::super::widget::line::Line;
use super::super::super::widget::rows::{Stand, span, walked};
use super::super::super::widget::tick::{Inks, tick};
use super::super::super::widget::{avatar, button as buttons, caption, label, style};
use super::super::super::{Element, direction, font};
use super::super::conversation::secret::Condition;
use super::super::request;
use super::walk::{LIST, Mode, STRANGERS_TOP, TOP};
use super::{Menu, Message, Pane, State, menu, search, status};
use crate::model::{Chat, ChatId, ChatKind, Preview, Request, Standing, WhyOver};

/// Between the rows and the pane's edges.
const INSET: f32 = 8.0;

/// The whole left pane, of this size at most.
pub(super) fn view(state: &State, t: Tokens, room: Size) -> Element<'_, Message> {
    let height = room.height;
    let (top, list) = match state.mode() {
        Mode::Search => (top(state, t), found(state, height, t)),
        Mode::Strangers => (strangers_top(state, t), strangers(state, height, t)),
        Mode::Chats => (top(state, t), chats(state, room, t)),
    };
    let at = Rectangle {
        x: INSET,
        y: state.row_top(state.row_at()),
        width: 0.0,
        height: if state.row_count() == 0 { 0.0 } else { theme::ROW },
    };
    let list = container(list).padding(padding::horizontal(INSET)).width(Fill);
    let list = scrollable(walked(list, LIST, at, t, Message::StepPressed))
        .id(LIST)
        .on_scroll(|viewport| Message::Scrolled(Stand::of(viewport)))
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .width(Fill)
        .height(Fill);
    container(column![top, list, style::divider(t.line), status::line(&state.relays, t)])
        .height(Fill)
        .style(move |_| style::ground(t.sidebar))
        .into()
}

fn bar<'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content).padding([0, 10]).center_y(theme::TOP_BAR).width(Fill).into()
}

fn top(state: &State, t: Tokens) -> Element<'_, Message> {
    let open = state.menu == Some(Menu::Main);
    let lines = buttons::icon(Icon::Menu, say!("menu"), t.ink_2, t, Message::MainMenuPressed);
    let lines = ContextMenu::below(lines, open.then(|| menu::main(state, t)), Message::MenuClosed);
    let field = search::field(&state.search, t).map(Message::Search);
    let pen = buttons::icon(Icon::Compose, say!("new-chat"), t.accent, t, Message::NewChatPressed);
    bar(row![lines, field, pen].spacing(6).align_y(Center))
}

fn found(state: &State, height: f32, t: Tokens) -> Element<'_, Message> {
    let known = state.known();
    search::view(&state.search, &known, &state.calendar, state.stand(), height, t)
        .map(Message::Search)
}

// A keyed column takes over the state of whatever keyed column stood in its place, if their keys are
// of one type, and never looks whether the rows are of one sort. So each list has keys of its own.

/// A row of the chats.
#[derive(Clone, Copy, PartialEq)]
enum ChatRow {
    Requests,
    Chat(ChatId),
}

/// A row of the strangers.
#[derive(Clone, Copy, PartialEq)]
struct StrangerRow(ChatId);

fn chats(state: &State, room: Size, t: Tokens) -> Element<'_, Message> {
    let entries = state.entries();
    let count = state.row_count();
    let span = span(count, theme::ROW, state.stand().offset - TOP, room.height);
    let rows = span.rows.clone().map(|at| {
        let chat = at.checked_sub(entries).and_then(|at| state.chats.get(at));
        match chat {
            Some(chat) => (ChatRow::Chat(chat.chat), chat_row(state, chat, room.width, t)),
            None => (ChatRow::Requests, entry(state.requests.len(), t)),
        }
    });
    let nobody = (state.loaded && state.is_new()).then(|| {
        container(
            column![
                label(say!("no-chats"), theme::BODY, font::STRONG, t.ink_1),
                Centred::new(say!("no-chats-hint"), theme::CAPTION, t.ink_2),
            ]
            .spacing(4)
            .align_x(Center),
        )
        .center_x(Fill)
        .padding([28, 16])
    });
    column![style::gap(1, TOP + span.above), keyed_column(rows), style::gap(1, span.below + TOP)]
        .push(nobody)
        .into()
}

fn chat_row<'a>(state: &'a State, chat: &'a Chat, width: f32, t: Tokens) -> Element<'a, Message> {
    let id = chat.chat;
    let selected = state.open_chat() == Some(id);
    let (t, ground) = colours(chat, selected, t);
    let line = row_of(state, chat, (width, ground), t);
    let line = buttons::quiet_row(line, selected, t, Message::ChatPressed(id)).width(Fill);
    let open = (state.menu == Some(Menu::Row(id))).then(|| menu::of_row(state, chat, t));
    ContextMenu::new(line, open, Message::RowMenuPressed(id), Message::MenuClosed)
        .by_keys(state.menu_by_keys)
        .into()
}

/// Those of a row, and its ground. A secret chat is green here too, but for what the list shares.
fn colours(chat: &Chat, selected: bool, t: Tokens) -> (Tokens, Color) {
    let t = match chat.kind {
        ChatKind::Secret => {
            let secret = t.secret();
            let changed = Condition::of(chat) == Condition::Changed;
            Tokens {
                accent: secret.accent,
                accent_fill: secret.accent_fill,
                accent_soft: if changed { t.danger_soft } else { secret.accent_soft },
                ..t
            }
        }
        ChatKind::Ordinary | ChatKind::Room | ChatKind::Saved => t,
    };
    (t, if selected { t.accent_soft } else { t.sidebar })
}

/// What a row of a secret chat says in the place of its newest message.
fn condition(state: &State, chat: &Chat) -> Option<&'static str> {
    if chat.kind != ChatKind::Secret {
        return None;
    }
    match Condition::of(chat) {
        Condition::Offered => Some(say!("row-offered")),
        Condition::Asked => Some(say!("row-asked")),
        Condition::Waiting => Some(say!("row-waiting")),
        Condition::Changed => Some(say!("row-changed")),
        Condition::Over => Some(match chat.secret.as_ref().map(|secret| secret.why) {
            Some(WhyOver::Differs) => say!("row-differs"),
            _ => say!("chat-closed"),
        }),
        Condition::Open if state.types(chat.chat) => Some(say!("typing")),
        Condition::Open => None,
    }
}

/// What stands before the name of a secret chat: verified ones can be told from others of a name.
fn mark(chat: &Chat) -> Icon {
    match chat.secret.as_ref().and_then(|secret| secret.device) {
        Some(Standing::Compared) => Icon::ShieldCheck,
        Some(Standing::Differs) => Icon::ShieldAlert,
        Some(Standing::NotCompared | Standing::Accepted) | None => Icon::Lock,
    }
}

/// Avatar, two lines beside it: 64 px.
pub(super) fn shape<'a, M: 'a>(
    avatar: Element<'a, M>,
    upper: impl Into<Element<'a, M>>,
    lower: impl Into<Element<'a, M>>,
) -> Element<'a, M> {
    let lines = column![upper.into(), container(lower).height(20)].spacing(1).width(Fill);
    row![avatar, lines].spacing(12).padding([0, 10]).align_y(Center).height(theme::ROW).into()
}

fn row_of<'a>(
    state: &'a State,
    chat: &'a Chat,
    (width, ground): (f32, Color),
    t: Tokens,
) -> Element<'a, Message> {
    let secret = chat.kind == ChatKind::Secret;
    let changed = secret && Condition::of(chat) == Condition::Changed;
    let last = chat.last.as_ref();
    let time = last.map(|last| state.calendar.row(last.at)).unwrap_or_default();
    // A draft of the open chat stands in its composer.
    let open = matches!(&state.pane, Pane::Chat(open) if open.chat.chat == chat.chat);
    let draft = !chat.draft.is_empty() && !open && !changed;
    let says = condition(state, chat).filter(|_| !draft);
    let own = |last: &&Preview| last.mine && !draft && says.is_none();
    let ticks = last.filter(own).filter(|_| chat.kind != ChatKind::Saved);
    let ticks = ticks.and_then(|last| tick(last.state, Inks::row(t)));
    // The mark stands beside the name, and the name gives way.
    let lock = secret.then(|| mark(chat).view(14.0, t.accent));
    let name = Line::new(&chat.name, if secret { t.accent } else { t.ink_1 }).strong();
    let name: Element<'_, Message> = if chat.muted {
        let room = name_room(width, &time, ticks.is_some()) - if secret { 20.0 } else { 0.0 };
        row![container(name).max_width(room), Icon::BellOff.view(14.0, t.ink_3)]
            .spacing(6)
            .align_y(Center)
            .width(Fill)
            .into()
    } else {
        name.fill().into()
    };
    let upper = row![]
        .push(lock)
        .push(name)
        .push(ticks)
        .push(caption(time, t.ink_3))
        .spacing(5)
        .align_y(Center);
    let small = |words: &str, ink| Line::new(words, ink).kind(theme::SMALL);
    let lower = if let Some(says) = says {
        let ink = match Condition::of(chat) {
            Condition::Changed => t.danger,
            Condition::Open | Condition::Asked => t.accent,
            Condition::Offered | Condition::Waiting | Condition::Over => t.ink_2,
        };
        row![small(says, ink).fill()]
    } else if draft {
        row![small(say!("draft"), t.danger), small(&chat.draft, t.ink_2).fill()]
    } else {
        match last {
            None => {
                let says = match chat.kind {
                    ChatKind::Saved => say!("saved-row"),
                    ChatKind::Secret => say!("secret-row"),
                    ChatKind::Ordinary | ChatKind::Room => say!("empty-row"),
                };
                row![small(says, t.ink_3).fill()]
            }
            Some(last) => {
                let says = if last.text.is_empty() { say!("deleted") } else { &last.text };
                let by = match (chat.kind, last.mine) {
                    (ChatKind::Saved, _) => None,
                    (_, true) => Some(direction::lead(say!("you"))),
                    (ChatKind::Room, false) => {
                        Some(direction::lead(last.from.split_whitespace().next().unwrap_or("?")))
                    }
                    (_, false) => None,
                };
                row![].push(by.map(|by| small(&by, t.ink_1))).push(small(says, t.ink_2).fill())
            }
        }
    };
    let fill = if chat.muted { t.badge_muted } else { t.accent_fill };
    let badge = match (chat.unread, chat.marked) {
        (0, false) => None,
        (0, true) => Some(buttons::dot(fill)),
        (count, _) => Some(buttons::badge(count, fill)),
    };
    let pin = (badge.is_none() && chat.pinned).then(|| Icon::Pin.view(14.0, t.ink_3));
    let alert = changed.then(|| Icon::Alert.view(16.0, t.danger));
    let lower = lower.push(alert).push(badge).push(pin).spacing(4).align_y(Center);
    let face = match secret {
        true => avatar::locked(chat, 44.0, ground, t),
        false => avatar::chat(chat, 44.0),
    };
    shape(face, upper, lower)
}

/// Room for a name beside the mark of a muted chat: what avatar, mark, ticks and time leave.
fn name_room(width: f32, time: &str, ticks: bool) -> f32 {
    let time = time.chars().count() as f32 * 7.2;
    (width - 128.0 - time - if ticks { 22.0 } else { 0.0 }).max(40.0)
}

fn entry<'a>(count: usize, t: Tokens) -> Element<'a, Message> {
    let disc = container(Icon::Inbox.view(22.0, t.accent))
        .center(44)
        .style(move |_| style::rounded(t.accent_soft, 22));
    let shown = u32::try_from(count).unwrap_or(u32::MAX);
    let upper = Line::new(say!("requests"), t.ink_1).strong().fill();
    let lower = row![
        Line::new(&say!("strangers", count = count), t.ink_2).kind(theme::SMALL).fill(),
        buttons::badge(shown, t.accent_fill),
    ]
    .spacing(4);
    let line = shape(disc.into(), upper, lower);
    let line = buttons::quiet_row(line, false, t, Message::StrangersPressed).width(Fill);
    // A keyed column hands the state of one row to another: they must be of one sort.
    ContextMenu::below(line, None, Message::MenuClosed).into()
}

fn strangers_top(state: &State, t: Tokens) -> Element<'_, Message> {
    let count = u32::try_from(state.requests.len()).unwrap_or(u32::MAX);
    let badge = (count > 0).then(|| buttons::badge(count, t.accent_fill));
    let title = label(say!("requests"), theme::HEADING, font::STRONG, t.ink_1);
    bar(row![buttons::icon(Icon::back(), say!("back"), t.ink_2, t, Message::ChatsPressed), title]
        .push(badge)
        .spacing(12)
        .align_y(Center))
}

fn strangers(state: &State, height: f32, t: Tokens) -> Element<'_, Message> {
    let open = match &state.pane {
        Pane::Request(open) => Some(open.request.chat),
        Pane::Nothing | Pane::Chat(_) => None,
    };
    let count = state.requests.len();
    if count == 0 {
        let owl = super::super::super::icon::mark(72.0, t);
        let words = label(say!("no-requests"), theme::SMALL, font::TEXT, t.ink_2);
        return container(column![owl, words].spacing(12).align_x(Center))
            .center_x(Fill)
            .padding([64, 16])
            .into();
    }
    let span = span(count, theme::ROW, state.stand().offset - STRANGERS_TOP, height);
    let rows = span.rows.clone().filter_map(|at| state.requests.get(at)).map(|request| {
        (StrangerRow(request.chat), stranger(state, request, open == Some(request.chat), t))
    });
    let says = container(caption(say!("requests-hint"), t.ink_2)).padding([6, 10]);
    let says = container(says).height(STRANGERS_TOP);
    let rows = Column::new().push(says).push(style::gap(1, span.above)).push(keyed_column(rows));
    rows.push(style::gap(1, span.below + TOP)).into()
}

fn stranger<'a>(
    state: &State,
    request: &'a Request,
    open: bool,
    t: Tokens,
) -> Element<'a, Message> {
    let upper = row![
        Line::new(request.title(), t.ink_1).strong().fill(),
        caption(state.calendar.row(request.at), t.ink_3),
    ]
    .spacing(5)
    .align_y(Center);
    let more = (request.messages > 1).then(|| buttons::badge(request.messages, t.badge_muted));
    let small = |words: &str, ink| Line::new(words, ink).kind(theme::SMALL);
    let by = request.room.as_ref().map(|_| {
        small(&direction::lead(request.name.split_whitespace().next().unwrap_or("?")), t.ink_1)
    });
    let lower =
        row![].push(by).push(small(request::says(request), t.ink_2).fill()).push(more).spacing(4);
    let line = shape(avatar::request(request, 44.0), upper, lower);
    buttons::quiet_row(line, open, t, Message::RequestPressed(request.chat)).width(Fill).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::app::testing::tokens;

    #[test]
    fn all_rows_are_of_one_sort() {
        let state = State::new(fixture::NOW, true);
        let chat = fixture::chats().remove(2);
        let row = chat_row(&state, &chat, 320.0, tokens());
        assert_eq!(row.as_widget().tag(), entry(3, tokens()).as_widget().tag());
    }

    #[test]
    fn a_muted_name_leaves_room_for_ticks_and_time() {
        assert!(name_room(320.0, "19:12", true) < name_room(320.0, "19:12", false));
        assert!(name_room(320.0, "31.12.2025", false) < name_room(320.0, "Sat", false));
        assert!(name_room(10.0, "31.12.2025", true) > 0.0);
    }
}
