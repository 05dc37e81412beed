//! What can be done with a message.

use iced::border;
use iced::widget::{Row, button, column, container};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, menu_item};
use super::super::super::widget::line::Line;
use super::super::super::widget::style;
use super::super::super::{Element, direction};
use super::Message;
use crate::model::{Message as Row_, MessageState};

/// The reactions that are one press away.
pub(super) const QUICK: [&str; 6] = ["👍", "😍", "😂", "😮", "😢", "🦉"];

/// A message's menu.
pub(super) fn view<'a>(message: &'a Row_, t: Tokens) -> Element<'a, Message> {
    let id = message.message;
    let faces = QUICK.into_iter().map(|emoji| {
        let face = Line::new(emoji, t.ink_1).kind(theme::Type { size: 20.0, line: 24.0 });
        button(container(face).center(32))
            .padding(0)
            .on_press(Message::ReactPressed(id, emoji.to_owned()))
            .style(move |_, status| button::Style {
                background: match status {
                    button::Status::Hovered | button::Status::Pressed => Some(t.pressed.into()),
                    button::Status::Active | button::Status::Disabled => None,
                },
                border: border::rounded(10),
                ..button::Style::default()
            })
            .into()
    });
    let others = buttons::icon(
        Icon::Smile,
        say!("more-emoji"),
        t.ink_2,
        t,
        Message::PickerPressed(Some(id)),
    );
    let item = |icon, words, press| menu_item(icon, words, t.ink_1, t, press);
    let again = (message.mine
        && matches!(message.state, MessageState::Failed | MessageState::Waiting))
    .then(|| item(Icon::Rotate, say!("try-again"), Message::RetryPressed(id)));
    let edit = (message.mine && message.attachments.is_empty())
        .then(|| item(Icon::Pencil, say!("edit"), Message::EditPressed(id)));
    let quoted = message
        .reply_to
        .filter(|_| message.quote.is_some())
        .map(|quoted| item(Icon::Up, say!("show-quoted"), Message::QuotePressed(quoted)));
    let copy = (!message.text.is_empty())
        .then(|| item(Icon::Copy, say!("copy-text"), Message::CopyPressed(id)));
    let items = column![
        container(Row::with_children(faces).push(others).spacing(2)).padding([2, 4]),
        style::divider(t.line),
    ]
    .push(again)
    .push(item(Icon::reply(), say!("reply"), Message::ReplyPressed(id)))
    .push(edit)
    .push(copy)
    .push(quoted)
    .push(item(Icon::Info, say!("info"), Message::InfoPressed(id)))
    .push(menu_item(Icon::Trash, say!("delete-menu"), t.danger, t, Message::DeletePressed(id)))
    .spacing(2);
    let card = container(items).padding(6).width(264).style(move |_| style::menu(t));
    direction::mirrored(style::lift_menu(card, t))
}
