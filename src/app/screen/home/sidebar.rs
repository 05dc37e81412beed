//! The left pane: chats or strangers, and how the relays do.

use iced::widget::{Column, button, column, container, row, scrollable};
use iced::{Center, Color, Fill, border, padding};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button as buttons;
use super::super::super::widget::line::Line;
use super::super::super::widget::tick::{Inks, tick};
use super::super::super::widget::{avatar, body, caption, label, style};
use super::super::super::{Element, font, text};
use super::{Message, Pane, State};
use crate::model::{Chat, ChatKind, RelayCondition, RelayStatus, Request};

/// The whole left pane.
pub(super) fn view(state: &State, t: Tokens) -> Element<'_, Message> {
    let (top, list) = if state.strangers {
        (strangers_top(state, t), strangers(state, t))
    } else {
        (top(state, t), chats(state, t))
    };
    let list = scrollable(list.padding(padding::vertical(4).horizontal(8)).spacing(0))
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .width(Fill)
        .height(Fill);
    container(column![top, list, style::divider(t.line), status_line(&state.relays, t)])
        .height(Fill)
        .style(move |_| style::ground(t.sidebar))
        .into()
}

fn bar<'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content).padding([0, 10]).center_y(theme::TOP_BAR).width(Fill).into()
}

fn top(state: &State, t: Tokens) -> Element<'_, Message> {
    let pen = buttons::icon(Icon::Compose, say!("new-chat"), t.accent, t, Message::NewChatPressed);
    let me = state.me.as_ref().map(|me| {
        let inner = row![
            avatar::person(&me.name, &me.account, 32.0),
            column![
                Line::new(&me.name, t.ink_1).strong().fill(),
                Line::new(say!("my-link"), t.ink_2).kind(theme::CAPTION),
            ]
            .width(Fill),
            Icon::Link.view(18.0, t.ink_2),
        ]
        .spacing(10)
        .align_y(Center);
        button(container(inner).center_y(40))
            .padding([0, 8])
            .width(Fill)
            .on_press(Message::MyLinkPressed)
            .style(move |_, status| button::Style {
                background: match status {
                    button::Status::Hovered => Some(t.hover.into()),
                    button::Status::Pressed => Some(t.pressed.into()),
                    button::Status::Active | button::Status::Disabled => None,
                },
                border: border::rounded(10),
                ..button::Style::default()
            })
    });
    bar(row![]
        .push(me.map_or_else(|| style::gap(Fill, 1), Element::from))
        .push(pen)
        .spacing(6)
        .align_y(Center))
}

fn chats(state: &State, t: Tokens) -> Column<'_, Message> {
    let entry = (!state.requests.is_empty()).then(|| entry(state.requests.len(), t));
    let open = match &state.pane {
        Pane::Chat(open) => Some(open.chat.chat),
        Pane::Nothing | Pane::Request(_) => None,
    };
    let only_saved = state.chats.iter().all(|c| c.kind == ChatKind::Saved);
    let nobody = (state.loaded && only_saved).then(|| {
        container(
            column![
                label(say!("no-chats"), theme::BODY, font::STRONG, t.ink_1),
                caption(say!("no-chats-hint"), t.ink_2).center(),
            ]
            .spacing(4)
            .align_x(Center),
        )
        .center_x(Fill)
        .padding([28, 16])
    });
    let rows = state.chats.iter().map(|chat| {
        let line = row_of(state, chat, t);
        buttons::list_row(line, open == Some(chat.chat), t, Message::ChatPressed(chat.chat))
            .width(Fill)
            .into()
    });
    column![].push(entry).extend(rows).push(nobody)
}

/// Avatar, two lines beside it: 64 px.
fn shape<'a>(
    avatar: Element<'a, Message>,
    upper: impl Into<Element<'a, Message>>,
    lower: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let lines = column![upper.into(), container(lower).height(20)].spacing(1).width(Fill);
    row![avatar, lines].spacing(12).padding([0, 10]).align_y(Center).height(64).into()
}

fn row_of<'a>(state: &'a State, chat: &'a Chat, t: Tokens) -> Element<'a, Message> {
    let last = chat.last.as_ref();
    let time = last.map(|last| caption(state.calendar.row(last.at), t.ink_3));
    // A draft of the open chat stands in its composer.
    let open = matches!(&state.pane, Pane::Chat(open) if open.chat.chat == chat.chat);
    let draft = !chat.draft.is_empty() && !open;
    let ticks = last.filter(|last| last.mine && !draft && chat.kind != ChatKind::Saved);
    let ticks = ticks.and_then(|last| tick(last.state, Inks::row(t)));
    let muted = chat.muted.then(|| Icon::BellOff.view(14.0, t.ink_3));
    let upper = row![Line::new(&chat.name, t.ink_1).strong().fill()]
        .push(muted)
        .push(ticks)
        .push(time)
        .spacing(5)
        .align_y(Center);
    let small = |words: &str, ink| Line::new(words, ink).kind(theme::SMALL);
    let lower = if draft {
        row![small(say!("draft"), t.danger), small(&chat.draft, t.ink_2).fill()]
    } else {
        match last {
            None => {
                let says = match chat.kind {
                    ChatKind::Saved => say!("saved-row"),
                    ChatKind::Ordinary | ChatKind::Room | ChatKind::Secret => say!("empty-row"),
                };
                row![small(says, t.ink_3).fill()]
            }
            Some(last) => {
                let says = if last.text.is_empty() { say!("deleted") } else { &last.text };
                let by = match (chat.kind, last.mine) {
                    (ChatKind::Saved, _) => None,
                    (_, true) => Some(format!("{}:", say!("you"))),
                    (ChatKind::Room, false) => {
                        Some(format!("{}:", last.from.split_whitespace().next().unwrap_or("?")))
                    }
                    (_, false) => None,
                };
                row![].push(by.map(|by| small(&by, t.ink_1))).push(small(says, t.ink_2).fill())
            }
        }
    };
    let fill = if chat.muted { t.badge_muted } else { t.accent_fill };
    let badge = (chat.unread > 0).then(|| buttons::badge(chat.unread, fill));
    let pin = (chat.unread == 0 && chat.pinned).then(|| Icon::Pin.view(14.0, t.ink_3));
    let lower = lower.push(badge).push(pin).spacing(4).align_y(Center);
    shape(avatar::chat(chat, 44.0), upper, lower)
}

fn entry<'a>(count: usize, t: Tokens) -> Element<'a, Message> {
    let disc = container(Icon::Inbox.view(22.0, t.accent))
        .center(44)
        .style(move |_| style::rounded(t.accent_soft, 22));
    let shown = u32::try_from(count).unwrap_or(u32::MAX);
    let upper = Line::new(say!("requests"), t.ink_1).strong().fill();
    let lower = row![
        Line::new(&say!("strangers", count = count), t.ink_2).kind(theme::SMALL).fill(),
        buttons::badge(shown, t.badge_muted),
    ]
    .spacing(4);
    buttons::list_row(shape(disc.into(), upper, lower), false, t, Message::StrangersPressed)
        .width(Fill)
        .into()
}

fn strangers_top(state: &State, t: Tokens) -> Element<'_, Message> {
    let count = u32::try_from(state.requests.len()).unwrap_or(u32::MAX);
    bar(row![
        buttons::icon(Icon::Back, say!("back"), t.ink_2, t, Message::ChatsPressed),
        label(say!("requests"), theme::HEADING, font::STRONG, t.ink_1),
        buttons::badge(count, t.accent_fill),
    ]
    .spacing(12)
    .align_y(Center))
}

fn strangers(state: &State, t: Tokens) -> Column<'_, Message> {
    let open = match &state.pane {
        Pane::Request(open) => Some(open.request.id),
        Pane::Nothing | Pane::Chat(_) => None,
    };
    let says = if state.requests.is_empty() { say!("no-requests") } else { say!("requests-hint") };
    let rows = state.requests.iter().map(|request| stranger(state, request, open, t));
    column![
        container(body(says, t.ink_2).size(12).line_height(iced::Pixels(16.0))).padding([4, 10])
    ]
    .extend(rows)
}

fn stranger<'a>(
    state: &State,
    request: &'a Request,
    open: Option<nostr::key::PublicKey>,
    t: Tokens,
) -> Element<'a, Message> {
    let upper = row![
        Line::new(&request.name, t.ink_1).strong().fill(),
        caption(state.calendar.row(request.at), t.ink_3),
    ]
    .spacing(5)
    .align_y(Center);
    let more = (request.messages > 1).then(|| buttons::badge(request.messages, t.badge_muted));
    let lower =
        row![Line::new(&request.text, t.ink_2).kind(theme::SMALL).fill()].push(more).spacing(4);
    let line = shape(avatar::person(&request.name, &request.id, 44.0), upper, lower);
    let press = Message::RequestPressed(request.id);
    buttons::list_row(line, open == Some(request.id), t, press).width(Fill).into()
}

/// What the relays' conditions amount to.
fn condition(relays: &[RelayStatus]) -> (String, Health) {
    let answers =
        |r: &&RelayStatus| matches!(r.state, RelayCondition::Connected | RelayCondition::Slow);
    let connected = relays.iter().filter(answers).count();
    let trying = relays.iter().any(|r| r.state == RelayCondition::Connecting);
    match (connected, trying) {
        (0, true) => (say!("connecting").to_owned(), Health::Waiting),
        (0, false) if relays.is_empty() => (say!("connecting").to_owned(), Health::Waiting),
        (0, false) => {
            let why = relays.iter().map(|r| r.reason.as_str()).find(|why| !why.is_empty());
            let why = why.map(|why| format!(" · {why}")).unwrap_or_default();
            (format!("{}{why}", say!("offline")), Health::Bad)
        }
        (n, _) if n < relays.len() => (text::relays(n, relays.len()), Health::Waiting),
        (n, _) => (text::relays(n, relays.len()), Health::Good),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    Waiting,
    Bad,
}

fn status_line(relays: &[RelayStatus], t: Tokens) -> Element<'_, Message> {
    let (says, health) = condition(relays);
    let colour: Color = match health {
        Health::Good => t.ok,
        Health::Waiting | Health::Bad => t.gold,
    };
    let dot = container(style::gap(8, 8)).style(move |_| style::rounded(colour, 4));
    let line =
        row![dot, Line::new(&says, t.ink_2).kind(theme::CAPTION).fill()].spacing(8).align_y(Center);
    let line = container(line).center_y(theme::STATUS_LINE).padding(padding::left(18)).width(Fill);
    let line = if relays.is_empty() {
        line.into()
    } else {
        let each: Vec<String> = relays.iter().map(detail).collect();
        buttons::hint_above(line, each.join("\n"), t)
    };
    let sliders =
        buttons::icon(Icon::Settings, say!("settings"), t.ink_2, t, Message::SettingsPressed);
    row![line, sliders].padding(padding::right(8)).align_y(Center).into()
}

fn detail(relay: &RelayStatus) -> String {
    let says = if relay.reason.is_empty() {
        text::condition(relay.state).to_owned()
    } else {
        relay.reason.clone()
    };
    format!("{}: {says}", relay.url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::relay;

    #[test]
    fn the_status_line_tells_the_worst_that_matters() {
        use RelayCondition::*;
        for (states, says, health) in [
            (vec![Connected, Connected], "2 of 2 relays", Health::Good),
            (vec![Connected, Unreachable], "1 of 2 relays", Health::Waiting),
            (vec![Connected], "Connected", Health::Good),
            (vec![Connecting, Unreachable], say!("connecting"), Health::Waiting),
            (vec![], say!("connecting"), Health::Waiting),
        ] {
            let relays: Vec<_> = states.iter().enumerate().map(|(n, s)| relay(n, *s, "")).collect();
            assert_eq!(condition(&relays), (says.to_owned(), health), "{states:?}");
        }
        let offline = [relay(0, Unreachable, "no answer")];
        assert_eq!(condition(&offline), ("Offline · no answer".to_owned(), Health::Bad));
    }
}
