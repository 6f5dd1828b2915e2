"""``gridroute civic``: the registers of 泗水县 in both languages, as tables and as JSON lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gridroute.civic.shelf import REGISTERS
from gridroute.cli.main import build
from gridroute.errors import InputError


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["civic", *words, "--county", "sishui"])


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words, "--format", "jsonl").stdout.splitlines()]


def test_the_registers_of_the_county_have_no_fault() -> None:
    made = run("check", "--at", "2026-03-02T09:00:00+08:00", lang="en")
    assert made.exit_code == 0, made.output
    assert "错误" not in made.output
    assert "open_days.yaml:6: 民情日: nobody has said what happens on a holiday" in made.stdout


def test_the_figure_of_the_grids_is_what_the_grids_are() -> None:
    """SS04."""
    (fact,) = rows("facts", "SS04")
    assert (fact["value"], fact["counted"], fact["agrees"]) == (758, 758, True)


def test_open_days_of_a_month_say_what_is_unset() -> None:
    """T08: no policy is written for holidays, so the 15th of February 2026 is unset, and the exit code says so."""
    made = run("open-days", "--year", "2026", "--month", "2", "--format", "jsonl")
    assert made.exit_code == 1
    found = [json.loads(line) for line in made.stdout.splitlines()]
    assert [(one["day"], one["name"], one["state"]) for one in found] == [
        ("2026-02-05", "民情日", "open"),
        ("2026-02-15", "群众接待日", "unset"),
        ("2026-02-25", "民情日", "open"),
    ]
    assert "没有规定逢节假日怎么办" in made.stderr
    assert run("open-days", "--year", "2026", "--month", "3").exit_code == 0


@pytest.mark.parametrize(("lang", "word"), [("zh", "党群服务中心"), ("en", "minutes on foot")])
def test_venues_of_a_place(lang: str, word: str) -> None:
    made = run("venues", "--place", "仲子社区", lang=lang)
    assert made.exit_code == 0, made.output
    assert word in made.stdout


@pytest.mark.parametrize("register", ["开放日", "open_days", "open_days.yaml"])
def test_a_register_is_known_by_its_names(register: str) -> None:
    assert [one["name"] for one in rows("show", register)] == ["民情日", "群众接待日"]


def test_every_register_is_listed() -> None:
    listed = {one["register"]: one["entries"] for one in rows("show")}
    assert listed["facts"] > 20
    assert set(listed) == {one.name for one in REGISTERS}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "开放目"), "没有台账“开放目”: 是不是“开放日”?"),
        (("venues", "--near", "here"), "“here”不是坐标: 写成 117.25,35.66"),
        (("venues", "--near", "117,35", "--crs", "bd"), "不认识坐标系“bd”"),
        (("venues", "--place", "仲子"), "没有地方“仲子”"),
    ],
)
def test_wrong_words_are_answered_with_a_remedy(words: tuple[str, ...], said: str) -> None:
    made = run(*words)
    assert isinstance(made.exception, InputError)
    assert said in made.exception.words.zh


@pytest.mark.parametrize(
    ("born", "code", "zh", "en"),
    [
        ("1956-03-02", 0, "红色代办: 符合", "红色代办: eligible"),
        ("1956-03-03", 1, "可以申请: 特殊情况审批", "may ask for: 特殊情况审批"),
    ],
)
def test_t09_who_may_have_red_service(born: str, code: int, zh: str, en: str) -> None:
    words = ("eligible", "--service", "红色代办", "--born", born, "--at", "2026-03-02T09:00:00+08:00")
    for lang, said in (("zh", zh), ("en", en)):
        made = run(*words, lang=lang)
        assert (made.exit_code, said in made.stdout) == (code, True), made.output


def test_a_roster_without_a_beginning_names_nobody() -> None:
    """SS32: the source says how many teams there are, and neither the first day nor the length of a turn."""
    made = run("roster", "--at", "2026-03-02T09:00:00+08:00")
    assert made.exit_code == 1
    assert "轮值表“红色代办轮值”没有起轮日期" in made.stderr


def test_a_chain_of_nobody_says_so_and_what_is_not_given_is_nothing() -> None:
    """SS50: the source names the chain and nobody in it; of indices and needs it gives none."""
    made = run("chain", "仲子社区")
    assert made.exit_code == 1
    assert [cell.strip() for cell in made.stdout.splitlines()[1].split()][-2:] == ["—", "否"]
    assert rows("patrol", "--month", "2026-03") == []
    assert rows("match") == []


def test_wrong_ratings_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text(
        "评价,评价方,被评方,方面,分数,身份\n镇街评部门,泗河街道,泗水县民政局,满意度,90,主办\n甲,乙,丙,丁,很好,\n",
        "utf-8",
    )
    made = run("evaluate", str(file))
    assert made.exit_code == 1
    assert f"{file}:2: 没有评价“镇街评部门”" in made.stderr
    assert f"{file}:3: 分数应是 0 到 100 的整数" in made.stderr


def test_regridding_leaves_no_case_without_somebody(tmp_path: Path) -> None:
    db, issues = str(tmp_path / "cases.sqlite"), tmp_path / "issues.csv"
    issues.write_text(
        "编号,受理时间,渠道,内容,地址\nA-1,2026-03-02T09:10:00+08:00,12345,路灯一个多月不亮了,泗河街道仲子社区\n",
        "utf-8",
    )
    opened = CliRunner().invoke(build("zh"), ["case", "open", str(issues), "--db", db, "--county", "sishui"])
    assert opened.exit_code == 0, opened.output
    made = run("regrid", "--on", "2026-07-01", "--db", db, lang="en")
    assert made.exit_code == 0, made.output
    assert "1 open cases, none without somebody" in made.stderr
