//! A few words at the bottom that go by themselves, with one thing to do about them if there is.

use iced::widget::{container, row};
use iced::{Bottom, Center, Color, Fill, border};

use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::{Element, font};
use super::button::Press;
use super::focus::Ring;
use super::motion::{Kind, Since, coming};
use super::{label, style};

/// The words, at the bottom of whatever they lie over.
pub(crate) fn toast<'a, Message: Clone + 'a>(
    says: &'a str,
    act: Option<(&'a str, Message)>,
    t: Tokens,
) -> Element<'a, Message> {
    let act = act.map(|(words, message)| {
        let words = label(words, theme::BODY, font::STRONG, t.toast_accent());
        let button = iced::widget::button(words).padding([4, 8]).style(move |_, status| {
            let hovered = status != iced::widget::button::Status::Active;
            iced::widget::button::Style {
                background: hovered.then(|| Color { a: 0.12, ..Color::WHITE }.into()),
                border: border::rounded(8),
                ..iced::widget::button::Style::default()
            }
        });
        Press::new(button, Some(message), Ring::Within, 8.0, t)
    });
    let words = row![
        Icon::CircleCheck.view(18.0, Color::WHITE),
        label(says, theme::BODY, font::TEXT, Color::WHITE),
    ]
    .push(act)
    .spacing(10)
    .align_y(Center);
    let card = container(words).padding([7, 16]).max_width(520);
    let card = card.style(move |_| style::rounded(t.tooltip, 10));
    let card = coming(card, Kind::Menu, Since::Seen, (t.tooltip, 10), t);
    container(card).width(Fill).height(Fill).align_x(Center).align_y(Bottom).padding(80).into()
}
