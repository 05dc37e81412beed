//! One of a few.

use iced::widget::{Row, button, container};
use iced::{Color, border};

use super::super::theme::{self, Tokens};
use super::super::{Element, font};
use super::button::Press;
use super::focus::Ring;
use super::label;

/// How the choices are painted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inks {
    chosen: Color,
    chosen_ground: Color,
    other: Color,
    hover: Color,
    line: Color,
}

impl Inks {
    /// On a page.
    pub(crate) fn of(t: Tokens) -> Self {
        Self {
            chosen: t.accent,
            chosen_ground: t.accent_soft,
            other: t.ink_2,
            hover: t.hover,
            line: t.line_strong,
        }
    }
}

/// A row of choices, 32 px high, which goes on in a second line where there is no room.
pub(crate) fn segmented<'a, T, Message>(
    choices: impl IntoIterator<Item = (&'a str, T)>,
    chosen: &T,
    inks: Inks,
    t: Tokens,
    on_choice: impl Fn(T) -> Message,
) -> Element<'a, Message>
where
    T: PartialEq,
    Message: Clone + 'a,
{
    let segment = |(words, value): (&'a str, T)| {
        let on = value == *chosen;
        let ink = if on { inks.chosen } else { inks.other };
        let font = if on { font::STRONG } else { font::MEDIUM };
        let face = container(label(words, theme::SMALL, font, ink)).center_y(30);
        let face = button(face).padding([0, 12]).height(32).style(move |_, status| {
            let ground = match status {
                _ if on => inks.chosen_ground,
                button::Status::Hovered | button::Status::Pressed => inks.hover,
                button::Status::Active | button::Status::Disabled => Color::TRANSPARENT,
            };
            let line = if on { inks.chosen } else { inks.line };
            button::Style {
                background: Some(ground.into()),
                border: border::rounded(10).width(1).color(line),
                ..button::Style::default()
            }
        });
        Press::new(face, Some(on_choice(value)), Ring::Around, 10.0, t).into()
    };
    let choices: Vec<Element<'a, Message>> = choices.into_iter().map(segment).collect();
    Row::with_children(choices).spacing(8).wrap().vertical_spacing(8).into()
}
