//! The dialog in which safety numbers are compared, among the others.

use super::super::super::widget::NOWHERE;
use super::super::{settings, verify};
use super::{Action, Actions, Dialog, Errand, Purpose, State};
use crate::messenger::{Error, Reply};
use crate::model::{Chat, ChatId, ChatKind};

impl State {
    /// Opens the dialog of a secret chat.
    pub(super) fn compare(&mut self, chat: ChatId) -> Actions {
        self.menu = None;
        let row = self.chats.iter().find(|c| c.chat == chat && c.kind == ChatKind::Secret);
        let Some(row) = row.cloned() else { return Vec::new() };
        let me = self.me.as_ref().map(|me| me.account);
        let (dialog, first) = verify::State::open(row, me);
        self.dialog = Some(Dialog::Verify(Box::new(dialog)));
        // Nothing in it is there by default.
        let mut actions = vec![Action::Focus(NOWHERE)];
        actions.extend(self.interpret_verify(chat, first));
        actions
    }

    /// The dialog about this chat.
    pub(super) fn comparing(&mut self, chat: ChatId) -> Option<&mut verify::State> {
        match &mut self.dialog {
            Some(Dialog::Verify(dialog)) if dialog.chat() == chat => Some(dialog),
            _ => None,
        }
    }

    /// Something happened in it.
    pub(super) fn verify(&mut self, message: verify::Message) -> Actions {
        let Some(Dialog::Verify(dialog)) = &mut self.dialog else { return Vec::new() };
        let (chat, action) = (dialog.chat(), dialog.update(message));
        self.interpret_verify(chat, action)
    }

    /// The messenger answered what it asked.
    pub(super) fn verify_answered(
        &mut self,
        chat: ChatId,
        want: verify::Want,
        answer: Result<Reply, Error>,
    ) -> Actions {
        let Some(dialog) = self.comparing(chat) else {
            // It was left: what could not be done is not lost.
            if let (true, Err(error)) = (want != verify::Want::Number, answer) {
                self.notice = Some(error.sentence);
            }
            return Vec::new();
        };
        let action = dialog.answered(want, answer);
        self.interpret_verify(chat, action)
    }

    /// A chat's row changed.
    pub(super) fn verify_told(&mut self, chat: &Chat) -> Actions {
        let Some(dialog) = self.comparing(chat.chat) else { return Vec::new() };
        let action = dialog.told(chat);
        self.interpret_verify(chat.chat, action)
    }

    /// All rows were read anew.
    pub(super) fn verify_read(&mut self) -> Actions {
        let Some(Dialog::Verify(dialog)) = &self.dialog else { return Vec::new() };
        let chat = dialog.chat();
        let row = self.chats.iter().find(|row| row.chat == chat).cloned();
        row.map(|row| self.verify_told(&row)).unwrap_or_default()
    }

    fn interpret_verify(&mut self, chat: ChatId, action: verify::Action) -> Actions {
        use verify::Action as Asks;
        vec![match action {
            Asks::None => return Vec::new(),
            Asks::Ask(want, command) => Action::Ask(Purpose::Verify(chat, want), command),
            Asks::Choose => Action::Errand(Errand::ChooseSafetyCode),
            Asks::Paste => Action::Errand(Errand::PasteSafetyCode),
            Asks::Copy(digits) => Action::Wish(settings::Wish::CopySecret(digits)),
            Asks::Focus(button) => Action::Focus(button),
            Asks::Close => return self.close_dialog(),
        }]
    }
}
