//! `chats`, `room`, `read`, `delete-chat`.

use serde::Serialize;

use super::output::Output;
use super::session::{Session, ask, tell};
use super::{Failure, human, publish};
use crate::messenger::{Before, ChatName, Command};
use crate::model::{ChatId, MessageId, Name};

/// Lists chats, newest first.
pub(super) async fn chats(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let rows = ask!(session, Command::Chats, Chats)?;
    if rows.is_empty() {
        output.remark("No chats yet. Add somebody with `add LINK`, then `send` to them.")?;
    }
    rows.iter().try_for_each(|row| output.row(row, human::chat))
}

/// Makes or finds a room.
pub(super) async fn room(
    session: &mut Session,
    output: &mut Output,
    name: Name,
    people: Vec<String>,
) -> Result<(), Failure> {
    let people = people.into_iter().map(ChatName).collect();
    let row = ask!(session, Command::CreateRoom { people, subject: Some(name) }, Chat)?;
    output.row(&row, human::chat)
}

/// How far a chat is read.
#[derive(Serialize)]
struct Read {
    chat: ChatId,
    message: Option<MessageId>,
}

/// Marks everything in a chat as read.
pub(super) async fn read(
    session: &mut Session,
    output: &mut Output,
    chat: String,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let chat = ask!(session, Command::FindChat { chat: ChatName(chat) }, Chat)?.chat;
    let newest = Command::History { chat: chat.into(), limit: 1, before: Before::End };
    let newest = ask!(session, newest, Messages)?.last().map(|row| row.message);
    if let Some(up_to) = newest {
        tell(session, Command::MarkRead { chat: chat.into(), up_to }).await?;
    }
    output.row(&Read { chat, message: newest }, |read| match read.message {
        Some(message) => format!("Read up to {message}."),
        None => "There is nothing to read.".to_owned(),
    })?;
    // Receipts go out with it.
    publish::flush(session, before).await.map(|_| ())
}

/// What is left of a chat.
#[derive(Serialize)]
struct Deleted {
    chat: ChatId,
    deleted: bool,
}

/// Forgets a chat here.
pub(super) async fn delete(
    session: &mut Session,
    output: &mut Output,
    chat: String,
) -> Result<(), Failure> {
    let chat = ask!(session, Command::FindChat { chat: ChatName(chat) }, Chat)?.chat;
    tell(session, Command::DeleteChat { chat: chat.into() }).await?;
    output
        .row(&Deleted { chat, deleted: true }, |_| "The chat is deleted on this device.".to_owned())
}
