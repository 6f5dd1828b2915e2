"""关键词: the words that speak for a category, and where a text holds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2
from typing import NamedTuple

#: How many characters may stand between the parts of one keyword, in whatever order they come.
REACH = 12
#: How far from an excluding word a keyword of the same category is not heard.
SHADOW = 24
#: How much of a text is read: who writes more says it again.
READ = 1000
#: The beginning of a text, which says what it is about, and how much more a word there counts.
BEGINNING = 40
FIRST = 1.5
#: What a word of each strength (决定词, 关键词, 旁证词) counts, by character.
STRENGTH = {"strong": 2.0, "normal": 1.0, "weak": 0.35}
#: What makes the word before it a place and not the matter: 学校门口, 医院对面. Such a word counts less by itself.
_BESIDE = re.compile("门口|门前|旁|附近|周围|周边|对面|边上|后面|前面|后边|前边|[东西南北](?:边|头|侧|门|面|院)")
ASIDE = 0.25
#: The first occurrences of a word in a text that are looked at.
_LOOKED_AT = 12


class Keyword(NamedTuple):
    """One word, or parts that must stand close together, each with its alternatives.

    ``路灯/灯杆+不亮/坏了`` has two parts of two alternatives each.
    """

    parts: tuple[tuple[str, ...], ...]
    strength: str = "normal"

    @property
    def shown(self) -> str:
        """The keyword as a clerk writes it."""
        return "+".join("/".join(words) for words in self.parts)


class Hit(NamedTuple):
    """A keyword found in a text: which of its words, where they begin, how often, and what they count."""

    keyword: Keyword
    words: tuple[str, ...]
    start: int
    times: int
    weight: float

    @property
    def shown(self) -> str:
        """The words found, as a clerk would write them as a keyword."""
        return "+".join(self.words)


#: A word in a text: where it begins, where it ends, the word.
_Place = tuple[int, int, str]


def written(entry: str, strength: str = "normal") -> Keyword | None:
    """The keyword written as ``entry``; ``None`` where nothing is written."""
    parts = (tuple(word for word in part.split("/") if word) for part in entry.split("+"))
    kept = tuple(words for words in parts if words)
    return Keyword(kept, strength) if kept else None


@dataclass
class Keywords:
    """The keywords of all categories by their words: a text is asked only about those it may hold."""

    entries: list[tuple[str, Keyword]] = field(default_factory=list)
    never: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: For each word the entries that are asked about once it is found: those in which it is of the rarest part.
    _asked: dict[str, list[int]] = field(default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, keywords: Mapping[str, Iterable[Keyword]], never: Mapping[str, tuple[str, ...]]) -> Keywords:
        """All ``keywords`` by category; ``never`` holds the excluding words of a category."""
        listed = [(path, entry) for path, entries in keywords.items() for entry in entries]
        used = Counter(word for _, entry in listed for words in entry.parts for word in words)
        made = cls(never={path: words for path, words in never.items() if words})
        made._asked = {word: [] for word in (*used, *(word for words in made.never.values() for word in words))}
        for path, entry in listed:
            rarest, *others = sorted(entry.parts, key=lambda words: max(used[word] for word in words))
            for word in rarest:
                made._asked[word].append(len(made.entries))
            made.entries.append((path, entry._replace(parts=(rarest, *others))))
        lengths: dict[str, set[int]] = {}
        for word in made._asked:
            lengths.setdefault(word[:2], set()).add(len(word))
        made._lengths = {start: tuple(sorted(found)) for start, found in lengths.items()}
        return made

    def hits(self, text: str) -> dict[str, list[Hit]]:
        """The keywords in the beginning of ``text`` by category, heaviest first.

        One whose words all stand inside those of a heavier one of the same category is left out.
        """
        text = text[:READ].lower()
        at = self._places(text)
        aside = frozenset(match.start() for match in _BESIDE.finditer(text))
        found: dict[str, list[Hit]] = {}
        for number in {number for word in at for number in self._asked[word]}:
            path, entry = self.entries[number]
            dark = [place for word in self.never.get(path, ()) for place in at.get(word, ())]
            hit = _hit(entry, at, dark, aside)
            if hit is not None:
                found.setdefault(path, []).append(hit)
        return {path: _outermost(hits) for path, hits in found.items()}

    def _places(self, text: str) -> dict[str, list[_Place]]:
        """The words that ``text`` holds, each with where it stands."""
        found: dict[str, list[_Place]] = {}
        lengths, known = self._lengths, self._asked
        for start in range(len(text)):
            pair = text[start : start + 2]
            for length in (*lengths.get(pair, ()), *(lengths.get(pair[0], ()) if len(pair) == 2 else ())):
                word = text[start : start + length]
                if word in known:
                    at = found.setdefault(word, [])
                    if len(at) < _LOOKED_AT:
                        at.append((start, start + length, word))
        return found


def _hit(keyword: Keyword, at: Mapping[str, list[_Place]], dark: list[_Place], aside: frozenset[int]) -> Hit | None:
    """Where all parts of ``keyword`` stand close together, away from the excluding words ``dark``.

    ``aside`` holds where a word begins that makes the one before it a mere place.
    """
    parts = []
    for words in keyword.parts:
        parts.append([place for word in words if word in at for place in at[word]])
        if not parts[-1]:
            return None
    first, *others = parts
    found: list[tuple[int, list[str]]] = []
    for place in first:
        near = _with(place, others)
        if near and all(abs(place[0] - other[0]) > SHADOW for other in dark):
            found.append((place[0], near))
    if not found:
        return None
    best = max((words for _, words in found), key=lambda one: sum(map(len, one)))
    start = min(start for start, _ in found)
    if not others and all(place[1] in aside for place in first):
        return Hit(keyword, tuple(best), start, len(found), ASIDE * STRENGTH[keyword.strength] * len(best[0]))
    weight = STRENGTH[keyword.strength] * sum(map(len, best)) * (1 + 0.25 * log2(len(found)))
    return Hit(keyword, tuple(best), start, len(found), weight * FIRST if start < BEGINNING else weight)


def _with(place: _Place, others: list[list[_Place]]) -> list[str]:
    """The word at ``place`` with the nearest of each further part; nothing where one is too far away."""
    low, high, word = place
    words = [word]
    for part in others:
        gap, other = min(((_gap(low, high, one), one) for one in part), key=lambda item: (item[0], -len(item[1][2])))
        if gap > REACH:
            return []
        low, high = min(low, other[0]), max(high, other[1])
        words.append(other[2])
    return words


def _gap(low: int, high: int, other: _Place) -> int:
    """How many characters stand between two stretches. A part inside another is none of its own."""
    if other[0] >= high:
        return other[0] - high
    return low - other[1] if other[1] <= low else REACH + 1


def _outermost(hits: list[Hit]) -> list[Hit]:
    """``hits`` without those whose every word is part of a heavier one's, heaviest first."""
    kept: list[Hit] = []
    said: list[str] = []
    for hit in sorted(hits, key=lambda one: (-one.weight, one.words)):
        if not all(any(word in longer for longer in said) for word in hit.words):
            kept.append(hit)
            said.extend(hit.words)
    return kept
