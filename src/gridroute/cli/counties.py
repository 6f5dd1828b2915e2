"""``gridroute counties``: which counties are installed, what their policy holds, and how much of it is assumed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from gridroute.adapters.characters import visible
from gridroute.cli.options import format_option, language_option
from gridroute.errors import Bilingual, Fault, GridrouteError, PolicyError

if TYPE_CHECKING:
    from gridroute.assurance.inventory import Holding, Kind, Tally
    from gridroute.plugins import Plugins
    from gridroute.policy.layer import Layer

HELP = Bilingual(
    "列出已安装的县: 各有哪些层、多少镇街、规则、台账和依据,其中多少没有依据 (建议默认);政策装不上的也列出,退出码为 1。"
    "写 NAME (名称、拼音或代码) 就只列它,逐层说明有无依据、依据了哪些文件。",
    "List the installed counties: their layers, townships, rules, registers and sources, and how much is assumed for "
    "want of a source. One whose policy does not load is listed too, and the exit code is 1. With NAME (name, pinyin "
    "or code) only that one, layer by layer, with the documents it stands on.",
)
_HEADS = (
    Bilingual("县", "county"),
    Bilingual("层级", "layers"),
    Bilingual("镇街 村社 网格", "towns villages grids"),
    Bilingual("规则", "rules"),
    Bilingual("表行", "rows"),
    Bilingual("台账", "records"),
    Bilingual("依据", "docs"),
    Bilingual("建议默认", "assumed"),
    Bilingual("状况", "state"),
)
_KINDS: Mapping[Kind, Bilingual] = {
    "rules": Bilingual("规则", "rules"),
    "rows": Bilingual("表行", "table rows"),
    "parameters": Bilingual("参数", "parameters"),
    "registers": Bilingual("台账条目", "register rows"),
    "grids": Bilingual("网格", "grids"),
}
#: Documents that are listed of a layer that is not the county's own; the nation has too many for a screen.
_MANY = 12


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("counties", help=HELP.in_(lang))
    @click.argument("names", metavar="[NAME]...", nargs=-1)
    @format_option(lang)
    @language_option(lang)
    def counties(names: tuple[str, ...], form: str) -> None:
        from gridroute.cli.table import print_table
        from gridroute.plugins import build_manager, county_named, installed_layers
        from gridroute.plugins import counties as installed

        manager = build_manager()
        faults: list[Fault] = []
        layers = installed_layers(manager, faults)
        chosen = [county_named(name, layers) for name in dict.fromkeys(names)] if names else installed(layers)
        rows = [_row(layer, manager, faults, lang) for layer in chosen]
        if not names:
            rows += _absent(manager, layers, faults, lang)
        if form == "jsonl":
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        elif names:
            for row in rows:
                _tell_one(row, lang)
        else:
            print_table([head.in_(lang) for head in _HEADS], [_cells(row, lang) for row in rows])
            click.echo(_LEGEND.in_(lang))
        for fault in dict.fromkeys(faults):
            click.echo(fault.text(lang), err=True)
        raise SystemExit(1 if faults else 0)

    return counties


_LEGEND = Bilingual(
    "规则、表行、台账: 本县自己的(含镇街、试点)+上级的;“推定”的网格没有出处。建议默认: 没有依据的占比,"
    "本县自己的/连同上级的 (规则、表行、参数、台账条目)。明细: gridroute counties 县名。",
    "Rules, rows, records (lines of registers): the county's own (streets and pilots too) + inherited; assumed grids "
    "have no source. Assumed: the share without a source, of its own / of all (rules, rows, parameters, records). "
    "More: gridroute counties NAME.",
)


def _row(layer: Layer, manager: Plugins, faults: list[Fault], lang: str) -> dict[str, object]:
    """One county as plain values; where it does not load, with what is wrong."""
    from gridroute.assurance.inventory import KINDS, POLICY, inventory, summed
    from gridroute.civic import load_civic
    from gridroute.dispatch import load_county

    named: dict[str, object] = {
        "county": layer.name,
        "adcode": layer.adcode,
        "pinyin": layer.pinyin,
        "plugin": layer.plugin,
    }
    try:
        made = load_county(layer.adcode, manager)
        civic = load_civic(made)
    except PolicyError as error:
        faults.extend(error.faults)
        return named | _nothing(len(error.faults), error.faults[0].text(lang))
    except GridrouteError as error:
        faults.append(Fault(layer.plugin or layer.root.name, 0, "", Bilingual(error.text("zh"), error.text("en"))))
        return named | _nothing(1, error.text(lang))
    faults.extend(civic.faults)
    holdings = inventory(made, civic)
    own = [one for one in holdings if one.own]
    documents: Counter[str] = Counter()
    for one in holdings:
        documents.update(one.documents)
    return named | {
        "layers": [one.name for one in made.policy.layers if one.depth < layer.depth],
        "own_layers": [one.layer.name for one in own],
        "townships": len(made.territory.townships),
        "villages": len(made.territory.communities),
        "grids": len(made.territory.grids),
        "rules": len(made.policy.rules),
        "faults": len(civic.faults),
        "problem": civic.faults[0].text(lang) if civic.faults else None,
        "sources": len(documents),
        "own": {kind: _figures(summed(own, [kind])) for kind in KINDS} | {"policy": _figures(summed(own, POLICY))},
        "all": {kind: _figures(summed(holdings, [kind])) for kind in KINDS}
        | {"policy": _figures(summed(holdings, POLICY))},
        "by_layer": [_of_layer(one) for one in holdings],
    }


def _of_layer(one: Holding) -> dict[str, object]:
    return {
        "layer": one.layer.name,
        "level": one.layer.level,
        "plugin": one.layer.plugin or None,
        **{kind: _figures(tally) for kind, tally in one.tallies.items()},
        "policy": _figures(one.policy),
        "documents": dict(Counter(one.documents).most_common()),
    }


def _figures(tally: Tally) -> dict[str, int | None]:
    return {"total": tally.total, "assumed": tally.assumed, "partly": tally.partly, "percent": tally.share}


def _nothing(faults: int, problem: str) -> dict[str, object]:
    """What is said of a county that does not load."""
    return {
        "layers": [],
        "own_layers": [],
        "townships": 0,
        "villages": 0,
        "grids": 0,
        "rules": 0,
        "faults": faults,
        "problem": problem,
        "sources": 0,
    }


def _absent(manager: Plugins, layers: Sequence[Layer], faults: list[Fault], lang: str) -> list[dict[str, object]]:
    """A row for each plugin that brings nothing because it fails, and for each folder without a usable manifest."""
    rows = []
    for failure in manager.broken:
        told = [one for one in faults if one.file == failure.plugin]
        rows.append((failure.plugin, failure.plugin, told))
    read = {layer.root for layer in layers}
    for root in manager.roots or ():
        if root not in read:
            told = [one for one in faults if one.file.split("/")[0] == root.name]
            rows.append((root.name, manager.brought.get(root, ""), told))
    return [
        {"county": name, "adcode": None, "pinyin": None, "plugin": plugin}
        | _nothing(len(told), told[0].text(lang) if told else "")
        for name, plugin, told in rows
    ]


def _cells(row: dict[str, object], lang: str) -> list[str]:
    who = " ".join(str(row[key]) for key in ("county", "pinyin", "adcode") if row[key])
    faults = row["faults"]
    bad = Bilingual(f"{faults} 处错误", f"{faults} faults").in_(lang)
    if "own" not in row:
        return [who, *("—" for _ in _HEADS[2:]), f"{bad}: {row['problem']}"]
    own, whole = row["own"], row["all"]
    assert isinstance(own, dict)
    assert isinstance(whole, dict)

    def both(kind: str) -> str:
        mine = own[kind]["total"]
        return f"{mine}+{whole[kind]['total'] - mine}"

    shown = " → ".join(str(name) for key in ("layers", "own_layers") for name in _listed(row[key]))
    grids = whole["grids"]
    word = Bilingual("推定", "assumed").in_(lang)
    mark = "" if not grids["assumed"] else f" {word}" if grids["percent"] == 100 else f" {grids['assumed']}{word}"
    return [
        who,
        shown,
        f"{row['townships']} {row['villages']} {row['grids']}{mark}",
        both("rules"),
        both("rows"),
        both("registers"),
        str(row["sources"]),
        f"{_percent(own['policy'])} / {_percent(whole['policy'])}",
        bad if faults else Bilingual("可用", "ready").in_(lang),
    ]


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _percent(figures: Mapping[str, int | None]) -> str:
    return "—" if figures["percent"] is None else f"{figures['percent']}%"


def _tell_one(row: dict[str, object], lang: str) -> None:
    """Prints one county layer by layer."""
    from gridroute.assurance.coverage import LEVEL_NAMES
    from gridroute.cli.table import print_table

    click.secho(visible(" ".join(str(row[key]) for key in ("county", "pinyin", "adcode") if row[key])), bold=True)
    parts = row.get("by_layer")
    if not isinstance(parts, list):
        click.echo(visible(str(row["problem"])))
        return
    places = [row[key] for key in ("townships", "villages", "grids")]
    click.echo(
        Bilingual(
            f"镇街 {places[0]},村社 {places[1]},网格 {places[2]};插件 {row['plugin']}",
            f"{places[0]} townships, {places[1]} villages, {places[2]} grids; plugin {row['plugin']}",
        ).in_(lang)
    )
    kinds = [*_KINDS, "policy"]
    heads = [Bilingual("层级", "layer"), *_KINDS.values(), Bilingual("政策合计", "all policy")]
    own, whole = row["own"], row["all"]
    assert isinstance(own, dict)
    assert isinstance(whole, dict)
    lines = [
        *((f"{one['layer']} ({LEVEL_NAMES[one['level']].in_(lang)})", one) for one in parts),
        (Bilingual("本县自己的", "its own").in_(lang), own),
        (Bilingual("全部", "all").in_(lang), whole),
    ]
    table = [[name, *(_of(figures[kind]) for kind in kinds)] for name, figures in lines]
    print_table([head.in_(lang) for head in heads], table)
    click.echo(
        Bilingual(
            "没有依据的/总数 占比;◐ 依据只管到一部分,或是比照别处的。政策合计不含网格。",
            "without a source / all, share; ◐ the source covers a part, or is another place's. Policy: without grids.",
        ).in_(lang)
    )
    click.secho(Bilingual(f"依据 {row['sources']} 件", f"{row['sources']} documents").in_(lang), bold=True)
    for one in parts:
        named = list(one["documents"].items())
        if not named:
            continue
        few = named if one["level"] != "national" else named[:_MANY]
        text = "、" if lang == "zh" else ", "
        said = text.join(f"{name}×{number}" for name, number in few)
        left = len(named) - len(few)
        more = Bilingual(f" 等 {len(named)} 件", f" and {left} more (--format jsonl)").in_(lang) if left else ""
        click.echo(visible(f"  {one['layer']}: {said}{more}"))
    if row["problem"]:
        click.echo(visible(f"{row['faults']}: {row['problem']}"))


def _of(figures: Mapping[str, int | None]) -> str:
    if not figures["total"]:
        return "—"
    partly = f" ◐{figures['partly']}" if figures["partly"] else ""
    return f"{figures['assumed']}/{figures['total']} {_percent(figures)}{partly}"
