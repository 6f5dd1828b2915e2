"""会议议程: which matters stand before which meeting, in which order, why, and since when (C4, C9, C10, LW13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gridroute.casework.case import Case
from gridroute.casework.clock import stay_ends
from gridroute.casework.dossier import missing_papers, needed_papers
from gridroute.casework.members import Member, members_of
from gridroute.casework.resolution import needed_parts
from gridroute.casework.scene import Scene
from gridroute.casework.sitting import Sitting, next_sitting, previous_sitting
from gridroute.casework.snapshot import case_facts, overdue_workdays
from gridroute.dispatch import Dispatcher
from gridroute.dispatch.inquiry import decide
from gridroute.model import Organization
from gridroute.policy.condition import Fact, matches
from gridroute.policy.ladder import Ladder, Rung
from gridroute.policy.order import Order, Step
from gridroute.policy.vocabulary import Field
from gridroute.worktime import ZONE

#: What counts among the members of a meeting, in the order in which they are listed.
_CAPACITIES = ("convener", "member", "lead", "support", "subject")


@dataclass(frozen=True)
class Item:
    """议题: one matter. ``ad_hoc``: no waiting for the regular day. ``carried_over``: the last sitting left it.

    ``masked``: its words stay out of the paper.
    """

    case: Case
    lead: Organization | None
    supports: tuple[Organization, ...]
    triggers: tuple[str, ...]
    since: datetime
    until: datetime
    needed: tuple[str, ...]
    missing: tuple[str, ...]
    parts: tuple[str, ...]
    members: tuple[Member, ...]
    overdue_workdays: int
    carried_over: bool = False
    ad_hoc: bool = False
    masked: bool = False
    category: str | None = None


@dataclass(frozen=True)
class Agenda:
    """The agenda of one meeting of one convener. ``rung`` is nothing at the end of the ladder (C7)."""

    ladder: Ladder
    rung: Rung | None
    level: str
    convener: Organization | None
    sitting: Sitting | None
    items: tuple[Item, ...]

    @property
    def members(self) -> tuple[Organization, ...]:
        """All who are called to any item, each once."""
        called = [one for item in self.items for one in item.members]
        called.sort(key=lambda one: _CAPACITIES.index(one.capacity))
        return tuple({one.body.id: one.body for one in called}.values())


def agendas(
    cases: Iterable[Case], dispatcher: Dispatcher, at: datetime, interested: Collection[str] = ()
) -> list[Agenda]:
    """The agendas of all meetings before which a case waits at ``at``, the lowest rung first."""
    groups: dict[tuple[str, int, str], list[Scene]] = {}
    for case in cases:
        if case.state == "awaiting_meeting":
            key = (case.forum, case.rung if case.rung is not None else 0, case.convener or "")
            groups.setdefault(key, []).append(Scene(case, dispatcher, max(at, case.at)))
    made = []
    for forum, number, convener in sorted(groups):
        scenes = groups[forum, number, convener]
        ladder = scenes[0].ladder
        rung = ladder.rungs[number] if number < len(ladder.rungs) else None
        calendar = dispatcher.county.calendar
        sitting = next_sitting(rung, ladder.on_holiday, _day_before(at), calendar) if rung else None
        last = previous_sitting(rung, ladder.on_holiday, sitting.day, calendar) if rung and sitting else None
        items = [_item(scene, rung, last, interested) for scene in _sorted(scenes)]
        made.append(
            Agenda(
                ladder,
                rung,
                scenes[0].case.level or (ladder.rungs[-1].level if ladder.rungs else ""),
                dispatcher.county.bodies.by_id.get(convener),
                sitting,
                tuple(items),
            )
        )
    return made


def _day_before(at: datetime) -> date:
    return date.fromordinal(at.astimezone(ZONE).date().toordinal() - 1)


def _item(scene: Scene, rung: Rung | None, last: Sitting | None, interested: Collection[str]) -> Item:
    case, facts = scene.case, case_facts(scene)
    settled = decide(scene.dispatcher.engine, scene.matter.edition, "escalation", facts)
    since = case.waiting_since
    return Item(
        case,
        next(iter(scene.bodies([case.lead or ""])), None),
        tuple(scene.bodies(case.supports)),
        case.triggers,
        since,
        stay_ends(scene),
        tuple(needed_papers(scene, facts)),
        tuple(missing_papers(scene, facts)),
        tuple(needed_parts(scene, facts)),
        tuple(members_of(scene, interested)),
        max((overdue_workdays(scene, one) for one in case.owed("handle")), default=0),
        rung is not None and rung.carry_over and last is not None and since.astimezone(ZONE).date() < last.day,
        settled.word("convene") == "ad_hoc",
        masked(scene),
        scene.studied[1].category,
    )


def masked(scene: Scene) -> bool:
    """Whether the words of the matter stay out of papers: it is confidential, or aimed at somebody (I28)."""
    matter, decision = scene.studied
    return decision.confidential != "open" or scene.case.confidential != "open" or bool(matter.subjects)


def _sorted(scenes: Sequence[Scene]) -> list[Scene]:
    """The matters in the order that the policy gives (``agenda``); those equal in all of it by their numbers."""
    if not scenes:
        return []
    policy = scenes[0].county.policy
    order = policy.orders.get("agenda", Order("agenda", ()))
    fields = policy.vocabulary.fields
    return sorted(
        scenes,
        key=lambda scene: (
            tuple(_rank(step, facts, fields) for facts in (case_facts(scene),) for step in order.steps),
            scene.case.id,
        ),
    )


def _rank(step: Step, facts: Fact, fields: dict[str, Field]) -> float:
    """How far back a step puts a matter; one of which nothing is known comes last."""
    if step.kind == "prefer":
        return 0 if step.condition is not None and matches(step.condition, facts) else 1
    value = facts.get(step.field)
    if isinstance(value, str):
        value = fields[step.field].rank(value)
    elif isinstance(value, date):
        value = value.toordinal()
    if not isinstance(value, int):
        return float("inf")
    return -value if step.kind == "highest" else value
