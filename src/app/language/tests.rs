use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// Every message of a language with the arguments it names.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(words::source(language).to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.code()));
    let mut all = BTreeMap::new();
    for entry in resource.entries() {
        let Entry::Message(message) = entry else { continue };
        let mut args = BTreeSet::new();
        if let Some(value) = &message.value {
            collect(value, &mut args);
        }
        let twice = all.insert(message.id.name.to_owned(), args).is_some();
        assert!(!twice, "{}: {} stands twice", language.code(), message.id.name);
    }
    all
}

fn collect(pattern: &Pattern<&str>, args: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => argument(inline, args),
            Expression::Select { selector, variants } => {
                argument(selector, args);
                for variant in variants {
                    collect(&variant.value, args);
                }
            }
        }
    }
}

fn argument(inline: &InlineExpression<&str>, args: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        args.insert(id.name.to_owned());
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_arguments() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let other = messages(language);
        let missing: Vec<_> = english.keys().filter(|id| !other.contains_key(*id)).collect();
        let extra: Vec<_> = other.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", language.code());
        assert!(extra.is_empty(), "{} alone has {extra:?}", language.code());
        for (id, args) in &english {
            assert_eq!(args, &other[id], "{}: arguments of {id}", language.code());
        }
    }
}

/// The ids that the program asks for, read from its source.
fn asked() -> BTreeSet<String> {
    fn walk(dir: &std::path::Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("language/tests.rs") {
                continue;
            }
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for (at, _) in text.match_indices("say!(") {
                    let rest = text[at + 5..].trim_start();
                    if let Some(id) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) {
                        found.insert(id.to_owned());
                    }
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app"), &mut found);
    found
}

#[test]
fn the_program_asks_for_every_message_and_for_no_other() {
    let english: BTreeSet<String> = messages(Language::English).into_keys().collect();
    let asked = asked();
    let unknown: Vec<_> = asked.difference(&english).collect();
    assert!(unknown.is_empty(), "not in the ftl files: {unknown:?}");
    let unused: Vec<_> = english.difference(&asked).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn what_is_fixed_needs_no_argument() {
    for language in Language::ALL {
        speak(language);
        for (id, args) in messages(language) {
            let id: &'static str = Box::leak(id.into_boxed_str());
            let said = fixed(id);
            // Where it needs one, its own id is said instead.
            assert!(args.is_empty() || said == id, "{}: {id} is {said:?}", language.code());
            assert!(!said.contains(['{', '}']), "{}: {id} is {said:?}", language.code());
        }
    }
}

#[test]
fn a_language_is_known_by_its_first_part() {
    let first = |locales: &[&str]| Language::first_of(locales.iter().map(|l| (*l).to_owned()));
    assert_eq!(first(&["ru_RU.UTF-8"]), Language::Russian);
    assert_eq!(first(&["de-DE", "fa-IR", "en"]), Language::Persian);
    assert_eq!(first(&["C"]), Language::English);
    assert_eq!(first(&[]), Language::English);
}

#[test]
fn persian_counts_with_its_own_digits() {
    speak(Language::Persian);
    assert_eq!(digits("19:07"), "۱۹:۰۷");
    speak(Language::Russian);
    assert_eq!(digits("19:07"), "19:07");
}

#[test]
fn a_name_of_the_other_direction_does_not_tear_the_sentence() {
    speak(Language::English);
    assert_eq!(formatted("write-to", &[("name", "Bob".into())]), "Message Bob");
    let said = formatted("write-to", &[("name", "سارا".into())]);
    assert_eq!(said, "Message \u{2068}سارا\u{2069}");
    speak(Language::Persian);
    assert!(formatted("write-to", &[("name", "Bob".into())]).contains("\u{2068}Bob\u{2069}"));
}
