"""The same issues in every place: what is said of them side by side, and that every difference has its reason."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from gridroute import County, Dispatcher, Issue
from gridroute.adapters import Row, parse_issue, read_rows
from gridroute.assurance.comparison import ASPECTS, Answer, Comparison, Locality, localities, why_counted
from gridroute.assurance.sidebyside import page, records, summary, table
from gridroute.dispatch import load_county
from gridroute.errors import IssueError
from gridroute.plugins import build_manager, counties, installed_layers

EVERYWHERE = Path(__file__).resolve().parents[2] / "examples" / "everywhere" / "issues.csv"
AT = "2026-03-02T09:00:00+08:00"


def answers(places: list[Locality], engines: dict[str, Dispatcher], data: dict[str, object]) -> Comparison:
    made, absent = [], []
    for place in places:
        filled = place.filled(data)
        if filled is None:
            absent.append(place)
            continue
        issue: Issue = parse_issue(filled, place.county.policy.vocabulary, True)
        made.append(Answer(place, engines[place.county.adcode].route(issue, issue.received_at)))
    return Comparison(str(data["id"]), str(data["text"]), made, absent)


@pytest.mark.parametrize(
    ("address", "filled"),
    [
        ("{社区}", "泗河街道仲子社区"),
        ("{社区}3号楼和{社区}", "泗河街道仲子社区3号楼和泗河街道仲子社区"),
        ("{镇街}政府门口", "泗河街道政府门口"),
        ("没有写", "没有写"),
    ],
)
def test_a_blank_becomes_a_real_place(sishui: County, address: str, filled: str) -> None:
    (place,) = localities(sishui)
    assert place.filled({"address": address, "affected_households": 3}) == {"address": filled, "affected_households": 3}


def test_a_village_is_a_village(sishui: County) -> None:
    village = localities(sishui)[0].place("村")
    assert village is not None
    assert sishui.bodies.by_id[village.code].kind == "village_committee"


def test_an_unknown_blank_is_told(sishui: County) -> None:
    with pytest.raises(IssueError, match="小区"):
        localities(sishui)[0].filled({"address": "{小区}"})


def test_what_one_place_alone_says_is_told_with_its_rule(sishui: County) -> None:
    """The same answer twice is the same; another deadline by a rule of the county is a difference by that rule."""
    (place,) = localities(sishui)
    engine = Dispatcher(sishui)
    issue = Issue.model_validate(
        {"id": "1", "received_at": AT, "text": "路灯不亮", "address": "泗河街道仲子社区", "channel": "12345"}
    )
    made = engine.route(issue, datetime.fromisoformat(AT))
    bare = made.model_copy(
        update={
            "trace": tuple(one for one in made.trace if one.layer == "national"),
            "obligations": tuple(
                one.model_copy(update={"due_at": one.due_at.replace(day=28), "rule": "core-D-ordinary"})
                for one in made.obligations
            ),
        }
    )
    same = Comparison("1", "路灯不亮", [Answer(place, made), Answer(place, made)])
    assert not any(map(same.differs, ASPECTS))
    assert why_counted([same])["due"] == {"same": 1}
    other = Comparison("1", "路灯不亮", [Answer(place, bare), Answer(place, bare), Answer(place, made)])
    assert not other.differs("lead")
    why, rules = other.why("due", other.answers[2])
    assert why == "rule"
    assert {layer for _, layer in rules} == {"泗水县"}
    (record,) = records([other])
    assert record["differs"] == ["due"]
    for lang, words in (("zh", "时限"), ("en", "due")):
        lines = [*table([other], lang), *summary(why_counted([other]), 1, lang)]
        assert sum(words in line for line in lines) == 3
        assert "泗水县" in page([other], why_counted([other]), 1, [place], lang)


@pytest.mark.slow
def test_every_difference_has_its_reason() -> None:
    """On 200 issues in every installed county, and in every street with a layer of its own."""
    manager = build_manager()
    loaded = [load_county(one.adcode, manager) for one in counties(installed_layers(manager, []))]
    places = [place for county in loaded for place in localities(county)]
    engines = {county.adcode: Dispatcher(county, "index") for county in loaded}
    rows = [row for row in read_rows(EVERYWHERE) if isinstance(row, Row)]
    assert len(rows) == 200
    categories = set()
    for row in rows:
        compared = answers(places, engines, row.data)
        assert len(compared.answers) + len(compared.absent) == len(places)
        for answer in compared.answers:
            made = answer.decision
            where = (made.issue, answer.locality.name)
            assert made.responsible.name, where
            assert made.grid.status == "certain", where
            assert answer.duty is not None, where
            assert not answer.duty.provisional or made.warnings, where
            categories.add((made.category or "").split("/")[0])
            for aspect in ASPECTS:
                why, rules = compared.why(aspect, answer)
                assert why != "unexplained", (*where, aspect)
                if why == "rule":
                    assert rules, (*where, aspect)
                if why == "body":
                    assert aspect != "due", where
                    nation = {one.rule for one in answer.said[aspect].rules}
                    assert nation == {one.rule for one in compared.common(aspect).said[aspect].rules}, (*where, aspect)
                    known = answer.locality.county.bodies.by_id
                    assert made.lead is None or made.lead.id in known, where
        # where no layer below the nation speaks, the nation's rules are the same and say the same
        bare = [one for one in compared.answers if not one.lower]
        assert len({one.said["due"].value for one in bare}) <= 1, compared.issue
        assert len({one.decision.category for one in compared.answers}) == 1, compared.issue
        leads = {tuple(rule.rule for rule in one.said["lead"].rules) for one in bare if one.decision.lead}
        assert len(leads) <= 1, compared.issue
    assert len(categories - {""}) >= 18
