//! The frame of the first run: the night beside the form, the steps and languages over it.

use iced::widget::{Row, container, row, scrollable, stack};
use iced::{Center, Color, ContentFit, Fill, padding};

use super::super::super::icon;
use super::super::super::language::{self, Language};
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::segmented::{Inks, segmented};
use super::super::super::widget::{caption, label, style};
use super::super::super::{Element, font};

/// Window width from which the picture is shown.
const WITH_SCENE: f32 = 900.0;
const SCENE: f32 = 472.0;
/// Steps of a first run.
const STEPS: usize = 2;

/// A form in the frame, in a window of this width.
pub(super) fn framed<'a, Message: 'a>(
    form: impl Into<Element<'a, Message>>,
    t: Tokens,
    width: f32,
) -> Element<'a, Message> {
    let wide = width >= WITH_SCENE;
    let side = match width {
        _ if wide => 88.0,
        500.0.. => 32.0,
        _ => 20.0,
    };
    let form = scrollable(
        container(form)
            .padding(padding::vertical(if wide { 32 } else { 24 }).horizontal(side))
            .max_width(808)
            .width(Fill),
    )
    .direction(style::thin())
    .style(move |_, status| style::scroll(t, status))
    .width(Fill)
    .height(Fill);
    container(row![].push(wide.then(scene)).push(form))
        .style(move |_| style::ground(t.surface))
        .into()
}

/// The night, cropped to its strip.
fn scene<'a, Message: 'a>() -> Element<'a, Message> {
    let night = icon::first_run_scene().width(Fill).height(Fill).content_fit(ContentFit::Cover);
    let name =
        row![icon::logo(36.0), label(say!("app"), theme::HEADING, font::STRONG, Color::WHITE)]
            .spacing(12)
            .align_y(Center);
    container(stack![night, container(name).padding(36)]).width(SCENE).height(Fill).into()
}

/// Which step this is, and in which language.
pub(super) fn head<'a, Message: Clone + 'a>(
    step: usize,
    speak: impl Fn(Language) -> Message,
    t: Tokens,
) -> Element<'a, Message> {
    let languages = Language::ALL.map(|language| (language.own_name(), language));
    let languages = segmented(languages, &language::current(), Inks::quiet(t), t, speak);
    row![container(steps(step, t)).width(Fill), languages].spacing(12).align_y(Center).into()
}

/// Two dashes and a word.
pub(super) fn steps<'a, Message: 'a>(step: usize, t: Tokens) -> Element<'a, Message> {
    let dash = |nth: usize| {
        let color = if nth < step { t.accent_fill } else { t.accent_soft_2 };
        container(style::gap(22, 5)).style(move |_| style::rounded(color, 2.5)).into()
    };
    let dashes = Row::with_children((0..STEPS).map(dash)).spacing(5);
    let says = say!("step", step = step, all = STEPS);
    row![dashes, caption(says, t.ink_2)].spacing(8).align_y(Center).into()
}
