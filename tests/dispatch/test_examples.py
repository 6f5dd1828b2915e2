"""The examples of the county against what a careful clerk expects of each of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gridroute import County, Decision, Dispatcher
from gridroute.adapters import Row, parse_issue, read_rows

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def decisions(sishui: County) -> dict[str, Decision]:
    made = {}
    for row in read_rows(ROOT / "examples/sishui/issues.csv"):
        assert isinstance(row, Row), row
        issue = parse_issue(row.data, sishui.policy.vocabulary, row.from_text)
        made[issue.id] = Dispatcher(sishui).route(issue, issue.received_at)
    return made


@pytest.fixture(scope="module")
def expected() -> list[dict[str, str]]:
    with (ROOT / "tests/data/sishui_expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_enough_varied_examples(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    assert len(decisions) >= 120
    assert {row["id"] for row in expected} == set(decisions)
    assert len({one.grid.township for one in decisions.values()} - {None}) == 13
    assert len({one.category for one in decisions.values()}) >= 60


def test_every_place_is_right(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    def place(made: Decision) -> str:
        return str(made.grid.community_code) if made.grid.status == "certain" else made.grid.status

    wrong = [(row["id"], place(decisions[row["id"]]), row["place"]) for row in expected]
    assert [one for one in wrong if one[1] != one[2]] == []


def test_no_lead_is_named_that_a_clerk_would_send_back(
    decisions: dict[str, Decision], expected: list[dict[str, str]]
) -> None:
    """A named lead is right, or nobody is named: four in five are right, and few are sent astray."""
    right = astray = 0
    for row in expected:
        lead = decisions[row["id"]].lead
        allowed = row["lead"].split("|")
        right += (lead.name if lead else "-") in allowed
        astray += lead is not None and lead.name not in allowed
    assert right / len(expected) >= 0.8, right
    assert astray / len(expected) <= 0.12, astray


def test_every_emergency_is_seen(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    urgent = [row["id"] for row in expected if "emergency" in row["note"] and "no emergency" not in row["note"]]
    assert urgent
    assert [one for one in urgent if decisions[one].urgency != "emergency"] == []
    assert [one for one in urgent if decisions[one].lead is None] == []
