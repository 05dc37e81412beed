//! What can be done with a message, and the question before it is deleted.

use iced::widget::{Row, button, column, container, row};
use iced::{Center, Fill, border};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight, menu_item};
use super::super::super::widget::line::Line;
use super::super::super::widget::{body, label, style};
use super::super::super::{Element, font};
use super::Message;
use crate::model::{ChatKind, Message as Row_, MessageState};

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
    let item = |icon, words, press| menu_item(icon, words, t.ink_1, t, press);
    let again = (message.mine
        && matches!(message.state, MessageState::Failed | MessageState::Waiting))
    .then(|| item(Icon::Rotate, say!("try-again"), Message::RetryPressed(id)));
    let edit = (message.mine && message.attachments.is_empty())
        .then(|| item(Icon::Pencil, say!("edit"), Message::EditPressed(id)));
    let copy = (!message.text.is_empty())
        .then(|| item(Icon::Copy, say!("copy-text"), Message::CopyPressed(id)));
    let items = column![
        container(Row::with_children(faces).spacing(2)).padding([2, 4]),
        style::divider(t.line),
    ]
    .push(again)
    .push(item(Icon::Reply, say!("reply"), Message::ReplyPressed(id)))
    .push(edit)
    .push(copy)
    .push(menu_item(Icon::Trash, say!("delete-menu"), t.danger, t, Message::DeletePressed(id)))
    .spacing(2);
    let card = container(items).padding(6).width(224).style(move |_| style::menu(t));
    style::lift_menu(card, t)
}

/// "Delete this message?"
pub(super) fn delete_dialog<'a>(
    message: &'a Row_,
    kind: ChatKind,
    t: Tokens,
) -> Element<'a, Message> {
    let everyone = message.mine && kind != ChatKind::Saved;
    let says = match (kind, everyone) {
        (ChatKind::Saved, _) => say!("delete-saved"),
        (_, true) => say!("delete-own"),
        (_, false) => say!("delete-others"),
    };
    let here = Message::DeleteConfirmed { for_both: false };
    let both = everyone.then(|| {
        let press = Some(Message::DeleteConfirmed { for_both: true });
        buttons::text(say!("delete-for-all"), Weight::Danger, t, press)
    });
    let weight = if everyone { Weight::DangerOutline } else { Weight::Danger };
    let buttons = row![
        buttons::text(say!("cancel"), Weight::Secondary, t, Some(Message::DeleteCancelled)),
        buttons::text(say!("delete-for-me"), weight, t, Some(here)),
    ]
    .push(both)
    .spacing(8)
    .align_y(Center);
    column![
        label(say!("delete-title"), theme::HEADING, font::STRONG, t.ink_1),
        body(says, t.ink_2),
        container(buttons.wrap().vertical_spacing(8)).align_right(Fill),
    ]
    .spacing(16)
    .width(460)
    .into()
}
