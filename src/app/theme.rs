//! The colours and measures of everything that is seen, as data.
//!
//! A screen gets one [`Tokens`] value and paints with it; it never asks whether it is dark or
//! secret. A secret chat swaps its accent set by taking [`Tokens::of`] with [`Accent::Secret`].
//! This room knows no widget.

use std::str::FromStr;

use iced::{Color, Shadow, Vector, color};

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Mode {
    /// What it is called on the command line and in files.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A text that names no theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the theme is either light or dark")]
pub struct UnknownMode;

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(text: &str) -> Result<Self, UnknownMode> {
        match text {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            _ => Err(UnknownMode),
        }
    }
}

/// Which accent set: green means secret, nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Accent {
    /// Indigo.
    Normal,
    /// Green.
    Secret,
}

/// Every colour by its use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tokens {
    pub(crate) mode: Mode,
    /// Whether anything slides or fades.
    pub(crate) motion: bool,
    /// Behind the cards of settings.
    pub(crate) window: Color,
    pub(crate) sidebar: Color,
    pub(crate) surface: Color,
    pub(crate) raised: Color,
    pub(crate) sunken: Color,
    pub(crate) canvas_top: Color,
    pub(crate) canvas_bottom: Color,
    pub(crate) hover: Color,
    pub(crate) pressed: Color,
    pub(crate) line: Color,
    pub(crate) line_strong: Color,
    /// Text.
    pub(crate) ink_1: Color,
    /// Secondary text.
    pub(crate) ink_2: Color,
    /// Time, placeholder, disabled text.
    pub(crate) ink_3: Color,
    pub(crate) bubble_in: Color,
    pub(crate) bubble_in_line: Color,
    /// Read ticks inside own bubbles only.
    pub(crate) read_tick: Color,
    pub(crate) danger: Color,
    pub(crate) danger_fill: Color,
    pub(crate) danger_soft: Color,
    pub(crate) danger_line: Color,
    pub(crate) warn: Color,
    pub(crate) warn_soft: Color,
    pub(crate) warn_line: Color,
    pub(crate) gold: Color,
    /// Health dots only, never text.
    pub(crate) ok: Color,
    pub(crate) badge_muted: Color,
    pub(crate) scrim: Color,
    /// Text, icons, focus.
    pub(crate) accent: Color,
    pub(crate) accent_fill: Color,
    pub(crate) accent_fill_hover: Color,
    pub(crate) accent_fill_pressed: Color,
    pub(crate) accent_soft: Color,
    pub(crate) accent_soft_2: Color,
    pub(crate) bubble_out: Color,
    pub(crate) on_bubble_out: Color,
    pub(crate) bubble_out_meta: Color,
    pub(crate) bubble_out_chip: Color,
    pub(crate) tooltip: Color,
}

impl Tokens {
    /// The ground of what cannot be pressed. By night the sunken colour is nearly that of a dialog.
    pub(crate) const fn disabled(&self) -> Color {
        match self.mode {
            Mode::Light => self.sunken,
            Mode::Dark => self.pressed,
        }
    }

    /// The palette for a mode and an accent, with nothing that moves.
    pub(crate) const fn of(mode: Mode, accent: Accent) -> Self {
        let base = match mode {
            Mode::Light => LIGHT,
            Mode::Dark => DARK,
        };
        match (accent, mode) {
            (Accent::Normal, _) => base,
            (Accent::Secret, Mode::Light) => Self {
                accent: color!(0x0B6656),
                accent_fill: color!(0x0B6656),
                accent_fill_hover: color!(0x09584A),
                accent_fill_pressed: color!(0x07493D),
                accent_soft: color!(0xE0F1EC),
                accent_soft_2: color!(0xCBE7DF),
                bubble_out: color!(0x0B6656),
                bubble_out_meta: color!(0xC4E8DE),
                bubble_out_chip: color!(0x1B7D6B),
                canvas_top: color!(0xEAF4F0),
                canvas_bottom: color!(0xF3F7F2),
                bubble_in_line: color!(0xD9E8E2),
                ..base
            },
            (Accent::Secret, Mode::Dark) => Self {
                accent: color!(0x4FCDB0),
                accent_fill: color!(0x0D6B5B),
                accent_fill_hover: color!(0x117C6A),
                accent_fill_pressed: color!(0x0A594C),
                accent_soft: color!(0x12332D),
                accent_soft_2: color!(0x184139),
                bubble_out: color!(0x0D6455),
                bubble_out_meta: color!(0xBFE6DB),
                bubble_out_chip: color!(0x1A7B69),
                canvas_top: color!(0x0D1614),
                canvas_bottom: color!(0x101B1A),
                bubble_in: color!(0x1A2825),
                bubble_in_line: color!(0x22372F),
                surface: color!(0x131D1B),
                raised: color!(0x1A2825),
                sunken: color!(0x1B2926),
                line: color!(0x22332E),
                ..base
            },
        }
    }

    /// The same light, with the accents of a secret chat.
    pub(crate) const fn secret(&self) -> Self {
        Self { motion: self.motion, ..Self::of(self.mode, Accent::Secret) }
    }

    /// A secret chat whose other side has another key than before: the ground warns.
    pub(crate) const fn changed(&self) -> Self {
        let secret = self.secret();
        match self.mode {
            Mode::Light => {
                Self { canvas_top: color!(0xFCF1F2), canvas_bottom: color!(0xF7F4F7), ..secret }
            }
            Mode::Dark => {
                Self { canvas_top: color!(0x201318), canvas_bottom: color!(0x15121A), ..secret }
            }
        }
    }

    /// For what stands on a ground of `fill`, as a bar that is the accent from edge to edge.
    pub(crate) const fn on_fill(&self, fill: Color) -> Self {
        let deeper = mix(fill, Color::BLACK, 0.18);
        let quiet = mix(fill, Color::WHITE, 0.92);
        Self {
            surface: fill,
            hover: mix(fill, Color::BLACK, 0.1),
            pressed: deeper,
            ink_1: Color::WHITE,
            ink_2: quiet,
            ink_3: quiet,
            accent: Color::WHITE,
            accent_soft: deeper,
            line: fill,
            ..*self
        }
    }

    /// Shadow of menus and blocking cards.
    pub(crate) fn menu_shadow(&self) -> Shadow {
        let color = match self.mode {
            Mode::Light => Color { a: 0.12, ..color!(0x181646) },
            Mode::Dark => Color { a: 0.40, ..Color::BLACK },
        };
        Shadow { color, offset: Vector::new(0.0, 4.0), blur_radius: 16.0 }
    }

    /// Shadow of dialogs.
    pub(crate) fn dialog_shadow(&self) -> Shadow {
        let color = match self.mode {
            Mode::Light => Color { a: 0.26, ..color!(0x14123C) },
            Mode::Dark => Color { a: 0.55, ..Color::BLACK },
        };
        Shadow { color, offset: Vector::new(0.0, 16.0), blur_radius: 48.0 }
    }

    /// What can be pressed on a toast, whose ground is dark in both modes.
    pub(crate) fn toast_accent(&self) -> Color {
        color!(0xC3C2FC)
    }

    /// Colour of somebody's name in a room: the avatar's, lightened on dark ground.
    pub(crate) fn name_colour(&self, avatar: Color) -> Color {
        match self.mode {
            Mode::Light => avatar,
            Mode::Dark => mix(avatar, Color::WHITE, 0.5),
        }
    }
}

const fn mix(a: Color, b: Color, share: f32) -> Color {
    Color {
        r: a.r + (b.r - a.r) * share,
        g: a.g + (b.g - a.g) * share,
        b: a.b + (b.b - a.b) * share,
        a: a.a,
    }
}

const LIGHT: Tokens = Tokens {
    mode: Mode::Light,
    motion: false,
    window: color!(0xF3F3FA),
    sidebar: color!(0xFFFFFF),
    surface: color!(0xFFFFFF),
    raised: color!(0xFFFFFF),
    sunken: color!(0xF1F1F8),
    canvas_top: color!(0xECECF9),
    canvas_bottom: color!(0xF9F5F3),
    hover: color!(0xF3F3F9),
    pressed: color!(0xE9E9F3),
    line: color!(0xE4E4EE),
    line_strong: color!(0x888AA1),
    ink_1: color!(0x1A1A2A),
    ink_2: color!(0x565770),
    ink_3: color!(0x686981),
    bubble_in: color!(0xFFFFFF),
    bubble_in_line: color!(0xE4E4EF),
    read_tick: color!(0xFFD98F),
    danger: color!(0xB4233A),
    danger_fill: color!(0xB4233A),
    danger_soft: color!(0xFCEBED),
    danger_line: color!(0xF0BCC4),
    warn: color!(0x7A4E00),
    warn_soft: color!(0xFFF4DC),
    warn_line: color!(0xF0D79B),
    gold: color!(0xBE8213),
    ok: color!(0x3F8F2B),
    badge_muted: color!(0x6F7088),
    scrim: Color { a: 0.46, ..color!(0x12102E) },
    accent: color!(0x4A47BB),
    accent_fill: color!(0x4A47BB),
    accent_fill_hover: color!(0x403DA6),
    accent_fill_pressed: color!(0x36338F),
    accent_soft: color!(0xECECFB),
    accent_soft_2: color!(0xDEDDF7),
    bubble_out: color!(0x4A47BB),
    on_bubble_out: color!(0xFFFFFF),
    bubble_out_meta: color!(0xD6D5F4),
    bubble_out_chip: color!(0x5C59CB),
    tooltip: color!(0x1F1E3A),
};

const DARK: Tokens = Tokens {
    mode: Mode::Dark,
    motion: false,
    window: color!(0x101019),
    sidebar: color!(0x161621),
    surface: color!(0x1A1A27),
    raised: color!(0x20202F),
    sunken: color!(0x222231),
    canvas_top: color!(0x0F0F19),
    canvas_bottom: color!(0x17152B),
    hover: color!(0x1F1F2D),
    pressed: color!(0x27273A),
    line: color!(0x2A2A3A),
    line_strong: color!(0x6C6D88),
    ink_1: color!(0xEDEDF6),
    ink_2: color!(0xADAEC4),
    ink_3: color!(0x9697B0),
    bubble_in: color!(0x222232),
    bubble_in_line: color!(0x2B2B3D),
    read_tick: color!(0xFFD98F),
    danger: color!(0xFF8A95),
    danger_fill: color!(0xBE2F46),
    danger_soft: color!(0x3A1B23),
    danger_line: color!(0x6B2A37),
    warn: color!(0xF3C979),
    warn_soft: color!(0x332814),
    warn_line: color!(0x5C4820),
    gold: color!(0xF0C36B),
    ok: color!(0x6FC45A),
    badge_muted: color!(0x5C5D76),
    scrim: Color { a: 0.62, ..color!(0x04040C) },
    accent: color!(0xA3A1FA),
    accent_fill: color!(0x5451C9),
    accent_fill_hover: color!(0x615EDA),
    accent_fill_pressed: color!(0x4744B4),
    accent_soft: color!(0x26254A),
    accent_soft_2: color!(0x302F60),
    bubble_out: color!(0x4643AE),
    on_bubble_out: color!(0xFFFFFF),
    bubble_out_meta: color!(0xCFCEF4),
    bubble_out_chip: color!(0x5855C4),
    tooltip: color!(0x34344C),
};

/// Grounds of avatars, chosen by the key they stand for; initials on them are white.
pub(crate) const AVATARS: [Color; 8] = [
    color!(0x5B58C9),
    color!(0x8449AE),
    color!(0xB3446B),
    color!(0xA94E28),
    color!(0x86670F),
    color!(0x3B6AA3),
    color!(0x55667F),
    color!(0x5B7430),
];

/// Text sizes with their line heights, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Type {
    pub(crate) size: f32,
    pub(crate) line: f32,
}

/// First run.
pub(crate) const DISPLAY: Type = Type { size: 28.0, line: 36.0 };
/// The lock.
pub(crate) const LOCK_TITLE: Type = Type { size: 24.0, line: 32.0 };
/// Cards.
pub(crate) const TITLE: Type = Type { size: 20.0, line: 28.0 };
/// Dialog titles.
pub(crate) const HEADING: Type = Type { size: 17.0, line: 24.0 };
/// Name over a conversation.
pub(crate) const HEADER: Type = Type { size: 15.0, line: 20.0 };
/// Fields of 44 px.
pub(crate) const FIELD: Type = Type { size: 15.0, line: 20.0 };
/// A safety number, its lines further apart.
pub(crate) const DIGITS: Type = Type { size: 21.0, line: 38.0 };
/// Messages, fields, names, buttons.
pub(crate) const BODY: Type = Type { size: 14.0, line: 20.0 };
/// Previews and quotes.
pub(crate) const SMALL: Type = Type { size: 13.0, line: 18.0 };
/// Status, hints, time in a row.
pub(crate) const CAPTION: Type = Type { size: 12.0, line: 16.0 };
/// Time in a bubble.
pub(crate) const MICRO: Type = Type { size: 11.0, line: 14.0 };

/// Width of the left pane, until it is dragged.
pub(crate) const SIDEBAR: f32 = 320.0;
/// How narrow and how wide it can be dragged.
pub(crate) const SIDEBAR_BOUNDS: (f32, f32) = (260.0, 420.0);
/// Width of the panel about a person or a room.
pub(crate) const PANEL: f32 = 300.0;
/// Window width below which that panel takes the place of the conversation.
pub(crate) const BESIDE: f32 = 1100.0;
/// Height of a row of the list.
pub(crate) const ROW: f32 = 64.0;
/// Height of the bars at the top.
pub(crate) const TOP_BAR: f32 = 56.0;
/// Height of the status line.
pub(crate) const STATUS_LINE: f32 = 40.0;
/// Window width below which one pane is shown at a time.
pub(crate) const ONE_PANE: f32 = 720.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG relative luminance.
    fn luminance(c: Color) -> f32 {
        let part = |v: f32| {
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b)
    }

    fn contrast(a: Color, b: Color) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_in_all_four_palettes() {
        for mode in [Mode::Light, Mode::Dark] {
            for accent in [Accent::Normal, Accent::Secret] {
                let t = Tokens::of(mode, accent);
                for (what, ink, ground) in [
                    ("text", t.ink_1, t.surface),
                    ("secondary", t.ink_2, t.sidebar),
                    ("time", t.ink_3, t.sidebar),
                    ("own message", t.on_bubble_out, t.bubble_out),
                    ("own time", t.bubble_out_meta, t.bubble_out),
                    ("their message", t.ink_1, t.bubble_in),
                    ("link", t.accent, t.surface),
                    ("error", t.danger, t.surface),
                    ("warning", t.warn, t.warn_soft),
                    ("button", Color::WHITE, t.accent_fill),
                    ("selected row", t.ink_2, t.accent_soft),
                ] {
                    let c = contrast(ink, ground);
                    assert!(c >= 4.5, "{what} in {mode:?} {accent:?}: {c:.2}");
                }
            }
        }
    }

    #[test]
    fn bars_of_one_colour_can_be_read() {
        for mode in [Mode::Light, Mode::Dark] {
            let t = Tokens::of(mode, Accent::Secret);
            for fill in [t.accent_fill, t.danger_fill] {
                let on = t.on_fill(fill);
                for ground in [on.surface, on.pressed] {
                    assert!(contrast(on.ink_1, ground) >= 4.5, "{mode:?}");
                    assert!(contrast(on.ink_2, ground) >= 4.5, "{mode:?}");
                }
            }
            // Chips, notices and the card of a changed key.
            assert!(contrast(t.accent, t.accent_soft) >= 4.5, "{mode:?}");
            assert!(contrast(t.danger, t.danger_soft) >= 4.5, "{mode:?}");
            assert!(contrast(t.ink_2, t.danger_soft) >= 4.5, "{mode:?}");
        }
    }

    #[test]
    fn names_in_rooms_can_be_read() {
        for mode in [Mode::Light, Mode::Dark] {
            let t = Tokens::of(mode, Accent::Normal);
            for avatar in AVATARS {
                assert!(contrast(avatar, Color::WHITE) >= 4.5);
                assert!(contrast(t.name_colour(avatar), t.bubble_in) >= 4.5);
            }
        }
    }

    #[test]
    fn a_theme_is_named_light_or_dark() {
        assert_eq!("dark".parse(), Ok(Mode::Dark));
        assert_eq!("Dark".parse::<Mode>(), Err(UnknownMode));
    }
}
