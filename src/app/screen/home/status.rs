//! How the relays do: the line under the list, the banner when none answers, and each of them.

use iced::widget::{Column, button, column, container, row, scrollable};
use iced::{Center, Color, Fill, border};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::line::Line;
use super::super::super::widget::{caption, hint, label, style};
use super::super::super::{Element, font, text};
use super::Message;
use crate::model::{RelayCondition, RelayStatus};

/// The button that has the keyboard when the dialog opens.
pub(super) const TRY: &str = "try-relays";

/// What the relays' conditions amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Good,
    Waiting,
    Bad,
}

pub(super) fn health(relays: &[RelayStatus]) -> Health {
    let connected = relays.iter().filter(|r| answers(r)).count();
    let trying = relays.iter().any(|r| r.state == RelayCondition::Connecting);
    match connected {
        0 if trying || relays.is_empty() => Health::Waiting,
        0 => Health::Bad,
        n if n < relays.len() => Health::Waiting,
        _ => Health::Good,
    }
}

fn answers(relay: &RelayStatus) -> bool {
    matches!(relay.state, RelayCondition::Connected | RelayCondition::Slow)
}

fn condition(relays: &[RelayStatus]) -> (String, Health) {
    let health = health(relays);
    let connected = relays.iter().filter(|r| answers(r)).count();
    let says = match (connected, health) {
        (0, Health::Bad) => match why(relays) {
            Some(why) => format!("{} · {why}", say!("offline")),
            None => say!("offline").to_owned(),
        },
        (0, _) => say!("connecting").to_owned(),
        (n, _) => text::relays(n, relays.len()),
    };
    (says, health)
}

/// The first reason that any relay gave.
fn why(relays: &[RelayStatus]) -> Option<&str> {
    relays.iter().map(|r| r.reason.as_str()).find(|why| !why.is_empty())
}

fn dot<'a>(good: bool, t: Tokens) -> Element<'a, Message> {
    let colour: Color = if good { t.ok } else { t.gold };
    container(style::gap(8, 8)).style(move |_| style::rounded(colour, 4)).into()
}

/// The line under the list; pressed, it tells of each relay.
pub(super) fn line<'a>(relays: &[RelayStatus], t: Tokens) -> Element<'a, Message> {
    let (says, health) = condition(relays);
    let good = health == Health::Good;
    let words = Line::new(&says, t.ink_2).kind(theme::CAPTION).fill();
    let inner = row![dot(good, t), words].spacing(8).align_y(Center);
    let pressed = button(container(inner).center_y(theme::STATUS_LINE - 8.0))
        .padding([0, 10])
        .width(Fill)
        .style(move |_, status| button::Style {
            background: match status {
                button::Status::Hovered => Some(t.hover.into()),
                button::Status::Pressed => Some(t.pressed.into()),
                button::Status::Active | button::Status::Disabled => None,
            },
            border: border::rounded(8),
            ..button::Style::default()
        });
    let each: Vec<String> = relays.iter().map(detail).collect();
    let pressed = Press::new(pressed, Some(Message::RelaysPressed), Ring::Within, 8.0, t);
    let pressed: Element<'_, Message> =
        if each.is_empty() { pressed.into() } else { hint::above(pressed, each.join("\n"), t) };
    let sliders = buttons::low_icon(
        Icon::Settings,
        say!("menu-settings"),
        t.ink_2,
        t,
        Message::SettingsPressed,
    );
    container(row![container(pressed).width(Fill), sliders].spacing(4).align_y(Center))
        .padding([0, 8])
        .center_y(theme::STATUS_LINE)
        .width(Fill)
        .into()
}

fn reason(relay: &RelayStatus) -> &str {
    if relay.reason.is_empty() { text::condition(relay.state) } else { &relay.reason }
}

fn detail(relay: &RelayStatus) -> String {
    format!("{}: {}", relay.url, reason(relay))
}

/// The banner over the right pane while no relay answers.
pub(super) fn banner<'a>(
    relays: &'a [RelayStatus],
    trying: bool,
    t: Tokens,
) -> Option<Element<'a, Message>> {
    if health(relays) != Health::Bad {
        return None;
    }
    let why = why(relays).map(text::sentence).unwrap_or_default();
    let says = row![
        Icon::ShieldAlert.view(18.0, t.warn),
        label(say!("away"), theme::SMALL, font::STRONG, t.warn),
        Line::new(&format!("{why} {}", say!("away-hint")), t.warn).kind(theme::SMALL).fill(),
        again(trying, t),
    ];
    Some(amber(says.spacing(10).align_y(Center), t))
}

/// A banner of 52 px.
pub(super) fn amber<'a>(
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    let banner = container(content)
        .padding([0, 20])
        .center_y(51)
        .width(Fill)
        .style(move |_| style::ground(t.warn_soft));
    column![banner, style::divider(t.warn_line)].into()
}

fn again<'a>(trying: bool, t: Tokens) -> Press<'a, Message> {
    let words = if trying { say!("away-trying") } else { say!("away-try") };
    let press = (!trying).then_some(Message::TryPressed);
    buttons::small(words, Weight::Secondary, t, press)
}

/// Each relay with its reason.
pub(super) fn dialog<'a>(
    relays: &'a [RelayStatus],
    trying: bool,
    t: Tokens,
) -> Element<'a, Message> {
    let rows = relays.iter().map(|relay| {
        let url = Line::new(&relay.url.to_string(), t.ink_1).strong().fill();
        let says = caption(reason(relay), t.ink_2);
        row![dot(answers(relay), t), column![url, says].spacing(2).width(Fill)]
            .spacing(12)
            .align_y(Center)
            .into()
    });
    let rows: Element<'_, Message> = if relays.is_empty() {
        caption(say!("relays-none"), t.ink_2).into()
    } else {
        container(
            scrollable(Column::with_children(rows).spacing(12))
                .direction(style::thin())
                .style(move |_, status| style::scroll(t, status)),
        )
        .max_height(280)
        .into()
    };
    let press = (!trying).then_some(Message::TryPressed);
    let words = if trying { say!("away-trying") } else { say!("away-try") };
    let buttons = row![
        buttons::text(say!("menu-settings"), Weight::Ghost, t, Some(Message::SettingsPressed)),
        buttons::text(say!("close"), Weight::Secondary, t, Some(Message::DialogLeft)),
        buttons::text(words, Weight::Primary, t, press).id(TRY),
    ];
    column![
        label(say!("away-relays"), theme::HEADING, font::STRONG, t.ink_1),
        rows,
        container(buttons.spacing(8).align_y(Center).wrap().vertical_spacing(8)).align_right(Fill),
    ]
    .spacing(18)
    .width(460)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::relay;

    #[test]
    fn the_status_line_tells_the_worst_that_matters() {
        use RelayCondition::*;
        for (states, says, health) in [
            (vec![Connected, Connected], "2 of 2 relays", Health::Good),
            (vec![Connected, Unreachable], "1 of 2 relays", Health::Waiting),
            (vec![Connected], "Connected", Health::Good),
            (vec![Connecting, Unreachable], say!("connecting"), Health::Waiting),
            (vec![], say!("connecting"), Health::Waiting),
        ] {
            let relays: Vec<_> = states.iter().enumerate().map(|(n, s)| relay(n, *s, "")).collect();
            assert_eq!(condition(&relays), (says.to_owned(), health), "{states:?}");
        }
        let offline = [relay(0, Unreachable, "no answer")];
        assert_eq!(condition(&offline), ("Offline · no answer".to_owned(), Health::Bad));
    }
}
