//! The link that others need to write to me: as words, and as a square for a camera.

use std::path::PathBuf;
use std::sync::Arc;

use iced::widget::{Column, column, container, row, text};
use iced::{Center, Fill, Size};

use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::widget::button::{self as buttons, Weight};
use super::super::widget::line::width;
use super::super::widget::qr::Qr;
use super::super::widget::{avatar, body, caption, label, style};
use super::super::{Element, font};
use crate::messenger::{Error, Me};
use crate::model::{Link, RelayAddress};

/// Widest code, logical pixels.
pub(super) const CODE: f32 = 300.0;
/// The same beside the link.
const CODE_BESIDE: f32 = 210.0;
/// Lower windows have the code beside the link, where they are wide enough for both.
const TALL: f32 = 780.0;
const WIDE: f32 = 720.0;
const NARROW: f32 = 580.0;
/// Smallest code that a telephone still reads.
const LEAST: f32 = 140.0;
/// Letters of a name that a file is named with.
const NAMED: usize = 40;

/// What is known of the link that is shown.
#[derive(Debug, Default)]
pub(crate) struct State {
    code: Option<Qr>,
    /// Nobody at another computer reaches what it names.
    only_here: bool,
    copied: bool,
    saving: bool,
    /// Where the picture lies, or why it does not.
    saved: Option<Result<PathBuf, String>>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The copy button was pressed.
    CopyPressed,
    /// The picture was asked for.
    SavePressed,
    /// It is saved, was left, or cannot be.
    Saved(Result<Option<PathBuf>, Error>),
    /// The lock was pressed.
    LockPressed,
    /// The dialog was left.
    Closed,
}

/// What the parent has to do.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Put the link in the clipboard.
    Copy,
    /// Save a picture.
    Save(Picture),
    /// Lock.
    Lock,
    /// Leave.
    Close,
}

/// A picture to be saved.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// What the file may be called.
    pub(crate) name: String,
    /// The file itself.
    pub(crate) png: Arc<Vec<u8>>,
}

impl State {
    /// The code of a link.
    pub(crate) fn of(me: &Me) -> Self {
        let hints = Link::parse(&me.link).map(|link| link.hints).unwrap_or_default();
        let only_here = !hints.is_empty() && hints.iter().all(RelayAddress::is_this_computer);
        Self { code: Qr::of(&me.link), only_here, ..Self::default() }
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message, me: &Me) -> Action {
        match message {
            Message::CopyPressed => {
                self.copied = true;
                Action::Copy
            }
            Message::SavePressed if self.saving => Action::None,
            Message::SavePressed => {
                let Some(png) = self.code.as_ref().and_then(Qr::png) else { return Action::None };
                self.saving = true;
                self.saved = None;
                Action::Save(Picture { name: file_name(&me.name), png: Arc::new(png) })
            }
            Message::Saved(saved) => {
                self.saving = false;
                self.saved = saved.map_err(|error| error.sentence).transpose();
                Action::None
            }
            Message::LockPressed => Action::Lock,
            Message::Closed => Action::Close,
        }
    }
}

/// A name for the file that every file system takes.
fn file_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(NAMED).collect();
    match plain.trim_matches('-') {
        "" => "hushwing.png".to_owned(),
        name => format!("hushwing-{name}.png"),
    }
}

/// The dialog's content.
/// In a window of this size: in a low one the code stands beside the link, so that nothing needs to
/// be scrolled for.
pub(crate) fn view<'a>(
    state: &'a State,
    me: &'a Me,
    t: Tokens,
    window: Size,
) -> Column<'a, Message> {
    let low = window.height < TALL;
    let beside = low && window.width >= WIDE;
    let content: Element<'_, Message> = if beside {
        let code = state.code.as_ref().map(|code| code.view(CODE_BESIDE));
        row![].push(code).push(address(state, me, Weight::Primary, t)).spacing(20).into()
    } else {
        // What stands around the code; narrow, the words are longer.
        let rest = if window.width < NARROW { 620.0 } else { 480.0 };
        content(state, me, (window.height - rest).clamp(LEAST, CODE), Weight::Primary, t).into()
    };
    let head = row![
        avatar::person(&me.name, &me.account, 44.0),
        column![
            label(me.name.as_str(), theme::HEADING, font::STRONG, t.ink_1),
            caption(say!("my-link"), t.ink_2),
        ],
    ]
    .spacing(12)
    .align_y(Center);
    column![
        head,
        body(say!("my-link-hint"), t.ink_2),
        content,
        row![
            row![
                Icon::Lock.view(16.0, t.accent),
                buttons::text(say!("lock-now"), Weight::Ghost, t, Some(Message::LockPressed)),
            ]
            .align_y(Center)
            .width(Fill),
            buttons::text(say!("close"), Weight::Secondary, t, Some(Message::Closed)),
        ]
        .spacing(8)
        .align_y(Center),
    ]
    .spacing(16)
    .width(if beside { 592 } else { 460 })
}

/// The code, `size` wide at most, the link, and what can be done with them; `copy` is how much the
/// first button weighs.
pub(crate) fn content<'a>(
    state: &'a State,
    me: &'a Me,
    size: f32,
    copy: Weight,
    t: Tokens,
) -> Column<'a, Message> {
    let code = state.code.as_ref().map(|code| container(code.view(size)).center_x(Fill));
    column![].push(code).push(address(state, me, copy, t)).spacing(16)
}

/// The link, and what can be done with both.
fn address<'a>(state: &'a State, me: &'a Me, copy: Weight, t: Tokens) -> Column<'a, Message> {
    let link = container(
        label(me.link.as_str(), theme::CAPTION, font::TEXT, t.ink_1)
            .wrapping(text::Wrapping::Glyph),
    )
    .padding(12)
    .width(Fill)
    .style(move |_| style::inset(t, 10.0));
    let says = if state.copied { say!("copied") } else { say!("copy-link") };
    // As wide before as after, so that nothing moves under the pointer.
    let widest =
        [say!("copied"), say!("copy-link")].map(|says| width(says, theme::BODY, font::STRONG));
    let widest = widest.into_iter().fold(0.0, f32::max).ceil() + 38.0;
    let save = (state.code.is_some() && !state.saving).then_some(Message::SavePressed);
    let buttons = row![
        buttons::text(says, copy, t, Some(Message::CopyPressed)).width(widest),
        buttons::text(say!("save-picture"), Weight::Secondary, t, save),
    ]
    .spacing(8)
    .wrap()
    .vertical_spacing(8);
    let only_here = state.only_here.then(|| only_here(t));
    column![link].push(only_here).push(buttons).push(saved(state, t)).spacing(16)
}

/// A warning: this address is of no use to anybody else.
pub(crate) fn only_here<'a, Message: 'a>(t: Tokens) -> Element<'a, Message> {
    let says = row![
        Icon::Alert.view(18.0, t.warn),
        label(say!("only-here"), theme::SMALL, font::TEXT, t.warn).width(Fill),
    ];
    container(says.spacing(10).align_y(Center))
        .padding([8, 12])
        .style(move |_| style::rounded(t.warn_soft, 10))
        .into()
}

/// Where the picture went.
fn saved<'a>(state: &State, t: Tokens) -> Option<Element<'a, Message>> {
    let (says, ink) = match state.saved.as_ref()? {
        Ok(path) => (say!("picture-saved", path = path.display().to_string()), t.ink_2),
        Err(why) => (why.clone(), t.danger),
    };
    Some(caption(says, ink).wrapping(text::Wrapping::WordOrGlyph).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::app::testing::{clicked, simulate, simulate_in, tokens};
    use crate::app::widget::modal;

    const WINDOW: Size = Size::new(1280.0, 800.0);

    #[test]
    fn the_link_is_copied_and_says_so() {
        let me = fixture::me();
        let mut state = State::of(&me);
        let pressed = clicked(view(&state, &me, tokens(), WINDOW), say!("copy-link"));
        assert!(matches!(&pressed[..], [Message::CopyPressed]));
        assert!(matches!(state.update(Message::CopyPressed, &me), Action::Copy));
        assert!(simulate(view(&state, &me, tokens(), WINDOW)).find(say!("copied")).is_ok());
    }

    #[test]
    fn a_window_of_six_hundred_shows_all_of_it() {
        let me = fixture::me();
        let state = State::of(&me);
        for window in [Size::new(720.0, 600.0), Size::new(1280.0, 600.0), Size::new(480.0, 800.0)] {
            let dialog = Some(view(&state, &me, tokens(), window));
            let page = modal(style::gap(Fill, Fill), dialog, Message::Closed, tokens());
            let mut ui = simulate_in(page, window);
            // Over the edge of what is scrolled, nothing is found at its place.
            let last = ui.find(say!("close")).unwrap().bounds();
            assert!(last.y + last.height <= window.height - 16.0, "{window:?}: {last:?}");
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_else_says_so() {
        let mut me = fixture::me();
        let warns = |me: &Me| {
            let state = State::of(me);
            simulate(view(&state, me, tokens(), WINDOW)).find(say!("only-here")).is_ok()
        };
        let account = me.account;
        let link = |relays: &[&str]| {
            let hints = relays.iter().map(|url| url.parse().unwrap()).collect();
            Link { account, hints, name: None }.write()
        };
        me.link = link(&["ws://127.0.0.1:7447"]);
        assert!(warns(&me));
        me.link = link(&["ws://127.0.0.1:7447", "ws://192.168.1.4:7447"]);
        assert!(!warns(&me));
        me.link = link(&["wss://relay.example"]);
        assert!(!warns(&me));
    }

    #[test]
    fn a_picture_is_saved_once_and_its_place_is_said() {
        let me = fixture::me();
        let mut state = State::of(&me);
        let Action::Save(picture) = state.update(Message::SavePressed, &me) else {
            panic!("not saved")
        };
        assert_eq!(picture.name, "hushwing-Lena-Brandt.png");
        assert!(picture.png.starts_with(b"\x89PNG"));
        assert!(matches!(state.update(Message::SavePressed, &me), Action::None));
        let place = PathBuf::from("/home/lena/Pictures/hushwing-Lena-Brandt.png");
        state.update(Message::Saved(Ok(Some(place.clone()))), &me);
        let says = say!("picture-saved", path = place.display().to_string());
        assert!(simulate(view(&state, &me, tokens(), WINDOW)).find(says.as_str()).is_ok());
        // The dialog was left: nothing is said.
        state.update(Message::Saved(Ok(None)), &me);
        assert!(state.saved.is_none());
    }

    #[test]
    fn a_file_is_named_with_what_every_disk_takes() {
        assert_eq!(file_name("../../etc/passwd"), "hushwing-etc-passwd.png");
        assert_eq!(file_name("🦉"), "hushwing.png");
        assert_eq!(file_name("Надя"), "hushwing-Надя.png");
        assert!(file_name(&"x".repeat(500)).len() < 60);
    }
}
