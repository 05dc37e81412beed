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

#[cfg(test)]
mod tests {
    use super::super::Pane;
    use super::super::tests::{answer, lena, refuse};
    use super::super::{Message, State, view};
    use super::*;
    use crate::app::fixture::chat_id;
    use crate::app::testing::{clicked, simulate_in, tokens};
    use crate::app::widget::NOWHERE;
    use crate::messenger::{Command, Event};
    use crate::model::{SpokenWords, Standing};
    use verify::Want;
    use verify::tests::{chat, number};

    const WINDOW: iced::Size = iced::Size::new(1280.0, 1000.0);

    fn row() -> Chat {
        Chat { chat: chat_id(77), ..chat(Some(Standing::NotCompared), SpokenWords::None) }
    }

    /// Lena, with a secret chat in her list.
    fn list() -> (State, ChatId) {
        let mut state = lena();
        let row = row();
        let id = row.chat;
        state.update(Message::Heard(vec![Event::Chat(Box::new(row))]));
        (state, id)
    }

    /// And the dialog about it.
    fn comparing() -> (State, ChatId) {
        let (mut state, id) = list();
        let actions = state.compare(id);
        assert!(matches!(
            &actions[..],
            [
                Action::Focus(NOWHERE),
                Action::Ask(Purpose::Verify(_, Want::Number), Command::SafetyNumber { .. })
            ]
        ));
        answer(&mut state, Purpose::Verify(id, Want::Number), Reply::SafetyNumber(number(false)));
        (state, id)
    }

    fn says(state: &State, words: &str) -> bool {
        simulate_in(view(state, tokens(), WINDOW), WINDOW).find(words).is_ok()
    }

    #[test]
    fn the_panel_of_a_secret_chat_leads_to_it_and_esc_back() {
        let (mut state, id) = list();
        state.update(Message::ChatPressed(id));
        state.update(Message::InfoToggled);
        let pressed = clicked(view(&state, tokens(), WINDOW), say!("compare-safety"));
        let [pressed] = &pressed[..] else { panic!("{pressed:?}") };
        state.update(pressed.clone());
        assert!(state.comparing(id).is_some());
        answer(&mut state, Purpose::Verify(id, Want::Number), Reply::SafetyNumber(number(false)));
        assert!(says(&state, say!("verify-digits")));
        // First out of the question, then out of the dialog; the chat stays.
        state.update(Message::Verify(verify::Message::DifferPressed));
        state.update(Message::EscapePressed);
        assert!(says(&state, say!("verify-digits")));
        state.update(Message::EscapePressed);
        assert!(state.dialog.is_none() && matches!(state.pane, Pane::Chat(_)));
    }

    #[test]
    fn there_is_nothing_to_compare_in_an_ordinary_chat() {
        let mut state = lena();
        assert!(state.compare(chat_id(0)).is_empty());
        assert!(state.dialog.is_none());
        state.update(Message::ChatPressed(chat_id(0)));
        state.update(Message::InfoToggled);
        assert!(!says(&state, say!("compare-safety")));
    }

    #[test]
    fn what_is_copied_is_a_secret_and_codes_are_read_by_the_window() {
        let (mut state, _) = comparing();
        let mut pressed = |message| state.update(Message::Verify(message));
        let copied = pressed(verify::Message::CopyPressed);
        assert!(matches!(&copied[..], [Action::Wish(settings::Wish::CopySecret(digits))]
            if digits.expose() == number(false).digits));
        let chosen = pressed(verify::Message::ChoosePressed);
        assert!(matches!(chosen[..], [Action::Errand(Errand::ChooseSafetyCode)]));
        pressed(verify::Message::CodeRead(Ok(None)));
        let pasted = pressed(verify::Message::PastePressed);
        assert!(matches!(pasted[..], [Action::Errand(Errand::PasteSafetyCode)]));
    }

    #[test]
    fn the_dialog_hears_of_its_chat_and_goes_with_it() {
        let (mut state, id) = comparing();
        let asked = Chat { chat: id, ..chat(Some(Standing::NotCompared), SpokenWords::Asked) };
        state.update(Message::Heard(vec![Event::Chat(Box::new(asked.clone()))]));
        assert!(says(&state, say!("verify-words-agree")));
        // The same, where everything is read anew.
        let all = vec![Chat { secret: row().secret, ..asked }];
        answer(&mut state, Purpose::Chats, Reply::Chats(all));
        assert!(says(&state, say!("verify-words-show")));
        state.update(Message::Heard(vec![Event::ChatGone { chat: id }]));
        assert!(state.dialog.is_none());
    }

    #[test]
    fn a_verdict_that_fails_after_the_dialog_was_left_is_told() {
        let (mut state, id) = comparing();
        state.update(Message::Verify(verify::Message::MatchPressed));
        state.update(Message::DialogLeft);
        refuse(&mut state, Purpose::Verify(id, Want::Verdict), "The disk is full.");
        assert_eq!(state.notice.as_deref(), Some("The disk is full."));
    }
}
