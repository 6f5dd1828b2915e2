"""走查: explores every way a case can go, and tells what is wrong with the life cycle or with a county's refusals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gridroute.assurance.course import MOST, Course, Spot, Step
from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.policy.closing import guards_of
from gridroute.policy.lifecycle import Lifecycle
from gridroute.policy.policy import Policy
from gridroute.policy.rule import Rule

#: What can be wrong, in the order in which it is told.
KINDS = {
    "timer": Bilingual("到点触发不了", "a timer that cannot fire"),
    "unreachable": Bilingual("到不了的状态", "a state that no case reaches"),
    "dead_end": Bilingual("死路", "a dead end"),
    "livelock": Bilingual("活锁", "a livelock"),
    "at_once": Bilingual("停不下来", "a loop that takes no time"),
    "time_loop": Bilingual("空转", "a loop of time alone"),
    "redo": Bilingual("重办没有上限", "redo without a bound"),
    "no_climb": Bilingual("重办超限不上行", "redo beyond its bound that does not climb"),
    "dispute": Bilingual("争议没有止境", "disputes without an end"),
    "send_down": Bilingual("退回下级没有上限", "sending down without a bound"),
    "no_way_out": Bilingual("没有拦不住的出路", "no way out that nothing can refuse"),
}


class Finding(NamedTuple):
    """One thing wrong: what, in which state, by which rules, where in the files, and the shortest way there."""

    kind: str
    state: str
    rules: tuple[str, ...]
    fault: Fault
    way: tuple[str, ...]


@dataclass(frozen=True)
class Explored:
    """How much was explored, and what is wrong."""

    states: int
    spots: int
    steps: int
    courses: int
    findings: tuple[Finding, ...]


def explore(policy: Policy) -> Explored:
    """Everything a case of ``policy`` can do, on each ladder, in each street with guards, on each day they change."""
    cap = policy.parameters["重办上限"].value if "重办上限" in policy.parameters else 2
    assert isinstance(cap, int)
    adjudicators = len(policy.successions["adjudicator"].roles) if "adjudicator" in policy.successions else 1
    made: list[_Explorer] = []
    for guards, scope in _sets_of_guards(policy.rules):
        for ladder in policy.ladders.values():
            course = Course(policy.lifecycle, guards, policy.vocabulary.fields, ladder, cap, adjudicators, scope)
            made.append(_Explorer(course))
    return findings_of(made, policy.lifecycle)


def explore_one(course: Course) -> Explored:
    """Everything on one course."""
    return findings_of([_Explorer(course)], course.life)


def _sets_of_guards(rules: Sequence[Rule]) -> list[tuple[tuple[Rule, ...], str]]:
    """The guards that can be in force together, and where."""
    guards = guards_of(rules)
    days = {date.min} | {rule.effective_from for rule in guards if rule.effective_from}
    made: dict[tuple[tuple[Rule, ...], str], None] = {}
    for day in sorted(days):
        live = [rule for rule in guards if rule.in_force(day)]
        for scope in sorted({"", *(rule.scope for rule in live)}):
            made[tuple(rule for rule in live if rule.scope in ("", scope)), scope] = None
    return list(made)


@dataclass
class _Explorer:
    """All spots of one course, with how each was first reached."""

    course: Course
    steps: dict[Spot, list[Step]] = field(default_factory=dict)
    came: dict[Spot, tuple[Spot, str] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start = self.course.start
        self.came[start] = None
        todo = [start]
        for spot in todo:
            self.steps[spot] = self.course.steps(spot)
            for step in self.steps[spot]:
                if step.after not in self.came:
                    self.came[step.after] = (spot, step.event)
                    todo.append(step.after)

    def way(self, spot: Spot) -> tuple[str, ...]:
        """The shortest way to ``spot``."""
        made: list[str] = []
        here: Spot | None = spot
        while here is not None and (before := self.came[here]) is not None:
            here = before[0]
            made.append(before[1])
        return tuple(reversed(made))

    def reaching(self, goals: Collection[Spot], allowed: Callable[[Step], bool]) -> set[Spot]:
        """The spots from which one of ``goals`` is reached by steps that are ``allowed``."""
        before: dict[Spot, list[Spot]] = {}
        for spot, steps in self.steps.items():
            for step in steps:
                if allowed(step):
                    before.setdefault(step.after, []).append(spot)
        found, todo = set(goals), list(goals)
        while todo:
            for spot in before.get(todo.pop(), ()):
                if spot not in found:
                    found.add(spot)
                    todo.append(spot)
        return found

    def on_loops(self, inside: Callable[[Spot, Step], bool]) -> list[tuple[Spot, Step]]:
        """The steps that lie on a loop made of steps that are ``inside``."""
        ways = {spot: [step for step in steps if inside(spot, step)] for spot, steps in self.steps.items()}
        number = _components(ways)
        return [(spot, step) for spot, steps in ways.items() for step in steps if number[spot] == number[step.after]]

    def refusing(self, spots: Iterable[Spot], inside: Collection[Spot]) -> list[Rule]:
        """The guards that always refuse something in ``spots`` that would lead to another state than those ``inside``.

        Those of the lowest layer come first.
        """
        life = self.course.life
        states = {spot.state for spot in inside}
        found: dict[str, Rule] = {}
        for spot in spots:
            for event in life.possible(spot.state):
                if event.unrefusable or event.aside or event.leads_to(spot.state) in states:
                    continue
                found |= {rule.id: rule for rule in self.course.refused(spot, event)}
        return sorted(found.values(), key=lambda rule: (-rule.depth, rule.id))


def _components(ways: dict[Spot, list[Step]]) -> dict[Spot, int]:
    """The number of the strongly connected component of each spot (Tarjan, without recursion)."""
    index: dict[Spot, int] = {}
    low: dict[Spot, int] = {}
    number: dict[Spot, int] = {}
    stack: list[Spot] = []
    for root in ways:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        path = [(root, iter(ways[root]))]
        while path:
            spot, rest = path[-1]
            for step in rest:
                after = step.after
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    path.append((after, iter(ways[after])))
                    break
                if after not in number:
                    low[spot] = min(low[spot], index[after])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[spot])
                if low[spot] == index[spot]:
                    while True:
                        one = stack.pop()
                        number[one] = index[spot]
                        if one == spot:
                            break
    return number


def findings_of(explorers: Sequence[_Explorer], life: Lifecycle) -> Explored:
    """What is wrong on all courses together; each kind once in a state, by the shortest way that leads there."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in (*_timers(life), *_unreached(explorers, life), *(one for e in explorers for one in _on_course(e))):
        known = found.setdefault((finding.kind, finding.state), finding)
        if len(finding.way) < len(known.way):
            found[finding.kind, finding.state] = finding
    order, places = list(KINDS), list(life.states)
    return Explored(
        len({spot.state for one in explorers for spot in one.steps}),
        sum(len(one.steps) for one in explorers),
        sum(len(steps) for one in explorers for steps in one.steps.values()),
        len(explorers),
        tuple(sorted(found.values(), key=lambda one: (order.index(one.kind), places.index(one.state)))),
    )


def _finding(
    kind: str,
    life: Lifecycle,
    state: str,
    rules: Sequence[Rule] = (),
    way: tuple[str, ...] = (),
    event: str | None = None,
    more: Bilingual = NOTHING,
) -> Finding:
    """A finding at home in the first rule to blame, else in the event, else in the state."""
    label = life.states[state].label
    if rules:
        home, name = rules[0].home, rules[0].id
    else:
        home, name = (life.home("events", event), event) if event else (life.home("states", state), state)
    others = [rule.id for rule in rules[1:]]
    said = Bilingual(
        f"{KINDS[kind].zh}: “{label.zh}”{more.zh}" + (f",连同 {'、'.join(others)}" if others else ""),
        f"{KINDS[kind].en}: “{label.en}”{more.en}" + (f", together with {', '.join(others)}" if others else ""),
    )
    return Finding(kind, state, tuple(rule.id for rule in rules), Fault(*home, name, said, _REMEDIES[kind]), way)


def _timers(life: Lifecycle) -> Iterator[Finding]:
    for name, state in life.states.items():
        event = life.events.get(state.timer.fires) if state.timer else None
        if event is not None and (name not in event.sources or not event.unrefusable or "system" not in event.by):
            more = Bilingual(f"的“{event.label.zh}”", f": “{event.label.en}”")
            yield _finding("timer", life, name, event=event.name, more=more)


def _unreached(explorers: Sequence[_Explorer], life: Lifecycle) -> Iterator[Finding]:
    """A state that no course reaches, with the guards that stand before it."""
    reached = {spot.state for one in explorers for spot in one.steps}
    for state in life.states:
        if state in reached:
            continue
        rules: dict[str, Rule] = {}
        for one in explorers:
            for spot in one.steps:
                for event in life.possible(spot.state):
                    if event.leads_to(spot.state) == state and not event.unrefusable:
                        rules |= {rule.id: rule for rule in one.course.refused(spot, event)}
        yield _finding("unreachable", life, state, sorted(rules.values(), key=lambda rule: (-rule.depth, rule.id)))


def _on_course(one: _Explorer) -> Iterator[Finding]:
    """What is wrong on one course. Spots come nearest first, so the first of a kind in a state has the shortest way."""
    life = one.course.life
    said: set[tuple[str, str]] = set()
    for kind, spot, event, closed in (*_stuck(one), *_loops(one), *_unbounded(one), *_shut(one)):
        if (kind, spot.state) not in said:
            said.add((kind, spot.state))
            rules = one.refusing(_closure(one, spot, closed), closed) if closed else []
            yield _finding(kind, life, spot.state, rules, one.way(spot), event)


#: A kind, where, the event to blame, and the spots that something should lead out of.
_Seen = tuple[str, Spot, str | None, Collection[Spot]]


def _stuck(one: _Explorer) -> Iterator[_Seen]:
    """Spots from which a case never ends: without any way on (a dead end), or on ways that lead nowhere."""
    life = one.course.life

    def ordinary(step: Step) -> bool:
        return not life.events[step.event].aside

    ending = one.reaching([spot for spot in one.steps if life.states[spot.state].final], ordinary)
    trapped = {spot: None for spot in one.steps if spot not in ending}
    for spot in trapped:
        on = any(ordinary(step) and step.after != spot for step in one.steps[spot])
        yield "livelock" if on else "dead_end", spot, None, trapped


def _closure(one: _Explorer, spot: Spot, inside: Collection[Spot]) -> list[Spot]:
    """``spot`` and all that ordinary events make of it ``inside``."""
    events = one.course.life.events
    found, todo = {spot}, [spot]
    for here in todo:
        for step in one.steps[here]:
            if step.after in inside and step.after not in found and not events[step.event].aside:
                found.add(step.after)
                todo.append(step.after)
    return todo


def _loops(one: _Explorer) -> Iterator[_Seen]:
    """Loops that nobody drives: of events that follow at once, or of time alone without a day of review."""
    life = one.course.life
    for spot, step in one.on_loops(lambda _, step: step.at_once):
        yield "at_once", spot, step.event, ()

    def by_time(spot: Spot, step: Step) -> bool:
        timer = life.states[spot.state].timer
        return step.by_time and step.after.state != spot.state and not (timer is not None and timer.kind == "date")

    for spot, step in one.on_loops(by_time):
        if not step.at_once:
            yield "time_loop", spot, step.event, ()


def _unbounded(one: _Explorer) -> Iterator[_Seen]:
    life, course = one.course.life, one.course
    for spot, steps in one.steps.items():
        for step in steps:
            if spot.state == "redo" and spot.redo > course.cap and step.after.state not in ("redo", "awaiting_meeting"):
                yield "redo", spot, step.event, ()
            objected = step.event == "object" and spot.objections >= MOST
            if objected or (step.after.state == "adjudicating" != spot.state and spot.disputes >= MOST):
                yield "dispute", spot, step.event, ()
            if step.event == "send_down" and spot.sent_down >= MOST:
                yield "send_down", spot, step.event, ()
    top = len(course.ladder.rungs)
    for spot, step in one.on_loops(lambda spot, _: not life.states[spot.state].final):
        if step.event == "redo_exceeded" and spot.rung < top:
            yield "no_climb", spot, step.event, ()


def _shut(one: _Explorer) -> Iterator[_Seen]:
    """Spots that wait and that nothing but refusable events leads out of (policy language §3.2)."""
    life = one.course.life
    stays = one.reaching(
        [
            spot
            for spot, steps in one.steps.items()
            if life.states[spot.state].final
            or any(step.after.state != spot.state and life.events[step.event].unrefusable for step in steps)
        ],
        lambda step: life.events[step.event].unrefusable,
    )
    for spot in one.steps:
        if spot not in stays:
            yield "no_way_out", spot, None, ()


_REMEDIES = {
    "timer": Bilingual(
        "写在 from 里,并写 by: [system] 和 unrefusable: true",
        "name the state in from, with by: [system] and unrefusable: true",
    ),
    "unreachable": Bilingual("写明在什么条件下才拒绝,或删去这个状态", "say when it is refused, or drop the state"),
    "dead_end": Bilingual(
        "留一条出路,写明在什么条件下才拒绝", "leave a way on: say under which condition it is refused"
    ),
    "livelock": Bilingual("留一条办结的路", "leave a way to a final state"),
    "at_once": Bilingual("改到别的状态", "let it lead elsewhere"),
    "time_loop": Bilingual("让它上行,或写下次评审日", "let it climb, or wait for a day of review"),
    "redo": Bilingual("超限的只能上会", "beyond the bound it can only go to a meeting"),
    "no_climb": Bilingual("再超限时上一级", "the next time it goes one rung up"),
    "dispute": Bilingual(
        "第二次异议转裁定,被指定的不得再退", "a second objection is adjudicated; who is designated keeps it"
    ),
    "send_down": Bilingual("只许退回一次", "allow it once"),
    "no_way_out": Bilingual("给一个事件写 unrefusable: true", "mark an event as unrefusable"),
}
