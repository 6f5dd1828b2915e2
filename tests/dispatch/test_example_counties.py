"""The examples of the further counties against what a careful clerk expects of each of them.

Written as those of ``test_examples.py``: ``|`` separates what is as good, ``-`` is none, ``*`` is not asked.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.territory.forms import DIVISIONS

from gridroute import County, Decision, Dispatcher, load_county
from gridroute.adapters import Row, parse_issue, read_rows
from gridroute.plugins import build_manager, counties, installed_layers

ROOT = Path(__file__).parents[2]
EXPECTED = sorted(
    path
    for path in (ROOT / "tests/data").glob("*_expected.csv")
    if path.name != "sishui_expected.csv" and (ROOT / "examples" / path.name.partition("_")[0]).is_dir()
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everyone(made: Decision) -> set[str]:
    """All bodies that the decision gives anything to do or know."""
    bodies = [made.responsible, made.first_receiver, *made.supports, *made.notify]
    bodies += [one.obligor for one in made.obligations] + ([made.lead] if made.lead else [])
    return {body.name for body in bodies}


def decided(county: County) -> dict[str, Decision]:
    desk, made = Dispatcher(county), {}
    for row in read_rows(ROOT / "examples" / county.policy.county.pinyin / "issues.csv"):
        assert isinstance(row, Row), row
        issue = parse_issue(row.data, county.policy.vocabulary, row.from_text)
        made[issue.id] = desk.route(issue, issue.received_at)
    return made


def installed(pinyin: str) -> County:
    """The county, if its plugin is installed."""
    if not any(layer.pinyin == pinyin for layer in counties(installed_layers(build_manager(), []))):
        pytest.skip(f"gridroute-{pinyin} is not installed")
    return load_county(pinyin)


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_a_county_loads_and_routes_its_first_example(path: Path) -> None:
    """The short test of each county; the others are slow."""
    county = installed(path.name.partition("_")[0])
    source = DIVISIONS / f"divisions_{county.adcode}.csv"
    ours = county.policy.county.root / "territory/divisions.csv"
    if source.is_file():  # the project can be tested without it
        assert ours.read_text(encoding="utf-8") == source.read_text(encoding="utf-8")
    assert {grid.community for grid in county.territory.grids.values()} <= set(county.territory.places)
    first = next(read_rows(ROOT / "examples" / county.policy.county.pinyin / "issues.csv"))
    assert isinstance(first, Row)
    issue = parse_issue(first.data, county.policy.vocabulary, first.from_text)
    made = Dispatcher(county, "index").route(issue, issue.received_at)
    expected = rows(path)[0]
    assert made.lead is not None
    assert made.lead.name in expected["lead"].split("|")
    assert made.grid.community_code == expected["place"]


@pytest.mark.slow
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_the_examples_go_where_a_clerk_would_send_them(path: Path) -> None:
    made, expected = decided(installed(path.name.partition("_")[0])), rows(path)
    assert len(expected) >= 40
    assert {row["id"] for row in expected} == set(made)
    wrong: list[tuple[str, ...]] = []
    led_astray: list[tuple[str, str, str]] = []
    for row in expected:
        one = made[row["id"]]
        lead = one.lead.name if one.lead else "-"
        place = str(one.grid.community_code) if one.grid.status == "certain" else one.grid.status
        whistle = one.whistle.kind if one.whistle else "-"
        if row["lead"] != "*" and lead not in row["lead"].split("|"):
            led_astray.append((row["id"], lead, row["lead"]))
        if place != row["place"]:
            wrong.append((row["id"], "place", place, row["place"]))
        if whistle not in row["whistle"].split("|"):
            wrong.append((row["id"], "whistle", whistle, row["whistle"]))
        if row["never"] and row["never"] in everyone(one):
            wrong.append((row["id"], "never", row["never"], ""))
    assert wrong == []
    assert len(led_astray) / len(expected) <= 0.05, led_astray
