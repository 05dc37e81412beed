//! What happens to the list, what the messenger's answers are for, and what is asked of the parent.

use std::path::PathBuf;

use nostr::key::PublicKey;

use super::super::super::widget::rows::{Stand, Step};
use super::super::{conversation, info, my_link, new_chat, new_room, request, settings, verify};
use super::{Question, search};
use crate::messenger::{Command, Error, Event, Reply};
use crate::model::{ChatId, Millis};

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The messenger's events are being listened to.
    Listening,
    /// The messenger told something.
    Heard(Vec<Event>),
    /// The messenger answered.
    Answered(Box<Purpose>, Result<Box<Reply>, Error>),
    /// In the open chat.
    Conversation(conversation::Message),
    /// In the open request.
    Request(request::Message),
    /// In the dialog.
    NewChat(new_chat::Message),
    /// In the dialog.
    NewRoom(new_room::Message),
    /// In the dialog.
    MyLink(my_link::Message),
    /// In the dialog.
    Verify(verify::Message),
    /// A chat was pressed.
    ChatPressed(ChatId),
    /// The entry for strangers was pressed.
    StrangersPressed,
    /// The arrow back to the chats was pressed.
    ChatsPressed,
    /// A stranger was pressed.
    RequestPressed(ChatId),
    /// The pen, or Ctrl+N.
    NewChatPressed,
    /// Ctrl+Shift+N, or chosen in the menu.
    NewSecretPressed,
    /// A secret chat with them, chosen in a menu.
    SecretPressed(PublicKey),
    /// "End secret chat…" was chosen.
    EndPressed(ChatId),
    /// The secret chat that was there already is to be opened.
    OtherOpened,
    /// A while ago somebody typed, for the time of this number.
    TypingPassed(u64),
    /// One's own name was pressed.
    MyLinkPressed,
    /// In settings.
    Settings(settings::Message),
    /// Where the list stands.
    Scrolled(Stand),
    /// A key of the list.
    StepPressed(Step),
    /// Ctrl+Tab: the chat after the open one, or (false) before it.
    NextChatPressed(bool),
    /// The three lines were pressed.
    MainMenuPressed,
    /// A row's menu was asked for.
    RowMenuPressed(ChatId),
    /// A menu was left.
    MenuClosed,
    /// Ctrl+K.
    SearchPressed,
    /// In the search.
    Search(search::Message),
    /// Typed before the cursor was in the search, which is open.
    SearchLetters(String),
    /// Typed before the cursor was in the field of the new chat's dialog.
    LinkLetters(String),
    /// Chosen in the menu.
    SavedPressed,
    /// Chosen in the menu.
    NewRoomPressed,
    /// The sliders, or chosen in the menu.
    SettingsPressed,
    /// Chosen in the menu.
    LockPressed,
    /// Chosen in a row's menu.
    PinPressed(ChatId, bool),
    /// Chosen in a row's menu.
    MutePressed(ChatId, bool),
    /// Chosen in a row's menu.
    ReadPressed(ChatId),
    /// Chosen in a row's menu.
    UnreadPressed(ChatId),
    /// Chosen in a row's menu.
    InfoPressed(ChatId),
    /// Ctrl+I, or the header's button.
    InfoToggled,
    /// In the panel about the open chat.
    Info(info::Message),
    /// Something that cannot be undone was chosen.
    Asked(Question),
    /// And was confirmed.
    Confirmed,
    /// Somebody shall be let in again.
    UnblockPressed(PublicKey),
    /// The status line was pressed.
    RelaysPressed,
    /// "Try again now" was pressed.
    TryPressed,
    /// The line between the panes is dragged.
    GripDragged(f32),
    /// It was let go.
    GripDropped,
    /// Esc.
    EscapePressed,
    /// Beside a dialog was pressed.
    DialogLeft,
    /// The window got or lost the keyboard.
    FocusChanged(bool),
    /// A moment passed in which something was typed.
    DraftPaused,
    /// A notice was shown long enough.
    NoticePassed,
    /// A minute passed.
    MinutePassed(Millis),
    /// It is time to look at the relays again.
    Ticked,
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Who I am.
    Whoami,
    /// The list.
    Chats,
    /// The strangers.
    Requests,
    /// The relays.
    Relays,
    /// People for a room.
    Contacts,
    /// A page of a chat.
    Page(ChatId, conversation::Page),
    /// Words in a chat.
    Hits {
        /// In which chat.
        chat: ChatId,
        /// Which words.
        text: String,
    },
    /// A message's way.
    Info(ChatId),
    /// The emoji that were used last.
    Recent(ChatId),
    /// What is written in a request.
    Words(ChatId),
    /// A message.
    Send {
        /// In which chat.
        chat: ChatId,
        /// What it says.
        text: String,
    },
    /// Something else in a chat.
    Change(ChatId),
    /// A contact by link.
    Add,
    /// A room.
    Room,
    /// A stranger let in.
    Accept(PublicKey),
    /// A stranger kept out.
    Block(PublicKey),
    /// A request thrown away.
    Delete(PublicKey),
    /// In settings.
    Settings(settings::Want),
    /// Everybody known.
    Known,
    /// Who takes part in a chat.
    People(ChatId),
    /// Messages with what was typed last when this was asked.
    Found(u64),
    /// Somebody's name, or that they are let in again.
    Person,
    /// Somebody kept out.
    Blocked(PublicKey),
    /// A chat deleted.
    Deleted,
    /// The relays tried.
    Tried,
    /// In the dialog that compares the safety numbers of a chat.
    Verify(ChatId, verify::Want),
    /// A secret chat ended, refused, or a device let in.
    Secret,
    /// Nobody waits for it: drafts and read marks.
    Quiet,
}

/// What the parent has to do.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Ask the messenger, and tell the answer.
    Ask(Purpose, Command),
    /// Put text in the clipboard.
    Copy(String),
    /// Put the cursor in a field.
    Focus(&'static str),
    /// Put it at the end of what stands there.
    FocusEnd(&'static str),
    /// Open an address with the system.
    Open(String),
    /// Have the window do something for settings, or for one's own link.
    Wish(settings::Wish),
    /// Lock.
    Lock,
    /// Something that the window does.
    Errand(Errand),
}

/// What the window does for the list.
#[derive(Debug, Clone)]
pub(crate) enum Errand {
    /// Tells this after so many milliseconds.
    After(u64, Box<Message>),
    /// Moves the view of a list to so many pixels from its beginning.
    Scroll(&'static str, f32),
    /// Remembers how wide the left pane is.
    Width(f32),
    /// Lets a picture of a code be chosen, and reads it.
    ChooseCode,
    /// Reads the code of the picture in the clipboard.
    PasteCode,
    /// Lets a picture of the code of a safety number be chosen, and reads it.
    ChooseSafetyCode,
    /// Reads the code of a safety number of the picture in the clipboard.
    PasteSafetyCode,
    /// Reads the code of the picture in this file.
    ReadCode(PathBuf),
}

/// What one event makes the parent do.
pub(crate) type Actions = Vec<Action>;
