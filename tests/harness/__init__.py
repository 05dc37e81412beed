"""What the outside proofs share: people who use the command line, relays, checks, clean ends.

Only Python's standard library. Every process that is started here is ended here, by its own id.
"""

from .checks import Checks, eventually
from .foreign import Foreign, ForeignRelay
from .people import Person, Watch
from .process import Background, free_port, scratch
from .program import PROGRAM, ROOT, HushwingRelay

__all__ = [
    "Background",
    "Checks",
    "Foreign",
    "ForeignRelay",
    "HushwingRelay",
    "PROGRAM",
    "Person",
    "ROOT",
    "Watch",
    "eventually",
    "free_port",
    "scratch",
]
