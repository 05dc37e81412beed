//! What stands in the composer's place while a secret chat cannot be written in.

use iced::widget::{column, container, row};
use iced::{Center, Color, Fill};

use super::super::super::super::icon::Icon;
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::super::widget::{caption, label, style};
use super::super::super::super::{Element, font};
use super::super::{Message, State};
use super::{Condition, Message as Secret, first_name, words};
use crate::model::{MessageState, WhyOver};

/// From this width words and buttons stand beside each other.
const ROOMY: f32 = 620.0;

/// It, in a pane of this width; nothing while the chat can be written in.
pub(crate) fn view<'a>(state: &'a State, t: Tokens, pane: f32) -> Option<Element<'a, Message>> {
    match state.condition() {
        Condition::Open | Condition::Offered | Condition::Waiting => None,
        Condition::Asked => Some(asked(state, t, pane)),
        Condition::Changed => Some(paused(state, t, pane)),
        Condition::Over => Some(over(state, t, pane)),
    }
}

fn press(message: Secret) -> Option<Message> {
    Some(Message::Secret(message))
}

fn asked<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let name = first_name(&state.chat);
    let says = [say!("asked", name = name), say!("asked-hint").to_owned()];
    let refuse = buttons::text(say!("refuse"), Weight::Secondary, t, press(Secret::RefusePressed));
    let accept = buttons::text(say!("accept"), Weight::Primary, t, press(Secret::AcceptPressed));
    let ink = (t.accent, t.accent, t.ink_2);
    part(Icon::Lock, says, ink, [refuse, accept], (t.surface, t.line), pane)
}

fn paused<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let waits = |state: MessageState| matches!(state, MessageState::Waiting | MessageState::Queued);
    let held = state.history.messages().iter();
    let held = held.filter(|m| m.mine && m.note.is_none() && waits(m.state)).count();
    let says = [say!("changed-paused").to_owned(), say!("changed-held", count = held)];
    let words = if state.secret.behind { say!("changed-hide") } else { say!("changed-show") };
    let show = buttons::small(words, Weight::DangerOutline, t, press(Secret::BehindPressed));
    let ink = (t.danger, t.danger, t.ink_2);
    let ground = (t.danger_soft, t.danger_line);
    // Behind the card of a chat that has just begun there is nothing.
    if state.history.messages().is_empty() {
        return part(Icon::Pause, says, ink, [], ground, pane);
    }
    part(Icon::Pause, says, ink, [show], ground, pane)
}

fn over<'a>(state: &'a State, t: Tokens, pane: f32) -> Element<'a, Message> {
    let why = state.secret_chat().map_or(WhyOver::NotOver, |secret| secret.why);
    let why = match why {
        WhyOver::NotOver => String::new(),
        why => words::over(why, first_name(&state.chat)),
    };
    let unsent = !state.composer.is_blank();
    let says = match (unsent, why.is_empty()) {
        (true, false) => format!("{why} {}", say!("over-unsent")),
        (true, true) => say!("over-unsent").to_owned(),
        (false, _) => why,
    };
    let delete = buttons::text(say!("menu-delete"), Weight::Ghost, t, press(Secret::DeletePressed));
    let start = buttons::text(say!("over-start"), Weight::Primary, t, press(Secret::StartPressed));
    let says = [say!("chat-closed").to_owned(), says];
    let ink = (t.ink_2, t.ink_1, t.ink_2);
    part(Icon::Lock, says, ink, [delete, start], (t.surface, t.line), pane)
}

/// An icon, a line and what explains it, and what can be done.
fn part<'a, const N: usize>(
    icon: Icon,
    [title, hint]: [String; 2],
    (tint, ink, quiet): (Color, Color, Color),
    answers: [Press<'a, Message>; N],
    (ground, line): (Color, Color),
    pane: f32,
) -> Element<'a, Message> {
    let hint = (!hint.is_empty()).then(|| caption(hint, quiet));
    let words =
        column![label(title, theme::BODY, font::STRONG, ink)].push(hint).spacing(2).width(Fill);
    let words = row![icon.view(20.0, tint), words].spacing(12).align_y(Center);
    let answers = row(answers.into_iter().map(Element::from)).spacing(8);
    let content: Element<'_, Message> = if pane >= ROOMY {
        row![words.width(Fill), answers].spacing(16).align_y(Center).into()
    } else {
        let answers = answers.wrap().vertical_spacing(8);
        column![words, container(answers).align_right(Fill)].spacing(10).into()
    };
    let foot =
        container(content).padding([10, 20]).width(Fill).style(move |_| style::ground(ground));
    column![style::divider(line), foot].into()
}
