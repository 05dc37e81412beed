//! How the page stands: its parts at the side, or one at a time.

use iced::widget::{column, container, row, scrollable};
use iced::{Center, Fill, Size};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button as buttons;
use super::super::super::widget::{label, style};
use super::super::super::{Element, font};
use super::{Message, Pane, State, about, account, looks, nav, network, parts, privacy};
use crate::messenger::Me;
use crate::model::{Millis, RelayStatus};

/// Widest column of cards.
const COLUMN: f32 = 640.0;

/// The page in a window of this size.
pub(crate) fn view<'a>(
    state: &'a State,
    me: Option<&'a Me>,
    (relays, now): (&'a [RelayStatus], Millis),
    t: Tokens,
    window: Size,
) -> Element<'a, Message> {
    let alone = window.width < theme::ONE_PANE;
    match (alone, state.pane) {
        (true, None) => nav::view(me, None, relays, t),
        (true, Some(pane)) => part(state, pane, me, (relays, now), t, window),
        (false, pane) => {
            let pane = pane.unwrap_or(Pane::Account);
            row![
                container(nav::view(me, Some(pane), relays, t)).width(theme::SIDEBAR - 1.0),
                style::upright(t.line),
                part(state, pane, me, (relays, now), t, window),
            ]
            .into()
        }
    }
}

fn part<'a>(
    state: &'a State,
    pane: Pane,
    me: Option<&'a Me>,
    (relays, now): (&'a [RelayStatus], Millis),
    t: Tokens,
    window: Size,
) -> Element<'a, Message> {
    let alone = window.width < theme::ONE_PANE;
    let back =
        alone.then(|| buttons::icon(Icon::back(), say!("back"), t.ink_2, t, Message::BackPressed));
    let title = label(pane.name(), theme::HEADING, font::STRONG, t.ink_1);
    let aside = (pane == Pane::Network).then(|| {
        let (words, press) = if state.network.testing {
            (say!("testing"), None)
        } else {
            (say!("test-connection"), Some(Message::Network(network::Message::TestPressed)))
        };
        parts::with_icon(Icon::Activity, words, t, press)
    });
    let side: u16 = if alone { 12 } else { 28 };
    let bar = row![].push(back).push(container(title).width(Fill)).push(aside);
    let bar = container(bar.spacing(10).align_y(Center))
        .padding([0, side])
        // With the line below.
        .center_y(theme::TOP_BAR - 1.0)
        .width(Fill)
        .style(move |_| style::ground(t.surface));
    let content = match pane {
        Pane::Account => account::view(state, me, t),
        Pane::Privacy => privacy::view(state, t),
        Pane::Network => {
            let beside = if alone { 0.0 } else { theme::SIDEBAR };
            let room = window.width - beside - 2.0 * f32::from(side);
            network::view(state, (relays, now), t, room)
        }
        Pane::Appearance => looks::appearance(state, t),
        Pane::Language => looks::language(state, t),
        Pane::About => about::view(t),
    };
    let column_of_cards = container(container(content).max_width(COLUMN)).padding([24, side]);
    let list = scrollable(column_of_cards.width(Fill))
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .height(Fill);
    container(column![bar, style::divider(t.line), list])
        .width(Fill)
        .height(Fill)
        .style(move |_| style::ground(t.window))
        .into()
}
