"""吹哨报到: who must come, signing in, and what is owed after it (domain.md §3.5, B6 to B9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridroute.casework.capacity import is_subject
from gridroute.casework.draft import Draft
from gridroute.casework.event import Actor, Attempt
from gridroute.casework.scene import Scene
from gridroute.dispatch.inquiry import Settled, decide
from gridroute.dispatch.responsibility import admissible, strikes
from gridroute.dispatch.roles import resolve
from gridroute.errors import NOTHING, Bilingual
from gridroute.model import Duration, Organization, Unit


def blow(draft: Draft) -> None:
    """Everyone with a statutory duty must check in; of duties, the policy's stage ``reporting`` tells by when."""
    scene, kind = draft.scene, str(draft.attempt.said["whistle_kind"])
    settled = _asked(scene, kind)
    named = [body for ref, _ in settled.references("required") for body in scene.resolved(ref)]
    named += [body for one in _comers(scene, draft.attempt, settled) if (body := one.comes) is not None]
    lead = scene.bodies([scene.case.lead or ""])
    required = {body.id: body for body in (*lead, *named)} or {
        body.id: body for body in scene.bodies([scene.case.first_receiver])
    }
    length, rule = min(
        ((length, rule) for act, length, rule in settled.dues if act == "check_in"),
        key=lambda one: (scene.due(draft.attempt.at, one[0]).due_at, one[1].id),
        default=(Duration(1, Unit.WORKDAYS), None),
    )
    draft.set |= {
        "whistle_kind": kind,
        "required": tuple(required),
        "checked_in": (),
        "blower": draft.attempt.by.body,
    }
    draft.tell(body for ref, _ in settled.references("invited") for body in scene.resolved(ref))  # B8: not owed
    draft.tell(required.values())
    for body in required.values():
        draft.open("check_in", body, length, "lead" if body.id == scene.case.lead else "required", rule)
    calling = [one for name in ("required", "invited") for _, one in settled.references(name)]
    draft.rules += [one.id for one in (*calling, rule, settled.by.get("attendance")) if one is not None]


def check_in(draft: Draft) -> None:
    """Signing in is not doing (I26): an opinion is owed from then on."""
    body = draft.scene.county.bodies.by_id[draft.attempt.by.body]
    draft.set["checked_in"] = tuple(dict.fromkeys((*draft.scene.case.checked_in, body.id)))
    draft.close(draft.owed("check_in", body.id) + draft.owed("arrive", body.id), "fulfilled")
    draft.open("opinion", body, draft.scene.parameter("签到后意见时限"), draft.role)


def opinion(draft: Draft) -> None:
    """The opinion is filed, which alone fulfils a check-in (I26)."""
    draft.close(draft.owed("opinion", draft.attempt.by.body), "fulfilled")


def report(draft: Draft) -> None:
    """A support has reported (I14)."""
    draft.set["reported"] = tuple(dict.fromkeys((*draft.scene.case.reported, draft.attempt.by.body)))
    draft.close(draft.owed("assist", draft.attempt.by.body), "fulfilled")


def asked_to_come(scene: Scene, said: Iterable[object]) -> list[Organization]:
    """The bodies that somebody names as required; one that is abolished comes as whoever continues it (B14)."""
    bodies, day = scene.county.bodies, scene.now.date()
    return [heir for one in said for body in bodies.named(str(one)) for heir in bodies.in_office(body, day)]


@dataclass(frozen=True, slots=True)
class Comer:
    """来者: a body that somebody named as required, who comes for it, and why it does not come itself."""

    named: Organization
    comes: Organization | None
    why: Bilingual = NOTHING


def _asked(scene: Scene, kind: str) -> Settled:
    """What the rules say of a whistle of that kind: who must come, and by when."""
    facts = scene.matter.facts | {"whistle": kind}
    return decide(scene.dispatcher.engine, scene.matter.edition, "reporting", facts)


def _comers(scene: Scene, attempt: Attempt, settled: Settled) -> list[Comer]:
    """Who comes of those named as required: whom a rule strikes gives way to the nearest above it that none strikes.

    Of those whom the rules themselves require, the ones complained about.
    """
    made, case, bodies = [], scene.case, scene.county.bodies
    by_rule = (body for ref, _ in settled.references("required") for body in resolve(ref, scene.matter))
    accused = [body for body in by_rule if is_subject(case, Actor(body=body.id), bodies)]
    named = {one.id: one for one in (*accused, *asked_to_come(scene, attempt.said.get("required", ())))}
    for body in named.values():
        struck = strikes(scene.matter, body, "attendee", "named").struck
        kept = admissible(scene.matter, [body], "attendee")
        if kept or struck is None:
            made.append(Comer(body, body))
            continue
        day, above = scene.now.date(), scene.county.bodies.above(body)
        others = admissible(scene.matter, [one for one in above if one.in_office(day)], "attendee")
        why = Bilingual(struck.said("zh"), struck.said("en"))
        made.append(Comer(body, others[0] if others else None, why))
    return made


def told_of_absence(scene: Scene, attempt: Attempt) -> tuple[Bilingual, ...]:
    """Which of those named as required do not come, why, and who comes instead; for whoever blew (B13, I29)."""
    made = []
    for one in _comers(scene, attempt, _asked(scene, str(attempt.said["whistle_kind"]))):
        name, why = one.named.name, one.why
        if one.comes is one.named:
            continue
        if one.comes is None:
            zh, en = "没有上级可代: 要它做的事写给主办", "nobody above it can come: tell the lead what is wanted of it"
        else:
            zh, en = f"改由上级{one.comes.name}来", f"{one.comes.name}, above it, is called instead"
        made.append(Bilingual(f"{name}不列必到 ({why.zh}): {zh}", f"{name} is not called ({why.en}): {en}"))
    return tuple(made)


def not_arrived(scene: Scene) -> list[Organization]:
    """The bodies, but the lead and who received it, that have still to come and have not signed in (I26)."""
    case = scene.case
    owing = {one.duty.obligor.id for act in ("check_in", "arrive") for one in case.owed(act)}
    return scene.bodies(sorted(owing - {case.lead or "", case.receiver or ""}))


def unanswered(scene: Scene) -> list[Organization]:
    """The required bodies, but the lead, that owe their check-in or their opinion (I26)."""
    case = scene.case
    owing = {one.duty.obligor.id for act in ("check_in", "opinion") for one in case.owed(act)}
    return [one for one in scene.bodies(case.required) if one.id in owing and one.id != case.lead]
