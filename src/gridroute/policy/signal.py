"""文中信号: words of a text that raise a signal, whatever the category turns out to be."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: How many characters may stand between the parts of one pattern.
REACH = 12
#: What a pattern begins with that says what the signal is not: 不想活 is one, 不想活动 is none.
NOT = "-"


def compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What finds one of ``patterns`` in a text, and what is taken out of the text before.

    A pattern is a word, or parts (``掉+井里``) in order and close together; with ``-`` before it, one that is
    no signal though it holds one.
    """
    listed = list(patterns)
    never = [_written(one.removeprefix(NOT)) for one in listed if one.startswith(NOT)]
    words = [_written(one) for one in listed if not one.startswith(NOT)]
    return (
        re.compile("|".join(words) or r"(?!)", re.DOTALL),
        re.compile("|".join(never), re.DOTALL) if never else None,
    )


def _written(pattern: str) -> str:
    return f".{{0,{REACH}}}?".join(re.escape(part) for part in pattern.split("+"))
