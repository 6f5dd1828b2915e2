"""词表: many words as one regular expression that tries each position once, whatever their number."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: A tree of letters; the empty key says that a word ends here.
Tree = dict[str, "Tree"]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of ``words`` at each place; without words it finds nothing."""
    tree: Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        if word:
            node[""] = {}
    return re.compile(_branches(tree) if tree else r"(?!)")


def _branches(tree: Tree) -> str:
    told = []
    for letter, node in sorted(tree.items()):
        if not letter:
            continue
        run = letter
        while len(node) == 1 and "" not in node:  # a run without a fork is one literal
            ((letter, node),) = node.items()
            run += letter
        told.append(re.escape(run) + ("" if set(node) == {""} else _branches(node)))
    body = told[0] if len(told) == 1 and "" not in tree else f"(?:{'|'.join(told)})"
    return body + ("?" if "" in tree else "")
