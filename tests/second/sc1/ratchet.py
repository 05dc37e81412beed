"""Section 11: the Double Ratchet with header encryption and a KEM in every DH step.

Must not know what content means, nor how a wire travels. Randomness and time are arguments.
"""

import copy
from dataclasses import dataclass, field

from . import wire as wires
from .mailbox import mailbox
from .notation import EMPTY, MlKem768, Refused, dh, h, hkdf, hmac_sha256, label, split, x25519_public

LONGEST_CHAIN = 1000
MOST_KEPT = 2000
KEPT_FOR = 30 * 24 * 3600


class Again(Refused):
    """The same wire came before."""


class Copied(Refused):
    """The peer's profile was copied or restored: an authentic header contradicts an earlier one."""


class CannotSend(Exception):
    """Nothing may be sent now: the chain is full, the chat unconfirmed, or the peer was copied."""


def kdf_rk(rk, shared, ss):
    """→ RK, CK, NHK"""
    return split(hkdf(rk, shared + ss, label("root"), 96), 32, 32, 32)


def kdf_ck(ck):
    """→ mk, next ck"""
    return hmac_sha256(ck, b"\x01"), hmac_sha256(ck, b"\x02")


@dataclass
class Receiving:
    """A chain of the peer's. `ck` is None, and `end` its length, once a later one began."""

    hk: bytes
    ck: bytes
    constant: tuple
    next: int = 0
    end: int = None
    kept: dict = field(default_factory=dict)  # n → (mk, since, order of skipping)
    used: dict = field(default_factory=dict)  # n → H(wire)

    def copy(self):
        new = copy.copy(self)
        new.kept, new.used = dict(self.kept), dict(self.used)
        return new


@dataclass
class Ratchet:
    t: bytes
    rk: bytes
    dhs: bytes
    dhr: bytes
    nhks: bytes
    nhkr: bytes
    hks: bytes = None
    cks: bytes = None
    ns: int = 0
    pn: int = 0
    ek: bytes = EMPTY
    dk: bytes = EMPTY
    ct: bytes = EMPTY
    kem: type = MlKem768
    plays_c: bool = False
    confirmed: bool = False
    copied: bool = False
    current: Receiving = None
    older: list = field(default_factory=list)
    skipped_ever: int = 0
    last: dict = field(default_factory=dict)  # the intermediate values of the last message

    @staticmethod
    def for_c(random, keys, spk):
        dhs = random.bytes("DHs", 32)
        dk = random.bytes("dk", 64)
        rk, cks, nhks = kdf_rk(keys.sk, dh(dhs, spk), EMPTY)
        return Ratchet(
            keys.t, rk, dhs, spk, nhks, keys.nhkb,
            hks=keys.hka, cks=cks, ek=random.kem.public(dk), dk=dk, kem=random.kem, plays_c=True,
        )  # fmt: skip

    @staticmethod
    def for_o(keys, spk_secret, kem=MlKem768):
        return Ratchet(keys.t, keys.sk, spk_secret, EMPTY, keys.nhkb, keys.hka, kem=kem)

    # -- sending -----------------------------------------------------------------------------------

    def send(self, random, content, hello=False):
        """→ the wire. It goes to mailbox(HKs) as it was before, which is `last["HKs"]`."""
        if self.cks is None or self.copied or self.ns >= LONGEST_CHAIN:
            raise CannotSend
        if self.plays_c and not self.confirmed and not hello:
            raise CannotSend
        r = random.bytes("r", 16)
        mk, cks = kdf_ck(self.cks)
        header = wires.Header(x25519_public(self.dhs), self.pn, self.ns, self.ek, self.ct)
        sent = wires.encode(self.hks, mk, r, header, content, self.t, bare=hello)
        self.last = {"HKs": self.hks, "mk": mk, "r": r, "header": header, "CK": self.cks}
        self.cks = cks
        self.ns += 1
        return sent

    # -- receiving ---------------------------------------------------------------------------------

    def mailboxes(self):
        """What is watched: x-only key → header key."""
        keys = [self.nhkr] + [chain.hk for chain in self._chains()]
        return {mailbox(hk)[1]: hk for hk in keys}

    def _chains(self):
        return ([self.current] if self.current else []) + self.older

    def receive(self, random, hk, wire, now, hello=False):
        """→ the content. `hk` is the header key of the mailbox that it came to; `now` in seconds.

        Raises `Refused` and leaves everything as it was, but for the mark that `Copied` sets.
        """
        new = self._copy()
        try:
            content = new._receive(random, hk, wire, now, hello)
        except Copied:
            self.copied = True
            raise
        self.__dict__.update(new.__dict__)
        return content

    def _copy(self):
        new = copy.copy(self)
        new.current = self.current and self.current.copy()
        new.older = [chain.copy() for chain in self.older]
        return new

    def _receive(self, random, hk, wire, now, hello):
        r, eh, body = wires.cut(wire, hello)
        self._forget(now)
        chain = next((c for c in self._chains() if c.hk == hk), None)
        if chain is None and hk != self.nhkr:
            raise Refused("no such mailbox")
        header = wires.open_header(hk, r, eh, self.t)
        if hello and (header.n or header.pn):
            raise Refused("a hello is number 0")
        stepped = {}
        if chain is None:
            chain, stepped = self._step(random, header, now)
        elif chain.constant != header.constant:
            raise Copied("another chain under the same header key")
        mk = self._key(chain, header.n, h(wire), now)
        content = wires.open_body(mk, r, eh, body, self.t)
        chain.used[header.n] = h(wire)
        self._tidy()
        self.last = {**stepped, "HK": hk, "mk": mk, "r": r, "header": header}
        self.confirmed = True
        return content

    def _key(self, chain, n, wire, now):
        if n in chain.used:
            if chain.used[n] == wire:
                raise Again
            raise Copied("two wires of one number")
        if n in chain.kept:
            return chain.kept.pop(n)[0]
        if chain.ck is None and n >= chain.end:
            raise Copied("beyond the end of its chain")
        if n < chain.next:
            raise Refused("its key is gone")
        self._skip(chain, n, now)
        mk, chain.ck = kdf_ck(chain.ck)
        chain.next = n + 1
        return mk

    def _skip(self, chain, until, now):
        while chain.next < until:
            mk, chain.ck = kdf_ck(chain.ck)
            chain.kept[chain.next] = (mk, now, self.skipped_ever)
            chain.next += 1
            self.skipped_ever += 1

    def _step(self, random, header, now):
        if bool(header.ct) != bool(self.dk):
            raise Refused("ct")
        ending = self.current
        if ending:
            if header.pn < ending.next:
                raise Copied("a chain that ended before its last message")
            self._skip(ending, header.pn, now)
            ending.end, ending.ck = header.pn, None
            self.older.append(ending)
        elif header.pn:
            raise Refused("pn of a chain that never was")
        self.pn, self.ns = self.ns, 0
        self.hks, self.dhr = self.nhks, header.dh
        hkr = self.nhkr
        ss = self.kem.decaps(self.dk, header.ct) if self.dk else EMPTY
        stepped = {"dh_receive": dh(self.dhs, self.dhr), "ss_receive": ss}
        self.rk, ckr, self.nhkr = kdf_rk(self.rk, stepped["dh_receive"], ss)
        self.dhs = random.bytes("DHs", 32)
        self.dk = random.bytes("dk", 64)
        self.ek = self.kem.public(self.dk)
        self.ct, ss = random.encaps("ct", header.ek)
        stepped |= {"dh_send": dh(self.dhs, self.dhr), "ss_send": ss}
        self.rk, self.cks, self.nhks = kdf_rk(self.rk, stepped["dh_send"], ss)
        self.current = Receiving(hkr, ckr, header.constant)
        return self.current, stepped

    def _forget(self, now):
        for chain in self._chains():
            chain.kept = {n: kept for n, kept in chain.kept.items() if kept[1] > now - KEPT_FOR}
        self._tidy()

    def _tidy(self):
        """The oldest keys make room, and an older chain that lacks nothing more is forgotten."""
        kept = sorted((key[2], n, chain) for chain in self._chains() for n, key in chain.kept.items()) if self._many() else []
        for _, n, chain in kept[: max(0, len(kept) - MOST_KEPT)]:
            del chain.kept[n]
        self.older = [chain for chain in self.older if chain.kept]

    def _many(self):
        return sum(len(chain.kept) for chain in self._chains()) > MOST_KEPT
