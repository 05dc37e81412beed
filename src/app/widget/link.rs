//! Links in a text: where they are, where they lead, and whether they look like another place.
//!
//! Nothing is fetched, ever. A link that names one place and leads to another is told apart, so
//! that the screen can say where it really goes.

use std::ops::Range;

use url::{Host, Url};

/// Longest link, in bytes; what is longer is plain text.
const LONGEST: usize = 2048;
/// Most links in one text.
const MOST: usize = 100;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// Where it stands in the text, in bytes.
    pub(crate) place: Range<usize>,
    /// Where it leads, as it is handed to the system.
    pub(crate) address: String,
    /// The host it leads to, as machines read it; nothing for `hushwing:` and `nostr:`.
    pub(crate) host: Option<String>,
    /// It looks like another place than the one it leads to.
    pub(crate) deceives: bool,
}

impl Link {
    /// It names a person, not a page.
    pub(crate) fn begins_chat(&self) -> bool {
        self.host.is_none()
    }
}

/// The links of a text, from beginning to end.
pub(crate) fn links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut from = 0;
    for word in text.split(|c: char| c.is_whitespace() || "<>\"«»“”".contains(c)) {
        // The words lie in the text one after the other, each with one separator after it.
        let start = from;
        from += word.len();
        from += text.get(from..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let Some((skip, address)) = candidate(word) else { continue };
        if let Some(link) = recognised(start + skip, address) {
            links.push(link);
            if links.len() == MOST {
                break;
            }
        }
    }
    links
}

/// The part of a word that may be a link: brackets and quotes before it and punctuation after it
/// are not.
fn candidate(word: &str) -> Option<(usize, &str)> {
    if word.len() > LONGEST + 64 {
        return None;
    }
    let skip =
        word.len() - word.trim_start_matches(['(', '[', '{', '\'', '*', '_', '¿', '¡']).len();
    let mut rest = &word[skip..];
    loop {
        let end = rest.chars().next_back()?;
        let closes = match end {
            ')' => rest.matches(')').count() > rest.matches('(').count(),
            ']' => rest.matches(']').count() > rest.matches('[').count(),
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '}' | '…' | '،' | '؛' | '؟' | '。' => {
                true
            }
            _ => false,
        };
        if !closes {
            break;
        }
        rest = &rest[..rest.len() - end.len_utf8()];
    }
    (!rest.is_empty() && rest.len() <= LONGEST).then_some((skip, rest))
}

fn recognised(start: usize, words: &str) -> Option<Link> {
    let place = start..start + words.len();
    let lower = words.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("hushwing:").or_else(|| lower.strip_prefix("nostr:")) {
        let person = ["nprofile1", "npub1"].iter().any(|kind| rest.starts_with(kind));
        let address = words.to_owned();
        return person.then_some(Link { place, address, host: None, deceives: false });
    }
    let schemed = lower.starts_with("https://") || lower.starts_with("http://");
    if !schemed && !bare(&lower) {
        return None;
    }
    let url = if schemed { Url::parse(words) } else { Url::parse(&format!("https://{words}")) };
    let url = url.ok()?;
    let host = match url.host()? {
        Host::Domain("") => return None,
        host => host.to_string(),
    };
    Some(Link {
        place,
        deceives: deceives(words, &url, &host),
        address: url.into(),
        host: Some(host),
    })
}

/// `www.…`, or a name with dots and then a slash: a file in a folder has no dot before its slash.
fn bare(lower: &str) -> bool {
    let Some((host, path)) = lower.split_once('/').or(Some((lower, ""))) else { return false };
    let labels: Vec<&str> = host.split('.').collect();
    let sound = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let top =
        labels.last().is_some_and(|top| top.len() >= 2 && top.chars().all(char::is_alphabetic));
    sound
        && top
        && (labels[0] == "www" && labels.len() >= 3 || (!path.is_empty() && lower.contains('/')))
}

/// A name before an `@`, letters beyond ASCII in the host (written out or as punycode), a host
/// written as a number, and backslashes, which programs read in different ways.
fn deceives(words: &str, url: &Url, host: &str) -> bool {
    let authority = words.split("://").last().unwrap_or(words);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or(authority);
    !url.username().is_empty()
        || url.password().is_some()
        || authority.contains(['@', '\\', '%'])
        || !authority.is_ascii()
        || host.split('.').any(|label| label.starts_with("xn--"))
        || (matches!(url.host(), Some(Host::Ipv4(_))) && !authority.starts_with(host))
        || words.chars().any(crate::model::is_hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        links(text).into_iter().map(|link| (&text[link.place.clone()], link.address)).collect()
    }

    #[test]
    fn links_are_found_without_the_punctuation_around_them() {
        for (text, word, address) in [
            ("see https://a.example/x.", "https://a.example/x", "https://a.example/x"),
            ("(http://a.example/x_(y))", "http://a.example/x_(y)", "http://a.example/x_(y)"),
            ("«https://a.example»", "https://a.example", "https://a.example/"),
            ("a\nhttps://a.example?q=1, b", "https://a.example?q=1", "https://a.example/?q=1"),
            (
                "Trail: lakeloop.example/trails",
                "lakeloop.example/trails",
                "https://lakeloop.example/trails",
            ),
            ("www.a.example!", "www.a.example", "https://www.a.example/"),
            ("HTTPS://A.example", "HTTPS://A.example", "https://a.example/"),
        ] {
            assert_eq!(found(text), [(word, address.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in [
            "and/or",
            "src/app.rs",
            "7:40/8:10",
            "e.g. this",
            "1.5/2",
            "https://",
            "file.txt",
            "javascript:alert(1)",
            "nostr:note1xyz",
            "file:///etc/passwd",
            "a.b",
            "..../x",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn people_are_links_too() {
        let text = "I am nostr:npub1abc, or hushwing:nprofile1xyz?name=Nadia";
        let links = links(text);
        assert_eq!(links.len(), 2);
        assert!(links.iter().all(Link::begins_chat));
        assert_eq!(links[1].address, "hushwing:nprofile1xyz?name=Nadia");
    }

    #[test]
    fn a_link_that_looks_like_another_place_is_known() {
        for (text, host) in [
            ("https://paypal.example@evil.example/login", "evil.example"),
            ("https://paypal.example:x@evil.example", "evil.example"),
            ("https://раураl.example/", "xn--l-7sba6dbr.example"),
            ("https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example"),
            ("http://3232235777/", "192.168.1.1"),
            ("https://good.example\\@evil.example/", "good.example"),
        ] {
            let links = links(text);
            assert_eq!(links.len(), 1, "{text}");
            assert!(links[0].deceives, "{text}");
            assert_eq!(links[0].host.as_deref(), Some(host), "{text}");
        }
        for text in ["https://a.example/@user", "http://192.168.1.1/", "https://a.example/سلام"]
        {
            assert!(!links(text)[0].deceives, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_at(text in any::<String>()) {
            for link in links(&text) {
                prop_assert!(text.get(link.place).is_some());
            }
        }

        #[test]
        fn what_is_found_is_what_stands_there(
            words in proptest::collection::vec("(https?://[a-zа-я@.()/]{1,12}|[a-z.,/ ]{0,6})", 0..8),
        ) {
            let text = words.join(" ");
            let links = links(&text);
            prop_assert!(links.windows(2).all(|pair| pair[0].place.end <= pair[1].place.start));
            for link in links {
                let host = link.host.unwrap_or_default();
                let parsed = Url::parse(&link.address).unwrap();
                prop_assert_eq!(parsed.host().map(|h| h.to_string()), Some(host));
            }
        }
    }
}
