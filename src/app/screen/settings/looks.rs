//! How the window looks and what it speaks.

use iced::widget::{Column, column, container, row};
use iced::{Center, Fill};

use super::super::super::appearance::{Motion, SIZES, STEP};
use super::super::super::icon::Icon;
use super::super::super::language;
use super::super::super::theme::{self, Mode, Tokens};
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::segmented::{Inks, segmented};
use super::super::super::widget::{label, style};
use super::super::super::{Element, font};
use super::super::languages;
use super::{Message, State, parts};

/// Light or dark, and how large.
pub(super) fn appearance(state: &State, t: Tokens) -> Column<'_, Message> {
    let looks = &state.around.appearance;
    let themes = [
        (say!("theme-system"), None),
        (say!("theme-light"), Some(Mode::Light)),
        (say!("theme-dark"), Some(Mode::Dark)),
    ];
    let themes = segmented(themes, &looks.theme, Inks::of(t), t, Message::ThemeChosen);
    let motion = [
        (say!("theme-system"), None),
        (say!("motion-less"), Some(Motion::Less)),
        (say!("motion-all"), Some(Motion::All)),
    ];
    let motion = segmented(motion, &looks.motion, Inks::of(t), t, Message::MotionChosen);
    column![
        parts::section(say!("theme"), say!("theme-hint"), None, parts::card(themes, t), t),
        parts::section(
            say!("text-size"),
            say!("text-size-hint"),
            None,
            parts::card(size(state.percent.unwrap_or(looks.percent), looks.percent, t), t),
            t,
        ),
        parts::section(say!("motion"), say!("motion-hint"), None, parts::card(motion, t), t),
    ]
    .spacing(28)
}

/// The size that is chosen, in a window of the size `now`.
fn size<'a>(percent: u16, now: u16, t: Tokens) -> Element<'a, Message> {
    // The example shows it before all else does.
    let factor = f32::from(percent) / f32::from(now.max(1));
    let scaled =
        |kind: theme::Type| theme::Type { size: kind.size * factor, line: kind.line * factor };
    let to = |percent: u16| SIZES.contains(&percent).then_some(Message::PercentChosen(percent));
    let less = buttons::text("A−", Weight::Secondary, t, to(percent - STEP));
    let more = buttons::text("A+", Weight::Secondary, t, to(percent + STEP));
    let shown = say!("percent", number = language::digits(&percent.to_string()));
    let shown = label(shown, theme::HEADER, font::STRONG, t.ink_1);
    let usual = (percent != 100).then(|| {
        let press = Some(Message::PercentChosen(100));
        Element::from(buttons::text(say!("usual-size"), Weight::Ghost, t, press))
    });
    let steps = row![Element::from(less), container(shown).center_x(72), Element::from(more),]
        .push(usual)
        .spacing(8)
        .align_y(Center);
    let example = row![
        container(Icon::User.view(20.0, t.accent))
            .center(36)
            .style(move |_| { style::rounded(t.accent_soft, 18) }),
        column![
            label(say!("size-example"), scaled(theme::BODY), font::TEXT, t.ink_1),
            label(say!("size-example-hint"), scaled(theme::CAPTION), font::TEXT, t.ink_2),
        ]
        .width(Fill),
    ]
    .spacing(12)
    .align_y(Center);
    column![steps, style::divider(t.line), example].spacing(16).into()
}

/// What the window speaks.
pub(super) fn language(state: &State, t: Tokens) -> Column<'_, Message> {
    let chosen = state.around.appearance.language;
    let languages = languages::view(&state.languages, chosen, languages::Place::Card, t);
    let card = parts::card(languages.map(Message::Languages), t);
    column![parts::section(say!("language"), say!("language-hint"), None, card, t)]
}
