//! What can be done with a message.

use iced::border;
use iced::widget::{Row, button, column, container};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press, menu_item, menu_key};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::keys;
use super::super::super::widget::line::Line;
use super::super::super::widget::link::links;
use super::super::super::widget::style;
use super::super::super::{Element, direction};
use super::Message;
use super::keys::in_menu;
use crate::model::{Message as Row_, MessageState};

/// The reactions that are one press away.
pub(super) const QUICK: [&str; 6] = ["👍", "😍", "😂", "😮", "😢", "🦉"];

/// Most links of a message in its menu.
const LINKS: usize = 5;

/// A message's menu, in a chat that takes words or does not.
pub(super) fn view<'a>(message: &'a Row_, writes: bool, t: Tokens) -> Element<'a, Message> {
    let id = message.message;
    let faces = QUICK.into_iter().map(|emoji| {
        let face = Line::new(emoji, t.ink_1).kind(theme::Type { size: 20.0, line: 24.0 });
        let face =
            button(container(face).center(32)).padding(0).style(move |_, status| button::Style {
                background: match status {
                    button::Status::Hovered | button::Status::Pressed => Some(t.pressed.into()),
                    button::Status::Active | button::Status::Disabled => None,
                },
                border: border::rounded(10),
                ..button::Style::default()
            });
        let press = Message::ReactPressed(id, emoji.to_owned());
        Press::new(face, Some(press), Ring::Within, 10.0, t).into()
    });
    let others = buttons::icon(
        Icon::Smile,
        say!("more-emoji"),
        t.ink_2,
        t,
        Message::PickerPressed(Some(id)),
    );
    let item = |icon, words, press| menu_item(icon, words, t.ink_1, t, press);
    let key = |icon, words, key, press| menu_key(icon, words, key, t.ink_1, t, press);
    let again = (writes
        && message.mine
        && matches!(message.state, MessageState::Failed | MessageState::Waiting))
    .then(|| item(Icon::Rotate, say!("try-again"), Message::RetryPressed(id)));
    let edit = (writes && message.mine && message.attachments.is_empty())
        .then(|| item(Icon::Pencil, say!("edit"), Message::EditPressed(id)));
    let quoted = message
        .reply_to
        .filter(|_| message.quote.is_some())
        .map(|quoted| item(Icon::Up, say!("show-quoted"), Message::QuotePressed(quoted)));
    let copy = (!message.text.is_empty())
        .then(|| key(Icon::Copy, say!("copy-text"), "Ctrl C", Message::CopyPressed(id)));
    // All that can be pressed in the message itself.
    let opened = links(&message.text).into_iter().take(LINKS).map(|link| {
        let words = match &link.host {
            Some(host) => say!("open-link", host = host.as_str()),
            None => say!("open-person").to_owned(),
        };
        buttons::menu_line(Icon::Link, &words, t.ink_1, t, Message::LinkPressed(link))
    });
    let faces = writes.then(|| {
        column![
            container(Row::with_children(faces).push(others).spacing(2)).padding([2, 4]),
            style::divider(t.line),
        ]
        .spacing(2)
    });
    let reply = writes.then(|| key(Icon::reply(), say!("reply"), "R", Message::ReplyPressed(id)));
    let items = column![]
        .push(faces)
        .push(again)
        .push(reply)
        .push(edit)
        .push(copy)
        .push(quoted)
        .extend(opened)
        .push(item(Icon::Info, say!("info"), Message::InfoPressed(id)))
        .push(menu_item(Icon::Trash, say!("delete-menu"), t.danger, t, Message::DeletePressed(id)))
        .spacing(2);
    let written = !message.text.is_empty();
    let items = keys::before(items, move |press| in_menu(id, written, &press));
    let card = container(items).padding(6).width(264).style(move |_| style::menu(t));
    // A menu is laid out beside the window, not within it.
    direction::mirrored(style::lift_menu(card, t))
}
