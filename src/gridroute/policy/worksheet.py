"""工作表: a decision table or a file of rules as the rows of a spreadsheet, and back, without loss.

A table keeps its columns. A file of rules has one rule a row: its own keys in columns, and what it says in two,
``当`` and ``则``, written as in YAML.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gridroute.errors import Bilingual, Fault
from gridroute.policy.category import rows_of
from gridroute.policy.cells import Column, column, same_column
from gridroute.policy.document import Document, Value, parse_document, read_document
from gridroute.policy.grammar import Grammar
from gridroute.policy.sheet import rows_of_sheet
from gridroute.policy.tongue import RULE_FILE, RULE_KEYS, Words
from gridroute.policy.translation import Translation

TABLE, SHEET, RULES = ".table.csv", ".table.xlsx", ".rules.yaml"
#: What spreadsheet programs keep in one cell.
MAX_CELL = 32_767
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[^\W\d_][\w/-]*", re.IGNORECASE)
#: Spreadsheets have no way to keep these.
_LOST = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What is written in a policy file, as heads and rows of text. ``lines``: where each row stands in the file.

    ``origin`` has, for the heads of a table, how the file itself writes the head, and in which language its cells
    (empty where in both), so that what comes back is written as it went out.
    """

    name: str
    heads: list[str]
    rows: list[list[str]]
    lines: list[int]
    origin: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def of_rules(self) -> bool:
        """Whether it is a file of rules, not a table."""
        return self.name.endswith(RULES)


def read_policy_file(path: Path, shown_as: str, grammar: Grammar, lang: str, faults: list[Fault]) -> Worksheet:
    """The rows of a table or a file of rules, in the words of ``lang``; what is wrong goes to ``faults``."""
    if path.name.endswith(RULES):
        made = _of_rules(path, shown_as, grammar, lang, faults)
    else:
        made = _of_table(path, shown_as, grammar, lang, faults)
    for line, row in zip(made.lines, made.rows, strict=True):
        for head, cell in zip(made.heads, row, strict=True):
            if len(cell) > MAX_CELL or _LOST.search(cell):
                words = Bilingual(
                    f"“{head}”的内容太长,或有表格存不住的字符",
                    f"“{head}” is too long, or has characters no sheet can hold",
                )
                faults.append(Fault(shown_as, line, row[0][:40], words))
    return made


def _of_table(path: Path, shown_as: str, grammar: Grammar, lang: str, faults: list[Fault]) -> Worksheet:
    heads: list[str] = []
    read = rows_of_sheet if path.suffix == ".xlsx" else _rows_of_csv
    rows = list(read(path, shown_as, faults, heads))
    columns = [column(head, grammar) for head in heads]
    said = same_column(heads, [one.head(lang) for one in columns])
    document = Document(shown_as)
    say, english = Translation(lang, document), Translation("en", document)
    made = []
    for _, cells in rows:
        row = []
        for head, one in zip(heads, columns, strict=True):
            cell, new = cells[head], one.cell(cells[head], say) if cells[head] else ""
            row.append(new if one.cell(new, english) == one.cell(cell, english) else cell)
        made.append(row)
    name = path.name.removesuffix(SHEET) + TABLE if path.name.endswith(SHEET) else path.name
    origin = {
        new: (head, _language([cells[head] for _, cells in rows], one, document))
        for new, head, one in zip(said, heads, columns, strict=True)
    }
    return Worksheet(name, said, made, [line for line, _ in rows], origin)


def _language(cells: Sequence[str], one: Column, document: Document) -> str:
    """The language in which all ``cells`` of a column are written; empty where there is none."""
    for lang in ("en", "zh"):
        say = Translation(lang, document)
        if all(one.cell(cell, say) == cell for cell in cells if cell):
            return lang
    return ""


def as_it_was(sheet: Worksheet, grammar: Grammar) -> Worksheet:
    """``sheet`` with the heads and words of the file it was made of, in the columns that come from it."""
    document = Document(sheet.name)
    heads, columns = [], []
    for place, head in enumerate(sheet.heads):
        written, lang = sheet.origin.get(head, (head, ""))
        heads.append(written)
        one = column(head, grammar)
        say = Translation(lang, document)
        cells = [row[place] for row in sheet.rows]
        columns.append([one.cell(cell, say) if cell and lang else cell for cell in cells])
    rows = [list(cells) for cells in zip(*columns, strict=True)]
    return replace(sheet, heads=same_column(sheet.heads, heads), rows=rows)


def _rows_of_csv(path: Path, shown_as: str, faults: list[Fault], heads: list[str]) -> list[tuple[int, dict[str, str]]]:
    return list(rows_of(path, shown_as, (), (), faults, heads))


def _of_rules(path: Path, shown_as: str, grammar: Grammar, lang: str, faults: list[Fault]) -> Worksheet:
    document = read_document(path, shown_as, faults)
    place = grammar.of(path.name)
    value: Value = document.value
    if place is not None:
        english = Translation("en", document).visit(value, (), place)
        value = Translation(lang, document).visit(english, (), place)
    keys = {key: Words(RULE_KEYS).in_(lang, key) for key in RULE_KEYS}
    names = {key: Words(RULE_FILE).in_(lang, key) for key in RULE_FILE}
    assert isinstance(value, dict)
    entries = value.get(names["rules"], [])
    stage = value.get(names["stage"])
    made = Worksheet(path.name, list(keys.values()), [], [])
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        whole = {names["stage"]: stage, **entry} if stage else entry
        made.rows.append([_shown(whole.get(key), key in (keys["when"], keys["then"])) for key in keys.values()])
        made.lines.append(document.line(("rules", number)))
    return made


def _shown(value: Value, flow: bool) -> str:
    if value is None:
        return ""
    return flow_of(value) if flow else value.isoformat() if isinstance(value, date) else str(value)


def flow_of(value: Value) -> str:
    """``value`` on one line of YAML, which reads back as the same value."""
    match value:
        case dict():
            return "{" + ", ".join(f"{flow_of(key)}: {flow_of(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow_of(item) for item in value) + "]"
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case date():
            return value.isoformat()
        case int():
            return str(value)
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


# ---- back -------------------------------------------------------------------------------------------------


def text_of(sheet: Worksheet, faults: list[Fault]) -> str:
    """The policy file that the rows are; what cannot be read goes to ``faults``, by the row of the sheet."""
    return _rules_text(sheet, faults) if sheet.of_rules else _table_text(sheet)


def _table_text(sheet: Worksheet) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet.heads)
    writer.writerows(sheet.rows)
    return text.getvalue()


def _rules_text(sheet: Worksheet, faults: list[Fault]) -> str:
    known = {label: key for key, label in RULE_KEYS.items()} | {key: key for key in RULE_KEYS}
    for head in sheet.heads:
        if head not in known:
            words = Bilingual(f"不认识的表头“{head}”", f"unknown column head “{head}”")
            faults.append(Fault(sheet.name, 1, "", words))
    zh = any(head in RULE_KEYS.values() for head in sheet.heads)
    lines = [f"{RULE_FILE['rules'] if zh else 'rules'}:"]
    for number, row in zip(sheet.lines, sheet.rows, strict=True):
        begin = "  - "
        for head, cell in zip(sheet.heads, row, strict=True):
            if not cell:
                continue
            key = known.get(head, head)
            lines.append(f"{begin}{head}: {_value(sheet.name, number, key, cell, faults)}")
            begin = "    "
    return "\n".join(lines) + "\n"


def _value(name: str, row: int, key: str, cell: str, faults: list[Fault]) -> str:
    if key in ("effective_from", "effective_to"):
        return cell
    if key not in ("when", "then"):
        return json.dumps(cell, ensure_ascii=False)
    found: list[Fault] = []
    value = parse_document(f"v: {cell}", name, found).value.get("v")
    faults.extend(Fault(name, row, "", fault.problem, fault.remedy) for fault in found)
    return flow_of(value)


def cell_of(sheet: Worksheet, line: int, problem: str, columns: Sequence[str]) -> str:
    """The cell (``C5``), or the row (``5``), of the sheet that stands on a line of the text made of it.

    In a table a line is a row; the cell is the one that is what ``problem`` quotes, or holds it, or stands in the
    column that it names, where only one does. ``columns`` are the English names of the heads.
    """
    from openpyxl.utils import get_column_letter

    at = 2
    for number, row in zip(sheet.lines, sheet.rows, strict=True):
        filled = [place for place, cell in enumerate(row) if cell]
        length = len(filled) if sheet.of_rules else 1 + sum(cell.count("\n") for cell in row)
        if at <= line < at + length:
            if sheet.of_rules:
                places = [filled[line - at]]
            else:
                places = _meant(row, columns, re.findall("“([^“”]+)”", problem))
            return f"{get_column_letter(places[0] + 1)}{number}" if len(places) == 1 else str(number)
        at += length
    return "1"


def _meant(row: list[str], columns: Sequence[str], quoted: list[str]) -> list[int]:
    """The columns that a message about a row may mean, by the surest of three ways."""
    names = [name.removeprefix("→") for name in columns]
    for places in (
        [n for n, cell in enumerate(row) if cell in quoted],
        [n for n, name in enumerate(names) if name in quoted],
        [n for n, cell in enumerate(row) if any(word in cell for word in quoted)],
    ):
        if places:
            return places
    return []
