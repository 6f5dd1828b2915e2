"""Every mechanism of the eight localities is carried by data and shown by a scenario, or is a figure with its source.

``tests/data/mechanisms/ids.csv`` names all of them; one file a locality says what carries each: a file of the plugin
(or of ``rules/``), and the scenario that shows it. Figures are rows of the county's facts.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

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
    """The file that ``path`` means: of the county's plugin, or of the project."""
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
def test_no_mechanism_is_carried_twice_or_unknown(prefix: str) -> None:
    path = DATA / f"{LOCALITIES[prefix][0]}.csv"
    named = Counter(row["id"] for row in rows(path)) if path.is_file() else Counter[str]()
    assert not [one for one, count in named.items() if count > 1 or one not in IDS or not one.startswith(prefix)]


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
