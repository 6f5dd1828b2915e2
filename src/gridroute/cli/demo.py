"""``gridroute demo``: place by place, routes its examples, sums them up, and plays its story as a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gridroute.adapters.characters import visible
from gridroute.adapters.column import next_duty
from gridroute.cli.language import tell
from gridroute.cli.options import language_option
from gridroute.errors import Bilingual, GridrouteError, InputError

if TYPE_CHECKING:
    from gridroute.assurance.desks import Desks
    from gridroute.assurance.rehearsal import Turn
    from gridroute.assurance.scenario import Scenario
    from gridroute.cli.desk import Desk
    from gridroute.dispatch import County
    from gridroute.model import Decision, Issue
    from gridroute.policy.layer import Layer

HELP = Bilingual(
    "演示: 一地一地给 examples/ 里的诉求派单,按主办和时限汇总,把当地的故事演一遍,并完整说明一件。",
    "Place by place, route the issues of examples/, sum up by lead and deadline, play the stories of the place; "
    "and explain one issue in full.",
)
_INTRO = Bilingual(
    "每个地方: 先给几十件居民诉求派单 (主办: 谁牵头办;最近时限: 谁先要做什么),再看当地的一个故事怎样一步步走到底。",
    "For each place: dozens of residents' issues are routed (lead: who handles it; next due: what is owed first), and "
    "then one of its stories is followed step by step.",
)
#: A street with a layer of its own is a place of its own from so many issues in it; fewer stay with its county.
ENOUGH = 40
#: Issues shown one by one, and leads listed, in each place.
_SHOWN, _LEADS = 5, 7
#: How soon the first duty falls due.
_SPANS = (
    (timedelta(minutes=30), Bilingual("30分钟内", "within 30 minutes")),
    (timedelta(hours=2), Bilingual("2小时内", "within 2 hours")),
    (timedelta(days=1), Bilingual("24小时内", "within 24 hours")),
    (timedelta(days=4), Bilingual("三四天内", "within 4 days")),
    (timedelta(days=11), Bilingual("一周左右", "in about a week")),
    (timedelta.max, Bilingual("更晚", "later")),
)
_STORIES = "stories"


@dataclass(frozen=True)
class _Place:
    """A county, or one of its streets, with what was routed there."""

    layer: Layer
    county: County
    routed: Sequence[tuple[Issue, Decision]]


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("demo", help=HELP.in_(lang))
    @click.option(
        "--examples",
        type=click.Path(path_type=Path),
        default=Path("examples"),
        show_default=True,
        help=Bilingual("各县例子所在的目录", "the folder with the examples of the counties").in_(lang),
    )
    @click.option("--id", "wanted", help=Bilingual("完整说明哪一件", "which issue to explain in full").in_(lang))
    @language_option(lang)
    def demo(examples: Path, wanted: str | None) -> None:
        raise SystemExit(_demo(examples, wanted, lang))

    return demo


def _demo(examples: Path, wanted: str | None, lang: str) -> int:
    from gridroute.assurance.desks import Desks
    from gridroute.cli.desk import Desk
    from gridroute.plugins import build_manager, counties, installed_layers

    manager = build_manager()
    desks = Desks(manager=manager)
    code, number, explained = 0, 0, wanted is None
    first: tuple[Issue, Decision, County] | None = None
    click.echo(_INTRO.in_(lang))
    for layer in counties(installed_layers(manager, [])):
        file = examples / layer.pinyin / "issues.csv"
        if not file.is_file():
            continue
        try:
            desk = Desk(lang, layer.adcode, manager=manager)
        except GridrouteError as error:  # one county that does not load leaves the others their turn
            tell(Bilingual(error.text("zh"), error.text("en")), lang)
            code = 2
            continue
        for place in _places(layer, desk, file):
            number += 1
            _show(place, number, lang)
            code = max(code, _play(place, examples / _STORIES, desks, lang))
            first = first or _telling(place)
            for issue, decision in place.routed:
                if not explained and issue.id == wanted:
                    first, explained = (issue, decision, place.county), True
        code = max(code, desk.closing())
    if first is None:
        raise InputError(
            Bilingual(
                f"{examples}: 没有已安装县的例子 (<拼音>/issues.csv): 用 --examples 指定目录",
                f"{examples}: no examples (<pinyin>/issues.csv) of an installed county: name a folder with --examples",
            )
        )
    if not explained:
        raise InputError(Bilingual(f"没有编号“{wanted}”", f"there is no issue “{wanted}”"))
    _explain(*first, lang)
    return code


def _places(layer: Layer, desk: Desk, file: Path) -> Iterator[_Place]:
    """The county of ``layer`` and its streets with examples enough, each with its own part of ``file``."""
    found = list(desk.route(file))
    county = desk.county(layer.adcode)
    left = [(issue, decision) for issue, decision, _ in found]
    for street in (one for one in county.policy.layers if one.level == "street"):
        inside = [pair for pair in left if (pair[1].grid.township_code or "").startswith(street.adcode)]
        if ENOUGH <= len(inside) < len(left):
            left = [pair for pair in left if pair not in inside]
            yield _Place(street, county, inside)
    yield _Place(layer, county, left)


def _show(place: _Place, number: int, lang: str) -> None:
    """The heading, a few issues one by one, and how many each body leads and how soon something is due."""
    from gridroute.cli.table import print_decisions, print_table

    decisions = [decision for _, decision in place.routed]
    where = f" ({place.county.name})" if place.layer.level == "street" else ""
    count = Bilingual(f"{len(decisions)} 件", f"{len(decisions)} issues").in_(lang)
    click.secho(f"\n{number}. {place.layer.name}{where}: {count}\n", bold=True)
    for issue, decision in place.routed[:_SHOWN]:
        click.echo(visible(f"  {decision.issue} {' '.join(issue.text.split())[:60]}", keep=""))
    click.echo()
    print_decisions([(one, place.county.policy.vocabulary) for one in decisions[:_SHOWN]], lang)
    none = Bilingual("(不派主办: 转办、网格自办或待认领)", "(no lead: passed on, kept by the grid, or open)").in_(lang)
    leads = Counter(one.lead.name if one.lead else none for one in decisions).most_common()
    rows = [[name, str(many)] for name, many in leads[:_LEADS]]
    rest = sum(many for _, many in leads[_LEADS:])
    if rest:
        others = len(leads) - _LEADS
        rows.append([Bilingual(f"其他 {others} 家", f"{others} others").in_(lang), str(rest)])
    click.echo()
    print_table([Bilingual("主办", "lead").in_(lang), Bilingual("件数", "issues").in_(lang)], rows)
    click.echo(f"\n{Bilingual('最早到期', 'first due').in_(lang)}: " + _soon(decisions, lang))


def _soon(decisions: Sequence[Decision], lang: str) -> str:
    counts: Counter[int] = Counter()
    none = 0
    for one in decisions:
        duty = next_duty(one)
        if duty is None:
            none += 1
            continue
        length = duty.due_at - one.at
        counts[next(place for place, (most, _) in enumerate(_SPANS) if length <= most)] += 1
    said = [f"{words.in_(lang)} {counts[place]}" for place, (_, words) in enumerate(_SPANS) if counts[place]]
    if none:
        said.append(Bilingual(f"无期限 {none}", f"without {none}").in_(lang))
    return ("、" if lang == "zh" else ", ").join(said)


def _play(place: _Place, stories: Path, desks: Desks, lang: str) -> int:
    """Plays the stories of the place, or the longest scenario of its own policy; 1 where one goes not as expected.

    The first is told step by step; of the others, that they were played.
    """
    from gridroute.assurance.rehearsal import turn

    found = _stories(place, stories) or _seeds(place)
    if not found:
        return 0
    (path, scenarios), *others = found
    one_case = len(scenarios) == 1 and bool(scenarios[0].issue)
    word = Bilingual("一个办件从头到尾", "a case from end to end")
    if not one_case:
        word = Bilingual("一个故事从头到尾", "a story from end to end")
    click.secho(f"\n{word.in_(lang)} — {scenarios[0].file}", bold=True)
    code = max(_tell(scenario, path, desks, lang) for scenario in scenarios)
    if others:
        click.echo(Bilingual("\n这里另有的故事,也演了一遍:", "\nAlso played here:").in_(lang))
    for path, scenarios in others:
        for scenario in scenarios:
            made = turn(scenario, path, desks)
            click.echo(visible(f"  {_mark(made)} {scenario.name} — {scenario.file}", keep=""))
            code = max(code, int(made.outcome != "passed"))
    return code


def _tell(scenario: Scenario, path: Path, desks: Desks, lang: str) -> int:
    """Plays one scenario: a case with what happened when, a question on standing matters with what it rests on."""
    from gridroute.assurance.rehearsal import Unplayed, turn
    from gridroute.cli.timeline import print_story

    made = turn(scenario, path, desks)
    click.echo(visible(f"{_mark(made)} {scenario.name}", keep=""))
    if isinstance(made.result, Unplayed):
        click.echo(Bilingual("没能演练", "it could not be played").in_(lang))
    elif scenario.issue:
        click.echo(visible(f"  “{scenario.issue.get('text', '')}”", keep=""))
        print_story(made.result.events, desks.of(scenario.county, path), lang)
    elif scenario.source:
        click.echo(visible(f"  {Bilingual('依据', 'source').in_(lang)}: {scenario.source}", keep=""))
    return int(made.outcome != "passed")


def _mark(made: Turn) -> str:
    return "✓" if made.outcome == "passed" else "✗"


def _stories(place: _Place, folder: Path) -> list[tuple[Path, list[Scenario]]]:
    """The stories of the place: of a street, those that name it; of a county, those that name no street apart."""
    streets = [one.name for one in place.county.policy.layers if one.level == "street"]
    own = place.layer.name if place.layer.level == "street" else None
    county = place.county.policy.county
    found = []
    for path, scenarios in _read(sorted(folder.glob("*.scenario.yaml"))):
        if scenarios[0].county not in (place.county.adcode, place.county.name, county.pinyin):
            continue
        said = "".join(f"{one.issue.get('address', '')}{one.registers}" for one in scenarios)
        named = next((name for name in streets if name in said), None)
        if named == own or (own is None and named not in _apart(place)):
            found.append((path, scenarios))
    return found


def _apart(place: _Place) -> list[str]:
    """Streets of the county none of whose issues are here: they are places of their own."""
    codes = {(decision.grid.township_code or "")[:9] for _, decision in place.routed}
    return [one.name for one in place.county.policy.layers if one.level == "street" and one.adcode not in codes]


def _seeds(place: _Place) -> list[tuple[Path, list[Scenario]]]:
    from gridroute.policy.layer import own_files

    files = [path for path in own_files(place.layer.root) if path.name.endswith(".scenario.yaml")]
    played = [(path, one) for path, scenarios in _read(files) for one in scenarios if _length(one)]
    longest = max(played, key=lambda pair: _length(pair[1]), default=None)
    return [(longest[0], [longest[1]])] if longest else []


def _length(scenario: Scenario) -> int:
    """How many events a case has in it; a question on standing matters has none."""
    return sum(bool(step.event) for step in scenario.steps) if scenario.issue else 0


def _read(files: Sequence[Path]) -> Iterator[tuple[Path, list[Scenario]]]:
    from gridroute.assurance.scenario import read_scenarios

    for path in files:
        scenarios = read_scenarios(path, f"{path.parent.name}/{path.name}", [])
        if scenarios:
            yield path, scenarios


def _telling(place: _Place) -> tuple[Issue, Decision, County] | None:
    """An issue that is worth explaining in full: one with a whistle and a lead, else the first."""
    rich = [one for one in place.routed if one[1].whistle and one[1].whistle.kind == "appeal" and one[1].lead]
    chosen = next(iter(rich or place.routed), None)
    return (*chosen, place.county) if chosen else None


def _explain(issue: Issue, decision: Decision, county: County, lang: str) -> None:
    from gridroute.dispatch.explanation import explain

    click.secho(Bilingual("\n完整说明一件\n", "\nOne of them in full\n").in_(lang), bold=True)
    click.echo(explain(decision, issue, county.policy, lang))
