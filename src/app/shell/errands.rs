//! What the window does for the list: waiting, scrolling, and reading pictures of codes.

use std::time::Duration;

use iced::Task;
use iced::widget::operation;

use super::super::code;
use super::super::screen::home::{self, Errand};
use super::super::screen::{new_chat, verify};
use super::{Message, Shell};

impl Shell {
    pub(super) fn errand(&mut self, errand: Errand) -> Task<Message> {
        let session = self.session;
        let told = move |message| Message::OfSession(session, message);
        match errand {
            Errand::After(pause, message) => {
                let pause = async move { tokio::time::sleep(Duration::from_millis(pause)).await };
                Task::perform(pause, move |()| told(*message.clone()))
            }
            Errand::Scroll(list, y) => {
                operation::scroll_to(list, operation::AbsoluteOffset { x: 0.0, y })
            }
            Errand::Width(width) => {
                self.appearance.sidebar = Some(width);
                self.keep_appearance();
                Task::none()
            }
            Errand::ChooseCode => Task::perform(code::chosen(), move |read| told(code_read(read))),
            Errand::PasteCode => Task::perform(code::pasted(), move |read| told(code_read(read))),
            Errand::ChooseSafetyCode => {
                Task::perform(code::chosen(), move |read| told(safety_code_read(read)))
            }
            Errand::PasteSafetyCode => {
                Task::perform(code::pasted(), move |read| told(safety_code_read(read)))
            }
            Errand::ReadCode(path) => {
                Task::perform(code::of_file(path), move |read| told(code_read(read.map(Some))))
            }
        }
    }
}

fn code_read(read: Result<Option<String>, code::Unreadable>) -> home::Message {
    home::Message::NewChat(new_chat::Message::CodeRead(read))
}

fn safety_code_read(read: Result<Option<Vec<u8>>, code::Unreadable>) -> home::Message {
    home::Message::Verify(verify::Message::CodeRead(read))
}
