"""求值引擎: which reading of the conditions says what rules hold of a fact. All give the same answers.

``reference`` reads each condition as it is written, ``index`` asks all of a stage at once by bitmaps,
``durable`` chains them forward on durable-rules. ``auto`` runs ``classify``, ``reporting`` and the stages of
the case path on durable-rules and the rest on the index; where durable-rules cannot be imported, the
index runs every stage.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from gridroute.dispatch.observer import Observer
from gridroute.errors import Bilingual, InputError, SpokenError
from gridroute.policy.condition import Condition, Fact, fields_of, matches
from gridroute.policy.policy import Edition, Policy
from gridroute.policy.rule import Rule
from gridroute.reasoning.index import Index
from gridroute.reasoning.inference import Inference, available

ENGINES = ("auto", "durable", "index", "reference")
#: Stages that ``auto`` gives to durable-rules (design §1).
CHAINED = frozenset({"classify", "reporting", "event", "duty", "escalation"})
#: Stages of tables with thousands of rows: never on durable-rules.
TABLES = frozenset({"lists", "catalogue"})

#: The numbers of the conditions that hold of a fact, ascending.
Ask = Callable[[Fact], Sequence[int]]
#: How much is remembered of what rules come to together, in one stage.
REMEMBERED = 4_096

Known = TypeVar("Known")


class Memory:
    """What was worked out before. Only for what depends on nothing but its key; forgets all when it is full."""

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}

    def once(self, key: Hashable, kind: type[Known], make: Callable[[], Known]) -> Known:
        """What is known under ``key``; made where nothing is."""
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = make()
        assert isinstance(known, kind)
        return known


class Forgetful(Memory):
    """Remembers nothing: whoever listens hears every question."""

    def once(self, key: Hashable, kind: type[Known], make: Callable[[], Known]) -> Known:
        """What is made anew."""
        return make()


class Reading:
    """One stage of one edition, compiled: asks which rules hold.

    ``questions`` remembers what the values of ``names``, the fields that the rules ask about, came to;
    ``answers`` what a set of rules came to. Both depend on nothing else.
    """

    def __init__(self, edition: Edition, rules: tuple[Rule, ...], ask: Ask) -> None:
        self.edition, self.rules, self.ask = edition, rules, ask
        self.names = tuple(sorted(frozenset[str]().union(*(fields_of(rule.condition) for rule in rules))))
        self.questions, self.answers = Memory(), Memory()


@dataclass
class Engine:
    """Answers which rules of a stage hold. Readings are compiled once an edition and stage, when first asked."""

    policy: Policy
    name: str = "auto"
    observer: Observer | None = None
    _readings: dict[tuple[int, str], Reading] = field(default_factory=dict)
    _inferences: list[Inference] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuses an engine that does not exist, or that cannot run here."""
        if self.name not in ENGINES:
            listed = ", ".join(ENGINES)
            raise InputError(
                Bilingual(f"没有引擎“{self.name}”: 可用 {listed}", f"no engine “{self.name}”: use {listed}")
            )
        if self.name == "durable" and not available():
            raise InputError(
                Bilingual(
                    "这里不能用 durable-rules: 改用 auto 或 index", "durable-rules cannot run here: use auto or index"
                )
            )

    def reading(self, edition: Edition, stage: str) -> Reading:
        """The rules of ``stage`` in ``edition``, compiled when first asked for."""
        key = (id(edition), stage)
        found = self._readings.get(key)
        if found is None:
            rules = edition.at(stage)
            found = self._readings[key] = Reading(edition, rules, self._compiled(stage, rules))
            if self.observer is not None:
                found.ask = _overheard(found.ask, self.observer, edition, stage)
                found.questions = Forgetful()
        return found

    def holding(self, edition: Edition, stage: str, fact: Fact) -> list[Rule]:
        """The rules of ``stage`` that hold of ``fact``, in the edition's order."""
        reading = self.reading(edition, stage)
        return [reading.rules[number] for number in reading.ask(fact)]

    def close(self) -> None:
        """Frees what durable-rules holds, as dropping the engine does. Asked again, it compiles anew."""
        self._readings.clear()
        while self._inferences:
            self._inferences.pop().close()

    def _compiled(self, stage: str, rules: tuple[Rule, ...]) -> Ask:
        conditions = tuple(rule.condition for rule in rules)
        if self.name == "reference" or not rules:
            return _reference(conditions)
        fields = self.policy.vocabulary.fields
        chained = stage in CHAINED if self.name == "auto" else stage not in TABLES
        if self.name != "index" and chained and available():
            try:
                made = Inference(conditions, fields, f"{stage}-{uuid4().hex}")
            except SpokenError:
                if self.name == "durable":
                    raise
            else:
                self._inferences.append(made)
                return made.all
        # what durable-rules cannot hold safely is the index's too
        return Index(conditions, fields).all


def _overheard(ask: Ask, observer: Observer, edition: Edition, stage: str) -> Ask:
    def both(fact: Fact) -> Sequence[int]:
        observer.asked(edition, stage, fact)
        return ask(fact)

    return both


def _reference(conditions: tuple[Condition, ...]) -> Ask:
    def holding(fact: Fact) -> list[int]:
        return [number for number, condition in enumerate(conditions) if matches(condition, fact)]

    return holding
