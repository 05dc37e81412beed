//! How the relays do: the line under the list, the banner when none answers, and each of them.

use iced::widget::{Column, button, column, container, row, scrollable};
use iced::{Center, Fill, border};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::line::Line;
use super::super::super::widget::{caption, hint, label, style};
use super::super::super::{Element, font, text};
use super::super::relays::{answers, coloured, dot, next_try};
use super::{Message, State};
use crate::model::{RelayCondition, RelayStatus};

/// The button that has the keyboard when the dialog opens.
pub(super) const TRY: &str = "try-relays";

/// From this width the banner's words have room on one line.
const ROOMY: f32 = 860.0;

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
fn why(relays: &[RelayStatus]) -> Option<String> {
    relays.iter().find_map(|relay| relay.reason.as_ref()).map(text::reason)
}

/// A dot and the words for it.
fn says<'a, M: 'a>(relays: &[RelayStatus], t: Tokens) -> Element<'a, M> {
    let (says, health) = condition(relays);
    let words = Line::new(&says, t.ink_2).kind(theme::CAPTION).fill();
    let color = if health == Health::Good { t.ok } else { t.gold };
    row![coloured(color), words].spacing(8).align_y(Center).into()
}

/// The line where nothing is to be pressed.
pub(crate) fn still<'a, M: 'a>(relays: &[RelayStatus], t: Tokens) -> Element<'a, M> {
    let line = container(says(relays, t)).padding([0, 18]).center_y(theme::STATUS_LINE - 1.0);
    column![style::divider(t.line), line.width(Fill)].into()
}

/// The line under the list; pressed, it tells of each relay.
pub(super) fn line<'a>(relays: &[RelayStatus], t: Tokens) -> Element<'a, Message> {
    let pressed = button(container(says(relays, t)).center_y(theme::STATUS_LINE - 8.0))
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
        // With the line above.
        .center_y(theme::STATUS_LINE - 1.0)
        .width(Fill)
        .into()
}

fn reason(relay: &RelayStatus) -> String {
    let told = relay.reason.as_ref().map(text::reason);
    told.unwrap_or_else(|| text::condition(relay.state).to_owned())
}

fn detail(relay: &RelayStatus) -> String {
    format!("{}: {}", relay.url, reason(relay))
}

/// The banner over the right pane, of this width, while no relay answers.
pub(super) fn banner(state: &State, t: Tokens, room: f32) -> Option<Element<'_, Message>> {
    let relays = &state.relays;
    if health(relays) != Health::Bad {
        return None;
    }
    let why = why(relays).map(|why| text::sentence(&why)).unwrap_or_default();
    let title = label(say!("away"), theme::SMALL, font::STRONG, t.warn);
    let hint = format!("{why} {}", say!("away-hint"));
    let hint = label(hint.trim().to_owned(), theme::SMALL, font::TEXT, t.warn);
    // The reason is what one wants to know: rather a second line than a cut.
    let words: Element<'_, Message> = if room < ROOMY {
        column![title, hint].into()
    } else {
        row![title, hint.width(Fill)].spacing(6).into()
    };
    let next = next_try(relays, state.now).filter(|_| !state.trying);
    let next = next.map(|says| label(says, theme::SMALL, font::MEDIUM, t.warn));
    let says = row![Icon::ShieldAlert.view(18.0, t.warn), container(words).width(Fill)]
        .push(next)
        .push(again(state.trying, t));
    Some(amber(says.spacing(10).align_y(Center), t))
}

/// A banner of 52 px, or more where its words need more.
pub(super) fn amber<'a>(
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    let banner = container(content)
        .padding([9.5, 20.0])
        .width(Fill)
        .style(move |_| style::ground(t.warn_soft));
    column![banner, style::divider(t.warn_line)].into()
}

fn again<'a>(trying: bool, t: Tokens) -> Press<'a, Message> {
    let words = if trying { say!("away-trying") } else { say!("away-try") };
    let press = (!trying).then_some(Message::TryPressed);
    buttons::small(words, Weight::Warning, t, press)
}

/// Each relay with its reason.
pub(super) fn dialog(state: &State, t: Tokens) -> Element<'_, Message> {
    let (relays, trying) = (&state.relays, state.trying);
    let rows = relays.iter().map(|relay| {
        let next = next_try(std::slice::from_ref(relay), state.now);
        let url = Line::new(&relay.url.to_string(), t.ink_1).strong().fill();
        let says = caption(reason(relay), t.ink_2);
        let next = next.map(|says| caption(says, t.ink_2));
        row![dot(relay.state, t), column![url, says].push(next).spacing(2).width(Fill)]
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
