"""列: what a field of a register is called in files, in both languages, and what its value names."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from gridroute.errors import NOTHING, Bilingual
from gridroute.model import Duration
from gridroute.model.source import NO_SOURCE, as_source, is_assumed

#: What a value may name: a place or grid, a body, a role, a parameter, a kind of body, or an entry of a register.
Names = Literal[
    "",
    "place",
    "grid",
    "body",
    "role",
    "parameter",
    "kind",
    "units",
    "resources",
    "agreements",
    "needs",
    "open_days",
    "chains",
    "indices",
]


@dataclass(frozen=True, slots=True)
class Col:
    """列: the Chinese head of a field, its meaning, and what its values name.

    ``head`` is the English head where it is not the field's name; ``words`` are the Chinese of its words.
    """

    zh: str
    meaning: Bilingual
    head: str = ""
    of: Names = ""
    words: Mapping[str, str] = field(default_factory=dict)


def col(zh: str, en: str, means: str, *, head: str = "", of: Names = "", **words: str) -> Col:
    """The column ``zh``: its meaning in English and in Chinese; ``words`` are its words with their Chinese."""
    return Col(zh, Bilingual(means, en), head, of, words)


def wrong(zh: str, en: str, remedy: Bilingual = NOTHING) -> PydanticCustomError:
    """What a model raises where fields do not go together: said in both languages."""
    said = {"zh": zh, "en": en, "remedy_zh": remedy.zh, "remedy_en": remedy.en}
    return PydanticCustomError("said", "{en}", said)


def _length(value: object) -> object:
    if isinstance(value, str):
        try:
            return Duration.parse(value)
        except ValueError:
            raise wrong(
                f"“{value}”不是一段时间",
                f"“{value}” is no length of time",
                Bilingual("写成 3 workdays 或 3个工作日", "write it as 3 workdays"),
            ) from None
    return value


#: A length of time with its unit, as in rules.
Length = Annotated[Duration, BeforeValidator(_length)]


class Part(BaseModel):
    """A part of an entry: frozen, closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Part):
    """One entry of a register. It holds from ``valid_from`` to ``valid_to``, both days included."""

    valid_from: Annotated[date | None, col("生效", "first day on which it holds", "从这一天起有效", head="from")] = None
    valid_to: Annotated[date | None, col("失效", "last day on which it holds", "到这一天为止有效", head="until")] = None
    source: Annotated[
        str,
        BeforeValidator(as_source),
        col("依据", "document and clause; without it the entry is shown as assumed", "文件和条款;不写,显示为建议默认"),
    ] = NO_SOURCE
    note: Annotated[str, col("备注", "anything else worth knowing", "其他说明")] = ""

    def in_force(self, day: date) -> bool:
        """Whether the entry holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def assumed(self) -> bool:
        """Whether no source stands behind it."""
        return is_assumed(self.source)

    def gaps(self) -> list[Gap]:
        """What only the county can say and has not said; nothing plausible is put in its place."""
        return []

    def each(self, places: Mapping[str, Sequence[tuple[str, str]]]) -> Sequence[Entry]:
        """The entries that this one stands for: itself, or one for each of ``places`` (level to code and name)."""
        return (self,)


class Gap(NamedTuple):
    """One thing that is unset: the field it stands in, what is missing, what may be written, and how lint calls it."""

    field: str
    words: Bilingual
    remedy: Bilingual = NOTHING
    code: str = "GR754"


#: What plain values are called.
_TYPES: Mapping[type, str] = {
    int: "whole number",
    float: "number",
    date: "date",
    bool: "yes/no",
    Duration: "length of time",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field looks like in a file: its column, and the part that is written inside it, if any.

    ``many``: a list (in a cell, apart by ``|``); ``keyed``: a mapping from words of the county's own; ``type``: what
    a plain value is.
    """

    column: Col
    part: type[Part] | None = None
    many: bool = False
    keyed: bool = False
    boolean: bool = False
    required: bool = False
    type: str = "text"


@lru_cache(256)
def shapes(model: type[Part]) -> Mapping[str, Shape]:
    """The fields of ``model`` by name."""
    made = {}
    for name, info in model.model_fields.items():
        column = next(one for one in info.metadata if isinstance(one, Col))
        inner, many, keyed = _inside(info.annotation)
        part = inner if isinstance(inner, type) and issubclass(inner, Part) else None
        type_ = _TYPES.get(inner, "text") if isinstance(inner, type) else "text"
        made[name] = Shape(column, part, many, keyed, inner is bool, info.is_required(), type_)
    return made


@lru_cache(256)
def heads(model: type[Part]) -> Mapping[str, str]:
    """Every head of ``model``, English and Chinese, with the field it means."""
    made: dict[str, str] = {}
    for name, shape in shapes(model).items():
        made |= {shape.column.head or name: name, shape.column.zh: name}
    return made


def head_of(model: type[Part], name: str, lang: str) -> str:
    """What the field ``name`` is called in files."""
    column = shapes(model)[name].column
    return column.zh if lang == "zh" else column.head or name


def _inside(annotation: Any) -> tuple[Any, bool, bool]:
    """The plain type inside a list, a mapping or an optional; whether it is in a list, whether in a mapping."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inside(arguments[0])
    if origin in (Union, types.UnionType):
        return _inside(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return _inside(arguments[0])[0], True, False
    if origin is dict:
        return _inside(arguments[1])[0], False, True
    return annotation, False, False
