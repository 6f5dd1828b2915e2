"""``gridroute lint`` as a person meets it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from tests.support import COUNTY_FILES, write_files

from gridroute.cli.main import build

AT = ("--at", "2026-03-02T09:00:00+08:00")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    def _run(*words: str, lang: str = "zh") -> Ran:
        made = CliRunner().invoke(build(lang), ["lint", *words], prog_name="gridroute")
        if made.exception is not None and not isinstance(made.exception, SystemExit):
            raise made.exception
        return Ran(made.exit_code, made.stdout, made.stderr)

    return _run


@pytest.mark.parametrize(
    "county", [pytest.param((), marks=pytest.mark.slow), ("--county", "sishui"), ("--county", "dengkou")]
)
def test_the_tree_has_no_finding(run: Run, county: tuple[str, ...]) -> None:
    """As it is installed, all of it in the long run: what cannot be mended says why it stays."""
    made = run(*AT, *county, lang="en")
    assert made.out == ""
    assert re.fullmatch(r"\d+ more warnings stay, each with a reason\n0 errors, 0 warnings\n", made.err)
    assert made.code == 0


def test_findings_as_json(run: Run, tmp_path: Path) -> None:
    """The small county lacks much, none of it is an error."""
    manifest = COUNTY_FILES["county.yaml"].replace('parents: ["990000"]\n', "")
    write_files(tmp_path / "yunhe", {**COUNTY_FILES, "county.yaml": manifest})
    made = run(str(tmp_path / "yunhe"), *AT, "--format", "jsonl", lang="en")
    rows = [json.loads(line) for line in made.out.splitlines()]
    assert made.code == 0
    assert made.err.endswith(f"0 errors, {len(rows)} warnings\n")
    assert {"code", "severity", "kind", "file", "line", "rule", "problem", "remedy"} == set(rows[0])
    assert {row["severity"] for row in rows} == {"warning"}
    assert all(row["problem"] and row["remedy"] for row in rows)
    assert len(rows) < 200


def test_fix_needs_a_folder_and_a_second_run_mends_nothing(run: Run, tmp_path: Path) -> None:
    from gridroute.errors import InputError

    with pytest.raises(InputError, match="--fix needs the folder"):
        run("--fix", *AT)
    manifest = COUNTY_FILES["county.yaml"].replace('parents: ["990000"]\n', "")
    rule = "rules:\n  - {id: yh-1, stage: reporting, title: 试, source: assumed, effective_from: 2026/3/2, when: {channel: patrol}, then: {notify: [所在镇街]}}"
    folder = write_files(tmp_path / "yunhe", {**COUNTY_FILES, "county.yaml": manifest, "a.rules.yaml": rule})
    first = run("--fix", str(folder), *AT)
    assert "改好 2 处,1 个文件" in first.err
    assert first.code == 0
    assert (folder / "a.rules.yaml").read_text(encoding="utf-8") == rule.replace("2026/3/2", "2026-03-02") + "\n"
    assert "改好 0 处,0 个文件" in run("--fix", str(folder), *AT).err


@pytest.mark.parametrize(
    ("lang", "line", "sum_"),
    [
        (
            "zh",
            "错误 GR215: yunhe/a.rules.yaml:2: yh-1: 没有角色“没有的”: 照提示改角色,或先在 roles.yaml 声明",
            "1 处错误,0 处提醒\n",
        ),
        (
            "en",
            "error GR215: yunhe/a.rules.yaml:2: yh-1: no such role “没有的”: name a known role, or declare it in roles.yaml",
            "1 errors, 0 warnings\n",
        ),
    ],
)
def test_a_folder_that_is_not_installed(run: Run, tmp_path: Path, lang: str, line: str, sum_: str) -> None:
    text = "rules:\n  - {id: yh-1, stage: reporting, title: 试, source: assumed, when: {}, then: {notify: [没有的]}}\n"
    manifest = COUNTY_FILES["county.yaml"].replace('parents: ["990000"]\n', "")
    write_files(tmp_path / "yunhe", {**COUNTY_FILES, "county.yaml": manifest, "a.rules.yaml": text})
    made = run(str(tmp_path / "yunhe"), *AT, lang=lang)
    assert (made.code, made.err) == (1, sum_)
    assert made.out.splitlines() == [line]


def test_a_street_is_checked_with_its_county(run: Run, tmp_path: Path) -> None:
    street = 'level: street\nadcode: "370831001"\nname: 泗河街道\nparents: ["370831"]\n'
    own = "rules:\n  - {id: sh-1, stage: reporting, title: 试, source: assumed, when: {tag: 1}, then: {notify: [所在镇街]}}\n"
    made = run(str(write_files(tmp_path / "sihe", {"layer.yaml": street, "a.rules.yaml": own})), *AT)
    assert made.code == 1
    assert made.out.startswith("错误 GR205: sihe/a.rules.yaml:2: sh-1: 没有“tag”这个字段")


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    from gridroute.errors import InputError

    with pytest.raises(InputError, match="there is no such folder"):
        run(str(tmp_path / "none"), *AT)


def test_where_durable_cannot_run_it_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gridroute.reasoning.inference.available", lambda: False)
    monkeypatch.setattr("gridroute.assurance.lint.engine.available", lambda: False)
    made = run(*AT, "--compile", "--county", "sishui", lang="en")
    assert made.code == 0
    assert made.err.splitlines()[0] == "durable-rules cannot run here: compiling is skipped"


def test_a_year_without_a_calendar_is_an_error(run: Run) -> None:
    made = run("--at", "2090-03-02T09:00:00+08:00", "--county", "sishui")
    assert made.code == 1
    assert "错误 GR510: gridroute_sishui/calendar: 没有2090年的放假调休安排" in made.out
