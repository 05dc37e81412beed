"""NIP-44, version 2. The plaintext is bytes: of a wire they are no text."""

import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from sc1.notation import Refused, from_base64, hmac_sha256, split, to_base64
from sc1.secp256k1 import ecdh

LONGEST = 65_535


def conversation_key(secret, peer):
    """`peer` is an x-only key, bytes."""
    try:
        return hmac_sha256(b"nip44-v2", ecdh(secret, peer))
    except ValueError:
        raise Refused("no such key") from None


def _expand(key, nonce):
    out, block = b"", b""
    for i in (1, 2, 3):
        block = hmac_sha256(key, block + nonce + bytes([i]))
        out += block
    return split(out[:76], 32, 12, 32)


def padded_length(size):
    if size <= 32:
        return 32
    power = 1 << (size - 1).bit_length()
    chunk = 32 if power <= 256 else power // 8
    return chunk * ((size - 1) // chunk + 1)


def _chacha(key, nonce, data):
    # Its first four bytes are the counter.
    return Cipher(algorithms.ChaCha20(key, bytes(4) + nonce), None).encryptor().update(data)


def encrypt(key, plain, nonce=None):
    """`key` is a conversation key. → base64"""
    if not 1 <= len(plain) <= LONGEST:
        raise ValueError("too long for NIP-44")
    nonce = nonce or os.urandom(32)
    chacha, start, mac = _expand(key, nonce)
    padded = len(plain).to_bytes(2, "big") + plain + bytes(padded_length(len(plain)) - len(plain))
    sealed = _chacha(chacha, start, padded)
    return to_base64(b"\x02" + nonce + sealed + hmac_sha256(mac, nonce + sealed))


def decrypt(key, payload):
    data = from_base64(payload, 1 + 32 + 2 + 65_536 + 32)
    if len(data) < 99 or data[0] != 2:
        raise Refused("NIP-44")
    nonce, sealed, tag = data[1:33], data[33:-32], data[-32:]
    chacha, start, mac = _expand(key, nonce)
    if not hmac.compare_digest(tag, hmac_sha256(mac, nonce + sealed)):
        raise Refused("mac")
    padded = _chacha(chacha, start, sealed)
    size = int.from_bytes(padded[:2], "big")
    plain = padded[2 : 2 + size]
    if not size or len(plain) != size or len(padded) != 2 + padded_length(size) or any(padded[2 + size :]):
        raise Refused("padding")
    return plain
