//! The words of each language, read once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Language, current, digits_of};

const SOURCES: [&str; 3] = [
    include_str!("../../../i18n/en/hushwing.ftl"),
    include_str!("../../../i18n/ru/hushwing.ftl"),
    include_str!("../../../i18n/fa/hushwing.ftl"),
];

pub(super) struct Words {
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, so that a frame asks for nothing but a reference.
    fixed: HashMap<String, &'static str>,
}

static ALL: [LazyLock<Words>; 3] = [
    LazyLock::new(|| Words::of(Language::English)),
    LazyLock::new(|| Words::of(Language::Russian)),
    LazyLock::new(|| Words::of(Language::Persian)),
];

impl Words {
    fn of(language: Language) -> Self {
        let source = SOURCES[language.index()];
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => resource,
            // What could be read is used; a test holds every file to be read whole.
            Err((resource, _)) => resource,
        };
        let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Arguments are set apart by `isolated`, where it is needed.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Persian => persian_numbers,
            Language::English | Language::Russian => latin_numbers,
        }));
        let ids: Vec<String> = resource
            .entries()
            .filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect();
        bundle.add_resource_overriding(resource);
        let mut words = Self { bundle, fixed: HashMap::new() };
        let mut fixed = HashMap::new();
        for id in ids {
            // A message that needs an argument gives errors without one.
            if let Some((text, true)) = words.say(&id, None) {
                // Read once, kept as long as the program runs.
                fixed.insert(id, &*Box::leak(text.into_boxed_str()));
            }
        }
        words.fixed = fixed;
        words
    }

    /// The text, and whether nothing was missing in it.
    fn say(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<(String, bool)> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        Some((text, errors.is_empty()))
    }
}

type Memoizer = intl_memoizer::concurrent::IntlLangMemoizer;

fn latin_numbers(value: &FluentValue<'_>, _: &Memoizer) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(number.as_string().into_owned()),
        _ => None,
    }
}

fn persian_numbers(value: &FluentValue<'_>, memoizer: &Memoizer) -> Option<String> {
    latin_numbers(value, memoizer).map(|text| digits_of(Language::Persian, &text))
}

fn of(language: Language) -> &'static Words {
    &ALL[language.index()]
}

/// A message without arguments. An id that nobody knows is its own text.
pub(crate) fn fixed(id: &'static str) -> &'static str {
    let here = of(current()).fixed.get(id);
    here.or_else(|| of(Language::English).fixed.get(id)).copied().unwrap_or(id)
}

/// A message with arguments. Those that run against the language's direction are set apart.
pub(crate) fn formatted(id: &'static str, args: &[(&'static str, FluentValue<'_>)]) -> String {
    let rtl = current().is_rtl();
    let args: FluentArgs<'_> = args
        .iter()
        .map(|(name, value)| {
            let value = match value {
                FluentValue::String(text) => FluentValue::String(isolated(text, rtl)),
                other => other.clone(),
            };
            (Cow::Borrowed(*name), value)
        })
        .collect();
    let here = of(current()).say(id, Some(&args));
    here.or_else(|| of(Language::English).say(id, Some(&args)))
        .map_or_else(|| id.to_owned(), |(text, _)| text)
}

/// A text to stand in a sentence of the language: set apart if it runs against it.
pub(crate) fn apart(text: &str) -> Cow<'_, str> {
    isolated(text, current().is_rtl())
}

/// A text in first-strong isolates (UAX #9), if it runs against the sentence around it: a Latin
/// name must not tear a Persian sentence apart, nor the other way round.
fn isolated<'a>(text: &'a str, sentence_is_rtl: bool) -> Cow<'a, str> {
    let against = |c: char| c.is_alphabetic() && is_rtl_letter(c) != sentence_is_rtl;
    if text.chars().any(against) {
        Cow::Owned(format!("\u{2068}{text}\u{2069}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
fn is_rtl_letter(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x1E800..=0x1EFFF)
}

#[cfg(test)]
pub(super) fn source(language: Language) -> &'static str {
    SOURCES[language.index()]
}
