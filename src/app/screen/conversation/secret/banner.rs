//! What is said between the bar and the messages of a secret chat: that nobody compared, what is
//! waited for, and what went wrong.

use iced::widget::{Column, column, container, row};
use iced::{Center, Color, Fill};

use super::super::super::super::calendar::Calendar;
use super::super::super::super::icon::Icon;
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::super::widget::{label, style};
use super::super::super::super::{Element, font, text};
use super::super::{Message, State};
use super::{Condition, Message as Secret, first_name};
use crate::model::Standing;

/// From this width a banner's words have room beside its button.
const ROOMY: f32 = 620.0;

/// All of them, from top to bottom, in a pane of this width.
pub(crate) fn view<'a>(
    state: &'a State,
    calendar: &Calendar,
    t: Tokens,
    pane: f32,
) -> Element<'a, Message> {
    let Some(secret) = state.secret_chat() else { return column![].into() };
    let name = first_name(&state.chat);
    let verify = state.warns().map(|standing| verify(standing, t, pane));
    let waits = match (state.condition(), secret.lapses_at) {
        (Condition::Offered, Some(at)) => {
            let says = say!("waits-offered", name = name, moment = calendar.moment(at));
            Some(quiet(Icon::Timer, says, (t.accent, t.accent_soft), t))
        }
        (Condition::Offered | Condition::Waiting, _) => {
            let says = say!("waits-accepted", name = name);
            Some(quiet(Icon::Timer, says, (t.accent, t.accent_soft), t))
        }
        _ => None,
    };
    let stuck = secret.reason.as_ref().map(|why| {
        let says = say!("step-stuck", why = text::reason(why).as_str());
        quiet(Icon::Alert, says, (t.warn, t.warn_soft), t)
    });
    let over = state.condition() == Condition::Over;
    let warn = (t.warn, t.warn_soft);
    let calm = (t.ink_2, t.sunken);
    let rival = (secret.rival && !over)
        .then(|| quiet(Icon::ShieldAlert, say!("secret-rival", name = name), warn, t));
    let missing = (secret.missing > 0 && !over).then(|| {
        let says = say!("secret-missing", count = secret.missing, name = name);
        quiet(Icon::Inbox, says, calm, t)
    });
    let lost = (secret.lost > 0).then(|| {
        let says = say!("secret-lost", count = secret.lost, name = name);
        quiet(Icon::Alert, says, calm, t)
    });
    Column::new().push(verify).push(waits).push(stuck).push(rival).push(missing).push(lost).into()
}

fn verify<'a>(standing: Standing, t: Tokens, pane: f32) -> Element<'a, Message> {
    let title = label(say!("not-verified-title"), theme::SMALL, font::STRONG, t.warn);
    let hint = label(say!("not-verified-hint"), theme::SMALL, font::TEXT, t.warn);
    let press = |press| Some(Message::Secret(press));
    let compare =
        buttons::small(say!("compare"), Weight::Primary, t, press(Secret::ComparePressed));
    // Whoever let a device in without comparing is reminded for good.
    let cross = (standing != Standing::Accepted).then(|| {
        let press = Message::Secret(Secret::BannerClosed);
        let on = Tokens {
            hover: Color { a: 0.12, ..t.warn },
            pressed: Color { a: 0.24, ..t.warn },
            ..t
        };
        buttons::icon(Icon::X, say!("close"), t.warn, on, press)
    });
    let icon = Icon::ShieldQuestion.view(18.0, t.warn);
    let content: Element<'_, Message> = if pane >= ROOMY {
        // As wide as they are, so that they stand together in either direction.
        let words = container(row![title, hint].spacing(6)).width(Fill);
        row![icon, words, compare].push(cross).spacing(10).align_y(Center).into()
    } else {
        let words = column![title, hint].spacing(2).width(Fill);
        let words = row![icon, words].push(cross).spacing(10);
        column![words, container(compare).align_right(Fill)].spacing(6).into()
    };
    bar(content, [7.5, 24.0], t.warn_soft, t.warn_line)
}

/// A line that asks for nothing.
fn quiet<'a>(
    icon: Icon,
    says: String,
    (ink, ground): (Color, Color),
    t: Tokens,
) -> Element<'a, Message> {
    let words = container(label(says, theme::CAPTION, font::TEXT, ink)).width(Fill);
    let line = row![icon.view(16.0, ink), words].spacing(10).align_y(Center);
    bar(line, [7.0, 24.0], ground, t.line)
}

fn bar<'a>(
    content: impl Into<Element<'a, Message>>,
    padding: [f32; 2],
    ground: Color,
    line: Color,
) -> Element<'a, Message> {
    let bar = container(content).padding(padding).width(Fill).style(move |_| style::ground(ground));
    column![bar, style::divider(line)].into()
}
