"""本县字段: raw fields that a county declares and that arrive with an issue (policy language §2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date

from gridroute.errors import NOTHING, Bilingual, IssueError, nearest
from gridroute.policy.condition import FactValue
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary

#: Names and labels of the fields that counties declare; asked only where a head is not known otherwise.
Declared = Callable[[], Collection[str]]
YES_NO = {
    "是": True,
    "否": False,
    "true": True,
    "false": False,
    "有": True,
    "无": False,
    "1": True,
    "0": False,
}
_SPLIT = re.compile("[|、;；]")


def none_declared() -> Collection[str]:
    """No field of any county."""
    return ()


def names_of(vocabulary: Vocabulary) -> list[str]:
    """What the fields that a county declares may be called at the head of a column."""
    return [word for item in vocabulary.given().values() for word in (item.name, item.label)]


def value_of(item: Field, value: object, vocabulary: Vocabulary, from_text: bool) -> FactValue:
    """``value`` as ``item`` takes it; ``IssueError`` where it cannot. ``from_text``: it is text, as in CSV."""
    if from_text and isinstance(value, str):
        value = _from_text(item, value.strip())
    if item.type is FieldType.DATE and isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip().replace("/", "-"))
        except ValueError:
            _refuse(item, value, Bilingual("写成 2026-03-02", "write it as 2026-03-02"))
    if item.type is FieldType.WORDS and isinstance(value, str | list | tuple):
        parts = _SPLIT.split(value) if isinstance(value, str) else value
        value = frozenset(_word(item, part, vocabulary) for part in parts if str(part).strip())
    if item.type in (FieldType.WORD, FieldType.PATH):
        value = _word(item, value, vocabulary)
    if not item.takes(value):
        _refuse(item, value, NOTHING)
    assert isinstance(value, bool | int | str | date | frozenset)
    return value


def _from_text(item: Field, text: str) -> object:
    if item.type is FieldType.BOOLEAN:
        return YES_NO.get(text.lower(), text)
    if item.type is FieldType.INTEGER and re.fullmatch(r"[-+]?\d{1,15}", text):
        return int(text)
    return text


def _word(item: Field, value: object, vocabulary: Vocabulary) -> str:
    if not isinstance(value, str):
        _refuse(item, value, NOTHING)
    word = str(value).strip()
    said = {vocabulary.word(one, "zh"): one for one in item.values}
    word = said.get(word, word)
    if item.closed and word not in item.values:
        _refuse(item, value, nearest(word, [*item.values, *said]))
    return word


def _refuse(item: Field, value: object, remedy: Bilingual) -> None:
    text = str(value)
    text = text if len(text) <= 60 else f"{text[:60]}…"
    said = Bilingual(f"{item.label} 不能是“{text}”", f"{item.name} cannot be “{text}”")
    raise IssueError(Bilingual(*(": ".join(one for one in pair if one) for pair in zip(said, remedy, strict=True))))
