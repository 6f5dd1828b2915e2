"""文中信号: words of a text that raise a signal, whatever the category turns out to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

#: How many characters may stand between the parts of one pattern.
REACH = 12
#: What a pattern begins with that says what the signal is not: 不想活 is one, 不想活动 is none.
NOT = "-"
#: The same of words that still speak for a category: 水断了 is no 桥断了, but says that there is no water.
HUSH = "~"
#: What stands between the alternatives of one part: 掉/滑/栽.
OR = "/"

#: What stands between the parts of a pattern that may not leave its clause, or its sentence.
CLAUSE = r"[^,\uff0c\u3002;\uff1b!\uff01?\uff1f\s]{0,6}?"
ANYTHING = rf"[^\u3002!\uff01?\uff1f]{{0,{REACH}}}?"
#: What stands between the parts of a pattern that is no signal: never a whole clause more, lest it silence another.
SAME = rf"[^,\uff0c\u3002;\uff1b!\uff01?\uff1f\s]{{0,{REACH}}}?"
#: A word group named in a part: ``<人>``.
NAMED = re.compile("<([^<>]*)>")

#: 词组: words that stand for each other in patterns, by name.
WordGroups = Mapping[str, Iterable[str]]
#: The alternatives of each part of one pattern.
_Parts = list[tuple[str, ...]]
#: The parts that a pattern may go on with, each with what follows it; where nothing must, the pattern is found.
_Tree = dict[tuple[str, ...], "_Tree"]


@dataclass(frozen=True)
class Signal:
    """One signal and the patterns that raise it, compiled when a text first holds words of theirs.

    A pattern is a word, or parts (``掉+井里``) in order and close together; with ``-`` before it, one that is
    no signal though it holds one, and so with ``~``. A part may have alternatives (``掉/滑/栽``), among them the
    words of ``groups`` (``<人>``). ``within`` says what may stand between two parts.
    """

    name: str
    patterns: tuple[str, ...]
    groups: WordGroups = field(default_factory=dict)
    within: str = ANYTHING

    def raised_by(self, text: str) -> bool:
        """Whether ``text`` raises the signal."""
        if not self._hinted.search(text):
            return False
        return self._words.search(self._never.sub(" ", text) if self._never else text) is not None

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where ``text`` holds what raises the signal."""
        if self._hinted.search(text):
            # blanks of the same length: what is found must keep its place
            read = self._never.sub(lambda found: " " * len(found[0]), text) if self._never else text
            for found in self._words.finditer(read):
                yield found.start(), found.end()

    @cached_property
    def _parts(self) -> list[_Parts]:
        return [parts_of(one, self.groups) for one in self.patterns if not one.startswith((NOT, HUSH))]

    @cached_property
    def _hinted(self) -> re.Pattern[str]:
        """One word of each pattern, the most telling: without any of them no text can raise the signal."""
        words = (word for parts in self._parts for word in max(parts, key=_telling))
        return re.compile("|".join(map(re.escape, dict.fromkeys(words))) or r"(?!)")

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return _any_of(self._parts, self.within)

    @cached_property
    def _never(self) -> re.Pattern[str] | None:
        never = [parts_of(one[1:], self.groups) for one in self.patterns if one.startswith((NOT, HUSH))]
        return _most_of(never) if never else None


def false_alarms(patterns: Iterable[str], groups: WordGroups) -> re.Pattern[str] | None:
    """What sounds like danger and is none, and speaks for no category either: the patterns with ``-`` before."""
    never = [parts_of(one.removeprefix(NOT), groups) for one in patterns if one.startswith(NOT)]
    return _most_of(never) if never else None


def parts_of(pattern: str, groups: WordGroups) -> _Parts:
    """The alternatives of each part of ``pattern``, with the words of the groups it names."""
    return [tuple(_alternatives(part, groups)) for part in pattern.split("+")]


def _alternatives(part: str, groups: WordGroups) -> Iterator[str]:
    for word in filter(None, part.split(OR)):
        named = NAMED.fullmatch(word)
        yield from groups.get(named[1], (word,)) if named else (word,)


def _any_of(patterns: Iterable[_Parts], within: str) -> re.Pattern[str]:
    """What finds one of ``patterns``. Those that begin alike are one branch, so that a text is read once for all."""
    tree: _Tree = {}
    for parts in patterns:
        _grow(tree, parts)
    return re.compile(_branches(tree, within) if tree else r"(?!)", re.DOTALL)


def _most_of(never: list[_Parts]) -> re.Pattern[str]:
    """What finds one of the patterns that are no signal, of those that begin alike the one with the most parts.

    What is taken from the text should be all that it says: 差点砸着孩子, and not 差点砸着 alone.
    """
    sizes = sorted({len(parts) for parts in never}, reverse=True)
    by_size = (_any_of((one for one in never if len(one) == size), SAME).pattern for size in sizes)
    return re.compile("|".join(by_size), re.DOTALL)


def _grow(tree: _Tree, parts: _Parts) -> None:
    """Adds ``parts`` to ``tree``; what is found by less needs no more."""
    first, *others = parts
    if not others:
        tree[first] = {}
    elif first not in tree or tree[first]:
        _grow(tree.setdefault(first, {}), others)


def _branches(tree: _Tree, within: str) -> str:
    among = "".join(map(re.escape, dict.fromkeys(word[0] for words in tree for word in words)))
    return f"(?=[{among}])(?:{'|'.join(_one_of(words) + _then(tree[words], within) for words in tree)})"


def _then(tree: _Tree, within: str) -> str:
    return within + _branches(tree, within) if tree else ""


def _telling(part: tuple[str, ...]) -> tuple[int, int]:
    """How seldom a text holds one of the words of ``part``: the fewer and the longer they are."""
    return min(map(len, part)), -len(part)


def _one_of(words: tuple[str, ...]) -> str:
    return re.escape(words[0]) if len(words) == 1 else "(?:" + "|".join(map(re.escape, words)) + ")"
