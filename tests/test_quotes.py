"""What stands in 「」 in a plugin or a story stands so in the sources: no quotation is made up or bent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FILES = sorted(
    path
    for folder in ("plugins", "examples/stories", "docs/counties")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".yaml", ".csv", ".md") and "build" not in path.parts
)

pytestmark = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the sources are not here: ../shared/seeds")


def plain(text: str) -> str:
    """``text`` without blanks and marks, which files write in more than one way."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


@cache
def sources() -> str:
    """The seeds, and the texts of law that the study of the field quotes."""
    seeds = (path.read_text(encoding="utf-8", errors="replace") for path in sorted((SHARED / "seeds").glob("*.txt")))
    return plain("".join(seeds)) + "\n" + plain((SHARED / "domain.md").read_text(encoding="utf-8"))


def quotations(path: Path) -> Iterator[tuple[int, str]]:
    """Each quotation of a file with its line; one with words left out counts by its parts."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        for quoted in re.findall("「([^」]+)」", line):
            yield from ((number, part) for part in re.split("…+", quoted) if plain(part))


def bent(paths: list[Path]) -> list[str]:
    """The quotations of files that the sources do not have."""
    return [
        f"{path.relative_to(path.anchor)}:{number}: {quoted}"
        for path in paths
        for number, quoted in quotations(path)
        if plain(quoted) not in sources()
    ]


def test_every_quotation_stands_in_a_source() -> None:
    assert sum(1 for path in FILES for _ in quotations(path)) > 400
    assert bent(FILES) == []


def test_a_bent_quotation_is_found(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("源: 「承办单位3个工作日内…办理完毕」「承办单位5个工作日内办理完毕」\n", encoding="utf-8")
    assert [one.rpartition(": ")[2] for one in bent([file])] == ["承办单位5个工作日内办理完毕"]
