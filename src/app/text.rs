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
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
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

// First run.
pub(crate) const WELCOME: &str = "Words that land without a sound";
pub(crate) const WELCOME_HINT: &str = "Two minutes to set up. No phone number, no e-mail.";
pub(crate) const RESTORE_TITLE: &str = "Welcome back";
pub(crate) const RESTORE_HINT: &str = "Your ordinary chats come back from your relays.";
pub(crate) const YOUR_NAME: &str = "Your name";
pub(crate) const NAME_EXAMPLE: &str = "What friends call you";
pub(crate) const YOUR_NAME_HINT: &str =
    "People you write to see it. It need not be your real name, and you can change it later.";
pub(crate) const NAME_MISSING: &str = "Choose a name: one visible character is enough.";
pub(crate) const PASSPHRASE: &str = "Passphrase";
pub(crate) const PASSPHRASE_EXAMPLE: &str = "Several uncommon words";
pub(crate) const PASSPHRASE_HINT: &str =
    "Encrypts everything on this computer. If you forget it, nobody can reset it.";
pub(crate) const PASSPHRASE_OR_KEYRING: &str =
    "Encrypts everything on this computer. Left empty, this computer's keyring opens Hushwing.";
pub(crate) const PASSPHRASE_NEEDED: &str =
    "Choose a passphrase: this computer has no keyring that could stand in for it.";
pub(crate) const PASSPHRASE_SHORT: &str = "Use at least eight characters; several words are best.";
pub(crate) const PASSPHRASE_MISSING: &str = "Type your passphrase.";
pub(crate) const OPTIONAL: &str = "optional";
pub(crate) const TRAVEL: &str = "Where should your messages travel?";
pub(crate) const PUBLIC: &str = "Public relays";
pub(crate) const PUBLIC_HINT: &str =
    "Run by volunteers. They pass on sealed envelopes and work straight away.";
pub(crate) const OWN: &str = "My own relay";
pub(crate) const OWN_HINT: &str = "Type the address of a relay that you or a friend runs.";
pub(crate) const THIS_COMPUTER: &str = "This computer";
pub(crate) const THIS_COMPUTER_HINT: &str =
    "Be the relay yourself, for your network, as long as Hushwing is open.";
pub(crate) const ADDRESS: &str = "Relay address";
pub(crate) const ADDRESS_EXAMPLE: &str = "wss://relay.example";
pub(crate) const UNENCRYPTED: &str =
    "This address is not encrypted: anyone on the way sees which mailbox you read.";
pub(crate) const CONSENT: &str = "Use it all the same";
pub(crate) const RESTORE: &str = "Restore an account";
pub(crate) const NEW_ACCOUNT: &str = "Make a new account";
pub(crate) const CONTINUE: &str = "Continue";
pub(crate) const WORKING: &str = "One moment…";
pub(crate) const WORDS: &str = "Twelve words";
pub(crate) const NCRYPTSEC: &str = "Locked key";
pub(crate) const YOUR_KEY: &str = "Your account key";
pub(crate) const WORDS_EXAMPLE: &str = "leader monkey parrot …";
pub(crate) const WORDS_HINT: &str =
    "The words you wrote down, in their order, with spaces between.";
pub(crate) const NCRYPTSEC_EXAMPLE: &str = "ncryptsec1…";
pub(crate) const NCRYPTSEC_HINT: &str = "It begins with ncryptsec1 and is locked with a password.";
pub(crate) const NOT_NCRYPTSEC: &str = "A locked key begins with ncryptsec1.";
pub(crate) const KEY_PASSWORD: &str = "Password of the locked key";
pub(crate) const KEY_PASSWORD_HINT: &str = "The one it was locked with when it was exported.";
pub(crate) const PASSWORD_MISSING: &str = "Type the password that opens this key.";
pub(crate) const NSEC_RESTORE: &str = "This is a bare secret key (nsec). It was not kept. Lock it \
    with a password first, and bring the ncryptsec1 text here.";

pub(crate) fn words_counted(words: usize) -> String {
    format!("An account has twelve words (or 15, 18, 21, 24); here are {words}.")
}

/// A capital at the beginning and a full stop at the end.
pub(crate) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

// The lock.
pub(crate) const LOCKED: &str = "Hushwing is locked";
pub(crate) const LOCKED_HINT: &str =
    "Everything on this computer stays encrypted until you unlock it.";
pub(crate) const UNLOCKING: &str = "Unlocking…";
pub(crate) const OPEN_WITH_KEYRING: &str = "Open with this computer's keyring";
pub(crate) const CANNOT_OPEN: &str = "Hushwing cannot open its profile";

// The list.
pub(crate) const NEW_CHAT: &str = "New chat";
pub(crate) const MY_LINK: &str = "My link";
pub(crate) const LOCK: &str = "Lock Hushwing";
pub(crate) const LOCK_NOW: &str = "Lock now";
pub(crate) const REQUESTS: &str = "Message requests";
pub(crate) const REQUESTS_HINT: &str =
    "People who are not in your contacts. They don't see that you read this.";
pub(crate) const NO_REQUESTS: &str = "No requests. Quiet night.";
pub(crate) const DRAFT: &str = "Draft:";
pub(crate) const DELETED: &str = "Message deleted";
pub(crate) const NO_CHATS: &str = "No chats yet";
pub(crate) const NO_CHATS_HINT: &str = "Send somebody your link, or add theirs.";
pub(crate) const BACK: &str = "Back";
pub(crate) const SAVED_ROW: &str = "Notes to yourself";
pub(crate) const EMPTY_ROW: &str = "No messages yet";

pub(crate) fn strangers(count: usize) -> String {
    match count {
        1 => "1 person wants to write to you".to_owned(),
        _ => format!("{count} people want to write to you"),
    }
}

/// The condition of the relays: how many answer of how many.
pub(crate) fn relays(connected: usize, all: usize) -> String {
    match (connected, all) {
        (_, 0) => "No relays".to_owned(),
        (_, 1) if connected == 1 => "Connected".to_owned(),
        _ => format!("{connected} of {all} relays"),
    }
}
pub(crate) const CONNECTING: &str = "Connecting…";
pub(crate) const OFFLINE: &str = "Offline";

// A new chat.
pub(crate) const LINK: &str = "Their link";
pub(crate) const LINK_EXAMPLE: &str = "hushwing:nprofile1…";
pub(crate) const LINK_HINT: &str = "A Hushwing link, or an npub or nprofile from another client.";
pub(crate) const LINK_MISSING: &str = "Paste the link that they gave you.";
pub(crate) const LINK_TOO_LONG: &str = "This is too long to be a link.";
pub(crate) const NSEC_WARNING: &str = "That was a secret key (nsec), not a link. Whoever has it can \
    read everything: show it to nobody. It was not kept here.";
pub(crate) const CALL_THEM: &str = "What you call them";
pub(crate) const THEIR_NAME: &str = "Their name, as only you see it";
pub(crate) const ORDINARY_NOTE: &str = "An ordinary chat: nobody between you can read it, and it \
    follows you to your other devices. Whoever gets your account key one day can read it then.";
pub(crate) const ADD: &str = "Start chat";
pub(crate) const MY_LINK_HINT: &str = "Give it to people who should be able to write to you. It says who you are and where your \
    mailbox is; nobody can read your messages with it.";

// A new room.
pub(crate) const NEW_ROOM: &str = "New room";
pub(crate) const ROOM_NAME: &str = "Name of the room";
pub(crate) const MAKE_ROOM: &str = "Make room";
pub(crate) const NO_CONTACTS: &str = "No contacts yet: add people by their links first.";
pub(crate) const ROOM_NOTE: &str =
    "Three to ten people, you included. Everybody sees who is there.";
pub(crate) const ROOM_TOO_SMALL: &str = "Choose at least two people.";
pub(crate) const ROOM_FULL: &str = "A room holds ten people at most, you included.";
pub(crate) const LOADING: &str = "Loading…";

// A request.
pub(crate) const NOT_A_CONTACT: &str = "Not in your contacts";
pub(crate) const NAME_PROVES_NOTHING: &str =
    "They chose this name themselves. It proves nothing yet.";
pub(crate) const REQUEST_NOTE: &str = "They see nothing of you before you accept.";
pub(crate) const ACCEPT: &str = "Accept";
pub(crate) const BLOCK: &str = "Block";
pub(crate) const DELETE: &str = "Delete";

pub(crate) fn wants_to_write(name: &str) -> String {
    format!("{name} wants to write to you")
}

pub(crate) fn first_wrote(day: &str, time: &str) -> String {
    format!("First wrote: {day}, {time}")
}

// A conversation.
pub(crate) const SAVED_HINT: &str = "Notes to yourself, on all your devices";
pub(crate) const ORDINARY_HINT: &str = "Ordinary chat, encrypted between you";
pub(crate) const SECRET_HINT: &str = "Secret chat, this device only";
pub(crate) const SAVED_EMPTY: &str = "What you write here only you can read.";
pub(crate) const CHAT_EMPTY: &str = "Nothing here yet. Say hello.";
pub(crate) const EARLIER: &str = "Show earlier messages";
pub(crate) const WRITE_NOTE: &str = "Write a note";
pub(crate) const NO_CHAT: &str = "Pick a chat, or start one";
pub(crate) const NO_CHAT_HINT: &str = "Messages you write now leave as soon as a path opens.";
pub(crate) const REPLY: &str = "Reply";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const EDITING: &str = "Edit message";
pub(crate) const EDITING_HINT: &str = "Enter saves, Esc leaves it as it was";
pub(crate) const COPY_TEXT: &str = "Copy text";
pub(crate) const DELETE_MENU: &str = "Delete…";
pub(crate) const DELETE_TITLE: &str = "Delete this message?";
pub(crate) const DELETE_FOR_ME: &str = "Delete for me";
pub(crate) const DELETE_FOR_ALL: &str = "Delete for everyone";
pub(crate) const DELETE_OWN: &str = "For everyone: it goes here and from your relays, and the others' \
    Hushwings delete it too. Who has read it may remember it.";
pub(crate) const DELETE_OTHERS: &str = "It goes here. The others keep it.";
pub(crate) const DELETE_SAVED: &str = "It goes here and on your other devices.";
pub(crate) const QUOTE_GONE: &str = "Message not here";
pub(crate) const CHAT_WAITS: &str = "This chat waits for the other side.";
pub(crate) const CHAT_CHANGED: &str = "The other side's keys changed. Nothing goes out.";
pub(crate) const CHAT_CLOSED: &str = "This chat is over.";

pub(crate) fn write_to(name: &str) -> String {
    format!("Message {name}")
}

pub(crate) fn room_people(count: usize) -> String {
    format!("{count} people")
}

pub(crate) fn edited(time: &str) -> String {
    format!("edited {time}")
}

/// Bytes as people read them.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

// Notices.
pub(crate) const ACCEPTED: &str = "Accepted";
pub(crate) const BLOCKED: &str = "Blocked: nothing more comes from them";
pub(crate) const COPIED_TEXT: &str = "Text copied";

pub(crate) fn condition(condition: crate::model::RelayCondition) -> &'static str {
    use crate::model::RelayCondition;
    match condition {
        RelayCondition::Connected => "connected",
        RelayCondition::Connecting => "being tried",
        RelayCondition::Refused => "says no",
        RelayCondition::Unreachable => "no answer; tried again later",
        RelayCondition::Slow => "answers slowly",
    }
}
