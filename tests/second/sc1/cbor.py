"""Section 9, CBOR: a strict reader and a canonical writer, for what section 9 allows.

Values are int, bytes, str, list, dict, and for keys that nobody knows also negative int and Simple.
Must not know what the keys mean.
"""

from dataclasses import dataclass

from .notation import Refused

DEEPEST = 4
MOST_ENTRIES = 64


@dataclass(frozen=True)
class Simple:
    """false, true, null and their like: read only to be skipped."""

    value: int


def _head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | code]) + value.to_bytes(size, "big")
    raise ValueError("too large for CBOR")


def write(value):
    """RFC 8949, 4.2.1."""
    if isinstance(value, Simple):
        return _head(7, value.value)
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _head(3, len(data)) + data
    if isinstance(value, (list, tuple)):
        return _head(4, len(value)) + b"".join(map(write, value))
    if isinstance(value, dict):
        # Of unsigned integers in shortest form, the order of values is the order of encodings.
        return _head(5, len(value)) + b"".join(write(k) + write(value[k]) for k in sorted(value))
    raise TypeError(type(value))


class _Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, size):
        end = self.at + size
        if end > len(self.data):
            raise Refused("cut off")
        part = self.data[self.at : end]
        self.at = end
        return part

    def item(self, depth):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if major == 7:
            if info < 24:
                return Simple(info)
            if info == 24 and (value := self.take(1)[0]) >= 32:
                return Simple(value)
            raise Refused("floats, breaks and what is not well-formed")
        if major == 6:
            raise Refused("tag")
        if info < 24:
            value = info
        elif info < 28:
            value = int.from_bytes(self.take(1 << info - 24), "big")
        else:
            raise Refused("indefinite or reserved length")
        if major == 0:
            return value
        if major == 1:
            return -1 - value
        if major == 2:
            return self.take(value)
        if major == 3:
            try:
                return self.take(value).decode("utf-8")
            except UnicodeDecodeError:
                raise Refused("UTF-8") from None
        if depth == DEEPEST:
            raise Refused("too deep")
        if value > len(self.data) - self.at:
            raise Refused("cut off")  # each entry takes a byte at least
        if major == 4:
            return [self.item(depth + 1) for _ in range(value)]
        if value > MOST_ENTRIES:
            raise Refused("too many entries")
        entries = {}
        for _ in range(value):
            key = self.item(depth + 1)
            if type(key) is not int or key < 0:
                raise Refused("key")
            if key in entries:
                raise Refused("a key twice")
            entries[key] = self.item(depth + 1)
        return entries


def read(data):
    """The one item that these bytes are, which must be a map."""
    reader = _Reader(data)
    value = reader.item(0)
    if reader.at != len(data):
        raise Refused("bytes after the end")
    if type(value) is not dict:
        raise Refused("not a map")
    return value


# -- fields ------------------------------------------------------------------------------------


def _field(entries, key, optional):
    if key in entries:
        return entries[key]
    if optional:
        return None
    raise Refused(f"key {key} is missing")


def unsigned(entries, key, low=0, high=2**64 - 1, optional=False):
    value = _field(entries, key, optional)
    if value is None and key not in entries:
        return None
    if type(value) is not int or not low <= value <= high:
        raise Refused(f"key {key}")
    return value


def octets(entries, key, size=None, at_most=None, optional=False):
    value = _field(entries, key, optional)
    if value is None and key not in entries:
        return None
    if type(value) is not bytes or (size is not None and len(value) != size) or (at_most is not None and len(value) > at_most):
        raise Refused(f"key {key}")
    return value


def text(entries, key, at_most, optional=False, characters=False):
    value = _field(entries, key, optional)
    if value is None and key not in entries:
        return None
    if type(value) is not str or (len(value) if characters else len(value.encode())) > at_most:
        raise Refused(f"key {key}")
    return value


def array(entries, key, at_most, at_least=1, optional=False):
    value = _field(entries, key, optional)
    if value is None and key not in entries:
        return None
    if type(value) is not list or not at_least <= len(value) <= at_most:
        raise Refused(f"key {key}")
    return value


def relays(entries, key, optional=False):
    """Section 9, relays: one to five; those that are no ws:// or wss:// URL are dropped."""
    value = array(entries, key, 5, optional=optional)
    if value is None:
        return None
    for url in value:
        if type(url) is not str or len(url.encode()) > 256:
            raise Refused(f"key {key}")
    return [url for url in value if url.startswith(("wss://", "ws://"))]
