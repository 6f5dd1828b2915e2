"""文中信号: words of a text that raise a signal, whatever the category turns out to be."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: How many characters may stand between the parts of one pattern.
REACH = 12
#: What a pattern begins with that says what the signal is not: 不想活 is one, 不想活动 is none.
NOT = "-"


#: What stands between the parts of a pattern that may not leave its clause.
CLAUSE = r"[^,\uff0c\u3002;\uff1b!\uff01?\uff1f\s]{0,6}?"
ANYTHING = f".{{0,{REACH}}}?"


def compiled(patterns: Iterable[str], within: str = ANYTHING) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What finds one of ``patterns`` in a text, and what is taken out of the text before.

    A pattern is a word, or parts (``掉+井里``) in order and close together; with ``-`` before it, one that is
    no signal though it holds one. ``within`` says what may stand between two parts.
    """
    listed = list(patterns)
    never = [_written(one.removeprefix(NOT), within) for one in listed if one.startswith(NOT)]
    words = [_written(one, within) for one in listed if not one.startswith(NOT)]
    return (
        re.compile("|".join(words) or r"(?!)", re.DOTALL),
        re.compile("|".join(never), re.DOTALL) if never else None,
    )


def _written(pattern: str, within: str) -> str:
    return within.join(re.escape(part) for part in pattern.split("+"))
