"""One connection to a relay: NIP-01 with NIP-42, for as many mailboxes as one likes.

Waits for answers and never by the clock alone.
"""

import itertools
import json
import time

from websockets.sync.client import connect

from . import event


class Relay:
    """`secrets` are keys that it authenticates as when the relay asks."""

    def __init__(self, url, secrets=()):
        self.url = url
        self.socket = connect(url, max_size=1 << 20, proxy=None)
        self.secrets = {event.public(secret): secret for secret in secrets}
        self.challenge = None
        self.authenticated = set()
        self.answers = {}
        self.events = []
        self.ended = {}
        self.closed = {}
        self.names = itertools.count()

    def close(self):
        self.socket.close()

    # -- what comes ---------------------------------------------------------------------------------

    def _read(self, seconds):
        """Takes one message in. False when none came."""
        try:
            message = json.loads(self.socket.recv(timeout=max(seconds, 0)))
        except TimeoutError:
            return False
        match message:
            case ["AUTH", challenge]:
                self.challenge = challenge
                self.authenticated.clear()
            case ["OK", id_, good, *reason]:
                self.answers[id_] = (good, reason[0] if reason else "")
            case ["EVENT", name, what]:
                self.events.append((name, what))
            case ["EOSE", name]:
                self.ended[name] = True
            case ["CLOSED", name, *reason]:
                self.closed[name] = reason[0] if reason else ""
        return True

    def _until(self, test, seconds=20):
        end = time.monotonic() + seconds
        while not test():
            if not self._read(end - time.monotonic()) and time.monotonic() >= end:
                return False
        return True

    # -- what goes ----------------------------------------------------------------------------------

    def _say(self, *message):
        self.socket.send(json.dumps(message, ensure_ascii=False))

    def _ask(self, message, id_):
        self.answers.pop(id_, None)
        self._say(*message)
        if not self._until(lambda: id_ in self.answers):
            return False, "no answer"
        return self.answers[id_]

    def authenticate(self, *keys):
        """As these keys (hex), or all; needs the relay's challenge. → whether it took them."""
        if not self._until(lambda: self.challenge is not None, 5):
            return False
        good = True
        for key in keys or self.secrets:
            if key not in self.authenticated:
                tags = [["relay", self.url], ["challenge", self.challenge]]
                auth = event.signed(self.secrets[key], 22242, "", tags)
                if self._ask(["AUTH", auth], auth["id"])[0]:
                    self.authenticated.add(key)
                else:
                    good = False
        return good

    def publish(self, what):
        """→ (taken, reason). Authenticates with a throwaway key where the relay wants that."""
        good, reason = self._ask(["EVENT", what], what["id"])
        if not good and reason.startswith("auth-required:"):
            from .giftwrap import new_secret

            secret = new_secret()
            self.secrets[event.public(secret)] = secret
            self.authenticate(event.public(secret))
            good, reason = self._ask(["EVENT", what], what["id"])
        return good, reason

    def subscribe(self, filter_):
        """→ the subscription's name, once everything stored has come, or `closed` says why not."""
        for again in (True, False):
            name = f"s{next(self.names)}"
            self._say("REQ", name, filter_)
            if not self._until(lambda: name in self.ended or name in self.closed):
                raise AssertionError(f"{self.url} neither answers nor refuses a request")
            if name in self.ended or not again or not self.closed[name].startswith(("auth-required:", "restricted:")):
                return name
            self.authenticate()
        return name

    def stop(self, name):
        self._say("CLOSE", name)

    def take(self, seconds=0):
        """→ what came and was not taken yet; waits for something if nothing did."""
        self._until(lambda: self.events, seconds)
        taken, self.events = [what for _, what in self.events], []
        return taken
