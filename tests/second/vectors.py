"""tests/vectors, computed again: each value from the page and the inputs that stand beside it.

What a KEM encapsulates is not drawn by `cryptography` from given randomness m. But a ciphertext that
decapsulates to the secret which m makes was made from m (FIPS 203's implicit rejection), so that both
are checked in full without an encapsulation of our own.
"""

import base64
import json
import os

from harness.program import ROOT
from sc1 import cbor, content, handshake, offer, safety_number, typing, wire, words
from sc1.identity import Identity
from sc1.mailbox import mailbox
from sc1.notation import MlKem768, Random, Refused, dh, hkdf, label, x25519_public
from sc1.ratchet import Ratchet, kdf_ck
from sc1.secp256k1 import x_only

PLACE = os.environ.get("HUSHWING_VECTORS_AT", os.path.join(ROOT, "tests", "vectors"))
NOW = 1_790_000_000


class Tape(Random):
    """Gives what was drawn, by its name; anything else is an error."""

    def __init__(self, **values):
        self.values = values

    def bytes(self, name, size):
        value = self.values.pop(name)
        assert len(value) == size, name
        return value

    def encaps(self, name, ek):
        return self.values.pop("ct"), MlKem768.shared_secret_of(self.values.pop("m"), ek)


class Book:
    """Compares, and says one line for many equal values."""

    def __init__(self, checks, what):
        self.checks, self.what = checks, what
        self.count = 0
        self.wrong = []

    def same(self, name, got, wanted):
        self.count += 1
        if isinstance(got, (bytes, bytearray)):
            got = got.hex()
        if (got or None) != (wanted or None) and got != wanted:
            self.wrong.append(f"{name}: wanted {str(wanted)[:80]}, got {str(got)[:80]}")

    def refuses(self, name, work):
        self.count += 1
        try:
            work()
        except Refused:
            return
        self.wrong.append(f"{name}: was taken")

    def takes(self, name, work):
        self.count += 1
        try:
            return work()
        except Refused as error:
            self.wrong.append(f"{name}: refused ({error})")

    def close(self):
        self.checks.that(self.count and not self.wrong, f"{self.what}: {self.count} values", "; ".join(self.wrong[:6]))


def unhex(row):
    """The row with its hex as bytes, where it is hex."""

    def one(value):
        try:
            return bytes.fromhex(value)
        except (TypeError, ValueError):
            return value

    return {key: one(value) for key, value in row.items()}


def load(name):
    with open(os.path.join(PLACE, name), encoding="utf-8") as f:
        return json.load(f)


def shake_hands(checks):
    """→ (Keys, C's Ratchet, O's SPK) of the handshake"""
    document = load("handshake.json")
    book = Book(checks, "handshake.json")
    # Base64, URLs and numbers are left as they are.
    i, v = unhex(document["inputs"]), document["values"]
    o, c = (Identity(i[f"sik_{who}"], i[f"dik_{who}"], i[f"account_{who}"]) for who in "oc")
    for who, person in (("o", o), ("c", c)):
        book.same(f"id_{who}", person.id, v[f"id_{who}"])
        book.same(f"cert_{who}", person.cert, v[f"cert_{who}"])
    book.same("reply_public", x_only(i["reply_secret"]), i["reply_public"].hex())
    tape = Tape(chat_id=i["chat_id"], SPK=i["spk"], PQPK=i["pqpk_seed"], reply=i["reply_secret"])
    mine = offer.make(tape, o, c.account, i["expiry"], i["relays_o"])
    book.same("offer", mine.offer.raw, v["offer"])
    book.same("offer_signature", mine.offer.sig, v["offer_signature"])
    book.same("offer_hash", mine.offer.hash, v["offer_hash"])
    book.same("offer_content", mine.offer.content(), v["offer_content"])
    now = i["expiry"] - offer.LIFE
    read = book.takes("offer_content", lambda: offer.read(v["offer_content"], o.account, now, c, now))

    ct = bytes.fromhex(v["ct"])
    book.same("ss", MlKem768.decaps(i["pqpk_seed"], ct), v["ss"])
    book.same("ct", MlKem768.shared_secret_of(i["m"], mine.offer.pqpk), v["ss"])
    tape = Tape(EK=i["ek"], ct=ct, m=i["m"], DHs=i["dhs"], dk=i["kem_seed"], r=i["r"])
    accept, keys, ratchet, text = handshake.answer(tape, read, c, i["relays_c"], cbor.read(i["hello"]), now)
    book.same("hello", content.write(cbor.read(i["hello"])), i["hello"].hex())
    book.same("accept", accept.raw, v["accept"])
    book.same("accept_hash", accept.hash, v["accept_hash"])
    book.same("dh_dik_c_spk", dh(i["dik_c"], read.spk), v["dh_dik_c_spk"])
    book.same("dh_ek_dik_o", dh(i["ek"], read.id[32:64]), v["dh_ek_dik_o"])
    book.same("dh_ek_spk", dh(i["ek"], read.spk), v["dh_ek_spk"])
    for name, value in {"ikm": keys.ikm, "T": keys.t, "SK": keys.sk, "HKa": keys.hka, "NHKb": keys.nhkb}.items():
        book.same(name, value, v[name])
    book.same("accept_content", text, v["accept_content"])
    hello = cbor.read(base64.b64decode(text))[2]
    book.same("hello_wire", hello, v["hello_wire"])
    found = book.takes("the accept", lambda: handshake.conclude(Random(), mine, v["accept_content"], c.account, now))
    if found:
        book.same("O's keys", found[1].ikm, v["ikm"])
    missing = set(v) - {
        "id_o", "cert_o", "id_c", "cert_c", "offer", "offer_signature", "offer_hash", "offer_content", "accept_content",
        "accept", "accept_hash", "ct", "ss", "dh_dik_c_spk", "dh_ek_dik_o", "dh_ek_spk", "ikm", "T", "SK", "HKa", "NHKb", "hello_wire",
    }  # fmt: skip
    book.same("values that nobody compared", sorted(missing), [])
    book.close()
    return i, keys, hello


def talk(checks, i, keys, hello):
    document = load("ratchet.json")
    book = Book(checks, "ratchet.json")
    tape = Tape(DHs=i["dhs"], dk=i["kem_seed"])
    sides = {
        "C": Ratchet.for_c(tape, keys, x25519_public(i["spk"])),
        "O": Ratchet.for_o(keys, i["spk"]),
    }
    book.same("T", keys.t, document["T"])
    steps = document["steps"]
    wires, boxes, delivered = {}, {}, {"C": [], "O": []}
    done = {"send": 0, "receive": 0, "again": 0, "lose": 0, "step": 0}
    for at, row in enumerate(steps):
        number = row["message"]
        done[row["do"]] += 1
        if row["do"] == "lose":
            continue
        me = row["by"]
        side, peer = sides[me], sides["O" if me == "C" else "C"]
        name = f"step {at}, {row['do']} {number}"
        if row["do"] == "send":
            _send(book, name, row, side, number == 0)
            wires[number], boxes[number] = (bytes.fromhex(row["wire"]), row["content"]), side.last["HKs"]
            if number == 0:
                book.same("the hello's wire", row["wire"], hello.hex())
        elif row["do"] == "receive":
            if _receive(book, name, row, side, peer, *wires[number], boxes[number], number == 0, steps[at + 1 :]):
                delivered[me].append(number)
                done["step"] += row["under"] == "NHKr"
            else:
                done["again"] += 1
        if "after" in row:
            _state(book, name, row["after"], side)
    for who in "CO":
        book.same(f"delivered to {who}", delivered[who], document["delivered"][who])
    book.close()
    checks.that(done["send"] >= 50 and done["lose"] and done["again"] and done["step"] > 5, f"in mixed order: {done}")


def _send(book, name, row, side, hello):
    before = side.cks
    tape = Tape(r=bytes.fromhex(row["r"]))
    made = side.send(tape, bytes.fromhex(row["content"]), hello=hello)
    header = side.last["header"]
    hk, mk, r = side.last["HKs"], side.last["mk"], side.last["r"]
    book.same(f"{name}: wire", made, row["wire"])
    book.same(f"{name}: n", header.n, row["n"])
    book.same(f"{name}: pn", header.pn, row["pn"])
    book.same(f"{name}: HK", hk, row["HK"])
    book.same(f"{name}: mailbox", mailbox(hk)[0], row["mailbox"])
    book.same(f"{name}: CK", before, row["CK"])
    book.same(f"{name}: mk", mk, row["mk"])
    book.same(f"{name}: CK_next", kdf_ck(before)[1], row["CK_next"])
    book.same(f"{name}: header", header.encode(), row["header"])
    for pair, found in (("kh nh", wire.header_keys(hk, r)), ("km nm", wire.message_keys(mk, r))):
        for key, value in zip(pair.split(), found):
            book.same(f"{name}: {key}", value, row[key])


def _receive(book, name, row, side, peer, sent, sent_content, hk, hello, later):
    """→ whether it was opened"""
    under = "NHKr" if hk == side.nhkr else "HKr" if side.current and hk == side.current.hk else "older"
    tape = Tape()
    if drawn := row.get("drawn"):
        # The ciphertext shows in the next header of this side; if it writes none, only its secret counts.
        following = next((x for x in later if x.get("by") == row["by"] and (x["do"] == "send" or x.get("under") == "NHKr")), {})
        ct = bytes.fromhex(following["header"])[-1088:] if following.get("do") == "send" else None
        tape = Tape(DHs=bytes.fromhex(drawn["DHs"]), dk=bytes.fromhex(drawn["kem_seed"]), m=bytes.fromhex(drawn["m"]), ct=ct or b"\xee" * 1088)
        if ct:
            book.same(f"{name}: ct", MlKem768.decaps(peer.dk, ct), drawn["ss_send"])
    try:
        found = side.receive(tape, hk, sent, NOW, hello=hello)
    except Refused:
        book.same(f"{name}: result", "unopened", row["result"])
        return False
    book.same(f"{name}: result", "opened", row["result"])
    book.same(f"{name}: under", under, row["under"])
    book.same(f"{name}: drawn", tape.values, {})
    book.same(f"{name}: a step", "dh_send" in side.last, bool(drawn))
    for key in ("dh_receive", "ss_receive", "dh_send", "ss_send"):
        if drawn:
            book.same(f"{name}: {key}", side.last[key], drawn[key])
    # The content that was sent is compared by who sends: that what opens is that, is compared here.
    book.same(f"{name}: content", found, sent_content)
    return True


def _state(book, name, after, side):
    now = {
        "RK": side.rk, "CKs": side.cks, "CKr": side.current and side.current.ck, "HKs": side.hks,
        "HKr": side.current and side.current.hk, "NHKs": side.nhks, "NHKr": side.nhkr, "DHs": side.dhs,
        "Ns": side.ns, "Nr": side.current.next if side.current else 0, "PN": side.pn,
        "skipped": sum(len(chain.kept) for chain in side._chains()),
    }  # fmt: skip
    watched = [chain.hk for chain in side.older] + ([side.current.hk] if side.current else []) + [side.nhkr]
    for key, wanted in after.items():
        if key == "watched":
            book.same(f"{name}: watched", [mailbox(hk)[0].hex() for hk in watched], wanted)
        else:
            book.same(f"{name}: after, {key}", now[key], wanted)


def numbers(checks):
    document = load("safety_number.json")
    pairs = document if isinstance(document, list) else next(v for v in document.values() if isinstance(v, list))
    book = Book(checks, f"safety_number.json, {len(pairs)} pairs")
    for at, pair in enumerate(pairs):
        ids = {who: bytes.fromhex(pair[who]) for who in "ab"}
        prints = {who: safety_number.fingerprint(id_) for who, id_ in ids.items()}
        for who in "ab":
            book.same(f"{at}: fingerprint_{who}", safety_number.fingerprint_key(ids[who])[1:], pair[f"fingerprint_{who}"])
            book.same(f"{at}: h_{who}", prints[who], pair[f"h_{who}"])
        book.same(f"{at}: digits", safety_number.digits(prints["a"], prints["b"]), pair["digits"])
        book.same(f"{at}: code_a", safety_number.code(prints["a"], prints["b"]), pair["code_a"])
        book.same(f"{at}: code_b", safety_number.code(prints["b"], prints["a"]), pair["code_b"])
    book.close()


def _rows(document):
    """One case, or a list of them under whatever name."""
    if isinstance(document, dict) and "T" in document:
        return [document]
    return document if isinstance(document, list) else next(v for v in document.values() if isinstance(v, list))


def spoken(checks):
    book = Book(checks, "words.json")
    for row in _rows(load("words.json")):
        r = unhex({k: v for k, v in row.items() if k != "words"})
        c, o = (words.Check(role, r["T"], r[nonce]) for role, nonce in ((1, "nonce_c"), (2, "nonce_o")))
        book.same("c_c", c.said[0][1], row["c_c"])
        book.same("c_o", o.said[0][1], row["c_o"])
        c.hear(*o.said[0]), o.hear(*c.said[0])
        c.hear(*o.said[1]), o.hear(*c.said[1])
        book.same("w", hkdf(r["nonce_c"] + r["nonce_o"], r["T"], label("words"), 6), row["w"])
        book.same("words", c.words, row["words"])
        book.same("words on the other side", o.words, row["words"])
    book.close()


def typed(checks):
    book = Book(checks, "typing.json")
    for row in _rows(load("typing.json")):
        r = unhex(row)
        key, nonce = typing._keys(r["HK"], r["r"])
        book.same("k", key, row["k"])
        book.same("n", nonce, row["n"])
        book.same("wire", typing.write(r["r"], r["HK"], r["time"], r["T"]), row["wire"])
        book.same("read", book.takes("read", lambda: typing.read(r["wire"], r["HK"], r["time"], r["T"], set())), row["time"])
    book.close()


def contents(checks):
    document = load("content.json")
    book = Book(checks, "content.json")
    for row in document["valid"]:
        data = bytes.fromhex(row["cbor"])
        book.takes(row["name"], lambda: content.read(data))
        book.same(f"{row['name']}, written again", book.takes(row["name"], lambda: cbor.write(cbor.read(data))), row["cbor"])
    for row in document["read"]:
        book.takes(f"to be read, {row['because']}", lambda: content.read(bytes.fromhex(row["cbor"])))
    for row in document["refused"]:
        book.refuses(f"to be refused, {row['because']}", lambda: content.read(bytes.fromhex(row["cbor"])))
    book.close()


def run(checks):
    checks.section("the vectors of tests/vectors")
    if not os.path.exists(os.path.join(PLACE, "README.md")):
        print("  there are none yet", flush=True)
        return
    ready = shake_hands(checks)
    for part in (lambda c: talk(c, *ready), numbers, spoken, typed, contents):
        part(checks)
