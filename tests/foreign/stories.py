"""What two people with different clients do to each other, over one relay.

`nadia` and `omar` use Hushwing; `farid` and whoever is called foreign use nostr-tools.
"""

import json
import os
import time

from harness import Foreign, Person
from harness.people import Refused

# Rumor kinds that a client which knows NIP-17 can show: text, file, reaction, delete.
SHOWABLE = {5, 7, 14, 15}

TEXTS = {
    "Persian, right to left": "سلام، خوبی؟ «این یک پیام است» ۱۲۳",
    "mixed directions": "Meet at 5 ب.ظ. near שלום station",
    "emoji families, flags, skin tones": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇮🇷 👍🏽 ❤️",
    "combining and zero-width": "é ñ Z̤͔a̶l̴g̸o a\u200bb\u200dc \u2066iso\u2069",
    "quotes, backslashes, markup": "\"quoted\" \\n 'single' <b>not bold</b> ${x} %s \\u0041",
    "lines and tabs": "first\n\n\tindented\nlast",
    "outside the basic plane": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𒀀 🕊️ 漢字",
}


class Story:
    """The people of one relay, and what they have said so far."""

    def __init__(self, checks, folder, relay, longest, watching):
        self.checks = checks
        self.relay = relay
        self.longest = longest
        self.nadia = Person("Nadia", folder, [relay.url])
        self.omar = Person("Omar", folder, [relay.url])
        self.farid = Foreign("farid", folder, [relay.url])
        self.folder = folder
        self.watching = watching
        self._watches = []

    # -- helpers ------------------------------------------------------------------------------

    def _fetch(self, person):
        """With a `watch` running, everything comes by itself."""
        if not self._watches:
            person.sync()

    def _arrives(self, person, chat, text, what, seconds=25):
        def probe():
            self._fetch(person)
            return person.message(chat, text)

        return self.checks.soon(probe, what, seconds)

    def _changes(self, person, chat, message, test, what, seconds=60):
        def probe():
            self._fetch(person)
            row = person.by_id(chat, message)
            return row if row and test(row) else None

        return self.checks.soon(probe, what, seconds)

    def _reaches_farid(self, test, what, seconds=25):
        def probe():
            if not self._watches:
                self.nadia.sync()
            return next((r for r in self.farid.inbox() if r["rumor"] and test(r["rumor"])), None)

        return self.checks.soon(probe, what, seconds)

    # -- chapters -----------------------------------------------------------------------------

    def began(self):
        return os.path.isdir(self.nadia.dir)

    def begin(self):
        c = self.checks
        c.section("profiles and relay lists")
        for person in (self.nadia, self.omar):
            person.init()
            c.that(person.npub.startswith("npub1"), f"{person.name} has a profile")
            c.that(person.link.startswith("hushwing:nprofile1"), "and a link", person.link)
        self.nadia_pubkey = self.farid.hex_of(self.nadia.npub)
        if hasattr(self.relay, "give_role") and getattr(self.relay, "auth", False):
            for account in (self.nadia.npub, self.omar.npub, self.farid.npub):
                self.relay.give_role(self.farid.hex_of(account))
            # It lets only members look for farid's relay list: that nadia asks for it is told to
            # nobody unless she says so.
            for person in (self.nadia, self.omar):
                person.cli("relays", "allow", self.relay.url)
        for person in (self.nadia, self.omar):
            done = person.sync()
            c.equal(set(done) >= {"received", "sent", "pending"}, True, f"sync answers {done}")
            c.equal(done["pending"], 0, "nothing waits")
        self.farid.publish_relays()
        for person in (self.nadia, self.omar):
            row = person.one("whoami")
            c.equal((row["npub"], row["name"]), (person.npub, person.name), "whoami")
            c.equal(row["relays"], [self.relay.url], "with its relay")
            event = self.farid.one("list", "--of", person.npub)["event"]
            urls = [t[1].rstrip("/") for t in (event or {}).get("tags", []) if t[0] == "relay"]
            c.equal(urls, [self.relay.url], f"farid finds {person.name}'s kind 10050")
        row = self.nadia.cli("relays")
        c.equal([r["url"] for r in row], [self.relay.url], "relays lists it")
        if self.watching:
            self._watches = [self.nadia.watch(), self.omar.watch()]

    def stranger(self):
        c = self.checks
        c.section("a stranger writes, and is let in")
        first = "Hello from another client"
        self.first = self.farid.send(self.nadia, first)["rumor"]

        def request():
            self._fetch(self.nadia)
            return next((r for r in self.nadia.cli("requests") if r["id"] == self.farid.npub), None)

        row = c.soon(request, "nadia has a request")
        if row:
            c.equal(row["text"], first, "with its text")
        c.equal(
            [r for r in self.nadia.cli("chats") if r["contact"] == self.farid.npub and r["kind"] == "ordinary"],
            [],
            "it is not among the chats yet",
        )
        before = {r["rumor"].get("kind") for r in self.farid.inbox()}
        c.equal(before - {14}, set(), "the stranger got no receipt")
        self.nadia.cli("accept", self.farid.npub)
        c.equal([r for r in self.nadia.cli("requests") if r["id"] == self.farid.npub], [], "accepted: no request any more")
        row = self.nadia.message(self.farid, first)
        if c.that(row, "the message is in the chat"):
            c.equal(row["message"], self.first["id"], "under the rumor's id")
            c.equal(row["from"], self.farid.npub, "from farid")
            c.equal((row["mine"], row["state"]), (False, "received"), "received")
            c.equal(row["at"] // 1000, self.first["created_at"], "at the time that the rumor says")
            c.equal((row["reply_to"], row["edited"], row["reactions"], row["attachments"]), (None, False, {}, []), "nothing else about it")
        contact = [r for r in self.nadia.cli("contacts") if r["contact"] == self.farid.npub]
        c.equal([(r["accepted"], r["blocked"]) for r in contact], [(True, False)], "farid is a contact")

    def reply(self):
        c = self.checks
        c.section("Hushwing answers, the other client opens it")
        text = "Hello back, with a reply"
        sent = self.nadia.send(self.farid, text, reply_to=self.first["id"])
        # Where looking for farid's relays needs an AUTH that is never acknowledged, 5 s may be too
        # short for `send`.
        quick = ("queued", "sent") if not getattr(self.relay, "auth", False) else ("waiting", "queued", "sent")
        c.that(sent["state"] in quick, "send answers", sent)
        self.answer = sent["message"]
        found = self._reaches_farid(lambda r: r["id"] == sent["message"], "farid opens it with nip17/nip59")
        if found:
            rumor, seal, wrap = found["rumor"], found["seal"], found["wrap"]
            c.equal((rumor["kind"], rumor["content"]), (14, text), "kind 14 with the text")
            c.equal(found["id_fits"], True, "the rumor's id is its hash")
            c.equal(found["signed"], False, "the rumor is not signed")
            c.equal(rumor["pubkey"], self.nadia_pubkey, "rumor by nadia")
            c.equal((seal["kind"], seal["pubkey"], seal["tags"]), (13, self.nadia_pubkey, []), "seal: kind 13, by nadia, no tags")
            c.equal(_values(rumor, "p"), [self.farid.pubkey], "p tag: farid")
            c.equal(_values(rumor, "e"), [self.first["id"]], "e tag: the message it answers")
            c.equal((wrap["kind"], wrap["valid"]), (1059, True), "wrap: kind 1059, signature good")
            c.that(wrap["pubkey"] != self.nadia_pubkey, "wrap signed by a one-time key")
            c.equal([t[:2] for t in wrap["tags"] if t[0] == "p"], [["p", self.farid.pubkey]], "wrap for farid alone")
            now = time.time()
            c.that(now - 2 * 86400 - 120 <= wrap["created_at"] <= now + 5, "wrap's time lies in the last two days")
            c.that(now - 2 * 86400 - 120 <= seal["created_at"] <= now + 5, "seal's too")
            c.that(abs(rumor["created_at"] - now) < 300, "the rumor's is the real one")
            c.that(any(t[0] == "client" for t in rumor["tags"]), "client tag (NIP-89)", rumor["tags"])
        self._changes(self.nadia, self.farid, sent["message"], lambda r: r["state"] == "sent", "one tick: the relay has it")
        back = self.farid.send(self.nadia, "And a reply to your reply", reply_to=self.answer)["rumor"]
        row = self._arrives(self.nadia, self.farid, "And a reply to your reply", "farid's reply arrives")
        if row:
            c.equal(row["message"], back["id"], "under its id")
            c.equal(row["reply_to"], self.answer, "as a reply to nadia's message")
        wraps = [r["wrap"]["pubkey"] for r in self.farid.inbox()]
        c.equal(len(wraps), len(set(wraps)), "no one-time key was used twice")

    def reactions(self):
        c = self.checks
        c.section("reactions, both ways")
        self.farid.react(self.nadia, self.answer, self.nadia.npub, "❤️")
        self._changes(
            self.nadia, self.farid, self.answer,
            lambda r: r["reactions"] == {"❤️": [self.farid.npub]}, "farid's reaction shows",
        )
        self.farid.react(self.nadia, self.answer, self.nadia.npub, "+")
        self._changes(
            self.nadia, self.farid, self.answer,
            lambda r: sum(self.farid.npub in who for who in r["reactions"].values()) == 2, "a plain + is a reaction too",
        )
        self.nadia.one("react", self.first["id"], "👍🏽")
        found = self._reaches_farid(
            lambda r: r["kind"] == 7 and r["pubkey"] == self.nadia_pubkey, "farid gets nadia's reaction"
        )
        if found:
            rumor = found["rumor"]
            c.equal(rumor["content"], "👍🏽", "kind 7 with the emoji")
            c.equal(_values(rumor, "e"), [self.first["id"]], "e tag: farid's message")
            c.that(self.farid.pubkey in _values(rumor, "p"), "p tag: farid")
        row = self.nadia.by_id(self.farid, self.first["id"])
        c.equal(row and row["reactions"], {"👍🏽": [self.nadia.npub]}, "nadia sees her own")

    def deletes(self):
        c = self.checks
        c.section("deletes, both ways")
        doomed = self.farid.send(self.nadia, "I will take this back")["rumor"]
        self._arrives(self.nadia, self.farid, "I will take this back", "a message arrives")
        self.farid.delete(self.nadia, doomed["id"])
        self._gone(self.nadia, self.farid, doomed["id"], "and goes when its author deletes it")
        self.farid.delete(self.nadia, self.answer)
        marker = self.farid.send(self.nadia, "after an improper delete")["rumor"]
        self._arrives(self.nadia, self.farid, "after an improper delete", "later messages arrive")
        c.that(self.nadia.by_id(self.farid, self.answer), "nobody deletes somebody else's message")
        mine = self.nadia.send(self.farid, "nadia takes this back")["message"]
        self._reaches_farid(lambda r: r["id"] == mine, "farid has nadia's message")
        self.nadia.one("delete", mine, "--for-both")
        found = self._reaches_farid(lambda r: r["kind"] == 5 and mine in _values(r, "e"), "farid gets a wrapped kind 5 for it")
        if found:
            c.equal(found["rumor"]["pubkey"], self.nadia_pubkey, "by nadia")
        c.equal(self.nadia.by_id(self.farid, mine), None, "it is gone from nadia's history")
        self.nadia.one("delete", marker["id"])
        c.equal(self.nadia.by_id(self.farid, marker["id"]), None, "a delete only here hides it")
        kinds = [r["rumor"] for r in self.farid.inbox() if r["rumor"].get("kind") == 5]
        c.equal([r for r in kinds if marker["id"] in _values(r, "e")], [], "and tells nobody")

    def _gone(self, person, chat, message, what):
        def probe():
            self._fetch(person)
            return person.by_id(chat, message) is None

        self.checks.soon(probe, what)

    def edits(self):
        c = self.checks
        c.section("an edit is a delete and a message of the same time to others")
        old = self.nadia.send(self.farid, "tomorow at fivve")["message"]
        first = self._reaches_farid(lambda r: r["id"] == old, "farid has the first text")
        self.nadia.one("edit", old, "tomorrow at five")
        again = self._reaches_farid(
            lambda r: r["kind"] == 14 and r["content"] == "tomorrow at five", "farid has the new text"
        )
        self._reaches_farid(lambda r: r["kind"] == 5 and old in _values(r, "e"), "and the delete of the old one")
        if first and again:
            c.equal(again["rumor"]["created_at"], first["rumor"]["created_at"], "at the same time")
            c.that(again["rumor"]["id"] != old, "under an id of its own")
            c.equal(_values(again["rumor"], "p"), [self.farid.pubkey], "to the same people")
        row = self.nadia.by_id(self.farid, old)
        if c.that(row, "nadia keeps it under its first id"):
            c.equal((row["text"], row["edited"]), ("tomorrow at five", True), "with the new text, marked")
        # What farid says about the new event lands on the one message that nadia has.
        if again:
            self.farid.react(self.nadia, again["rumor"]["id"], self.nadia.npub, "✅")
            self._changes(self.nadia, self.farid, old, lambda r: "✅" in r["reactions"], "a reaction to the new event lands on it")
        status, _, sentence = self.nadia.try_cli("edit", self.first["id"], "not mine")
        c.that(status != 0 and sentence.strip(), "somebody else's message cannot be edited", sentence)

    def texts(self):
        c = self.checks
        c.section("texts of all sorts, both ways, to the byte")
        self._both_ways(TEXTS)
        c.section(f"long texts ({self.longest} characters)")
        plain = "".join(f"{i:05d} " for i in range(self.longest // 6 + 1))[: self.longest]
        wide = "سلام🕊" * (self.longest // 14)
        self._both_ways({"plain": plain, "several bytes a character": wide})

    def _both_ways(self, texts):
        """All of them first, then a look at both ends: this is also a small burst."""
        came = {self.farid.send(self.nadia, text)["rumor"]["id"]: what for what, text in texts.items()}
        went = {self.nadia.send(self.farid, text)["message"]: what for what, text in texts.items()}

        def arrived():
            self._fetch(self.nadia)
            rows = {r["message"]: r["text"] for r in self.nadia.history(self.farid)}
            return rows if came.keys() <= rows.keys() else None

        def left():
            rumors = {r["rumor"]["id"]: r["rumor"]["content"] for r in self.farid.inbox() if r["rumor"]}
            return rumors if went.keys() <= rumors.keys() else None

        for probe, ids, way in ((arrived, came, "arrive"), (left, went, "leave")):
            seen = self.checks.soon(probe, f"all {len(texts)} {way}", 40)
            for message, what in ids.items():
                self.checks.equal((seen or {}).get(message), texts[what], f"{what}: as it was written")

    def too_long(self, length):
        """A relay that swallows what is too long without a word about which event it was."""
        c = self.checks
        c.section(f"{length} characters are too many for this relay")
        text = "x" * length
        status, rows, sentence = self.nadia.try_cli("send", self.farid.npub, "-", stdin=text)
        if status == 0:
            message = rows[0]["message"]
            self._changes(
                self.nadia, self.farid, message, lambda r: r["state"] == "failed",
                "it fails, and says so", seconds=90,
            )
            row = self.nadia.by_id(self.farid, message)
            c.that(row and row.get("reason"), "with a reason in words", row)
        else:
            c.that(sentence.strip(), "it is refused with a sentence", sentence)
        inbox = [r["rumor"].get("content") for r in self.farid.inbox()]
        c.that(text not in inbox, "farid has nothing of it")
        after = self.nadia.send(self.farid, "short again")["message"]
        self._reaches_farid(lambda r: r["id"] == after, "the next short message arrives", seconds=60)
        self._changes(self.nadia, self.farid, after, lambda r: r["state"] == "sent", "and has its tick", seconds=60)

    def room(self):
        c = self.checks
        c.section("a room of three")
        self.nadia.add(self.omar, "Omar")
        self.omar.add(self.nadia, "Nadia")
        self.omar.add(self.farid.npub, "Farid")
        people = [self.nadia, self.omar]
        text = "Welcome to the room"
        first = self.farid.send(people, text, subject="Three of us")["rumor"]
        rooms = {}
        for person in people:

            def probe(person=person):
                self._fetch(person)
                return next((r for r in person.cli("chats") if r["kind"] == "room"), None)

            row = c.soon(probe, f"{person.name} has a room")
            if not row:
                return
            rooms[person.name] = row["chat"]
            c.equal(row["name"], "Three of us", "with its subject")
            seen = person.message(row["chat"], text)
            c.that(seen and seen["message"] == first["id"], "and the message in it")
            c.equal(person.message(self.farid, text), None, "not in the chat with farid alone")
        row = self.nadia.one("room", "Three of us", "Omar", self.farid.npub)
        c.equal(row["chat"], rooms["Nadia"], "asking for a room of the same people finds it")
        sent = self.nadia.send(rooms["Nadia"], "Nadia in the room")["message"]
        found = self._reaches_farid(lambda r: r["id"] == sent, "nadia's answer reaches farid")
        if found:
            members = set(_values(found["rumor"], "p")) | {found["rumor"]["pubkey"]}
            wanted = {self.farid.pubkey, self.nadia_pubkey, self.farid.hex_of(self.omar.npub)}
            c.equal(members, wanted, "pubkey and p tags are the same three")
        row = self._arrives(self.omar, rooms["Omar"], "Nadia in the room", "and omar's room")
        c.equal(row and row["message"], sent, "under one id for everybody")
        c.equal(self.omar.message(self.nadia, "Nadia in the room"), None, "not his chat with nadia")
        reply = self.farid.send(people, "Farid replies in the room", reply_to=sent)["rumor"]
        for person in people:
            row = self._arrives(person, rooms[person.name], "Farid replies in the room", f"a reply reaches {person.name}")
            if row:
                c.equal((row["message"], row["reply_to"]), (reply["id"], sent), "with what it answers")
        self.farid.react(people, sent, self.nadia.npub, "🎉")
        for person in people:
            self._changes(
                person, rooms[person.name], sent,
                lambda r: r["reactions"] == {"🎉": [self.farid.npub]}, f"a reaction reaches {person.name}",
            )
        self._changes(
            self.nadia, rooms["Nadia"], sent, lambda r: r["state"] in ("sent", "delivered"),
            "a tick for the room",
        )

    def between_hushwings(self):
        c = self.checks
        c.section("two Hushwings on the same relay tell each other more")
        sent = self.nadia.send(self.omar, "Did this arrive?")["message"]
        self._arrives(self.omar, self.nadia, "Did this arrive?", "omar has it")
        self._changes(self.nadia, self.omar, sent, lambda r: r["state"] in ("delivered", "read"), "nadia gets two ticks")
        self.omar.one("edit", self.omar.send(self.nadia, "frist")["message"], "first")
        row = self._arrives(self.nadia, self.omar, "first", "an edit arrives")
        c.equal(row and row["edited"], True, "as one message, marked")
        c.equal(self.nadia.message(self.omar, "frist"), None, "the old text is gone")

    def nonsense(self):
        c = self.checks
        c.section("what a hostile or newer client may send")
        farid = self.farid
        before = {r["message"] for r in self.nadia.whole_history(farid)}
        self.farid.lines("raw", "--to", self.nadia.npub, "--kind", "9999", "a kind that nobody knows")
        self.farid.lines("raw", "--to", self.nadia.npub, "--kind", "1", "a public note in a wrap")
        forged = self.farid.one("forge", "--to", self.nadia.npub, "--as", self.omar.npub, "in omar's name")["rumor"]
        self.farid.lines(
            "raw", "--to", self.nadia.npub, "--kind", "1462", "read",
            "--tags", json.dumps([["p", self.nadia_pubkey], ["e", "00" * 32]]),
        )
        tags = [["p", self.nadia_pubkey], ["strange", "tag", "with", "many"], ["e"], ["p"], [""], ["client"]]
        odd = self.farid.one("raw", "--to", self.nadia.npub, "--kind", "14", "--tags", json.dumps(tags), "odd tags")["rumor"]
        future = int(time.time()) + 40 * 365 * 86400
        self.farid.lines("raw", "--to", self.nadia.npub, "--kind", "14", "--created-at", future, "from the far future")
        last = self.farid.send(self.nadia, "after the nonsense")["rumor"]
        self._arrives(self.nadia, farid, "after the nonsense", "later messages arrive")
        rows = self.nadia.whole_history(farid)
        texts = [r["text"] for r in rows]
        for bad in ("a kind that nobody knows", "a public note in a wrap", "read"):
            c.that(bad not in texts, f"not shown: {bad!r}")
        c.that(odd["id"] in [r["message"] for r in rows], "odd tags do no harm")
        status, rows, _ = self.nadia.try_cli("history", self.omar.npub, "--limit", 500)
        c.that(forged["id"] not in [r["message"] for r in rows], "a forged author is believed by nobody")
        c.that(before <= {r["message"] for r in self.nadia.whole_history(farid)}, "nothing was lost")
        c.that(last["id"], "the end")

    def block(self):
        c = self.checks
        c.section("blocked people show nothing")
        self.nadia.cli("block", self.farid.npub)
        self.farid.send(self.nadia, "can you hear me?")
        self.omar.send(self.nadia, "something else meanwhile")
        self._arrives(self.nadia, self.omar, "something else meanwhile", "others still arrive")
        self._fetch(self.nadia)
        c.equal(self.nadia.message(self.farid, "can you hear me?"), None, "the blocked message is not in the history")
        c.equal([r for r in self.nadia.cli("requests") if r["id"] == self.farid.npub], [], "nor among the requests")
        self.nadia.cli("unblock", self.farid.npub)
        self.farid.send(self.nadia, "and now?")
        self._arrives(self.nadia, self.farid, "and now?", "unblocked: heard again")

    def keys(self):
        c = self.checks
        c.section("the account key leaves and comes back")
        self._stop_watching()
        words = self.nadia.one("export", "--words")["words"]
        path = f"{self.folder}/nadia.words"
        with open(path, "w", encoding="utf-8") as f:
            f.write(words if isinstance(words, str) else " ".join(words))
        c.equal(self.farid.one("words", path)["npub"], self.nadia.npub, "nostr-tools' NIP-06 makes the same account of the words")
        locked = self.nadia.one("export", "--ncryptsec")["ncryptsec"]
        locked_path = f"{self.folder}/nadia.ncryptsec"
        with open(locked_path, "w", encoding="utf-8") as f:
            f.write(locked)
        opened = self.farid.one("ncryptsec", locked_path, self.nadia.passphrase_file)
        c.equal(opened["npub"], self.nadia.npub, "nostr-tools' NIP-49 opens the locked key")

        self.nadia.sync()
        second = Person("Nadia-2", self.folder, [self.relay.url]).restore(path)
        c.equal(second.npub, self.nadia.npub, "restored elsewhere: the same account")
        # What failed lies on no relay, so it cannot come back from one.
        here = {r["message"]: r for r in self.nadia.whole_history(self.farid) if r["state"] != "failed"}

        def same():
            second.sync()
            try:
                there = {r["message"]: r for r in second.whole_history(self.farid)}
            except Refused:
                return None
            # What was deleted on one device alone is still at the relay.
            return there if here.keys() <= there.keys() else None

        there = c.soon(same, "its chat with farid comes back from the relay", 60)
        if there:
            wrong = [
                (here[m]["text"][:40], field, here[m][field], there[m][field])
                for m in here
                for field in ("text", "mine", "edited", "reactions", "reply_to")
                if here[m][field] != there[m][field]
            ]
            c.equal(wrong, [], "with every text, edit, reaction and reply")

    def end(self):
        c = self.checks
        c.section("at the end")
        self._stop_watching()
        inbox = self.farid.inbox()
        from_others = [r["rumor"] for r in inbox if r["rumor"] and r["rumor"]["pubkey"] != self.farid.pubkey]
        kinds = sorted({r["kind"] for r in from_others})
        c.equal(set(kinds) - SHOWABLE, set(), f"farid never got what his client cannot show (kinds {kinds})")
        c.equal([r["error"] for r in inbox if "error" in r], [], "and everything he got could be opened")
        ids = [r["rumor"]["id"] for r in inbox if r["rumor"]]
        c.equal(len(ids), len(set(ids)), "nothing was wrapped twice for him")
        rows = self.nadia.whole_history(self.farid)

        def settled():
            # The last message may still be looked for at the relay.
            self.nadia.sync()
            return {r["state"] for r in self.nadia.whole_history(self.farid) if r["mine"]} <= {"sent", "failed"}

        c.soon(settled, "every message of nadia's is sent, or failed", 60)
        c.equal(len(rows), len({r["message"] for r in rows}), "nadia's history shows nothing twice")
        c.equal([r["at"] for r in rows], sorted(r["at"] for r in rows), "oldest first")
        states = {r["state"] for r in self.nadia.whole_history(self.farid) if r["mine"]}
        c.that(states <= {"sent", "failed"}, f"to another client it never says delivered ({sorted(states)})")

    def _stop_watching(self):
        for watch in self._watches:
            self.checks.equal(watch.stop(), 0, f"{watch.person.name}'s watch ends cleanly")
        self._watches = []

    def close(self):
        for watch in self._watches:
            watch.kill()
        self._watches = []


def _values(rumor, name):
    return [t[1] for t in rumor["tags"] if t and t[0] == name and len(t) > 1]
