"""生命周期: which states a case has, which events move it, who may cause them and what fires by itself.

The nation alone writes it (``rules/lifecycle.yaml``). Counties add guards and parameters, never a state or
a transition (domain.md §3.4, policy language §3.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.tongue import nearest

#: What an event's ``from`` may say instead of states: every state but the final ones, or every state.
OPEN, ANY = "open", "any"
SAME = "same"
SYSTEM = "system"
TimerKind = Literal["param", "duty", "ladder", "date"]
_TIMERS: tuple[TimerKind, ...] = ("param", "duty", "ladder", "date")
_STATE_KEYS = ("label", "en", "final", "timer")
_EVENT_KEYS = ("label", "en", "no", "from", "to", "by", "needs", "unrefusable", "aside")


@dataclass(frozen=True, slots=True)
class Timer:
    """到点触发: the event that the system brings when a state has lasted, and what says how long.

    ``unreached`` comes instead where the resident was called and never reached (T48); empty where nothing does.
    """

    fires: str
    kind: TimerKind
    key: str
    unreached: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """状态: one of the exclusive main states."""

    name: str
    label: Bilingual
    final: bool = False
    timer: Timer | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """事件: from which states it leads where, who may cause it, what it must say.

    ``sources`` are all states it may start from. An ``unrefusable`` event ignores guards. One that stands
    ``aside`` (a merger, a withdrawal) is no ordinary way to an end.
    """

    name: str
    label: Bilingual
    sources: frozenset[str]
    target: str
    by: tuple[str, ...]
    needs: tuple[str, ...] = ()
    unrefusable: bool = False
    aside: bool = False
    number: str = ""

    def leads_to(self, state: str) -> str:
        """The state after the event in ``state``."""
        return state if self.target == SAME else self.target


@dataclass(frozen=True)
class Lifecycle:
    """The states, the roles and the events, in the order they are written."""

    states: Mapping[str, State]
    roles: Mapping[str, Bilingual]
    events: Mapping[str, Transition]
    #: Where each stands, file and line, by section and name.
    homes: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def first(self) -> str:
        """The state in which a case begins: the first one written."""
        return next(iter(self.states))

    def home(self, section: str, name: str) -> tuple[str, int]:
        """File and line of a state (``states``) or an event (``events``)."""
        return self.homes.get((section, name), ("", 0))

    def way_out(self, state: str) -> list[Transition]:
        """The events that no guard can refuse and that lead from ``state`` to another."""
        return [event for event in self.possible(state) if event.unrefusable and event.leads_to(state) != state]

    def possible(self, state: str) -> list[Transition]:
        """The events that ``state`` allows."""
        return [event for event in self.events.values() if state in event.sources]


NO_LIFECYCLE = Lifecycle({}, {}, {})


def read_lifecycle(document: Document, faults: list[Fault]) -> Lifecycle:
    """The life cycle of one document; what is wrong is added to ``faults``."""
    reader = _Reader(document, faults)
    states = {name: state for name, body in reader.section("states") if (state := reader.state(name, body))}
    roles = {name: reader.label(("roles", name), body) for name, body in reader.section("roles")}
    events = {
        name: event for name, body in reader.section("events") if (event := reader.event(name, body, states, roles))
    }
    for name, state in states.items():
        fired = () if state.timer is None else (state.timer.fires, state.timer.unreached or state.timer.fires)
        for one in dict.fromkeys(fired):
            if one not in events:
                near = nearest(one, events)
                reader.fault(("states", name, "timer"), f"没有事件“{one}”", f"no event “{one}”", near, code="GR706")
    for key in document.value:
        if key not in ("states", "roles", "events"):
            reader.fault((key,), f"生命周期没有“{key}”", f"no “{key}” in a life cycle", code="GR106")
    homes = {
        (section, name): (document.file, document.line((section, name)))
        for section, names in (("states", states), ("events", events))
        for name in names
    }
    made = Lifecycle(states, roles, events, homes)
    for name, state in states.items():
        if not state.final and not made.way_out(name):
            reader.fault(
                ("states", name),
                f"状态“{state.label.zh}”没有守门规则拦不住的出路",
                f"every way out of “{state.label.en}” can be refused",
                Bilingual("给一个由系统触发的事件写 unrefusable: true", "mark an event of the system as unrefusable"),
                code="GR707",
            )
    return made


@dataclass
class _Reader:
    document: Document
    faults: list[Fault]

    def fault(self, path: Path_, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        self.faults.append(self.document.fault(path, Bilingual(zh, en), remedy, str(path[1:2]), code))

    def section(self, name: str) -> Iterable[tuple[str, Value]]:
        body = self.document.value.get(name)
        if not isinstance(body, dict) or not body:
            self.fault((name,), f"缺少 {name}", f"{name} is missing", code="GR105")
            return ()
        return body.items()

    def label(self, path: Path_, body: Value) -> Bilingual:
        if isinstance(body, list) and len(body) == 2:
            return Bilingual(str(body[0]), str(body[1]))
        self.fault(path, "叫法应写成 [中文, English]", "a label is [Chinese, English]", code="GR105")
        return Bilingual("", "")

    def mapping(self, path: Path_, body: Value, keys: tuple[str, ...]) -> dict[str, Value]:
        if not isinstance(body, dict):
            self.fault(path, "应是“键: 值”", "a mapping belongs here", code="GR105")
            return {}
        for key in body:
            if key not in keys:
                self.fault((*path, key), f"没有“{key}”这一项", f"there is no “{key}”", nearest(key, keys), code="GR106")
        return body

    def state(self, name: str, body: Value) -> State | None:
        path: Path_ = ("states", name)
        known = self.mapping(path, body, _STATE_KEYS)
        if not known:
            return None
        label = Bilingual(str(known.get("label", name)), str(known.get("en", name)))
        return State(name, label, known.get("final") is True, self.timer((*path, "timer"), known.get("timer")))

    def timer(self, path: Path_, body: Value) -> Timer | None:
        if body is None:
            return None
        known = self.mapping(path, body, ("fires", "unreached", *_TIMERS))
        kinds: list[TimerKind] = [kind for kind in _TIMERS if kind in known]
        if len(kinds) != 1 or "fires" not in known:
            self.fault(
                path,
                "timer 应写成 {fires: 事件, param|duty|ladder|date: …}",
                "a timer says what fires and when",
                code="GR105",
            )
            return None
        return Timer(str(known["fires"]), kinds[0], str(known[kinds[0]]), str(known.get("unreached", "")))

    def event(
        self, name: str, body: Value, states: Mapping[str, State], roles: Mapping[str, Bilingual]
    ) -> Transition | None:
        path: Path_ = ("events", name)
        known = self.mapping(path, body, _EVENT_KEYS)
        if not known:
            return None
        label = Bilingual(str(known.get("label", name)), str(known.get("en", name)))
        target = str(known.get("to", ""))
        if target != SAME and target not in states:
            self.fault(
                (*path, "to"), f"没有状态“{target}”", f"no state “{target}”", nearest(target, states), code="GR706"
            )
        by = self.names((*path, "by"), known.get("by"), roles, "身份", "role")
        return Transition(
            name,
            label,
            self.sources((*path, "from"), known.get("from"), states),
            target,
            by,
            tuple(str(one) for one in _listed(known.get("needs"))),
            known.get("unrefusable") is True,
            known.get("aside") is True,
            str(known.get("no", "")),
        )

    def sources(self, path: Path_, body: Value, states: Mapping[str, State]) -> frozenset[str]:
        unfinished = [name for name, state in states.items() if not state.final]
        if body == OPEN:
            return frozenset(unfinished)
        if body == ANY:
            return frozenset(states)
        if isinstance(body, list) and OPEN in body:  # [open, closed]: what comes once a case is closed is not lost
            others = [one for one in body if one != OPEN]
            return frozenset((*unfinished, *(self.names(path, others, states, "状态", "state") if others else ())))
        return frozenset(self.names(path, body, states, "状态", "state"))

    def names(self, path: Path_, body: Value, known: Iterable[str], zh: str, en: str) -> tuple[str, ...]:
        listed = [str(one) for one in _listed(body)]
        if not listed:
            self.fault(path, f"要写{zh}", f"name at least one {en}", code="GR105")
        for one in listed:
            if one not in known:
                self.fault(path, f"没有{zh}“{one}”", f"no {en} “{one}”", nearest(one, known), code="GR706")
        return tuple(listed)


def _listed(body: Value) -> list[Value]:
    return body if isinstance(body, list) else []
