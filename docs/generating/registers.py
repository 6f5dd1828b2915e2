"""The registers of standing matters, from their models."""

from __future__ import annotations

from collections.abc import Iterator

from generating.markdown import Meanings, said, table, ticked
from gridroute.civic.column import Entry, Part, Shape, heads, shapes
from gridroute.civic.shelf import BY_NAME, REGISTERS
from gridroute.civic.thing import KINDS, PLAIN
from gridroute.policy.lexicon import Lexicon


def civic_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """The registers of standing matters."""
    yield "What stands all year with nobody complaining, as registers in the folder `civic/` of any layer. A CSV file"
    yield "has a row for each entry, a YAML file a list below its English or Chinese key. Heads, keys and fixed words"
    yield "are English or Chinese. In a cell several things are apart by `|`; yes and no are `true`, `false`, 是 or 否."
    yield "A place is named by code, by name, or as 镇街/村社; a body as the register of bodies calls it."
    yield ""
    yield "Lower layers add entries; the same key in a lower layer takes the place of an upper entry, a street's in the"
    yield "street only. An entry without 依据 is shown as assumed. What only the county can say and has not said is"
    yield "`null`: `gridroute civic check` names it, and nothing plausible is put in its place. A fault here never"
    yield "keeps the county from routing. [Why it is so](../explanation/civic.md)."
    yield ""
    rows = ((f"[`{r.file}`](#{r.name})", r.label, r.about.en, ticked(r.key)) for r in REGISTERS)
    yield from table(["file", "中文", "holds", "told apart by"], rows)
    yield "## Every entry"
    yield ""
    yield "Besides its own columns every entry may have these."
    yield ""
    yield from columns(Entry, csv=True)
    for register in REGISTERS:
        yield f"## {register.name}"
        yield ""
        yield f"{register.label} `{register.file}`: {register.about.zh}; {register.about.en}."
        yield ""
        yield from columns(register.model, register.file.endswith(".csv"))
    yield "## Things"
    yield ""
    yield "What facts and checks may count (`of` 核对对象, 数什么), and what a condition (`where`, as `kind=general`)"
    yield "may ask of them. Entries of registers may be asked for any of their columns; seconded staff is not counted."
    yield ""
    asked = ((f"`{name}`", zh, ticked(known) or "—") for name, (zh, known) in PLAIN.items())
    entries = ((f"`{name}`", BY_NAME[name].label, f"[its columns](#{name})") for name in KINDS if name in BY_NAME)
    yield from table(["things", "中文", "asked for"], (*asked, *entries))


def columns(model: type[Part], csv: bool, title: str = "") -> Iterator[str]:
    """The columns of a register, or the keys of a part of one, with those of the parts inside."""
    if title:
        yield f"### {title}"
        yield ""
    called = {name: head for head, name in reversed(heads(model).items()) if head != shapes(model)[name].column.zh}
    rows = (
        [
            f"`{called[name]}`" + ("" if not one.required else " \\*"),
            one.column.zh,
            written(one),
            *one.column.meaning[::-1],
        ]
        for name, one in shapes(model).items()
        if model is Entry or name not in Entry.model_fields
    )
    yield from table(["column" if csv else "key", "表头" if csv else "键", "takes", "meaning", "含义"], rows)
    for name, one in shapes(model).items():
        if one.part is not None:
            yield from columns(one.part, csv, f"{called[name]} {one.column.zh}")


def written(one: Shape) -> str:
    """What a column takes."""
    words = ", ".join(f"`{word}`" + said(label, word) for word, label in one.column.words.items())
    names = {"place": "place", "grid": "grid", "body": "body", "role": "role", "parameter": "parameter"}
    named = names.get(one.column.of, f"number in `{one.column.of}.csv`" if one.column.of else "")
    kind_ = words or named or ("yes/no" if one.boolean else one.type)
    if one.part is not None:
        kind_ = "mapping"
    return f"list of {kind_}" if one.many else (f"mapping to {kind_}" if one.keyed else kind_)
