use super::*;
use crate::app::testing::{Held, clicked, key_pressed, simulate, tokens, typed};
use crate::app::theme;
use crate::app::widget::bring;

fn filled() -> State {
    let mut state = State::default();
    state.update(Message::NameTyped("Lena".into()));
    state.update(Message::PassphraseTyped(Secret::new("four quiet grey owls".into())));
    state
}

fn created(action: Action) -> (Name, Unlock, Account, Relays) {
    match action {
        Action::Create { name, unlock, account, relays } => (name, unlock, account, relays),
        _ => panic!("not created"),
    }
}

#[test]
fn a_name_and_a_passphrase_are_enough() {
    let mut state = filled();
    let (name, unlock, account, relays) = created(state.update(Message::ContinuePressed));
    assert_eq!(name.as_str(), "Lena");
    assert!(matches!(unlock, Unlock::Passphrase(p) if p.expose() == "four quiet grey owls"));
    assert!(matches!(account, Account::New));
    assert_eq!(relays, Relays::Default);
    // Made once, however often Enter is pressed.
    assert!(matches!(state.update(Message::ContinuePressed), Action::None));
}

#[test]
fn what_is_missing_is_said_under_its_field() {
    let mut state = State::default();
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    let mut ui = simulate(view(&state, tokens(), 1280.0));
    assert!(ui.find(say!("name-missing")).is_ok());
    assert!(ui.find(say!("passphrase-needed")).is_ok());
}

#[test]
fn what_is_cut_off_a_name_is_said() {
    let mut state = filled();
    state.update(Message::NameTyped("x".repeat(200)));
    assert_eq!(state.name.len(), 64);
    assert_eq!(state.wrong.name.as_deref(), Some(say!("name-long")));
    state.update(Message::NameTyped("x".repeat(64)));
    assert_eq!(state.wrong.name, None);
}

#[test]
fn a_short_passphrase_is_not_taken() {
    let mut state = filled();
    state.update(Message::PassphraseTyped(Secret::new("owls".into())));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    assert_eq!(state.wrong.passphrase.as_deref(), Some(say!("passphrase-short")));
}

#[test]
fn with_a_keyring_the_passphrase_may_stay_empty() {
    let mut state = State::default();
    state.update(Message::KeyringLooked(true));
    state.update(Message::NameTyped("Lena".into()));
    let (_, unlock, _, _) = created(state.update(Message::ContinuePressed));
    assert!(matches!(unlock, Unlock::Keyring));
}

#[test]
fn ones_own_relay_must_be_an_address() {
    let mut state = filled();
    state.update(Message::TravelChosen(Travel::Own));
    state.update(Message::AddressTyped("https://relay.example".into()));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    assert!(state.wrong.address.is_some());
    state.update(Message::AddressTyped("wss://relay.example".into()));
    let (_, _, _, relays) = created(state.update(Message::ContinuePressed));
    assert_eq!(relays, Relays::Own("wss://relay.example".parse().unwrap()));
}

#[test]
fn an_unencrypted_public_address_is_asked_about_first() {
    let mut state = filled();
    state.update(Message::TravelChosen(Travel::Own));
    state.update(Message::AddressTyped("ws://relay.example".into()));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    assert_eq!(state.wrong.address.as_deref(), Some(say!("unencrypted")));
    assert!(simulate(view(&state, tokens(), 1280.0)).find(say!("consent")).is_ok());
    state.update(Message::ConsentToggled(true));
    created(state.update(Message::ContinuePressed));
}

#[test]
fn consent_is_for_one_address_only() {
    let mut state = filled();
    state.update(Message::TravelChosen(Travel::Own));
    state.update(Message::AddressTyped("ws://relay.example".into()));
    state.update(Message::ConsentToggled(true));
    state.update(Message::AddressTyped("ws://other.example".into()));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
}

#[test]
fn twelve_words_bring_an_account_back() {
    let mut state = filled();
    state.update(Message::RestorePressed);
    state.update(Message::KeyTyped(Secret::new("leader monkey parrot".into())));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    assert_eq!(state.wrong.key, Some(say!("words-counted", words = 3)));
    let words = "Leader monkey parrot ring guide accident  before fence cannon height naive bean";
    state.update(Message::KeyTyped(Secret::new(words.into())));
    let (_, _, account, _) = created(state.update(Message::ContinuePressed));
    let Account::Words(words) = account else { panic!("not from words") };
    assert!(words.expose().starts_with("leader monkey") && !words.expose().contains("  "));
}

#[test]
fn a_locked_key_needs_its_password_and_a_bare_one_is_refused() {
    let mut state = filled();
    state.update(Message::RestorePressed);
    state.update(Message::FormChosen(KeyForm::Ncryptsec));
    state.update(Message::KeyTyped(Secret::new("nsec1abc".into())));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    assert_eq!(state.wrong.key.as_deref(), Some(say!("nsec-restore")));
    assert!(state.restore.as_ref().is_some_and(|r| r.key.expose().is_empty()));
    state.update(Message::KeyTyped(Secret::new("ncryptsec1abc".into())));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(_)));
    assert_eq!(state.wrong.password.as_deref(), Some(say!("password-missing")));
    state.update(Message::PasswordTyped(Secret::new("hush".into())));
    assert!(matches!(created(state.update(Message::ContinuePressed)).2, Account::Ncryptsec { .. }));
}

#[test]
fn a_refusal_gives_the_form_back() {
    let mut state = filled();
    created(state.update(Message::ContinuePressed));
    state.refused(&Error::input("The folder cannot be written."));
    let view = view(&state, tokens(), 1280.0);
    let mut ui = simulate(view);
    assert!(ui.find("The folder cannot be written.").is_ok());
    drop(ui);
    created(state.update(Message::ContinuePressed));
}

#[test]
fn the_window_types_and_presses() {
    let state = State::default();
    let messages = typed(view(&state, tokens(), 1280.0), NAME, "L", true);
    assert!(matches!(&messages[..], [Message::NameTyped(n), Message::ContinuePressed] if n == "L"));
    let messages = clicked(view(&state, tokens(), 1280.0), say!("own"));
    assert!(matches!(messages[..], [Message::TravelChosen(Travel::Own)]));
}

#[test]
fn the_cursor_goes_to_the_first_field_that_is_not_right() {
    let mut state = State::default();
    state.update(Message::NameTyped("Lena".into()));
    let passphrase = state.update(Message::ContinuePressed);
    assert!(matches!(passphrase, Action::Focus(view::PASSPHRASE)));
    state.update(Message::NameTyped(String::new()));
    assert!(matches!(state.update(Message::ContinuePressed), Action::Focus(view::NAME)));
}

#[test]
fn arrows_go_from_card_to_card_and_enter_goes_on() {
    use iced::keyboard::key::Named;
    let mut state = State::default();
    let mut held = Held::default();
    held.focus(view(&state, tokens(), 1280.0), view::card_of(Travel::Public));
    for (key, travel) in [
        (Named::ArrowRight, Travel::Own),
        (Named::ArrowDown, Travel::ThisComputer),
        (Named::ArrowRight, Travel::ThisComputer),
        (Named::ArrowLeft, Travel::Own),
        (Named::ArrowUp, Travel::Public),
    ] {
        let said = held.keys(view(&state, tokens(), 1280.0), &[key]);
        let [stepped] = &said[..] else { panic!("{said:?}") };
        let card = match state.update(stepped.clone()) {
            Action::Focus(card) | Action::FocusAndShow(card, ADDRESS) => card,
            other => panic!("{other:?}"),
        };
        held.focus(view(&state, tokens(), 1280.0), card);
        assert_eq!(state.travel, travel);
    }
    let said = held.keys(view(&state, tokens(), 1280.0), &[Named::Enter]);
    assert!(matches!(said[..], [Message::ContinuePressed]), "{said:?}");
    let said = held.keys(view(&state, tokens(), 1280.0), &[Named::Space]);
    assert!(matches!(said[..], [Message::TravelChosen(Travel::Public)]), "{said:?}");
}

#[test]
fn what_goes_on_is_in_sight_in_every_window() {
    use crate::app::testing::simulate_in;
    use iced::{Rectangle, Size};
    let mut restoring = filled();
    restoring.update(Message::RestorePressed);
    for state in [filled(), restoring] {
        for (width, height) in [(1280.0, 800.0), (1000.0, 700.0), (640.0, 800.0), (640.0, 400.0)] {
            let mut ui = simulate_in(view(&state, tokens(), width), Size::new(width, height));
            let window = Rectangle::with_size(Size::new(width, height));
            let button = ui.find(say!("continue")).unwrap().bounds();
            assert!(button.is_within(&window), "{width}x{height}: {button:?}");
        }
    }
}

/// What the window does with what the screen asks for.
fn obey(held: &mut Held, state: &State, width: f32, action: &Action) {
    let shown = || view(state, tokens(), width);
    match action {
        Action::Focus(field) => {
            held.focus(shown(), field);
            held.operate(shown(), bring::focused());
        }
        Action::FocusAndShow(field, other) => {
            held.focus(shown(), field);
            held.operate(shown(), bring::named(other));
        }
        other => panic!("{other:?}"),
    }
}

/// A form that is higher than its window, and how wide that is.
fn higher_than_the_window(restoring: bool) -> (State, Held, f32) {
    let mut state = filled();
    if restoring {
        state.update(Message::RestorePressed);
        state.update(Message::FormChosen(KeyForm::Ncryptsec));
    }
    let (width, height) = if restoring { (1280.0, 800.0) } else { (1000.0, 640.0) };
    (state, Held::sized(width, height), width)
}

#[test]
fn the_field_of_ones_own_relay_comes_into_view_when_it_is_asked_for() {
    for restoring in [false, true] {
        // Chosen with the mouse.
        let (mut state, mut held, width) = higher_than_the_window(restoring);
        let action = state.update(Message::TravelChosen(Travel::Own));
        held.frame(view(&state, tokens(), width));
        assert!(!held.in_sight(view(&state, tokens(), width), ADDRESS), "it lies below");
        obey(&mut held, &state, width, &action);
        assert!(held.in_sight(view(&state, tokens(), width), ADDRESS));
        // With the arrows; then Tab leads to it before anything else.
        let (mut state, mut held, width) = higher_than_the_window(restoring);
        let action = state.update(Message::TravelStepped(1));
        obey(&mut held, &state, width, &action);
        assert!(held.in_sight(view(&state, tokens(), width), ADDRESS));
        held.tab(view(&state, tokens(), width), false);
        let key = key_pressed(iced::keyboard::Key::Character("r".into()), Default::default());
        let said = held.events(view(&state, tokens(), width), [key]);
        assert!(matches!(&said[..], [Message::AddressTyped(typed)] if typed == "r"), "{said:?}");
    }
}

#[test]
fn what_is_wrong_above_or_below_comes_into_view() {
    let (mut state, mut held, width) = higher_than_the_window(true);
    state.update(Message::TravelChosen(Travel::Own));
    // At the end of the form, with the first field out of sight.
    held.operate(view(&state, tokens(), width), bring::named(ADDRESS));
    assert!(!held.in_sight(view(&state, tokens(), width), KEY));
    let action = state.update(Message::ContinuePressed);
    obey(&mut held, &state, width, &action);
    assert!(held.in_sight(view(&state, tokens(), width), KEY));
    // And back to the end, when only the address is missing.
    state.update(Message::KeyTyped(Secret::new("ncryptsec1abc".into())));
    state.update(Message::PasswordTyped(Secret::new("hush".into())));
    let action = state.update(Message::ContinuePressed);
    assert!(matches!(action, Action::Focus(ADDRESS)));
    obey(&mut held, &state, width, &action);
    assert!(held.in_sight(view(&state, tokens(), width), ADDRESS));
    assert_eq!(state.wrong.address.as_deref(), Some(say!("address-missing")));
}

#[test]
fn an_address_may_be_typed_without_its_scheme() {
    for (typed, whole) in [
        ("127.0.0.1:7610", "ws://127.0.0.1:7610"),
        ("relay.example.org", "wss://relay.example.org"),
    ] {
        let mut state = filled();
        state.update(Message::TravelChosen(Travel::Own));
        state.update(Message::AddressTyped(typed.into()));
        assert!(!state.asks_consent());
        let (_, _, _, relays) = created(state.update(Message::ContinuePressed));
        assert_eq!(relays, Relays::Own(whole.parse().unwrap()));
    }
}

#[test]
fn the_second_step_begins_at_its_top() {
    let (mut state, mut held, width) = higher_than_the_window(true);
    state.update(Message::TravelChosen(Travel::Own));
    held.operate(view(&state, tokens(), width), bring::named(ADDRESS));
    assert!(!held.in_sight(view(&state, tokens(), width), KEY));
    let me = crate::app::fixture::me();
    let mut second = Second::new(Origin::New);
    second.known(&me);
    held.frame(second_view(&second, Some(&me), tokens(), width));
    // Back in the first one nothing is left of how that was scrolled either.
    held.frame(view(&state, tokens(), width));
    assert!(held.in_sight(view(&state, tokens(), width), KEY));
}

#[test]
fn no_card_cuts_its_words() {
    use crate::app::testing::simulate_in;
    use iced::Size;
    let state = filled();
    for width in [1280.0, 1100.0, 1000.0, 900.0, 640.0, 360.0] {
        let mut ui = simulate_in(view(&state, tokens(), width), Size::new(width, 2000.0));
        let mut bottom = |words: &str| {
            let bounds = ui.find(words).unwrap().bounds();
            bounds.y + bounds.height
        };
        let last = bottom(say!("this-computer-hint"));
        let below = bottom(say!("travel-later")) - theme::CAPTION.line;
        assert!(last + 14.0 <= below, "{width}: the words end at {last}, the cards above {below}");
    }
}

#[test]
fn a_field_is_ready_for_whoever_restores() {
    let mut state = filled();
    assert!(matches!(state.update(Message::RestorePressed), Action::Focus(KEY)));
    assert!(matches!(state.update(Message::FormChosen(KeyForm::Ncryptsec)), Action::Focus(KEY)));
    assert!(matches!(state.update(Message::RestorePressed), Action::Focus(NAME)));
}

#[test]
fn no_secret_is_ever_printed() {
    let mut state = filled();
    state.update(Message::RestorePressed);
    state.update(Message::KeyTyped(Secret::new("leader monkey".into())));
    let printed = format!("{state:?} {:?}", Message::PassphraseTyped(Secret::new("owls".into())));
    assert!(!printed.contains("owls") && !printed.contains("monkey"));
}

#[test]
fn photographs_of_the_first_run() {
    use crate::app::photographs::{lights, photograph};
    let empty = State::default();
    photograph("welcome", &lights(), |light| view(&empty, light.tokens(), light.size.width));
    let mut wrong = State::default();
    wrong.update(Message::ContinuePressed);
    photograph("welcome-missing", &lights()[..2], |light| {
        view(&wrong, light.tokens(), light.size.width)
    });
}

#[test]
fn photographs_of_the_first_run_in_its_states() {
    use crate::app::photographs::{Light, both, photograph_made};
    let photographed = |name: &str, lights: &[Light], make: &dyn Fn() -> State| {
        photograph_made(name, lights, make, &[], |state, light| {
            view(state, light.tokens(), light.size.width)
        });
    };
    let (narrow, wide) = (both(640.0, 800.0), Light::day(1280.0, 800.0));
    photographed("welcome-own", &narrow, &|| {
        let mut state = filled();
        let typed = Secret::new("four quiet grey owls".into());
        if let Action::Measure { ticket, .. } = state.update(Message::PassphraseTyped(typed)) {
            state.update(Message::Measured(ticket, Strength::Good));
        }
        state.update(Message::TravelChosen(Travel::Own));
        state.update(Message::AddressTyped("ws://relay.example".into()));
        state.update(Message::ContinuePressed);
        state
    });
    photographed("welcome-restore", &narrow, &|| {
        let mut state = filled();
        state.update(Message::RestorePressed);
        state.update(Message::KeyTyped(Secret::new("leader monkey parrot".into())));
        state.update(Message::ContinuePressed);
        state
    });
    photographed("welcome-locked-key", &narrow[..1], &|| {
        let mut state = filled();
        state.update(Message::RestorePressed);
        state.update(Message::FormChosen(KeyForm::Ncryptsec));
        state.update(Message::KeyTyped(Secret::new("ncryptsec1abc".into())));
        state.update(Message::ContinuePressed);
        state
    });
    photographed("welcome-refused", &narrow[..1], &|| {
        let mut state = filled();
        state.update(Message::ContinuePressed);
        state.refused(&Error::input("The folder cannot be written."));
        state
    });
    photographed("welcome-busy", &narrow[..1], &|| {
        let mut state = filled();
        state.update(Message::ContinuePressed);
        state
    });
    photographed("welcome", &[wide.doubled(), Light::day(1000.0, 700.0)], &State::default);
    photographed("welcome-restore", &[wide], &|| {
        let mut state = State::default();
        state.update(Message::RestorePressed);
        state
    });

    let me = crate::app::fixture::me();
    let second = |name: &str, lights: &[Light], origin| {
        let make = || {
            let mut second = Second::new(origin);
            second.known(&me);
            let progress = crate::messenger::Progress { received: 42, caught_up: false };
            second.progressed(progress);
            (second, me.clone())
        };
        photograph_made(name, lights, make, &[], |(second, me), light| {
            second_view(second, Some(me), light.tokens(), light.size.width)
        });
    };
    let lights = [wide, wide.night(), wide.night().persian(), narrow[0]];
    second("welcome-link", &lights, Origin::New);
    second("welcome-arriving", &[wide], Origin::Restored);
}
