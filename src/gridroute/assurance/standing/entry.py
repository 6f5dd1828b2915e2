"""问台账: one entry of a register with its columns, or how many entries it has."""

from __future__ import annotations

from gridroute.assurance.standing.question import Question
from gridroute.assurance.view import Names, Ordered
from gridroute.civic.column import Entry, Part, Shape, head_of, shapes
from gridroute.civic.shelf import REGISTERS
from gridroute.errors import Bilingual, nearest


def seen(question: Question) -> dict[str, object]:
    """How many entries are in force; with ``key`` the columns of one, under their names in either language."""
    word = question.text("register")
    register = next((one for one in REGISTERS if word in (one.name, one.label, one.file)), None)
    if register is None:
        near = nearest(word, [name for one in REGISTERS for name in (one.name, one.label)])
        listed = Bilingual(
            "可写: " + "、".join(one.label for one in REGISTERS),
            "use one of: " + ", ".join(one.name for one in REGISTERS),
        )
        remedy = near if near.en else listed
        raise question.wrong("register", f"没有台账“{word}”", f"there is no register “{word}”", remedy)
    entries = question.civic.of(register.model, question.day)
    keys = ["/".join(register.key_of(one)) for one in entries]
    made: dict[str, object] = {"count": len(entries), "keys": keys}
    key = question.text("key")
    if not key:
        return made
    if key not in keys:
        near = nearest(key, keys)
        listed = near if near.en else Bilingual("、".join(keys[:5]), ", ".join(keys[:5]))
        raise question.wrong("key", f"{register.label}里没有“{key}”", f"no “{key}” in {register.file}", listed)
    entry: Entry = entries[keys.index(key)]
    model: type[Part] = type(entry)
    made |= {"unset": question.unset(entry), "assumed": entry.assumed}
    for name, shape in shapes(model).items():
        value = _shown(question, shape, getattr(entry, name))
        made |= dict.fromkeys((name, *(head_of(model, name, lang) for lang in ("zh", "en"))), value)
    return made


def _shown(question: Question, shape: Shape, value: object) -> object:
    """A value by all that it may be called: places and bodies by name, fixed words in either language."""
    if isinstance(value, tuple):
        return Ordered(_shown(question, shape, one) for one in value)
    if isinstance(value, Part):
        return value if isinstance(value, Entry) else value.model_dump(mode="json")
    if not isinstance(value, str):
        return value
    if shape.column.of in ("place", "body"):
        return question.named(value)
    said = shape.column.words.get(value)
    return Names(frozenset({value, said}), value) if said else value
