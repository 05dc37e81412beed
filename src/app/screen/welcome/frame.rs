//! The frame of the first run: the night beside the form, the steps and languages over it.

use iced::widget::{Row, column, container, row, scrollable, stack, text};
use iced::{Center, Color, ContentFit, Fill, Padding, padding};

use super::super::super::icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::wrap::{Wrap, Wrapped};
use super::super::super::widget::{caption, label, style};
use super::super::super::{Element, font};

/// Window width from which the picture is shown.
const WITH_SCENE: f32 = 900.0;
const SCENE: f32 = 472.0;
/// Widest form, with its sides.
const WIDEST: f32 = 808.0;
/// Steps of a first run.
const STEPS: usize = 2;

/// Room at both sides of the form.
fn side(width: f32) -> f32 {
    match width {
        1100.0.. => 88.0,
        WITH_SCENE.. => 40.0,
        500.0.. => 32.0,
        _ => 20.0,
    }
}

/// How wide a form is in a window of this width.
pub(super) fn room(width: f32) -> f32 {
    let beside = if width >= WITH_SCENE { SCENE } else { 0.0 };
    (width - beside).min(WIDEST) - 2.0 * side(width)
}

/// The form of a step: each scrolls by itself, and the next one begins at its top.
struct Step<const NUMBER: usize>;

/// What a step remembers is nobody else's.
#[derive(Default)]
struct OfStep<const NUMBER: usize>;

impl<const NUMBER: usize, Message> Wrap<Message> for Step<NUMBER> {
    type State = OfStep<NUMBER>;
}

/// The form of this step in the frame, in a window of this width, with what goes on at its foot:
/// that is always in sight, however low the window is.
pub(super) fn framed<'a, const STEP: usize, Message: 'a>(
    form: impl Into<Element<'a, Message>>,
    foot: impl Into<Element<'a, Message>>,
    t: Tokens,
    width: f32,
) -> Element<'a, Message> {
    let wide = width >= WITH_SCENE;
    let (side, end) = (side(width), if wide { 32.0 } else { 20.0 });
    let top = if wide { 28.0 } else { 20.0 };
    let held = |content: Element<'a, Message>, room: Padding| {
        container(content).padding(room.horizontal(side)).max_width(WIDEST).width(Fill)
    };
    let form = scrollable(held(form.into(), padding::top(top).bottom(12)))
        .direction(style::thin())
        .style(move |_, status| style::scroll_shown(t, status))
        .width(Fill)
        .height(Fill);
    let form = Element::from(Wrapped::new(form, Step::<STEP>));
    let foot = held(foot.into(), padding::top(12).bottom(end));
    container(row![].push(wide.then(scene)).push(column![form, foot]))
        .style(move |_| style::ground(t.surface))
        .into()
}

/// Which step this is, over what it is about.
pub(super) fn titled<'a, Message: 'a>(
    head: Element<'a, Message>,
    title: &'a str,
    hint: &'a str,
    t: Tokens,
) -> Element<'a, Message> {
    let words = column![
        label(title, theme::DISPLAY, font::STRONG, t.ink_1),
        label(hint, theme::Type { size: 15.0, line: 22.0 }, font::TEXT, t.ink_2),
    ];
    column![container(head).center_y(32), words.spacing(6)].spacing(26).into()
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
pub(super) fn head<'a, Message: 'a>(
    step: usize,
    languages: Element<'a, Message>,
    t: Tokens,
) -> Element<'a, Message> {
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
    let says = caption(says, t.ink_2).wrapping(text::Wrapping::None);
    row![dashes, says].spacing(8).align_y(Center).into()
}
