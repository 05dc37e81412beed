"""Looks for texts and keys in whatever lies in files, in every spelling that a program might use."""

import base64
import binascii
import os
import urllib.parse

# Two parts of a file are read so that a find on their border is not missed.
_BLOCK = 1 << 22


class Finder:
    """Secrets by name; each is looked for in all its spellings, letters large or small."""

    def __init__(self):
        self.needles = {}  # needle, lowercase → (name, spelling)
        self.longest = 1

    def text(self, name, text):
        """Something that a person typed or chose."""
        for spelling, encoding in (("UTF-8", "utf-8"), ("UTF-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be")):
            raw = text.encode(encoding)
            self._needle(name, spelling, raw)
            self._spellings(name, spelling, raw)
        self._needle(name, "URL", urllib.parse.quote(text, safe="").encode())
        self._needle(name, "JSON escapes", text.encode("ascii", "backslashreplace"))

    def key(self, name, raw):
        """Bytes that must not lie anywhere."""
        self._needle(name, "raw bytes", raw)
        self._needle(name, "raw bytes, reversed", raw[::-1])
        self._spellings(name, "bytes", raw)
        # Rust's and Python's way to print bytes.
        self._needle(name, "list of numbers", ", ".join(map(str, raw)).encode())
        self._needle(name, "list of numbers, tight", ",".join(map(str, raw)).encode())

    def _spellings(self, name, of, raw):
        self._needle(name, f"hex of {of}", binascii.hexlify(raw))
        for shift in range(3):
            # Text inside a longer base64 text starts at any of three places; its edges belong
            # partly to what stands around it.
            whole = base64.b64encode(b"\0" * shift + raw)
            core = whole[4 if shift else 0 :].rstrip(b"=")[:-1]
            self._needle(name, f"base64 of {of}", core)
            self._needle(name, f"base64url of {of}", core.translate(bytes.maketrans(b"+/", b"-_")))

    def _needle(self, name, spelling, needle):
        if len(needle) >= 8:
            self.needles[needle.lower()] = (name, spelling)
            self.longest = max(self.longest, len(needle))

    def bytes(self, data):
        """Names and spellings of what is in these bytes."""
        lower = data.lower()
        return {found for needle, found in self.needles.items() if needle in lower}

    def file(self, path):
        found = set()
        with open(path, "rb") as f:
            kept = b""
            while block := f.read(_BLOCK):
                found |= self.bytes(kept + block)
                kept = block[-self.longest :]
        return found

    def tree(self, *paths):
        """(path, name, spelling) for every find in these files and folders, their names included."""
        finds, files, size = [], 0, 0
        for top in paths:
            for path in _walk(top):
                for name, spelling in self.bytes(os.fsencode(os.path.relpath(path, os.path.dirname(top)))):
                    finds.append((path, name, f"file name, {spelling}"))
                if os.path.isfile(path):
                    files += 1
                    size += os.path.getsize(path)
                    finds += [(path, name, spelling) for name, spelling in self.file(path)]
        return sorted(finds), files, size


def _walk(top):
    yield top
    if os.path.isdir(top):
        for folder, folders, files in os.walk(top):
            for name in folders + files:
                yield os.path.join(folder, name)
