"""所见: a case as one body, one post or the resident may see it, and nothing of it more (I28, I30; T16, T54).

Whom the case complains about, and who is below it, sees nothing at all (where everybody is, as in a complaint
about the government, whoever must still act sees that there is a case). What tells who informed goes to the
intake center alone. The others see what their part in the case needs: the lead whom to call, an attendee the
matter, somebody who was only told that there is a case. ``confidential`` is the county's own decision:
``masked`` hides who informed from everybody who handles it, ``sealed`` the matter itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from gridroute.casework.capacity import capacities, is_above_subject, is_subject, must_stand_aside
from gridroute.casework.case import Case
from gridroute.casework.event import REPORTER, SYSTEM, Actor, OpenDuty
from gridroute.casework.mask import Mask, marks
from gridroute.dispatch import County
from gridroute.model import BodyRef
from gridroute.model.issue import Reporter

#: Who handles the matter, and so must find the place and the people.
_HANDLING = frozenset({"lead", "first_receiver", "holder"})
#: Who needs to know what the matter is.
_WORKING = _HANDLING | {"support", "required", "invited", "blower", "resolver", "adjudicator", "convener"}
#: Who needs to know what others owe.
_OVERSEEING = frozenset({"lead", "supervisor", "first_receiver", "convener", "adjudicator"})
_PLACE = frozenset({"community", "township"})


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DutyView(_Shown):
    """One duty as it is shown: what, by whom, until when, and what became of it."""

    number: int
    act: str
    obligor: BodyRef
    due_on: date
    due_at: datetime
    status: str
    provisional: bool


class CaseView(_Shown):
    """What one viewer may see of one case. ``withheld`` names the parts kept back; ask the intake center for them."""

    case: str
    county: str
    viewer: str
    capacities: tuple[str, ...]
    state: str
    at: datetime
    confidential: str
    urgency: str
    category: str | None = None
    nature: str | None = None
    place: str | None = None
    address: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    text: str | None = None
    supplements: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    reporter: Reporter | None = None
    anonymous: bool | None = None
    channel: str | None = None
    external_id: str | None = None
    lead: BodyRef | None = None
    supports: tuple[BodyRef, ...] = ()
    responsible: BodyRef | None = None
    duties: tuple[DutyView, ...] = ()
    level: str | None = None
    supervise: str | None = None
    redo_count: int | None = None
    withheld: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The view as one line of JSON; what is not shown is not in it."""
        shown = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Sight:
    """目力: how much of a case one viewer may see.

    ``level`` of its words: full (the intake center's), always, reach or who (what is hidden in them, see
    ``mask``), or none. ``handling``: whether the viewer must find the place and the people.
    """

    roles: frozenset[str]
    level: str
    handling: bool = False
    all_duties: bool = False


def sight(case: Case, viewer: Actor, county: County) -> Sight | None:
    """How much of ``case`` the body or post ``viewer`` may see; nothing where it has no part in it."""
    bodies = county.bodies
    if viewer.body in (SYSTEM, REPORTER) or must_stand_aside(case, viewer, county.territory.posts, bodies):
        return None
    owes = any(one.duty.obligor.id == viewer.body for one in case.duties)
    roles = capacities(case, viewer, bodies)
    if is_subject(case, viewer, bodies):
        last_resort = viewer.body == case.responsible or ("intake_center" in roles and owes)
        return Sight(frozenset(), "none") if last_resort else None
    if not roles and not owes and viewer.body not in case.informed:
        return None
    above = is_above_subject(case, viewer, bodies)
    if "intake_center" in roles and not above:
        return Sight(roles, "full", True, True)
    handling = bool(roles & _HANDLING)
    if case.confidential == "sealed" or not (handling or roles & (_WORKING | _PLACE)):
        return Sight(roles, "none", False, case.confidential != "sealed" and bool(roles & _OVERSEEING))
    hidden = case.confidential != "open" or above
    return Sight(roles, "who" if hidden else "always" if handling else "reach", handling, bool(roles & _OVERSEEING))


def view(case: Case, viewer: Actor, county: County) -> CaseView | None:
    """What ``viewer`` may see of ``case``; nothing where it has no part in it, or is complained about."""
    if viewer.body == REPORTER:
        return _for_the_resident(case, viewer, county)
    seen = sight(case, viewer, county)
    if seen is None:
        return None
    head = _head(case, viewer, seen.roles, county)
    if case.confidential == "sealed" or is_subject(case, viewer, county.bodies):
        head = head if seen.level == "full" else _sealed(head)
    duties = {"duties": _duties(case, None if seen.all_duties else viewer.body)}
    match seen.level:
        case "full":
            return head.model_copy(update=_in_full(case) | duties)
        case "none":
            withheld = head.withheld or ("text", "address", "reporter")
            return head.model_copy(update=duties | {"withheld": withheld})
    return head.model_copy(update=_matter(case, seen.level, seen.handling) | duties)


def mask_of(case: Case, level: str) -> Mask:
    """What hides the words of ``case`` at ``level``: a name that one text gave away is hidden in all."""
    return Mask(level, _texts(case))


def _texts(case: Case) -> tuple[str, ...]:
    return (case.issue.text, case.issue.address or "", *case.supplements)


def protected(case: Case) -> frozenset[str]:
    """What must be in no view, message, export or log but the intake center's own.

    Of an open case: numbers of documents, what the resident is. Of a masked or sealed one also names, numbers
    to call, doors, coordinates and the number of the channel.
    """
    issue = case.issue
    level = "always" if case.confidential == "open" else "who"
    texts = _texts(case)
    found = {mark for text in texts for mark in marks(text, level)}
    if case.confidential != "open":
        found |= {str(one) for one in (issue.external_id, issue.longitude, issue.latitude) if one}
    if case.confidential == "sealed":
        found |= {text for text in texts if text}
    return frozenset(one for one in found if len(one) > 1)


def _head(case: Case, viewer: Actor, roles: frozenset[str], county: County) -> CaseView:
    by_id = county.bodies.by_id

    def ref(body: str | None) -> BodyRef | None:
        return by_id[body].ref if body in by_id else None

    names = [by_id[code].name for code in (case.township, case.community) if code in by_id]
    return CaseView(
        case=case.id,
        county=case.county,
        viewer=viewer.body,
        capacities=tuple(sorted(roles)),
        state=case.state,
        at=case.at,
        confidential=case.confidential,
        urgency=case.urgency,
        category=case.category,
        nature=case.nature,
        place=" ".join(names) or None,
        lead=ref(case.lead),
        supports=tuple(by_id[one].ref for one in case.supports if one in by_id),
        responsible=ref(case.responsible),
        level=case.level,
        supervise=case.supervise,
        redo_count=case.redo_count,
    )


def _sealed(head: CaseView) -> CaseView:
    """That there is a case, and nothing of what it is about: discipline handles it elsewhere."""
    kept = {"category": None, "nature": None, "place": None, "lead": None, "supports": (), "responsible": None}
    return head.model_copy(update={**kept, "withheld": ("text", "address", "reporter", "category")})


def _in_full(case: Case) -> dict[str, object]:
    issue = case.issue
    return {
        "text": issue.text,
        "supplements": case.supplements,
        "attachments": case.attachments,
        "address": issue.address,
        "longitude": issue.longitude,
        "latitude": issue.latitude,
        "reporter": issue.reporter,
        "anonymous": issue.anonymous,
        "channel": issue.channel,
        "external_id": issue.external_id,
    }


def _matter(case: Case, level: str, handling: bool) -> dict[str, object]:
    issue, hidden, hide = case.issue, level == "who", mask_of(case, level).hide
    made: dict[str, object] = {
        "text": hide(issue.text),
        "supplements": tuple(hide(one) for one in case.supplements),
        "address": mask_of(case, "who" if hidden else "always").hide(issue.address) if issue.address else None,
        "attachments": case.redacted if hidden else case.attachments,
    }
    if handling and not hidden:
        made |= {"longitude": issue.longitude, "latitude": issue.latitude, "anonymous": issue.anonymous}
    more = hidden and len(case.attachments) > len(case.redacted)
    kept_back = ["reporter", *(["attachments"] if more else ())]
    if made["text"] != issue.text:
        kept_back.append("text")
    return made | {"withheld": tuple(kept_back)}


def _for_the_resident(case: Case, viewer: Actor, county: County) -> CaseView:
    """How it goes, who leads and until when. An objection is no end (I16); a dispute of bodies is not theirs."""
    head = _head(case, viewer, frozenset({REPORTER}), county)
    state = "dispatched" if case.state in ("objected", "adjudicating") else case.state
    own = tuple(one for one in _duties(case, None) if one.act in ("handle", "answer", "recover", "progress"))
    return head.model_copy(
        update={"state": state, "duties": own, "level": None, "supervise": None, "redo_count": None, "supports": ()}
    )


def _duties(case: Case, body: str | None) -> tuple[DutyView, ...]:
    shown = (one for one in case.duties if body in (None, one.duty.obligor.id) and one.status != "superseded")
    return tuple(_duty(one) for one in shown)


def _duty(one: OpenDuty) -> DutyView:
    duty = one.duty
    return DutyView(
        number=one.number,
        act=duty.act,
        obligor=duty.obligor,
        due_on=duty.due_on,
        due_at=duty.due_at,
        status=one.status,
        provisional=duty.provisional,
    )
