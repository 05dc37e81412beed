"""Section 11, mailboxes: which key an envelope is addressed to, from the header key alone."""

from functools import lru_cache

from .notation import hkdf, label
from .secp256k1 import is_secret, x_only


@lru_cache(4096)
def mailbox(hk):
    """→ (secret, x-only key) of mailbox(HK)."""
    for counter in range(256):
        secret = hkdf(bytes(32), hk, label("mailbox") + bytes([counter]), 32)
        if is_secret(secret):
            return secret, x_only(secret)
    raise AssertionError("two hundred and fifty-six invalid keys")
