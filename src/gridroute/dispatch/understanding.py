"""是什么事: the facts of an issue, its nature, urgency and category, and whether it is taken (stages 1, 2)."""

from __future__ import annotations

import re

from gridroute.dispatch.inquiry import decide, infer
from gridroute.dispatch.matter import Matter
from gridroute.dispatch.subject import subjects
from gridroute.errors import CalendarUnknown, nearest
from gridroute.model import Guess, Organization
from gridroute.model.remark import remark
from gridroute.policy.condition import FactValue
from gridroute.policy.keyword import READ
from gridroute.policy.suggestion import Suggestion, tags_of
from gridroute.territory import Location, locate
from gridroute.territory.locate import of_code, of_text
from gridroute.worktime import ZONE

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: A number to call, an account: whatever it holds, it is no word (13812345678 is not about the hotline).
_NUMBER = re.compile(r"\d{7,}")
_SAME_NAME = (
    "affected_households",
    "affected_people",
    "similar_issues_24h",
    "similar_issues_month",
    "hoax_calls_month",
    "same_matter_closed_lawfully",
    "new_facts",
    "in_petition_system",
    "in_litigation",
    "authority_granted",
    "funding_attached",
)


def understand(matter: Matter) -> None:
    """Fills the matter with facts and asks ``classify`` and ``admit``."""
    matter.occurrence = locate(matter.issue, matter.county.territory, matter.county.names, matter.hints.places)
    said = matter.said = subjects(matter)
    matter.subjects = tuple({body.id: body for body in (*said.given, *said.by_conduct)}.values())
    matter.unknown_subject = said.may_lead
    _categorise(matter)
    matter.know(_issue_facts(matter) | _time_facts(matter) | _place_facts(matter))
    matter.take("classify", infer(matter.engine, matter.edition, "classify", matter.facts))
    _danger_first(matter)
    matter.take("admit", decide(matter.engine, matter.edition, "admit", matter.facts))
    matter.location = _anchored(matter)


def _categorise(matter: Matter) -> None:
    """The category that the issue gives, else the best guess above the policy's threshold."""
    issue, tree = matter.issue, matter.county.policy.categories
    if issue.category is not None:
        if issue.category in tree:
            matter.category, matter.confidence = issue.category, 1.0
            _doubt(matter, issue.category)
            return
        near = nearest(issue.category, tree.nodes)
        code = "unknown_category_near" if near.zh else "unknown_category"
        matter.warnings.append(remark(code, issue.category, *near))
    suggested = _suggested(matter)
    found = {one.path: one.confidence for one in suggested}
    for guess in matter.hints.guesses:
        if guess.category in tree:
            found[guess.category] = max(found.get(guess.category, 0.0), guess.confidence)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    matter.guesses = tuple(Guess(category=path, confidence=confidence) for path, confidence in ranked[:5])
    threshold = matter.county.policy.parameter("类别置信度")
    if ranked and isinstance(threshold, int) and ranked[0][1] * 100 >= threshold:
        matter.category, matter.confidence = ranked[0]
        matter.further = frozenset(tag for tag in tags_of(suggested) if not _within(matter.category, tag))


def _suggested(matter: Matter) -> list[Suggestion]:
    words = matter.county.policy.without_false_alarms(_NUMBER.sub(" ", matter.issue.text[:READ]))
    return matter.county.policy.categories.suggest(matter.county.names.without_places(words))


def _doubt(matter: Matter, given: str) -> None:
    """Warns where the text plainly speaks of another first-level class than the sender's; the sender's stands."""
    sure, first = matter.county.policy.parameter("出口置信度"), given.partition("/")[0]
    suggested = _suggested(matter)
    if not suggested or suggested[0].path.partition("/")[0] == first or not isinstance(sure, int):
        return
    best = suggested[0]
    if best.confidence * 100 >= sure:
        matter.warnings.append(remark("category_doubtful", given, best.path, str(round(best.confidence * 100))))


def _danger_first(matter: Matter) -> None:
    """Danger is met by whoever is nearest, and supply restored by who can, whatever else the words say of them.

    A body that the issue itself names, or that it expressly complains about, still stands aside.
    """
    urgency, private = matter.word("urgency"), matter.county.policy.vocabulary.private_kinds
    if urgency in ("", "normal") or not matter.said.by_conduct:
        return
    given = {body.id for body in matter.said.given}
    kept: list[Organization] = []
    later: list[Organization] = []
    for body in matter.subjects:
        stays = body.id in given or (urgency != "emergency" and body.kind not in private)
        (kept if stays else later).append(body)
    if later:
        matter.subjects = tuple(kept)
        shown = later if len(later) <= 3 else later[:3]
        matter.warnings.append(remark("conduct_later", "、".join(body.name for body in shown)))
    matter.unknown_subject = matter.unknown_subject and urgency != "emergency"
    matter.know({"subject_kind": frozenset(body.kind for body in matter.subjects)})


def _within(path: str, node: str) -> bool:
    return path == node or path.startswith(node + "/")


def _issue_facts(matter: Matter) -> dict[str, FactValue]:
    issue, policy = matter.issue, matter.county.policy
    facts: dict[str, FactValue] = {}
    for name, value in issue.county_fields.items():
        item = policy.vocabulary.fields.get(name)
        if item is None or not item.given or not item.takes(value):
            matter.warnings.append(remark("wrong_county_field", name[:40]))
            continue
        facts[name] = value
    channel, channels = issue.channel, policy.vocabulary.fields["channel"].values
    if channel is not None and channel not in channels:
        matter.warnings.append(remark("unknown_channel", channel))
        channel = "other"
    for name in _SAME_NAME:
        value = getattr(issue, name)
        if value is not None:
            facts[name] = value
    given = {
        "channel": channel,
        "nature_given": issue.nature,
        "urgency_given": issue.urgency,
        "confidential_requested": issue.confidential not in (None, "open") or None,
        "reporter_anonymous": issue.anonymous,
        "vulnerable": issue.reporter.vulnerable,
        "category": matter.category,
    }
    facts |= {name: value for name, value in given.items() if value is not None}
    if matter.category is not None:
        facts["category_confidence"] = round(matter.confidence * 100)
        facts["category_level_2"] = "/".join(matter.category.split("/")[:2])
        nature = policy.categories.nodes[matter.category].nature
        if nature is not None:
            facts["category_nature"] = nature
    facts["subject_organizations_exist"] = matter.said.anyone
    if matter.subjects:
        facts["subject_kind"] = frozenset(body.kind for body in matter.subjects)
    signals = policy.signals_of(issue.text) | matter.said.signals
    if signals:
        facts["text_signals"] = signals
    if issue.tags or matter.further:
        facts["tags"] = issue.tags | matter.further
    return facts


def _time_facts(matter: Matter) -> dict[str, FactValue]:
    """The calendar at the moment of routing. In a year without a calendar ``day_kind`` is absent."""
    now = matter.at.astimezone(ZONE)
    facts: dict[str, FactValue] = {"weekday": _WEEKDAYS[now.weekday()]}
    try:
        kind = facts["day_kind"] = matter.county.calendar.day_kind(now.date())
        facts["in_work_time"] = kind in ("workday", "makeup") and matter.county.hours.contains(now.time())
    except CalendarUnknown:
        pass
    return facts | matter.county.policy.period_facts(now)


def _place_facts(matter: Matter) -> dict[str, FactValue]:
    where, reporter = matter.occurrence, matter.issue.reporter
    facts: dict[str, FactValue] = {
        "occurred_known": where.named,
        "origin_township_exists": reporter.origin_township is not None,
        "residence_community_exists": reporter.residence_community is not None,
    }
    if where.status == "outside":
        facts["occurrence_in_county"] = False
    elif where.place or where.township or where.candidates:
        facts["occurrence_in_county"] = True
    if where.township:
        facts["scope"] = f"{where.township}/{where.place[:12]}" if where.place else where.township
    if where.place:
        community = matter.county.territory.community_of(where.place)
        if community is not None:
            urban = matter.county.bodies.by_id[community.code].kind == "residents_committee"
            facts["settlement"] = "urban" if urban else "rural"
    return facts


def _anchored(matter: Matter) -> Location:
    """The place that ``anchor`` chooses: of the occurrence, the reporter's home, or their origin (A6)."""
    reporter, anchor = matter.issue.reporter, matter.word("anchor")
    if anchor == "residence" and reporter.residence_community:
        return _said(reporter.residence_community, matter)
    if anchor == "origin" and reporter.origin_township:
        return _said(reporter.origin_township, matter)
    return matter.occurrence


def _said(text: str, matter: Matter) -> Location:
    territory = matter.county.territory
    if text.isdigit():
        return of_code(text, territory)
    return of_text(text, territory, matter.county.names, trusted=True)
