//! The right pane while nothing is open.

use iced::Center;
use iced::Fill;
use iced::widget::{column, container, row};

use super::super::super::icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::canvas::canvas;
use super::super::super::widget::centred::Centred;
use super::super::super::widget::{body, label, style};
use super::super::super::{Element, font};
use super::status::{Health, health};
use super::{Message, State};

/// Nothing is chosen, or there is nobody yet.
pub(super) fn view(state: &State, t: Tokens) -> Element<'_, Message> {
    let middle = match &state.invitation {
        Some(code) if state.loaded && state.is_new() => {
            let buttons = row![
                buttons::text(say!("my-link"), Weight::Secondary, t, Some(Message::MyLinkPressed)),
                buttons::text(say!("empty-add"), Weight::Primary, t, Some(Message::NewChatPressed)),
            ];
            let card = column![
                Centred::new(say!("empty-title"), theme::TITLE, t.ink_1).font(font::STRONG),
                Centred::new(say!("empty-hint"), theme::BODY, t.ink_2),
                container(code.view(240.0)).center_x(Fill).padding([8, 0]),
                buttons.spacing(10),
            ];
            container(card.spacing(12).align_x(Center))
                .padding(28)
                .max_width(440)
                .style(move |_| style::card(t))
                .into()
        }
        _ => shortcuts(health(&state.relays) == Health::Bad, t),
    };
    canvas(container(middle).center(Fill).padding(16), t)
}

/// `away`: no relay answers.
fn shortcuts<'a>(away: bool, t: Tokens) -> Element<'a, Message> {
    let keys = |words: &'static str, key: &'static str| {
        // Letters differ in width; keys below each other do not.
        let cap = |words: &'static str, width: f32| {
            container(label(words, theme::CAPTION, font::MEDIUM, t.ink_1))
                .center_x(width)
                .center_y(20)
                .style(move |_| container::Style {
                    border: iced::border::rounded(6).width(1).color(t.line_strong),
                    ..container::Style::default()
                })
        };
        row![container(body(words, t.ink_2)).width(Fill), cap("Ctrl", 36.0), cap(key, 22.0)]
            .spacing(6)
            .align_y(Center)
            .width(268)
    };
    column![
        icon::mark(96.0, t),
        style::gap(1, 16),
        Centred::new(say!("no-chat"), theme::HEADING, t.ink_1).font(font::STRONG),
        style::gap(1, 4),
        column![].push(away.then(|| Centred::new(say!("no-chat-hint"), theme::BODY, t.ink_2))),
        style::gap(1, 28),
        column![
            keys(say!("new-chat"), "N"),
            keys(say!("find-everything"), "K"),
            keys(say!("lock"), "L"),
        ]
        .spacing(10),
        // A little above the middle.
        style::gap(1, 36),
    ]
    .align_x(Center)
    .into()
}
