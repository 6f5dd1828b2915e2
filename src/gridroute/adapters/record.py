"""One raw record → one issue, or the reason why not in words that its sender can act on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NoReturn

from pydantic import ValidationError

from gridroute.adapters.declared import YES_NO, names_of, value_of
from gridroute.errors import NOTHING, Bilingual, IssueError, nearest
from gridroute.model import ISSUE_LABELS, Issue, Reporter
from gridroute.policy.condition import FactValue
from gridroute.policy.stage import NATURES, SECRECY, URGENCIES
from gridroute.policy.vocabulary import Vocabulary

_TIMES = ("received_at", "occurred_at")
_LISTS = ("tags", "subject_organizations")
_WORDS = {"nature": NATURES, "urgency": URGENCIES, "confidential": SECRECY, "crs": ("GCJ-02", "WGS-84")}
#: The longest value that a message quotes whole, and how much it quotes of a longer one.
QUOTED, BEGUN = 40, 8
_SPLIT = re.compile("[|\u3001;\uff1b]")


def field_names() -> list[str]:
    """Every key an issue of any county may have, nested ones with a dot."""
    own = [name for name in Issue.model_fields if name not in ("reporter", "county_fields")]
    return [*own, *(f"reporter.{name}" for name in Reporter.model_fields)]


def parse_issue(
    raw: Mapping[str, object], vocabulary: Vocabulary, from_text: bool = False, zone: tzinfo | None = None
) -> Issue:
    """The issue that ``raw`` is. ``from_text``: every value is text, as in CSV, and blank means absent.

    ``zone`` is that of times written without one; without it they are refused. ``IssueError`` names the first
    thing that is wrong with it.
    """
    data: dict[str, object] = {}
    reporter: dict[str, object] = {}
    known = field_names()
    given = vocabulary.given()
    own: dict[str, FactValue] = {}
    for written, value in raw.items():
        key = ISSUE_LABELS.get(written, written)
        if value is None or (from_text and value == ""):
            continue
        if key in data:
            _refuse(
                f"“{shown(written)}”与“{key}”是同一项,写了两遍",
                f"“{shown(written)}” is “{key}”, which is given already",
            )
        if key == "reporter":
            if not isinstance(value, Mapping):
                _refuse("reporter 应是“键: 值”", "reporter takes an object")
            reporter.update(value)
        elif key.startswith("reporter."):
            reporter[key.partition(".")[2]] = _from_text(value) if from_text else value
        elif key in known:
            data[key] = _value(key, value, vocabulary, from_text, zone)
        elif (item := given.get(vocabulary.by_label(key) or "")) is not None:
            if item.name in own:
                _refuse(f"“{item.label}”写了两遍", f"“{item.name}” is given twice")
            own[item.name] = value_of(item, value, vocabulary, from_text)
        else:
            remedy = nearest(written, [*known, *ISSUE_LABELS, *names_of(vocabulary)])
            _refuse(f"不认识的字段“{shown(written)}”", f"unknown field “{shown(written)}”", remedy)
    for name in Reporter.model_fields:
        if from_text and name == "vulnerable" and name in reporter:
            reporter[name] = YES_NO.get(str(reporter[name]).lower(), reporter[name])
    if reporter:
        data["reporter"] = reporter
    if own:
        data["county_fields"] = own
    for key, value in data.items():
        _check_characters(key, value)
    try:
        return Issue.model_validate(data)
    except ValidationError as error:
        raise _spoken(error) from None


_HALF = re.compile("[\ud800-\udfff]")


def _check_characters(key: str, value: object) -> None:
    """No file, table or screen can carry these on."""
    if isinstance(value, str):
        if _HALF.search(value):
            _refuse(f"{key} 里有半个字符", f"{key} holds half a character")
        if "\0" in value:
            _refuse(f"{key} 里有空字符 (NUL): 删去", f"{key} holds a NUL character: take it out")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _check_characters(f"{key}.{name}", inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_characters(key, inner)


def _value(key: str, value: object, vocabulary: Vocabulary, from_text: bool, zone: tzinfo | None) -> object:
    if key in _TIMES:
        return _time(key, value, zone)
    if key in _LISTS:
        items = _SPLIT.split(value) if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            _refuse(f"{key} 应是一列文字", f"{key} takes a list of words")
        return [item.strip() for item in items if item.strip()]
    if key == "confidential" and (asked := _asked(value)) is not None:
        return "masked" if asked else "open"
    if key in _WORDS and isinstance(value, str | int | float):
        return _word(key, str(value), _WORDS[key], vocabulary)
    if key == "channel" and isinstance(value, str):
        values = vocabulary.fields["channel"].values
        said = {vocabulary.word(word, "zh"): word for word in values}
        return said.get(value, value)
    if isinstance(value, bool):
        if "bool" not in str(Issue.model_fields[key].annotation):
            _refuse(f"{key} 的值“{shown(value)}”类型不对", f"{key}: “{shown(value)}” has the wrong type")
        return value
    if key in ("id", "external_id", "grid", "text", "category", "address", "county") and isinstance(value, int):
        return str(value)
    if isinstance(value, str) and "bool" in str(Issue.model_fields[key].annotation):
        return YES_NO.get(value.strip().lower(), value) if from_text else _SAID.get(value.strip(), value)
    if from_text and isinstance(value, str):
        return value.strip()
    return value


#: Yes and no as they are said outside of text files too.
_SAID = {word: YES_NO[word] for word in ("是", "否")}


def _asked(value: object) -> bool | None:
    """Whether secrecy was asked for, where a column 保密 says yes or no; null where it says how secret."""
    if isinstance(value, str):
        value = value.strip().lower()
        return True if value in ("保密", "要求保密") else False if value == "不保密" else YES_NO.get(value)
    return value if isinstance(value, bool) else None


def _from_text(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _word(key: str, value: str, values: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if value in values:
        return value
    said = {vocabulary.word(word, "zh"): word for word in values}
    if value in said:
        return said[value]
    near = nearest(value, [*values, *said])
    raise IssueError(
        _joined(
            Bilingual(f"{key} 没有“{shown(value)}”这个值", f"“{shown(value)}” is not a value of {key}"),
            near if near != NOTHING else _one_of(key, values, vocabulary),
        )
    )


def _one_of(key: str, values: tuple[str, ...], vocabulary: Vocabulary) -> Bilingual:
    """All that may be written; of secrecy also whether it was asked for."""
    zh, en = [vocabulary.word(word, "zh") for word in values], [*values]
    if key == "confidential":
        zh, en = [*zh, "是", "否"], [*en, "true", "false"]
    return Bilingual(f"写 {'、'.join(zh)}", f"write one of {', '.join(en)}")


#: How spreadsheets and people write a moment: 2026/3/2 9:10, 2026年3月2日 下午2点10分, 2026-03-02T09:10:00.000+0800.
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.年])(?P<month>\d{1,2})(?:(?P=mark)|(?<=\d)月)(?P<day>\d{1,2})[日号]?"
    r"(?:(?:[ T]+|(?<=[日号]))(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2})[:：时点](?P<minute>\d{1,2})?分?"
    r"(?:[:：]?(?P<second>\d{1,2})(?:[.]\d{1,9})?秒?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def _time(key: str, value: object, zone: tzinfo | None) -> object:
    if not isinstance(value, str):
        _refuse(f"{key} 应是时间", f"{key} takes a time", _HOW_TIME)
    text = str(value).strip()
    moment = _moment(key, text)
    if moment is None:
        _refuse(f"{key} 的时间“{shown(value)}”看不懂", f"{key}: cannot read the time “{shown(value)}”", _HOW_TIME)
    if moment.tzinfo is None and zone is None:
        _refuse(
            f"{key} 的时间“{shown(value)}”没有写时区", f"{key}: the time “{shown(value)}” has no time zone", _HOW_ZONE
        )
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _moment(key: str, text: str) -> datetime | None:
    """The moment written as ``text``; ``None`` where it is none."""
    written = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text))
    if written is None or (written["mark"] == "年") != ("月" in text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    if written["hour"] is None:
        _refuse(
            f"{key} 只有日期,没有钟点: 写上几点几分", f"{key} has a day but no time of day: add the hour and minute"
        )
    year, month, day, hour = (int(written[name]) for name in ("year", "month", "day", "hour"))
    if written["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    try:
        made = datetime(year, month, day, hour, int(written["minute"] or 0), int(written["second"] or 0))
    except ValueError:
        return None
    if written["zone"] is None:
        return made
    sign = -1 if written["zone"][0] == "-" else 1
    ahead = "0000" if written["zone"] == "Z" else written["zone"][1:].replace(":", "")
    return made.replace(tzinfo=timezone(sign * timedelta(hours=int(ahead[:2]), minutes=int(ahead[2:]))))


_HOW_TIME = Bilingual("写成 2026-03-02T09:10:00+08:00", "write it as 2026-03-02T09:10:00+08:00")
_HOW_ZONE = Bilingual(
    "写成 2026-03-02T09:10:00+08:00,或用 --zone +08:00 说明全部时间的时区",
    "write it as 2026-03-02T09:10:00+08:00, or say with --zone +08:00 what zone all times are in",
)


def shown(value: object) -> str:
    """A value as a message names it. A long one is no time and no name but what a resident said, in the wrong
    column: of that a message quotes next to nothing (I28)."""
    text = str(value)
    return text if len(text) <= QUOTED else f"{text[:BEGUN]}… ({len(text)})"


def _refuse(zh: str, en: str, remedy: Bilingual = NOTHING) -> NoReturn:
    raise IssueError(_joined(Bilingual(zh, en), remedy))


def _joined(problem: Bilingual, remedy: Bilingual) -> Bilingual:
    return Bilingual(*(": ".join(part for part in pair if part) for pair in zip(problem, remedy, strict=True)))


def _spoken(error: ValidationError) -> IssueError:
    """The first thing pydantic found, in a clerk's words."""
    one = error.errors()[0]
    where = ".".join(str(part) for part in one["loc"])
    match one["type"]:
        case "missing":
            problem = Bilingual(f"缺少 {where}", f"{where} is missing")
        case "extra_forbidden":
            problem = Bilingual(f"不认识的字段“{where}”", f"unknown field “{where}”")
        case "value_error" if "blank" in one["msg"]:
            problem = Bilingual(f"{where} 是空的", f"{where} is blank")
        case "value_error" if "year" in one["msg"]:
            problem = Bilingual(f"{where} 的年份不对", f"{where} is in an impossible year")
        case "timezone_aware":
            problem = Bilingual(f"{where} 没有写时区", f"{where} has no time zone")
        case "greater_than_equal" | "less_than_equal":
            problem = Bilingual(f"{where} 超出范围", f"{where} is out of range")
        case "string_too_long":
            problem = Bilingual(
                f"{where} 有{len(str(one['input']))}字,太长",
                f"{where} is too long: {len(str(one['input']))} characters",
            )
        case kind if kind.startswith("string") and where in ("text", "address"):
            problem = Bilingual(f"{where} 应是文字", f"{where} takes text")
        case kind if kind.startswith(("int", "float", "bool", "string", "date")):
            problem = Bilingual(
                f"{where} 的值“{shown(one['input'])}”类型不对", f"{where}: “{shown(one['input'])}” has the wrong type"
            )
        case _:
            problem = Bilingual(f"{where} 不对 ({one['msg']})", f"{where} is wrong ({one['msg']})")
    return IssueError(problem)
