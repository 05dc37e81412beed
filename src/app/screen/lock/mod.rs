//! The lock: nothing of what lies behind it is shown.

mod attempts;
mod view;

use std::time::Instant;

use super::super::language::{self, Language};
use super::languages;
use crate::messenger::{Error, ErrorKind};
use crate::model::{Found, Secret, Unlock};

pub(crate) use attempts::Attempts;
pub(crate) use view::view;

/// The field.
pub(crate) const FIELD: &str = "lock-passphrase";
/// Longest passphrase, in bytes.
const LONGEST: usize = 4096;

/// What the screen knows.
#[derive(Debug)]
pub(crate) struct State {
    found: Found,
    passphrase: Secret,
    shown: bool,
    busy: bool,
    wrong: Option<String>,
    attempts: Attempts,
    /// Enter was pressed in a pause: tried when that ends.
    waiting: bool,
    languages: languages::State,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The passphrase was typed.
    Typed(Secret),
    /// A key was pressed while nothing had the keyboard.
    TypedBeside(Secret),
    /// The eye was pressed.
    EyePressed,
    /// Enter, or the arrow.
    UnlockPressed,
    /// A second of a pause passed.
    SecondPassed,
    /// At the languages.
    Languages(languages::Message),
    /// Esc.
    EscapePressed,
    /// The window shall close.
    QuitPressed,
}

/// What the parent is asked for.
#[derive(Debug)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Opens the profile.
    Open(Unlock),
    /// Puts the cursor at the end of the field.
    Focus,
    /// Speaks this language.
    Speak(Language),
    /// Closes the window.
    Quit,
}

impl State {
    /// A lock before a profile, at which so many were wrong already.
    pub(crate) fn new(found: Found, attempts: Attempts) -> Self {
        Self {
            found,
            passphrase: Secret::new(String::new()),
            shown: false,
            busy: false,
            wrong: None,
            attempts,
            waiting: false,
            languages: languages::State::default(),
        }
    }

    fn asks(&self) -> bool {
        self.found != Found::Keyring
    }

    /// Somebody has to wait before the next try.
    fn pauses(&self) -> bool {
        self.attempts.left(Instant::now()).is_some()
    }

    /// A pause is shown, or its end is waited for.
    pub(crate) fn counts(&self) -> bool {
        self.waiting || self.pauses()
    }

    /// Wrong passphrases so far.
    pub(crate) fn attempts(&self) -> Attempts {
        self.attempts
    }

    fn may_try(&self) -> bool {
        !self.busy && !self.pauses()
    }

    /// Tries to open: at once where nothing needs to be typed.
    pub(crate) fn try_open(&mut self) -> Action {
        if self.busy {
            return Action::None;
        }
        if self.asks() && self.passphrase.expose().is_empty() {
            self.wrong = Some(say!("passphrase-missing").to_owned());
            return Action::None;
        }
        self.waiting = self.pauses();
        if self.waiting {
            return Action::None;
        }
        self.busy = true;
        self.wrong = None;
        let passphrase = std::mem::replace(&mut self.passphrase, Secret::new(String::new()));
        Action::Open(match self.found {
            Found::Keyring => Unlock::Keyring,
            Found::Both => Unlock::Both(passphrase),
            Found::Passphrase | Found::Nothing => Unlock::Passphrase(passphrase),
        })
    }

    /// It could not be opened.
    pub(crate) fn refused(&mut self, error: &Error) {
        self.busy = false;
        self.wrong = Some(error.sentence.clone());
        if error.kind == ErrorKind::WrongPassphrase {
            self.attempts.count(Instant::now());
        }
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Typed(passphrase) => {
                if !self.busy && passphrase.expose().len() <= LONGEST {
                    self.passphrase = passphrase;
                    self.wrong = None;
                    // Not what Enter was pressed for.
                    self.waiting = false;
                }
                Action::None
            }
            Message::TypedBeside(more) => {
                if self.busy || !self.asks() {
                    return Action::None;
                }
                let mut all = String::with_capacity(LONGEST);
                all.push_str(self.passphrase.expose());
                all.push_str(more.expose());
                self.update(Message::Typed(Secret::new(all)));
                Action::Focus
            }
            Message::EyePressed => {
                self.shown = !self.shown;
                Action::Focus
            }
            Message::UnlockPressed => self.try_open(),
            // The view tells what is left; when nothing is, the field is as it was.
            Message::SecondPassed if self.waiting => self.try_open(),
            Message::SecondPassed => Action::None,
            Message::Languages(message) => match self.languages.update(message) {
                Some(chosen) => {
                    self.wrong = None;
                    Action::Speak(chosen.unwrap_or_else(language::current))
                }
                None => Action::None,
            },
            Message::EscapePressed => {
                let closed = self.languages.close();
                if closed { Action::Focus } else { Action::None }
            }
            Message::QuitPressed => Action::Quit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{simulate, typed};
    use iced::Size;

    const SIZE: Size = Size::new(1280.0, 800.0);

    fn type_and_enter(state: &mut State, passphrase: &str) -> Action {
        state.update(Message::Typed(Secret::new(passphrase.into())));
        state.update(Message::UnlockPressed)
    }

    #[test]
    fn a_passphrase_opens_once_and_waits_for_the_answer() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        let Action::Open(Unlock::Passphrase(secret)) = type_and_enter(&mut lock, "four owls")
        else {
            panic!("not opened");
        };
        assert_eq!(secret.expose(), "four owls");
        // A second Enter while the first is worked on does nothing.
        assert!(matches!(lock.update(Message::UnlockPressed), Action::None));
        let mut ui = simulate(view(&lock, SIZE));
        assert!(ui.find(say!("unlocking")).is_ok());
    }

    #[test]
    fn a_wrong_passphrase_is_said_and_forgotten() {
        let mut lock = State::new(Found::Both, Attempts::default());
        type_and_enter(&mut lock, "wrong");
        lock.refused(&Error::new(ErrorKind::WrongPassphrase, "This passphrase does not fit."));
        assert!(lock.passphrase.expose().is_empty());
        let mut ui = simulate(view(&lock, SIZE));
        assert!(ui.find("This passphrase does not fit.").is_ok());
        drop(ui);
        // Typing takes the sentence away.
        lock.update(Message::Typed(Secret::new("w".into())));
        assert!(lock.wrong.is_none());
    }

    #[test]
    fn nothing_typed_opens_nothing() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        assert!(matches!(lock.update(Message::UnlockPressed), Action::None));
        assert!(!lock.busy);
    }

    #[test]
    fn a_keyring_asks_for_nothing() {
        let mut lock = State::new(Found::Keyring, Attempts::default());
        assert!(matches!(lock.try_open(), Action::Open(Unlock::Keyring)));
    }

    #[test]
    fn typing_into_the_window_and_enter_unlock() {
        let lock = State::new(Found::Passphrase, Attempts::default());
        let messages = typed(view(&lock, SIZE), FIELD, "p", true);
        assert!(
            matches!(&messages[..], [Message::Typed(p), Message::UnlockPressed] if p.expose() == "p")
        );
    }

    #[test]
    fn after_three_wrong_ones_the_next_has_to_wait() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        let wrong = Error::new(ErrorKind::WrongPassphrase, "This passphrase does not fit.");
        for _ in 0..3 {
            assert!(matches!(type_and_enter(&mut lock, "wrong"), Action::Open(_)));
            lock.refused(&wrong);
        }
        assert!(lock.counts());
        assert!(matches!(type_and_enter(&mut lock, "right"), Action::None));
        // A new lock of the same process has not forgotten.
        let mut again = State::new(Found::Passphrase, lock.attempts());
        assert!(matches!(type_and_enter(&mut again, "right"), Action::None));
        // Last, because a slow machine draws for longer than the pause is.
        let says = say!("lock-pause", tries = 3, left = "0:02");
        assert!(simulate(view(&lock, SIZE)).find(says.as_str()).is_ok());
    }

    #[test]
    fn only_wrong_passphrases_count() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        for _ in 0..9 {
            type_and_enter(&mut lock, "owls");
            lock.refused(&Error::new(ErrorKind::Held, "Another Hushwing is using this profile."));
        }
        assert!(!lock.counts());
    }

    #[test]
    fn enter_in_a_pause_is_tried_when_it_ends() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        let paused = {
            let mut attempts = Attempts::default();
            (0..12).for_each(|_| attempts.count(Instant::now()));
            attempts
        };
        lock.attempts = paused;
        // Heard in the pause, too, though the button is not to be pressed.
        let messages = typed(view(&lock, SIZE), FIELD, "p", true);
        assert!(matches!(&messages[..], [Message::Typed(_), Message::UnlockPressed]));
        assert!(matches!(type_and_enter(&mut lock, "right"), Action::None));
        assert!(matches!(lock.update(Message::SecondPassed), Action::None));
        lock.attempts = Attempts::default();
        assert!(lock.counts(), "its end is waited for");
        let Action::Open(Unlock::Passphrase(tried)) = lock.update(Message::SecondPassed) else {
            panic!("not tried");
        };
        assert_eq!(tried.expose(), "right");
        assert!(matches!(lock.update(Message::SecondPassed), Action::None), "once");
        // Whoever types on has not pressed Enter for that.
        let mut lock = State::new(Found::Passphrase, paused);
        type_and_enter(&mut lock, "right");
        lock.update(Message::Typed(Secret::new("rightly".into())));
        lock.attempts = Attempts::default();
        assert!(!lock.counts());
        assert!(matches!(lock.update(Message::SecondPassed), Action::None));
    }

    #[test]
    fn every_wrong_one_is_counted() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        let counted = |lock: &State, tries| {
            let says = say!("lock-tries", tries = tries);
            simulate(view(lock, SIZE)).find(says.as_str()).is_ok()
        };
        assert!(!counted(&lock, 0));
        for tries in 1..3 {
            type_and_enter(&mut lock, "wrong");
            lock.refused(&Error::new(ErrorKind::WrongPassphrase, "That does not open it."));
            assert!(counted(&lock, tries));
        }
        // Also while the next one is typed.
        lock.update(Message::Typed(Secret::new("w".into())));
        assert!(counted(&lock, 2));
    }

    #[test]
    fn any_key_goes_into_the_field() {
        let mut lock = State::new(Found::Passphrase, Attempts::default());
        let typed = |lock: &mut State, text: &str| {
            lock.update(Message::TypedBeside(Secret::new(text.into())))
        };
        assert!(matches!(typed(&mut lock, "o"), Action::Focus));
        typed(&mut lock, "w");
        assert_eq!(lock.passphrase.expose(), "ow");
        // A cat on the keyboard fills no memory.
        typed(&mut lock, &"x".repeat(LONGEST));
        assert_eq!(lock.passphrase.expose(), "ow");
    }

    #[test]
    fn photographs_of_the_lock() {
        use crate::app::photographs::{Light, both, lights, photograph, photograph_made};
        let still = State::new(Found::Passphrase, Attempts::default());
        photograph("lock", &lights(), |light| view(&still, light.size));
        let mut wrong = State::new(Found::Passphrase, Attempts::default());
        type_and_enter(&mut wrong, "owls");
        wrong.refused(&Error::new(ErrorKind::WrongPassphrase, "That does not open it."));
        photograph("lock-wrong", &lights()[..1], |light| view(&wrong, light.size));
        let small = both(640.0, 480.0);
        let photographed = |name: &str, make: &dyn Fn() -> State| {
            photograph_made(name, &small, make, &[], |state, light| view(state, light.size));
        };
        photographed("lock-pause", &|| {
            let mut lock = State::new(Found::Passphrase, Attempts::default());
            (0..12).for_each(|_| lock.attempts.count(Instant::now()));
            lock
        });
        photographed("lock-busy", &|| {
            let mut lock = State::new(Found::Passphrase, Attempts::default());
            type_and_enter(&mut lock, "owls");
            lock
        });
        photographed("lock-keyring", &|| {
            let mut lock = State::new(Found::Keyring, Attempts::default());
            lock.refused(&Error::new(ErrorKind::Held, "Another Hushwing is using this profile."));
            lock
        });
        photograph("lock", &[Light::day(1280.0, 800.0).doubled()], |light| {
            view(&still, light.size)
        });
    }
}
