"""What a scenario may ask of standing matters."""

from __future__ import annotations

from collections.abc import Iterator

from generating.markdown import Meanings, table, ticked
from gridroute.assurance.standing.kinds import KINDS as QUESTIONS
from gridroute.policy.lexicon import Lexicon


def questions_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """What a scenario may ask of standing matters."""
    yield "A [scenario](scenarios.md) asks one of these under `given: {at, civic: {…}}`. A word alone stands for the"
    yield "key in bold. `at` is the moment it is asked for; a step with `advance_to` asks again then."
    yield "The answer is that of `gridroute civic` itself. Places and bodies may be named as registers name them."
    yield ""
    rows = []
    for name, kind in QUESTIONS.items():
        said = {key: f"**`{key}`**" if key == kind.word else f"`{key}`" for key in kind.keys}
        keys = ", ".join(said[key] + (" (needed)" if key in kind.needed else "") for key in kind.keys)
        expects = ticked(dict.fromkeys(kind.expects)) + (", its columns" if name == "entry" else "")
        rows.append([f"`{name}`", kind.about.en, kind.about.zh, keys, expects])
    yield from table(["civic", "asks", "问什么", "keys", "may be expected"], rows)
    yield "`unset` is what only the county can say and has not said, by the names of its columns. `patrol`, `ranking`,"
    yield "`venues`, `tiers`, `levels`, `visits` and `order` are compared in their order, other lists as sets."
    yield ""
    yield "## Registers that a scenario gives"
    yield ""
    yield "Lists that a county does not have yet (units, needs, values of an index) are given by the scenario, under"
    yield "`given: {at, registers: {…}, civic: {…}}`: entries by [register](civic.md), under English or Chinese heads."
    yield "They are read as those of the county; the same key takes the place of its entry, in this scenario only."
    yield ""
    yield "```yaml"
    yield "given:"
    yield "  at: 2026-03-02T09:00+08:00"
    yield "  registers: {units: [{编号: U1, 名称: 税务局党委, 共建社区: 仲子社区}]}"
    yield "  civic: {check_in: {quota: 单位报到, subject: U1}}"
    yield "```"
    yield ""
    yield "## What happens, step by step"
    yield ""
    events = (
        ("`record`", "a step or way out of the procedure, by name", "what the step needs"),
        ("`account`", "an act, worth what the rules of stage `points` give in this ledger", "fields of the stage"),
        ("`account`", "`reverse` or `冲正`: an entry is taken back", "`event`: its number; `reason`"),
        ("`check_in`", "an act that the quota counts", "`evidence`; fields of the stage `points`"),
    )
    yield from table(["civic", "`type` of an event", "says"], events)
