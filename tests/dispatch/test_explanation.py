"""A decision said in English: no Chinese but names and what is quoted; and every remark in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from string import Formatter

import pytest

from gridroute import County, Decision, Issue
from gridroute.dispatch.explanation import explain
from gridroute.model.remark import REMARKS

SOURCE = Path(__file__).parents[2] / "src" / "gridroute"
_CHINESE = re.compile("[\u4e00-\u9fff]+")
Route = Callable[..., Decision]


def test_every_remark_is_said_in_both_languages() -> None:
    made = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    for code, words in REMARKS.items():
        assert f'"{code}"' in made.replace(f'    "{code}": Bilingual(', ""), f"nobody says {code}"
        assert not _CHINESE.search(words.en), code
        assert _CHINESE.search(words.zh) or words.zh == "{0}", code
        blanks = [{int(name) for _, name, _, _ in Formatter().parse(text) if name} for text in words]
        # a pair of blanks may be the same word in two languages
        assert len(blanks[0]) == len(blanks[1]), code
    said = set(re.findall(r'\bremark\(\s*"(\w+)"', made))
    assert said <= set(REMARKS)


CASES = {
    "a tie of places": {"text": "柘沟镇和泗张镇交界处路灯不亮", "address": "柘沟镇与泗张镇交界"},
    "no place": {"text": "路灯不亮"},
    "an unknown category": {"text": "路灯不亮", "category": "城乡建设/照明/路灯不量", "address": "泗河街道仲子社区"},
    "an unknown channel": {"text": "路灯不亮", "channel": "12354", "address": "泗河街道仲子社区"},
    "nobody leads": {"text": "一件说不清的事", "address": "泗河街道仲子社区"},
    "an emergency": {"text": "仲子社区有很浓的燃气味", "address": "泗河街道仲子社区"},
    "a court": {"text": "法院判决不服", "address": "泗河街道仲子社区"},
    "an unknown body": {"text": "投诉", "subject_organizations": ["光明物业公司"], "address": "泗河街道仲子社区"},
    "an unpublished year": {"text": "路灯不亮", "address": "泗河街道仲子社区", "at": "2029-03-05T09:00:00+08:00"},
}


@pytest.mark.parametrize("given", CASES.values(), ids=CASES.keys())
def test_an_english_explanation_has_chinese_names_only(given: dict[str, str], route: Route, sishui: County) -> None:
    made = route(**given)
    at = given.get("at", "2026-03-02T09:00:00+08:00")
    issue = Issue(id="T", received_at=datetime.fromisoformat(at), text=given["text"])
    said = explain(made, issue, sishui.policy, "en")
    policy = sishui.policy
    names = {
        *policy.vocabulary.roles,
        *policy.vocabulary.signal_names,
        *policy.categories.nodes,
        *(body.name for body in sishui.bodies.by_id.values()),
        *(place.name for place in sishui.territory.places.values()),
        *(layer.name for layer in policy.layers),
        *policy.vocabulary.fields["channel"].values,
    }
    lines = said.splitlines()[1:]
    for line in lines:
        if line.startswith(("  ✓", "  ×")):
            line = line.partition("): ")[2]  # before it stand the title and the source
        line = re.sub(r"“[^”]*”|\[[^]]*\]|To tell: .*", "", line)
        left = set(re.findall(r"[\u4e00-\u9fff][\u4e00-\u9fff/·]*", line)) - names
        assert not left, (line, left)
    assert [one.said("zh") for one in made.remarks] == list(made.warnings)


def test_why_another_rule_lost_is_said_in_english(route: Route, sishui: County) -> None:
    made = route("路灯不亮", address="泗河街道仲子社区")
    lost = [one for one in made.trace if not one.won]
    assert lost
    assert all(one.reason is not None for one in lost)
    issue = Issue(id="T", received_at=made.at, text="路灯不亮")
    said = explain(made, issue, sishui.policy, "en")
    assert "another deadline is shorter. when track is ordinary: handle within 5 workdays" in said
    assert "gives way in the order: a more specific row of the catalogue is preferred" in said
