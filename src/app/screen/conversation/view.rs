//! How a conversation looks: header, messages, composer.

use iced::widget::{button, column, container, mouse_area, row, stack, text_editor};
use iced::{Border, Bottom, Center, Color, Fill, Right, Shrink, border, padding};
use nostr::key::PublicKey;

use super::super::super::calendar::Calendar;
use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::Press;
use super::super::super::widget::canvas::canvas;
use super::super::super::widget::editor::{Editor, Paint};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::line::Line;
use super::super::super::widget::{avatar, button as buttons, caption, emoji_picker, hint, style};
use super::super::super::{Element, direction};
use super::bubble::Shared;
use super::composer::{self, Mode};
use super::{Message, State, dialog, messages, search, secret};
use crate::model::ChatKind;

/// The list of messages.
pub(crate) const LIST: &str = "messages";
/// The field for the next one.
pub(crate) const COMPOSER: &str = "composer";
/// The field of the search in this chat.
pub(crate) const SEARCH: &str = "chat-search";

/// What stands before the whole window, if anything does.
pub(crate) fn dialog<'a>(
    state: &'a State,
    calendar: &'a Calendar,
    t: Tokens,
) -> Option<Element<'a, Message>> {
    dialog::view(state, calendar, secret::tokens(&state.chat, t))
}

/// The whole pane, of this width. `alone`: the list is not beside it; `panel`: the one about the
/// chat is open.
pub(crate) fn view<'a>(
    state: &'a State,
    me: Option<PublicKey>,
    calendar: &'a Calendar,
    t: Tokens,
    pane: f32,
    (alone, panel): (bool, bool),
) -> Element<'a, Message> {
    let t = secret::tokens(&state.chat, t);
    if state.is_behind_card() {
        let foot = secret::foot::view(state, t, pane);
        let card = secret::changed::view(state, t, pane);
        return column![secret::header::view(state, t, pane, (alone, panel)), card]
            .push(foot)
            .into();
    }
    let room = state.chat.kind == ChatKind::Room;
    let (people, now) = (&state.chat.people, state.now);
    let shared = Shared { t, calendar, me, room, people, pane, now };
    let to_end = (state.loaded && !state.history.messages().is_empty() && !state.at_end())
        .then(|| messages::jump(state.chat.unread, t));
    let picker = state.picker.as_ref().map(|(_, picker)| {
        let card = emoji_picker::view(picker, t).map(Message::Picker);
        let layer = container(card).width(Fill).height(Fill).align_x(Right).align_y(Bottom);
        mouse_area(layer.padding([2, 8])).on_press(Message::Picker(emoji_picker::Message::Left))
    });
    let list = container(stack![messages::view(state, shared)].push(to_end).push(picker))
        .width(Fill)
        .height(Fill);
    let list = canvas(list, t);
    let bar =
        state.search.as_ref().map(|bar| column![search::view(bar, t), style::divider(t.line)]);
    // In one place of the tree with and without a search, so that the list stays where it is.
    let bar = container(column![].push(bar)).width(Fill);
    let (header, banners) = match state.chat.kind {
        ChatKind::Secret => (
            secret::header::view(state, t, pane, (alone, panel)),
            secret::banner::view(state, calendar, t, pane),
        ),
        ChatKind::Ordinary | ChatKind::Room | ChatKind::Saved => {
            (header(state, t, alone, panel), style::divider(t.line))
        }
    };
    let foot = secret::foot::view(state, t, pane)
        .unwrap_or_else(|| column![style::divider(t.line), foot(state, t, pane)].into());
    column![header, banners, bar, list, foot].into()
}

fn header<'a>(state: &'a State, t: Tokens, alone: bool, panel: bool) -> Element<'a, Message> {
    let back =
        alone.then(|| buttons::icon(Icon::back(), say!("back"), t.ink_2, t, Message::BackPressed));
    let says = match state.chat.kind {
        ChatKind::Saved => say!("saved-hint").to_owned(),
        ChatKind::Room => say!("room-people", count = state.chat.people.len() + 1),
        ChatKind::Ordinary => say!("ordinary-hint").to_owned(),
        ChatKind::Secret => say!("secret-device").to_owned(),
    };
    // Below it lies the bar that it opens.
    let glass = buttons::square(Icon::Search, t.ink_2, t, Message::SearchPressed);
    let glass = match state.search {
        Some(_) => glass.into(),
        None => hint::below(glass, say!("search-hint"), t),
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
            .push(glass)
            .push(buttons::switch(Icon::panel(), say!("panel"), panel, t, Message::PanelPressed))
            .spacing(12)
            .align_y(Center),
    )
    .padding([0, 16])
    // With the line below.
    .center_y(theme::TOP_BAR - 1.0)
    .width(Fill)
    .style(move |_| style::ground(t.surface))
    .into()
}

fn foot<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let problem = state.problem.as_deref().map(|says| {
        container(
            row![Icon::Alert.view(16.0, t.danger), caption(says, t.danger).width(Fill)]
                .spacing(8)
                .align_y(Center),
        )
        .padding(padding::top(8).horizontal(16))
    });
    container(
        column![].push(problem).push(mode(&state.composer.mode, t)).push(field(state, t, pane)),
    )
    .width(Fill)
    .style(move |_| style::ground(t.surface))
    .into()
}

/// What is answered or changed, above the field.
fn mode<'a>(mode: &'a Mode, t: Tokens) -> Option<Element<'a, Message>> {
    let (icon, title, says) = match mode {
        Mode::New => return None,
        Mode::Reply { from, text, .. } => (Icon::reply(), from.as_str(), text.as_str()),
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

/// Below this width the timer beside the field is its icon alone.
const ROOMY: f32 = 480.0;

fn field<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let secret = state.chat.kind == ChatKind::Secret;
    let empty = state.composer.content.is_empty();
    let placeholder = match state.chat.kind {
        ChatKind::Saved => say!("write-note").to_owned(),
        ChatKind::Room => say!("write-to", name = state.chat.name.as_str()),
        // The first name is enough between two.
        ChatKind::Ordinary | ChatKind::Secret => {
            say!("write-to", name = state.chat.name.split_whitespace().next().unwrap_or_default())
        }
    };
    // Beside the face, and in a secret chat the lock and the timer.
    let roomy = pane >= ROOMY;
    let room = match secret {
        true => padding::left(38).right(50.0 + secret::timer::next_width(state, roomy)),
        false => padding::left(16).right(46),
    };
    let room = room.top(10).bottom(10);
    let (ground, line) = match secret {
        true => (t.accent_soft, border::rounded(20).width(1).color(t.accent)),
        false => (t.sunken, border::rounded(20)),
    };
    let paint =
        Paint { ground, border: line, ink: t.ink_1, selection: Color { a: 0.35, ..t.accent } };
    let editor = Editor::new(
        &state.composer.content,
        COMPOSER,
        theme::BODY,
        paint,
        |action| Message::Composer(composer::Message::Edited(action)),
        move |press| composer::keys(press, empty).map(lift),
    )
    .padding(direction::padding(room))
    // With the padding: 40 to 180, one line to eight whole ones.
    .height(20.0, 160.0);
    let ready = !state.composer.is_blank();
    let (fill, ink) = if ready { (t.accent_fill, Color::WHITE) } else { (t.sunken, t.ink_3) };
    let send = button(container(Icon::send().view(20.0, ink)).center(40)).padding(0).style(
        move |_, status| button::Style {
            background: Some(match status {
                button::Status::Hovered if ready => t.accent_fill_hover.into(),
                button::Status::Pressed if ready => t.accent_fill_pressed.into(),
                _ => fill.into(),
            }),
            border: Border::default().rounded(20),
            ..button::Style::default()
        },
    );
    let press = ready.then_some(Message::Composer(composer::Message::SendPressed));
    let send = Element::from(Press::new(send, press, Ring::Around, 20.0, t));
    let face =
        buttons::low_icon(Icon::Smile, say!("emoji"), t.ink_2, t, Message::PickerPressed(None));
    let timer = secret.then(|| {
        let chip = secret::timer::next(state, roomy, t);
        container(chip).height(36).align_y(Center)
    });
    let face = row![].push(timer).push(face).spacing(4);
    let face = container(face).width(Fill).height(Fill).align_x(Right).align_y(Bottom).padding(2);
    let lock = secret.then(|| {
        container(container(Icon::Lock.view(16.0, t.accent)).center_y(20))
            .padding(padding::left(13).top(10))
    });
    let hint =
        empty.then(|| container(Line::new(&placeholder, t.ink_3).fill()).padding(room).width(Fill));
    let editor = stack![editor].push(hint).push(lock).push(face);
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
