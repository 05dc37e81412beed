//! `secret`, `safety-number`, `verify`, `close`, `timer`.

use serde::Serialize;

use super::output::Output;
use super::session::{Session, ask, tell};
use super::{Failure, human, publish};
use crate::messenger::{ChatName, Command, SafetyNumber, Verdict};
use crate::model::ChatState;

/// What both people read to each other.
#[derive(Serialize)]
struct NumberRow {
    digits: String,
    qr: String,
    verified: bool,
    state: ChatState,
}

/// A chat that something was done to.
#[derive(Serialize)]
struct Done {
    chat: String,
}

/// Offers a secret chat, or says yes to one.
pub(super) async fn offer(
    session: &mut Session,
    output: &mut Output,
    contact: ChatName,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let row = ask!(session, Command::OfferSecret { contact, instead_of: None }, Chat)?;
    output.row(&row, human::chat)?;
    publish::flush(session, before).await.map(|_| ())
}

/// What both people read to each other.
pub(super) async fn safety_number(
    session: &mut Session,
    output: &mut Output,
    chat: ChatName,
) -> Result<(), Failure> {
    let SafetyNumber { digits, qr, verified, state, .. } =
        ask!(session, Command::SafetyNumber { chat }, SafetyNumber)?;
    let row = NumberRow { digits, qr, verified, state };
    output.row(&row, |row| {
        let compared = if row.verified { "compared" } else { "not compared" };
        format!("{} ({compared})", row.digits)
    })
}

/// What the flags of `verify` say.
pub(super) fn verdict(revoke: bool, differ: bool, let_in: bool, code: Option<String>) -> Verdict {
    match code {
        Some(code) => Verdict::Scanned(code),
        None if revoke => Verdict::Revoke,
        None if differ => Verdict::Differ,
        None if let_in => Verdict::LetIn,
        None => Verdict::Match,
    }
}

/// Says what the person found.
pub(super) async fn verify(
    session: &mut Session,
    output: &mut Output,
    chat: ChatName,
    verdict: Verdict,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let row = ask!(session, Command::Verify { chat, verdict }, Verified)?;
    output.row(&row, |row| {
        if row.verified { "Compared: they match." } else { "Not compared." }.to_owned()
    })?;
    publish::flush(session, before).await.map(|_| ())
}

/// Ends a chat, or says no to an offer.
pub(super) async fn close(
    session: &mut Session,
    output: &mut Output,
    chat: ChatName,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let name = chat.0.clone();
    tell(session, Command::CloseSecret { chat }).await?;
    output.row(&Done { chat: name }, |_| "The secret chat is over.".to_owned())?;
    publish::flush(session, before).await.map(|_| ())
}

/// Sets a chat's timer.
pub(super) async fn timer(
    session: &mut Session,
    output: &mut Output,
    chat: ChatName,
    secs: u32,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let name = chat.0.clone();
    tell(session, Command::SetTimer { chat, secs }).await?;
    output.row(&Done { chat: name }, |_| {
        if secs == 0 { "Messages stay.".into() } else { format!("Messages go after {secs} s.") }
    })?;
    publish::flush(session, before).await.map(|_| ())
}
