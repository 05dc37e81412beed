//! Stories of Olga, who offers, and Carl, who accepts; and what others try against them.

mod support;

mod chat;

pub(in crate::secret) use support::*;
