//! What the conversation, a request, the dialogs and settings ask for becomes commands.

use super::super::{conversation, my_link, new_chat, new_room, request, settings};
use super::{Action, Actions, Dialog, Errand, Message, Pane, Purpose, Question, State, search};
use crate::messenger::{ChatName, Command};
use crate::model::{ChatId, ChatKind, Secret};

impl State {
    /// What a conversation asks for becomes commands.
    pub(super) fn interpret(&mut self, chat: ChatId, action: conversation::Action) -> Actions {
        use conversation::Action as Asks;
        let name = || ChatName::from(chat);
        let change = |command| Action::Ask(Purpose::Change(chat), command);
        vec![match action {
            Asks::None => return Vec::new(),
            Asks::Send { text, reply_to, ttl } => {
                let purpose = Purpose::Send { chat, text: text.clone() };
                let send = Command::Send { chat: name(), text, reply_to, ttl };
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
                let row = self.chats.iter().find(|row| row.chat == chat);
                let secret = row.is_some_and(|row| row.kind == ChatKind::Secret);
                let words = Secret::new(text);
                if secret {
                    Action::Wish(settings::Wish::CopyOfSecretChat(words))
                } else {
                    Action::Copy(words.expose().to_owned())
                }
            }
            Asks::FocusComposer => Action::Focus(conversation::COMPOSER),
            Asks::Leave => return self.leave(),
            Asks::Panel => return self.update(Message::InfoToggled),
            Asks::Compare => return self.compare(chat),
            Asks::Quieted => {
                self.quieted.push(chat);
                return Vec::new();
            }
            Asks::SetTimer(secs) => change(Command::SetTimer { chat: name(), secs }),
            Asks::Typing => Action::Ask(Purpose::Quiet, Command::Typing { chat: name() }),
            Asks::Accept => return self.answer_offer(chat, true),
            Asks::Refuse => return self.answer_offer(chat, false),
            Asks::AskEnd => return self.ask_end(chat),
            Asks::AskLetIn => return self.ask_let_in(chat),
            Asks::AskDelete => return self.ask_delete(chat),
            Asks::StartAnew => return self.secret_anew(chat),
        }]
    }

    pub(super) fn decide(&mut self, message: request::Message) -> Actions {
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

    pub(super) fn new_chat(&mut self, message: new_chat::Message) -> Actions {
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
            Asks::Secret(who) => {
                self.dialog = None;
                self.secret_with(who)
            }
            Asks::Focus(field) => vec![Action::Focus(field)],
            Asks::NewRoom => self.begin_room(),
            Asks::Close => self.close_dialog(),
        }
    }

    pub(super) fn new_room(&mut self, message: new_room::Message) -> Actions {
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

    pub(super) fn my_link(&mut self, message: my_link::Message) -> Actions {
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
