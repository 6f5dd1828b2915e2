"""文中信号: words of a text that raise a signal, whatever the category turns out to be."""

from __future__ import annotations

import re
from functools import lru_cache

#: How many characters may stand between the parts of one pattern.
REACH = 12


def speaks(patterns: tuple[str, ...], text: str) -> bool:
    """Whether ``text`` holds one of ``patterns``: a word, or parts (``掉+井里``) in order and close together."""
    return _compiled(patterns).search(text) is not None


@lru_cache(maxsize=1000)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    gap = f".{{0,{REACH}}}?"
    written = (gap.join(re.escape(part) for part in pattern.split("+")) for pattern in patterns)
    return re.compile("|".join(written) or r"(?!)", re.DOTALL)
