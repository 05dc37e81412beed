//! A small ring that empties: how much of a time is left.

use std::sync::LazyLock;

use iced::Color;
use iced::widget::svg::{self, Svg};

use super::super::Element;

/// So many pictures of it there are: at 12 px nobody tells more apart.
const STEPS: u8 = 24;

static RINGS: LazyLock<Vec<svg::Handle>> = LazyLock::new(|| {
    (0..=STEPS).map(|step| svg::Handle::from_memory(picture(step).into_bytes())).collect()
});

/// What is left stands fully in its colour, and what has gone shines through.
fn picture(step: u8) -> String {
    let share = f32::from(step) / f32::from(STEPS);
    let around = 2.0 * std::f32::consts::PI * 8.0;
    let (full, rest) = (around * share, around * (1.0 - share) + 1.0);
    let arc = match step {
        0 => String::new(),
        STEPS => "<circle cx='12' cy='12' r='8'/>".to_owned(),
        // From the top on, the way a clock goes.
        _ => format!(
            "<circle cx='12' cy='12' r='8' stroke-dasharray='{full} {rest}' \
             transform='rotate(-90 12 12)'/>"
        ),
    };
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' viewBox='0 0 24 24' \
         fill='none' stroke='#000' stroke-width='5'>\
         <circle cx='12' cy='12' r='8' stroke-opacity='0.35'/>{arc}</svg>"
    )
}

/// Which of the pictures shows this share: the empty and the full one only what is so.
fn step(share: f32) -> u8 {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 1.0 };
    (share * f32::from(STEPS)).ceil() as u8
}

/// A ring of which `share`, from 0 to 1, is left.
pub(crate) fn ring<'a, Message: 'a>(share: f32, size: f32, color: Color) -> Element<'a, Message> {
    let Some(handle) = RINGS.get(usize::from(step(share))) else {
        return super::style::gap(size, size);
    };
    Svg::new(handle.clone())
        .width(size)
        .height(size)
        .style(move |_, _| svg::Style { color: Some(color) })
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_has_its_picture() {
        for (share, shown) in
            [(0.0, 0), (0.001, 1), (0.5, 12), (1.0, 24), (7.0, 24), (-1.0, 0), (f32::NAN, 24)]
        {
            assert_eq!(step(share), shown, "{share}");
        }
        assert_eq!(RINGS.len(), usize::from(STEPS) + 1);
    }
}
