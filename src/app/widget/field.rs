//! Fields to type in, with their label, hint and error.

use iced::widget::text_input::{Status, Style};
use iced::widget::{Column, button, column, container, row, stack};
use iced::{Border, Center, Color, Fill, Right, border, padding};

use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::{Element, font};
use super::button::Press;
use super::entry::Entry;
use super::focus::Ring;
use super::{caption, label};

/// How a field is painted.
pub(crate) fn paint(t: Tokens, wrong: bool, status: Status) -> Style {
    let (color, width) = match status {
        _ if wrong => (t.danger, 2.0),
        Status::Focused { .. } => (t.accent, 2.0),
        Status::Active | Status::Hovered => (t.line_strong, 1.0),
        Status::Disabled => (t.line, 1.0),
    };
    Style {
        background: t.surface.into(),
        border: Border { color, width, radius: 10.0.into() },
        icon: t.ink_3,
        placeholder: t.ink_3,
        value: if status == Status::Disabled { t.ink_3 } else { t.ink_1 },
        selection: Color { a: 0.35, ..t.accent },
    }
}

/// A field of 44 px in the usual paint.
pub(crate) fn input<'a, Message: Clone + 'a>(
    placeholder: &'a str,
    value: &'a str,
    wrong: bool,
    t: Tokens,
) -> Entry<'a, Message> {
    Entry::new(placeholder, value, theme::FIELD, move |status| paint(t, wrong, status))
        .padding([12, 13])
}

/// A secret typed blind, with an eye to look at it.
pub(crate) fn secret<'a, Message: Clone + 'a>(
    field: Entry<'a, Message>,
    shown: bool,
    t: Tokens,
    toggled: Message,
) -> Element<'a, Message> {
    let eye = if shown { Icon::EyeOff } else { Icon::Eye };
    let eye =
        button(container(eye.view(20.0, t.ink_2)).center(36)).padding(0).style(move |_, status| {
            button::Style {
                background: match status {
                    button::Status::Hovered | button::Status::Pressed => Some(t.hover.into()),
                    button::Status::Active | button::Status::Disabled => None,
                },
                border: border::rounded(8),
                ..button::Style::default()
            }
        });
    let eye = Press::new(eye, Some(toggled), Ring::Within, 8.0, t);
    let field = field.secure(!shown).padding(padding::vertical(12).left(13).right(48));
    stack![
        field,
        container(eye).align_x(Right).align_y(Center).width(Fill).height(44).padding([0, 4])
    ]
    .into()
}

/// A field under its label, with a hint or, instead of it, what is wrong.
pub(crate) fn labelled<'a, Message: 'a>(
    name: &'a str,
    aside: Option<&'a str>,
    field: impl Into<Element<'a, Message>>,
    hint: Option<&'a str>,
    wrong: Option<&'a str>,
    t: Tokens,
) -> Column<'a, Message> {
    let head = row![
        container(label(name, theme::SMALL, font::STRONG, t.ink_1)).width(Fill),
        label(aside.unwrap_or_default(), theme::SMALL, font::TEXT, t.ink_3),
    ];
    let below =
        wrong.map(|words| caption(words, t.danger)).or(hint.map(|words| caption(words, t.ink_2)));
    column![column![head, field.into()].spacing(8)].push(below).spacing(6)
}
