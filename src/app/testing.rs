//! What the tests of the screens share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable, focusable};
use iced::advanced::widget::{Id, Operation};
use iced::advanced::{clipboard, mouse};
use iced::keyboard::key::{Code, Named, NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers};
use iced::{Event, Rectangle, Settings, Size, Vector, window};
use iced_test::Simulator;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use proptest::test_runner::Config as ProptestConfig;

use super::calendar::Calendar;
use super::theme::{Accent, Mode, Tokens};
use super::{Element, fixture, font};

/// So many cases of a property of which each costs much; `PROPTEST_CASES` asks for more.
pub(crate) fn cases(few: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if is_asked { asked.cases } else { few }, ..asked }
}

/// Light, normal.
pub(crate) fn tokens() -> Tokens {
    Tokens::of(Mode::Light, Accent::Normal)
}

/// The evening of the fixtures, in Greenwich.
pub(crate) fn calendar() -> Calendar {
    Calendar::at(fixture::NOW, jiff::tz::TimeZone::UTC)
}

/// Shows something in a window of the usual size.
pub(crate) fn simulate<'a, Message>(
    view: impl Into<Element<'a, Message>>,
) -> Simulator<'a, Message> {
    simulate_in(view, Size::new(1280.0, 1000.0))
}

/// Shows something in a window of this size.
pub(crate) fn simulate_in<'a, Message>(
    view: impl Into<Element<'a, Message>>,
    size: Size,
) -> Simulator<'a, Message> {
    let settings = Settings {
        fonts: font::FILES.into_iter().map(Into::into).collect(),
        default_font: font::TEXT,
        ..Settings::default()
    };
    Simulator::with_size(settings, size, view)
}

/// The messages of one click on a text.
pub(crate) fn clicked<'a, Message>(
    view: impl Into<Element<'a, Message>>,
    words: &str,
) -> Vec<Message> {
    let mut ui = simulate(view);
    ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    ui.into_messages().collect()
}

/// The messages of typing into a field, with Enter at the end if so wished.
pub(crate) fn typed<'a, Message>(
    view: impl Into<Element<'a, Message>>,
    field: &'static str,
    words: &str,
    enter: bool,
) -> Vec<Message> {
    let mut ui = simulate(view);
    ui.click(Id::new(field)).unwrap_or_else(|error| panic!("{field}: {error}"));
    ui.typewrite(words);
    if enter {
        ui.tap_key(Named::Enter);
    }
    ui.into_messages().collect()
}

/// A key that was pressed.
pub(crate) fn key_pressed(key: impl Into<Key>, modifiers: Modifiers) -> Event {
    let key = key.into();
    let physical_key = match &key {
        Key::Character(c) if c == "c" => Physical::Code(Code::KeyC),
        Key::Character(c) if c == "r" => Physical::Code(Code::KeyR),
        _ => Physical::Unidentified(NativeCode::Unidentified),
    };
    let text = match &key {
        Key::Character(c) => Some(c.clone()),
        _ => None,
    };
    Event::Keyboard(keyboard::Event::KeyPressed {
        key: key.clone(),
        modified_key: key,
        physical_key,
        location: Location::Standard,
        modifiers,
        text,
        repeat: false,
    })
}

/// Looks whether something is in sight.
struct Sight {
    id: Id,
    next: Option<(Rectangle, Vector)>,
    within: Vec<(Rectangle, Vector)>,
    seen: Arc<AtomicBool>,
}

impl Operation for Sight {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let entered = self.next.take();
        self.within.extend(entered);
        operate(self);
        if entered.is_some() {
            self.within.pop();
        }
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        view: Rectangle,
        _content: Rectangle,
        by: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.next = Some((view, by));
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, _state: &mut dyn Focusable) {
        if id == Some(&self.id)
            && let Some((view, by)) = self.within.last()
        {
            self.seen.store((bounds - *by).is_within(view), Ordering::Relaxed);
        }
    }
}

/// A window that goes on from view to view as the real one does: what has the keyboard has it
/// still in the next.
pub(crate) struct Held {
    cache: Cache,
    renderer: iced::Renderer,
    size: Size,
}

impl Default for Held {
    fn default() -> Self {
        use iced::advanced::renderer::Headless;
        // The simulator loads the fonts.
        drop(simulate(Element::<()>::from(iced::widget::text(""))));
        let renderer = iced::Renderer::new(font::TEXT, 16.0.into(), Some("tiny-skia"));
        let renderer = futures_util::FutureExt::now_or_never(renderer).flatten();
        let renderer = renderer.expect("a renderer without a screen");
        Self { cache: Cache::default(), renderer, size: Size::new(1280.0, 1000.0) }
    }
}

impl Held {
    /// A window of this size.
    pub(crate) fn sized(width: f32, height: f32) -> Self {
        Self { size: Size::new(width, height), ..Self::default() }
    }

    /// Whether something that the keyboard can reach is seen whole, as everything is scrolled now.
    pub(crate) fn in_sight<'a, M: 'a>(
        &mut self,
        view: impl Into<Element<'a, M>>,
        id: &'static str,
    ) -> bool {
        let seen = Arc::new(AtomicBool::new(false));
        let (id, window) = (Id::new(id), Rectangle::with_size(self.size));
        let within = vec![(window, Vector::ZERO)];
        self.operate(view, Sight { id, next: None, within, seen: seen.clone() });
        seen.load(Ordering::Relaxed)
    }

    fn with<'a, M: 'a, T>(
        &mut self,
        view: impl Into<Element<'a, M>>,
        act: impl FnOnce(
            &mut UserInterface<'_, M, iced::Theme, iced::Renderer>,
            &mut iced::Renderer,
        ) -> T,
    ) -> T {
        let cache = std::mem::take(&mut self.cache);
        let mut ui = UserInterface::build(view, self.size, cache, &mut self.renderer);
        let done = act(&mut ui, &mut self.renderer);
        self.cache = ui.into_cache();
        done
    }

    /// Does something to the whole window.
    pub(crate) fn operate<'a, M: 'a>(
        &mut self,
        view: impl Into<Element<'a, M>>,
        operation: impl Operation + 'static,
    ) {
        self.with(view, |ui, renderer| {
            let mut operation: Box<dyn Operation> = Box::new(operation);
            loop {
                ui.operate(renderer, operation.as_mut());
                match operation.finish() {
                    Outcome::Chain(next) => operation = next,
                    Outcome::None | Outcome::Some(()) => return,
                }
            }
        });
    }

    /// Tab, or with Shift, as the window understands it.
    pub(crate) fn tab<'a, M: 'a>(&mut self, view: impl Into<Element<'a, M>>, back: bool) {
        if back {
            self.operate(view, focusable::focus_previous());
        } else {
            self.operate(view, focusable::focus_next());
        }
    }

    /// Gives the keyboard to what has this name.
    pub(crate) fn focus<'a, M: 'a>(&mut self, view: impl Into<Element<'a, M>>, id: &'static str) {
        self.operate(view, focusable::focus(Id::new(id)));
    }

    /// These happen, and a frame after each: what is said then.
    pub(crate) fn events<'a, M: 'a>(
        &mut self,
        view: impl Into<Element<'a, M>>,
        events: impl IntoIterator<Item = Event>,
    ) -> Vec<M> {
        self.with(view, |ui, renderer| {
            let (nowhere, mut said) = (mouse::Cursor::Unavailable, Vec::new());
            for event in events {
                let frame = window::Event::RedrawRequested(iced::time::Instant::now());
                for event in [event, Event::Window(frame)] {
                    let null = &mut clipboard::Null;
                    let _ = ui.update(&[event], nowhere, renderer, null, &mut said);
                }
            }
            said
        })
    }

    /// Only a frame passes.
    pub(crate) fn frame<'a, M: 'a>(&mut self, view: impl Into<Element<'a, M>>) -> Vec<M> {
        let frame = window::Event::RedrawRequested(iced::time::Instant::now());
        self.events(view, [Event::Window(frame)])
    }

    /// These keys are pressed.
    pub(crate) fn keys<'a, M: 'a>(
        &mut self,
        view: impl Into<Element<'a, M>>,
        keys: &[Named],
    ) -> Vec<M> {
        let press = |key: &Named| key_pressed(Key::Named(*key), Modifiers::empty());
        self.events(view, keys.iter().map(press))
    }
}
