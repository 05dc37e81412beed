"""Two Python devices over `hushwing relay`: the whole way of a wire, before a third speaks with them."""

import os

from harness import HushwingRelay, scratch
from harness.program import PROGRAM
from messenger import READ, Device
from nostr import event
from sc1 import content, safety_number


def until(checks, what, test, *devices):
    """Everybody reads until the test holds."""

    def probe():
        for device in devices:
            device.poll(0.05)
        return test()

    return checks.soon(probe, what)


def run(checks):
    checks.section("two devices over hushwing relay")
    if not os.access(PROGRAM, os.X_OK):
        checks.that(False, f"{PROGRAM} is there: `cargo build --release`, or HUSHWING=path")
        return
    relay = HushwingRelay(scratch("second"))
    nadia, omar = Device("Nadia", relay.url), Device("Omar", relay.url)
    second = Device("Omar", relay.url, secret=omar.secret)
    try:
        talk(checks, nadia, omar, second)
    finally:
        for device in (nadia, omar, second):
            device.close()
        relay.stop()


def talk(c, nadia, omar, second):
    for device in (nadia, omar):
        device.publish_relays()
    mine = nadia.offer(omar.account)
    until(c, "both of omar's devices have the offer", lambda: omar.offers and second.offers, omar, second)
    omar_chat = omar.accept(omar.offers[0][0])
    late = second.accept(second.offers[0][0])
    until(c, "the chat stands", lambda: nadia.chats and omar_chat.ratchet.confirmed or late.ratchet.confirmed, nadia, omar, second)
    first, chat = (omar, omar_chat) if omar_chat.ratchet.confirmed else (second, late)
    other = late if chat is omar_chat else omar_chat
    until(c, "the later accept hears that it was taken", lambda: other.ended, nadia, omar, second)
    (theirs,) = nadia.chats.values()
    c.equal((theirs.t, len(nadia.chats)), (chat.t, 1), "one chat, one transcript")
    c.equal(theirs.heard[0].fields["name"], "Omar", "with a hello")
    for turn in range(6):
        for who, its, peer in ((nadia, theirs, chat), (first, chat, theirs)):
            said = [who.text(its, f"{turn}.{i} سلام" + "x" * 1500 * i) for i in range(3)]
            until(c, f"turn {turn}: three texts, each delivered", lambda: all(its.receipts.get(i) for i in said), nadia, first)
            c.equal({m.id for m in peer.said()[-3:]}, set(said), "and heard")
    text = chat.said()[0]
    first.deliver(chat, [text.id], READ)
    first.say(chat, content.REACTION, target=[2, text.id], emoji="👍")
    until(c, "read, and a reaction", lambda: theirs.receipts.get(text.id) == READ and theirs.said(content.REACTION), nadia, first)
    first.type(chat)
    until(c, "typing is seen", lambda: theirs.typing, nadia)
    prints = [safety_number.fingerprint(d.identity.id) for d in (nadia, first)]
    c.equal(len(safety_number.digits(*prints)), 60, "a safety number")
    first.say(chat, content.CLOSE, reason=1)
    until(c, "closed", lambda: theirs.ended, nadia)
    offer = second.offer(nadia.account)
    until(c, "an offer the other way", lambda: nadia.offers, nadia)
    nadia.refuse(nadia.offers[0][0])
    until(c, "is refused", lambda: ("refused", offer.offer.chat_id) in second.ended, second)
    c.equal([str(e) for d in (nadia, omar, second) for e in d.dropped], [], "nothing had to be dropped")
    c.that(all(event.tagged(r, "p") == [omar.account] for _, r in omar.offers), "and nobody else was named", mine.offer.chat_id.hex())
