"""对接文件: how one other system is connected, as data: which adapter, whose fields and codes are which of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from gridroute.errors import NOTHING, Bilingual, Fault, WrongConnection, nearest
from gridroute.exchange.codes import inverted, read_codes
from gridroute.model import Issue, Reporter
from gridroute.policy.document import Document, read_document
from gridroute.policy.vocabulary import Vocabulary

#: What happens with a code that stands in no table: keep (as ``name:code``), leave_out, or reject the issue.
Unknown = Literal["keep", "leave_out", "reject"]
#: Fields that take only our own words; a code that is not known cannot be kept in them.
CLOSED = ("nature", "urgency", "confidential", "crs")
_OWN = ("id", "external_id", "received_at", "text")
_REQUIRED = ("external_id", "received_at", "text")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Issues(_Frozen):
    """收: issues that come in. ``fields``: our field → their field. ``ignore``: their fields that are never read.

    ``time_format`` is how they write a time (ISO 8601 without it), ``time_zone`` the zone of a time without one.
    """

    fields: dict[str, str]
    ignore: tuple[str, ...] = ()
    defaults: dict[str, str | int | bool] = Field(default_factory=dict)
    time_format: str | None = None
    time_zone: str | None = None


class Messages(_Frozen):
    """发: messages that go out. ``recipients``: ``body:`` and the identifier of an organisation, or ``channel:`` and
    its name for whoever handed an issue in; without it the channels by which this system's issues come.

    ``fields``: their field → where it stands in the payload (``case``, ``grid.township``); the whole payload
    under our names without it. ``codes``: our word → their code, where the table of ``codes`` cannot be inverted.
    """

    recipients: tuple[str, ...] | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)


class Connection(_Frozen):
    """How one other system is connected. ``channel`` is the channel of its issues, and half of their key."""

    name: str = Field(min_length=1, max_length=60, pattern=r"^[^/\\:\s]+$")
    adapter: str
    channel: str = Field(min_length=1, max_length=200)
    county: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    issues: Issues | None = None
    messages: Messages | None = None
    #: Their code → our word, by our field; messages take the same tables the other way.
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    unknown: dict[str, Unknown] = Field(default_factory=dict)

    _document: Document = PrivateAttr(default_factory=lambda: Document(""))
    _folder: Path = PrivateAttr(default=Path())

    @property
    def folder(self) -> Path:
        """The folder of the file; paths in ``settings`` are relative to it."""
        return self._folder

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whose messages leave by this connection."""
        if self.messages is None:
            return ()
        if self.messages.recipients is not None:
            return self.messages.recipients
        return tuple(dict.fromkeys(f"channel:{one}" for one in (self.channel, *self.codes.get("channel", {}).values())))

    def fault(self, path: tuple[str | int, ...], problem: Bilingual, remedy: Bilingual = NOTHING) -> Fault:
        """A fault at that place of the file."""
        return self._document.fault(path, problem, remedy)

    def settings_as(self, model: type[Any]) -> Any:
        """``settings`` as an adapter's own model; ``WrongConnection`` with file and line where they are not."""
        try:
            return model.model_validate(self.settings)
        except ValidationError as error:
            known = tuple(model.model_fields)
            raise WrongConnection(tuple(_spoken(error, self._document, ("settings",), {"settings": known}))) from None

    def check(self, vocabulary: Vocabulary, categories: Iterable[str]) -> tuple[Fault, ...]:
        """What this county knows nothing of: fields, categories, channels and words on our side of the file."""
        faults: list[Fault] = []
        declared = [word for item in vocabulary.given().values() for word in (item.name, item.label)]
        for part, names in (("fields", self.issues.fields), ("defaults", self.issues.defaults)) if self.issues else ():
            for name in names:
                if name not in (*field_names(), *declared):
                    problem = Bilingual(f"没有字段“{name}”", f"there is no field “{name}”")
                    faults.append(self.fault(("issues", part, name), problem, nearest(name, field_names())))
        known: dict[str, Iterable[str]] = {"category": categories}
        for name in (*CLOSED, "channel"):
            if name in vocabulary.fields:
                words = vocabulary.fields[name].values
                known[name] = [*words, *(vocabulary.word(word, "zh") for word in words)]
        for name, table in self.codes.items():
            for code, word in table.items():
                if name in known and word not in known[name]:
                    problem = Bilingual(f"{name} 没有“{word}”这个值", f"“{word}” is not a value of {name}")
                    faults.append(self.fault(("codes", name, code), problem, _known_word(word, known[name], name)))
        if self.channel not in known["channel"]:
            problem = Bilingual(f"没有渠道“{self.channel}”", f"there is no channel “{self.channel}”")
            faults.append(self.fault(("channel",), problem, nearest(self.channel, known["channel"])))
        return tuple(faults)


def field_names() -> list[str]:
    """Our fields that an issue may come with, nested ones with a dot."""
    own = [name for name in Issue.model_fields if name not in ("reporter", "county_fields")]
    return [*own, *(f"reporter.{name}" for name in Reporter.model_fields)]


def read_connection(path: Path) -> Connection:
    """The connection in a YAML file. ``WrongConnection`` with all that is wrong, each with file and line."""
    faults: list[Fault] = []
    document = read_document(path, path.name, faults)
    raw: dict[str, Any] = dict(document.value)
    if faults and not raw:
        raise WrongConnection(tuple(faults))
    tables = raw.get("codes")
    if isinstance(tables, dict):
        raw["codes"] = {
            name: read_codes(path.parent / table, table, faults) if isinstance(table, str) else _texts(table)
            for name, table in tables.items()
        }
    if isinstance(raw.get("channel"), int):
        raw["channel"] = str(raw["channel"])
    messages = raw.get("messages")
    if isinstance(messages, dict) and isinstance(messages.get("codes"), dict):
        raw["messages"] = messages | {"codes": {name: _texts(one) for name, one in messages["codes"].items()}}
    try:
        made = Connection.model_validate(raw)
    except ValidationError as error:
        raise WrongConnection(tuple(sorted([*faults, *_spoken(error, document, (), _KEYS)]))) from None
    made._document, made._folder = document, path.parent
    faults.extend(_disagreements(made))
    if faults:
        raise WrongConnection(tuple(sorted(faults)))
    return made


def _texts(table: Any) -> Any:
    """A table whose codes YAML took for numbers, as text again."""
    if not isinstance(table, dict):
        return table
    return {str(code): str(word) if isinstance(word, int | bool) else word for code, word in table.items()}


def _disagreements(one: Connection) -> Iterable[Fault]:
    """What is wrong between the parts of a connection that are sound each by itself."""
    if one.issues is None and one.messages is None:
        problem = Bilingual("既不收也不发", "nothing comes in and nothing goes out")
        yield one.fault((), problem, Bilingual("写上 issues 或 messages", "write issues or messages"))
    if one.issues is not None:
        yield from _of_issues(one, one.issues)
    for name, choice in one.unknown.items():
        if choice == "keep" and name in CLOSED:
            problem = Bilingual(f"{name} 只收我方的词,不能保留原代码", f"{name} takes only our own words")
            yield one.fault(
                ("unknown", name), problem, Bilingual("写 leave_out 或 reject", "write leave_out or reject")
            )
        if name not in one.codes:
            problem = Bilingual(f"{name} 没有代码表", f"{name} has no table of codes")
            yield one.fault(("unknown", name), problem, nearest(name, one.codes))
    if one.messages is not None:
        sent = {path.rpartition(".")[2] for path in one.messages.fields.values()} or set(one.codes)
        for name, table in one.codes.items():
            chosen = one.messages.codes.get(name, {})
            for word, codes in inverted(table)[1].items():
                if name in sent and word not in chosen:
                    listed = "、".join(codes)
                    problem = Bilingual(
                        f"“{word}”有几个代码 ({listed}),不知道发哪一个",
                        f"“{word}” has several codes ({listed}), and which to send is not said",
                    )
                    remedy = Bilingual(f"在 messages.codes.{name} 里写明", f"say it under messages.codes.{name}")
                    yield one.fault(("codes", name, codes[-1]), problem, remedy)


def _of_issues(one: Connection, issues: Issues) -> Iterable[Fault]:
    at: tuple[str, ...] = ("issues", "fields")
    for name in _REQUIRED:
        if name not in issues.fields:
            yield one.fault(at, Bilingual(f"没有写 {name} 是对方的哪一项", f"which of theirs is {name} is not said"))
    for name in issues.fields:
        if name in issues.defaults and name in _OWN:
            problem = Bilingual(f"{name} 不能有默认值", f"{name} cannot have a default")
            yield one.fault(("issues", "defaults", name), problem)
    read = list(issues.fields.values())
    for name, theirs in issues.fields.items():
        first = next(ours for ours, one in issues.fields.items() if one == theirs)
        if first != name:
            problem = Bilingual(f"“{theirs}”已是 {first}", f"“{theirs}” is {first} already")
            yield one.fault((*at, name), problem, Bilingual("一项只读成一个字段", "one of theirs is one field"))
    for theirs in issues.ignore:
        if theirs in read:
            problem = Bilingual(f"“{theirs}”又读又不读", f"“{theirs}” is both read and ignored")
            yield one.fault(("issues", "ignore", issues.ignore.index(theirs)), problem)
    if issues.time_zone is not None:
        try:
            ZoneInfo(issues.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            problem = Bilingual(f"没有时区“{issues.time_zone}”", f"there is no time zone “{issues.time_zone}”")
            yield one.fault(("issues", "time_zone"), problem, Bilingual("写 Asia/Shanghai", "write Asia/Shanghai"))


#: The keys that stand below each of these.
_KEYS = {
    "": tuple(Connection.model_fields),
    "issues": tuple(Issues.model_fields),
    "messages": tuple(Messages.model_fields),
}


def _known_word(word: str, words: Iterable[str], name: str) -> Bilingual:
    """The nearest of ``words``; all of them where none is near and they are few."""
    return _known(word, tuple(words)) if name in CLOSED else nearest(word, words)


def _known(key: str, keys: tuple[str, ...]) -> Bilingual:
    """The nearest of ``keys``, or all of them where none is near."""
    near = nearest(key, keys)
    return near if near != NOTHING else Bilingual(f"可写 {'、'.join(keys)}", f"use {', '.join(keys)}")


def _spoken(
    error: ValidationError, document: Document, above: tuple[str | int, ...], known: Mapping[str, tuple[str, ...]]
) -> Iterable[Fault]:
    """What pydantic found, in words, each on its line; ``known``: the keys below each key."""
    for one in error.errors():
        path = (*above, *one["loc"])
        name = ".".join(str(part) for part in path)
        remedy = NOTHING
        match one["type"]:
            case "missing":
                problem = Bilingual(f"缺少 {name}", f"{name} is missing")
            case "extra_forbidden":
                problem = Bilingual(f"不认识的键“{name}”", f"unknown key “{name}”")
                below = ".".join(str(part) for part in path[:-1])
                remedy = _known(str(path[-1]), known[below]) if below in known else NOTHING
            case "too_short" | "string_too_short":
                problem = Bilingual(f"{name} 是空的", f"{name} is empty")
            case "string_pattern_mismatch":
                problem = Bilingual(f"{name} 里不能有空格、冒号和斜线", f"{name} holds no blank, colon or slash")
            case "literal_error":
                said = one["ctx"]["expected"]
                problem = Bilingual(f"{name} 只能是 {said}", f"{name} must be {said}")
            case "value_error" if "secret place" in one["msg"]:
                problem = Bilingual(f"{name} 要写 file 或 env 之一", f"{name} takes either file or env")
            case "value_error":
                said = one["msg"].removeprefix("Value error, ")
                problem = Bilingual(f"{name} 不对 ({said})", f"{name} is wrong ({said})")
            case kind if kind.endswith(("_type", "_parsing")):
                problem = Bilingual(f"{name} 的值类型不对", f"{name} has the wrong type")
            case "greater_than_equal" | "less_than_equal":
                problem = Bilingual(f"{name} 超出范围", f"{name} is out of range")
            case _:
                problem = Bilingual(f"{name} 不对 ({one['msg']})", f"{name} is wrong ({one['msg']})")
        yield document.fault(path, problem, remedy)
