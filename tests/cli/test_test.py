"""``gridroute test`` as a person meets it: what is played, on which policy, what is told, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from tests.support import SCENARIOS, SISHUI

from gridroute.assurance import Scenario
from gridroute.assurance.rehearsal import named
from gridroute.cli.main import build, main

ELSEWHERE = """  - name: 别处
    county: nowhere
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: S4, text: 村口路面破损}
    expect: {state: dispatched}
"""
FILE = SCENARIOS + ELSEWHERE


def run(*words: object, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["test", *map(str, words)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("scenarios")
    (made / "one.scenario.yaml").write_text(FILE, encoding="utf-8")
    return made


def test_the_rest_goes_on_and_all_is_told(folder: Path) -> None:
    report = folder / "reports" / "junit.xml"
    result = run(folder, "--junit", report)
    assert result.exit_code == 1
    assert "one.scenario.yaml:11: 路面有错: “2026-03-02T09:00”不是带时区的时间" in result.stderr
    assert "没有装“nowhere”的插件" in result.stderr
    assert "one.scenario.yaml:14: 路面不如预期" in result.stdout
    assert "sd-P4" in result.stdout
    assert result.stdout.splitlines()[-1] == "1 个场景如预期,1 个不如预期,2 个没能演练"
    suite = ET.parse(report).getroot()[0]
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["4", "1", "2"]


def test_all_that_is_wrong_with_one_scenario_is_one_error(tmp_path: Path) -> None:
    lone = tmp_path
    (lone / "a.scenario.yaml").write_text("county: sishui\ncolour: red\nscenarios: []\n", encoding="utf-8")
    result = run(lone, "--junit", lone / "junit.xml")
    assert result.stderr.count("a.scenario.yaml:") == 2
    suite = ET.parse(lone / "junit.xml").getroot()[0]
    assert [suite.get(name) for name in ("tests", "failures", "errors")] == ["1", "0", "1"]


def test_one_json_object_a_scenario(folder: Path) -> None:
    rows = [json.loads(line) for line in run(folder, "--format", "jsonl", lang="en").stdout.splitlines()]
    assert [(row["name"], row["outcome"]) for row in rows] == [
        ("路面有错", "error"),
        ("路面三个工作日", "passed"),
        ("路面不如预期", "failed"),
        ("别处", "error"),
    ]
    assert rows[0]["failures"][0]["message"].endswith("write it as 2026-03-02T09:10+08:00")
    assert rows[2]["failures"][0]["nearest"][0]["rule"] == "sd-P4"


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ((), {"路面三个工作日", "路灯", "Lamp"}),
        (("工作日",), {"路面三个工作日"}),
        (("路 and not 三个",), {"路灯"}),
        (("lamp or 三个",), {"Lamp", "路面三个工作日"}),
        (("灯", "lamp"), {"路灯", "Lamp"}),
        (("One.Scenario",), {"路面三个工作日", "路灯", "Lamp"}),
    ],
)
def test_some_are_chosen(words: tuple[str, ...], chosen: set[str]) -> None:
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    known = [Scenario("a/one.scenario.yaml", 1, name, "", at, {}, ()) for name in ("路面三个工作日", "路灯", "Lamp")]
    wanted = named(words)
    assert {one.name for one in known if wanted(one)} == chosen


def test_nothing_chosen_is_no_success(folder: Path) -> None:
    lone = folder / "two"
    lone.mkdir()
    (lone / "two.scenario.yaml").write_text(FILE.partition("  - name: 路面有错")[0], encoding="utf-8")
    result = run(lone, "-k", "没有这一个")
    assert (result.exit_code, result.stderr) == (1, "没有一个场景合于 -k “没有这一个”: 检查 -k\n")
    empty = folder / "empty"
    empty.mkdir()
    assert run(empty, "-k", "甲").stderr == "一个场景也没有: 检查路径\n"
    assert run(lone, "--set", "重办上限").exit_code == 1


@pytest.mark.parametrize("words", ["路灯 and (", "and 甲", "甲 or ", "not", "甲 and  and 乙", "(甲 or 乙) and 丙", ""])
def test_a_choice_that_says_nothing_is_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    with pytest.raises(SystemExit) as done:
        main(["test", str(folder), "-k", words, "--lang", "zh"])
    assert done.value.code == 2
    assert capsys.readouterr().err == f"-k “{words}”看不懂: 写成“甲”“甲 and not 乙”“甲 or 乙”,不用括号\n"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("重办上线=3", "--set 重办上线=3: 没有参数“重办上线”: 是不是“重办上限”?\n"),
        ("重办上限=abc", "--set 重办上限=abc: gridroute_sishui/policy/case.rules.yaml:4: ss-SS14b: “abc”不是"),
    ],
)
def test_a_setting_that_cannot_be_tried_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, said: str
) -> None:
    (tmp_path / "a.scenario.yaml").write_text(FILE.partition("  - name: 路面有错")[0], encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["test", str(tmp_path), "--set", written, "--lang", "zh"])
    assert done.value.code == 2
    assert capsys.readouterr().err.startswith(said)


def test_it_stops_at_the_first(folder: Path) -> None:
    result = run(folder, "-x", "--format", "jsonl")
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == ["路面有错"]


LAMP = """
county: sishui
scenarios:
  - name: 路灯不亮,两个工作日修好
    given:
      at: 2026-03-02T09:00+08:00
      issue: {id: L1, text: 路灯不亮, category: 城乡建设/照明/路灯不亮, address: 泗河街道仲子社区}
    expect: {lead: 泗水县住房和城乡建设局, due.handle: 2026-03-04}
"""


@pytest.mark.slow  # docs/howto/test-a-change.md goes the same way with a CSV, among the quick tests
def test_a_clerk_changes_a_deadline_in_a_spreadsheet(tmp_path: Path) -> None:
    """The copy is tested in place of the installed county: green, another deadline, a slip, and green again."""
    copy = tmp_path / "my-county"
    shutil.copytree(SISHUI, copy, ignore=shutil.ignore_patterns("__pycache__", "*.scenario.yaml"))
    scenario = copy / "policy/lighting.scenario.yaml"
    scenario.write_text(LAMP, encoding="utf-8")

    def with_deadline(text: str) -> Result:
        book = Workbook()
        page = book.worksheets[0]
        page.append(["编号", "标题", "类别", "→时限.办理", "依据"])
        page.append(["ss-lamp", "路灯两个工作日修好", "城乡建设/照明/*", text, "assumed"])
        book.save(copy / "policy/reporting.lighting.table.xlsx")
        return run(copy)

    assert with_deadline("2个工作日").exit_code == 0

    changed = with_deadline("4个工作日")
    assert changed.exit_code == 1
    said = [line.strip() for line in changed.stdout.splitlines()]
    assert said[0] == f"✗ {scenario}:4: 路灯不亮,两个工作日修好"
    assert said[1:4] == [
        "第8行 due.handle (办理的期限)",
        "预期: 2026-03-04",
        "实际: 2026-03-05 (2026-03-06T00:00+08:00)",
    ]
    row = said.index(
        "× ss-lamp 路灯两个工作日修好 (泗水县;建议默认,未经当地确认) my-county/policy/reporting.lighting.table.xlsx:2"
    )
    assert said[row + 1 : row + 3] == ["另有更短的时限", "当类别属于“城乡建设/照明”时:4个工作日内办理 → 2026-03-06"]

    slip = with_deadline("2个工作")
    assert slip.exit_code == 1
    assert slip.stderr == (
        "my-county/policy/reporting.lighting.table.xlsx:2: ss-lamp: “2个工作”不是时限: "
        "如 3个工作日、24小时 (或 3 workdays、24 clock_hours)\n"
    )
    assert slip.stdout == "0 个场景如预期,0 个不如预期,1 个没能演练\n"

    assert with_deadline("2个工作日").stdout == "1 个场景如预期,0 个不如预期\n"


class Watching:
    """``gridroute test --watch`` as a process of its own."""

    def __init__(self, *words: object) -> None:
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("gridroute"), "test", "--watch", "--lang", "en", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )

    def until(self, words: str) -> str:
        """What it says until a line holds ``words``."""
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(said)


@pytest.mark.slow
def test_it_stays_and_plays_again_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "one.scenario.yaml"
    good = FILE.partition("  - name: 路面有错")[0]
    path.write_text(good, encoding="utf-8")
    watching = Watching(tmp_path)
    assert "1 passed, 0 failed" in watching.until("waiting for changes")
    path.write_text(good.replace("2026-03-05", "2026-03-09"), encoding="utf-8")
    said = watching.until("waiting for changes")
    assert "changed: one.scenario.yaml; playing 1 files again" in said
    assert "expected: 2026-03-09" in said
    path.write_text(good + "  - name: [\n", encoding="utf-8")
    assert "one.scenario.yaml:" in watching.until("waiting for changes")
    path.write_text(good, encoding="utf-8")
    assert "1 passed, 0 failed" in watching.until("waiting for changes")
    watching.process.send_signal(signal.SIGINT)
    assert "no longer watching" in watching.process.communicate(timeout=60)[0]
    assert watching.process.returncode == 0
