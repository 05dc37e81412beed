"""Section 12: what a message says. Must not know how it is encrypted."""

from dataclasses import dataclass, field

from . import cbor
from .notation import Refused

HELLO, TEXT, FILE, RECEIPT, REACTION, EDIT, DELETE, TIMER, RELAYS, WORDS, CLOSE = range(1, 12)
WRITER, READER = 1, 2
LONGEST_TIMER = 31_536_000


@dataclass(frozen=True)
class Content:
    kind: int
    id: bytes
    at: int
    ttl: int = None
    fields: dict = field(default_factory=dict)


def message(kind, id_, at, **more):
    """A map to write, from the names of this page."""
    entries = {1: kind, 2: id_, 3: at}
    for name, value in more.items():
        entries[NAMES[name]] = value
    return entries


NAMES = {
    "ttl": 4, "text": 10, "target": 11, "emoji": 12, "ids": 13, "receipt": 14, "targets": 15,
    "timer": 16, "relays": 17, "name": 18, "step": 19, "value": 20, "reason": 21,
}  # fmt: skip

write = cbor.write


def _target(value):
    if type(value) is not list or len(value) != 2 or value[0] not in (WRITER, READER) or type(value[0]) is not int:
        raise Refused("target")
    if type(value[1]) is not bytes or len(value[1]) != 16:
        raise Refused("target")
    return value[0], value[1]


def _ids(f):
    ids = cbor.array(f, 13, 400)
    if any(type(i) is not bytes or len(i) != 16 for i in ids):
        raise Refused("ids")
    return ids


def _words(f):
    step = cbor.unsigned(f, 19, 1, 3)
    return {"step": step, "value": cbor.octets(f, 20, {1: 32, 2: 16}[step]) if step < 3 else None}


def _one_target(f, optional=False):
    value = cbor.array(f, 11, 2, 2, optional=optional)
    return None if value is None else _target(value)


def _own(target):
    if target[0] != WRITER:
        raise Refused("not the writer's own")
    return target


# What each kind must have; keys that belong to other kinds are skipped like unknown ones.
_READERS = {
    HELLO: lambda f: {
        "timer": cbor.unsigned(f, 16, 0, LONGEST_TIMER, optional=True),
        "relays": cbor.relays(f, 17, optional=True),
        "name": cbor.text(f, 18, 64, characters=True, optional=True),
    },
    TEXT: lambda f: {"text": cbor.text(f, 10, 30_000), "target": _one_target(f, optional=True)},
    FILE: lambda f: {"target": _one_target(f, optional=True)},
    RECEIPT: lambda f: {"ids": _ids(f), "receipt": cbor.unsigned(f, 14, 1, 2)},
    REACTION: lambda f: {"target": _one_target(f), "emoji": cbor.text(f, 12, 64)},
    EDIT: lambda f: {"target": _own(_one_target(f)), "text": cbor.text(f, 10, 30_000)},
    DELETE: lambda f: {"targets": [_own(_target(t)) for t in cbor.array(f, 15, 100)]},
    TIMER: lambda f: {"timer": cbor.unsigned(f, 16, 0, LONGEST_TIMER)},
    RELAYS: lambda f: {"relays": cbor.relays(f, 17)},
    WORDS: _words,
    CLOSE: lambda f: {"reason": cbor.unsigned(f, 21, 1, 2)},
}


def read(data):
    """→ Content. Of unknown kinds only what all kinds have."""
    f = cbor.read(data)
    kind, id_, at = cbor.unsigned(f, 1), cbor.octets(f, 2, 16), cbor.unsigned(f, 3)
    ttl = cbor.unsigned(f, 4, 1, LONGEST_TIMER, optional=True) if kind in (TEXT, FILE) else None
    return Content(kind, id_, at, ttl, _READERS[kind](f) if kind in _READERS else {})
