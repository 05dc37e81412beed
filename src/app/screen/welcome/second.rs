//! The second step of a first run: the link to give away. Where an account was restored, how far
//! its messages are comes first.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::super::super::icon::Icon;
use super::super::super::theme::Tokens;
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::{body, caption, style};
use super::super::super::{Element, font};
use super::super::my_link::{self, Picture};
use super::frame;
use crate::messenger::{Me, Progress};

/// Where an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was made here.
    New,
    /// It was brought here.
    Restored,
}

/// What the step knows.
#[derive(Debug)]
pub(crate) struct Second {
    origin: Origin,
    progress: Progress,
    /// Once it is known who one is.
    link: Option<my_link::State>,
    /// The link that it shows.
    shown: String,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// With the link.
    Link(my_link::Message),
    /// The words shall be written down now.
    WordsPressed,
    /// Enter, or the button.
    ContinuePressed,
}

/// What the parent has to do.
#[derive(Debug)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Put the link in the clipboard.
    Copy,
    /// Save a picture.
    Save(Picture),
    /// Go on to where the words are shown.
    Words,
    /// Go on to the chats.
    Done,
}

impl Second {
    /// The step of an account.
    pub(crate) fn new(origin: Origin) -> Self {
        Self { origin, progress: Progress::default(), link: None, shown: String::new() }
    }

    /// It is known who one is, and by which link.
    pub(crate) fn known(&mut self, me: &Me) {
        if self.shown != me.link {
            self.shown.clone_from(&me.link);
            self.link = Some(my_link::State::of(me));
        }
    }

    /// Messages of a restored account may still be on their way.
    pub(crate) fn is_arriving(&self) -> bool {
        self.origin == Origin::Restored && !self.progress.caught_up
    }

    /// So far are they.
    pub(crate) fn progressed(&mut self, progress: Progress) {
        self.progress = progress;
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message, me: &Me) -> Action {
        match message {
            Message::ContinuePressed => Action::Done,
            Message::WordsPressed => Action::Words,
            Message::Link(message) => {
                let Some(link) = &mut self.link else { return Action::None };
                match link.update(message, me) {
                    my_link::Action::Copy => Action::Copy,
                    my_link::Action::Save(picture) => Action::Save(picture),
                    my_link::Action::None | my_link::Action::Lock | my_link::Action::Close => {
                        Action::None
                    }
                }
            }
        }
    }
}

/// The step in a window of this width.
pub(crate) fn view<'a>(
    second: &'a Second,
    me: Option<&'a Me>,
    t: Tokens,
    width: f32,
) -> Element<'a, Message> {
    let (title, hint) = match second.origin {
        Origin::New => (say!("second-title"), say!("second-hint")),
        Origin::Restored => (say!("restore-title"), say!("second-restored-hint")),
    };
    let arriving = (second.origin == Origin::Restored).then(|| arriving(second, t));
    let link = second.link.as_ref().zip(me).map(|(link, me)| {
        let content = my_link::content(link, me, my_link::CODE, Weight::Secondary, t);
        let content: Element<'_, my_link::Message> = content.into();
        container(content.map(Message::Link)).max_width(480)
    });
    // Whoever brought an account here has its words.
    let words = (second.origin == Origin::New).then(|| {
        let press = Some(Message::WordsPressed);
        column![
            caption(say!("second-words-hint"), t.ink_2),
            Element::from(buttons::small(say!("second-words"), Weight::Ghost, t, press)),
        ]
        .spacing(4)
    });
    let go =
        buttons::text(say!("open-hushwing"), Weight::Primary, t, Some(Message::ContinuePressed));
    let form = column![frame::titled(frame::steps(2, t), title, hint, t)]
        .push(arriving)
        .push(link)
        .push(words)
        .spacing(24);
    frame::framed::<2, _>(form, container(go).align_right(Fill), t, width)
}

/// How far the messages of a restored account are.
fn arriving<'a>(second: &Second, t: Tokens) -> Element<'a, Message> {
    let count = second.progress.received;
    let (icon, says, hint) = if second.is_arriving() {
        (Icon::Rotate, say!("arriving", count = count), say!("arriving-hint"))
    } else {
        (Icon::CircleCheck, say!("arrived", count = count), say!("arrived-hint"))
    };
    let line = row![
        icon.view(20.0, t.accent),
        column![body(says, t.ink_1).font(font::STRONG), caption(hint, t.ink_2)].spacing(2),
    ]
    .spacing(14)
    .align_y(Center);
    container(line).padding(16).width(Fill).style(move |_| style::rounded(t.accent_soft, 14)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::app::testing::{clicked, simulate, tokens};

    fn known(origin: Origin) -> Second {
        let mut second = Second::new(origin);
        second.known(&fixture::me());
        second
    }

    #[test]
    fn a_new_account_shows_its_link_and_goes_on() {
        let (second, me) = (known(Origin::New), fixture::me());
        assert!(!second.is_arriving());
        let mut ui = simulate(view(&second, Some(&me), tokens(), 1280.0));
        assert!(ui.find(me.link.as_str()).is_ok());
        drop(ui);
        let pressed = clicked(view(&second, Some(&me), tokens(), 1280.0), say!("open-hushwing"));
        assert!(matches!(&pressed[..], [Message::ContinuePressed]));
    }

    #[test]
    fn the_words_can_be_written_down_now_or_later() {
        let (mut second, me) = (known(Origin::New), fixture::me());
        let pressed = clicked(view(&second, Some(&me), tokens(), 1280.0), say!("second-words"));
        let [pressed] = &pressed[..] else { panic!("{pressed:?}") };
        assert!(matches!(second.update(pressed.clone(), &me), Action::Words));
        // Whoever brought an account here has them.
        let second = known(Origin::Restored);
        let mut ui = simulate(view(&second, Some(&me), tokens(), 1280.0));
        assert!(ui.find(say!("second-words")).is_err());
    }

    #[test]
    fn a_restored_one_counts_its_messages_until_all_are_here() {
        let (mut second, me) = (known(Origin::Restored), fixture::me());
        second.progressed(Progress { received: 42, caught_up: false });
        assert!(second.is_arriving());
        let mut ui = simulate(view(&second, Some(&me), tokens(), 1280.0));
        assert!(ui.find(say!("arriving", count = 42).as_str()).is_ok());
        drop(ui);
        second.progressed(Progress { received: 57, caught_up: true });
        assert!(!second.is_arriving());
        let mut ui = simulate(view(&second, Some(&me), tokens(), 1280.0));
        assert!(ui.find(say!("arrived", count = 57).as_str()).is_ok());
    }
}
