//! Four steps under a new passphrase, with a word for them.

use iced::widget::{Row, container, row};
use iced::{Center, Fill};

use super::super::strength::Strength;
use super::super::theme::{self, Tokens};
use super::super::{Element, font};
use super::{label, style};

/// The steps of a strength; none while nothing is typed.
pub(crate) fn meter<'a, Message: 'a>(
    strength: Option<Strength>,
    t: Tokens,
) -> Element<'a, Message> {
    let steps = strength.map_or(0, Strength::steps);
    let (fill, ink) = match strength {
        Some(Strength::Weak) => (t.danger_fill, t.danger),
        Some(Strength::Fair) => (t.gold, t.warn),
        _ => (t.accent_fill, t.accent),
    };
    let bars = (0..4).map(|step| {
        let color = if step < steps { fill } else { t.accent_soft_2 };
        container(style::gap(Fill, 4)).width(Fill).style(move |_| style::rounded(color, 2)).into()
    });
    let bars = Row::with_children(bars).spacing(5).width(Fill);
    let word = strength.map(|strength| label(strength.says(), theme::CAPTION, font::STRONG, ink));
    row![bars].push(word).spacing(12).align_y(Center).height(16).into()
}
