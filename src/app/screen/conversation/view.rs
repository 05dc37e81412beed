//! How a conversation looks: header, messages, composer.

use iced::widget::{
    Column, button, column, container, keyed_column, row, scrollable, stack, text_editor,
};
use iced::{Border, Bottom, Center, Color, Fill, Right, Shrink, border, padding};
use nostr::key::PublicKey;

use super::super::super::calendar::Calendar;
use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::context_menu::ContextMenu;
use super::super::super::widget::highlighter::{Scripts, format};
use super::super::super::widget::line::Line;
use super::super::super::widget::{avatar, body, button as buttons, caption, modal, style};
use super::super::super::{Element, font};
use super::bubble::{self, Place, Presses, RUN_GAP, Shared, TURN_GAP, same_run};
use super::composer::{self, Mode};
use super::{Message, State, menu, message_id};
use crate::model::{ChatKind, ChatState};

/// The list of messages.
pub(crate) const SCROLL: &str = "messages";
/// The field for the next one.
pub(crate) const COMPOSER: &str = "composer";
/// What stands above the first message, in pixels.
pub(super) const TOP: f32 = 60.0;

const PRESSES: Presses<Message> =
    Presses { react: Message::ReactPressed, retry: Message::RetryPressed };

/// The whole pane, of this width. `alone`: the list is not beside it.
pub(crate) fn view<'a>(
    state: &'a State,
    me: Option<PublicKey>,
    calendar: &'a Calendar,
    t: Tokens,
    pane: f32,
    alone: bool,
) -> Element<'a, Message> {
    let room = state.chat.kind == ChatKind::Room;
    let shared = Shared { t, calendar, me, room, pane };
    let to_end = (!state.history.at_end() || state.below > 0).then(|| jump(state.below, t));
    let list = container(stack![messages(state, shared)].push(to_end))
        .width(Fill)
        .height(Fill)
        .style(move |_| style::canvas(t));
    let page = column![
        header(state, t, alone),
        style::divider(t.line),
        list,
        style::divider(t.line),
        foot(state, t),
    ];
    let deleting = state.deleting.and_then(|id| state.history.get(id));
    let dialog = deleting.map(|message| menu::delete_dialog(message, state.chat.kind, t));
    modal(page, dialog, Message::DeleteCancelled, t)
}

fn header<'a>(state: &'a State, t: Tokens, alone: bool) -> Element<'a, Message> {
    let back =
        alone.then(|| buttons::icon(Icon::Back, say!("back"), t.ink_2, t, Message::BackPressed));
    let says = match state.chat.kind {
        ChatKind::Saved => say!("saved-hint").to_owned(),
        ChatKind::Room => say!("room-people", count = state.chat.people.len() + 1),
        ChatKind::Ordinary => say!("ordinary-hint").to_owned(),
        ChatKind::Secret => say!("secret-hint").to_owned(),
    };
    let names = column![
        Line::new(&state.chat.name, t.ink_1).kind(theme::HEADER).strong().fill(),
        Line::new(&says, t.ink_2).kind(theme::CAPTION).fill(),
    ]
    .width(Fill);
    container(
        row![]
            .push(back)
            .push(avatar::chat(&state.chat, 36.0))
            .push(names)
            .push(buttons::icon(Icon::Panel, say!("panel"), t.ink_2, t, Message::PanelPressed))
            .spacing(12)
            .align_y(Center),
    )
    .padding([0, 16])
    .center_y(theme::TOP_BAR)
    .width(Fill)
    .style(move |_| style::ground(t.surface))
    .into()
}

fn messages<'a>(state: &'a State, s: Shared<'a>) -> Element<'a, Message> {
    let t = s.t;
    let rows = state.history.messages();
    if rows.is_empty() {
        let says = match (state.loaded, state.chat.kind) {
            (false, _) => say!("loading"),
            (true, ChatKind::Saved) => say!("saved-empty"),
            (true, _) => say!("chat-empty"),
        };
        return container(bubble::pill(says.to_owned(), t)).center(Fill).into();
    }
    let mut list = keyed_column(std::iter::empty::<([u8; 32], Element<'a, Message>)>());
    for (at, message) in rows.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| rows.get(at));
        let after = rows.get(at + 1);
        let first = before.is_none_or(|before| !same_run(before, message, s.calendar));
        let last = after.is_none_or(|after| !same_run(message, after, s.calendar));
        let place = Place { message, first, last };
        let menu = (state.menu == Some(message.message)).then(|| menu::view(message, t));
        let bubble = ContextMenu::new(
            bubble::bubble(place, s, Some(&PRESSES)),
            menu,
            Message::MenuOpened(message.message),
            Message::MenuClosed,
        );
        let bubble = bubble::place(bubble.into(), place, s, Some(&PRESSES));
        let new_day = before.is_none_or(|before| !s.calendar.same_day(before.at, message.at));
        let gap = match (before.is_some(), first) {
            (false, _) => 0.0,
            (true, true) => TURN_GAP,
            (true, false) => RUN_GAP,
        };
        let day = new_day.then(|| {
            container(bubble::pill(s.calendar.day(message.at), t))
                .padding(padding::bottom(TURN_GAP))
        });
        let item = container(Column::new().push(day).push(bubble))
            .id(message_id(message.message))
            .padding(padding::top(gap));
        list = list.push(message.message.0, item);
    }
    let earlier: Element<'a, Message> = if state.history.more_before().is_some() {
        let press = Some(Message::OlderPressed);
        let words = buttons::small(say!("earlier"), buttons::Weight::Ghost, t, press);
        container(words).center_x(Fill).height(TOP - 20.0).into()
    } else {
        style::gap(1, 0)
    };
    scrollable(column![earlier, list].padding(padding::vertical(10)))
        .id(SCROLL)
        .width(Fill)
        .height(Fill)
        .direction(style::thin())
        .anchor_bottom()
        .style(move |_, status| style::scroll(t, status))
        .on_scroll(Message::Scrolled)
        .into()
}

fn jump<'a>(below: u32, t: Tokens) -> Element<'a, Message> {
    let badge = (below > 0).then(|| buttons::badge(below, t.accent_fill));
    let arrow = button(container(Icon::Down.view(20.0, t.ink_2)).center(40))
        .padding(0)
        .on_press(Message::EndPressed)
        .style(move |_, _| button::Style {
            background: Some(t.raised.into()),
            border: border::rounded(20).width(1).color(t.line),
            ..button::Style::default()
        });
    container(column![].push(badge).push(arrow).spacing(4).align_x(Center))
        .width(Fill)
        .height(Fill)
        .align_x(Right)
        .align_y(Bottom)
        .padding(16)
        .into()
}

fn foot<'a>(state: &'a State, t: Tokens) -> Element<'a, Message> {
    let closed = match state.chat.state {
        ChatState::Open => None,
        ChatState::Offered | ChatState::Waiting => Some(say!("chat-waits")),
        ChatState::Changed => Some(say!("chat-changed")),
        ChatState::Closed => Some(say!("chat-closed")),
    };
    if let Some(says) = closed {
        return container(body(says, t.ink_2))
            .center_x(Fill)
            .padding(20)
            .style(move |_| style::ground(t.surface))
            .into();
    }
    let problem = state.problem.as_deref().map(|says| {
        container(
            row![Icon::Alert.view(16.0, t.danger), caption(says, t.danger).width(Fill)]
                .spacing(8)
                .align_y(Center),
        )
        .padding(padding::top(8).horizontal(16))
    });
    container(column![].push(problem).push(mode(&state.composer.mode, t)).push(field(state, t)))
        .width(Fill)
        .style(move |_| style::ground(t.surface))
        .into()
}

/// What is answered or changed, above the field.
fn mode<'a>(mode: &'a Mode, t: Tokens) -> Option<Element<'a, Message>> {
    let (icon, title, says) = match mode {
        Mode::New => return None,
        Mode::Reply { from, text, .. } => (Icon::Reply, from.as_str(), text.as_str()),
        Mode::Edit { .. } => (Icon::Pencil, say!("editing"), say!("editing-hint")),
    };
    let lines = column![
        Line::new(title, t.accent).kind(theme::SMALL).strong().fill(),
        Line::new(says, t.ink_2).kind(theme::SMALL).fill(),
    ]
    .width(Fill);
    let press = Message::Composer(composer::Message::ModeCancelled);
    let close = buttons::icon(Icon::X, say!("cancel"), t.ink_2, t, press);
    let bar = container(style::gap(3, 34)).style(move |_| style::rounded(t.accent, 2));
    Some(
        container(row![icon.view(20.0, t.accent), bar, lines, close].spacing(12).align_y(Center))
            .padding(padding::top(8).horizontal(18))
            .into(),
    )
}

fn field<'a>(state: &'a State, t: Tokens) -> Element<'a, Message> {
    let empty = state.composer.content.is_empty();
    let placeholder = match state.chat.kind {
        ChatKind::Saved => say!("write-note").to_owned(),
        ChatKind::Room => say!("write-to", name = state.chat.name.as_str()),
        // The first name is enough between two.
        ChatKind::Ordinary | ChatKind::Secret => {
            say!("write-to", name = state.chat.name.split_whitespace().next().unwrap_or_default())
        }
    };
    let editor = text_editor(&state.composer.content)
        .id(COMPOSER)
        .placeholder(placeholder)
        .font(font::TEXT)
        .size(theme::BODY.size)
        .line_height(iced::Pixels(theme::BODY.line))
        .padding([10, 16])
        // Without the padding, which iced adds: 40 to 160.
        .min_height(20.0)
        .max_height(140.0)
        .on_action(|action| Message::Composer(composer::Message::Edited(action)))
        .key_binding(move |press| composer::keys(press, empty).map(lift))
        .highlight_with::<Scripts>((), format)
        .style(move |_, _| text_editor::Style {
            background: t.sunken.into(),
            border: border::rounded(20),
            placeholder: t.ink_3,
            value: t.ink_1,
            selection: Color { a: 0.35, ..t.accent },
        });
    let ready = !state.composer.is_blank();
    let (fill, ink) = if ready { (t.accent_fill, Color::WHITE) } else { (t.sunken, t.ink_3) };
    let send = button(container(Icon::Send.view(20.0, ink)).center(40))
        .padding(0)
        .on_press_maybe(ready.then_some(Message::Composer(composer::Message::SendPressed)))
        .style(move |_, status| button::Style {
            background: Some(match status {
                button::Status::Hovered if ready => t.accent_fill_hover.into(),
                button::Status::Pressed if ready => t.accent_fill_pressed.into(),
                _ => fill.into(),
            }),
            border: Border::default().rounded(20),
            ..button::Style::default()
        });
    container(row![editor, send].spacing(8).align_y(Bottom)).padding([10, 14]).height(Shrink).into()
}

fn lift(binding: text_editor::Binding<composer::Message>) -> text_editor::Binding<Message> {
    use text_editor::Binding;
    match binding {
        Binding::Custom(message) => Binding::Custom(Message::Composer(message)),
        Binding::Sequence(all) => Binding::Sequence(all.into_iter().map(lift).collect()),
        Binding::Unfocus => Binding::Unfocus,
        Binding::Copy => Binding::Copy,
        Binding::Cut => Binding::Cut,
        Binding::Paste => Binding::Paste,
        Binding::Move(motion) => Binding::Move(motion),
        Binding::Select(motion) => Binding::Select(motion),
        Binding::SelectWord => Binding::SelectWord,
        Binding::SelectLine => Binding::SelectLine,
        Binding::SelectAll => Binding::SelectAll,
        Binding::Insert(c) => Binding::Insert(c),
        Binding::Enter => Binding::Enter,
        Binding::Backspace => Binding::Backspace,
        Binding::Delete => Binding::Delete,
    }
}
