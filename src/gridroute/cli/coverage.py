"""覆盖报告: what a run of scenarios covered, at the terminal, as a page, as JSON, and as an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from gridroute.adapters.characters import visible
from gridroute.cli.language import tell
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.assurance import Failed, Passed
    from gridroute.assurance.coverage import Coverage, PartSeen, RuleSeen
    from gridroute.assurance.listening import Listener
    from gridroute.assurance.scenario import Scenario
    from gridroute.dispatch import County

F = TypeVar("F", bound=Callable[..., Any])
#: Layers that a county answers for itself: these are listed and judged where nothing else is asked for.
_OWN = ("county", "street", "pilot")
_LEVELS = ("national", "province", "city", *_OWN)
_RULES = Bilingual("规则和表行", "rules and rows")
_PARTS = Bilingual("条件", "parts of conditions")


@dataclass(frozen=True)
class Wanted:
    """What the options ask for. ``least`` are percentages, of ``rules`` and of ``parts``."""

    terminal: bool = False
    page: Path | None = None
    data: Path | None = None
    least: tuple[tuple[str, float], ...] = ()
    levels: tuple[str, ...] = _OWN

    @property
    def anything(self) -> bool:
        """Whether coverage is to be measured at all."""
        return bool(self.terminal or self.page or self.data or self.least)


def coverage_options(lang: str) -> Callable[[F], F]:
    """``--coverage`` and what belongs to it; the command takes it as ``wanted``."""

    def option(*names: str, zh: str, en: str, **more: Any) -> Callable[[F], F]:
        return click.option(*names, help=Bilingual(zh, en).in_(lang), **more)

    def options(command: F) -> F:
        def taking(
            coverage: bool,
            coverage_html: Path | None,
            coverage_json: Path | None,
            fail_under: tuple[str, ...],
            coverage_layer: tuple[str, ...],
            **others: Any,
        ) -> None:
            levels = _LEVELS if "all" in coverage_layer else coverage_layer or _OWN
            wanted = Wanted(coverage, coverage_html, coverage_json, _least(fail_under), levels)
            command(wanted=wanted, **others)

        taking.__name__ = command.__name__
        # click keeps the options given so far on the function; those of the command are this one's too
        vars(taking)["__click_params__"] = vars(command).get("__click_params__", [])
        made = cast("F", taking)
        file = click.Path(path_type=Path, dir_okay=False)
        for one in reversed(
            (
                option(
                    "--coverage",
                    is_flag=True,
                    zh="说明场景覆盖了哪些规则、表行和条件",
                    en="say which rules, rows and parts of conditions the scenarios covered",
                ),
                option(
                    "--coverage-html",
                    type=file,
                    metavar="FILE",
                    zh="把覆盖写成一个网页文件",
                    en="write the coverage as one page of HTML",
                ),
                option("--coverage-json", type=file, metavar="FILE", zh="把覆盖写成 JSON", en="write it as JSON"),
                option(
                    "--fail-under",
                    multiple=True,
                    metavar="PERCENT",
                    zh="规则和条件的覆盖低于这个百分数就以 1 退出;也可写 rules=100、parts=95",
                    en="exit 1 where rules or parts are covered less; also rules=100, parts=95",
                ),
                option(
                    "--coverage-layer",
                    multiple=True,
                    type=click.Choice((*_LEVELS, "all")),
                    zh="列出并考量哪一级的规则,可写多次;默认县级及以下",
                    en="the level whose rules are listed and judged; may be repeated; default: county and below",
                ),
            )
        ):
            made = one(made)
        return made

    return options


def _least(written: Sequence[str]) -> tuple[tuple[str, float], ...]:
    made: dict[str, float] = {}
    for one in written:
        what, sign, number = one.rpartition("=")
        try:
            percent = float(number.rstrip("%"))
        except ValueError:
            percent = -1
        if not 0 <= percent <= 100 or (sign and what not in ("rules", "parts")):
            raise InputError(
                Bilingual(
                    f"--fail-under {one}: 写成 95,或 rules=100、parts=95",
                    f"--fail-under {one}: write 95, or rules=100, parts=95",
                )
            )
        made |= {what: percent} if sign else {"rules": percent, "parts": percent}
    return tuple(made.items())


class Covering:
    """Measures the coverage of one run where it is wanted, and does nothing where it is not."""

    def __init__(self, wanted: Wanted) -> None:
        from gridroute.assurance.measuring import Recorder

        self.wanted = wanted
        self._recorder = Recorder() if wanted.anything else None
        self._astray = 0

    def listener(self, county: County) -> Listener | None:
        """Who listens to the dispatcher of ``county``."""
        return self._recorder.listener(county) if self._recorder else None

    def begins(self, scenario: Scenario) -> None:
        """To be said before ``scenario`` is played."""
        if self._recorder:
            self._recorder.begins(scenario.name)

    def ends(self, outcome: Passed | Failed) -> None:
        """To be said when it has been played."""
        from gridroute.assurance import Failed

        self._astray += isinstance(outcome, Failed)
        if self._recorder:
            self._recorder.ends(outcome.events)

    def report(self, form: str, lang: str) -> bool:
        """Whether the coverage is as high as it must be. Says, and writes, what is asked for."""
        if self._recorder is None:
            return True
        found = self._recorder.coverage()
        if self.wanted.data:
            rows = [as_row(one, lang) for one in found.rules]
            _write(self.wanted.data, json.dumps({"layers": _layers(found, lang), "rules": rows}, ensure_ascii=False))
        if self.wanted.page:
            from gridroute.assurance.page import page

            _write(self.wanted.page, page(found, lang))
        short = _too_low(found, self.wanted)
        if form == "jsonl":
            for row in _layers(found, lang):
                click.echo(json.dumps({"coverage": row}, ensure_ascii=False))
        elif self.wanted.terminal:
            _print(found, self.wanted.levels, lang)
        if self.wanted.terminal or short:
            chosen = [one for one in found.rules if one.level in self.wanted.levels]
            for line in missing(chosen, lang):
                click.echo(visible(line), err=form == "jsonl")
        if self._astray:
            number = self._astray
            zh = f"覆盖里算进了 {number} 个不如预期的场景走到的规则: 先改好再看覆盖"
            en = f"the coverage counts what {number} scenarios that went astray reached: mend them first"
            tell(Bilingual(zh, en), lang)
        for words in short:
            tell(words, lang)
        return not short


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _layers(found: Coverage, lang: str) -> list[dict[str, object]]:
    from gridroute.assurance.coverage import floored, summed

    return [
        {"level": level, "layer": layer.in_(lang), **asdict(one)}
        | {"percent_rules": floored(one.of_rules), "percent_parts": floored(one.of_parts)}
        for (level, layer), rules in found.layers().items()
        for one in (summed(rules),)
    ]


def as_row(one: RuleSeen, lang: str) -> dict[str, object]:
    """One rule as plain values."""
    return {
        "id": one.id,
        "title": one.title,
        "file": one.file,
        "line": one.line,
        "level": one.level,
        "layer": one.layer.in_(lang),
        "row": one.row,
        "stages": list(one.stages),
        "status": one.status,
        "why": one.why.in_(lang),
        "scenarios": list(one.scenarios),
        "parts": [
            {"part": part.words.in_(lang), "true": part.true, "false": part.false, "why": part.why.in_(lang)}
            for part in one.parts
        ],
    }


def _too_low(found: Coverage, wanted: Wanted) -> list[Bilingual]:
    """What falls below ``--fail-under``, layer by layer."""
    from gridroute.assurance.coverage import floored, summed

    made = []
    for (level, layer), rules in found.layers().items():
        if level not in wanted.levels:
            continue
        one = summed(rules)
        for what, least in wanted.least:
            name, percent = (_RULES, one.of_rules) if what == "rules" else (_PARTS, one.of_parts)
            if percent < least:
                made.append(
                    Bilingual(
                        f"覆盖不足: {layer.zh}的{name.zh}只覆盖 {floored(percent):g}%,要 {least:g}%",
                        f"coverage too low: {floored(percent):g} % of the {name.en} of {layer.en}, "
                        f"{least:g} % is asked for",
                    )
                )
    return made


def _print(found: Coverage, levels: Sequence[str], lang: str) -> None:
    from gridroute.assurance.coverage import LEVEL_NAMES, SIGNS, by_file, summed
    from gridroute.cli.table import print_table

    head = [Bilingual("规则", "rules"), Bilingual("表行", "rows"), Bilingual("条件", "parts")]
    heads = [one.in_(lang) for one in head]
    rows = [
        [f"{layer.in_(lang)} ({LEVEL_NAMES[level].in_(lang)})", *_figures(rules), _waiting(rules)]
        for (level, layer), rules in found.layers().items()
    ]
    unset = SIGNS["unset"]
    print_table([Bilingual("层级", "layer").in_(lang), *heads, unset[0]], rows)
    chosen = [one for one in found.rules if one.level in levels]
    files = [[name, *_figures(rules)] for name, rules in by_file(chosen).items()]
    print_table([Bilingual("文件", "file").in_(lang), *heads], files)
    held = summed(found.rules)
    click.echo(
        Bilingual(
            f"采用/全部;◐ 成立过、但从未采用 (共 {held.rules_held + held.rows_held} 条)。条件: 成立、不成立都见过的。",
            f"used / all; ◐ held but never used ({held.rules_held + held.rows_held} of them). "
            "Parts: seen both true and false.",
        ).in_(lang)
        + f" {unset[0]} {unset[1].in_(lang)}"
        + Bilingual(",不计入百分数。", "; not in the percentages.").in_(lang)
    )


def _figures(rules: Iterable[RuleSeen]) -> list[str]:
    from gridroute.assurance.coverage import summed

    one = summed(rules)
    return [
        _share(one.rules_won, one.rules, one.rules_held),
        _share(one.rows_won, one.rows, one.rows_held),
        _share(one.parts_covered, one.parts),
    ]


def _waiting(rules: Iterable[RuleSeen]) -> str:
    return str(sum(one.status == "unset" for one in rules) or "—")


def _share(some: int, all_: int, held: int = 0) -> str:
    from gridroute.assurance.coverage import floored

    if not all_:
        return "—"
    return f"{some}/{all_} {floored(100 * some / all_):g}%" + (f" ◐{held}" if held else "")


def missing(rules: Iterable[RuleSeen], lang: str) -> list[str]:
    """What is not covered of ``rules``, line by line, each rule with its file and line."""
    from gridroute.assurance.coverage import SIGNS

    made = []
    for one in rules:
        if one.covered:
            continue
        sign, words = SIGNS[one.status]
        why = Bilingual(f";{one.why.zh}", f"; {one.why.en}").in_(lang) if one.why.zh else ""
        made.append(f"{sign} {one.file}:{one.line} {one.id} {one.title} — {words.in_(lang)}{why}")
        made += [
            f"    {part_seen(part).in_(lang)}: {part.words.in_(lang)}{_because(part, lang)}"
            for part in one.parts
            if not part.covered
        ]
    return made


def part_seen(part: PartSeen) -> Bilingual:
    """Which answers of a part were seen."""
    if part.covered:
        return Bilingual("成立、不成立都见过", "seen true and false")
    if part.true:
        return Bilingual("没见过不成立", "never seen false")
    if part.false:
        return Bilingual("没见过成立", "never seen true")
    return Bilingual("没有问过", "never asked")


def _because(part: PartSeen, lang: str) -> str:
    return f" ({part.why.in_(lang)})" if part.why.zh else ""
