"""Section 13: four spoken words, by commitment.

Must not know how its messages travel: it takes and gives (step, value) of content kind words.
"""

import hmac

from mnemonic import Mnemonic

from .notation import Refused, h, hkdf, label

LIST = Mnemonic("english").wordlist
COMMIT, REVEAL, STOP = 1, 2, 3
ROLE_C, ROLE_O = 1, 2


def commitment(role, t, nonce):
    return h(label("words") + bytes([role]) + t + nonce)


def words(t, nonce_c, nonce_o):
    bits = int.from_bytes(hkdf(nonce_c + nonce_o, t, label("words"), 6), "big")
    return [LIST[bits >> 48 - 11 * (i + 1) & 2047] for i in range(4)]


class Check:
    """One check on one side. `said` is what to send next; `words` stand at the end."""

    def __init__(self, role, t, nonce):
        self.role, self.t, self.nonce = role, t, nonce
        self.theirs = None
        self.early = None
        self.words = None
        self.said = [(COMMIT, commitment(role, t, nonce))]

    def hear(self, step, value):
        """Raises `Refused` where the check must stop."""
        if step == COMMIT and self.theirs is None:
            if value == commitment(self.role, self.t, self.nonce):
                raise Refused("our own commitment")
            self.theirs = value
            self.said.append((REVEAL, self.nonce))
            if self.early is not None:
                self.hear(REVEAL, self.early)
        elif step == REVEAL and self.theirs is None and self.early is None:
            self.early = value
        elif step == REVEAL and self.theirs is not None and self.words is None:
            other = ROLE_C + ROLE_O - self.role
            if value == self.nonce or not hmac.compare_digest(commitment(other, self.t, value), self.theirs):
                raise Refused("a wrong opening")
            c, o = (self.nonce, value) if self.role == ROLE_C else (value, self.nonce)
            self.words = words(self.t, c, o)
        else:
            raise Refused("out of turn")
