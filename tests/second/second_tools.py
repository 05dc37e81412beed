"""Fetches what the second implementation stands on, through pip and npm, once."""

import os
import sys

from harness.foreign import fill_npm, fill_venv
from harness.program import ROOT

HERE = os.path.dirname(os.path.abspath(__file__))
PLACE = os.environ.get("HUSHWING_SECOND", os.path.join(ROOT, "target", "second"))
VENV = os.path.join(PLACE, "venv")
NPM = os.path.join(PLACE, "npm")


def enter():
    """Goes on in the virtual environment, where the modules are."""
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        fill_venv(VENV, HERE)
        python = os.path.join(VENV, "bin", "python")
        os.execv(python, [python, "-B", *sys.argv])
    from sc1.notation import MlKem768

    if len(MlKem768.public(bytes(64))) != 1184:
        sys.exit("this build of `cryptography` has no ML-KEM-768")


def scripts():
    """→ the folder that holds the scripts for Node, beside the modules that they import."""
    fill_npm(NPM, HERE)
    return NPM
