use iced::Size;

use super::*;
use crate::app::fixture;
use crate::app::testing::{simulate, simulate_in, tokens};
use crate::app::theme::{Accent, Tokens};
use crate::messenger::{ErrorKind, KeyForm};
use crate::model::{RelayCondition, RelayStatus};

const WIDE: Size = Size::new(1280.0, 1600.0);
const NARROW: Size = Size::new(500.0, 1600.0);

fn around(found: Found) -> Around {
    Around {
        appearance: Appearance::default(),
        found,
        folder: PathBuf::from("/home/lena/.local/share/hushwing/profiles/default"),
        own_relay: vec!["ws://192.168.1.4:7447".parse().unwrap()],
    }
}

/// The page with everything read.
fn page(found: Found) -> State {
    let (mut page, wants) = State::open(around(found), Some(&fixture::me()));
    assert_eq!(wants.len(), 2);
    let kept = Settings { read_receipts: true, lock_after: Some(15), clear_copied: true };
    page.answered(Want::Kept, Ok(Reply::Settings(kept)));
    page.answered(Want::People, Ok(Reply::Contacts(fixture::people())));
    page
}

fn relays() -> Vec<RelayStatus> {
    let away = RelayStatus {
        next_try: Some(fixture::NOW.plus(40_000)),
        ..fixture::relay(1, RelayCondition::Unreachable, "No answer.")
    };
    vec![fixture::relay(0, RelayCondition::Connected, ""), away]
}

fn shows(page: &State, window: Size, words: &str) -> bool {
    let (me, relays) = (fixture::me(), relays());
    let mut ui =
        simulate_in(view(page, Some(&me), (&relays, fixture::NOW), tokens(), window), window);
    ui.find(words).is_ok()
}

fn press(page: &State, words: &str) -> Message {
    let (me, relays) = (fixture::me(), relays());
    let mut ui = simulate_in(view(page, Some(&me), (&relays, fixture::NOW), tokens(), WIDE), WIDE);
    ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    let mut messages: Vec<Message> = ui.into_messages().collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    messages.remove(0)
}

fn click(page: &mut State, words: &str) -> Actions {
    let message = press(page, words);
    page.update(message)
}

fn account(message: account::Message) -> Message {
    Message::Account(message)
}

fn network(message: network::Message) -> Message {
    Message::Network(message)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

#[test]
fn every_part_shows_itself_in_both_themes_and_widths() {
    for mode in [Mode::Light, Mode::Dark] {
        for window in [WIDE, NARROW] {
            let mut page = page(Found::Passphrase);
            for pane in Pane::ALL {
                page.update(Message::PaneChosen(pane));
                let (me, relays) = (fixture::me(), relays());
                let t = Tokens::of(mode, Accent::Normal);
                let mut ui =
                    simulate_in(view(&page, Some(&me), (&relays, fixture::NOW), t, window), window);
                assert!(ui.find(pane.name()).is_ok(), "{pane:?}");
            }
        }
    }
}

#[test]
fn a_narrow_window_shows_the_parts_first_and_goes_back_to_them() {
    let mut page = page(Found::Passphrase);
    assert!(shows(&page, NARROW, say!("about")) && !shows(&page, NARROW, say!("show-key")));
    assert!(shows(&page, WIDE, say!("about")) && shows(&page, WIDE, say!("show-key")));
    page.update(Message::PaneChosen(Pane::Account));
    assert!(shows(&page, NARROW, say!("show-key")));
    assert!(page.update(Message::BackPressed).is_empty());
    assert!(matches!(page.update(Message::BackPressed)[..], [Action::Close]));
}

#[test]
fn another_name_is_saved_and_none_is_refused() {
    let mut page = page(Found::Passphrase);
    page.update(account(account::Message::NameTyped("  ".into())));
    assert!(page.update(account(account::Message::NameSaved)).is_empty());
    assert!(shows(&page, WIDE, say!("name-missing")));
    page.update(account(account::Message::NameTyped("Lena B.".into())));
    let asks = click(&mut page, say!("save"));
    let [Action::Ask(Want::Name, Command::Rename { name })] = &asks[..] else { panic!("{asks:?}") };
    assert_eq!(name.as_str(), "Lena B.");
    page.answered(Want::Name, Ok(Reply::Me(Me { name: "Lena B.".into(), ..fixture::me() })));
    assert!(shows(&page, WIDE, say!("name-saved")));
}

#[test]
fn the_account_key_is_told_for_the_passphrase_and_stays_blind_until_asked() {
    let mut page = page(Found::Passphrase);
    click(&mut page, say!("show-key"));
    assert!(click(&mut page, say!("go-on")).is_empty());
    assert!(shows(&page, WIDE, say!("passphrase-missing")));
    page.update(account(account::Message::KeyPassphraseTyped(secret("doves"))));
    let asks = page.update(account(account::Message::KeyAsked));
    assert!(matches!(&asks[..], [Action::Ask(Want::Key, Command::Export { .. })]));
    let wrong = Error::new(ErrorKind::WrongPassphrase, "This passphrase does not fit.");
    page.answered(Want::Key, Err(wrong));
    assert!(shows(&page, WIDE, "This passphrase does not fit."));

    page.update(account(account::Message::KeyPassphraseTyped(secret("owls"))));
    page.update(account(account::Message::KeyAsked));
    let key = secret(fixture::WORDS);
    page.answered(Want::Key, Ok(Reply::Key { form: KeyForm::Words, key }));
    assert!(!shows(&page, WIDE, fixture::WORDS));
    click(&mut page, say!("show"));
    assert!(shows(&page, WIDE, fixture::WORDS));
    let copied = click(&mut page, say!("copy"));
    let [Action::Wish(Wish::CopySecret(copied))] = &copied[..] else { panic!("{copied:?}") };
    assert_eq!(copied.expose(), fixture::WORDS);
    // Whoever looks elsewhere leaves nothing behind.
    page.update(Message::PaneChosen(Pane::About));
    page.update(Message::PaneChosen(Pane::Account));
    assert!(shows(&page, WIDE, say!("show-key")));
}

#[test]
fn where_the_keyring_opens_the_profile_words_need_no_passphrase() {
    let mut page = page(Found::Keyring);
    click(&mut page, say!("show-key"));
    let asks = click(&mut page, say!("go-on"));
    assert!(matches!(&asks[..], [Action::Ask(Want::Key, Command::Export { .. })]));
    // A locked key is locked with something all the same.
    page.answered(Want::Key, Err(Error::not_found("This account was not made from words.")));
    assert!(shows(&page, WIDE, "This account was not made from words."));
    click(&mut page, say!("ncryptsec"));
    assert!(click(&mut page, say!("go-on")).is_empty());
    assert!(shows(&page, WIDE, say!("password-for-key")));
}

#[test]
fn a_new_passphrase_is_measured_and_takes_the_place_of_the_old() {
    let mut page = page(Found::Passphrase);
    click(&mut page, say!("change-passphrase"));
    assert!(page.update(account(account::Message::ChangeAsked)).is_empty());
    assert!(shows(&page, WIDE, say!("passphrase-missing")));
    assert!(shows(&page, WIDE, say!("passphrase-short")));
    page.update(account(account::Message::OldTyped(secret("owls"))));
    page.update(account(account::Message::NewTyped(secret("hawk"))));
    let asks = page.update(account(account::Message::NewTyped(secret("grey hawks at noon"))));
    let [Action::Wish(Wish::Measure(ticket, _))] = asks[..] else { panic!("{asks:?}") };
    // The strength of what was typed before comes too late.
    page.update(Message::Measured(ticket - 1, Strength::Weak));
    assert!(!shows(&page, WIDE, say!("strength-weak")));
    page.update(Message::Measured(ticket, Strength::Good));
    assert!(shows(&page, WIDE, say!("strength-good")));
    let asks = page.update(account(account::Message::ChangeAsked));
    let [Action::Ask(Want::Passphrase, Command::ChangePassphrase { old, new })] = &asks[..] else {
        panic!("{asks:?}")
    };
    assert_eq!((old.expose(), new.expose()), ("owls", "grey hawks at noon"));
    assert!(page.answered(Want::Passphrase, Ok(Reply::Done)).is_empty());
    assert!(shows(&page, WIDE, say!("passphrase-changed")));
}

#[test]
fn a_first_passphrase_makes_the_lock_ask_for_it() {
    let mut page = page(Found::Keyring);
    click(&mut page, say!("set-passphrase"));
    assert!(!shows(&page, WIDE, say!("old-passphrase")));
    page.update(account(account::Message::NewTyped(secret("grey hawks at noon"))));
    page.update(account(account::Message::ChangeAsked));
    let told = page.answered(Want::Passphrase, Ok(Reply::Done));
    assert!(matches!(told[..], [Action::Wish(Wish::OpenedBy(Found::Passphrase))]));
    assert!(shows(&page, WIDE, say!("opened-by-passphrase")));
}

#[test]
fn receipts_and_the_lock_are_kept_at_once() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Privacy));
    let asks = page.update(Message::Privacy(privacy::Message::ReceiptsToggled));
    let [Action::Ask(Want::Kept, Command::SetReadReceipts { on: false })] = asks[..] else {
        panic!("{asks:?}")
    };
    let asks = click(&mut page, say!("never"));
    let [
        Action::Wish(Wish::Kept(Settings { lock_after: None, .. })),
        Action::Ask(Want::Kept, Command::SetLockAfter { minutes: None }),
    ] = asks[..]
    else {
        panic!("{asks:?}")
    };
}

#[test]
fn what_could_not_be_kept_is_said_and_read_again() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Privacy));
    page.update(Message::Privacy(privacy::Message::ReceiptsToggled));
    let full = || Err(Error::new(ErrorKind::Store, "The disk is full."));
    let asks = page.answered(Want::Kept, full());
    assert!(matches!(asks[..], [Action::Ask(Want::Kept, Command::Settings)]));
    assert!(shows(&page, WIDE, "The disk is full."));
    // And not for ever, should it not be readable either.
    assert!(page.answered(Want::Kept, full()).is_empty());
}

#[test]
fn only_blocked_people_are_listed_and_can_be_let_in_again() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Privacy));
    let asks = click(&mut page, say!("unblock"));
    assert!(matches!(&asks[..], [Action::Ask(Want::People, Command::Unblock { .. })]));
    page.answered(Want::People, Ok(Reply::Contacts(vec![fixture::contact(0)])));
    assert!(shows(&page, WIDE, say!("nobody-blocked")));
}

#[test]
fn a_relay_is_added_after_consent_where_it_is_needed() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Network));
    let asks = click(&mut page, say!("add-relay"));
    assert!(matches!(asks[..], [Action::Focus(network::ADDRESS)]));
    page.update(network(network::Message::AddressTyped("ws://relay.example".into())));
    assert!(page.update(network(network::Message::AddAsked)).is_empty());
    assert!(shows(&page, WIDE, say!("consent")));
    page.update(network(network::Message::ConsentToggled));
    let asks = page.update(network(network::Message::AddAsked));
    let [Action::Ask(Want::Relay, Command::AddRelay { unencrypted: true, .. })] = &asks[..] else {
        panic!("{asks:?}")
    };
    page.answered(Want::Relay, Err(Error::input("5 inbox relays are the most.")));
    assert!(shows(&page, WIDE, "5 inbox relays are the most."));
    // Without its scheme it is encrypted, and nothing typed is said in its own words.
    page.update(network(network::Message::AddressTyped("relay.example".into())));
    let asks = page.update(network(network::Message::AddAsked));
    let [Action::Ask(Want::Relay, Command::AddRelay { url, unencrypted: false })] = &asks[..]
    else {
        panic!("{asks:?}")
    };
    assert_eq!(url.as_str(), "wss://relay.example");
    page.update(network(network::Message::AddressTyped(" ".into())));
    assert!(page.update(network(network::Message::AddAsked)).is_empty());
    assert!(shows(&page, WIDE, say!("address-missing")));
    // Consent is for one address only.
    page.update(network(network::Message::AddressTyped("ws://other.example".into())));
    assert!(page.update(network(network::Message::AddAsked)).is_empty());
}

#[test]
fn a_relay_tells_more_when_it_is_pressed_and_can_go() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Network));
    let url = relays()[1].url.clone();
    page.update(network(network::Message::RowPressed(url.clone())));
    assert!(shows(&page, WIDE, say!("limits-unknown")));
    let asks = click(&mut page, say!("remove"));
    let [Action::Ask(Want::Relay, Command::RemoveRelay { url: gone })] = &asks[..] else {
        panic!("{asks:?}")
    };
    assert_eq!(*gone, url);
}

#[test]
fn the_only_relay_cannot_go() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Network));
    let only = vec![relays().remove(0)];
    page.update(network(network::Message::RowPressed(only[0].url.clone())));
    let me = fixture::me();
    let mut ui = simulate_in(view(&page, Some(&me), (&only, fixture::NOW), tokens(), WIDE), WIDE);
    assert!(ui.find(say!("last-relay")).is_ok());
    assert!(ui.find(say!("remove")).is_err());
}

#[test]
fn a_test_runs_once_at_a_time() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Network));
    let asks = click(&mut page, say!("test-connection"));
    assert!(matches!(asks[..], [Action::Ask(Want::Test, Command::TestRelays)]));
    assert!(shows(&page, WIDE, say!("testing")));
    assert!(page.update(network(network::Message::TestPressed)).is_empty());
    page.answered(Want::Test, Ok(Reply::Relays(relays())));
    assert!(shows(&page, WIDE, say!("test-connection")));
    // What came of it stays until something else is done.
    let says = say!("tested", connected = 1, all = 2);
    assert!(shows(&page, WIDE, &says));
    page.update(network(network::Message::AddPressed));
    assert!(!shows(&page, WIDE, &says));
}

#[test]
fn looks_and_languages_are_wishes_for_the_window() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Appearance));
    let dark = click(&mut page, say!("theme-dark"));
    assert!(matches!(dark[..], [Action::Wish(Wish::Look(Look::Theme(Some(Mode::Dark))))]));
    let larger = click(&mut page, "A+");
    // The button stays under the pointer while it is pressed again.
    let [Action::Later(_, first)] = &larger[..] else { panic!("{larger:?}") };
    assert!(shows(&page, WIDE, &say!("percent", number = "110")));
    let larger = click(&mut page, "A+");
    let [Action::Later(_, second)] = &larger[..] else { panic!("{larger:?}") };
    assert!(page.update((**first).clone()).is_empty());
    let applied = page.update((**second).clone());
    assert!(matches!(applied[..], [Action::Wish(Wish::Look(Look::Percent(120)))]));
    // Whoever leaves before that has chosen, too.
    click(&mut page, "A+");
    let left = page.update(Message::Closed);
    assert!(matches!(left[..], [Action::Wish(Wish::Look(Look::Percent(_))), Action::Close]));
    let (again, _) = State::open(around(Found::Passphrase), None);
    page = again;
    page.update(Message::PaneChosen(Pane::Language));
    let system = Language::of_system().own_name();
    assert!(click(&mut page, &format!("{} ({system})", say!("language-system"))).is_empty());
    let persian = languages::Message::Chosen(Some(Language::Persian));
    let persian = page.update(Message::Languages(persian));
    let look = Look::Language(Some(Language::Persian));
    assert!(matches!(&persian[..], [Action::Wish(Wish::Look(asked))] if *asked == look));
}

#[test]
fn sizes_end_where_the_bounds_are() {
    let mut page = page(Found::Passphrase);
    page.update(Message::PaneChosen(Pane::Appearance));
    page.around.appearance.percent = 200;
    let (me, relays) = (fixture::me(), relays());
    let mut ui = simulate(view(&page, Some(&me), (&relays, fixture::NOW), tokens(), WIDE));
    ui.click("A+").unwrap();
    assert_eq!(ui.into_messages().count(), 0);
}

#[test]
fn photographs_of_settings() {
    use crate::app::photographs::{lights, photograph};
    let panes = [
        (Pane::Account, "settings-account"),
        (Pane::Privacy, "settings-privacy"),
        (Pane::Network, "settings-network"),
        (Pane::Appearance, "settings-appearance"),
        (Pane::Language, "settings-language"),
        (Pane::About, "settings-about"),
    ];
    let (me, relays) = (fixture::me(), relays());
    for (pane, name) in panes {
        let mut state = page(Found::Passphrase);
        state.update(Message::PaneChosen(pane));
        photograph(name, &lights(), |light| {
            view(&state, Some(&me), (&relays, fixture::NOW), light.tokens(), light.size)
        });
    }
}

#[test]
fn photographs_of_settings_in_their_states() {
    use crate::app::photographs::{Light, both, photograph_made};
    let photographed =
        |name: &str, lights: &[Light], relays: &[RelayStatus], make: &dyn Fn() -> State| {
            let me = fixture::me();
            let make = || (make(), me.clone(), relays.to_vec());
            photograph_made(name, lights, make, &[], |(state, me, relays), light| {
                view(state, Some(me), (relays, fixture::NOW), light.tokens(), light.size)
            });
        };
    let at = |pane| {
        let mut page = page(Found::Passphrase);
        page.update(Message::PaneChosen(pane));
        page
    };
    let (card, tall, relays) = (both(600.0, 560.0), both(600.0, 760.0), relays());
    let asked = || {
        let mut page = at(Pane::Account);
        page.update(account(account::Message::KeyPressed));
        page
    };
    photographed("settings-key-wrong", &tall, &relays, &|| {
        let mut page = asked();
        page.update(account(account::Message::KeyPassphraseTyped(secret("doves"))));
        page.update(account(account::Message::KeyAsked));
        let says = "This passphrase does not open this profile. Try again.";
        page.answered(Want::Key, Err(Error::new(ErrorKind::WrongPassphrase, says)));
        page
    });
    photographed("settings-key", &tall, &relays, &|| {
        let mut page = asked();
        page.update(account(account::Message::KeyPassphraseTyped(secret("owls"))));
        page.update(account(account::Message::KeyAsked));
        let key = secret(fixture::WORDS);
        page.answered(Want::Key, Ok(Reply::Key { form: KeyForm::Words, key }));
        page.update(account(account::Message::RevealPressed));
        page
    });
    photographed("settings-passphrase", &both(600.0, 900.0), &relays, &|| {
        let mut page = at(Pane::Account);
        page.update(account(account::Message::ChangePressed));
        let asks = page.update(account(account::Message::NewTyped(secret("grey hawks at noon"))));
        if let [Action::Wish(Wish::Measure(ticket, _))] = asks[..] {
            page.update(Message::Measured(ticket, Strength::Good));
        }
        page.update(account(account::Message::ChangeAsked));
        page
    });
    photographed("settings-blocked", &both(600.0, 1160.0), &relays, &|| {
        let mut page = at(Pane::Privacy);
        let name = "A person with a remarkably long name indeed, who never stops writing";
        let more =
            crate::model::Contact { name: name.into(), blocked: true, ..fixture::contact(9) };
        let people = fixture::people().into_iter().chain([more]).collect();
        page.answered(Want::People, Ok(Reply::Contacts(people)));
        page
    });
    photographed("settings-privacy-failed", &card[..1], &relays, &|| {
        let mut page = at(Pane::Privacy);
        page.answered(Want::People, Ok(Reply::Contacts(Vec::new())));
        page.answered(Want::Kept, Err(Error::new(ErrorKind::Store, "The disk is full.")));
        page
    });
    photographed("settings-relay-open", &card, &relays, &|| {
        let mut page = at(Pane::Network);
        page.update(network(network::Message::RowPressed(relays[1].url.clone())));
        page
    });
    let several: Vec<RelayStatus> = {
        let named =
            |url: &str, relay: RelayStatus| RelayStatus { url: url.parse().unwrap(), ..relay };
        let (own, open) = ("ws://192.168.1.4:7447", "ws://relay.example");
        let mut slow = fixture::relay(2, RelayCondition::Slow, "It answers late.");
        slow.latency_ms = Some(4_200);
        slow.round_trips = vec![700, 820, 640, 900, 1_400, 2_900, 3_600, 4_200];
        vec![
            named(own, fixture::relay(0, RelayCondition::Connected, "")),
            named(open, fixture::relay(1, RelayCondition::Connecting, "")),
            slow,
            fixture::relay(3, RelayCondition::Refused, "It wants to be paid."),
        ]
    };
    let wide = [Light::day(1280.0, 640.0), Light::day(1280.0, 640.0).night().persian()];
    photographed("settings-relays", &wide, &several, &|| at(Pane::Network));
    photographed("settings-language-open", &card, &relays, &|| {
        let mut page = at(Pane::Language);
        page.update(Message::Languages(languages::Message::Pressed));
        page
    });
    photographed("settings-relay-new", &card, &relays, &|| {
        let mut page = at(Pane::Network);
        page.update(network(network::Message::AddPressed));
        page.update(network(network::Message::AddressTyped("ws://relay.example".into())));
        page.update(network(network::Message::AddAsked));
        page
    });
    photographed("settings-relay-refused", &card[..1], &relays, &|| {
        let mut page = at(Pane::Network);
        page.update(Message::Network(network::Message::TestPressed));
        page.update(network(network::Message::AddPressed));
        page.update(network(network::Message::AddressTyped("wss://relay.example".into())));
        page.update(network(network::Message::AddAsked));
        page.answered(Want::Relay, Err(Error::input("5 inbox relays are the most.")));
        page
    });
    // A profile that travels nowhere yet.
    photographed("settings-relay-none", &card[..1], &[], &|| at(Pane::Network));
    photographed("settings-loading", &card[..1], &[], &|| {
        let (mut page, _) = State::open(around(Found::Passphrase), None);
        page.update(Message::PaneChosen(Pane::Privacy));
        page
    });
    let wide = Light::day(1280.0, 800.0);
    let doubled = [wide.doubled(), wide.night().persian().doubled()];
    photographed("settings-appearance", &doubled, &relays, &|| {
        let mut page = at(Pane::Appearance);
        page.around.appearance.percent = 200;
        page
    });
    photographed("settings-account", &doubled[..1], &relays, &|| at(Pane::Account));
}
