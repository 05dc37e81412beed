//! The screens. Each has its State, its Message (facts, in the past tense) and an `update` that
//! returns what the parent has to do.

pub(crate) mod conversation;
pub(crate) mod home;
pub(crate) mod info;
pub(crate) mod languages;
pub(crate) mod lock;
pub(crate) mod my_link;
pub(crate) mod new_chat;
pub(crate) mod new_room;
pub(crate) mod relays;
pub(crate) mod request;
pub(crate) mod settings;
pub(crate) mod verify;
pub(crate) mod welcome;
