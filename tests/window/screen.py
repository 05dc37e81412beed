"""A virtual screen, and the windows that people have on it: eyes and hands."""

import os
import shutil
import subprocess

from harness import Background, eventually
from harness.process import tail
from harness.program import PROGRAM, environment
from xlib import Display


class Screen:
    """Xvfb. There is no window manager: windows stand where they are put, without frames."""

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
        self.name = f":{text}"
        self.display = Display(self.name)

    def env(self):
        env = environment(
            DISPLAY=self.name, ICED_BACKEND="tiny-skia", WINIT_UNIX_BACKEND="x11", WINIT_X11_SCALE_FACTOR="1",
        )
        env.pop("WAYLAND_DISPLAY", None)
        return env

    def tool(self, *words, check=True):
        done = subprocess.run(
            list(map(str, words)), env=self.env(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, words[:3]))}: {done.stderr.strip()}")
        return done.stdout.strip()

    def photograph(self, path):
        self.tool("import", "-window", "root", path)
        return path

    def windows(self):
        return self.tool("xdotool", "search", "--onlyvisible", "--name", "Hushwing", check=False).split()

    def end(self):
        self.display.close()
        self.server.stop()


class Window:
    """Somebody's Hushwing on a screen. Places count from the window's corner, from the right or
    the bottom edge when negative."""

    def __init__(self, screen, person, size=None, x=0, theme="light"):
        self.screen, self.person, self.x, self.theme = screen, person, x, theme
        self.width, self.height = size or (screen.width, screen.height)
        command = [
            PROGRAM, "--profile-dir", person.dir, "--theme", theme, "--size", f"{self.width}x{self.height}",
        ]
        self.app = Background(command, person.log, env=screen.env())
        found, ids = eventually(self._ids, 30, 0.05)
        if not found:
            raise AssertionError(f"no window of {person.name} within 30 s:\n{tail(person.log)}")
        self.id = ids[-1]
        self._xdotool("windowmove", self.id, x, 0)
        self.focus()
        self.settle()

    def _ids(self):
        if not self.app.runs():
            raise AssertionError(f"{self.person.name}'s app ended:\n{tail(self.person.log)}")
        return self._xdotool("search", "--all", "--onlyvisible", "--pid", self.app.pid, "--name", ".", check=False).split()

    def _xdotool(self, *words, check=True):
        return self.screen.tool("xdotool", *words, check=check)

    def focus(self):
        self._xdotool("windowfocus", "--sync", self.id)

    def type(self, text):
        self.focus()
        self._xdotool("type", "--delay", "15", "--", text)

    def key(self, *keys):
        self.focus()
        self._xdotool("key", "--clearmodifiers", "--delay", "30", *keys)

    def _place(self, x, y):
        return self.x + x % self.width, y % self.height

    def point(self, x, y):
        """Takes the pointer there."""
        self._xdotool("mousemove", *self._place(x, y))

    def click(self, x, y, button=1):
        self._xdotool("mousemove", *self._place(x, y), "sleep", "0.15", "click", button)

    def rest_pointer(self):
        """Takes the pointer where it touches nothing: the line between list and pane."""
        self._xdotool("mousemove", *self._place(319, -70))

    def _crop(self, area):
        x, y, width, height = area or (0, 0, self.width, self.height)
        left, top = self._place(x, y)
        return "-crop", f"{width}x{height}+{left}+{top}", "+repage"

    def pixels(self, area=None):
        """What is seen as bytes, three to a pixel: of the whole or of (x, y, width, height)."""
        command = ["import", "-silent", "-window", "root", *self._crop(area), "-depth", "8", "rgb:-"]
        return subprocess.run(
            command, env=self.screen.env(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=60, check=True,
        ).stdout

    def colour(self, x, y):
        """`#RRGGBB` of one pixel."""
        return "#" + self.pixels((x, y, 1, 1)).hex().upper()

    def find(self, colour, area=None):
        """The box (x, y, width, height) around everything of exactly this colour, or None."""
        x, y, width, _ = area or (0, 0, self.width, self.height)
        wanted, data = bytes.fromhex(colour[1:]), self.pixels(area)
        columns, rows = [], []
        for row in range(len(data) // (3 * width)):
            line = data[3 * width * row : 3 * width * (row + 1)]
            if wanted in line:
                found = [i for i in range(width) if line[3 * i : 3 * i + 3] == wanted]
                if found:
                    rows.append(row)
                    columns += found[0], found[-1]
        if not rows:
            return None
        left, top = min(columns), min(rows)
        return x % self.width + left, y % self.height + top, max(columns) - left + 1, max(rows) - top + 1

    def changed(self, before):
        """The box (x, y, width, height) around everything that is not as in these pixels of the
        whole window, or None."""
        now, line = self.pixels(), 3 * self.width
        rows, columns = [], []
        for y in range(self.height):
            new, old = now[line * y : line * (y + 1)], before[line * y : line * (y + 1)]
            if new != old:
                differs = [x for x in range(self.width) if new[3 * x : 3 * x + 3] != old[3 * x : 3 * x + 3]]
                rows.append(y)
                columns += differs[0], differs[-1]
        if not rows:
            return None
        return min(columns), rows[0], max(columns) - min(columns) + 1, rows[-1] - rows[0] + 1

    def photograph(self, path):
        self.settle()
        self.screen.tool("import", "-window", "root", *self._crop(None), path)
        return path

    def settle(self, seconds=6):
        """Waits until a picture comes again: only a caret blinks. For photographs, not for facts."""
        seen = []

        def probe():
            now = self.pixels()
            again = now in seen[-3:]
            seen.append(now)
            return again

        eventually(probe, seconds, 0.3)

    def kill(self):
        """Ends the app with no time for anything."""
        self.app.kill()

    def terminate(self):
        """Ends the app as a system that shuts down does. Returns its exit status."""
        return self.app.stop()

    def close(self):
        """Presses the cross. Returns the exit status, None if it stays."""
        self.screen.display.ask_to_close(int(self.id))
        try:
            return self.app.process.wait(15)
        except subprocess.TimeoutExpired:
            return None


def missing_tools():
    return [tool for tool in ("Xvfb", "xdotool", "import", "identify") if not shutil.which(tool)]
