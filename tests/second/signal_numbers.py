"""Section 13's sixty digits and code to scan against libsignal-client from npm."""

import json
import os

from harness.process import scratch
from harness.program import ROOT
from harness.program import run as command
from sc1 import safety_number
from sc1.identity import Identity
from sc1.notation import Random
from second_tools import scripts

VECTORS = os.environ.get("HUSHWING_VECTORS_AT", os.path.join(ROOT, "tests", "vectors"))
IDENTITIES = 1000


def make(random, count):
    """→ `count` identities in pairs, as signal_numbers.mjs reads them."""
    ids = [Identity.new(random, random.bytes("account", 32)).id for _ in range(count)]
    prints = [safety_number.fingerprint(id_) for id_ in ids]
    return [
        {
            "own": ids[i].hex(),
            "peer": ids[i ^ 1].hex(),
            "digits": safety_number.digits(prints[i], prints[i ^ 1]),
            "code": safety_number.code(prints[i], prints[i ^ 1]).hex(),
        }
        for i in range(count)
    ]


def theirs(path):
    """The pairs that the program wrote (tests/vectors/README.md), in the same shape, from both sides."""
    with open(path, encoding="utf-8") as f:
        document = json.load(f)
    rows = document if isinstance(document, list) else next(v for v in document.values() if isinstance(v, list))
    sides = (("a", "b"), ("b", "a"))
    return [
        {"own": row[one], "peer": row[two], "digits": row["digits"], "code": row[f"code_{one}"]} for row in rows for one, two in sides
    ]


def ask(pairs):
    path = os.path.join(scratch("numbers"), "pairs.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"pairs": pairs}, f)
    done = command(["node", os.path.join(scripts(), "signal_numbers.mjs"), path], timeout=120)
    if done.returncode != 0:
        raise AssertionError(done.stderr[-1500:])
    return json.loads(done.stdout)


def run(checks):
    checks.section("safety numbers, and Signal's")
    pairs = make(Random(), IDENTITIES)
    said = ask(pairs)
    checks.equal((said["checked"], said["wrong"]), (IDENTITIES, []), f"{IDENTITIES} random identities: digits and codes are Signal's")
    first, second = pairs[0], pairs[1]
    checks.equal(first["digits"], second["digits"], "both sides see the same digits")
    one, two = (safety_number.fingerprint(bytes.fromhex(p["own"])) for p in (first, second))
    checks.that(safety_number.scan(bytes.fromhex(first["code"]), two, one), "the other side's scan matches")
    checks.that(not safety_number.scan(bytes.fromhex(second["code"]), two, one), "one's own code does not")
    # That a difference would be seen.
    pairs[0]["digits"] = pairs[0]["digits"][::-1]
    pairs[3]["code"] = pairs[2]["code"]
    checks.that(ask(pairs[:10])["wrongs"] >= 2, "a wrong number and a wrong code are found")
    for path in (os.path.join(VECTORS, "safety_number.json"), os.path.join(ROOT, "target", "safety_numbers.json")):
        if os.path.exists(path):
            said = ask(theirs(path))
            checks.equal(said["wrong"], [], f"{os.path.relpath(path, ROOT)}: {said['checked'] // 2} pairs are Signal's")
