use super::*;
use clap::CommandFactory;

const M: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Every command of the table, in words that must be accepted.
const ACCEPTED: &[&[&str]] = &[
    &["init", "--name", "Nadia"],
    &["init", "--name", "Nadia", "--relay", "ws://127.0.0.1:7447", "--relay", "wss://a.example"],
    &["init", "--name", "Nadia", "--keyring"],
    &["init", "--name", "Nadia", "--both", "--relay", "ws://a.example", "--unencrypted"],
    &["restore", "--name", "Nadia"],
    &["restore", "--words", "-", "--name", "Nadia", "--relay", "wss://a.example"],
    &["restore", "--ncryptsec", "key", "--key-password-file", "password", "--name", "N"],
    &["restore", "--words", "words", "--name", "N", "--keyring"],
    &["export", "--words"],
    &["export", "--ncryptsec"],
    &["whoami"],
    &["rename", "Nadia"],
    &["relays"],
    &["relays", "add", "wss://a.example"],
    &["relays", "add", "ws://a.example", "--unencrypted"],
    &["relays", "remove", "wss://a.example"],
    &["add", "nostr:npub1x"],
    &["add", "hushwing:nprofile1x?name=Bob", "--name", "Bob"],
    &["contacts"],
    &["chats"],
    &["room", "Owls", "bob", "carol"],
    &["room", "Owls", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    &["send", "bob", "hello"],
    &["send", "bob", "-"],
    &["send", "bob", "hello", "--reply-to", M],
    &["send", "--reply-to", M, "bob", "hello"],
    &["send", "bob", "hello", "--ttl", "5"],
    &["secret", "bob"],
    &["safety-number", "bob"],
    &["verify", "bob"],
    &["verify", "bob", "--revoke"],
    &["verify", "bob", "--differ"],
    &["verify", "bob", "--let-in"],
    &["verify", "bob", "--code", "CAI="],
    &["close", "bob"],
    &["timer", "bob", "3600"],
    &["timer", "bob", "0"],
    &["react", M, "👍"],
    &["edit", M, "better"],
    &["delete", M],
    &["delete", M, "--for-both"],
    &["retry", M],
    &["history", "bob"],
    &["history", "bob", "--limit", "1000", "--before", M],
    &["search", "owl"],
    &["search", "owl", "--chat", "bob", "--limit", "5"],
    &["read", "bob"],
    &["delete-chat", "bob"],
    &["requests"],
    &["accept", "npub1x"],
    &["block", "npub1x"],
    &["unblock", "npub1x"],
    &["delete-request", "npub1x"],
    &["network"],
    &["sync"],
    &["sync", "--timeout", "5"],
    &["watch"],
];

const REFUSED: &[&[&str]] = &[
    &["send", "bob", "hello", "--ttl", "0"],
    &["send", "bob", "hello", "--ttl", "31536001"],
    &["secret"],
    &["verify", "bob", "--revoke", "--differ"],
    &["timer", "bob"],
    &["timer", "bob", "-1"],
    &[],
    &["fly"],
    &["init"],
    &["init", "--name", "\u{202E}"],
    &["init", "--name", "N", "--relay", "https://a.example"],
    &["init", "--name", "N", "--keyring", "--both"],
    &["restore", "--words", "a", "--ncryptsec", "b", "--name", "N"],
    &["restore", "--words", "a", "--key-password-file", "b", "--name", "N"],
    &["export"],
    &["export", "--words", "--ncryptsec"],
    &["relays", "add"],
    &["relays", "add", "relay"],
    &["relays", "rename", "wss://a.example"],
    &["room", "Owls", "bob"],
    &["room", "Owls", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
    &["send", "bob"],
    &["send", "bob", "two", "texts"],
    &["send", "bob", "hello", "--reply-to", "abc"],
    &["react", M],
    &["react", "1234", "👍"],
    &["edit", M],
    &["delete"],
    &["delete", "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF"],
    &["history"],
    &["history", "bob", "--limit", "0"],
    &["history", "bob", "--limit", "-1"],
    &["search", "owl", "--limit", "501"],
    &["sync", "--timeout", "0"],
    &["sync", "--timeout", "soon"],
    &["whoami", "now"],
];

fn parse(words: &[&str]) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(std::iter::once("hushwing").chain(words.iter().copied()))
}

fn verb(words: &[&str]) -> Verb {
    match parse(&[&["cli"], words].concat()).unwrap().door {
        Some(Door::Cli(options)) => options.verb,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_grammar_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn every_command_takes_the_global_flags_before_and_after() {
    let flags = ["--profile-dir", "/p", "--passphrase-file", "/f", "--json", "-vv"];
    for words in ACCEPTED {
        let cli = &["cli"][..];
        let lines: [Vec<&str>; 4] = [
            [&flags, cli, words].concat(),
            [cli, &flags, words].concat(),
            [cli, words, &flags].concat(),
            [&flags[..2], cli, words, &flags[2..]].concat(),
        ];
        for line in lines {
            let arguments = parse(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
            let globals = arguments.globals;
            assert_eq!(globals.profile_dir, Some("/p".into()), "{line:?}");
            assert_eq!(globals.passphrase_file, Some("/f".into()), "{line:?}");
            assert!(globals.json, "{line:?}");
            assert_eq!(globals.verbose, 2, "{line:?}");
        }
    }
}

#[test]
fn what_does_not_fit_is_a_usage_error() {
    for words in REFUSED {
        let error = parse(&[&["cli"], *words].concat()).expect_err(&format!("{words:?}"));
        assert_eq!(error.exit_code(), 2, "{words:?}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for words in [&["--help"][..], &["--version"], &["cli", "--help"], &["cli", "send", "--help"]] {
        assert_eq!(parse(words).unwrap_err().exit_code(), 0, "{words:?}");
    }
}

#[test]
fn no_command_opens_the_app() {
    assert!(parse(&[]).unwrap().door.is_none());
    let arguments = parse(&["--profile", "work"]).unwrap();
    assert!(arguments.door.is_none());
    assert_eq!(arguments.globals.profile.as_deref(), Some("work"));
}

#[test]
fn a_relay_needs_an_address_and_a_folder() {
    let arguments = parse(&["relay", "--listen", "[::1]:7447", "--data", "/d", "-v"]).unwrap();
    let Some(Door::Relay(relay)) = arguments.door else { panic!() };
    assert_eq!((relay.listen.as_str(), relay.data), ("[::1]:7447", "/d".into()));
    assert_eq!(arguments.globals.verbose, 1);
    assert!(parse(&["relay", "--listen", "127.0.0.1:1"]).is_err());
}

#[test]
fn a_text_may_begin_with_a_hyphen_and_flags_stay_flags() {
    for text in ["-1 degree", "--- cut here", "-very nice", "-", "- item"] {
        match verb(&["send", "bob", text]) {
            Verb::Send { text: read, .. } => assert_eq!(read, text),
            other => panic!("{other:?}"),
        }
    }
    assert!(parse(&["cli", "send", "bob", "hi", "--json"]).unwrap().globals.json);
    match verb(&["send", "bob", "--", "--json"]) {
        Verb::Send { text, .. } => assert_eq!(text, "--json"),
        other => panic!("{other:?}"),
    }
    // A flag that does not exist must not become the text.
    assert!(parse(&["cli", "send", "bob", "--reply", M, "hello"]).is_err());
    assert!(parse(&["cli", "send", "bob", "hello", "--tty", "5"]).is_err());
}

#[test]
fn only_commands_that_need_relays_connect() {
    let quiet: Vec<&str> =
        ACCEPTED.iter().filter(|words| !verb(words).connects()).map(|words| words[0]).collect();
    let mut quiet_once = quiet.clone();
    quiet_once.dedup();
    assert_eq!(
        quiet_once,
        [
            "export",
            "whoami",
            "rename",
            "contacts",
            "chats",
            "room",
            "safety-number",
            "history",
            "search",
            "delete-chat",
            "requests",
            "delete-request"
        ]
    );
}

#[test]
fn a_relay_shows_no_flags_that_it_does_not_use_and_refuses_them() {
    let help = parse(&["relay", "--help"]).unwrap_err().to_string();
    for flag in ["--profile", "--passphrase-file", "--json"] {
        assert!(!help.contains(flag), "{flag}");
    }
    assert!(help.contains("--verbose") && help.contains("--listen"));
    let relay = ["relay", "--listen", "127.0.0.1:1", "--data", "/d"];
    assert!(!parse(&relay).unwrap().globals.name_a_profile());
    for flags in [&["--profile", "x"][..], &["--profile-dir", "/x"], &["--json"]] {
        for line in [[flags, &relay].concat(), [&relay, flags].concat()] {
            assert!(parse(&line).unwrap().globals.name_a_profile(), "{line:?}");
        }
    }
}

#[test]
fn help_names_the_program_whatever_its_file_is_called_and_promises_nothing() {
    let help = Arguments::try_parse_from(["/tmp/hw-0.1-linux", "--help"]).unwrap_err().to_string();
    assert!(help.contains("Usage: hushwing"), "{help}");
    assert!(help.contains("not in this version"), "{help}");
}

#[test]
fn what_pending_means_is_told() {
    let help = parse(&["cli", "sync", "--help"]).unwrap_err().to_string();
    assert!(help.contains("pending") && help.contains("receipts"), "{help}");
}
