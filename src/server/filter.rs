//! NIP-01 filters: read strictly, matched against live events. The same filter as SQL is in
//! `store::query`; a property test holds the two together.
//!
//! A list without values matches nothing: an event has nothing in common with it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::record::{Bytes32, Record, key_from_hex};
use super::refusal::Refusal;

/// What a client asks for. All conditions hold together; lists are sorted and without repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) ids: Option<Vec<Bytes32>>,
    pub(crate) authors: Option<Vec<Bytes32>>,
    pub(crate) kinds: Option<Vec<u16>>,
    /// Letter and wanted values.
    pub(crate) tags: Vec<(u8, Vec<String>)>,
    pub(crate) since: Option<i64>,
    pub(crate) until: Option<i64>,
    pub(crate) limit: Option<usize>,
    /// An element that this relay does not know, and so cannot honour.
    unknown: bool,
}

impl Filter {
    /// Refuses what the relay cannot or will not answer.
    pub(crate) fn check(&self, most_values: usize) -> Result<(), Refusal> {
        if self.unknown {
            return Err(Refusal::unsupported("the filter contains unknown elements"));
        }
        let tags: usize = self.tags.iter().map(|(_, values)| values.len()).sum();
        let values = self.ids.as_ref().map_or(0, Vec::len)
            + self.authors.as_ref().map_or(0, Vec::len)
            + self.kinds.as_ref().map_or(0, Vec::len)
            + tags;
        if values > most_values {
            return Err(Refusal::invalid(format!(
                "the filter has {values} values, this relay takes {most_values}"
            )));
        }
        Ok(())
    }

    /// Some list is empty, or the time runs backwards.
    pub(crate) fn matches_nothing(&self) -> bool {
        self.ids.as_ref().is_some_and(Vec::is_empty)
            || self.authors.as_ref().is_some_and(Vec::is_empty)
            || self.kinds.as_ref().is_some_and(Vec::is_empty)
            || self.tags.iter().any(|(_, values)| values.is_empty())
            || matches!((self.since, self.until), (Some(since), Some(until)) if since > until)
    }

    /// The values asked for this tag.
    pub(crate) fn tag(&self, letter: u8) -> Option<&[String]> {
        self.tags.iter().find(|(l, _)| *l == letter).map(|(_, values)| values.as_slice())
    }

    /// Whether the event is asked for; `limit` has no say here.
    pub(crate) fn matches(&self, record: &Record) -> bool {
        fn within<T: Ord>(list: Option<&Vec<T>>, value: &T) -> bool {
            list.is_none_or(|list| list.binary_search(value).is_ok())
        }
        within(self.kinds.as_ref(), &record.kind)
            && self.since.is_none_or(|since| record.created_at >= since)
            && self.until.is_none_or(|until| record.created_at <= until)
            && within(self.ids.as_ref(), record.id.as_bytes())
            && within(self.authors.as_ref(), &record.author)
            && self.tags.iter().all(|(letter, wanted)| {
                record
                    .values(*letter)
                    .any(|value| wanted.binary_search_by(|other| other.as_str().cmp(value)).is_ok())
            })
    }
}

/// A key or id in NIP-01's only spelling.
struct Hex(Bytes32);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HexVisitor;
        impl Visitor<'_> for HexVisitor {
            type Value = Hex;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("64 lowercase hex digits")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Hex, E> {
                key_from_hex(text).map(Hex).ok_or_else(|| E::custom("not 64 lowercase hex digits"))
            }
        }
        deserializer.deserialize_str(HexVisitor)
    }
}

/// Unix seconds; numbers beyond 63 bits are held at the ends.
struct Seconds(i64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SecondsVisitor;
        impl Visitor<'_> for SecondsVisitor {
            type Value = Seconds;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("whole Unix seconds")
            }
            fn visit_u64<E>(self, secs: u64) -> Result<Seconds, E> {
                Ok(Seconds(i64::try_from(secs).unwrap_or(i64::MAX)))
            }
            fn visit_i64<E>(self, secs: i64) -> Result<Seconds, E> {
                Ok(Seconds(secs))
            }
        }
        deserializer.deserialize_i64(SecondsVisitor)
    }
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

fn keys(list: Vec<Hex>) -> Vec<Bytes32> {
    sorted(list.into_iter().map(|Hex(bytes)| bytes).collect())
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FilterVisitor;

        impl<'de> Visitor<'de> for FilterVisitor {
            type Value = Filter;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a filter object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Filter, M::Error> {
                let mut filter = Filter::default();
                while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                    match name.as_ref() {
                        "ids" => filter.ids = map.next_value::<Option<_>>()?.map(keys),
                        "authors" => filter.authors = map.next_value::<Option<_>>()?.map(keys),
                        "kinds" => filter.kinds = map.next_value::<Option<_>>()?.map(sorted),
                        "since" => filter.since = seconds(&mut map)?,
                        "until" => filter.until = seconds(&mut map)?,
                        "limit" => {
                            filter.limit = map
                                .next_value::<Option<u64>>()?
                                .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
                        }
                        name => match name.as_bytes() {
                            [b'#', letter] if letter.is_ascii_alphabetic() => {
                                let values = sorted(map.next_value::<Vec<String>>()?);
                                let keyed = matches!(letter, b'e' | b'p');
                                if keyed && values.iter().any(|v| key_from_hex(v).is_none()) {
                                    return Err(M::Error::custom("not 64 lowercase hex digits"));
                                }
                                if filter.tag(*letter).is_some() {
                                    return Err(M::Error::custom("the same tag twice"));
                                }
                                filter.tags.push((*letter, values));
                            }
                            _ => {
                                map.next_value::<IgnoredAny>()?;
                                filter.unknown = true;
                            }
                        },
                    }
                }
                Ok(filter)
            }
        }

        fn seconds<'de, M: MapAccess<'de>>(map: &mut M) -> Result<Option<i64>, M::Error> {
            Ok(map.next_value::<Option<Seconds>>()?.map(|Seconds(secs)| secs))
        }

        deserializer.deserialize_map(FilterVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Filter, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    #[test]
    fn keys_have_one_spelling() {
        let key = "ab".repeat(32);
        assert!(read(&format!(r#"{{"authors":["{key}"]}}"#)).is_ok());
        for bad in [key.to_uppercase(), key[1..].to_owned(), "zz".repeat(32), String::new()] {
            for field in ["ids", "authors", "#e", "#p"] {
                assert!(read(&format!(r#"{{"{field}":["{bad}"]}}"#)).is_err(), "{field} {bad}");
            }
        }
        assert!(read(r##"{"#t":["anything"]}"##).is_ok());
    }

    #[test]
    fn what_is_not_understood_is_not_ignored() {
        for odd in [r#"{"search":"x"}"#, r##"{"#ab":["x"]}"##, r#"{"kindz":[1]}"#] {
            let why = read(odd).unwrap().check(10).unwrap_err();
            assert!(why.to_string().starts_with("unsupported: "), "{odd}");
        }
        for bad in [r#"{"kinds":[70000]}"#, r#"{"limit":-1}"#, r#"{"since":"now"}"#, "[]", "7"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_of_any_size_are_held() {
        let filter = read(r#"{"since":-5,"until":18446744073709551615,"limit":0}"#).unwrap();
        assert_eq!((filter.since, filter.until, filter.limit), (Some(-5), Some(i64::MAX), Some(0)));
    }

    #[test]
    fn an_empty_list_matches_nothing() {
        for json in [r#"{"ids":[]}"#, r#"{"kinds":[]}"#, r##"{"#t":[]}"##] {
            assert!(read(json).unwrap().matches_nothing(), "{json}");
        }
        assert!(!read("{}").unwrap().matches_nothing());
        assert!(!read(r#"{"kinds":null}"#).unwrap().matches_nothing());
    }

    #[test]
    fn many_values_are_refused() {
        let filter = read(r##"{"kinds":[1,2,3,3],"#t":["a","b"]}"##).unwrap();
        assert!(filter.check(5).is_ok());
        assert!(filter.check(4).is_err());
    }
}
