"""I1 to I40 hold over random histories, and each check is seen to fail once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from hypothesis.stateful import invariant as after_each
from tests.casework.invariants import INVARIANTS, Invariant
from tests.casework.story import ROAD, at
from tests.casework.world import Move, World

from gridroute import Dispatcher, load_county
from gridroute.casework import Actor, Answer, Attempt, CaseDesk, CaseEvent, Refusal, view
from gridroute.casework.event import OpenDuty
from gridroute.errors import Bilingual
from gridroute.model import Duration, Obligation, Unit

#: Other parameters that a county might set.
OTHER = {
    "重办上限": "0",
    "重办督办起点": "0",
    "延期次数": "1",
    "延期总长": "2",
    "回访次数": "4",
    "异议窗口": "1 workdays",
}
FUZZ = os.environ.get("HYPOTHESIS_PROFILE") == "fuzz"


@lru_cache(maxsize=2)
def a_desk(other: bool) -> CaseDesk:
    return CaseDesk(Dispatcher(load_county("sishui", trying=OTHER if other else None), "index"))


class Casework(RuleBasedStateMachine):
    """A few cases; each step one thing happens, drawn by a number."""

    @initialize(seed=st.integers(0, 10**9), other=st.booleans())
    def begin(self, seed: int, other: bool) -> None:
        self.world = World(a_desk(other), seed)

    @rule(seed=st.integers(0, 10**9))
    def something_happens(self, seed: int) -> None:
        self.world.rng.seed(seed)
        self.world.thorough = seed % 8 == 0
        for history in self.world.histories:
            history.rng.seed(seed)
        self.world.one()

    @after_each()
    def all_hold(self) -> None:
        if hasattr(self, "world"):
            for one in INVARIANTS:
                one.check(self.world)


TestLawInvariants = Casework.TestCase
TestLawInvariants.settings = settings(
    max_examples=1_000 if FUZZ else 6, stateful_step_count=50 if FUZZ else 15, deadline=None
)


# ---- each check is seen to fail ------------------------------------------------------------------------

Plant = Callable[[World], None]


def set_case(world: World, **changes: Any) -> None:
    case = world.touched.case.model_copy(update=changes)
    world.touched.answer = Answer(case, world.touched.answer.events)


def duty(world: World, **changes: Any) -> OpenDuty:
    """An open duty of the lead, altered."""
    one = next(one for one in world.touched.case.duties if one.duty.act == "handle")
    own = {name: value for name, value in changes.items() if name in Obligation.model_fields}
    rest = {name: value for name, value in changes.items() if name not in own}
    return one.model_copy(update={"duty": one.duty.model_copy(update=own), **rest})


def move(
    world: World, kind: str, by: str = "x", before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
    role: str = "lead", **said: Any,
) -> None:  # fmt: skip
    case = world.touched.case
    event = CaseEvent(case=case.id, seq=99, type=kind, at=case.at, by=Actor(body=by), role=role, said=said)
    world.moves = [
        Move(case.model_copy(update=before or {}), event, case.model_copy(update=(before or {}) | (after or {})))
    ]


def refuse_without_reason(world: World) -> None:
    world.step = replace(world.step, answer=Answer(world.touched.case, (), Refusal("guard", Bilingual("", ""))))


def another_answer(world: World) -> None:
    case = world.touched.case
    attempt = Attempt(type="accept", at=case.at, by=Actor(body=str(case.lead)))
    world.step = replace(world.step, before=case, answer=Answer(case), attempt=attempt)


def told_it_is_closed(world: World) -> None:
    """The resident is told that a case is closed which a department sent back."""

    def hasty(case: Any, viewer: Actor, county: Any) -> Any:
        shown = view(case, viewer, county)
        return shown.model_copy(update={"state": "closed"}) if shown and case.state == "objected" else shown

    set_case(world, state="objected")
    world.view = hasty


def member_left_behind(world: World) -> None:
    master, member = world.histories[:2]
    master.answer = Answer(master.case.model_copy(update={"state": "closed", "members": (member.case.id,)}))
    member.answer = Answer(member.case.model_copy(update={"state": "merged", "master": master.case.id}))


def another_policy(world: World) -> None:
    set_case(world, policy="another")


def lost_by_a_plugin(world: World) -> None:
    world.touched.steps[0] = replace(
        world.touched.steps[0], answer=Answer(world.touched.case.model_copy(update={"state": "lost"}))
    )


def a_second_number(world: World) -> None:
    first = world.touched.log[0]
    world.touched.log[0] = first.model_copy(update={"at": first.at - timedelta(hours=1)})


def loosened(world: World) -> None:
    policy = world.desk.dispatcher.county.policy
    window = policy.parameters["异议窗口"]
    assert isinstance(window.value, Duration)
    longer = replace(window, value=replace(window.value, amount=9))
    county = replace(
        world.desk.dispatcher.county, policy=replace(policy, parameters={**policy.parameters, "异议窗口": longer})
    )
    world.desk = CaseDesk(Dispatcher(county, "index"))


def swallowed(world: World) -> None:
    """A dispatcher that takes the calls of a pest for nothing."""

    class Deaf(Dispatcher):
        def route(self, issue: Any, at: Any, hints: Any = None) -> Any:
            made = Dispatcher.route(self, issue, at)
            return made.model_copy(update={"urgency": "normal"}) if issue.hoax_calls_month else made

    world.touched.issue = world.touched.issue.model_copy(update={"text": "我要跳楼", "category": None})
    world.desk = CaseDesk(Deaf(world.desk.dispatcher.county, "index"))


PLANTS: dict[str, Plant] = {
    "I1": lambda w: set_case(w, state="nowhere"),
    "I2": lambda w: set_case(w, responsible="nobody"),
    "I3": lambda w: set_case(w, supports=(w.touched.case.lead,)),
    "I4": lambda w: set_case(w, community="000000000000"),
    "I5": member_left_behind,
    "I6": lambda w: set_case(w, issue=w.touched.issue.model_copy(update={"text": "改过的原文"})),
    "I7": lambda w: set_case(w, duties=()),
    "I8": lambda w: move(w, "reassign", after={"duties": (duty(w, due_at=w.touched.case.at + timedelta(days=99)),)}),
    "I9": lambda w: move(w, "accept", after={"duties": (duty(w, due_at=w.touched.case.at + timedelta(days=99)),)}),
    "I10": lambda w: set_case(w, duties=(duty(w, unit=Unit.CLOCK_HOURS, amount=1),)),
    "I11": lambda w: move(w, "extend", role="intake_center", reason="x", told=False),
    "I12": lambda w: move(w, "satisfied", after={"state": "closed"}, reached=True, resolved=False, satisfied=True),
    "I13": lambda w: set_case(w, closed_by="reply"),
    "I14": lambda w: move(w, "reply", by=str(w.touched.case.lead), before={"supports": ("a",), "reported": ()}),
    "I15": lambda w: move(w, "satisfied", by=str(w.touched.case.lead)),
    "I16": told_it_is_closed,
    "I17": lambda w: move(w, "escalate", after={"state": "awaiting_meeting", "triggers": ()}),
    "I18": lambda w: move(w, "unsatisfied", before={"redo_count": 2}, after={"redo_count": 1}),
    "I19": lambda w: set_case(w, objections=("a", "a")),
    "I20": lambda w: set_case(w, state="adjudicating", adjudicator=None),
    "I21": lambda w: move(w, "reassign", before={"led": ("a",)}, after={"lead": "a"}),
    "I22": lambda w: set_case(w, state="adjudicating", responsible=w.touched.case.lead),
    "I23": lambda w: move(w, "designate", after={"lead": w.touched.case.community}),
    "I24": lambda w: set_case(
        w, duties=(duty(w, role="support", obligor=ref(w, w.touched.case.township), charged=w.touched.case.township),)
    ),
    "I25": lambda w: abolish(w),
    "I26": lambda w: move(w, "check_in", by=str(w.touched.case.lead)),
    "I27": loosened,
    "I28": lambda w: tell_the_subject(w),
    "I29": lambda w: set_case(w, subjects=(w.touched.case.lead,)),
    "I30": lambda w: leak(w),
    "I32": swallowed,
    "I33": another_answer,
    "I34": refuse_without_reason,
    "I35": another_policy,
    "I36": lambda w: set_case(w, urges=7),
    "I37": lost_by_a_plugin,
    "I38": lambda w: set_case(w, opened_at=w.touched.case.opened_at.replace(tzinfo=None)),
    "I39": a_second_number,
    "I40": lambda w: move(w, "supplement", before={"urgency": "emergency"}, after={"urgency": "normal"}),
}  # fmt: skip


def ref(world: World, body: str | None) -> Any:
    return world.desk.dispatcher.county.bodies.by_id[str(body)].ref


def abolish(world: World) -> None:
    """The lead is abolished, has a successor, and still owes."""
    county, lead = world.desk.dispatcher.county, str(world.touched.case.lead)
    bodies = county.bodies
    heir = next(one for one in bodies.by_id if one != lead)
    old = bodies.by_id[lead].model_copy(update={"valid_to": (at("2020-01-01T00:00")).date(), "successors": (heir,)})
    changed = replace(
        bodies, by_id={**bodies.by_id, lead: old}, _names=None, _at_place=None, _functions=None, _services=None
    )
    world.desk = CaseDesk(Dispatcher(replace(county, policy=replace(county.policy, bodies=changed)), "index"))


def tell_the_subject(world: World) -> None:
    case = world.touched.case
    move(world, "supplement", before={"subjects": ("s",)})
    (one,) = world.moves
    world.moves = [replace(one, event=one.event.model_copy(update={"notify": (ref(world, case.lead),)}))]
    set_case(world, subjects=(case.lead,), lead=None)


def leak(world: World) -> None:
    """A number of a document stands where the view does not look for one."""
    set_case(world, level="370831198001011234")


def plain_world(desk: CaseDesk) -> World:
    """One ordinary case, dispatched; with it every check holds."""
    from gridroute import Issue

    world = World(desk, 7, cases=2)
    first = world.histories[0]
    first.issue = Issue.model_validate({"id": "P1", "received_at": at("2026-03-02T09:00"), "channel": "12345", **ROAD})
    first.now = at("2026-03-02T09:00")
    first.answer = desk.open(first.issue, first.now)
    first.log, first.steps = (
        [*first.answer.events],
        [replace(first.steps[0], before=first.answer.case, answer=first.answer)],
    )
    first.steps[0] = replace(first.steps[0], now=first.now, attempt=None)
    world.touched, world.step = first, first.steps[0]
    from tests.casework.world import moves_of

    world.moves = moves_of(None, first.log)
    return world


@pytest.mark.parametrize("one", INVARIANTS, ids=[one.name for one in INVARIANTS])
def test_each_check_holds_of_a_plain_case_and_fails_of_a_planted_fault(desk: CaseDesk, one: Invariant) -> None:
    world = plain_world(desk)
    one.check(world)
    PLANTS[one.name](world)
    with pytest.raises(AssertionError):
        one.check(world)


#: Faults that a check once let pass.
MISSED: list[tuple[str, Plant]] = [
    ("I12", lambda w: move(w, "lawful_exit", after={"state": "closed"}, exit_way="final_reply", reply_lawful=True,
                           evidence=["x"], approvers=["a", "b"])),
    ("I14", lambda w: move(w, "reply", by=str(w.touched.case.lead), before={"required": ("r",), "duties": (
        duty(w, act="opinion", obligor=ref(w, w.touched.case.lead).model_copy(update={"id": "r"})),)})),
    ("I17", lambda w: move(w, "escalate", after={"state": "awaiting_meeting", "triggers": ("x",)}, trigger="x")),
    ("I17", lambda w: move(w, "skip_level", before={"urgency": "normal"}, skip_reason="emergency")),
    ("I21", lambda w: move(w, "reassign", before={"led": ("a", "b")}, after={"lead": "c"})),
    ("I21", lambda w: move(w, "reassign", before={"designated": True}, after={"lead": "c"})),
    ("I23", lambda w: move(w, "reassign", after={"lead": w.desk.dispatcher.county.bodies.with_function("妇女儿童权益")[0].id})),
    ("I21", lambda w: move(w, "transfer", from_body=str(w.touched.case.lead), to="x")),
    ("I4", lambda w: move(w, "new_officer", by="system", before={"officer": "a"}, after={"officer": "a"})),
    ("I4", lambda w: move(w, "new_officer", by="slzx", before={"officer": "a"}, after={"officer": "b"})),
    ("I4", lambda w: move(w, "new_officer", by="system", before={"officer": "a"}, after={"officer": "b", "lead": "x"})),
    ("I26", lambda w: move(w, "reply", by=str(w.touched.case.lead), before={"duties": (duty(w, act="opinion"),)},
                           after={"duties": (duty(w, act="opinion", status="fulfilled"),)}, evidence=[])),
]  # fmt: skip


@pytest.mark.parametrize(("name", "plant"), MISSED, ids=[one[0] for one in MISSED])
def test_what_a_check_once_let_pass_fails_now(desk: CaseDesk, name: str, plant: Plant) -> None:
    world = plain_world(desk)
    plant(world)
    (one,) = [each for each in INVARIANTS if each.name == name]
    with pytest.raises(AssertionError):
        one.check(world)


def test_every_invariant_has_its_check() -> None:
    """I1 to I40 but I31, whose index follows."""
    assert [one.name for one in INVARIANTS] == [f"I{number}" for number in range(1, 41) if number != 31]
    assert set(PLANTS) == {one.name for one in INVARIANTS}
