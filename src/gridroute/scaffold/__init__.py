"""样板: the files of a new county plugin, as ``gridroute new`` writes them. ``@NAME@`` and the like are filled in."""

from __future__ import annotations

from pathlib import Path

#: Where the files of a county lie; those of the plugin around it have no folder.
FILES = Path(__file__).parent
#: What a template begins with in its name where a file of that name would mean something here.
_HIDDEN = "template."


def filled(values: dict[str, str]) -> dict[str, str]:
    """Every file of the plugin, by its path in it; ``values`` by the word that stands for them, without ``@``.

    The folder ``county`` is called after the package, ``@PACKAGE@``.
    """
    made: dict[str, str] = {}
    for path in sorted(FILES.rglob("*")):
        if not path.is_file() or path.suffix in (".py", ".pyc") or "__pycache__" in path.parts:
            continue
        inside = path.relative_to(FILES)
        parts = [values["PACKAGE"] if part == "county" else part.removeprefix(_HIDDEN) for part in inside.parts]
        text = path.read_text(encoding="utf-8")
        for word, value in values.items():
            text = text.replace(f"@{word}@", value)
        made["/".join(parts).removesuffix(".txt")] = text
    return made
