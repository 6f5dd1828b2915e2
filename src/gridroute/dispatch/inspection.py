"""体检: what of a county still wants mending, before the first issue comes in.

A fault keeps a policy from loading. A policy that loads may still name roles that nobody fills somewhere, wait
for what only the county can give, or run into a year without a calendar: each has a defined answer at run
time, and each is somebody's work to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gridroute.dispatch.county import County, assemble
from gridroute.dispatch.engine import CHAINED, TABLES, Engine
from gridroute.dispatch.hints import NO_HINTS
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.roles import resolve
from gridroute.errors import Bilingual, Fault
from gridroute.model import Issue, Organization, Place
from gridroute.plugins import layers_of
from gridroute.policy.bodies import entry_of
from gridroute.policy.document import Document, read_document
from gridroute.policy.layer import Layer
from gridroute.policy.path import STAGES
from gridroute.policy.policy import Policy
from gridroute.policy.rule import DutyRow, LeadRow, OutcomeValue, Reference, Rule
from gridroute.policy.vocabulary import Role
from gridroute.reasoning.inference import available, compile_in_subprocess
from gridroute.reasoning.limits import problems
from gridroute.territory import short_name

Severity = Literal["error", "warning"]
#: Where something names a role: file, line, and the rule or whatever else it is.
Where = tuple[str, int, str]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend. An ``error`` must be mended before the policy is used; ``kind`` says what was looked at."""

    severity: Severity
    kind: str
    fault: Fault


def inspect(county: Layer, layers: Sequence[Layer], at: datetime) -> tuple[list[Finding], County | None]:
    """The findings on ``county`` among ``layers`` at the moment ``at``; no county where its policy has faults."""
    faults: list[Fault] = []
    ours = layers_of(county, layers, faults)
    made = assemble(ours, faults)
    if faults:
        return [Finding("error", "fault", fault) for fault in sorted(set(faults))], None
    found = [
        *(Finding("warning", "policy", fault) for fault in sorted(set(made.policy.gaps))),
        *_unfilled(made, at),
        *_functions(made, at.date()),
        *_years(made, at.date()),
    ]
    return found, made


# ---- roles ----------------------------------------------------------------------------------------------------


def _unfilled(county: County, at: datetime) -> Iterator[Finding]:
    """Roles that nobody fills in some place where a rule may ask for them: one finding a role."""
    policy = county.policy
    told = {gap.rule for gap in policy.gaps}
    places = list(_matters(county, at))
    for name, (file, line, by) in sorted(_named_roles(policy).items()):
        role = policy.vocabulary.roles[name]
        if name in told or role.form in ("group", "case"):
            continue  # of a group each member is asked; what a case answers is there with the case
        if role.form == "post":
            words = Bilingual("岗位还没有台账,角色落空", "posts have no register yet: the role resolves to nobody")
            yield Finding("warning", "role", Fault(file, line, by, _of(name, words)))
            continue
        asked = [(place, matter) for place, matter in places if _may_ask(role, place)]
        empty = [place for place, matter in asked if not _answered(role, matter)]
        if empty:
            example = short_name(empty[0].name)
            words = Bilingual(
                f"{len(asked)} 个地方中有 {len(empty)} 个没有单位承担,如{example}",
                f"nobody fills it in {len(empty)} of {len(asked)} places, such as {example}",
            )
            remedy = Bilingual("在 organizations.yaml 补上", "add who does it to organizations.yaml")
            yield Finding("warning", "role", Fault(file, line, by, _of(name, words), remedy))


def _of(name: str, words: Bilingual) -> Bilingual:
    return Bilingual(f"角色“{name}”: {words.zh}", f"role “{name}”: {words.en}")


def _matters(county: County, at: datetime) -> Iterator[tuple[Place, Matter]]:
    """One matter of no content in each village and in each township whose village is not known."""
    engine, edition = Engine(county.policy, "reference"), county.policy.on(at.date())
    issue = Issue(id="-", received_at=at, text="-")
    for place in (*county.territory.townships, *county.territory.communities):
        matter = Matter(county, engine, edition, issue, at, NO_HINTS)
        matter.community = county.territory.community_of(place.code)
        matter.township = county.territory.township_of(place.code)
        matter.area = (place,)
        yield place, matter


def _may_ask(role: Role, place: Place) -> bool:
    """Whether a rule may ask for the role in ``place``: not for a village's where no village is known."""
    if place.level != "township":
        return True
    return "community" not in (role.level, role.key) and role.key != "grid"


def _answered(role: Role, matter: Matter) -> bool:
    if role.form == "relation":
        return _related(role.key, matter)
    return bool(resolve(Reference(role.name), matter))


def _related(key: str, matter: Matter) -> bool:
    """Whether a relation can be answered here; those that hang on the lead or a table are there with them."""
    register = matter.county.bodies
    if key == "adjudicator":
        succession = matter.county.policy.successions.get(key)
        return succession is not None and any(resolve(role, matter) for role in succession.roles)
    if key == "common_superior":
        towns = [register.by_id[town.code] for town in matter.county.territory.townships if town.code in register.by_id]
        return len(towns) < 2 or register.common_superior(towns) is not None
    return True


def _named_roles(policy: Policy) -> dict[str, Where]:
    """Every role that something names, with the first place where it is named."""
    found: dict[str, Where] = {}

    def note(name: str, where: Where) -> None:
        if name in policy.vocabulary.roles and name not in found:
            found[name] = where
            for member in policy.vocabulary.roles[name].members:
                note(member, where)

    for rule in policy.rules:
        where = (*rule.home, rule.id)
        for outcomes in rule.outcomes.values():
            for value in outcomes.values():
                for reference in _references(value):
                    note(reference.name, where)
    for act in policy.vocabulary.acts.values():
        note(act.by, (*act.home, act.name))
    for name, succession in policy.successions.items():
        for reference in succession.roles:
            note(reference.name, (*succession.home, name))
    roots = {layer.name: layer.root.name for layer in policy.layers}
    for ladder in policy.ladders.values():
        rungs = [one for rung in ladder.rungs for one in (rung.body, rung.convener, *rung.members)]
        for one in (*rungs, ladder.terminal.body if ladder.terminal else None):
            if one is not None:
                note(one.name, (f"{roots.get(ladder.layer, '')}/ladders.yaml", 0, ladder.name))
    return found


def _references(value: OutcomeValue) -> Iterator[Reference]:
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, Reference):
            yield one
        elif isinstance(one, LeadRow):
            yield one.role
        elif isinstance(one, DutyRow):
            yield one.who


# ---- functions ------------------------------------------------------------------------------------------------


def _functions(county: County, day: date) -> Iterator[Finding]:
    """Functions that got lost with an abolished body, and functions that two bodies hold on one day."""
    register, registers = county.bodies, list(_registers(county))

    def home(body: Organization) -> tuple[str, int]:
        lines = ((one.file, one.line(where)) for one in registers if (where := entry_of(one, body)))
        return next(lines, ("", 0))

    for body in sorted(register.by_id.values(), key=lambda one: one.id):
        heirs = [] if body.in_office(day) else register.in_office(body, day)
        held = {function for one in heirs for function in one.functions}
        lost = [one for one in body.functions if heirs and one not in held and not _holders(county, one, day)]
        if lost:
            names = "、".join(one.name for one in heirs)
            words = Bilingual(
                f"已撤销,职能“{'、'.join(lost)}”没有写到承继单位 {names}",
                f"it is abolished, and “{', '.join(lost)}” is not among the functions of its successor {names}",
            )
            remedy = Bilingual(
                "把职能写到承继单位: 没有它就没有执法权", "give it to the successor: without it nobody has the power"
            )
            yield Finding("warning", "function", Fault(*home(body), body.name, words, remedy))
    for function in sorted(county.policy.functions):
        for holders in _by_level(_holders(county, function, day)).values():
            if len(holders) > 1:
                names = "、".join(one.name for one in holders)
                words = Bilingual(
                    f"{len(holders)} 个单位同时承担,每件都会打平: {names}",
                    f"{len(holders)} bodies hold it at once, so every matter of it is tied: {names}",
                )
                remedy = Bilingual("只留一个,或写上撤销日期", "leave it to one, or say when the other ended")
                yield Finding("warning", "function", Fault(*home(holders[-1]), function, words, remedy))


def _registers(county: County) -> Iterator[Document]:
    for layer in county.policy.layers:
        path = layer.root / "organizations.yaml"
        if path.is_file():
            yield read_document(path, layer.shown(path), [])


def _holders(county: County, function: str, day: date) -> list[Organization]:
    return [one for one in county.bodies.with_function(function) if one.in_office(day)]


def _by_level(bodies: Sequence[Organization]) -> dict[str, list[Organization]]:
    made: dict[str, list[Organization]] = {}
    for body in bodies:
        if not body.place:
            made.setdefault(body.level, []).append(body)
    return made


# ---- calendar ---------------------------------------------------------------------------------------------------


def _years(county: County, day: date) -> Iterator[Finding]:
    """This year's calendar and next year's, where it is not loaded."""
    wanted: tuple[tuple[int, Severity], ...] = ((day.year, "error"), (day.year + 1, "warning"))
    for year, severity in wanted:
        if year not in county.calendar.years:
            words = Bilingual(
                f"没有{year}年的放假调休安排,时限只能暂定", f"no calendar for {year}: deadlines are provisional"
            )
            remedy = Bilingual(f"公布后装入 {year}.csv", f"load {year}.csv once it is published")
            yield Finding(
                severity, "calendar", Fault(f"{county.policy.county.root.name}/calendar", 0, "", words, remedy)
            )


# ---- rule sets on durable-rules --------------------------------------------------------------------------------------


def compile_rules(county: County, day: date, timeout: float) -> Iterator[Finding]:
    """Findings of compiling every rule set of ``day`` once, each in a process of its own; none without durable-rules.

    ``timeout`` is in seconds. What durable-rules must not be given is a warning, for the index reads it; what it
    cannot compile though nothing spoke against it is an error.
    """
    if not available():
        return
    edition, fields = county.policy.on(day), county.policy.vocabulary.fields

    def refused(rules: Sequence[Rule]) -> Bilingual | None:
        found = problems([rule.condition for rule in rules], fields)
        return found[0] if found else None

    def failed(rules: Sequence[Rule]) -> Bilingual | None:
        return compile_in_subprocess([rule.condition for rule in rules], fields, timeout)

    for stage in STAGES:
        rules = edition.at(stage.name)
        if stage.name in TABLES or not rules:
            continue
        severity: Severity = "warning"
        check, words = refused, refused(rules)
        if words is None:
            severity, check, words = "error", failed, failed(rules)
        elif stage.name not in CHAINED:
            continue  # only ``--engine durable`` would ask for it, and is told so then
        if words is not None:
            bad = _first_bad(rules, check)
            told = Bilingual(
                f"阶段“{stage.label}”({len(rules)} 条规则,到这一条为止): {words.zh}",
                f"stage {stage.name} ({len(rules)} rules, up to this one): {words.en}",
            )
            yield Finding(severity, "compile", Fault(*bad.home, bad.id, told))


def _first_bad(rules: Sequence[Rule], check: Callable[[Sequence[Rule]], Bilingual | None]) -> Rule:
    """The rule with which the rule set becomes too much: halves the rules, so few of them are tried."""
    good, bad = 0, len(rules)
    while bad - good > 1:
        middle = (good + bad) // 2
        if check(rules[:middle]) is None:
            good = middle
        else:
            bad = middle
    return rules[bad - 1]
