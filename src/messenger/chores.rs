//! Small duties between messages: receipts, and news for one's own devices.

use std::sync::Arc;
use std::time::Duration;

use super::heart::Heart;

/// News for one's own devices gather for so long: reading along should not write an envelope for
/// every line.
const GATHER: Duration = Duration::from_secs(3);

/// Runs until the end.
pub(super) async fn run(heart: Arc<Heart>) {
    let mut caught_up = heart.caught_up.subscribe();
    // Before the mailbox was read to its end, another device's receipts may still be on the way.
    if caught_up.wait_for(|done| *done).await.is_err() {
        return;
    }
    let mut gathering = None;
    loop {
        if let Err(error) = receipts(&heart).await {
            tracing::warn!(%error, "receipts could not be prepared");
        }
        let due = gathering.get_or_insert_with(|| tokio::time::Instant::now() + GATHER);
        tokio::select! {
            () = heart.chores.notified() => continue,
            () = tokio::time::sleep_until(*due) => {}
        }
        if let Err(error) = news(&heart).await {
            tracing::warn!(%error, "news for own devices could not be prepared");
        }
        heart.chores.notified().await;
        gathering = None;
    }
}

/// Everything that is due.
pub(super) async fn receipts(heart: &Arc<Heart>) -> Result<(), super::Error> {
    while heart.send_receipts().await? {}
    while heart.send_secret_receipts().await? {}
    Ok(())
}

/// Everything there is.
pub(super) async fn news(heart: &Arc<Heart>) -> Result<(), super::Error> {
    while heart.tell_own_devices().await? {}
    Ok(())
}
