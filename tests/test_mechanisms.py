"""Every mechanism of the eight localities is carried by data and shown by a scenario, or is a figure with its source.

``t.csv`` says what shows each of the worked examples T01 to T62: scenarios, or a test where no scenario can.
``tests/data/mechanisms/ids.csv`` names all of them; one file a locality says what carries each: a file of the plugin
(or of ``rules/``), and the scenario that shows it. Figures are rows of the county's facts.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from gridroute.assurance import Failed, Scenario, play, read_scenarios
from gridroute.assurance.ablation import without
from gridroute.casework import CaseDesk
from gridroute.dispatch import County, Dispatcher, load_county
from gridroute.errors import Fault, PolicyError
from gridroute.plugins import build_manager

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests/data/mechanisms"
#: The locality of each prefix, and the plugin that carries it.
LOCALITIES = {
    "SS": ("sishui", "sishui"),
    "LW": ("laiwu", "laiwu"),
    "ZH": ("zhenghe", "zhenghe"),
    "YY": ("yuyang", "yuyang"),
    "BY": ("dengkou", "dengkou"),
    "JC": ("jinchuan", "linhe"),
    "HF": ("huifeng", "linhe"),
    "WC": ("weicheng", "weicheng"),
}
#: More identifiers than this on one scenario, and it shows none of them.
MOST = 5
KINDS = {"rule", "table", "ladder", "register", "civic", "figure", "layer"}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{name: (value or "").strip() for name, value in row.items()} for row in csv.DictReader(lines)]


IDS = [row["id"] for row in rows(DATA / "ids.csv")]
CARRIED = [
    pytest.param(locality, row, id=row["id"])
    for locality, _ in LOCALITIES.values()
    if (DATA / f"{locality}.csv").is_file()
    for row in rows(DATA / f"{locality}.csv")
]


def package(locality: str) -> Path:
    """The folder of the county's data."""
    plugin = next(plugin for name, plugin in LOCALITIES.values() if name == locality)
    return ROOT / f"plugins/gridroute-{plugin}/gridroute_{plugin}"


def carrier(locality: str, path: str) -> Path:
    """The file that ``path`` means: of the county's plugin, or of the project. ``#`` parts off what in it."""
    path = path.partition("#")[0]
    inside = package(locality) / path
    return inside if inside.exists() else ROOT / path


@cache
def scenarios(path: Path) -> frozenset[str]:
    """The names of the scenarios of a file."""
    return frozenset(str(one["name"]) for one in YAML(typ="safe").load(path)["scenarios"])


def test_the_list_is_whole() -> None:
    counts = Counter(one[:2] for one in IDS)
    assert counts == {"SS": 54, "LW": 21, "ZH": 14, "YY": 21, "BY": 20, "JC": 12, "HF": 12, "WC": 24}
    assert len(set(IDS)) == len(IDS) == 178


@pytest.mark.parametrize("prefix", LOCALITIES)
def test_every_mechanism_is_carried_once(prefix: str) -> None:
    path = DATA / f"{LOCALITIES[prefix][0]}.csv"
    assert path.is_file(), f"nothing says what carries the mechanisms of {LOCALITIES[prefix][0]}"
    assert Counter(row["id"] for row in rows(path)) == Counter(one for one in IDS if one.startswith(prefix))


@pytest.mark.parametrize(("locality", "row"), CARRIED)
def test_what_carries_a_mechanism_is_there(locality: str, row: dict[str, str]) -> None:
    assert row["kind"] in KINDS
    path = carrier(locality, row["carried_by"])
    assert path.is_file(), f"{row['id']}: there is no {row['carried_by']}"
    if row["kind"] == "figure":
        facts = rows(path)
        assert any(row["id"] in fact.values() for fact in facts), f"{row['id']} is no fact of {row['carried_by']}"
        assert not row["scenario"] or "::" in row["scenario"]
        return
    file, _, name = row["scenario"].partition("::")
    shown = carrier(locality, file)
    assert shown.is_file(), f"{row['id']}: there is no {file}"
    assert name in scenarios(shown), f"{row['id']}: {file} has no scenario “{name}”"


def test_no_scenario_carries_too_much() -> None:
    leaning = Counter(
        (param.values[0], param.values[1]["scenario"]) for param in CARRIED if param.values[1]["scenario"]
    )
    assert not {scenario: count for scenario, count in leaning.items() if count > MOST}


# ---- a carrier that is taken away is missed -------------------------------------------------------------------------

_RULES = (".rules.yaml", ".table.csv", ".table.xlsx")
_MANIFESTS = ("county.yaml", "layer.yaml")


@cache
def county(locality: str) -> County:
    """The county of a locality as it is installed."""
    return load_county(_code(package(locality)))


def _code(root: Path) -> str:
    manifest = YAML(typ="safe").load(root / "county.yaml")
    return str(manifest.get("adcode") or manifest["代码"])


@cache
def scenario(path: Path, name: str) -> Scenario:
    """One scenario of a file."""
    faults: list[Fault] = []
    found = [one for one in read_scenarios(path, path.name, faults) if one.name == name]
    assert (faults, len(found)) == ([], 1)
    return found[0]


def taken(locality: str, row: dict[str, str], copy: Path) -> County:
    """The county without what carries the mechanism: rules of its number or those named, entries named, or the file.

    ``PolicyError`` where nothing is left to load.
    """
    path, _, named = row["carried_by"].partition("#")
    root = package(locality)
    if path.endswith(_RULES):
        whole = f"/{carrier(locality, path).as_posix()}"
        of_file = [rule for rule in county(locality).policy.rules if whole.endswith(f"/{rule.home[0]}")]
        mark = named or row["id"]
        ours = [rule for rule in of_file if mark in rule.id] or (of_file if not named else [])
        assert ours, f"{row['id']}: nothing in {path} is called {named}"
        return without(county(locality), lambda rule: any(rule is one for one in ours))
    file = carrier(locality, path)
    home = next(folder for folder in file.parents if any((folder / one).is_file() for one in _MANIFESTS))
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns("__pycache__"))
    if named:
        _drop(copy / file.relative_to(home), named)
    else:
        (copy / file.relative_to(home)).unlink()
    return load_county(_code(root), build_manager(), None, [copy])


def _drop(path: Path, named: str) -> None:
    """Takes the rows or entries out of a file that have ``named`` in one of their cells."""
    if path.suffix == ".csv":
        head, *lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        kept = [line for line in lines if named not in next(csv.reader([line]))]
        assert len(kept) < len(lines), f"{path.name} has no row “{named}”"
        path.write_text("".join([head, *kept]), encoding="utf-8")
        return
    yaml = YAML(typ="safe", pure=True)
    written = yaml.load(path)
    dropped = 0
    for key, entries in written.items():
        if isinstance(entries, list):
            kept_entries = [one for one in entries if not (isinstance(one, dict) and named in one.values())]
            dropped += len(entries) - len(kept_entries)
            written[key] = kept_entries
        elif isinstance(entries, dict) and entries.pop(named, None) is not None:  # a parameter of a manifest
            dropped += 1
    assert dropped, f"{path.name} has no entry “{named}”"
    with path.open("w", encoding="utf-8") as out:
        yaml.dump(written, out)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("locality", "row"),
    [
        pytest.param(*param.values, id=param.id)
        for param in CARRIED
        if (param.values[1]["kind"] != "figure" or param.values[1]["scenario"])
        and param.values[1]["carried_by"] != "rules/lifecycle.yaml"
    ],
)
def test_a_mechanism_is_missed_when_its_carrier_is_gone(locality: str, row: dict[str, str], tmp_path: Path) -> None:
    file, _, name = row["scenario"].partition("::")
    shown = scenario(carrier(locality, file), name)
    assert not isinstance(play(shown, CaseDesk(Dispatcher(county(locality), "index"))), Failed)
    try:
        left = taken(locality, row, tmp_path / package(locality).name)
    except PolicyError:
        return  # a county that does not load is missed at once
    outcome = play(shown, CaseDesk(Dispatcher(left, "index")))
    assert isinstance(outcome, Failed), f"{row['id']} is not missed by “{name}” without {row['carried_by']}"


EXAMPLES = rows(DATA / "t.csv")


def test_every_worked_example_is_shown() -> None:
    assert sorted({row["id"] for row in EXAMPLES}) == [f"T{number:02}" for number in range(1, 63)]
    assert [row for row, times in Counter((row["id"], row["shown_by"]) for row in EXAMPLES).items() if times > 1] == []


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['id']}-{n}") for n, row in enumerate(EXAMPLES)])
def test_what_shows_a_worked_example_is_there(row: dict[str, str]) -> None:
    file, _, name = row["shown_by"].partition("::")
    path = ROOT / file
    assert path.is_file(), f"{row['id']}: there is no {file}"
    if path.suffix == ".py":
        assert f"def {name}(" in path.read_text(encoding="utf-8"), f"{row['id']}: {file} has no test {name}"
        return
    assert name in scenarios(path), f"{row['id']}: {file} has no scenario “{name}”"
