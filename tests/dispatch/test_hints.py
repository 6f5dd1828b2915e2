"""Plugins add what they know; one that fails spoils nothing and is named (T52, I37)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

import pytest

from gridroute import County, Dispatcher, Issue
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


class Late:
    @hookimpl
    def gridroute_suggest_category(self, issue: Issue) -> Sequence[Guess]:
        time.sleep(0.5)
        return []


class Lies:
    @hookimpl
    def gridroute_locate(self, issue: Issue) -> Sequence[PlaceCandidate]:
        return ["370831001003"]  # type: ignore[list-item]


def routed(county: County, *plugins: object, issue: Issue = ISSUE):  # type: ignore[no-untyped-def]
    manager = build_manager(plugins, installed=False)
    return Dispatcher(county).route(issue, AT, gather(issue, county.adcode, manager, limit=0.1))


def test_hints_are_used(sishui: County) -> None:
    made = routed(sishui, Knows())
    assert (made.grid.status, made.grid.community_code) == ("certain", "370831001003")
    assert made.category == "城乡建设/照明/路灯不亮"
    assert made.degraded == ()


def test_a_written_place_outranks_a_hint(sishui: County) -> None:
    issue = ISSUE.model_copy(update={"address": "泉林镇卞桥一村"})
    assert routed(sishui, Knows(), issue=issue).grid.community_code == "370831101200"


@pytest.mark.parametrize(
    ("plugin", "hook", "error"),
    [
        (Raises(), "gridroute_locate", "RuntimeError: no network"),
        (Late(), "gridroute_suggest_category", "no answer within 0.1 s"),
        (Lies(), "gridroute_locate", "answered with something else than PlaceCandidate"),
    ],
    ids=["raises", "late", "lies"],
)
def test_t52_a_failing_plugin_loses_nothing(sishui: County, plugin: object, hook: str, error: str) -> None:
    made = routed(sishui, plugin)
    assert [(one.hook, one.error) for one in made.degraded] == [(hook, error)]
    assert made.responsible.name == "泗水县民意受理中心"
    assert any("插件" in one for one in made.warnings)


def test_one_failing_plugin_does_not_silence_another(sishui: County) -> None:
    made = routed(sishui, Raises(), Knows())
    assert made.grid.community_code == "370831001003"
    assert len(made.degraded) == 1


class Leaves:
    @hookimpl
    def gridroute_locate(self, issue: Issue) -> Sequence[PlaceCandidate]:
        raise SystemExit(3)


class Boasts:
    @hookimpl
    def gridroute_suggest_category(self, issue: Issue) -> Sequence[Guess]:
        return [Guess(category="城乡建设/照明/路灯不亮", confidence=5.0)]


@pytest.mark.parametrize(
    ("plugin", "error"), [(Leaves(), "SystemExit: 3"), (Boasts(), "answered with something else than Guess")]
)
def test_even_a_plugin_that_leaves_or_boasts_changes_nothing(sishui: County, plugin: object, error: str) -> None:
    made = routed(sishui, plugin)
    assert [one.error for one in made.degraded] == [error]
    assert made.category is None
