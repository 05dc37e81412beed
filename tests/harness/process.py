"""Processes and folders that are gone when the proof is over, however it ends."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

_running = []


def scratch(name):
    """A new folder, removed at the end (kept, and named, when HUSHWING_KEEP is set)."""
    path = tempfile.mkdtemp(prefix=f"hushwing-{name}-")
    if os.environ.get("HUSHWING_KEEP"):
        print(f"keeping {path}", flush=True)
    else:
        atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def free_port():
    """A loopback port that nobody listens on now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def listens(port):
    """Whether somebody answers at this loopback port."""
    with socket.socket() as s:
        s.settimeout(0.5)
        return s.connect_ex(("127.0.0.1", port)) == 0


class Background:
    """A process in a group of its own, so that what it starts ends with it."""

    def __init__(self, command, log, env=None, cwd=None):
        self.log = log
        self._out = open(log, "ab")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        _running.append(self)

    @property
    def pid(self):
        return self.process.pid

    def runs(self):
        return self.process.poll() is None

    def _signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def kill(self):
        """kill -9, at once."""
        self._signal(signal.SIGKILL)
        self.process.wait()
        self._out.close()

    def stop(self, seconds=10):
        """SIGTERM, then patience, then SIGKILL. Returns the exit status."""
        if self.runs():
            self._signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._signal(signal.SIGKILL)
                self.process.wait()
        self._out.close()
        return self.process.returncode

    def wait_for_port(self, port, seconds=30):
        end = time.monotonic() + seconds
        while not listens(port):
            if not self.runs() or time.monotonic() > end:
                raise SystemExit(f"nothing listens on port {port}:\n{tail(self.log)}")
            time.sleep(0.05)


def tail(path, lines=30):
    """The end of a log, for a person who must find out why."""
    try:
        with open(path, "rb") as f:
            return b"\n".join(f.read().splitlines()[-lines:]).decode("utf-8", "replace")
    except OSError:
        return ""


@atexit.register
def _end_all():
    for background in reversed(_running):
        if background.runs():
            background.stop(5)


# A proof that is told to stop (a time budget, Ctrl+C) still cleans up after itself.
for _number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(_number, lambda number, _frame: sys.exit(128 + number))
