"""That the second implementation agrees with itself, and refuses what the page refuses."""

import copy
import hashlib
import random as lots

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from device import NOW, RELAYS, Road, Seeded, Side, chat, hello, offered, person
from sc1 import accept as accepting
from sc1 import cbor, content, handshake, offer, signature, typing, wire, words
from sc1.mailbox import mailbox
from sc1.notation import MlKem768, Random, Refused, from_base64, h, hkdf, to_base64, x25519_public
from sc1.ratchet import Again, CannotSend, Copied


def refused(work, *args, kind=Refused, **more):
    try:
        work(*args, **more)
    except Refused as error:
        return isinstance(error, kind)
    return False


def run(checks):
    for part in (talk, encoding, primitives, signatures, offers, accepts, messages, numbers, copies, kept, typed, spoken, contents):
        checks.section(part.__doc__)
        part(checks)


def snapshot(side):
    return copy.deepcopy({k: v for k, v in side.ratchet.__dict__.items() if k != "last"})


def talk(c):
    """two devices talk: 2,000 messages, lost, doubled and out of order"""
    sent = got = again = wrong = 0
    for seed in range(8):
        sides = chat(seed)
        road, dice = Road(seed), lots.Random(seed)
        expected, heard = [{}, {}], [set(), set()]
        for _ in range(700):
            me = dice.randrange(2)
            if dice.random() < 0.36:
                for _ in range(dice.choice((1, 1, 1, 4))):
                    data = dice.randbytes(dice.choice((0, 1, 40, 300, 2000, 9000)))
                    item = sides[me].send(data)
                    expected[1 - me][h(item[1])] = data
                    road.put(1 - me, item)
                    sent += 1
            elif item := road.take(me):
                key = h(item[1])
                try:
                    data = sides[me].hear(*item)
                    wrong += data != expected[me][key] or key in heard[me]
                    heard[me].add(key)
                    got += 1
                except Refused as error:
                    # A repeated one of a chain that lacks nothing finds no mailbox any more.
                    wrong += key not in heard[me] or isinstance(error, Copied)
                    again += 1
        for me in (0, 1):
            while item := road.take(me):
                key = h(item[1])
                if key not in heard[me]:
                    wrong += sides[me].hear(*item) != expected[me][key]
                    heard[me].add(key)
                    got += 1
        c.equal(got + again > 0 and len(heard[0]) + len(heard[1]) == len(expected[0]) + len(expected[1]) - road.lost, True,
                f"schedule {seed}: all but the {road.lost} that were lost arrived")  # fmt: skip
    c.equal(wrong, 0, f"nothing wrong in {sent} sent, {got} read, {again} doubled")
    c.that(sent >= 2000, "at least two thousand")


def encoding(c):
    """CBOR and base64"""
    good = {1: 0, 2: [2**64 - 1, b"\x00" * 300], 3: {24: "é", 256: [[1]]}, 65536: -5, 2**32: [cbor.Simple(21), cbor.Simple(255)]}
    c.equal(cbor.read(cbor.write(good)), good, "what is written is read")
    c.equal(cbor.read(bytes.fromhex("a2 02 00 1801 1900 05")[:5] + b"\x05"), {2: 0, 1: 5}, "readers take other orders and long forms")
    for what, data in {
        "a key twice": "a201000100",
        "a key twice in two spellings": "a20100180100",
        "a key twice within": "a101a201000100",
        "bytes after the end": "a1010000",
        "cut off": "a101",
        "an indefinite map": "bf0100ff",
        "an indefinite text": "a1017f6161ff",
        "an indefinite array": "a1019f00ff",
        "a tag": "a101c000",
        "a float": "a101f90000",
        "a double": "a101fb0000000000000000",
        "a simple value in two bytes for one": "a101f81f",
        "a break": "a101ff",
        "a reserved length": "a1011c",
        "a text as a key": "a1616100",
        "a negative key": "a12000",
        "bad UTF-8": "a10162c328",
        "a surrogate": "a10163eda080",
        "an overlong form": "a10162c080",
        "five deep": "a10181818180",
        "no map": "00",
        "nothing": "",
        "sixty-five entries": cbor.write({n: 0 for n in range(65)}).hex(),
        "a huge array": "a1019b00ffffffffffffff",
        "a huge text": "a1017bffffffffffffffff",
    }.items():
        c.that(refused(cbor.read, bytes.fromhex(data)), f"refused: {what}")
    c.equal(cbor.read(bytes.fromhex("a101818180")), {1: [[[]]]}, "four deep is read")
    for what, text in {"unpadded": "AA", "line break": "AAAA\n", "url form": "-_--", "other spelling": "AB==", "blank": " AAA"}.items():
        c.that(refused(from_base64, text, 100), f"base64 refused: {what}")
    c.that(refused(from_base64, to_base64(bytes(101)), 100), "base64 refused: too long")


def primitives(c):
    """HKDF, ML-KEM"""
    # RFC 5869, A.1.
    found = hkdf(bytes(range(13)), b"\x0b" * 22, bytes(range(0xF0, 0xFA)), 42)
    c.that(found.hex().startswith("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b88718"), "HKDF as in RFC 5869")
    # What @noble/post-quantum 0.7.1 makes of the seed 00…3f and of m = ff…e0.
    ek = MlKem768.public(bytes(range(64)))
    c.equal(h(ek).hex(), "0b7934c83125c788995e2ba6bd761e33046b3e40571be53e023309a29f398cc9", "a public key from its seed")
    ss = MlKem768.shared_secret_of(bytes(255 - i for i in range(32)), ek)
    c.equal(ss.hex(), "f2c2678a3be8ba85e9053a0eaffc557661d15f2742caaf272cd93770062b53ca", "a shared secret from its randomness")
    ct, ss = MlKem768.encaps(ek)
    c.equal(MlKem768.decaps(bytes(range(64)), ct), ss, "round trip")
    c.that(MlKem768.decaps(bytes(range(64)), bytes([ct[0] ^ 1]) + ct[1:]) != ss, "another ciphertext, another secret")
    for coefficient, good in ((3328, True), (3329, False), (4095, False)):
        for even in (True, False):
            three = coefficient if even else coefficient << 12
            keyed = ek[:3] + three.to_bytes(3, "little") + ek[6:]
            c.equal(not refused(MlKem768.check, keyed), good, f"a coefficient of {coefficient} is {'taken' if good else 'refused'}")


# The eight points of small order, and one spelling each that is not canonical where there is one.
SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]

# u-coordinates of small order (RFC 7748's curve and its twist).
LOW = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


def signatures(c):
    """signatures"""
    seed = bytes(range(32))
    key = signature.public(seed)
    sig = signature.sign(seed, b"x")
    signature.verify(key, b"x", sig)
    c.that(refused(signature.verify, key, b"y", sig), "another message")
    s = int.from_bytes(sig[32:], "little") + signature.L
    c.that(refused(signature.verify, key, b"x", sig[:32] + s.to_bytes(32, "little")), "s that is not canonical")
    c.that(all(refused(signature.verify, bytes.fromhex(p), b"x", sig) for p in SMALL), "public keys of small order")
    # With the neutral element for A or R the plain equation sB = R + kA holds for whoever knows a, where
    # key = aB: as (A, R, s) = (0, aB, a) for every message, and as (aB, 0, ka).
    zero = bytes.fromhex(SMALL[0])
    a = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little") & ~7 & (1 << 255) - 1 | 1 << 254
    k = int.from_bytes(hashlib.sha512(zero + key + b"x").digest(), "little")
    nobody = key + (a % signature.L).to_bytes(32, "little")
    nothing = zero + (k * a % signature.L).to_bytes(32, "little")
    library = Ed25519PublicKey.from_public_bytes
    library(zero).verify(nobody, b"x"), library(key).verify(nothing, b"x")
    c.that(refused(signature.verify, zero, b"x", nobody), "the signature of nobody, which the library takes")
    c.that(refused(signature.verify, key, b"x", nothing), "an R that is nothing, which the library takes")
    c.that(all(refused(signature.verify, key, b"x", bytes.fromhex(p) + sig[32:]) for p in SMALL), "R of small order")
    c.that(all(refused(signature._point, (y + signature.P).to_bytes(32, "little")) for y in range(19)), "no other spelling of a point")


def _spoil(mine, key, value):
    """The offer with one field changed, signed by its maker."""
    f = cbor.read(mine.offer.raw)
    f[key] = value
    raw = cbor.write(f)
    return to_base64(cbor.write({1: raw, 2: signature.sign(mine.owner.sik, b"hushwing/sc1/offer" + raw)}))


def offers(c):
    """offers"""
    _, o, _, me, mine = offered()
    text = mine.offer.content()
    offer.read(text, o.account, NOW, me, NOW)

    def no(what, text=text, author=o.account, created=NOW, me=me, now=NOW, seen=()):
        c.that(refused(offer.read, text, author, created, me, now, seen), f"refused: {what}")

    no("another author", author=me.account)
    no("expired", now=mine.offer.expiry)
    no("dated ahead", created=NOW + 901)
    no("too long a life", created=NOW - 1)
    no("seen before", seen={mine.offer.hash})
    no("to somebody else", me=person(Random()))
    no("from this very identity", _spoil(mine, 3, o.account), me=o)
    no("another version", _spoil(mine, 1, 2))
    no("no relays", _spoil(mine, 10, []))
    no("six relays", _spoil(mine, 10, RELAYS * 6))
    no("a key of ML-KEM that is none", _spoil(mine, 8, b"\xff" * 1184))
    no("a reply that is no key", _spoil(mine, 9, b"\xff" * 32))
    no("a short chat_id", _spoil(mine, 2, bytes(15)))
    for low in LOW:
        no(f"SPK of small order {low[:8]}", _spoil(mine, 7, bytes.fromhex(low)))
    dik = o.id[:32] + bytes(32) + o.account
    signed = signature.sign(o.sik, b"hushwing/sc1/identity" + dik)
    f = cbor.read(mine.offer.raw) | {5: dik, 6: signed}
    raw = cbor.write(f)
    no("DIK of small order", to_base64(cbor.write({1: raw, 2: signature.sign(o.sik, b"hushwing/sc1/offer" + raw)})))
    flips = lots.Random(1)
    inside = from_base64(text, 8192)
    bad = 0
    for _ in range(300):
        bit = flips.randrange(len(inside) * 8)
        spoiled = bytearray(inside)
        spoiled[bit // 8] ^= 1 << bit % 8
        bad += not refused(offer.read, to_base64(bytes(spoiled)), o.account, NOW, me, NOW)
    c.equal(bad, 0, "300 flipped bits are refused")
    more = {1: mine.offer.raw, 2: mine.offer.sig, 9: [1, "new"]}
    c.that(offer.read(to_base64(cbor.write(more)), o.account, NOW, me, NOW), "an unknown key is skipped")


def accepts(c):
    """accepts"""
    ro, o, rc, me, mine = offered()
    read = offer.read(mine.offer.content(), o.account, NOW, me, NOW)
    made, keys, ratchet, text = handshake.answer(rc, read, me, RELAYS, hello(rc, "C"), NOW)
    c.that(all(v for v in (made.raw, keys.t)), "C answers")
    try:
        ratchet.send(rc, b"early")
        c.that(False, "C sends nothing but its hello")
    except CannotSend:
        c.that(True, "C sends nothing but its hello")
    inside = from_base64(text, 12288)
    flips = lots.Random(2)
    bad = 0
    for _ in range(300):
        bit = flips.randrange(len(inside) * 8)
        spoiled = bytearray(inside)
        spoiled[bit // 8] ^= 1 << bit % 8
        bad += not refused(handshake.conclude, ro, mine, to_base64(bytes(spoiled)), me.account, NOW)
    c.equal(bad, 0, "300 flipped bits are refused")
    c.that(refused(handshake.conclude, ro, mine, text, o.account, NOW), "refused: another author")
    c.that(refused(handshake.conclude, ro, mine, text, me.account, mine.offer.expiry), "refused: expired")
    # A thief of C's account key without C's device: its own identity is another one, so T differs.
    f = cbor.read(from_base64(text, 12288))
    ct, _ = MlKem768.encaps(mine.offer.pqpk)
    spoiled = cbor.write(cbor.read(f[1]) | {7: ct})
    c.that(refused(handshake.conclude, ro, mine, to_base64(cbor.write({1: spoiled, 2: f[2]})), me.account, NOW), "refused: encapsulated anew")
    # C itself may write other first messages than a hello; O takes none of them.
    for what, change in {
        "with a ct": {"ct": ct},
        "with number 1": {"n": 1},
        "with a pn": {"pn": 1},
        "that is a text": {"content_": content.write(content.message(content.TEXT, bytes(16), 5, text="x"))},
        "of 8192 bytes": {"content_": content.write(hello(rc, "C") | {99: bytes(3000)})},
        "": {},
    }.items():
        side = Side(rc, copy.deepcopy(ratchet))
        side.ratchet.ns, side.ratchet.cks = 0, ratchet.last["CK"]
        _, made_up = _forge(side, **({"content_": content.write(hello(rc, "C"))} | change))
        spoiled = to_base64(cbor.write({1: f[1], 2: made_up}))
        c.equal(refused(handshake.conclude, ro, mine, spoiled, me.account, NOW), bool(what), f"refused: a hello {what}" if what else "as it should be, it is taken")
    _, same, other, heard = handshake.conclude(ro, mine, text, me.account, NOW)
    c.equal((same, heard.fields["name"]), (keys, "C"), "both have the same keys")
    c.that(len(f[2]) < 4096, "the hello is not padded", len(f[2]))
    chat_id, hash_ = accepting.read_ended(accepting.ended(made.chat_id, made.hash))
    c.equal((chat_id, hash_), (mine.offer.chat_id, h(made.raw)), "taken")


def _forge(side, content_=b"x", r=None, n=None, hk=None, **changes):
    """A wire from the state of a side, with a header of one's own."""
    from sc1.ratchet import kdf_ck

    r = r or bytes(16)
    ratchet = side.ratchet
    mk, ck = ratchet.cks, ratchet.cks
    n = ratchet.ns if n is None else n
    for _ in range(max(0, n - ratchet.ns) + 1):
        mk, ck = kdf_ck(ck)
    fields = {"dh": x25519_public(ratchet.dhs), "pn": ratchet.pn, "n": n, "ek": ratchet.ek, "ct": ratchet.ct}
    made = wire.encode(ratchet.hks, mk, r, wire.Header(**(fields | changes)), content_, ratchet.t)
    return mailbox(ratchet.hks)[1], made


def messages(c):
    """wires, headers, padding"""
    a, b = chat(100)
    for size, bucket in ((0, 4096), (1733, 4096), (1734, 8192), (5829, 8192), (5830, 16384), (14021, 16384), (14022, 32768), (30405, 32768)):
        box, made = a.send(bytes([7]) * size)
        c.equal((len(made), b.hear(box, made)), (bucket, bytes([7]) * size), f"{size} bytes fill {bucket}")
    try:
        wire.pad(bytes(30406))
        c.that(False, "30,406 bytes are too many")
    except ValueError:
        c.that(True, "30,406 bytes are too many")
    c.equal(wire.unpad(b"ab\x80\x80\x00\x00"), b"ab\x80", "content may end in 80")
    for bad in (b"", b"\x00", b"ab", b"ab\x80\x01\x00", b"\x00" * 50):
        c.that(refused(wire.unpad, bad), f"padding refused: {bad[:6]!r}")
    box, made = a.send(b"once")
    before = snapshot(b)
    flips = lots.Random(3)
    bad = 0
    for bit in [*range(8 * 17), *(flips.randrange(len(made) * 8) for _ in range(600))]:
        spoiled = bytearray(made)
        spoiled[bit // 8] ^= 1 << bit % 8
        bad += not refused(b.hear, box, bytes(spoiled))
    c.equal((bad, snapshot(b) == before), (0, True), "736 flipped bits are refused and change nothing")
    for cut in (0, 1, 17, 2345, 4095, 4097, 8192):
        bad += not refused(b.hear, box, (made + bytes(8192))[:cut])
    c.equal(bad, 0, "other sizes are refused")
    c.equal(b.hear(box, made), b"once", "the true one is read")
    c.that(refused(b.hear, box, made, kind=Again), "and then dropped")
    c.that(refused(a.hear, *a.send(b"mirror")), "reflected to its writer, it finds no mailbox")

    # A new chain from b, by hand: headers that only b could write, and must not.
    b.hear(*a.send(b"turn"))
    a.hear(*b.send(b"turn"))
    b.hear(*a.send(b"turn"))
    start = snapshot(a)

    def no(what, kind=Refused, **changes):
        c.that(refused(a.hear, *_forge(b, **changes), kind=kind) and snapshot(a) == start, f"refused: {what}")

    no("ct is missing", ct=b"")
    no("another ct", ct=MlKem768.encaps(a.ratchet.ek)[0])
    no("an ek that is none", ek=b"\xff" * 1184)
    no("n of 1000", n=1000)
    no("pn of 1001", pn=1001)
    for low in LOW:
        no(f"dh of small order {low[:8]}", dh=bytes.fromhex(low))
    flags = wire.Header(bytes(32), 0, 0, bytes(1184), b"").encode()
    for bad in (2, 3, 4, 128, 255):
        c.that(refused(wire.Header.decode, bytes([bad]) + flags[1:]), f"refused: flags {bad}")
    c.that(refused(wire.Header.decode, flags[:-1] + b"\x01"), "refused: a ct without its flag")
    c.equal(a.hear(*_forge(b, b"fine")), b"fine", "and the true one is read")


def numbers(c):
    """chains of a thousand"""
    a, b = chat(101)
    sent = [a.send(bytes([i % 256])) for i in range(1000)]
    try:
        a.send(b"more")
        c.that(False, "no message 1000")
    except CannotSend:
        c.that(True, "no message 1000")
    b.hear(*sent[999])
    c.equal(len(b.ratchet.current.kept), 999, "999 keys are kept")
    a.hear(*b.send(b"answer"))
    b.hear(*a.send(b"next chain"))
    c.equal([b.hear(*item) for item in sent[:999]], [bytes([i % 256]) for i in range(999)], "all are read later")
    c.equal(b.ratchet.older, [], "then the chain is forgotten")
    c.that(refused(b.hear, *sent[5]), "and nothing of it is heard any more")


def copies(c):
    """a copied profile"""
    a, b = chat(102)
    twin = Side(Seeded(7), copy.deepcopy(a.ratchet))
    b.hear(*a.send(b"one"))
    c.that(refused(b.hear, *twin.send(b"another one"), kind=Copied), "two wires of one number")
    try:
        b.send(b"x")
        c.that(False, "then nothing is sent")
    except CannotSend:
        c.that(True, "then nothing is sent")
    a, b = chat(103)
    b.hear(*a.send(b"one"))
    answer = b.send(b"two")
    twin = Side(Seeded(8), copy.deepcopy(a.ratchet))
    a.hear(*answer), twin.hear(*answer)
    b.hear(*a.send(b"three"))
    twin.send(b"three")
    c.that(refused(b.hear, *twin.send(b"four"), kind=Copied), "two chains under one header key")
    a, b = chat(104)
    b.hear(*a.send(b"one"))
    answer = b.send(b"two")
    twin = Side(Seeded(9), copy.deepcopy(a.ratchet))
    twin.send(b"1"), twin.send(b"2")
    late = twin.send(b"3")
    b.hear(*a.send(b"1"))
    a.hear(*answer)
    b.hear(*a.send(b"new chain")), b.hear(*a.send(b"more"))
    c.that(refused(b.hear, *late), "a number beyond the end of a forgotten chain finds no mailbox")
    a, b = chat(105)
    b.hear(*a.send(b"one"))
    answer = b.send(b"two")
    twin = Side(Seeded(9), copy.deepcopy(a.ratchet))
    b.hear(*a.send(b"1"))
    twin.hear(*answer)
    c.that(refused(b.hear, *twin.send(b"3"), kind=Copied), "a chain that ended before its last message")


def kept(c):
    """kept keys: 2,000 at most, for 30 days"""
    a, b = chat(106)
    chains = []
    for _ in range(3):
        sent = [a.send(b"m") for _ in range(900)]
        b.hear(*sent[-1])
        chains.append(sent)
        a.hear(*b.send(b"turn"))
    b.hear(*a.send(b"end"))
    count = sum(len(chain.kept) for chain in b.ratchet.older)
    c.equal(count, 2000, "two thousand are kept of 2,697")
    c.that(refused(b.hear, *chains[0][0]) and b.hear(*chains[0][-2]) == b"m", "the oldest made room")
    c.equal(b.hear(*chains[1][0], now=NOW + 29 * 86400), b"m", "after 29 days they open")
    c.that(refused(b.hear, *chains[1][1], now=NOW + 30 * 86400), "after 30 days no more")


def typed(c):
    """typing"""
    a, b = chat(107)
    t, hk, seen = a.ratchet.t, a.ratchet.hks, set()
    now = NOW * 1000
    data = typing.write(bytes(16), hk, now, t)
    c.equal(typing.read(data, hk, now + 30_000, t, seen), now, "read")
    c.that(refused(typing.read, data, hk, now, t, seen), "not twice")
    for what, when in {"older than 30 s": now - 30_001, "ahead": now + 30_001}.items():
        c.that(refused(typing.read, typing.write(bytes(15) + b"1", hk, when, t), hk, now, t, seen), f"refused: {what}")
    c.that(mailbox(hk)[1] in b.ratchet.mailboxes(), "its mailbox is watched")


def spoken(c):
    """spoken words"""
    t = bytes(32)
    one, two = words.Check(1, t, bytes(16)), words.Check(2, t, b"\x01" * 16)
    one.hear(*two.said[0]), two.hear(*one.said[0])
    one.hear(*two.said[1]), two.hear(*one.said[1])
    c.that(one.words == two.words and len(set(one.words)) > 1, f"both see {' '.join(one.words)}")
    c.that(words.words(b"\x01" * 32, bytes(16), b"\x01" * 16) != one.words, "another T, other words")
    three = words.Check(1, t, bytes(16))
    three.hear(2, b"\x01" * 16)
    c.that(three.words is None and len(three.said) == 1, "an opening before its commitment waits, and opens nothing of ours")
    three.hear(*two.said[0])
    c.equal(three.words, one.words, "and counts when it comes")
    four = words.Check(1, t, bytes(16))
    four.hear(2, b"\x02" * 16)
    c.that(refused(four.hear, *two.said[0]), "a wrong opening that came early")
    other = words.Check(1, t, bytes(16))
    other.hear(1, bytes(32))
    c.that(refused(other.hear, 2, b"\x01" * 16), "a wrong opening")
    c.that(refused(other.hear, 1, bytes(32)), "another commitment meanwhile")
    same = words.Check(1, t, bytes(16))
    same.hear(1, words.commitment(2, t, bytes(16)))
    c.that(refused(same.hear, 2, bytes(16)), "equal nonces")


def contents(c):
    """content"""
    id_ = bytes(16)

    def make(kind, **more):
        return content.write(content.message(kind, id_, 5, **more))

    good = {
        "text": make(content.TEXT, text="سلام", target=[2, id_], ttl=5),
        "reaction": make(content.REACTION, target=[1, id_], emoji=""),
        "receipt": make(content.RECEIPT, ids=[id_] * 400, receipt=2),
        "edit": make(content.EDIT, target=[1, id_], text="x" * 30_000),
        "delete": make(content.DELETE, targets=[[1, id_]] * 100),
        "timer": make(content.TIMER, timer=0),
        "relays": make(content.RELAYS, relays=RELAYS),
        "words": make(content.WORDS, step=1, value=bytes(32)),
        "close": make(content.CLOSE, reason=2),
        "unknown": make(99, text="?"),
    }
    for what, data in good.items():
        c.that(content.read(data).id == id_ and len(data) <= wire.LONGEST, what)
    for what, data in {
        "a delete of the reader's": make(content.DELETE, targets=[[2, id_]]),
        "an edit of the reader's": make(content.EDIT, target=[2, id_], text=""),
        "author 3": make(content.REACTION, target=[3, id_], emoji="x"),
        "a timer of 0 on a message": make(content.TEXT, text="", ttl=0),
        "401 receipts": make(content.RECEIPT, ids=[id_] * 401, receipt=1),
        "a text too long": make(content.TEXT, text="x" * 30_001),
        "a long commitment": make(content.WORDS, step=1, value=bytes(33)),
        "a text without text": make(content.TEXT),
    }.items():
        c.that(refused(content.read, data), f"refused: {what}")
