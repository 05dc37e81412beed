//! The menus of the list, and the questions before what cannot be undone.

use iced::widget::{Column, column, container, row};
use iced::{Center, Fill};
use nostr::key::PublicKey;

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight, menu_item};
use super::super::super::widget::{avatar, body, caption, label, style};
use super::super::super::{Element, direction, font};
use super::super::conversation::secret::Condition;
use super::{Message, State};
use crate::model::{Chat, ChatId, ChatKind};

/// The button that has the keyboard when a question is asked: that which changes nothing, so that
/// a second Enter does not either.
pub(super) const DEFAULT: &str = "default";

/// A menu that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Menu {
    /// Of the window.
    Main,
    /// Of a chat's row.
    Row(ChatId),
}

/// What is asked before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// Delete this chat?
    Delete { chat: ChatId, kind: ChatKind, name: String },
    /// Block this person?
    Block { who: PublicKey, name: String },
    /// End this secret chat?
    End { chat: ChatId, name: String },
    /// Go on without comparing?
    LetIn { chat: ChatId, name: String },
    /// Another secret chat beside this one?
    Another { who: PublicKey, name: String, chat: ChatId },
}

impl Question {
    /// Whether it is about a secret chat.
    pub(super) fn is_secret(&self) -> bool {
        match self {
            Self::Delete { kind, .. } => *kind == ChatKind::Secret,
            Self::End { .. } | Self::LetIn { .. } | Self::Another { .. } => true,
            Self::Block { .. } => false,
        }
    }
}

/// The window's menu.
pub(super) fn main(state: &State, t: Tokens) -> Element<'_, Message> {
    let me = state.me.as_ref().map(|me| {
        let words = column![
            label(me.name.as_str(), theme::BODY, font::STRONG, t.ink_1),
            caption(crate::model::short_npub(&me.account), t.ink_2),
        ];
        let me = row![avatar::person(&me.name, &me.account, 36.0), words].spacing(12);
        container(me.align_y(Center)).padding([6, 10])
    });
    let item = |icon, words, press| menu_item(icon, words, t.ink_1, t, press);
    let items = Column::new()
        .push(me)
        .push(item(Icon::Link, say!("my-link"), Message::MyLinkPressed))
        .push(item(Icon::Users, say!("new-room"), Message::NewRoomPressed))
        .push(item(Icon::Lock, say!("secret-new"), Message::NewSecretPressed))
        .push(item(Icon::Bookmark, say!("menu-saved"), Message::SavedPressed))
        .push(item(Icon::Inbox, say!("requests"), Message::StrangersPressed))
        .push(container(style::divider(t.line)).padding([4, 0]))
        .push(item(Icon::Settings, say!("menu-settings"), Message::SettingsPressed))
        .push(item(Icon::Lock, say!("lock"), Message::LockPressed));
    card(items, t)
}

/// A chat's menu.
pub(super) fn of_row<'a>(state: &State, chat: &Chat, t: Tokens) -> Element<'a, Message> {
    let id = chat.chat;
    let item = |icon, words, press| menu_item(icon, words, t.ink_1, t, press);
    let pin = if chat.pinned {
        item(Icon::PinOff, say!("menu-unpin"), Message::PinPressed(id, false))
    } else {
        item(Icon::Pin, say!("menu-pin"), Message::PinPressed(id, true))
    };
    let mute = if chat.muted {
        item(Icon::Bell, say!("menu-unmute"), Message::MutePressed(id, false))
    } else {
        item(Icon::BellOff, say!("menu-mute"), Message::MutePressed(id, true))
    };
    let read = if chat.unread > 0 || chat.marked {
        item(Icon::Check, say!("menu-read"), Message::ReadPressed(id))
    } else {
        item(Icon::Unread, say!("menu-unread"), Message::UnreadPressed(id))
    };
    let block = chat.contact.map(|who| {
        if state.is_blocked(&who) {
            item(Icon::Ban, say!("person-unblock"), Message::UnblockPressed(who))
        } else {
            let asks = Question::Block { who, name: chat.name.clone() };
            menu_item(Icon::Ban, say!("menu-block"), t.danger, t, Message::Asked(asks))
        }
    });
    let asks = Question::Delete { chat: id, kind: chat.kind, name: chat.name.clone() };
    let over = Condition::of(chat) == Condition::Over;
    let secret = match (chat.kind, chat.contact) {
        (ChatKind::Ordinary, Some(who)) if !state.is_blocked(&who) => {
            Some(item(Icon::Lock, say!("secret-start"), Message::SecretPressed(who)))
        }
        (ChatKind::Secret, _) if !over && Condition::of(chat) != Condition::Asked => {
            let press = Message::EndPressed(id);
            Some(menu_item(Icon::Lock, say!("secret-end"), t.danger, t, press))
        }
        _ => None,
    };
    // The chat with oneself is always there.
    let mute = (chat.kind != ChatKind::Saved).then_some(mute);
    let items = Column::new()
        .push(pin)
        .push(mute)
        .push(read)
        .push(item(Icon::Info, say!("menu-info"), Message::InfoPressed(id)))
        .push(secret)
        .push(block)
        .push(menu_item(Icon::Trash, say!("menu-delete"), t.danger, t, Message::Asked(asks)));
    card(items, t)
}

/// A menu is laid out beside the window, not within it.
fn card<'a>(items: Column<'a, Message>, t: Tokens) -> Element<'a, Message> {
    let card = container(items.spacing(2)).padding(6).width(232).style(move |_| style::menu(t));
    direction::mirrored(style::lift_menu(card, t))
}

/// A question with its answers.
pub(super) fn question<'a>(asks: &Question, t: Tokens) -> Element<'a, Message> {
    let (title, says, answer) = match asks {
        Question::Delete { kind, name, .. } => {
            let says = match kind {
                ChatKind::Saved => say!("chat-delete-saved"),
                ChatKind::Room => say!("chat-delete-room"),
                ChatKind::Ordinary => say!("chat-delete-hint"),
                ChatKind::Secret => say!("chat-delete-secret"),
            };
            (say!("chat-delete-title", name = name.as_str()), says, say!("chat-delete"))
        }
        Question::Block { name, .. } => {
            let title = say!("person-block-title", name = name.as_str());
            (title, say!("person-block-hint"), say!("block"))
        }
        Question::End { name, .. } => {
            let title = say!("secret-end-title", name = name.as_str());
            (title, say!("secret-end-hint"), say!("secret-end-answer"))
        }
        Question::LetIn { name, .. } => {
            let title = say!("let-in-title", name = name.as_str());
            (title, say!("let-in-hint"), say!("let-in"))
        }
        Question::Another { name, .. } => {
            let title = say!("secret-again-title", name = name.as_str());
            (title, say!("secret-again-hint"), say!("secret-again-start"))
        }
    };
    let press = Some(Message::Confirmed);
    let buttons = match asks {
        // Nothing is lost by either.
        Question::Another { .. } => row![
            buttons::text(answer, Weight::Secondary, t, press),
            buttons::text(
                say!("secret-again-open"),
                Weight::Primary,
                t,
                Some(Message::OtherOpened)
            )
            .id(DEFAULT),
        ],
        _ => row![
            buttons::text(say!("cancel"), Weight::Secondary, t, Some(Message::DialogLeft))
                .id(DEFAULT),
            buttons::text(answer, Weight::Danger, t, press),
        ],
    };
    column![
        label(title, theme::HEADING, font::STRONG, t.ink_1),
        body(says, t.ink_2),
        container(buttons.spacing(8).wrap().vertical_spacing(8)).align_right(Fill),
    ]
    .spacing(16)
    .width(440)
    .into()
}
