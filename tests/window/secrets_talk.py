"""A secret chat in two windows: begun by keys, compared by both, disappearing, and a changed key."""

import os

from harness import Person
from places import BAR, DANGER, SIDEBAR, SLOW, row_at

# src/app/theme.rs: what is green is secret. The fill of the bar and of buttons.
GREEN = "#0B6656"


class Secrets:
    """Nadia's window and Omid's, with each other's chats, both unlocked."""

    def __init__(self, checks, photograph, screen, windows, people):
        self.checks, self.photograph, self.screen = checks, photograph, screen
        (self.mine, self.theirs), (self.nadia, self.omid) = windows, people

    def _chats(self, person):
        return [row for row in person.cli("chats") if row["kind"] == "secret"]

    def _newest(self, person, known=()):
        return next((r["chat"] for r in self._chats(person) if r["chat"] not in known), None)

    def _row(self, person, chat):
        return next(row for row in self._chats(person) if row["chat"] == chat)

    def _open(self, window, person, chat, colour=GREEN):
        """Presses the chat's row; its bar has its colour."""
        order = [row["chat"] for row in person.cli("chats")]
        window.click(*row_at(order.index(chat) + bool(person.cli("requests"))))
        window.rest_pointer()
        bar = (SIDEBAR + 4, 2)
        self.checks.soon(lambda: window.colour(*bar) == colour, f"{person.name} opens it, in its colour", SLOW)

    def _press(self, window, colour, area, what):
        """Presses the one thing of this colour in a part of the window."""
        box = self.checks.soon(lambda: window.find(colour, area), what, SLOW)
        if box:
            x, y, width, height = box
            window.click(x + width // 2, y + height // 2)

    def begin(self):
        c = self.checks
        c.section("a secret chat")
        self.mine.key("ctrl+shift+n")
        self.here = c.soon(lambda: self._newest(self.nadia), "Ctrl+Shift+N begins one with whom one talks", SLOW)
        c.soon(lambda: self.mine.colour(SIDEBAR + 4, 2) == GREEN, "and nadia's window is green", SLOW)
        self.there = c.soon(lambda: self._newest(self.omid), "omid has it", SLOW)
        self.mine.type("Are you alone?")
        self.mine.key("Return")
        c.soon(lambda: self.omid.message(self.there, "Are you alone?"), "nadia writes, omid has it", SLOW)
        self._open(self.theirs, self.omid, self.there)
        self.theirs.type("Yes. Go on.")
        self.theirs.key("Return")
        c.soon(lambda: self.nadia.message(self.here, "Yes. Go on."), "omid answers, nadia has it", SLOW)
        self.mine.settle()
        self.photograph(self.screen, "secret-light")

    def disappear(self):
        c = self.checks
        self.nadia.one("timer", self.here, 6)
        c.soon(lambda: self._row(self.omid, self.there)["secret"]["timer_secs"] == 6, "a timer for both", SLOW)
        self.mine.type("Burn this")
        self.mine.key("Return")
        text = c.soon(lambda: self.omid.message(self.there, "Burn this"), "a message with it", SLOW)
        self.theirs.focus()
        c.soon(lambda: (self.omid.message(self.there, "Burn this") or {}).get("expires_at"), "read, its time runs", SLOW)
        self.screen.photograph(os.path.join(os.path.dirname(self.mine.person.dir), "burning.png"))
        c.soon(lambda: self.omid.by_id(self.there, text["message"]) is None, "and it is gone at omid's", SLOW)
        c.soon(lambda: self.nadia.by_id(self.here, text["message"]) is None, "and at nadia's", SLOW)
        self.nadia.one("timer", self.here, 0)

    def compare(self):
        c = self.checks
        numbers = [self.nadia.one("safety-number", self.here), self.omid.one("safety-number", self.there)]
        c.equal(numbers[0]["digits"], numbers[1]["digits"], "the same sixty digits on both sides")
        for window in (self.mine, self.theirs):
            banner = (SIDEBAR + 4, BAR + 2, window.width - SIDEBAR - 8, 120)
            self._press(window, GREEN, banner, "the banner asks to compare")
            window.rest_pointer()
            # The bar behind the dialog is dimmed.
            c.soon(lambda: window.colour(SIDEBAR + 4, 2) != GREEN, "the dialog is there", SLOW)
        self.mine.settle()
        self.photograph(self.screen, "verify-light")
        for window, person, chat in ((self.mine, self.nadia, self.here), (self.theirs, self.omid, self.there)):
            # “Decide later”, on the left, is green too.
            lower = (window.width * 7 // 10, window.height * 2 // 3, window.width * 3 // 10, window.height // 3)
            self._press(window, GREEN, lower, "“They match”")
            c.soon(
                lambda: self._row(person, chat)["secret"]["device"] == "compared", f"{person.name} found them to match", SLOW,
            )
        for window in (self.mine, self.theirs):
            window.key("Escape")
        self.mine.settle()
        self.photograph(self.screen, "verified-light")

    def changed(self):
        """Somebody with Omid's words on another device."""
        c = self.checks
        words = os.path.join(self.omid.folder, "omid.words")
        self.omid.passphrase_file = os.path.join(self.omid.folder, f"{self.omid.name}.passphrase")
        exported = self.omid.one("export", "--words")["words"]
        with open(words, "w", encoding="utf-8") as f:
            f.write(exported if isinstance(exported, str) else " ".join(exported))
        again = Person("Omid again", self.omid.folder, self.omid.relays).restore(words)
        os.remove(words)
        # The first answers nadia's old offer, which the other device was faster to accept.
        for _ in range(2):
            again.one("secret", self.nadia.npub)
            again.sync()
        new = c.soon(lambda: self._newest(self.nadia, {self.here}), "another device of omid's offers", SLOW)
        if self._row(self.nadia, new)["secret"]["stage"] == "asked":
            self.nadia.one("secret", self.omid.npub)
        again.sync()
        c.soon(lambda: self._row(self.nadia, new)["state"] == "changed", "nothing goes to it unseen", SLOW)
        self._open(self.mine, self.nadia, new, DANGER)
        self.photograph(self.mine, "key-changed-light")
        self.nadia.cli("close", new)

    def prove(self):
        self.begin()
        self.disappear()
        self.compare()
        self.changed()
