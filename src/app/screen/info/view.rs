//! How the panel looks.

use iced::widget::{Column, button, column, container, row, scrollable};
use iced::{Center, Fill, border, padding};
use nostr::key::PublicKey;

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::centred::Centred;
use super::super::super::widget::focus::Ring;
use super::super::super::widget::line::Line;
use super::super::super::widget::{avatar, body, caption, field, label, style};
use super::super::super::{Element, font};
use super::super::conversation::secret::Condition;
use super::{Message, NAME, State};
use crate::messenger::{Acquaintance, Me};
use crate::model::{ChatKind, npub};

/// The whole panel. `alone`: nothing is beside it, so it is left by an arrow.
pub(crate) fn view<'a>(
    state: &'a State,
    me: Option<&'a Me>,
    t: Tokens,
    alone: bool,
) -> Element<'a, Message> {
    // Rows that can be pressed have their ground round them: what is in them begins where all begins.
    let inset = |part: Element<'a, Message>| container(part).padding(padding::horizontal(8));
    let content = column![inset(portrait(state, t))].push(tiles(state, t).map(inset)).spacing(16);
    let content = match (state.of_chat(), state.is_room()) {
        (true, true) => content.push(inset(style::divider(t.line))).push(members(state, me, t)),
        _ => content.push(state.subject().map(|person| about(state, person, t))),
    };
    let wrong = state.wrong.as_deref().map(|says| inset(caption(says, t.danger).into()));
    let content = content
        .push(wrong)
        .push(secret(state, t))
        .push(inset(style::divider(t.line)))
        .push(last(state, t));
    let content = scrollable(content.padding(padding::all(8).top(4).bottom(16)).width(Fill))
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .height(Fill);
    container(column![header(state, t, alone), content])
        .width(Fill)
        .height(Fill)
        .style(move |_| style::ground(t.surface))
        .into()
}

fn header<'a>(state: &State, t: Tokens, alone: bool) -> Element<'a, Message> {
    let words = match (state.of_chat(), state.chat.kind) {
        (true, ChatKind::Room) => say!("info-room"),
        (true, ChatKind::Saved) => say!("info-saved"),
        (true, ChatKind::Secret) => say!("info-secret"),
        _ => say!("info-person"),
    };
    let words = label(words, theme::HEADER, font::STRONG, t.ink_1);
    let press = if state.of_chat() { Message::Closed } else { Message::BackPressed };
    let back = (alone || !state.of_chat())
        .then(|| buttons::icon(Icon::back(), say!("back"), t.ink_2, t, press));
    let cross =
        (!alone).then(|| buttons::icon(Icon::X, say!("close"), t.ink_2, t, Message::Closed));
    let bar = row![].push(back).push(container(words).width(Fill)).push(cross);
    container(bar.spacing(8).align_y(Center))
        .padding(padding::left(if alone || !state.of_chat() { 8 } else { 16 }).right(8))
        .center_y(theme::TOP_BAR)
        .width(Fill)
        .into()
}

fn portrait(state: &State, t: Tokens) -> Element<'_, Message> {
    let person = state.subject().map(|person| &person.contact);
    let (face, name) = match person {
        Some(person) if state.chat.kind == ChatKind::Room => {
            (avatar::person(&person.name, &person.account, 80.0), person.name.as_str())
        }
        _ => (avatar::chat(&state.chat, 80.0), state.chat.name.as_str()),
    };
    let says = match (person, state.chat.kind) {
        (Some(person), _) if person.blocked => Some(say!("person-blocked").to_owned()),
        (Some(person), _) => person
            .calls_themself
            .as_ref()
            .filter(|name| name.as_str() != person.name)
            .map(|name| say!("person-calls", name = name.as_str())),
        (None, ChatKind::Room) => Some(say!("room-people", count = state.chat.people.len() + 1)),
        (None, ChatKind::Saved) => Some(say!("saved-hint").to_owned()),
        (None, _) => None,
    };
    let says = says.map(|says| Centred::new(says, theme::SMALL, t.ink_2));
    let names = match &state.name {
        Some(typed) => rename(typed, t),
        None => Centred::new(name, theme::HEADING, t.ink_1).font(font::STRONG).into(),
    };
    column![face, style::gap(1, 11), names].push(says).align_x(Center).width(Fill).into()
}

fn rename(typed: &str, t: Tokens) -> Element<'_, Message> {
    let input = field::input(say!("their-name"), typed, false, t)
        .id(NAME)
        .on_input(Message::NameTyped)
        .on_submit(Message::NameSaved);
    let buttons = row![
        buttons::small(say!("cancel"), Weight::Secondary, t, Some(Message::NameCancelled)),
        buttons::small(say!("info-save"), Weight::Primary, t, Some(Message::NameSaved)),
    ];
    column![input, container(buttons.spacing(8)).align_right(Fill)].spacing(8).into()
}

/// A square with an icon over a word.
fn tile<'a>(icon: Icon, words: &'a str, press: Message, t: Tokens) -> Element<'a, Message> {
    let inner =
        column![icon.view(20.0, t.accent), label(words, theme::CAPTION, font::MEDIUM, t.accent),]
            .spacing(4)
            .align_x(Center);
    let square = button(container(inner).center_x(Fill).center_y(56)).padding(0).width(Fill).style(
        move |_, status| button::Style {
            background: Some(match status {
                button::Status::Hovered => t.pressed.into(),
                button::Status::Pressed => t.accent_soft_2.into(),
                button::Status::Active | button::Status::Disabled => t.sunken.into(),
            }),
            border: border::rounded(12),
            ..button::Style::default()
        },
    );
    container(Press::new(square, Some(press), Ring::Around, 12.0, t)).width(Fill).into()
}

fn tiles<'a>(state: &State, t: Tokens) -> Option<Element<'a, Message>> {
    let chat = &state.chat;
    let write = || tile(Icon::Compose, say!("info-write"), Message::WritePressed, t);
    let name = || tile(Icon::Pencil, say!("info-rename"), Message::RenamePressed, t);
    if !state.of_chat() {
        return Some(row![write(), name()].spacing(8).into());
    }
    let mute = match chat.muted {
        true => tile(Icon::Bell, say!("menu-unmute"), Message::MutePressed, t),
        false => tile(Icon::BellOff, say!("menu-mute"), Message::MutePressed, t),
    };
    let pin = match chat.pinned {
        true => tile(Icon::PinOff, say!("menu-unpin"), Message::PinPressed, t),
        false => tile(Icon::Pin, say!("menu-pin"), Message::PinPressed, t),
    };
    let mute = (chat.kind != ChatKind::Saved).then_some(mute);
    let name = chat.contact.map(|_| name());
    Some(row![].push(mute).push(pin).push(name).spacing(8).into())
}

/// A line that can be pressed: an icon, words, and what they are about.
fn line<'a>(
    icon: Icon,
    words: &str,
    hint: Option<&'a str>,
    press: Message,
    t: Tokens,
) -> Element<'a, Message> {
    let hint = hint.map(|hint| caption(hint, t.ink_2));
    let words = column![Line::new(words, t.ink_1).fill()].push(hint).width(Fill);
    let inner = row![icon.view(20.0, t.ink_2), words].spacing(12).align_y(Center);
    let inner = container(inner).padding([8, 8]).width(Fill);
    buttons::list_row(inner, false, t, press).width(Fill).into()
}

fn about<'a>(state: &'a State, person: &'a Acquaintance, t: Tokens) -> Element<'a, Message> {
    let key = npub(&person.contact.account);
    let short = format!(
        "{}…{}",
        key.get(..14).unwrap_or(&key),
        key.get(key.len().saturating_sub(6)..).unwrap_or_default()
    );
    let code = state.code.as_ref().map(|code| container(code.view(240.0)).center_x(Fill));
    let shown = if code.is_some() { say!("info-code-hide") } else { say!("info-code") };
    let lines = column![
        line(Icon::Key, &short, Some(say!("info-key")), Message::KeyPressed, t),
        line(Icon::Link, say!("info-link"), None, Message::LinkPressed, t),
        line(Icon::Eye, shown, None, Message::CodePressed, t),
    ]
    .push(code)
    .spacing(2);
    let line = container(style::divider(t.line)).padding(padding::horizontal(8));
    column![line, lines].spacing(12).into()
}

fn members<'a>(state: &'a State, me: Option<&'a Me>, t: Tokens) -> Element<'a, Message> {
    let one = |name: &'a str, of: &'a str, key: &PublicKey, says: Option<String>| {
        let says = says.map(|says| Line::new(&says, t.ink_2).kind(theme::CAPTION).fill());
        let words = column![Line::new(name, t.ink_1).strong().fill()].push(says).width(Fill);
        let face = avatar::member(of, key, &state.chat.people, 32.0);
        row![face, words].spacing(12).padding([6, 8]).align_y(Center)
    };
    let myself = me.map(|me| one(say!("you"), &me.name, &me.account, Some(me.name.clone())));
    let Some(people) = &state.people else {
        return body(say!("loading"), t.ink_2).into();
    };
    let rows = people.iter().map(|person| {
        let contact = &person.contact;
        let says = match &contact.calls_themself {
            _ if contact.blocked => Some(say!("person-blocked").to_owned()),
            Some(name) if name.as_str() != contact.name => {
                Some(say!("person-calls", name = name.as_str()))
            }
            _ if !contact.accepted => Some(say!("not-a-contact").to_owned()),
            _ => None,
        };
        let row = one(&contact.name, &contact.name, &contact.account, says);
        let press = Message::PersonPressed(contact.account);
        buttons::list_row(row, false, t, press).width(Fill).into()
    });
    Column::new().push(myself).extend(rows).spacing(2).into()
}

/// What can be done about secret chats with the person, or about this one.
fn secret<'a>(state: &State, t: Tokens) -> Option<Element<'a, Message>> {
    let green = t.secret().accent;
    let item = |icon, words, press| buttons::menu_item(icon, words, green, t, press);
    let condition = Condition::of(&state.chat);
    let start = || item(Icon::Lock, say!("secret-start"), Message::SecretPressed);
    let items = match (state.chat.kind, condition) {
        (ChatKind::Secret, _) if !state.of_chat() => return None,
        (ChatKind::Secret, Condition::Over) => {
            Column::new().push(item(Icon::Lock, say!("over-start"), Message::AnewPressed))
        }
        (ChatKind::Secret, condition) => {
            let known = state.chat.secret.as_ref().is_some_and(|secret| secret.device.is_some());
            let compare =
                known.then(|| item(Icon::Shield, say!("compare-safety"), Message::ComparePressed));
            let end = (condition != Condition::Asked).then(|| {
                let press = Message::EndPressed;
                buttons::menu_item(Icon::Lock, say!("secret-end"), t.danger, t, press)
            });
            Column::new().push(compare).push(end)
        }
        (ChatKind::Ordinary | ChatKind::Room, _) => {
            let blocked = state.subject()?.contact.blocked;
            Column::new().push((!blocked).then(start))
        }
        (ChatKind::Saved, _) => return None,
    };
    let line = container(style::divider(t.line)).padding(padding::horizontal(8));
    Some(column![line, items.spacing(4)].spacing(16).into())
}

fn last<'a>(state: &State, t: Tokens) -> Element<'a, Message> {
    let wide = |icon: Icon, words, press| buttons::menu_item(icon, words, t.danger, t, press);
    let blocked = state.subject().map(|person| person.contact.blocked);
    let block = blocked.map(|blocked| {
        if blocked {
            let words = say!("person-unblock");
            buttons::menu_item(Icon::Ban, words, t.ink_1, t, Message::UnblockPressed)
        } else {
            wide(Icon::Ban, say!("menu-block"), Message::BlockPressed)
        }
    });
    let delete =
        state.of_chat().then(|| wide(Icon::Trash, say!("menu-delete"), Message::DeletePressed));
    Column::new().push(block).push(delete).spacing(4).into()
}
