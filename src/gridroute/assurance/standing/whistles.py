"""问同时被吹: in what order one body answers several whistles, and which of them one visit answers (B9, B10, T39)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from gridroute.adapters import parse_issue
from gridroute.assurance.scenario import Step
from gridroute.assurance.standing.question import Misasked, Question, Refused
from gridroute.assurance.view import Ordered
from gridroute.casework import Actor, Attempt, Case, CaseDesk
from gridroute.casework.contention import visits
from gridroute.dispatch import Dispatcher
from gridroute.errors import Bilingual, IssueError
from gridroute.policy.document import Value

#: What a community says with a whistle, where the scenario does not say otherwise: an appeal that was reviewed (B6).
_SAID: Mapping[str, Value] = {"whistle_kind": "appeal", "beyond_own_power": True, "reviewed": True}
_CALL = ("at", "issue", "by", "said")


def course(question: Question) -> Iterator[tuple[Step, dict[str, object]]]:
    """The visits that are still owed after each step. An event ``check_in`` is the visit that comes first."""
    engine = question.asking.engine
    desk = CaseDesk(Dispatcher(question.civic.county, engine.name, engine.observer))
    body = question.resolved("body", "body")
    cases = {name: _whistled(question, desk, name, call) for name, call in question.mapping("calls").items()}
    missed = [name for name, case in cases.items() if body not in case.required]
    for step in question.scenario.steps:
        rules, refusal = list[str](), None
        if step.event is not None and step.at is not None:
            kind, by = str(step.event["type"]), question.resolved("body", "body", str(step.event["by"]))
            owed = visits(cases.values(), by, question.civic.county)
            if kind != "check_in" or not owed:
                words = Bilingual(f"没有可报到的哨: {kind}", f"no whistle is left to answer: {kind}")
                raise Misasked(words, step.line)
            for name, attempt in owed[0].check_ins(step.at):
                answer = desk.attempt(cases[name], attempt)
                cases[name] = answer.case
                refusal = refusal or answer.refusal
                rules += [rule for event in answer.events for rule in event.rules]
        elif step.advance_to is not None:
            cases = {name: desk.advance(case, step.advance_to).case for name, case in cases.items()}
        found = visits(cases.values(), body, question.civic.county)
        yield (
            step,
            {
                "visits": Ordered([call.case for call in one.calls] for one in found),
                "order": Ordered(call.case for one in found for call in one.calls),
                "remote": Ordered(one.remote for one in found),
                "due": Ordered(one.due_at for one in found),
                "zones": Ordered(question.named(one.zone) for one in found),
                "opinions": [name for name, case in cases.items() if _owes(case, body)],
                "states": {name: case.state for name, case in cases.items()},
                "missed": missed,
                "refused": Refused.of(refusal),
                "rules": rules,
                "rule": rules,
            },
        )


def _whistled(question: Question, desk: CaseDesk, name: str, call: Value) -> Case:
    """A case that came in at the moment of the question, and whose community blew its whistle."""
    if not isinstance(call, dict) or not {"at", "issue"} <= call.keys() or set(call) - set(_CALL):
        keys = ", ".join(_CALL)
        raise question.wrong("calls", f"“{name}”写成 {{{keys}}}", f"“{name}” is {{{keys}}}")
    issue, said = call["issue"], call.get("said", {})
    raw = {"received_at": question.at.isoformat(), **(issue if isinstance(issue, dict) else {}), "id": name}
    try:
        case = desk.open(parse_issue(raw, desk.dispatcher.county.policy.vocabulary), question.at).case
        at = datetime.fromisoformat(str(call["at"]))
    except IssueError as error:
        raise question.wrong("calls", f"“{name}”: {error.words.zh}", f"“{name}”: {error.words.en}") from None
    except ValueError:
        raise question.wrong("calls", f"“{name}”的 at 不是时间", f"the at of “{name}” is no time") from None
    by = question.resolved("calls", "body", str(call["by"])) if "by" in call else case.community or ""
    more = {**_SAID, **(said if isinstance(said, dict) else {})}
    answer = desk.attempt(case, Attempt(type="blow", at=at, by=Actor(body=by), said=more))
    if answer.refusal is not None:
        words = answer.refusal.words
        raise question.wrong("calls", f"“{name}”没有吹成: {words.zh}", f"“{name}” was not blown: {words.en}")
    return answer.case


def _owes(case: Case, body: str) -> bool:
    return any(one.duty.obligor.id == body for one in case.owed("opinion"))
