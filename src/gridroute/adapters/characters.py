"""字符: characters that no eye sees or that command a screen, written out so that they can be seen and do nothing."""

from __future__ import annotations

import re

#: Controls, marks of direction, zero-width characters, separators, tags and half characters.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
#: What a spreadsheet program may take for a formula, in either width, also after blanks.
_FORMULA = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def visible(text: str, keep: str = "\n\t") -> str:
    r"""``text`` with what cannot be seen written out, ESC as ``\x1b``; what ``keep`` holds stays."""
    return _UNSEEN.sub(lambda found: found[0] if found[0] in keep else _written(found[0]), text)


def _written(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def like_a_formula(text: str) -> bool:
    """Whether a spreadsheet program could take ``text`` for a formula and run it."""
    return _FORMULA.match(text) is not None


def json_safe(line: str) -> str:
    """A line of JSON that means the same, with what JSON leaves raw and a screen would obey escaped."""
    return _UNSEEN.sub(lambda found: _escaped(found[0]), line)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
