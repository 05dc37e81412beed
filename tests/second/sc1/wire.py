"""Section 11: the bytes of a message: header, body, padding. Must not know chains."""

from dataclasses import dataclass

from .notation import CT_SIZE, EK_SIZE, Refused, hkdf, integer, label, seal, split, unseal

ONE = b"\x01"
BUCKETS = (4096, 8192, 16384, 32768)
EH = 1 + 32 + 4 + 4 + EK_SIZE + CT_SIZE + 16
OVERHEAD = 1 + 16 + EH + 16  # all but content, 80 and zeros
LONGEST = BUCKETS[-1] - OVERHEAD - 1
NO_CT = bytes(CT_SIZE)


@dataclass(frozen=True)
class Header:
    """`ct` is empty where there is none."""

    dh: bytes
    pn: int
    n: int
    ek: bytes
    ct: bytes

    def encode(self):
        flags = b"\x01" if self.ct else b"\x00"
        return flags + self.dh + integer(self.pn, 4) + integer(self.n, 4) + self.ek + (self.ct or NO_CT)

    @staticmethod
    def decode(data):
        flags, public, pn, n, ek, ct = split(data, 1, 32, 4, 4, EK_SIZE, CT_SIZE)
        if flags[0] > 1:
            raise Refused("flags")
        if not flags[0] and ct != NO_CT:
            raise Refused("ct without its flag")
        header = Header(public, int.from_bytes(pn, "big"), int.from_bytes(n, "big"), ek, ct if flags[0] else b"")
        if header.n > 999 or header.pn > 1000:
            raise Refused("numbers")
        return header

    @property
    def constant(self):
        """What is the same for all of a chain."""
        return self.dh, self.pn, self.ek, self.ct


def header_keys(hk, r):
    return split(hkdf(bytes(32), hk, label("header") + r, 44), 32, 12)


def message_keys(mk, r):
    return split(hkdf(bytes(32), mk, label("message") + r, 44), 32, 12)


def pad(content, bare=False):
    """content ‖ 80 ‖ zeros, so that the wire fills a bucket; C's hello has no zeros."""
    size = OVERHEAD + len(content) + 1
    if bare:
        if size > BUCKETS[0]:
            raise ValueError("a hello that is too long")
        return content + b"\x80"
    for bucket in BUCKETS:
        if size <= bucket:
            return content + b"\x80" + bytes(bucket - size)
    raise ValueError("too long for a message")


def unpad(padded):
    content = padded.rstrip(b"\x00")
    if not content.endswith(b"\x80"):
        raise Refused("padding")
    return content[:-1]


def encode(hk, mk, r, header, content, t, bare=False):
    kh, nh = header_keys(hk, r)
    km, nm = message_keys(mk, r)
    eh = seal(kh, nh, header.encode(), ONE + t)
    return ONE + r + eh + seal(km, nm, pad(content, bare), ONE + t + r + eh)


def cut(wire, hello=False):
    """→ (r, eh, body). Only the sizes that are ever written."""
    if hello:
        if not OVERHEAD < len(wire) <= BUCKETS[0]:
            raise Refused("size")
    elif len(wire) not in BUCKETS:
        raise Refused("size")
    if wire[:1] != ONE:
        raise Refused("version")
    return wire[1:17], wire[17 : 17 + EH], wire[17 + EH :]


def open_header(hk, r, eh, t):
    return Header.decode(unseal(*header_keys(hk, r), eh, ONE + t))


def open_body(mk, r, eh, body, t):
    return unpad(unseal(*message_keys(mk, r), body, ONE + t + r + eh))
