//! The link that others need to write to me.

use iced::widget::{Column, column, container, row};
use iced::{Fill, border};

use super::super::font;
use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::widget::button::{self as buttons, Weight};
use super::super::widget::{avatar, body, caption, label};
use crate::messenger::Me;

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The copy button was pressed.
    CopyPressed,
    /// The lock was pressed.
    LockPressed,
    /// The dialog was left.
    Closed,
}

/// The dialog's content.
pub(crate) fn view(me: &Me, copied: bool, t: Tokens) -> Column<'_, Message> {
    let link = container(
        label(me.link.as_str(), theme::SMALL, font::TEXT, t.ink_1)
            .wrapping(iced::widget::text::Wrapping::Glyph),
    )
    .padding(12)
    .width(Fill)
    .style(move |_| container::Style {
        background: Some(t.sunken.into()),
        border: border::rounded(10),
        ..container::Style::default()
    });
    let head = row![
        avatar::person(&me.name, &me.account, 44.0),
        column![
            label(me.name.as_str(), theme::HEADING, font::STRONG, t.ink_1),
            caption(say!("my-link"), t.ink_2),
        ],
    ]
    .spacing(12)
    .align_y(iced::Center);
    let copy = if copied { say!("copied") } else { say!("copy") };
    column![
        head,
        body(say!("my-link-hint"), t.ink_2),
        link,
        row![
            row![
                Icon::Lock.view(16.0, t.accent),
                buttons::text(say!("lock-now"), Weight::Ghost, t, Some(Message::LockPressed)),
            ]
            .align_y(iced::Center)
            .width(Fill),
            buttons::text(say!("close"), Weight::Secondary, t, Some(Message::Closed)),
            buttons::text(copy, Weight::Primary, t, Some(Message::CopyPressed)),
        ]
        .spacing(8)
        .align_y(iced::Center),
    ]
    .spacing(16)
    .width(460)
}
