"""文中信号: words of a text that raise a signal, whatever the category turns out to be."""

from __future__ import annotations

from collections.abc import Iterable

#: How many characters may stand between the parts of one pattern.
REACH = 12


def speaks(patterns: Iterable[str], text: str) -> bool:
    """Whether ``text`` holds one of ``patterns``: a word, or parts (``掉+井里``) in order and close together."""
    return any(_holds(pattern.split("+"), text) for pattern in patterns)


def _holds(parts: list[str], text: str) -> bool:
    first, *rest = parts
    start = text.find(first)
    while start >= 0:
        end = start + len(first)
        for part in rest:
            found = text.find(part, end, end + REACH + len(part))
            if found < 0:
                break
            end = found + len(part)
        else:
            return True
        start = text.find(first, start + 1)
    return False
