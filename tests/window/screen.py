"""A virtual screen with one window on it: eyes and hands for one person."""

import os
import shutil
import subprocess
import time

from harness import Background, eventually
from harness.program import PROGRAM, environment


class Screen:
    """Xvfb with a number of its own, so that each person has a keyboard and a pointer."""

    def __init__(self, folder, name, width, height):
        self.width, self.height = width, height
        number = os.path.join(folder, f"{name}.display")
        # Xvfb writes the number it chose to a descriptor; the shell gives it one.
        self.server = Background(
            ["sh", "-c", f'exec Xvfb -displayfd 9 -screen 0 {width}x{height}x24 -nolisten tcp 9>"$1"', "sh", number],
            os.path.join(folder, f"{name}.xvfb.log"),
        )
        found, text = eventually(lambda: os.path.exists(number) and open(number).read().strip(), 20, 0.05)
        if not found:
            raise SystemExit("no virtual screen came up")
        self.display = f":{text}"

    def env(self):
        env = environment(DISPLAY=self.display, ICED_BACKEND="tiny-skia", WINIT_UNIX_BACKEND="x11")
        env.pop("WAYLAND_DISPLAY", None)
        return env

    def _tool(self, *words, check=True):
        done = subprocess.run(
            list(map(str, words)), env=self.env(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, words[:3]))}: {done.stderr.strip()}")
        return done.stdout.strip()

    def open(self, person):
        """Starts the app for this person and fills the screen with its window."""
        command = [PROGRAM, "--profile-dir", person.dir]
        self.app = Background(command, person.log, env=self.env())
        found, ids = eventually(self._windows, 30, 0.05)
        if not found:
            raise AssertionError(f"no window of {person.name} within 30 s")
        # The newest: iced may make a hidden helper first.
        self.window = ids[-1]
        self._tool("xdotool", "windowmove", self.window, 0, 0, "windowsize", self.window, self.width, self.height)
        self.focus()
        self.still()

    def _windows(self):
        return self._tool("xdotool", "search", "--onlyvisible", "--name", ".", check=False).split()

    def focus(self):
        # There is no window manager to do it.
        self._tool("xdotool", "windowfocus", self.window, check=False)

    def type(self, text):
        self.focus()
        self._tool("xdotool", "type", "--delay", "15", "--", text)

    def key(self, *keys):
        self.focus()
        self._tool("xdotool", "key", "--clearmodifiers", *keys)

    def click(self, x, y):
        """Counts from the right or bottom edge when negative."""
        self._tool("xdotool", "mousemove", x % self.width, y % self.height, "sleep", "0.1", "click", "1")

    def photograph(self, path):
        self._tool("import", "-window", "root", path)
        return path

    def pixels(self, area=None):
        """A fingerprint of what is seen, of the whole or of WIDTHxHEIGHT+X+Y."""
        crop = ["-crop", area] if area else []
        return self._tool("import", "-window", "root", *crop, "-format", "%#", "info:")

    def colours(self, path):
        return int(self._tool("identify", "-format", "%k", path))

    def still(self, seconds=15):
        """Waits until the picture stops changing (a caret may blink: then as long as given)."""
        last = [None]

        def probe():
            now = self.pixels()
            same, last[0] = now == last[0], now
            return same

        eventually(probe, seconds, 0.4)

    def close(self):
        """Ends the app as a system that shuts down does. Returns its exit status."""
        return self.app.stop()

    def end(self):
        self.server.stop()


def missing_tools():
    return [tool for tool in ("Xvfb", "xdotool", "import", "identify") if not shutil.which(tool)]
