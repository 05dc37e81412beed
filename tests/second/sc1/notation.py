"""Section 9, notation: hashes, keys and the one way to fail.

Must not know what is hashed or encrypted, nor why.
"""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
EMPTY = b""

EK_SIZE, SEED_SIZE, CT_SIZE, SS_SIZE = 1184, 64, 1088, 32


class Refused(Exception):
    """What came is not accepted. Which check failed is for tests; the wire never learns it."""


def label(name):
    """`label"x"`: the ASCII text hushwing/sc1/x."""
    return b"hushwing/sc1/" + name.encode("ascii")


def integer(value, size):
    return value.to_bytes(size, "big")


def lp(value):
    """`LP(x)`: length(4) ‖ x."""
    return integer(len(value), 4) + value


def h(value):
    return hashlib.sha256(value).digest()


def hmac_sha256(key, value):
    return hmac.digest(key, value, "sha256")


def hkdf(salt, ikm, info, size):
    """RFC 5869 with SHA-256; three lines, so that no library's ideas about salts come between."""
    prk = hmac_sha256(salt, ikm)
    out, block = b"", b""
    while len(out) < size:
        block = hmac_sha256(prk, block + info + bytes([len(out) // 32 + 1]))
        out += block
    return out[:size]


def split(value, *sizes):
    """Cuts a byte string into parts of these sizes; they must add up."""
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    if at != len(value):
        raise Refused("length")
    return parts


def seal(key, nonce, plain, associated):
    return AESGCM(key).encrypt(nonce, plain, associated)


def unseal(key, nonce, sealed, associated):
    try:
        return AESGCM(key).decrypt(nonce, sealed, associated)
    except InvalidTag:
        raise Refused("tag") from None


def x25519_public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def dh(secret, public):
    """`DH`: X25519, which fails when the result is all zeros."""
    try:
        shared = X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise Refused("DH") from None
    if not any(shared):
        raise Refused("DH")
    return shared


class MlKem768:
    """`KEM`. A decapsulation key is its 64-byte seed."""

    @staticmethod
    def public(seed):
        return MLKEM768PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()

    @staticmethod
    def check(ek):
        """FIPS 203, 7.2: the modulus check, done here too and not only believed."""
        if len(ek) != EK_SIZE:
            raise Refused("ek")
        for i in range(0, EK_SIZE - 32, 3):
            a, b, c = ek[i : i + 3]
            if a | (b & 15) << 8 >= 3329 or b >> 4 | c << 4 >= 3329:
                raise Refused("ek")
        try:
            return MLKEM768PublicKey.from_public_bytes(ek)
        except ValueError:
            raise Refused("ek") from None

    @staticmethod
    def encaps(ek):
        """→ (ct, ss)"""
        ss, ct = MlKem768.check(ek).encapsulate()
        return ct, ss

    @staticmethod
    def decaps(seed, ct):
        if len(ct) != CT_SIZE:
            raise Refused("ct")
        return MLKEM768PrivateKey.from_seed_bytes(seed).decapsulate(ct)

    @staticmethod
    def shared_secret_of(m, ek):
        """FIPS 203, algorithm 17: what Encaps(ek) with the randomness m shares. If a decapsulation
        gives the same, then its ciphertext was made from m, since anything else is rejected."""
        return hashlib.sha3_512(m + hashlib.sha3_256(ek).digest()).digest()[:32]


class Random:
    """Where random values come from. Each is asked for by name, so that a test may supply it."""

    kem = MlKem768

    def bytes(self, name, size):
        return os.urandom(size)

    def encaps(self, name, ek):
        return self.kem.encaps(ek)


def to_base64(value):
    return base64.b64encode(value).decode("ascii")


def from_base64(text, at_most):
    """RFC 4648, section 4: padded, no line breaks, and the only spelling of its bytes."""
    if len(text) > (at_most + 2) // 3 * 4:
        raise Refused("size")
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Refused("base64") from None
    if len(value) > at_most or to_base64(value) != text:
        raise Refused("base64")
    return value
