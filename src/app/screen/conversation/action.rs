//! What happens in a conversation, and what it asks of its parent.

use super::super::super::widget::emoji_picker;
use super::super::super::widget::link::Link;
use super::super::super::widget::virtual_list::{Go, View};
use super::{Page, composer, dialog, search, secret};
use crate::model::{MessageId, Millis, Secret};

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// Something else is seen.
    Seen(View),
    /// The arrow down was pressed.
    EndPressed,
    /// PageUp and PageDown, Home and End in an empty field.
    GoPressed(Go),
    /// Something in the composer.
    Composer(composer::Message),
    /// A key was pressed where no field was.
    Typed(String),
    /// A message's menu was opened.
    MenuOpened(MessageId),
    /// It was asked for by keyboard.
    MenuKeyPressed(MessageId),
    /// The keyboard came to a message, or left them.
    Walked(Option<MessageId>),
    /// It was closed.
    MenuClosed,
    /// Chosen in the menu.
    ReplyPressed(MessageId),
    /// Chosen in the menu.
    EditPressed(MessageId),
    /// Chosen in the menu.
    CopyPressed(MessageId),
    /// Selected words were copied in a secret chat.
    Copied(Secret),
    /// Chosen in the menu.
    InfoPressed(MessageId),
    /// Chosen in the menu, or a reaction below a message was pressed.
    ReactPressed(MessageId, String),
    /// "More" beside the reactions, or the face in the composer.
    PickerPressed(Option<MessageId>),
    /// In the emoji picker.
    Picker(emoji_picker::Message),
    /// Chosen in the menu.
    DeletePressed(MessageId),
    /// Answered in the dialog.
    DeleteConfirmed {
        /// Everywhere.
        for_both: bool,
    },
    /// A link in a message was pressed.
    LinkPressed(Link),
    /// It shall be opened.
    LinkConfirmed,
    /// Its address shall be copied.
    LinkCopied,
    /// A day was pressed: to which day shall we go?
    DayPressed(Millis),
    /// In that dialog.
    Day(dialog::DayMessage),
    /// The dialog was left.
    DialogCancelled,
    /// "Try again" was pressed.
    RetryPressed(MessageId),
    /// A quote was pressed.
    QuotePressed(MessageId),
    /// The glass, or Ctrl+F.
    SearchPressed,
    /// In the search bar.
    Search(search::Message),
    /// Of a secret chat.
    Secret(secret::Message),
    /// The header's arrow was pressed (one pane).
    BackPressed,
    /// The header's panel was pressed.
    PanelPressed,
}

/// What the parent is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Sends a text.
    Send {
        /// What.
        text: String,
        /// The message it answers.
        reply_to: Option<MessageId>,
        /// Its own timer in seconds, where it is not the chat's.
        ttl: Option<u32>,
    },
    /// Changes a text.
    Edit(MessageId, String),
    /// Reacts, or takes it back.
    React(MessageId, String),
    /// Deletes.
    Delete {
        /// Which.
        message: MessageId,
        /// Everywhere.
        for_both: bool,
    },
    /// Tries again now.
    Retry(MessageId),
    /// Reads a page.
    Read(Page),
    /// Looks for words.
    Search(String),
    /// Asks for a message's way.
    Info(MessageId),
    /// Asks for the emoji that were used last.
    Recent,
    /// Tells that an emoji was used.
    Used(String),
    /// Puts text in the clipboard.
    Copy(String),
    /// Opens an address with the system.
    Open(String),
    /// Begins a chat with whom this link names.
    NewChat(String),
    /// Puts the cursor in the composer.
    FocusComposer,
    /// Puts the cursor in the field of this name.
    Focus(&'static str),
    /// Leaves the chat.
    Leave,
    /// One after the other.
    All(Vec<Action>),
    /// Shows the panel about the chat, or hides it.
    Panel,
    /// Compares safety numbers.
    Compare,
    /// "Not verified yet" was put away, for as long as the window is open.
    Quieted,
    /// Sets the timer of the chat, seconds; 0 for none.
    SetTimer(u32),
    /// Tells the other side that somebody types.
    Typing,
    /// Says yes to an offer.
    Accept,
    /// Says no to an offer.
    Refuse,
    /// Asks whether the secret chat shall end.
    AskEnd,
    /// Asks whether another device shall be let in without comparing.
    AskLetIn,
    /// Asks whether the chat shall be deleted.
    AskDelete,
    /// Offers another secret chat in the place of this one, which is over.
    StartAnew,
}
