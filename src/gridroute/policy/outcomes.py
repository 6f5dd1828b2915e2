"""Reads outcomes as they are written into typed values, and says what is wrong with them (policy language §4)."""

from __future__ import annotations

from gridroute.errors import Bilingual
from gridroute.model import Duration
from gridroute.model.duration import DEADLINE_UNITS
from gridroute.policy.document import Path_, Value
from gridroute.policy.reading import Reading, substituted
from gridroute.policy.reference import read_duration, read_reference
from gridroute.policy.rule import AwardRow, DutyRow, LeadRow, OutcomeValue, Reference
from gridroute.policy.stage import BASES, Outcome, Shape
from gridroute.policy.tongue import nearest


def read_outcome(outcome: Outcome, value: Value, path: Path_, at: Reading) -> OutcomeValue | None:
    """The value of one outcome; ``None`` where it is wrong, which is reported."""
    if value is None:
        at.fault(
            path,
            f"结果“{outcome.name}”是空的",
            f"the outcome “{outcome.name}” is empty",
            Bilingual("检查花括号里是否误用了英文逗号", "look for an ASCII comma inside the braces"),
            code="GR111",
        )
        return None
    match outcome.shape:
        case Shape.BOOLEAN:
            if isinstance(value, bool):
                return value
            at.fault(
                path, f"“{outcome.name}”只能是 true 或 false", f"“{outcome.name}” takes true or false", code="GR116"
            )
            return None
        case Shape.WORD:
            return _outcome_word(outcome, value, path, at)
        case Shape.REASON:
            if isinstance(value, str):
                return value
            at.fault(path, "应是一句理由", "expected a reason in words", code="GR105")
            return None
        case Shape.TAGS:
            tags = _texts(value, path, at)
            for tag in tags:
                if tag not in at.vocabulary.tags:
                    at.fault(
                        path,
                        f"没有声明标签“{tag}”",
                        f"undeclared tag “{tag}”",
                        nearest(tag, at.vocabulary.tags),
                        code="GR212",
                    )
            return tags
        case Shape.TEXTS:
            return _closed_texts(outcome, value, path, at)
        case Shape.ROLE:
            return read_reference(value, path, at)
        case Shape.ROLES:
            return _references(value, path, at)
        case Shape.LEADS:
            return _leads(value, path, at)
        case Shape.DUE:
            return _due(value, path, at)
        case Shape.DUTIES:
            return _duties(value, path, at)
        case Shape.AWARDS:
            return _awards(value, path, at)


def _outcome_word(outcome: Outcome, value: Value, path: Path_, at: Reading) -> str | None:
    if not isinstance(value, str):
        at.fault(path, f"“{outcome.name}”应是一个词", f"“{outcome.name}” takes a word", code="GR105")
        return None
    item = at.vocabulary.fields.get(outcome.name)
    values = outcome.values or (item.values if item else ())  # the words of ``forum`` are the ladders
    if not values or value in values:
        return value
    said = {at.vocabulary.word(word, "zh"): word for word in values}
    if value in said:
        return said[value]
    at.fault(
        path,
        f"“{outcome.name}”没有“{value}”这个值",
        f"“{value}” is not a value of “{outcome.name}”",
        nearest(value, [*values, *said]),
        code="GR212",
    )
    return None


def _texts(value: Value, path: Path_, at: Reading) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, str) and item for item in items):
        at.fault(path, "应是一个词或一列词", "expected words", code="GR105")
        return ()
    return tuple(str(item) for item in items)


def _closed_texts(outcome: Outcome, value: Value, path: Path_, at: Reading) -> tuple[str, ...]:
    words = _texts(value, path, at)
    for word in words:
        if outcome.values and word not in outcome.values:
            at.fault(
                path,
                f"“{outcome.name}”没有“{word}”这个值",
                f"“{word}” is not a value of “{outcome.name}”",
                nearest(word, outcome.values),
                code="GR212",
            )
    return words


_AWARD_KEYS = ("ledger", "item", "points")


def _awards(value: Value, path: Path_, at: Reading) -> tuple[AwardRow, ...]:
    rows: list[AwardRow] = []
    for n, item in enumerate(value if isinstance(value, list) else [value]):
        here = (*path, n)
        if not isinstance(item, dict) or set(item) != set(_AWARD_KEYS):
            at.fault(here, "计分应写成 {ledger, item, points}", "an award is {ledger, item, points}", code="GR235")
            continue
        points = substituted(item["points"], (*here, "points"), at)
        if not isinstance(points, int) or isinstance(points, bool):
            if points is not None:
                at.fault((*here, "points"), "分值应是整数", "points is a whole number", code="GR235")
            continue
        if points < 0:
            at.fault(
                (*here, "points"),
                "不得扣分",
                "points are never negative",
                Bilingual("更正用台账事件", ""),
                code="GR235",
            )
            continue
        rows.append(AwardRow(str(item["ledger"]), str(item["item"]), points))
    return tuple(rows)


def _references(value: Value, path: Path_, at: Reading) -> tuple[Reference, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        at.fault(path, "一个角色也没有", "no role is named", code="GR217")
    made = [read_reference(item, (*path, n) if isinstance(value, list) else path, at) for n, item in enumerate(items)]
    return tuple(item for item in made if item is not None)


def _leads(value: Value, path: Path_, at: Reading) -> tuple[LeadRow, ...]:
    rows: list[LeadRow] = []
    if value == []:
        at.fault(path, "一个主办也没有", "no lead is named", code="GR217")
    for n, item in enumerate(value if isinstance(value, list) else [value]):
        here = (*path, n)
        if isinstance(item, dict) and "role" in item:
            unknown = set(item) - {"role", "basis"}
            for key in sorted(unknown):
                at.fault((*here, key), f"主办没有“{key}”这一项", f"a lead has no “{key}”", code="GR106")
            role = read_reference(item["role"], (*here, "role"), at)
            basis = item.get("basis", "sector_regulator")
        else:
            role, basis = read_reference(item, here, at), "sector_regulator"
        if not isinstance(basis, str) or basis not in BASES:
            at.fault(
                here, f"不认识的依据类型“{basis}”", f"unknown basis “{basis}”", nearest(str(basis), BASES), code="GR212"
            )
            continue
        if role is not None:
            rows.append(LeadRow(role, basis))
    return tuple(rows)


def _due(value: Value, path: Path_, at: Reading) -> dict[str, Duration]:
    made: dict[str, Duration] = {}
    if not isinstance(value, dict) or not value:
        at.fault(path, "时限应写成“行为: 时长”", "“due” is a mapping of act to duration", code="GR105")
        return made
    for name, written in value.items():
        act = _act(name, (*path, name), at)
        if act is None:
            continue
        if not at.vocabulary.acts[act].by:
            at.fault(
                (*path, name),
                f"行为“{name}”没有固定的义务人",
                f"the act “{name}” has no fixed obligor",
                Bilingual("写进 duties: [{who, act, within}]", "write it under duties"),
                code="GR214",
            )
            continue
        length = read_duration(written, (*path, name), at)
        if act in made:
            at.fault((*path, name), f"行为“{name}”写了两遍", f"the act “{name}” is given twice", code="GR103")
        elif length is not None and length.unit not in DEADLINE_UNITS:
            at.fault((*path, name), "时限不能用周或月", "a deadline has no weeks or months", code="GR219")
        elif length is not None:
            made[act] = length
    return made


def _act(name: object, path: Path_, at: Reading) -> str | None:
    if isinstance(name, str):
        if name in at.vocabulary.acts:
            return name
        for act in at.vocabulary.acts.values():
            if act.label == name:
                return act.name
    known = [*at.vocabulary.acts, *(act.label for act in at.vocabulary.acts.values())]
    at.fault(path, f"没有行为“{name}”", f"no act “{name}”", nearest(str(name), known), code="GR213")
    return None


_DUTY_KEYS = ("who", "act", "within", "every", "evidence")


def _duties(value: Value, path: Path_, at: Reading) -> tuple[DutyRow, ...]:
    rows: list[DutyRow] = []
    if value == []:
        at.fault(path, "一项义务也没有", "no duty is named", code="GR217")
    for n, item in enumerate(value if isinstance(value, list) else [value]):
        here = (*path, n)
        if not isinstance(item, dict):
            at.fault(here, "义务应写成 {who, act, within}", "a duty is {who, act, within}", code="GR105")
            continue
        for key in item:
            if key not in _DUTY_KEYS:
                at.fault(
                    (*here, key),
                    f"义务没有“{key}”这一项",
                    f"a duty has no “{key}”",
                    nearest(key, _DUTY_KEYS),
                    code="GR106",
                )
        if ("within" in item) == ("every" in item):
            at.fault(
                here,
                "义务没有时限",
                "a duty without a time",
                Bilingual("写 within 或 every 其中一个", "give either within or every"),
                code="GR220",
            )
            continue
        every = "every" in item
        who = read_reference(item.get("who"), (*here, "who"), at)
        act = _act(item.get("act"), (*here, "act"), at)
        length = read_duration(item["every" if every else "within"], here, at)
        if not every and length is not None and length.unit not in DEADLINE_UNITS:
            at.fault((*here, "within"), "时限不能用周或月", "a deadline has no weeks or months", code="GR219")
            continue
        evidence = _texts(item["evidence"], (*here, "evidence"), at) if "evidence" in item else ()
        if who is not None and act is not None and length is not None:
            rows.append(DutyRow(who, act, length, every, evidence))
    return tuple(rows)
