"""问常设阶段: the one place where the stages of standing matters are asked: eligibility, matching, points (§3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gridroute.civic.civic import Civic
from gridroute.civic.directory import Directory
from gridroute.dispatch.engine import Engine
from gridroute.dispatch.inquiry import Settled, decide
from gridroute.errors import Bilingual, InputError, nearest
from gridroute.policy.condition import All, AnyOf, Condition, FactValue, Not, Test, fields_of, matches
from gridroute.policy.path import BY_NAME
from gridroute.policy.policy import Edition
from gridroute.policy.vocabulary import Field, FieldType

#: Where something is asked or done: what a street has said holds there alone.
_PLACE = ("place", "所在地")
_SCOPE = "scope"


@dataclass(frozen=True)
class Asking:
    """Asks the rules of standing matters of one county."""

    civic: Civic
    engine: Engine

    def ask(self, stage: str, facts: Mapping[str, FactValue], day: date) -> Settled:
        """What the rules of ``stage`` in force on ``day`` say of ``facts``."""
        return decide(self.engine, self.edition(day), stage, facts)

    def edition(self, day: date) -> Edition:
        """The rules in force on ``day``."""
        return self.engine.policy.on(day)

    def fields(self, stage: str) -> dict[str, Field]:
        """The fields that the rules of ``stage`` may read."""
        made = self.engine.policy.vocabulary
        one = BY_NAME[stage]
        return {name: made.fields[name] for name in made.readable_at(stage, one.number, one.path)}

    def read(self, stage: str, given: Mapping[str, object]) -> dict[str, FactValue]:
        """``given`` as facts of ``stage``; ``place`` says where, by name or code, for the rules of streets.

        ``InputError``: a field the stage does not have, a value that does not fit, or a place that is none.
        """
        known = self.fields(stage)
        labels = {item.label: name for name, item in known.items()}
        made: dict[str, FactValue] = {}
        for key, value in given.items():
            if key in _PLACE:
                made |= self.place(str(value))
                continue
            name = key if key in known else labels.get(key)
            if name is None:
                near = nearest(key, [*known, *labels])
                remedy = near if near.en else Bilingual("可用: " + "、".join(labels), "use one of: " + ", ".join(known))
                raise InputError(
                    Bilingual(f"没有“{key}”这一项: {remedy.zh}", f"there is no field “{key}”: {remedy.en}")
                )
            made[name] = _value(known[name], value)
        return made

    def place(self, written: str) -> dict[str, FactValue]:
        """The fact of where something is asked or done; none where it is the whole county. ``InputError``: no place."""
        found = Directory(self.civic.county).resolve("place", written)
        if not isinstance(found, str):
            raise InputError(
                Bilingual(*(": ".join(part for part in pair if part) for pair in zip(*found, strict=True)))
            )
        return self.at(found)

    def at(self, code: str) -> dict[str, FactValue]:
        """The fact of the place of that code."""
        path = self.civic.path_of(code)
        return {_SCOPE: path} if path else {}

    def missing(self, stage: str, facts: Mapping[str, FactValue], day: date) -> list[str]:
        """The fields that nobody has given, and on which it hangs whether rules of ``stage`` hold."""
        wanted: dict[str, None] = {}
        for rule in self.edition(day).at(stage):
            if _holds(rule.condition, facts) is None:
                wanted |= dict.fromkeys(sorted(fields_of(rule.condition) - facts.keys()))
        return list(wanted)


def _holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool | None:
    """Whether ``condition`` holds whatever the fields are that nobody has given; null where it hangs on them."""
    match condition:
        case Test():
            return matches(condition, facts) if condition.field in facts else None
        case All():
            parts = [_holds(part, facts) for part in condition.parts]
            return False if False in parts else None if None in parts else True
        case AnyOf():
            parts = [_holds(part, facts) for part in condition.parts]
            return True if True in parts else None if None in parts else False
        case Not():
            inner = _holds(condition.part, facts)
            return None if inner is None else not inner


def _value(item: Field, value: object) -> FactValue:
    made: object = value
    if item.type is FieldType.WORDS and isinstance(value, str | list | tuple):
        made = frozenset([value] if isinstance(value, str) else map(str, value))
    elif isinstance(value, str) and item.type is FieldType.INTEGER and value.lstrip("-").isdigit():
        made = int(value)
    elif isinstance(value, str) and item.type is FieldType.BOOLEAN:
        made = {"true": True, "false": False, "是": True, "否": False}.get(value.lower(), value)
    if item.takes(made) and isinstance(made, bool | int | str | date | frozenset) and not isinstance(made, datetime):
        return made
    if item.values:
        near = nearest(str(value), item.values)
        listed = Bilingual("可写: " + "、".join(item.values), "use one of: " + ", ".join(item.values))
        remedy = near if near.en else listed
    elif item.closed:
        remedy = Bilingual("本县还没有声明这样的词", "the county declares no such words yet")
    else:
        remedy = _FORMS.get(item.type, Bilingual("", ""))
    words = Bilingual(f"{item.label}: “{value}”不对", f"{item.name}: “{value}” does not fit")
    raise InputError(Bilingual(*(": ".join(p for p in pair if p) for pair in zip(words, remedy, strict=True))))


_FORMS = {
    FieldType.INTEGER: Bilingual("写整数", "write a whole number"),
    FieldType.BOOLEAN: Bilingual("写 是 或 否", "write true or false"),
    FieldType.WORD: Bilingual("写一个词", "write a word"),
    FieldType.WORDS: Bilingual("写一列词", "write a list of words"),
}
