"""Section 10, accept (rumor kind 1461), taken and refused (1463).

Must not know relays, wraps, nor the ratchet: a hello's wire is bytes here.
"""

from dataclasses import dataclass

from . import cbor, identity
from .notation import CT_SIZE, VERSION, Refused, from_base64, h, to_base64, x25519_public

KIND = 1461
KIND_ENDED = 1463
LARGEST = 12288
LARGEST_HELLO = 4096


@dataclass(frozen=True)
class Accept:
    raw: bytes
    chat_id: bytes
    offer: bytes
    id: bytes
    cert: bytes
    ek: bytes
    ct: bytes
    relays: tuple

    @property
    def hash(self):
        return h(self.raw)

    @property
    def account(self):
        return self.id[64:]


def make(offer, owner, ek_secret, ct, relays):
    """`offer` is an Offer, `owner` C's identity, `ek_secret` EK's private key."""
    return parse(
        cbor.write(
            {
                1: VERSION,
                2: offer.chat_id,
                3: offer.hash,
                4: owner.id,
                5: owner.cert,
                6: x25519_public(ek_secret),
                7: ct,
                8: list(relays),
            }
        )
    )


def parse(raw):
    f = cbor.read(raw)
    if cbor.unsigned(f, 1) != VERSION:
        raise Refused("version")
    return Accept(
        raw=raw,
        chat_id=cbor.octets(f, 2, 16),
        offer=cbor.octets(f, 3, 32),
        id=cbor.octets(f, 4, identity.SIZE),
        cert=cbor.octets(f, 5, identity.CERT),
        ek=cbor.octets(f, 6, 32),
        ct=cbor.octets(f, 7, CT_SIZE),
        relays=tuple(cbor.relays(f, 8)),
    )


def content(accept, hello):
    return to_base64(cbor.write({1: accept.raw, 2: hello}))


def read(text, author, open_offer, now):
    """What O checks before any key is computed. → (Accept, wire of the hello)."""
    f = cbor.read(from_base64(text, LARGEST))
    accept = parse(cbor.octets(f, 1))
    hello = cbor.octets(f, 2, at_most=LARGEST_HELLO)
    offer = open_offer.offer
    if accept.chat_id != offer.chat_id or accept.offer != offer.hash or offer.expiry <= now:
        raise Refused("no such offer")
    _, _, account = identity.check(accept.id, accept.cert)
    if not account == author == offer.to:
        raise Refused("author")
    if accept.id == offer.id:
        raise Refused("own identity")
    if not accept.relays:
        raise Refused("relays")
    return accept, hello


def ended(chat_id, hash_):
    """Taken, where the hash is an accept's; refused, where it is an offer's."""
    return to_base64(cbor.write({1: VERSION, 2: chat_id, 3: hash_}))


def read_ended(text):
    """→ (chat_id, hash)"""
    f = cbor.read(from_base64(text, 512))
    if cbor.unsigned(f, 1) != VERSION:
        raise Refused("version")
    return cbor.octets(f, 2, 16), cbor.octets(f, 3, 32)
