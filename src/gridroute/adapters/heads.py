"""表头: the column heads of a file of issues, Chinese or English, checked before its rows are read."""

from __future__ import annotations

from gridroute.adapters.declared import Declared, none_declared
from gridroute.adapters.record import field_names
from gridroute.errors import Bilingual, InputError, nearest
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
            short = name if len(name) <= 40 else f"{name[:40]}…"
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
