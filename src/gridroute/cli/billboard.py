"""告示: shows each scenario's turn as it comes: to a person, wrapped to the screen, or as a JSON object a line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from gridroute.adapters.characters import visible
from gridroute.assurance.play import Failed
from gridroute.assurance.rehearsal import Turn, Unplayed
from gridroute.assurance.report import Line, lines
from gridroute.cli.language import tell
from gridroute.errors import Bilingual, Fault

#: How much further in a line that is wrapped goes on.
_HANGING = "  "


class Billboard:
    """Where the turns of one run are shown. Each fault is told once, however many scenarios it keeps from playing."""

    def __init__(self, form: str, lang: str) -> None:
        self.form, self.lang = form, lang
        self._told: set[Fault] = set()

    def show(self, turn: Turn) -> None:
        """Shows one turn; of what passed a person is told nothing."""
        if isinstance(turn.result, Unplayed):
            for fault in turn.result.faults:
                if fault not in self._told:
                    tell(Bilingual(fault.text("zh"), fault.text("en")), self.lang)
                self._told.add(fault)
        if self.form == "jsonl":
            from gridroute.assurance.record import as_json

            click.echo(as_json(turn, self.lang))
        elif isinstance(turn.result, Failed):
            _print([(0, f"✗ {turn.file}:{turn.line}: {turn.name}"), *lines(turn.result, self.lang)])

    def end(self, turns: Sequence[Turn]) -> None:
        """Says how many passed and how many did not."""
        if self.form == "jsonl":
            return
        count = {one: sum(turn.outcome == one for turn in turns) for one in ("passed", "failed", "error")}
        zh = f"{count['passed']} 个场景如预期,{count['failed']} 个不如预期"
        en = f"{count['passed']} passed, {count['failed']} failed"
        if count["error"]:
            zh, en = f"{zh},{count['error']} 个没能演练", f"{en}, {count['error']} could not be played"
        click.echo(Bilingual(zh, en).in_(self.lang))


def _print(found: Sequence[Line]) -> None:
    """Prints lines set in by their depth; on a screen they are wrapped below where they begin."""
    if not sys.stdout.isatty():
        for depth, text in found:
            click.echo(visible(f"{'  ' * depth}{text}"))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for depth, text in found:
        left = " " * (2 * depth)
        room = max(20, console.width - len(left) - len(_HANGING))
        first, *more = Text(visible(text), style="" if depth else "bold red").wrap(console, room, overflow="fold")
        console.print(Text(left).append_text(first), soft_wrap=True)
        for line in more:
            console.print(Text(left + _HANGING).append_text(line), soft_wrap=True)
