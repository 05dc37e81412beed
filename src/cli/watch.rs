//! `watch`: one event a line until interrupted.

use tokio_util::sync::CancellationToken;

use super::output::Output;
use super::session::Session;
use super::{Failure, human};
use crate::messenger::{Error, ErrorKind, Event};

/// Prints events until interrupted, or until nobody reads them any more.
pub(super) async fn watch(
    session: &mut Session,
    output: &mut Output,
    interrupted: &CancellationToken,
) -> Result<(), Failure> {
    let mut events = session.events().await?;
    while !output.closed() {
        let event = tokio::select! {
            biased;
            () = interrupted.cancelled() => return Ok(()),
            event = events.next() => event,
        };
        let Some(event) = event else {
            return Err(Failure::Refused(Error::new(
                ErrorKind::Internal,
                "The Hushwing that holds this profile ended, so there is nothing to watch.",
            )));
        };
        // The one says nothing that lasts; the other is a line in the window's conversation, and
        // what it says is in the chat's row.
        let line = matches!(&event, Event::Message(row) if row.note.is_some());
        if line || matches!(event, Event::Typing { .. }) {
            continue;
        }
        output.row(&event, human::event)?;
        output.flush()?;
    }
    Ok(())
}
