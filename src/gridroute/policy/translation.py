"""译写: puts the words of a parsed policy file into one language; what a county names stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from gridroute.errors import Bilingual, Fault
from gridroute.model import Duration
from gridroute.policy import tongue
from gridroute.policy.document import Document, Path_, Scalar, Value
from gridroute.policy.grammar import Place
from gridroute.policy.tongue import Words, nearest

_FLAGS = {said: flag for flag, said in tongue.FLAGS.items()}


@dataclass
class Translation:
    """What changes when a document is put into ``lang``: ``keys`` and ``values`` by their path as written.

    ``written`` has the old word by the new one. With an empty ``lang`` the words stay, and only lengths
    of time are written in their one form.
    ``unknown`` holds the words that no place of the grammar has; they stay as they are.
    """

    lang: str
    document: Document
    keys: dict[Path_, str] = field(default_factory=dict)
    values: dict[Path_, Scalar] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    unknown: list[Fault] = field(default_factory=list)
    twice: list[Fault] = field(default_factory=list)

    def visit(self, value: Value, path: Path_, place: Place, rule: str = "") -> Value:
        """``value`` in the language; two names of one key are told in ``twice``, and the first stands."""
        if isinstance(value, list):
            return [self.visit(item, (*path, n), place, rule) for n, item in enumerate(value)]
        if isinstance(value, dict):
            return self._mapping(value, path, place, rule)
        made = self._scalar(value, path, place, rule)
        if made is not value:
            self.values[path] = made
            if isinstance(value, str) and isinstance(made, str):
                self.written[made] = value
        return made

    def _mapping(self, value: dict[str, Value], path: Path_, place: Place, rule: str) -> Value:
        if place.names is not None:
            below = place.names
            return {key: self.visit(inner, (*path, key), below, key) for key, inner in value.items()}
        if place.keys is None:
            return value
        rule = _named(value) or rule
        made: dict[str, Value] = {}
        first: dict[str, str] = {}
        for key, inner in value.items():
            here = (*path, key)
            name = place.keys.english(key)
            if name not in place.keys.all:
                self._unknown(key, here, place.keys, rule)
            elif name in first:
                self._twice(here, first[name], key, name, place, rule)
                continue
            first[name] = key
            said = place.keys.in_(self.lang, name) if self.lang else key
            if said != key:
                self.keys[here] = said
                self.written[said] = key
            made[said] = self.visit(inner, here, place.inside.get(name, Place()), rule)
        return made

    def _scalar(self, value: Scalar, path: Path_, place: Place, rule: str) -> Scalar:
        if place.flag:
            return said_flag(self.lang, value)
        if not isinstance(value, str):
            return value
        if place.length and (length := _length(value)) is not None:
            made = said_length(self.lang, value, length)
            return value if made == value else made
        if place.words is None:
            return value
        if place.words.closed and place.words.english(value) not in place.words.all:
            self._unknown(value, path, place.words, rule)
        made = place.words.in_(self.lang, value)
        return value if made == value else made

    def _unknown(self, word: str, path: Path_, words: Words, rule: str) -> None:
        said = Bilingual(f"不认识的词“{word}”", f"unknown word “{word}”")
        self.unknown.append(self.document.fault(path, said, nearest(word, words.known()), rule, "GR106"))

    def _twice(self, path: Path_, first: str, second: str, name: str, place: Place, rule: str) -> None:
        said = (place.keys.zh if place.keys else {}).get(name, name)
        zh, en = (one.format(first=first, second=second, en=name, zh=said) for one in place.twice)
        self.twice.append(Fault(self.document.file, self.document.line(path), rule, Bilingual(zh, en), code="GR103"))


def to_english(document: Document, place: Place | None, faults: list[Fault]) -> Document:
    """Puts ``document`` into English where it stands, lines kept; two names of one key go to ``faults``.

    Faults found in it later quote the words as they are written.
    """
    if place is None:
        return document
    made = Translation("en", document)
    value = made.visit(document.value, (), place)
    faults.extend(made.twice)
    if isinstance(value, dict) and (made.keys or made.values or made.twice):
        document.value = value
        document.lines = {_renamed(path, made.keys): line for path, line in document.lines.items()}
        document.written = made.written
    return document


def english(value: Value, place: Place) -> Value:
    """``value`` in English, where no lines have to be kept."""
    return Translation("en", Document("")).visit(value, (), place)


def said_flag(lang: str, value: Scalar) -> Scalar:
    """true or false as ``lang`` writes it; anything else as it is."""
    if lang == "zh" and isinstance(value, bool):
        return tongue.FLAGS[value]
    if lang == "en" and isinstance(value, str):
        return _FLAGS.get(value, value)
    return value


def said_length(lang: str, written: str, length: Duration) -> str:
    """A length of time in its one form in ``lang``; with an empty ``lang``, in the language it is written in."""
    chinese = lang == "zh" if lang else not written.isascii()
    return length.text("zh") if chinese else str(length)


def _length(text: str) -> Duration | None:
    try:
        return Duration.parse(text)
    except ValueError:
        return None


def _named(value: dict[str, Value]) -> str:
    """What a fault calls the thing that a mapping describes: its identifier."""
    found = value.get("id", value.get("编号"))
    return found if isinstance(found, str) else ""


def _renamed(path: Path_, keys: dict[Path_, str]) -> Path_:
    return tuple(keys.get(path[: n + 1], part) for n, part in enumerate(path))
