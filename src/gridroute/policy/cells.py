"""表格用语: the heads and cells of a decision table, put into one language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gridroute.policy import tongue
from gridroute.policy.grammar import KEEP, LENGTH, Grammar, Place
from gridroute.policy.tongue import Words
from gridroute.policy.translation import Translation
from gridroute.policy.vocabulary import Vocabulary

_KEYS = Words(tongue.RULE_KEYS)
_OUTCOMES = Words(tongue.OUTCOMES | tongue.LEAD_BASIS)
_DUE = tongue.OUTCOMES["due"]
_NEGATED = re.compile(r"((?:[!\uff01]\s*)*(?:[≥>≤<]\s*)?)(.*)", re.DOTALL)
_FLAGS = {"true": True, "false": False}
_SHOWN = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head in English and in Chinese, and what its cells hold.

    ``between`` separates the words of one cell. ``known`` is false for a head that means nothing.
    """

    en: str
    zh: str
    place: Place = KEEP
    between: str = ""
    known: bool = True

    def head(self, lang: str) -> str:
        """The head in ``lang``."""
        return self.zh if lang == "zh" else self.en

    def cell(self, text: str, say: Translation, path: tuple[str | int, ...] = ()) -> str:
        """A cell in the language of ``say``; unknown words are noted there, at ``path``."""
        if not text.strip():  # any
            return text
        if not self.between:
            return _word(text, self.place, say, path)
        mark, rest = "", text
        if self.between == "|" and (parts := _NEGATED.fullmatch(text)):
            mark, rest = parts.groups()
        return mark + self.between.join(_part(part, self.place, say, path) for part in rest.split(self.between))


def column(head: str, grammar: Grammar) -> Column:
    """The column that stands under ``head``, in whichever language that is written."""
    if head.startswith("→"):
        return _outcome(head, grammar)
    name = _KEYS.english(head)
    if name in _KEYS.all:
        return Column(name, _KEYS.in_("zh", name), grammar.rule.inside.get(name, KEEP))
    fields = grammar.vocabulary.fields
    name = grammar.vocabulary.by_label(head) or ""
    if name not in fields or grammar.condition.keys is None:
        return Column(head, head, known=False)
    said, place = grammar.condition.keys.in_("zh", name), grammar.value(fields[name])
    if said in _KEYS.en:
        said = name
    if head not in (name, said):  # a label that several fields share
        name = said = head
    return Column(name, said, place, "|")


def _outcome(head: str, grammar: Grammar) -> Column:
    what, _, act = head[1:].partition(".")
    if what in ("due", _DUE):
        name = grammar.acts.english(act)
        return Column(f"→due.{name}", f"→{_DUE}.{grammar.acts.in_('zh', name)}", LENGTH, known=name in grammar.acts.all)
    name = _OUTCOMES.english(head[1:])
    if name not in _OUTCOMES.all:
        return Column(head, head, known=False)
    place = grammar.bases if name in tongue.LEAD_BASIS else grammar.outcomes.inside[name]
    return Column(f"→{name}", f"→{_OUTCOMES.in_('zh', name)}", place, "+")


def _part(text: str, place: Place, say: Translation, path: tuple[str | int, ...]) -> str:
    word = text.strip()
    return text.replace(word, _word(word, place, say, path)) if word else text


def _word(text: str, place: Place, say: Translation, path: tuple[str | int, ...]) -> str:
    value = _FLAGS.get(text, text) if place.flag else text
    made = say.visit(value, path, place)
    return _SHOWN[made] if isinstance(made, bool) else str(made)


def head_names(vocabulary: Vocabulary) -> list[str]:
    """What a column may be called in both languages, without the arrow of an outcome."""
    return [*vocabulary.heads(), *_KEYS.known(), *_OUTCOMES.known()]


def same_column(heads: list[str], said: list[str]) -> list[str]:
    """``said``, but the ``heads`` themselves where two columns would come to be called the same."""
    return [new if said.count(new) == 1 else old for old, new in zip(heads, said, strict=True)]
