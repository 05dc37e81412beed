//! A few words that go by themselves, with one thing to do about them if there is.
//!
//! They lie where nothing new comes: messages come at the bottom of the conversation, so they lie
//! over the end of the list, and, in a window of one pane, below its top bar.

use iced::widget::{container, row};
use iced::{Bottom, Center, Color, Fill, Left, Shrink, Top, border, padding};

use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::{Element, font};
use super::button::Press;
use super::focus::Ring;
use super::motion::{Kind, Since, coming};
use super::{label, style};

/// From the edges of the pane.
const EDGE: f32 = 12.0;

/// The words, over whatever they are laid; `list`: how wide the list beside the conversation is.
pub(crate) fn toast<'a, Message: Clone + 'a>(
    says: &'a str,
    act: Option<(&'a str, Message)>,
    list: Option<f32>,
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
    // Words with a button beside them go on in a second line where the list is narrow.
    let said = if list.is_some() && act.is_some() { Fill } else { Shrink };
    let words = row![
        Icon::CircleCheck.view(18.0, Color::WHITE),
        container(label(says, theme::BODY, font::TEXT, Color::WHITE)).width(said),
    ]
    .push(act)
    .spacing(10)
    .align_y(Center);
    let widest = list.map_or(520.0, |list| list - 2.0 * EDGE);
    let card = container(words).padding([7, 16]).max_width(widest);
    let card = card.style(move |_| style::rounded(t.tooltip, 10));
    let card = coming(card, Kind::Menu, Since::Seen, (t.tooltip, 10), t);
    let card = container(card).width(Fill).height(Fill);
    match list {
        Some(_) => {
            let edges = padding::left(EDGE).bottom(theme::STATUS_LINE + EDGE);
            card.align_x(Left).align_y(Bottom).padding(edges).into()
        }
        None => {
            let edges = padding::top(theme::TOP_BAR + EDGE).horizontal(EDGE);
            card.align_x(Center).align_y(Top).padding(edges).into()
        }
    }
}
