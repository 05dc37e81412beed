"""NIP-01: events, their ids and signatures (BIP-340)."""

import hashlib
import json
import time

from coincurve import PrivateKey, PublicKeyXOnly

from sc1.notation import Refused


def public(secret):
    """The x-only key in hex."""
    return PublicKeyXOnly.from_secret(secret).format().hex()


def now():
    return int(time.time())


def id_of(event):
    fields = [0, event["pubkey"], event["created_at"], event["kind"], event["tags"], event["content"]]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def unsigned(author, kind, content, tags=(), created_at=None):
    """`author` is a key in hex."""
    event = {
        "pubkey": author,
        "created_at": now() if created_at is None else created_at,
        "kind": kind,
        "tags": [list(tag) for tag in tags],
        "content": content,
    }
    return {"id": id_of(event), **event}


def signed(secret, kind, content, tags=(), created_at=None):
    event = unsigned(public(secret), kind, content, tags, created_at)
    event["sig"] = PrivateKey(secret).sign_schnorr(bytes.fromhex(event["id"])).hex()
    return event


_SHAPE = {"id": str, "pubkey": str, "created_at": int, "kind": int, "tags": list, "content": str}


def check(event, with_signature=True):
    """The shape, the id and the signature."""
    if type(event) is not dict or any(type(event.get(key)) is not kind for key, kind in _SHAPE.items()):
        raise Refused("not an event")
    if any(type(tag) is not list or not tag or any(type(word) is not str for word in tag) for tag in event["tags"]):
        raise Refused("tags")
    if event["id"] != id_of(event):
        raise Refused("id")
    if with_signature:
        try:
            key = PublicKeyXOnly(bytes.fromhex(event["pubkey"]))
            good = key.verify(bytes.fromhex(event["sig"]), bytes.fromhex(event["id"]))
        except (KeyError, TypeError, ValueError):
            good = False
        if not good:
            raise Refused("signature")
    return event


def tagged(event, name):
    """The first words of the tags of this name."""
    return [tag[1] for tag in event["tags"] if tag[0] == name and len(tag) > 1]
