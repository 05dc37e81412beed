//! From the first run to the lock, against a messenger that pretends.

use iced_test::runtime::{Action as Effect, task};

use super::*;
use crate::app::fixture::Stage;
use crate::app::testing::simulate;
use crate::messenger::ErrorKind;
use crate::model::{Found, ProfileDir, Secret};

fn options() -> AppOptions {
    let profile = ProfileDir::at("/nowhere");
    AppOptions {
        profile,
        theme: Some(Mode::Dark),
        size: Some((900, 700)),
        language: Some(Language::English),
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
        let effects: Vec<_> = futures_util::StreamExt::collect(stream).now();
        for effect in effects {
            if let Effect::Output(message) = effect {
                tasks.push(shell.update(message));
            }
        }
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
    assert_eq!(shell.title(), "Lena Brandt – Hushwing");
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
    assert_eq!(shell.mode, Mode::Dark);
}

#[test]
fn shortcuts_work_in_every_keyboard_layout() {
    let ctrl = keyboard::Modifiers::CTRL;
    let russian = Key::Character("т".into());
    let ignored = event::Status::Ignored;
    assert_eq!(shortcut(&russian, Some('n'), ctrl, ignored), Some(Shortcut::NewChat));
    assert_eq!(shortcut(&russian, Some('n'), ctrl | keyboard::Modifiers::SHIFT, ignored), None);
    let tab = Key::Named(Named::Tab);
    let none = keyboard::Modifiers::empty();
    assert_eq!(shortcut(&tab, None, none, ignored), Some(Shortcut::Next));
    assert_eq!(shortcut(&tab, None, none, event::Status::Captured), None);
}
