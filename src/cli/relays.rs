//! `relays`, `network`, `sync`.

use std::time::Duration;

use super::args::RelayChange;
use super::output::Output;
use super::session::{Session, ask, tell};
use super::{Failure, human, profile, publish};
use crate::messenger::{Command, Error, ErrorKind};
use crate::model::RelayStatus;

/// Lists, adds or removes inbox relays.
pub(super) async fn relays(
    session: &mut Session,
    output: &mut Output,
    change: Option<RelayChange>,
) -> Result<(), Failure> {
    let before = publish::pending(session).await?;
    match change {
        None => {}
        Some(RelayChange::Add { url, unencrypted }) => {
            let command = Command::AddRelay { url: url.clone(), unencrypted };
            ask!(session, command, Relays).map_err(|failure| match failure {
                Failure::Refused(Error { kind: ErrorKind::NeedsConsent, .. }) => Failure::Refused(
                    Error::new(ErrorKind::NeedsConsent, profile::unencrypted(&url)),
                ),
                other => other,
            })?;
        }
        Some(RelayChange::Remove { url }) => {
            ask!(session, Command::RemoveRelay { url }, Relays)?;
        }
        Some(RelayChange::Allow { url, revoke }) => {
            tell(session, Command::AllowAccountAuth { url, allow: !revoke }).await?;
        }
    }
    let rows = publish::until_tried(session).await?;
    print(output, &rows)?;
    // A changed relay list is published to old and new relays.
    publish::flush(session, before).await.map(|_| ())
}

fn print(output: &mut Output, rows: &[RelayStatus]) -> Result<(), Failure> {
    if rows.is_empty() {
        output
            .remark("No inbox relays: nobody can write to you. Add one with `relays add URL`.")?;
    }
    rows.iter().try_for_each(|row| output.row(row, human::relay))
}

/// Routes and health.
pub(super) async fn network(session: &mut Session, output: &mut Output) -> Result<(), Failure> {
    publish::until_tried(session).await?;
    let row = ask!(session, Command::Network, Network)?;
    output.row(&row, human::network)
}

/// Connects, fetches, sends what waits.
pub(super) async fn sync(
    session: &mut Session,
    output: &mut Output,
    timeout: Duration,
) -> Result<(), Failure> {
    let timeout_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
    match ask!(session, Command::Sync { timeout_ms }, Synced) {
        Ok(row) => {
            output.row(&row, human::synced)?;
            if row.reached { Ok(()) } else { Err(Failure::NoRelay) }
        }
        Err(Failure::Refused(Error { kind: ErrorKind::Network, .. })) => Err(Failure::NoRelay),
        Err(other) => Err(other),
    }
}
