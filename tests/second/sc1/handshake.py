"""Section 10: the keys that both sides compute, and the chat that begins with them.

Must not know relays or wraps.
"""

from dataclasses import dataclass

from . import accept as accepting
from . import content
from .notation import MlKem768, Refused, dh, h, hkdf, label, lp, split
from .ratchet import Ratchet


@dataclass(frozen=True)
class Keys:
    t: bytes
    ikm: bytes
    sk: bytes
    hka: bytes
    nhkb: bytes


def transcript(offer, accept):
    return h(label("transcript") + lp(offer.raw) + lp(offer.sig) + lp(accept.raw))


def keys(t, dh1, dh2, dh3, ss):
    ikm = b"\xff" * 32 + dh1 + dh2 + dh3 + ss
    return Keys(t, ikm, *split(hkdf(bytes(32), ikm, label("handshake") + t, 96), 32, 32, 32))


def answer(random, offer, owner, relays, hello, now):
    """C: → (Accept, Keys, Ratchet, content of the accept rumor). `hello` is its content map."""
    ek = random.bytes("EK", 32)
    ct, ss = random.encaps("ct", offer.pqpk)
    accept = accepting.make(offer, owner, ek, ct, relays)
    found = keys(
        transcript(offer, accept),
        dh(owner.dik, offer.spk),
        dh(ek, offer.id[32:64]),
        dh(ek, offer.spk),
        ss,
    )
    ratchet = Ratchet.for_c(random, found, offer.spk)
    wire = ratchet.send(random, content.write(hello), hello=True)
    return accept, found, ratchet, accepting.content(accept, wire)


def conclude(random, open_offer, text, author, now):
    """O: → (Accept, Keys, Ratchet, content of C's hello). Raises `Refused`, and changes nothing."""
    accept, wire = accepting.read(text, author, open_offer, now)
    offer = open_offer.offer
    found = keys(
        transcript(offer, accept),
        dh(open_offer.spk, accept.id[32:64]),
        dh(open_offer.owner.dik, accept.ek),
        dh(open_offer.spk, accept.ek),
        MlKem768.decaps(open_offer.pqpk, accept.ct),
    )
    ratchet = Ratchet.for_o(found, open_offer.spk)
    hello = content.read(ratchet.receive(random, found.hka, wire, now, hello=True))
    if hello.kind != content.HELLO:
        raise Refused("no hello")
    return accept, found, ratchet, hello
