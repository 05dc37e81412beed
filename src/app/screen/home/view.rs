//! How the panes stand together.

use iced::widget::{column, container, opaque, row, stack};
use iced::{Center, Fill, Size};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::grip::grip;
use super::super::super::widget::motion::{Kind, Since, coming};
use super::super::super::widget::toast::toast;
use super::super::super::widget::{focus, label, modal, sheet, style};
use super::super::super::{Element, font};
use super::super::{conversation, info, my_link, new_chat, new_room, request, settings, verify};
use super::{Dialog, Message, Pane, State, empty, keys, menu, sidebar, status};

/// The screen in a window of this size.
pub(crate) fn view(state: &State, t: Tokens, window: Size) -> Element<'_, Message> {
    let alone = window.width < theme::ONE_PANE;
    let page: Element<'_, Message> = if alone {
        let (number, page) = match &state.pane {
            Pane::Nothing => (0, sidebar::view(state, t, window)),
            Pane::Chat(_) => (1, beside(state, t, window.width, true)),
            Pane::Request(_) => (2, beside(state, t, window.width, true)),
        };
        coming(page, Kind::Page, Since::Changed(number), (t.surface, 0), t)
    } else {
        // The line between the panes takes a pixel.
        let left = state.sidebar - 1.0;
        let room = window.width - state.sidebar;
        let (dragged, dropped) = (|width| Message::GripDragged(width + 1.0), Message::GripDropped);
        row![
            container(sidebar::view(state, t, Size::new(left, window.height))).width(left),
            grip(left, t.line, t.accent, dragged, dropped),
            container(beside(state, t, room, false)).width(Fill),
        ]
        .into()
    };
    // What lies behind a menu is out of the keyboard's reach.
    let page = focus::behind(page, state.menu.is_some());
    let act = state.undo().map(|undo| (say!("undo"), Message::UnblockPressed(undo.who)));
    let notice =
        state.notice.as_deref().map(|says| toast(says, act, (!alone).then_some(state.sidebar), t));
    // In one place of the tree with and without a notice, so that the cursor stays in its field.
    let over = state.settings.as_deref().map(|page| {
        settings::view(page, state.me.as_ref(), (&state.relays, state.now), t, window)
            .map(Message::Settings)
    });
    // What lies behind settings stays as it was, scrolled and with its cursor.
    let page = focus::covered(page, over.is_some());
    let over = over.map(|page| opaque(coming(page, Kind::Page, Since::Seen, (t.window, 0), t)));
    let page = stack![page].push(over).push(notice);
    // What is typed goes to no conversation that is not seen.
    let hidden = state.info.is_some() && (alone || !fits_beside(window.width));
    if let Some(Dialog::Verify(dialog)) = &state.dialog {
        let card = verify::view(dialog, t, window).map(Message::Verify);
        let page = sheet(page, Some(card), Message::DialogLeft, verify::tokens(t));
        return keys::listening(page, state, hidden);
    }
    let (before, close) = match dialog(state, t, window) {
        Some(dialog) => (Some(dialog), Message::DialogLeft),
        None => {
            let close = conversation::Message::DialogCancelled;
            (conversation_dialog(state, t), Message::Conversation(close))
        }
    };
    keys::listening(modal(page, before, close, t), state, hidden)
}

/// What the conversation asks stands before the whole window too.
fn conversation_dialog(state: &State, t: Tokens) -> Option<Element<'_, Message>> {
    match &state.pane {
        Pane::Chat(open) if state.settings.is_none() => {
            let dialog = conversation::dialog_view(open, &state.calendar, t)?;
            Some(dialog.map(Message::Conversation))
        }
        Pane::Chat(_) | Pane::Nothing | Pane::Request(_) => None,
    }
}

/// Whether a window of this width has room for the panel beside the conversation.
fn fits_beside(window: f32) -> bool {
    window >= theme::BESIDE
}

/// The right pane, of this width.
fn beside(state: &State, t: Tokens, room: f32, alone: bool) -> Element<'_, Message> {
    let panel = |alone| {
        let info = state.info.as_deref()?;
        let t = conversation::secret::tokens(&info.chat, t);
        Some(info::view(info, state.me.as_ref(), t, alone).map(Message::Info))
    };
    // Beside the conversation where there is room for both, in its place where there is not.
    let fits = fits_beside(room + state.sidebar);
    if (alone || !fits)
        && let Some(panel) = panel(true)
    {
        return panel;
    }
    let pane = if state.info.is_some() { room - theme::PANEL } else { room };
    let me = state.me.as_ref().map(|me| me.account);
    let content = match &state.pane {
        Pane::Nothing => empty::view(state, t),
        Pane::Chat(open) => {
            let panes = (alone, state.info.is_some());
            let pane = conversation::view(open, me, &state.calendar, t, pane, panes);
            pane.map(Message::Conversation)
        }
        Pane::Request(open) => {
            request::view(open, &state.calendar, t, pane, alone).map(Message::Request)
        }
    };
    let banner = status::banner(state, t, room);
    let blocked = blocked(state, t);
    // In one place of the tree whatever comes and goes beside it.
    let content = container(content).width(Fill).height(Fill);
    let middle = row![content];
    let wide = |panel| {
        let panel = container(panel).width(theme::PANEL - 1.0);
        let panel = coming(panel, Kind::Page, Since::Seen, (t.surface, 0), t);
        row![style::upright(t.line), panel].height(Fill)
    };
    let middle = middle.push(panel(false).map(wide)).height(Fill);
    column![column![].push(banner).push(blocked), middle].height(Fill).into()
}

/// The banner over the chat of somebody who is blocked.
fn blocked(state: &State, t: Tokens) -> Option<Element<'_, Message>> {
    let Pane::Chat(open) = &state.pane else { return None };
    let who = open.chat.contact.filter(|who| state.is_blocked(who))?;
    let press = Some(Message::UnblockPressed(who));
    let says = row![
        Icon::Ban.view(18.0, t.warn),
        label(say!("person-blocked-hint"), theme::SMALL, font::TEXT, t.warn).width(Fill),
        buttons::small(say!("person-unblock"), Weight::Warning, t, press),
    ];
    Some(status::amber(says.spacing(10).align_y(Center), t))
}

fn dialog(state: &State, t: Tokens, window: Size) -> Option<Element<'_, Message>> {
    Some(match (state.dialog.as_ref()?, &state.me) {
        (Dialog::NewChat(dialog), _) => {
            let t = if dialog.is_secret() { t.secret() } else { t };
            Element::from(new_chat::view(dialog, t)).map(Message::NewChat)
        }
        (Dialog::NewRoom(dialog), _) => {
            Element::from(new_room::view(dialog, t)).map(Message::NewRoom)
        }
        (Dialog::MyLink(dialog), Some(me)) => {
            Element::from(my_link::view(dialog, me, t, window)).map(Message::MyLink)
        }
        (Dialog::MyLink(_), None) => return None,
        // Fills its card, and is shown by itself.
        (Dialog::Verify(_), _) => return None,
        (Dialog::Relays, _) => status::dialog(state, t),
        (Dialog::Question(asks), _) => {
            menu::question(asks, if asks.is_secret() { t.secret() } else { t })
        }
    })
}
