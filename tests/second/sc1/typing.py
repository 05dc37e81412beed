"""Section 11, typing: an ephemeral wrap that is no ratchet message."""

from .notation import Refused, hkdf, integer, label, seal, split, unseal

TWO = b"\x02"
SIZE = 1 + 16 + 8 + 16
FRESH = 30_000


def _keys(hk, r):
    return split(hkdf(bytes(32), hk, label("typing") + r, 44), 32, 12)


def write(r, hk, now, t):
    """`now` in Unix milliseconds; for mailbox(HKs)."""
    return TWO + r + seal(*_keys(hk, r), integer(now, 8), b"\x01" + t + r)


def read(data, hk, now, t, seen):
    """→ when they typed. `seen` is a set of r, which this one joins."""
    if len(data) != SIZE or data[:1] != TWO:
        raise Refused("size")
    r = data[1:17]
    when = int.from_bytes(unseal(*_keys(hk, r), data[17:], b"\x01" + t + r), "big")
    if abs(when - now) > FRESH or r in seen:
        raise Refused("stale")
    seen.add(r)
    return when
