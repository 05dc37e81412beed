//! The other side has another key than before: what that may mean, in the place of the messages,
//! and nothing of it can be passed by mistake.

use iced::widget::{Column, column, container, row, scrollable};
use iced::{Border, Center, Color, Fill};

use super::super::super::super::icon::Icon;
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::super::widget::canvas::canvas;
use super::super::super::super::widget::{body, label, style};
use super::super::super::super::{Element, font};
use super::super::{Message, State};
use super::{Message as Secret, first_name};
use crate::model::SecretStage;

/// From this width the two explanations stand beside each other.
const ROOMY: f32 = 560.0;

/// The card on its ground, in a pane of this width.
pub(crate) fn view<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let card = container(card(state, t, pane))
        .padding(if pane >= ROOMY { 32 } else { 20 })
        .width(Fill)
        .style(move |_| container::Style {
            border: Border { color: t.danger_line, width: 1.0, radius: 14.0.into() },
            ..style::card(t)
        });
    // With its shadow.
    let card = container(style::lift_menu(card, t)).max_width(616);
    let card = container(card).center_x(Fill).padding([24, 16]);
    // A window may be lower than the card.
    let card = scrollable(card)
        .direction(style::thin())
        .style(move |_, status| style::scroll_shown(t, status))
        .width(Fill);
    canvas(container(card).center_y(Fill).width(Fill), t)
}

fn card<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let name = first_name(&state.chat);
    let press = |press| Some(Message::Secret(press));
    let disc = container(Icon::ShieldAlert.view(26.0, t.danger))
        .center(56)
        .style(move |_| style::rounded(t.danger_soft, 28));
    let title = column![
        label(say!("changed-title", name = name), theme::TITLE, font::STRONG, t.ink_1),
        body(say!("changed-hint"), t.ink_2),
    ];
    let likely = reason(
        Icon::Laptop,
        (say!("changed-likely"), say!("changed-likely-hint", name = name)),
        (t.ink_1, t.sunken),
        t,
    );
    let bad = reason(
        Icon::Alert,
        (say!("changed-bad"), say!("changed-bad-hint").to_owned()),
        (t.danger, t.danger_soft),
        t,
    );
    let reasons: Element<'_, Message> = if pane >= ROOMY {
        row![likely, bad].spacing(12).into()
    } else {
        column![likely, bad].spacing(12).into()
    };
    // Their device has no number to compare before it was answered, and nothing of what is written
    // goes to it until the person has decided.
    let asked = state.secret_chat().is_some_and(|secret| secret.stage == SecretStage::Asked);
    let (first, second, does) = if asked {
        let first = (say!("changed-accept"), Secret::AcceptPressed);
        (first, (say!("refuse"), Secret::RefusePressed), say!("changed-do-asked", name = name))
    } else {
        let first = (say!("changed-compare"), Secret::ComparePressed);
        (first, (say!("changed-end"), Secret::EndPressed), say!("changed-do", name = name))
    };
    let answers = row![
        buttons::with_icon(Icon::Shield, first.0, Weight::Primary, t, press(first.1)),
        buttons::text(second.0, Weight::DangerOutline, t, press(second.1)),
    ];
    let cannot = label(say!("changed-cannot", name = name), theme::SMALL, font::TEXT, t.ink_2);
    let on = buttons::text(
        say!("changed-continue"),
        Weight::Ghost,
        Tokens { accent: t.danger, hover: t.danger_soft, pressed: t.danger_soft, ..t },
        press(Secret::LetInPressed),
    );
    let last: Element<'_, Message> = if pane >= ROOMY {
        row![container(cannot).width(Fill), on].spacing(12).align_y(Center).into()
    } else {
        column![cannot, on].spacing(4).into()
    };
    let last = (!asked).then(|| column![style::divider(t.line), last].spacing(20));
    Column::new()
        .push(row![disc, title.width(Fill)].spacing(16).align_y(Center))
        .push(reasons)
        .push(body(does, t.ink_1))
        .push(answers.spacing(10).wrap().vertical_spacing(10))
        .push(last)
        .spacing(20)
        .into()
}

fn reason<'a>(
    icon: Icon,
    (title, says): (&'a str, String),
    (ink, ground): (Color, Color),
    t: Tokens,
) -> Element<'a, Message> {
    let title = row![icon.view(18.0, ink), label(title, theme::SMALL, font::STRONG, ink)];
    let words =
        column![title.spacing(8).align_y(Center), label(says, theme::SMALL, font::TEXT, t.ink_2),];
    container(words.spacing(4))
        .padding([12, 14])
        .width(Fill)
        .style(move |_| style::rounded(ground, 12))
        .into()
}
