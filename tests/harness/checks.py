"""Assertions that go on after a failure, and a last line that says how it went."""

import sys
import time


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.where = ""

    def section(self, title):
        self.where = title
        print(f"\n== {title}", flush=True)

    def that(self, condition, what, detail=""):
        """One fact. Returns whether it holds."""
        if condition:
            self.passed += 1
            print(f"  ok    {what}", flush=True)
        else:
            self.failed.append(f"{self.where}: {what}")
            print(f"  FAIL  {what}{f': {detail}' if detail != '' else ''}", flush=True)
        return bool(condition)

    def equal(self, got, wanted, what):
        return self.that(got == wanted, what, f"wanted {wanted!r}, got {got!r}")

    def soon(self, probe, what, seconds=20):
        """Waits for a fact. Returns what the probe found, or None."""
        found, seen = eventually(probe, seconds)
        self.that(found, what, f"not within {seconds} s; last seen {short(seen)}")
        return seen if found else None

    def finish(self):
        for line in self.failed:
            print(f"failed: {line}")
        print(f"\n{self.passed} passed, {len(self.failed)} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)


def eventually(probe, seconds=20, pause=0.2):
    """Asks until the answer is true. Returns whether it became so, and the last answer."""
    end = time.monotonic() + seconds
    while True:
        seen = probe()
        if seen:
            return True, seen
        if time.monotonic() > end:
            return False, seen
        time.sleep(pause)


def short(value, limit=600):
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + "…"
