//! What is done from the list: menus, questions, search, the panel about a chat.

use nostr::key::PublicKey;

use super::super::super::theme;
use super::super::super::widget::NOWHERE;
use super::super::{conversation, info, new_chat, new_room};
use super::menu::{self, Question};
use super::search::{self, Ask};
use super::secret;
use super::{Action, Actions, Dialog, Errand, Menu, Message, Pane, Purpose, State, status};
use crate::messenger::{ChatName, Command, ContactAdded, Error, Reply};
use crate::model::{Chat, ChatId, ChatKind, Contact, MessageId, npub};

/// Longest wait for the relays when somebody presses "try again", in milliseconds.
const PATIENCE: u64 = 20_000;

/// What a notice offers to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undo {
    /// The notice it belongs to.
    says: String,
    pub(super) who: PublicKey,
}

impl State {
    /// What happened to the list becomes what the parent has to do.
    pub(super) fn act(&mut self, message: Message) -> Actions {
        match message {
            Message::Scrolled(stand) => self.scrolled(stand),
            Message::StepPressed(step) => self.stepped(step),
            Message::NextChatPressed(on) => self.next_chat(on),
            Message::MainMenuPressed => self.open_menu(Menu::Main),
            Message::RowMenuPressed(chat) => self.open_menu(Menu::Row(chat)),
            Message::MenuClosed => {
                self.menu = None;
                Vec::new()
            }
            Message::SearchPressed => {
                self.searching = true;
                vec![self.know(), Action::Focus(search::FIELD)]
            }
            Message::Search(message) => {
                let mut actions = Vec::new();
                if self.people.is_none() && matches!(message, search::Message::Typed(_)) {
                    actions.push(self.know());
                }
                let known = search::Known {
                    people: self.people.as_deref().unwrap_or_default(),
                    chats: &self.chats,
                };
                let asks = self.search.update(message, &known);
                actions.extend(self.interpret_search(asks));
                actions
            }
            Message::SearchLetters(letters) => {
                let typed = format!("{}{letters}", self.search.text());
                let mut actions = self.act(Message::Search(search::Message::Typed(typed)));
                actions.push(Action::FocusEnd(search::FIELD));
                actions
            }
            Message::LinkLetters(letters) => {
                let Some(Dialog::NewChat(dialog)) = &mut self.dialog else { return Vec::new() };
                dialog.typed_on(&letters);
                vec![Action::FocusEnd(new_chat::LINK)]
            }
            Message::SavedPressed => {
                self.menu = None;
                let saved = self.chats.iter().find(|c| c.kind == ChatKind::Saved);
                match (saved.map(|c| c.chat), &self.me) {
                    (Some(id), _) => self.open(id),
                    // Deleted, it is off the list; it is there all the same.
                    (None, Some(me)) => vec![self.find(&me.account)],
                    (None, None) => Vec::new(),
                }
            }
            Message::NewRoomPressed => self.begin_room(),
            Message::LockPressed => vec![Action::Lock],
            Message::PinPressed(chat, pinned) => self.set(chat, Some(pinned), None),
            Message::MutePressed(chat, muted) => self.set(chat, None, Some(muted)),
            Message::ReadPressed(chat) => self.read_all_of(chat),
            Message::UnreadPressed(chat) => {
                self.menu = None;
                vec![Self::mark(chat, true)]
            }
            Message::InfoPressed(chat) => {
                let mut actions = self.open(chat);
                actions.extend(self.show_info());
                actions
            }
            Message::InfoToggled if self.info.is_some() => self.close_info(),
            Message::InfoToggled => self.show_info(),
            Message::Info(message) => self.informed(message),
            Message::Asked(question) => self.ask(question),
            Message::Confirmed => self.confirmed(),
            Message::UnblockPressed(who) => {
                self.menu = None;
                vec![unblock(who)]
            }
            Message::RelaysPressed => {
                self.dialog = Some(Dialog::Relays);
                vec![Action::Focus(status::TRY)]
            }
            Message::TryPressed => {
                self.trying = true;
                vec![Action::Ask(Purpose::Tried, Command::Sync { timeout_ms: PATIENCE })]
            }
            Message::GripDragged(width) => {
                let (least, most) = theme::SIDEBAR_BOUNDS;
                self.sidebar = width.clamp(least, most).round();
                Vec::new()
            }
            Message::GripDropped => vec![Action::Errand(Errand::Width(self.sidebar))],
            _ => Vec::new(),
        }
    }

    fn open_menu(&mut self, menu: Menu) -> Actions {
        (self.menu, self.menu_by_keys) = (Some(menu), false);
        Vec::new()
    }

    /// Chooses people for a room.
    pub(super) fn begin_room(&mut self) -> Actions {
        self.menu = None;
        self.dialog = Some(Dialog::NewRoom(new_room::State::default()));
        vec![Action::Ask(Purpose::Contacts, Command::Contacts), Action::Focus(new_room::NAME)]
    }

    fn set(&mut self, chat: ChatId, pinned: Option<bool>, muted: Option<bool>) -> Actions {
        self.menu = None;
        let chat = ChatName::from(chat);
        vec![Action::Ask(Purpose::Quiet, Command::SetChat { chat, pinned, muted })]
    }

    fn read_all_of(&mut self, chat: ChatId) -> Actions {
        self.menu = None;
        let Some(row) = self.chats.iter().find(|c| c.chat == chat) else { return Vec::new() };
        // Only marked: nobody is to hear that anything was read.
        if row.unread == 0 {
            return vec![Self::mark(chat, false)];
        }
        let newest = row.last.as_ref().map(|last| last.message);
        let read = newest.map(|up_to| Command::MarkRead { chat: chat.into(), up_to });
        read.map(|command| Action::Ask(Purpose::Quiet, command)).into_iter().collect()
    }

    /// Marks a chat as unread, or takes the mark away.
    pub(super) fn mark(chat: ChatId, marked: bool) -> Action {
        Action::Ask(Purpose::Quiet, Command::MarkUnread { chat: chat.into(), marked })
    }

    /// Everybody who is known, read anew.
    pub(super) fn know(&self) -> Action {
        Action::Ask(Purpose::Known, Command::Contacts)
    }

    /// What can be looked through at once.
    pub(super) fn known(&self) -> search::Known<'_> {
        search::Known { people: self.people.as_deref().unwrap_or_default(), chats: &self.chats }
    }

    /// Everybody who is known was read.
    pub(super) fn people_read(&mut self, people: Vec<Contact>) {
        if let Some(dialog) = &mut self.new_chat_dialog() {
            dialog.people_read(&people);
        }
        self.people = Some(people);
        self.look_again();
    }

    fn new_chat_dialog(&mut self) -> Option<&mut new_chat::State> {
        match &mut self.dialog {
            Some(Dialog::NewChat(dialog)) => Some(dialog),
            _ => None,
        }
    }

    /// Somebody is new, or is known better.
    fn learn(&mut self, contact: &Contact) {
        if let Some(info) = &mut self.info {
            info.told(contact);
        }
        let people = self.people.get_or_insert_default();
        match people.iter_mut().find(|p| p.account == contact.account) {
            Some(known) => *known = contact.clone(),
            None => people.push(contact.clone()),
        }
        self.look_again();
    }

    fn look_again(&mut self) {
        let known = search::Known {
            people: self.people.as_deref().unwrap_or_default(),
            chats: &self.chats,
        };
        self.search.look(&known);
    }

    /// Whether somebody's words are dropped, as far as is known here.
    pub(super) fn is_blocked(&self, who: &PublicKey) -> bool {
        self.people.iter().flatten().any(|p| p.account == *who && p.blocked)
    }

    /// What the search asks for.
    pub(super) fn interpret_search(&mut self, asks: Vec<Ask>) -> Actions {
        let mut actions = Vec::new();
        for ask in asks {
            match ask {
                Ask::Later(ticket) => {
                    let message = Message::Search(search::Message::Due(ticket));
                    actions.push(Action::Errand(Errand::After(search::PAUSE, message.into())));
                }
                Ask::Messages { ticket, text, limit } => actions.push(Action::Ask(
                    Purpose::Found(ticket),
                    Command::Search { text, chat: None, limit },
                )),
                Ask::Person(who) => {
                    self.search.clear();
                    let with = self
                        .chats
                        .iter()
                        .find(|c| c.kind == ChatKind::Ordinary && c.contact == Some(who));
                    match with.map(|c| c.chat) {
                        Some(chat) => actions.extend(self.open(chat)),
                        None => actions.push(self.find(&who)),
                    }
                }
                Ask::Chat(chat) => {
                    self.search.clear();
                    actions.extend(self.open(chat));
                }
                // What was found stays, and so does the cursor: the next hit is one key away.
                Ask::Place(chat, message) => {
                    let opened = self.open_at(chat, message).into_iter();
                    actions.extend(opened.filter(|action| !matches!(action, Action::Focus(_))));
                }
                Ask::Add(link) => {
                    self.search.clear();
                    let mut dialog = new_chat::State::default();
                    dialog.update(new_chat::Message::LinkTyped(link));
                    self.dialog = Some(Dialog::NewChat(dialog));
                    actions.push(Action::Focus(new_chat::LINK));
                }
                Ask::ToTop => actions.push(self.to_stand()),
            }
        }
        actions
    }

    /// Asks for the chat with somebody, and opens it.
    fn find(&self, who: &PublicKey) -> Action {
        Action::Ask(Purpose::Room, Command::FindChat { chat: ChatName(npub(who)) })
    }

    /// Opens a chat at a message.
    fn open_at(&mut self, chat: ChatId, message: MessageId) -> Actions {
        self.open_where(chat, Some(message))
    }

    /// Shows the panel about the open chat.
    pub(super) fn show_info(&mut self) -> Actions {
        self.menu = None;
        let Pane::Chat(open) = &self.pane else { return Vec::new() };
        let chat = open.chat.clone();
        let ask = self.ask_people(&chat);
        self.info = Some(Box::new(info::State::open(chat)));
        vec![ask]
    }

    fn ask_people(&self, chat: &Chat) -> Action {
        Action::Ask(Purpose::People(chat.chat), Command::People { chat: chat.chat.into() })
    }

    /// The panel follows the chat that is open.
    pub(super) fn follow(&mut self) -> Actions {
        let open = self.open_chat();
        match &self.info {
            Some(info) if open != Some(info.chat.chat) => {
                self.info = None;
                self.show_info()
            }
            _ => Vec::new(),
        }
    }

    fn close_info(&mut self) -> Actions {
        self.info = None;
        vec![Action::Focus(conversation::COMPOSER)]
    }

    fn informed(&mut self, message: info::Message) -> Actions {
        use info::Action as Asks;
        let Some(info) = &mut self.info else { return Vec::new() };
        let (chat, kind, name) = (info.chat.chat, info.chat.kind, info.chat.name.clone());
        vec![match info.update(message) {
            Asks::None => return Vec::new(),
            Asks::Close => return self.close_info(),
            Asks::Mute(muted) => return self.set(chat, None, Some(muted)),
            Asks::Pin(pinned) => return self.set(chat, Some(pinned), None),
            Asks::Write(who) => {
                let person = self.people.iter().flatten().find(|p| p.account == who);
                if person.is_some_and(|p| p.accepted) {
                    return self.interpret_search(vec![Ask::Person(who)]);
                }
                Action::Ask(Purpose::Add, Command::AddContact { link: npub(&who), name: None })
            }
            Asks::Rename(account, name) => {
                Action::Ask(Purpose::Person, Command::RenameContact { account, name })
            }
            Asks::Copy(text) => {
                self.notice = Some(say!("info-copied").to_owned());
                Action::Copy(text)
            }
            Asks::Block(who, name) => return self.ask(Question::Block { who, name }),
            Asks::Unblock(who) => unblock(who),
            Asks::Delete => return self.ask(Question::Delete { chat, kind, name }),
            Asks::Secret(who) => return self.secret_with(who),
            Asks::Anew => return self.secret_anew(chat),
            Asks::Compare => return self.compare(chat),
            Asks::End => return self.ask(Question::End { chat, name }),
            Asks::Focus(field) => Action::Focus(field),
        }]
    }

    pub(super) fn ask(&mut self, question: Question) -> Actions {
        self.menu = None;
        self.dialog = Some(Dialog::Question(question));
        vec![Action::Focus(menu::DEFAULT)]
    }

    fn confirmed(&mut self) -> Actions {
        let Some(Dialog::Question(question)) = self.dialog.take() else { return Vec::new() };
        let back = if self.menu_by_keys { super::walk::LIST } else { NOWHERE };
        vec![
            match question {
                Question::Delete { chat, .. } => {
                    Action::Ask(Purpose::Deleted, Command::DeleteChat { chat: chat.into() })
                }
                Question::End { chat, .. } => {
                    Action::Ask(Purpose::Secret, Command::CloseSecret { chat: chat.into() })
                }
                Question::LetIn { chat, .. } => secret::let_in(chat),
                Question::Another { who, .. } => secret::offer(who, None),
                Question::Block { who, .. } => {
                    let purpose = match &mut self.pane {
                        Pane::Request(open) if open.request.id == who => {
                            open.begin();
                            Purpose::Block(who)
                        }
                        _ => Purpose::Blocked(who),
                    };
                    Action::Ask(purpose, Command::Block { id: ChatName(npub(&who)) })
                }
            },
            Action::Focus(back),
        ]
    }

    /// What was asked for from the list is done, or is not.
    pub(super) fn acted(&mut self, purpose: Purpose, answer: Result<Reply, Error>) -> Actions {
        match (purpose, answer) {
            (Purpose::Known, Ok(Reply::Contacts(people))) => self.people_read(people),
            (Purpose::People(chat), Ok(Reply::People(people))) => {
                if let Some(info) = self.info.as_mut().filter(|i| i.chat.chat == chat) {
                    info.people_read(people);
                }
            }
            (Purpose::Found(ticket), Ok(Reply::Messages(messages))) => {
                self.search.found(ticket, messages);
            }
            (Purpose::Found(ticket), Err(error)) => self.search.failed(ticket, error.sentence),
            (Purpose::Person, Ok(Reply::Contact(added))) => self.learn(&added.contact),
            (Purpose::Blocked(who), Ok(Reply::Contact(added))) => {
                self.learn(&added.contact);
                self.offer_unblock(who);
            }
            (Purpose::Deleted, Ok(_)) => self.notice = Some(say!("chat-deleted").to_owned()),
            (Purpose::Tried, answer) => {
                self.trying = false;
                if let Ok(Reply::Synced(synced)) = &answer
                    && !synced.reached
                {
                    self.notice = Some(say!("away-still").to_owned());
                }
                return vec![Action::Ask(Purpose::Relays, Command::Relays)];
            }
            (Purpose::Person, Err(error)) => match &mut self.info {
                Some(info) => info.refused(&error),
                None => self.notice = Some(error.sentence),
            },
            (_, Err(error)) => self.notice = Some(error.sentence),
            (_, Ok(_)) => {}
        }
        Vec::new()
    }

    /// A person was added or let in.
    pub(super) fn added(&mut self, added: &ContactAdded) {
        self.learn(&added.contact);
    }

    /// Says that somebody is blocked, and offers to undo it.
    pub(super) fn offer_unblock(&mut self, who: PublicKey) {
        let says = say!("blocked").to_owned();
        self.undo = Some(Undo { says: says.clone(), who });
        self.notice = Some(says);
    }

    /// What the notice that is shown offers to undo.
    pub(super) fn undo(&self) -> Option<&Undo> {
        self.undo.as_ref().filter(|undo| Some(&undo.says) == self.notice.as_ref())
    }
}

fn unblock(who: PublicKey) -> Action {
    Action::Ask(Purpose::Person, Command::Unblock { id: ChatName(npub(&who)) })
}
