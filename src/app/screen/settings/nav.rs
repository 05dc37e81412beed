//! The parts at the side.

use iced::widget::{button, column, container, row, scrollable};
use iced::{Center, Fill, border};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Press};
use super::super::super::widget::focus::Ring;
use super::super::super::widget::line::Line;
use super::super::super::widget::{avatar, label, style};
use super::super::super::{Element, font};
use super::super::home::relays_line;
use super::{Message, Pane};
use crate::messenger::Me;
use crate::model::RelayStatus;

impl Pane {
    pub(super) const ALL: [Self; 6] = [
        Self::Account,
        Self::Privacy,
        Self::Network,
        Self::Appearance,
        Self::Language,
        Self::About,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Account => say!("account"),
            Self::Privacy => say!("privacy"),
            Self::Network => say!("network"),
            Self::Appearance => say!("appearance"),
            Self::Language => say!("language"),
            Self::About => say!("about"),
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Account => Icon::User,
            Self::Privacy => Icon::Shield,
            Self::Network => Icon::Server,
            Self::Appearance => Icon::Palette,
            Self::Language => Icon::Language,
            Self::About => Icon::Info,
        }
    }
}

/// The whole side; `chosen` is marked.
pub(super) fn view<'a>(
    me: Option<&'a Me>,
    chosen: Option<Pane>,
    relays: &[RelayStatus],
    t: Tokens,
) -> Element<'a, Message> {
    let back = buttons::icon(Icon::back(), say!("back"), t.ink_2, t, Message::Closed);
    let title = label(say!("settings"), theme::HEADING, font::STRONG, t.ink_1);
    let bar = container(row![back, title].spacing(10).align_y(Center))
        .padding([0, 10])
        .center_y(theme::TOP_BAR);
    let me = me.map(|me| {
        let words = column![
            Line::new(&me.name, t.ink_1).strong().fill(),
            Line::new(say!("show-my-link"), t.ink_2).kind(theme::CAPTION).fill(),
        ]
        .width(Fill);
        let line =
            row![avatar::person(&me.name, &me.account, 52.0), words].spacing(12).align_y(Center);
        let line = container(line).padding([0, 14]).center_y(72);
        buttons::list_row(line, false, t, Message::LinkPressed).width(Fill)
    });
    let rows = Pane::ALL.map(|pane| nav_row(pane, chosen == Some(pane), t));
    let list = column![].push(me).push(style::gap(1, 7)).extend(rows);
    let list = list.padding(iced::padding::all(8).top(0));
    let list = scrollable(list)
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .height(Fill);
    container(column![bar, list, relays_line(relays, t)])
        .width(Fill)
        .height(Fill)
        .style(move |_| style::ground(t.sidebar))
        .into()
}

fn nav_row<'a>(pane: Pane, on: bool, t: Tokens) -> Element<'a, Message> {
    let (ink, tint) = if on { (t.accent, t.accent) } else { (t.ink_1, t.ink_2) };
    let font = if on { font::STRONG } else { font::TEXT };
    let line = row![pane.icon().view(20.0, tint), label(pane.name(), theme::BODY, font, ink),]
        .spacing(12)
        .align_y(Center);
    let line = button(container(line).center_y(42)).padding([0, 14]).width(Fill).style(
        move |_, status| button::Style {
            background: buttons::ground(status, on, t),
            border: border::rounded(10),
            ..button::Style::default()
        },
    );
    Press::new(line, Some(Message::PaneChosen(pane)), Ring::Within, 10.0, t).into()
}
