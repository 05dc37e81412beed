//! Every word that is shown, in one place, so that languages can join.

#![allow(missing_docs, reason = "each line says itself")]

use crate::model::MessageState;

pub(crate) const APP: &str = "Hushwing";
pub(crate) const TODAY: &str = "Today";
pub(crate) const YESTERDAY: &str = "Yesterday";
pub(crate) const YOU: &str = "You";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const TRY_AGAIN: &str = "Try again";

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
];

fn pick(list: &'static [&'static str], index: i8) -> &'static str {
    usize::try_from(index).ok().and_then(|i| list.get(i)).copied().unwrap_or_default()
}

/// From Monday, 0.
pub(crate) fn weekday(index: i8) -> &'static str {
    pick(&DAYS, index)
}

pub(crate) fn weekday_short(index: i8) -> &'static str {
    weekday(index).get(..3).unwrap_or_default()
}

pub(crate) fn day_short(day: i8, month: i8) -> String {
    format!("{day} {}", pick(&MONTHS, month - 1).get(..3).unwrap_or_default())
}

pub(crate) fn day_long(day: i8, month: i8, year: Option<i16>) -> String {
    let month = pick(&MONTHS, month - 1);
    match year {
        Some(year) => format!("{day} {month} {year}"),
        None => format!("{day} {month}"),
    }
}

pub(crate) fn state(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "Waiting.",
        MessageState::Queued => "On its way: no relay has taken it yet.",
        MessageState::Sent => "Sent: a relay holds it.",
        MessageState::Delivered => "Delivered to their device.",
        MessageState::Read => "Read.",
        MessageState::Failed => "Not sent.",
        MessageState::Received => "Received.",
    }
}
