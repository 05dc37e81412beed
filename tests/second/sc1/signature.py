"""Section 9, `Sig`: Ed25519 with the strict check.

Must not know what is signed.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .notation import Refused

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def _point(encoded):
    """RFC 8032, 5.1.3, which takes canonical encodings only."""
    number = int.from_bytes(encoded, "little")
    sign_bit, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        raise Refused("point")
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign_bit):
        raise Refused("point")
    return (P - x if x & 1 != sign_bit else x), y


def _double(point):
    x, y = point
    k = D * x * x * y * y % P
    return 2 * x * y * pow(1 + k, -1, P) % P, (y * y + x * x) * pow(1 - k, -1, P) % P


def _whole(encoded):
    """A point that is not of small order."""
    point = _point(encoded)
    for _ in range(3):
        point = _double(point)
    if point == (0, 1):
        raise Refused("small order")


def verify(public_key, message, signature):
    """Raises `Refused` unless the strict check passes."""
    if len(public_key) != 32 or len(signature) != 64:
        raise Refused("length")
    if int.from_bytes(signature[32:], "little") >= L:
        raise Refused("s")
    _whole(public_key)
    _whole(signature[:32])
    try:
        # sB = R + kA without the cofactor: it computes R and compares its bytes.
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("signature") from None
