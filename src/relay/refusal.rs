//! What a relay means when it says no: the texts of `OK false`, `CLOSED`, `NEG-ERR` and `NOTICE`,
//! read into classes that somebody can act on.
//!
//! NIP-01 and NIP-42 name prefixes; relays in the wild often write none, or put a size refusal
//! under `invalid:`. So the prefix is believed where it is specific, and the words where it is not.

/// Longest text of a relay that is kept, in characters.
const MAX_TEXT: usize = 300;
/// No gift wrap with a seal and a rumor in it is smaller, bytes of JSON.
const SMALLEST: usize = 1_024;

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalClass {
    /// The relay has the event already: as good as taken.
    Duplicate,
    /// It wants to know who is there (NIP-42).
    AuthRequired,
    /// It knows who is there, and that is not enough: paying members, lists, web of trust.
    Restricted,
    /// Too much, too fast.
    RateLimited,
    /// The event or its content is too long for this relay.
    TooLarge,
    /// It will not have this, whoever sends it.
    Blocked,
    /// It wants proof of work (NIP-13).
    Pow,
    /// It finds something wrong with the event or the filter.
    Invalid,
    /// Its own trouble; worth another try.
    Error,
    /// A text that says none of these.
    Unknown,
}

impl RefusalClass {
    /// Whether the same bytes will be refused again tomorrow.
    pub fn is_for_good(self) -> bool {
        match self {
            Self::AuthRequired
            | Self::Restricted
            | Self::TooLarge
            | Self::Blocked
            | Self::Pow
            | Self::Invalid => true,
            Self::Duplicate | Self::RateLimited | Self::Error | Self::Unknown => false,
        }
    }

    /// Whether an AUTH may turn the answer (NIP-42).
    pub fn asks_who(self) -> bool {
        matches!(self, Self::AuthRequired | Self::Restricted)
    }
}

/// A refusal, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it is about.
    pub class: RefusalClass,
    /// The relay's own words, shortened, without control characters. From outside: show it as
    /// plain text only.
    pub text: String,
}

impl Refusal {
    /// Reads what a relay wrote.
    pub fn read(text: &str) -> Self {
        Self { class: classify(text), text: tame(text) }
    }

    /// See [`RefusalClass::is_for_good`].
    pub fn is_for_good(&self) -> bool {
        self.class.is_for_good()
    }
}

/// Shortens a text from outside and takes its control and direction characters away.
pub(crate) fn tame(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_direction(*c)).take(MAX_TEXT).collect()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The limit that a size refusal names, if it names one below `size` (bytes that were refused).
/// A number that would leave no room for any envelope is taken for a joke.
pub(crate) fn told_limit(text: &str, size: usize) -> Option<usize> {
    let lower: String = text.chars().take(MAX_TEXT).collect::<String>().to_ascii_lowercase();
    let mut best = None;
    let mut rest = lower.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let unit = after.trim_start();
        let factor = if ["kb", "kib", "k "].iter().any(|u| unit.starts_with(u)) { 1024 } else { 1 };
        if let Some(n) = digits.parse::<usize>().ok().and_then(|n| n.checked_mul(factor))
            && (SMALLEST..size).contains(&n)
        {
            best = best.max(Some(n));
        }
        rest = after;
    }
    best
}

fn classify(text: &str) -> RefusalClass {
    use RefusalClass::*;
    let text: String = text.chars().take(MAX_TEXT).collect::<String>().to_lowercase();
    let text = text.trim();
    let prefix = text.split_once(':').map_or("", |(prefix, _)| prefix.trim());
    match prefix {
        "duplicate" => return Duplicate,
        "auth-required" => return AuthRequired,
        "restricted" => return Restricted,
        "rate-limited" => return RateLimited,
        "pow" => return Pow,
        _ => {}
    }
    if let Some(class) = by_pressing_words(text) {
        return class;
    }
    match prefix {
        "blocked" => Blocked,
        "invalid" | "unsupported" => Invalid,
        "error" | "mute" | "closed" => Error,
        _ => by_words(text),
    }
}

/// Words that say more than a vague prefix in front of them.
fn by_pressing_words(text: &str) -> Option<RefusalClass> {
    use RefusalClass::*;
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["rate limit", "rate-limit", "ratelimit", "slow down", "too fast", "noting too much"])
        || (text.contains("too many") && has(&["message", "request", "event", "per minute"]))
    {
        return Some(RateLimited);
    }
    if has(&["auth-required", "authentication required", "auth required", "please authenticate"])
        || has(&["need to authenticate", "must authenticate", "requires authentication"])
    {
        return Some(AuthRequired);
    }
    let too_much = has(&["too large", "too big", "too long"]) && !text.contains("too long ago");
    let over = has(&["exceed", "maximum", "max ", "larger than", "longer than", "bigger than"])
        || has(&["should be enough"]);
    let over = over && has(&["size", "length", "byte", "content", "characters"]);
    (too_much || over).then_some(TooLarge)
}

/// Words of relays that write no prefix.
fn by_words(text: &str) -> RefusalClass {
    use RefusalClass::*;
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["duplicate", "already have", "already exists", "already stored"]) {
        Duplicate
    } else if has(&["paid", "payment", "pay to", "whitelist", "web of trust", "members", "invite"])
        || has(&["not authorized", "unauthorized", "restricted", "admission", "register"])
    {
        Restricted
    } else if has(&["proof of work", "proof-of-work", "pow ", "difficulty"]) {
        Pow
    } else if has(&["blocked", "banned", "not allowed", "not accepted", "rejected", "forbidden"])
        || has(&["denied", "prohibited", "spam", "policy"])
    {
        Blocked
    } else if has(&[
        "invalid",
        "malformed",
        "bad ",
        "unsupported",
        "unknown filter",
        "could not parse",
    ]) {
        Invalid
    } else if has(&["error", "fail", "database", "timeout", "try again", "unavailable", "internal"])
    {
        Error
    } else {
        Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::RefusalClass::*;
    use super::*;

    #[test]
    fn texts_of_relays_are_read_as_they_are_meant() {
        for (text, class) in [
            ("duplicate: already have this event", Duplicate),
            ("auth-required: we only accept events from registered users", AuthRequired),
            ("restricted: not allowed to write.", Restricted),
            ("rate-limited: slow down there chief", RateLimited),
            ("pow: difficulty 26 is less than 30", Pow),
            ("blocked: you are banned from posting here", Blocked),
            ("invalid: event creation date is too far off from the current time", Invalid),
            ("invalid: created_at is too long ago", Invalid),
            ("invalid: event content too long", TooLarge),
            ("invalid: 'content' should be less than 8196 characters, max length", TooLarge),
            ("error: event too large: 70000 > 65536", TooLarge),
            ("blocked: rate limit exceeded", RateLimited),
            ("Event exceeds the maximum size of 65536 bytes", TooLarge),
            ("max event size is 4096", TooLarge),
            ("message too large", TooLarge),
            ("invalid: 280 characters should be enough for anybody", TooLarge),
            ("you are noting too much", RateLimited),
            ("too many requests", RateLimited),
            ("Authentication required", AuthRequired),
            ("we already have this event", Duplicate),
            ("only paid members may write", Restricted),
            ("spam not welcome", Blocked),
            ("error: could not connect to the database", Error),
            ("could not save the event: database is locked", Error),
            ("mute: no one was listening", Error),
            ("", Unknown),
            ("💥", Unknown),
        ] {
            assert_eq!(Refusal::read(text).class, class, "{text}");
        }
    }

    #[test]
    fn a_limit_in_the_text_is_found() {
        assert_eq!(told_limit("event too large: 70000 > 65536", 70_000), Some(65_536));
        assert_eq!(told_limit("max 64KB", 70_000), Some(65_536));
        assert_eq!(told_limit("too large", 70_000), None);
        assert_eq!(told_limit("error 12: too large", 70_000), None);
        assert_eq!(told_limit("280 characters should be enough for anybody", 70_000), None);
        assert_eq!(told_limit("99999999999999999999999999", 70_000), None);
    }

    #[test]
    fn hostile_texts_are_tamed() {
        let text = format!("error: \u{202e}\u{0007}{}", "x".repeat(10_000));
        let refusal = Refusal::read(&text);
        assert!(refusal.text.chars().count() <= MAX_TEXT);
        assert!(refusal.text.starts_with("error: x"));
    }
}
