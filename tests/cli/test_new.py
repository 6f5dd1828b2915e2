"""``gridroute new`` as a person meets it: what it makes loads, lints without an error, plays green and routes."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridroute import Issue
from gridroute.assurance.play import play
from gridroute.assurance.scenario import read_scenarios
from gridroute.casework import CaseDesk
from gridroute.cli.main import build
from gridroute.dispatch import Dispatcher
from gridroute.dispatch.county import County, assemble
from gridroute.errors import Fault, InputError
from gridroute.plugins import baseline
from gridroute.policy.layer import read_layer

DIVISIONS = [
    ("code", "name", "level", "parent"),
    ("99", "岚山省", "province", ""),
    ("9901", "岚城市", "city", "99"),
    ("990102", "云河区", "county", "9901"),
    ("990102001", "云河街道", "town", "990102"),
    ("990102001001", "云桥社区居民委员会", "village", "990102001"),
    ("990103001", "别处街道", "town", "990103"),
]


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), list(words), prog_name="gridroute")


def made(root: Path, *words: str) -> Path:
    result = run("new", "yunhe", "--into", str(root), *words)
    assert result.exit_code == 0, result.output
    return root / "gridroute-yunhe" / "gridroute_yunhe"


def load(folder: Path) -> County:
    faults: list[Fault] = []
    layers = [layer for one in (baseline(), folder) if (layer := read_layer(one, faults)) is not None]
    county = assemble(layers, faults)
    assert [fault.text() for fault in faults] == []
    return county


@pytest.fixture
def divisions(tmp_path: Path) -> Path:
    path = tmp_path / "divisions.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(DIVISIONS)
    return path


@pytest.mark.parametrize("given", ["a file of divisions", "a name alone"])
def test_a_new_county_loads_lints_plays_and_routes(given: str, tmp_path: Path, divisions: Path) -> None:
    words = ["--divisions", str(divisions)] if given == "a file of divisions" else ["--name", "云河区"]
    folder = made(tmp_path / "made", "--adcode", "990102", *words)
    county = load(folder)
    assert county.policy.county.name == "云河区"
    linted = run("lint", str(folder), "--county", "yunhe", "--at", "2026-03-02T09:00:00+08:00")
    assert (linted.exit_code, linted.stdout) == (0, ""), "what cannot be known yet says why it stays"
    faults: list[Fault] = []
    (scenario,) = read_scenarios(folder / "policy/first.scenario.yaml", "first", faults)
    outcome = play(scenario, CaseDesk(Dispatcher(county)))
    assert faults == []
    assert getattr(outcome, "differences", ()) == ()
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    village = scenario.issue["grid"]
    decision = Dispatcher(county).route(Issue(id="1", received_at=at, text="自来水停了两天", grid=str(village)), at)
    assert (decision.state, decision.responsible.name) == ("dispatched", "云河区供水企业")
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.parent.rglob("*.*"))
    assert not re.search(r"@[A-Z]+@", texts)
    assert "区政府" in texts, "a district is no 县"


def test_a_new_county_below_an_installed_city_lints_clean(tmp_path: Path) -> None:
    """There the intake center of the city is known, and nothing need be said of it."""
    folder = made(tmp_path, "--adcode", "370899", "--name", "云河区")
    linted = run("lint", str(folder), "--county", "yunhe", "--at", "2026-03-02T09:00:00+08:00")
    assert (linted.exit_code, linted.stdout) == (0, "")


def test_the_plugin_around_it_can_be_built(tmp_path: Path) -> None:
    folder = made(tmp_path, "--adcode", "990102", "--name", "云河区")
    project = (folder.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert 'yunhe = "gridroute_yunhe"' in project
    compile((folder / "__init__.py").read_text(encoding="utf-8"), "__init__.py", "exec")
    assert (folder.parent / "README.md").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Yunhe", "--adcode", "990102", "--name", "x"), "“Yunhe”: 拼音用小写字母"),
        (("yunhe", "--adcode", "9901", "--name", "x"), "“9901”: 代码是六位数字"),
        (("yunhe", "--adcode", "990102"), "写上 --name 县名,或 --divisions"),
        (("sishui", "--adcode", "990102", "--name", "x"), "已经装有 sishui (990102) 的插件"),
        (("yunhe", "--adcode", "990199", "--divisions", "d.csv"), "d.csv: 没有 990199 这一行"),
        (("yunhe", "--adcode", "990102", "--divisions", "none.csv"), "none.csv: 读不出"),
        (("yunhe", "--adcode", "990102", "--divisions", "bad.csv"), "bad.csv:1: 表头应是 code,name,level,parent"),
    ],
)
def test_wrong_use_is_told(
    words: tuple[str, ...], said: str, tmp_path: Path, divisions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    divisions.rename(tmp_path / "d.csv")
    (tmp_path / "bad.csv").write_text("代码,名称\n", encoding="utf-8")
    result = run("new", *words)
    assert isinstance(result.exception, InputError)
    assert result.exception.text("zh").startswith(said)
    assert not list(tmp_path.glob("gridroute-*"))


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    folder = made(tmp_path, "--adcode", "990102", "--name", "云河区")
    (folder / "county.yaml").write_text("mine", encoding="utf-8")
    result = run("new", "yunhe", "--adcode", "990102", "--name", "云河区", "--into", str(tmp_path))
    assert isinstance(result.exception, InputError)
    assert (folder / "county.yaml").read_text(encoding="utf-8") == "mine"
