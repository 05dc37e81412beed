"""The program under proof, and its built-in relay."""

import os
import subprocess
import sys

from .process import Background, free_port

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _find():
    named = os.environ.get("HUSHWING")
    if named:
        return os.path.abspath(named)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    return os.path.join(target, "release", "hushwing")


PROGRAM = _find()


def need_program():
    """Ends with a sentence when there is nothing to prove."""
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"{PROGRAM} is not there: run `cargo build --release` first, or set HUSHWING")


def environment(**more):
    """A quiet environment: the same language and no log unless a proof asks for one."""
    env = {k: v for k, v in os.environ.items() if k not in ("HUSHWING_LOG", "RUST_LOG", "RUST_BACKTRACE")}
    env.update({"LC_ALL": "C.UTF-8"}, **more)
    return env


class HushwingRelay:
    """`hushwing relay` on loopback. `start` after `kill` serves the same data at the same port."""

    def __init__(self, folder, name="relay", verbose=False):
        need_program()
        self.data = os.path.join(folder, name)
        self.log = os.path.join(folder, f"{name}.log")
        self.port = free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self.verbose = verbose
        self.start()

    def start(self):
        command = [PROGRAM, "relay", "--listen", f"127.0.0.1:{self.port}", "--data", self.data]
        env = environment()
        if self.verbose:
            command += ["-v", "-v", "-v"]
            env["HUSHWING_LOG"] = "trace"
        self.server = Background(command, self.log, env=env)
        self.server.wait_for_port(self.port)

    def kill(self):
        self.server.kill()

    def stop(self):
        return self.server.stop()


def run(command, stdin=None, timeout=120, env=None):
    """Runs to the end; text in, text out."""
    return subprocess.run(
        command,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=timeout,
        env=env,
        encoding="utf-8",
        errors="surrogateescape",
    )
