"""``gridroute rules``: what it lists, by what it chooses, and what it says where there is nothing to list."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from tests.support import SISHUI

from gridroute.cli.main import build
from gridroute.errors import InputError


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["rules", "--county", "sishui", *words])


def rows(*words: str, lang: str = "zh") -> list[dict[str, object]]:
    made = run("--format", "jsonl", *words, lang=lang)
    assert made.exit_code == 0, made.output
    return [json.loads(line) for line in made.output.splitlines()]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            "当类别属于“公用事业/供热”且采暖季且影响户数至少10时:吹群众诉求哨;必须报到:供热主管部门、供热企业;1小时内报到",
        ),
        (
            "en",
            "when category is under 公用事业/供热 and it is heating season and number of affected households is at least 10: "
            "blow an appeal whistle; must check in: 供热主管部门, 供热企业; check in within 1 clock hour",
        ),
    ],
)
def test_one_rule_is_said_with_where_it_comes_from(lang: str, said: str) -> None:
    (one,) = rows("--id", "ss-heat", lang=lang)
    file = f"{SISHUI.name}/policy/reporting.rules.yaml"
    lines = (SISHUI / "policy" / "reporting.rules.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "id: ss-heat" in text)
    assert one == {
        "id": "ss-heat",
        "title": "供热中断社区吹哨",
        "stages": ["whistle", "reporting"],
        "level": "county",
        "layer": "泗水县",
        "file": file,
        "line": line,
        "sentence": said,
        "source": "assumed",
        "assumed": True,
        "binding": "default",
        "special_law": False,
        "replaces": None,
        "tightens": None,
        "effective_from": None,
        "effective_to": None,
    }


def test_every_rule_is_listed_and_the_choices_narrow() -> None:
    every = rows()
    assert len(every) > 300
    assert {one["level"] for one in every} >= {"national", "province", "city", "county"}
    whistles = rows("--stage", "whistle")
    assert whistles == rows("--stage", "吹哨") == [one for one in every if "whistle" in str(one["stages"])]
    heating = rows("--text", "供热企业")
    assert 0 < len(heating) < len(every)
    assert all("供热企业" in f"{one['title']}{one['sentence']}{one['source']}" for one in heating)
    assert [one["id"] for one in rows("--stage", "whistle", "--text", "SS-HEAT")] == ["ss-heat"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("吹哨、报到", "泗水县", "建议默认,未经当地确认")),
        ("en", ("whistle, reporting", "泗水县", "suggested default")),
    ],
)
def test_the_table_names_stage_layer_and_what_is_assumed(lang: str, words: tuple[str, ...]) -> None:
    made = run("--id", "ss-heat", lang=lang)
    assert made.exit_code == 0
    assert all(word in made.output for word in words), made.output


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("--stage", "whistel"), "没有“whistel”这个阶段: 是不是“whistle”?", "there is no stage “whistel”: did you mean “whistle”?"),
        (("--id", "ss-haet"), "没有规则“ss-haet”: 是不是“ss-heat”?", "there is no rule “ss-haet”: did you mean “ss-heat”?"),
        (("--text", "没有人写过的话"), "没有这样的规则: 放宽条件再试", "there is no such rule: ask for less"),
        (("--id", "ss-heat", "--stage", "event"), "没有这样的规则: 放宽条件再试", "there is no such rule: ask for less"),
    ],
)  # fmt: skip
def test_nothing_to_list_is_told(words: tuple[str, ...], zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        made = run(*words, lang=lang)
        assert isinstance(made.exception, InputError)
        assert made.exception.text(lang) == said
