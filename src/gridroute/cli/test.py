"""``gridroute test PATH…``: plays the worked scenarios of a policy and says which went astray."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.cli.coverage import Covering, Wanted, coverage_options
from gridroute.cli.language import tell
from gridroute.cli.options import engine_option, format_option, language_option
from gridroute.errors import Bilingual, Fault, InputError, UnknownCounty

if TYPE_CHECKING:
    from gridroute.assurance import Failed, Passed
    from gridroute.casework import CaseDesk

HELP = Bilingual(
    "演练 PATH (场景文件 *.scenario.yaml 或目录) 里的场景。有一个不如预期,退出码为 1;一个场景也没有,也是 1。",
    "Play the scenarios of PATH (files *.scenario.yaml, or folders). Exit 1 if one goes astray, or if there is none.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("test", help=HELP.in_(lang))
    @click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="PATH...")
    @click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="参数=值" if lang == "zh" else "PARAMETER=VALUE",
        help=Bilingual("换一个参数值试一试,可写多次", "try another value of a parameter; may be repeated").in_(lang),
    )
    @coverage_options(lang)
    @format_option(lang)
    @engine_option(lang)
    @language_option(lang)
    def test(paths: tuple[Path, ...], settings: tuple[str, ...], wanted: Wanted, form: str, engine: str) -> None:
        from gridroute.assurance import play, read_scenarios
        from gridroute.assurance.scenario import files_below

        faults: list[Fault] = []
        covering = Covering(wanted)
        desks = _Desks(_settings(settings), engine, covering)
        passed = failed = 0
        for path in files_below(paths or (Path(),)):
            for scenario in read_scenarios(path, str(path), faults):
                try:
                    desk = desks.of(scenario.county)
                except UnknownCounty as error:
                    faults.append(Fault(str(path), scenario.line, scenario.name, error.words))
                    continue
                covering.begins(scenario)
                outcome = play(scenario, desk)
                covering.ends(outcome)
                good = not hasattr(outcome, "differences")
                passed, failed = passed + good, failed + (not good)
                _say(outcome, form, lang)
        for fault in sorted(set(faults)):
            tell(Bilingual(fault.text("zh"), fault.text("en")), lang)
        if form == "table":
            words = Bilingual(f"{passed} 个场景如预期,{failed} 个不如预期", f"{passed} passed, {failed} failed")
            click.echo(words.in_(lang))
        if not passed and not failed and not faults:
            tell(Bilingual("一个场景也没有: 检查路径", "there is no scenario: check the path"), lang)
        enough = covering.report(form, lang)
        raise SystemExit(0 if passed and not failed and not faults and enough else 1)

    return test


def _settings(written: tuple[str, ...]) -> dict[str, str]:
    made: dict[str, str] = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not sign or not name or not value:
            words = Bilingual(f"--set {one}: 写成 参数=值", f"--set {one}: write PARAMETER=VALUE")
            raise InputError(words)
        made[name.strip()] = value.strip()
    return made


class _Desks:
    """The desks of the counties of one run, each county loaded once."""

    def __init__(self, settings: dict[str, str], engine: str, covering: Covering) -> None:
        from gridroute.plugins import build_manager

        self.settings, self.engine, self.manager, self.covering = settings, engine, build_manager(), covering
        self._made: dict[str, CaseDesk] = {}

    def of(self, county: str) -> CaseDesk:
        from gridroute.casework import CaseDesk
        from gridroute.dispatch import Dispatcher, load_county

        if county not in self._made:
            loaded = load_county(county, self.manager, self.settings)
            self._made[county] = CaseDesk(Dispatcher(loaded, self.engine, self.covering.listener(loaded)))
        return self._made[county]


def _say(outcome: Passed | Failed, form: str, lang: str) -> None:
    scenario, differences = outcome.scenario, getattr(outcome, "differences", ())
    where = f"{scenario.file}:{scenario.line}"
    if form == "jsonl":
        found = [
            {"line": one.line, "name": one.name, "expected": one.expected, "actual": one.actual} for one in differences
        ]
        row = {"file": scenario.file, "line": scenario.line, "scenario": scenario.name, "passed": not found}
        click.echo(json.dumps({**row, "differences": found}, ensure_ascii=False))
        return
    if not differences:
        return
    click.echo(f"✗ {where}: {scenario.name}")
    for one in differences:
        words = Bilingual(
            f"    第{one.line}行 {one.name}: 预期 {one.expected},实际 {one.actual}",
            f"    line {one.line}, {one.name}: expected {one.expected}, got {one.actual}",
        )
        click.echo(words.in_(lang))
    for event in outcome.events:
        rules = f"  ({', '.join(event.rules)})" if event.rules else ""
        click.echo(f"      {event.at.isoformat(timespec='minutes')}  {event.type}  {event.role}{rules}")
