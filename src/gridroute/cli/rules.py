"""``gridroute rules``: every rule of a county as a sentence, with its layer, its place in the files and its source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from gridroute.cli.options import county_option, format_option, language_option
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.policy.policy import Policy
    from gridroute.policy.rule import Rule

HELP = Bilingual(
    "把县里适用的每条规则说成一句话,注明层级、文件和出处。",
    "Say every rule of a county in a sentence, with its layer, file and source.",
)
_HEADS = (
    Bilingual("编号", "rule"),
    Bilingual("阶段", "stage"),
    Bilingual("层级", "layer"),
    Bilingual("内容", "what it says"),
    Bilingual("依据与效力", "source and force"),
    Bilingual("文件", "file"),
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("rules", help=HELP.in_(lang))
    @county_option(lang)
    @click.option("--stage", help=Bilingual("只列这个阶段的", "only those of this stage").in_(lang))
    @click.option("--id", "wanted", help=Bilingual("只列这一条", "only this one").in_(lang))
    @click.option(
        "--text", help=Bilingual("只列编号、标题、内容或依据含这段文字的", "only those that say these words").in_(lang)
    )
    @format_option(lang)
    @language_option(lang)
    def rules(county: str | None, stage: str | None, wanted: str | None, text: str | None, form: str) -> None:
        policy = policy_of(county)
        number = _stage(stage) if stage else ""
        asked = [rule for rule in policy.rules if wanted in (None, rule.id)]
        made = [(rule, _row(rule, policy, lang)) for rule in asked if not number or number in rule.outcomes]
        if text is not None:
            made = [(rule, row) for rule, row in made if _says(row, text)]
        if not made:
            raise InputError(_nothing(policy, wanted))
        if form == "jsonl":
            for _, row in made:
                click.echo(json.dumps(row, ensure_ascii=False))
            return
        from gridroute.cli.table import print_table

        print_table([head.in_(lang) for head in _HEADS], [_cells(rule, row, lang) for rule, row in made])

    return rules


def policy_of(county: str | None) -> Policy:
    """The policy of a county, or of the only one installed."""
    from gridroute.cli.only import county_or_only

    return county_or_only(county).policy


def _stage(written: str) -> str:
    """The stage that its name or its Chinese label means."""
    from gridroute.policy.path import STAGES
    from gridroute.policy.tongue import STAGE_NAMES, nearest

    for stage in STAGES:
        if written in (stage.name, stage.label):
            return stage.name
    near = nearest(written, STAGE_NAMES)
    use = Bilingual("可用: " + "、".join(STAGE_NAMES), "use one of: " + ", ".join(STAGE_NAMES))
    remedy = near if near.en else use
    raise InputError(Bilingual(f"没有“{written}”这个阶段: {remedy.zh}", f"there is no stage “{written}”: {remedy.en}"))


def _row(rule: Rule, policy: Policy, lang: str) -> dict[str, object]:
    from gridroute.policy.path import BY_NAME
    from gridroute.reasoning.sentence import layer_said, sentence

    stages = sorted(rule.outcomes, key=lambda name: BY_NAME[name].number)
    return {
        "id": rule.id,
        "title": rule.title,
        "stages": stages,
        "level": rule.level,
        "layer": layer_said(rule.layer, rule.depth, lang),
        "file": rule.home[0],
        "line": rule.home[1],
        "sentence": sentence(rule, policy.vocabulary, lang),
        "source": rule.source,
        "assumed": rule.assumed,
        "binding": rule.binding,
        "special_law": rule.special_law,
        "replaces": rule.replaces,
        "tightens": rule.tightens,
        "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
    }


def _says(row: dict[str, object], text: str) -> bool:
    return any(text.lower() in str(row[key]).lower() for key in ("id", "title", "sentence", "source"))


def _nothing(policy: Policy, wanted: str | None) -> Bilingual:
    from gridroute.errors import nearest

    if wanted is None or any(rule.id == wanted for rule in policy.rules):
        return Bilingual("没有这样的规则: 放宽条件再试", "there is no such rule: ask for less")
    near = nearest(wanted, [rule.id for rule in policy.rules])
    return Bilingual(
        f"没有规则“{wanted}”" + (f": {near.zh}" if near.zh else ""),
        f"there is no rule “{wanted}”" + (f": {near.en}" if near.en else ""),
    )


def _cells(rule: Rule, row: dict[str, object], lang: str) -> list[str]:
    from gridroute.policy.path import BY_NAME
    from gridroute.reasoning.sentence import marks

    stages = sorted((BY_NAME[name] for name in rule.outcomes), key=lambda one: one.number)
    named = [one.label if lang == "zh" else one.name for one in stages]
    layer, *more = marks(rule, lang)
    return [
        rule.id,
        ("、" if lang == "zh" else ", ").join(named),
        layer,
        str(row["sentence"]),
        (";" if lang == "zh" else "; ").join(more),
        f"{rule.home[0]}:{rule.home[1]}",
    ]
