"""Section 13: the sixty digits and the code to scan. Must not know chats."""

import hashlib

from .notation import Refused, h, label

ROUNDS = 5200


def fingerprint_key(id_):
    """pk33"""
    return b"\x05" + h(label("fingerprint") + id_)


def fingerprint(id_):
    """h, 64 bytes"""
    key = fingerprint_key(id_)
    value = hashlib.sha512(b"\x00\x00" + key + id_[64:] + key).digest()
    for _ in range(ROUNDS - 1):
        value = hashlib.sha512(value + key).digest()
    return value


def thirty(value):
    return "".join(f"{int.from_bytes(value[i : i + 5], 'big') % 100_000:05}" for i in range(0, 30, 5))


def digits(one, other):
    """From two values of h."""
    return "".join(sorted((thirty(one), thirty(other))))


def code(own, peer):
    """What the device with `own` shows to the one with `peer`: values of h."""

    def part(number, value):
        inner = b"\x0a\x20" + value[:32]
        return bytes([number << 3 | 2, len(inner)]) + inner

    return b"\x08\x02" + part(2, own) + part(3, peer)


def scan(data, own, peer):
    """Whether this code, shown by the peer, is the one that this device expects."""
    if len(data) != 74 or data[:2] != b"\x08\x02":
        raise Refused("no such code")
    return data == code(peer, own)
