"""``gridroute categories``: the tree of categories, the words of one, and what a text suggests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from gridroute.cli.options import county_option, format_option, language_option
from gridroute.cli.rules import policy_of
from gridroute.errors import Bilingual, InputError

if TYPE_CHECKING:
    from gridroute.policy.category import Categories
    from gridroute.policy.suggestion import Suggestion

HELP = Bilingual(
    "列出类别树、一个类别的关键词,或一段话像哪些类别。",
    "List the tree of categories, the words of one, or the categories that a text suggests.",
)
_TREE = (
    Bilingual("类别", "category"),
    Bilingual("GB/T 47678.5", "GB/T 47678.5"),
    Bilingual("对应", "maps to"),
    Bilingual("关键词", "words"),
)
_WORDS = (Bilingual("力度", "strength"), Bilingual("关键词", "words"))
_SUGGESTED = (
    Bilingual("类别", "category"),
    Bilingual("可信度", "confidence"),
    Bilingual("证据", "evidence"),
    Bilingual("命中", "words found"),
)
_STRENGTHS = {
    "strong": Bilingual("决定词", "strong"),
    "normal": Bilingual("关键词", "normal"),
    "weak": Bilingual("旁证词", "weak"),
    "never": Bilingual("排除词", "never"),
}


def command(lang: str) -> click.Command:
    """The command in one language."""

    @click.command("categories", help=HELP.in_(lang))
    @county_option(lang)
    @click.option("--under", help=Bilingual("只列这一类及其下级", "only this category and those below").in_(lang))
    @click.option(
        "--words", metavar="PATH", help=Bilingual("列出这一类的关键词", "the words of this category").in_(lang)
    )
    @click.option(
        "--text", help=Bilingual("这段话像哪些类别、因为哪些词", "what this text suggests, and why").in_(lang)
    )
    @format_option(lang)
    @language_option(lang)
    def categories(county: str | None, under: str | None, words: str | None, text: str | None, form: str) -> None:
        tree = policy_of(county).categories
        if text is not None:
            found = tree.suggest(text)
            if not found:
                raise InputError(Bilingual("没有关键词说到这段话", "no keyword speaks of this text"))
            _print(_SUGGESTED, [_suggested(one) for one in found], form, lang)
        elif words is not None:
            _print(_WORDS, _words(tree, _known(words, tree), lang, form), form, lang)
        else:
            top = _known(under, tree) if under else ""
            rows = [_row(path, tree, form) for path in tree.ordered() if not top or (path + "/").startswith(top + "/")]
            _print(_TREE, rows, form, lang)

    return categories


def _print(heads: tuple[Bilingual, ...], rows: list[dict[str, object]], form: str, lang: str) -> None:
    from gridroute.cli.table import print_table

    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    print_table([head.in_(lang) for head in heads], [[_cell(value) for value in row.values()] for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={name}" for key, name in value.items())
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return "" if value is None else str(value)


def _row(path: str, tree: Categories, form: str) -> dict[str, object]:
    """One node. In a table its name stands under the one above it; no two cells say the same."""
    node = tree.nodes[path]
    codes, maps = list(node.codes), tree.maps_of(path)
    if form == "table":
        depth = path.count("/")
        own = maps if not depth or maps != tree.maps_of(path.rpartition("/")[0]) else {}
        label = "    " * depth + path.rpartition("/")[2]
        return {"path": label, "codes": codes, "maps": own, "keywords": len(node.keywords)}
    return {
        "path": path,
        "label": path.rpartition("/")[2],
        "parent": path.rpartition("/")[0] or None,
        "codes": codes,
        "maps": maps,
        "nature": node.nature,
        "keywords": len(node.keywords),
        "source": node.source,
    }


def _words(tree: Categories, path: str, lang: str, form: str) -> list[dict[str, object]]:
    """The words of a category by their strength, as they are written in its file."""
    node = tree.nodes[path]
    written = {
        name: [one.shown for one in node.keywords if one.strength == name] for name in ("strong", "normal", "weak")
    }
    listed = (written | {"never": list(node.never)}).items()
    return [
        {"strength": name if form == "jsonl" else _STRENGTHS[name].in_(lang), "words": shown}
        for name, shown in listed
        if shown
    ]


def _suggested(one: Suggestion) -> dict[str, object]:
    return {
        "path": one.path,
        "confidence": one.confidence,
        "evidence": one.evidence,
        "words": [hit.shown for hit in one.hits],
    }


def _known(path: str, tree: Categories) -> str:
    from gridroute.policy.tongue import nearest

    if path in tree:
        return path
    meant = nearest(path, tree.nodes)
    zh, en = (f": {meant.zh}", f": {meant.en}") if meant.en else ("", "")
    raise InputError(Bilingual(f"没有类别“{path}”{zh}", f"no category “{path}”{en}"))
