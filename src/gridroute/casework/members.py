"""会议成员: who sits on a rung over one matter, and who of them only explains and does not vote (C11, SS17)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gridroute.casework.capacity import is_party
from gridroute.casework.dossier import asked_of_item
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import case_facts
from gridroute.dispatch.inquiry import decide
from gridroute.dispatch.roles import resolve
from gridroute.model import Organization
from gridroute.policy.condition import FactValue


@dataclass(frozen=True, slots=True)
class Member:
    """One who is called. ``votes`` is false for one who is recused; ``recused`` are the reasons."""

    body: Organization
    capacity: str
    votes: bool = True
    recused: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def members_of(scene: Scene, interested: Collection[str] = ()) -> list[Member]:
    """The members for the matter on its rung: convener, members of the rung, lead, supports and those that rules add.

    ``interested``: identifiers of bodies that declared an interest. Members may be of a higher level than the meeting.
    """
    facts = case_facts(scene)
    proposed: dict[str, tuple[Organization, str]] = {}

    def propose(bodies: Collection[Organization], capacity: str) -> None:
        for body in bodies:
            proposed.setdefault(body.id, (body, capacity))

    case, ladder = scene.case, scene.ladder
    propose(scene.bodies([case.convener or ""]), "convener")
    if case.rung is not None and case.rung < len(ladder.rungs):
        for reference in ladder.rungs[case.rung].members:
            propose(resolve(reference, scene.matter), "member")
    propose(scene.bodies([case.lead or ""]), "lead")
    propose(scene.bodies(case.supports), "support")
    for reference, _ in asked_of_item(scene, facts).references("members"):
        propose(resolve(reference, scene.matter), "member")
    propose(scene.matter.subjects, "subject")
    return [_member(scene, facts, body, capacity, interested) for body, capacity in proposed.values()]


def _member(
    scene: Scene, facts: dict[str, FactValue], body: Organization, capacity: str, interested: Collection[str]
) -> Member:
    own: dict[str, FactValue] = {
        "member_kind": body.kind,
        "member_level": body.level,
        "member_is_party": is_party(scene.case, body, scene.county.bodies, lead=False),
        "member_is_lead": body.id == scene.case.lead,
        "member_missed": body.id in {one.duty.obligor.id for one in scene.case.owed("check_in")},
        "member_has_interest": body.id in interested,
    }
    settled = decide(scene.dispatcher.engine, scene.matter.edition, "member", facts | own)
    reasons = settled.texts("recuse")
    explains = bool(reasons) or settled.word("attends_as") == "explainer"
    won = tuple(entry.rule for entry in settled.trace if entry.won)
    return Member(body, capacity, not explains, tuple(reasons), won)
