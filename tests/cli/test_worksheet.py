"""``gridroute table``: out to a spreadsheet, checked, and back."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from tests.cli.test_commands import Ran, Run, run

__all__ = ["run"]


def test_a_table_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    assert run("table", "export", "lists.sunk").out == "lists.sunk.xlsx\n"
    made = run("table", "import", "lists.sunk.xlsx", "-o", "lists.sunk.table.csv")
    assert (made.code, made.out) == (0, "lists.sunk.table.csv\n")
    first = (tmp_path / "lists.sunk.table.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert first == ["编号,类别,镇街,→已下沉,依据", "ss-sunk-01,市场监管/经营行为/*,,是,泗水执法下沉"]


def test_faults_are_told_by_cell_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    run("table", "export", "lists.sunk", "--lang", "en")
    book = load_workbook(tmp_path / "lists.sunk.xlsx")
    page = book.worksheets[0]
    page["B2"], page["D3"] = "市场监管/经营行X/*", "perhaps"
    book.save(tmp_path / "broken.xlsx")
    made = run("table", "import", "broken.xlsx", "-o", "lists.sunk.table.csv")
    assert made == Ran(
        1,
        "",
        "broken.xlsx:rules!B2: ss-sunk-01: 没有“市场监管/经营行X”这一项: 是不是“市场监管/经营行为”?\n"
        "broken.xlsx:rules!D3: ss-sunk-02: “sunk”只能是 true 或 false\n"
        "broken.xlsx: 2 处错误,没有写\n",
    )
    assert not (tmp_path / "lists.sunk.table.csv").exists()


def test_comments_are_not_lost_unasked(run: Run, tmp_path: Path) -> None:
    run("table", "export", "reporting", "-o", "a.xlsx")
    (tmp_path / "reporting.rules.yaml").write_text("# 泗水\nrules: []\n", encoding="utf-8")
    made = run("table", "import", "a.xlsx", "-o", "reporting.rules.yaml")
    assert (made.code, "里面有注释,写回会丢" in made.err) == (2, True)
    assert run("table", "import", "a.xlsx", "-o", "reporting.rules.yaml", "--force").code == 0
