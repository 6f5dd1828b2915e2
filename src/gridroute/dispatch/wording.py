"""原文: how much of an issue's words is read, and which signs in them are none.

What stands in the issue stays as it came; only the reading is bounded, so that one letter of ten
million characters holds up nobody, and a mark that nobody sees hides no word.
"""

from __future__ import annotations

import unicodedata

from gridroute.model import Issue
from gridroute.model.remark import Remark, remark

#: Characters of one text that are read. A long letter has five thousand.
LONGEST = 20_000
LONGEST_ADDRESS = 500
#: Controls, halves of a pair, private and unassigned characters, and marks without a width.
_SIGNS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def readable(issue: Issue) -> tuple[Issue, tuple[Remark, ...]]:
    """``issue`` with text and address as they are read, and what a clerk is told of it."""
    text, address = issue.text, issue.address
    if len(text) <= LONGEST and text.isprintable() and (not address or _plain(address)):
        return issue, ()
    warnings = []
    if len(text) > LONGEST:
        warnings.append(remark("long_text", str(len(text)), str(LONGEST)))
    if address and len(address) > LONGEST_ADDRESS:
        warnings.append(remark("long_address", str(len(address)), str(LONGEST_ADDRESS)))
    read = {"text": _cleaned(text[:LONGEST]), "address": address and _cleaned(address[:LONGEST_ADDRESS])}
    return issue.model_copy(update=read), tuple(warnings)


def _plain(address: str) -> bool:
    return len(address) <= LONGEST_ADDRESS and address.isprintable()


def _cleaned(text: str) -> str:
    """``text`` without signs that are no writing; a line's end and a tab stay what they are: a gap."""
    if text.isprintable():
        return text
    kept = (" " if sign in "\n\r\t\v\f\x85" else sign for sign in text if sign in "\n\r\t\v\f\x85" or _is_writing(sign))
    return "".join(kept)


def _is_writing(sign: str) -> bool:
    return unicodedata.category(sign) not in _SIGNS
