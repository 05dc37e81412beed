"""The few words of X11 that xdotool cannot say, through libX11 (which xdotool brings along)."""

import ctypes
import time

_CLIENT_MESSAGE = 33
_SUBSTRUCTURE_NOTIFY = 1 << 19


class _Message(ctypes.Structure):
    # XClientMessageEvent
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    ]


class _Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("message", _Message), ("pad", ctypes.c_long * 24)]


def _library():
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    x.XDefaultRootWindow.restype = ctypes.c_ulong
    x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    x.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
    x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    for name in ("XSync", "XPending", "XCloseDisplay"):
        getattr(x, name).argtypes = [ctypes.c_void_p] + ([ctypes.c_int] if name == "XSync" else [])
    return x


class Display:
    """A connection to a virtual screen of our own."""

    def __init__(self, name):
        self._x = _library()
        self._display = self._x.XOpenDisplay(name.encode())
        if not self._display:
            raise SystemExit(f"no X server at {name}")
        self._root = self._x.XDefaultRootWindow(self._display)

    def _atom(self, name):
        return self._x.XInternAtom(self._display, name.encode(), 0)

    def ask_to_close(self, window):
        """What a window manager says when the cross is pressed (ICCCM 4.2.8.1)."""
        event = _Event()
        event.message.type = _CLIENT_MESSAGE
        event.message.window = window
        event.message.message_type = self._atom("WM_PROTOCOLS")
        event.message.format = 32
        event.message.data[0] = self._atom("WM_DELETE_WINDOW")
        self._x.XSendEvent(self._display, window, 0, 0, ctypes.byref(event))
        self._x.XSync(self._display, 0)

    def listen_as_window_manager(self):
        """From now on what windows ask of a window manager is heard."""
        self._x.XSelectInput(self._display, self._root, _SUBSTRUCTURE_NOTIFY)
        self._x.XSync(self._display, 0)

    def hears_raise_of(self, window, seconds=10):
        """Whether this window asks to come to the front (EWMH, _NET_ACTIVE_WINDOW)."""
        wanted = self._atom("_NET_ACTIVE_WINDOW")
        event = _Event()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self._x.XPending(self._display):
                self._x.XNextEvent(self._display, ctypes.byref(event))
                message = event.message
                if event.type == _CLIENT_MESSAGE and message.message_type == wanted and message.window == window:
                    return True
            time.sleep(0.05)
        return False

    def close(self):
        self._x.XCloseDisplay(self._display)
