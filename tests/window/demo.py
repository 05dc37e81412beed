"""`hushwing demo`: two windows that know each other, and nothing left when they are gone."""

import os
import signal

from harness import Background, Person
from harness.process import tail
from harness.program import PROGRAM
from screen import Screen, Window

SLOW = 60  # seconds that a slow machine may take until two people have talked


class DemoWindow(Window):
    """A window that the demo opened: it stands where the demo put it."""

    def __init__(self, screen, id):
        self.screen, self.id, self.theme = screen, id, "light"
        place = dict(line.split("=") for line in self._xdotool("getwindowgeometry", "--shell", id).split())
        self.x, self.y = int(place["X"]), int(place["Y"])
        self.width, self.height = int(place["WIDTH"]), int(place["HEIGHT"])

    def _place(self, x, y):
        x, y = super()._place(x, y)
        return x, self.y + y

    def ask_to_close(self):
        self.screen.display.ask_to_close(int(self.id))


class Demo:
    def __init__(self, screen, folder, name):
        self.screen, self.temporary = screen, os.path.join(folder, "demo")
        os.makedirs(self.temporary, exist_ok=True)
        env = dict(screen.env(), TMPDIR=self.temporary)
        self.log = os.path.join(folder, f"{name}.log")
        # A terminal's Ctrl+C reaches the windows too; what is proved here is that they need not hear it.
        self.app = Background([PROGRAM, "demo", "--theme", "light"], self.log, env=env)

    def left(self):
        return os.listdir(self.temporary)

    def folder(self):
        found = self.left()
        return os.path.join(self.temporary, found[0]) if len(found) == 1 else None

    def window(self, name):
        if not self.app.runs():
            raise AssertionError(f"the demo ended:\n{tail(self.log)}")
        found = self.screen.tool("xdotool", "search", "--onlyvisible", "--name", f"{name} ", check=False).split()
        return DemoWindow(self.screen, found[-1]) if found else None

    def person(self, name):
        """Somebody of the demo: their window answers commands, and nothing else can."""
        person = Person(name, self.folder())
        person.passphrase_file = os.devnull
        return person

    def wait(self, seconds=20):
        return self.app.process.wait(seconds)

    def end(self, number=signal.SIGTERM):
        """Tells the demo alone, not its windows."""
        os.kill(self.app.pid, number)
        return self.wait()


def prove(checks, folder, photograph):
    screen = Screen(folder, "demo", 1280, 800)
    checks.section("the demo")
    demo = Demo(screen, folder, "demo-first")
    hers = checks.soon(lambda: demo.window("Nadia"), "one window opens", SLOW)
    his = checks.soon(lambda: demo.window("Omid"), "and another one", SLOW)
    checks.that(hers.x + hers.width <= his.x and his.x + his.width <= 1280, "side by side on a small screen")
    checks.that(hers.height <= 800, "and no higher than it")
    nadia, omid = demo.person("Nadia"), demo.person("Omid")
    me, friend = nadia.one("whoami"), omid.one("whoami")
    nadia.npub, omid.npub = me["npub"], friend["npub"]
    checks.that(me["relays"] == friend["relays"] and me["relays"][0].startswith("ws://127.0.0.1:"), "on a relay of this computer")
    before = nadia.history(omid)
    checks.that(any(row["edited"] for row in before) and any(row["reactions"] for row in before), "they have talked")
    checks.soon(lambda: nadia.one("relays")["state"] == "connected" and omid.one("relays")["state"] == "connected", "both are connected", SLOW)
    photograph(screen, "demo-light")
    hers.type("Is the tea still warm?")
    hers.key("Return")
    asked = checks.soon(lambda: omid.message(nadia, "Is the tea still warm?"), "what one writes, the other has", SLOW)
    his.type("Warm enough")
    his.key("Return")
    checks.soon(lambda: nadia.message(omid, "Warm enough"), "and answers, without a click", SLOW)
    checks.soon(lambda: nadia.by_id(omid, asked["message"])["state"] == "read", "read on the other side", SLOW)
    photograph(screen, "demo-answered-light")
    hers.ask_to_close()
    checks.soon(lambda: not demo.window("Nadia"), "one window closes", SLOW)
    checks.that(omid.one("whoami")["npub"] == omid.npub and demo.app.runs(), "the other one stays")
    his.ask_to_close()
    checks.equal(demo.wait(), 0, "the demo ends with the last window")
    checks.equal(demo.left(), [], "and nothing is left of it")

    checks.section("the demo, ended otherwise")
    for number, name in ((signal.SIGINT, "Ctrl+C"), (signal.SIGTERM, "SIGTERM"), (signal.SIGHUP, "a closed terminal")):
        demo = Demo(screen, folder, f"demo-{int(number)}")
        checks.soon(lambda: demo.window("Nadia") and demo.window("Omid"), "two windows", SLOW)
        checks.equal(demo.end(number), 0, f"{name} ends it")
        checks.equal((demo.left(), screen.windows()), ([], []), "with its windows and all that lay on the disk")
    demo = Demo(screen, folder, "demo-early")
    checks.soon(demo.folder, "another one begins", SLOW)
    checks.equal((demo.end(), demo.left()), (0, []), "ended before there is a window, it leaves nothing either")
    demo = Demo(screen, folder, "demo-killed")
    checks.soon(lambda: demo.window("Nadia") and demo.window("Omid"), "two windows", SLOW)
    demo.end(signal.SIGKILL)
    checks.soon(lambda: not screen.windows(), "killed, its windows close by themselves", SLOW)
    killed = demo.left()
    checks.equal(len(killed), 1, "its folder is left, locked with a passphrase that nobody has")
    demo = Demo(screen, folder, "demo-after")
    checks.soon(lambda: demo.window("Nadia") and demo.window("Omid"), "the next demo", SLOW)
    checks.that(killed[0] not in demo.left() and len(demo.left()) == 1, "sweeps it")
    checks.equal((demo.end(), demo.left()), (0, []), "and goes as well")
    screen.end()
