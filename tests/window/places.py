"""Where things stand in a window, and in which colour: what the driver's eyes look for."""

# src/app/theme.rs: colours that stand for a state, light and dark.
ACCENT_FILL = {"light": "#4A47BB", "dark": "#5451C9"}
NOTICE = "#1F1E3A"  # light
ACCENT_SOFT = {"light": "#ECECFB", "dark": "#26254A"}
SURFACE = {"light": "#FFFFFF"}
# The ground of settings, and of the left pane.
WINDOW = {"light": "#F3F3FA", "dark": "#101019"}
SIDE = {"light": "#FFFFFF", "dark": "#161621"}
DANGER = "#B4233A"  # light
# src/app/widget/qr.rs: a dark module.
MODULE = "#121212"
CONNECTED = "#3F8F2B"  # light
# src/app/screen/lock/view.rs: the field after a wrong passphrase; the field otherwise.
ROSE = "#FF8A95"
LOCK_FIELD = "#1B1940"
# src/app/theme.rs, sidebar.rs: the list is 320 wide under a bar of 56, in an edge of 4; rows of 64.
SIDEBAR, BAR, ROW = 320, 56, 64
SLOW = 45  # seconds that a slow machine may take for what is usually instant


def row_at(index):
    """The middle of a row of the list."""
    return SIDEBAR // 2, BAR + 2 + ROW * index + ROW // 2


def accept(window):
    """The last button of a request's foot, 40 high, in an edge of 16 and 24."""
    window.click(-24 - 30, -16 - 20)


def conversation(window):
    """The place of the messages."""
    return SIDEBAR + 4, BAR + 2, window.width - SIDEBAR - 8, window.height - BAR - 70


def opened(window, index):
    """Whether the chat in this row is the one that is open."""
    return window.colour(14, row_at(index)[1]) == ACCENT_SOFT[window.theme]
