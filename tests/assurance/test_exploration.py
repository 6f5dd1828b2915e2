"""Broken life cycles and refusals that trap a case are found, each with its kind, its state and its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.casework.histories import History
from tests.support import DATA

from gridroute import County, Dispatcher
from gridroute.assurance import course as course_module
from gridroute.assurance.course import MOST, Course, Spot
from gridroute.assurance.exploration import KINDS, Explored, explore_one
from gridroute.casework import Case, CaseDesk
from gridroute.casework.case import applied
from gridroute.errors import Fault
from gridroute.policy.closing import guards_of
from gridroute.policy.condition import All, AnyOf, Condition, Not, Op
from gridroute.policy.condition import Test as Asked
from gridroute.policy.document import parse_document
from gridroute.policy.lifecycle import Lifecycle, read_lifecycle
from gridroute.policy.policy import Policy
from gridroute.policy.rule import Rule

NATIONAL = (DATA.parents[1] / "rules" / "lifecycle.yaml").read_text(encoding="utf-8")
#: What is changed in the national life cycle, and the finding: kind, state, and the event or state that is blamed.
BROKEN: list[tuple[str, str, tuple[str, str, str]]] = [
    (
        "timer: {fires: window_elapsed, param: 异议窗口}",
        "timer: {fires: restart_due, param: 异议窗口}",
        ("timer", "dispatched", "restart_due"),
    ),
    (
        "t16, from: [grid_handling, dispatched, in_progress], to: whistled",
        "t16, from: [grid_handling, dispatched, in_progress], to: joint_handling",
        ("unreachable", "whistled", "whistled"),
    ),
    (
        "I5, from: [merged], to: callback",
        "I5, from: [replied], to: callback",
        ("dead_end", "merged", "merged"),
    ),
    ("from: [redo], to: awaiting_meeting", "from: [redo], to: redo", ("at_once", "redo", "redo_exceeded")),
    (
        "from: [redo], to: awaiting_meeting, by: [system]",
        "from: [replied], to: awaiting_meeting, by: [system]",
        ("redo", "redo", "restart"),
    ),
    ("from: [in_progress, executing, awaiting_meeting], to: listed", "from: [in_progress], to: listed", ()),  # harmless
    (
        "from: [awaiting_meeting], to: listed, by: [system], unrefusable: true",
        "from: [awaiting_meeting], to: executing, by: [system], unrefusable: true",
        ("time_loop", "executing", "overdue"),
    ),
    (
        "from: [dispatched, objected], to: adjudicating, by: [system], unrefusable",
        "from: [dispatched, objected], to: adjudicating, by: [system, intake_center], unrefusable",
        ("dispute", "dispatched", "escalate_dispute"),
    ),
    (
        "C4, from: [awaiting_meeting], to: same, by: [system], unrefusable: true",
        "C4, from: [awaiting_meeting], to: same, by: [system]",
        ("timer", "awaiting_meeting", "level_overdue"),
    ),
    (
        "C4, from: [awaiting_meeting], to: same, by: [system], unrefusable: true",
        "C4, from: [awaiting_meeting], to: same, by: [system]",
        ("no_way_out", "awaiting_meeting", "awaiting_meeting"),
    ),
    (
        "t24, from: [grid_handling, in_progress, joint_handling, executing], to: replied",
        "t24, from: [grid_handling], to: replied",
        ("livelock", "executing", "executing"),
    ),
]


def life_with(old: str, new: str) -> Lifecycle:
    assert NATIONAL.count(old) == 1, old
    faults: list[Fault] = []
    return read_lifecycle(parse_document(NATIONAL.replace(old, new), "lifecycle.yaml", faults), faults)


def explored(policy: Policy, life: Lifecycle | None = None, guards: Sequence[Rule] = ()) -> Explored:
    """One ladder of the county, with guards added to its own."""
    course = Course(
        life or policy.lifecycle,
        [*guards_of(policy.rules), *guards],
        policy.vocabulary.fields,
        policy.ladders["party_building"],
        2,
    )
    return explore_one(course)


def guard(name: str, *conditions: Condition) -> Rule:
    return Rule(
        name, "试", "assumed", "event", All(conditions), {"event": {"refuse": "不"}}, "县", 3, ("county.rules.yaml", 7)
    )


def event(*names: str) -> Condition:
    return Asked("event", Op.ONE_OF, names)


def state(name: str) -> Condition:
    return Asked("state", Op.EQUALS, name)


def test_the_national_life_cycle_with_the_refusals_of_the_county_is_sound(sishui: County) -> None:
    seen = explored(sishui.policy)
    assert [finding.fault.text("zh") for finding in seen.findings] == []
    assert seen.states == len(sishui.policy.lifecycle.states)


@pytest.mark.parametrize(
    ("old", "new", "wanted"), BROKEN, ids=[f"{w[0] if w else 'harmless'}-{n}" for n, (_, _, w) in enumerate(BROKEN)]
)
def test_a_broken_life_cycle_is_found(sishui: County, old: str, new: str, wanted: tuple[str, ...]) -> None:
    findings = explored(sishui.policy, life_with(old, new)).findings
    found = {(one.kind, one.state, one.fault.rule) for one in findings}
    if not wanted:
        assert found == set()
        return
    assert wanted in found, found
    assert all(one.fault.file == "lifecycle.yaml" and one.fault.line > 1 for one in findings)


@pytest.mark.parametrize(
    ("rules", "kind", "where", "blamed"),
    [
        # once redone it can be neither replied to nor listed: it climbs and is carried out for ever
        (
            [guard("r1", event("reply"), Asked("redo_count", Op.AT_LEAST, 1))],
            "livelock",
            "executing",
            ("r1",),
        ),
        # both ways out of a callback that has failed before
        (
            [
                guard(
                    "r1",
                    event("satisfied", "lawful_exit"),
                    Asked("redo_count", Op.AT_LEAST, 1),
                    Asked("sunk", Op.EQUALS, True),
                ),
                guard(
                    "r2",
                    event("satisfied", "lawful_exit"),
                    Not(Asked("sunk", Op.EQUALS, True)),
                    Asked("redo_count", Op.AT_LEAST, 1),
                ),
            ],
            "livelock",
            "callback",
            ("r1", "r2"),
        ),
        # a state that nobody may enter
        ([guard("r1", event("blow"))], "unreachable", "whistled", ("r1",)),
        # what the nation forbids a second time, a county allows: see below for the rules that are dropped
    ],
    ids=["reply after a redo", "two together", "no whistle"],
)
def test_refusals_that_trap_a_case_are_found(
    sishui: County, rules: list[Rule], kind: str, where: str, blamed: tuple[str, ...]
) -> None:
    findings = explored(sishui.policy, guards=rules).findings
    found = next(one for one in findings if (one.kind, one.state) == (kind, where))
    assert set(blamed) <= set(found.rules)
    assert (found.fault.file, found.fault.line) == ("county.rules.yaml", 7)


def test_a_guard_with_a_gap_traps_nothing(sishui: County) -> None:
    gap = guard("r1", event("reply"), AnyOf((Asked("redo_count", Op.AT_LEAST, 1),)), Asked("sunk", Op.EQUALS, True))
    assert explored(sishui.policy, guards=[gap]).findings == ()


@pytest.mark.parametrize(
    ("dropped", "kind", "where"),
    [
        ({"core-T41", "core-T42"}, "dispute", "dispatched"),
        ({"core-C13"}, "send_down", "awaiting_meeting"),
    ],
)
def test_without_the_rules_that_bound_them_disputes_and_sending_down_go_on(
    sishui: County, dropped: set[str], kind: str, where: str
) -> None:
    policy = replace(sishui.policy, rules=tuple(rule for rule in sishui.policy.rules if rule.id not in dropped))
    assert (kind, where) in {(one.kind, one.state) for one in explored(policy).findings}


def test_a_finding_says_how_a_case_gets_there(sishui: County) -> None:
    (first, *_) = explored(sishui.policy, life_with(*BROKEN[2][:2])).findings
    assert first.way == ("triage", "merge")
    assert first.fault.text("zh").startswith("lifecycle.yaml:")
    assert "死路: “已并单”" in first.fault.text("zh")
    assert "a dead end: “merged”" in first.fault.text("en")


def test_each_kind_of_finding_is_planted_once() -> None:
    planted = {wanted[0] for _, _, wanted in BROKEN if wanted} | {"livelock", "unreachable", "dispute", "send_down"}
    assert planted | {"no_climb"} == set(KINDS)


def test_a_meeting_that_takes_up_what_it_had_before_is_found(sishui: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def same_rung(spot: Spot, course: Course) -> Spot:
        return spot._replace(rung=max(spot.rung, 0))

    monkeypatch.setitem(course_module._COUNTED, "redo_exceeded", same_rung)
    assert ("no_climb", "redo") in {(one.kind, one.state) for one in explored(sishui.policy).findings}


def spot_of(case: Case, course: Course) -> Spot:
    """Where a case stands, as it is explored; how often it was disputed, a case does not count."""
    return Spot(
        case.state,
        min(case.redo_count, course.cap + 1),
        min(len(case.objections), MOST),
        case.designated,
        0,
        min(case.adjudications, course.adjudicators) if case.state == "adjudicating" else 0,
        -1 if case.rung is None else min(case.rung, course.beyond),
        min(case.send_down_count, MOST),
    )


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 40))])
def test_what_is_explored_is_what_the_desk_does(sishui: County, seed: int) -> None:
    """Random cases on the desk take only steps that are explored, and each leads to the same state and counts."""
    desk = CaseDesk(Dispatcher(sishui, "index"))
    policy, before = sishui.policy, None
    for event in History(desk, seed).run(40).log:
        case = applied(before, event)
        if before is not None:
            ladder = policy.ladders.get(before.forum) or policy.ladders["default"]
            course = Course(policy.lifecycle, guards_of(policy.rules), policy.vocabulary.fields, ladder, 2)
            here, there = spot_of(before, course), spot_of(case, course)
            life = policy.lifecycle.events[event.type]
            made = course.after(here, life)._replace(disputes=0)
            if case.urgency in ("utility", "emergency"):  # kept by the last meeting; the model knows no urgency
                made = made._replace(rung=min(made.rung, course.beyond - 1))
            if event.type == "skip_level" or made.rung < there.rung:  # a rung without a convener is passed
                made = made._replace(rung=there.rung)
            assert made == there, (event.type, here)
            steps = {step.event for step in course.steps(here)}
            assert event.type in steps or made.state == here.state, (event.type, here, steps)
        before = case
