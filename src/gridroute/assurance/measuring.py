"""量覆盖: reads every question that was asked once more, with the reference reading: the same under any engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gridroute.assurance.coverage import Coverage, PartSeen, RuleSeen
from gridroute.assurance.listening import Asked, Listener, Question
from gridroute.casework import CaseEvent
from gridroute.dispatch import County
from gridroute.dispatch.inquiry import settle
from gridroute.errors import NOTHING, Bilingual
from gridroute.model.remark import Remark
from gridroute.policy.boxes import satisfiable
from gridroute.policy.condition import All, Condition, Fact, Not, Test, fields_of, matches, tests
from gridroute.policy.path import BY_NAME
from gridroute.policy.policy import Policy
from gridroute.policy.rule import LEVELS, Rule
from gridroute.reasoning.sentence import layer_said, sentence
from gridroute.reasoning.words import label, normal, say

#: Outcomes that only give a duty its time.
_TIMES = frozenset({"due", "duties"})
_SHORTER = Bilingual("另有更短的时限", "another deadline is shorter")
#: Where a rule is written, its identifier, and the street whose value it holds.
Key = tuple[tuple[str, int], str, str]


class Recorder:
    """Listens to the counties of one run of scenarios, and says in the end what was covered."""

    def __init__(self) -> None:
        self.heard: list[tuple[County, Listener]] = []
        self.names: list[str] = []

    def listener(self, county: County) -> Listener:
        """A listener for a ``Dispatcher`` of ``county``."""
        made = Listener()
        made.scenario = max(0, len(self.names) - 1)
        self.heard.append((county, made))
        return made

    def begins(self, name: str) -> None:
        """A scenario of that name begins."""
        for _, listener in self.heard:
            listener.scenario = len(self.names)
        self.names.append(name)

    def ends(self, events: Iterable[CaseEvent]) -> None:
        """The scenario is over; ``events`` are its log."""
        log = list(events)
        for _, listener in self.heard:
            listener.happened(log)

    def coverage(self) -> Coverage:
        """What the listeners heard, as one; a rule of a layer that counties share counts once."""
        found: dict[Key, RuleSeen] = {}
        for county, listener in self.heard:
            for key, one in _Measured(county.policy, listener, self.names).rules():
                found[key] = _joined(found[key], one) if key in found else one
        ordered = sorted(found.values(), key=lambda one: (LEVELS.index(one.level), one.layer.zh, one.file, one.line))
        return Coverage(tuple(ordered), tuple(self.names))


def _joined(one: RuleSeen, other: RuleSeen) -> RuleSeen:
    """What two counties saw of one rule."""
    more, fewer = (one, other) if len(one.parts) >= len(other.parts) else (other, one)
    parts = list(more.parts)
    for n, part in enumerate(fewer.parts):
        true, false = parts[n].true or part.true, parts[n].false or part.false
        parts[n] = replace(parts[n], true=true, false=false, why=NOTHING if true and false else parts[n].why)
    made = replace(
        more,
        parts=tuple(parts),
        won=one.won | other.won,
        held=one.held or other.held,
        scenarios=tuple(dict.fromkeys((*one.scenarios, *other.scenarios))),
        unset=one.unset and other.unset,
    )
    why = next((seen.why for seen in (one, other) if seen.status == made.status), NOTHING)
    return replace(made, why=why if made.status != "won" else NOTHING)


@dataclass
class _Seen:
    """What was seen of one rule so far. ``wanting``: what did not hold when it was nearest to holding."""

    parts: list[tuple[Test, bool]]
    needs: tuple[Condition, ...]
    true: list[bool] = field(default_factory=list)
    false: list[bool] = field(default_factory=list)
    asked: bool = False
    won: set[str] = field(default_factory=set)
    scenarios: set[int] = field(default_factory=set)
    lost: Bilingual = NOTHING
    wanting: tuple[Condition, ...] | None = None

    def __post_init__(self) -> None:
        self.true, self.false = [False] * len(self.parts), [False] * len(self.parts)

    def answer(self, fact: Fact) -> None:
        """Notes how each part answers, where that is not known both ways."""
        self.asked = True
        for n, (test, negated) in enumerate(self.parts):
            if not (self.true[n] and self.false[n]):
                (self.true if matches(test, fact) is not negated else self.false)[n] = True

    def fall_short(self, fact: Fact) -> None:
        """Notes what is wanting, where it is less than before."""
        if self.scenarios:
            return
        wanting = tuple(one for one in self.needs if not matches(one, fact))
        # of two that lack as much, the matter of the same kind is nearer
        if self.wanting is None or _distance(wanting) < _distance(self.wanting):
            self.wanting = wanting


def _distance(wanting: tuple[Condition, ...]) -> tuple[int, bool]:
    return len(wanting), any("category" in fields_of(one) for one in wanting)


class _Measured:
    """What one county's listener heard, measured."""

    def __init__(self, policy: Policy, listener: Listener, scenarios: Sequence[str]) -> None:
        self.policy, self.listener, self.scenarios = policy, listener, scenarios
        self.roots = {layer.root.name: layer.root for layer in policy.layers}
        self.seen: dict[Key, _Seen] = {}
        for rule in policy.rules:
            whole = normal(rule.condition)
            needs = whole.parts if isinstance(whole, All) else (whole,)
            self.seen[_key(rule)] = _Seen(list(dict.fromkeys(tests(rule.condition))), needs)
        #: The fields that some question gave, by stage.
        self.given: dict[str, set[str]] = {}
        for asked in listener.asked_of.values():
            self._read(asked)

    def _read(self, asked: Asked) -> None:
        rules = [(rule, self.seen[_key(rule)]) for rule in asked.edition.at(asked.stage)]
        given = self.given.setdefault(asked.stage, set())
        for fact, question in asked.facts():
            given.update(fact)
            held: list[Rule] = []
            for rule, seen in rules:
                seen.answer(fact)
                if matches(rule.condition, fact):
                    held.append(rule)
                    seen.scenarios |= question.scenarios
                else:
                    seen.fall_short(fact)
            won, lost = self._settled(asked.stage, held, question)
            for rule in held:
                if rule.id in won:
                    self.seen[_key(rule)].won.add(asked.stage)
                elif rule.id in lost:
                    self.seen[_key(rule)].lost = lost[rule.id]

    def _settled(self, stage: str, held: Sequence[Rule], question: Question) -> tuple[set[str], dict[str, Bilingual]]:
        """Of those that hold: whose outcome was used, and why the others lost."""
        won: set[str] = set()
        lost = {rule: _said(why) for rule, why in question.lost.items()}
        for rule in held:
            # a row that names a lead has its way where that candidate leads
            if rule.id in (question.led if "lead" in rule.outcomes[stage] else question.won):
                won.add(rule.id)
        if not question.beside:
            return won, lost
        for entry in settle(self.policy, BY_NAME[stage], held).trace:
            rule = next(one for one in held if one.id == entry.rule)
            if not entry.won:
                lost.setdefault(rule.id, _said(entry.reason) if entry.reason else NOTHING)
            elif rule.id in self.listener.timed or not set(rule.outcomes[stage]) <= _TIMES:
                won.add(rule.id)
            else:
                lost.setdefault(rule.id, _SHORTER)
        return won, lost

    def rules(self) -> Iterator[tuple[Key, RuleSeen]]:
        """Every rule of the policy, with what was seen of it."""
        for rule in self.policy.rules:
            yield _key(rule), self._rule(rule, self.seen[_key(rule)])

    def _rule(self, rule: Rule, seen: _Seen) -> RuleSeen:
        folder, _, inside = rule.home[0].partition("/")
        words = self.policy.vocabulary
        made = RuleSeen(
            rule.id,
            rule.title,
            *rule.home,
            self.roots.get(folder, Path()) / inside,
            rule.level,
            _both(lambda lang: layer_said(rule.layer, rule.depth, lang)),
            _both(lambda lang: sentence(rule, words, lang)),
            tuple(_stages(rule)),
            bool(seen.scenarios),
            frozenset(seen.won),
            tuple(self.scenarios[number] for number in sorted(seen.scenarios)),
            tuple(self._part(rule, seen, n) for n in range(len(seen.parts))),
        )
        return replace(made, why=self._why(rule, seen, made), unset=bool(rule.unset.zh))

    def _part(self, rule: Rule, seen: _Seen, n: int) -> PartSeen:
        test, negated = seen.parts[n]
        condition: Condition = Not(test) if negated else test
        said = _both(lambda lang: say(condition, self.policy.vocabulary, lang))
        return PartSeen(said, seen.true[n], seen.false[n], self._unseen(rule, seen, n))

    def _unseen(self, rule: Rule, seen: _Seen, n: int) -> Bilingual:
        """Why a part was not seen both ways, where that can be known."""
        test, negated = seen.parts[n]
        if not seen.asked or (seen.true[n] and seen.false[n]):
            return NOTHING
        fields = self.policy.vocabulary.fields
        for condition, answer in ((test, not negated), (Not(test), negated)):
            missing = seen.true if answer else seen.false
            if not missing[n] and not satisfiable(condition, fields):
                word = Bilingual("成立" if answer else "不成立", "true" if answer else "false")
                return Bilingual(f"不可能{word.zh}", f"it can never be {word.en}")
        if not any(test.field in self.given.get(stage, ()) for stage in rule.outcomes):
            name = [label(test.field, self.policy.vocabulary, which) for which in (0, 1)]
            return Bilingual(f"从来没有给出“{name[0]}”", f"“{name[1]}” was never given")
        return NOTHING

    def _why(self, rule: Rule, seen: _Seen, made: RuleSeen) -> Bilingual:
        """Why a rule did not have its way, where that can be known."""
        if made.status == "won":
            return NOTHING
        if rule.unset.zh:
            return rule.unset
        if made.status == "held":
            return seen.lost
        if not seen.asked:
            return self._not_asked(rule)
        if not satisfiable(rule.condition, self.policy.vocabulary.fields):
            return Bilingual("条件自相矛盾,不可能成立", "its condition contradicts itself and can never hold")
        wanting = seen.wanting or ()
        zh, en = (
            [say(one, self.policy.vocabulary, lang) for one in wanting if fields_of(one)] for lang in ("zh", "en")
        )
        return (
            Bilingual(f"最接近的一次还差: {'、'.join(zh)}", f"at the nearest, wanting: {'; '.join(en)}")
            if zh
            else NOTHING
        )

    def _not_asked(self, rule: Rule) -> Bilingual:
        taker = next((one.id for one in self.policy.rules if one.replaces == rule.id), None)
        if taker is not None:
            return Bilingual(f"被 {taker} 取代", f"{taker} replaces it")
        stages = {stage for _, stage in self.listener.asked_of}
        if stages.isdisjoint(rule.outcomes):
            names = [BY_NAME[stage].label for stage in _stages(rule)]
            return Bilingual(
                f"没有走到阶段{'、'.join(names)}", f"the stage {', '.join(_stages(rule))} was never reached"
            )
        return Bilingual("演练的日子里不施行", "not in force on the days that were played")


def _stages(rule: Rule) -> list[str]:
    """The stages of ``rule`` in their order."""
    return sorted(rule.outcomes, key=lambda name: BY_NAME[name].number)


def _key(rule: Rule) -> Key:
    return rule.home, rule.id, rule.street


def _both(make: Callable[[str], str]) -> Bilingual:
    return Bilingual(make("zh"), make("en"))


def _said(why: Remark) -> Bilingual:
    return _both(why.said)
