"""What two people do in their windows beside writing: answering by a menu, searching, settings."""

from places import ACCENT_FILL, ACCENT_SOFT, BAR, SIDE, SIDEBAR, SLOW, WINDOW, conversation, opened

# src/app/screen/settings/nav.rs: the middle of a part's row, in a list of 320.
PARTS = {"appearance": 281, "language": 324}
# src/app/screen/settings/looks.rs: the chips of the theme; the drop-down of the languages and what hangs below it.
THEMES, THEMES_Y = {"system": 420, "light": 513, "dark": 575}, 163
LANGUAGE_Y = 167
LANGUAGES = {"system": 226, "English": 269, "Russian": 305, "Persian": 341}


def menu_since(window, before):
    """The box of what is new in the window, if that is large: a caret blinks, a menu does not."""
    box = window.changed(before)
    return box if box and box[2] > 100 and box[3] > 100 else None


def answer_by_menu(checks, photograph, window, person, other):
    """The right button over one's own newest message; "Reply" is the first word of its menu, which the keyboard begins at."""
    area = conversation(window)
    box = window.find(ACCENT_FILL[window.theme], area)
    if not checks.that(box, "there is a message of one's own"):
        return
    x, y = box[0] + box[2] - 30, box[1] + box[3] - 12
    window.point(x, y)
    window.settle()
    before = window.pixels()
    window.click(x, y, button=3)
    menu = checks.soon(lambda: menu_since(window, before), "the right button opens a menu", SLOW)
    if not menu:
        return
    photograph(window, f"message-menu-{window.theme}")
    before = window.pixels(conversation(window))
    window.key("Down")
    window.key("Return")
    checks.soon(lambda: window.pixels(conversation(window)) != before, "the menu goes", SLOW)
    photograph(window, f"reply-{window.theme}")
    window.type("And sugar?")
    window.key("Return")
    said = checks.soon(lambda: person.message(other, "And sugar?"), "an answer is written", SLOW)
    checks.that(said and said["reply_to"], "and it is one to that message", said)
    checks.soon(lambda: other.message(person, "And sugar?"), "the other side has it", SLOW)


def search(checks, photograph, window, index):
    """Words are found in all chats and lead to theirs, in the row of this index, by keys alone."""
    window.key("Escape")
    checks.soon(lambda: not opened(window, index), "Esc leaves the chat", SLOW)
    window.key("ctrl+k")
    window.type("ferry")
    found = (0, BAR, SIDEBAR, window.height - BAR - 40)
    checks.soon(lambda: window.find(ACCENT_SOFT[window.theme], found), "Ctrl+K finds a message by a word", SLOW)
    photograph(window, f"search-{window.theme}")
    before = window.pixels(conversation(window))
    window.key("Return")
    checks.soon(lambda: window.pixels(conversation(window)) != before, "Enter opens its chat", SLOW)
    window.key("Escape")
    checks.soon(lambda: opened(window, index), "Esc leaves the search, and the chat is open", SLOW)


def language(checks, window, x, name):
    """Chooses a language from the drop-down, which is at this place across the window."""
    before = window.pixels()
    window.click(x, LANGUAGE_Y)
    checks.soon(lambda: menu_since(window, before), "the languages hang down", SLOW)
    window.click(x, LANGUAGES[name])


def looks(checks, photograph, window, person):
    """Settings, by the menu: dark, then Persian, and back."""
    before = window.pixels()
    window.click(28, BAR // 2)
    checks.soon(lambda: menu_since(window, before), "the three lines open a menu", SLOW)
    window.rest_pointer()
    photograph(window, f"menu-{window.theme}")
    # In settings nothing of the list is left, and what stands beside it has their ground.
    window.key("Escape")
    window.key("ctrl+comma")
    edge = (-6, 400)
    checks.soon(lambda: window.colour(*edge) == WINDOW["light"], "Ctrl+, opens settings", SLOW)
    window.click(130, PARTS["appearance"])
    window.rest_pointer()
    checks.soon(
        lambda: window.colour(14, PARTS["appearance"]) == ACCENT_SOFT["light"], "a part of them is chosen", SLOW
    )
    window.click(THEMES["dark"], THEMES_Y)
    window.theme = "dark"
    checks.soon(lambda: window.colour(*edge) == WINDOW["dark"], "dark, at once", SLOW)
    photograph(window, "settings-dark")
    window.click(130, PARTS["language"])
    window.rest_pointer()
    checks.soon(
        lambda: window.colour(14, PARTS["language"]) == ACCENT_SOFT["dark"], "the languages are shown", SLOW
    )
    language(checks, window, 400, "Persian")
    checks.soon(lambda: window.colour(-6, -6) == SIDE["dark"], "in Persian the list stands at the right", SLOW)
    photograph(window, "settings-dark-fa")
    window.key("Escape")
    checks.soon(lambda: window.colour(6, 400) != WINDOW["dark"], "Esc leaves settings", SLOW)
    photograph(window, "chats-dark-fa")
    window.key("ctrl+comma")
    checks.soon(lambda: window.colour(6, 400) == WINDOW["dark"], "settings open again", SLOW)
    # Everything mirrored.
    window.click(-130, PARTS["language"])
    window.rest_pointer()
    checks.soon(
        lambda: window.colour(-14, PARTS["language"]) == ACCENT_SOFT["dark"], "the languages are shown again", SLOW
    )
    language(checks, window, -400, "English")
    checks.soon(lambda: window.colour(6, -6) == SIDE["dark"], "in English it stands at the left again", SLOW)
    window.click(130, PARTS["appearance"])
    window.click(THEMES["light"], THEMES_Y)
    window.theme = "light"
    checks.soon(lambda: window.colour(*edge) == WINDOW["light"], "light again", SLOW)
    window.key("Escape")
    checks.soon(lambda: window.colour(*edge) != WINDOW["light"], "and back at the chats", SLOW)
    checks.equal(person.one("whoami")["name"], person.name, "whose window answers all the while")
