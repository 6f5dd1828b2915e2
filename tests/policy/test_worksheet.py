"""Policy files as spreadsheets: nothing is lost on the way out and back."""

from __future__ import annotations

import io
import shutil
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.support import SISHUI

from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy.bodies import Bodies
from gridroute.policy.document import Value, parse_document
from gridroute.policy.grammar import Grammar
from gridroute.policy.layer import read_layer
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.loading import load_policy
from gridroute.policy.policy import Policy
from gridroute.policy.sheet import rows_of_sheet
from gridroute.policy.workbook import write_workbook
from gridroute.policy.worksheet import Worksheet, cell_of, flow_of, read_policy_file, text_of

LANGUAGES = ("zh", "en")


def loaded(*roots: Path) -> tuple[Policy, list[Fault]]:
    faults: list[Fault] = []
    layers = [layer for root in roots if (layer := read_layer(root, faults)) is not None]
    return load_policy(layers, {}, Bodies(), faults), faults


@pytest.fixture(scope="module")
def words() -> Lexicon:
    faults: list[Fault] = []
    national = read_layer(baseline(), faults)
    assert national is not None
    made = Lexicon([national], {}, faults)
    made.read()
    return made


def there_and_back(sheet: Worksheet, words: Lexicon, lang: str, path: Path) -> Worksheet:
    """The rows after a spreadsheet has held them."""
    file = io.BytesIO()
    write_workbook(sheet, Grammar(words.vocabulary), list(words.categories.nodes)[:2], lang, file)
    path.write_bytes(file.getvalue())
    faults: list[Fault] = []
    heads: list[str] = []
    rows = list(rows_of_sheet(path, path.name, faults, heads))
    assert faults == []
    return Worksheet(sheet.name, heads, [list(cells.values()) for _, cells in rows], [line for line, _ in rows])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_rules_are_the_same_after_a_spreadsheet_has_held_them(words: Lexicon, tmp_path: Path, lang: str) -> None:
    """Every table and every file of rules of the nation and of 泗水县, out and back, give one and the same policy."""
    before, _ = loaded(baseline(), SISHUI)
    roots = [tmp_path / "national", tmp_path / "sishui"]
    count = 0
    for root, copy in zip((baseline(), SISHUI), roots, strict=True):
        shutil.copytree(root, copy)
        for path in sorted(copy.rglob("*")):
            if not path.name.endswith((".table.csv", ".rules.yaml")):
                continue
            faults: list[Fault] = []
            sheet = read_policy_file(path, path.name, Grammar(words.vocabulary), lang, faults)
            back = there_and_back(sheet, words, lang, tmp_path / "a.xlsx")
            assert (back.heads, back.rows) == (sheet.heads, sheet.rows)
            path.write_text(text_of(back, faults), encoding="utf-8")
            assert faults == []
            count += len(sheet.rows)
    after, _ = loaded(*roots)
    assert [rule.canonical for rule in after.rules] == [rule.canonical for rule in before.rules]
    assert after.hash == before.hash
    assert count == len({rule.id for rule in before.rules}) > 100


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20).map(
    str.strip
)


@settings(max_examples=15)
@given(cells=st.lists(st.lists(CELL, min_size=5, max_size=5), min_size=1, max_size=4), lang=st.sampled_from(LANGUAGES))
def test_property_any_row_comes_back_as_it_was(
    words: Lexicon, tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]], lang: str
) -> None:
    rows = [[f"=x{n}", *row] for n, row in enumerate(cells)]
    sheet = Worksheet("reporting.a.table.csv", ["id", "category", "urgency", "→support", "source", "title"], rows, [])
    back = there_and_back(sheet, words, lang, tmp_path_factory.mktemp("sheet") / "a.xlsx")
    assert (back.heads, back.rows) == (sheet.heads, sheet.rows)


VALUES = st.recursive(
    st.booleans() | st.integers(-(10**14), 10**14) | st.dates() | CELL | st.sampled_from(["true", "1", "2026-01-01", "~", "null", "a: b", "#x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(CELL.filter(bool), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(value=VALUES)
def test_property_a_value_on_one_line_reads_back(value: Value) -> None:
    faults: list[Fault] = []
    document = parse_document(f"v: {flow_of(value)}", "a", faults)
    assert faults == []
    assert document.value["v"] == value
    assert "\n" not in flow_of(value)


def test_what_a_clerk_sees(words: Lexicon, tmp_path: Path) -> None:
    sheet = Worksheet("lists.a.table.csv", ["编号", "类别", "→已下沉", "依据"], [["a-1", "1..10", "是", "=1+1"]], [2])
    there_and_back(sheet, words, "zh", tmp_path / "a.xlsx")
    page, note, choices = load_workbook(tmp_path / "a.xlsx").worksheets
    assert (page.freeze_panes, page["B2"].number_format, page["D2"].data_type) == ("B2", "@", "s")
    assert page["D2"].quotePrefix
    offered = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert offered["C2:C502"] == "'词表'!$C$1:$C$2"
    assert [choices["C1"].value, choices["C2"].value] == ["是", "否"]
    assert choices["B1"].value in words.categories.nodes
    assert (note["A1"].value, note["B1"].value) == ("文件", "lists.a.table.csv")
    assert str(note["B5"].value).startswith("条件: 路径")


@pytest.mark.parametrize(
    ("line", "problem", "cell"),
    [
        (2, "没有“公用X”", "B2"),
        (3, "“sunk”只能是", "C5"),
        (3, "x", "5"),
        (5, "“b-3”", "A6"),
        (1, "x", "1"),
    ],
    ids=["quoted", "column", "row only", "after a cell of two lines", "head"],
)
def test_where_a_fault_stands(line: int, problem: str, cell: str) -> None:
    rows = [["a-1", "公用X/*", "是"], ["a-sunk-2", "x\ny", "z"], ["b-3", "", ""]]
    sheet = Worksheet("lists.a.table.csv", ["编号", "类别", "→已下沉"], rows, [2, 5, 6])
    assert cell_of(sheet, line, problem, ["id", "category", "→sunk"]) == cell


def test_a_fault_in_a_rule_stands_in_its_own_cell() -> None:
    rows = [["a-1", "x", "", "{}"], ["a-2", "", "s", "{"]]
    sheet = Worksheet("a.rules.yaml", ["id", "title", "source", "when"], rows, [2, 3])
    faults: list[Fault] = []
    text = text_of(sheet, faults)
    assert [(one.file, one.line) for one in faults] == [("a.rules.yaml", 3)]
    assert [cell_of(sheet, line, "", []) for line in range(2, 6)] == ["A2", "B2", "D2", "A3"]
    assert text.splitlines()[1] == '  - id: "a-1"'


def test_what_no_sheet_can_hold_is_refused(words: Lexicon, tmp_path: Path) -> None:
    path = tmp_path / "lists.a.table.csv"
    path.write_text(f"编号,类别,依据\na-1,x,{'长' * 32_768}\na-2,x,\x07\n", encoding="utf-8")
    faults: list[Fault] = []
    read_policy_file(path, path.name, Grammar(words.vocabulary), "zh", faults)
    assert [(one.line, one.rule) for one in faults] == [(2, "a-1"), (3, "a-2")]


def test_a_value_has_a_day_and_safe_words() -> None:
    assert flow_of({"a": [date(2026, 1, 1), True, 3, "3", "公用事业/供热", "a b"]}) == (
        '{a: [2026-01-01, true, 3, "3", 公用事业/供热, "a b"]}'
    )
    assert string.whitespace not in flow_of("x")
