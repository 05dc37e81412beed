"""Software that nobody here wrote: a relay from PyPI and a client on nostr-tools from npm."""

import json
import os
import shutil
import subprocess
import sys

from .process import Background, free_port
from .program import ROOT, environment, run

HERE = os.path.join(ROOT, "tests", "foreign")
PLACE = os.environ.get("HUSHWING_FOREIGN", os.path.join(ROOT, "target", "foreign"))
_VENV = os.path.join(PLACE, "venv")
_NPM = os.path.join(PLACE, "npm")


def install():
    """Fetches both through pip and npm, once; a second run changes nothing."""
    fill_venv(_VENV, HERE)
    fill_npm(_NPM, HERE)


def fill_venv(folder, recipes):
    """A virtual environment of what `requirements.txt` in `recipes` names."""

    def work(recipe):
        shutil.rmtree(folder, ignore_errors=True)
        _must([sys.executable, "-m", "venv", folder])
        _must([os.path.join(folder, "bin", "pip"), "install", "--quiet", "--requirement", recipe])

    _once(os.path.join(recipes, "requirements.txt"), folder, work)


def fill_npm(folder, recipes):
    """A folder with `node_modules` of what `package-lock.json` in `recipes` names, and the scripts
    for Node of `recipes` beside it, where Node looks for what they import."""

    def work(recipe):
        for name in ("package.json", os.path.basename(recipe)):
            shutil.copy(os.path.join(recipes, name), folder)
        _must(["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=folder)

    os.makedirs(folder, exist_ok=True)
    _once(os.path.join(recipes, "package-lock.json"), folder, work)
    for name in os.listdir(recipes):
        if name.endswith(".mjs"):
            shutil.copy(os.path.join(recipes, name), folder)


def _once(recipe, folder, work):
    """Does the work unless the folder was filled from this very recipe."""
    mark = os.path.join(folder, ".from")
    with open(recipe, encoding="utf-8") as f:
        text = f.read()
    if os.path.exists(mark) and open(mark, encoding="utf-8").read() == text:
        return
    work(recipe)
    with open(mark, "w", encoding="utf-8") as f:
        f.write(text)


def _must(command, cwd=None):
    print("$ " + " ".join(command), flush=True)
    subprocess.run(command, cwd=cwd, check=True, stdin=subprocess.DEVNULL)


# As the package ships them (its config.yaml), but for the address and the file.
_VALIDATORS = ["is_not_too_large", "is_signed", "is_recent", "is_not_hellthread"]


class ForeignRelay:
    """`nostr-relay` from PyPI on loopback.

    `raised` lets content grow from the default 4,096 characters. `auth` sends a challenge to
    everybody and lets only accounts with a role read (`give_role`); it never acknowledges AUTH.
    """

    def __init__(self, folder, name="foreign-relay", raised=None, auth=False):
        self.folder = os.path.join(folder, name)
        os.makedirs(self.folder)
        self.auth = auth
        self.port = free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self.log = os.path.join(self.folder, "log")
        self._config = os.path.join(self.folder, "config.yaml")
        database = os.path.join(self.folder, "nostr.sqlite3")
        config = {
            "relay_name": "foreign relay",
            "relay_description": "a relay that nobody here wrote",
            "storage": {
                "sqlalchemy.url": f"sqlite+aiosqlite:///{database}",
                "num_concurrent_reqs": 10,
                "num_concurrent_adds": 2,
                "validators": [f"nostr_relay.validators.{v}" for v in _VALIDATORS],
            },
            "gunicorn": {"bind": f"127.0.0.1:{self.port}", "workers": 1, "loglevel": "info"},
            "subscription_limit": 32,
            "max_limit": 6000,
            "hellthread_limit": 100,
        }
        if raised:
            config["max_event_size"] = raised
        if auth:
            config["authentication"] = {
                "enabled": True,
                "relay_urls": [self.url, self.url + "/"],
                "actions": {"save": "a", "query": "r"},
            }
        with open(self._config, "w", encoding="utf-8") as f:
            json.dump(config, f)  # JSON is YAML.
        self.start()

    def _command(self, *words):
        return [os.path.join(_VENV, "bin", "nostr-relay"), "-c", self._config, *words]

    def _env(self):
        # gunicorn leaves a control socket in the home folder.
        return environment(HOME=self.folder, PYTHONWARNINGS="ignore")

    def start(self):
        self.server = Background(self._command("serve"), self.log, self._env(), self.folder)
        self.server.wait_for_port(self.port)

    def give_role(self, pubkey, roles="ar"):
        """Puts an account into the relay's table of roles (an operator's act).

        A role replaces what everybody may do, so `r` alone could no longer write.
        """
        done = run(self._command("role", "set", "-p", pubkey, "-r", roles), env=self._env())
        if done.returncode != 0:
            raise SystemExit(f"the foreign relay took no role: {done.stderr}")

    def stop(self):
        return self.server.stop()


class Foreign:
    """Somebody who uses another client: `client.mjs`, driven one command at a time."""

    def __init__(self, name, folder, relays=()):
        self.state = os.path.join(folder, f"{name}.foreign.json")
        words = ["keys"]
        for url in relays:
            words += ["--relay", url]
        keys = self.one(*words)
        self.pubkey, self.npub = keys["pubkey"], keys["npub"]

    def lines(self, *words, stdin=None, timeout=60):
        command = ["node", os.path.join(_NPM, "client.mjs"), *map(str, words)]
        done = run([*command, "--state", self.state], stdin=stdin, timeout=timeout)
        if done.returncode != 0:
            raise AssertionError(f"foreign {words}: {done.stderr[-1500:]}")
        return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]

    def one(self, *words, **more):
        rows = self.lines(*words, **more)
        if len(rows) != 1:
            raise AssertionError(f"foreign {words}: wanted one line, got {rows}")
        return rows[0]

    def publish_relays(self):
        return self.one("relays")

    def send(self, to, text, reply_to=None, subject=None):
        words = ["send", "--to", _names(to), "-"]
        words += ["--reply-to", reply_to] if reply_to else []
        words += ["--subject", subject] if subject else []
        return self.one(*words, stdin=text)

    def react(self, to, message, author, emoji):
        words = ["react", "--to", _names(to), "--message", message, "--author", author]
        return self.one(*words, "-", stdin=emoji)

    def delete(self, to, message):
        return self.one("delete", "--to", _names(to), "--message", message)

    def inbox(self):
        """Every rumor that was wrapped for this account, with its seal and wrap."""
        return self.lines("inbox")

    def hex_of(self, npub):
        """An npub as hex, which is how tags name people."""
        return self.one("decode", "--of", npub)["pubkey"]

    def rumor(self, message):
        """What lies in the inbox under this id, or None."""
        return next((r for r in self.inbox() if r["rumor"]["id"] == message), None)


def _names(to):
    people = to if isinstance(to, (list, tuple)) else [to]
    return ",".join(getattr(p, "npub", p) for p in people)
