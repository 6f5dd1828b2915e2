"""问常设事务: a scenario about open days, a roster, a need, or a record that goes on step by step."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gridroute.assurance.scenario import Scenario, Step
from gridroute.casework import Actor, Attempt, CaseDesk
from gridroute.civic import Civic, load_civic
from gridroute.civic.asking import Asking
from gridroute.civic.desk import RecordDesk
from gridroute.civic.directory import Directory
from gridroute.civic.matching import matching
from gridroute.civic.proceeding import Opening, Outcome, Proceedings
from gridroute.civic.roster import Roster, turns
from gridroute.civic.schedule import schedule
from gridroute.errors import Bilingual, InputError, nearest
from gridroute.policy.document import Value

#: What a scenario may ask, with the names that it may expect.
KINDS: Mapping[str, tuple[str, ...]] = {
    "open_days": ("held", "moved", "cancelled", "unset", "provisional"),
    "roster": ("on_duty", "empty"),
    "match": ("match", "resource", "unit", "agreement", "quantity", "why", "rules", "rule"),
    "record": (
        "state",
        "step",
        "delivered",
        "overdue",
        "due",
        "links",
        "events",
        "refused",
        "rule",
        "rules",
        "way_out",
    ),
}
_RECORD = ("procedure", "by", "title", "place", "parties", "said", "links")


@dataclass(frozen=True)
class StandingView:
    """What is to be seen under the names of one kind of question."""

    kind: str
    seen: Mapping[str, object]

    def known(self) -> list[str]:
        """The names that may be expected."""
        return [*KINDS[self.kind], "absent"]

    def of(self, name: str) -> object:
        """What is seen under ``name``. ``KeyError`` where there is nothing of that name."""
        if name not in KINDS[self.kind]:
            raise KeyError(name)
        return self.seen.get(name)


def asked(scenario: Scenario, desk: CaseDesk) -> Iterator[tuple[Step, StandingView]]:
    """Each step of the scenario with what is to be seen after it. ``GridrouteError``: it cannot be asked."""
    civic = load_civic(desk.dispatcher.county)
    asking = Asking(civic, desk.dispatcher.engine)
    kinds = [kind for kind in KINDS if kind in scenario.civic]
    if len(kinds) != 1 or len(scenario.civic) != 1:
        listed = ", ".join(KINDS)
        near = next((nearest(key, KINDS) for key in scenario.civic if key not in KINDS), Bilingual("", ""))
        zh = f"civic 写其中一个: {listed} {near.zh}".strip()
        raise InputError(Bilingual(zh, f"civic is one of: {listed} {near.en}".strip()))
    kind, given = kinds[0], scenario.civic[kinds[0]]
    if kind == "record":
        yield from _record(scenario, RecordDesk(asking), given)
        return
    view = StandingView(kind, _QUESTIONS[kind](scenario, asking, str(given)))
    for step in scenario.steps:
        yield step, view


def _open_days(scenario: Scenario, asking: Asking, name: str) -> dict[str, object]:
    """The open days of that name in the month of ``at``."""
    day = scenario.at.date()
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    found = [one.opening for one in schedule(asking.civic, first, last) if one.opening.name == name]
    if not found and name not in {one.opening.name for one in schedule(asking.civic, first.replace(month=1), last)}:
        raise InputError(Bilingual(f"没有开放日“{name}”", f"there is no open day “{name}”"))
    made: dict[str, object] = {
        state: [str(one.day) for one in found if one.state == state] for state in ("moved", "cancelled", "unset")
    }
    made["held"] = [str(one.day) for one in found if one.held]
    made["provisional"] = [str(one.day) for one in found if one.provisional]
    return made


def _roster(scenario: Scenario, asking: Asking, name: str) -> dict[str, object]:
    roster = asking.civic.named(Roster, name, scenario.at.date())
    if roster is None:
        raise InputError(Bilingual(f"没有轮值表“{name}”", f"there is no roster “{name}”"))
    made = turns(roster, scenario.at.date(), asking.civic.county.calendar)
    return {
        "on_duty": [turn.team for turn in made if turn.team],
        "empty": [turn.shift or turn.for_ for turn in made if turn.team is None],
    }


def _match(scenario: Scenario, asking: Asking, need: str) -> dict[str, object]:
    made = matching(asking, scenario.at.date())
    for one in made.matches:
        if one.pair.need.id == need:
            rules = list(one.pair.rules)
            return {
                "match": one.pair.match,
                "resource": one.pair.resource.id,
                "unit": one.pair.resource.unit,
                "agreement": one.pair.agreement,
                "quantity": one.quantity,
                "rules": rules,
                "rule": rules,
            }
    for left in made.unmet:
        if left.need.id == need:
            return {"match": "none", "why": left.why, "quantity": left.quantity, "rules": list(left.reasons)}
    if any(one.need == need for one in made.running):
        return {"match": "running"}
    raise InputError(Bilingual(f"没有需求“{need}”", f"there is no need “{need}”"))


_QUESTIONS = {"open_days": _open_days, "roster": _roster, "match": _match}


def _record(scenario: Scenario, desk: RecordDesk, given: Value) -> Iterator[tuple[Step, StandingView]]:
    if not isinstance(given, dict) or not {"procedure", "by"} <= given.keys() or set(given) - set(_RECORD):
        keys = ", ".join(_RECORD)
        raise InputError(Bilingual(f"record 写成 {{{keys}}}", f"a record is {{{keys}}}"))
    civic = desk.civic
    parties = given.get("parties", {})
    said, links = given.get("said", {}), given.get("links", [])
    place = given.get("place")
    opening = Opening(
        scenario.name[:100],
        str(given["procedure"]),
        scenario.at,
        Actor(body=_body(given["by"], civic)),
        str(given.get("title", "")),
        _place(str(place), civic) if place else None,
        {name: _bodies(who, civic) for name, who in parties.items()} if isinstance(parties, dict) else {},
        dict(said) if isinstance(said, dict) else {},
        tuple(map(str, links)) if isinstance(links, list) else (str(links),),
    )
    outcome = desk.open(opening)
    for step in scenario.steps:
        if step.event is not None and step.at is not None and outcome.record is not None:
            more = {key: value for key, value in step.event.items() if key not in ("type", "by")}
            actor = Actor(body=_body(step.event["by"], civic))
            outcome = desk.attempt(
                outcome.record, Attempt(type=str(step.event["type"]), at=step.at, by=actor, said=more)
            )
        elif (until := step.advance_to or step.at) is not None and outcome.record is not None:
            outcome = desk.advance(outcome.record, until)
        yield step, StandingView("record", _seen(outcome, civic))


def _seen(outcome: Outcome, civic: Civic) -> dict[str, object]:
    refusal, record = outcome.refusal, outcome.record
    rules = [rule for event in outcome.events for rule in event.rules]
    made: dict[str, object] = {
        "refused": [] if refusal is None else [refusal.kind, refusal.words.zh, *refusal.words.zh.split(": ")],
        "events": [event.type for event in outcome.events],
        "rules": rules,
        "rule": rules,
    }
    if record is None:
        return made
    step = Proceedings(civic).next_step(record)
    return made | {
        "state": record.state,
        "step": step.name if step else None,
        "delivered": list(record.delivered),
        "overdue": record.overdue,
        "due": record.due_at.isoformat() if record.due_at else None,
        "links": list(record.links),
        "way_out": record.way_out,
    }


def _bodies(written: Value, civic: Civic) -> list[str]:
    listed = written if isinstance(written, list) else [written]
    return [found[0].id if len(found := civic.county.bodies.named(str(one))) == 1 else str(one) for one in listed]


def _body(written: Value, civic: Civic) -> str:
    return _resolved("body", str(written), civic)


def _place(written: str, civic: Civic) -> str:
    return _resolved("place", written, civic)


def _resolved(of: str, written: str, civic: Civic) -> str:
    found = Directory(civic.county).resolve(of, written)
    if isinstance(found, str):
        return found
    raise InputError(Bilingual(*(": ".join(part for part in pair if part) for pair in zip(*found, strict=True))))
