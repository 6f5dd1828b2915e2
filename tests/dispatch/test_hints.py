"""Plugins add what they know; one that fails spoils nothing and is named (T52, I37)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gridroute import County, Decision, Dispatcher, Issue, load_county
from gridroute.dispatch import gather
from gridroute.hookspecs import hookimpl
from gridroute.model import Guess, PlaceCandidate
from gridroute.plugins import build_manager

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
ISSUE = Issue(id="H", received_at=AT, text="老地方又坏了", channel="12345")


class Knows:
    @hookimpl
    def gridroute_locate(self, issue: Issue) -> Sequence[PlaceCandidate]:
        return [PlaceCandidate("370831001003", "来电号码登记的住址")]

    @hookimpl
    def gridroute_suggest_category(self, issue: Issue) -> Sequence[Guess]:
        return [Guess(category="城乡建设/照明/路灯不亮", confidence=0.9)]


class Raises:
    @hookimpl
    def gridroute_locate(self, issue: Issue) -> Sequence[PlaceCandidate]:
        raise RuntimeError("no network")


def routed(county: County, *plugins: object, issue: Issue = ISSUE) -> Decision:
    manager = build_manager(plugins, installed=False)
    return Dispatcher(county).route(issue, AT, gather(issue, county, manager, limit=0.1))


def test_hints_are_used(sishui: County) -> None:
    made = routed(sishui, Knows())
    assert (made.grid.status, made.grid.community_code) == ("certain", "370831001003")
    assert made.category == "城乡建设/照明/路灯不亮"
    assert made.degraded == ()


def test_a_written_place_outranks_a_hint(sishui: County) -> None:
    issue = ISSUE.model_copy(update={"address": "泉林镇卞桥一村"})
    assert routed(sishui, Knows(), issue=issue).grid.community_code == "370831101200"


class Hangs:
    @hookimpl
    def gridroute_locate(self, issue: Issue) -> Sequence[PlaceCandidate]:
        time.sleep(0.5)
        return []

    @hookimpl
    def gridroute_suggest_category(self, issue: Issue) -> Sequence[Guess]:
        time.sleep(0.5)
        return []


def answering(hook: str, answer: object) -> object:
    """A plugin that answers ``hook`` with ``answer`` and nothing else."""

    def implementation(issue: Issue) -> object:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return type("Answers", (), {hook: staticmethod(hookimpl(implementation))})()


#: What a plugin that minds no types may hand over.
NO_TEXT: tuple[Any, str] = (["370831001003"], "x")
LOCATE, SUGGEST = "gridroute_locate", "gridroute_suggest_category"
#: hook, what the plugin does, what the decision says of it
FAILING = [
    (LOCATE, RuntimeError("no network"), "RuntimeError: no network"),
    (SUGGEST, KeyError("model"), "KeyError: 'model'"),
    (LOCATE, SystemExit(3), "SystemExit: 3"),
    (SUGGEST, KeyboardInterrupt(), "KeyboardInterrupt: "),
    (LOCATE, ["370831001003"], "answered with no PlaceCandidate"),
    (LOCATE, 42, "answered with no PlaceCandidate"),
    (LOCATE, [PlaceCandidate("999999999999", "x")], "named no place of the county: '999999999999'"),
    (LOCATE, [PlaceCandidate(*NO_TEXT)], "answered with a PlaceCandidate that holds no text"),
    (LOCATE, [PlaceCandidate("370831001003", "x")] * 1000, "answered with more than 100 at once"),
    (SUGGEST, "城乡建设/照明/路灯不亮", "answered with no Guess"),
    (SUGGEST, [Guess(category="no/such", confidence=0.9)], "named no category: 'no/such'"),
    (SUGGEST, [Guess(category="城乡建设/照明/路灯不亮", confidence=5.0)], "answered with a Guess without a confidence"),
    (SUGGEST, [Guess(category="城乡建设/照明/路灯不亮", confidence=float("nan"))], "without a confidence from 0 to 1"),
    (SUGGEST, [Guess.model_construct(category=3, confidence="high")], "without a confidence from 0 to 1"),
]


@pytest.mark.parametrize(
    ("hook", "answer", "error"), FAILING, ids=[f"{h[10:]}-{n}" for n, (h, _, _) in enumerate(FAILING)]
)
def test_t52_a_failing_plugin_loses_nothing(sishui: County, hook: str, answer: object, error: str) -> None:
    made = routed(sishui, answering(hook, answer))
    assert [one.hook for one in made.degraded] == [hook]
    assert error in made.degraded[0].error
    assert (made.responsible.name, made.category, made.grid.status) == ("泗水县民意受理中心", None, "unknown")
    assert any("插件" in one for one in made.warnings)


def test_a_plugin_that_hangs_is_named_and_after_three_times_not_asked_any_more(sishui: County) -> None:
    manager = build_manager([Hangs()], installed=False)
    said = []
    for _ in range(5):
        hints = gather(ISSUE, sishui, manager, limit=0.05)
        said.append([one.error for one in Dispatcher(sishui).route(ISSUE, AT, hints).degraded])
    late, gone = "no answer within 0.05 s", "no answer within 0.05 s, 3 times: not asked any more"
    assert said == [[late] * 2] * 3 + [[gone] * 2] * 2


class Brings:
    """A plugin that says which layers it brings in the way it is told."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    @hookimpl
    def gridroute_layers(self) -> object:
        if isinstance(self.answer, float):
            time.sleep(self.answer)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (OSError("no disk"), "OSError: no disk"),
        (42, "42 is no folder"),
        (["/tmp"], "'/tmp' is no folder"),
        ([Path("/no/such/folder")], "is no folder"),
        (0.5, "no answer within 0.1 s"),
    ],
    ids=["raises", "number", "text", "nowhere", "hangs"],
)
def test_a_plugin_that_fails_to_bring_its_layers_is_named_too(
    monkeypatch: pytest.MonkeyPatch, answer: object, error: str
) -> None:
    monkeypatch.setattr("gridroute.plugins.LOADING_LIMIT", 0.1)
    manager = build_manager([Brings(answer)])
    county = load_county("sishui", manager)
    made = Dispatcher(county).route(ISSUE, AT)
    assert [one.hook for one in made.degraded] == ["gridroute_layers"]
    assert error in made.degraded[0].error
    assert made.county == "370831"


def test_one_failing_plugin_does_not_silence_another(sishui: County) -> None:
    made = routed(sishui, Raises(), Knows())
    assert made.grid.community_code == "370831001003"
    assert len(made.degraded) == 1
