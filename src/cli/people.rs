//! `add`, `contacts`, and strangers: `requests`, `accept`, `block`, `unblock`, `delete-request`.

use serde::Serialize;

use super::output::Output;
use super::session::{Session, ask, tell};
use super::{Failure, human, publish};
use crate::messenger::{ChatName, Command};
use crate::model::Name;

/// Most requests in one list; more than anybody reads.
const MANY: u32 = 1000;

/// Adds a contact.
pub(super) async fn add(
    session: &mut Session,
    output: &mut Output,
    link: String,
    name: Option<Name>,
) -> Result<(), Failure> {
    change(session, output, Command::AddContact { link, name }).await
}

/// Changes how somebody stands here, and tells it to one's other devices.
pub(super) async fn change(
    session: &mut Session,
    output: &mut Output,
    command: Command,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    let row = ask!(session, command, Contact)?;
    output.row(&row, human::added)?;
    publish::flush(session, before).await.map(|_| ())
}

/// Lists contacts.
pub(super) async fn contacts(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let rows = ask!(session, Command::Contacts, Contacts)?;
    if rows.is_empty() {
        output.remark("No contacts yet. Add one with `add LINK`.")?;
    }
    rows.iter().try_for_each(|row| output.row(row, human::contact))
}

/// Lists strangers who wrote.
pub(super) async fn requests(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    let rows = ask!(session, Command::Requests { limit: MANY }, Requests)?;
    if rows.is_empty() {
        output.remark("No requests.")?;
    }
    rows.iter().try_for_each(|row| output.row(row, human::request))
}

/// What is left of a request.
#[derive(Serialize)]
struct Deleted {
    id: String,
    deleted: bool,
}

/// Deletes a request without an answer.
pub(super) async fn delete_request(
    session: &mut Session,
    output: &mut Output,
    id: String,
) -> Result<(), Failure> {
    tell(session, Command::DeleteRequest { id: ChatName(id.clone()) }).await?;
    output.row(&Deleted { id, deleted: true }, |_| "The request is deleted.".to_owned())
}
