//! How the network looks.

use iced::widget::{Column, button, column, container, row};
use iced::{Center, Fill, border};

use super::super::super::super::icon::Icon;
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::super::widget::focus::Ring;
use super::super::super::super::widget::line::Line;
use super::super::super::super::widget::{body, caption, field, label, style, toggle};
use super::super::super::super::{Element, font, language, text};
use super::super::super::my_link;
use super::super::super::relays::{answers, bars, dot, host, next_try};
use super::super::{Message as Page, State as PageState, parts};
use super::{ADDRESS, Message, New, State};
use crate::model::{Millis, RelayAddress, RelayCondition, RelayLimits, RelayStatus};

/// Room from which the round trips stand beside a relay.
const WITH_BARS: f32 = 480.0;

fn tell(message: Message) -> Page {
    Page::Network(message)
}

/// The part.
pub(in super::super) fn view<'a>(
    state: &'a PageState,
    (relays, now): (&'a [RelayStatus], Millis),
    t: Tokens,
    room: f32,
) -> Column<'a, Page> {
    let network = &state.network;
    let wrong = network.wrong.as_deref().map(|says| body(says, t.danger));
    let own = &state.around.own_relay;
    // A test of relays nearby is over before it is seen to have begun.
    let tested = network.tested.then(|| {
        let answer = relays.iter().filter(|relay| answers(relay)).count();
        let says = say!("tested", connected = answer, all = relays.len());
        row![Icon::CircleCheck.view(18.0, t.accent), body(says, t.ink_1)]
            .spacing(10)
            .align_y(Center)
    });
    column![]
        .push(wrong)
        .push(tested)
        .push(list(state, (relays, now), t, room >= WITH_BARS))
        .push((!own.is_empty()).then(|| this_computer(network, own, t)))
        .spacing(28)
}

fn list<'a>(
    state: &'a PageState,
    (relays, now): (&'a [RelayStatus], Millis),
    t: Tokens,
    wide: bool,
) -> Element<'a, Page> {
    let network = &state.network;
    let add = network.new.is_none().then(|| {
        parts::with_icon(Icon::Plus, say!("add-relay"), t, Some(tell(Message::AddPressed)))
    });
    let mut rows = Column::new();
    for (nth, relay) in relays.iter().enumerate() {
        if nth > 0 {
            rows = rows.push(style::divider(t.line));
        }
        let own = state.around.own_relay.contains(&relay.url);
        rows = rows.push(line(relay, own, now, t, wide));
        if network.open.as_ref() == Some(&relay.url) {
            rows = rows.push(more(network, relay, relays.len() > 1, t));
        }
    }
    if relays.is_empty() {
        rows = rows.push(container(caption(say!("relays-none"), t.ink_2)).padding(16));
    }
    let card = container(rows).padding(1).width(Fill).clip(true).style(move |_| style::card(t));
    let new = network.new.as_ref().map(|new| adding(new, t));
    let content = column![card].push(new).spacing(12);
    parts::section(say!("relays"), say!("relays-hint"), add, content, t)
}

/// What sort of place it is, where that is worth a word.
fn chip<'a>(relay: &RelayStatus, own: bool, t: Tokens) -> Option<Element<'a, Page>> {
    let (says, ink, fill) = if own {
        (say!("this-computer"), t.accent, t.accent_soft)
    } else if relay.url.needs_consent() {
        (say!("relay-unencrypted"), t.warn, t.warn_soft)
    } else if relay.url.is_private_place() {
        (say!("relay-nearby"), t.ink_2, t.sunken)
    } else {
        return None;
    };
    let chip = container(label(says, theme::MICRO, font::MEDIUM, ink)).padding([2, 8]);
    Some(chip.style(move |_| style::rounded(fill, 9)).into())
}

fn line(relay: &RelayStatus, own: bool, now: Millis, t: Tokens, wide: bool) -> Element<'_, Page> {
    use RelayCondition::{Connected, Connecting, Refused, Slow, Unreachable};
    let (ink, strong) = match relay.state {
        Connected => (t.ink_2, t.ink_1),
        Connecting => (t.ink_2, t.ink_2),
        Slow => (t.warn, t.warn),
        Refused | Unreachable => (t.danger, t.danger),
    };
    let answers = answers(relay);
    // Where it is, or why it does not answer.
    let (says, below) = match &relay.reason {
        Some(reason) if !answers => (text::sentence(&text::reason(reason)), ink),
        _ => (relay.url.to_string(), t.ink_2),
    };
    let name = Line::new(host(relay.url.as_str()), t.ink_1).strong();
    let name: Element<'_, Page> = match chip(relay, own, t) {
        Some(chip) => row![name, chip].spacing(8).align_y(Center).into(),
        None => name.fill().into(),
    };
    let words =
        column![name, Line::new(&says, below).kind(theme::CAPTION).fill(),].spacing(1).width(Fill);
    let latency = relay.latency_ms.filter(|_| answers).map(|ms| {
        let ms = say!("milliseconds", ms = language::digits(&ms.to_string()));
        label(ms, theme::SMALL, font::STRONG, strong)
    });
    // While it is away: when it is tried again. Why it is stands beside it.
    let next = next_try(std::slice::from_ref(relay), now);
    let says = next.unwrap_or_else(|| text::condition(relay.state).to_owned());
    let says = label(says, theme::MICRO, font::TEXT, ink);
    let stand = column![].push(latency).push(says).spacing(2).align_x(iced::Right);
    let bars = if wide && answers { bars(relay, t) } else { None };
    let face = row![dot(relay.state, t), words]
        .push(bars)
        .push(stand)
        .push(Icon::More.view(18.0, t.ink_2))
        .spacing(14)
        .align_y(Center);
    let face = button(container(face).center_y(58)).padding([0, 16]).width(Fill).style(
        move |_, status| button::Style {
            background: buttons::ground(status, false, t),
            border: border::rounded(13),
            ..button::Style::default()
        },
    );
    let press = tell(Message::RowPressed(relay.url.clone()));
    Press::new(face, Some(press), Ring::Within, 13.0, t).into()
}

/// What a relay takes, and what can be done with it.
fn more<'a>(network: &State, relay: &'a RelayStatus, may_go: bool, t: Tokens) -> Element<'a, Page> {
    let limits = limits(&relay.limits);
    let limits: Vec<Element<'_, Page>> = if limits.is_empty() {
        vec![caption(say!("limits-unknown"), t.ink_2).into()]
    } else {
        limits.into_iter().map(|says| caption(says, t.ink_2).into()).collect()
    };
    let address = relay.url.to_string();
    let copied = network.copied.as_ref() == Some(&address);
    let copy = if copied { say!("copied") } else { say!("copy-address") };
    let press = Some(tell(Message::CopyPressed(address)));
    let copy = buttons::small(copy, Weight::Secondary, t, press);
    let remove = may_go.then(|| {
        let press = Some(tell(Message::RemovePressed(relay.url.clone())));
        Element::from(buttons::small(say!("remove"), Weight::DangerOutline, t, press))
    });
    let last = (!may_go).then(|| caption(say!("last-relay"), t.ink_3).into());
    let buttons = [Some(copy.into()), remove, last].into_iter().flatten();
    let content = column![Column::with_children(limits).spacing(2), parts::buttons_row(buttons)];
    container(content.spacing(12)).padding(iced::padding::left(38).right(16).bottom(16)).into()
}

/// A relay's limits in sentences.
fn limits(limits: &RelayLimits) -> Vec<String> {
    let bytes = |n: usize| text::size(u64::try_from(n).unwrap_or(u64::MAX));
    let longest = limits.max_message_length.or(limits.max_content_length);
    [
        longest.map(|n| say!("limit-size", size = bytes(n))),
        limits.events_per_minute.map(|n| say!("limit-pace", count = n)),
        limits.auth_required.then(|| say!("limit-auth").to_owned()),
        limits.payment_required.then(|| say!("limit-payment").to_owned()),
        (limits.negentropy == Some(true)).then(|| say!("limit-sync").to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn adding(new: &New, t: Tokens) -> Element<'_, Page> {
    let typed = field::input(say!("address-example"), &new.address, new.wrong.is_some(), t)
        .id(ADDRESS)
        .on_input(|address| tell(Message::AddressTyped(address)))
        .on_submit(tell(Message::AddAsked));
    let consent = new.asks_consent().then(|| {
        toggle::row_with(
            say!("consent"),
            say!("unencrypted"),
            new.consent,
            t,
            Some(tell(Message::ConsentToggled)),
        )
    });
    let (words, press) = if new.busy {
        (say!("working"), None)
    } else {
        (say!("add-relay"), Some(tell(Message::AddAsked)))
    };
    let field = field::labelled(
        say!("address"),
        None,
        typed,
        Some(say!("add-relay-hint")),
        // Where consent is asked for, the same is said below.
        new.wrong.as_deref().filter(|says| *says != say!("unencrypted")),
        t,
    );
    let content = column![field]
        .push(consent)
        .push(parts::decide(words, press, tell(Message::AddLeft), t))
        .spacing(14);
    parts::card(content, t)
}

/// The relay that runs in this program.
fn this_computer<'a>(network: &State, own: &'a [RelayAddress], t: Tokens) -> Element<'a, Page> {
    let row = |url: &'a RelayAddress| {
        let copied = network.copied.as_deref() == Some(url.as_str());
        let copy = if copied { say!("copied") } else { say!("copy") };
        let press = Some(tell(Message::CopyPressed(url.to_string())));
        row![
            container(parts::sunken(url.as_str(), t)).width(Fill),
            Element::from(buttons::text(copy, Weight::Secondary, t, press)),
        ]
        .spacing(8)
        .align_y(Center)
        .into()
    };
    let only_here = own.iter().all(RelayAddress::is_this_computer);
    let only_here = only_here.then(|| my_link::only_here(t));
    let rows = Column::with_children(own.iter().map(row)).push(only_here).spacing(8);
    parts::section(say!("own-relay"), say!("own-relay-hint"), None, parts::card(rows, t), t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_said_in_sentences_and_only_where_they_are_known() {
        assert!(limits(&RelayLimits::default()).is_empty());
        let known = RelayLimits {
            max_message_length: Some(131_072),
            max_content_length: Some(4_096),
            auth_required: true,
            ..RelayLimits::default()
        };
        let says = limits(&known);
        assert_eq!(says.len(), 2);
        assert!(says[0].contains("131 KB"), "{says:?}");
    }
}
