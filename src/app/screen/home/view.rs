//! How the panes stand together.

use iced::widget::{container, opaque, row, stack};
use iced::{Bottom, Center, Color, Fill, Size};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::{focus, label, modal, style};
use super::super::super::{Element, font};
use super::super::{conversation, my_link, new_chat, new_room, request, settings};
use super::{Dialog, Message, Pane, State, sidebar};

/// The screen in a window of this size.
pub(crate) fn view(state: &State, t: Tokens, window: Size) -> Element<'_, Message> {
    let alone = window.width < theme::ONE_PANE;
    let pane = if alone { window.width } else { window.width - theme::SIDEBAR };
    let me = state.me.as_ref().map(|me| me.account);
    let beside = match &state.pane {
        Pane::Nothing => None,
        Pane::Chat(open) => {
            let pane = conversation::view(open, me, &state.calendar, t, pane, alone);
            let pane = conversation::listening(pane, open, state.dialog.is_none());
            Some(pane.map(Message::Conversation))
        }
        Pane::Request(open) => {
            Some(request::view(open, &state.calendar, t, pane, alone).map(Message::Request))
        }
    };
    let over = state.settings.as_deref().map(|page| {
        settings::view(page, state.me.as_ref(), &state.relays, t, window).map(Message::Settings)
    });
    let page: Element<'_, Message> = match (alone, beside) {
        (true, Some(pane)) => pane,
        (true, None) => sidebar::view(state, t),
        (false, pane) => row![
            container(sidebar::view(state, t)).width(theme::SIDEBAR - 1.0),
            style::upright(t.line),
            pane.unwrap_or_else(|| conversation::empty(t)),
        ]
        .into(),
    };
    let notice = state.notice.as_deref().map(|says| toast(says, t));
    // In one place of the tree with and without a notice, so that the cursor stays in its field.
    // What lies behind settings stays as it was, scrolled and with its cursor.
    let page = focus::covered(page, over.is_some());
    let page = stack![page].push(over.map(opaque)).push(notice);
    let dialog: Option<Element<'_, Message>> = match (&state.dialog, &state.me) {
        (Some(Dialog::NewChat(dialog)), _) => {
            Some(Element::from(new_chat::view(dialog, t)).map(Message::NewChat))
        }
        (Some(Dialog::NewRoom(dialog)), _) => {
            Some(Element::from(new_room::view(dialog, t)).map(Message::NewRoom))
        }
        (Some(Dialog::MyLink(dialog)), Some(me)) => {
            Some(Element::from(my_link::view(dialog, me, t)).map(Message::MyLink))
        }
        (Some(Dialog::MyLink(_)) | None, _) => None,
    };
    modal(page, dialog, Message::DialogLeft, t)
}

/// A few words at the bottom that go by themselves.
fn toast<'a>(says: &'a str, t: Tokens) -> Element<'a, Message> {
    let words = row![
        Icon::Info.view(18.0, Color::WHITE),
        label(says, theme::BODY, font::TEXT, Color::WHITE),
    ]
    .spacing(10)
    .align_y(Center);
    let card = container(words).padding([9, 16]).style(move |_| style::rounded(t.tooltip, 10));
    container(card).width(Fill).height(Fill).align_x(Center).align_y(Bottom).padding(80).into()
}
