"""回访方式: by which way a resident was called, however somebody writes it (I12b)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def way_of(written: str, ways: Mapping[str, Iterable[str]]) -> str:
    """The one of ``ways`` that is meant: 电话, “电话 ” and 打电话 are one; an unknown one counts as it is written.

    ``ways``: the vocabulary's ``calling_ways``, each with the words for it.
    """
    plain = "".join(written.split()).casefold()
    return next((way for way, words in ways.items() if any(word in plain for word in words)), plain)
