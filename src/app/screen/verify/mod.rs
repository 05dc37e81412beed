//! Comparing safety numbers with the other person of a secret chat: sixty digits, a code to scan,
//! four words to read aloud; and what the person found.
//!
//! It knows one chat. It decides nothing by itself but what a scanned code says: a verdict is the
//! person's, and becomes a command.

mod spoken;
mod view;

use nostr::key::PublicKey;

use super::super::code::Unreadable;
use super::super::text;
use super::super::widget::fingerprint::{DARK, Fingerprint};
use super::super::widget::qr::Qr;
use crate::messenger::{Command, Error, Reply, SafetyNumber, Scanned, Verdict};
use crate::model::{Chat, ChatId, Secret, SecretStage, SpokenWords, Standing};

pub(crate) use view::{tokens, view};

/// The first button below "Scan".
const CHOOSE: &str = "verify-choose";
/// The button that does nothing, where another ends the chat.
const HARMLESS: &str = "verify-harmless";

/// Room for the code with the light ground around it, and for the picture: logical pixels.
const QR: f32 = 206.0;
const PICTURE: u32 = 72;
/// How digits can stand: groups to a line, and blanks between them.
const ARRANGED: [(usize, usize); 4] = [(4, 4), (4, 2), (4, 1), (2, 2)];

/// What the dialog knows.
#[derive(Debug)]
pub(crate) struct State {
    chat: Chat,
    me: Option<PublicKey>,
    number: Option<Number>,
    /// The number was asked for.
    asked: bool,
    page: Page,
    scan: Scan,
    found: Option<Found>,
    /// A verdict is on its way.
    busy: bool,
    copied: bool,
    /// What could not be done.
    wrong: Option<String>,
}

/// What is compared, ready to be shown.
#[derive(Debug)]
struct Number {
    read: SafetyNumber,
    qr: Option<Qr>,
    picture: Option<Fingerprint>,
    /// The digits on lines, each arrangement narrower than the one before.
    digits: Vec<String>,
}

/// What is before the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// The numbers.
    Numbers,
    /// Whether they really differ.
    Differ,
    /// They did, and the chat is over.
    Over,
}

/// Reading the other device's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scan {
    /// Nobody asked for it.
    Closed,
    /// From where?
    Open,
    /// A picture is being read.
    Reading,
}

/// What the last picture said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Same,
    Different,
    /// One's own code.
    Own,
    /// A code, but of something else.
    Other,
    Nothing(Unreadable),
}

/// Who says which words, so that both have shown that they see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// 1 and 3.
    First,
    /// 2 and 4.
    Second,
    /// Nothing tells the two apart.
    Either,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// "Scan their code" was pressed.
    ScanPressed,
    /// A picture of the code shall be chosen.
    ChoosePressed,
    /// The picture in the clipboard shall be read.
    PastePressed,
    /// What the code of a picture holds; nothing when none was chosen.
    CodeRead(Result<Option<Vec<u8>>, Unreadable>),
    /// The copy button was pressed.
    CopyPressed,
    /// Selected digits were copied.
    DigitsCopied(Secret),
    /// Begin with words, agree to them, or begin again.
    WordsPressed,
    /// Not now, no more, or put away.
    WordsStopped,
    /// "They match" was pressed.
    MatchPressed,
    /// "They differ" was pressed.
    DifferPressed,
    /// And was confirmed.
    DifferConfirmed,
    /// "Look again" was pressed.
    BackPressed,
    /// "Not verified any more" was pressed.
    RevokePressed,
    /// The dialog was left.
    Closed,
}

/// What an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// The number.
    Number,
    /// A verdict taken.
    Verdict,
    /// "They differ" taken.
    Ending,
    /// A step of the spoken check.
    Words,
}

/// What the parent is asked for.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Asks the messenger, and tells the answer.
    Ask(Want, Command),
    /// Lets a picture be chosen, and reads its code.
    Choose,
    /// Reads the code of the picture in the clipboard.
    Paste,
    /// Puts text in the clipboard for a minute.
    Copy(Secret),
    /// Puts the keyboard there.
    Focus(&'static str),
    /// Leaves.
    Close,
}

impl State {
    /// The dialog about a secret chat, for the person with this account; and what it needs first.
    pub(crate) fn open(chat: Chat, me: Option<PublicKey>) -> (Self, Action) {
        let mut state = Self {
            chat,
            me,
            number: None,
            asked: false,
            page: Page::Numbers,
            scan: Scan::Closed,
            found: None,
            busy: false,
            copied: false,
            wrong: None,
        };
        let first = state.ask_number();
        (state, first)
    }

    /// Which chat it is about.
    pub(crate) fn chat(&self) -> ChatId {
        self.chat.chat
    }

    /// Its row changed: words came, the device answered, or it was judged elsewhere.
    pub(crate) fn told(&mut self, chat: &Chat) -> Action {
        self.chat.clone_from(chat);
        self.ask_number()
    }

    /// There is nothing to compare before the other device is known.
    fn ask_number(&mut self) -> Action {
        if self.asked || self.standing().is_none() {
            return Action::None;
        }
        self.asked = true;
        Action::Ask(Want::Number, Command::SafetyNumber { chat: self.chat.chat.into() })
    }

    /// What is known of the other device; nothing before it has answered.
    fn standing(&self) -> Option<Standing> {
        self.chat.secret.as_ref().and_then(|secret| secret.device)
    }

    fn is_verified(&self) -> bool {
        self.standing() == Some(Standing::Compared)
    }

    fn stand(&mut self, standing: Standing) {
        if let Some(secret) = &mut self.chat.secret {
            secret.device = Some(standing);
        }
    }

    /// Words go through the chat, so it must be open.
    fn can_speak(&self) -> bool {
        let secret = self.chat.secret.as_ref();
        secret.is_some_and(|secret| secret.stage == SecretStage::Standing && !secret.held)
    }

    fn words(&self) -> &SpokenWords {
        self.chat.secret.as_ref().map_or(&SpokenWords::None, |secret| &secret.words)
    }

    /// Each of the two comes to the other answer.
    fn turn(&self) -> Turn {
        match self.me.zip(self.chat.contact) {
            Some((me, them)) if me < them => Turn::First,
            Some((me, them)) if me > them => Turn::Second,
            Some(_) | None => Turn::Either,
        }
    }

    /// The messenger answered.
    pub(crate) fn answered(&mut self, want: Want, answer: Result<Reply, Error>) -> Action {
        if matches!(want, Want::Verdict | Want::Ending) {
            self.busy = false;
        }
        match (want, answer) {
            (_, Err(error)) => {
                // Asked anew when the row changes.
                self.asked &= want != Want::Number;
                self.wrong = Some(text::error(&error));
            }
            (Want::Number, Ok(Reply::SafetyNumber(read))) => {
                let standing = match (read.verified, self.standing()) {
                    (true, _) => Standing::Compared,
                    (false, Some(Standing::Compared) | None) => Standing::NotCompared,
                    (false, Some(standing)) => standing,
                };
                self.stand(standing);
                self.number = Some(Number::of(read));
            }
            (Want::Verdict, Ok(Reply::Verified(found))) => {
                self.stand(match found.verified {
                    true => Standing::Compared,
                    false => Standing::NotCompared,
                });
            }
            (Want::Ending, Ok(_)) => {
                self.stand(Standing::Differs);
                self.page = Page::Over;
                return Action::Focus(HARMLESS);
            }
            (Want::Words, Ok(Reply::Chat(chat))) => return self.told(&chat),
            (_, Ok(_)) => {}
        }
        Action::None
    }

    fn judge(&mut self, want: Want, verdict: Verdict) -> Action {
        if self.busy {
            return Action::None;
        }
        self.busy = true;
        Action::Ask(want, Command::Verify { chat: self.chat.chat.into(), verdict })
    }

    /// Esc: goes back where there is something to go back to; false where the dialog is left.
    pub(crate) fn escape(&mut self) -> bool {
        let asks = self.page == Page::Differ;
        if asks {
            self.page = Page::Numbers;
        }
        asks
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        self.wrong = None;
        let chat = self.chat.chat.into();
        match message {
            Message::ScanPressed => {
                self.scan = Scan::Open;
                return Action::Focus(CHOOSE);
            }
            Message::ChoosePressed | Message::PastePressed if self.scan == Scan::Reading => {}
            Message::ChoosePressed => {
                (self.scan, self.found) = (Scan::Reading, None);
                return Action::Choose;
            }
            Message::PastePressed => {
                (self.scan, self.found) = (Scan::Reading, None);
                return Action::Paste;
            }
            // Of a dialog that was left meanwhile.
            Message::CodeRead(_) if self.scan != Scan::Reading => {}
            Message::CodeRead(read) => return self.code_read(read),
            Message::CopyPressed => {
                let Some(number) = &self.number else { return Action::None };
                self.copied = true;
                return Action::Copy(Secret::new(number.read.digits.clone()));
            }
            Message::DigitsCopied(digits) => {
                self.copied = true;
                // As they are written elsewhere, not as far apart as here.
                let groups: Vec<&str> = digits.expose().split_whitespace().collect();
                return Action::Copy(Secret::new(groups.join(" ")));
            }
            Message::WordsPressed => {
                return Action::Ask(Want::Words, Command::SpeakWords { chat });
            }
            Message::WordsStopped => return Action::Ask(Want::Words, Command::StopWords { chat }),
            Message::MatchPressed => return self.judge(Want::Verdict, Verdict::Match),
            Message::RevokePressed => {
                self.found = None;
                return self.judge(Want::Verdict, Verdict::Revoke);
            }
            Message::DifferPressed => {
                self.page = Page::Differ;
                return Action::Focus(HARMLESS);
            }
            Message::DifferConfirmed => return self.judge(Want::Ending, Verdict::Differ),
            Message::BackPressed => self.page = Page::Numbers,
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    /// A code that differs ends nothing by itself: it may be an old picture, or of another chat.
    fn code_read(&mut self, read: Result<Option<Vec<u8>>, Unreadable>) -> Action {
        self.scan = Scan::Open;
        let (code, number) = match (read, &self.number) {
            (Ok(Some(code)), Some(number)) => (code, number),
            (Err(why), _) => {
                self.found = Some(Found::Nothing(why));
                return Action::None;
            }
            (Ok(_), _) => return Action::None,
        };
        let found = match number.read.scan(&code) {
            _ if number.read.code().is_ok_and(|own| own == code) => Found::Own,
            Scanned::Same => Found::Same,
            Scanned::Different => Found::Different,
            Scanned::Unreadable => Found::Other,
        };
        self.found = Some(found);
        match found {
            Found::Same if !self.is_verified() => {
                self.judge(Want::Verdict, Verdict::scanned(&code))
            }
            Found::Different => {
                self.page = Page::Differ;
                Action::Focus(HARMLESS)
            }
            Found::Same | Found::Own | Found::Other | Found::Nothing(_) => Action::None,
        }
    }
}

impl Number {
    fn of(read: SafetyNumber) -> Self {
        let qr = read.code().ok().and_then(|code| Qr::of_bytes(&code, DARK, QR));
        let mut bytes = [0; 32];
        let picture = hex::decode_to_slice(&read.picture, &mut bytes).ok();
        let picture = picture.map(|()| Fingerprint::of(&bytes, PICTURE));
        let digits = ARRANGED.map(|(groups, blanks)| lines(&read.digits, groups, blanks));
        Self { read, qr, picture, digits: digits.into() }
    }
}

/// So many groups to a line, with so many blanks between them.
fn lines(digits: &str, most: usize, blanks: usize) -> String {
    let groups: Vec<&str> = digits.split_whitespace().collect();
    let lines: Vec<String> =
        groups.chunks(most).map(|line| line.join(&" ".repeat(blanks))).collect();
    lines.join("\n")
}

#[cfg(test)]
mod photographs;
#[cfg(test)]
mod story;
#[cfg(test)]
pub(crate) mod tests;
