//! Everything behind the lock: the list of chats beside the one that is open.
//!
//! Pure: what happens goes in, what has to be asked of the messenger comes out as [`Action`]s.

mod act;
mod answer;
mod empty;
mod hear;
mod keys;
mod menu;
mod search;
mod sidebar;
mod status;
mod view;
mod walk;

use std::path::PathBuf;

use nostr::key::PublicKey;

use super::super::calendar::Calendar;
use super::super::theme;
use super::super::widget::NOWHERE;
use super::super::widget::qr::Qr;
use super::super::widget::rows::{Stand, Step};
use super::{conversation, info, my_link, new_chat, new_room, request, settings};
use crate::messenger::{ChatName, Command, Error, Event, Me, Reply};
use crate::model::{Chat, ChatId, ChatKind, Contact, MessageId, Millis, RelayStatus, Request};

use act::Undo;
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
    /// Each relay with its reason.
    Relays,
    /// Something that cannot be undone.
    Question(Question),
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The messenger's events are being listened to.
    Listening,
    /// The messenger told something.
    Heard(Vec<Event>),
    /// The messenger answered.
    Answered(Box<Purpose>, Result<Box<Reply>, Error>),
    /// In the open chat.
    Conversation(conversation::Message),
    /// In the open request.
    Request(request::Message),
    /// In the dialog.
    NewChat(new_chat::Message),
    /// In the dialog.
    NewRoom(new_room::Message),
    /// In the dialog.
    MyLink(my_link::Message),
    /// A chat was pressed.
    ChatPressed(ChatId),
    /// The entry for strangers was pressed.
    StrangersPressed,
    /// The arrow back to the chats was pressed.
    ChatsPressed,
    /// A stranger was pressed.
    RequestPressed(PublicKey),
    /// The pen, or Ctrl+N.
    NewChatPressed,
    /// One's own name was pressed.
    MyLinkPressed,
    /// In settings.
    Settings(settings::Message),
    /// Where the list stands.
    Scrolled(Stand),
    /// A key of the list.
    StepPressed(Step),
    /// Ctrl+Tab: the chat after the open one, or (false) before it.
    NextChatPressed(bool),
    /// The three lines were pressed.
    MainMenuPressed,
    /// A row's menu was asked for.
    RowMenuPressed(ChatId),
    /// A menu was left.
    MenuClosed,
    /// Ctrl+K.
    SearchPressed,
    /// In the search.
    Search(search::Message),
    /// Typed before the cursor was in the search, which is open.
    SearchLetters(String),
    /// Typed before the cursor was in the field of the new chat's dialog.
    LinkLetters(String),
    /// Chosen in the menu.
    SavedPressed,
    /// Chosen in the menu.
    NewRoomPressed,
    /// The sliders, or chosen in the menu.
    SettingsPressed,
    /// Chosen in the menu.
    LockPressed,
    /// Chosen in a row's menu.
    PinPressed(ChatId, bool),
    /// Chosen in a row's menu.
    MutePressed(ChatId, bool),
    /// Chosen in a row's menu.
    ReadPressed(ChatId),
    /// Chosen in a row's menu.
    UnreadPressed(ChatId),
    /// Chosen in a row's menu.
    InfoPressed(ChatId),
    /// Ctrl+I, or the header's button.
    InfoToggled,
    /// In the panel about the open chat.
    Info(info::Message),
    /// Something that cannot be undone was chosen.
    Asked(Question),
    /// And was confirmed.
    Confirmed,
    /// Somebody shall be let in again.
    UnblockPressed(PublicKey),
    /// The status line was pressed.
    RelaysPressed,
    /// "Try again now" was pressed.
    TryPressed,
    /// The line between the panes is dragged.
    GripDragged(f32),
    /// It was let go.
    GripDropped,
    /// Esc.
    EscapePressed,
    /// Beside a dialog was pressed.
    DialogLeft,
    /// The window got or lost the keyboard.
    FocusChanged(bool),
    /// A moment passed in which something was typed.
    DraftPaused,
    /// A notice was shown long enough.
    NoticePassed,
    /// A minute passed.
    MinutePassed(Millis),
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Who I am.
    Whoami,
    /// The list.
    Chats,
    /// The strangers.
    Requests,
    /// The relays.
    Relays,
    /// People for a room.
    Contacts,
    /// A page of a chat.
    Page(ChatId, conversation::Page),
    /// Words in a chat.
    Hits {
        /// In which chat.
        chat: ChatId,
        /// Which words.
        text: String,
    },
    /// A message's way.
    Info(ChatId),
    /// The emoji that were used last.
    Recent(ChatId),
    /// A stranger's words.
    Words(PublicKey),
    /// A message.
    Send {
        /// In which chat.
        chat: ChatId,
        /// What it says.
        text: String,
    },
    /// Something else in a chat.
    Change(ChatId),
    /// A contact by link.
    Add,
    /// A room.
    Room,
    /// A stranger let in.
    Accept(PublicKey),
    /// A stranger kept out.
    Block(PublicKey),
    /// A request thrown away.
    Delete(PublicKey),
    /// In settings.
    Settings(settings::Want),
    /// Everybody known.
    Known,
    /// Who takes part in a chat.
    People(ChatId),
    /// Messages with what was typed last when this was asked.
    Found(u64),
    /// Somebody's name, or that they are let in again.
    Person,
    /// Somebody kept out.
    Blocked(PublicKey),
    /// A chat deleted.
    Deleted,
    /// The relays tried.
    Tried,
    /// Nobody waits for it: drafts and read marks.
    Quiet,
}

/// What the parent has to do.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Ask the messenger, and tell the answer.
    Ask(Purpose, Command),
    /// Put text in the clipboard.
    Copy(String),
    /// Put the cursor in a field.
    Focus(&'static str),
    /// Put it at the end of what stands there.
    FocusEnd(&'static str),
    /// Open an address with the system.
    Open(String),
    /// Have the window do something for settings, or for one's own link.
    Wish(settings::Wish),
    /// Lock.
    Lock,
    /// Something that the window does.
    Errand(Errand),
}

/// What the window does for the list.
#[derive(Debug, Clone)]
pub(crate) enum Errand {
    /// Tells this after so many milliseconds.
    After(u64, Box<Message>),
    /// Moves the view of a list to so many pixels from its beginning.
    Scroll(&'static str, f32),
    /// Remembers how wide the left pane is.
    Width(f32),
    /// Lets a picture of a code be chosen, and reads it.
    ChooseCode,
    /// Reads the code of the picture in the clipboard.
    PasteCode,
    /// Reads the code of the picture in this file.
    ReadCode(PathBuf),
}

/// What one event makes the parent do.
pub(crate) type Actions = Vec<Action>;

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
                    actions.extend(self.open_request(only.id));
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
            listed => self.act(listed),
        }
    }

    /// What a conversation asks for becomes commands.
    fn interpret(&mut self, chat: ChatId, action: conversation::Action) -> Actions {
        use conversation::Action as Asks;
        let name = || ChatName::from(chat);
        let change = |command| Action::Ask(Purpose::Change(chat), command);
        vec![match action {
            Asks::None => return Vec::new(),
            Asks::Send { text, reply_to } => {
                let purpose = Purpose::Send { chat, text: text.clone() };
                let send = Command::Send { chat: name(), text, reply_to, ttl: None };
                // The button was pressed, maybe, and there is nothing to press any more.
                return vec![Action::Ask(purpose, send), Action::Focus(conversation::COMPOSER)];
            }
            Asks::Edit(message, text) => {
                let edit = change(Command::Edit { message, text });
                return vec![edit, Action::Focus(conversation::COMPOSER)];
            }
            Asks::React(message, emoji) => change(Command::React { message, emoji }),
            Asks::Delete { message, for_both } => change(Command::Delete { message, for_both }),
            Asks::Retry(message) => change(Command::Retry { message }),
            Asks::Read(page) => Action::Ask(
                Purpose::Page(chat, page),
                Command::Stretch {
                    chat: name(),
                    limit: conversation::history::PAGE,
                    around: page.around(),
                },
            ),
            Asks::Search(text) => Action::Ask(
                Purpose::Hits { chat, text: text.clone() },
                Command::Search { text, chat: Some(name()), limit: conversation::SEARCH_MOST },
            ),
            Asks::Info(message) => {
                Action::Ask(Purpose::Info(chat), Command::MessageInfo { message })
            }
            Asks::Recent => Action::Ask(Purpose::Recent(chat), Command::RecentEmoji),
            Asks::Used(emoji) => Action::Ask(Purpose::Quiet, Command::EmojiUsed { emoji }),
            Asks::Open(address) => Action::Open(address),
            Asks::NewChat(link) => {
                let mut dialog = new_chat::State::default();
                dialog.update(new_chat::Message::LinkTyped(link));
                self.dialog = Some(Dialog::NewChat(dialog));
                Action::Focus(new_chat::LINK)
            }
            Asks::Focus(field) => Action::Focus(field),
            Asks::All(all) => {
                return all.into_iter().flat_map(|asks| self.interpret(chat, asks)).collect();
            }
            Asks::Copy(text) => {
                self.notice = Some(say!("copied-text").to_owned());
                Action::Copy(text)
            }
            Asks::FocusComposer => Action::Focus(conversation::COMPOSER),
            Asks::Leave => return self.leave(),
            Asks::Panel => return self.update(Message::InfoToggled),
        }]
    }

    fn open(&mut self, id: ChatId) -> Actions {
        self.open_where(id, None)
    }

    /// Opens a chat where one stopped reading, or at a message.
    fn open_where(&mut self, id: ChatId, message: Option<MessageId>) -> Actions {
        let Some(chat) = self.chats.iter().find(|c| c.chat == id).cloned() else {
            return Vec::new();
        };
        (self.menu, self.searching) = (None, false);
        let mut actions = self.save_draft();
        if chat.marked {
            actions.push(Self::mark(id, false));
        }
        // Pressed again: nothing is thrown away.
        let first = match (&mut self.pane, message) {
            (Pane::Chat(open), None) if open.chat.chat == id => conversation::Action::None,
            (Pane::Chat(open), Some(message)) if open.chat.chat == id => open.jump(message),
            (pane, message) => {
                let mut open = match message {
                    Some(message) => conversation::State::open_at(chat, message),
                    None => conversation::State::open(chat),
                };
                let first = open.first_page();
                *pane = Pane::Chat(Box::new(open));
                first
            }
        };
        actions.extend(self.interpret(id, first));
        actions.extend(self.follow());
        // An answer may come late: what stands before the chat by then keeps the keyboard.
        if self.dialog.is_none() && self.settings.is_none() {
            actions.push(Action::Focus(conversation::COMPOSER));
        }
        actions
    }

    fn open_request(&mut self, id: PublicKey) -> Actions {
        let Some(request) = self.requests.iter().find(|r| r.id == id).cloned() else {
            return Vec::new();
        };
        let mut actions = self.save_draft();
        actions.push(Action::Ask(
            Purpose::Words(id),
            Command::History {
                chat: request.chat.into(),
                limit: request::SHOWN,
                before: crate::messenger::Before::End,
            },
        ));
        self.pane = Pane::Request(Box::new(request::State::open(request)));
        self.info = None;
        actions
    }

    /// Goes back to the list.
    fn leave(&mut self) -> Actions {
        let actions = self.save_draft();
        self.pane = Pane::Nothing;
        self.info = None;
        actions
    }

    fn escape(&mut self) -> Actions {
        if self.dialog.is_some() {
            return self.close_dialog();
        }
        if self.menu.take().is_some() {
            return Vec::new();
        }
        if let Pane::Chat(chat) = &mut self.pane
            && let Some(back) = chat.escape_inner()
        {
            let id = chat.chat.chat;
            return self.interpret(id, back);
        }
        if std::mem::take(&mut self.searching) | self.search.is_active() {
            self.search.clear();
            return vec![self.to_stand(), self.focus_back()];
        }
        if let Some(info) = &mut self.info {
            if !info.escape() {
                self.info = None;
            }
            return vec![self.focus_back()];
        }
        match &mut self.pane {
            Pane::Chat(chat) => {
                let id = chat.chat.chat;
                match chat.escape() {
                    Some(back) => self.interpret(id, back),
                    None => self.leave(),
                }
            }
            Pane::Request(_) => self.leave(),
            Pane::Nothing => {
                self.strangers = false;
                Vec::new()
            }
        }
    }

    fn close_dialog(&mut self) -> Actions {
        let back = match self.dialog.take() {
            // Asked in a menu of the list.
            Some(Dialog::Question(_)) if self.menu_by_keys => Action::Focus(walk::LIST),
            _ => self.focus_back(),
        };
        vec![back]
    }

    /// Where the keyboard goes when whatever had it is gone.
    fn focus_back(&self) -> Action {
        Action::Focus(match &self.pane {
            Pane::Chat(_) => conversation::COMPOSER,
            Pane::Nothing | Pane::Request(_) => NOWHERE,
        })
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

    fn decide(&mut self, message: request::Message) -> Actions {
        use request::Action as Asks;
        let Pane::Request(open) = &mut self.pane else { return Vec::new() };
        let id = open.request.id;
        let name = ChatName(crate::model::npub(&id));
        vec![match open.update(message) {
            Asks::None => return Vec::new(),
            Asks::Accept => Action::Ask(Purpose::Accept(id), Command::Accept { id: name }),
            Asks::Block => {
                let name = open.request.name.clone();
                return self.update(Message::Asked(Question::Block { who: id, name }));
            }
            Asks::Delete => Action::Ask(Purpose::Delete(id), Command::DeleteRequest { id: name }),
            Asks::Leave => return self.leave(),
        }]
    }

    fn new_chat(&mut self, message: new_chat::Message) -> Actions {
        use new_chat::Action as Asks;
        let Some(Dialog::NewChat(dialog)) = &mut self.dialog else { return Vec::new() };
        match dialog.update(message) {
            Asks::None => Vec::new(),
            Asks::Add { link, name } => {
                vec![Action::Ask(Purpose::Add, Command::AddContact { link, name })]
            }
            Asks::Choose => vec![Action::Errand(Errand::ChooseCode)],
            Asks::Paste => vec![Action::Errand(Errand::PasteCode)],
            Asks::File(path) => vec![Action::Errand(Errand::ReadCode(path))],
            Asks::Write(who) => {
                self.dialog = None;
                self.interpret_search(vec![search::Ask::Person(who)])
            }
            Asks::Focus(field) => vec![Action::Focus(field)],
            Asks::NewRoom => self.begin_room(),
            Asks::Close => self.close_dialog(),
        }
    }

    fn new_room(&mut self, message: new_room::Message) -> Actions {
        use new_room::Action as Asks;
        let Some(Dialog::NewRoom(dialog)) = &mut self.dialog else { return Vec::new() };
        match dialog.update(message) {
            Asks::None => Vec::new(),
            Asks::Make { people, subject } => {
                let people = people.iter().map(|p| ChatName(crate::model::npub(p))).collect();
                vec![Action::Ask(Purpose::Room, Command::CreateRoom { people, subject })]
            }
            Asks::Close => self.close_dialog(),
        }
    }

    fn my_link(&mut self, message: my_link::Message) -> Actions {
        use my_link::Action as Asks;
        let (Some(Dialog::MyLink(dialog)), Some(me)) = (&mut self.dialog, &self.me) else {
            return Vec::new();
        };
        vec![match dialog.update(message, me) {
            Asks::None => return Vec::new(),
            Asks::Copy => Action::Copy(me.link.clone()),
            Asks::Save(picture) => Action::Wish(settings::Wish::Save(picture)),
            Asks::Lock => Action::Lock,
            Asks::Close => return self.close_dialog(),
        }]
    }

    /// What settings ask for becomes commands.
    pub(super) fn interpret_settings(&mut self, asks: settings::Actions) -> Actions {
        use settings::Action as Asks;
        let mut actions = Vec::new();
        for ask in asks {
            match ask {
                Asks::Ask(want, command) => {
                    actions.push(Action::Ask(Purpose::Settings(want), command));
                }
                Asks::Copy(text) => actions.push(Action::Copy(text)),
                Asks::Focus(field) => actions.push(Action::Focus(field)),
                Asks::Wish(wish) => actions.push(Action::Wish(wish)),
                Asks::Later(pause, message) => {
                    let due = Message::Settings(*message).into();
                    actions.push(Action::Errand(Errand::After(pause, due)));
                }
                Asks::MyLink => actions.extend(self.update(Message::MyLinkPressed)),
                Asks::Close => {
                    self.settings = None;
                    actions.extend(self.close_dialog());
                }
            }
        }
        actions
    }
}

#[cfg(test)]
mod photographs;
#[cfg(test)]
mod tests;
