"""Somebody who uses `hushwing cli`."""

import json
import os
import queue
import subprocess
import threading

from .process import _running
from .program import PROGRAM, environment, need_program, run


class Refused(Exception):
    """The command line said no: its exit status and its sentence."""

    def __init__(self, status, sentence, command):
        super().__init__(f"{' '.join(command[2:])!r} → exit {status}: {sentence.strip()}")
        self.status = status
        self.sentence = sentence


class Person:
    """A profile, and what its owner does with it. Answers are the command line's JSON lines."""

    def __init__(self, name, folder, relays=(), passphrase=None, verbose=False):
        need_program()
        self.name = name
        self.folder = folder
        self.dir = os.path.join(folder, name)
        self.passphrase = passphrase or f"passphrase of {name}"
        self.passphrase_file = os.path.join(folder, f"{name}.passphrase")
        with open(self.passphrase_file, "w", encoding="utf-8") as f:
            f.write(self.passphrase)
        os.chmod(self.passphrase_file, 0o600)
        self.relays = list(relays)
        self.verbose = verbose
        self.log = os.path.join(folder, f"{name}.log")
        self.npub = self.link = None

    def command(self, *words):
        base = [PROGRAM, "cli", "--json", "--profile-dir", self.dir]
        base += ["--passphrase-file", self.passphrase_file]
        return base + (["-v", "-v", "-v"] if self.verbose else []) + [str(w) for w in words]

    def env(self):
        # Every word of every crate, which is more than `-vvv` tells.
        return environment(HUSHWING_LOG="trace") if self.verbose else environment()

    def try_cli(self, *words, stdin=None, timeout=120):
        """Runs a command: (exit status, JSON lines, standard error)."""
        done = run(self.command(*words), stdin=stdin, timeout=timeout, env=self.env())
        if self.verbose:
            with open(self.log, "a", encoding="utf-8", errors="surrogateescape") as f:
                f.write(done.stderr)
        return done.returncode, _rows(done.stdout), done.stderr

    def cli(self, *words, stdin=None, timeout=120):
        """Runs a command that must succeed: its JSON lines."""
        status, rows, errors = self.try_cli(*words, stdin=stdin, timeout=timeout)
        if status != 0:
            raise Refused(status, errors[-600:], self.command(*words))
        return rows

    def one(self, *words, **more):
        """Runs a command that answers with one line."""
        rows = self.cli(*words, **more)
        if len(rows) != 1:
            raise AssertionError(f"{words}: wanted one line, got {rows}")
        return rows[0]

    def init(self):
        words = ["init", "--name", self.name]
        for url in self.relays:
            words += ["--relay", url]
        self._me(self.one(*words))
        return self

    def restore(self, words_file):
        words = ["restore", "--words", words_file, "--name", self.name]
        for url in self.relays:
            words += ["--relay", url]
        self._me(self.one(*words))
        return self

    def _me(self, row):
        self.npub, self.link = row["npub"], row["link"]

    def sync(self, timeout=20):
        return self.one("sync", "--timeout", timeout, timeout=timeout + 60)

    def add(self, other, name=None):
        words = ["add", getattr(other, "link", other)]
        return self.one(*words, *(["--name", name] if name else []))

    def send(self, chat, text, reply_to=None):
        """Sends by standard input, so that any text goes through."""
        more = ["--reply-to", reply_to] if reply_to else []
        return self.one("send", getattr(chat, "npub", chat), "-", *more, stdin=text)

    def history(self, chat, limit=500):
        return self.cli("history", getattr(chat, "npub", chat), "--limit", limit)

    def whole_history(self, chat):
        """Every page, oldest first."""
        page = self.history(chat)
        rows = page
        while len(page) == 500:
            page = self.cli(
                "history", getattr(chat, "npub", chat), "--limit", 500, "--before", page[0]["message"]
            )
            rows = page + rows
        return rows

    def message(self, chat, text):
        """The message with this text, or None (also while there is no such chat)."""
        status, rows, _ = self.try_cli("history", getattr(chat, "npub", chat), "--limit", 500)
        return next((r for r in rows if r["text"] == text), None) if status == 0 else None

    def by_id(self, chat, message):
        status, rows, _ = self.try_cli("history", getattr(chat, "npub", chat), "--limit", 500)
        return next((r for r in rows if r["message"] == message), None) if status == 0 else None

    def watch(self):
        return Watch(self)


class Watch:
    """`hushwing cli watch`, its events collected as they come."""

    def __init__(self, person):
        self.person = person
        self._errors = open(person.log, "ab")
        self.process = subprocess.Popen(
            person.command("watch"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=person.env(),
            encoding="utf-8",
            errors="surrogateescape",
            start_new_session=True,
        )
        self.events = queue.Queue()
        self.seen = []
        threading.Thread(target=self._read, daemon=True).start()
        _running.append(self)

    def _read(self):
        for line in self.process.stdout:
            try:
                self.events.put(json.loads(line))
            except ValueError:
                # A line that kill -9 cut in two.
                pass

    def drain(self):
        """All events so far."""
        while True:
            try:
                self.seen.append(self.events.get_nowait())
            except queue.Empty:
                return self.seen

    def runs(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self._errors.close()

    def stop(self, seconds=10):
        """Interrupts it as Ctrl+C does. Returns the exit status."""
        if self.runs():
            self.process.send_signal(2)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._errors.close()
        return self.process.returncode


def _rows(text):
    rows = []
    for line in text.splitlines():
        if line.strip():
            rows.append(json.loads(line))
    return rows
