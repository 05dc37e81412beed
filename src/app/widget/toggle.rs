//! On or off.

use iced::widget::{button, column, container, row};
use iced::{Center, Color, Fill, Shadow, Vector, border};

use super::super::theme::{self, Tokens};
use super::super::{Element, font};
use super::button::Press;
use super::focus::Ring;
use super::{caption, label, style};

/// A switch of 36 by 20.
pub(crate) fn toggle<'a, Message: Clone + 'a>(
    on: bool,
    t: Tokens,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let knob = container(style::gap(16, 16)).style(move |_| container::Style {
        shadow: Shadow {
            color: Color { a: 0.2, ..Color::BLACK },
            offset: Vector::new(0.0, 1.0),
            blur_radius: 0.0,
        },
        ..style::rounded(Color::WHITE, 8)
    });
    let track = row![style::gap(if on { 16 } else { 0 }, 16), knob];
    let switch = button(track).padding(2).width(36).height(20).style(move |_, status| {
        let fill = match (on, status) {
            (_, button::Status::Disabled) => t.sunken,
            (true, button::Status::Hovered) => t.accent_fill_hover,
            (true, _) => t.accent_fill,
            (false, _) => t.line_strong,
        };
        button::Style {
            background: Some(fill.into()),
            border: border::rounded(10),
            ..button::Style::default()
        }
    });
    Press::new(switch, on_press, Ring::Around, 10.0, t).into()
}

/// A switch beside what it switches.
pub(crate) fn row_with<'a, Message: Clone + 'a>(
    name: &'a str,
    hint: &'a str,
    on: bool,
    t: Tokens,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let words = column![label(name, theme::BODY, font::STRONG, t.ink_1), caption(hint, t.ink_2),]
        .spacing(2)
        .width(Fill);
    row![words, toggle(on, t, on_press)].spacing(16).align_y(Center).into()
}
