"""``gridroute lifecycle``: the drawings hold every state, and the check exits by what it finds."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from gridroute import County
from gridroute.assurance import exploration
from gridroute.assurance.chart import drawn, mermaid, svg
from gridroute.cli.main import build


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["lifecycle", *words])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_fits_a_screen_and_begins_at_its_left(sishui: County, lang: str) -> None:
    root = ElementTree.fromstring(svg(sishui.policy.lifecycle, lang))
    cards = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("rx")]
    assert float(root.get("width", "0")) <= 1280
    rows = {one.get("y") for one in cards}
    assert len(rows) > 5
    assert all(min(float(one.get("x", "0")) for one in cards if one.get("y") == row) == 40 for row in rows)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_holds_every_state_and_every_way(sishui: County, lang: str) -> None:
    life = sishui.policy.lifecycle
    text = svg(life, lang, {"object": ["core-T41", "core-T42"]}, "A & B")
    root = ElementTree.fromstring(text)
    words = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    for state in life.states.values():
        assert state.label.in_(lang) in words
    for event in drawn(life):
        for source in event.sources:
            target = life.states[event.leads_to(source)].label.in_(lang)
            assert any(one.startswith(f"{event.label.in_(lang)} → {target}") for one in words), event.name
    assert sum(one.endswith("⊘2") for one in words) == 1
    assert "A & B" in words


def test_the_cards_of_a_picture_do_not_lie_on_each_other(sishui: County) -> None:
    root = ElementTree.fromstring(svg(sishui.policy.lifecycle))
    boxes = [
        [float(node.attrib[name]) for name in ("x", "y", "width", "height")]
        for node in root.iter("{http://www.w3.org/2000/svg}rect")
        if "rx" in node.attrib
    ]
    assert len(boxes) == len(sishui.policy.lifecycle.states)
    for number, (x, y, width, height) in enumerate(boxes):
        for left, top, wide, high in boxes[:number]:
            assert x >= left + wide or left >= x + width or y >= top + high or top >= y + height


def test_mermaid_names_states_and_ways(sishui: County) -> None:
    text = mermaid(sishui.policy.lifecycle, "en")
    assert text.startswith("stateDiagram-v2\n")
    assert '  state "redone"' not in text
    assert "  redo --> awaiting_meeting: redone too often" in text
    assert "  closed --> archived: archive" in text
    assert len(re.findall(r"^  state ", text, re.M)) == len(sishui.policy.lifecycle.states)


def test_the_table_says_who_may_and_which_rules_guard() -> None:
    made = run(lang="en")
    assert made.exit_code == 0
    (row,) = [line for line in made.output.splitlines() if re.match(r"callback +satisfied ", line)]
    assert "the intake center" in row
    assert "ss-SS14a" in row


def test_the_check_is_clean_and_says_how_much_it_saw() -> None:
    made = run("--check", lang="en")
    assert made.exit_code == 0
    assert re.search(r"explored 22 states, \d+ spots, \d+ steps: nothing wrong", made.output)


def test_a_finding_exits_1_with_the_way_there(sishui: County, monkeypatch: pytest.MonkeyPatch) -> None:
    life = sishui.policy.lifecycle
    found = exploration._finding("dead_end", life, "declined", (), ("triage", "decline"))
    monkeypatch.setattr(exploration, "explore", lambda _: exploration.Explored(22, 5, 9, 1, (found,)))
    made = run("--check")
    assert made.exit_code == 1
    assert "rules/lifecycle.yaml:" in made.output
    assert "死路: “不予受理”" in made.output
    assert "例如: 研判 → 不予受理" in made.output
    assert "1 处问题" in made.output
