"""``gridroute counties``: which counties are installed, and whether their policy loads."""

from __future__ import annotations

import json

import click

from gridroute.cli.options import format_option, language_option
from gridroute.errors import Bilingual, Fault, PolicyError

HELP = Bilingual(
    "列出已安装的县,并检查各县政策能否装载。",
    "List the installed counties and check that their policy loads.",
)
_HEADS = (
    Bilingual("县", "county"),
    Bilingual("代码", "code"),
    Bilingual("拼音", "pinyin"),
    Bilingual("上层", "layers above"),
    Bilingual("镇街", "townships"),
    Bilingual("村社", "villages"),
    Bilingual("网格", "grids"),
    Bilingual("规则", "rules"),
    Bilingual("状况", "state"),
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("counties", help=HELP.in_(lang))
    @format_option(lang)
    @language_option(lang)
    def counties(form: str) -> None:
        from gridroute.cli.table import print_table
        from gridroute.dispatch import load_county
        from gridroute.plugins import build_manager, installed_layers
        from gridroute.plugins import counties as installed

        manager = build_manager()
        faults: list[Fault] = []
        rows: list[dict[str, object]] = []
        for layer in installed(installed_layers(manager, faults)):
            row: dict[str, object] = {"county": layer.name, "adcode": layer.adcode, "pinyin": layer.pinyin}
            try:
                made = load_county(layer.adcode, manager)
            except PolicyError as error:
                faults.extend(error.faults)
                row |= {
                    "layers": [],
                    "townships": 0,
                    "villages": 0,
                    "grids": 0,
                    "rules": 0,
                    "faults": len(error.faults),
                }
            else:
                row |= {
                    "layers": [one.name for one in made.policy.layers if one.depth < layer.depth],
                    "townships": len(made.territory.townships),
                    "villages": len(made.territory.communities),
                    "grids": len(made.territory.grids),
                    "rules": len(made.policy.rules),
                    "faults": 0,
                }
            rows.append(row)
        if form == "jsonl":
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            print_table([head.in_(lang) for head in _HEADS], [_cells(row, lang) for row in rows])
        for fault in dict.fromkeys(faults):
            click.echo(fault.text(lang), err=True)
        raise SystemExit(1 if faults else 0)

    return counties


def _cells(row: dict[str, object], lang: str) -> list[str]:
    layers = row["layers"]
    faults = row["faults"]
    good = Bilingual("可用", "ready").in_(lang)
    bad = Bilingual(f"{faults} 处错误", f"{faults} faults").in_(lang)
    shown = "→".join(str(name) for name in layers) if isinstance(layers, list) else ""
    keys = ("county", "adcode", "pinyin")
    counts = ("townships", "villages", "grids", "rules")
    return [
        *(str(row[key]) for key in keys),
        shown,
        *(str(row[key]) for key in counts),
        bad if faults else good,
    ]
