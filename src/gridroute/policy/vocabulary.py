"""词汇: every field, act, role, kind and label that a policy may use. What is not here does not load."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gridroute.errors import Bilingual


class FieldType(StrEnum):
    """字段类型. Closed: no floats, no null."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    WORD = "word"
    PATH = "path"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Field:
    """字段: one fact that conditions may test.

    ``values`` closes a word or a set of words; ``ordered`` says that their order is lowest to highest. To a
    field that ``grows`` lower layers may add values. Without values a field is open, unless it grows.
    ``first`` is the number of the first stage that can read it, ``only`` the stages it exists in (empty: all
    from ``first`` on). ``en`` is the label in English: for a boolean a clause such as ``the candidate is
    registered``, for anything else a noun.
    """

    name: str
    type: FieldType
    label: str
    values: tuple[str, ...] = ()
    ordered: bool = False
    first: int = 1
    only: frozenset[str] = frozenset()
    grows: bool = False
    en: str = ""
    #: Whether a layer below the nation declares it as a raw field that arrives with the issue.
    given: bool = False

    def takes(self, value: object) -> bool:
        """Whether ``value`` is of the field's type; a boolean is no number."""
        match self.type:
            case FieldType.BOOLEAN:
                return isinstance(value, bool)
            case FieldType.INTEGER:
                return isinstance(value, int) and not isinstance(value, bool)
            case FieldType.DATE:
                return isinstance(value, date) and not isinstance(value, datetime)
            case FieldType.WORDS:
                return isinstance(value, frozenset) and all(isinstance(one, str) for one in value)
        return isinstance(value, str) and (not self.closed or value in self.values)

    @property
    def closed(self) -> bool:
        """Whether no other word than ``values`` may be compared with the field."""
        return bool(self.values) or self.grows

    def rank(self, word: str) -> int:
        """The place of ``word`` in the declared order, from 0."""
        return self.values.index(word)


@dataclass(frozen=True, slots=True)
class Act:
    """行为: an act that can be owed. ``by`` is the role that owes it when a ``due`` names only the act.

    ``on_site`` acts cannot be done by an intake center. ``later`` acts start with an event after
    dispatch, so a decision only states them once that event has come.
    """

    name: str
    label: str
    by: str = ""
    on_site: bool = False
    later: bool = False
    en: str = ""
    home: tuple[str, int] = field(default=("", 0), compare=False, repr=False)

    def said(self, lang: str) -> str:
        """What the act is called; in English a verb, such as ``check in``."""
        return self.label if lang == "zh" else self.en or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Role:
    """角色: a reference that resolves to bodies at one moment; a rule never names a body itself.

    ``form`` is one of the eight of policy language §7, or ``body`` for one body that a county's table names;
    ``key`` is what the form looks up. A group without
    ``members`` is unset: the county has yet to fill it, with ``size`` roles where that is given.
    """

    name: str
    form: str
    key: str
    level: str = ""
    label_en: str = ""
    members: tuple[str, ...] = ()
    layer: str = ""
    size: int = 0
    home: tuple[str, int] = field(default=("", 0), compare=False, repr=False)


#: What the case itself can answer, and what the relations between bodies can.
CASE_KEYS = (
    "lead",
    "supports",
    "candidates",
    "first_receiver",
    "blower",
    "required",
    "holder",
    "resolver",
    "original",
    "subject",
)
RELATION_KEYS = ("adjudicator", "common_superior", "home_department", "command", "guide")
FORMS = ("place", "function", "kind", "service", "post", "case", "relation", "group")


@dataclass
class Vocabulary:
    """All declared words; built while loading, then only read."""

    fields: dict[str, Field] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    labels: dict[str, Bilingual] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    signals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    subject_cues: tuple[str, ...] = ()
    #: Signals that count only where they are said of a body or its people, which is then complained about.
    conduct: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Words that stand for each other in the patterns of signals (词组), by name.
    word_groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What people call bodies and their people (俗称): the roles meant; none where no register knows the body.
    called: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Kinds of bodies that are no public office.
    private_kinds: tuple[str, ...] = ()
    #: What the name of a body outside the register holds, and what such a name does not begin with (I12f).
    outside_words: tuple[str, ...] = ()
    not_outside: tuple[str, ...] = ()
    #: What the receipt of such a body is known by.
    receipt_words: tuple[str, ...] = ()
    #: The ways of calling back that differ, each with the words by which people write it (I12b).
    calling_ways: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def signal_names(self) -> tuple[str, ...]:
        """All signals that a text may raise."""
        return tuple(sorted({*self.signals, *self.conduct}))

    def unset_group(self, name: str, seen: frozenset[str] = frozenset()) -> str | None:
        """The group that is unset among ``name`` and the groups inside it; ``None`` where all are filled."""
        role = self.roles.get(name)
        if role is None or role.form != "group" or name in seen:
            return None
        if not role.members:
            return name
        inside = (self.unset_group(member, seen | {name}) for member in role.members)
        return next((found for found in inside if found), None)

    def given(self) -> dict[str, Field]:
        """The raw fields that layers below the nation declare, by name."""
        return {name: item for name, item in self.fields.items() if item.given}

    def by_label(self, head: str) -> str | None:
        """The field, act or key that a Chinese label or an English name means."""
        if head in self.fields:
            return head
        return self._labels().get(head)

    def heads(self) -> list[str]:
        """What a field may be called: all names, and all labels."""
        return [*self.fields, *self._labels()]

    def _labels(self) -> Mapping[str, str]:
        # of two fields that are called the same, the one declared first is meant
        return {item.label: name for name, item in reversed(self.fields.items()) if item.label}

    def word(self, word: str, lang: str) -> str:
        """A declared word as people say it."""
        said = self.labels.get(word)
        return said.in_(lang) if said else word

    def said(self, scope: str, word: str, lang: str) -> str | None:
        """``word`` as people say it where it stands: a field, an outcome; ``None`` where nothing calls it anything.

        What is called differently in one place is declared as ``scope.word``.
        """
        if scope == "tags" and word in self.tags:
            return self.tags[word] if lang == "zh" or not word.isascii() else word.replace("_", " ")
        label = self.labels.get(f"{scope}.{word}") or self.labels.get(word)
        if scope.endswith("kind") and word in self.kinds and (label is None or lang == "zh"):
            return self.kinds[word] if lang == "zh" else word.replace("_", " ")
        if scope == "act" and word in self.acts:
            return self.acts[word].said(lang)
        return label.in_(lang) if label else None

    def readable_at(self, stage: str, number: int, path: str = "decision") -> Iterable[str]:
        """The names of the fields that a rule of ``stage`` may test.

        Persons stand in civic fields alone, and civic stages read nothing else (§3.4).
        """
        for name, item in self.fields.items():
            if item.only:
                if stage in item.only:
                    yield name
            elif item.first <= number and path != "civic":
                yield name
