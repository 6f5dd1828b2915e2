"""写法: how the files of a layer are written, and what of it a machine may mend.

Only forms change here, never what is said: digits typed in full width, dates with slashes, lengths of time in
another spelling, line ends. Comments and order of YAML files stay; rows of a register are put in order only where
their order means nothing.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gridroute.assurance.lint.finding import Finding
from gridroute.errors import Bilingual, Fault, InputError
from gridroute.model import Duration
from gridroute.policy.document import parse_document
from gridroute.policy.grammar import Grammar
from gridroute.policy.layer import Layer, own_files
from gridroute.policy.rewriting import is_policy, rewrite

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z:/. -]*")
#: A key, and the full-width colon that stands in the place of ": ".
_COLON = re.compile(r"^(\s*(?:- )?[A-Za-z_\u4e00-\u9fff]+)：[ \t]*", re.MULTILINE)
#: Columns of registers that hold codes, numbers or days.
_CODED = {"code", "parent", "place", "from", "to", "valid_from", "valid_to", "away_from", "away_to", "日期"}
_DAYS = {"valid_from", "valid_to", "away_from", "away_to", "日期"}
#: Columns of decision tables that hold days, which spreadsheet programs write in their own way.
_IN_FORCE = {"effective_from", "effective_to", "施行", "终止"}
#: Registers whose rows mean the same in any order, and the column that they are kept in order of.
_ORDERED = {"grids.csv": "code"}

_FULL = Bilingual("改成半角", "type it in half width")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of form: where, what, and what the file says once it is mended."""

    path: Path
    finding: Finding
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as text, with what is needed to write it back as it came."""

    path: Path
    shown: str
    text: str
    mark: bytes
    encoding: str

    def slip(self, line: int, words: tuple[str, str], remedy: Bilingual, code: str, before: str, after: str) -> Slip:
        return Slip(self.path, Finding(Fault(self.shown, line, "", Bilingual(*words), remedy, code)), before, after)


def slips(grammar: Grammar, checked: Iterable[Layer]) -> Iterator[Slip]:
    """The slips of form in the files of the layers ``checked``; ``grammar`` knows the words of all layers."""
    for layer in checked:
        for path in _files(layer):
            yield from _slips_of(path, layer.shown(path), grammar)


def _files(layer: Layer) -> Iterator[Path]:
    for path in own_files(layer.root):
        inside = path.relative_to(layer.root).parts
        skipped = any(part == "examples" or part.startswith(".") for part in inside)
        if path.suffix in (".yaml", ".csv") and not skipped:
            yield path


def _slips_of(path: Path, shown: str, grammar: Grammar) -> Iterator[Slip]:
    file = _read(path, shown)
    if file is None:
        return  # told as a fault
    told: set[int] = set()
    for slip in _in_yaml(file) if path.suffix == ".yaml" else _in_register(file):
        told.add(slip.finding.fault.line)
        yield slip
    if is_policy(path.name):
        yield from (slip for slip in _out_of_form(file, grammar) if slip.finding.fault.line not in told)


def _read(path: Path, shown: str) -> _Text | None:
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    for encoding in ("utf-8", "gb18030") if path.suffix == ".csv" else ("utf-8",):
        try:
            return _Text(path, shown, raw[len(mark) :].decode(encoding), mark, encoding)
        except UnicodeDecodeError:
            continue
    return None


# ---- YAML -------------------------------------------------------------------------------------------


#: Where something of this section may be; most files have none of it, and composing YAML is slow.
_PERHAPS = re.compile(
    r"[０-９Ａ-Ｚａ-ｚ]|\d：\d|\d{4}[/.年]\d|\d{4}-\d(?!\d)|\d{4}-\d\d-\d(?!\d)|" + _COLON.pattern, re.MULTILINE
)


def _in_yaml(file: _Text) -> Iterator[Slip]:
    if not _PERHAPS.search(file.text):
        return
    try:
        root = YAML(typ="safe", pure=True).compose(file.text)
    except YAMLError:
        root = None
    colons = list(_COLON.finditer(file.text))
    if (colons and not isinstance(root, MappingNode)) or _swallowed(root):
        yield from _colons(file, colons)
        return
    for key, node in _scalars(root, ""):
        text, narrow = node.value, unicodedata.normalize("NFKC", node.value)
        if node.style in ("|", ">"):
            continue
        line, span = node.start_mark.line + 1, (node.start_mark.index, node.end_mark.index)
        quote = node.style or ""
        if narrow != text and _PLAIN.fullmatch(narrow) and _coded(key, narrow):
            words = f"“{text}”里有全角字符", f"“{text}” has full-width characters"
            yield file.slip(line, words, _FULL, "GR806", text, _put(file.text, span, f"{quote}{_iso(narrow)}{quote}"))
        elif key in _DATES and (day := _iso(text)) != text:
            words = f"日期“{text}”没写成 {day}", f"the date “{text}” is not written {day}"
            remedy = Bilingual(f"写成 {day}", f"write {day}")
            yield file.slip(line, words, remedy, "GR803", text, _put(file.text, span, day))


_DATES = {"effective_from", "effective_to", "施行", "终止", "valid_from", "valid_to", "生效", "失效", "from", "until"}


def _coded(key: str, narrow: str) -> bool:
    """Whether what a key holds is a code, a number, a day or a length of time, and no text for people."""
    return key not in _TEXTS and any(one.isdigit() for one in narrow)


_TEXTS = {"title", "标题", "source", "依据", "text", "name", "名称", "label", "en", "note", "备注", "reason", "explain"}


def _swallowed(root: Node | None) -> bool:
    """Whether the file is one bare text: a mapping whose colons were typed in full width."""
    return isinstance(root, ScalarNode) and "：" in root.value


def _colons(file: _Text, colons: Sequence[re.Match[str]]) -> Iterator[Slip]:
    """Full-width colons after keys, where the file can be read with plain ones and not without."""
    mended = _COLON.sub(_colon, file.text)
    if mended == file.text or parse_faults(mended):
        return
    for colon in colons:
        line = file.text.count("\n", 0, colon.start(1) + len(colon[1])) + 1
        words = f"“{colon[1].strip(' -')}”后面是全角冒号", f"a full-width colon after “{colon[1].strip(' -')}”"
        yield file.slip(line, words, Bilingual("改成“: ”", "write “: ”"), "GR806", colon[0], mended)


def _colon(found: re.Match[str]) -> str:
    last = found.end() == len(found.string) or found.string[found.end()] == "\n"
    return f"{found[1]}:" if last else f"{found[1]}: "


def parse_faults(text: str) -> list[Fault]:
    """What is wrong with ``text`` as YAML of this project."""
    faults: list[Fault] = []
    parse_document(text, "", faults)
    return faults


def _scalars(node: Node | None, key: str) -> Iterator[tuple[str, ScalarNode]]:
    """Every value with the key that it stands under."""
    if isinstance(node, ScalarNode):
        yield key, node
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _scalars(item, key)
    elif isinstance(node, MappingNode):
        for name, value in node.value:
            yield from _scalars(value, str(name.value))


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _iso(text: str) -> str:
    """A day as 2026-01-31 where ``text`` is one in another form; else ``text``."""
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return text


# ---- registers --------------------------------------------------------------------------------------


def _in_register(file: _Text) -> Iterator[Slip]:
    """Codes and days of a register or a table typed in full width or another form, and rows out of order."""
    folder, table = file.path.parent.name, file.path.name.endswith(".table.csv")
    if folder not in ("territory", "calendar", "civic") and not table:
        return
    coded, days = (_IN_FORCE, _IN_FORCE) if table else (_CODED, _DAYS)
    try:
        rows = list(csv.reader(io.StringIO(file.text, newline=""), strict=True))
    except csv.Error:
        return
    heads = [head.strip() for head in rows[0]] if rows else []
    lines = file.text.splitlines(keepends=True)
    if len(lines) != len(rows):
        return  # a cell of several lines: whoever wrote it mends it
    for number, row in enumerate(rows[1:], start=1):
        for head, cell in zip(heads, row, strict=False):
            if head not in coded or not cell:
                continue
            narrow = unicodedata.normalize("NFKC", cell)
            day = _iso(narrow) if head in days else narrow
            if cell.count(",") or day == cell or lines[number].count(cell) != 1 or not _PLAIN.fullmatch(day):
                continue
            after = "".join([*lines[:number], lines[number].replace(cell, day), *lines[number + 1 :]])
            if narrow != cell:
                words = f"“{cell}”里有全角字符", f"“{cell}” has full-width characters"
                yield file.slip(number + 1, words, _FULL, "GR806", cell, after)
            else:
                words = f"日期“{cell}”没写成 {day}", f"the date “{cell}” is not written {day}"
                yield file.slip(number + 1, words, Bilingual(f"写成 {day}", f"write {day}"), "GR803", cell, after)
    key = "日期" if folder == "calendar" else _ORDERED.get(file.path.name, "")
    if key in heads:
        yield from _order(file, heads.index(key), rows, lines)


def _order(file: _Text, column: int, rows: Sequence[Sequence[str]], lines: Sequence[str]) -> Iterator[Slip]:
    keys = [row[column].strip() if len(row) > column else "" for row in rows[1:]]
    late = next((number for number in range(1, len(keys)) if keys[number] < keys[number - 1]), None)
    if late is None or not all(keys) or not lines[-1].endswith("\n"):
        return
    body = [line for _, line in sorted(zip(keys, lines[1:], strict=True), key=lambda pair: pair[0])]
    words = f"“{keys[late]}”排在“{keys[late - 1]}”后面", f"“{keys[late]}” stands after “{keys[late - 1]}”"
    remedy = Bilingual("按代码或日期排好", "put the rows in the order of their code or day")
    yield file.slip(late + 2, words, remedy, "GR808", "", "".join([lines[0], *body]))


# ---- the one form ------------------------------------------------------------------------------------


_BLANKS = re.compile(r"[ \t]\r?$|\r|\n\n\Z|[^\n]\Z", re.MULTILINE)
_LENGTH = re.compile(r"\d+[ \t]*[^\W\d]+")


def _perhaps_out_of_form(file: _Text) -> bool:
    """Whether ``gridroute fmt`` could change anything; it has to read a file four times to know."""
    if _BLANKS.search(file.text) or (file.mark and file.path.suffix == ".yaml"):
        return True
    for found in _LENGTH.findall(file.text):
        try:
            length = Duration.parse(found)
        except ValueError:
            continue
        if found not in (str(length), length.text("zh")):
            return True
    return False


def _out_of_form(file: _Text, grammar: Grammar) -> Iterator[Slip]:
    """What ``gridroute fmt`` would change without another language: blanks, line ends, lengths of time."""
    if not _perhaps_out_of_form(file):
        return
    made = rewrite(file.path, file.shown, grammar)
    if not made.changed:
        return
    before = made.before.decode("utf-8-sig" if not file.encoding.startswith("gb") else file.encoding)
    after = made.after.decode("utf-8-sig" if not file.encoding.startswith("gb") else file.encoding)
    if made.before.startswith(file.mark) and file.mark and not made.after.startswith(file.mark):
        yield _blank(file, 1, after)
        return
    old, new = before.splitlines(), after.splitlines()
    for number, (one, other) in enumerate(zip(old, new, strict=False), start=1):
        if one.rstrip() != other.rstrip():
            words = "时限没写成统一的样式", "a length of time is not in its one form"
            remedy = Bilingual(f"写成 {other.strip()}", f"write {other.strip()}")
            if len(remedy.zh) > 120:
                remedy = Bilingual("用 --fix 或 gridroute fmt 改", "mend it with --fix or gridroute fmt")
            yield file.slip(number, words, remedy, "GR807", one, after)
    wrong = next(
        (
            n
            for n, pair in enumerate(zip(old, new, strict=False), 1)
            if pair[0] != pair[1].rstrip() and pair[0].rstrip() == pair[1].rstrip()
        ),
        0,
    )
    if wrong or "\r" in before or len(old) != len(new) or before.endswith("\n") != after.endswith("\n"):
        yield _blank(file, wrong or len(old), after)


def _blank(file: _Text, line: int, after: str) -> Slip:
    words = (
        "行尾有空格、换行不是 \\n,或文件末尾没有换行",
        "blanks at a line's end, line ends other than \\n, or none at the end",
    )
    remedy = Bilingual("用 --fix 或 gridroute fmt 改", "mend it with --fix or gridroute fmt")
    return file.slip(line, words, remedy, "GR804", "", after)


# ---- mending ------------------------------------------------------------------------------------------


def mend(grammar: Grammar, checked: Iterable[Layer]) -> list[Slip]:
    """Mends every slip in the files of ``checked`` and returns them in order; each is mended by itself.

    A file is written only where it can be read afterwards with no more faults than before; ``InputError`` where it
    cannot be written.
    """
    mended: list[Slip] = []
    for layer in checked:
        for path in _files(layer):
            mended.extend(_mend(path, layer.shown(path), grammar))
    return mended


def _mend(path: Path, shown: str, grammar: Grammar) -> Iterator[Slip]:
    left_alone: set[str] = set()
    while True:
        one = next((slip for slip in _slips_of(path, shown, grammar) if slip.after not in left_alone), None)
        file = _read(path, shown)
        if one is None or file is None:
            return
        left_alone.add(one.after)
        if path.suffix == ".yaml" and len(parse_faults(one.after)) > len(parse_faults(file.text)):
            continue
        mark = b"" if path.suffix == ".yaml" else file.mark
        try:
            path.write_bytes(mark + one.after.encode(file.encoding))
        except OSError as error:
            raise InputError(Bilingual(f"{path}: 写不进: {error}", f"{path}: cannot write: {error}")) from error
        yield one
