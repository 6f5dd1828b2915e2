"""会议阶梯: which meetings take up what is unsettled, and where the last one hands it (§10; C1, C4, C7–C10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from gridroute.errors import NOTHING, Bilingual
from gridroute.model import Duration, Unit
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.reading import Reading
from gridroute.policy.reference import read_duration, read_reference
from gridroute.policy.rule import Reference
from gridroute.policy.tongue import OTHER_NAMES, nearest
from gridroute.policy.vocabulary import Vocabulary

OnHoliday = Literal["keep", "shift", "skip"]
_ON_HOLIDAY = ("keep", "shift", "skip")
_FORMS = ("meeting", "consultation")
_THEN = ("listed",)
_PUBLISH = ("review_date",)
_KEYS = ("rungs", "stay", "on_holiday", "terminal", "label", "source")
_FLAGS = ("fixed_agenda", "carry_over", "before_dispatch")
_RUNG_KEYS = ("level", "body", "convener", "members", "cadence", "on", *_FLAGS, "form")
_STAY_KEYS = ("until_next_sitting", "not_before")
_TERMINAL_KEYS = ("body", "then", "publish")


@dataclass(frozen=True, slots=True)
class Rung:
    """一级: who meets there and how often. Either a body meets, or a convener calls the ``members``.

    ``fixed_agenda``: the ladder's topic stands on every agenda. ``carry_over``: what is unsettled is on the
    next agenda by itself. ``before_dispatch``: the rung is tried before anybody is dispatched. ``on``: the day of
    a regular sitting, of the week (Monday is 1) or of the month.
    """

    level: str
    body: Reference | None = None
    convener: Reference | None = None
    members: tuple[Reference, ...] = ()
    cadence: Duration | None = None
    on: int = 1
    fixed_agenda: bool = False
    carry_over: bool = False
    before_dispatch: bool = False
    form: str = "meeting"


@dataclass(frozen=True, slots=True)
class Stay:
    """停留: how long a matter stays on a rung; of the two the later counts (C4)."""

    until_next_sitting: bool = False
    not_before: Duration | None = None


@dataclass(frozen=True, slots=True)
class Terminal:
    """终点: who takes what the last rung leaves (C7), what becomes of it, and what is made public."""

    body: Reference
    then: str = "listed"
    publish: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """会议阶梯: rungs from the lowest to the highest. A missing rung passes upward.

    ``on_holiday`` says what becomes of a sitting that falls on a holiday; ``None`` where none is regular.
    """

    name: str
    rungs: tuple[Rung, ...]
    terminal: Terminal | None
    stay: Stay = Stay()
    on_holiday: OnHoliday | None = None
    label: str = ""
    source: str = "assumed"
    layer: str = ""


def read_ladders(document: Document, layer: str, known: dict[str, Ladder], at: Reading) -> None:
    """Adds one layer's ladders. One of the same name takes the place of what it says of the one above."""
    entries = document.value.get("ladders", {})
    for key in document.value:
        if key != "ladders":
            at.rule = ""
            at.fault(
                (key,), f"这里不认识“{key}”", f"“{key}” does not belong here", nearest(key, ["ladders"]), code="GR106"
            )
    if not isinstance(entries, dict):
        at.rule = ""
        at.fault(("ladders",), "ladders 应是“名: {rungs, …}”", "ladders is a mapping", code="GR105")
        return
    for name, body in entries.items():
        at.rule = name
        if not isinstance(body, dict):
            at.fault(
                ("ladders", name),
                "阶梯应写成 {rungs, stay, terminal}",
                "a ladder is {rungs, stay, terminal}",
                code="GR105",
            )
            continue
        ladder = _ladder(name, body, layer, known.get(name), at)
        known[name] = ladder
        if ladder.label:
            said = at.vocabulary.labels.setdefault(name, Bilingual(ladder.label, f"{name.replace('_', ' ')} meeting"))
            if said.zh != ladder.label:  # the word means something else elsewhere
                meeting = Bilingual(ladder.label, f"{name.replace('_', ' ')} meeting")
                at.vocabulary.labels.setdefault(f"forum.{name}", meeting)


def close_forums(vocabulary: Vocabulary, ladders: Mapping[str, Ladder]) -> None:
    """Makes the names of ``ladders`` the only values of ``forum``, as an outcome and as a field."""
    vocabulary.fields["forum"] = replace(vocabulary.fields["forum"], values=tuple(sorted(ladders)))


def _ladder(name: str, body: Mapping[str, Value], layer: str, above: Ladder | None, at: Reading) -> Ladder:
    path: Path_ = ("ladders", name)
    before = len(at.faults)
    _only(body, _KEYS, path, "阶梯", "a ladder", at)
    made = replace(above or Ladder(name, (), None), layer=layer)
    if "rungs" in body:
        made = replace(made, rungs=_rungs(body["rungs"], (*path, "rungs"), at))
    if "stay" in body:
        made = replace(made, stay=_stay(body["stay"], (*path, "stay"), at))
    if "on_holiday" in body:
        said = _word(body["on_holiday"], _ON_HOLIDAY, (*path, "on_holiday"), at)
        made = replace(made, on_holiday=cast(OnHoliday, said) if said else None)
    if "terminal" in body:
        made = replace(made, terminal=_terminal(body["terminal"], (*path, "terminal"), at))
    made = replace(made, label=str(body.get("label", made.label)), source=str(body.get("source", "assumed")))
    if len(at.faults) == before:
        _check(made, path, at)
    return made


def _check(ladder: Ladder, path: Path_, at: Reading) -> None:
    """What a ladder must have when all layers so far are counted."""
    if not ladder.rungs:
        at.fault(
            path, "阶梯没有一级", "a ladder without a rung", Bilingual("写上 rungs", "write rungs: […]"), code="GR701"
        )
    if ladder.terminal is None:
        at.fault(
            path,
            "阶梯没有终点",
            "a ladder without an end",
            Bilingual("写上 terminal: {body, then, publish}", "write terminal: {body, then, publish}"),
            code="GR701",
        )
    if ladder.on_holiday is None and any(rung.cadence for rung in ladder.rungs):
        at.fault(
            path,
            "有会期却没有写逢节假日怎么办",
            "sittings are regular but on_holiday is unset",
            Bilingual("写 on_holiday: keep、shift 或 skip", "write on_holiday: keep, shift or skip"),
            code="GR702",
        )


def _rungs(value: Value, path: Path_, at: Reading) -> tuple[Rung, ...]:
    if not isinstance(value, list) or not value:
        at.fault(path, "rungs 应是一列会议,由低到高", "rungs is a list, the lowest first", code="GR105")
        return ()
    made: list[Rung] = []
    levels = at.vocabulary.fields["level"].values
    for number, entry in enumerate(value):
        rung = _rung(entry, (*path, number), levels, at)
        if rung is None:
            continue
        if made and levels.index(rung.level) <= levels.index(made[-1].level):
            at.fault(
                (*path, number, "level"),
                f"“{rung.level}”不高于前一级“{made[-1].level}”",
                f"“{rung.level}” is not above the rung before it, “{made[-1].level}”",
                Bilingual("由低到高写", "write the lowest first"),
                code="GR704",
            )
        made.append(rung)
    return tuple(made)


def _rung(entry: Value, path: Path_, levels: tuple[str, ...], at: Reading) -> Rung | None:
    if not isinstance(entry, dict):
        at.fault(path, "一级应写成 {level, convener, …}", "a rung is {level, convener, …}", code="GR105")
        return None
    _only(entry, _RUNG_KEYS, path, "阶梯的一级", "a rung", at)
    level = entry.get("level")
    if isinstance(level, str):
        level = OTHER_NAMES.get(level, level)
    if level not in levels:
        at.fault(
            (*path, "level"), f"没有层级“{level}”", f"no level “{level}”", nearest(str(level), levels), code="GR302"
        )
        return None
    if ("body" in entry) == ("convener" in entry):
        at.fault(
            path,
            "要写由谁开会: body 或 convener,只写一个",
            "a rung names who meets: either body or convener",
            code="GR703",
        )
    whom = {key: read_reference(entry[key], (*path, key), at) for key in ("body", "convener") if key in entry}
    flags: dict[str, bool] = {}
    for key in _FLAGS:
        flags[key] = entry.get(key) is True
        if not isinstance(entry.get(key, False), bool):
            at.fault((*path, key), f"“{key}”只能是 true 或 false", f"“{key}” takes true or false", code="GR116")
    cadence = read_duration(entry["cadence"], (*path, "cadence"), at) if "cadence" in entry else None
    on = entry.get("on", 1)
    if "on" in entry and (not isinstance(on, int) or isinstance(on, bool) or not 1 <= on <= _last_day(cadence)):
        at.fault(
            (*path, "on"),
            "on 应是每周的第几天(1–7)或每月的第几天(1–31),与 cadence 同写",
            "on is the day of the week (1–7) or of the month (1–31), beside a cadence",
            code="GR703",
        )
        on = 1
    form = _word(entry.get("form", "meeting"), _FORMS, (*path, "form"), at)
    return Rung(
        str(level),
        whom.get("body"),
        whom.get("convener"),
        _members(entry["members"], (*path, "members"), at) if "members" in entry else (),
        cadence,
        on if isinstance(on, int) else 1,
        form=form or "meeting",
        **flags,
    )


def _last_day(cadence: Duration | None) -> int:
    """The highest day that a sitting may be on."""
    match cadence.unit if cadence else None:
        case Unit.CALENDAR_WEEKS:
            return 7
        case Unit.CALENDAR_MONTHS:
            return 31
    return 0


def _members(value: Value, path: Path_, at: Reading) -> tuple[Reference, ...]:
    if value == []:
        at.fault(path, "一个成员也没有", "no member is named", code="GR217")
    items = value if isinstance(value, list) else [value]
    made = [read_reference(item, (*path, n) if isinstance(value, list) else path, at) for n, item in enumerate(items)]
    return tuple(item for item in made if item is not None)


def _stay(value: Value, path: Path_, at: Reading) -> Stay:
    if not isinstance(value, dict) or not value:
        at.fault(
            path,
            "停留应写成 {until_next_sitting, not_before}",
            "stay is {until_next_sitting, not_before}",
            code="GR105",
        )
        return Stay()
    _only(value, _STAY_KEYS, path, "停留", "stay", at)
    until = value.get("until_next_sitting", False)
    if not isinstance(until, bool):
        here = (*path, "until_next_sitting")
        at.fault(
            here, "“until_next_sitting”只能是 true 或 false", "“until_next_sitting” takes true or false", code="GR116"
        )
    length = read_duration(value["not_before"], (*path, "not_before"), at) if "not_before" in value else None
    return Stay(until is True, length)


def _terminal(value: Value, path: Path_, at: Reading) -> Terminal | None:
    if not isinstance(value, dict) or "body" not in value:
        at.fault(path, "终点应写成 {body, then, publish}", "terminal is {body, then, publish}", code="GR105")
        return None
    _only(value, _TERMINAL_KEYS, path, "终点", "terminal", at)
    body = read_reference(value["body"], (*path, "body"), at)
    then = _word(value.get("then", "listed"), _THEN, (*path, "then"), at)
    publish = _word(value["publish"], _PUBLISH, (*path, "publish"), at) if "publish" in value else ""
    return Terminal(body, then or "listed", publish or "") if body is not None else None


def _word(value: Value, known: tuple[str, ...], path: Path_, at: Reading) -> str | None:
    if isinstance(value, str) and value in known:
        return value
    if value is None:
        remedy = Bilingual("写 " + "、".join(known), "write " + " or ".join(known))
        at.fault(path, f"“{path[-1]}”还没有填", f"“{path[-1]}” is unset", remedy, code="GR702")
        return None
    remedy = nearest(str(value), known)
    if remedy == NOTHING:
        remedy = Bilingual("可用: " + "、".join(known), "use one of: " + ", ".join(known))
    at.fault(
        path, f"“{path[-1]}”没有“{value}”这个值", f"“{value}” is not a value of “{path[-1]}”", remedy, code="GR703"
    )
    return None


def _only(body: Mapping[str, Value], known: tuple[str, ...], path: Path_, zh: str, en: str, at: Reading) -> None:
    for key in body:
        if key not in known:
            at.fault((*path, key), f"{zh}没有“{key}”这一项", f"{en} has no “{key}”", nearest(key, known), code="GR106")
