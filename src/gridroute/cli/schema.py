"""``gridroute schema [KIND]``: JSON Schemas of policy files, for editors that complete and check while one writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridroute.cli.language import tell
from gridroute.cli.options import county_option, language_option
from gridroute.cli.surroundings import layers_around
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.policy.grammar import Grammar

HELP = Bilingual(
    "给出政策文件和场景文件的 JSON Schema (政策的中英文用语都认),编辑器据此提示和检查。KIND 是文件种类,如 rules;"
    "--out 把全部种类写进一个目录。",
    "JSON Schema of policy files, in both languages, and of scenarios, so that editors complete and check them. KIND "
    "is a kind of file such as rules; --out writes all kinds into a folder.",
)


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("schema", help=HELP.in_(lang))
    @click.argument("kind", required=False)
    @county_option(
        lang, Bilingual("哪个县的词汇: 名称、拼音或代码", "the words of this county, by name, pinyin or code")
    )
    @click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        help=Bilingual(
            "写进这个目录,连同 VS Code 的设置 settings.json",
            "write all into this folder, with settings.json for VS Code",
        ).in_(lang),
    )
    @language_option(lang)
    def schema(kind: str | None, county: str | None, out: Path | None) -> None:
        from gridroute.assurance.schema import NAME, PATTERN, scenario_schema
        from gridroute.policy.schema import KINDS as POLICY
        from gridroute.policy.schema import schema_of

        kinds = {**POLICY, NAME: PATTERN}
        if kind is not None and kind not in kinds:
            listed = ", ".join(kinds)
            raise InputError(Bilingual(f"没有种类“{kind}”: 可用 {listed}", f"no kind “{kind}”: use {listed}"))
        if kind is None and out is None:
            listed = ", ".join(kinds)
            raise InputError(
                Bilingual(f"写上种类 ({listed}),或 --out 目录", f"name a kind ({listed}), or --out FOLDER")
            )
        made: dict[str, Any] = {}
        if kind != NAME:
            grammar = _grammar(county)
            made = {name: schema_of(name, grammar) for name in POLICY if kind in (None, name)}
        if kind in (None, NAME):
            made[NAME] = scenario_schema()
        if out is None:
            click.echo(_json(made[str(kind)]))
            return
        out.mkdir(parents=True, exist_ok=True)
        for name, one in made.items():
            (out / f"{name}.schema.json").write_text(_json(one) + "\n", encoding="utf-8")
        settings = {
            "yaml.schemas": {str((out / f"{name}.schema.json").resolve()): [f"**/{kinds[name]}"] for name in made}
        }
        (out / "settings.json").write_text(_json(settings) + "\n", encoding="utf-8")
        tell(Bilingual(f"写了 {len(made)} 份到 {out}", f"{len(made)} schemas written to {out}"), lang)

    return schema


def _grammar(county: str | None) -> Grammar:
    """The grammar with the words of ``county`` and of all layers above it; of the nation alone where none is named."""
    from gridroute.plugins import baseline, build_manager, county_named, installed_layers
    from gridroute.policy.grammar import Grammar
    from gridroute.policy.lexicon import words_of

    installed = installed_layers(build_manager(), [])
    root = county_named(county, installed).root if county else baseline()
    return Grammar(words_of(layers_around(root, installed)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
