"""改写: policy files put into Chinese or English words, and into one form, where they stand.

Only the words of the language change; comments, order, quotes, line breaks and layout are the file's own.
The form: ``\\n`` at line ends, no blanks before it, one at the end of the file, no byte order mark (a table
keeps its mark and its encoding, for spreadsheet programs need them), lengths of time written in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gridroute.errors import Bilingual, Fault
from gridroute.policy.category import rows_of
from gridroute.policy.cells import Column, column, head_names, same_column
from gridroute.policy.document import Document, Path_, Scalar, parse_document, read_document
from gridroute.policy.grammar import Grammar, Place
from gridroute.policy.tongue import nearest
from gridroute.policy.translation import Translation

_TABLE = ".table.csv"
_MARK = b"\xef\xbb\xbf"
#: Folders that hold no policy text.
_ELSEWHERE = ("territory", "calendar", "civic", "examples", "__pycache__")
_BLANKS = re.compile(r"[ \t\n]+\Z|[ \t]+(?=\n)|(?<!\n)\Z")
_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\n]*)(,|\n|\Z)')
_OTHERWISE = (
    Bilingual("改写后意思会变,没有改", "it would mean something else when rewritten; it was left"),
    Bilingual("请报告这个文件", "please report this file"),
)
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What becomes of one file. Where there are ``faults``, ``after`` is ``before``."""

    path: Path
    before: bytes = b""
    after: bytes = b""
    faults: tuple[Fault, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the file is to be written."""
        return self.before != self.after


def policy_files(folder: Path) -> Iterator[Path]:
    """The policy files below ``folder`` that can be rewritten, by name."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        elsewhere = any(part in _ELSEWHERE or part.startswith(".") for part in inside)
        if not elsewhere and is_policy(path.name) and path.is_file():
            yield path


def is_policy(name: str) -> bool:
    """Whether a file of that name can be rewritten."""
    return name.endswith(_TABLE) or Grammar.knows(name)


def rewrite(path: Path, shown_as: str, grammar: Grammar, lang: str = "") -> Rewriting:
    """The file in ``lang`` (``zh`` or ``en``; empty: its own words) and in the one form. Nothing is written."""
    faults: list[Fault] = []
    place = grammar.of(path.name)
    if place is None:
        list(rows_of(path, shown_as, (), (), faults))
    else:
        read_document(path, shown_as, faults)
    if faults:
        return Rewriting(path, faults=tuple(faults))
    before = path.read_bytes()
    mark = _MARK if before.startswith(_MARK) else b""
    encoding = _encoding(before)
    text = before[len(mark) :].decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    if place is None:
        after = mark + _rewrite_table(text, shown_as, grammar, lang, faults).encode(encoding)
    else:
        after = _rewrite_yaml(text, shown_as, place, lang, faults).encode()
    return Rewriting(path, before, before if faults else after, tuple(faults))


def _encoding(raw: bytes) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


# ---- YAML -------------------------------------------------------------------------------------------


def _rewrite_yaml(text: str, shown_as: str, place: Place, lang: str, faults: list[Fault]) -> str:
    meaning = _meaning(text, shown_as, place, faults)
    if faults:
        return text
    say = Translation(lang, parse_document(text, shown_as, faults))
    say.visit(say.document.value, (), place)
    made = _edited(text, list(_edits(text, say)))
    if repr(_meaning(made, shown_as, place, faults)) != repr(meaning):
        faults.append(Fault(shown_as, 0, "", *_OTHERWISE))
    return made


def _meaning(text: str, shown_as: str, place: Place, faults: list[Fault]) -> object:
    """What the text says, in English words."""
    english = Translation("en", parse_document(text, shown_as, faults))
    value = english.visit(english.document.value, (), place)
    faults.extend([*english.unknown, *english.twice])
    return value


def _edits(text: str, say: Translation) -> Iterator[Edit]:
    """Every word that changes, and every blank at the end of a line that is no part of a text."""
    spans: list[tuple[int, int]] = []
    for path, is_key, node in _scalars(YAML(typ="safe", pure=True).compose(text), ()):
        first, last = node.start_mark.index, node.end_mark.index
        spans.append((first, last))
        new = (say.keys if is_key else say.values).get(path)
        if new is not None and node.style not in ("|", ">"):
            yield first, last, _written(new, node.style or "")
    texts = [(first, last) for first, last in spans if "\n" in text[first:last]]
    for blank in _BLANKS.finditer(text):
        if not any(first <= blank.start() < last for first, last in texts):
            at_end = blank.end() == len(text) and bool(text.strip())
            yield blank.start(), blank.end(), "\n" if at_end else ""


def _scalars(node: Node | None, path: Path_) -> Iterator[tuple[Path_, bool, ScalarNode]]:
    """Every scalar with its path and whether it is a key."""
    if isinstance(node, ScalarNode):
        yield path, False, node
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from _scalars(item, (*path, number))
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield here, True, key
            yield from _scalars(value, here)


def _written(value: Scalar, quote: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{quote}{value}{quote}"


def _edited(text: str, edits: list[Edit]) -> str:
    for first, last, new in sorted(edits, reverse=True):
        text = text[:first] + new + text[last:]
    return text


# ---- tables -----------------------------------------------------------------------------------------


def _rewrite_table(text: str, shown_as: str, grammar: Grammar, lang: str, faults: list[Fault]) -> str:
    document = Document(shown_as)
    heads = [_cell(match[1]) for match in next(_rows(text), [])]
    columns = [column(head, grammar) for head in heads]
    _check_heads(heads, columns, document, grammar, faults)
    english = _said(text, heads, columns, Translation("en", document))
    say = Translation(lang, document)
    made = _said(text, heads, columns, say)
    if not faults:
        faults.extend(say.unknown)
        heads = [_cell(match[1]) for match in next(_rows(made), [])]
        if _said(made, heads, [column(head, grammar) for head in heads], Translation("en", document)) != english:
            faults.append(Fault(shown_as, 0, "", *_OTHERWISE))
    return made


def _said(text: str, heads: list[str], columns: list[Column], say: Translation) -> str:
    """The table in the language of ``say``."""
    lines: list[str] = []
    first_line = 1
    said = iter(
        same_column(
            heads, [one.head(say.lang) if say.lang else head for head, one in zip(heads, columns, strict=False)]
        )
    )
    for number, row in enumerate(_rows(text)):
        say.document.lines[(number,)] = first_line
        raws = [match[1] for match in row]
        first_line += 1 + sum(raw.count("\n") for raw in raws)
        if number == 0:
            lines.append(",".join(_put(raw, next(said)) for raw in raws))
            continue
        whole = zip(raws, columns, strict=False)
        lines.append(",".join(_put(raw, one.cell(_cell(raw), say, (number,))) for raw, one in whole))
    return "".join(line + "\n" for line in lines)


def _rows(text: str) -> Iterator[list[re.Match[str]]]:
    """The cells of every row as they are written."""
    row: list[re.Match[str]] = []
    for match in _CELL.finditer(text):
        if match.start() == len(text) and not row:
            return
        row.append(match)
        if match[2] != ",":
            yield row
            row = []


def _cell(raw: str) -> str:
    return (raw[1:-1].replace('""', '"') if raw.startswith('"') else raw).strip()


def _put(raw: str, text: str) -> str:
    if not raw.startswith('"'):
        return text
    return raw if _cell(raw) == text else '"' + text.replace('"', '""') + '"'


def _check_heads(
    heads: list[str], columns: list[Column], document: Document, grammar: Grammar, faults: list[Fault]
) -> None:
    """Reports heads that mean nothing, and two heads of one outcome or key; a field may have two columns."""
    seen: dict[str, str] = {}
    for head, one in zip(heads, columns, strict=True):
        if not one.known:
            said = Bilingual(f"不认识的表头“{head}”", f"unknown column head “{head}”")
            faults.append(document.fault((), said, nearest(head.lstrip("→"), head_names(grammar.vocabulary))))
        elif one.between != "|" and one.en in seen:
            words = f"表头“{seen[one.en]}”和“{head}”是同一列", f"the columns “{seen[one.en]}” and “{head}” are one"
            faults.append(document.fault((), Bilingual(*words)))
        seen[one.en] = head
