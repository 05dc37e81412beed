//! Links to people: npub, nprofile, `nostr:` and `hushwing:` (NIP-19, NIP-21).

use nostr::key::PublicKey;
use nostr::nips::nip19::{FromBech32, Nip19, Nip19Profile, ToBech32};
use nostr::types::RelayUrl;

use super::{Name, RelayAddress};

/// Longest link that is looked at, in bytes.
pub const MAX_LINK: usize = 4_096;

/// Most relay hints that are taken from a link.
const MAX_HINTS: usize = 5;

/// Longest name in a link, in bytes as it stands there. Letters of other scripts than the Latin take
/// six to twelve bytes each; a whole name of them would double a link and make its code hard to read.
const LONGEST_NAME: usize = 48;

/// What a link to a person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Who.
    pub account: PublicKey,
    /// Where a relay list of theirs may be found.
    pub hints: Vec<RelayAddress>,
    /// What they call themselves.
    pub name: Option<Name>,
}

/// Why a text is no link to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// A secret key was pasted.
    #[error(
        "this is a SECRET key (nsec or ncryptsec), not a link: whoever has it can read and write \
         everything of its account. It was not kept. Clear the clipboard, and give out the npub instead"
    )]
    SecretKey,
    /// Over [`MAX_LINK`].
    #[error("this link is too long")]
    TooLong,
    /// Links to more than one person in one text.
    #[error("there are links to several people in this text; paste one of them")]
    Several,
    /// A link to a post or something else of Nostr's.
    #[error("this link leads to something on Nostr that is not a person")]
    NotAPerson,
    /// Anything else.
    #[error(
        "this is not a link to a person; one looks like hushwing:nprofile1… or npub1… \
         (check that it was copied whole)"
    )]
    Malformed,
}

/// Whether a secret key (NIP-19 `nsec`, NIP-49 `ncryptsec`) is in a text that was meant to be
/// something else.
pub fn is_secret_key(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("nsec1") || lower.contains("ncryptsec1")
}

impl Link {
    /// Reads what somebody pasted: a link, or a text with the link of one person in it.
    ///
    /// # Errors
    /// [`LinkError`]; its text never repeats what was pasted.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        if text.len() > MAX_LINK {
            return Err(LinkError::TooLong);
        }
        if is_secret_key(text) {
            return Err(LinkError::SecretKey);
        }
        // A link has no blanks in it: what follows one is no part of its name.
        if text.contains(char::is_whitespace) {
            return Self::find(text);
        }
        match Self::parse_whole(text) {
            Err(LinkError::Malformed) => Self::find(text),
            read => read,
        }
    }

    /// The one link in a text, at most [`MAX_LINK`] long, that says other things too.
    fn find(text: &str) -> Result<Self, LinkError> {
        let mut found: Option<Self> = None;
        for word in text.split_whitespace() {
            let lower = word.to_ascii_lowercase();
            let begins = ["hushwing:", "nostr:", "nprofile1", "npub1"];
            let Some(at) = begins.iter().filter_map(|begin| lower.find(begin)).min() else {
                continue;
            };
            // What closes a sentence or a bracket is none of it.
            let word = word.get(at..).unwrap_or_default();
            let word = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let link = match Self::parse_whole(word) {
                Ok(link) => link,
                Err(LinkError::Several) => return Err(LinkError::Several),
                Err(_) => continue,
            };
            found = match found {
                Some(other) if other.account != link.account => return Err(LinkError::Several),
                // The same person twice, as a profile and as a bare key: the one that says more.
                Some(other) if other.hints.len() >= link.hints.len() => Some(other),
                _ => Some(link),
            };
        }
        found.ok_or(LinkError::Malformed)
    }

    fn parse_whole(text: &str) -> Result<Self, LinkError> {
        let lower = text.to_ascii_lowercase();
        let mut rest = text;
        for scheme in ["hushwing:", "nostr:"] {
            if lower.starts_with(scheme) {
                rest = text.get(scheme.len()..).unwrap_or_default();
            }
        }
        let rest = rest.trim_start_matches('/');
        let (code, query) = rest.split_once('?').unwrap_or((rest, ""));
        if ["nprofile1", "npub1"].iter().any(|begin| query.to_ascii_lowercase().contains(begin)) {
            return Err(LinkError::Several);
        }
        let (account, hints) = match Nip19::from_bech32(code).map_err(|_| LinkError::Malformed)? {
            Nip19::Pubkey(account) => (account, Vec::new()),
            Nip19::Profile(profile) => (profile.public_key, profile.relays),
            Nip19::Secret(_) => return Err(LinkError::SecretKey),
            _ => return Err(LinkError::NotAPerson),
        };
        // 32 bytes that are no point of the curve can never be written to.
        account.xonly().map_err(|_| LinkError::Malformed)?;
        let name = url::form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == "name")
            .and_then(|(_, name)| Name::clean(&name).ok());
        let hints =
            hints.iter().filter_map(|url| url.as_str().parse().ok()).take(MAX_HINTS).collect();
        Ok(Self { account, hints, name })
    }

    /// `hushwing:nprofile1…?name=…`. A name that is long in a link is left out, but for its first
    /// word where that is short: it comes with the first message anyway.
    pub fn write(&self) -> String {
        let relays = self.hints.iter().filter_map(|url| RelayUrl::parse(url.as_str()).ok());
        let code = Nip19Profile::new(self.account, relays)
            .to_bech32()
            .unwrap_or_else(|_| super::npub(&self.account));
        match self.name.as_ref().and_then(|name| short(name.as_str())) {
            Some(name) => format!("hushwing:{code}?name={name}"),
            None => format!("hushwing:{code}"),
        }
    }
}

/// A name as it stands in a link, or its first word; nothing where both are too long.
fn short(name: &str) -> Option<String> {
    let first = name.split(' ').next().unwrap_or_default();
    [name, first].into_iter().find_map(|name| {
        let written: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
        (written.len() <= LONGEST_NAME).then_some(written)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::key::Keys;
    use proptest::prelude::*;

    fn nadia() -> Link {
        Link {
            account: Keys::generate().public_key(),
            hints: vec![
                "wss://relay.example".parse().unwrap(),
                "ws://10.0.0.2:7777".parse().unwrap(),
            ],
            name: Some(Name::clean("Nadia Rahimi & کریم").unwrap()),
        }
    }

    #[test]
    fn a_link_leads_back() {
        let link = nadia();
        assert_eq!(Link::parse(&link.write()).unwrap(), link);
        let nostr = link.write().replace("hushwing:", "nostr:");
        assert_eq!(Link::parse(&format!("  {nostr}\n")).unwrap(), link);
        let npub = super::super::npub(&link.account);
        assert_eq!(Link::parse(&npub).unwrap().account, link.account);
    }

    #[test]
    fn a_name_never_makes_a_link_much_longer() {
        let named = |name: &str| Link { name: Name::clean(name).ok(), ..nadia() };
        let bare = Link { name: None, ..nadia() }.write().len();
        for name in ["Анна Каренина", "Анна", "Константинопольская", "نادیا رحیمی", "Nadia"]
        {
            let link = named(name);
            assert!(link.write().len() <= bare + "?name=".len() + LONGEST_NAME, "{name}");
        }
        let read = |name: &str| Link::parse(&named(name).write()).unwrap().name;
        assert_eq!(read("Nadia Rahimi"), Name::clean("Nadia Rahimi").ok());
        assert_eq!(read("Анна Каренина"), Name::clean("Анна").ok());
        assert_eq!(read("Константинопольская"), None);
    }

    #[test]
    fn a_secret_key_is_refused_and_not_repeated() {
        let nsec = Keys::generate().secret_key().to_bech32().unwrap();
        for text in [
            nsec.clone(),
            format!("nostr:{nsec}"),
            nsec.to_uppercase(),
            format!("my key is {nsec}"),
        ] {
            let error = Link::parse(&text).unwrap_err();
            assert_eq!(error, LinkError::SecretKey);
            assert!(!error.to_string().contains(&nsec[..12]));
        }
    }

    #[test]
    fn a_link_is_found_in_what_was_pasted_around_it() {
        let link = nadia();
        let written = link.write();
        for text in [
            format!("hey, my link is {written} - see you!"),
            format!("My link:\n<{written}>."),
            format!("Мой адрес «{written}», пиши"),
            format!("({})", written.replace("hushwing:", "nostr:")),
        ] {
            assert_eq!(Link::parse(&text).as_ref(), Ok(&link), "{text}");
        }
        // The same person twice is one person, and a bare key says less.
        let npub = super::super::npub(&link.account);
        assert_eq!(Link::parse(&format!("{npub} or {written}")).as_ref(), Ok(&link));
        // Of several nobody is chosen.
        let both = format!("{written} {}", nadia().write());
        assert_eq!(Link::parse(&both), Err(LinkError::Several));
        assert_eq!(Link::parse(&both.replace(' ', ",")), Err(LinkError::Several));
        // A secret anywhere in the text is refused all the same.
        let nsec = Keys::generate().secret_key().to_bech32().unwrap();
        assert_eq!(Link::parse(&format!("{written} {nsec}")), Err(LinkError::SecretKey));
        let long = format!("{}{written}", "hey ".repeat(1_200));
        assert_eq!(Link::parse(&long), Err(LinkError::TooLong));
    }

    #[test]
    fn what_is_no_link_says_so() {
        let note = nostr::event::EventId::from_byte_array([1; 32]).to_bech32().unwrap();
        assert_eq!(Link::parse(&note), Err(LinkError::NotAPerson));
        for text in ["", "hello", "npub1", "hushwing:", "https://example.com"] {
            assert_eq!(Link::parse(text), Err(LinkError::Malformed), "{text}");
        }
        assert_eq!(Link::parse(&"a".repeat(5_000)), Err(LinkError::TooLong));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,200}") {
            let _ = Link::parse(&text);
        }

        #[test]
        fn no_damaged_link_leads_elsewhere(at in 10usize..60, with in "[a-z0-9]") {
            let link = nadia();
            let mut text = link.write();
            text.replace_range(at..=at, &with);
            if let Ok(read) = Link::parse(&text) {
                prop_assert_eq!(read.account, link.account);
            }
        }
    }
}
