"""案卷: opens the database of cases for a command, and knows bodies and events by the names that people write."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gridroute.errors import Bilingual, InputError, StoreError, nearest

if TYPE_CHECKING:
    from gridroute.casework import CaseDesk
    from gridroute.dispatch import County
    from gridroute.store import Docket

F = TypeVar("F", bound=Callable[..., Any])
#: What may be said with an event that names bodies.
_BODIES = frozenset({"to", "required", "lead", "supports", "from_body"})
#: What is a list, though only one may be named.
_LISTS = frozenset({"evidence", "papers", "required", "supports", "approvers", "triggers"})
_YES_NO = {"是": True, "否": False, "有": True, "无": False}
NOW = Bilingual("默认取现在", "default: now")


def db_option(lang: str) -> Callable[[F], F]:
    """``--db``: where the cases are."""
    return click.option(
        "--db",
        default="cases.sqlite",
        show_default=True,
        envvar="GRIDROUTE_DB",
        help=Bilingual(
            "办件库: SQLite 文件,或 postgresql://用户@主机/库名;也可写在环境变量 GRIDROUTE_DB",
            "the database of cases: an SQLite file, or postgresql://user@host/name; also from GRIDROUTE_DB",
        ).in_(lang),
    )


def docket_at(db: str, engine: str = "auto", load: Callable[[str], County] | None = None, new: bool = False) -> Docket:
    """The docket in ``db``; only with ``new`` a file that is not there is made."""
    from gridroute.dispatch import load_county
    from gridroute.plugins import build_manager
    from gridroute.store import Docket

    if not new and "://" not in db and not Path(db).exists():
        words = Bilingual(
            f"{db}: 没有这个办件库: 用 --db 指定,或先用 case open 受理一件",
            f"{db}: there is no such database: name it with --db, or open a case first with case open",
        )
        raise StoreError(words)
    manager = build_manager()
    docket = Docket(db, load or (lambda name: load_county(name, manager)), engine)
    click.get_current_context().call_on_close(docket.close)
    return docket


def body_named(name: str, desk: CaseDesk) -> str:
    """The identifier of the one body that ``name`` means. ``InputError``: none, or several."""
    bodies = desk.dispatcher.county.bodies
    found = bodies.named(name)
    if len(found) == 1:
        return found[0].id
    if found:
        listed = "、".join(f"{one.name} ({one.id})" for one in found)
        raise InputError(Bilingual(f"“{name}”不止一个单位: {listed}", f"“{name}” is more than one body: {listed}"))
    known = [word for one in bodies.by_id.values() for word in (one.name, *one.aliases)]
    remedy = nearest(name, known)
    zh = remedy.zh or "写全称、简称或编号"
    en = remedy.en or "write its name, an alias or its identifier"
    raise InputError(Bilingual(f"没有单位“{name}”: {zh}", f"there is no body “{name}”: {en}"))


def event_named(name: str, desk: CaseDesk) -> str:
    """The event of that name or label. ``InputError``: there is none."""
    return _labelled(name, {key: one.label for key, one in desk.life.events.items()}, Bilingual("事件", "event"))


def state_named(name: str, desk: CaseDesk) -> str:
    """The state of that name or label. ``InputError``: there is none."""
    return _labelled(name, {key: one.label for key, one in desk.life.states.items()}, Bilingual("状态", "state"))


def _labelled(name: str, known: Mapping[str, Bilingual], what: Bilingual) -> str:
    """The key that ``name`` is, or the one of that label in either language. ``InputError``: there is none."""
    if name in known:
        return name
    labels = {said: key for key, label in known.items() for said in label}
    if name in labels:
        return labels[name]
    near = nearest(name, [*known, *labels])
    remedy = (
        near if near.en else Bilingual("可用 " + "、".join(one.zh for one in known.values()), "use " + ", ".join(known))
    )
    raise InputError(Bilingual(f"没有{what.zh}“{name}”: {remedy.zh}", f"there is no {what.en} “{name}”: {remedy.en}"))


def said_with(written: tuple[str, ...], desk: CaseDesk) -> dict[str, Any]:
    """What is said with an event: ``name=value``, values as in YAML; bodies become identifiers."""
    made: dict[str, Any] = {}
    for one in written:
        name, sign, text = one.partition("=")
        name = name.strip()
        if not sign or not name:
            raise InputError(Bilingual(f"--said {one}: 写成 名称=值", f"--said {one}: write NAME=VALUE"))
        value = value_said(one, text.strip())
        if name in made:  # named twice: a list
            before = made[name] if isinstance(made[name], list) else [made[name]]
            value = [*before, *(value if isinstance(value, list) else [value])]
        made[name] = value
    fields = desk.dispatcher.county.policy.vocabulary.fields
    for name, value in made.items():
        words = name in fields and fields[name].type.value == "words"
        if (name in _LISTS or words) and not isinstance(value, list):
            made[name] = [value]
    return {name: _identified(name, value, desk) for name, value in made.items()}


def value_said(whole: str, text: str) -> Any:
    """What ``text`` says, as in YAML; ``whole`` is what was written. ``InputError``: it cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if text in _YES_NO:
        return _YES_NO[text]
    try:
        return _plain(YAML(typ="safe", pure=True).load(text))
    except YAMLError as error:
        first = str(error).splitlines()[0]
        words = Bilingual(f"--said {whole}: 值看不懂 ({first})", f"--said {whole}: cannot read the value ({first})")
        raise InputError(words) from None


def _plain(value: Any) -> Any:
    """Days and moments as text, as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _identified(name: str, value: Any, desk: CaseDesk) -> Any:
    if isinstance(value, dict):
        return {key: _identified(key, one, desk) for key, one in value.items()}
    if name not in _BODIES:
        return value
    if isinstance(value, list):
        return [body_named(str(one), desk) for one in value]
    return body_named(str(value), desk)


def name_of(body: str | None, desk: CaseDesk, lang: str) -> str:
    """A body, the system or the resident as people call them."""
    if body is None:
        return "—"
    if body in desk.life.roles:
        return desk.life.roles[body].in_(lang)
    found = desk.dispatcher.county.bodies.by_id.get(body)
    return found.name if found else body


def as_json(**values: Any) -> str:
    """One line of JSON; moments in their zone."""
    return json.dumps(values, ensure_ascii=False, default=lambda one: one.isoformat())


def now() -> datetime:
    """The moment by the clock of this machine."""
    from gridroute.worktime import ZONE

    return datetime.now(ZONE)
