"""The examples of the county against what a careful clerk expects of each of them.

The expectations were written from the sources before the router saw the issues. ``|`` separates what is as good,
``+`` what must all be there, ``-`` is none. ``reason`` says why an expectation was changed afterwards.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gridroute import County, Decision, Dispatcher
from gridroute.adapters import Row, parse_issue, read_rows

ROOT = Path(__file__).parents[2]
#: The first of these that is owed is what the day of an expectation means.
ACTS = (
    "handle", "answer", "adjudicate", "designate", "locate", "return_notice", "written_explanation", "hand_over",
)  # fmt: skip


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


def lead_of(made: Decision) -> str:
    return made.lead.name if made.lead else "-"


def everyone(made: Decision) -> set[str]:
    """All bodies that the decision gives anything to do or know."""
    bodies = [
        made.responsible,
        made.first_receiver,
        *made.supports,
        *made.notify,
        *(o.obligor for o in made.obligations),
    ]
    bodies += [one for one in (made.lead, made.holder, made.resolver, made.signatory, made.party_lead) if one]
    if made.whistle:
        bodies += [made.whistle.blower, *made.whistle.required, *made.whistle.invited]
    return {body.name for body in bodies}


def due_of(made: Decision) -> str:
    for act in ACTS:
        days = [one.due_on for one in made.obligations if one.act == act]
        if days:
            return str(min(days))
    return "-"


def test_enough_varied_examples(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    assert len(decisions) >= 300
    assert {row["id"] for row in expected} == set(decisions)
    assert len({one.grid.township for one in decisions.values()} - {None}) == 13
    assert len({one.category for one in decisions.values()}) >= 60
    assert len([row for row in expected if row["nasty"]]) >= 60
    assert len({row["nasty"] for row in expected}) >= 15


def test_every_place_is_right(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    def place(made: Decision) -> str:
        return str(made.grid.community_code) if made.grid.status == "certain" else made.grid.status

    wrong = [(row["id"], place(decisions[row["id"]]), row["place"]) for row in expected]
    assert [one for one in wrong if one[1] != one[2]] == []


def test_no_lead_is_named_that_a_clerk_would_send_back(
    decisions: dict[str, Decision], expected: list[dict[str, str]]
) -> None:
    """A named lead is right, or nobody is named: nineteen in twenty are right, and very few are sent astray."""
    wrong = [row for row in expected if lead_of(decisions[row["id"]]) not in row["lead"].split("|")]
    astray = [row["id"] for row in wrong if decisions[row["id"]].lead is not None]
    assert len(wrong) / len(expected) <= 0.05, [row["id"] for row in wrong]
    assert len(astray) / len(expected) <= 0.03, astray


def test_where_the_lead_is_right_so_is_all_else(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    """Who supports, whether a whistle is blown, and the day it is due."""
    wrong = []
    for row in expected:
        made = decisions[row["id"]]
        if lead_of(made) not in row["lead"].split("|"):
            continue
        missing = set(filter(None, row["supports"].split("+"))) - everyone(made)
        whistle = made.whistle.kind if made.whistle else "-"
        if missing or whistle not in row["whistle"].split("|") or due_of(made) not in row["due"].split("|"):
            wrong.append((row["id"], missing, whistle, due_of(made)))
    assert wrong == []


def test_the_body_complained_about_is_nowhere(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    told = [row["id"] for row in expected if row["never"] and row["never"] in everyone(decisions[row["id"]])]
    assert told == []


def test_every_emergency_is_seen(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    urgent = [row["id"] for row in expected if row["whistle"] == "emergency"]
    assert len(urgent) >= 30
    assert [one for one in urgent if decisions[one].urgency != "emergency"] == []
    assert [one for one in urgent if decisions[one].lead is None] == []


def test_no_emergency_is_made_of_what_is_none(decisions: dict[str, Decision], expected: list[dict[str, str]]) -> None:
    calm = [row["id"] for row in expected if "emergency" not in row["whistle"]]
    assert [one for one in calm if decisions[one].urgency == "emergency"] == []
