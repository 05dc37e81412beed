//! What the parts of the page are built of.

use iced::widget::{Row, button, column, container, row, text};
use iced::{Center, Fill, border};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::{label, style};
use super::super::super::{Element, font};

/// A card with room inside.
pub(super) fn card<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    container(content).padding(16).width(Fill).style(move |_| style::card(t)).into()
}

/// A section: its name and a hint, something to press beside them, and what is in it.
pub(super) fn section<'a, Message: 'a>(
    name: &'a str,
    hint: &'a str,
    aside: Option<Element<'a, Message>>,
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    let words = column![
        label(name, theme::HEADER, font::STRONG, t.ink_1),
        label(hint, theme::SMALL, font::TEXT, t.ink_2),
    ]
    .width(Fill);
    let head = row![words].push(aside).spacing(12).align_y(iced::Bottom);
    column![head, content.into()].spacing(12).into()
}

/// A row of buttons that goes on in a second line.
pub(super) fn buttons_row<'a, Message: 'a>(
    all: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    Row::with_children(all).spacing(8).align_y(Center).wrap().vertical_spacing(8).into()
}

/// Text in a sunken box: a path, an address, a key.
pub(super) fn sunken<'a, Message: 'a>(
    words: impl text::IntoFragment<'a>,
    t: Tokens,
) -> Element<'a, Message> {
    let words = label(words, theme::SMALL, font::TEXT, t.ink_1);
    container(words.wrapping(text::Wrapping::WordOrGlyph))
        .padding(12)
        .width(Fill)
        .style(move |_| style::inset(t, 10.0))
        .into()
}

/// A button of 32 px with an icon before its words.
pub(super) fn with_icon<'a, Message: Clone + 'a>(
    icon: Icon,
    words: &'a str,
    t: Tokens,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let ink = if on_press.is_some() { t.ink_1 } else { t.ink_3 };
    let face = row![icon.view(16.0, ink), label(words, theme::BODY, font::STRONG, ink),]
        .spacing(8)
        .align_y(Center)
        .height(30);
    let face = button(face).padding([0, 12]).height(32).style(move |_, status| {
        let ground = match status {
            button::Status::Active => t.surface,
            button::Status::Hovered => t.hover,
            button::Status::Pressed => t.pressed,
            button::Status::Disabled => t.disabled(),
        };
        button::Style {
            background: Some(ground.into()),
            border: border::rounded(10).width(1).color(t.line_strong),
            ..button::Style::default()
        }
    });
    Press::new(face, on_press, Ring::Around, 10.0, t).into()
}

/// Two buttons: to do it, or not.
pub(super) fn decide<'a, Message: Clone + 'a>(
    words: &'a str,
    on_press: Option<Message>,
    leave: Message,
    t: Tokens,
) -> Element<'a, Message> {
    buttons_row([
        buttons::text(words, Weight::Primary, t, on_press).into(),
        buttons::text(say!("cancel"), Weight::Secondary, t, Some(leave)).into(),
    ])
}
