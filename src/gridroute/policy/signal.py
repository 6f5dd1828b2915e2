"""文中信号: words of a text that raise a signal, whatever the category turns out to be."""

from __future__ import annotations

import re

#: How many characters may stand between the parts of one pattern.
REACH = 12


def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of ``patterns`` in a text: a word, or parts (``掉+井里``) in order and close together."""
    gap = f".{{0,{REACH}}}?"
    written = (gap.join(re.escape(part) for part in pattern.split("+")) for pattern in patterns)
    return re.compile("|".join(written) or r"(?!)", re.DOTALL)
