//! How the lock looks: a night in both themes.

use std::time::Instant;

use iced::widget::{button, column, container, row, stack, text_input};
use iced::{Border, Center, Color, ContentFit, Fill, Size, border, color, padding};

use super::super::super::icon::{self, Icon};
use super::super::super::language;
use super::super::super::theme::{self, Accent, Mode, Tokens};
use super::super::super::widget::button::Press;
use super::super::super::widget::centred::Centred;
use super::super::super::widget::entry::Entry;
use super::super::super::widget::focus::Ring;
use super::super::super::widget::{label, style};
use super::super::super::{Element, font};
use super::super::languages;
use super::{FIELD, Message, State, attempts};
use crate::model::Secret;

// The scene is a night in both themes, so the lock has colours of its own.
const FIELD_FILL: Color = color!(0x1B1940);
const ROSE: Color = color!(0xFF8A95);
const SOFT: Color = color!(0xCFCEF4);
const GLOW: Color = color!(0xA3A1FA);
const BUTTON: Color = color!(0x5F5CDB);
const CORNER: Color = color!(0x16143A);

/// Windows lower than this show the scene only above and below the field.
const LOW: f32 = 560.0;

/// Between the lines under the field.
const BETWEEN: f32 = 2.0;

/// Rings as they are on a dark ground.
const T: Tokens = Tokens::of(Mode::Dark, Accent::Normal);

/// The screen in a window of this size.
pub(crate) fn view(state: &State, window: Size) -> Element<'_, Message> {
    let title = label(say!("locked"), theme::LOCK_TITLE, font::STRONG, Color::WHITE);
    let hint = Centred::new(say!("locked-hint"), theme::BODY, SOFT);
    let card = column![
        icon::logo(84.0),
        style::gap(1, 21),
        title,
        style::gap(1, 4),
        hint,
        style::gap(1, 29),
        field(state),
        style::gap(1, 13),
        says(state),
    ]
    .align_x(Center);
    // Above the middle, clear of the roofs and of what stands in the corner.
    let below = if window.height < LOW { 72.0 } else { window.height * 0.22 };
    // What is counted hangs below all that.
    let below = below - BETWEEN - theme::SMALL.line;
    let card = container(card).center(Fill).padding(padding::horizontal(24).bottom(below));
    stack![night(), card, corner(state)].into()
}

/// The scene, covering the window.
fn night<'a>() -> Element<'a, Message> {
    icon::lock_scene().width(Fill).height(Fill).content_fit(ContentFit::Cover).into()
}

/// What can be done without the passphrase.
fn corner(state: &State) -> Element<'static, Message> {
    let languages = languages::view(&state.languages, None, languages::Place::Night(CORNER), T);
    let languages = languages.map(Message::Languages);
    let quit = row![
        Icon::Power.view(16.0, SOFT),
        label(say!("quit"), theme::SMALL, font::MEDIUM, Color::WHITE),
    ]
    .spacing(8)
    .align_y(Center);
    let quit = button(container(quit).center_y(30)).padding([0, 12]).height(32).style(ghost);
    let quit = Press::new(quit, Some(Message::QuitPressed), Ring::Around, 10.0, T);
    let ground = |content: Element<'static, Message>| {
        container(content).padding(2).style(|_| style::rounded(CORNER, 12))
    };
    container(row![ground(languages), ground(quit.into())].spacing(8))
        .padding(20)
        .width(Fill)
        .height(Fill)
        .align_x(iced::Right)
        .align_y(iced::Bottom)
        .into()
}

fn ghost(_: &iced::Theme, status: button::Status) -> button::Style {
    let hovered = matches!(status, button::Status::Hovered | button::Status::Pressed);
    button::Style {
        background: hovered.then_some(Color { a: 0.16, ..GLOW }.into()),
        border: border::rounded(10),
        ..button::Style::default()
    }
}

/// The lines under the field: what is, and how often it was wrong.
fn says(state: &State) -> Element<'_, Message> {
    let tries = state.attempts.wrong();
    let counted = || say!("lock-tries", tries = tries);
    let line = |words, ink| Centred::new(words, theme::SMALL, ink);
    let (words, count) = match (&state.wrong, state.attempts.left(Instant::now())) {
        _ if state.busy => (line(say!("unlocking").to_owned(), SOFT), None),
        (_, Some(left)) => {
            let left = language::digits(&attempts::clock(left));
            let says = say!("lock-pause", tries = tries, left = left);
            let then = state.waiting.then(|| say!("lock-then").to_owned());
            (line(says, ROSE).font(font::MEDIUM), then)
        }
        (Some(wrong), None) => {
            let count = (tries > 0).then(counted);
            (line(wrong.clone(), ROSE).font(font::MEDIUM), count)
        }
        (None, None) if tries > 0 => (line(counted(), SOFT), None),
        (None, None) => (line(" ".to_owned(), SOFT), None),
    };
    let count = line(count.unwrap_or_else(|| " ".to_owned()), SOFT);
    container(column![words, count].spacing(BETWEEN).align_x(Center)).center_x(348).into()
}

fn field(state: &State) -> Element<'_, Message> {
    let wrong = state.wrong.is_some();
    // In a pause Enter is remembered, and the button looks as it is: nothing happens at once.
    let (ready, enter) = (state.may_try(), (!state.busy).then_some(Message::UnlockPressed));
    let press = if ready { enter.clone() } else { None };
    let ink = if ready { Color::WHITE } else { Color { a: 0.45, ..SOFT } };
    let arrow = button(container(Icon::forward().view(20.0, ink)).center(38)).padding(0).style(
        move |_, status| button::Style {
            background: Some(match status {
                button::Status::Hovered => color!(0x716EEA).into(),
                button::Status::Disabled => Color { a: 0.2, ..BUTTON }.into(),
                button::Status::Active | button::Status::Pressed => BUTTON.into(),
            }),
            border: border::rounded(10),
            ..button::Style::default()
        },
    );
    let arrow = Press::new(arrow, press, Ring::Around, 10.0, T);
    if !state.asks() {
        let words = label(say!("open-with-keyring"), theme::BODY, font::STRONG, Color::WHITE);
        return row![words, Element::from(arrow)].spacing(16).align_y(Center).into();
    }
    let paint = |_| text_input::Style {
        background: Color::TRANSPARENT.into(),
        border: Border::default(),
        icon: SOFT,
        placeholder: color!(0x9695C8),
        value: Color::WHITE,
        selection: Color { a: 0.4, ..GLOW },
    };
    let words = state.passphrase.expose();
    let typed = Entry::new(say!("passphrase"), words, theme::FIELD, paint)
        .id(FIELD)
        .secure(!state.shown)
        .padding([12, 8])
        .on_input_maybe((!state.busy).then_some(|typed| Message::Typed(Secret::new(typed))))
        .on_submit_maybe(enter);
    let eye = if state.shown { Icon::EyeOff } else { Icon::Eye };
    let eye = button(container(eye.view(18.0, SOFT)).center(34)).padding(0).style(ghost);
    let eye = Press::new(eye, Some(Message::EyePressed), Ring::Within, 10.0, T);
    let parts = row![Icon::Lock.view(18.0, GLOW), typed, Element::from(eye), Element::from(arrow)];
    container(parts.spacing(6).align_y(Center))
        .width(348)
        .height(52)
        .center_y(52)
        .padding(padding::left(20).right(8))
        .style(move |_| container::Style {
            background: Some(FIELD_FILL.into()),
            border: border::rounded(14).width(2).color(if wrong { ROSE } else { GLOW }),
            ..container::Style::default()
        })
        .into()
}
