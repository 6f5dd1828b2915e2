"""``gridroute table``: out to a spreadsheet, checked, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.cli.test_commands import Ran, Run, run
from tests.support import SISHUI

#: Each loads whole counties anew: for the slow run.
pytestmark = pytest.mark.slow

__all__ = ["run"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["lists.sunk", "admit.first_receiver"])
def test_a_table_goes_out_and_comes_back_as_it_was(run: Run, tmp_path: Path, name: str, lang: str) -> None:
    """In the words of the file, whatever the sheet speaks; new words in the sheet come back in them too."""
    assert run("table", "export", name, "--county", "sishui", "--lang", lang).out == f"{name}.xlsx\n"
    made = run("table", "import", f"{name}.xlsx", "-o", f"{name}.table.csv", "--lang", lang)
    assert (made.code, made.out) == (0, f"{name}.table.csv\n")
    original = SISHUI / "policy" / f"{name}.table.csv"
    assert (tmp_path / f"{name}.table.csv").read_text(encoding="utf-8") == original.read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["province.rules.yaml", "other.rules.yaml"])
def test_rules_of_a_layer_above_come_back_into_another_folder(run: Run, tmp_path: Path, target: str) -> None:
    """They stand once: where they come from, not beside it in the county."""
    assert run("table", "export", "province", "-o", "a.xlsx").code == 0
    made = run("table", "import", "a.xlsx", "-o", target)
    assert (made.code, made.out) == (0, f"{target}\n"), made.err


def test_the_group_takes_a_language_like_any_other(run: Run) -> None:
    assert "Export a policy table" in run("table", "--lang", "en", "--help").out
    assert run("table", "--lang", "en", "export", "lists.sunk").err.endswith("rules exported\n")


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
