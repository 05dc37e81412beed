//! `send`, `react`, `edit`, `delete`, `retry`, `history`, `search`.

use std::io::{self, Read};

use super::output::Output;
use super::session::{Session, ask};
use super::{Failure, human, passphrase, publish};
use crate::messenger::{Before, ChatName, Command, DeletionState};
use crate::model::{Message, MessageId, why};

/// Longest text from standard input, in bytes. Relays take less; the messenger knows how much.
const MAX_TEXT: usize = 1 << 20;
/// Messages of one page.
const PAGE: u32 = 500;

/// The text itself, or standard input for `-`, without one newline at its end.
///
/// # Errors
/// Too long, not UTF-8, or empty.
pub(super) fn text(given: String) -> Result<String, Failure> {
    let text = if given == "-" { read(io::stdin().lock())? } else { given };
    if text.is_empty() {
        return Err(Failure::input("There is no text to send."));
    }
    Ok(text)
}

fn read(from: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_TEXT + 3).unwrap_or(u64::MAX);
    from.take(limit).read_to_end(&mut bytes).map_err(|error| {
        Failure::input(format!("Standard input cannot be read: {}.", why(error.kind())))
    })?;
    let too_long = || Failure::input("The text is longer than 1 MiB; send a shorter one.");
    if bytes.len() > MAX_TEXT + 2 {
        return Err(too_long());
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input("Standard input is not UTF-8 text; nothing was sent."))?;
    let text = passphrase::without_newline(&text);
    if text.len() > MAX_TEXT { Err(too_long()) } else { Ok(text.to_owned()) }
}

/// Sends a message and waits until a relay of the addressee has it, for a while.
pub(super) async fn send(
    session: &mut Session,
    output: &mut Output,
    command: Command,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    // Listened to before it is sent, so that no tick is missed.
    let mut events = session.events().await?;
    let sent = ask!(session, command, Sent)?;
    let sent = publish::until_sent(session, &mut events, sent).await?;
    output.row(&sent, human::sent)?;
    publish::flush_copies(session, before).await
}

/// Changes a message (a reaction, an edit) and waits until the change is on its way.
pub(super) async fn change(
    session: &mut Session,
    output: &mut Output,
    command: Command,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let sent = ask!(session, command, Sent)?;
    publish::flush(session, before).await?;
    let sent = if session.owns() { publish::now(session, sent).await? } else { sent };
    output.row(&sent, human::sent)
}

/// Deletes a message. For both it waits until the deletion is on its way.
pub(super) async fn delete(
    session: &mut Session,
    output: &mut Output,
    message: MessageId,
    for_both: bool,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let mut deleted = ask!(session, Command::Delete { message, for_both }, Deleted)?;
    if for_both {
        let left = publish::flush(session, before).await?;
        // With something left, the deletion may be part of it.
        if session.owns() && left == 0 {
            deleted.state = DeletionState::Sent;
        }
    }
    output.row(&deleted, human::deleted)
}

/// Prints a chat's messages, oldest first.
pub(super) async fn history(
    session: &mut Session,
    output: &mut Output,
    chat: String,
    limit: u32,
    before: Option<MessageId>,
) -> Result<(), Failure> {
    let mut from = before.map_or(Before::End, Before::Message);
    let mut left = limit;
    // Newest page first; each page is oldest first.
    let mut pages: Vec<Vec<Message>> = Vec::new();
    while left > 0 {
        let limit = left.min(PAGE);
        let command = Command::History { chat: ChatName(chat.clone()), limit, before: from };
        let page = ask!(session, command, Messages)?;
        let Some(oldest) = page.first() else { break };
        from = Before::Position(oldest.position);
        let count = u32::try_from(page.len()).unwrap_or(u32::MAX);
        left = left.saturating_sub(count);
        pages.push(page);
        if count < limit {
            break;
        }
    }
    let mut rows = pages.iter().rev().flatten();
    rows.try_for_each(|row| output.row(row, human::message))
}

/// Prints what is found, newest first.
pub(super) async fn search(
    session: &mut Session,
    output: &mut Output,
    text: String,
    chat: Option<String>,
    limit: u32,
) -> Result<(), Failure> {
    let command = Command::Search { text, chat: chat.map(ChatName), limit };
    let rows = ask!(session, command, Messages)?;
    if rows.is_empty() {
        output.remark("Nothing found.")?;
    }
    rows.iter().try_for_each(|row| output.row(row, human::message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_input_loses_one_newline_and_nothing_else() {
        assert_eq!(read("hello\n".as_bytes()).unwrap(), "hello");
        assert_eq!(read(" a\n\nb \n\n".as_bytes()).unwrap(), " a\n\nb \n");
    }

    #[test]
    fn standard_input_is_bounded_text() {
        let longest = "x".repeat(MAX_TEXT);
        assert_eq!(read(format!("{longest}\n").as_bytes()).unwrap(), longest);
        assert!(read(format!("{longest}x").as_bytes()).is_err());
        assert!(read(io::repeat(b'x')).is_err());
        assert!(read(b"\xc3\x28".as_slice()).is_err());
    }

    #[test]
    fn nothing_is_not_sent() {
        assert!(text(String::new()).is_err());
        assert_eq!(text("hi".into()).unwrap(), "hi");
    }
}
