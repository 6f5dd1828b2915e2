"""语言: in which language the command line speaks, and how it says things to a person."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import click

from gridroute.adapters.characters import visible
from gridroute.errors import Bilingual

LANGUAGES = ("zh", "en")


def language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """``zh`` or ``en``: from ``--lang`` among ``arguments``, else from the locale; Chinese where it says neither."""
    for position, word in enumerate(arguments):
        if word == "--lang" and position + 1 < len(arguments) and arguments[position + 1] in LANGUAGES:
            return arguments[position + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    for name in ("GRIDROUTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value.startswith(LANGUAGES):
            return value[:2]
    return "zh"


def tell(words: Bilingual, lang: str) -> None:
    """Says ``words`` to the person at the terminal, on standard error."""
    click.echo(visible(words.in_(lang)), err=True)
