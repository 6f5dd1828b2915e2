"""所见: what a scenario may expect of a case at one moment, by the names of the contract (design §11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridroute.casework import Actor, Answer, protected, view
from gridroute.casework.members import members_of
from gridroute.casework.scene import Scene
from gridroute.casework.snapshot import flags_of
from gridroute.model import Decision

#: Attributes of a case that are bodies, and those that are plain values.
BODIES = (
    "lead",
    "responsible",
    "first_receiver",
    "holder",
    "resolver",
    "adjudicator",
    "convener",
    "blower",
    "original",
)
BODY_LISTS = ("supports", "required", "checked_in", "reported", "objections", "subjects")
_VALUES = (
    "state",
    "redo_count",
    "supervise",
    "level",
    "urgency",
    "forum",
    "designated",
    "contested",
    "extension_count",
    "send_down_count",
    "whistle_kind",
    "triggers",
    "papers",
    "closed_by",
    "confidential",
    "master",
    "members",
    "reopen_count",
    "urges",
    "pause_count",
    "next_review",
)
_OF_DECISION = (
    "nature",
    "track",
    "category",
    "exit",
    "anchor",
    "duty_list",
    "ownerless",
    "tags",
    "administrative",
    "contain",
)
_OF_PLACE = ("status", "code", "kind", "community", "community_code", "township", "township_code")


@dataclass(frozen=True)
class Names:
    """A body as it may be named: by identifier, name or alias."""

    all: frozenset[str]
    shown: str


class Ordered(list[object]):
    """A list whose order counts."""


Seen = object


@dataclass(frozen=True)
class View:
    """The case of one answer, with the decision it began with and what the last step brought."""

    scene: Scene
    decision: Decision
    answer: Answer

    def known(self) -> list[str]:
        """The names that may be expected; of deadlines those without a role."""
        place = [f"grid.{name}" for name in _OF_PLACE]
        own = [
            "refused",
            "returned_to",
            "rule",
            "rules",
            "notify",
            "absent",
            "whistle",
            "officer",
            "party_lead",
            "signatory",
            "warnings",
        ]
        own += [
            "meeting",
            "attendees",
            "flags",
            "degraded",
            "paused",
            "late",
            "provisional",
            "charged",
            "leaks",
            "sees@",
            "withheld@",
        ]
        own += [f"due.{act}" for act in self.scene.county.policy.vocabulary.acts]
        return [*_VALUES, *BODIES, *BODY_LISTS, *_OF_DECISION, *place, *own]

    def of(self, name: str) -> Seen:
        """What the case shows under ``name``. ``KeyError`` where there is nothing of that name."""
        case, decision = self.scene.case, self.decision
        if name.startswith("due."):
            return self._due(name[4:])
        if name.startswith("grid.") and name[5:] in _OF_PLACE:
            return getattr(decision.grid, name[5:])
        if name in BODIES:
            return self._named(getattr(case, name))
        if name in BODY_LISTS:
            return [self._named(one) for one in getattr(case, name)]
        if name in _VALUES:
            value = getattr(case, name)
            return list(value) if isinstance(value, tuple) else value
        if name in _OF_DECISION:
            value = getattr(decision, name)
            return list(value) if isinstance(value, tuple) else value
        if name.startswith(("sees@", "withheld@")):
            return self._shown(*name.split("@", 1))
        match name:
            case "flags":
                return sorted(flags_of(case))
            case "degraded":
                return [one.plugin for one in decision.degraded]
            case "paused":
                return case.paused_at is not None
            case "late":
                return [one.duty.act for one in case.owed() if one.status == "overdue"]
            case "provisional":
                return [one.duty.act for one in case.owed() if one.duty.provisional]
            case "charged":
                return [self._named(one.charged) for one in case.duties if one.charged]
            case "leaks":
                return self._leaks()
            case "refused":
                refusal = self.answer.refusal
                return [] if refusal is None else [*refusal.rules, refusal.kind, *_reasons(refusal.words.zh)]
            case "returned_to":
                return self._named(self.answer.refusal.returned_to if self.answer.refusal else None)
            case "rule" | "rules":
                return self._rules()
            case "notify":
                told = [*decision.notify, *(body for event in self.answer.events for body in event.notify)]
                return [self._named(body.id) for body in told]
            case "whistle":
                return case.whistle_kind
            case "attendees":
                return [self._named(one.body.id) for one in members_of(self.scene)] if case.level else []
            case "meeting":
                return self.scene.ladder.label if case.level else None
            case "officer":
                return case.officer
            case "party_lead":
                return self._named(decision.party_lead.id if decision.party_lead else None)
            case "signatory":
                return self._named(decision.signatory.id if decision.signatory else None)
            case "warnings":
                return list(decision.warnings)
        raise KeyError(name)

    def _shown(self, what: str, who: str) -> Seen:
        """What a body, or whoever holds a capacity in the case, is shown of it, or what is withheld from it."""
        held = getattr(self.scene.case, who, None)
        found = [held] if isinstance(held, str) else [one.id for one in self.scene.county.bodies.named(who)]
        if len(found) != 1:
            raise KeyError(f"{what}@{who}")
        shown = view(self.scene.case, Actor(body=found[0]), self.scene.county)
        if shown is None:
            return []
        if what == "withheld":
            return list(shown.withheld)
        return [name for name, value in shown.model_dump(exclude_none=True).items() if value not in ((), "")]

    def _leaks(self) -> list[Names | None]:
        """Every body, but the intake center, whose view of the case holds what is protected (I28, I30)."""
        case, county, made = self.scene.case, self.scene.county, []
        hidden = protected(case)
        for body in county.bodies.by_id.values():
            shown = view(case, Actor(body=body.id), county)
            if shown is not None and "intake_center" not in shown.capacities:
                line = shown.as_json()
                made += [self._named(body.id)] if any(one in line for one in hidden) else []
        return made

    def _rules(self) -> list[str]:
        first = [entry.rule for entry in self.decision.trace if entry.won]
        later = [rule for event in self.answer.events for rule in event.rules]
        said = [str(rule) for event in self.answer.events for rule in event.said.get("rules", ())]
        refused = self.answer.refusal.rules if self.answer.refusal else ()
        return list(dict.fromkeys((*first, *later, *said, *refused)))

    def _named(self, body: str | None) -> Names | None:
        found = self.scene.county.bodies.by_id.get(body or "")
        if found is None:
            return Names(frozenset({body}), body) if body else None
        return Names(frozenset({found.id, found.name, *found.aliases}), found.name)

    def _due(self, key: str) -> Seen:
        """The deadline of an act: the lead's, or of the role behind ``@``; the earliest of several."""
        act, _, role = key.partition("@")
        acts = self.scene.county.policy.vocabulary.acts
        if act not in acts:
            raise KeyError(f"due.{act}")
        case = self.scene.case
        owed = [one for one in case.duties if one.duty.act == act and one.status != "superseded"]
        if role:
            owed = [one for one in owed if one.duty.role == role or self._is(one.duty.obligor.id, role)]
        else:
            owed = [one for one in owed if one.duty.obligor.id == case.lead] or owed
        still = [one for one in owed if one.owed] or owed
        return min((one.duty for one in still), key=lambda duty: duty.due_at, default=None)

    def _is(self, body: str, name: str) -> bool:
        found = self._named(body)
        return found is not None and name in found.all


def _reasons(words: str) -> Iterable[str]:
    """The reasons of a refusal, each as a rule gives it."""
    return words.partition(" (")[0].split("、")
