"""比照: the same issues routed in several places, side by side: who leads, who must come, by when, and who said so.

An issue to be compared names no place of one county: ``{社区}``, ``{村}`` and ``{镇街}`` in its address or its text
stand for a real community, village or township of each place, the first by code. Without a place every answer would be
that of an unknown place, whose clocks do not start; with one of a single county's it would mean nothing elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from gridroute.adapters.column import handling
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, IssueError
from gridroute.model import BodyRef, Decision, Duration, Obligation, Place, TraceEntry
from gridroute.policy.layer import Layer
from gridroute.territory import short_name

Aspect = Literal["lead", "come", "due"]
ASPECTS: tuple[Aspect, ...] = ("lead", "come", "due")
#: What a placeholder stands for: the kind of the body that the place is.
_KINDS = {"社区": "residents_committee", "村": "village_committee", "镇街": "township"}
_BLANK = re.compile(r"\{([^{}]*)\}")
#: Acts by which somebody comes: 报到 and 到场.
_COMING = ("check_in", "arrive")
#: Stages that come when the lead is settled.
_AFTER_LEAD = ("whistle", "reporting")
Why = Literal["same", "rule", "body", "place", "unexplained"]


@dataclass(frozen=True)
class Locality:
    """One place whose answers are compared: a county, or a street of it that has a layer of its own."""

    county: County
    layer: Layer

    @property
    def name(self) -> str:
        """Its name."""
        return self.layer.name

    def place(self, kind: str) -> Place | None:
        """The place that ``{kind}`` stands for: the first by code; of a county, where no street has its own rules."""
        wanted = _KINDS[kind]
        territory = self.county.territory
        every = territory.townships if wanted == "township" else territory.communities
        bodies = self.county.bodies.by_id
        found = [one for one in every if bodies[one.code].kind == wanted]
        if self.layer.level != "county":
            return next((one for one in found if one.code.startswith(self.layer.adcode)), None)
        apart = tuple(layer.adcode for layer in self.county.policy.layers if layer.depth > self.layer.depth)
        return next((one for one in found if not one.code.startswith(apart)), found[0] if found else None)

    def filled(self, data: Mapping[str, object]) -> dict[str, object] | None:
        """``data`` with its blanks filled; ``None`` where there is no such place. ``IssueError``: no such blank."""
        made: dict[str, object] = {}
        for key, value in data.items():
            text = value
            for kind in _BLANK.findall(value) if isinstance(value, str) else ():
                if kind not in _KINDS:
                    words = "、".join(f"{{{one}}}" for one in _KINDS)
                    raise IssueError(
                        Bilingual(
                            f"没有“{{{kind}}}”这种空: 可用 {words}",
                            f"there is no blank “{{{kind}}}”: use one of {words}",
                        )
                    )
                place = self.place(kind)
                if place is None:
                    return None
                text = str(text).replace(f"{{{kind}}}", self._written(place))
            made[key] = text
        return made

    def _written(self, place: Place) -> str:
        if place.level == "township":
            return place.name
        township = self.county.territory.township_of(place.code)
        return f"{township.name if township else ''}{short_name(place.name)}"

    def general(self, body: BodyRef) -> str:
        """A body's name without its county's and its township's, so that it can be held against another county's."""
        if body.id in self.county.territory.places:
            return "所在镇街" if self.county.territory.places[body.id].level == "township" else "所在村社"
        name = body.name.replace(self.county.name, "", 1)
        for town in self.county.territory.townships:
            name = name.replace(town.name, "所在镇街", 1)
        return name


@dataclass(frozen=True)
class Said:
    """One aspect of an answer.

    ``value`` is the same wherever the answer is; ``words`` say it without the names of one place; ``written`` is as the
    place itself has it; ``rules`` said so.
    """

    value: str
    words: Bilingual
    written: str
    rules: tuple[TraceEntry, ...] = ()

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that said so."""
        return tuple(dict.fromkeys(rule.layer_name for rule in self.rules))


@dataclass(frozen=True)
class Answer:
    """What one place decides of one issue."""

    locality: Locality
    decision: Decision

    @cached_property
    def said(self) -> Mapping[Aspect, Said]:
        """Who leads, who must come and by when it is handled."""
        return {"lead": self._lead(), "come": self._come(), "due": self._due()}

    @cached_property
    def lower(self) -> frozenset[tuple[str, str]]:
        """The rules below the nation's that held, with the names of their layers."""
        won = (one for one in self.decision.trace if one.won and one.layer != "national")
        return frozenset((one.rule, one.layer_name) for one in won)

    def heard(self, aspect: Aspect) -> frozenset[tuple[str, str]]:
        """Those of the rules in ``lower`` that are heard before ``aspect`` is settled."""
        late = _AFTER_LEAD if aspect == "lead" else ()
        won = (one for one in self.decision.trace if one.won and one.layer != "national" and one.stage not in late)
        return frozenset((one.rule, one.layer_name) for one in won)

    @property
    def duty(self) -> Obligation | None:
        """The duty whose deadline is compared: to handle it, else the first to fall due of whoever is responsible."""
        once = [one for one in self.decision.obligations if not one.every and one.act not in _COMING]
        own = [one for one in once if one.obligor.id == self.decision.responsible.id]
        return handling(self.decision) or min(own or once, key=lambda one: (one.due_at, one.act), default=None)

    def _lead(self) -> Said:
        one = self.decision
        if one.lead is not None:
            name, general = one.lead.name, self.locality.general(one.lead)
            rules = [rule for rule in one.trace if rule.won and rule.candidate == name and rule.stage == "party"]
            return Said(general, Bilingual(general, general), name, tuple(rules[:1]))
        rules = list(self._with("exit") or self._with("stays") or self._with("lead"))
        general, state = self.locality.general(one.responsible), one.exit or one.state
        words = Bilingual(*(f"({self._word(state, lang)}) {general}" for lang in ("zh", "en")))
        return Said(f"({state}) {general}", words, f"({state}) {one.responsible.name}", tuple(rules))

    def _come(self) -> Said:
        one = self.decision
        coming: dict[str, tuple[BodyRef, Obligation | None]] = {}
        for body in one.whistle.required if one.whistle else ():
            coming[body.id] = (body, None)
        for duty in one.obligations:
            if duty.act in _COMING and (duty.obligor.id not in coming or coming[duty.obligor.id][1] is None):
                coming[duty.obligor.id] = (duty.obligor, duty)
        if not coming:
            return Said("—", Bilingual("—", "—"), "—")
        said = sorted(
            (
                self.locality.general(body),
                self._within(duty) if duty else Bilingual("", ""),
                f"{body.name} {_until(duty)}" if duty else body.name,
            )
            for body, duty in coming.values()
        )
        ids = {duty.rule for _, duty in coming.values() if duty}
        rules = tuple({rule.rule: rule for rule in one.trace if rule.won and rule.rule in ids}.values())
        if one.whistle and one.whistle.required:
            rules += tuple(rule for rule in self._with("required") if rule not in rules)
        return Said(
            "|".join(f"{name} {length.en}" for name, length, _ in said),
            Bilingual(_listed(said, "zh"), _listed(said, "en")),
            "、".join(text for _, _, text in said),
            rules,
        )

    def _due(self) -> Said:
        duty = self.duty
        if duty is None:
            return Said("—", Bilingual("—", "—"), "—")
        rules = [rule for rule in self.decision.trace if rule.won and rule.rule == duty.rule]
        mark, length = "?" if duty.provisional else "", self._within(duty)
        words = Bilingual(f"{length.zh} ({_until(duty)}{mark})", f"{length.en} ({_until(duty)}{mark})")
        return Said(f"{length.en} {duty.due_at.isoformat()}{mark}", words, f"{_until(duty)}{mark}", tuple(rules[:1]))

    def _word(self, word: str, lang: str) -> str:
        return self.locality.county.policy.vocabulary.word(word, lang)

    def _within(self, duty: Obligation) -> Bilingual:
        """What is owed and how long it may take."""
        act, length = self.locality.county.policy.vocabulary.acts[duty.act], Duration(duty.amount, duty.unit)
        return Bilingual(f"{act.label}{length.text('zh')}", f"{duty.act.replace('_', ' ')} {length.text('en')}")

    def _with(self, outcome: str) -> tuple[TraceEntry, ...]:
        """The rules that won with an outcome of that name."""
        outcomes = _outcomes(self.locality.county)
        won = (one for one in self.decision.trace if one.won)
        return tuple({one.rule: one for one in won if outcome in outcomes.get(one.rule, ())}.values())


def _outcomes(county: County) -> Mapping[str, frozenset[str]]:
    return {rule.id: frozenset(name for one in rule.outcomes.values() for name in one) for rule in county.policy.rules}


def _listed(said: Sequence[tuple[str, Bilingual, str]], lang: str) -> str:
    """Who comes, those of the same time together."""
    times: dict[str, list[str]] = {}
    for name, length, _ in said:
        times.setdefault(length.in_(lang), []).append(name)
    comma, semicolon = ("、", ";") if lang == "zh" else (", ", "; ")
    return semicolon.join(f"{comma.join(names)} {length}".strip() for length, names in times.items())


def _until(duty: Obligation) -> str:
    if duty.unit in ("workdays", "calendar_days"):
        return f"{duty.due_on:%m-%d}"
    return f"{duty.due_at:%m-%d %H:%M}"


@dataclass(frozen=True)
class Comparison:
    """One issue as every place answers it; a place without what its address needs has no answer."""

    issue: str
    text: str
    answers: Sequence[Answer]
    absent: Sequence[Locality] = field(default=())

    def common(self, aspect: Aspect) -> Answer:
        """An answer that most places give; of as many, one in which the fewest layers below the nation spoke."""
        counts = Counter(one.said[aspect].value for one in self.answers)
        return min(self.answers, key=lambda one: (-counts[one.said[aspect].value], len(one.lower)))

    def why(self, aspect: Aspect, answer: Answer) -> tuple[Why, tuple[tuple[str, str], ...]]:
        """Why ``answer`` is not the common one, with the rules below the nation's that only one of the two heard.

        Those that said it themselves, else those that held on the way to it; none where the same rules name another
        body, for each county says which of its bodies has a function.
        """
        usual = self.common(aspect)
        if answer.said[aspect].value == usual.said[aspect].value:
            return "same", ()
        mine, theirs = answer.said[aspect].rules, usual.said[aspect].rules
        said = {(one.rule, one.layer_name) for one in mine if one.layer != "national"}
        rules = said ^ {(one.rule, one.layer_name) for one in theirs if one.layer != "national"}
        if not rules and (aspect == "due" or {one.rule for one in mine} != {one.rule for one in theirs}):
            rules = set(answer.heard(aspect) ^ usual.heard(aspect))
        if rules:
            return "rule", tuple(sorted(rules))
        if answer.decision.grid.status != usual.decision.grid.status:
            return "place", ()
        return ("unexplained" if aspect == "due" else "body"), ()

    def groups(self, aspect: Aspect) -> list[list[Answer]]:
        """The answers that are the same, together; those that most places give first."""
        found: dict[str, list[Answer]] = {}
        for one in self.answers:
            found.setdefault(one.said[aspect].value, []).append(one)
        usual = self.common(aspect).said[aspect].value if self.answers else ""
        return sorted(found.values(), key=lambda group: (group[0].said[aspect].value != usual, -len(group)))

    def differs(self, aspect: Aspect) -> bool:
        """Whether not all places answer the same."""
        return len({one.said[aspect].value for one in self.answers}) > 1


def localities(county: County) -> list[Locality]:
    """``county`` itself, and each of its streets that has a layer of its own."""
    streets = [layer for layer in county.policy.layers if layer.level == "street"]
    return [Locality(county, county.policy.county), *(Locality(county, one) for one in streets)]


def why_counted(compared: Iterable[Comparison]) -> dict[Aspect, Counter[str]]:
    """How many issues are answered the same everywhere, and by how many each layer or cause sets places apart."""
    made: dict[Aspect, Counter[str]] = {aspect: Counter() for aspect in ASPECTS}
    for one in compared:
        for aspect in ASPECTS:
            causes: set[str] = set()
            for answer in one.answers:
                why, rules = one.why(aspect, answer)
                causes.update({layer for _, layer in rules} if rules else {why})
            made[aspect].update(causes - {"same"} or {"same"})
    return made
