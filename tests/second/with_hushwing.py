"""The second implementation and `hushwing` itself, in secret chats with each other."""

import base64
import os

from harness import HushwingRelay, Person, scratch
from harness.account import bech32
from harness.program import PROGRAM
from messenger import READ, Device
from sc1 import content, safety_number

WRITERS, READERS = 1, 2


def run(checks):
    checks.section("the second implementation with hushwing")
    if not os.access(PROGRAM, os.X_OK):
        checks.that(False, f"{PROGRAM} is there: `cargo build --release`, or HUSHWING=path")
        return
    root = scratch("second-with")
    relay = HushwingRelay(root)
    nadia = Person("Nadia", root, [relay.url]).init()
    omar = Device("Omar", relay.url)
    meeting = Meeting(checks, nadia, omar)
    try:
        meeting.begin()
        meeting.it_offers()
        meeting.they_talk()
        meeting.they_change_their_minds()
        meeting.fingerprints()
        meeting.it_hears_the_end()
        meeting.it_is_offered()
    finally:
        meeting.close()
        relay.stop()


class Meeting:
    """Nadia uses `hushwing`, Omar the other implementation."""

    def __init__(self, checks, nadia, omar):
        self.c, self.nadia, self.omar = checks, nadia, omar
        self.npub = bech32("npub", bytes.fromhex(omar.account))
        self.watch = None

    def close(self):
        if self.watch:
            self.watch.stop()
        self.omar.close()

    def _soon(self, what, test):
        def probe():
            self.omar.poll(0.05)
            return test()

        return self.c.soon(probe, what, 60)

    def _row(self, state, known=()):
        rows = [r for r in self.nadia.cli("chats") if r["kind"] == "secret" and r["chat"] not in known]
        return next((r for r in rows if r["state"] == state), None)

    def _hears(self, text):
        return self._soon(f"nadia has “{text[:24]}”", lambda: self.nadia.message(self.place, text))

    def _says(self, text, **more):
        """Nadia writes; → her message, and what Omar heard."""
        said = self.nadia.send(self.place, text, **more)["message"]
        heard = self._soon(f"omar has “{text[:24]}”", lambda: self._heard(said))
        return said, heard

    def _heard(self, message):
        """A message's id is that of the 16 bytes its writer chose, and zeros."""
        return next((m for m in self.chat.heard if m.id.hex() == message[:32]), None)

    def _message(self, message, test, what):
        def probe():
            row = self.nadia.by_id(self.place, message)
            return row if row and test(row) else None

        return self._soon(what, probe)

    def begin(self):
        self.omar.publish_relays()
        self.nadia.add(self.npub, "Omar")
        self.nadia.sync()
        self.watch = self.nadia.watch()

    def it_offers(self):
        c = self.c
        self.place = self.nadia.one("secret", self.npub)["chat"]
        early = self.nadia.send(self.place, "typed before")["message"]
        self._soon("omar has hushwing's offer", lambda: self.omar.offers)
        self.chat = self.omar.accept(self.omar.offers[0][0])
        self._soon("the chat stands there", lambda: self._row("open"))
        self._soon("and here", lambda: self.chat.ratchet.confirmed)
        hello = next((m for m in self.chat.heard if m.kind == content.HELLO), None)
        c.equal(hello and hello.fields["name"], "Nadia", "with a hello")
        self._soon("what was typed before is heard", lambda: self._heard(early))

    def they_talk(self):
        for turn in range(4):
            said = [self.omar.text(self.chat, f"{turn}.{i} سلام" + "x" * 1500 * i) for i in range(3)]
            self._soon(f"turn {turn}: delivered to hushwing", lambda: all(self.chat.receipts.get(i) for i in said))
            message, _ = self._says(f"hushwing's turn {turn}")
            self._message(message, lambda r: r["state"] == "delivered", "delivered to omar")
        texts = [r["text"] for r in self.nadia.history(self.place) if not r["mine"]]
        self.c.equal(len(texts), 12, "each once")

    def they_change_their_minds(self):
        c = self.c
        question = self.omar.text(self.chat, "a question")
        self._hears("a question")
        answer, heard = self._says("an answer", reply_to=question.hex() + "0" * 32)
        c.equal(heard and heard.fields["target"], (READERS, question), "which says what it answers")
        self.omar.say(self.chat, content.REACTION, target=[READERS, bytes.fromhex(answer[:32])], emoji="👍")
        self._message(answer, lambda r: "👍" in r["reactions"], "omar reacts")
        self.nadia.one("react", question.hex() + "0" * 32, "🕊️")
        reacted = self._soon("nadia reacts", lambda: self.chat.said(content.REACTION))
        c.equal(reacted and reacted[0].fields["emoji"], "🕊️", "with this emoji")
        self.omar.say(self.chat, content.EDIT, target=[WRITERS, question], text="a better question")
        row = self._message(question.hex() + "0" * 32, lambda r: r["text"] == "a better question", "omar edits")
        c.that(row and row["edited"], "and that is told")
        self.nadia.one("edit", answer, "a better answer")
        self._soon("nadia edits", lambda: any(m.fields["text"] == "a better answer" for m in self.chat.said(content.EDIT)))
        self.omar.say(self.chat, content.DELETE, targets=[[WRITERS, question]])
        self._soon("omar deletes", lambda: self.nadia.by_id(self.place, question.hex() + "0" * 32) is None)
        self.nadia.one("delete", answer, "--for-both")
        self._soon("nadia deletes", lambda: self.chat.said(content.DELETE))
        self.omar.say(self.chat, content.TIMER, timer=60)
        self._soon("omar sets the timer", lambda: self._row("open")["secret"]["timer_secs"] == 60)
        _, fading = self._says("with the chat's timer")
        c.equal(fading and fading.ttl, 60, "which it carries")
        self.nadia.one("timer", self.place, 0)
        self._soon("nadia takes it away", lambda: [m.fields["timer"] for m in self.chat.said(content.TIMER)][-1:] == [0])
        last = self.omar.text(self.chat, "the last")
        self._hears("the last")
        self.nadia.one("read", self.place)
        self._soon("read", lambda: self.chat.receipts.get(last) == READ)
        message, heard = self._says("read me")
        self.omar.deliver(self.chat, [heard.id], READ)
        self._message(message, lambda r: r["state"] == "read", "nadia sees that omar read it")

    def fingerprints(self):
        own, theirs = (safety_number.fingerprint(i) for i in (self.omar.identity.id, self.chat.peer))
        shown = self.nadia.one("safety-number", self.place)
        digits = shown["digits"].replace(" ", "")
        self.c.equal(digits, safety_number.digits(own, theirs), "the same sixty digits")
        code = base64.b64encode(safety_number.code(own, theirs)).decode()
        self.c.that(self.nadia.one("verify", self.place, "--code", code)["verified"], "omar's code is what it should be")

    def it_hears_the_end(self):
        self.omar.say(self.chat, content.CLOSE, reason=1)
        self._soon("omar ends it, and nadia hears", lambda: not self._row("open"))

    def it_is_offered(self):
        c = self.c
        before = set(self.omar.chats)
        # An identity ends with its account.
        self.omar.offer(self.chat.peer[64:].hex())
        self._soon("omar's offer is answered by hushwing", lambda: set(self.omar.chats) - before)
        (new,) = set(self.omar.chats) - before
        self.chat = self.omar.chats[new]
        self.place = self._soon("and stands", lambda: self._row("open"))["chat"]
        self._says("from nadia")
        self.omar.text(self.chat, "from omar")
        self._hears("from omar")
        self.nadia.cli("close", self.place)
        self._soon("nadia ends it, and omar hears", lambda: self.chat.ended)
        c.equal([str(e) for e in self.omar.dropped], [], "nothing of hushwing's had to be dropped")
