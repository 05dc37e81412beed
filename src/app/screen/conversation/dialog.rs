//! What stands before a conversation: the question before something is deleted or opened, a
//! message's way, the day to go to.

use iced::widget::{Column, column, container, row, scrollable};
use iced::{Center, Color, Fill};

use super::super::super::calendar::Calendar;
use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::widget::line::Line;
use super::super::super::widget::link::Link;
use super::super::super::widget::{body, caption, label, style, tick};
use super::super::super::{Element, font, text};
use super::{Message, State, secret};
use crate::model::{
    ChatKind, Message as Row_, MessageId, MessageInfo, Millis, Publication, Receipt,
};

const DAY: i64 = 24 * 60 * 60 * 1000;
const WIDTH: f32 = 460.0;
/// The button that has the keyboard when a dialog opens; where something could be lost or betrayed,
/// that which does nothing.
pub(super) const ANSWER: &str = "answer";

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Dialog {
    /// "Delete this message?"
    Delete(MessageId),
    /// A message's way, once it is known.
    Info(MessageId, Option<MessageInfo>),
    /// "Open this address?"
    Link(Link),
    /// "Go to which day?"
    Day(Day),
    /// "After how long shall messages disappear?"
    Timer(secret::timer::Own),
}

/// A day being chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    at: Millis,
}

/// What happened in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayMessage {
    /// So many days on, or back.
    Moved(i64),
    /// "Go there": its first moment.
    GoPressed(Millis),
}

impl Dialog {
    /// Beginning with the day of this moment.
    pub(super) fn day(at: Millis) -> Self {
        Self::Day(Day { at })
    }

    /// Whether it has lost its sense when this message is gone.
    pub(super) fn is_about(&self, message: MessageId) -> bool {
        matches!(self, Self::Delete(id) | Self::Info(id, _) if *id == message)
    }
}

impl Day {
    /// The moment to go to, when that is said.
    pub(super) fn update(&mut self, message: DayMessage) -> Option<Millis> {
        match message {
            DayMessage::Moved(days) => {
                let at = self.at.0.saturating_add(days.saturating_mul(DAY));
                self.at = Millis(at.max(0));
                None
            }
            DayMessage::GoPressed(at) => Some(at),
        }
    }
}

/// The dialog that is open, if any.
pub(super) fn view<'a>(
    state: &'a State,
    calendar: &'a Calendar,
    t: Tokens,
) -> Option<Element<'a, Message>> {
    Some(match state.dialog.as_ref()? {
        Dialog::Delete(id) => {
            let both = state.takes_words();
            delete(state.history.get(*id)?, (state.chat.kind, both), t)
        }
        Dialog::Info(id, known) => {
            info(state.history.get(*id)?, known.as_ref(), state.chat.kind, calendar, t)
        }
        Dialog::Link(link) => open(link, t),
        Dialog::Day(day) => go(*day, calendar, t),
        Dialog::Timer(own) => secret::timer::own(own, Message::DialogCancelled, t),
    })
}

fn titled<'a>(title: &'a str, t: Tokens) -> Column<'a, Message> {
    column![label(title, theme::HEADING, font::STRONG, t.ink_1)].spacing(16).width(WIDTH)
}

fn answers<'a>(row: iced::widget::Row<'a, Message>) -> Element<'a, Message> {
    container(row.spacing(8).align_y(Center).wrap().vertical_spacing(8)).align_right(Fill).into()
}

fn cancel<'a>(t: Tokens) -> Press<'a, Message> {
    let press = Some(Message::DialogCancelled);
    buttons::text(say!("cancel"), Weight::Secondary, t, press)
}

/// `both`: the other side can still be told.
fn delete<'a>(
    message: &'a Row_,
    (kind, both): (ChatKind, bool),
    t: Tokens,
) -> Element<'a, Message> {
    let everyone = message.mine && both && kind != ChatKind::Saved;
    let says = match (kind, everyone) {
        (ChatKind::Saved, _) => say!("delete-saved"),
        (_, true) => say!("delete-own"),
        (_, false) => say!("delete-others"),
    };
    let here = Message::DeleteConfirmed { for_both: false };
    let both = everyone.then(|| {
        let press = Some(Message::DeleteConfirmed { for_both: true });
        Element::from(buttons::text(say!("delete-for-all"), Weight::Danger, t, press))
    });
    let weight = if everyone { Weight::DangerOutline } else { Weight::Danger };
    let here = buttons::text(say!("delete-for-me"), weight, t, Some(here));
    titled(say!("delete-title"), t)
        .push(body(says, t.ink_2))
        .push(answers(row![cancel(t).id(ANSWER)].push(here).push(both)))
        .into()
}

/// The address in full, with the host in bold: that is what tells where it leads.
fn open<'a>(link: &'a Link, t: Tokens) -> Element<'a, Message> {
    let host = link.host.as_deref().unwrap_or_default();
    let warning = link.deceives.then(|| {
        let says =
            row![Icon::Alert.view(18.0, t.warn), body(say!("link-deceives"), t.warn).width(Fill),];
        container(says.spacing(10).align_y(Center))
            .padding([8, 12])
            .style(move |_| style::rounded(t.warn_soft, 10))
    });
    let address = container(
        scrollable(
            body(link.address.as_str(), t.ink_1).wrapping(iced::widget::text::Wrapping::Glyph),
        )
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status)),
    )
    .max_height(160)
    .width(Fill)
    .padding([10, 12])
    .style(move |_| style::inset(t, 10.0));
    let weight = if link.deceives { Weight::DangerOutline } else { Weight::Primary };
    let copy = buttons::text(say!("copy"), Weight::Secondary, t, Some(Message::LinkCopied));
    let open = buttons::text(say!("link-open"), weight, t, Some(Message::LinkConfirmed));
    let (cancel, open) =
        if link.deceives { (cancel(t).id(ANSWER), open) } else { (cancel(t), open.id(ANSWER)) };
    titled(say!("link-title"), t)
        .push(Line::new(host, t.ink_1).kind(theme::HEADER).strong())
        .push(warning)
        .push(address)
        .push(body(say!("link-note"), t.ink_2))
        .push(answers(row![cancel].push(copy).push(open)))
        .into()
}

fn go<'a>(day: Day, calendar: &'a Calendar, t: Tokens) -> Element<'a, Message> {
    let step = |words: &'static str, days: i64| {
        let press = |days| Some(Message::Day(DayMessage::Moved(days)));
        row![
            buttons::small("−", Weight::Secondary, t, press(-days)),
            container(body(words, t.ink_1)).center_x(Fill),
            buttons::small("+", Weight::Secondary, t, press(days)),
        ]
        .spacing(8)
        .align_y(Center)
    };
    let there = Message::Day(DayMessage::GoPressed(calendar.start_of_day(day.at)));
    let steps = column![
        step(say!("day-step"), 1),
        step(say!("week-step"), 7),
        step(say!("month-step"), 30),
        step(say!("year-step"), 365),
    ];
    titled(say!("day-title"), t)
        .width(340)
        .push(
            container(label(calendar.date_in_full(day.at), theme::TITLE, font::STRONG, t.ink_1))
                .center_x(Fill),
        )
        .push(steps.spacing(8))
        .push(answers(
            row![cancel(t)]
                .push(buttons::text(say!("day-go"), Weight::Primary, t, Some(there)).id(ANSWER)),
        ))
        .into()
}

fn publication(state: Publication) -> &'static str {
    match state {
        Publication::Pending => say!("publication-pending"),
        Publication::Taken => say!("publication-taken"),
        Publication::Confirmed => say!("publication-confirmed"),
        Publication::Lost => say!("publication-lost"),
        Publication::Refused => say!("publication-refused"),
    }
}

fn info<'a>(
    message: &'a Row_,
    known: Option<&'a MessageInfo>,
    kind: ChatKind,
    calendar: &'a Calendar,
    t: Tokens,
) -> Element<'a, Message> {
    let fact = |name: &'static str, says: String| {
        row![container(body(name, t.ink_2)).width(140), container(body(says, t.ink_1)).width(Fill),]
            .spacing(12)
    };
    let moment = |at: Millis| calendar.moment(at);
    let mut facts = column![].spacing(6);
    if !message.mine {
        facts = facts.push(fact(say!("info-from"), message.from_name.clone()));
    }
    facts = facts.push(fact(say!("info-sent"), moment(message.at)));
    if let Some(known) = known {
        if let Some(at) = known.stored_at.filter(|_| !message.mine) {
            facts = facts.push(fact(say!("info-received"), moment(at)));
        }
        if let Some(at) = known.edited_at {
            facts = facts.push(fact(say!("info-edited"), moment(at)));
        }
    }
    let words = tick::words(message.state, message.reason.as_ref());
    facts = facts.push(fact(say!("info-state"), words));
    let room = kind == ChatKind::Room;
    let mut way = column![].spacing(10);
    for (name, receipt) in known.map_or(&[][..], |known| &known.receipts) {
        let says = match receipt {
            Receipt::Delivered => say!("state-delivered"),
            Receipt::Read => say!("state-read"),
        };
        if room {
            way = way.push(line(name, says, t.ink_1, t));
        }
    }
    for delivery in known.map_or(&[][..], |known| &known.deliveries) {
        let says = publication(delivery.state);
        let ink = match delivery.state {
            Publication::Refused | Publication::Lost => t.danger,
            Publication::Pending | Publication::Taken | Publication::Confirmed => t.ink_2,
        };
        let whose = room.then(|| caption(delivery.to.as_str(), t.ink_3));
        let reason = delivery.reason.as_ref().map(|why| caption(text::reason(why), t.ink_2));
        way = way
            .push(column![line(&delivery.relay, says, ink, t)].push(whose).push(reason).spacing(2));
    }
    let relays = known.is_some_and(|known| !known.deliveries.is_empty()).then(|| {
        column![
            label(say!("info-relays"), theme::BODY, font::STRONG, t.ink_1),
            container(
                scrollable(way)
                    .direction(style::thin())
                    .style(move |_, status| style::scroll(t, status))
            )
            .max_height(220),
        ]
        .spacing(8)
    });
    let press = Some(Message::DialogCancelled);
    titled(say!("info-title"), t)
        .push(facts)
        .push(relays)
        .push(answers(row![buttons::text(say!("close"), Weight::Secondary, t, press).id(ANSWER)]))
        .into()
}

fn line<'a>(name: &str, says: &'a str, ink: Color, t: Tokens) -> Element<'a, Message> {
    row![Line::new(name, t.ink_1).fill(), caption(says, ink)].spacing(12).align_y(Center).into()
}
