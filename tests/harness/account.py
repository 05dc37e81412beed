"""From twelve words to the account key (NIP-06), written here so that the proof that looks for the
key in files learns it without asking the program under proof."""

import hashlib
import hmac

_P = 2**256 - 2**32 - 977
_N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % _P == 0:
        return None
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, _P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, _P)
    x = (slope * slope - a[0] - b[0]) % _P
    return x, (slope * (a[0] - x) - a[1]) % _P


def _point(secret):
    total, power = None, _G
    while secret:
        if secret & 1:
            total = _add(total, power)
        power = _add(power, power)
        secret >>= 1
    return total


def secret_of(words):
    """The 32 bytes at m/44'/1237'/0'/0/0 (BIP-39, BIP-32)."""
    seed = hashlib.pbkdf2_hmac("sha512", words.encode(), b"mnemonic", 2048)
    node = hmac.new(b"Bitcoin seed", seed, hashlib.sha512).digest()
    for index in (44 | 1 << 31, 1237 | 1 << 31, 1 << 31, 0, 0):
        key, chain = int.from_bytes(node[:32], "big"), node[32:]
        if index >> 31:
            data = b"\0" + node[:32]
        else:
            x, y = _point(key)
            data = bytes([2 + y % 2]) + x.to_bytes(32, "big")
        child = hmac.new(chain, data + index.to_bytes(4, "big"), hashlib.sha512).digest()
        key = (int.from_bytes(child[:32], "big") + key) % _N
        node = key.to_bytes(32, "big") + child[32:]
    return node[:32]


def public_of(secret):
    """The x-only public key."""
    return _point(int.from_bytes(secret, "big"))[0].to_bytes(32, "big")


def _polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                check ^= generator
    return check


def bech32(prefix, raw):
    """NIP-19's spelling: `npub1…`, `nsec1…`."""
    bits = int.from_bytes(raw, "big") << 4
    data = [bits >> 5 * i & 31 for i in reversed(range((len(raw) * 8 + 4) // 5))]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _polymod(spread + data + [0] * 6) ^ 1
    data += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(_BECH32[d] for d in data)
