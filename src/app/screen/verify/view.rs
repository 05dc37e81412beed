//! How the dialog looks: two columns where the window has room for them, else one.

use iced::widget::{Column, Container, Row, button, column, container, row, scrollable};
use iced::{Border, Center, Color, Fill, Size, border, padding};

use super::super::super::code::Unreadable;
use super::super::super::icon::Icon;
use super::super::super::theme::{self, Accent, Mode, Tokens};
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::line::{self, Line};
use super::super::super::widget::passage::Passage;
use super::super::super::widget::{body, caption, label, style};
use super::super::super::{Element, font};
use super::{CHOOSE, Found, HARMLESS, Message, Number, Page, QR, Scan, State, spoken};
use crate::model::{SpokenWords, Standing};

/// The dialog with two columns, and each of them.
const WIDE: f32 = 744.0;
const CODES: f32 = 208.0;
const NUMBERS: f32 = 460.0;
/// The dialog with one.
const NARROW: f32 = 508.0;
/// What a window is wider than the dialog in it: the shadow, and a little.
const AROUND: f32 = 64.0;
/// Least room beside the digits.
const BESIDE: f32 = 16.0;
/// Room for four words beside each other.
const FOUR: f32 = 400.0;

/// The colours of the dialog, and of the card that it fills.
pub(crate) fn tokens(t: Tokens) -> Tokens {
    Tokens { motion: t.motion, ..Tokens::of(t.mode, Accent::Secret) }
}

/// The whole dialog, in a window of this size.
pub(crate) fn view(state: &State, t: Tokens, window: Size) -> Element<'_, Message> {
    let t = tokens(t);
    let room = window.width - AROUND;
    let numbers = state.page == Page::Numbers && state.number.is_some();
    let beside = numbers && room >= WIDE;
    let (width, edge) = match beside {
        true => (WIDE, 24.0),
        false => (room.min(NARROW), if room < NARROW { 16.0 } else { 24.0 }),
    };
    let inner = width - 2.0 * edge;
    let content: Element<'_, Message> = match (state.page, &state.number) {
        (Page::Differ, _) => differ(state, t),
        (Page::Over, _) => over(state, t),
        (Page::Numbers, None) => waiting(state, t),
        (Page::Numbers, Some(number)) if beside => {
            let codes = container(codes(state, number, t)).width(CODES);
            let right = column![compared(state, number, NUMBERS, t), outcome(state, t)];
            // The row below the words is higher than what is said in it.
            let shown = state.can_speak() && matches!(state.words(), SpokenWords::Words(_));
            let right = right.spacing(if shown { 14 } else { 22 }).width(Fill);
            let columns = row![container(codes).padding(padding::top(4)), right].spacing(28);
            column![columns].push(wrong(state, t)).spacing(16).into()
        }
        (Page::Numbers, Some(number)) => column![
            compared(state, number, inner, t),
            outcome(state, t),
            container(container(codes(state, number, t)).width(CODES)).center_x(Fill),
        ]
        .push(wrong(state, t))
        .spacing(22)
        .into(),
    };
    let top = if beside { 20.0 } else { edge };
    let content = container(content).padding(padding::all(edge).top(top).bottom(22)).width(Fill);
    let answers = numbers.then(|| {
        let edges = padding::horizontal(edge).top(4).bottom(22);
        // The words of the quiet one begin nearly where everything begins.
        let edges = if beside { edges.left(edge - 13.0) } else { edges };
        container(answers(state, beside, t)).padding(edges).width(Fill)
    });
    let content = scrollable(column![content].push(answers))
        .direction(style::thin())
        .style(move |_, status| style::scroll_shown(t, status))
        .width(Fill);
    column![header(state, edge, t), content].width(width).into()
}

fn header(state: &State, edge: f32, t: Tokens) -> Element<'_, Message> {
    let ink = Color::WHITE;
    let name = state.chat.name.as_str();
    let (icon, says) = match state.standing() {
        Some(Standing::Compared) => (Icon::ShieldCheck, say!("verify-is-compared")),
        Some(Standing::Differs) => (Icon::ShieldAlert, say!("verify-is-different")),
        Some(Standing::NotCompared | Standing::Accepted) | None => {
            (Icon::Shield, say!("verify-is-new"))
        }
    };
    let title = say!("verify-title", name = name);
    let words = column![
        Line::new(&title, ink).kind(theme::HEADER).strong().fill(),
        Line::new(says, t.bubble_out_meta).kind(theme::CAPTION).fill(),
    ];
    // On the green, everything that is green elsewhere is white.
    let on =
        Tokens { accent: ink, hover: t.accent_fill_hover, pressed: t.accent_fill_pressed, ..t };
    let cross = buttons::icon(Icon::X, say!("close"), ink, on, Message::Closed);
    let bar = row![icon.view(22.0, ink), container(words).width(Fill), cross];
    container(bar.spacing(12).align_y(Center))
        .padding(padding::left(edge).right(12))
        .center_y(60)
        .width(Fill)
        .style(move |_| style::rounded(t.accent_fill, border::top(style::DIALOG)))
        .into()
}

/// There is no number, or not yet.
fn waiting(state: &State, t: Tokens) -> Element<'_, Message> {
    let says = match (&state.wrong, state.standing()) {
        (Some(wrong), _) => body(wrong.as_str(), t.danger),
        (None, None) => body(say!("verify-not-yet", name = state.chat.name.as_str()), t.ink_2),
        (None, Some(_)) => body(say!("loading"), t.ink_2),
    };
    let close = buttons::text(say!("close"), Weight::Secondary, t, Some(Message::Closed));
    column![filled(says), container(close).align_right(Fill)].spacing(20).into()
}

/// What is to be scanned, and scanning it.
fn codes<'a>(state: &'a State, number: &'a Number, t: Tokens) -> Column<'a, Message> {
    let qr = number.qr.as_ref().map(|qr| {
        container(qr.bare(QR)).center_x(CODES).center_y(213).style(move |_| container::Style {
            background: Some(Color::WHITE.into()),
            border: Border { color: t.line, width: 1.0, radius: 14.0.into() },
            ..container::Style::default()
        })
    });
    let picture = number.picture.as_ref().map(|picture| {
        let says = filled(caption(say!("verify-picture-hint"), t.ink_2));
        row![picture.view(), says].spacing(12).align_y(Center)
    });
    let scan = scan(state, t).push(found(state, t)).spacing(8);
    column![column![].push(qr).push(scan).spacing(12)].push(picture).spacing(24)
}

fn scan(state: &State, t: Tokens) -> Column<'_, Message> {
    let wide = |icon, words: &str, press| outlined(icon, words, t, press);
    match state.scan {
        Scan::Closed => {
            let words = say!("verify-scan", name = state.chat.name.as_str());
            column![wide(Some(Icon::Scan), &words, Message::ScanPressed)]
        }
        Scan::Open => column![
            wide(None, say!("code-choose"), Message::ChoosePressed).id(CHOOSE),
            wide(None, say!("code-paste"), Message::PastePressed),
            filled(caption(say!("verify-scan-hint", name = state.chat.name.as_str()), t.ink_2)),
        ],
        Scan::Reading => column![container(caption(say!("code-reading"), t.ink_2)).center_y(32)],
    }
}

/// A button as wide as its column, 32 px high; a long name is cut.
fn outlined<'a>(icon: Option<Icon>, words: &str, t: Tokens, press: Message) -> Press<'a, Message> {
    let icon = icon.map(|icon| icon.view(16.0, t.ink_1));
    let words = Line::new(words, t.ink_1).kind(theme::SMALL).strong();
    let face = row![].push(icon).push(words).spacing(8).align_y(Center);
    let button = button(container(face).center_x(Fill).center_y(Fill))
        .height(32)
        .padding([0, 10])
        .width(Fill)
        .style(move |_, status| button::Style {
            background: buttons::ground(status, false, t),
            border: Border { color: t.line_strong, width: 1.0, radius: 8.0.into() },
            ..button::Style::default()
        });
    Press::new(button, Some(press), Ring::Around, 8.0, t)
}

/// What the last picture said.
fn found<'a>(state: &'a State, t: Tokens) -> Option<Element<'a, Message>> {
    let name = state.chat.name.as_str();
    let (says, ink) = match state.found? {
        Found::Same => (say!("verify-code-same").to_owned(), t.accent),
        Found::Different => (say!("verify-code-differs").to_owned(), t.danger),
        Found::Own => (say!("verify-code-own", name = name), t.danger),
        Found::Other => (say!("verify-code-other").to_owned(), t.danger),
        // There is no field for a path here.
        Found::Nothing(Unreadable::NoDialog) => (say!("verify-no-dialog").to_owned(), t.danger),
        Found::Nothing(why) => (why.sentence().to_owned(), t.danger),
    };
    Some(filled(caption(says, ink)).into())
}

/// The digits and the words, in a column of this width.
fn compared<'a>(
    state: &'a State,
    number: &'a Number,
    width: f32,
    t: Tokens,
) -> Column<'a, Message> {
    let heading = |words| label(words, theme::BODY, font::STRONG, t.ink_1);
    let copy = if state.copied { say!("copied-for-a-minute") } else { say!("copy") };
    let head = row![container(heading(say!("verify-digits"))).width(Fill), copying(copy, t)];
    let digits = Passage::new(digits_within(number, width - BESIDE), t.ink_1, style::gap(0, 0))
        .kind(theme::DIGITS)
        .font(font::DIGITS)
        .selected(Color { a: 0.3, ..t.accent })
        .copied(Some(Message::DigitsCopied));
    let digits = container(digits)
        .padding(padding::top(10).bottom(11))
        .center_x(Fill)
        .style(move |_| style::rounded(deeper(t), 12));
    let numbers = column![head.align_y(Center), digits].spacing(6);
    let words = spoken::view(state, width < FOUR, t);
    let words = column![heading(say!("verify-words")), words].spacing(11);
    column![numbers, words].spacing(24)
}

/// The digits as far apart as there is room for.
fn digits_within(number: &Number, room: f32) -> &str {
    let fits = |lines: &&String| {
        let first = lines.lines().next().unwrap_or_default();
        line::width(first, theme::DIGITS, font::DIGITS) <= room
    };
    let arranged = number.digits.iter().find(fits).or(number.digits.last());
    arranged.map_or("", String::as_str)
}

/// Words that take what room there is, and begin where lines begin.
pub(super) fn filled<'a>(words: iced::widget::Text<'a>) -> Container<'a, Message> {
    container(words).width(Fill)
}

/// What lies deeper than the dialog; by night the sunken colour is nearly the dialog's.
fn deeper(t: Tokens) -> Color {
    match t.mode {
        Mode::Light => t.sunken,
        Mode::Dark => t.surface,
    }
}

/// "Copy", 28 px high.
fn copying<'a>(words: &'static str, t: Tokens) -> Press<'a, Message> {
    let words = label(words, theme::SMALL, font::STRONG, t.accent);
    let face = row![Icon::Copy.view(16.0, t.accent), words].spacing(6).align_y(Center);
    let button = button(container(face).center_y(Fill)).height(28).padding([0, 6]).style(
        move |_, status| button::Style {
            background: buttons::ground(status, false, t),
            border: border::rounded(8),
            ..button::Style::default()
        },
    );
    Press::new(button, Some(Message::CopyPressed), Ring::Within, 8.0, t)
}

/// A box with a sentence that matters.
fn notice<'a>(
    icon: Icon,
    says: String,
    (ink, ground, line): (Color, Color, Color),
) -> Element<'a, Message> {
    let says = filled(label(says, theme::SMALL, font::TEXT, ink));
    let icon = container(icon.view(16.0, ink)).padding(padding::top(2));
    container(row![icon, says].spacing(11))
        .padding([11, 15])
        .width(Fill)
        .style(move |_| container::Style {
            background: Some(ground.into()),
            border: Border { color: line, width: 1.0, radius: 10.0.into() },
            ..container::Style::default()
        })
        .into()
}

/// How it stands; before anything was found, how to compare.
fn outcome(state: &State, t: Tokens) -> Element<'_, Message> {
    match state.standing() {
        Some(Standing::Compared) => notice(
            Icon::ShieldCheck,
            say!("verify-compared", name = state.chat.name.as_str()),
            (t.accent, t.accent_soft, t.accent_soft_2),
        ),
        Some(Standing::Differs) => notice(
            Icon::ShieldAlert,
            say!("verify-differed", name = state.chat.name.as_str()),
            (t.danger, t.danger_soft, t.danger_line),
        ),
        Some(Standing::NotCompared | Standing::Accepted) | None => {
            let colours = (t.warn, t.warn_soft, t.warn_line);
            notice(Icon::Info, say!("verify-warning").to_owned(), colours)
        }
    }
}

fn wrong(state: &State, t: Tokens) -> Option<Element<'_, Message>> {
    let says = state.wrong.as_deref()?;
    Some(filled(label(says, theme::SMALL, font::TEXT, t.danger)).into())
}

/// What can be said. None of it is there by default: Enter decides nothing.
fn answers(state: &State, beside: bool, t: Tokens) -> Element<'_, Message> {
    let press = |message| (!state.busy).then_some(message);
    let later = |words| buttons::text(words, Weight::Ghost, t, Some(Message::Closed));
    let (quiet, others) = if state.is_verified() {
        let revoke = press(Message::RevokePressed);
        (
            buttons::text(say!("verify-revoke"), Weight::Ghost, t, revoke),
            vec![buttons::text(say!("close"), Weight::Primary, t, Some(Message::Closed))],
        )
    } else {
        let outline = Weight::DangerOutline;
        let differ = press(Message::DifferPressed);
        let same = press(Message::MatchPressed);
        (
            later(say!("verify-later")),
            vec![
                buttons::with_icon(Icon::X, say!("verify-differ"), outline, t, differ),
                buttons::with_icon(Icon::Check, say!("verify-match"), Weight::Primary, t, same),
            ],
        )
    };
    let others = others.into_iter().map(Into::into);
    let others = Row::with_children(others).spacing(10).align_y(Center);
    if beside {
        return row![container(quiet).width(Fill), others].align_y(Center).into();
    }
    column![others.wrap().vertical_spacing(8), quiet].spacing(8).into()
}

/// Before a chat is ended: what follows, and what to do then.
fn differ(state: &State, t: Tokens) -> Element<'_, Message> {
    let name = state.chat.name.as_str();
    let (title, first) = match state.found {
        Some(Found::Different) => {
            (say!("verify-code-title"), say!("verify-code-first", name = name))
        }
        _ => (say!("verify-differ-title"), say!("verify-differ-first", name = name)),
    };
    let back = buttons::text(say!("verify-back"), Weight::Secondary, t, Some(Message::BackPressed));
    let end = (!state.busy).then_some(Message::DifferConfirmed);
    let end = buttons::text(say!("verify-differ-end"), Weight::Danger, t, end);
    let answers = row![back.id(HARMLESS), end].spacing(8).wrap().vertical_spacing(8);
    column![filled(label(title, theme::HEADING, font::STRONG, t.ink_1))]
        .push(filled(body(first, t.ink_1)))
        .push(filled(body(say!("verify-differ-then", name = name), t.ink_1)))
        .push(to_do(state, t))
        .push(wrong(state, t))
        .push(container(answers).align_right(Fill))
        .spacing(14)
        .into()
}

/// The chat was ended.
fn over(state: &State, t: Tokens) -> Element<'_, Message> {
    let close = buttons::text(say!("close"), Weight::Secondary, t, Some(Message::Closed));
    column![
        filled(label(say!("verify-over-title"), theme::HEADING, font::STRONG, t.ink_1)),
        to_do(state, t),
        container(close.id(HARMLESS)).align_right(Fill),
    ]
    .spacing(14)
    .into()
}

/// What helps when somebody may sit between two people.
fn to_do(state: &State, t: Tokens) -> Element<'_, Message> {
    let name = state.chat.name.as_str();
    let point = |icon: Icon, says: String| {
        let says = filled(label(says, theme::SMALL, font::TEXT, t.ink_1));
        row![icon.view(18.0, t.danger), says].spacing(10)
    };
    let points = column![
        point(Icon::Ban, say!("verify-do-nothing", name = name)),
        point(Icon::Users, say!("verify-do-ask", name = name)),
        point(Icon::Lock, say!("verify-do-again", name = name)),
    ];
    container(points.spacing(10))
        .padding([14, 16])
        .width(Fill)
        .style(move |_| style::rounded(t.danger_soft, 12))
        .into()
}
