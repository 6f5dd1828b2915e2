"""台账: reads the entries of one register, from CSV rows or YAML, and says what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gridroute.civic.column import Entry, Part, head_of, heads, shapes
from gridroute.errors import NOTHING, Bilingual, Fault, nearest
from gridroute.policy.category import rows_of
from gridroute.policy.document import Document, Path_, Value, read_document
from gridroute.policy.tongue import FLAGS

E = TypeVar("E", bound=Entry)
#: What a word for a place, a body or another thing is known by; or why it is none, and what to do.
Resolve = Callable[[str, str], str | tuple[Bilingual, Bilingual]]
_FLAGS = {said: value for value, said in FLAGS.items()} | {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Register(Generic[E]):
    """台账: the file of a register in the folder ``civic/`` of a layer, and what an entry of it is.

    ``key`` tells its entries apart: the same key in a lower layer takes the place of an upper one.
    """

    name: str
    label: str
    file: str
    model: type[E]
    key: tuple[str, ...]
    about: Bilingual

    @property
    def heads(self) -> Mapping[str, str]:
        """Every head of its entries, in both languages, with the field it means."""
        model: type[Part] = self.model
        return heads(model)

    def word(self, name: str, value: str) -> str:
        """``value`` of the field ``name`` as it is kept: fixed words are kept in English."""
        model: type[Part] = self.model
        words = shapes(model)[name].column.words if name in shapes(model) else {}
        return next((word for word, said in words.items() if said == value), value)

    def key_of(self, entry: Entry) -> tuple[str, ...]:
        """What tells ``entry`` from the others."""
        return tuple(str(getattr(entry, name)) for name in self.key)


@dataclass(frozen=True)
class Row(Generic[E]):
    """One entry with the layer it comes from and where it stands. ``scope``: the place of a street's own entries."""

    entry: E
    layer: str
    depth: int
    scope: str
    file: str
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of a part of the entry, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def fault(
        self, problem: Bilingual, remedy: Bilingual = NOTHING, path: Path_ = (), what: str = "", *, code: str
    ) -> Fault:
        """A fault of the entry."""
        return Fault(self.file, self.line(*path), what, problem, remedy, code)


def read_entries(
    register: Register[E], path: Path, shown: str, faults: list[Fault], resolve: Resolve
) -> Iterator[tuple[E, Mapping[Path_, int]]]:
    """The entries of one file with their lines; what is wrong goes to ``faults``, and the rest goes on."""
    written = _of_csv if register.file.endswith(".csv") else _of_yaml
    for value, lines in written(register, path, shown, faults):
        entry = _made(register, value, lines, shown, faults, resolve)
        if entry is not None:
            yield entry, lines


def read_listed(
    register: Register[E], listed: Value, document: Document, path: Path_, faults: list[Fault], resolve: Resolve
) -> Iterator[tuple[E, Mapping[Path_, int]]]:
    """The entries that stand at ``path`` of any document, as ``read_entries`` reads those of a file of their own."""
    for value, lines in _listed(register, listed, document, path, faults):
        entry = _made(register, value, lines, document.file, faults, resolve)
        if entry is not None:
            yield entry, lines


# ---- as it is written ------------------------------------------------------------------------------------------


def _of_csv(
    register: Register[E], path: Path, shown: str, faults: list[Fault]
) -> Iterator[tuple[dict[str, object], dict[Path_, int]]]:
    known, fields = heads(register.model), shapes(register.model)
    found: list[str] = []
    told = False
    for line, row in rows_of(path, shown, (), (), faults, found):
        if not told:
            told = True
            if not _good_heads(register, found, shown, faults):
                return
        value: dict[str, object] = {}
        for head, cell in row.items():
            name = known.get(head)
            if name is None or not cell:
                continue
            many = fields[name].many
            value[name] = tuple(part.strip() for part in cell.split("|") if part.strip()) if many else cell
        yield value, {(): line}


def _good_heads(register: Register[E], found: Sequence[str], shown: str, faults: list[Fault]) -> bool:
    known, fields = heads(register.model), shapes(register.model)
    good, meant = True, [known[head] for head in found if head in known]
    for head in found:
        if head not in known:
            words = Bilingual(f"不认识的表头“{head}”", f"unknown column head “{head}”")
            faults.append(Fault(shown, 1, "", words, nearest(head, known), code="GR108"))
    for name in dict.fromkeys(name for name in meant if meant.count(name) > 1):
        zh, en = head_of(register.model, name, "zh"), head_of(register.model, name, "en")
        words = Bilingual(f"表头“{zh}”重复", f"the column “{en}” stands twice")
        faults.append(Fault(shown, 1, "", words, code="GR103"))
        good = False
    for name, shape in fields.items():
        if shape.required and name not in meant:
            zh, en = head_of(register.model, name, "zh"), head_of(register.model, name, "en")
            words = Bilingual(f"缺少表头“{zh}”", f"column “{en}” is missing")
            faults.append(Fault(shown, 1, "", words, code="GR108"))
            good = False
    return good


def _of_yaml(
    register: Register[E], path: Path, shown: str, faults: list[Fault]
) -> Iterator[tuple[dict[str, object], dict[Path_, int]]]:
    document = read_document(path, shown, faults)
    for key in document.value:
        if key not in (register.name, register.label):
            words = Bilingual(f"这个文件里不认识“{key}”", f"“{key}” does not belong in this file")
            remedy = nearest(key, (register.name, register.label))
            if not remedy.en:
                remedy = Bilingual(f"条目都写在 {register.name} 下面", f"write all entries below {register.name}")
            faults.append(document.fault((key,), words, remedy, code="GR106"))
    for key in (register.name, register.label):
        yield from _listed(register, document.value.get(key, []), document, (key,), faults)


def _listed(
    register: Register[E], listed: Value, document: Document, path: Path_, faults: list[Fault]
) -> Iterator[tuple[dict[str, object], dict[Path_, int]]]:
    if not isinstance(listed, list):
        words = Bilingual(f"{path[-1]} 应是一列条目", f"{path[-1]} is a list of entries")
        remedy = Bilingual("每条前面写“- ”", "begin each with “- ”")
        faults.append(document.fault(path, words, remedy, code="GR105"))
        return
    for number, item in enumerate(listed):
        if not isinstance(item, dict):
            words = Bilingual("条目应写成“键: 值”", "an entry is a mapping")
            faults.append(document.fault((*path, number), words, code="GR105"))
            continue
        lines: dict[Path_, int] = {}
        before = len(faults)
        value = _english(register.model, item, (*path, number), (), document, lines, faults)
        if len(faults) == before:
            yield value, lines


def _english(
    model: type[Part],
    value: Mapping[str, Value],
    path: Path_,
    to: Path_,
    document: Document,
    lines: dict[Path_, int],
    faults: list[Fault],
) -> dict[str, object]:
    """``value`` with the names of fields for keys; ``lines`` receives where each part stands."""
    known, fields = heads(model), shapes(model)
    made: dict[str, object] = {}
    lines[to] = document.line(path)
    for key, inner in value.items():
        here = (*path, key)
        name = known.get(key)
        if name is None:
            words = Bilingual(f"没有“{key}”这一项", f"there is no “{key}”")
            faults.append(document.fault(here, words, nearest(key, known), code="GR106"))
            continue
        if name in made:
            words = Bilingual(f"“{key}”写了两遍", f"“{key}” is given twice")
            remedy = Bilingual("中英文的键只写一个", "keep one of the two")
            faults.append(document.fault(here, words, remedy, code="GR103"))
            continue
        shape, there = fields[name], (*to, name)
        lines[there] = document.line(here)
        part = shape.part

        def inside(one: Value, at: Path_, where: Path_, part: type[Part] | None = part) -> object:
            if part is not None and isinstance(one, dict):
                return _english(part, one, at, where, document, lines, faults)
            lines[where] = document.line(at)
            return one

        if shape.many and inner is not None:
            listed = inner if isinstance(inner, list) else [inner]
            made[name] = [inside(one, (*here, n), (*there, n)) for n, one in enumerate(listed)]
        elif shape.keyed and isinstance(inner, dict):
            made[name] = {word: inside(one, (*here, word), (*there, word)) for word, one in inner.items()}
        elif inner is not None or not shape.many:
            made[name] = inside(inner, here, there)
    return made


# ---- as it is meant --------------------------------------------------------------------------------------------


def _made(
    register: Register[E],
    value: dict[str, object],
    lines: Mapping[Path_, int],
    shown: str,
    faults: list[Fault],
    resolve: Resolve,
) -> E | None:
    """The entry, its words in English and its names resolved; none where it has a fault."""
    what = " ".join(str(value[name]) for name in register.key if name in value)
    before = len(faults)

    def tell(path: Path_, problem: Bilingual, remedy: Bilingual = NOTHING) -> None:
        while path and path not in lines:
            path = path[:-1]
        faults.append(Fault(shown, lines.get(path, 0), what, problem, remedy, code="GR750"))

    def named(model: type[Part], value: dict[str, object], path: Path_) -> dict[str, object]:
        for name, shape in shapes(model).items():
            if name not in value:
                continue
            inner, here = value[name], (*path, name)
            if shape.part is not None and shape.many and isinstance(inner, list):
                value[name] = [
                    named(shape.part, one, (*here, n)) if isinstance(one, dict) else one for n, one in enumerate(inner)
                ]
            elif shape.part is not None and shape.keyed and isinstance(inner, dict):
                value[name] = {
                    word: named(shape.part, one, (*here, word)) if isinstance(one, dict) else one
                    for word, one in inner.items()
                }
            elif shape.part is not None and isinstance(inner, dict):
                value[name] = named(shape.part, inner, here)
            elif shape.many and isinstance(inner, list | tuple):
                value[name] = [word_of(model, name, one, (*here, n)) for n, one in enumerate(inner)]
            elif shape.keyed and isinstance(inner, dict):
                value[name] = {word_of(model, name, key, here): one for key, one in inner.items()}
            else:
                value[name] = word_of(model, name, inner, here)
        return value

    def word_of(model: type[Part], name: str, one: object, path: Path_) -> object:
        shape = shapes(model)[name]
        if shape.boolean and isinstance(one, str):
            return _FLAGS.get(one.lower(), one)
        if not isinstance(one, str):
            return str(one) if isinstance(one, int) and not isinstance(one, bool) and shape.column.of else one
        for word, said in shape.column.words.items():
            if one == said:
                return word
        if not shape.column.of:
            return one
        found = resolve(shape.column.of, one)
        if isinstance(found, str):
            return found
        problem, remedy = found
        zh, en = head_of(model, name, "zh"), head_of(model, name, "en")
        tell(path, Bilingual(f"{zh}: {problem.zh}", f"{en}: {problem.en}"), remedy)
        return one

    value = named(register.model, value, ())
    try:
        entry = register.model.model_validate(value)
    except ValidationError as error:
        for one in error.errors():
            path, problem, remedy = _said(register.model, one)
            tell(path, problem, remedy)
        return None
    if entry.valid_from and entry.valid_to and entry.valid_from > entry.valid_to:
        tell(("valid_to",), Bilingual("先失效后生效", "it ends before it begins"))
    return entry if len(faults) == before else None


def _said(model: type[Part], error: ErrorDetails) -> tuple[Path_, Bilingual, Bilingual]:
    """What pydantic found wrong, where, and what to do, as a clerk is told."""
    path = tuple(one for one in error["loc"] if not (isinstance(one, str) and one.startswith("[")))
    zh, en, words = _called(model, path)
    kind, given = error["type"], error.get("input")
    context = error.get("ctx", {})
    shown = "" if isinstance(given, dict | list | tuple) or given is None else str(given)[:60]
    if kind == "said":
        front = Bilingual(f"{zh}: " if zh else "", f"{en}: " if en else "")
        remedy = Bilingual(context["remedy_zh"], context["remedy_en"])
        return path, Bilingual(front.zh + context["zh"], front.en + context["en"]), remedy
    if kind == "missing":
        return path, Bilingual(f"没有写“{zh}”", f"“{en}” is missing"), NOTHING
    if kind == "literal_error":
        known = [*words, *words.values()]
        listed = Bilingual("可写: " + "、".join(words.values()), "use one of: " + ", ".join(words))
        near = nearest(shown, known)
        problem = Bilingual(f"{zh}: 没有“{shown}”这个值", f"{en}: “{shown}” is not a value")
        return path, problem, near if near.en else listed
    for start, told, remedy in _KINDS:
        if kind.startswith(start):
            return path, Bilingual(f"{zh}: “{shown}”{told.zh}", f"{en}: “{shown}” {told.en}"), remedy
    for start, sign in (("greater_than", "ge"), ("less_than", "le")):
        if kind.startswith(start):
            bound = context.get(sign, context.get(sign[0] + "t", ""))
            at = Bilingual("至少", "at least") if sign == "ge" else Bilingual("至多", "at most")
            problem = Bilingual(f"{zh}: “{shown}”应{at.zh} {bound}", f"{en}: “{shown}” must be {at.en} {bound}")
            return path, problem, NOTHING
    return path, Bilingual(f"{zh}不对 ({error['msg']})", f"“{en}” is wrong ({error['msg']})"), NOTHING


_KINDS = (
    ("int", Bilingual("应是整数", "must be a whole number"), Bilingual("写成 12", "write it as 12")),
    ("float", Bilingual("应是数", "must be a number"), Bilingual("写成 117.25", "write it as 117.25")),
    ("date", Bilingual("不是日期", "is no day"), Bilingual("写成 2026-03-01", "write it as 2026-03-01")),
    ("bool", Bilingual("应是 是 或 否", "must be true or false"), NOTHING),
    ("string_type", Bilingual("应是文字", "must be text"), Bilingual("加上引号", "put it in quotes")),
    ("tuple", Bilingual("应是一列", "must be a list"), Bilingual("写成 [甲, 乙]", "write it as [a, b]")),
    ("dict", Bilingual("应是“键: 值”", "must be a mapping"), NOTHING),
    ("model", Bilingual("应是“键: 值”", "must be a mapping"), NOTHING),
    ("dataclass", Bilingual("不是一段时间", "is no length of time"), Bilingual("写成 3 workdays", "as 3 workdays")),
)


def _called(model: type[Part], path: Path_) -> tuple[str, str, Mapping[str, str]]:
    """What the field at ``path`` is called in both languages, and its words."""
    zh, en, words = "", "", dict[str, str]()
    inner: type[Part] | None = model
    for one in path:
        if inner is not None and isinstance(one, str) and one in shapes(inner):
            shape = shapes(inner)[one]
            zh, en = head_of(inner, one, "zh"), head_of(inner, one, "en")
            words, inner = dict(shape.column.words), shape.part
    return zh, en, words
