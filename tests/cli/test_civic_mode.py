"""``gridroute civic mode``: switched by whoever may, lifted, listed, and reported on, in both languages (T31)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridroute.cli.main import build

CASES = (
    "id,received_at,text,category,address\n"
    "W1,2026-07-10T09:00:00+08:00,有人半夜翻墙进院子,公共安全/治安/治安案件,巴彦高勒镇西环社区\n"
    "W2,2026-07-10T10:00:00+08:00,路灯不亮,城乡建设/照明/路灯不亮,巴彦高勒镇西环社区\n"
)
BUREAU = ("--by", "磴口县应急管理局")


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def ran(*words: str, at: str = "2026-07-10T08:00", lang: str = "zh") -> Result:
        more = ("--county", "dengkou", "--db", str(tmp_path / "cases.sqlite"), "--at", f"{at}:00+08:00")
        return CliRunner().invoke(build(lang), [*words, *more])

    return ran


@pytest.mark.slow
def test_from_the_switch_to_the_report(run: Run, tmp_path: Path) -> None:
    issues = tmp_path / "i.csv"
    issues.write_text(CASES, encoding="utf-8")
    switch = ("civic", "mode", "switch", "战时", "--reason", "防汛三级响应")
    refused = run(*switch, "--by", "磴口县水务局", lang="en")
    assert (refused.exit_code, "refused: “战时” is switched and lifted by 应急管理部门" in refused.stderr) == (1, True)
    begun = run(*switch, *BUREAU)
    assert (begun.exit_code, "mode-150822-1: 在生效" in begun.stdout) == (0, True), begun.output
    assert run("case", "open", str(issues), at="2026-07-10T10:30").exit_code == 0
    assert "是" in run("civic", "mode", "list", at="2026-07-11T00:00").stdout.splitlines()[-1]
    lifted = run("civic", "mode", "lift", *BUREAU, at="2026-07-12T08:00")
    assert (lifted.exit_code, "mode-150822-1: 已解除" in lifted.stdout) == (0, True), lifted.output
    assert run("civic", "mode", "lift", *BUREAU, at="2026-07-12T09:00").exit_code == 1
    told = run("civic", "mode", "report", at="2026-08-01T00:00").stdout
    assert "来件 2 件,其中 1 件与平时不同" in told
    assert "紧急程度: 一般 → 民生急需" in told
    english = run("civic", "mode", "report", "mode-150822-1", at="2026-08-01T00:00", lang="en").stdout
    assert "2 cases came in, 1 of them otherwise than as usual" in english
    printed = run("civic", "mode", "report", "--format", "jsonl", at="2026-08-01T00:00").stdout
    lines = [json.loads(line) for line in printed.splitlines()]
    assert (lines[0]["cases"], lines[0]["different"]) == (2, 1)
    assert [sorted(one["different"])[:1] for one in lines[1:]] == [["obligations"], []]


def test_nothing_was_switched(run: Run) -> None:
    assert run("civic", "mode", "switch", "站时", "--reason", "汛情", *BUREAU).exit_code == 1
    none = run("civic", "mode", "report", lang="en")
    assert none.exit_code != 0
    assert "no mode was switched: see civic mode list" in str(none.exception)
