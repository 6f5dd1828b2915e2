"""表头: the column heads of a file of issues, Chinese or English, checked before its rows are read."""

from __future__ import annotations

from gridroute.adapters.declared import Declared, none_declared
from gridroute.adapters.record import field_names, shown
from gridroute.errors import Bilingual, InputError, nearest
from gridroute.exchange import Mapping
from gridroute.model import ISSUE_LABELS

REQUIRED = ("id", "received_at", "text")


def has_required(head: list[str]) -> bool:
    """Whether ``head`` names all that an issue must have."""
    keys = {ISSUE_LABELS.get(name, name) for name in head}
    return keys.issuperset(REQUIRED)


def check_heads(head: list[str], where: str, declared: Declared = none_declared, nested: tuple[str, ...] = ()) -> None:
    """Raises ``InputError`` with all that is wrong with the heads of a file, each at ``where``.

    ``declared`` gives the heads of fields that counties declare; ``nested`` heads hold several values,
    which only some kinds of files can.
    """
    known = [*field_names(), *ISSUE_LABELS, *nested]
    if any(name not in known for name in head):
        known += declared()
    if not any(head):
        raise InputError(Bilingual(f"{where}: 没有表头", f"{where}: there are no column heads"))
    problems: list[Bilingual] = []
    for name in head:
        if name not in known:
            short = shown(name)
            remedy = nearest(name, known)
            problems.append(
                Bilingual(
                    ": ".join(p for p in (f"不认识的表头“{short}”", remedy.zh) if p),
                    ": ".join(p for p in (f"unknown column head “{short}”", remedy.en) if p),
                )
            )
    keys = [ISSUE_LABELS.get(name, name) for name in head]
    for name in REQUIRED:
        if name not in keys:
            problems.append(Bilingual(f"缺少表头“{name}”", f"the column “{name}” is missing"))
    for name in sorted({key for key in keys if keys.count(key) > 1 and key}):
        problems.append(Bilingual(f"表头“{name}”重复", f"the column “{name}” stands twice"))
    if problems:
        raise InputError(
            Bilingual(
                "\n".join(f"{where}: {one.zh}" for one in problems),
                "\n".join(f"{where}: {one.en}" for one in problems),
            )
        )


class Heads:
    """How column heads are read: as those of issues."""

    def __init__(self, declared: Declared = none_declared) -> None:
        self._declared = declared

    def key(self, name: str) -> str:
        """The field that a column holds; empty where it is not read."""
        return ISSUE_LABELS.get(name, name)

    def complete(self, head: list[str]) -> bool:
        """Whether ``head`` is one of issues."""
        return has_required(head)

    def check(self, head: list[str], where: str) -> None:
        """Raises ``InputError`` with all that is wrong with ``head``."""
        check_heads(head, where, self._declared)


class MappedHeads(Heads):
    """How column heads are read: as those of another system, by its connection. What it does not name is let be."""

    def __init__(self, mapping: Mapping) -> None:
        super().__init__()
        self._mapping = mapping
        self._needed = [theirs for theirs, ours in mapping.fields.items() if ours in ("external_id", *REQUIRED[1:])]

    def key(self, name: str) -> str:
        """The field of ours that a column of theirs holds; empty where it is not read."""
        return self._mapping.key(name)

    def complete(self, head: list[str]) -> bool:
        """Whether ``head`` has the columns that every issue of theirs needs."""
        return set(head).issuperset(self._needed)

    def check(self, head: list[str], where: str) -> None:
        """Raises ``InputError``: a needed column is missing, or one that is read stands twice."""
        problems = [
            Bilingual(f"{where}: 缺少表头“{name}”", f"{where}: the column “{name}” is missing")
            for name in self._needed
            if name not in head
        ]
        problems += [
            Bilingual(f"{where}: 表头“{name}”重复", f"{where}: the column “{name}” stands twice")
            for name in sorted({name for name in head if self.key(name) and head.count(name) > 1})
        ]
        if problems:
            raise InputError(Bilingual("\n".join(one.zh for one in problems), "\n".join(one.en for one in problems)))
