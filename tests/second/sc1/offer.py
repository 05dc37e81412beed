"""Section 10, offer: rumor kind 1460, and what C checks before it answers.

Must not know relays, wraps, nor who is a contact.
"""

from dataclasses import dataclass

from . import cbor, identity, signature
from .notation import VERSION, MlKem768, Refused, dh, from_base64, h, label, to_base64, x25519_public
from .secp256k1 import is_on_curve, x_only

KIND = 1460
LIFE = 14 * 24 * 3600
AHEAD = 15 * 60
LARGEST = 8192


@dataclass(frozen=True)
class Offer:
    """An offer as it was sent or read; `raw` are the offer bytes."""

    raw: bytes
    sig: bytes
    chat_id: bytes
    to: bytes
    expiry: int
    id: bytes
    cert: bytes
    spk: bytes
    pqpk: bytes
    reply: bytes
    relays: tuple

    @property
    def hash(self):
        return h(self.raw)

    @property
    def account(self):
        return self.id[64:]

    def content(self):
        """What the rumor holds."""
        return to_base64(cbor.write({1: self.raw, 2: self.sig}))


@dataclass(frozen=True)
class OpenOffer:
    """An offer with what only O knows of it."""

    offer: Offer
    owner: identity.Identity
    spk: bytes
    pqpk: bytes
    reply: bytes


def make(random, owner, to, expiry, relays):
    """→ OpenOffer. `expiry` in Unix seconds."""
    chat_id = random.bytes("chat_id", 16)
    spk = random.bytes("SPK", 32)
    pqpk = random.bytes("PQPK", 64)
    reply = random.bytes("reply", 32)
    raw = cbor.write(
        {
            1: VERSION,
            2: chat_id,
            3: to,
            4: expiry,
            5: owner.id,
            6: owner.cert,
            7: x25519_public(spk),
            8: MlKem768.public(pqpk),
            9: x_only(reply),
            10: list(relays),
        }
    )
    return OpenOffer(parse(raw, signature.sign(owner.sik, label("offer") + raw)), owner, spk, pqpk, reply)


def parse(raw, sig):
    """The shape alone."""
    f = cbor.read(raw)
    if cbor.unsigned(f, 1) != VERSION:
        raise Refused("version")
    return Offer(
        raw=raw,
        sig=sig,
        chat_id=cbor.octets(f, 2, 16),
        to=cbor.octets(f, 3, 32),
        expiry=cbor.unsigned(f, 4),
        id=cbor.octets(f, 5, identity.SIZE),
        cert=cbor.octets(f, 6, identity.CERT),
        spk=cbor.octets(f, 7, 32),
        pqpk=cbor.octets(f, 8, 1184),
        reply=cbor.octets(f, 9, 32),
        relays=tuple(cbor.relays(f, 10)),
    )


def read(content, author, created_at, me, now, seen=()):
    """What C checks. `author` is the account that sealed it, `me` C's identity, times in seconds.

    `seen` are hashes of offer bytes that came before.
    """
    f = cbor.read(from_base64(content, LARGEST))
    offer = parse(cbor.octets(f, 1), cbor.octets(f, 2, 64))
    sik, dik, account = identity.check(offer.id, offer.cert)
    if account != author:
        raise Refused("author")
    if offer.to != me.account:
        raise Refused("to")
    if offer.expiry <= now or created_at > now + AHEAD or offer.expiry > created_at + LIFE:
        raise Refused("time")
    signature.verify(sik, label("offer") + offer.raw, offer.sig)
    if offer.id == me.id:
        raise Refused("own identity")
    MlKem768.check(offer.pqpk)
    for point in (dik, offer.spk):
        dh(me.dik, point)
    if not offer.relays:
        raise Refused("relays")
    if not is_on_curve(offer.reply):
        raise Refused("reply")
    if offer.hash in seen:
        raise Refused("seen before")
    return offer


def survives(mine, theirs):
    """Where two offered to each other at once: whether mine is the one that stays."""
    return mine.hash < theirs.hash
