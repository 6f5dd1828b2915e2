"""旁听记录: what the rules of one county were asked while scenarios played, and what of it had its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from gridroute.casework import CaseEvent
from gridroute.model import Decision
from gridroute.model.remark import Remark, remark
from gridroute.policy.condition import Fact, FactValue, fields_of
from gridroute.policy.policy import Edition

Key = tuple[FactValue | None, ...]


@dataclass
class Question:
    """One question: who asked it, and what the decision it was asked for made of the rules.

    ``scenarios`` are numbers. ``won`` and ``led`` are identifiers of rules whose outcome the decision kept, and of
    rows whose candidate leads; ``lost`` says why others lost. ``beside``: it was asked beside any decision, too.
    """

    scenarios: set[int] = field(default_factory=set)
    won: set[str] = field(default_factory=set)
    led: set[str] = field(default_factory=set)
    lost: dict[str, Remark] = field(default_factory=dict)
    beside: bool = False


@dataclass
class Asked:
    """All questions that one stage of one edition was asked, each once, by the values of ``names``."""

    edition: Edition
    stage: str
    names: tuple[str, ...]
    questions: dict[Key, Question] = field(default_factory=dict)

    def facts(self) -> Iterator[tuple[dict[str, FactValue], Question]]:
        """Each question as a fact."""
        for key, question in self.questions.items():
            yield {n: value for n, value in zip(self.names, key, strict=True) if value is not None}, question


class Listener:
    """Keeps what it hears (see ``Observer``). ``scenario`` is the number of the one that plays."""

    def __init__(self) -> None:
        self.scenario = 0
        self.asked_of: dict[tuple[int, str], Asked] = {}
        #: The rules that gave a duty its time, by identifier.
        self.timed: set[str] = set()
        self._study: list[tuple[str, Question]] | None = None

    def asked(self, edition: Edition, stage: str, fact: Fact) -> None:
        """See ``Observer``."""
        known = self.asked_of.get((id(edition), stage))
        if known is None:
            rules = edition.at(stage)
            names = sorted(frozenset[str]().union(*(fields_of(rule.condition) for rule in rules)))
            known = self.asked_of[id(edition), stage] = Asked(edition, stage, tuple(names))
        question = known.questions.setdefault(tuple(map(fact.get, known.names)), Question())
        question.scenarios.add(self.scenario)
        if self._study is None:
            question.beside = True
        else:
            self._study.append((stage, question))

    def studying(self) -> None:
        """See ``Observer``."""
        self._study = []

    def decided(self, decision: Decision, idle: Set[str]) -> None:
        """See ``Observer``."""
        won: dict[str, set[str]] = {}
        lost: dict[str, Remark] = {}
        led: set[str] = set()
        for entry in decision.trace:
            if entry.won and entry.rule in idle:
                lost[entry.rule] = remark("names_nobody")
            elif entry.won:
                won.setdefault(entry.stage, set()).add(entry.rule)
            elif entry.reason is not None:
                lost[entry.rule] = entry.reason
            if entry.won and entry.reason is not None and entry.reason.code == "leads":
                led.add(entry.rule)
        for stage, question in self._study or ():
            question.won |= won.get(stage, set())
            question.led |= led
            question.lost |= lost
        self._study = None

    def happened(self, events: Iterable[CaseEvent]) -> None:
        """Those events came of the scenario."""
        self.timed.update(one.duty.rule for event in events for one in event.change.duties if one.duty.rule)
