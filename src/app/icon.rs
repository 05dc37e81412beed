//! The icons, as parts of the program. They are black outlines, tinted where they are used.

use iced::Color;
use iced::widget::svg::{self, Svg};

use super::direction::is_rtl;
use super::theme::{Mode, Tokens};

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {
        /// A monochrome icon from `assets/icons`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Icon { $(#[doc = $file] $name),* }

        impl Icon {
            fn bytes(self) -> &'static [u8] {
                match self {
                    $(Self::$name => include_bytes!(concat!("../../assets/icons/", $file, ".svg"))),*
                }
            }
        }
    };
}

icons! {
    Activity = "activity", Alert = "alert", Back = "back", Ban = "ban", Bell = "bell",
    BellOff = "belloff", Bookmark = "bookmark", Check = "check", CircleCheck = "circlecheck",
    Compose = "compose", Copy = "copy", Down = "down", Eye = "eye", EyeOff = "eyeoff",
    Flame = "flame", Forward = "forward", Globe = "globe", Inbox = "inbox", Info = "info", Key = "key",
    Language = "lang", Laptop = "laptop", Link = "link", Lock = "lock", Menu = "menu",
    More = "more", Palette = "palette", Panel = "panel", PanelMirrored = "panel-mirrored", Pause = "pause", Pencil = "pencil", Pin = "pin",
    PinOff = "pinoff", Plus = "plus", Power = "power", Reply = "reply",
    ReplyMirrored = "reply-mirrored", Rotate = "rotate", Search = "search", Send = "send",
    Scan = "scan", SendMirrored = "send-mirrored", Server = "server", Settings = "settings", Shield = "shield",
    ShieldAlert = "shieldalert", ShieldCheck = "shieldcheck", ShieldQuestion = "shieldq", Smile = "smile", TickDouble = "tick-double",
    TickRelay = "tick-relay", TickSending = "tick-sending", Timer = "timer", Trash = "trash", Unread = "unread", Up = "up",
    User = "user", Users = "users", X = "x",
}

impl Icon {
    /// The arrow that goes on, the way lines run.
    pub(crate) fn forward() -> Self {
        if is_rtl() { Self::Back } else { Self::Forward }
    }

    /// The arrow that goes back.
    pub(crate) fn back() -> Self {
        if is_rtl() { Self::Forward } else { Self::Back }
    }

    /// The plane that flies where lines run.
    pub(crate) fn send() -> Self {
        if is_rtl() { Self::SendMirrored } else { Self::Send }
    }

    /// The arrow that turns back to what is answered.
    pub(crate) fn reply() -> Self {
        if is_rtl() { Self::ReplyMirrored } else { Self::Reply }
    }

    /// The window with a panel at its end.
    pub(crate) fn panel() -> Self {
        if is_rtl() { Self::PanelMirrored } else { Self::Panel }
    }

    /// The icon as a square of `size` logical pixels.
    pub(crate) fn view<'a>(self, size: f32, color: Color) -> Svg<'a> {
        self.sized(size, size, color)
    }

    /// The icon in a box that is not square (ticks).
    pub(crate) fn sized<'a>(self, width: f32, height: f32, color: Color) -> Svg<'a> {
        Svg::new(svg::Handle::from_memory(self.bytes()))
            .width(width)
            .height(height)
            .style(move |_, _| svg::Style { color: Some(color) })
    }
}

/// The owl on its tile, in colour.
pub(crate) fn logo<'a>(size: f32) -> Svg<'a> {
    let bytes: &'static [u8] = include_bytes!("../../assets/art/icon.svg");
    Svg::new(svg::Handle::from_memory(bytes)).width(size).height(size)
}

/// The owl without its tile, quiet, for empty places.
pub(crate) fn mark<'a>(size: f32, t: Tokens) -> Svg<'a> {
    let bytes: &'static [u8] = include_bytes!("../../assets/art/mark-quiet.svg");
    let opacity = match t.mode {
        Mode::Light => 0.55,
        Mode::Dark => 0.40,
    };
    Svg::new(svg::Handle::from_memory(bytes)).width(size).height(size).opacity(opacity)
}

/// The night over the roofs, upright, for the first run.
pub(crate) fn first_run_scene<'a>() -> Svg<'a> {
    let bytes: &'static [u8] = include_bytes!("../../assets/art/scene-first-run.svg");
    Svg::new(svg::Handle::from_memory(bytes))
}

/// The same night, wide, for the lock.
pub(crate) fn lock_scene<'a>() -> Svg<'a> {
    let bytes: &'static [u8] = include_bytes!("../../assets/art/scene-lock.svg");
    Svg::new(svg::Handle::from_memory(bytes))
}

/// The window's icon, for the system: RGBA, 64 by 64.
pub(crate) fn window_icon() -> Option<iced::window::Icon> {
    let png = include_bytes!("../../assets/art/icon-64.png");
    let rgba = image::load_from_memory_with_format(png, image::ImageFormat::Png).ok()?.into_rgba8();
    let (width, height) = rgba.dimensions();
    iced::window::icon::from_rgba(rgba.into_raw(), width, height).ok()
}
