"""Section 10, device identity: two keys of one account on one device, and what binds them.

Must not know offers or chats.
"""

from dataclasses import dataclass

from . import signature
from .notation import Refused, label, split, x25519_public

SIZE, CERT = 96, 64


@dataclass(frozen=True)
class Identity:
    """What a device keeps for itself."""

    sik: bytes
    dik: bytes
    account: bytes

    @staticmethod
    def new(random, account):
        return Identity(random.bytes("SIK", 32), random.bytes("DIK", 32), account)

    @property
    def id(self):
        return signature.public(self.sik) + x25519_public(self.dik) + self.account

    @property
    def cert(self):
        return signature.sign(self.sik, label("identity") + self.id)


def check(id_, cert):
    """→ (SIK.pub, DIK.pub, account) of somebody else's identity."""
    if len(id_) != SIZE:
        raise Refused("ID")
    sik, dik, account = split(id_, 32, 32, 32)
    signature.verify(sik, label("identity") + id_, cert)
    return sik, dik, account
