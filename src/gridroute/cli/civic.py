"""``gridroute civic``: what stands all year: registers, open days, venues, rosters, matching, checks, records."""

from __future__ import annotations

import click

from gridroute.cli.options import language_option
from gridroute.cli.standing import (
    chain,
    check,
    complaint,
    count,
    eligible,
    evaluate,
    facts,
    match,
    mode,
    opendays,
    patrol,
    points,
    record,
    registers,
    regrid,
    roster,
    venues,
)
from gridroute.errors import Bilingual

HELP = Bilingual(
    "常设事务: 阵地、开放日、轮值、运行模式、三张清单、程序、积分、配备检查。",
    "Standing matters: venues, open days, rosters, modes of operation, the three lists, procedures, points, checks of "
    "staffing.",
)


_COMMANDS = (
    check,
    registers,
    facts,
    opendays,
    venues,
    eligible,
    roster,
    mode,
    match,
    record,
    count,
    points,
    chain,
    patrol,
    evaluate,
    regrid,
)


def command(lang: str) -> click.Command:
    """The group of commands in one language."""

    @click.group("civic", help=HELP.in_(lang))
    @language_option(lang)
    def civic() -> None:
        """Nothing of its own."""

    for module in _COMMANDS:
        civic.add_command(module.command(lang))
    kept = civic.commands["record"]
    assert isinstance(kept, click.Group)
    kept.add_command(complaint.command(lang))
    return civic
