"""文法: which words may stand where in each kind of policy file, so that they can be put into either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gridroute.errors import Bilingual
from gridroute.policy import tongue
from gridroute.policy.path import STAGES
from gridroute.policy.stage import BASES, EXITS, Outcome, Shape
from gridroute.policy.tongue import Words
from gridroute.policy.vocabulary import Field, FieldType, Vocabulary

#: What is said where the two names of one key stand side by side, ``{first}`` before ``{second}``.
_TWICE = Bilingual("{en} 和 {zh} 只能写一个", "write either {en} or {zh}")
_RULE_TWICE = Bilingual("“{second}”与“{first}”写了两遍", "“{second}” and “{first}” are the same, given twice")
_OUTCOME_TWICE = Bilingual("结果“{second}”写了两遍", "the outcome “{second}” is given twice")
_ACT_TWICE = Bilingual("行为“{second}”写了两遍", "the act “{second}” is given twice")


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in one place of a policy file; a list holds in each item what the place itself may hold.

    ``words``: enumerated words; ``flag``: true or false; ``length``: a length of time; ``keys``: the keys
    of a mapping, with what stands ``inside`` each; ``names``: what stands below keys that somebody chose.
    Where none of these is given, nothing is a word of the language. ``empty``: nothing at all may stand there too.
    """

    words: Words | None = None
    flag: bool = False
    length: bool = False
    keys: Words | None = None
    inside: Mapping[str, Place] = field(default_factory=dict)
    names: Place | None = None
    empty: bool = False
    twice: Bilingual = _TWICE


KEEP = Place()
FLAG = Place(flag=True)
_PARAM = Words(tongue.PARAM)
_TEST_KEYS = Words(tongue.TESTS | tongue.PARAM)
LENGTH = Place(length=True, keys=_PARAM)
#: A role, or a group of them.
ROLE = Place(keys=Words(tongue.GROUP))
_STAGE = Place(Words(tongue.STAGE_NAMES))
_BINDING = Place(Words(tongue.BINDINGS))
#: Fields that hold a kind of body, and fields that hold an act; their values are not listed with them.
KIND_FIELDS = ("candidate_kind", "lead_kind", "actor_kind", "to_kind", "obligor_kind", "member_kind")
_ACT_FIELDS = ("act",)
#: Fields and outcomes whose values are names: of signals, places, ladders and modes.
_NAMES = ("text_signals", "township", "forum", "mode")


def _mapping(keys: Mapping[str, str], **inside: Place) -> Place:
    return Place(keys=Words(keys), inside=inside)


def _named(below: Place) -> Place:
    return Place(names=below)


def _words_of(vocabulary: Vocabulary) -> tuple[object, ...]:
    """All that a grammar reads of a vocabulary, as it is now."""
    words = vocabulary
    growing = (dict(words.fields), dict(words.acts), dict(words.kinds), dict(words.labels), dict(words.tags))
    return (*growing, words.levels)


class Grammar:
    """The places of all policy files, for one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._words = _words_of(vocabulary)

    @property
    def stands(self) -> bool:
        """Whether the vocabulary still has the words that it had when this was made."""
        return self._words == _words_of(self.vocabulary)

    @staticmethod
    def knows(name: str) -> bool:
        """Whether there is a grammar for the YAML file of that name."""
        return Grammar(Vocabulary()).of(name) is not None

    def of(self, name: str) -> Place | None:
        """What may stand in the YAML file of that name; ``None`` where it is no policy file."""
        match name:
            case "county.yaml" | "layer.yaml":
                return self._manifest()
            case "organizations.yaml":
                return self._bodies()
            case "vocabulary.yaml":
                return _VOCABULARY
            case "roles.yaml":
                return self._roles()
            case "groups.yaml":
                group = _mapping(tongue.GROUP_KEYS, required=FLAG, members=Place(empty=True))
                return _mapping(tongue.GROUP_FILE, groups=_named(group))
            case "functions.yaml":
                return _mapping(tongue.FUNCTION_FILE, functions=_named(_mapping(tongue.FUNCTION)))
            case "signals.yaml":
                return _mapping(tongue.SIGNAL_FILE)
            case "periods.yaml":
                period = _mapping(tongue.PERIOD, every=Place(Words(tongue.CYCLES)))
                return _mapping(tongue.PERIOD_FILE, periods=_named(period), modes=_named(_mapping(tongue.MODE)))
            case "ladders.yaml":
                return self._ladders()
            case "groupings.yaml":
                return self._groupings()
            case _ if name.endswith(".rules.yaml"):
                return _mapping(tongue.RULE_FILE, stage=_STAGE, rules=self.rule)
            case _ if name.endswith(".order.yaml"):
                return self._orders()
        return None

    # ---- rules ------------------------------------------------------------------------------------

    @cached_property
    def rule(self) -> Place:
        """One rule."""
        inside = {
            "stage": _STAGE,
            "when": self.condition,
            "then": self.outcomes,
            "binding": _BINDING,
            "rank": Place(Words(tongue.RANKS)),
        }
        return Place(keys=Words(tongue.RULE_KEYS), inside=inside, twice=_RULE_TWICE)

    @cached_property
    def condition(self) -> Place:
        """One condition, with conditions inside."""
        fields = self.vocabulary.fields
        inside = {name: self._tests(item) for name, item in fields.items()}
        keys = Words({name: item.label for name, item in fields.items()} | tongue.LOGIC)
        made = Place(keys=keys, inside=inside, twice=_RULE_TWICE)
        inside.update(dict.fromkeys(tongue.LOGIC, made))
        return made

    def _tests(self, item: Field) -> Place:
        value = self.value(item)
        inside = dict.fromkeys(tongue.TESTS, value) | {"exists": FLAG}
        return Place(value.words, value.flag, keys=_TEST_KEYS, inside=inside)

    def value(self, item: Field) -> Place:
        """What may be compared with a field."""
        if item.type is FieldType.BOOLEAN:
            return Place(flag=True, keys=_PARAM)
        if item.name in KIND_FIELDS:
            return Place(Words(self.vocabulary.kinds, closed=False), keys=_PARAM)
        if item.name in _ACT_FIELDS:
            return Place(self.acts, keys=_PARAM)
        if item.name == "tags":
            return Place(self.tags, keys=_PARAM)
        if item.values and item.name not in _NAMES:
            return Place(self._said(item.name, item.values), keys=_PARAM)
        return Place(keys=_PARAM)

    def _said(self, scope: str, words: tuple[str, ...]) -> Words:
        """Enumerated words with their labels; one of ``scope.word`` goes before one of ``word``."""
        labels = self.vocabulary.labels
        found = {word: labels.get(f"{scope}.{word}") or labels.get(word) for word in words}
        return Words({word: said.zh if said else word for word, said in found.items()})

    @cached_property
    def acts(self) -> Words:
        """The declared acts."""
        return Words({name: act.label for name, act in self.vocabulary.acts.items()})

    @cached_property
    def tags(self) -> Words:
        """The declared tags."""
        return Words(self.vocabulary.tags, closed=False)

    @cached_property
    def outcomes(self) -> Place:
        """The outcomes of a rule."""
        inside = {item.name: self.outcome(item) for stage in STAGES for item in stage.outcomes}
        return Place(keys=Words(tongue.OUTCOMES), inside=inside, twice=_OUTCOME_TWICE)

    @cached_property
    def bases(self) -> Place:
        """The bases on which a body is a candidate for lead."""
        return Place(self._said("basis", BASES))

    def outcome(self, item: Outcome) -> Place:
        """What may stand as one outcome."""
        match item.shape:
            case Shape.BOOLEAN:
                return FLAG
            case Shape.WORD | Shape.TEXTS if item.values:
                return Place(self._said(item.name, item.values))
            case Shape.TAGS:
                return Place(self.tags)
            case Shape.ROLE | Shape.ROLES:
                return ROLE
            case Shape.LEADS:
                return _mapping(tongue.LEAD | tongue.GROUP, role=ROLE, basis=self.bases)
            case Shape.DUE:
                return Place(keys=self.acts, inside=dict.fromkeys(self.acts.all, LENGTH), twice=_ACT_TWICE)
            case Shape.DUTIES:
                return _mapping(tongue.DUTY, who=ROLE, act=Place(self.acts), within=LENGTH, every=LENGTH)
            case Shape.AWARDS:
                return _mapping(tongue.AWARD, points=Place(keys=_PARAM))
        return KEEP

    def _orders(self) -> Place:
        fields = Place(Words({name: item.label for name, item in self.vocabulary.fields.items()}))
        step = _mapping(
            tongue.STEP,
            binding=_BINDING,
            prefer=self.condition,
            highest=fields,
            lowest=fields,
            earliest=fields,
            most_specific=FLAG,
            value=Place(self._said("exit", EXITS)),
        )
        order = _mapping(tongue.ORDER, steps=step, insert=step, tie=Place(Words(tongue.TIES, closed=False)))
        succession = _mapping(tongue.SUCCESSION, roles=ROLE, if_none=_mapping(tongue.IF_NONE, holder=ROLE))
        return _mapping(
            tongue.ORDER_FILE,
            orders=_mapping(tongue.ORDER_NAMES, **dict.fromkeys(tongue.ORDER_NAMES, order)),
            successions=_mapping(tongue.SUCCESSION_NAMES, **dict.fromkeys(tongue.SUCCESSION_NAMES, succession)),
        )

    def _ladders(self) -> Place:
        level = self.vocabulary.fields.get("level")
        rung = _mapping(
            tongue.RUNG,
            level=Place(self._said("level", level.values if level else ())),
            body=ROLE,
            convener=ROLE,
            members=ROLE,
            cadence=LENGTH,
            fixed_agenda=FLAG,
            carry_over=FLAG,
            before_dispatch=FLAG,
            form=Place(Words(tongue.RUNG_FORMS)),
        )
        terminal = _mapping(
            tongue.TERMINAL,
            body=ROLE,
            then=Place(Words(tongue.TERMINAL_THEN)),
            publish=Place(Words(tongue.TERMINAL_PUBLISH)),
        )
        ladder = _mapping(
            tongue.LADDER,
            rungs=rung,
            stay=_mapping(tongue.STAY, until_next_sitting=FLAG, not_before=LENGTH),
            on_holiday=Place(Words(tongue.ON_HOLIDAY)),
            terminal=terminal,
        )
        return _mapping(tongue.LADDER_FILE, ladders=_named(ladder))

    def _groupings(self) -> Place:
        labels = {name: item.label for name, item in self.vocabulary.fields.items()}
        grouping = _mapping(
            tongue.GROUPING,
            of=Place(Words(tongue.GROUPED)),
            same=Place(Words(labels | tongue.GROUPED_BY)),
            within=LENGTH,
            yields=Place(Words(tongue.YIELDS)),
            effect=Place(Words(tongue.EFFECTS)),
        )
        return _mapping(tongue.GROUPING_FILE, groupings=_named(grouping))

    # ---- registers and manifests --------------------------------------------------------------------

    def _roles(self) -> Place:
        labels = self.vocabulary.labels
        levels = {word: labels[word].zh if word in labels else word for word in self.vocabulary.levels}
        level = Place(Words(levels | tongue.ROLE_PLACES, closed=False))
        role = _mapping(
            tongue.ROLE,
            form=Place(Words(tongue.FORMS)),
            level=level,
            at=level,
            kind=Place(Words(self.vocabulary.kinds, closed=False)),
            many=FLAG,
            **{"is": Place(Words(tongue.CASE_ROLES, closed=False))},
        )
        return _mapping(tongue.ROLE_FILE, roles=_named(role))

    def _manifest(self) -> Place:
        kinds = Words(self.vocabulary.kinds, closed=False)
        parameter = Place(
            kinds,
            length=True,
            keys=Words(tongue.PARAMETER),
            inside={
                "value": Place(kinds, length=True, empty=True),
                "unit": Place(Words(tongue.PARAMETER_UNITS, closed=False)),
                "tighter": Place(Words(tongue.TIGHTER)),
                "binding": _BINDING,
                "required": FLAG,
            },
        )
        words = Place(Words(tongue.CALENDAR_WORDS, closed=False))
        return _mapping(
            tongue.MANIFEST,
            level=Place(Words(tongue.LAYER_LEVELS)),
            parameters=_named(parameter),
            calendars=_mapping(tongue.CALENDARS, intake=words, work=words),
        )

    def _bodies(self) -> Place:
        kind = Place(Words(self.vocabulary.kinds))
        body = _mapping(tongue.BODY, kind=kind, level=Place(self._said("level", self.vocabulary.levels)))
        return _mapping(tongue.BODY_FILE, organizations=body, per_township=body, per_community=body)


_VOCABULARY = _mapping(
    tongue.VOCABULARY,
    fields=_named(_mapping(tongue.FIELD, type=Place(Words(tongue.FIELD_TYPES)), ordered=FLAG, grows=FLAG, only=_STAGE)),
    acts=_named(_mapping(tongue.ACT, on_site=FLAG, later=FLAG)),
)
