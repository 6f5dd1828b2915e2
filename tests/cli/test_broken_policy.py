"""An installed county whose policy is wrong: all faults at once, nothing routed, exit 2, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import COUNTY_FILES, write_files

ISSUE = {"id": "1", "received_at": "2026-03-02T09:00:00+08:00", "text": "暖气不热"}
ONE = """\
stage: reporting
rules:
  - id: yh-1
    title: 写错的字段
    source: assumed
    when: {catgory: 公用事业/供热}
    then: {due: {handle: 3 workdays}}
"""
TWO = """\
rules:
  - {id: yh-2, stage: whistle, title: 空的结果, source: assumed, when: {}, then: {whistle: appeal, }}
  - {id: yh-3, stage: reporting, title: 没有的角色, source: assumed, when: {}, then: {required: [供热主管部们]}}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder of site packages with a county whose policy has faults in two files."""
    files = {**COUNTY_FILES, "policy/one.rules.yaml": ONE, "policy/two.rules.yaml": TWO}
    files["county.yaml"] = files["county.yaml"].replace('parents: ["990000"]\n', "")
    write_files(tmp_path / "yunhe", files)
    write_files(
        tmp_path,
        {
            "yunhe_plugin.py": (
                "from pathlib import Path\n"
                "from gridroute.hookspecs import hookimpl\n"
                "@hookimpl\n"
                "def gridroute_layers():\n"
                "    return [Path(__file__).parent / 'yunhe']\n"
            ),
            "yunhe_plugin-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: yunhe-plugin\nVersion: 1.0\n",
            "yunhe_plugin-1.0.dist-info/entry_points.txt": "[gridroute]\nyunhe = yunhe_plugin\n",
            "a.jsonl": json.dumps(ISSUE, ensure_ascii=False),
        },
    )
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = "from gridroute.cli.main import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(folder), "LANG": "zh_CN.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
    )


CHINESE = [
    "yunhe/policy/one.rules.yaml:6: yh-1: 没有“catgory”这个字段: 是不是“category”?",
    "yunhe/policy/two.rules.yaml:3: yh-3: 没有角色“供热主管部们”: 是不是“供热主管部门”?",
]
ENGLISH = [
    "yunhe/policy/one.rules.yaml:6: yh-1: no field “catgory”: did you mean “category”?",
    "yunhe/policy/two.rules.yaml:3: yh-3: no such role “供热主管部们”: did you mean “供热主管部门”?",
]


@pytest.mark.parametrize(("lang", "words"), [("zh", CHINESE), ("en", ENGLISH)])
def test_faults_of_two_files_are_reported_together_and_nothing_is_routed(
    broken: Path, lang: str, words: list[str]
) -> None:
    made = run(broken, "route", "a.jsonl", "--county", "云河县", "--format", "jsonl", "--lang", lang)
    assert (made.returncode, made.stdout) == (2, "")
    assert made.stderr.splitlines() == words


def test_a_row_of_the_broken_county_does_not_stop_the_others(broken: Path) -> None:
    good = {**ISSUE, "id": "2", "county": "泗水县"}
    bad = {**ISSUE, "county": "yunhe"}
    (broken / "b.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in (bad, good)))
    made = run(broken, "route", "b.jsonl", "--format", "jsonl")
    assert [json.loads(line)["issue"] for line in made.stdout.splitlines()] == ["2"]
    assert made.returncode == 2
    assert "b.jsonl:1: “yunhe”的政策有 2 处错误,没有启用" in made.stderr
    assert CHINESE[0] in made.stderr


def test_counties_shows_which_is_broken(broken: Path) -> None:
    made = run(broken, "counties")
    assert made.returncode == 1
    row = next(line for line in made.stdout.splitlines() if line.startswith("云河县"))
    assert "2 处错误: gridroute" not in row
    assert "2 处错误: yunhe/" in row
    assert CHINESE[0] in made.stderr
    assert any(line.startswith("泗水县") and line.rstrip().endswith("可用") for line in made.stdout.splitlines())


def test_counties_shows_a_plugin_that_cannot_be_imported_and_goes_on(broken: Path) -> None:
    (broken / "yunhe_plugin.py").write_text("raise RuntimeError('half installed')\n")
    made = run(broken, "counties", "--format", "jsonl")
    assert made.returncode == 1
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    (bad,) = [row for row in rows if row["faults"]]
    assert bad["plugin"] == "yunhe"
    assert "half installed" in bad["problem"]
    assert "sishui" in {row["pinyin"] for row in rows if not row["faults"]}


def test_counties_shows_a_plugin_whose_folder_has_no_manifest(broken: Path) -> None:
    (broken / "yunhe" / "county.yaml").unlink()
    made = run(broken, "counties", "--format", "jsonl")
    assert made.returncode == 1
    (bad,) = [row for row in map(json.loads, made.stdout.splitlines()) if row["faults"]]
    assert (bad["county"], bad["plugin"]) == ("yunhe", "yunhe")


def test_a_plugin_that_cannot_be_imported_is_named_and_the_rest_works(broken: Path) -> None:
    (broken / "yunhe_plugin.py").write_text("raise RuntimeError('half installed')\n")
    row = {**ISSUE, "county": "sishui"}
    (broken / "c.jsonl").write_text(json.dumps(row, ensure_ascii=False))
    made = run(broken, "route", "c.jsonl", "--format", "jsonl")
    assert made.returncode == 0
    assert json.loads(made.stdout)["county"] == "370831"
    assert made.stderr.splitlines() == ["yunhe: 插件出错: RuntimeError: half installed: 重新安装或卸载它"]
