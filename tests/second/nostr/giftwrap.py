"""NIP-59 as section 1 has it, and the bare wraps of section 11."""

import json
import os
import random as lots

from sc1.notation import Refused
from sc1.secp256k1 import is_secret

from . import event, nip44

WRAP, EPHEMERAL, SEAL = 1059, 21059, 13
DAYS = 2 * 24 * 3600


def new_secret():
    while not is_secret(secret := os.urandom(32)):
        pass
    return secret


def _some_time():
    return event.now() - lots.SystemRandom().randrange(DAYS)


def _wrap(plain, mailbox, kind=WRAP, created_at=None):
    once = new_secret()
    key = nip44.conversation_key(once, bytes.fromhex(mailbox))
    content = nip44.encrypt(key, plain)
    return event.signed(once, kind, content, [["p", mailbox]], _some_time() if created_at is None else created_at)


def wrap_rumor(secret, rumor, mailbox):
    """Sealed by the account with `secret`, for a mailbox in hex: the seal too is for that mailbox."""
    text = json.dumps(rumor, separators=(",", ":"), ensure_ascii=False).encode()
    key = nip44.conversation_key(secret, bytes.fromhex(mailbox))
    seal = event.signed(secret, SEAL, nip44.encrypt(key, text), created_at=_some_time())
    return _wrap(json.dumps(seal, separators=(",", ":"), ensure_ascii=False).encode(), mailbox)


def wrap_wire(wire, mailbox):
    """The wire itself is the plaintext. `mailbox` in hex."""
    return _wrap(wire, mailbox)


def wrap_typing(data, mailbox):
    return _wrap(data, mailbox, EPHEMERAL, event.now())


def open_wrap(secret, wrap, kinds=(WRAP,)):
    """→ the plaintext of a wrap that is addressed to this secret's mailbox."""
    event.check(wrap)
    if wrap["kind"] not in kinds or event.tagged(wrap, "p") != [event.public(secret)]:
        raise Refused("not for this mailbox")
    return nip44.decrypt(nip44.conversation_key(secret, bytes.fromhex(wrap["pubkey"])), wrap["content"])


def _json(data):
    try:
        return json.loads(data.decode())
    except (ValueError, RecursionError):
        raise Refused("JSON") from None


def open_rumor(secret, wrap, reader=None):
    """→ the rumor. `reader` is the account that it must name, if not the mailbox itself."""
    seal = event.check(_json(open_wrap(secret, wrap)))
    if seal["kind"] != SEAL:
        raise Refused("no seal")
    rumor = _json(nip44.decrypt(nip44.conversation_key(secret, bytes.fromhex(seal["pubkey"])), seal["content"]))
    if type(rumor) is dict and "id" not in rumor and "tags" in rumor:
        rumor["id"] = event.id_of(rumor)
    event.check(rumor, with_signature=False)
    if rumor["pubkey"] != seal["pubkey"]:
        raise Refused("two authors")
    reader = reader or event.public(secret)
    if rumor["pubkey"] != reader and reader not in event.tagged(rumor, "p"):
        raise Refused("not for this account")
    return rumor
