//! What becomes of the messenger's answers.

use nostr::key::PublicKey;

use super::super::super::widget::qr::Qr;
use super::super::{conversation, settings};
use super::{Action, Actions, Dialog, Pane, Purpose, State};
use crate::messenger::{Command, Error, Me, Reply};
use crate::model::{Chat, ChatId, ChatKind};

impl State {
    pub(super) fn answered(&mut self, purpose: Purpose, answer: Result<Reply, Error>) -> Actions {
        match (purpose, answer) {
            (Purpose::Settings(want), answer) => self.settings_answered(want, answer),
            (Purpose::Verify(chat, want), answer) => self.verify_answered(chat, want, answer),
            (
                purpose @ (Purpose::Known
                | Purpose::People(_)
                | Purpose::Found(_)
                | Purpose::Person
                | Purpose::Blocked(_)
                | Purpose::Deleted
                | Purpose::Tried),
                answer,
            ) => self.acted(purpose, answer),
            (Purpose::Whoami, Ok(Reply::Me(me))) => {
                self.is_me(me);
                Vec::new()
            }
            (Purpose::Chats, Ok(Reply::Chats(chats))) => {
                self.chats = chats.into_iter().map(named).collect();
                self.loaded = true;
                self.arrange();
                self.verify_read()
            }
            (Purpose::Requests, Ok(Reply::Requests(requests))) => {
                self.requests = requests;
                Vec::new()
            }
            (Purpose::Relays, Ok(Reply::Relays(relays))) => {
                self.relays_read(&relays);
                Vec::new()
            }
            (Purpose::Contacts, Ok(Reply::Contacts(contacts))) => {
                if let Some(Dialog::NewRoom(dialog)) = &mut self.dialog {
                    dialog.contacts_read(contacts);
                }
                Vec::new()
            }
            (Purpose::Page(chat, page), answer) => self.page(chat, page, answer),
            (Purpose::Hits { chat, text }, Ok(Reply::Messages(hits))) => {
                let action = match self.conversation(chat) {
                    Some(open) => open.searched(&text, &hits),
                    None => conversation::Action::None,
                };
                self.interpret(chat, action)
            }
            (Purpose::Info(chat), Ok(Reply::Info(info))) => {
                if let Some(open) = self.conversation(chat) {
                    open.info_read(info);
                }
                Vec::new()
            }
            (Purpose::Recent(chat), Ok(Reply::Emoji(recent))) => {
                if let Some(open) = self.conversation(chat) {
                    open.recent_read(recent);
                }
                Vec::new()
            }
            (Purpose::Words(id), Ok(Reply::Messages(messages))) => {
                if let Pane::Request(open) = &mut self.pane
                    && open.request.chat == id
                {
                    open.messages_read(messages);
                }
                Vec::new()
            }
            // The first message came with the request; it is shown where the rest cannot be.
            (Purpose::Words(_), Err(_)) => Vec::new(),
            (Purpose::Send { chat, text }, answer) => {
                let answer = answer.map(drop);
                match self.conversation(chat) {
                    Some(open) => open.sent(&text, answer.as_ref().copied()),
                    // The chat was left: nothing typed is lost.
                    None => {
                        if let Err(error) = answer {
                            self.notice = Some(error.sentence);
                            let chat = chat.into();
                            return vec![Action::Ask(
                                Purpose::Quiet,
                                Command::SaveDraft { chat, text },
                            )];
                        }
                    }
                }
                Vec::new()
            }
            (Purpose::Change(chat), Err(error)) => {
                match self.conversation(chat) {
                    Some(open) => open.failed(&error),
                    None => self.notice = Some(error.sentence),
                }
                Vec::new()
            }
            (Purpose::Add, Ok(Reply::Contact(added))) => {
                self.added(&added);
                if matches!(&self.dialog, Some(Dialog::NewChat(dialog)) if dialog.is_secret()) {
                    return self.secret_with(added.contact.account);
                }
                self.go_to(added.chat)
            }
            (Purpose::Room, Ok(Reply::Chat(chat))) => {
                let id = chat.chat;
                self.keep(chat);
                self.dialog = None;
                self.open(id)
            }
            (Purpose::Add | Purpose::Room | Purpose::Contacts, Err(error)) => {
                match &mut self.dialog {
                    Some(Dialog::NewChat(dialog)) => dialog.refused(&error),
                    Some(Dialog::NewRoom(dialog)) => dialog.refused(&error),
                    Some(
                        Dialog::MyLink(_)
                        | Dialog::Verify(_)
                        | Dialog::Relays
                        | Dialog::Question(_),
                    )
                    | None => self.notice = Some(error.sentence),
                }
                Vec::new()
            }
            (Purpose::Accept(id), Ok(Reply::Contact(added))) => {
                let chat = match &self.pane {
                    Pane::Request(open) if open.request.id == id && open.is_secret() => {
                        open.request.chat
                    }
                    _ => added.chat,
                };
                self.decided(id, say!("accepted"));
                self.added(&added);
                self.strangers = false;
                self.go_to(chat)
            }
            (Purpose::Block(id), Ok(_)) => {
                self.decided(id, say!("blocked"));
                self.offer_unblock(id);
                Vec::new()
            }
            (Purpose::Delete(id), Ok(_)) => {
                self.decided(id, say!("deleted"));
                Vec::new()
            }
            (Purpose::Accept(id) | Purpose::Block(id) | Purpose::Delete(id), Err(error)) => {
                match &mut self.pane {
                    Pane::Request(open) if open.request.id == id => open.refused(&error),
                    _ => self.notice = Some(error.sentence),
                }
                Vec::new()
            }
            (Purpose::Chats, Err(error)) => {
                self.loaded = true;
                self.notice = Some(error.sentence);
                Vec::new()
            }
            (_, Err(error)) => {
                self.notice = Some(error.sentence);
                Vec::new()
            }
            // What was asked for is done, and events tell what changed by it.
            (_, Ok(_)) => Vec::new(),
        }
    }

    /// Who one is. It is asked again whenever much changed, and a code takes its time to be drawn.
    fn is_me(&mut self, me: Me) {
        if self.me.as_ref().is_none_or(|known| known.link != me.link) {
            self.invitation = Qr::of(&me.link);
        }
        self.me = Some(me);
    }

    /// An answer that settings wait for may be news for the list as well.
    fn settings_answered(&mut self, want: settings::Want, answer: Result<Reply, Error>) -> Actions {
        let mut actions = Vec::new();
        match &answer {
            Ok(Reply::Me(me)) => self.is_me(me.clone()),
            Ok(Reply::Relays(relays)) => {
                self.relays_read(relays);
                // The link names them.
                actions.push(Action::Ask(Purpose::Whoami, Command::Whoami));
            }
            Ok(_) | Err(_) => {}
        }
        if let Some(page) = &mut self.settings {
            let asks = page.answered(want, answer);
            actions.extend(self.interpret_settings(asks));
        }
        actions
    }

    fn page(
        &mut self,
        chat: ChatId,
        page: conversation::Page,
        answer: Result<Reply, Error>,
    ) -> Actions {
        let Some(open) = self.conversation(chat) else { return Vec::new() };
        let action = match answer {
            Ok(Reply::Stretch(stretch)) => open.page_read(page, stretch),
            Ok(_) => conversation::Action::None,
            Err(error) => open.page_failed(page, &error),
        };
        let mut actions = self.interpret(chat, action);
        actions.extend(self.mark_read());
        actions
    }

    /// The open chat, if it is this one.
    pub(super) fn conversation(&mut self, id: ChatId) -> Option<&mut conversation::State> {
        match &mut self.pane {
            Pane::Chat(open) if open.chat.chat == id => Some(open),
            _ => None,
        }
    }

    /// Opens a chat that may be newer than the list: then the list is asked for it first.
    fn go_to(&mut self, chat: ChatId) -> Actions {
        self.dialog = None;
        if self.chats.iter().any(|c| c.chat == chat) {
            return self.open(chat);
        }
        vec![Action::Ask(Purpose::Room, Command::FindChat { chat: chat.into() })]
    }

    fn decided(&mut self, id: PublicKey, notice: &str) {
        self.requests.retain(|r| r.id != id);
        self.notice = Some(notice.to_owned());
        if matches!(&self.pane, Pane::Request(open) if open.request.id == id) {
            self.pane = Pane::Nothing;
        }
    }

    /// A chat's row, new or changed.
    pub(super) fn keep(&mut self, chat: Chat) {
        let chat = named(chat);
        if let Some(open) = self.conversation(chat.chat) {
            open.chat_told(chat.clone());
        }
        if let Some(info) = self.info.as_mut().filter(|info| info.chat.chat == chat.chat) {
            info.chat = chat.clone();
        }
        match self.chats.iter_mut().find(|c| c.chat == chat.chat) {
            Some(row) => *row = chat,
            None => self.chats.push(chat),
        }
        self.arrange();
    }

    /// Another language is spoken from now on.
    pub(crate) fn named_anew(&mut self) {
        let saved: Vec<Chat> =
            self.chats.iter().filter(|chat| chat.kind == ChatKind::Saved).cloned().collect();
        for chat in saved {
            self.keep(chat);
        }
    }

    /// Newest first, pinned before all; what nothing was said in stands by when it was begun.
    fn arrange(&mut self) {
        self.chats.sort_by_key(|c| (!c.pinned, std::cmp::Reverse(c.moment())));
    }
}

/// One's own notes are called so in the window's language; all others have names of their own.
fn named(chat: Chat) -> Chat {
    match chat.kind {
        ChatKind::Saved => Chat { name: say!("menu-saved").to_owned(), ..chat },
        ChatKind::Ordinary | ChatKind::Room | ChatKind::Secret => chat,
    }
}
