"""Two devices and a road between them that loses, reorders and doubles."""

import random as lots

from sc1 import content, handshake, offer
from sc1.identity import Identity
from sc1.mailbox import mailbox
from sc1.notation import MlKem768, Random, Refused
from sc1.secp256k1 import x_only

NOW = 1_790_000_000
RELAYS = ["wss://relay.example"]


class Seeded(Random):
    """Repeats itself, but for what a KEM encapsulates: its library takes no randomness."""

    def __init__(self, seed, kem=MlKem768):
        self.lots = lots.Random(seed)
        self.kem = kem

    def bytes(self, name, size):
        return self.lots.randbytes(size)


class Side:
    def __init__(self, random, ratchet):
        self.random, self.ratchet = random, ratchet

    def send(self, data):
        """→ (mailbox, wire)"""
        wire = self.ratchet.send(self.random, data)
        return mailbox(self.ratchet.last["HKs"])[1], wire

    def hear(self, box, wire, now=NOW):
        hk = self.ratchet.mailboxes().get(box)
        if hk is None:
            raise Refused("no such mailbox")
        return self.ratchet.receive(self.random, hk, wire, now)


def person(random):
    account = x_only(random.bytes("account", 32))
    return Identity.new(random, account)


def hello(random, name):
    return content.message(
        content.HELLO, random.bytes("id", 16), NOW * 1000, timer=0, relays=RELAYS, name=name
    )


def offered(random=None):
    """→ (O's random, O, C's random, C, OpenOffer)"""
    ro, rc = (random, random) if random else (Random(), Random())
    o, c = person(ro), person(rc)
    return ro, o, rc, c, offer.make(ro, o, c.account, NOW + offer.LIFE, RELAYS)


def chat(seed):
    """→ (C, O) as sides of a chat that stands; O's hello has arrived."""
    random = Seeded(seed)
    ro, o, rc, c, mine = offered(random)
    read = offer.read(mine.offer.content(), o.account, NOW, c, NOW)
    accept, keys, ratchet, text = handshake.answer(rc, read, c, RELAYS, hello(rc, "C"), NOW)
    _, same, other, heard = handshake.conclude(ro, mine, text, c.account, NOW)
    assert keys == same and heard.kind == content.HELLO
    c, o = Side(rc, ratchet), Side(ro, other)
    c.hear(*o.send(content.write(hello(ro, "O"))))
    return c, o


class Road:
    """What is under way to one side, in no order."""

    def __init__(self, seed, loss=0.1, double=0.1):
        self.lots = lots.Random(seed)
        self.loss, self.double = loss, double
        self.ways = {}
        self.lost = 0

    def put(self, side, item):
        if self.lots.random() < self.loss:
            self.lost += 1
            return
        way = self.ways.setdefault(side, [])
        way.append(item)
        if self.lots.random() < self.double:
            way.append(item)

    def take(self, side, ordered=0.6):
        way = self.ways.get(side)
        if not way:
            return None
        return way.pop(0 if self.lots.random() < ordered else self.lots.randrange(len(way)))
