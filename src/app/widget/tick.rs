//! Ticks, and what they say in words.

use iced::Color;

use super::super::icon::Icon;
use super::super::theme::Tokens;
use super::super::{Element, language, text};
use crate::model::{MessageState, Reason};

/// Ticks as they stand on a ground: inside an own bubble, or in a row of the list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inks {
    /// Clock, one tick, two ticks.
    pub(crate) plain: Color,
    /// Two ticks once read.
    pub(crate) read: Color,
    /// The red mark.
    pub(crate) failed: Color,
}

impl Inks {
    /// On an own bubble.
    pub(crate) fn bubble(t: Tokens) -> Self {
        Self { plain: t.bubble_out_meta, read: t.read_tick, failed: t.bubble_out_meta }
    }

    /// In a row of the list.
    pub(crate) fn row(t: Tokens) -> Self {
        Self { plain: t.ink_3, read: t.accent, failed: t.danger }
    }
}

/// The picture of a state; nothing for what came in.
pub(crate) fn tick<'a, Message: 'a>(
    state: MessageState,
    inks: Inks,
) -> Option<Element<'a, Message>> {
    Some(match state {
        MessageState::Received => return None,
        MessageState::Waiting | MessageState::Queued => {
            Icon::TickSending.view(12.0, inks.plain).into()
        }
        MessageState::Sent => Icon::TickRelay.sized(12.0, 10.0, inks.plain).into(),
        MessageState::Delivered => Icon::TickDouble.sized(17.0, 10.0, inks.plain).into(),
        MessageState::Read => Icon::TickDouble.sized(17.0, 10.0, inks.read).into(),
        MessageState::Failed => Icon::Alert.view(13.0, inks.failed).into(),
    })
}

/// The state in words, with its reason where there is one.
pub(crate) fn words(state: MessageState, reason: Option<&Reason>) -> String {
    let says = text::state(state);
    match reason {
        Some(reason) => {
            let reason = text::reason(reason);
            format!("{says} {}", language::apart(&reason))
        }
        None => says.to_owned(),
    }
}
