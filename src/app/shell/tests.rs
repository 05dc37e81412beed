//! From the first run to the lock, against a messenger that pretends.

use iced_test::runtime::{Action as Effect, task};

use iced::event;
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};

use super::keys::shortcut;
use super::*;
use crate::app::Language;
use crate::app::fixture::{self, Stage};
use crate::app::screen::languages;
use crate::app::testing::simulate;
use crate::messenger::ErrorKind;
use crate::model::{Found, ProfileDir, Secret};

fn options() -> AppOptions {
    let profile = ProfileDir::at("/nowhere");
    AppOptions {
        theme: Some(Mode::Dark),
        size: Some((900, 700)),
        language: Some(Language::English),
        ..AppOptions::of(profile)
    }
}

/// A window before this profile, with everything done that starts by itself.
fn window(found: Found) -> Shell {
    let (mut shell, task) = Shell::start(options(), Arc::new(Stage::new(found, false)));
    drive(&mut shell, task);
    shell
}

/// Does what a task does, and what follows from it, until all is quiet.
fn drive(shell: &mut Shell, task: Task<Message>) {
    let mut tasks = vec![task];
    while let Some(task) = tasks.pop() {
        let Some(stream) = task::into_stream(task) else { continue };
        // What only a real window could answer is dropped at once, so that nobody waits for it.
        let outputs = futures_util::StreamExt::filter_map(stream, |effect| {
            std::future::ready(match effect {
                Effect::Output(message) => Some(message),
                _ => None,
            })
        });
        let outputs: Vec<_> = futures_util::StreamExt::collect(outputs).now();
        tasks.extend(outputs.into_iter().map(|message| shell.update(message)));
    }
}

trait Now<T> {
    fn now(self) -> T;
}

impl<F: Future> Now<F::Output> for F {
    fn now(self) -> F::Output {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(self)
    }
}

fn tell(shell: &mut Shell, message: Message) {
    let task = shell.update(message);
    drive(shell, task);
}

fn listen_to(shell: &mut Shell) {
    let session = shell.session;
    tell(shell, Message::OfSession(session, home::Message::Listening));
}

fn type_passphrase(shell: &mut Shell, passphrase: &str) {
    tell(shell, Message::Lock(lock::Message::Typed(Secret::new(passphrase.into()))));
    tell(shell, Message::Lock(lock::Message::UnlockPressed));
}

#[test]
fn a_new_person_is_welcomed_and_then_has_a_window_with_their_name() {
    let mut shell = window(Found::Nothing);
    assert_eq!(shell.title(), "Hushwing");
    tell(&mut shell, Message::Welcome(welcome::Message::NameTyped("Lena".into())));
    let secret = Secret::new("four quiet owls".into());
    tell(&mut shell, Message::Welcome(welcome::Message::PassphraseTyped(secret)));
    tell(&mut shell, Message::Welcome(welcome::Message::ContinuePressed));
    listen_to(&mut shell);
    // The link comes first, and Enter goes on.
    assert!(simulate(shell.view()).find(say!("second-title")).is_ok());
    tell(&mut shell, Message::KeyPressed(Shortcut::Enter));
    assert!(simulate(shell.view()).find(say!("empty-title")).is_ok());
    assert_eq!(shell.title(), "Lena Brandt – Hushwing");
}

#[test]
fn the_words_can_be_written_down_at_the_end_of_the_first_run() {
    let mut shell = window(Found::Nothing);
    tell(&mut shell, Message::Welcome(welcome::Message::NameTyped("Lena".into())));
    let secret = Secret::new("four quiet owls".into());
    tell(&mut shell, Message::Welcome(welcome::Message::PassphraseTyped(secret)));
    tell(&mut shell, Message::Welcome(welcome::Message::ContinuePressed));
    listen_to(&mut shell);
    tell(&mut shell, Message::Second(welcome::SecondMessage::WordsPressed));
    assert!(simulate(shell.view()).find(say!("passphrase-again")).is_ok());
}

#[test]
fn a_passphrase_is_measured_while_it_is_typed() {
    let mut shell = window(Found::Nothing);
    let type_it = |shell: &mut Shell, text: &str| {
        let typed = welcome::Message::PassphraseTyped(Secret::new(text.into()));
        tell(shell, Message::Welcome(typed));
    };
    type_it(&mut shell, "password");
    assert!(simulate(shell.view()).find(say!("strength-weak")).is_ok());
    type_it(&mut shell, "lantern gravel ferry quilt ocean thimble");
    assert!(simulate(shell.view()).find(say!("strength-strong")).is_ok());
    type_it(&mut shell, "");
    assert!(simulate(shell.view()).find(say!("strength-strong")).is_err());
}

#[test]
fn a_restored_account_goes_on_while_its_messages_come() {
    let mut shell = window(Found::Nothing);
    tell(&mut shell, Message::Welcome(welcome::Message::NameTyped("Lena".into())));
    let secret = |text: &str| Secret::new(text.into());
    let typed = welcome::Message::PassphraseTyped(secret("four quiet owls"));
    tell(&mut shell, Message::Welcome(typed));
    tell(&mut shell, Message::Welcome(welcome::Message::RestorePressed));
    tell(&mut shell, Message::Welcome(welcome::Message::KeyTyped(secret(fixture::WORDS))));
    tell(&mut shell, Message::Welcome(welcome::Message::ContinuePressed));
    listen_to(&mut shell);
    tell(&mut shell, Message::ProgressDue);
    assert!(simulate(shell.view()).find(say!("arriving", count = 42).as_str()).is_ok());
    tell(&mut shell, Message::Second(welcome::SecondMessage::ContinuePressed));
    assert!(simulate(shell.view()).find(say!("empty-title")).is_ok());
}

#[test]
fn a_relay_that_cannot_start_leaves_the_form_as_it_was() {
    let mut shell = window(Found::Nothing);
    tell(&mut shell, Message::Welcome(welcome::Message::NameTyped("Lena".into())));
    let secret = Secret::new("four quiet owls".into());
    tell(&mut shell, Message::Welcome(welcome::Message::PassphraseTyped(secret)));
    let here = welcome::Message::TravelChosen(welcome::Travel::ThisComputer);
    tell(&mut shell, Message::Welcome(here));
    tell(&mut shell, Message::Welcome(welcome::Message::ContinuePressed));
    assert!(simulate(shell.view()).find("Port 7777 is taken.").is_ok());
}

#[test]
fn a_wrong_passphrase_stays_outside_and_the_right_one_goes_in() {
    let mut shell = window(Found::Passphrase);
    type_passphrase(&mut shell, "doves");
    assert!(matches!(shell.screen, Screen::Lock(_)));
    type_passphrase(&mut shell, "owls");
    listen_to(&mut shell);
    assert!(simulate(shell.view()).find("Omid Karimi").is_ok());
}

#[test]
fn a_keyring_opens_by_itself_once_but_not_after_locking() {
    let mut shell = window(Found::Keyring);
    assert!(matches!(shell.screen, Screen::Home { .. }));
    tell(&mut shell, Message::KeyPressed(Shortcut::Lock));
    assert!(matches!(shell.screen, Screen::Lock(_)));
}

#[test]
fn behind_the_lock_nothing_is_shown_and_late_answers_are_nobodys() {
    let mut shell = window(Found::Keyring);
    listen_to(&mut shell);
    let session = shell.session;
    tell(&mut shell, Message::KeyPressed(Shortcut::Lock));
    assert_eq!(shell.title(), "Hushwing");
    assert!(simulate(shell.view()).find("Omid Karimi").is_err());
    tell(&mut shell, Message::Lock(lock::Message::UnlockPressed));
    let late = home::Message::Heard(vec![crate::messenger::Event::Reload]);
    tell(&mut shell, Message::OfSession(session, late));
    // Not listened to yet in the new session: nothing was read.
    assert_eq!(shell.title(), "Hushwing");
}

#[test]
fn the_chat_that_was_open_is_open_again_after_the_lock() {
    let mut shell = window(Found::Keyring);
    listen_to(&mut shell);
    let chat = fixture::chat_id(0);
    tell(&mut shell, Message::Home(home::Message::ChatPressed(chat)));
    tell(&mut shell, Message::KeyPressed(Shortcut::Lock));
    tell(&mut shell, Message::Lock(lock::Message::UnlockPressed));
    listen_to(&mut shell);
    let open = |shell: &Shell| match &shell.screen {
        Screen::Home { home, .. } => home.open_chat(),
        _ => None,
    };
    assert_eq!(open(&shell), Some(chat));
    // Once: whoever leaves it has left it.
    tell(&mut shell, Message::KeyPressed(Shortcut::Escape));
    listen_to(&mut shell);
    assert_eq!(open(&shell), None);
}

#[test]
fn a_profile_that_cannot_be_read_says_why_and_can_be_tried_again() {
    let mut shell = window(Found::Nothing);
    let error = Error::new(ErrorKind::Store, "The profile is newer than this Hushwing.");
    tell(&mut shell, Message::Looked(Err(error)));
    let mut ui = simulate(shell.view());
    assert!(ui.find("The profile is newer than this Hushwing.").is_ok());
    drop(ui);
    tell(&mut shell, Message::LookAgainPressed);
    assert!(matches!(shell.screen, Screen::Welcome(_)));
}

#[test]
fn the_theme_that_was_asked_for_stays_whatever_the_system_says() {
    let mut shell = window(Found::Keyring);
    tell(&mut shell, Message::SystemMode(iced::theme::Mode::Light));
    assert_eq!(shell.mode(), Mode::Dark);
    // Until another is chosen.
    shell.appearance.theme = Some(Mode::Light);
    assert_eq!(shell.mode(), Mode::Dark);
    tell(&mut shell, Message::Home(home::Message::SettingsPressed));
    let choose = settings::Message::ThemeChosen(None);
    tell(&mut shell, Message::Home(home::Message::Settings(choose)));
    assert_eq!(shell.mode(), Mode::Light);
}

#[test]
fn nobody_at_the_window_for_long_locks_it() {
    let mut shell = window(Found::Keyring);
    listen_to(&mut shell);
    let after = |shell: &Shell, minutes: i64| shell.clock.now().plus(minutes * 60_000);
    let (soon, later) = (after(&shell, 14), after(&shell, 16));
    tell(&mut shell, Message::NobodyThere(soon));
    assert!(matches!(shell.screen, Screen::Home { .. }));
    tell(&mut shell, Message::NobodyThere(later));
    assert!(matches!(shell.screen, Screen::Lock(_)));
}

#[test]
fn whoever_wants_no_lock_gets_none() {
    let mut shell = window(Found::Keyring);
    listen_to(&mut shell);
    tell(&mut shell, Message::Home(home::Message::SettingsPressed));
    // What the profile keeps was read, and then another wish.
    assert_eq!(shell.kept.lock_after, Some(15));
    let privacy = settings::Message::PaneChosen(settings::Pane::Privacy);
    tell(&mut shell, Message::Home(home::Message::Settings(privacy)));
    let mut ui = simulate(shell.view());
    ui.click(say!("never")).unwrap();
    let chosen: Vec<_> = ui.into_messages().collect();
    for message in chosen {
        tell(&mut shell, message);
    }
    assert_eq!(shell.kept.lock_after, None);
    let later = shell.clock.now().plus(7 * 24 * 3600 * 1000);
    tell(&mut shell, Message::NobodyThere(later));
    assert!(matches!(shell.screen, Screen::Home { .. }));
}

#[test]
fn larger_text_leaves_less_room_and_falls_to_one_pane() {
    let mut shell = window(Found::Keyring);
    listen_to(&mut shell);
    tell(&mut shell, Message::Resized(Size::new(1280.0, 800.0)));
    assert!(simulate(shell.view()).find(say!("no-chat")).is_ok());
    let percent = home::Message::Settings(settings::Message::PercentChosen(200));
    tell(&mut shell, Message::Home(home::Message::SettingsPressed));
    tell(&mut shell, Message::Home(percent));
    assert_eq!((shell.size, shell.scale()), (Size::new(640.0, 400.0), 2.0));
    // One pane: Esc goes back to the parts first, and out of the page only then.
    let account = settings::Message::PaneChosen(settings::Pane::Account);
    tell(&mut shell, Message::Home(home::Message::Settings(account)));
    tell(&mut shell, Message::KeyPressed(Shortcut::Escape));
    assert!(shell.settings().is_some());
    tell(&mut shell, Message::KeyPressed(Shortcut::Escape));
    assert!(shell.settings().is_none());
    assert!(simulate(shell.view()).find(say!("no-chat")).is_err());
}

#[test]
fn keys_make_everything_larger_smaller_and_usual() {
    use crate::app::testing::{Held, key_pressed};
    let mut shell = window(Found::Passphrase);
    let ctrl = keyboard::Modifiers::COMMAND;
    let mut held = Held::default();
    held.focus(shell.view(), lock::FIELD);
    for (sign, shift, percent) in [
        ("=", false, 110),
        ("+", true, 120),
        ("-", false, 110),
        ("-", false, 100),
        ("-", false, 90),
    ] {
        let shift = if shift { keyboard::Modifiers::SHIFT } else { keyboard::Modifiers::empty() };
        let key = key_pressed(Key::Character(sign.into()), ctrl | shift);
        let said = held.events(shell.view(), [key]);
        // Only that: no field writes the sign.
        assert!(matches!(said[..], [Message::KeyPressed(_)]), "{sign}: {}", said.len());
        said.into_iter().for_each(|message| tell(&mut shell, message));
        assert_eq!(shell.appearance.percent, percent);
    }
    tell(&mut shell, Message::KeyPressed(Shortcut::UsualSize));
    assert_eq!(shell.appearance.percent, 100);
    for _ in 0..30 {
        tell(&mut shell, Message::KeyPressed(Shortcut::Larger));
    }
    assert_eq!(shell.appearance.percent, 200);
}

#[test]
fn the_window_stands_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let profile = ProfileDir::at(folder.path());
    let options = AppOptions { language: Some(Language::English), ..AppOptions::of(profile) };
    let start = |options: &AppOptions| {
        let stage = Stage::new(Found::Keyring, false);
        let (mut shell, task) = Shell::start(options.clone(), Arc::new(stage));
        drive(&mut shell, task);
        shell
    };
    let mut shell = start(&options);
    listen_to(&mut shell);
    tell(&mut shell, Message::Home(home::Message::GripDragged(400.0)));
    tell(&mut shell, Message::Home(home::Message::GripDropped));
    let place = Place { size: Size::new(900.0, 640.0), corner: Some(Point::new(30.0, 40.0)) };
    tell(&mut shell, Message::Stands(place, false));
    // Filling the screen, it knows where it was before.
    let whole = Place { size: Size::new(1920.0, 1080.0), corner: Some(Point::ORIGIN) };
    tell(&mut shell, Message::Stands(whole, true));
    tell(&mut shell, Message::CloseRequested);
    let shell = start(&options);
    assert_eq!(shell.size, Size::new(900.0, 640.0));
    let kept = shell.appearance;
    assert_eq!((kept.place, kept.maximized, kept.sidebar), (Some(place), true, Some(400.0)));
    // A size that the command line wants counts for once.
    let shell = start(&AppOptions { size: Some((500, 500)), ..options });
    assert_eq!(shell.size, Size::new(500.0, 500.0));
}

#[test]
fn whoever_wants_less_motion_gets_none() {
    let mut shell = window(Found::Keyring);
    listen_to(&mut shell);
    assert!(shell.tokens().motion);
    tell(&mut shell, Message::Home(home::Message::SettingsPressed));
    let choose =
        |motion| Message::Home(home::Message::Settings(settings::Message::MotionChosen(motion)));
    tell(&mut shell, choose(Some(Motion::Less)));
    assert!(!shell.tokens().motion && shell.appearance.motion == Some(Motion::Less));
    tell(&mut shell, choose(None));
    assert!(shell.tokens().motion);
    // Followed, unless something else was chosen here.
    tell(&mut shell, Message::SystemMotion(Motion::Less));
    assert!(!shell.tokens().motion);
    tell(&mut shell, choose(Some(Motion::All)));
    assert!(shell.tokens().motion);
}

#[test]
fn another_language_is_spoken_at_once() {
    use crate::app::language;
    let mut shell = window(Found::Passphrase);
    let at_lock = |message| Message::Lock(lock::Message::Languages(message));
    tell(&mut shell, at_lock(languages::Message::Pressed));
    // Esc closes the list, and nothing else.
    tell(&mut shell, Message::KeyPressed(Shortcut::Escape));
    tell(&mut shell, at_lock(languages::Message::Pressed));
    tell(&mut shell, at_lock(languages::Message::Chosen(Some(Language::Russian))));
    assert_eq!(language::current(), Language::Russian);
    assert_eq!(shell.appearance.language, Some(Language::Russian));
    assert_eq!(shell.options.language, None);
}

#[test]
fn wrong_passphrases_are_counted_over_the_locks_of_a_process() {
    let mut shell = window(Found::Passphrase);
    for _ in 0..3 {
        type_passphrase(&mut shell, "doves");
    }
    tell(&mut shell, Message::Looked(Ok(Found::Passphrase)));
    type_passphrase(&mut shell, "owls");
    assert!(matches!(&shell.screen, Screen::Lock(lock) if lock.counts()));
}

#[test]
fn a_copied_secret_is_wiped_only_while_it_is_still_there() {
    let secret = |text: &str| Some(Secret::new(text.into()));
    let mut shell = window(Found::Keyring);
    for (copied, found, wiped) in [
        ("leader monkey", secret("leader monkey"), true),
        ("leader monkey", secret("something of somebody else"), false),
        ("leader monkey", None, false),
    ] {
        shell.copied = secret(copied);
        let task = shell.wipe_clipboard(found);
        assert_eq!(task::into_stream(task).is_some(), wiped);
        assert!(shell.copied.is_none());
    }
}

#[test]
fn words_of_a_secret_chat_are_wiped_if_the_person_wants_it_so() {
    let mut shell = window(Found::Keyring);
    for (clears, kept) in [(true, Some("meet at nine")), (false, None)] {
        shell.kept.clear_copied = clears;
        shell.copied = None;
        let words = Secret::new("meet at nine".into());
        drop(shell.grant(settings::Wish::CopyOfSecretChat(words)));
        assert_eq!(shell.copied.as_ref().map(Secret::expose), kept);
    }
}

#[test]
fn any_key_at_the_lock_goes_into_its_field() {
    let mut shell = window(Found::Passphrase);
    for key in ["o", "w", "l", "s"] {
        tell(&mut shell, Message::Typed(Secret::new(key.into())));
    }
    tell(&mut shell, Message::Lock(lock::Message::UnlockPressed));
    assert!(matches!(shell.screen, Screen::Home { .. }));
}

#[test]
fn shortcuts_work_in_every_keyboard_layout() {
    let ctrl = keyboard::Modifiers::CTRL;
    let russian = Key::Character("т".into());
    let ignored = event::Status::Ignored;
    assert_eq!(shortcut(&russian, Some('n'), ctrl, ignored), Some(Shortcut::NewChat));
    let both = ctrl | keyboard::Modifiers::SHIFT;
    assert_eq!(shortcut(&russian, Some('n'), both, ignored), Some(Shortcut::NewSecret));
    assert_eq!(shortcut(&russian, Some('l'), both, ignored), None);
    let comma = Key::Character(",".into());
    assert_eq!(shortcut(&comma, Some(','), ctrl, ignored), Some(Shortcut::Settings));
    let tab = Key::Named(Named::Tab);
    let none = keyboard::Modifiers::empty();
    assert_eq!(shortcut(&tab, None, none, ignored), Some(Shortcut::Next));
    assert_eq!(shortcut(&tab, None, none, event::Status::Captured), None);
}
