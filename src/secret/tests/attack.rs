//! What people try with messages, and with a state that they stole.

use super::handshake::{SMALL, small};
use super::*;
use crate::secret::*;

/// Carl's message with each of these bits turned, one at a time, opens nothing and changes nothing.
fn turn(bits: impl Iterator<Item = usize>) {
    let mut pair = Pair::new("bits");
    let mut wire = pair.carl_says(b"the ferry leaves at 7:40");
    let before = pair.o.save();
    let chain = pair.o.watched().last().unwrap().chain;
    for bit in bits.take_while(|bit| bit / 8 < 4096) {
        wire[bit / 8] ^= 1 << (bit % 8);
        let failure = pair.o.receive(chain, &wire, NOW, &mut pair.dice).err();
        assert_eq!(failure, Some(Failure::Unopened), "bit {bit}");
        wire[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(pair.o.save() == before);
    assert!(pair.olga_hears(&wire).is_ok());
}

#[test]
fn a_changed_bit_of_a_message_is_noticed() {
    // Version, r and the first bytes of the header whole, of the rest one in every seven bytes.
    turn((0..80 * 8).chain((80 * 8..).step_by(8 * 7 + 3)));
}

#[test]
#[ignore = "every bit: minutes without optimisation"]
fn every_bit_of_a_message_counts() {
    turn(0..);
}

#[test]
fn other_sizes_are_not_looked_at() {
    let mut pair = Pair::new("sizes");
    let wire = pair.carl_says(b"hi");
    for length in [0, 1, 17, 4095, 4097, 32_769, 1_000_000] {
        let mut other = wire.clone();
        other.resize(length, 0);
        assert_eq!(pair.olga_hears(&other), Err(Failure::Unopened));
    }
    pair.olga_hears(&wire).unwrap();
}

#[test]
fn a_message_opens_once_in_its_chat_and_its_direction_and_its_mailbox() {
    let mut pair = Pair::new("once");
    let mut other = Pair::new("another chat");
    let wire = pair.carl_says(b"hi");
    assert_eq!(pair.carl_hears(&wire), Err(Failure::Unopened), "reflected");
    assert_eq!(other.olga_hears(&wire), Err(Failure::Unopened), "in another chat");
    let watched = pair.o.watched();
    let wrong = pair.o.receive(watched[0].chain, &wire, NOW, &mut pair.dice);
    assert_eq!(wrong.err(), Some(Failure::Unopened), "in another mailbox");
    let unknown = pair.o.receive(ChainNumber(99), &wire, NOW, &mut pair.dice);
    assert_eq!(unknown.err(), Some(Failure::Unopened));
    pair.olga_hears(&wire).unwrap();
    assert_eq!(pair.olga_hears(&wire), Err(Failure::Unopened), "again");
    // The relay has the wire too: a used number with another body is no proof of anything.
    let mut garbled = wire;
    *garbled.last_mut().unwrap() ^= 1;
    assert_eq!(pair.olga_hears(&garbled), Err(Failure::Unopened));
}

#[test]
fn a_step_with_a_point_of_small_order_fails() {
    for n in 0..SMALL.len() {
        let mut pair = Pair::new("small step");
        pair.c.claim_dh(small(n));
        let wire = pair.carl_says(b"hi");
        assert_eq!(pair.olga_hears(&wire), Err(Failure::Unopened));
    }
}

#[test]
fn a_step_with_a_bad_or_no_key_of_the_kem_fails() {
    let changes: [fn(&mut Ratchet); 4] = [
        |c| c.claim_ct(None),
        |c| c.claim_ct(Some([0; 1088])),
        |c| {
            let mut ct = c.ct();
            ct[500] ^= 1;
            c.claim_ct(Some(ct));
        },
        |c| c.claim_ek([0xff; 1184]),
    ];
    for change in changes {
        let mut pair = Pair::new("kem step");
        change(&mut pair.c);
        let wire = pair.carl_says(b"hi");
        assert_eq!(pair.olga_hears(&wire), Err(Failure::Unopened));
    }
}

#[test]
fn a_profile_that_was_set_back_never_seals_with_the_same_key_and_nonce_and_is_found_out() {
    let mut pair = Pair::new("set back");
    let older = pair.c.save();
    let first = pair.carl_says(b"hi");
    let keys = |state: &Ratchet, wire: &[u8]| {
        let next = state.inspect_next(wire[1..17].try_into().unwrap());
        (next["kh"].clone(), next["nh"].clone(), next["km"].clone(), next["nm"].clone())
    };
    let before = Ratchet::restore(&older).unwrap();
    pair.c = Ratchet::restore(&older).unwrap();
    let again = pair.carl_says(b"hi");
    let (one, two) = (keys(&before, &first), keys(&before, &again));
    assert!(one.0 != two.0 && one.1 != two.1 && one.2 != two.2 && one.3 != two.3);
    pair.olga_hears(&first).unwrap();
    assert_eq!(pair.olga_hears(&again), Err(Failure::Forked));
    assert_eq!(pair.olga_hears(&first), Err(Failure::Unopened));
}

#[test]
fn a_copied_profile_is_found_out_by_a_second_branch() {
    let mut pair = Pair::new("branch");
    let copy = pair.c.save();
    let wire = pair.olga_says(b"to both");
    pair.carl_hears(&wire).unwrap();
    let from_carl = pair.carl_says(b"from Carl");
    pair.c = Ratchet::restore(&copy).unwrap();
    // The message came in the chain that both know; a step differs in each.
    pair.carl_hears(&wire).unwrap();
    let from_copy = pair.carl_says(b"from the copy");
    pair.olga_hears(&from_carl).unwrap();
    assert_eq!(pair.olga_hears(&from_copy), Err(Failure::Forked));

    let mut pair = Pair::new("branches of a step");
    let wire = pair.carl_says(b"a step for Olga");
    pair.olga_hears(&wire).unwrap();
    let wire = pair.olga_says(b"a step for Carl");
    let copy = pair.c.save();
    pair.carl_hears(&wire).unwrap();
    let from_carl = pair.carl_says(b"from Carl");
    pair.c = Ratchet::restore(&copy).unwrap();
    pair.carl_hears(&wire).unwrap();
    let from_copy = pair.carl_says(b"from the copy");
    pair.olga_hears(&from_carl).unwrap();
    assert_eq!(pair.olga_hears(&from_copy), Err(Failure::Forked), "another dh in one chain");
}

#[test]
fn a_chain_that_ends_before_what_came_of_it_is_found_out() {
    let mut pair = Pair::new("pn");
    for _ in 0..3 {
        let wire = pair.carl_says(b"hi");
        pair.olga_hears(&wire).unwrap();
    }
    let wire = pair.olga_says(b"step");
    pair.carl_hears(&wire).unwrap();
    pair.c.claim_pn(2);
    let wire = pair.carl_says(b"as if only two had been sent");
    assert_eq!(pair.olga_hears(&wire), Err(Failure::Forked));
}

#[test]
fn a_number_beyond_the_end_of_an_old_chain_is_found_out() {
    let mut pair = Pair::new("beyond");
    let _missing = pair.carl_says(b"missing");
    let wire = pair.carl_says(b"came");
    pair.olga_hears(&wire).unwrap();
    let copy = pair.c.save();
    let wire = pair.olga_says(b"step");
    pair.carl_hears(&wire).unwrap();
    let wire = pair.carl_says(b"the next chain");
    pair.olga_hears(&wire).unwrap();
    pair.c = Ratchet::restore(&copy).unwrap();
    let wire = pair.carl_says(b"on in the old one");
    assert_eq!(pair.olga_hears(&wire), Err(Failure::Forked));
}

#[test]
fn skipping_is_bounded() {
    let mut pair = Pair::new("bomb");
    let mut sizes = Vec::new();
    let mut first = None;
    for _ in 0..4 {
        let mut last = Vec::new();
        for _ in 0..CHAIN {
            last = pair.carl_says(b"");
            first.get_or_insert_with(|| last.clone());
        }
        pair.olga_hears(&last).unwrap();
        let wire = pair.olga_says(b"");
        pair.carl_hears(&wire).unwrap();
        sizes.push(pair.o.save().len());
        assert!(pair.o.missing() <= SKIPPED);
    }
    assert_eq!(pair.o.missing(), SKIPPED);
    assert_eq!(pair.o.watched().len(), 4, "chains without keys are not watched");
    assert!(sizes[3] < 200_000);
    assert_eq!(pair.olga_hears(&first.unwrap()), Err(Failure::Unopened), "the oldest made room");
}

#[test]
fn a_stolen_state_opens_nothing_that_came_before() {
    let mut pair = Pair::new("before");
    let mut wires = Vec::new();
    for round in 0..6_u8 {
        for _ in 0..=round % 3 {
            let wire = pair.carl_says(b"before");
            pair.olga_hears(&wire).unwrap();
            wires.push(wire);
        }
        let wire = pair.olga_says(b"before");
        pair.carl_hears(&wire).unwrap();
        wires.push(wire);
    }
    for state in [&pair.o, &pair.c] {
        let mut stolen = Ratchet::restore(&state.save()).unwrap();
        for wire in &wires {
            assert!(hear(&mut stolen, wire, &mut Dice::new("thief")).is_err());
        }
    }
}

/// Carl's state is stolen. Then Olga writes, Carl answers, Olga answers: a round trip. The thief reads
/// along as long as they can; of what Carl draws in between, they learn what a broken primitive gives
/// away.
fn thief_reads_after_a_round_trip(dh_broken: bool, kem_broken: bool) -> bool {
    let mut pair = Pair::new("after");
    let wire = pair.carl_says(b"c");
    pair.olga_hears(&wire).unwrap();
    let mut thief = Ratchet::restore(&pair.c.save()).unwrap();
    let mut dice = Dice::new("thief");

    let wire = pair.olga_says(b"the thief still reads this");
    pair.dice.log.clear();
    pair.carl_hears(&wire).unwrap();
    // What the thief knows of what Carl drew: DHs, the seed of dk, and the randomness of Encaps.
    let mut drawn = pair.dice.log.clone();
    let mut guess = |known: bool, value: &mut Vec<u8>| {
        if !known {
            rand_core::Rng::fill_bytes(&mut dice, value);
        }
    };
    guess(dh_broken, &mut drawn[0]);
    guess(kem_broken, &mut drawn[1]);
    guess(kem_broken, &mut drawn[2]);
    let mut replay = Dice::new("");
    replay.replay(&drawn);
    assert_eq!(hear(&mut thief, &wire, &mut replay).unwrap(), b"the thief still reads this");

    let wire = pair.carl_says(b"answer");
    pair.olga_hears(&wire).unwrap();
    let wire = pair.olga_says(b"after a round trip");
    pair.carl_hears(&wire).unwrap();
    hear(&mut thief, &wire, &mut dice).is_ok()
}

#[test]
fn a_stolen_state_opens_nothing_after_a_round_trip_even_with_one_primitive_broken() {
    assert!(!thief_reads_after_a_round_trip(false, false));
    assert!(!thief_reads_after_a_round_trip(true, false), "X25519 broken");
    assert!(!thief_reads_after_a_round_trip(false, true), "ML-KEM broken");
    assert!(thief_reads_after_a_round_trip(true, true), "both: the test can tell");
}

#[test]
fn typing_is_heard_once_and_only_for_half_a_minute() {
    let mut pair = Pair::new("typing");
    let now = NOW * 1000;
    let chain = pair.o.watched().last().unwrap().chain;
    let wire = pair.c.typing(now, &mut pair.dice).unwrap();
    assert_eq!(wire.len(), TYPING);
    let hear = |o: &Ratchet, wire: &[u8], last, now| o.hear_typing(chain, wire, last, now);
    assert_eq!(hear(&pair.o, &wire, None, now), Ok(now));
    assert_eq!(hear(&pair.o, &wire, Some(now - 1), now + 30_000), Ok(now));
    let refused = Err(Failure::Unopened);
    assert_eq!(hear(&pair.o, &wire, Some(now), now), refused, "again");
    assert_eq!(hear(&pair.o, &wire, None, now + 30_001), refused, "old");
    assert_eq!(hear(&pair.o, &wire, None, now - 30_001), refused, "ahead");
    assert_eq!(pair.c.hear_typing(chain, &wire, None, now), refused, "reflected");
    let other = Pair::new("typing elsewhere");
    assert_eq!(hear(&other.o, &wire, None, now), refused);
    for bit in 0..wire.len() * 8 {
        let mut wire = wire.clone();
        wire[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(hear(&pair.o, &wire, None, now), refused);
    }
    let unconfirmed = Pair::unconfirmed("typing");
    assert!(unconfirmed.c.typing(now, &mut pair.dice).is_none());
}

#[test]
fn spoken_words_notice_whoever_is_between() {
    let mut dice = Dice::new("between");
    let (t, u) = ([1; 32], [2; 32]);
    let start = |role, t: &[u8; 32], dice: &mut Dice| match WordsCheck::start(role, t, dice) {
        (check, Words::Commit(c)) => (check, c),
        _ => panic!(),
    };
    // One chat on each side of Mallory: nothing that one side says fits the other.
    let (mut carl, c) = start(Role::C, &t, &mut dice);
    let (mut olga, o) = WordsCheck::agree(Role::O, &u, c, &mut dice);
    let Step::Send(reveal) = carl.take(o) else { panic!() };
    assert!(olga.take(reveal) == Step::Stop);

    // Carl's own commit, sent back to him: then his own nonce.
    let (mut carl, c) = start(Role::C, &t, &mut dice);
    let Step::Send(reveal) = carl.take(Words::Commit(c)) else { panic!() };
    assert!(carl.take(reveal) == Step::Stop, "reflected");

    let (mut carl, _) = start(Role::C, &t, &mut dice);
    assert!(carl.take(Words::Reveal([0; 16])) == Step::Stop, "a nonce before its commit");
    let (mut carl, _) = start(Role::C, &t, &mut dice);
    assert!(matches!(carl.take(Words::Commit([1; 32])), Step::Send(_)));
    assert!(carl.take(Words::Commit([1; 32])) == Step::Stop, "another commit");
    let (mut carl, _) = start(Role::C, &t, &mut dice);
    assert!(carl.take(Words::Stop) == Step::Stop);
    // Both started at once: each takes the other's commit for the answer, and both show the same.
    let (mut carl, c) = start(Role::C, &t, &mut dice);
    let (mut olga, o) = start(Role::O, &t, &mut dice);
    let Step::Send(from_carl) = carl.take(Words::Commit(o)) else { panic!() };
    let Step::Send(from_olga) = olga.take(Words::Commit(c)) else { panic!() };
    assert!(carl.take(from_olga) == olga.take(from_carl));
}

#[test]
fn a_scanned_code_is_the_same_different_or_none() {
    let pair = Pair::new("scan");
    let (o, c) = (pair.olga.identity(), pair.carl.identity());
    let (on_o, on_c) = (SafetyNumber::new(o, c), SafetyNumber::new(c, o));
    assert_eq!(on_o.digits(), on_c.digits());
    assert_eq!(on_o.digits().len(), 60);
    assert_eq!(on_o.picture(), on_c.picture());
    assert_eq!(on_o.scan(&on_c.code()), Scanned::Same);
    assert_eq!(on_o.scan(&on_o.code()), Scanned::Different, "one's own screen");
    let mut version = on_c.code();
    version[1] = 1;
    assert_eq!(on_o.scan(&version), Scanned::Unreadable);
    assert_eq!(on_o.scan(&on_c.code()[..CODE - 1]), Scanned::Unreadable);
    let mut one = on_c.code();
    one[CODE - 1] ^= 1;
    assert_eq!(on_o.scan(&one), Scanned::Different);
}
