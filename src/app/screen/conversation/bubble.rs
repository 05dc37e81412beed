//! A message as a bubble: quote, text, time, ticks, reactions.

use iced::border::Radius;
use iced::widget::{Row, button, column, container, mouse_area, row};
use iced::{Border, Bottom, Center, Color, Fill, Shrink, border, mouse, padding};
use nostr::key::PublicKey;

use super::super::super::calendar::Calendar;
use super::super::super::icon::Icon;
use super::super::super::language::digits;
use super::super::super::theme::{self, Mode, Tokens};
use super::super::super::widget::bubble::Hug;
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::focus::{self, Ring};
use super::super::super::widget::line::Line;
use super::super::super::widget::link::{Link, links};
use super::super::super::widget::passage::Passage;
use super::super::super::widget::tick::{self, Inks, tick};
use super::super::super::widget::{avatar, hint, label, style};
use super::super::super::{Element, direction, font, text};
use super::fading::{self, Fade};
use crate::model::{Message as Row_, MessageId, MessageState, Millis, Quote, Secret};

/// Widest bubble.
const WIDEST: f32 = 460.0;
const ROUND: f32 = 16.0;
const TAIL: f32 = 5.0;
/// Between the messages of one person, and of two.
pub(crate) const RUN_GAP: f32 = 3.0;
pub(crate) const TURN_GAP: f32 = 10.0;
/// At both sides of the conversation.
const SIDE: f32 = 24.0;

/// What all bubbles of a conversation share.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) t: Tokens,
    pub(crate) calendar: &'a Calendar,
    /// This account.
    pub(crate) me: Option<PublicKey>,
    /// Names and avatars beside the bubbles of others.
    pub(crate) room: bool,
    /// Everybody else in the chat.
    pub(crate) people: &'a [PublicKey],
    /// Width of the pane.
    pub(crate) pane: f32,
    /// The time, for what will be gone.
    pub(crate) now: Millis,
}

/// A message and its place in a run of messages of one person.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) message: &'a Row_,
    pub(crate) first: bool,
    pub(crate) last: bool,
}

/// What can be pressed on a bubble.
pub(crate) struct Presses<Message> {
    pub(crate) react: fn(MessageId, String) -> Message,
    pub(crate) retry: fn(MessageId) -> Message,
    pub(crate) quote: fn(MessageId) -> Message,
    pub(crate) link: fn(Link) -> Message,
    /// What was selected and copied, where it may not lie in the clipboard for good.
    pub(crate) copied: Option<fn(Secret) -> Message>,
}

/// A run goes on while one person writes within ten minutes, and nothing else happens.
pub(crate) fn same_run(a: &Row_, b: &Row_, calendar: &Calendar) -> bool {
    const PAUSE: i64 = 10 * 60 * 1000;
    let said = a.note.is_none() && b.note.is_none();
    said && a.from == b.from
        && calendar.same_day(a.at, b.at)
        && b.at.0.saturating_sub(a.at.0).abs() < PAUSE
}

/// Corners of a bubble, before they are turned with the language.
pub(crate) fn corners(mine: bool, last: bool) -> Radius {
    let round = Radius::new(ROUND);
    match (last, mine) {
        (false, _) => round,
        (true, true) => round.bottom_right(TAIL),
        (true, false) => round.bottom_left(TAIL),
    }
}

fn quote<'a, Message: 'a>(quote: &'a Quote, mine: bool, t: Tokens) -> Element<'a, Message> {
    let (chip, bar, name, words) = if mine {
        (t.bubble_out_chip, Color::WHITE, Color::WHITE, Color::WHITE)
    } else {
        // Sunken is a bubble's own colour by night.
        let chip = if t.mode == Mode::Dark { t.accent_soft } else { t.sunken };
        (chip, t.accent, t.accent, t.ink_2)
    };
    let says = if quote.text.is_empty() { say!("quote-gone") } else { &quote.text };
    let bar = container(style::gap(3, 34)).style(move |_| style::rounded(bar, 2));
    let lines = column![
        Line::new(&quote.from, name).kind(theme::SMALL).strong(),
        Line::new(says, words).kind(theme::SMALL),
    ];
    container(row![bar, lines].spacing(10).align_y(Center))
        .padding([5, 10])
        .width(Fill)
        .style(move |_| style::rounded(chip, 8))
        .into()
}

/// Where a link really leads that looks like another place.
fn warnings<'a, Message: 'a>(message: &'a Row_, t: Tokens) -> Vec<Element<'a, Message>> {
    let mut hosts: Vec<String> = links(&message.text)
        .into_iter()
        .filter(|link| link.deceives)
        .filter_map(|l| l.host)
        .collect();
    hosts.dedup();
    let (ink, fill) =
        if message.mine { (Color::WHITE, t.bubble_out_chip) } else { (t.warn, t.warn_soft) };
    hosts
        .into_iter()
        .map(|host| {
            let says = say!("link-leads", host = host.as_str());
            let says = label(says, theme::CAPTION, font::MEDIUM, ink)
                .wrapping(iced::widget::text::Wrapping::WordOrGlyph);
            let line = row![Icon::Alert.view(16.0, ink), says].spacing(6).align_y(Center);
            container(line).padding([4, 8]).style(move |_| style::rounded(fill, 8)).into()
        })
        .collect()
}

/// Size of a text of few pictures and nothing else.
fn kind_of(text: &str) -> theme::Type {
    match font::pictures(text) {
        Some(1) => theme::Type { size: 44.0, line: 54.0 },
        Some(2 | 3) => theme::Type { size: 32.0, line: 40.0 },
        _ => theme::BODY,
    }
}

/// Time, "edited" and ticks.
fn meta<'a, Message: 'a>(message: &'a Row_, s: Shared<'a>) -> Element<'a, Message> {
    let t = s.t;
    let ink = if message.mine { t.bubble_out_meta } else { t.ink_3 };
    let time = s.calendar.time(message.at);
    let time = if message.edited { say!("edited", time = time.as_str()) } else { time };
    let ticks = message.mine.then(|| tick(message.state, Inks::bubble(t))).flatten().map(|mark| {
        // Below the bubble, so that it can be read to its end.
        let words = tick::words(message.state, message.reason.as_ref());
        hint::below_edge(mark, words, 12.0, t)
    });
    let fade = Fade::of(message, s.now).map(|fade| fading::mark(fade, message.mine, t));
    let time = label(time, theme::MICRO, font::TEXT, ink);
    row![].push(fade).push(time).push(ticks).spacing(4).align_y(Center).into()
}

/// A ring of the accent's colour would not be seen on one's own bubble.
fn on_bubble(message: &Row_, t: Tokens) -> Tokens {
    if message.mine { Tokens { accent: Color::WHITE, ..t } } else { t }
}

fn reactions<'a, Message: Clone + 'a>(
    message: &'a Row_,
    s: Shared<'a>,
    react: fn(MessageId, String) -> Message,
) -> Element<'a, Message> {
    let t = s.t;
    let pills = message.reactions.iter().map(|(emoji, who)| {
        let own = s.me.is_some_and(|me| who.contains(&me));
        let (fill, ink) = match (message.mine, own) {
            (true, _) => (t.bubble_out_chip, Color::WHITE),
            (false, true) => (t.accent_soft, t.accent),
            (false, false) => (t.sunken, t.ink_2),
        };
        let line = if message.mine { Color::WHITE } else { t.accent };
        let count = label(digits(&who.len().to_string()), theme::CAPTION, font::MEDIUM, ink);
        let pill = button(row![Line::new(emoji, ink), count].spacing(6).align_y(Center).height(26))
            .padding([0, 10])
            .style(move |_, _| button::Style {
                background: Some(fill.into()),
                border: Border {
                    color: line,
                    width: if own { 1.0 } else { 0.0 },
                    radius: 13.0.into(),
                },
                ..button::Style::default()
            });
        let press = react(message.message, emoji.clone());
        Press::new(pill, Some(press), Ring::Within, 13.0, on_bubble(message, t)).into()
    });
    Row::with_children(pills).spacing(6).wrap().vertical_spacing(4).into()
}

/// The bubble alone.
pub(crate) fn bubble<'a, Message: Clone + 'a>(
    place: Place<'a>,
    s: Shared<'a>,
    presses: Option<&Presses<Message>>,
) -> Element<'a, Message> {
    let Place { message, first, last } = place;
    let (t, mine) = (s.t, message.mine);
    let ink = if mine { t.on_bubble_out } else { t.ink_1 };
    let mut parts: Vec<Element<'a, Message>> = Vec::new();
    if s.room && !mine && first {
        let name = t.name_colour(avatar::colour_among(&message.from, s.people));
        parts.push(Line::new(&message.from_name, name).kind(theme::SMALL).strong().into());
    }
    if let Some(said) = &message.quote {
        let said = container(quote(said, mine, t)).padding(padding::bottom(4));
        parts.push(match (presses, message.reply_to) {
            (Some(presses), Some(to)) => {
                let press = (presses.quote)(to);
                let said = mouse_area(said)
                    .on_press(press.clone())
                    .interaction(mouse::Interaction::Pointer);
                focus::named(said, None, press, Ring::Within, 8.0, on_bubble(message, t))
            }
            _ => said.into(),
        });
    }
    for file in &message.attachments {
        let says = format!("{} · {}", file.name, text::size(file.size));
        parts.push(Line::new(&says, ink).strong().into());
    }
    let (link, selected) = if mine {
        (t.on_bubble_out, Color { a: 0.3, ..t.on_bubble_out })
    } else {
        // A stranger's can be read and copied, not opened.
        (if presses.is_some() { t.accent } else { t.ink_2 }, Color { a: 0.25, ..t.accent })
    };
    parts.push(
        Passage::new(&message.text, ink, meta(message, s))
            .kind(kind_of(&message.text))
            .selected(selected)
            .links(link, presses.map(|presses| presses.link))
            .copied(presses.and_then(|presses| presses.copied))
            .into(),
    );
    parts.extend(warnings(message, t));
    if let Some(share) = Fade::of(message, s.now).and_then(Fade::burning) {
        parts.push(fading::bar(share, mine, t));
    }
    if let Some(presses) = presses
        && !message.reactions.is_empty()
    {
        let pills = reactions(message, s, presses.react);
        parts.push(container(pills).padding(padding::top(4)).into());
    }
    let (fill, line) =
        if mine { (t.bubble_out, None) } else { (t.bubble_in, Some(t.bubble_in_line)) };
    container(Hug::new(parts, 2.0))
        // With the line of an incoming one, which is drawn inside.
        .padding([8, 13])
        .max_width(WIDEST.min((s.pane * 0.7).max(200.0)))
        .style(move |_| container::Style {
            background: Some(fill.into()),
            border: Border {
                color: line.unwrap_or(Color::TRANSPARENT),
                width: if line.is_some() { 1.0 } else { 0.0 },
                radius: direction::corners(corners(mine, last)),
            },
            ..container::Style::default()
        })
        .into()
}

/// What is said under a message that was not sent.
fn failure<'a, Message: Clone + 'a>(
    message: &'a Row_,
    s: Shared<'a>,
    retry: fn(MessageId) -> Message,
) -> Element<'a, Message> {
    let t = s.t;
    let says = tick::words(message.state, message.reason.as_ref());
    let again =
        buttons::small(say!("try-again"), Weight::DangerOutline, t, Some(retry(message.message)));
    // The button keeps its width, the words take what is left.
    let row = row![
        again,
        label(says, theme::CAPTION, font::TEXT, t.danger).width(Shrink),
        Icon::Alert.view(16.0, t.danger),
    ];
    direction::reversed(row.spacing(8).align_y(Center))
}

/// The bubble on its side of the conversation, with the avatar of a room.
pub(crate) fn place<'a, Message: Clone + 'a>(
    content: Element<'a, Message>,
    place: Place<'a>,
    s: Shared<'a>,
    presses: Option<&Presses<Message>>,
) -> Element<'a, Message> {
    let message = place.message;
    if message.mine {
        let trouble = presses
            .filter(|_| message.state == MessageState::Failed)
            .map(|presses| failure(message, s, presses.retry));
        let stack = column![content].push(trouble).spacing(6).align_x(iced::Right);
        return container(stack).align_right(Fill).padding([0.0, SIDE]).into();
    }
    let beside: Option<Element<'a, Message>> = s.room.then(|| {
        if place.last {
            avatar::member(&message.from_name, &message.from, s.people, 32.0)
        } else {
            style::gap(32, 1)
        }
    });
    let line = row![].push(beside).push(content).spacing(8).align_y(Bottom);
    container(line).width(Fill).padding([0.0, SIDE]).into()
}

/// A day, or another word between messages; a press on a day leads to others.
pub(crate) fn pill<'a, Message: Clone + 'a>(
    words: String,
    on_press: Option<Message>,
    t: Tokens,
) -> Element<'a, Message> {
    let pill = container(label(words, theme::CAPTION, font::MEDIUM, t.ink_2))
        .padding([4, 11])
        .style(move |_| container::Style {
            background: Some(t.bubble_in.into()),
            border: border::rounded(12).width(1).color(t.bubble_in_line),
            ..container::Style::default()
        });
    let pill: Element<'a, Message> = match on_press {
        Some(message) => {
            let area =
                mouse_area(pill).on_press(message.clone()).interaction(mouse::Interaction::Pointer);
            focus::named(area, None, message, Ring::Around, 12.0, t)
        }
        None => pill.into(),
    };
    container(pill).center_x(Fill).into()
}

/// The line above what was not read.
pub(crate) fn news<'a, Message: 'a>(t: Tokens) -> Element<'a, Message> {
    let line =
        || container(style::divider(Color { a: 0.45, ..t.accent })).width(Fill).align_y(Center);
    let words = label(say!("new-messages"), theme::CAPTION, font::STRONG, t.accent);
    container(row![line(), words, line()].spacing(12).align_y(Center)).padding([0.0, SIDE]).into()
}
