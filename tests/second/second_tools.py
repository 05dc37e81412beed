"""Fetches what the second implementation stands on, through pip and npm, once."""

import os
import shutil
import sys

from harness.foreign import _must, _once
from harness.program import ROOT

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = os.environ.get("HUSHWING_SECOND", os.path.join(ROOT, "target", "second"))
VENV = os.path.join(PLACE, "venv")
NPM = os.path.join(PLACE, "npm")


def _python(recipe):
    shutil.rmtree(VENV, ignore_errors=True)
    _must([sys.executable, "-m", "venv", VENV])
    _must([os.path.join(VENV, "bin", "pip"), "install", "--quiet", "--requirement", recipe])


def _node(recipe):
    for name in ("package.json", os.path.basename(recipe)):
        shutil.copy(os.path.join(HERE, name), NPM)
    _must(["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=NPM)


def enter():
    """Goes on in the virtual environment, where the modules are."""
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        os.makedirs(PLACE, exist_ok=True)
        _once(os.path.join(HERE, "requirements.txt"), VENV, _python)
        python = os.path.join(VENV, "bin", "python")
        os.execv(python, [python, "-B", *sys.argv])
    from sc1.notation import MlKem768

    if len(MlKem768.public(bytes(64))) != 1184:
        sys.exit("this build of `cryptography` has no ML-KEM-768")


def scripts():
    """→ the folder that holds the scripts for Node, beside the modules that they import."""
    os.makedirs(NPM, exist_ok=True)
    _once(os.path.join(HERE, "package-lock.json"), NPM, _node)
    for name in os.listdir(HERE):
        if name.endswith(".mjs"):
            shutil.copy(os.path.join(HERE, name), NPM)
    return NPM
