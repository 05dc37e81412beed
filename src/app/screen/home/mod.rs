//! Everything behind the lock: the list of chats beside the one that is open.
//!
//! Pure: what happens goes in, what has to be asked of the messenger comes out as [`Action`]s.

mod act;
mod action;
mod answer;
mod compare;
mod empty;
mod hear;
mod interpret;
mod keys;
mod menu;
mod open;
mod relays;
mod search;
mod secret;
mod sidebar;
mod status;
mod view;
mod walk;

use super::super::calendar::Calendar;
use super::super::theme;
use super::super::widget::NOWHERE;
use super::super::widget::qr::Qr;
use super::super::widget::rows::Stand;
use super::{conversation, info, my_link, new_chat, new_room, request, settings, verify};
use crate::messenger::{Command, Me};
use crate::model::{Chat, ChatId, ChatKind, Contact, Millis, RelayStatus, Request};

use act::Undo;
pub(crate) use action::{Action, Actions, Errand, Message, Purpose};
pub(crate) use menu::{Menu, Question};

pub(super) use status::still as relays_line;
pub(crate) use view::view;

/// Requests shown.
const REQUESTS: u32 = 1_000;

/// What the screen knows.
pub(crate) struct State {
    pub(super) me: Option<Me>,
    pub(super) chats: Vec<Chat>,
    pub(super) loaded: bool,
    pub(super) requests: Vec<Request>,
    pub(super) relays: Vec<RelayStatus>,
    pub(super) pane: Pane,
    /// The list shows strangers instead of chats.
    pub(super) strangers: bool,
    pub(super) dialog: Option<Dialog>,
    /// What was just done, in a few words, until the next tick.
    pub(super) notice: Option<String>,
    /// The page over everything, while it is open.
    pub(super) settings: Option<Box<settings::State>>,
    pub(super) calendar: Calendar,
    /// The time when something happened last.
    pub(super) now: Millis,
    /// When the relays were asked for while they were shown.
    asked_at: Millis,
    focused: bool,
    /// A menu that is open.
    pub(super) menu: Option<Menu>,
    /// It was opened from the list by keyboard.
    pub(super) menu_by_keys: bool,
    /// What is looked for.
    pub(super) search: search::State,
    /// The cursor was brought to the search, and nowhere else since.
    searching: bool,
    /// Everybody known, once they were asked for.
    pub(super) people: Option<Vec<Contact>>,
    /// The panel about the open chat.
    pub(super) info: Option<Box<info::State>>,
    /// One's own link as a code, for whom nobody can write to yet.
    pub(super) invitation: Option<Qr>,
    /// The relays are being tried.
    pub(super) trying: bool,
    undo: Option<Undo>,
    /// Width of the left pane.
    pub(super) sidebar: f32,
    /// Where the list stands: with chats, with strangers, with what was found.
    stands: [Stand; 3],
    /// The row that the keyboard went to.
    at: Option<usize>,
    /// Secret chats in which the other side types, each with the number of when it was said.
    typing: Vec<(ChatId, u64)>,
    /// How often that was said.
    typings: u64,
    /// Secret chats of which "not verified yet" was put away, as long as the window is open.
    quieted: Vec<ChatId>,
}

/// What stands beside the list.
pub(super) enum Pane {
    Nothing,
    Chat(Box<conversation::State>),
    Request(Box<request::State>),
}

/// What stands before everything.
pub(super) enum Dialog {
    NewChat(new_chat::State),
    NewRoom(new_room::State),
    MyLink(my_link::State),
    /// Safety numbers are compared.
    Verify(Box<verify::State>),
    /// Each relay with its reason.
    Relays,
    /// Something that cannot be undone.
    Question(Question),
}

impl State {
    /// Behind the lock, with nothing read yet.
    pub(crate) fn new(now: Millis, focused: bool) -> Self {
        Self {
            me: None,
            chats: Vec::new(),
            loaded: false,
            requests: Vec::new(),
            relays: Vec::new(),
            pane: Pane::Nothing,
            strangers: false,
            dialog: None,
            notice: None,
            settings: None,
            calendar: Calendar::here(now),
            now,
            asked_at: now,
            focused,
            menu: None,
            menu_by_keys: false,
            search: search::State::default(),
            searching: false,
            people: None,
            info: None,
            invitation: None,
            trying: false,
            undo: None,
            sidebar: theme::SIDEBAR,
            stands: [Stand::default(); 3],
            at: None,
            typing: Vec::new(),
            typings: 0,
            quieted: Vec::new(),
        }
    }

    /// Makes the left pane as wide as it was.
    pub(crate) fn set_sidebar(&mut self, width: f32) {
        let (least, most) = theme::SIDEBAR_BOUNDS;
        self.sidebar = if width.is_finite() { width.clamp(least, most) } else { theme::SIDEBAR };
    }

    /// "(3) Alice": how much was not read, but for muted chats, and whose window it is. A chat that
    /// was marked counts as one, and so does somebody who asks to be let in.
    pub(crate) fn title(&self) -> Option<String> {
        let name = self.name()?;
        let heard = self.chats.iter().filter(|c| !c.muted);
        let asking = u32::try_from(self.requests.len()).unwrap_or(u32::MAX);
        let unread = heard.fold(asking, |sum, c| sum.saturating_add(c.unread.max(c.marked.into())));
        Some(match unread {
            0 => name.to_owned(),
            n => format!("({}) {name}", super::super::language::digits(&n.to_string())),
        })
    }

    /// Nobody can be written to yet.
    pub(super) fn is_new(&self) -> bool {
        self.chats.iter().all(|c| c.kind == ChatKind::Saved)
    }

    #[cfg(test)]
    pub(crate) fn set_calendar(&mut self, calendar: Calendar) {
        self.calendar = calendar;
    }

    /// The name, for the window's title.
    pub(crate) fn name(&self) -> Option<&str> {
        self.me.as_ref().map(|me| me.name.as_str())
    }

    /// Who one is, once that is read.
    pub(crate) fn me(&self) -> Option<&Me> {
        self.me.as_ref()
    }

    /// The page of settings is in front, and no dialog before it.
    pub(crate) fn shows_settings(&self) -> bool {
        self.settings.is_some() && self.dialog.is_none()
    }

    /// Opens settings.
    pub(crate) fn open_settings(&mut self, around: settings::Around) -> Actions {
        let mut actions = self.save_draft();
        let (page, wants) = settings::State::open(around, self.me.as_ref());
        self.settings = Some(Box::new(page));
        actions.push(Action::Focus(NOWHERE));
        actions.extend(self.interpret_settings(wants));
        actions
    }

    /// The open page of settings, to be told what changed outside of it.
    pub(crate) fn settings(&mut self) -> Option<&mut settings::State> {
        self.settings.as_deref_mut()
    }

    /// The languages of settings hang down.
    pub(crate) fn settings_list_is_open(&self) -> bool {
        self.settings.as_ref().is_some_and(|page| page.list_is_open())
    }

    /// Something typed is not saved yet.
    pub(crate) fn has_unsaved_draft(&self) -> bool {
        matches!(&self.pane, Pane::Chat(chat) if chat.has_unsaved_draft())
    }

    /// A notice is shown.
    pub(crate) fn has_notice(&self) -> bool {
        self.notice.is_some()
    }

    /// Everything that the screen shows, read anew.
    fn read_all(&mut self) -> Actions {
        let mut actions = vec![
            Action::Ask(Purpose::Whoami, Command::Whoami),
            Action::Ask(Purpose::Chats, Command::Chats),
            Action::Ask(Purpose::Requests, Command::Requests { limit: REQUESTS }),
            Action::Ask(Purpose::Relays, Command::Relays),
        ];
        if let Pane::Chat(chat) = &mut self.pane {
            let id = chat.chat.chat;
            let action = chat.reload();
            actions.extend(self.interpret(id, action));
        }
        actions
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Actions {
        match message {
            Message::Listening => self.read_all(),
            Message::Heard(events) => self.hear(events),
            Message::Answered(purpose, answer) => self.answered(*purpose, answer.map(|r| *r)),
            Message::Conversation(message) => {
                let Pane::Chat(chat) = &mut self.pane else { return Vec::new() };
                let id = chat.chat.chat;
                // Whoever does anything there has left the search.
                use conversation::Message::{Seen, Walked};
                self.searching &= matches!(message, Seen(_) | Walked(None));
                let action = chat.update(message);
                let mut actions = self.interpret(id, action);
                actions.extend(self.mark_read());
                actions
            }
            Message::Request(message) => self.decide(message),
            Message::NewChat(message) => self.new_chat(message),
            Message::NewRoom(message) => self.new_room(message),
            Message::MyLink(message) => self.my_link(message),
            Message::Verify(message) => self.verify(message),
            Message::ChatPressed(id) => {
                self.at = None;
                self.open(id)
            }
            Message::StrangersPressed => {
                (self.strangers, self.at, self.menu) = (true, None, None);
                self.search.clear();
                let requests = Command::Requests { limit: REQUESTS };
                let mut actions = vec![Action::Ask(Purpose::Requests, requests), self.to_stand()];
                // Where there is nothing to choose from it is chosen.
                if let [only] = &self.requests[..] {
                    actions.extend(self.open_request(only.chat));
                }
                actions
            }
            Message::ChatsPressed => {
                (self.strangers, self.at) = (false, None);
                vec![self.to_stand()]
            }
            Message::RequestPressed(id) => self.open_request(id),
            Message::NewChatPressed => {
                self.menu = None;
                // Pressed again, nothing that was typed is thrown away.
                if !matches!(self.dialog, Some(Dialog::NewChat(_))) {
                    self.dialog = Some(Dialog::NewChat(new_chat::State::default()));
                }
                vec![self.know(), Action::Focus(new_chat::LINK)]
            }
            Message::NewSecretPressed => self.new_secret(),
            Message::SecretPressed(who) => self.secret_with(who),
            Message::EndPressed(chat) => self.ask_end(chat),
            Message::OtherOpened => self.open_other(),
            Message::TypingPassed(ticket) => {
                self.typing_passed(ticket);
                Vec::new()
            }
            Message::MyLinkPressed => {
                self.menu = None;
                let Some(me) = &self.me else { return Vec::new() };
                self.dialog = Some(Dialog::MyLink(my_link::State::of(me)));
                vec![Action::Focus(NOWHERE)]
            }
            Message::SettingsPressed if self.settings.is_some() => Vec::new(),
            Message::SettingsPressed => {
                self.menu = None;
                vec![Action::Wish(settings::Wish::Open)]
            }
            Message::Settings(message) => {
                let Some(page) = &mut self.settings else { return Vec::new() };
                let actions = page.update(message);
                self.interpret_settings(actions)
            }
            Message::EscapePressed => self.escape(),
            Message::DialogLeft => self.close_dialog(),
            Message::FocusChanged(focused) => {
                self.focused = focused;
                if focused { self.mark_read() } else { self.save_draft() }
            }
            Message::DraftPaused => self.save_draft(),
            Message::NoticePassed => {
                self.notice = None;
                Vec::new()
            }
            Message::MinutePassed(now) => {
                self.calendar = Calendar::here(now);
                Vec::new()
            }
            Message::Ticked => self.ticked(),
            listed => self.act(listed),
        }
    }

    /// Saves what was typed, and keeps it in the list's copy.
    pub(crate) fn save_draft(&mut self) -> Actions {
        let Pane::Chat(chat) = &mut self.pane else { return Vec::new() };
        let Some(text) = chat.draft_to_save() else { return Vec::new() };
        let id = chat.chat.chat;
        if let Some(row) = self.chats.iter_mut().find(|c| c.chat == id) {
            row.draft.clone_from(&text);
        }
        vec![Action::Ask(Purpose::Quiet, Command::SaveDraft { chat: id.into(), text })]
    }

    /// No dialog stands before the panes.
    fn is_free(&self) -> bool {
        let asks = matches!(&self.pane, Pane::Chat(open) if open.dialog.is_some());
        self.dialog.is_none() && (!asks || self.settings.is_some())
    }

    /// Somebody looks at the panes, as far as can be known.
    fn looks(&self) -> bool {
        self.focused && self.settings.is_none()
    }

    /// What is seen in a window that has the keyboard is read.
    fn mark_read(&mut self) -> Actions {
        let looks = self.looks();
        let Pane::Chat(chat) = &mut self.pane else { return Vec::new() };
        if !looks {
            return Vec::new();
        }
        chat.looked_at();
        let Some(up_to) = chat.newly_seen() else { return Vec::new() };
        let chat = chat.chat.chat.into();
        vec![Action::Ask(Purpose::Quiet, Command::MarkRead { chat, up_to })]
    }
}

#[cfg(test)]
mod photographs;
#[cfg(test)]
mod tests;
