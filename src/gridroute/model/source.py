"""依据: whether a document stands behind something said, or nothing does (建议默认)."""

from __future__ import annotations

import unicodedata

#: What stands for a source that nobody has.
NO_SOURCE = "assumed"
_NONE = frozenset({"", NO_SOURCE, "推定", "建议默认"})


def is_assumed(source: str) -> bool:
    """Whether ``source`` names no document; an empty one names none."""
    return unicodedata.normalize("NFKC", source).strip().lower() in _NONE


def as_source(written: object) -> str:
    """The source as written; ``assumed`` where none is, however that is written."""
    text = "" if written is None else str(written).strip()
    return NO_SOURCE if is_assumed(text) else text
