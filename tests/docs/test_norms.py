"""The table of norms: every item is there, every name it gives exists, and every document is the source of a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gridroute import County

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/norms.md"
ITEMS = [f"N{n}" for n in range(1, 23)] + [f"P{n}" for n in range(1, 30)] + [f"SS{n:02}" for n in range(1, 55)]
#: Items that nothing carries must say why.
REASONS = ("casework", "civic", "figures", "not routing", "register of posts", "not obtained")


def rows() -> dict[str, tuple[str, list[str], str]]:
    """Document, names and note by item."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if re.fullmatch(r"(N|P|SS)\d+", cells[0]):
            item, _, document, carried, note = cells
            assert item not in found, item
            found[item] = (document, re.findall(r"`([^`]+)`", carried), note)
    return found


def known(name: str, county: County) -> bool:
    policy = county.policy
    form, colon, key = name.partition(":")
    registers = {
        "parameter": policy.parameters,
        "order": policy.orders,
        "succession": policy.successions,
        "ladder": policy.ladders,
        "group": policy.vocabulary.roles,
        "grouping": policy.groupings,
        "role": policy.vocabulary.roles,
        "function": policy.functions,
    }
    if colon:
        return key in registers[form]
    return (ROOT / name).is_file() if "/" in name else name in {rule.id for rule in policy.rules}


def test_every_item_has_one_row() -> None:
    assert list(rows()) == ITEMS


@pytest.mark.parametrize("item", ITEMS)
def test_what_carries_an_item_exists(item: str, sishui: County) -> None:
    document, names, note = rows()[item]
    assert [name for name in names if not known(name, sishui)] == []
    assert names or any(reason in note for reason in REASONS), "nothing carries it, and no reason is given"
    sources = {rule.id: rule.source for rule in sishui.policy.rules}
    rules = [name for name in names if name in sources]
    if document and rules:
        assert any(document in sources[name] for name in rules), [sources[name] for name in rules]


def test_a_name_that_does_not_exist_is_found(sishui: County) -> None:
    for name in ("core-B99", "parameter:无此参数", "rules/none.csv", "ladder:none"):
        assert not known(name, sishui)
