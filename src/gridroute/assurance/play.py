"""演练: plays a scenario on a policy and says where what happened is not what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gridroute.adapters import parse_issue
from gridroute.assurance.given import mode_given, with_posts
from gridroute.assurance.misnaming import misnamed
from gridroute.assurance.parlance import capacity_meant, event_meant, is_called, said_meant, words_of_events
from gridroute.assurance.scenario import Scenario, Step
from gridroute.assurance.service import Asked
from gridroute.assurance.standing.interview import StandingView, asked
from gridroute.assurance.standing.question import Misasked, Refused
from gridroute.assurance.view import Names, Ordered, Seen, View
from gridroute.casework import REPORTER, SYSTEM, Actor, Answer, Attempt, Case, CaseDesk, CaseEvent
from gridroute.casework.scene import Scene
from gridroute.civic.switching import under
from gridroute.dispatch import County
from gridroute.errors import NOTHING, Bilingual, Fault, GridrouteError, IssueError, SpokenError, nearest
from gridroute.model import Decision, Issue, Obligation
from gridroute.policy import Policy
from gridroute.policy.document import Value
from gridroute.worktime import ZONE

#: What an event says that names bodies.
_BODIES = ("to", "from_body", "required", "master", "body")
_NONE = Bilingual("没有", "nothing")


@dataclass(frozen=True)
class Difference:
    """One expectation that did not come true: what was expected, as it is written, and both as they are said.

    ``wanted`` is null where nothing was to be there (``absent``), or where the step itself went wrong (``told``); what
    was found is then said in ``actual`` in Chinese and in ``english``.
    """

    line: int
    name: str
    expected: str
    actual: str
    wanted: Value = None
    english: str = ""
    #: Nothing was expected under that name: the step itself went wrong.
    told: bool = False
    #: That nothing in the county is called what was expected, with the nearest name.
    misnamed: Bilingual = NOTHING

    def found(self, lang: str) -> str:
        """What was found, in one language."""
        return self.english if lang == "en" and self.english else self.actual

    def wished(self, lang: str) -> str:
        """What was expected, in one language; empty where nothing was said of it."""
        if self.told:
            return ""
        return _NONE.in_(lang) if self.expected == "-" else self.expected


@dataclass(frozen=True)
class Juncture:
    """关口: the step at which a scenario went astray: the case before it, what was tried, and what came of it."""

    step: Step
    desk: CaseDesk
    issue: Issue
    decision: Decision
    before: Case
    answer: Answer
    attempt: Attempt | None = None

    @property
    def opening(self) -> bool:
        """Whether nothing has happened yet but the first decision."""
        return bool(self.answer.events) and self.answer.events[0].seq == 1

    @property
    def scene(self) -> Scene:
        """The case after the step."""
        case = self.answer.case
        return Scene(case, self.desk.dispatcher, max(case.at, self.step.advance_to or case.at))


@dataclass(frozen=True)
class Passed:
    """A scenario that went as expected, with its log."""

    scenario: Scenario
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True)
class Failed:
    """A scenario that did not: the differences of the first step that went astray, and what had happened."""

    scenario: Scenario
    differences: tuple[Difference, ...]
    events: tuple[CaseEvent, ...]
    #: Nothing where the scenario could not be played at all.
    at: Juncture | None = None


def play(scenario: Scenario, desk: CaseDesk) -> Passed | Failed:
    """Plays ``scenario``; it stops at the first step with a difference, for later ones only follow from it."""
    if scenario.service:
        return _asked(scenario, desk)
    if scenario.civic:
        return _standing(scenario, desk)
    desk, wrong_posts = with_posts(scenario, desk)
    if wrong_posts:
        return Failed(scenario, tuple(_told(one.line, "posts", one.problem) for one in wrong_posts), ())
    county = desk.dispatcher.county
    raw: dict[str, object] = {"received_at": scenario.at.isoformat(), "id": scenario.name[:100], **scenario.issue}
    try:
        issue = parse_issue(raw, county.policy.vocabulary)
    except IssueError as error:
        return Failed(scenario, (_told(scenario.line, "issue", error.words),), ())
    mode, wrong_modes = mode_given(scenario, county, issue.received_at)
    if wrong_modes:
        return Failed(scenario, tuple(_told(one.line, "modes", _both(one)) for one in wrong_modes), ())
    issue = under(issue, mode)
    unknown = _unknown_category(scenario, issue, desk)
    if unknown is not None:
        return Failed(scenario, (unknown,), ())
    decision = desk.dispatcher.route(issue, scenario.at)
    answer = desk.open(issue, scenario.at)
    log = [*answer.events]
    for step in scenario.steps:
        try:
            _not_backwards(step, answer.case)
            attempt = _attempt(step, answer.case, desk)
            made = _taken(step, attempt, answer, desk)
        except (WrongStep, LookupError, ValueError) as error:
            words = error.words if isinstance(error, SpokenError) else Bilingual(str(error), str(error))
            wrong = _told(step.line, "event", words)
            return Failed(scenario, (wrong,), tuple(log), Juncture(step, desk, issue, decision, answer.case, answer))
        log.extend(made.events if made is not answer else ())
        juncture = Juncture(step, desk, issue, decision, answer.case, made, attempt)
        answer = made
        differences = _differences(step, View(juncture.scene, decision, answer), county)
        if answer.refusal is not None and "refused" not in step.expect:
            differences.append(_told(step.line, "refused", answer.refusal.words))
        if differences:
            return Failed(scenario, tuple(differences), tuple(log), juncture)
    return Passed(scenario, tuple(log))


def _unknown_category(scenario: Scenario, issue: Issue, desk: CaseDesk) -> Difference | None:
    """That the county has no such category: the issue would be read by its words alone, and the scenario test another.

    One that expects ``warnings`` is on what comes of it, and is played.
    """
    tree = desk.dispatcher.county.policy.categories
    if issue.category is None or issue.category in tree or any("warnings" in step.expect for step in scenario.steps):
        return None
    ends = [f": {one}" if one else "" for one in nearest(issue.category, tree.nodes)]
    words = Bilingual(f"没有类别“{issue.category}”{ends[0]}", f"there is no category “{issue.category}”{ends[1]}")
    return _told(scenario.line, "category", words)


def _both(fault: Fault) -> Bilingual:
    """What is wrong and what to do, in both languages."""
    pairs = zip(fault.problem, fault.remedy, strict=True)
    return Bilingual(*(": ".join(part for part in pair if part) for pair in pairs))


class WrongStep(SpokenError):
    """A step names somebody who is nobody in the case, or goes back in time."""


def _not_backwards(step: Step, case: Case) -> None:
    for moment_ in (step.at, step.advance_to):
        if moment_ is not None and moment_ < case.at:
            here, before = (one.astimezone(ZONE).isoformat(timespec="minutes") for one in (moment_, case.at))
            words = Bilingual(
                f"{here} 早于上一件事 {before}: 步骤按时间先后写",
                f"{here} lies before what happened last, {before}: write steps in the order of time",
            )
            raise WrongStep(words)


def _told(line: int, name: str, words: Bilingual) -> Difference:
    return Difference(line, name, "-", words.zh, english=words.en, told=True)


def _attempt(step: Step, case: Case, desk: CaseDesk) -> Attempt | None:
    """What the step wants to happen, with bodies by their identifiers."""
    if step.event is None:
        return None
    assert step.at is not None
    said = {key: value for key, value in step.event.items() if key not in ("type", "by")}
    policy, kind = desk.dispatcher.county.policy, str(step.event["type"])
    scene = Scene(case, desk.dispatcher, step.at)
    actor = _actor(str(step.event["by"]), scene)
    named = {
        key: _named(value, scene) if key in _BODIES else said_meant(key, value, policy) for key, value in said.items()
    }
    event = event_meant(kind, policy)
    if event not in policy.lifecycle.events:
        ends = [f": {one}" if one else "" for one in nearest(kind, words_of_events(policy))]
        raise WrongStep(Bilingual(f"没有事件“{kind}”{ends[0]}", f"there is no event “{kind}”{ends[1]}"))
    return Attempt(type=event, at=step.at, by=actor, said=named)


def _taken(step: Step, attempt: Attempt | None, before: Answer, desk: CaseDesk) -> Answer:
    if attempt is not None:
        if attempt.by.body == SYSTEM:
            made = desk.bring(before.case, attempt.type, attempt.at, attempt.said)
        else:
            made = desk.attempt(before.case, attempt)
    elif step.advance_to is not None or step.at is not None:
        made = desk.advance(before.case, step.advance_to or step.at or before.case.at)
    else:
        made = before
    if step.event is not None and step.advance_to is not None:
        later = desk.advance(made.case, step.advance_to)
        made = Answer(later.case, (*made.events, *later.events), made.refusal, made.warnings)
    return made


def _named(value: Value, scene: Scene) -> object:
    """Bodies by identifier, however they are written: by name, as a capacity in the case, or as a role."""
    if isinstance(value, list):
        return [_named(one, scene) for one in value]
    found = scene.county.bodies.named(str(value))
    if len(found) == 1:
        return found[0].id
    by = capacity_meant(str(value), scene.county.policy)
    known = by in scene.county.policy.lifecycle.roles or by in scene.county.policy.vocabulary.roles
    if not known or by in (SYSTEM, REPORTER):
        return value
    try:
        return _actor(by, scene).body
    except WrongStep:
        return value


def _actor(by: str, scene: Scene) -> Actor:
    """Who ``by`` means: the system, the resident, a capacity in this case, a role of the policy, or a body."""
    by = capacity_meant(by, scene.county.policy)
    if by in (SYSTEM, REPORTER):
        return Actor(body=by)
    case, matter = scene.case, scene.matter
    places = {"community": matter.community, "township": matter.township}
    if by in places:
        place = places[by]
        if place is not None:
            return Actor(body=place.code)
    if by == "intake_center":
        by = "受理中心"
    held = getattr(case, by, None) if by in scene.county.policy.lifecycle.roles else None
    if isinstance(held, tuple):
        held = held[0] if held else None
    if isinstance(held, str):
        return Actor(body=held)
    if by in scene.county.policy.vocabulary.roles and (bodies := scene.resolved(by)):
        return Actor(body=bodies[0].id)
    found = scene.county.bodies.named(by)
    if len(found) == 1:
        return Actor(body=found[0].id)
    roles = scene.county.policy.lifecycle.roles
    ends = ["", ""] if by in roles else nearest(by, [word for label in (*roles.values(),) for word in label])
    zh, en = (f": {one}" if one else "" for one in ends)
    raise WrongStep(Bilingual(f"“{by}”在这件事里没有对应的单位{zh}", f"nobody is “{by}” in this case{en}"))


def _asked(scenario: Scenario, desk: CaseDesk) -> Passed | Failed:
    """What becomes of a question on a service."""
    try:
        seen = Asked.of_scenario(scenario, desk)
    except GridrouteError as error:
        words = error.words if isinstance(error, SpokenError) else Bilingual(error.text("zh"), error.text("en"))
        return Failed(scenario, (_told(scenario.line, "service", words),), ())
    differences = [one for step in scenario.steps for one in _differences(step, seen, desk.dispatcher.county)]
    return Failed(scenario, tuple(differences), ()) if differences else Passed(scenario, ())


def _standing(scenario: Scenario, desk: CaseDesk) -> Passed | Failed:
    """What becomes of a question on standing matters; it stops at the first step with a difference."""
    try:
        for step, seen in asked(scenario, desk):
            differences = _differences(step, seen, desk.dispatcher.county)
            refused = seen.seen.get("refused")
            if isinstance(refused, Refused) and refused and "refused" not in step.expect:
                differences.append(_told(step.line, "refused", refused.words))
            if differences:
                return Failed(scenario, tuple(differences), ())
    except GridrouteError as error:
        words = error.words if isinstance(error, SpokenError) else Bilingual(error.text("zh"), error.text("en"))
        line = error.line if isinstance(error, Misasked) else scenario.line
        return Failed(scenario, (_told(line, "civic", words),), ())
    return Passed(scenario, ())


def _differences(step: Step, view: View | Asked | StandingView, county: County) -> list[Difference]:
    made: list[Difference] = []
    for name, expected in step.expect.items():
        if name == "absent":
            for one in map(str, expected if isinstance(expected, list) else [expected]):
                try:
                    seen = view.of(one)
                except KeyError:
                    made.append(_unknown(step.line, one, None, view))
                    continue
                if seen not in (None, [], (), "", False, {}):
                    made.append(Difference(step.line, one, "-", shown(seen)))
            continue
        try:
            seen = view.of(name)
        except KeyError:
            made.append(_unknown(step.line, name, expected, view))
            continue
        if not _agrees(name, expected, seen, county.policy):
            wrong = misnamed(name, expected, county)
            made.append(Difference(step.line, name, shown(expected), shown(seen), expected, misnamed=wrong))
    return made


def _unknown(line: int, name: str, expected: Value, view: View | Asked | StandingView) -> Difference:
    """That nothing is called ``name``, with the nearest name that something has."""
    ends = [f": {one}" if one else "" for one in nearest(name, view.known())]
    what, _, who = name.partition("@")
    if what in ("sees", "withheld") and who:
        words = Bilingual(f"没有这一项: 台账里没有单位“{who}”", f"there is no such thing: no body is “{who}”")
        return Difference(line, name, shown(expected), words.zh, english=words.en, told=expected is None)
    words = Bilingual(f"没有这一项{ends[0]}", f"there is no such thing{ends[1]}")
    return Difference(line, name, shown(expected), words.zh, english=words.en, told=expected is None)


def _agrees(name: str, expected: Value, seen: Seen, policy: Policy) -> bool:
    def same(wanted: Value, found: Seen) -> bool:
        called = isinstance(wanted, str) and isinstance(found, str) and is_called(name, found, wanted, policy)
        return called or _same(wanted, found)

    if isinstance(expected, dict) and set(expected) == {"contains"} and isinstance(seen, list):
        wanted = expected["contains"]
        parts = name == "warnings"  # sentences: a part of one is enough
        return all(
            any(same(one, s) or (parts and str(one) in str(s)) for s in seen)
            for one in (wanted if isinstance(wanted, list) else [wanted])
        )
    if name in ("rule", "refused") and isinstance(seen, list):
        return any(same(expected, one) for one in seen)
    if isinstance(expected, dict) and isinstance(seen, Mapping):
        wanted, found = ({str(key): value for key, value in one.items()} for one in (expected, seen))
        return wanted.keys() == found.keys() and all(
            _agrees("", value, found[key], policy) for key, value in wanted.items()
        )
    if isinstance(expected, list) and isinstance(seen, Ordered):
        return len(expected) == len(seen) and all(map(same, expected, seen))
    if isinstance(expected, list) and isinstance(seen, list):
        return all(any(same(one, s) for s in seen) for one in expected) and all(
            any(same(one, s) for one in expected) for s in seen
        )
    return same(expected, seen)


def _same(expected: Value, seen: Seen) -> bool:
    if isinstance(seen, Names):
        return str(expected) in seen.all
    if isinstance(seen, Obligation):
        if isinstance(expected, date) or len(str(expected)) == 10:
            return str(seen.due_on) == str(expected)
        return seen.due_at == moment(str(expected))
    if isinstance(seen, datetime):
        if len(str(expected)) == 10:
            return str(seen.astimezone(ZONE).date()) == str(expected)
        return seen == moment(str(expected))
    if expected is None or seen is None:
        return expected is seen
    return expected == seen or str(expected) == str(seen)


def moment(text: str) -> datetime | None:
    """The moment written as ``text``, in the county's zone where none is written; nothing where it is none."""
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=ZONE)


def shown(thing: object) -> str:
    """A value as a report shows it."""
    if isinstance(thing, Names):
        return thing.shown
    if isinstance(thing, Obligation):
        return f"{thing.due_on} ({thing.due_at.isoformat(timespec='minutes')})"
    if isinstance(thing, Mapping):
        return ", ".join(f"{key}: {shown(value)}" for key, value in thing.items())
    if isinstance(thing, list | tuple):
        return "、".join(shown(one) for one in thing) or "-"
    return "-" if thing is None else str(thing)
