"""``gridroute civic show``: one register of a county, or how many entries each has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from gridroute.cli.options import at_option, county_option, format_option, language_option
from gridroute.cli.standing.output import ASSUMED, civic_of, named, now, put
from gridroute.errors import Bilingual, InputError, nearest

HELP = Bilingual(
    "列出台账 REGISTER (名称或中文名) 在某一时刻有效的条目;不写就列出各台账有几条。",
    "List the entries of REGISTER (a name or its Chinese name) that hold at a moment; without it, how many each has.",
)
_HEADS = {
    "register": Bilingual("台账", "register"),
    "label": Bilingual("中文名", "Chinese name"),
    "file": Bilingual("文件", "file"),
    "entries": Bilingual("条目", "entries"),
    "assumed": Bilingual("建议默认", "assumed"),
}
#: Columns of lists and of parts are left to JSON.
_WIDE = 12


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("show", help=HELP.in_(lang))
    @click.argument("register", required=False)
    @county_option(lang)
    @at_option(lang, Bilingual("什么时刻,默认取现在", "at what moment; default: now"))
    @format_option(lang)
    @language_option(lang)
    def show(register: str | None, county: str | None, at: datetime | None, form: str) -> None:
        from gridroute.civic.column import Entry, head_of, shapes
        from gridroute.civic.shelf import REGISTERS

        chosen = _register(register) if register else None
        civic = civic_of(county, lang)
        day = (at or now()).date()
        if chosen is None:
            rows = []
            for one in REGISTERS:
                entries = civic.of(one.model, day)
                assumed = sum(entry.assumed for entry in entries)
                rows.append(
                    {
                        "register": one.name,
                        "label": one.label,
                        "file": one.file,
                        "entries": len(entries),
                        "assumed": assumed,
                    }
                )
            put(rows, _HEADS, form, lang)
            return
        model = chosen.model
        found = civic.rows_of(model, day)
        if form == "jsonl":
            said = [
                {**one.entry.model_dump(mode="json"), "layer": one.layer, "file": one.file, "line": one.line()}
                for one in found
            ]
            put(said, {}, form, lang)
            return
        own = [name for name in shapes(model) if name not in Entry.model_fields and shapes(model)[name].part is None]
        used = [name for name in own if any(getattr(one.entry, name) not in (None, "", ()) for one in found)][:_WIDE]
        heads = {name: Bilingual(head_of(model, name, "zh"), head_of(model, name, "en")) for name in used}
        heads["source"] = Bilingual("依据", "source")

        def value(entry: Entry, name: str) -> Any:
            given = getattr(entry, name)
            shape = shapes(model)[name]
            if shape.column.of in ("place", "body") and given:
                return tuple(named(code, civic) for code in (given if isinstance(given, tuple) else (given,)))
            if lang == "zh" and isinstance(given, tuple):
                return tuple(shape.column.words.get(str(one), one) for one in given)
            if lang == "zh" and isinstance(given, str) and name != "source":
                return shape.column.words.get(given, given)
            return ASSUMED if name == "source" and entry.assumed else given

        put([{name: value(one.entry, name) for name in heads} for one in found], heads, form, lang)

    return show


def _register(written: str) -> Any:
    from gridroute.civic.shelf import REGISTERS

    for one in REGISTERS:
        if written in (one.name, one.label, one.file):
            return one
    near = nearest(written, [word for one in REGISTERS for word in (one.name, one.label)])
    if not near.en:
        near = Bilingual("可用: " + "、".join(one.label for one in REGISTERS), ", ".join(one.name for one in REGISTERS))
    raise InputError(Bilingual(f"没有台账“{written}”: {near.zh}", f"there is no register “{written}”: {near.en}"))
