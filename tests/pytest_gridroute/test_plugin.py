"""pytest collects scenario files: node ids by file and name, failures as the command tells them, the rest goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.support import SCENARIOS

ELSEWHERE = """
county: nowhere
scenarios:
  - name: 别处
    given: {at: 2026-03-02T09:00+08:00, issue: {id: S4, text: 村口路面破损}}
    expect: {state: dispatched}
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    (pytester.path / "policy").mkdir()
    (pytester.path / "policy/road.scenario.yaml").write_text(SCENARIOS, encoding="utf-8")
    (pytester.path / "policy/else.scenario.yaml").write_text(ELSEWHERE, encoding="utf-8")
    (pytester.path / "policy/notes.yaml").write_text("no: scenario\n", encoding="utf-8")
    return pytester.path


def test_a_scenario_is_a_test(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest_inprocess("-rA", "--junit-xml=junit.xml", "--gridroute-lang=zh")
    result.assert_outcomes(passed=1, failed=1, errors=2)
    result.stdout.fnmatch_lines(
        [
            "policy/road.scenario.yaml:11: 路面有错: “2026-03-02T09:00”不是带时区的时间: *",
            "due.handle: 预期 2026-03-09,实际 2026-03-05*",
            "policy/road.scenario.yaml:14",
            "*· sd-P4 五个工作日办结*",
            "PASSED policy/road.scenario.yaml::路面三个工作日",
            "ERROR policy/else.scenario.yaml::别处*",
            "FAILED policy/road.scenario.yaml::路面不如预期*",
        ],
    )
    cases = {case.get("name"): case for case in ET.parse(folder / "junit.xml").getroot().iter("testcase")}
    assert cases["路面三个工作日"].get("classname") == "policy.road.scenario.yaml"
    assert [len(cases["路面不如预期"].findall(kind)) for kind in ("failure", "error")] == [1, 0]


def test_some_are_chosen_by_name_node_id_and_county(pytester: pytest.Pytester, folder: Path) -> None:
    for words, names in (
        (["-k", "三个"], ["路面三个工作日"]),
        (["-k", "nowhere"], ["别处"]),
        (["policy/road.scenario.yaml::路面不如预期"], ["路面不如预期"]),
    ):
        result = pytester.runpytest_inprocess("--collect-only", "-q", *words)
        assert [line.partition("::")[2] for line in result.stdout.lines if "::" in line] == names


def test_a_county_with_faults_errs_each_scenario_and_tells_all_once(pytester: pytest.Pytester) -> None:
    county = pytester.path / "yunhe"
    (county / "policy").mkdir(parents=True)
    (county / "county.yaml").write_text('level: county\nadcode: "990101"\nname: 云河县\nstrange: 1\n', encoding="utf-8")
    one = ELSEWHERE.replace("nowhere", "云河县")
    (county / "policy/one.scenario.yaml").write_text(
        one + one.partition("scenarios:\n")[2].replace("别处", "又一处"), encoding="utf-8"
    )
    result = pytester.runpytest_inprocess("--gridroute-lang=en")
    result.assert_outcomes(errors=2)
    said = [line for line in result.stdout.lines if line.startswith("yunhe/county.yaml:4: there is no “strange”")]
    assert len(said) == 2


def test_wrong_use_is_told(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest_inprocess("--gridroute-set=重办上限", "--gridroute-lang=en")
    assert "--gridroute-set 重办上限: write PARAMETER=VALUE" in result.stdout.str() + result.stderr.str()
    assert result.ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.slow
def test_each_process_of_xdist_plays_its_share(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest_subprocess("-n2", "-q")
    result.assert_outcomes(passed=1, failed=1, errors=2)


def test_other_projects_do_not_load_gridroute(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing(): pass")
    code = (
        "import sys, pytest\ncode = pytest.main(['-q', '-p', 'no:cacheprovider'])\n"
        "print(code.name, 'pytest_gridroute' in sys.modules, [n for n in sys.modules if n.split('.')[0] == 'gridroute'])"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=pytester.path, check=True)
    assert made.stdout.splitlines()[-1] == "OK True []"
