"""政策: everything a county decides by, loaded, checked and frozen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from gridroute.errors import Fault
from gridroute.model import Organization
from gridroute.policy.bodies import Bodies
from gridroute.policy.boxes import implies
from gridroute.policy.category import Categories
from gridroute.policy.condition import Condition, is_under
from gridroute.policy.document import Value
from gridroute.policy.grouping import Grouping
from gridroute.policy.ladder import Ladder
from gridroute.policy.layer import Layer
from gridroute.policy.lifecycle import NO_LIFECYCLE, Lifecycle
from gridroute.policy.mode import Mode
from gridroute.policy.order import Order, Succession
from gridroute.policy.parameter import Parameter, ParameterValue, StreetValues
from gridroute.policy.period import Period
from gridroute.policy.replacement import Takers, elsewhere, places_taken, takers
from gridroute.policy.rule import Rule
from gridroute.policy.signal import CLAUSE, Signal, false_alarms
from gridroute.policy.vocabulary import Vocabulary


@dataclass(frozen=True)
class Edition:
    """The rules in force on one day, by the stage they are filed under."""

    rules: Mapping[str, tuple[Rule, ...]]

    def at(self, stage: str) -> tuple[Rule, ...]:
        """The rules of a stage, upper layers first, then by identifier."""
        return self.rules.get(stage, ())


@dataclass(frozen=True)
class Policy:
    """One county's policy: all layers that bear on it, from the nation down."""

    layers: tuple[Layer, ...]
    vocabulary: Vocabulary
    categories: Categories
    rules: tuple[Rule, ...]
    orders: Mapping[str, Order]
    successions: Mapping[str, Succession]
    parameters: Mapping[str, Parameter]
    periods: Mapping[str, Period]
    functions: Mapping[str, tuple[str, ...]]
    bodies: Bodies
    hash: str
    gaps: tuple[Fault, ...] = ()
    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    groupings: Mapping[str, Grouping] = field(default_factory=dict)
    modes: Mapping[str, Mode] = field(default_factory=dict)
    lifecycle: Lifecycle = NO_LIFECYCLE
    streets: tuple[StreetValues, ...] = ()
    _editions: dict[frozenset[tuple[str, str, int, frozenset[str]]], Edition] = field(
        default_factory=dict, compare=False, repr=False
    )
    _days: dict[date, Edition] = field(default_factory=dict, compare=False, repr=False)
    #: What is said of a rule that won, made once by whoever says it.
    said: dict[tuple[str, Rule], object] = field(default_factory=dict, compare=False, repr=False)
    _seasons: dict[date, dict[str, bool | int]] = field(default_factory=dict, compare=False, repr=False)
    _powers: dict[tuple[str, str], bool] = field(default_factory=dict, compare=False, repr=False)
    _implied: dict[tuple[int, int], tuple[bool, Condition, Condition]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def county(self) -> Layer:
        """The county's own layer."""
        return next(layer for layer in reversed(self.layers) if layer.level == "county")

    @property
    def calendars(self) -> dict[str, Value]:
        """The calendar settings; a lower layer's take the place of those above."""
        made: dict[str, Value] = {}
        for layer in self.layers:
            made.update(layer.calendars)
        return made

    def parameter(self, name: str, scope: object = None) -> ParameterValue:
        """The value of a parameter in the place ``scope`` (the field of that name): a street may have its own."""
        values = self.parameters
        if self.streets and isinstance(scope, str):
            around = [one for one in self.streets if is_under(scope, one.scope)]
            values = around[-1].values if around else values
        return values[name].value

    def on(self, day: date) -> Edition:
        """The edition in force on ``day``; rules that one in force replaces are left out.

        A rule that waits for what the county has to fill in replaces nothing.
        """
        known = self._days.get(day)
        if known is not None:
            return known
        live = [rule for rule in self.rules if rule.in_force(day)]
        kept = [(rule, places_taken(rule, self._takers, day)) for rule in live]
        kept = [(rule, places) for rule, places in kept if "" not in places]
        key = frozenset((rule.id, *rule.home, places) for rule, places in kept)
        edition = self._editions.get(key)
        if edition is None:
            by_stage: dict[str, list[Rule]] = {}
            for rule, places in kept:
                # a rule that streets replace in their own places holds everywhere else
                made = replace(rule, condition=elsewhere(rule.condition, places)) if places else rule
                for stage in made.outcomes:
                    by_stage.setdefault(stage, []).append(made)
            edition = Edition({stage: tuple(rules) for stage, rules in by_stage.items()})
            self._editions[key] = edition
        self._days[day] = edition
        return edition

    def period_facts(self, now: datetime) -> dict[str, bool | int]:
        """The fields of all periods at ``now``; those of a day are worked out once."""
        day = now.date()
        seasons = self._seasons.get(day)
        if seasons is None:
            if len(self._seasons) > 4_000:
                self._seasons.clear()
            seasons = self._seasons[day] = {}
            for period in self.periods.values():
                if not period.daily:
                    seasons.update(period.season(day))
        made = dict(seasons)
        for period in self.periods.values():
            if period.daily:
                made.update(period.facts(now))
        return made

    def signals_of(self, text: str) -> frozenset[str]:
        """The signals that the words of ``text`` raise."""
        return frozenset(signal.name for signal in self._signals if signal.raised_by(text))

    def conduct_in(self, text: str) -> Iterator[tuple[str, int, int]]:
        """What ``text`` says of anyone's conduct: the signal that it would raise, and where it stands."""
        for signal in self._conduct:
            for start, end in signal.places_in(text):
                yield signal.name, start, end

    def without_false_alarms(self, text: str) -> str:
        """``text`` without the words that no signal is raised by, though they sound like danger."""
        return self._false_alarms.sub(" ", text) if self._false_alarms else text

    @cached_property
    def _false_alarms(self) -> re.Pattern[str] | None:
        words = (one for patterns in self.vocabulary.signals.values() for one in patterns)
        return false_alarms(words, self.vocabulary.word_groups)

    @cached_property
    def _takers(self) -> Takers:
        return takers(self.rules)

    @cached_property
    def _signals(self) -> tuple[Signal, ...]:
        words = self.vocabulary
        return tuple(Signal(name, patterns, words.word_groups) for name, patterns in words.signals.items())

    @cached_property
    def _conduct(self) -> tuple[Signal, ...]:
        words = self.vocabulary
        return tuple(Signal(name, patterns, words.word_groups, CLAUSE) for name, patterns in words.conduct.items())

    def may_punish(self, body: Organization, category: str) -> bool:
        """Whether ``body`` may punish in ``category``: by its functions, or by its own powers."""
        key = (body.id, category)
        known = self._powers.get(key)
        if known is None:
            fields = (path for function in body.functions for path in self.functions.get(function, ()))
            known = any(is_under(category, path) for path in (*fields, *body.powers))
            self._powers[key] = known
        return known

    def more_specific(self, one: Condition, other: Condition) -> bool:
        """Whether ``one`` implies ``other`` and not the other way round."""
        return self._implies(one, other) and not self._implies(other, one)

    def _implies(self, narrow: Condition, wide: Condition) -> bool:
        # by identity, for a condition is slow to hash; kept beside the answer, so that no identity is used again
        key = (id(narrow), id(wide))
        known = self._implied.get(key)
        if known is None:
            known = self._implied[key] = (implies(narrow, wide, self.vocabulary.fields), narrow, wide)
        return known[0]


def fingerprint(parts: object) -> str:
    """``sha256:…`` of a canonical JSON form."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
