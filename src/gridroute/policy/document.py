"""A policy file as plain values with the line each stands on.

Stricter than YAML: a repeated key, an alias, a tag and a second document are faults, and ``null`` is
kept as ``None`` for the reader above to refuse. Only ``true``/``false``, whole numbers and ISO dates are
anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from gridroute.errors import NOTHING, Bilingual, Fault

Scalar = bool | int | str | date | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Path_ = tuple[str | int, ...]

#: Deeper nesting than any policy needs; a guard against files made to exhaust the reader.
MAX_DEPTH = 40
MAX_BYTES = 4_000_000
#: How many texts are remembered as parsed: the files of a nation and some of its counties.
REMEMBERED = 256
#: Longer texts, in characters, are not remembered.
SHORT = 200_000

_INTEGER = re.compile(r"[-+]?\d{1,15}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUOTED = re.compile("“([^“”]+)”")


@dataclass
class Document:
    """One policy file: its value, and ``line(path)`` for every part of it."""

    file: str
    value: dict[str, Value] = field(default_factory=dict)
    lines: dict[Path_, int] = field(default_factory=dict)
    #: The mappings in which an unquoted comma cuts a text in pieces; each is told.
    cut: tuple[Path_, ...] = ()
    #: What stands in the file for a word that was put into English.
    written: dict[str, str] = field(default_factory=dict)

    def line(self, path: Sequence[str | int]) -> int:
        """The line of ``path``, or of the nearest part around it that is written down."""
        parts = tuple(path)
        while parts and parts not in self.lines:
            parts = parts[:-1]
        return self.lines.get(parts, 1)

    def fault(
        self,
        path: Sequence[str | int],
        problem: Bilingual,
        remedy: Bilingual = NOTHING,
        rule: str = "",
        code: str = "",
    ) -> Fault:
        """A fault at ``path``; it quotes words as the file writes them."""
        return Fault(self.file, self.line(path), rule, self._quoted(problem), self._quoted(remedy), code)

    def _quoted(self, words: Bilingual) -> Bilingual:
        if not self.written:
            return words
        zh, en = (_QUOTED.sub(lambda one: f"“{self.written.get(one[1], one[1])}”", text) for text in words)
        return Bilingual(zh, en)


def read_document(path: Path, shown_as: str, faults: list[Fault]) -> Document:
    """The document in ``path``; what is wrong with it is added to ``faults``."""
    document = Document(shown_as)
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise OSError(f"larger than {MAX_BYTES} bytes")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(
            Fault(
                shown_as,
                0,
                "",
                Bilingual("不是 UTF-8 编码", "not UTF-8"),
                Bilingual("另存为 UTF-8 再试", "save it as UTF-8"),
                code="GR101",
            )
        )
        return document
    except OSError as error:
        faults.append(Fault(shown_as, 0, "", Bilingual(f"读不出: {error}", f"cannot be read: {error}"), code="GR101"))
        return document
    return parse_document(text, shown_as, faults)


def parse_document(text: str, shown_as: str, faults: list[Fault]) -> Document:
    """The document written in ``text``; what is wrong with it is added to ``faults``."""
    parsed = _parsed(text) if len(text) <= SHORT else _parsed.__wrapped__(text)
    faults.extend(replace(fault, file=shown_as) for fault in parsed.faults)
    return Document(shown_as, _copied(parsed.value), dict(parsed.lines), parsed.cut)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What a text comes to, whatever file it stands in."""

    value: dict[str, Value]
    lines: dict[Path_, int]
    faults: tuple[Fault, ...]
    cut: tuple[Path_, ...]


@lru_cache(REMEMBERED)
def _parsed(text: str) -> _Parsed:
    """Parsing takes most of the time that loading a county takes, and every county stands on the same nation."""
    document, faults = Document(""), list[Fault]()
    value: Value = None
    try:
        builder = _Builder(document, YAML(typ="safe", pure=True).parse(text), faults, text)
        value = builder.document()
        faults.extend(builder.cuts(value))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = Bilingual(f"不是合法的 YAML ({error.problem})", f"not valid YAML ({error.problem})")
        remedy = Bilingual("检查缩进、冒号和引号", "check indentation, colons and quotes")
        faults.append(Fault("", line, "", problem, remedy, code="GR102"))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = Bilingual("有不可见的控制字符", "an invisible control character")
        faults.append(Fault("", line, "", problem, Bilingual("删去它", "remove it"), code="GR102"))
    except (YAMLError, RecursionError) as error:
        faults.append(Fault("", 0, "", Bilingual(f"读不懂: {error}", f"cannot be parsed: {error}"), code="GR102"))
    if value is not None and not isinstance(value, dict):
        faults.append(Fault("", 1, "", Bilingual("文件最外层应是“键: 值”", "the file must be a mapping"), code="GR105"))
    return _Parsed(value if isinstance(value, dict) else {}, document.lines, tuple(faults), document.cut)


def _copied(value: dict[str, Value]) -> dict[str, Value]:
    """``value`` anew: whoever reads a document may take parts out of it."""
    return {key: _copy(inner) for key, inner in value.items()}


def _copy(value: Value) -> Value:
    if isinstance(value, dict):
        return _copied(value)
    return [_copy(item) for item in value] if isinstance(value, list) else value


class _Builder:
    def __init__(self, document: Document, events: Iterator[Event], faults: list[Fault], text: str) -> None:
        self.out, self.events, self.faults, self.text = document, events, faults, text
        #: Where a text is cut by commas: the mapping, the line, the whole text and the last piece.
        self.pieces: dict[tuple[Path_, int], tuple[int, str, str]] = {}

    def _fault(self, event: Event, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        self.faults.append(Fault(self.out.file, line, "", Bilingual(zh, en), remedy, code))

    def document(self) -> Value:
        documents = 0
        value: Value = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "一个文件只能写一份内容", "one file holds one document", code="GR104")
                    break
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                value = self._node(event, ())
        return value

    def _node(self, event: Event, path: Path_) -> Value:
        self.out.lines.setdefault(path, event.start_mark.line + 1 if event.start_mark else 0)
        if len(path) > MAX_DEPTH:
            raise RecursionError("nested too deeply")
        if isinstance(event, AliasEvent):
            self._fault(
                event,
                f"不允许引用 (*{event.anchor})",
                f"aliases are not allowed (*{event.anchor})",
                Bilingual("把内容写全", "write the value out"),
                code="GR104",
            )
            return None
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._fault(event, f"不允许类型标记 ({tag})", f"tags are not allowed ({tag})", code="GR104")
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path_) -> list[Value]:
        items: list[Value] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path_) -> dict[str, Value]:
        found: dict[str, Value] = {}
        begin = -1  # where the last text of a value begins
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            if not isinstance(event, ScalarEvent):
                self._fault(event, "键应是一个词", "a key must be a single word", code="GR104")
                self._node(event, (*path, "?"))
                self._node(next(self.events), (*path, "?"))
                continue
            key = str(event.value)
            line = event.start_mark.line + 1 if event.start_mark else 0
            if key in found:
                first = self.out.lines[(*path, key)]
                self._fault(
                    event,
                    f"“{key}”写了两遍 (第{first}行已有)",
                    f"“{key}” is written twice (first on line {first})",
                    Bilingual("留一个,或合成一条", "keep one of them"),
                    code="GR103",
                )
                self._node(next(self.events), (*path, key, "?"))
                continue
            after = next(self.events)
            if begin >= 0 and _bare(event, after):
                self._cut(path, begin, event)
                continue
            self.out.lines[(*path, key)] = line
            found[key] = self._node(after, (*path, key))
            plain = isinstance(after, ScalarEvent) and after.style is None and after.value
            begin = after.start_mark.index if plain else -1
        return found

    def _cut(self, path: Path_, begin: int, event: ScalarEvent) -> None:
        """Notes that ``event``, a key without a colon, is the rest of the text that begins at ``begin``."""
        whole = " ".join(self.text[begin : event.end_mark.index].split())
        self.pieces[(path, begin)] = (event.start_mark.line + 1, whole, str(event.value))

    def cuts(self, value: Value) -> Iterator[Fault]:
        """A fault for each text that unquoted commas cut; ``value``, the whole document, says of which rule."""
        self.out.cut = tuple(path for path, _ in self.pieces)
        for (path, _), (line, whole, last) in self.pieces.items():
            zh, en = (
                f'加引号写成 "{whole}",或改用顿号、全角逗号',
                f'put it in quotes ("{whole}"), or use a full-width comma',
            )
            if last.isascii():  # it may well be a key
                zh, en = f"“{last}”是另一项的,写上它的值;不然{zh}", f"give “{last}” a value if it is a key; else {en}"
            problem = Bilingual(f"英文逗号把“{whole}”分成了几项", f"an ASCII comma splits “{whole}” in pieces")
            yield Fault("", line, _rule_at(value, path), problem, Bilingual(zh, en), code="GR110")


def _bare(key: ScalarEvent, value: Event) -> bool:
    """Whether ``key`` has no colon and no value: what follows it was made up by the parser, where the key ends."""
    empty = isinstance(value, ScalarEvent) and value.style is None and value.value == ""
    return empty and key.style is None and value.start_mark.index == key.end_mark.index


def _rule_at(value: Value, path: Path_) -> str:
    """The identifier of the rule, or the name of the scenario, around ``path``."""
    found = ""
    for part in path:
        if isinstance(value, dict):
            value = value.get(str(part))
        else:
            value = value[int(part)] if isinstance(value, list) else None
        named = (value.get("id") or value.get("name")) if isinstance(value, dict) else None
        found = found or (named if isinstance(named, str) else "")
    return found


def _scalar(event: ScalarEvent) -> Scalar:
    text = str(event.value)
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if _INTEGER.fullmatch(text) and (text.lstrip("+-") == "0" or not text.lstrip("+-").startswith("0")):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
