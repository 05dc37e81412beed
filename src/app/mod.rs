//! The windows: all that is seen. Talks to `messenger` alone.
mod backend; mod calendar; mod font; mod hosting; mod icon; mod text; mod theme; mod widget;
pub(crate) type Element<'a, Message> = iced::Element<'a, Message>;
