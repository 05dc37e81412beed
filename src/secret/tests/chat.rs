//! A chat from the offer on, as it should go.

use super::*;
use crate::secret::*;

#[test]
fn olga_and_carl_talk() {
    let mut pair = Pair::unconfirmed("talk");
    assert!(pair.o.is_confirmed());
    assert!(!pair.c.is_confirmed());
    assert_eq!(pair.o.transcript(), pair.c.transcript());
    let unconfirmed = pair.c.send(b"too early", &mut pair.dice);
    assert_eq!(unconfirmed.err(), Some(Unsent::Unconfirmed));
    assert!(pair.c.sending_mailbox().is_none());

    let wire = pair.olga_says(b"hello from Olga");
    assert_eq!(pair.carl_hears(&wire).unwrap(), b"hello from Olga");
    assert!(pair.c.is_confirmed());
    for round in 0..5_u8 {
        for n in 0..3 {
            let wire = pair.carl_says(&[round, n]);
            assert_eq!(pair.olga_hears(&wire).unwrap(), [round, n]);
        }
        let wire = pair.olga_says(&[round]);
        assert_eq!(pair.carl_hears(&wire).unwrap(), [round]);
    }
    assert_eq!(pair.c.missing() + pair.o.missing(), 0);
}

#[test]
fn both_sides_derive_the_same_mailboxes() {
    let mut pair = Pair::new("mailboxes");
    for _ in 0..4 {
        let to = pair.c.sending_mailbox().unwrap();
        let chain = pair.o.watched().into_iter().find(|w| w.secret.expose() == to.expose());
        let wire = pair.carl_says(b"one");
        let chain = chain.unwrap().chain;
        let opened = pair.o.receive(chain, &wire, NOW, &mut pair.dice).unwrap();
        assert!(opened.stepped);
        pair.o = opened.ratchet;

        let second = pair.carl_says(b"two");
        let opened = pair.o.receive(chain, &second, NOW, &mut pair.dice).unwrap();
        assert!(!opened.stepped, "the chain has kept its number");
        pair.o = opened.ratchet;

        let wire = pair.olga_says(b"three");
        pair.carl_hears(&wire).unwrap();
    }
}

#[test]
fn a_late_message_of_an_old_chain_is_read() {
    let mut pair = Pair::new("late");
    let first = pair.carl_says(b"first");
    let second = pair.carl_says(b"second");
    let third = pair.carl_says(b"third");
    assert_eq!(pair.olga_hears(&third).unwrap(), b"third");
    assert_eq!(pair.o.missing(), 2);
    for _ in 0..3 {
        let wire = pair.olga_says(b"o");
        pair.carl_hears(&wire).unwrap();
        let wire = pair.carl_says(b"c");
        pair.olga_hears(&wire).unwrap();
    }
    assert_eq!(pair.o.watched().len(), 3);
    assert_eq!(pair.olga_hears(&first).unwrap(), b"first");
    assert_eq!(pair.olga_hears(&first), Err(Failure::Unopened), "only once");
    assert_eq!(pair.olga_hears(&second).unwrap(), b"second");
    assert_eq!(pair.o.watched().len(), 2, "nothing is missing there any more");
}

#[test]
fn every_length_of_content_comes_out_as_it_went_in() {
    let mut pair = Pair::new("lengths");
    for length in [0, 1, 1733, 1734, 5829, 5830, 14_021, 14_022, CONTENT] {
        for filling in [0, 0x80, 0xff] {
            let content = vec![filling; length];
            let wire = pair.carl_says(&content);
            let needed = length + (32_768 - CONTENT);
            let size = SIZES.into_iter().find(|size| *size >= needed).unwrap();
            assert_eq!(wire.len(), size);
            assert!(pair.olga_hears(&wire).unwrap() == content);
        }
    }
    let long = pair.c.send(&vec![0; CONTENT + 1], &mut pair.dice);
    assert_eq!(long.err(), Some(Unsent::TooLong));
}

#[test]
fn a_thousand_messages_then_the_chain_waits() {
    let mut pair = Pair::new("thousand");
    let mut last = Vec::new();
    for _ in 0..CHAIN {
        assert!(!pair.c.is_full());
        last = pair.carl_says(b"hi");
    }
    assert!(pair.c.is_full());
    assert_eq!(pair.c.send(b"hi", &mut pair.dice).err(), Some(Unsent::ChainFull));
    pair.olga_hears(&last).unwrap();
    assert_eq!(pair.o.missing(), usize::from(CHAIN) - 1);
    let wire = pair.olga_says(b"go on");
    pair.carl_hears(&wire).unwrap();
    let wire = pair.carl_says(b"thank you");
    assert_eq!(pair.olga_hears(&wire).unwrap(), b"thank you");
}

#[test]
fn keys_of_missing_messages_are_given_up_after_thirty_days() {
    let mut pair = Pair::new("thirty days");
    let missing = pair.carl_says(b"missing");
    let came = pair.carl_says(b"came");
    pair.olga_hears(&came).unwrap();
    assert!(pair.o.forget_old(NOW + SKIPPED_FOR).is_none());
    assert!(pair.o.forget_old(NOW - 1).is_none(), "a clock that was set back");
    pair.o = pair.o.forget_old(NOW + SKIPPED_FOR + 1).unwrap();
    assert_eq!(pair.o.missing(), 0);
    assert_eq!(pair.olga_hears(&missing), Err(Failure::Late));
    let wire = pair.carl_says(b"goes on");
    pair.olga_hears(&wire).unwrap();
}

#[test]
fn an_offer_and_a_device_survive_the_store() {
    let mut dice = Dice::new("store");
    let olga = Device::generate(OLGA, &mut dice);
    let carl = Device::generate(CARL, &mut dice);
    let again = Device::restore(&olga.save()).unwrap();
    assert_eq!(again.identity(), olga.identity());
    assert!(again.save() == olga.save());

    let open = offer(&olga, &mut dice);
    let saved = open.save();
    let content = open.content();
    drop(open);
    let open = OpenOffer::restore(&saved).unwrap();
    assert!(open.save() == saved);
    assert_eq!(open.content(), content);
    let came = read_offer(&content, &carl).unwrap();
    assert_eq!(came.hash(), open.hash());
    let accepted = came.accept(&carl, &relays(), &hello(1), &mut dice).unwrap();
    let accept = Accept::read(&accepted.content, &CARL).unwrap();
    assert_eq!(accept.hash(), accepted.hash);
    let opened = open.open(&accept, &again, NOW, &mut dice).ok().unwrap();
    assert_eq!(opened.ratchet.transcript(), accepted.ratchet.transcript());
}
