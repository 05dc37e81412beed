"""What a virtual screen shows, and when: windows that come, frames that are painted; and a wheel.

Speaks to the X server through libX11, libXdamage and libXtst, which xdotool and the compared
programs bring along. A frame is what the server was given to show, not what a program meant to.
"""

import ctypes
import select
import threading
import time

_MAP_NOTIFY = 19
_SUBSTRUCTURE_NOTIFY = 1 << 19
_RAW_RECTANGLES = 0
_Z_PIXMAP = 2
_VIEWABLE = 2


class _Rectangle(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort)]


class _Damage(ctypes.Structure):
    # XDamageNotifyEvent
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("drawable", ctypes.c_ulong),
        ("damage", ctypes.c_ulong),
        ("level", ctypes.c_int),
        ("more", ctypes.c_int),
        ("timestamp", ctypes.c_ulong),
        ("area", _Rectangle),
        ("geometry", _Rectangle),
    ]


class _Map(ctypes.Structure):
    # XMapEvent
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("event", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
    ]


class _Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("map", _Map), ("damage", _Damage), ("pad", ctypes.c_long * 24)]


class _Image(ctypes.Structure):
    # The beginning of XImage
    _fields_ = [
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    ]


class _Attributes(ctypes.Structure):
    # XWindowAttributes
    _fields_ = [
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("border_width", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        ("class_", ctypes.c_int),
        ("bit_gravity", ctypes.c_int),
        ("win_gravity", ctypes.c_int),
        ("backing_store", ctypes.c_int),
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("rest", ctypes.c_long * 8),
    ]


_pointer, _long, _int = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int


def _function(library, name, result, *arguments):
    function = getattr(library, name)
    function.restype, function.argtypes = result, list(arguments)
    return function


_x = ctypes.CDLL("libX11.so.6")
_damage = ctypes.CDLL("libXdamage.so.1")
_test = ctypes.CDLL("libXtst.so.6")
_open = _function(_x, "XOpenDisplay", _pointer, ctypes.c_char_p)
_root = _function(_x, "XDefaultRootWindow", _long, _pointer)
_socket = _function(_x, "XConnectionNumber", _int, _pointer)
_pending = _function(_x, "XPending", _int, _pointer)
_close = _function(_x, "XCloseDisplay", _int, _pointer)
_select = _function(_x, "XSelectInput", _int, _pointer, _long, ctypes.c_long)
_next = _function(_x, "XNextEvent", _int, _pointer, _pointer)
_sync = _function(_x, "XSync", _int, _pointer, _int)
_attributes = _function(_x, "XGetWindowAttributes", _int, _pointer, _long, _pointer)
_image = _function(_x, "XGetImage", _pointer, _pointer, _long, _int, _int, ctypes.c_uint, ctypes.c_uint, _long, _int)
_free = _function(_x, "XDestroyImage", _int, _pointer)
_query = _function(_damage, "XDamageQueryExtension", _int, _pointer, _pointer, _pointer)
_create = _function(_damage, "XDamageCreate", _long, _pointer, _long, _int)
_button = _function(_test, "XTestFakeButtonEvent", _int, _pointer, ctypes.c_uint, _int, _long)
_motion = _function(_test, "XTestFakeMotionEvent", _int, _pointer, _int, _int, _int, _long)
# A window may go while it is looked at: no reason to end.
_handler = ctypes.CFUNCTYPE(_int, _pointer, _pointer)(lambda _display, _error: 0)
_x.XSetErrorHandler(_handler)


def _connect(name):
    display = _open(name.encode())
    if not display:
        raise SystemExit(f"no X server at {name}")
    return display


class Eyes:
    """Notes each window that appears and each frame, with the time (`time.monotonic`)."""

    def __init__(self, name):
        self._display = _connect(name)
        self._camera = _connect(name)
        root = _root(self._display)
        first, error = _int(), _int()
        if not _query(self._display, ctypes.byref(first), ctypes.byref(error)):
            raise SystemExit("the X server has no DAMAGE extension")
        self._damaged = first.value
        self.mapped, self.frames = [], []
        self._changed = threading.Condition()
        _select(self._display, root, _SUBSTRUCTURE_NOTIFY)
        _create(self._display, root, _RAW_RECTANGLES)
        _sync(self._display, 0)
        self._ends = False
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def close(self):
        """Looks no more: Xlib ends a program whose server goes."""
        self._ends = True
        self._thread.join()
        for display in (self._display, self._camera):
            _close(display)

    def _look(self):
        event, socket = _Event(), _socket(self._display)
        while not self._ends:
            if not _pending(self._display):
                select.select([socket], [], [], 0.2)
                continue
            _next(self._display, ctypes.byref(event))
            now = time.monotonic()
            with self._changed:
                if event.type == _MAP_NOTIFY:
                    self.mapped.append((now, event.map.window))
                elif event.type == self._damaged:
                    area = event.damage.area
                    self.frames.append((now, area.width * area.height))
                self._changed.notify_all()

    def wait(self, found, seconds=30):
        """Waits until `found()` answers with something, looking after each change."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                answer = found()
                if answer or time.monotonic() > end:
                    return answer
                self._changed.wait(0.2)

    def forget(self):
        with self._changed:
            self.mapped, self.frames = [], []

    def frame_after(self, moment):
        return next((at for at, _ in self.frames if at > moment), None)

    def colours(self, window):
        """How many colours a window shows, by a sample of its pixels; 0 when it shows none."""
        seen = _Attributes()
        if not _attributes(self._camera, window, ctypes.byref(seen)) or seen.map_state != _VIEWABLE:
            return 0
        if seen.width < 200 or seen.height < 200:
            return 0
        found = _image(self._camera, window, 0, 0, seen.width, seen.height, 0xFFFFFF, _Z_PIXMAP)
        if not found:
            return 0
        image = ctypes.cast(found, ctypes.POINTER(_Image)).contents
        pixels = (ctypes.c_uint32 * (image.bytes_per_line * image.height // 4)).from_address(image.data)
        count = len({pixel & 0xFFFFFF for pixel in pixels[::29]})
        _free(found)
        return count

    def first_painted(self, seconds=30):
        """When the first window with something in it (letters, a picture) was painted, and which."""
        looked = [0.0]

        def found():
            if not self.mapped or not self.frames or self.frames[-1][0] <= looked[0]:
                return None
            at = looked[0] = self.frames[-1][0]
            return next(((at, window) for _, window in self.mapped if self.colours(window) > 12), None)

        return self.wait(found, seconds)


class Wheel:
    """A pointer with a wheel, turned at the pace of a screen."""

    def __init__(self, name):
        self._display = _connect(name)

    def close(self):
        _close(self._display)

    def point(self, x, y):
        _motion(self._display, -1, x, y, 0)
        _sync(self._display, 0)

    def turn(self, up):
        for down in (1, 0):
            _button(self._display, 4 if up else 5, down, 0)
        _sync(self._display, 0)

    def turn_while(self, goes_on, direction, hertz=60):
        """Turns by `direction(count)` (true: up) as long as `goes_on()`; never faster to catch up."""
        count, due = 0, time.monotonic()
        while goes_on():
            self.turn(direction(count))
            count += 1
            due = max(due + 1 / hertz, time.monotonic())
            time.sleep(due - time.monotonic() if due > time.monotonic() else 0)
        return count


def frame_times(frames, start, end):
    """Milliseconds from each frame to the next between two moments, which count as frames: nothing
    painted at all is one long frame. What comes within 3 ms of another belongs to the same frame: a
    window hands over what changed in several pieces."""
    times, last = [], start
    for at, _ in frames:
        if start <= at <= end and at - last >= 0.003:
            times.append((at - last) * 1000)
            last = at
    return times + [(end - last) * 1000]
