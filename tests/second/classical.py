"""The ratchet without its KEM against DoubleRatchet from PyPI, which somebody else wrote.

With RK ‖ CK ‖ NHK in this order, a 64-byte HKDF is the first 64 of our 96, and the chain's two HMACs
are Signal's. `write` keeps one such conversation as tests/vectors/classical.json, for other
implementations to replay.
"""

import asyncio
import contextvars
import json
import os
import random as lots

from doubleratchet import AEAD, DoubleRatchet, EncryptedMessage
from doubleratchet.recommended import HashFunction, kdf_hkdf, kdf_separate_hmacs
from doubleratchet.recommended import diffie_hellman_ratchet_curve25519 as curve

from device import NOW, Road
from harness.program import ROOT
from sc1.handshake import Keys
from sc1.notation import Refused, x25519_public
from sc1.ratchet import Ratchet

VECTORS = os.path.join(ROOT, "tests", "vectors", "classical.json")
LABEL = b"hushwing/sc1/root"
loop = asyncio.new_event_loop()


class Root(kdf_hkdf.KDF):
    @staticmethod
    def _get_hash_function():
        return HashFunction.SHA_256

    @staticmethod
    def _get_info():
        return LABEL


class Chain(kdf_separate_hmacs.KDF):
    @staticmethod
    def _get_hash_function():
        return HashFunction.SHA_256


class Bare(AEAD):
    """Shows the message key instead of using it."""

    @staticmethod
    async def encrypt(plaintext, key, associated_data):
        return key

    @staticmethod
    async def decrypt(ciphertext, key, associated_data):
        return key


# The library asks a static method for private keys; whose they are is said here.
supply = contextvars.ContextVar("supply")


class Curve(curve.DiffieHellmanRatchet):
    @staticmethod
    def _generate_priv():
        return supply.get()()


class Oracle(DoubleRatchet):
    @staticmethod
    def _build_associated_data(associated_data, header):
        return associated_data


SETTINGS = {
    "diffie_hellman_ratchet_class": Curve,
    "root_chain_kdf": Root,
    "message_chain_kdf": Chain,
    "message_chain_constant": b"\x02\x01",  # next ck, then mk
    "dos_protection_threshold": 1000,
    "max_num_skipped_message_keys": 2000,
    "aead": Bare,
}


class Theirs:
    """One side of the oracle's conversation."""

    def __init__(self, generate):
        self.generate = generate
        self.ratchet = None

    def _run(self, work):
        supply.set(self.generate)
        return loop.run_until_complete(work)

    def send(self, sk=None, spk=None):
        """→ EncryptedMessage, whose ciphertext is the message key"""
        if self.ratchet is None:
            self.ratchet, message = self._run(
                Oracle.encrypt_initial_message(**SETTINGS, shared_secret=sk, recipient_ratchet_pub=spk, message=b"", associated_data=b"")
            )
            return message
        return self._run(self.ratchet.encrypt_message(b"", b""))

    def hear(self, message, sk=None, spk=None):
        """→ the message key"""
        if self.ratchet is None:
            self.ratchet, key = self._run(
                Oracle.decrypt_initial_message(**SETTINGS, shared_secret=sk, own_ratchet_priv=spk, message=message, associated_data=b"")
            )
            return key
        return self._run(self.ratchet.decrypt_message(message, b""))


class NoKem:
    """KEM inputs empty: a ciphertext is there, and shares nothing."""

    @staticmethod
    def public(seed):
        return bytes(1184)

    @staticmethod
    def encaps(ek):
        return b"\xee" * 1088, b""

    @staticmethod
    def decaps(seed, ct):
        return b""


class Supplied:
    """Our own side's randomness: the same ratchet keys that the oracle is given."""

    kem = NoKem

    def __init__(self, dice, generate):
        self.dice, self.generate = dice, generate

    def bytes(self, name, size):
        return self.generate() if name == "DHs" else self.dice.randbytes(size)

    def encaps(self, name, ek):
        return NoKem.encaps(ek)


class Keyring:
    """Private keys of one side, made once and handed out twice in the same order."""

    def __init__(self, dice):
        self.dice, self.made = dice, []

    def reader(self):
        at = 0

        def take():
            nonlocal at
            while at == len(self.made):
                self.made.append(self.dice.randbytes(32))
            at += 1
            return self.made[at - 1]

        return take


def schedule(seed, steps, record=None):
    """One conversation in both. → (messages compared, differences)"""
    dice, road = lots.Random(seed), Road(seed, loss=0.12, double=0)
    sk, spk = dice.randbytes(32), dice.randbytes(32)
    rings = {"C": Keyring(dice), "O": Keyring(dice)}
    theirs = {who: Theirs(ring.reader()) for who, ring in rings.items()}
    keys = Keys(bytes(32), b"", sk, b"\x0a" * 32, b"\x0b" * 32)
    randoms = {who: Supplied(dice, ring.reader()) for who, ring in rings.items()}
    ours = {"C": Ratchet.for_c(randoms["C"], keys, x25519_public(spk)), "O": Ratchet.for_o(keys, spk, NoKem)}
    ours["C"].confirmed = True
    compared = wrong = sent = 0
    written = []

    def send(me):
        nonlocal sent, compared, wrong
        message = theirs[me].send(sk, x25519_public(spk))
        wire = ours[me].send(randoms[me], b"")
        header = ours[me].last["header"]
        compared += 1
        wrong += message.ciphertext != ours[me].last["mk"]
        there = message.header
        wrong += (there.ratchet_pub, there.previous_sending_chain_length, there.sending_chain_length) != (header.dh, header.pn, header.n)
        written.append({"do": "send", "by": me, "message": sent, "dh": header.dh.hex(), "pn": header.pn, "n": header.n, "mk": message.ciphertext.hex()})
        sent += 1
        return sent - 1, message, ours[me].last["HKs"], wire

    def hear(me, item):
        nonlocal compared, wrong
        number, message, hk, wire = item
        key = theirs[me].hear(EncryptedMessage(message.header, b""), sk, spk)
        try:
            ours[me].receive(randoms[me], hk, wire, NOW)
            wrong += key != ours[me].last["mk"] or key != message.ciphertext
        except Refused:
            wrong += 1
        compared += 1
        written.append({"do": "receive", "by": me, "message": number, "mk": key.hex()})

    # The first message arrives, as the hello in an accept does; then C knows that O is there.
    hear("O", send("C"))
    hear("C", send("O"))
    for _ in range(steps):
        me, other = dice.choice((("C", "O"), ("O", "C")))
        if dice.random() < 0.4:
            for _ in range(dice.choice((1, 1, 2, 5))):
                road.put(other, send(me))
        elif item := road.take(me, 0.5):
            hear(me, item)
    if record is not None:
        record.update(
            sk=sk.hex(), spk=spk.hex(), ratchet_keys={who: [key.hex() for key in ring.made] for who, ring in rings.items()}, steps=written
        )
    return compared, wrong


ABOUT = (
    "The classical Double Ratchet, as PyPI's DoubleRatchet 1.3.0 computes it: section 11 of docs/PROTOCOL.md with every "
    "ss empty. C begins with SK = sk and DHr = X25519(spk); O with SK = sk and DHs = spk. ratchet_keys are the private "
    "X25519 keys that each side makes, in the order in which it makes them: C its first at once, then each one at every "
    "step. The steps are done in order; of each message the header's dh, pn and n and the message key mk are given, and "
    "every message that is received gives the same mk to its reader. Messages that are sent and never received are lost."
)


def write():
    conversations = []
    for seed in range(12):
        conversation = {"seed": seed}
        _, wrong = schedule(seed, 120, conversation)
        if wrong:
            raise SystemExit("the two do not agree: nothing written")
        conversations.append(conversation)
    document = {"about": ABOUT, "info": LABEL.decode(), "conversations": conversations}
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def run(checks):
    checks.section("the ratchet without its KEM, and DoubleRatchet")
    compared = wrong = 0
    for seed in range(1000, 3000):
        some, bad = schedule(seed, 8)
        compared, wrong = compared + some, wrong + bad
    checks.equal(wrong, 0, f"2,000 short schedules: {compared} message keys are the same")
    compared = wrong = 0
    for seed in range(20):
        some, bad = schedule(seed, 250)
        compared, wrong = compared + some, wrong + bad
    checks.equal(wrong, 0, f"20 long schedules: {compared} message keys are the same")
    if os.path.exists(VECTORS):
        with open(VECTORS, encoding="utf-8") as f:
            checks.that(f.read() == write(), "tests/vectors/classical.json is what DoubleRatchet says")


if __name__ == "__main__":
    os.makedirs(os.path.dirname(VECTORS), exist_ok=True)
    with open(VECTORS, "w", encoding="utf-8") as f:
        f.write(write())
