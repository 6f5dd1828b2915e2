"""表格: decisions as a table for a person."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TextIO

from gridroute.adapters.characters import visible
from gridroute.adapters.column import handling, next_duty, state_of
from gridroute.errors import Bilingual
from gridroute.model import Decision, Obligation
from gridroute.policy.vocabulary import Vocabulary

#: Rows of one page; each page is as wide as its own rows.
PAGE = 1_000
_HEADS = (
    Bilingual("编号", "issue"),
    Bilingual("类别", "category"),
    Bilingual("归属", "place"),
    Bilingual("状态", "state"),
    Bilingual("主办", "lead"),
    Bilingual("责任主体", "responsible"),
    Bilingual("最近时限", "next due"),
    Bilingual("办理期限", "handled by"),
)


def print_decisions(decisions: Iterable[tuple[Decision, Vocabulary]], lang: str, file: TextIO | None = None) -> None:
    """Prints one row a decision; a long table page by page, so that its beginning need not wait for its end."""
    left = iter(decisions)
    heads = [head.in_(lang) for head in _HEADS]
    first = [_row(decision, words, lang) for decision, words in islice(left, PAGE)]
    print_table(heads, first, file)
    while rows := [_row(decision, words, lang) for decision, words in islice(left, PAGE)]:
        print(file=file)
        print_table(heads, rows, file)


def _row(one: Decision, words: Vocabulary, lang: str) -> list[str]:
    state = words.word(state_of(one), lang)
    category = "/".join((one.category or "?").split("/")[1:]) or one.category or "?"
    return [
        one.issue,
        category,
        _place(one, words, lang),
        state,
        one.lead.name if one.lead else "—",
        one.responsible.name,
        _next(one, words, lang),
        _handled(one),
    ]


def _place(one: Decision, words: Vocabulary, lang: str) -> str:
    from gridroute.territory import short_name

    if one.grid.community:
        return f"{one.grid.township} {short_name(one.grid.community)}"
    status = words.word(one.grid.status, lang)
    return f"{one.grid.township} ({status})" if one.grid.township else status


def _next(one: Decision, words: Vocabulary, lang: str) -> str:
    duty = next_duty(one)
    if duty is None:
        return "—"
    act = words.acts[duty.act].label if lang == "zh" else duty.act.replace("_", " ")
    return f"{act} {_when(duty)}"


def _handled(one: Decision) -> str:
    found = handling(one)
    return _when(found) if found else "—"


def _when(duty: Obligation) -> str:
    """The last day, or the instant; with a question mark while it is provisional."""
    mark = "?" if duty.provisional else ""
    if duty.unit in ("workdays", "calendar_days"):
        return f"{duty.due_on:%m-%d}{mark}"
    return f"{duty.due_at:%m-%d %H:%M}{mark}"


def print_summary(decisions: Sequence[Decision], lang: str) -> None:
    """Prints how many issues each body leads, and how many fall due on each day."""
    none = Bilingual("(未定主办)", "(no lead yet)").in_(lang)
    leads = Counter(one.lead.name if one.lead else none for one in decisions)
    days = Counter(
        min(duty.due_on for duty in one.obligations if not duty.every)
        for one in decisions
        if any(not duty.every for duty in one.obligations)
    )
    months: dict[str, list[str]] = {}
    for day, number in sorted(days.items()):
        months.setdefault(f"{day:%Y-%m}", []).append(f"{day:%d}×{number}")
    count = Bilingual("件数", "issues").in_(lang)
    print_table([Bilingual("主办", "lead").in_(lang), count], [[name, str(n)] for name, n in leads.most_common()])
    print_table(
        [Bilingual("到期月", "due in").in_(lang), Bilingual("最早到期日×件数", "first due day × issues").in_(lang)],
        [[month, "  ".join(cells)] for month, cells in months.items()],
    )


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], file: TextIO | None = None) -> None:
    """Prints a table; as wide as it needs where no person is looking."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    looking = (file or sys.stdout).isatty()
    console = Console(file=file, width=None if looking else 200, highlight=False, soft_wrap=False)
    table = Table(box=None, pad_edge=False, header_style="bold" if looking else "")
    for head in heads:
        table.add_column(Text(head), overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell, keep="")) for cell in row))
    console.print(table)
