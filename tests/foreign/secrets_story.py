"""A secret chat between two Hushwings over one relay: everything that a chat can do, and its end."""

import os

from harness import Person
from harness.people import Refused


class Secrets:
    """Sana and Tariq have each other as contacts and stay connected."""

    def __init__(self, checks, folder, relay):
        self.checks = checks
        self.relay = relay
        self.folder = folder
        self.sana = Person("Sana", folder, [relay.url])
        self.tariq = Person("Tariq", folder, [relay.url])
        self.here = self.there = None
        self._watches = []

    # -- helpers ------------------------------------------------------------------------------

    def _rows(self, person):
        return [row for row in person.cli("chats") if row["kind"] == "secret"]

    def _row(self, person, chat):
        return next(row for row in self._rows(person) if row["chat"] == chat)

    def _new(self, person, state, known=()):
        """The secret chat that came since, once it stands so."""

        def probe():
            rows = [r for r in self._rows(person) if r["chat"] not in known and r["state"] == state]
            return rows[0]["chat"] if len(rows) == 1 else None

        return self.checks.soon(probe, f"{person.name} has a secret chat that is {state}", 60)

    def _arrives(self, person, chat, text, what):
        return self.checks.soon(lambda: person.message(chat, text), what, 60)

    def _changes(self, person, chat, message, test, what):
        def probe():
            row = person.by_id(chat, message)
            return row if row and test(row) else None

        return self.checks.soon(probe, what, 60)

    def _gone(self, person, chat, message, what, seconds=60):
        return self.checks.soon(lambda: person.by_id(chat, message) is None, what, seconds)

    # -- chapters -----------------------------------------------------------------------------

    def began(self):
        return self.there is not None

    def begin(self):
        c = self.checks
        c.section("a secret chat begins")
        for person in (self.sana, self.tariq):
            person.init()
        self.sana.add(self.tariq)
        self.tariq.add(self.sana)
        for person in (self.sana, self.tariq, self.sana):
            person.sync()
        self._watches = [self.sana.watch(), self.tariq.watch()]
        offered = self.sana.one("secret", self.tariq.npub)
        c.equal(offered["kind"], "secret", "it is offered")
        self.here = offered["chat"]
        early = self.sana.send(self.here, "typed before anybody answered")["message"]
        self.there = self._new(self.tariq, "open")
        self._new(self.sana, "open")
        self._arrives(self.tariq, self.there, "typed before anybody answered", "what was typed before goes")
        self._changes(self.sana, self.here, early, lambda r: r["state"] == "delivered", "and is delivered")

    def talk(self):
        c = self.checks
        c.section("they talk")
        for number in range(4):
            for person, chat, other, place in (
                (self.tariq, self.there, self.sana, self.here),
                (self.sana, self.here, self.tariq, self.there),
            ):
                text = f"{person.name} says {number}: «سلام» 🕊️"
                person.send(chat, text)
                self._arrives(other, place, text, f"{person.name}'s turn {number}")
        first = self.tariq.send(self.there, "a question")["message"]
        self._arrives(self.sana, self.here, "a question", "a question")
        answer = self.sana.send(self.here, "an answer", reply_to=first)["message"]
        row = self._arrives(self.tariq, self.there, "an answer", "its answer")
        c.equal(row and row["reply_to"], first, "which says what it answers")
        self.tariq.one("react", answer, "👍")
        self._changes(self.sana, self.here, answer, lambda r: "👍" in r["reactions"], "a reaction")
        self.sana.one("edit", answer, "a better answer")
        row = self._changes(self.tariq, self.there, answer, lambda r: r["text"] == "a better answer", "an edit")
        c.that(row and row["edited"], "which says that it is one")
        self.sana.one("delete", answer, "--for-both")
        self._gone(self.tariq, self.there, answer, "deleted for both")
        long = "long " * 5500
        self.sana.send(self.here, long.strip())
        self._arrives(self.tariq, self.there, long.strip(), "27,500 characters")
        self.tariq.one("read", self.there)
        self._changes(self.sana, self.here, early_of(self.sana, self.here), lambda r: r["state"] == "read", "read")

    def apart(self):
        c = self.checks
        c.section("one is away, with the other writing")
        self._watches[1].stop()
        texts = [f"while you were away {n}" for n in range(30)]
        for text in texts:
            self.sana.send(self.here, text)
        self._watches[1] = self.tariq.watch()
        self._arrives(self.tariq, self.there, texts[-1], "the last of thirty")
        got = [r["text"] for r in self.tariq.history(self.there) if r["text"].startswith("while you")]
        c.equal(got, texts, "all of them, once, in order")
        row = self._row(self.tariq, self.there)["secret"]
        c.equal((row["missing"], row["lost"]), (0, 0), "and nothing is missing")

    def fingerprints(self):
        c = self.checks
        c.section("fingerprints")
        mine, theirs = self.sana.one("safety-number", self.here), self.tariq.one("safety-number", self.there)
        c.equal(mine["digits"], theirs["digits"], "the same sixty digits on both sides")
        c.equal(len(mine["digits"].replace(" ", "")), 60, "sixty of them")
        c.that(not mine["verified"], "not compared yet")
        c.that(self.sana.one("verify", self.here, "--code", theirs["qr"])["verified"], "a scanned code says so")
        c.that(self.tariq.one("verify", self.there)["verified"], "and so does a person")
        self.other_here = self.sana.one("secret", self.tariq.npub)["chat"]
        c.that(self.other_here != self.here, "another secret chat with the same person")
        self.other_there = self._new(self.tariq, "open", known={self.there})
        self._new(self.sana, "open", known={self.here})
        c.that(self.sana.one("safety-number", self.other_here)["verified"], "is with the same device")
        self.sana.send(self.other_here, "in the other one")
        self._arrives(self.tariq, self.other_there, "in the other one", "and carries texts of its own")
        c.that(self.tariq.message(self.there, "in the other one") is None, "of its own")

    def disappears(self):
        c = self.checks
        c.section("disappearing messages")
        self.sana.one("timer", self.other_here, 3)
        fading = self.sana.send(self.other_here, "gone in three seconds")["message"]
        self._arrives(self.tariq, self.other_there, "gone in three seconds", "it arrives")
        self._gone(self.sana, self.other_here, fading, "and goes where it was sent")
        c.that(self.tariq.by_id(self.other_there, fading), "but waits where nobody has read it")
        self.tariq.one("read", self.other_there)
        self._gone(self.tariq, self.other_there, fading, "until somebody has")
        once = self.tariq.one("send", self.other_there, "-", "--ttl", 2, stdin="one with its own")["message"]
        self._gone(self.tariq, self.other_there, once, "a timer of its own")

    def elsewhere(self):
        """The same account on another device has none of it."""
        c = self.checks
        c.section("restored elsewhere")
        words = os.path.join(self.folder, "words")
        with open(words, "w", encoding="utf-8") as f:
            exported = self.tariq.one("export", "--words")["words"]
            f.write(exported if isinstance(exported, str) else " ".join(exported))
        again = Person("Tariq again", self.folder, [self.relay.url]).restore(words)
        again.sync()
        standing = [r for r in self._rows(again) if r["state"] in ("open", "changed")]
        c.equal(standing, [], "no secret chat comes along")
        texts = [r["text"] for r in again.cli("search", "away")] if self._rows(again) else []
        c.equal(texts, [], "and none of its words")

    def over(self):
        c = self.checks
        c.section("it ends")
        self.tariq.cli("close", self.there)
        c.soon(lambda: self._row(self.sana, self.here)["state"] == "closed", "the other side hears of it", 60)
        try:
            self.sana.send(self.here, "too late")
            c.that(False, "nothing can be said any more")
        except Refused as refused:
            c.that("over" in refused.sentence, "nothing can be said any more", refused.sentence)
        self.sana.send(self.other_here, "the other one goes on")
        self._arrives(self.tariq, self.other_there, "the other one goes on", "and no other chat is touched")

    def chapters(self):
        return [
            self.begin, self.talk, self.apart, self.fingerprints, self.disappears, self.elsewhere,
            self.over, self.end,
        ]

    def end(self):
        self.close()

    def close(self):
        for watch in self._watches:
            watch.stop()
        self._watches = []


def early_of(person, chat):
    """The first message of somebody's own."""
    return next(row["message"] for row in person.history(chat) if row["mine"])
