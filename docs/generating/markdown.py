"""Tables and words in Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

Meanings = Mapping[str, Mapping[str, Sequence[str]]]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, and a blank line after it."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def ticked(words: Iterable[str]) -> str:
    """Words as code, in a row."""
    return ", ".join(f"`{word}`" for word in words)


def said(label: str, word: str) -> str:
    """The label after the word, where it has one."""
    return "" if label == word else f" {label}"


def filled(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with the sentences of a paragraph in lines of like length."""
    prose: list[str] = []
    for line in [*lines, ""]:
        if line and line[0] not in "|#<$ " and not line.startswith(("```", "stateDiagram", "missing.csv")):
            prose.append(line)
            continue
        yield from textwrap.wrap(" ".join(prose), 130, break_long_words=False, break_on_hyphens=False)
        prose = []
        yield line
