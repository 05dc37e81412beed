"""Gift wraps of the second implementation against nostr-tools from npm, and the bare wraps by themselves."""

import json
import os
import random as lots

from harness.program import run as command
from nostr import event, giftwrap, nip44
from sc1.notation import Refused
from second_tools import scripts


def ask(rows):
    stdin = "".join(json.dumps(row) + "\n" for row in rows)
    done = command(["node", os.path.join(scripts(), "envelopes.mjs")], stdin=stdin, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr[-1500:])
    return [json.loads(line) for line in done.stdout.split("\n") if line]


TEXTS = ["x", "سلام 👩‍👩‍👧 \"\\\n\u2028\u007f", "a" * 12_000]


def run(checks):
    checks.section("gift wraps, and nostr-tools'")
    nadia, omar = giftwrap.new_secret(), giftwrap.new_secret()
    to = event.public(omar)
    rumors = [event.unsigned(event.public(nadia), 1460, text, [["p", to], ["name", "نادیا"]]) for text in TEXTS]
    opened = ask({"do": "open", "secret": omar.hex(), "wrap": giftwrap.wrap_rumor(nadia, r, to)} for r in rumors)
    for rumor, row in zip(rumors, opened):
        checks.equal((row.get("rumor"), row.get("verified")), (rumor, True), f"nostr-tools opens one of {len(rumor['content'])} characters")
    template = {"kind": 14, "created_at": event.now(), "tags": [["p", to]], "content": TEXTS[1]}
    (row,) = ask([{"do": "wrap", "secret": nadia.hex(), "to": to, "rumor": template}])
    rumor = giftwrap.open_rumor(omar, row["wrap"])
    checks.equal((rumor["content"], rumor["pubkey"]), (TEXTS[1], event.public(nadia)), "and one of nostr-tools is opened")
    dice = lots.Random(5)
    sizes = [1, 31, 32, 33, 256, 257, 4096, 4097, 8192, 16_384, 32_768, 65_535, *(dice.randrange(1, 65_536) for _ in range(40))]
    rows = [{"do": "encrypt", "key": dice.randbytes(32).hex(), "text": "y" * size, "nonce": dice.randbytes(32).hex()} for size in sizes]
    wrong = 0
    for asked, said in zip(rows, ask(rows)):
        key, plain = bytes.fromhex(asked["key"]), asked["text"].encode()
        wrong += nip44.encrypt(key, plain, bytes.fromhex(asked["nonce"])) != said["payload"] or nip44.decrypt(key, said["payload"]) != plain
    checks.equal(wrong, 0, f"{len(sizes)} payloads of NIP-44 are the same")

    checks.section("wires in bare wraps")
    for size in (4096, 8192, 16_384, 32_768):
        wire = b"\x01" + os.urandom(size - 1)
        wrap = giftwrap.wrap_wire(wire, to)
        checks.equal(giftwrap.open_wrap(omar, wrap), wire, f"{size} bytes, no text, come through; the wrap has {len(json.dumps(wrap))}")
    for what, spoiled in {
        "signature": {"sig": "00" * 64},
        "id": {"id": "00" * 32},
        "address": {"tags": [["p", event.public(nadia)]]},
        "content": {"content": wrap["content"][:-4] + "AAA="},
    }.items():
        try:
            giftwrap.open_wrap(omar, wrap | spoiled)
            checks.that(False, f"refused: another {what}")
        except Refused:
            checks.that(True, f"refused: another {what}")
