//! Lena and Nadia compare.

use iced::keyboard::key::Named;
use iced::{Point, mouse};
use iced_test::Simulator;

use super::*;
use crate::app::fixture::{self, person};
use crate::app::language::{self, Language};
use crate::app::testing::{Held, clicked, simulate_in, tokens};
use crate::messenger::{ErrorKind, Verified};
use crate::model::{ChatKind, SecretChat, WhyOver};
use iced::Size;

const WINDOW: Size = Size::new(1280.0, 1000.0);

/// A secret chat that stands, whose device nobody has compared.
pub(crate) fn chat(device: Option<Standing>, words: SpokenWords) -> Chat {
    let secret = SecretChat {
        reason: None,
        stage: SecretStage::Standing,
        why: WhyOver::NotOver,
        device,
        held: false,
        timer_secs: 0,
        rival: false,
        lapses_at: None,
        missing: 0,
        lost: 0,
        words,
    };
    let chat = fixture::chat(1, ChatKind::Secret, "Nadia");
    Chat { secret: Some(Box::new(secret)), ..chat }
}

/// The code of one device, as the messenger gives it, and that of the other one.
fn codes() -> [Vec<u8>; 2] {
    let half = |byte: u8| (0..32).map(|at| byte ^ (at * 7)).collect::<Vec<u8>>();
    let code = |first: &[u8], second: &[u8]| {
        let field = |number: u8, half: &[u8]| [&[number, 34, 0x0a, 32], half].concat();
        [vec![8, 2], field(0x12, first), field(0x1a, second)].concat()
    };
    let (mine, theirs) = (half(0xA5), half(0xFF));
    [code(&mine, &theirs), code(&theirs, &mine)]
}

pub(crate) fn number(verified: bool) -> SafetyNumber {
    use base64::Engine as _;
    let picture = hex::decode("5b1f0c9a77e2d4416a0fb3c8219de55408e37ab1f26c90dd143b8fe0527aa61c");
    SafetyNumber {
        digits: "48213 90577 16642 73058 25914 60381 87426 03195 54870 19263 76041 38529".into(),
        qr: base64::engine::general_purpose::STANDARD.encode(&codes()[0]),
        picture: hex::encode(picture.unwrap()),
        verified,
        state: crate::model::ChatState::Open,
    }
}

/// The dialog with its number.
pub(crate) fn shown(chat: Chat) -> State {
    let verified = chat.secret.as_ref().unwrap().device == Some(Standing::Compared);
    let (mut state, first) = State::open(chat, Some(person(0)));
    assert!(matches!(first, Action::Ask(Want::Number, Command::SafetyNumber { .. })));
    state.answered(Want::Number, Ok(Reply::SafetyNumber(number(verified))));
    state
}

fn fresh() -> State {
    shown(chat(Some(Standing::NotCompared), SpokenWords::None))
}

fn screen(state: &State) -> Simulator<'_, Message> {
    simulate_in(view(state, tokens(), WINDOW), WINDOW)
}

fn says(state: &State, words: &str) -> bool {
    screen(state).find(words).is_ok()
}

fn press(state: &mut State, words: &str) -> Action {
    let messages = clicked(view(state, tokens(), WINDOW), words);
    let [message] = &messages[..] else { panic!("{words}: {messages:?}") };
    let message = message.clone();
    state.update(message)
}

fn verdict(action: &Action) -> Option<&Verdict> {
    match action {
        Action::Ask(_, Command::Verify { verdict, .. }) => Some(verdict),
        _ => None,
    }
}

fn read(state: &mut State, code: Vec<u8>) -> Action {
    state.update(Message::ScanPressed);
    assert!(matches!(state.update(Message::ChoosePressed), Action::Choose));
    state.update(Message::CodeRead(Ok(Some(code))))
}

#[test]
fn they_match_is_one_press_and_can_be_taken_back() {
    let mut state = fresh();
    assert!(says(&state, say!("verify-warning")));
    let asked = press(&mut state, say!("verify-match"));
    assert_eq!(verdict(&asked), Some(&Verdict::Match));
    // While it is on its way nothing else can be said.
    assert!(matches!(state.update(Message::MatchPressed), Action::None));
    state.answered(Want::Verdict, Ok(Reply::Verified(Verified { verified: true })));
    assert!(says(&state, &say!("verify-compared", name = "Nadia")));
    assert!(!says(&state, say!("verify-match")));
    let asked = press(&mut state, say!("verify-revoke"));
    assert_eq!(verdict(&asked), Some(&Verdict::Revoke));
    state.answered(Want::Verdict, Ok(Reply::Verified(Verified { verified: false })));
    assert!(says(&state, say!("verify-match")));
}

#[test]
fn they_differ_says_what_follows_before_anything_does() {
    let mut state = fresh();
    let asked = press(&mut state, say!("verify-differ"));
    assert!(matches!(asked, Action::Focus(HARMLESS)), "nothing is sent yet");
    assert!(says(&state, &say!("verify-differ-then", name = "Nadia")));
    assert!(says(&state, &say!("verify-do-nothing", name = "Nadia")));
    // Back, by the button and by Esc.
    press(&mut state, say!("verify-back"));
    assert!(says(&state, say!("verify-digits")));
    state.update(Message::DifferPressed);
    assert!(state.escape() && says(&state, say!("verify-digits")));
    assert!(!state.escape(), "the dialog is left");
    state.update(Message::DifferPressed);
    let asked = press(&mut state, say!("verify-differ-end"));
    assert_eq!(verdict(&asked), Some(&Verdict::Differ));
    state.answered(Want::Ending, Ok(Reply::Verified(Verified { verified: false })));
    assert!(says(&state, say!("verify-over-title")));
    assert!(says(&state, &say!("verify-do-ask", name = "Nadia")));
}

#[test]
fn no_key_alone_gives_a_verdict() {
    let state = fresh();
    let mut window = Held::default();
    let page = || view(&state, tokens(), WINDOW);
    assert!(window.keys(page(), &[Named::Enter, Named::Space]).is_empty());
    // The keyboard comes to all of it, and first to what does no harm.
    let mut reached = Vec::new();
    for _ in 0..7 {
        window.tab(page(), false);
        reached.extend(window.keys(page(), &[Named::Enter]));
    }
    use Message::*;
    assert!(
        matches!(
            reached[..],
            [Closed, ScanPressed, CopyPressed, WordsPressed, Closed, DifferPressed, MatchPressed]
        ),
        "{reached:?}"
    );
}

#[test]
fn the_code_of_the_other_device_verifies_it() {
    let mut state = fresh();
    let [_, theirs] = codes();
    let asked = read(&mut state, theirs.clone());
    assert_eq!(verdict(&asked), Some(&Verdict::scanned(&theirs)));
    state.answered(Want::Verdict, Ok(Reply::Verified(Verified { verified: true })));
    assert!(says(&state, say!("verify-code-same")));
    // Once more, it is said and nothing has to be done.
    assert!(matches!(read(&mut state, theirs), Action::None));
}

#[test]
fn a_code_with_any_other_byte_differs_and_ends_nothing_by_itself() {
    let [_, theirs] = codes();
    for at in [6, 30, 37, 42, 73] {
        let mut state = fresh();
        let mut tampered = theirs.clone();
        tampered[at] ^= 1;
        assert!(matches!(read(&mut state, tampered), Action::Focus(HARMLESS)), "byte {at}");
        assert!(says(&state, say!("verify-code-title")), "byte {at}");
        press(&mut state, say!("verify-back"));
        assert!(says(&state, say!("verify-code-differs")));
        assert!(says(&state, say!("verify-match")), "the person may look again");
    }
}

#[test]
fn what_is_no_code_of_theirs_is_said() {
    let mut state = fresh();
    let [own, theirs] = codes();
    read(&mut state, own);
    assert!(says(&state, &say!("verify-code-own", name = "Nadia")));
    let mut cut = theirs.clone();
    cut.pop();
    for other in [b"hushwing:npub1".to_vec(), Vec::new(), vec![0xFF; 2_000], cut] {
        assert!(matches!(read(&mut state, other), Action::None));
        assert!(says(&state, say!("verify-code-other")));
    }
    state.update(Message::PastePressed);
    state.update(Message::CodeRead(Err(Unreadable::NothingCopied)));
    assert!(says(&state, say!("code-nothing-copied")));
    // Nothing was chosen, and nothing is said.
    state.update(Message::ChoosePressed);
    assert!(matches!(state.update(Message::CodeRead(Ok(None))), Action::None));
    assert!(state.found.is_none());
    // A picture that nobody waits for any more.
    assert!(matches!(state.update(Message::CodeRead(Ok(Some(theirs)))), Action::None));
    assert!(state.found.is_none());
}

#[test]
fn the_digits_are_copied_for_a_minute() {
    let mut state = fresh();
    let copied = press(&mut state, say!("copy"));
    let Action::Copy(digits) = copied else { panic!("{copied:?}") };
    assert_eq!(digits.expose(), number(false).digits);
    assert!(says(&state, say!("copied-for-a-minute")));
}

#[test]
fn selected_digits_are_copied_for_a_minute_too_and_as_they_are_written() {
    let mut state = fresh();
    let digits = state.number.as_ref().unwrap().digits[0].clone();
    let messages: Vec<Message> = {
        let mut ui = screen(&state);
        let at = ui.find(digits.as_str()).unwrap().bounds();
        let (from, to) = (
            Point::new(at.x + 1.0, at.y + 10.0),
            Point::new(at.x + at.width - 1.0, at.y + at.height - 10.0),
        );
        let left = mouse::Button::Left;
        ui.point_at(from);
        let moved = |position| iced::Event::Mouse(mouse::Event::CursorMoved { position });
        ui.simulate([moved(from), iced::Event::Mouse(mouse::Event::ButtonPressed(left))]);
        ui.point_at(to);
        ui.simulate([moved(to), iced::Event::Mouse(mouse::Event::ButtonReleased(left))]);
        ui.simulate([crate::app::testing::key_pressed(
            iced::keyboard::Key::Character("c".into()),
            iced::keyboard::Modifiers::COMMAND,
        )]);
        ui.into_messages().collect()
    };
    let [message @ Message::DigitsCopied(_)] = &messages[..] else { panic!("{messages:?}") };
    let message = message.clone();
    let Action::Copy(copied) = state.update(message) else { panic!("not copied") };
    assert_eq!(copied.expose(), number(false).digits);
}

#[test]
fn the_two_people_never_say_the_same_words() {
    let words = SpokenWords::Words(["harbour", "lantern", "thimble", "frost"].map(str::to_owned));
    let row = chat(Some(Standing::NotCompared), words);
    let (here, _) = State::open(row.clone(), Some(person(0)));
    let there = Chat { contact: Some(person(0)), ..row };
    let (there, _) = State::open(there, Some(person(1)));
    let mut turns = [here.turn(), there.turn()];
    turns.sort_by_key(|turn| *turn == Turn::Second);
    assert_eq!(turns, [Turn::First, Turn::Second]);
}

#[test]
fn words_go_from_asking_to_four_of_them() {
    let mut state = fresh();
    let spoken = |state: &mut State, words| {
        state.told(&chat(Some(Standing::NotCompared), words));
    };
    let asked = press(&mut state, say!("verify-words-show"));
    assert!(matches!(asked, Action::Ask(Want::Words, Command::SpeakWords { .. })));
    spoken(&mut state, SpokenWords::Begun);
    assert!(says(&state, &say!("verify-words-begun", name = "Nadia")));
    let asked = press(&mut state, say!("cancel"));
    assert!(matches!(asked, Action::Ask(Want::Words, Command::StopWords { .. })));
    spoken(&mut state, SpokenWords::Asked);
    assert!(says(&state, &say!("verify-words-asked", name = "Nadia")));
    let asked = press(&mut state, say!("verify-words-agree"));
    assert!(matches!(asked, Action::Ask(Want::Words, Command::SpeakWords { .. })));
    spoken(&mut state, SpokenWords::Running);
    assert!(says(&state, say!("verify-words-running")));
    let words = ["harbour", "lantern", "thimble", "frost"];
    spoken(&mut state, SpokenWords::Words(words.map(str::to_owned)));
    for word in words {
        assert!(says(&state, word));
    }
    spoken(&mut state, SpokenWords::Stopped);
    assert!(says(&state, &say!("verify-words-stopped", name = "Nadia")));
    assert!(matches!(press(&mut state, say!("verify-words-again")), Action::Ask(Want::Words, _)));
}

#[test]
fn where_nothing_can_be_sent_no_words_are_offered() {
    let mut held = chat(Some(Standing::NotCompared), SpokenWords::None);
    held.secret.as_mut().unwrap().held = true;
    let state = shown(held);
    assert!(says(&state, say!("verify-words-closed")) && !says(&state, say!("verify-words-show")));
}

#[test]
fn before_the_device_answered_there_is_a_sentence_and_then_the_number() {
    let (mut state, first) = State::open(chat(None, SpokenWords::None), None);
    assert!(matches!(first, Action::None));
    assert!(says(&state, &say!("verify-not-yet", name = "Nadia")));
    let answered = chat(Some(Standing::NotCompared), SpokenWords::None);
    assert!(matches!(state.told(&answered), Action::Ask(Want::Number, _)));
    assert!(says(&state, say!("loading")));
    // Once is enough.
    assert!(matches!(state.told(&answered), Action::None));
    let error = Error::new(ErrorKind::Store, "the disk is full");
    state.answered(Want::Number, Err(error));
    assert!(says(&state, "The disk is full."));
    assert!(matches!(state.told(&answered), Action::Ask(Want::Number, _)), "tried again");
}

#[test]
fn what_could_not_be_said_is_said_and_can_be_tried_again() {
    let mut state = fresh();
    state.update(Message::MatchPressed);
    state.answered(Want::Verdict, Err(Error::new(ErrorKind::Store, "the disk is full")));
    assert!(says(&state, "The disk is full."));
    let again = press(&mut state, say!("verify-match"));
    assert_eq!(verdict(&again), Some(&Verdict::Match));
}

#[test]
fn a_verdict_that_fell_elsewhere_is_seen() {
    let mut state = fresh();
    state.told(&chat(Some(Standing::Compared), SpokenWords::None));
    assert!(says(&state, &say!("verify-compared", name = "Nadia")));
    state.told(&chat(Some(Standing::Differs), SpokenWords::None));
    assert!(says(&state, &say!("verify-differed", name = "Nadia")));
}

#[test]
fn the_digits_are_the_same_in_every_language() {
    let digits = fresh().number.unwrap().digits.swap_remove(0);
    for language in Language::ALL {
        language::speak(language);
        assert!(says(&fresh(), &digits), "{language:?}");
    }
    language::speak(Language::English);
}
