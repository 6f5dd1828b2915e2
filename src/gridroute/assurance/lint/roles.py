"""角色落空: roles that rules, acts, successions or ladders name and nobody fills somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from gridroute.assurance.lint.finding import Finding, Where
from gridroute.dispatch.county import County
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.hints import NO_HINTS
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.roles import resolve
from gridroute.errors import Bilingual, Fault
from gridroute.model import Issue, Place
from gridroute.policy.policy import Policy
from gridroute.policy.rule import DutyRow, LeadRow, OutcomeValue, Reference
from gridroute.policy.vocabulary import Role
from gridroute.territory import short_name


def unfilled(county: County, at: datetime) -> Iterator[Finding]:
    """Roles that nobody fills in some place where a rule may ask for them: one finding a role."""
    policy = county.policy
    told = {gap.rule for gap in policy.gaps}
    places = list(matters(county, at))
    for name, (file, line, by) in sorted(named_roles(policy).items()):
        role = policy.vocabulary.roles[name]
        if name in told or role.form in ("group", "case"):
            continue  # of a group each member is asked; what a case answers is there with the case
        if role.form == "post":
            if county.territory.posts:
                continue  # each grid is asked for its officer
            words = Bilingual("岗位还没有台账,角色落空", "posts have no register yet: the role resolves to nobody")
            yield Finding(Fault(file, line, by, _of(name, words), code="GR326"))
            continue
        asked = [(place, matter) for place, matter in places if may_ask(role, place)]
        empty = [place for place, matter in asked if not answered(role, matter)]
        if empty:
            example = short_name(empty[0].name)
            words = Bilingual(
                f"{len(asked)} 个地方中有 {len(empty)} 个没有单位承担,如{example}",
                f"nobody fills it in {len(empty)} of {len(asked)} places, such as {example}",
            )
            remedy = Bilingual("在 organizations.yaml 补上", "add who does it to organizations.yaml")
            yield Finding(Fault(file, line, by, _of(name, words), remedy, code="GR320"))


def _of(name: str, words: Bilingual) -> Bilingual:
    return Bilingual(f"角色“{name}”: {words.zh}", f"role “{name}”: {words.en}")


def matters(county: County, at: datetime) -> Iterator[tuple[Place, Matter]]:
    """One matter of no content in each village and in each township whose village is not known."""
    engine, edition = Engine(county.policy, "reference"), county.policy.on(at.date())
    issue = Issue(id="-", received_at=at, text="-")
    for place in (*county.territory.townships, *county.territory.communities):
        matter = Matter(county, engine, edition, issue, at, NO_HINTS)
        matter.community = county.territory.community_of(place.code)
        matter.township = county.territory.township_of(place.code)
        matter.area = (place,)
        yield place, matter


def may_ask(role: Role, place: Place) -> bool:
    """Whether a rule may ask for the role in ``place``: not for a village's where no village is known."""
    if place.level != "township":
        return True
    return "community" not in (role.level, role.key) and role.key != "grid"


def answered(role: Role, matter: Matter) -> bool:
    """Whether somebody fills the role in the place of ``matter``."""
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


def named_roles(policy: Policy) -> dict[str, Where]:
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
